"""The packages that a student's notebook imports, as a wheel for Python in the browser."""

from __future__ import annotations

import base64
import hashlib
import zipfile
from pathlib import Path

import tomllib

from autograder.course.extras import DISTRIBUTION

_WHEEL = b"Wheel-Version: 1.0\nGenerator: mlpkit\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
# What of the requirements runs in a browser; Pyodide decides the versions.
NEEDED = ("numpy", "scipy", "matplotlib", "pooch", "tqdm", "ipywidgets", "anywidget", "scikit-learn")
NAME = DISTRIBUTION
# The installed package's copy of the notebooks and their answers, and pictures of pages: a browser needs neither.
_LEFT_OUT = (
    "autograder/course/files/",
    "autograder/template/",
    "autograder/handout/student/",
    "mlpkit/explore/pictures/",
)


def write_wheel(packages: list[Path], project: Path, folder: Path) -> Path:
    """Write the wheel of these packages into `folder`; its version is that in the file `project`. Returns its path."""
    about = tomllib.loads(project.read_text(encoding="utf-8"))["project"]
    stem = f"{NAME.replace('-', '_')}-{about['version']}"
    files = dict(_files(packages))
    files[f"{stem}.dist-info/METADATA"] = _metadata(about).encode()
    files[f"{stem}.dist-info/WHEEL"] = _WHEEL
    record = f"{stem}.dist-info/RECORD"
    lines = [f"{name},sha256={_digest(content)},{len(content)}" for name, content in files.items()]
    files[record] = "\n".join([*lines, f"{record},,", ""]).encode()
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{stem}-py3-none-any.whl"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as wheel:
        for name, content in files.items():
            # One date for all: the same sources give the same bytes, which browsers may keep.
            wheel.writestr(zipfile.ZipInfo(name, (2020, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)
    return path


def _files(packages: list[Path]):
    for package in packages:
        for path in [package] if package.is_file() else sorted(package.rglob("*")):
            name = path.relative_to(package.parent).as_posix()
            if path.is_file() and path.suffix != ".pyc" and not name.startswith(_LEFT_OUT):
                yield name, path.read_bytes()


def _metadata(about: dict) -> str:
    head = f"Metadata-Version: 2.1\nName: {NAME}\nVersion: {about['version']}\nSummary: {about['description']}\n"
    return head + f"Requires-Python: {about['requires-python']}\n" + "".join(f"Requires-Dist: {n}\n" for n in NEEDED)


def _digest(content: bytes) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()
