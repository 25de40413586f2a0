"""Where the gradebook of a class is: named once with `grade --db`, found again later, its password kept nowhere."""

from __future__ import annotations

import os
import traceback
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError
from traitlets.config import Config, PyFileConfigLoader

NAME = "gradebook_address.txt"
FORM = "an address is like postgresql+psycopg://USER@HOST/NAME, its password in ~/.pgpass"
_SECRET = ("password", "sslpassword")


def url(out: Path) -> str:
    """Where a course folder's gradebook is: as typed when it was graded, as nbgrader_config.py says, or in it."""
    if not out.is_dir():
        what = "is not a folder" if out.exists() else "does not exist"
        raise ValueError(f"{out} {what}: name the course folder that `grade` or `build --course` made")
    named = configured(out).CourseDirectory.get("db_url")
    return remembered(out) or (_placed(named, out) if named else f"sqlite:///{(out / 'gradebook.db').resolve()}")


def configured(course: Path | None) -> Config:
    """What the nbgrader_config.py of a course folder says; nothing where there is none."""
    path = (course or Path()) / "nbgrader_config.py"
    if course is None or not path.exists():
        return Config()
    # The course's settings leave the grading seed in the environment, for nbgrader; here the run has its own.
    before = os.environ.get("MLPKIT_GRADING_SEED")
    try:
        return PyFileConfigLoader(path.name, path=str(path.parent.resolve())).load_config()
    except Exception as error:  # whatever its code raises
        line = error.lineno if isinstance(error, SyntaxError) else _line_in(path, error)
        where = f"{path}, line {line}" if line else str(path)
        said = f"{type(error).__name__}: {error.msg if isinstance(error, SyntaxError) else error}"
        raise ValueError(f"{where}: {said}. Fix that, and run the command again") from None
    finally:
        os.environ.pop("MLPKIT_GRADING_SEED", None)
        if before is not None:
            os.environ["MLPKIT_GRADING_SEED"] = before


def _line_in(path: Path, error: Exception) -> int | None:
    """The last line of a file on the way to an error."""
    frames = traceback.extract_tb(error.__traceback__)
    return next((f.lineno for f in reversed(frames) if Path(f.filename).resolve() == path.resolve()), None)


def remembered(out: Path) -> str | None:
    """The address that was typed when the class in this folder was last graded; None where none was."""
    path = out / NAME
    text = path.read_text(encoding="utf-8").strip() if path.is_file() else ""
    return _placed(text, out) if text else None


def remember(out: Path, address: str) -> None:
    """Keep an address for later commands, without its password; of a file in the folder, its place there."""
    path, parts = out / NAME, _bare(address)
    file = Path(parts.database or "")
    if parts.get_backend_name() == "sqlite" and file.is_relative_to(out.resolve()):
        parts = parts.set(database=file.relative_to(out.resolve()).as_posix())
    path.write_text(parts.render_as_string() + "\n", encoding="utf-8")
    path.chmod(0o600)


def _placed(address: str, out: Path) -> str:
    """The address, where a file without its whole path lies in the course folder: that may be moved."""
    try:
        parts = make_url(address)
    except ArgumentError:
        return address
    if parts.get_backend_name() != "sqlite" or not parts.database or Path(parts.database).is_absolute():
        return address
    return f"sqlite:///{(out / parts.database).resolve()}"


def to_read(course: Path, typed: str | None, say: Callable[[str], None]) -> str:
    """The database to read marks from: the one typed, or the course's. Says when these are two."""
    usual = url(course)
    if typed and not same(typed, usual):
        say(f"the gradebook of {course} is {shown(usual)}; {shown(typed)} is read, as --db says")
    return typed or usual


def to_write(out: Path, typed: str | None, begun: bool, resume: bool) -> tuple[str, list[str]]:
    """(the database to grade into, lines about it): the one typed, or the course's. `begun`: results are there.

    Raises ValueError for a run that would end in another gradebook than the one it began in.
    """
    usual, lines = url(out), []
    if typed and begun and not same(typed, usual):
        if resume:
            raise ValueError(
                f"{out} was graded into {shown(usual)}, and --resume continues there: omit --db. To grade all into "
                f"{shown(typed)}, omit --resume"
            )
        lines.append(f"the gradebook was {shown(usual)}; it is {shown(typed)} now, for `report` and `export` too")
    if typed and has_password(typed):
        lines.append(
            "the password of the gradebook's database is not kept: put it in ~/.pgpass, or type --db again for "
            "`report` and `export`"
        )
    return typed or usual, lines


def same(one: str, other: str) -> bool:
    """Whether two addresses are of one database, whatever password they say."""
    return _bare(one) == _bare(other)


def has_password(address: str) -> bool:
    """Whether a password stands in the address."""
    return _parsed(address) != _bare(address)


def shown(address: str) -> str:
    """The address as it may be printed; of a file, the path."""
    parts = _parsed(address)
    if parts.get_backend_name() == "sqlite":
        return parts.database or ""
    return _bare(address).set(password=parts.password).render_as_string(hide_password=True)


def trouble(error: SQLAlchemyError, address: str = "") -> str:
    """What a database said, in one line, and what to do."""
    what = str(getattr(error, "orig", None) or error).strip().splitlines()[0].rstrip(".")
    if "locked" in what:
        then = "Another program is writing to it: wait for it, or end it (Formgrader, nbgrader, a second `grade`)"
    elif "not a database" in what or "malformed" in what:
        then = "Put it back from a backup; without one, move it away and grade again: marks by hand were in it"
    elif "readonly" in what or "unable to open" in what:
        then = "Look whether its folder is there, and whether you may write to both"
    else:
        then = "Fix that" if address.startswith("sqlite") or not address else f"Is the server running? {FORM}"
    return f"the gradebook{f' {shown(address)}' * bool(address)}: {what}. {then}"


def is_missing(address: str) -> bool:
    """Whether it names a file that is not there; of a server that is known only when it is asked."""
    parts = _parsed(address)
    return parts.get_backend_name() == "sqlite" and not Path(parts.database or "").is_file()


def _bare(address: str) -> URL:
    parts = _parsed(address)
    kept = {k: v for k, v in parts.query.items() if k not in _SECRET}
    return URL.create(parts.drivername, parts.username, None, parts.host, parts.port, parts.database, kept)


def _parsed(address: str) -> URL:
    try:
        parts = make_url(address)
    except ArgumentError:
        raise ValueError(f"this is not the address of a database: {FORM}") from None
    if parts.get_backend_name() == "sqlite" and parts.database:
        return parts.set(database=str(Path(parts.database).resolve()))
    return parts
