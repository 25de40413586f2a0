"""Anonymisation of what is shown: students' ids, their parts and the names that the gradebook has are taken out."""

from __future__ import annotations

import builtins
import keyword
import re
import unicodedata
from collections.abc import Iterable, Mapping

import numpy as np

from autograder.report.pseudonyms import pseudonyms

# A student may be called max: in code that is a function all the same.
_WORDS = {w.lower() for w in (*keyword.kwlist, *dir(builtins), *dir(np), "np", "numpy", "student", "the", "and")}
# What else tells who somebody is, in a page without names: addresses, times, places on their machine, files.
_TRACES = (
    (re.compile(r"[\w.+-]+@[\w-]+(\.[\w-]+)+"), "[address]"),
    (re.compile(r"(?<!\d)\d{4}-\d\d-\d\d([T _-]\d\d[:.-]\d\d([:.-]\d\d(\.\d+)?)?)?"), "[time]"),
    (re.compile(r"(?<![\w.])(~?/([A-Za-z_.][\w.%+-]*/)+[\w.%+-]*|[A-Za-z]:\\([\w .%+-]+\\)*[\w.%+-]*)"), "[path]"),
    (re.compile(r"(?<!\S)\S+\.(ipynb|html?|pdf|zip|docx?|txt|csv|png|jpe?g)\b", re.I), "[file]"),
)
_PART = re.compile(r"[A-Za-z]{3,}|[^\W\d_]{2,}")


class Hide:
    """`name` says how a student is called; `text` replaces every name in a text.

    `words` are the lecture's own, which stay whoever is called so.
    """

    def __init__(
        self, names: Mapping[str, Iterable[str]], seed: str, everywhere: bool = False, words: Iterable[str] = ()
    ):
        self.everywhere = everywhere
        self.known = pseudonyms(names, seed) if everywhere else {}
        kept = _WORDS | {w.lower() for w in words}
        self.stand_in = {_plain(s): self.known.get(s, "[student]") for s in names}
        for student, more in names.items():
            for said in (student, *more):
                for part in (said, *_PART.findall(said)):
                    self.stand_in.setdefault(_plain(part), "[name]")
        self.stand_in = {k: v for k, v in self.stand_in.items() if k not in kept}
        # Longer ones first: of "ann lee" and "ann", the whole name goes.
        self.long = sorted((k for k in self.stand_in if re.search(r"[\W_]", k)), key=len, reverse=True)

    def name(self, student: str) -> str:
        """The student's name, or pseudonym."""
        return self.known.get(student, "[student]") if self.everywhere else student

    def names(self, students: Iterable[str]) -> list[str]:
        """The students' names or pseudonyms in the order of what is shown: the roster's would say who is who."""
        return sorted(map(self.name, students))

    def texts(self, said: Iterable[str]) -> list[str]:
        """Texts about students, hidden and then in an order of their own; as they are, as they come."""
        return sorted(map(self.always, said)) if self.everywhere else list(said)

    def text(self, said: str) -> str:
        """A text about or by students: as it is, or with every name replaced."""
        return self.always(said) if self.everywhere else said

    def always(self, said: str) -> str:
        """A text with every name replaced, even in a report that is not anonymised."""
        said = unicodedata.normalize("NFC", said)
        for name in self.long:
            if name in said.lower():
                said = re.sub(re.escape(name), self.stand_in[name], said, flags=re.I)
        said = re.sub(r"[^\W_]+", lambda m: self.stand_in.get(m[0].lower(), m[0]), said)
        for trace, instead in _TRACES if self.everywhere else ():
            said = trace.sub(instead, said)
        return said


def _plain(name: str) -> str:
    return unicodedata.normalize("NFC", name).lower()
