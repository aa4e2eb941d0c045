"""The Hugging Face Hub's API: repositories with GGUF files, which files those are, and their bytes. Nothing is opened here.

Sources: huggingface_hub 2.4.0 ``hf_api.py`` (``list_models``, ``model_info``, ``RepoFile``), ``constants.py``
(``HF_ENDPOINT``), ``file_download.py`` (``resolve``, redirected) and ``utils/_http.py`` (``X-Error-Code``); llama.cpp
``common/hf-cache.cpp`` asks the same two addresses. Ranges: RFC 9110, sections 13.1.5 (``If-Range``) and 14.
"""

import re
from collections.abc import Mapping
from enum import StrEnum
from typing import Any, Final
from urllib.parse import quote, urlencode

import msgspec

from deskchat.chat.departure import Purpose, Subject
from deskchat.chat.errors import ChatError, ErrorKind
from deskchat.providers import failures
from deskchat.providers.addresses import is_address
from deskchat.providers.network import Call

NAME_WORDS: Final = "The Hugging Face Hub"
USUAL_ENDPOINT: Final = "https://huggingface.co"
ANSWER_BYTES: Final = 16 << 20
MOST_FILES: Final = 2000
LONGEST_NAME: Final = 200

BYTES: Final = frozenset({200, 206, 416})
_RANGE = re.compile(r"bytes (\d{1,18})-(\d{1,18})/(\d{1,18}|\*)")
_REPOSITORY = re.compile(r"[A-Za-z0-9][\w.-]{0,95}/[A-Za-z0-9][\w.-]{0,95}")
_COMMIT = re.compile(r"[0-9a-f]{40}")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_PART = re.compile(r"^(?P<stem>.+)-(?P<number>\d{5})-of-(?P<count>\d{5})\.gguf$", re.IGNORECASE)
_QUANTISATION = re.compile(
    r"(?:^|[-._/])((?:UD-)?(?:I?Q\d(?:_[A-Z0-9]+)*|TQ\d_\d|MXFP4(?:_MOE)?|BF16|F16|F32))(?=[-./]|$)", re.IGNORECASE
)
_ODD = re.compile(r'[\x00-\x1f\x7f\\:*?"<>|]')
_PROJECTOR = re.compile(r"(?:^|[-_.])mmproj(?:[-_.]|$)", re.IGNORECASE)
_NO_MODEL = re.compile(r"(?:^|[-_.])(?:imatrix|mtp|eagle3|dflash|dspark)(?:[-_.]|$)", re.IGNORECASE)


class Order(StrEnum):
    """What stands first in what was found."""

    DOWNLOADS = "downloads"
    LIKES = "likes"
    TRENDING = "trendingScore"
    NEWEST = "lastModified"


class Repository(msgspec.Struct, frozen=True):
    """A repository with GGUF files. ``gated``: its terms have to be accepted on its page first; ``licence`` as it says.

    ``parameters``: how many weights the model has, 0 where the Hub does not say it.
    """

    id: str
    commit: str = ""
    downloads: int = 0
    gated: bool = False
    licence: str = ""
    parameters: int = 0


class Part(msgspec.Struct, frozen=True):
    """One file as it is downloaded. ``sha256`` is ``""`` where the Hub does not say it (small files outside LFS)."""

    path: str
    size_bytes: int
    sha256: str = ""


class HubModel(msgspec.Struct, frozen=True):
    """A model one can download: its parts in order, and the projectors beside it that let it see, the smallest first."""

    name: str
    quantisation: str
    parts: tuple[Part, ...]
    projectors: tuple[Part, ...] = ()

    @property
    def size_bytes(self) -> int:
        """All parts together, without a projector."""
        return sum(part.size_bytes for part in self.parts)


