"""A line for everything in a download that is nobody's notebook and lies in nobody's folder."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePath

from autograder.grading.download_names import around, plain
from autograder.grading.downloads import Claim, Downloads, stem

_ARCHIVES = (".zip", ".tar", ".gz", ".tgz", ".7z", ".rar", ".bz2", ".xz")
# Written by a system for itself, and read where it is wanted.
_OF_SYSTEMS = ("submission_metadata.yml", "timestamp.txt")


def lines(downloads: Downloads, claims: list[Claim]) -> Iterator[str]:
    """What a person should know of the files that were left."""
    of_claims = [PurePath(c.path.relative_to(downloads.folder)) for c in claims]
    used = {parent for file in of_claims for parent in file.parents}
    pairs = zip(claims, of_claims, strict=True)
    owned = {PurePath(*file.parts[: claim.owner.depth]) for claim, file in pairs if claim.owner.depth}
    levels = downloads.levels
    for top in sorted(f for f in levels.around - levels.above if plain(f.name) not in downloads.named):
        yield f"{top}: taken for a folder around the students' own"
    yield from _folders(downloads, used, owned)
    students, notebooks = {c.owner.student for c in claims}, set(downloads.notebooks)
    idle: dict[str, list[str]] = {}
    loose: list[str] = []
    for file in (f for f in downloads.files if f not in notebooks):
        if file.suffix.lower() in _ARCHIVES:
            yield f"{file}: an archive, not looked into; unpack it there and grade again"
        elif owned & set(file.parents) or file.name in _OF_SYSTEMS:
            continue
        elif owner := downloads.sure_owner(file):
            if owner.student not in students:
                idle.setdefault(owner.student, []).append(file.name)
        elif file.parent in used or file.parent == PurePath():
            loose.append(str(file))
    for student, names in sorted(idle.items()):
        yield f"{student}: handed in no notebook, but {', '.join(names)}"
    if loose:
        yield f"left out, because they are not notebooks: {', '.join(loose)}"


def _folders(downloads: Downloads, used: set[PurePath], owned: set[PurePath]) -> Iterator[str]:
    """The outermost folders without a notebook, where no system's scheme names the owner of what lies there."""
    for folder in downloads.folders:
        if folder in used or owned & {folder, *folder.parents}:
            continue
        below = [f for f in downloads.files if folder in f.parents]
        outermost = folder.parent == PurePath() or folder.parent in used
        if outermost and not _all_of_others(downloads, below) and not (below and all(map(downloads.sure_owner, below))):
            yield f"{folder}: no notebook in this folder, which holds {downloads.held(folder)}"


def _all_of_others(downloads: Downloads, below: list[PurePath]) -> bool:
    """Whether each notebook there is another lecture's, of which something is said elsewhere or nothing has to be."""
    notebooks = [f for f in below if f in downloads.notebooks]
    return bool(notebooks) and all(
        downloads.place(f) in downloads.others or any(around(stem(f), o) is not None for o in downloads.others)
        for f in notebooks
    )
