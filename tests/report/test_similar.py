"""Submissions that look alike: copies in other names are found, what all write is not held against anyone."""

import random
import re
from pathlib import Path

import pytest

from autograder.report.alike import look_alikes
from autograder.report.gather import Chapter, Gathered
from autograder.report.hide import Hide
from autograder.report.similar import MOST_STUDENTS, Group, Index, Pair, common
from autograder.report.source import fingerprints, plain, solutions, tokens
from autograder.report.tally import Tally
from tests.submissions import synthetic
from tests.submissions.hand import typed

LONG = '''
def spread(z, low=0.1):
    """Some text."""
    first = np.quantile(z, low)
    second = np.quantile(z, 1 - low)
    for value in (first, second):
        if value < 0:
            second = second - value * 3
    return np.where(z > first, z * second, z - first)
'''
OTHER = """
def spread(z, low=0.1):
    ordered = sorted(z.ravel().tolist())
    k = int(len(ordered) * low)
    while k > 0 and ordered[k] == ordered[0]:
        k -= 1
    return z - sum(ordered[k:]) / max(1, len(ordered[k:])) + np.abs(z).max()
"""


def renamed(source):
    return typed(source, random.Random(3), habits=0)


def test_names_comments_docstrings_and_layout_make_no_difference():
    copied = renamed(LONG).replace("return", "# mine\n    return")
    assert "first" not in copied and "# mine" in copied
    assert tokens(copied) == tokens(LONG)
    assert fingerprints("spread", copied) == fingerprints("spread", LONG) and fingerprints("spread", LONG)
    assert fingerprints("spread", OTHER) and not fingerprints("spread", OTHER) & fingerprints("spread", LONG)
    assert "Some text" not in plain(LONG) and "def spread" in plain(LONG)


@pytest.mark.parametrize(
    "source", ["def relu(z):\n    return np.maximum(z, 0)", "def f(z)\n", "", "\0", "(" * 5000, "x = 1" + " + 1" * 9000]
)
def test_one_liners_and_what_is_no_python_have_no_fragments(source):
    assert not fingerprints("relu", source) and isinstance(plain(source), str)


def class_of(**answers):
    index = Index([])
    for student, source in answers.items():
        index.add(student, source if isinstance(source, dict) else {"one": source, "two": source})
    return index


def test_a_copy_with_another_function_added_is_found():
    index = class_of(ada=LONG, bo=OTHER, cy={"one": renamed(LONG), "two": renamed(LONG), "three": OTHER})
    (group,) = index.groups()
    assert group.students == ("ada", "cy")
    assert group.pairs[0].share == 1 and set(group.pairs[0].places) == {"one", "two"}


def test_the_same_code_for_another_exercise_is_not_compared():
    assert class_of(ada={"one": LONG, "two": LONG}, bo={"three": LONG, "four": LONG}).groups() == []


def test_what_the_lecture_gives_does_not_count():
    index = Index([{"one": LONG, "two": LONG}])
    for student in ("ada", "bo"):
        index.add(student, {"one": renamed(LONG), "two": LONG})
    assert index.groups() == []


def test_what_many_wrote_does_not_count():
    def groups(copies):
        return class_of(**{f"s{i}": LONG if i < copies else "x = 1" for i in range(60)}).groups()

    limit = common(60)
    assert [len(g.students) for g in groups(limit)] == [limit] and groups(limit + 1) == []


def test_pairs_to_compare_grow_as_the_class_does():
    """At most 30 wrote a fragment that counts, so it gives at most 435 pairs however large the class is."""
    for students in (300, 3_000, 30_000):
        assert common(students) == MOST_STUDENTS
    assert common(10) == 4 and common(100) == 10


def test_the_index_does_not_depend_on_the_run():
    """Hashes of strings differ from one Python process to the next; these must not."""
    assert min(fingerprints("spread", LONG)) == 62779707491492804


def test_only_the_answer_cells_are_read():
    cells = [{"cell_type": "code", "source": ["a", "b"], "metadata": {"nbgrader": {"grade_id": "x", "solution": True}}},
             {"cell_type": "code", "source": "c", "metadata": {}}]  # fmt: skip
    assert solutions(cells) == {"x": "ab"}


def test_every_planted_copy_of_a_synthetic_class_is_found_and_few_others():
    people = synthetic.people(100, seed=5)
    everyone, index = {p.name: p for p in people}, Index([{n: synthetic.right(n)[0] for n in ("sigmoid", "tanh")}])
    for p in people:
        index.add(p.name, synthetic.answers(p, 5, everyone))
    planted = {frozenset((p.name, p.model)) for p in people if p.model}
    found = {frozenset((p.one, p.two)) for g in index.groups() for p in g.pairs}
    family = {p.name: p.model or p.name for p in people}
    assert len(planted) == 4 and planted <= found
    assert sum(len({family[s] for s in pair}) > 1 for pair in found) <= 3


def test_a_class_comes_from_its_seed():
    def made(students, seed):
        people = synthetic.people(students, seed)
        everyone = {p.name: p for p in people}
        return {p: synthetic.answers(p, seed, everyone) for p in people}

    assert made(12, 1) == made(12, 1) != made(12, 2)
    kinds = {p.kind for p in made(12, 1)}
    assert {"copy", "hostile", "unreadable", "blank", "tampered"} <= kinds
    assert len(made(3, 1)) == 3 and len({p.name for p in synthetic.people(2000, 1)}) == 2000


def test_groups_that_look_alike_equally_stand_in_the_order_of_what_is_shown():
    """In the roster's order the first group would hold who comes first in it."""
    pairs = [Pair(one, two, 1.0, 9, ()) for one, two in (("ada", "bob"), ("cem", "dan"), ("eva", "fay"))]
    chapter = Chapter(Tally("n", {s: 1.0 for p in pairs for s in (p.one, p.two)}))
    chapter.groups = [Group((p.one, p.two), (p,)) for p in pairs]
    for seed in ("a", "b", "c"):
        hide = Hide({s: () for s in chapter.tally.scores}, seed, everywhere=True)
        page = look_alikes(Gathered(Path("nowhere"), hide, [chapter], []), chapter)
        shown = re.findall(r"<summary>(s-\w{8}), ", page)
        assert len(shown) == 3 and shown == sorted(shown), page
