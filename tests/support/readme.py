"""The commands that the pages show, read from them."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = ("autograder", "binder", "mlpkit", "solutions", "tests")
PAGES = (
    "README.md", "autograder/README.md", "autograder/hub/README.md", "autograder/grading/SCALE.md",
    "autograder/grading/FOREIGN.md", "autograder/template/README.md", "autograder/handout/student/README.md",
)  # fmt: skip


def every_page():
    """All pages of the project, by their place in it."""
    found = [*ROOT.glob("*.md"), *(page for folder in FOLDERS for page in (ROOT / folder).rglob("*.md"))]
    return sorted(page.relative_to(ROOT).as_posix() for page in found)


def blocks(*names):
    """The code blocks that are commands, as lists of lines; of the named pages, or of all."""
    pages = "\n".join((ROOT / name).read_text(encoding="utf-8") for name in names or PAGES)
    found = re.findall(r"^```([^\n]*)\n(.*?)^```$", pages, re.M | re.S)
    texts = [block for language, block in found if language in ("", "sh")]
    return [[line.strip() for line in text.splitlines() if line.strip()] for text in texts]


def commands(*names):
    """All of them, one line each, without what is said behind them."""
    lines = (re.sub(r"\s+# .*", "", line) for block in blocks(*names) for line in block)
    return [line for line in lines if not line.startswith("c.")]


def graded_class():
    """The five lines from nothing to a graded class."""
    (found,) = (block for block in blocks() if any("make_class.py" in line for line in block))
    return found
