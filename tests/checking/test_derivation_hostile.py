"""Derivation text is hostile input: whatever it holds, it is never run, and reading and judging it costs little."""

import itertools
import random
import sys
import tracemalloc
import unicodedata

import pytest

from autograder import EXERCISES
from autograder.checking.cases import cases_for
from autograder.checking.derivation import evaluate
from autograder.checking.judge import Unsolved, judge
from autograder.checking.work import limited
from tests.checking.test_derivation import GRADIENT, SOFTMAX

FIRST = "d(1 / (1 + exp(-z)), z)\n= "
SIGMOID = EXERCISES["sigmoid_derivation"]
MB = 2**20

BY_HAND = [
    "(" * 500 + "z" + ")" * 500,
    "(" * 500_000,
    "-" * 900 + "z",
    "-" * 1_000_000,
    "z" * 1_000_000,
    "z + " * 250_000 + "z",
    "=" * 1_000_000,
    "\n= z" * 300_000,
    "\n" * 1_000_000,
    "#" * 1_000_000,
    "let a = z\n" * 1000,
    "9**9**9**9**9",
    "9**" * 300 + "9",
    "9" * 999,
    "1e400",
    "10**-10**10",
    "exp(" * 24 + "z" + ")" * 24,
    "exp(" * 200 + "z" + ")" * 200,
    "d(" * 20 + "z" + ", z)" * 20,
    "d(" * 8 + "exp(z)" + ", z)" * 8,
    "z.__class__.__mro__",
    "().__class__.__base__.__subclasses__()",
    "__import__('os').system('true')",
    "z.T.T.T.T",
    "[z for z in z]",
    "lambda: z",
    "(z := 2)",
    "f'{z}'",
    "z if z else z",
    "exp(*z)",
    "exp(x=z)",
    "await z",
    "yield z",
    "print(z)",
    "eval(z)",
    "\u017e",
    "\uff45\uff58\uff50(z)",
    "\u0435xp(z)",
    "z\u200b",
    "\u202ez",
    "z\x00",
    "\ud800",
    "z\x0c",
    "\N{SUPERSCRIPT TWO}",
    "z\N{COMBINING ACUTE ACCENT}",
    "0x" + "f" * 900,
    "1_000",
    "00",
    "1.2.3",
    "...",
    "....",
    "\\",
    '"""',
    "z;z",
    "z,",
    "z, z",
    "()",
    "[]",
    "z[]",
    "z[0]",
    "z[z]",
    "{z}",
    "z@z",
    "~z",
    "not z",
    "z//z",
    "z%z",
    "z<z",
    "@z",
    "1/0",
    "0**-1",
    "log(0) - log(0)",
    "max(z, 0, 1)",
    "sum(z, z)",
    "ones(z)",
    "diag(z)",
    "outer(z, z)",
    "delta(z, z)",
]
BY_HAND_WITH_AXES = [
    "sum(i, " * 8 + "a[i]" + ")" * 8,
    "sum(i, sum(j, sum(k, sum(i, sum(j, sum(k, a[i] * a[j] * a[k]))))))",
    "d(d(d(d(h, a), a), a), a)",
    "d(d(d(d(d(d(h, h), h), h), h), h), h)",
    "outer(outer(a, a), a)",
    "diag(diag(diag(a)))",
    "d(diag(h), a) @ d(diag(h), a)",
    "d(outer(h, h), a) @ d(outer(h, h), a)",
    " + ".join(["sum(i, sum(j, h[i] * h[j]))"] * 25),
    "h[i][k]",
    "h[i, k]",
    "h.T[i]",
    "a @ a @ a",
    "sum(a, a)",
    "sum(K, a)",
    "ones(K) @ ones(a)",
    "exp(a) + ones(K).T",
    "d(h, K)",
    "d(K, a)",
    "d(h[i], h[k])",
]
ATOMS = (
    "z s 2 0.5 exp log sqrt d let ( ) [ ] + - * / ** @ , = ... . T __ ^ ' \" \\ # : ; { } lambda if for in not".split()
)
ATOMS += [
    "\n",
    " ",
    "\t",
    "\N{MINUS SIGN}",
    "\u0455",
    "\uff45",
    "1e9",
    "9" * 40,
    "a",
    "h",
    "i",
    "k",
    "K",
    "sum(",
    "delta(",
]


