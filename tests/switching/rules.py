"""The published rules of every wire, as servers enforce them: what a request breaks, in the words of a refusal.

Written from the providers' documentation and the SDKs' parameter types, not from our wires. Anthropic:
https://platform.claude.com/docs/en/api/errors and …/build-with-claude/preserved-thinking. OpenAI: openai 3.54.0,
``types/responses/``. Google: https://ai.google.dev/api/generate-content. Mistral, llama.cpp, Ollama: their servers' sources.
"""

import base64
import json
import re
from collections.abc import Callable, Mapping
from typing import Any

from anthropic.types.message_create_params import MessageCreateParamsStreaming
from openai.types.chat.completion_create_params import CompletionCreateParamsStreaming
from openai.types.responses.response_create_params import ResponseCreateParamsStreaming
from pydantic import TypeAdapter, ValidationError

CHARACTERS_PER_TOKEN = 4
RESPONSES = TypeAdapter(ResponseCreateParamsStreaming)
MESSAGES = TypeAdapter(MessageCreateParamsStreaming)
CHAT = TypeAdapter(CompletionCreateParamsStreaming)

Headers = Mapping[str, str]
Body = dict[str, Any]


class BrokenRuleError(Exception):
    """A request that the real server would refuse; its words are the refusal's."""

    def __init__(self, message: str, status: int = 400) -> None:
        super().__init__(message)
        self.status = status


def require(kept: object, message: str, status: int = 400) -> None:
    """The rule is kept, or the request is refused with ``message``."""
    if not kept:
        raise BrokenRuleError(message, status)


def tokens(body: Body) -> int:
    """A stand-in for a tokeniser: text alone, and a flat price for a picture."""
    text = json.dumps(body, ensure_ascii=False)
    pictures = len(re.findall(r"[A-Za-z0-9+/=]{400,}", text))
    return len(re.sub(r"[A-Za-z0-9+/=]{400,}", "", text)) // CHARACTERS_PER_TOKEN + 300 * pictures


def valid(shape: TypeAdapter[Any], body: Body) -> None:
    """By the official SDK's own parameter types."""
    try:
        shape.validate_python(body)
    except ValidationError as error:
        raise BrokenRuleError(f"Invalid request: {error.errors()[0]['msg']}") from None


def responses(model: str, headers: Headers, body: Body, context: int) -> None:
    """OpenAI Responses."""
    require(headers.get("authorization", "").startswith("Bearer "), "Missing bearer authentication", 401)
    valid(RESPONSES, body)
    require(body.get("store") is False, "store must be false here")
    thinker = re.match(r"o\d|gpt-[5-9]", model)
    effort = body.get("reasoning", {}).get("effort")
    require(thinker or "reasoning" not in body, "Unsupported parameter: 'reasoning.effort' is not supported with this model.")
    require(not (thinker and effort != "none" and {"temperature", "top_p"} & set(body)), "Unsupported parameter: 'temperature'")
    require(thinker or "include" not in body, "Encrypted content is not supported with this model.")
    _responses_items(model, body["input"])
    require(tokens(body) <= context, "Your input exceeds the context window of this model.")


def _responses_items(model: str, items: list[dict[str, Any]]) -> None:
    require(items, "input must not be empty")
    require(items[-1].get("role") == "user", "the last item must be the user's")
    for place, item in enumerate(items):
        if item.get("type") == "reasoning":
            following = next((other for other in items[place + 1 :] if other.get("type") != "reasoning"), {})
            secret = item.get("encrypted_content", "")
            require(following.get("role") == "assistant", f"Item '{item['id']}' of type 'reasoning' was provided without its "
                    "required following item.")  # fmt: skip
            require(secret.startswith(f"sealed:{model}:"), f"The encrypted content for item {item['id']} could not be verified.")
            continue
        require("id" not in item, f"Item with id '{item.get('id')}' not found. Items are not persisted when `store` is false.", 404)
        parts = item["content"]
        require(parts, "content must not be empty")
        for part in parts if isinstance(parts, list) else ():
            require(part["type"] != "input_text" or part["text"], "text must not be empty")
            require(item["role"] == "user", "Invalid value: 'input_text'. Supported values are: 'output_text' and 'refusal'.")


def chat(model: str, headers: Headers, body: Body, context: int, *, strict: bool = False, vision: bool = True) -> None:
    """Chat completions; ``strict``: as Mistral and many templates are about turns."""
    require("key=" not in json.dumps(dict(headers)), "no key in an address")
    valid(CHAT, {k: v for k, v in body.items() if k not in CHAT_EXTRAS})
    messages = body["messages"]
    turns = [m["role"] for m in messages if m["role"] not in ("system", "developer")]
    require(turns and turns[-1] == "user", "Expected last role User or Tool (or Assistant with prefix True) for serving")
    for place, message in enumerate(messages):
        unknown = set(message) - {"role", "content", "reasoning_details"}
        require(not unknown, f"Extra inputs are not permitted: {unknown}", 422)
        require(place == 0 or message["role"] not in ("system", "developer"), "System message must be at the beginning.")
        require(message["content"], "content must not be empty")
        pictures = isinstance(message["content"], list) and any(part["type"] == "image_url" for part in message["content"])
        require(vision or not pictures, "image input is not supported - hint: if this is unexpected, you may need mmproj", 500)
        for detail in message.get("reasoning_details", ()):
            require(detail.get("signature", "").startswith(f"sealed:{model}:"), "Invalid `signature` in `thinking` block")
    if strict:
        wanted = ["user", "assistant"] * len(turns)
        require(turns == wanted[: len(turns)], "Conversation roles must alternate user/assistant/user/assistant/...")
        require("top_k" not in body and "min_p" not in body, "Extra inputs are not permitted", 422)
    require(not re.match(r"o\d|gpt-[5-9]", model) or "max_tokens" not in body, "Unsupported parameter: 'max_tokens'")
    require(tokens(body) <= context, f"the request exceeds the available context size ({context} tokens)")


