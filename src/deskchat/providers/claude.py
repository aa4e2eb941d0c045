"""What Anthropic's models take, told by their ids where their list did not say it (November 2026).

From the notes on ``thinking``, ``output_config`` and ``temperature`` in anthropic 2.12.0
(``types/message_create_params.py``) and https://platform.claude.com/docs/en/about-claude/models/migration-guide: models up
to 4.5 think within a budget of tokens, 4.6 and later adapt by themselves to an effort; some can't be told not to think.
"""

import re

import msgspec

from deskchat.chat.model import ModelInfo

NAME = re.compile(r"claude-(?:(opus|sonnet|haiku|fable|mythos)-)?(\d{1,2})(?:[-.](\d{1,2}))?(?!\d)")
NEWEST = (99, 0)    # what is not known is taken for newer than everything that is


class Claude(msgspec.Struct, frozen=True):
    """One model. ``line`` is opus, sonnet, …, ``""`` when its id does not say; ``version`` as in (4, 6)."""

    line: str
    version: tuple[int, int]
    traits: tuple[str, ...] = ()

    @classmethod
    def of(cls, model: ModelInfo) -> "Claude":
        """Told by the id; the traits of its list say more."""
        found = NAME.search(model.ref.model)
        if found is None:
            return cls("", NEWEST, model.traits)
        return cls(found[1] or "", (int(found[2]), int(found[3] or 0)), model.traits)

    @property
    def adapts(self) -> bool:
        """Does it take ``thinking: adaptive`` and an effort?"""
        return self._is("thinking:adaptive", self.version >= (4, 6))

    @property
    def has_budget(self) -> bool:
        """Does it take ``thinking: enabled`` with a budget of tokens?"""
        return not self.adapts and self._is("thinking:enabled", self.version >= (3, 7))

    @property
    def thinks_unasked(self) -> bool:
        """Does it think when nothing is said about it? Then its thoughts are shown only on request."""
        return self.adapts and self.version >= (5, 0)

    @property
    def off(self) -> str:
        """The type that turns its thinking off, ``""`` when nothing does."""
        if self.line == "sonnet" and self.version >= (5, 5):
            return "between_tools"
        always = self.line in ("fable", "mythos") or (self.line == "opus" and self.version >= (5, 5)) or not self.line
        return "" if always and self.version >= (5, 0) else "disabled"

    @property
    def samples(self) -> bool:
        """Does it take a temperature, with the older version of the interface?"""
        return self.version <= (4, 6)

    @property
    def most_output(self) -> int:
        """Tokens it may write, where its list did not say."""
        return 4_096 if self.version < (3, 5) else 8_192 if self.version < (4, 0) else 32_000

    def _is(self, trait: str, by_version: bool) -> bool:
        kind = trait.partition(":")[0] + ":"
        told = any(known.startswith(kind) for known in self.traits)
        return trait in self.traits if told else by_version
