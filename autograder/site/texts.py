"""The pages round the lectures, from the project's own Markdown files: nothing is written twice."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterable
from pathlib import Path

import nbformat
from myst_parser.slugs import github_slugify

from autograder.authoring.glossary import glossary as terms
from autograder.authoring.repository import repository
from autograder.course.paths import HOME, PACKAGE
from autograder.site import examples, moving
from autograder.site.pages import question, title

# A file of the project -> the page that shows it. Links between the files become links between the pages.
PAGES = {"README.md": "index.md", "mlpkit/explore/README.md": "explorers.md", "solutions/COVERAGE.md": "coverage.md"}
_PICTURE = re.compile(r"!\[[^\]]*\]\(pictures/(\w+)\.png\)")
_CLONE = "git clone REPOSITORY "
_UNKNOWN = re.compile(rf"^{_CLONE}.*\n(cd .*\n)?", re.M)
_LINK = re.compile(r"(!?)\[([^\]]*)\]\(([^)#\s]+)(#[^)]*)?\)")


def index(lectures: dict[str, nbformat.NotebookNode], to: Callable) -> str:
    """The front page: what stands above the README's first section, and what each lecture asks."""
    head, _ = _readme()
    rows = [f"**[{title(page)}]({name}.ipynb)**\n: {question(page)}\n" for name, page in lectures.items()]
    more = ["explorers", "glossary", "coverage", "teaching"]
    return "\n".join(
        [to(head, "README.md"), "## The lectures\n", *rows, _toctree("Lectures", lectures), _toctree("More", more)]
    )


def teaching() -> str:
    """The README from its first section on: commands, grading, the map."""
    return "# Run it, teach with it\n\n" + _readme()[1]


def explorers(folder: Path, still: bool) -> str:
    """The explorers with their pictures; unless they are to stand still, those that can be recorded move."""
    text = (HOME / "mlpkit/explore/README.md").read_text(encoding="utf-8")
    if still:
        return text
    moves = examples.recordings(folder)
    return _PICTURE.sub(lambda found: moving.raw(moves[found[1]]) if moves.get(found[1]) else found[0], text)


def coverage() -> str:
    """What is taught where."""
    return (HOME / "solutions/COVERAGE.md").read_text(encoding="utf-8")


def glossary(lectures: Iterable[str]) -> str:
    """Every term with the sentence that defines it, and a link to the section, where its lecture is on the site."""
    lines, initial = ["# Glossary\n", "The terms of the lectures, and the sentences that define them.\n"], ""
    for term in terms():
        if term.name[0].upper() != initial:
            initial = term.name[0].upper()
            lines.append(f"## {initial}\n")
        where = f"{term.lecture[:2]}, {term.section}"
        if term.lecture in lectures:
            where = f"[{where}]({term.lecture}.ipynb#{github_slugify(term.section)})"
        lines.append(f"**{term.name}** ({where})\n: {term.says}\n")
    return "\n".join(lines)


def _readme() -> tuple[str, str]:
    """What stands above its first section, and the rest; with the address to clone where the course is published."""
    text = (HOME / "README.md").read_text(encoding="utf-8")
    known = repository()
    text = text.replace(_CLONE, f"git clone {known[0]} ") if known else _UNKNOWN.sub("", text)
    head, mark, rest = text.partition("\n## ")
    return head, mark.lstrip("\n") + rest


def _toctree(caption: str, names) -> str:
    return f"```{{toctree}}\n:hidden:\n:caption: {caption}\n\n" + "\n".join(names) + "\n```\n"


def linker(folder: Path, repository: str | None) -> Callable[[str, str], str]:
    """`to(text, file)`: the text of a file of the project, its relative links and pictures set for pages in `folder`.

    What has no page is linked in the repository; where none is named, the words stay and the link goes.
    """

    def to(text: str, file: str) -> str:
        home = (HOME / file).parent

        def link(found: re.Match) -> str:
            image, words, target, anchor = found.groups()
            place = (home / target).resolve()
            if "://" in target:
                return found[0]
            if not place.exists():  # the installed package carries only what the site shows
                return found[0] if HOME == PACKAGE.parent else words
            if image:
                (folder / "figures").mkdir(exist_ok=True)
                shutil.copy(place, folder / "figures" / place.name)
                return f"![{words}](figures/{place.name})"
            known = place.relative_to(HOME).as_posix()
            if known in PAGES:
                return f"[{words}]({PAGES[known]}{anchor or ''})"
            return f"[{words}]({repository}/{known})" if repository else words

        return _LINK.sub(link, text)

    return to
