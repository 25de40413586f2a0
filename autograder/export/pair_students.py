"""Who is who: students of the gradebook and rows of another system's file, paired by id, never by guess."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from autograder.gradebook.marks import Person
from autograder.grading.download_names import HIDDEN_PARTICIPANT as HIDDEN

MISSING = "in the gradebook, but no row of the file has this id, address or name"
UNKNOWN = "in the file, but not in the gradebook"


@dataclass(frozen=True)
class Entry:
    """A row of their file: where it is, how a line calls it, and what identifies the student."""

    row: int
    shown: str
    ids: tuple[str, ...]
    names: tuple[str, ...] = ()


@dataclass
class Pairs:
    """row -> student, a line for everybody whose pairing is in doubt, and who is on one side alone."""

    students: dict[int, Person] = field(default_factory=dict)
    lines: list[str] = field(default_factory=list)
    counted: dict[str, list[str]] = field(default_factory=dict)


def plain(text: str) -> str:
    """A text as it is compared: one Unicode form, no case, single spaces."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def _ids(texts: Iterable[str]) -> set[str]:
    return {plain(t) for t in texts if t.strip()}


def _local(texts: Iterable[str], address: str, bare: str) -> set[str]:
    """What stands before the @ of an address, marked `address`, and ids without an @, marked `bare`."""
    parts = [plain(t).partition("@") for t in texts if t.strip()]
    return {f"{address if at else bare}:{local}" for local, at, _ in parts}


def _words(text: str) -> str:
    return " ".join(re.findall(r"[^\W_]+", plain(text)))


def _names(texts: Iterable[str]) -> set[str]:
    """Forms of a name: its words, first name first, and the run-together `lastfirst` of Canvas's downloads."""
    found = set()
    for text in texts:
        if number := HIDDEN.fullmatch(text):
            found.add(f"participant {number['number']}")
        last, comma, first = text.partition(",")
        found |= {_words(text), _words(f"{first} {last}")}
        if comma:
            found.add(_words(text).replace(" ", ""))
    return found - {""}


def pair(entries: Sequence[Entry], people: Sequence[Person]) -> Pairs:
    """Pair by id; then an id with what stands before the @ of an address; then by name, where no other is the same.

    What points to two rows, or two students to one row, is left out with a line.
    """
    tiers = (
        ([_ids(e.ids) for e in entries], [_ids((p.id, p.email, p.lms)) for p in people]),
        # An address only ever fits an id: two addresses of different places are two people.
        ([_local(e.ids, "a", "b") for e in entries], [_local((p.id, p.email), "b", "a") for p in people]),
        (
            [_names(e.names) for e in entries],
            [_names((p.id, f"{p.last}, {p.first}" if p.last and p.first else "")) for p in people],
        ),
    )
    done, open_people = Pairs(), dict(enumerate(people))
    claims: dict[int, list[Person]] = {}
    for theirs, ours in tiers:
        rows = _index(theirs)
        claimed: dict[int, list[Person]] = defaultdict(list)
        for n, person in list(open_people.items()):
            hits = {i for key in ours[n] for i in rows.get(key, ())}
            if hits:
                del open_people[n]
                _claim(person, hits, entries, claimed, done)
        _settle(entries, claims, claimed, done)
    paired = set(done.students) | {entries[i].row for i in claims}
    done.counted = {
        MISSING: [p.id for p in open_people.values()],
        UNKNOWN: [e.shown for e in entries if e.row not in paired],
    }
    return done


def _somebody_else(entry: Entry, person: Person) -> bool:
    """Whether both sides know a name and no word of them is the same: ids that a spreadsheet has changed may meet."""
    theirs = {word for name in entry.names for word in _words(name).split()}
    ours = set(_words(f"{person.first} {person.last}").split())
    return bool(theirs and ours) and not theirs & ours and not entry.names[0].startswith("participant ")


def _index(keys: Sequence[set[str]]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = defaultdict(list)
    for n, these in enumerate(keys):
        for key in these:
            found[key].append(n)
    return found


def _claim(person: Person, hits: set[int], entries: Sequence[Entry], claims: dict, done: Pairs) -> None:
    # Somebody in two sections has two rows with the same ids, and the mark in both.
    if len(hits) == 1 or len({(entries[i].ids, entries[i].names) for i in hits}) == 1:
        for i in hits:
            claims[i].append(person)
        return
    which = "; ".join(entries[i].shown for i in sorted(hits))
    done.lines.append(f"{person.id}: {len(hits)} rows fit ({which}); no mark was written: give the student an id")


def _settle(entries: Sequence[Entry], claims: dict, claimed: dict[int, list[Person]], done: Pairs) -> None:
    """Rows that exactly one student claims are theirs; a row that is taken already stays so."""
    for i, people in sorted(claimed.items()):
        who = ", ".join(sorted(p.id for p in people))
        if i in claims:
            taken = ", ".join(p.id for p in claims[i])
            done.lines.append(
                f"{who}: only {entries[i].shown} fits, which is {taken} by a closer match; no mark was written"
            )
            continue
        claims[i] = people
        if len(people) == 1 and _somebody_else(entries[i], people[0]):
            done.lines.append(
                f"{entries[i].shown}: has the id of {who}, whose name in the gradebook "
                f"is {people[0].sortable}; no mark was written"
            )
        elif len(people) == 1:
            done.students[entries[i].row] = people[0]
        else:
            done.lines.append(f"{entries[i].shown}: {len(people)} students fit ({who}); no mark was written")
