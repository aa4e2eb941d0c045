"""What people on a Mac download: a disk image with the program to drag to their applications.

The program is signed with the hardened runtime where DESKCHAT_SIGN_MAC names an identity ("Developer ID Application: …"),
and notarised where DESKCHAT_NOTARY names a profile that `xcrun notarytool store-credentials` has stored. Without them the
signature is PyInstaller's ad-hoc one, and macOS lets the person open it only by "Open Anyway" in its privacy settings.
"""

import os
import platform
import shutil
from pathlib import Path
from typing import Any

from steps import APP_ID, CHECKOUT, run, say, version

ENTITLEMENTS = CHECKOUT / "packaging" / "macos" / "entitlements.plist"
OLDEST = "14.0"    # Qt's
GGUF, EXPORT = f"{APP_ID}.gguf", f"{APP_ID}.export"


def info() -> dict[str, Any]:
    """What Info.plist says beside what PyInstaller writes: files it may be asked to open, no URL scheme."""
    return {
        "CFBundleName": "deskchat",
        "CFBundleDisplayName": "deskchat",
        "CFBundleShortVersionString": version(),
        "CFBundleVersion": version(),
        "LSMinimumSystemVersion": OLDEST,
        "LSApplicationCategoryType": "public.app-category.productivity",
        "NSHighResolutionCapable": True,
        "NSRequiresAquaSystemAppearance": False,
        "NSHumanReadableCopyright": "The deskchat contributors, MIT licence",
        "CFBundleLocalizations": ["en", "fr"],    # what the window speaks
        "CFBundleDocumentTypes": [
            _document("Language model", GGUF),
            _document("Conversations of deskchat", EXPORT),
        ],
        "UTImportedTypeDeclarations": [_kind(GGUF, "Language model", ["gguf"], "public.data")],
        "UTExportedTypeDeclarations": [_kind(EXPORT, "Conversations of deskchat", ["deskchat.json"], "public.json")],
    }


def sign(app: Path) -> None:
    """Sign what is inside first: libraries, then the program, then the folder."""
    identity = os.environ.get("DESKCHAT_SIGN_MAC")
    if not identity:
        say("DESKCHAT_SIGN_MAC names no identity: the program is signed for no one.")
        return
    say("Signing")
    command = ["codesign", "--force", "--timestamp", "--options", "runtime", "--sign", identity]
    inside = [path for path in sorted(app.rglob("*")) if path.suffix in (".so", ".dylib") and not path.is_symlink()]
    for library in inside:
        run([*command, str(library)])
    run([*command, "--entitlements", str(ENTITLEMENTS), str(app)])
    run(["codesign", "--verify", "--deep", "--strict", str(app)])


def disk_image(app: Path, work: Path, output: Path) -> Path:
    """``deskchat-VERSION-ARCH.dmg``."""
    made = output / f"deskchat-{version()}-{platform.machine()}.dmg"
    say(f"Packing {made.name}")
    staging = work / "dmg"
    shutil.rmtree(staging, ignore_errors=True)
    staging.mkdir(parents=True)
    shutil.copytree(app, staging / app.name, symlinks=True)    # as it was signed: links stay links
    (staging / "Applications").symlink_to("/Applications")
    shutil.copyfile(CHECKOUT / "LICENSE", staging / "LICENSE.txt")
    command = ["hdiutil", "create", "-volname", f"deskchat {version()}", "-srcfolder", str(staging)]
    run([*command, "-fs", "HFS+", "-format", "ULMO", "-ov", str(made)])
    _notarise(made)
    return made


def _notarise(image: Path) -> None:
    identity, profile = os.environ.get("DESKCHAT_SIGN_MAC"), os.environ.get("DESKCHAT_NOTARY")
    if identity:
        run(["codesign", "--timestamp", "--sign", identity, str(image)])
    if not identity or not profile:
        say("The image is not notarised.")
        return
    say("Waiting for Apple's notary")
    run(["xcrun", "notarytool", "submit", str(image), "--keychain-profile", profile, "--wait"])
    run(["xcrun", "stapler", "staple", str(image)])
    run(["spctl", "--assess", "--type", "open", "--context", "context:primary-signature", str(image)])


def _document(name: str, kind: str) -> dict[str, Any]:
    """It can open these; what opens them by default stays as it is."""
    described = {"CFBundleTypeName": name, "CFBundleTypeRole": "Viewer", "LSHandlerRank": "Alternate"}
    return {**described, "LSItemContentTypes": [kind]}


def _kind(identifier: str, name: str, endings: list[str], above: str) -> dict[str, Any]:
    return {
        "UTTypeIdentifier": identifier,
        "UTTypeDescription": name,
        "UTTypeConformsTo": [above],
        "UTTypeTagSpecification": {"public.filename-extension": endings},
    }
