"""One server on the loopback that speaks every wire, refuses what the real ones refuse, and remembers what it took."""

import base64
import json
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self

from tests.switching import rules

THOUGHT = "Secretly I ponder this."
ANSWER = "Here is the answer of {}."


@dataclass
class Kind:
    """A model of the server: what it is, and by which rules it is asked. ``context`` in tokens of the stand-in tokeniser."""

    wire: str
    context: int = 100_000
    strict: bool = False
    vision: bool = True
    thinks: bool = True


@dataclass
class StrictServer:
    """``models`` by id. ``taken``: bodies that kept the rules; ``refused``: what was broken."""

    models: dict[str, Kind]
    taken: list[dict[str, Any]] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)

    def __enter__(self) -> Self:
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                headers = {name.lower(): value for name, value in self.headers.items()}
                status, kind, answer = outer._answer(self.path, headers, body)
                self.send_response(status)
                self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)

            def log_message(self, *_: object) -> None:
                """Quiet."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._server.shutdown()
        self._server.server_close()

    @property
    def url(self) -> str:
        """Its address, without a path."""
        return f"http://127.0.0.1:{self._server.server_port}"

    def _answer(self, path: str, headers: dict[str, str], body: dict[str, Any]) -> tuple[int, str, bytes]:
        model = body.get("model") or path.rpartition("models/")[2].partition(":")[0]
        kind = self.models[model]
        try:
            rules.require("key" not in path.partition("?")[2], "the key is in the address")
            _check(kind, model, headers, body)
        except rules.BrokenRuleError as broken:
            self.refused.append(f"{model}: {broken}")
            error = {"error": {"message": str(broken), "type": "invalid_request_error", "code": broken.status}}
            return broken.status, "application/json", json.dumps(error).encode()
        self.taken.append(body)
        media = "application/x-ndjson" if kind.wire == "ollama-chat" else "text/event-stream"
        return 200, media, STREAMS[kind.wire](model)


def _check(kind: Kind, model: str, headers: dict[str, str], body: dict[str, Any]) -> None:
    match kind.wire:
        case "openai-responses":
            rules.responses(model, headers, body, kind.context)
        case "anthropic-messages":
            rules.messages(model, headers, body, kind.context)
        case "google-generate-content":
            rules.google(model, headers, body, kind.context)
        case "ollama-chat":
            rules.ollama(model, headers, body, kind.context, thinks=kind.thinks, vision=kind.vision)
        case _:
            rules.chat(model, headers, body, kind.context, strict=kind.strict, vision=kind.vision)


def _events(*values: dict[str, Any], named: bool = True) -> bytes:
    names = [f"event: {value['type']}\n" if named else "" for value in values]
    return "".join(f"{name}data: {json.dumps(value)}\n\n" for name, value in zip(names, values, strict=True)).encode()


def _responses(model: str) -> bytes:
    message = {"type": "message", "id": "msg_1", "role": "assistant", "status": "completed", "phase": "final_answer",
               "content": [{"type": "output_text", "text": ANSWER.format(model), "annotations": []}]}  # fmt: skip
    reasoning = {"type": "reasoning", "id": "rs_1", "encrypted_content": f"sealed:{model}:x",
                 "summary": [{"type": "summary_text", "text": THOUGHT}]}  # fmt: skip
    return _events(
        {"type": "response.created", "response": {"model": model, "status": "in_progress"}},
        {"type": "response.reasoning_summary_text.delta", "output_index": 0, "summary_index": 0, "delta": THOUGHT},
        {"type": "response.output_item.done", "output_index": 0, "item": reasoning},
        {"type": "response.output_text.delta", "output_index": 1, "content_index": 0, "delta": ANSWER.format(model)},
        {"type": "response.output_item.done", "output_index": 1, "item": message},
        {"type": "response.completed", "response": {"model": model, "status": "completed", "output": [reasoning, message],
                                                    "usage": {"input_tokens": 9, "output_tokens": 9}}},
    )  # fmt: skip


def _chat(model: str) -> bytes:
    detail = {"type": "reasoning.text", "index": 0, "text": THOUGHT, "signature": f"sealed:{model}:x"}
    deltas: list[dict[str, Any]] = [
        {"reasoning": THOUGHT, "reasoning_content": THOUGHT, "reasoning_details": [detail]}, {"content": ANSWER.format(model)}
    ]
    chunks = [{"model": model, "choices": [{"index": 0, "delta": delta}]} for delta in deltas]
    last = {"model": model, "choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}],
            "usage": {"prompt_tokens": 9, "completion_tokens": 9}}  # fmt: skip
    return _events(*chunks, last, named=False) + b"data: [DONE]\n\n"


def _messages(model: str) -> bytes:
    return _events(
        {"type": "message_start", "message": {"model": model, "usage": {"input_tokens": 9, "output_tokens": 1}}},
        {"type": "content_block_start", "index": 0, "content_block": {"type": "thinking", "thinking": ""}},
        {"type": "content_block_delta", "index": 0, "delta": {"type": "thinking_delta", "thinking": THOUGHT}},
        {"type": "content_block_delta", "index": 0, "delta": {"type": "signature_delta", "signature": f"sealed:{model}"}},
        {"type": "content_block_stop", "index": 0},
        {"type": "content_block_start", "index": 1, "content_block": {"type": "text", "text": ""}},
        {"type": "content_block_delta", "index": 1, "delta": {"type": "text_delta", "text": ANSWER.format(model)}},
        {"type": "content_block_stop", "index": 1},
        {"type": "message_delta", "delta": {"stop_reason": "end_turn"}, "usage": {"output_tokens": 9}},
        {"type": "message_stop"},
    )


def _google(model: str) -> bytes:
    sealed = base64.b64encode(f"sealed:{model}".encode()).decode()
    parts = [{"text": THOUGHT, "thought": True}, {"text": ANSWER.format(model), "thoughtSignature": sealed}]
    chunk = {"candidates": [{"content": {"role": "model", "parts": parts}, "finishReason": "STOP"}], "modelVersion": model,
             "usageMetadata": {"promptTokenCount": 9, "candidatesTokenCount": 9}}  # fmt: skip
    return _events(chunk, named=False)


def _ollama(model: str) -> bytes:
    lines = [
        {"model": model, "message": {"role": "assistant", "content": "", "thinking": THOUGHT}, "done": False},
        {"model": model, "message": {"role": "assistant", "content": ANSWER.format(model)}, "done": False},
        {"model": model, "message": {"role": "assistant", "content": ""}, "done": True, "done_reason": "stop",
         "prompt_eval_count": 9, "eval_count": 9},
    ]  # fmt: skip
    return "".join(json.dumps(line) + "\n" for line in lines).encode()


STREAMS = {
    "openai-responses": _responses,
    "openai-chat": _chat,
    "anthropic-messages": _messages,
    "google-generate-content": _google,
    "ollama-chat": _ollama,
}
