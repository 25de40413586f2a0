"""A synthetic class of any size: right answers in several styles, listed and other mistakes, copies, broken files.

Everything comes from the seed. It imitates the variety of a class, not its frequencies.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from functools import cache

from autograder.authoring import notebooks
from autograder.checking.exercise import EXERCISES
from autograder.checking.source import source_with_helpers
from tests.submissions import mistakes
from tests.submissions.hand import listed, typed

LECTURE = "02"
GIVEN = ("Zoë", "José", "Nguyễn", "Ольга", "小龙", "Ada", "Łukasz", "Aïcha", "Søren", "Ayşe", "Priya", "Björn", "Chloé",
         "Dmitri", "Élodie", "Fatima", "Giulia", "Hüseyin", "Ingrid", "Jürgen", "Kwame", "Leïla", "Mariña", "Noor",
         "Öykü")  # fmt: skip
FAMILY = ("Müller", "García", "Thị Hà", "Иванова", "李", "O-Neill", "Żak", "Ben Saïd", "Kierkegård", "Yıldız", "Nair",
          "Ångström", "Dupont", "Petrov", "Lefèvre", "Haddad", "Rossi", "Çelik", "Dahl", "Groß", "Mensah", "Özdemir",
          "Núñez", "Qureshi", "Şahin")  # fmt: skip
KINDS = {"own": 80, "stopped early": 10, "blank": 2, "syntax error": 3, "noisy": 3, "unreadable": 1, "tampered": 2}
STYLES = ("other_formula", "where", "masked", "float64_inside", "loops")
# What no list names: a class that had sigmoid first writes tanh with it.
UNLISTED = {"tanh": mistakes.SECOND["tanh"], "relu_grad": mistakes.SHAPES["relu_grad"]}
SYNTAX_ERROR = "def {0}(z):\n    return np.where(z > 0, z, 0\n"
HOSTILE = """
# </pre><script>alert("marked")</script><img src=x onerror=alert(1)>
import os, sys
print("</pre><script>alert('printed')</script>")
for place in ("../../grading_seed.txt", "/etc/shadow"):
    try:
        print(open(place).read())
    except OSError as error:
        print(error)

def relu(z):
    os._exit(0)
"""
ENDLESS = "def softplus(z):\n    while True:\n        z = z / 2\n"


@dataclass(frozen=True)
class Person:
    """One of the class: what kind of submission, and for a copy, whose."""

    name: str
    kind: str
    number: int
    model: str | None = None


def people(students: int, seed: int) -> list[Person]:
    """Who is in the class. From ten on there are a copy, a hostile one, a blank one and a broken file among them."""
    rng = random.Random(f"people-{seed}-{students}")
    sure = ["hostile"] * max(1, students // 150) + ["endless"] * (students // 100) + ["unreadable", "blank", "tampered"]
    kinds = sure if students >= 10 else []
    copies = max(1, students // 25) if students >= 10 else 0
    kinds += rng.choices(list(KINDS), list(KINDS.values()), k=students - copies - len(kinds))
    if copies and "own" not in kinds:
        kinds[-1] = "own"
    rng.shuffle(kinds)
    names = _names(students, rng)
    found = [Person(name, kind, i) for i, (name, kind) in enumerate(zip(names, kinds, strict=False))]
    models = [p.name for p in found if p.kind == "own"]
    for i in range(len(found), students):
        found.append(Person(names[i], "copy", i, rng.choice(models)))
    return sorted(found, key=lambda p: p.name)


def _names(students: int, rng: random.Random) -> list[str]:
    every = [f"{a} {b}" for a in GIVEN for b in FAMILY]
    rng.shuffle(every)
    return [every[i % len(every)] + (f" {i // len(every) + 1}" if i >= len(every) else "") for i in range(students)]


@cache
def solutions() -> dict[str, str]:
    """exercise -> what the lecture's solution has in its cell."""
    (source,) = notebooks.sources([LECTURE])
    cells = notebooks.solution_notebook(source).cells
    written = {c.metadata.get("nbgrader", {}).get("grade_id"): c.source for c in cells if c.cell_type == "code"}
    return {e.name: written[e.name] for e in EXERCISES.of(LECTURE)}


@cache
def right(name: str) -> tuple[str, ...]:
    """Right answers to an exercise, the lecture's own first."""
    import importlib

    modules = [importlib.import_module(f"tests.variants.lecture{LECTURE}_{s}") for s in STYLES]
    return (solutions()[name], *(source_with_helpers(getattr(m, name)) for m in modules if hasattr(m, name)))


def answers(person: Person, seed: int, everyone: dict[str, Person]) -> dict[str, str]:
    """exercise -> what the person typed; exercises that are missing stay as handed out."""
    rng = random.Random(f"answers-{seed}-{person.number}")
    if person.kind == "blank":
        return {}
    if person.model:
        return _copied(answers(everyone[person.model], seed, everyone), rng)
    ability = rng.betavariate(6, 2)
    names = [e.name for e in EXERCISES.of(LECTURE)]
    if person.kind == "stopped early":
        names = names[: rng.randrange(1, len(names))]
    found = {name: _by_hand(name, _answer(name, ability, rng), rng) for name in names}
    if person.kind == "syntax error":
        name = rng.choice(names)
        found[name] = SYNTAX_ERROR.format(name)
    if person.kind == "hostile":
        found["relu"] = HOSTILE
    if person.kind == "endless":
        found["softplus"] = ENDLESS
    return found


def _answer(name: str, ability: float, rng: random.Random) -> str:
    wrong = list(listed(LECTURE).get(name, {}).values())
    if rng.random() < ability or not wrong:
        return rng.choice(right(name))
    if name in UNLISTED and rng.random() < 0.7:
        return UNLISTED[name]
    return rng.choices(wrong, [1 / (k + 1) for k in range(len(wrong))])[0]


def _by_hand(name: str, source: str, rng: random.Random, habits: float = 0.35) -> str:
    """A function in someone's own words; what is no function (a derivation, an input) as it stands."""
    return typed(source, rng, habits) if EXERCISES[name].kind == "function" else source


def _copied(answers: dict[str, str], rng: random.Random) -> dict[str, str]:
    """Someone else's answers with other names and remarks, and two of the exercises done alone."""
    alone = rng.sample(sorted(answers), min(2, len(answers)))
    return {
        n: _by_hand(n, rng.choice(right(n)), rng) if n in alone else _by_hand(n, s, rng, 0) for n, s in answers.items()
    }