def endpoint(environ: Mapping[str, str]) -> str:
    """Where the Hub is: ``HF_ENDPOINT`` (a mirror), else the Hub itself. Raises ``ChatError("bad_request")``."""
    given = environ.get("HF_ENDPOINT", "").strip().rstrip("/")
    if given and not is_address(given):
        raise ChatError(
            ErrorKind.BAD_REQUEST,
            "HF_ENDPOINT is not the address of a server.",
            remedy="Set it to one that begins with https://, or to nothing.",
        )
    return given or USUAL_ENDPOINT


def page(at: str, repository_id: str) -> str:
    """The repository's page, for people: its makers' words, and their terms."""
    return f"{at}/{_checked(repository_id)}"


def named(words: str, at: str) -> str:
    """The repository that ``words`` name, as OWNER/NAME or by the address of its page; ``""``: they are words to search."""
    words = words.strip()
    for host in (at, USUAL_ENDPOINT):
        words = words.removeprefix(f"{host}/")
    name = "/".join(words.split("/")[:2])
    return name if _REPOSITORY.fullmatch(name) and ".." not in name and "--" not in name else ""


def search(at: str, words: str, key: str | None = None, order: Order = Order.DOWNLOADS, limit: int = 40) -> Call:
    """Ask for repositories whose names have ``words``; ``""``: for all that hold models to chat with."""
    wanted = ("search", words) if words else ("filter", "conversational")
    query = [("filter", "gguf"), wanted, ("sort", order.value), ("direction", "-1"), ("limit", str(limit))]
    expand = [("expand[]", name) for name in ("downloads", "gated", "cardData", "tags", "sha", "gguf")]
    return _call(f"{at}/api/models?{urlencode([*query, *expand])}", key)


def repository(at: str, repository_id: str, key: str | None = None) -> Call:
    """Ask what a repository is, its newest commit included. Raises ``ChatError("bad_request")``."""
    return _call(f"{at}/api/models/{_checked(repository_id)}", key)


def tree(at: str, repository_id: str, commit: str, key: str | None = None) -> Call:
    """Ask for the files of a commit. Raises ``ChatError("bad_request")``."""
    return _call(f"{at}/api/models/{_checked(repository_id)}/tree/{quote(commit, safe='')}?recursive=true", key)


def address(at: str, repository_id: str, commit: str, path: str) -> str:
    """Where a file's bytes are asked for; the answer is mostly a redirection to another host."""
    return f"{at}/{_checked(repository_id)}/resolve/{quote(commit, safe='')}/{quote(path)}"


def piece(url: str, key: str | None = None, start: int = 0, end: int | None = None, etag: str = "") -> Call:
    """Ask for a file's bytes from ``start`` on, up to before ``end``; if it changed since ``etag``, for all of them."""
    headers = {"Accept": "*/*"}
    if start or end is not None:
        headers["Range"] = f"bytes={start}-{'' if end is None else end - 1}"
    if start and etag and not etag.startswith("W/"):    # a weak one may not stand there
        headers["If-Range"] = etag
    call = _call(url, key)
    about = Subject(Purpose.DOWNLOAD)
    return Call(NAME_WORDS, "GET", url, headers, key=key, authorization=call.authorization, accepts=BYTES, subject=about)


def starts_at(status: int, headers: Mapping[str, str], size_bytes: int) -> int:
    """Where in the file the bytes of an answer to ``piece`` begin; -1: the server has no such place.

    Raises ``ChatError("protocol")`` when it is about a file of another size than ``size_bytes``.
    """
    if status == 416:
        return -1
    given = _RANGE.fullmatch(headers.get("content-range", "").strip()) if status == 206 else None
    start, end, whole = (int(given[1]), int(given[2]) + 1, given[3]) if given else (0, size_bytes, "*")
    length = headers.get("content-length", "").strip()
    fits = not length.isdigit() or int(length) == end - start
    if (status == 206 and given is None) or not fits or end > size_bytes or whole not in ("*", str(size_bytes)):
        raise ChatError(
            ErrorKind.PROTOCOL,
            f"{NAME_WORDS} gave another file than the one it lists: the sizes differ.",
            remedy="Nothing of it was kept. Try again later.",
            detail=f"HTTP {status}, {length[:20]} bytes, {headers.get('content-range', '')[:80]}; listed {size_bytes:,}",
        )
    return start


