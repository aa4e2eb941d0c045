"""What is packed for Windows and macOS, as far as it can be told without them."""

import base64
import json
import plistlib
import re
import shutil
import struct
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "packaging" / "bundle"))    # a program, not a package

import appimage
import authenticode
import bill_of_materials
import icons
import mac
import steps
import systems
import windows
from PySide6.QtGui import QImage

SIGNING = ("osslsigncode", "makensis", "openssl")


def test_windows_has_a_second_program_for_the_terminal() -> None:
    assert [(one.name, one.console) for one in systems.programs("win32")] == [("deskchat", False), ("deskchat-cli", True)]
    assert [one.name for one in systems.programs("darwin")] == ["deskchat"]
    assert [one.name for one in systems.programs("linux")] == ["deskchat"]


def test_each_system_gets_its_own_keyrings_and_no_other() -> None:
    assert "keyring.backends.Windows" in systems.keyrings("win32")
    assert "keyring.backends.macOS" in systems.keyrings("darwin")
    assert "keyring.backends.SecretService" in systems.keyrings("linux")
    assert "keyring.backends.SecretService" not in systems.keyrings("win32")


def test_all_that_comes_with_the_program_is_packed_but_models(tmp_path: Path) -> None:
    for name in ("updates.toml", "icons/one.svg", "icons/deep/two.svg", "models/small.toml", "models/small.gguf", "models/small.sha256", "translations/x.ts"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    packed = {f"{folder}/{Path(file).name}" for file, folder in systems.resources(tmp_path)}
    assert packed == {
        f"deskchat/resources/{name}" for name in ("updates.toml", "icons/one.svg", "icons/deep/two.svg", "models/small.toml")
    }


def test_the_engines_files_are_taken_by_their_system(tmp_path: Path) -> None:
    for name in ("llama.dll", "ggml-cpu-zen4.dll", "ggml-vulkan.dll", "llama-common.dll", "llama.lib", "libllama.dylib", "libllama-common.dylib"):
        (tmp_path / name).touch()
    assert [file.name for file in systems.engine("win32", tmp_path)] == ["ggml-cpu-zen4.dll", "ggml-vulkan.dll", "llama.dll"]
    assert [file.name for file in systems.engine("darwin", tmp_path)] == ["libllama.dylib"]


def test_libraries_of_qt_that_nobody_needs_stay_out() -> None:
    assert systems.is_unused("PySide6\\opengl32sw.dll")
    assert systems.is_unused("PySide6\\plugins\\platforms\\qminimal.dll")
    assert systems.is_unused("PySide6/Qt/plugins/platforms/libqminimal.dylib")
    assert not systems.is_unused("PySide6\\plugins\\platforms\\qwindows.dll")
    assert not systems.is_unused("PySide6\\plugins\\platforms\\qoffscreen.dll")
    assert not systems.is_unused("PySide6\\plugins\\imageformats\\qjpeg.dll")


def test_the_program_says_its_version_to_windows(tmp_path: Path) -> None:
    told = systems.program_options("win32", tmp_path, tmp_path)
    resource = Path(told["version"]).read_text()
    assert steps.version() in resource
    compile(resource, "version", "eval")
    assert systems.program_options("linux", tmp_path, tmp_path) == {}


def test_the_icons_hold_every_size(tmp_path: Path) -> None:
    icons.ico(tmp_path / "icon.ico")
    icon = (tmp_path / "icon.ico").read_bytes()
    count = struct.unpack_from("<HHH", icon)[2]
    entries = [struct.unpack_from("<BBBBHHII", icon, 6 + 16 * index) for index in range(count)]
    assert [entry[0] or 256 for entry in entries] == list(icons.ICO_SIZES)
    for entry in entries:
        picture = QImage.fromData(icon[entry[7] : entry[7] + entry[6]])
        assert picture.width() == (entry[0] or 256)
    icons.icns(tmp_path / "icon.icns")
    icon = (tmp_path / "icon.icns").read_bytes()
    assert icon[:4] == b"icns"
    assert struct.unpack(">I", icon[4:8])[0] == len(icon)
    at, found = 8, {}
    while at < len(icon):
        name, length = struct.unpack_from(">4sI", icon, at)
        found[name] = QImage.fromData(icon[at + 8 : at + length]).width()
        at += length
    assert found == icons.ICNS_SIZES


def test_a_mac_is_told_of_files_and_of_no_links() -> None:
    told = plistlib.loads(plistlib.dumps(mac.info()))
    assert "CFBundleURLTypes" not in told
    assert {one["LSHandlerRank"] for one in told["CFBundleDocumentTypes"]} == {"Alternate"}
    declared = [*told["UTImportedTypeDeclarations"], *told["UTExportedTypeDeclarations"]]
    endings = [ending for one in declared for ending in one["UTTypeTagSpecification"]["public.filename-extension"]]
    assert endings == ["gguf", "deskchat.json"]
    assert {one["UTTypeIdentifier"] for one in declared} == {
        kind for one in told["CFBundleDocumentTypes"] for kind in one["LSItemContentTypes"]
    }
    allowed = plistlib.loads(mac.ENTITLEMENTS.read_bytes())
    assert list(allowed) == ["com.apple.security.cs.allow-unsigned-executable-memory"], "nothing else is let through"


class Mac:
    """A Mac's tools, noted and not run."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.ran: list[list[str]] = []
        monkeypatch.setattr(mac, "run", self._run)

    def _run(self, command: list[str], *_: object, **__: object) -> str:
        self.ran.append(command)
        return ""

    def signed(self) -> list[str]:
        return [Path(command[-1]).name for command in self.ran if command[0] == "codesign" and "--sign" in command]


@pytest.fixture
def app(tmp_path: Path) -> Path:
    app = tmp_path / "deskchat.app"
    (app / "Contents" / "Frameworks").mkdir(parents=True)
    (app / "Contents" / "Frameworks" / "libllama.dylib").touch()
    (app / "Contents" / "Frameworks" / "libllama.0.dylib").symlink_to("libllama.dylib")
    return app


def test_a_macs_program_is_signed_from_the_inside_out(app: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    machine = Mac(monkeypatch)
    monkeypatch.setenv("DESKCHAT_SIGN_MAC", "Developer ID Application: Nobody")
    monkeypatch.setenv("DESKCHAT_NOTARY", "stored")
    mac.sign(app)
    assert machine.signed() == ["libllama.dylib", "deskchat.app"], "each once, links not at all"
    (hardened,) = (command for command in machine.ran if "--entitlements" in command)
    assert hardened[-1] == str(app)
    made = mac.disk_image(app, tmp_path / "work", tmp_path)
    assert made.name.endswith(".dmg")
    assert (tmp_path / "work" / "dmg" / "Applications").readlink() == Path("/Applications")
    assert (tmp_path / "work" / "dmg" / "deskchat.app" / "Contents" / "Frameworks" / "libllama.0.dylib").is_symlink()
    assert [command[1] for command in machine.ran if command[0] == "xcrun"] == ["notarytool", "stapler"]


def test_without_secrets_a_mac_gets_an_image_that_says_it_is_not_signed(
    app: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    machine = Mac(monkeypatch)
    monkeypatch.delenv("DESKCHAT_SIGN_MAC", raising=False)
    mac.sign(app)
    mac.disk_image(app, tmp_path / "work", tmp_path)
    assert [command[0] for command in machine.ran] == ["hdiutil"]
    assert "not notarised" in capsys.readouterr().out


def test_the_archive_for_windows_is_the_same_whenever_it_is_made(tmp_path: Path) -> None:
    frozen = tmp_path / "frozen"
    (frozen / "_internal").mkdir(parents=True)
    (frozen / "deskchat.exe").write_text("program")
    (frozen / "_internal" / "a.dll").write_text("library")
    made = []
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        made.append(windows.archive(frozen, tmp_path / name))
        (frozen / "deskchat.exe").touch()
    assert made[0].read_bytes() == made[1].read_bytes()
    folder = f"deskchat-{steps.version()}-x64"
    assert zipfile.ZipFile(made[0]).namelist() == [f"{folder}/_internal/a.dll", f"{folder}/deskchat.exe"]


def test_the_bill_of_materials_names_what_uv_does_not_know() -> None:
    told: dict[str, Any] = {"components": [{"name": "apsw"}], "metadata": {"timestamp": "now"}, "serialNumber": "by chance"}
    whole = bill_of_materials.completed(told)
    assert {"apsw", "Qt", "CPython", "llama.cpp", steps.starter_model().name} == {one["name"] for one in whole["components"]}
    assert whole == bill_of_materials.completed({**told, "serialNumber": "by another chance"})
    assert json.loads(json.dumps(whole))["serialNumber"].startswith("urn:uuid:")


def test_every_action_of_others_is_pinned_to_one_commit() -> None:
    for file in (steps.CHECKOUT / ".github" / "workflows").glob("*.yml"):
        used = re.findall(r"uses: (\S+)", file.read_text())
        assert used
        for action in used:
            assert re.fullmatch(r"[\w/-]+@[0-9a-f]{40}", action), f"{file.name}: {action}"


def test_the_image_follows_the_runtime_in_an_appimage(tmp_path: Path) -> None:
    (tmp_path / "runtime").write_text("#!/bin/sh\necho it runs\nexit\n")
    (tmp_path / "deskchat-1.squashfs").write_bytes(b"hsqs and more")
    made = appimage.build(tmp_path / "deskchat-1.squashfs", tmp_path / "runtime")
    assert made.name == "deskchat-1.AppImage"
    assert made.read_bytes().endswith(b"exit\nhsqs and more")
    assert subprocess.run([made], capture_output=True, text=True, check=True).stdout == "it runs\n"


def test_a_runtime_that_was_exchanged_is_not_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "tools").mkdir()
    exchanged = tmp_path / "tools" / f"appimage-runtime-{appimage.VERSION}.part"
    monkeypatch.setattr(appimage, "CACHE", tmp_path)
    monkeypatch.setattr("model_files.download", lambda _address, partial: partial.write_bytes(b"another"))
    with pytest.raises(steps.CannotBuildError, match="not the file that was looked at"):
        appimage.runtime()
    assert not exchanged.exists()


@pytest.mark.skipif(not all(map(shutil.which, SIGNING)), reason=f"needs {', '.join(SIGNING)}")
def test_an_installer_is_signed_when_there_is_a_certificate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "frozen").mkdir()
    (tmp_path / "frozen" / "deskchat.exe").write_text("program")
    setup = windows.installer(tmp_path / "frozen", tmp_path)
    assert authenticode.sign(setup) is False
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    make = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=deskchat test", "-addext", "extendedKeyUsage=codeSigning"]
    subprocess.run([*make, "-keyout", str(key), "-out", str(certificate)], check=True, capture_output=True)
    pack = ["openssl", "pkcs12", "-export", "-inkey", str(key), "-in", str(certificate), "-passout", "pass:secret", "-out", f"{tmp_path}/both.p12"]
    subprocess.run(pack, check=True, capture_output=True)
    monkeypatch.setenv("DESKCHAT_SIGN_WINDOWS", base64.b64encode((tmp_path / "both.p12").read_bytes()).decode())
    monkeypatch.setenv("DESKCHAT_SIGN_WINDOWS_PASSWORD", "secret")
    monkeypatch.setenv("DESKCHAT_SIGN_TIMESTAMP", "")
    assert authenticode.sign(setup)
    verify = ["osslsigncode", "verify", "-CAfile", str(certificate), "-in", str(setup)]
    told = subprocess.run(verify, capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stdout + told.stderr
    assert "deskchat test" in told.stdout


def test_the_workflows_are_sound() -> None:
    """Their own checker finds nothing in them (https://github.com/rhysd/actionlint)."""
    checker = shutil.which("actionlint")
    if checker is None:
        pytest.skip("actionlint is not installed")
    files = sorted((steps.CHECKOUT / ".github" / "workflows").glob("*.yml"))
    assert [file.name for file in files] == ["ci.yml", "release.yml"]
    done = subprocess.run([checker, *files], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
