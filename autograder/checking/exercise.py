"""An exercise as data: inputs, what must hold, forbidden functions, hints, wrong answers and what to say of each."""

from __future__ import annotations

import difflib
import importlib
import pkgutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from autograder.course import author_folder

ORDINARY, EXTREME = "ordinary values", "extreme values"
UNTOLD = ""  # of a property: it neither holds nor is broken in a way of its own


@dataclass(frozen=True)
class Inputs:
    """One drawn call: the positional arguments, and the group of cases it belongs to."""

    args: tuple
    group: str = ORDINARY


def _no_cases(rng: np.random.Generator) -> Iterable[Inputs]:
    return ()  # its task draws its own


@dataclass(frozen=True)
class Property:
    """Something that must hold of any right answer; `text` says so, truly of every answer of which it holds.

    `broken(run, case, outputs)` returns None when it holds, a true sentence when it does not, UNTOLD to say nothing;
    `run(*args)` calls the student's function on other arguments and returns its outputs as a tuple.
    """

    text: str
    broken: Callable[[Callable, Any, tuple], str | None]
    once: bool = False  # it does not depend on the case, and one try is enough


@dataclass(frozen=True, eq=False)
class Exercise:
    """One exercise; see `exercise`."""

    name: str
    reference: Callable | None
    lecture: str
    points: float
    topics: tuple[str, ...]
    cases: Callable[[np.random.Generator], Iterable[Inputs]]
    wrong: Mapping[str, tuple[Any, str]]
    hints: tuple[str, ...]
    holds: tuple[Property, ...] = ()
    kinks: Callable[..., Iterable[float]] | None = None
    call: Callable | None = None
    watch: Callable | None = None
    accept: Callable[..., tuple] | None = None
    outputs: tuple[str, ...] = ("the result",)
    forbid: tuple[str, ...] = ()
    step: str = ""
    follows: Callable[..., Iterable] | None = None
    weights: tuple[float, ...] = ()
    free: tuple[int, ...] = ()
    exact: bool = False
    recorded: Callable[[], tuple] | None = None
    small: Callable[[], Any] | None = None
    task: Any = None
    model: Callable | None = None
    solution: str = ""
    shows_formula: bool = False

    @property
    def kind(self) -> str:
        """function, class or value; or what its task says: derivation, test, choice, …"""
        if self.task is not None:
            return self.task.kind
        return "value" if self.is_value else "class" if isinstance(self.reference, type) else "function"

    @property
    def notebook(self) -> str:
        """Name of the lecture's notebook, such as 02-activations."""
        return LECTURES[self.lecture]

    @property
    def key(self) -> str:
        """Its name in what a student's machine keeps: with the lecture's before it where that is not the course's."""
        return self.name if self.lecture in COURSE else f"{self.notebook}.{self.name}"

    @property
    def misconceptions(self) -> dict[str, str]:
        """Listed wrong answers and what a check says of each."""
        if self.task is None:
            return {name: said for name, (_, said) in self.wrong.items()}
        listed = {name: self.task.listed.format(said) for name, (_, said) in self.wrong.items()}
        return listed | self.task.misconceptions

    @property
    def is_value(self) -> bool:
        """Whether the student writes a value (judged by what it does), not a function or class."""
        return self.reference is None

    def called(self, function: Any, args: tuple) -> Any:
        """What a function gives for these arguments, called in the way that is to be judged."""
        return self.call(function, *args) if self.call else function(*args)


COURSE = {
    "00": "00-start-here",
    "01": "01-linear-models",
    "02": "02-activations",
    "03": "03-losses",
    "04": "04-softmax-cross-entropy",
    "05": "05-forward-pass",
    "06": "06-backpropagation",
    "07": "07-layers",
    "08": "08-xor",
    "09": "09-signals",
    "10": "10-steps",
    "11": "11-regression",
    "12": "12-overfitting",
    "13": "13-mnist",
}
# With those of an author's own folder.
LECTURES = author_folder.Lectures(COURSE)
author_folder.put_on_path()


class _Exercises(Mapping):
    """name -> exercise, in the order of the course; the descriptions are imported at first use."""

    def __init__(self) -> None:
        self._all: dict[str, Exercise] = {}
        self._loaded = False

    def _load(self) -> dict[str, Exercise]:
        if not self._loaded:
            self._loaded = True
            package = importlib.import_module("autograder.exercises")
            author_folder.extend_package(package, "exercises")
            for module in sorted(m.name for m in pkgutil.iter_modules(package.__path__)):
                author_folder.load(f"autograder.exercises.{module}")
        return self._all

    def add(self, item: Exercise) -> None:
        if item.name in self._all:
            where = f"{LECTURES[self._all[item.name].lecture]} has one of this name"
            raise ValueError(f"exercise {item.name!r} is described twice: {where}; take another name")
        self._all[item.name] = item

    def __getitem__(self, name: str) -> Exercise:
        known = self._load()
        if name not in known:
            near = difflib.get_close_matches(str(name), known, n=3)
            hint = f"; did you mean {' or '.join(near)}?" if near else ""
            raise ValueError(f"there is no exercise {name!r}{hint} Known: {', '.join(known)}")
        return known[name]

    def __contains__(self, name: object) -> bool:
        return name in self._load()

    def __iter__(self) -> Iterator[str]:
        return iter(self._load())

    def __len__(self) -> int:
        return len(self._load())

    def of(self, lecture: str) -> list[Exercise]:
        """The exercises of one lecture ("02") that are worth points, in order."""
        return [e for e in self.described(lecture) if e.kind != "prediction"]

    def described(self, lecture: str) -> list[Exercise]:
        """All exercises of one lecture, with its predictions, in order."""
        return [e for e in self._load().values() if e.lecture == lecture]


