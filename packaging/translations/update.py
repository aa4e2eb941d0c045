"""Bring the translations up to date with the sources: ``make translations``.

What ``texts.py`` finds is written down as declarations that Qt's lupdate reads; it merges them into each .ts file, where
new texts wait as unfinished ones. ``release.py`` makes of them what the program loads.
"""

import subprocess
import sys
import sysconfig
import tempfile
from pathlib import Path

from release import FOLDER, release
from texts import Text, all_texts


def main() -> int:
    """Update and release; 0 when every text is translated."""
    with tempfile.TemporaryDirectory() as folder:
        declarations = Path(folder) / "texts.cpp"
        declarations.write_text("".join(map(_declared, all_texts())), "utf-8")
        tool = Path(sysconfig.get_path("scripts")) / "pyside6-lupdate"
        for file in sorted(FOLDER.glob("*.ts")):
            options = ["-no-obsolete", "-locations", "none", "-source-language", "en"]
            subprocess.run([tool, *options, declarations, "-ts", file], check=True)
    release()
    missing = sum(file.read_text("utf-8").count('type="unfinished"') for file in FOLDER.glob("*.ts"))
    print(f"{missing} texts wait for their translation." if missing else "All texts are translated.")
    return 1 if missing else 0


def _declared(text: Text) -> str:
    said = text.text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    if text.plural:
        return f'QCoreApplication::translate("{text.context}", "{said}", "", 1);\n'
    return f'QT_TRANSLATE_NOOP("{text.context}", "{said}")\n'


if __name__ == "__main__":
    sys.exit(main())
