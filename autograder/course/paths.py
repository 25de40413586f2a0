"""Where the course's own files lie: in the checkout, or in the installed package, which carries a copy of them."""

from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[1]
# The checkout has the folder of lectures beside the package; the wheel has `course/files` in it (see pyproject.toml).
HOME = PACKAGE.parent if (PACKAGE.parent / "solutions").is_dir() else PACKAGE / "course" / "files"
