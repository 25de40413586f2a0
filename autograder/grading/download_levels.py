"""Which folder of a path is a student's, where no system's naming scheme says so."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Set
from pathlib import PurePath

# Folders that hold a whole download, by the names that systems and people give them.
_AROUND = re.compile(r"(submissions?|submitted|downloads?|collected|all|files|abgaben|entregas|rendus)\b.*", re.I)


class Levels:
    """The folders above the students' own.

    A folder holds one student's files where a notebook lies in it, or in a folder named after an assignment, under
    its own name. It is one around several students where its folders, or the names of its files, are several people's,
    and so with most of the folders beside it: one student may have handed in a folder of drafts.

    above: folders of which it is known. beside: what stands in a file's name beside a notebook's.
    """

    def __init__(
        self,
        notebooks: Iterable[PurePath],
        above: Set[PurePath],
        is_named: Callable[[str], bool],
        beside: Callable[[PurePath], str | None],
    ):
        self.above, self.is_named, self.beside = above, is_named, beside
        self.around = set(self._below(PurePath(), list(notebooks)))

    def student(self, file: PurePath) -> int:
        """The number of the path's folder that is a student's; -1 where there is none."""
        folders = file.parts[:-1]
        first = next((n for n in range(len(folders)) if PurePath(*folders[: n + 1]) not in self.around), len(folders))
        named = next((n for n in range(first, len(folders)) if self.is_named(folders[n])), None)
        if named is not None:
            return named - 1 if named > first else -1
        return first if first < len(folders) else -1

    def _below(self, place: PurePath, files: list[PurePath]) -> Iterator[PurePath]:
        """Folders below a place, itself around students, that are around students, too."""
        depth = len(place.parts)
        inside: dict[PurePath, list[PurePath]] = {}
        for file in files:
            if len(file.parts) > depth + 1:
                inside.setdefault(place / file.parts[depth], []).append(file)
        owners = {folder: {self._within(f, depth + 1) for f in held} for folder, held in inside.items()}
        open_ = {folder for folder, who in owners.items() if "" not in who}
        several = {folder for folder in open_ if len(owners[folder]) > 1}
        for folder, held in inside.items():
            named = self.is_named(folder.name) and any(len(f.parts) > depth + 2 for f in held)
            known = folder in open_ and _AROUND.fullmatch(folder.name) is not None
            if folder in self.above or named or known or (folder in open_ and 2 * len(several) > len(owners)):
                yield folder
                yield from self._below(folder, held)

    def _within(self, file: PurePath, depth: int) -> str:
        """Who a file below a folder would be whose, if the folder is around several; "" if it is the folder's own."""
        for folder in file.parts[depth:-1]:
            if not self.is_named(folder):
                return folder
        return self.beside(file) or ""
