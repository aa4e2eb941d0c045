"""A bare Debian to install a package in: made once by debootstrap, kept outside the checkout, never written to."""

import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path

CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "deskchat" / "roots"
OFFLINE = ("unshare", "--net")    # not even a loopback: what runs behind it can reach nobody
INSTALL_S = 300


def missing() -> str:
    """Why no such root can be had here, or ``""``."""
    if os.geteuid() != 0:
        return "only root may make another root"
    for program in ("debootstrap", "chroot", "unshare", "mount"):
        if shutil.which(program) is None:
            return f"{program} is not installed"
    if subprocess.run([*OFFLINE, "true"], capture_output=True, check=False).returncode:
        return "this machine gives no network namespaces"
    return ""


class Root:
    """A Debian that is thrown away afterwards."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def run(
        self, *command: str, offline: bool = False, timeout: float = INSTALL_S, environment: Mapping[str, str] | None = None
    ) -> str:
        """Run a command in it and return what it prints; its failure fails the test with all it said."""
        done = subprocess.run(
            self.command(*command, offline=offline),
            capture_output=True, text=True, timeout=timeout, check=False, env=self.environment(**(environment or {})),
        )    # fmt: skip
        assert done.returncode == 0, f"{' '.join(command)}: {done.returncode}\n{done.stdout[-3000:]}\n{done.stderr[-3000:]}"
        return done.stdout

    def command(self, *command: str, offline: bool = False) -> list[str]:
        """The same command as the machine outside starts it."""
        return [*(OFFLINE if offline else ()), "chroot", str(self.path), *command]

    def environment(self, **more: str) -> dict[str, str]:
        """A plain one."""
        return {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "HOME": "/root", "LANG": "C.UTF-8", "DEBIAN_FRONTEND": "noninteractive"} | more

    def install(self, package: Path) -> None:
        """As a person does it: apt fetches what the package needs, and nothing that it only recommends."""
        shutil.copyfile(package, self.path / "tmp" / package.name)
        self.run("apt-get", "install", "-y", "-qq", "--no-install-recommends", f"/tmp/{package.name}")
        (self.path / "tmp" / package.name).unlink()

    def files(self) -> set[str]:
        """All there is, but for what apt keeps for itself and what is mounted."""
        own = ("./proc", "./dev", "./tmp", "./var/cache", "./var/lib/apt", "./var/lib/dpkg", "./var/log", "./root")
        prune = [word for folder in own for word in ("-path", folder, "-o")][:-1]
        command = ["find", ".", "(", *prune, ")", "-prune", "-o", "-print"]
        return set(subprocess.run(command, cwd=self.path, capture_output=True, text=True, check=True).stdout.splitlines())


@contextmanager
def bare(suite: str, work: Path) -> Iterator[Root]:
    """A Debian of that name, with the machine's ``/tmp`` in it: screens and buses have their sockets there."""
    for folder in ("changes", "work", "root"):
        (work / folder).mkdir(parents=True)
    root = work / "root"
    layers = f"lowerdir={_made(suite)},upperdir={work / 'changes'},workdir={work / 'work'}"
    packages = CACHE / "packages" / suite
    packages.mkdir(parents=True, exist_ok=True)
    with ExitStack() as mounts:
        mounts.enter_context(_mounted(["-t", "overlay", "overlay", "-o", layers], root))
        mounts.enter_context(_mounted(["-t", "proc", "proc"], root / "proc"))
        mounts.enter_context(_mounted(["--bind", "/dev"], root / "dev"))
        mounts.enter_context(_mounted(["--bind", "/tmp"], root / "tmp"))
        mounts.enter_context(_mounted(["--bind", str(packages)], root / "var" / "cache" / "apt" / "archives"))
        shutil.copyfile("/etc/resolv.conf", root / "etc" / "resolv.conf")
        (root / "etc" / "apt" / "apt.conf.d" / "90test").write_text('APT::Sandbox::User "root";\n')
        made = Root(root)
        made.run("apt-get", "update", "-qq")
        yield made


def _made(suite: str) -> Path:
    folder = CACHE / suite
    if not folder.is_dir():
        making = CACHE / f"{suite}.making"
        shutil.rmtree(making, ignore_errors=True)
        making.parent.mkdir(parents=True, exist_ok=True)
        command = ["debootstrap", "--variant=minbase", "--include=ca-certificates", suite, str(making)]
        subprocess.run(command, check=True, capture_output=True, timeout=900)
        making.rename(folder)
    return folder


@contextmanager
def _mounted(what: list[str], where: Path) -> Iterator[None]:
    where.mkdir(parents=True, exist_ok=True)
    subprocess.run(["mount", *what, str(where)], check=True)
    try:
        yield
    finally:
        subprocess.run(["umount", "--lazy", str(where)], check=True)


def display(environment: Mapping[str, str]) -> dict[str, str]:
    """What a program in the root must know of the screen and the buses outside."""
    names = ("DISPLAY", "DBUS_SESSION_BUS_ADDRESS", "XDG_RUNTIME_DIR", "QT_LINUX_ACCESSIBILITY_ALWAYS_ON", "QT_QPA_PLATFORM", "HOME")
    return {name: environment[name] for name in names}