EXERCISES = _Exercises()


def exercise(
    reference: Callable | str,
    *,
    lecture: str,
    points: float,
    topics: str,
    hints: tuple[str, ...] = (),
    cases: Callable[[np.random.Generator], Iterable[Inputs]] | None = None,
    wrong: Mapping[str, tuple[Any, str]] | None = None,
    task: Any = None,
    **more: Any,
) -> Exercise:
    """Describe an exercise and register it under the name of its `reference`, an mlpkit function or class.

    reference  the mlpkit function; for a value exercise, its name as a string (then give `call` and `accept`)
    lecture    "02"; points, topics ("F2 H14") as in the syllabus
    cases      cases(rng) yields `Inputs`; ordinary groups call it again and again with new draws, so it draws all
               it uses from rng. Argument dtypes decide the dtype asked for. Random generators are `Seeded(7)`.
               Without it they are drawn from the shapes that the function has in `@checked`, by `drawn`
    wrong      name -> (function, sentence): common wrong answers; of a value exercise (value, sentence), of a class
               (class, sentence). The sentence must be true of every answer that behaves like the function on all
               cases, and is said as it stands. A wrong answer may call the right one
    hints      three steps: direction, formula, almost code; none is the answer
    holds      `Property(text, broken)` objects: see there
    kinks      kinks(*args), or `kinks_at(0.0)`: positions in args[0] where both one-sided values and all between count
    call       call(answer, *args) where a plain call is not what is to be judged: a class, a value, a function that
               takes functions. It returns one result or a tuple, each part named in `outputs`
    watch      watch(answer, *args) says in a clause what an answer does wrong on the way, with what it calls; or None
    accept     accept(*args) -> ((low, high), …): the accepted interval for each output, in place of the reference;
               (low, high, tolerance) widens it, as for chance: what differs by less counts as the same answer. A
               fourth entry is the dtype asked for
    outputs    a name for each output, for the report: ("the loss", "dZ")
    weights    how much each output counts; all the same if absent
    free       positions of outputs that nonsense of the right kind gets right, too; only what is earned beyond counts
    exact      whether the inputs are such that no rounding moves the outputs: a sum that is 0 stays 0
    forbid     dotted names of library functions that give the answer away ("scipy.special.expit")
    step       where in the lecture it comes from ("step 5 of the derivation above"), added to a diagnosis
    follows    follows(outputs, *args) yields a `Step` for each part of a chain's outputs, in the order of computing
    shows_formula   whether the stub has the docstring's `Formula:` paragraph: only where the lecture does not derive it
    task       for the kinds that are not a plain function, class or value: `derivation(…)` and its like, which say how
               an answer is judged. `reference` is then the exercise's name, or the function that solves it

    All of these names come from `autograder.describe`; template/KINDS.md has a complete example of each kind.
    """
    if lecture not in LECTURES:
        known = ", ".join(LECTURES)
        raise ValueError(f"lecture must be one of {known}, not {lecture!r}; one of your own has a line in mlpkit.toml")
    if len(hints) != 3 and getattr(task, "kind", "") != "prediction":
        raise ValueError(f"an exercise has three hints (direction, formula, almost code), not {len(hints)}")
    # Drawing makes Inputs, so it comes after this module.
    cases = importlib.import_module("autograder.checking.drawn_cases").cases_of(reference, task, cases, more)
    more = {k: tuple(v.split()) if k == "forbid" and isinstance(v, str) else v for k, v in more.items()}
    more = {k: tuple(v) if k in ("holds", "outputs", "weights", "free") else v for k, v in more.items()}
    item = Exercise(
        name=reference if isinstance(reference, str) else reference.__name__,
        reference=None if task is not None or isinstance(reference, str) else reference,
        lecture=lecture,
        points=float(points),
        topics=tuple(topics.split()),
        cases=cases or _no_cases,
        wrong=dict(wrong or {}),
        hints=tuple(hints),
        task=task if task is None else task.described_by(dict(wrong or {})),
        model=reference if task is not None and callable(reference) else None,
        **more,
    )
    EXERCISES.add(item)
    return item
