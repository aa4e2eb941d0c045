"""In what servers differ that speak OpenAI's Chat Completions: names of fields, and how thinking is asked for."""

import re
from collections.abc import Mapping
from typing import Any

import msgspec

from deskchat.providers.gpt import nearest

EFFORT_TRAIT = "effort:"    # with a word after it: the provider's list names it among those that the model takes


class Dialect(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """In what a server differs from the plain form; the fields may be given in the catalogue and in providers.toml.

    ``limit_field``: name of the reply's limit. ``include_usage``: must token counts be asked for? ``effort``: how
    thinking effort is sent: not at all, as ``reasoning_effort``, or as ``reasoning: {effort}``. ``efforts``: its words
    for ours (none, minimal, low, medium, high, max); one mapped to ``""`` is left out. ``thinking_switch``: is thinking
    turned on and off by ``thinking: {type}``? ``thinking_field``: the name of a plain switch that is true or false, such
    as ``enable_thinking``; ``template_switch``: does it stand in ``chat_template_kwargs``? ``keeps_details``: does the
    server want ``reasoning_details`` back? ``extra``: fields that are sent as they are, until the server refuses what is
    asked of the thinking. ``system_role``: who speaks the system text. ``think_tags``: may thinking stand in the text
    between ``<think>`` tags? ``top_k``, ``min_p``, ``repeat_penalty``, ``seed``: the names under which these are taken,
    if at all.

    ``variants``: how requests to some models differ again: fields by a pattern for the beginning of the model's id; the
    first that fits holds.
    """

    limit_field: str = "max_tokens"
    include_usage: bool = True
    effort: str = "reasoning_effort"
    efforts: dict[str, str] = {}
    thinking_switch: bool = False
    thinking_field: str = ""
    template_switch: bool = False
    keeps_details: bool = False
    extra: dict[str, Any] = {}
    system_role: str = "system"
    think_tags: bool = False
    top_k: str = ""
    min_p: str = ""
    repeat_penalty: str = ""
    seed: str = "seed"
    variants: dict[str, dict[str, Any]] = {}

    def of(self, model_id: str) -> "Dialect":
        """The dialect in which ``model_id`` is asked."""
        for pattern, fields in self.variants.items():
            if re.match(pattern, model_id, re.IGNORECASE):
                return _with(self, fields)
        return self

    def thinking(self, effort: str, traits: tuple[str, ...] = ()) -> dict[str, Any]:
        """The fields that ask for ``effort`` (our word). ``traits``: the model's; they may name the words it takes."""
        on = effort != "none"
        fields = self._switch(on=on)
        if self.thinking_switch:
            fields["thinking"] = {"type": "enabled" if on else "disabled"}
        known = tuple(trait.removeprefix(EFFORT_TRAIT) for trait in traits if trait.startswith(EFFORT_TRAIT))
        word = self.efforts.get(effort, effort)
        if not self.effort or not word or (self.thinking_switch and not on):
            return fields
        word = nearest(word, known)
        return fields | ({"reasoning": {"effort": word}} if self.effort == "reasoning" else {self.effort: word})

    def _switch(self, *, on: bool) -> dict[str, Any]:
        if not self.thinking_field:
            return {}
        switch = {self.thinking_field: on}
        return {"chat_template_kwargs": switch} if self.template_switch else switch


def read_dialect(fields: Mapping[str, Any]) -> Dialect:
    """The dialect with these fields. Raises ``ValueError`` for a field it does not have and for a pattern that is none."""
    dialect = msgspec.convert(dict(fields), Dialect)
    for pattern, differing in dialect.variants.items():
        try:
            re.compile(pattern)
        except re.error as error:
            raise ValueError(f"“{pattern}” is no pattern: {error}") from None
        _with(dialect, differing)
    return dialect


def _with(dialect: Dialect, fields: Mapping[str, Any]) -> Dialect:
    return msgspec.convert({**msgspec.structs.asdict(dialect), **fields}, Dialect)
