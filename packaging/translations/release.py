"""Make what the program loads of the .ts files: a .qm each, and the list of templates of sentences."""

import subprocess
import sysconfig
import xml.etree.ElementTree as ElementTree
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[2] / "resources" / "translations"
SENTENCES = FOLDER / "sentences.txt"


def release() -> None:
    """Make them; nothing where they are newer than what they are made of."""
    tool = Path(sysconfig.get_path("scripts")) / "pyside6-lrelease"
    for file in sorted(FOLDER.glob("*.ts")):
        made = file.with_suffix(".qm")
        if made.exists() and SENTENCES.exists() and made.stat().st_mtime >= file.stat().st_mtime:
            continue
        subprocess.run([tool, "-silent", file, "-qm", made], check=True)
        SENTENCES.write_text("\n".join(_templates(file)) + "\n", "utf-8")


def _templates(file: Path) -> list[str]:
    for context in ElementTree.parse(file).iter("context"):
        if context.findtext("name") == "Sentences":
            return [message.findtext("source") or "" for message in context.iter("message")]
    return []


if __name__ == "__main__":
    release()
