"""What OpenAI's models take, told by their ids, because OpenAI's list of models does not say it (November 2026).

From ``ReasoningEffort`` in openai 3.54.0 (``types/shared/reasoning_effort.py``), the deprecations in
``types/chat/completion_create_params.py``, the guide to the latest models, and what pydantic-ai found by asking them
(``profiles/openai.py``, July 2026): which of them think whether asked or not, which think only when asked, which words for
the effort they know, and when they take a temperature.
"""

import re

import msgspec

NAME = re.compile(r"(?:^|/)(?:(o\d)|gpt-(\d{1,2})(?:\.(\d{1,2}))?)(.*)$")
ORDER = ("none", "minimal", "low", "medium", "high", "xhigh", "max")


class Gpt(msgspec.Struct, frozen=True):
    """One model. ``version`` as in (5, 2), ``None`` for a name that is not known; ``rest`` is what follows it."""

    version: tuple[int, int] | None
    rest: str = ""
    is_o: bool = False

    @classmethod
    def of(cls, model_id: str) -> "Gpt":
        """Told by the id."""
        found = NAME.search(model_id.lower())
        if found is None:
            return cls(None)
        if found[1]:
            return cls((0, int(found[1][1])), found[4], is_o=True)
        return cls((int(found[2]), int(found[3] or 0)), found[4])

    @property
    def thinks(self) -> bool:
        """Can it think?"""
        return self.is_o or (self.version is not None and self.version >= (5, 0) and not self._only_chats)

    @property
    def _only_chats(self) -> bool:
        return self.version == (5, 0) and "chat" in self.rest

    @property
    def efforts(self) -> tuple[str, ...]:
        """The words it knows for thinking effort, weakest first; none for a model that is not known."""
        if not self.thinks or self.version is None:
            return ()
        return self._efforts_of_variant(self.version) or self._efforts_of_family(self.version)

    def _efforts_of_variant(self, version: tuple[int, int]) -> tuple[str, ...]:
        if self.is_o:
            return ("low", "medium", "high")
        if "chat" in self.rest:
            return ("medium",)
        if "-pro" in self.rest:
            return ("high",) if version < (5, 2) else ("medium", "high", "xhigh")
        if "codex" in self.rest and version < (5, 2):
            return ("low", "medium", "high", "xhigh") if "-max" in self.rest else ("low", "medium", "high")
        return ()

    def _efforts_of_family(self, version: tuple[int, int]) -> tuple[str, ...]:
        if version == (5, 0):
            return ("minimal", "low", "medium", "high")
        if version < (5, 2):
            return ("none", "low", "medium", "high")
        if version < (5, 6):
            return ("none", "low", "medium", "high", "xhigh")
        if version >= (6, 0) and ("astra" in self.rest or (version == (6, 1) and "sol" in self.rest)):
            return ("low", "medium", "high", "xhigh", "max")
        return ("none", "low", "medium", "high", "xhigh", "max")

    @property
    def samples_at(self) -> tuple[str, ...]:
        """The efforts at which one that thinks takes a temperature: those at which it does not; ``""``: none asked for."""
        if self.version is None or "none" not in self.efforts:
            return ()
        return ("", "none") if self.version < (5, 5) else ("none",)

    @property
    def takes_verbosity(self) -> bool:
        """Those that were made for programming or plain chat know only one."""
        known = self.version is not None and self.version >= (5, 0)
        return known and "chat" not in self.rest and "codex" not in self.rest


def nearest(effort: str, known: tuple[str, ...]) -> str:
    """The word itself where it is known or nothing is known, else the nearest one, rather weaker than stronger."""
    if not known or effort in known or effort not in ORDER:
        return effort
    place = ORDER.index(effort)
    weaker = [word for word in ORDER[:place] if word in known and word != "none"]
    return weaker[-1] if weaker else next((word for word in ORDER[1:] if word in known), known[0])
