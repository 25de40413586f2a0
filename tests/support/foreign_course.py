"""Another course than this one: nbgrader's quickstart course, and small ones made of cells."""

from __future__ import annotations

import shutil
from pathlib import Path

import nbgrader

GUIDE = Path(nbgrader.__file__).parent / "docs" / "source" / "user_guide"
CONFIG = """c = get_config()
c.CourseDirectory.course_id = "course101"
c.IncludeHeaderFooter.header = "source/header.ipynb"
"""


def quickstart(folder: Path) -> Path:
    """The course that `nbgrader quickstart` makes, with the two submissions of nbgrader's documentation."""
    for name in ("source", "submitted"):
        shutil.copytree(GUIDE / name, folder / name, ignore=shutil.ignore_patterns("ps1_autotest", "__pycache__"))
    (folder / "nbgrader_config.py").write_text(CONFIG, encoding="utf-8")
    return folder / "submitted"
