"""Exports of other programs, written by hand after what is known of them."""

import io
import json
import zipfile
from pathlib import Path
from typing import Any

from deskchat.chat.message import Role
from deskchat.chat.parts import FilePart, ImagePart, ReasoningPart, TextPart, ToolPart
from deskchat.exchange import source
from deskchat.exchange.found import Found
from tests.exchange.conftest import Kept
from tests.faults.cases import case

PNG = b"\x89PNG\r\n\x1a\n" + b"picture"


def said(role: str, *parts: Any, kind: str = "text", **more: Any) -> dict[str, Any]:
    return {"author": {"role": role}, "content": {"content_type": kind, "parts": list(parts)}, **more}


def node(parent: str | None, message: dict[str, Any] | None) -> dict[str, Any]:
    return {"parent": parent, "message": message}


CHATGPT = {
    "id": "one",
    "title": "Walnuts",
    "create_time": 1700000000.5,
    "update_time": 1700000100,
    "current_node": "first",
    "mapping": {
        "root": node(None, None),
        "system": node("root", said("system", "")),
        "ask": node("system", said("user", {"asset_pointer": "file-service://file-abc"}, "What?", kind="multimodal_text")),
        "first": node("ask", said("assistant", "A nut.", metadata={"model_slug": "gpt-4o"})),
        "again": node("ask", said("assistant", "A tree.", metadata={"model_slug": "o3"})),
        "call": node("again", said("assistant", "print(1)", recipient="python")),
    },
}
CLAUDE: dict[str, Any] = {
    "uuid": "two",
    "name": "Letters",
    "created_at": "2025-01-02T03:04:05Z",
    "chat_messages": [
        {
            "uuid": "a",
            "sender": "human",
            "content": [{"type": "text", "text": "Read"}],
            "attachments": [{"file_name": "a.txt", "file_type": "txt", "extracted_content": "inside"}],
        },
        {"uuid": "b", "sender": "assistant", "content": [{"type": "thinking", "thinking": "hm"}, {"type": "text", "text": "Done"}]},
    ],
}
OPEN_WEBUI = {
    "id": "three",
    "title": "Tea",
    "chat": {
        "history": {
            "currentId": "r",
            "messages": {
                "q": {"parentId": None, "role": "user", "content": "Green?", "timestamp": 1700000000},
                "r": {"parentId": "q", "role": "assistant", "content": "Yes", "modelName": "Llama"},
                "s": {"parentId": "q", "role": "assistant", "content": "No", "model": "llama3"},
            },
        }
    },
}
LM_STUDIO = {
    "name": "Stars",
    "createdAt": 1700000000000,
    "systemPrompt": "Be brief.",
    "messages": [
        {"versions": [{"role": "user", "content": [{"type": "text", "text": "Far?"}]}], "currentlySelected": 0},
        {
            "currentlySelected": 0,
            "versions": [
                {
                    "role": "assistant",
                    "senderInfo": {"senderName": "qwen"},
                    "steps": [{"type": "contentBlock", "content": [{"type": "text", "text": answer}]}],
                }
                for answer in ("Very.", "Quite.")
            ],
        },
    ],
}
CHERRY = {
    "version": 5,
    "localStorage": {
        "persist:cherry-studio": json.dumps(
            {"assistants": json.dumps({"assistants": [{"topics": [{"id": "t", "name": "Soup"}]}]}), "llm": '"sk-CANARY"'}
        )
    },
    "indexedDB": {
        "topics": [{"id": "t", "messages": [{"id": "q", "role": "user"}, {"id": "r", "role": "assistant", "askId": "q"}]}],
        "message_blocks": [
            {"messageId": "q", "type": "main_text", "content": "Hot?"},
            {"messageId": "r", "type": "thinking", "content": "steam"},
            {"messageId": "r", "type": "main_text", "content": "Hot."},
        ],
    },
}


def found(path: Path, content: bytes, name: str = "export") -> Found:
    file = path / name
    file.write_bytes(content)
    (one,) = source.conversations(file)
    assert isinstance(one, Found)
    return one