def broken_off(detail: str) -> ChatError:
    """The bytes of a file ended before it was whole."""
    return ChatError(
        ErrorKind.NETWORK,
        "The connection to the Hugging Face Hub broke off.",
        remedy="What arrived is kept; resume goes on from there.",
        detail=detail,
    )


def storage_failure(status: int, headers: Mapping[str, str], body: bytes) -> ChatError:
    """What a refusal of the host means to which the Hub led; an address that is no longer valid is asked for anew."""
    if status in (401, 403):
        return ChatError(
            ErrorKind.OVERLOADED,
            "The Hub's storage no longer accepted the address that the Hub had given.",
            remedy="Try again.",
            detail=f"HTTP {status}",
        )
    return failures.from_answer("The Hub's storage", status, headers, _without_page(body))


def found(body: bytes) -> tuple[Repository, ...]:
    """The answer to ``search``. Raises ``ChatError("protocol")``."""
    value = _decoded(body)
    if not isinstance(value, list):
        raise _not_understood()
    return tuple(one for one in map(_repository, value) if one is not None)


def model_of(repository_id: str) -> str:
    """The model in a repository, whoever offers it: “maker_Model-8B-it-GGUF” and “Model-8B-it-gguf” hold the same."""
    name = repository_id.rpartition("/")[2].casefold()
    return re.sub(r"[-_.]gguf$|[-_.]i?q\d\w*|[-_.]mxfp4|^[a-z]+_", "", name)


def told(body: bytes) -> Repository:
    """The answer to ``repository``. Raises ``ChatError("protocol")``."""
    one = _repository(_decoded(body))
    if one is None:
        raise _not_understood()
    return one


def models(body: bytes) -> tuple[HubModel, ...]:
    """The answer to ``tree``: split files as one, without those that lack parts. Raises ``ChatError("protocol")``."""
    value = _decoded(body)
    if not isinstance(value, list):
        raise _not_understood()
    files = [part for part in map(_part, value[:MOST_FILES]) if part is not None]
    projectors = [part for part in files if _PROJECTOR.search(_file_name(part.path))]
    groups: dict[tuple[str, int], list[Part]] = {}
    for part in files:
        if part not in projectors and not _NO_MODEL.search(_file_name(part.path)):
            groups.setdefault(_group(part.path), []).append(part)
    whole = (_model(stem, count, parts, projectors) for (stem, count), parts in groups.items())
    return tuple(sorted((one for one in whole if one is not None), key=lambda one: (one.size_bytes, one.name)))


def failure(status: int, headers: Mapping[str, str], body: bytes) -> ChatError:
    """What a refusal of the Hub means; header names are lower-case."""
    code = headers.get("x-error-code", "")
    if code == "GatedRepo":
        return ChatError(
            ErrorKind.PERMISSION,
            "The makers of this model let only those have it who accepted their terms.",
            remedy="Accept them on the model's page, and enter a token of the same account as the key of Hugging Face.",
            detail=f"HTTP {status}: {code}",
        )
    if code == "RepoNotFound" or status == 401:    # the Hub answers 401 for what is not there or is private
        return ChatError(
            ErrorKind.NOT_FOUND,
            "The Hub has no such model, or it is private, or the token was not accepted.",
            remedy="Check the name; for a private model, enter a token as the key of Hugging Face.",
            detail=f"HTTP {status}: {code}",
        )
    if code in ("EntryNotFound", "RevisionNotFound"):
        return ChatError(
            ErrorKind.NOT_FOUND,
            "The file is no longer in this repository.",
            remedy="List its files again.",
            detail=f"HTTP {status}: {code}",
        )
    return failures.from_answer(NAME_WORDS, status, headers, _without_page(body))


def _without_page(body: bytes) -> bytes:
    """Its status says more than a web page does."""
    return b"" if failures.is_page(body[:200].decode("utf-8", "replace")) else body


