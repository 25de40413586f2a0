"""The course on a JupyterHub: what the hub's configuration gets, and the folders of settings that its servers read."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from pathlib import Path

STUDENT = Path(__file__).parent / "student"
COURSE = Path(__file__).parent / "course"


def course_hub(
    c,
    *,
    course: str,
    folder: str | Path,
    exchange: str | Path,
    account: str | None,
    instructors: Iterable[str],
    students: Iterable[str],
    port: int = 9999,
    settings: str | Path = STUDENT,
) -> None:
    """Put one course into a JupyterHub configuration `c`.

    Everyone's server shows the assignment list. Formgrader is a service of its own, at /services/COURSE, which runs as
    the system user `account` in the course folder (None: as the hub's own user) and which only instructors reach.
    The names of service, groups and scopes are those that nbgrader's page "Using nbgrader with JupyterHub" asks for.
    `settings` is the folder of Jupyter settings that students' servers read; they must be able to.
    """
    instructors, students = set(instructors), set(students)
    _check(course, Path(folder), Path(exchange), instructors & students)
    known = {"MLPKIT_COURSE_ID": course, "MLPKIT_EXCHANGE": str(exchange)}
    groups = {f"formgrade-{course}": {"users": sorted(instructors)}, f"nbgrader-{course}": {"users": sorted(students)}}
    role, service = _formgrader(course, folder, account, port, known)
    c.JupyterHub.load_groups = {**_old(c.JupyterHub, "load_groups", {}), **groups}
    c.JupyterHub.load_roles = [*_old(c.JupyterHub, "load_roles", []), role]
    c.JupyterHub.services = [*_old(c.JupyterHub, "services", []), service]
    c.Authenticator.allowed_users = {*_old(c.Authenticator, "allowed_users", ()), *instructors, *students}
    c.Spawner.environment = {**_old(c.Spawner, "environment", {}), **known, "JUPYTER_CONFIG_PATH": str(settings)}
    c.Spawner.default_url = "/lab"


def _formgrader(course: str, folder: str | Path, account: str | None, port: int, known: dict) -> tuple[dict, dict]:
    """The role that may reach the instructors' service, and that service."""
    role = {
        "name": f"formgrade-{course}",
        "groups": [f"formgrade-{course}"],
        "scopes": [f"access:services!service={course}", f"list:services!service={course}"],
    }
    service = {
        "name": course,
        "url": f"http://127.0.0.1:{port}",
        "command": ["jupyterhub-singleuser"],
        "user": account,
        "cwd": str(folder),
        "environment": {**known, "JUPYTER_CONFIG_PATH": str(COURSE), "JUPYTERHUB_DEFAULT_URL": "/formgrader"},
        "oauth_no_confirm": True,
    }
    return role, service


def _old(section, name: str, default):
    """What the configuration has under a name already."""
    return section[name] if name in section else default


def _check(course: str, folder: Path, exchange: Path, both: set[str]) -> None:
    if not re.fullmatch(r"[a-z][a-z0-9-]*", course):
        raise ValueError(
            f"a course's name is lower-case letters, digits and hyphens, since it is part of an address; got {course!r}"
        )
    if both:
        raise ValueError(f"{', '.join(sorted(both))}: instructor and student of {course}; name each person once")
    if not (folder / "nbgrader_config.py").is_file():
        raise ValueError(f"{folder} is not a course folder: run `python -m autograder build --course {folder}`")
    if not exchange.is_dir() or os.stat(exchange).st_mode & 0o777 != 0o777:
        raise ValueError(f"{exchange} must be a folder that everyone may write to: run `install -d -m 777 {exchange}`")
