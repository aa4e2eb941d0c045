"""Which variables the engine's process inherits: what programs need to run, and never a key."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Final

ALLOWED: Final = frozenset({
    "PATH", "HOME", "USER", "LANG", "LANGUAGE", "LC_ALL", "LC_CTYPE", "TMPDIR", "TEMP", "TMP", "TZ",
    "SYSTEMROOT", "WINDIR", "COMSPEC", "PATHEXT", "APPDATA", "LOCALAPPDATA", "PROGRAMDATA", "USERPROFILE",
    "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH",
    "CUDA_VISIBLE_DEVICES", "CUDA_PATH", "HIP_VISIBLE_DEVICES", "GGML_VK_VISIBLE_DEVICES", "VK_ICD_FILENAMES",
    "VIRTUAL_ENV",
})
PROCESSOR_ONLY: Final = "DESKCHAT_PROCESSOR_ONLY"    # set: the engine leaves graphics drivers alone
ADDED: Final = {
    "GGML_NO_BACKTRACE": "1",      # or an abort starts a debugger and waits for it
    "PYTHONSAFEPATH": "1",         # the current folder is no place to import from
    "PYTHONUNBUFFERED": "1",
    "PYTHONDONTWRITEBYTECODE": "1",
    "PYTHONUTF8": "1",
}


def for_engine(own: Mapping[str, str]) -> dict[str, str]:
    """The environment of the engine, made from the program's ``own``."""
    kept = {name: value for name, value in own.items() if name.upper() in ALLOWED}
    if own.get("PYTHONPATH"):
        # the engine runs in another folder: relative entries would lose their meaning
        entries = own["PYTHONPATH"].split(os.pathsep)
        kept["PYTHONPATH"] = os.pathsep.join(str(Path(entry).absolute()) for entry in entries)
    return kept | ADDED