CHAT_EXTRAS = {
    "thinking", "enable_thinking", "chat_template_kwargs", "top_k", "min_p", "repeat_penalty", "repetition_penalty", "reasoning",
    "random_seed",
}  # fmt: skip


def messages(model: str, headers: Headers, body: Body, context: int) -> None:
    """Anthropic Messages."""
    require(headers.get("x-api-key"), "x-api-key header is required", 401)
    version = headers.get("anthropic-version", "")
    require(version in ("2023-06-01", "2026-10-21"), "anthropic-version: header is required")
    valid(MESSAGES, {k: v for k, v in body.items() if k not in ("temperature", "top_p", "top_k")})
    sampling = {"temperature", "top_p", "top_k"} & set(body)
    require(version == "2023-06-01" or not sampling, "temperature: Extra inputs are not permitted")
    number = re.search(r"-(\d)(?:-(\d))?(?!\d)", model)
    newer = number is None or (int(number[1]), int(number[2] or 0)) >= (4, 6)
    thinking = body.get("thinking", {})
    require(not (newer and thinking.get("type") == "enabled"), "thinking.type: enabled is not supported on this model")
    require(newer or thinking.get("type") != "adaptive", "thinking.type: adaptive is not supported on this model")
    require(newer or "effort" not in body.get("output_config", {}), "This model does not support effort")
    budget = thinking.get("budget_tokens")
    require(budget is None or 1_024 <= budget < body["max_tokens"], "max_tokens must be greater than thinking.budget_tokens")
    _messages_turns(body["messages"], newer=newer)
    require(tokens(body) <= context, f"prompt is too long: {tokens(body)} tokens > {context} maximum")


def _messages_turns(turns: list[dict[str, Any]], *, newer: bool) -> None:
    require(turns[0]["role"] == "user", "messages: first message must use the user role")
    require(turns[-1]["role"] == "user" or not newer, "This model does not support assistant message prefill.")
    for turn in turns:
        require(turn["content"], "messages: content must not be empty")
        for block in turn["content"] if isinstance(turn["content"], list) else ():
            require(block["type"] in ("text", "image", "document"), "Invalid `signature` in `thinking` block. The block is bound to a different conversation")
            require(block["type"] != "text" or block["text"].strip(), "messages: text content blocks must contain non-whitespace text")
            require(turn["role"] == "user" or block["type"] == "text", "document blocks are not permitted in assistant messages")
            source = block.get("source", {})
            known = ("image/jpeg", "image/png", "image/gif", "image/webp", "application/pdf")
            require(not source or source["media_type"] in known, "unsupported media_type")
            require(not source or base64.b64decode(source["data"], validate=True), "source.data is not base64")


def google(model: str, headers: Headers, body: Body, context: int) -> None:
    """Google generateContent."""
    require(headers.get("x-goog-api-key"), "API key not valid. Please pass a valid API key.")
    require(set(body) <= {"contents", "systemInstruction", "generationConfig", "safetySettings"}, f"Invalid JSON payload: {set(body)}")
    require("gemma" not in model or "systemInstruction" not in body, f"Developer instruction is not enabled for models/{model}")
    contents = body["contents"]
    require(contents[0]["role"] == "user" and contents[-1]["role"] == "user", "Please ensure that the last turn is the user's")
    for content in contents:
        require(content["role"] in ("user", "model"), "Please use a valid role: user, model.")
        require(content["parts"], "must include at least one parts field")
        for part in content["parts"]:
            require(part.get("text") or part.get("inlineData"), "must have one initialized field")
            signature = part.get("thoughtSignature")
            sealed = base64.b64encode(f"sealed:{model}".encode()).decode()
            require(signature is None or signature == sealed, "Corrupted thought signature.")
    config = body.get("generationConfig", {})
    thinking = config.get("thinkingConfig", {})
    require(len({"thinkingLevel", "thinkingBudget"} & set(thinking)) < 2, "thinking_level and thinking_budget are both set")
    require("2.5" not in model or "thinkingLevel" not in thinking, "Thinking level is not supported for this model.")
    require("gemma" not in model or not thinking, "Thinking is not enabled for this model.")
    require(tokens(body) <= context, "The input token count exceeds the maximum number of tokens allowed")


def ollama(model: str, headers: Headers, body: Body, context: int, *, thinks: bool, vision: bool) -> None:
    """Ollama's own chat: it cuts silently what does not fit, which counts as a refusal here."""
    unknown = set(body) - {"model", "messages", "stream", "options", "think", "keep_alive", "format", "tools"}
    require(not unknown, f"json: unknown field {unknown}")
    require(thinks or "think" not in body, f'"{model}" does not support thinking')
    window = body.get("options", {}).get("num_ctx")
    require(isinstance(window, int) and window <= context, "num_ctx was not set: the prompt is cut at 4,096 tokens")
    for message in body["messages"]:
        require(message["role"] in ("system", "user", "assistant"), "invalid role")
        require(vision or not message.get("images"), "this model does not support images")
        for image in message.get("images", ()):
            base64.b64decode(image, validate=True)
    require(body["messages"][-1]["role"] == "user", "the last message must be the user's")
    require(tokens(body) <= window, "the prompt was cut silently")


Rule = Callable[[str, Headers, Body, int], None]