def random_texts(count, seed=20261127):
    """Strings of pieces of derivations, of any characters, and right derivations with pieces changed."""
    rng = random.Random(seed)
    models = [e.task.solution for e in (*EXERCISES.values(), SOFTMAX, GRADIENT) if e.kind == "derivation"]
    for n in range(count):
        if n % 4 == 0:
            yield FIRST + " ".join(rng.choices(ATOMS, k=rng.randint(1, 60)))
        elif n % 4 == 1:
            yield "".join(chr(rng.choice((rng.randrange(32, 127), rng.randrange(0x110000)))) for _ in range(30))
        else:
            text = rng.choice(models)
            for _ in range(rng.randint(1, 4)):
                at = rng.randrange(len(text))
                text = text[:at] + rng.choice(ATOMS) + text[at + rng.randint(0, 6) :]
            yield text * rng.choice((1, 1, 1, 7))


def judged(exercise, text):
    WATCHING.append(True)
    try:
        result = judge(exercise, text, cases_for(exercise))
        str(result), result._repr_html_()
        return result
    except Unsolved:
        return None
    finally:
        WATCHING.clear()


def spent(monkeypatch):
    """Steps of evaluation taken, by the budgets that were made."""
    made = []
    kept = evaluate.Budget.__init__

    def remember(self, *args, **kwargs):
        kept(self, *args, **kwargs)
        made.append(self)

    monkeypatch.setattr(evaluate.Budget, "__init__", remember)
    return made


RUN: list[str] = []
WATCHING = []


def _watch(event, args):
    if WATCHING and event in ("exec", "open", "import", "os.system", "subprocess.Popen"):
        RUN.append(event)


sys.addaudithook(_watch)


@pytest.fixture(autouse=True)
def nothing_is_run():
    """Python itself says when code is run, a module imported, a file opened."""
    for exercise in (SIGMOID, SOFTMAX, GRADIENT):
        cases_for(exercise)
        judged(exercise, exercise.task.solution)
    RUN.clear()
    yield
    assert not RUN


def test_the_watch_sees_code_that_is_run():
    WATCHING.append(True)
    try:
        exec("1 + 1")
    finally:
        WATCHING.clear()
    assert RUN == ["exec"]
    RUN.clear()


def check_cost(texts, monkeypatch):
    """Steps are bounded whatever the machine is doing; so is memory."""
    whole = evaluate.Budget().left
    budgets = spent(monkeypatch)
    for exercise, text in texts:
        budgets.clear()
        tracemalloc.start()
        judged(exercise, text)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert sum(whole - b.left for b in budgets) <= whole + len(budgets), text[:200]
        assert peak < 50 * MB, f"{peak / MB:.0f} MB: {text[:200]!r}"


def test_by_hand(monkeypatch):
    texts = [(SIGMOID, FIRST + t) for t in BY_HAND]
    texts += [(SOFTMAX, f"d(h[i], a[k])\n= {t}") for t in BY_HAND_WITH_AXES]
    check_cost(texts, monkeypatch)


def test_a_long_line_before_a_false_one_costs_little():
    """What one change of it would give is looked for in as many places as it has."""

    def added(terms):
        return "z" if terms == 1 else f"({added(terms // 2)} + {added(terms - terms // 2)})"

    WATCHING.append(True)
    try:
        with limited(2_000_000) as calls:
            result = judge(SIGMOID, FIRST + f"exp(-z) / (1 + exp(-z))**2 + 0 * {added(150)}\n= z", cases_for(SIGMOID))
    finally:
        WATCHING.clear()
    assert "line 3 is not line 2" in str(result) and calls() > 100_000


@pytest.mark.parametrize("count", [1000, pytest.param(10_000, marks=pytest.mark.slow)])
def test_random_strings(count):
    exercises, lost = itertools.cycle((SIGMOID, SOFTMAX, GRADIENT)), 0
    for text in random_texts(count):
        result = judged(next(exercises), text)
        lost += result is not None and not result.passed
    assert lost > count / 2, "hardly any of these should be a derivation"


def test_random_strings_cost_little(monkeypatch):
    check_cost(zip(itertools.cycle((SIGMOID, SOFTMAX, GRADIENT)), random_texts(200, seed=7)), monkeypatch)


@pytest.mark.parametrize("text", ["1" + "+z" * 400_000, "\u0455" * 1_000_000, "d(z, z) = " * 100_000])
def test_a_megabyte_is_not_even_read(text):
    result = judged(SIGMOID, text)
    assert "characters; 10000 are read at most" in str(result)


def test_a_look_alike_is_named():
    for sign in "\u0435\u0455\u0440\u0430\uff53\u03bf":
        result = judged(SIGMOID, FIRST + f"{sign} * 2")
        assert unicodedata.name(sign) in str(result), str(result)
