"""A picture that a message names, fetched because the person asked for it: never by itself, and never anything else."""

from urllib.parse import unquote, urlsplit

from deskchat.chat.errors import ChatError, ErrorKind
from deskchat.chat.parts import ImagePart
from deskchat.providers import failures
from deskchat.providers.network import Call
from deskchat.providers.transport import Transport
from deskchat.services.attachments import picture_type

MOST_BYTES = 12_000_000
LONGEST_NAME = 80
ACCEPT = "image/png, image/jpeg, image/webp, image/gif, image/avif;q=0.5"


class RemotePictures:
    """Asks servers for pictures through the program's one transport, which knows whether it is offline."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    async def fetch(self, url: str) -> ImagePart:
        """The picture at that address, at most 12 MB, of a kind made of pixels. Raises ``ChatError``."""
        host = _host(url)
        call = Call(host, "GET", url, headers={"Accept": ACCEPT})
        try:
            data = await self._transport.read(
                call, lambda status, headers, body: failures.from_answer(host, status, headers, body), MOST_BYTES
            )
        except ChatError as error:
            raise _without_models(error, host) from error
        media_type = picture_type(data)
        if media_type is None:
            raise ChatError(
                ErrorKind.BAD_REQUEST,
                f"What {host} sent is no picture that can be shown here.",
                remedy="Open the address in a browser if you trust it.",
            )
        return ImagePart(_name(url) or host, media_type, data)


def _without_models(error: ChatError, host: str) -> ChatError:
    """What is said of a server of models helps nobody here."""
    if error.kind is ErrorKind.OFFLINE:
        return error
    sentence = {
        ErrorKind.NETWORK: f"{host} can't be reached, so the picture was not loaded.",
        ErrorKind.TIMEOUT: f"{host} did not answer in time, so the picture was not loaded.",
        ErrorKind.NOT_FOUND: f"There is no such picture at {host} any more.",
    }.get(ErrorKind(error.kind), f"{host} did not give the picture.")
    remedy = "Open the address in a browser if you trust it."
    return ChatError(error.kind, sentence, remedy=remedy, detail=error.detail or error.sentence)


def _host(url: str) -> str:
    """For sentences: of an address that is none, as much as one wants to read."""
    try:
        return urlsplit(url).hostname or url[:LONGEST_NAME]
    except ValueError:
        return url[:LONGEST_NAME]


def _name(url: str) -> str:
    return unquote(urlsplit(url).path.rsplit("/", 1)[-1])[:LONGEST_NAME]
