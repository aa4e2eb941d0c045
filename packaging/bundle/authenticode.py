"""Signatures for Windows, where DESKCHAT_SIGN_WINDOWS holds a certificate with its key (PKCS #12, base64).

On Windows Microsoft's signtool makes them, elsewhere osslsigncode, which is how they are tried without Windows.
"""

import base64
import os
import shutil
import tempfile
from pathlib import Path

from steps import CannotBuildError, run, say

TIMESTAMP = "http://timestamp.digicert.com"    # signed itself, so plain HTTP is what it is used with
KITS = Path("C:/Program Files (x86)/Windows Kits/10/bin")


def sign(*files: Path) -> bool:
    """Sign them in place; ``False``, with a sentence, when there is no certificate. Raises ``CannotBuildError``."""
    certificate = os.environ.get("DESKCHAT_SIGN_WINDOWS")
    if not certificate:
        say("DESKCHAT_SIGN_WINDOWS holds no certificate: nothing is signed.")
        return False
    password = os.environ.get("DESKCHAT_SIGN_WINDOWS_PASSWORD", "")
    moment = os.environ.get("DESKCHAT_SIGN_TIMESTAMP", TIMESTAMP)
    with tempfile.TemporaryDirectory() as folder:
        key = Path(folder) / "certificate.p12"
        key.touch(0o600)
        key.write_bytes(base64.b64decode(certificate))
        for file in files:
            say(f"Signing {file.name}")
            _sign(file, key, password, moment)
    return True


def _sign(file: Path, key: Path, password: str, moment: str) -> None:
    if signtool := _signtool():
        stamp = ["/tr", moment, "/td", "sha256"] if moment else []
        run([signtool, "sign", "/fd", "sha256", *stamp, "/f", str(key), "/p", password, str(file)])
    elif shutil.which("osslsigncode"):
        signed = file.with_suffix(".signed")
        stamp = ["-ts", moment] if moment else []
        command = ["osslsigncode", "sign", "-pkcs12", str(key), "-pass", password, "-n", "deskchat", "-h", "sha256", *stamp]
        run([*command, "-in", str(file), "-out", str(signed)])
        signed.replace(file)
    else:
        raise CannotBuildError("There is a certificate, but neither signtool nor osslsigncode.")


def _signtool() -> str | None:
    newest = max(KITS.glob("*/x64/signtool.exe"), default=None)
    return shutil.which("signtool") or (str(newest) if newest else None)
