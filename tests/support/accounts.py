"""Throw-away accounts for tests: programs run as users of a user list that nobody else on the machine sees.

Run by root, every account has a user id of its own, so that files are private in earnest. Run by anyone else, the
accounts differ in name only. Both need bubblewrap.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
SEPARATE = os.name == "posix" and os.getuid() == 0
FIRST = 61_001
# For a server and all that it starts: they end together.
ALONE = ("--unshare-pid", "--proc", "/proc", "--die-with-parent")


class Accounts:
    """Accounts with a home each below `folder`; `run` runs a command as one of them."""

    def __init__(self, folder: Path, names: tuple[str, ...]):
        self.folder, self.names = folder, names
        folder.chmod(0o755)
        for name in names:
            self.home(name).mkdir(mode=0o700, parents=True)
            if SEPARATE:
                os.chown(self.home(name), self.uid(name), self.uid(name))
        # Without rights everybody is jovyan, as in a hub's containers: there nbgrader takes the hub's name instead.
        self._list(names if SEPARATE else ("jovyan",), folder / "passwd")
        for name in names:
            self._list((name,), folder / f"passwd.{name}")

    def home(self, name: str) -> Path:
        """Where an account's files are."""
        return self.folder / "home" / name

    def uid(self, name: str) -> int:
        """The account's user id."""
        return FIRST + self.names.index(name) if SEPARATE else os.getuid()

    def _list(self, names: tuple[str, ...], path: Path) -> None:
        own = {str(self.uid(name)) for name in names}
        kept = [x for x in Path("/etc/passwd").read_text(encoding="utf-8").splitlines() if x.split(":")[2] not in own]
        new = [f"{n}:x:{self.uid(n)}:{self.uid(n)}::{self.home(n)}:/bin/sh" for n in names]
        path.write_text("\n".join([*new, *kept, ""]), encoding="utf-8")

    def confined(self, name: str | None = None) -> list[str]:
        """What stands before a command that runs among the accounts, as `name` or as the one who runs the tests."""
        users = self.folder / ("passwd" if SEPARATE or name is None else f"passwd.{name}")
        me = ["--cap-add", "ALL"] if SEPARATE else ["--unshare-user", "--uid", str(os.getuid())]
        start = ["bwrap", *me, "--dev-bind", "/", "/", *(ALONE if name is None else ()), *self._passable()]
        start += ["--ro-bind", str(users), "/etc/passwd"]
        if name is None or not SEPARATE:
            return start
        uid = str(self.uid(name))
        return [*start, "setpriv", "--reuid", uid, "--regid", uid, "--clear-groups"]

    def _passable(self) -> list[str]:
        """Mounts that let other users reach Python, the project and the test's folder, and nothing else on the way."""
        needed = sorted({Path(p).resolve() for p in (sys.prefix, sys.base_prefix, ROOT, self.folder)})
        out, seen = [], set()
        for path in needed:
            above = list(path.parents)[::-1]
            closed = next((i for i, a in enumerate(above) if not a.stat().st_mode & 0o001), None)
            if closed is None:
                continue
            for folder in above[closed:]:
                if folder not in seen:
                    out += ["--perms", "0755", "--dir" if folder != above[closed] else "--tmpfs", str(folder)]
                    seen.add(folder)
            out += ["--bind", str(path), str(path)]
        return out

    def environment(self, name: str, **more: str) -> dict[str, str]:
        """A fresh environment, as at a login."""
        path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
        return {"HOME": str(self.home(name)), "USER": name, "LANG": "C.UTF-8", "PATH": path, **more}

    def run(self, name: str, *command: str, cwd: Path | None = None, **more: str) -> subprocess.CompletedProcess:
        """Run a command to its end as an account; `more` goes into its environment."""
        return subprocess.run(
            [*self.confined(name), *command], cwd=cwd or self.home(name), env=self.environment(name, **more),
            capture_output=True, text=True, encoding="utf-8", timeout=300,
        )  # fmt: skip


def missing(alone: tuple[str, ...] = ()) -> str:
    """Why accounts cannot be had here; "" if they can. With ALONE: for servers."""
    if not shutil.which("bwrap") or (SEPARATE and not shutil.which("setpriv")):
        return "accounts for the test need bubblewrap (and setpriv, run as root)"
    me = [] if SEPARATE else ["--unshare-user", "--uid", str(os.getuid())]
    tried = subprocess.run(["bwrap", *me, "--dev-bind", "/", "/", *alone, "true"], capture_output=True, text=True)
    return f"bubblewrap does not work here: {tried.stderr.strip()}" if tried.returncode else ""