def _call(url: str, key: str | None) -> Call:
    authorization = {"Authorization": f"Bearer {key}"} if key else {}
    return Call(NAME_WORDS, "GET", url, key=key, authorization=authorization, subject=Subject(Purpose.SEARCH))


def _checked(repository_id: str) -> str:
    if not _REPOSITORY.fullmatch(repository_id) or ".." in repository_id or "--" in repository_id:
        raise ChatError(
            ErrorKind.BAD_REQUEST,
            f"“{failures.clean(repository_id, 100)}” is not the name of a repository.",
            remedy="It looks like OWNER/NAME.",
        )
    return repository_id


def _decoded(body: bytes) -> Any:
    try:
        return msgspec.json.decode(body)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        raise _not_understood() from None


def _not_understood() -> ChatError:
    sentence = f"{NAME_WORDS} gave an answer that can't be understood."
    return ChatError(ErrorKind.PROTOCOL, sentence, remedy="Check HF_ENDPOINT, or try later.")


def _repository(value: object) -> Repository | None:
    if not isinstance(value, dict):
        return None
    name, sha, downloads = value.get("id"), value.get("sha"), value.get("downloads")
    if not isinstance(name, str) or not _REPOSITORY.fullmatch(name):
        return None
    commit = sha if isinstance(sha, str) and _COMMIT.fullmatch(sha) else ""
    gated = value.get("gated") in ("auto", "manual", True)
    facts = value.get("gguf")
    parameters = facts.get("total") if isinstance(facts, dict) else None
    return Repository(
        name, commit, downloads if type(downloads) is int else 0, gated, _licence(value),
        parameters if type(parameters) is int and 0 < parameters < 1 << 50 else 0,
    )    # fmt: skip


def _licence(value: Mapping[str, object]) -> str:
    card, tags = value.get("cardData"), value.get("tags")
    said = [card.get("license_name"), card.get("license")] if isinstance(card, dict) else []
    tagged = [tag.removeprefix("license:") for tag in tags if isinstance(tag, str) and tag.startswith("license:")] \
        if isinstance(tags, list) else []    # fmt: skip
    return next((failures.clean(text, 100) for text in [*said, *tagged] if isinstance(text, str) and text), "")


def _part(value: object) -> Part | None:
    if not isinstance(value, dict) or value.get("type") != "file":
        return None
    path, size, lfs = value.get("path"), value.get("size"), value.get("lfs")
    if not isinstance(path, str) or type(size) is not int or size <= 0 or not _is_usable(path):
        return None
    oid = lfs.get("oid") if isinstance(lfs, dict) else None
    sha256 = oid if isinstance(oid, str) and _SHA256.fullmatch(oid) else ""
    return Part(path, size, sha256)


def _is_usable(path: str) -> bool:
    """A GGUF file whose name can't lead anywhere else, on any system."""
    parts = path.split("/")
    odd = any(not part or part.startswith(".") or _ODD.search(part) for part in parts)
    return path.lower().endswith(".gguf") and not odd and len(path) <= LONGEST_NAME


def _file_name(path: str) -> str:
    return path.rpartition("/")[2]


def _group(path: str) -> tuple[str, int]:
    split = _PART.match(path)
    return (split["stem"], int(split["count"])) if split else (path[: -len(".gguf")], 0)


def _model(stem: str, count: int, parts: list[Part], projectors: list[Part]) -> HubModel | None:
    ordered = tuple(sorted(parts, key=lambda part: part.path))
    numbers = [int(split["number"]) for part in ordered if (split := _PART.match(part.path))]
    if numbers != list(range(1, count + 1)):
        return None
    folder = stem.rpartition("/")[0]
    beside = [one for one in projectors if one.path.rpartition("/")[0] in (folder, "")]
    quantisation = _QUANTISATION.findall(stem)
    name = quantisation[-1].upper() if quantisation else ""
    return HubModel(stem, name, ordered, tuple(sorted(beside, key=lambda part: part.size_bytes)))