def zipped(files: dict[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return packed.getvalue()


def test_chatgpt_keeps_branches_models_and_pictures(tmp_path: Path) -> None:
    packed = zipped({"x/conversations.json": json.dumps([CHATGPT]).encode(), "x/file-abc-cat.png": PNG})
    one = found(tmp_path, packed)
    talk = one.conversation
    assert one.notes == ()
    assert (talk.title, len(talk.nodes), talk.created_at.year) == ("Walnuts", 4, 2023)
    ask, first = talk.branch()
    assert ask.message.parts == (ImagePart("file-abc-cat.png", "image/png", PNG), TextPart("What?"))
    assert (first.message.text, str(first.message.model)) == ("A nut.", "openai/gpt-4o")
    assert [str(n.message.model) for n in talk.siblings(first.id)] == ["openai/gpt-4o", "openai/o3"]
    assert talk.nodes[-1].message.parts == (ToolPart("python", "print(1)"),)


def test_a_picture_that_is_not_in_the_export_is_told(tmp_path: Path) -> None:
    one = found(tmp_path, json.dumps([CHATGPT]).encode())
    assert len(one.notes) == 1
    assert one.conversation.branch()[0].message.text == "[file-abc]What?"


def test_claude_keeps_thoughts_and_attachments(tmp_path: Path) -> None:
    talk = found(tmp_path, json.dumps([CLAUDE]).encode()).conversation
    ask, reply = talk.branch()
    assert ask.message.parts == (TextPart("Read"), FilePart("a.txt", "txt", "inside"))
    assert reply.message.parts == (ReasoningPart("hm"), TextPart("Done"))
    assert talk.created_at.isoformat() == "2025-01-02T03:04:05+00:00"


def test_open_webui_keeps_branches(tmp_path: Path) -> None:
    talk = found(tmp_path, json.dumps([OPEN_WEBUI]).encode()).conversation
    assert [n.message.text for n in talk.branch()] == ["Green?", "Yes"]
    assert [n.message.model_name for n in talk.siblings(talk.leaf or "")] == ["Llama", "llama3"]


def test_lm_studio_keeps_versions_and_the_system_prompt(tmp_path: Path) -> None:
    talk = found(tmp_path, json.dumps(LM_STUDIO).encode(), "1.conversation.json").conversation
    assert [n.message.text for n in talk.branch()] == ["Far?", "Very."]
    assert (len(talk.nodes), talk.system, talk.nodes[-1].message.model_name) == (3, "Be brief.", "qwen")


def test_jan_is_read_from_its_folder_and_from_an_archive(tmp_path: Path) -> None:
    thread = json.dumps({"id": "t", "title": "Rain", "created": 1700000000}).encode()
    lines = [
        {"id": str(n), "role": role, "content": [{"type": "text", "text": {"value": words}}]}
        for n, (role, words) in enumerate([("user", "Wet?"), ("assistant", "Wet.")])
    ]
    messages = "\n".join(map(json.dumps, lines)).encode()
    (tmp_path / "messages.jsonl").write_bytes(messages)
    plain = found(tmp_path, thread, "thread.json").conversation
    assert [(n.message.role, n.message.text) for n in plain.branch()] == [(Role.USER, "Wet?"), (Role.ASSISTANT, "Wet.")]
    assert found(tmp_path, zipped({"a/thread.json": thread, "a/messages.jsonl": messages})).conversation == plain


@case(79, 124)
def test_cherry_studio_gives_topics_and_no_settings(tmp_path: Path) -> None:
    talk = found(tmp_path, zipped({"data.json": json.dumps(CHERRY).encode()})).conversation
    assert talk.title == "Soup"
    assert [n.message.text for n in talk.branch()] == ["Hot?", "Hot."]
    assert "CANARY" not in repr(talk)


@case(123)
async def test_all_are_imported_once(kept: Kept, tmp_path: Path) -> None:
    for name, content in {"a": [CHATGPT], "b": [CLAUDE], "c": [OPEN_WEBUI], "d": LM_STUDIO, "e": CHERRY}.items():
        (tmp_path / name).write_text(json.dumps(content))
    files = [tmp_path / name for name in "abcde"]
    assert (await kept.exchange.take(files)).added == 5
    again = await kept.exchange.take(files)
    assert (again.added, again.extended, again.known, again.messages) == (0, 0, 5, 0)
