"""What is saved of a notebook's functions and classes runs by itself."""

import linecache

import numpy as np
import pytest

from autograder.checking.source import source_with_helpers

CELL = '''
import numpy as np
from mlpkit.init import INITS
from mlpkit.validate import look_up as find

SCALE = 3


def double(z):
    return 2 * z


class Base:
    def start(self):
        return SCALE


class Layer(Base):
    """A layer with a helper, a base, a registry, a renamed import and a default."""

    def __init__(self, dtype=np.float32):
        self.dtype = dtype
        self.draw = find(INITS, "he", "init")

    def forward(self, X):
        return (double(X) + self.start()).astype(self.dtype)


def recursive(n):
    return 0 if n == 0 else 1 + recursive(n - 1)
'''


@pytest.fixture
def space():
    """The cell as a kernel runs it: in a module without a file, its lines known to linecache alone."""
    name = "<a cell>"
    linecache.cache[name] = (len(CELL), None, CELL.splitlines(keepends=True), name)
    found = {"__name__": "__main__"}
    exec(compile(CELL, name, "exec"), found)
    yield found
    del linecache.cache[name]


def run_alone(source):
    alone = {"__name__": "own"}
    exec(compile(source, "<alone>", "exec"), alone)
    return alone


def test_a_class_comes_with_everything_it_uses(space):
    alone = run_alone(source_with_helpers(space["Layer"]))
    layer = alone["Layer"]()
    np.testing.assert_array_equal(layer.forward(np.array([1.0, 2.0])), np.array([5, 7], np.float32))
    assert layer.forward(np.zeros(1)).dtype == np.float32
    assert layer.draw is space["INITS"]["he"]
    assert "recursive" not in alone


def test_a_function_that_calls_itself_comes_once(space):
    source = source_with_helpers(space["recursive"])
    assert source.count("def recursive") == 1
    assert run_alone(source)["recursive"](4) == 4


def test_what_an_argument_hides_does_not_come_along(space):
    """A notebook often has a variable that is named as an argument: an array, a NumPy number, an object."""
    name = "<another cell>"
    cell = "def scaled(z, loss, scale=2.0):\n    return loss(z) * scale * FACTOR\n"
    linecache.cache[name] = (len(cell), None, cell.splitlines(keepends=True), name)
    space |= {"__name__": "__main__", "loss": object(), "scale": np.float64(3.0), "FACTOR": np.float64(0.5)}
    exec(compile(cell, name, "exec"), space)
    source = source_with_helpers(space["scaled"])
    del linecache.cache[name]
    assert run_alone(source)["scaled"](4.0, abs) == 4.0
    assert "loss =" not in source and "import loss" not in source and "scale = 3" not in source


def test_a_class_without_source_is_refused():
    made = type("Made", (), {"f": eval("lambda self: 1")})
    with pytest.raises(OSError, match="Made"):
        source_with_helpers(made)


def test_what_a_variable_of_its_own_hides_does_not_come_along(space):
    """A loop's variable often has the name of an object that the notebook made, which no other notebook has."""
    name = "<a cell with a loop>"
    cell = "def last(layers):\n    for layer in layers:\n        found = layer\n    return found\n"
    linecache.cache[name] = (len(cell), None, cell.splitlines(keepends=True), name)
    space |= {"layer": space["Layer"](), "found": 3}
    exec(compile(cell, name, "exec"), space)
    source = source_with_helpers(space["last"])
    del linecache.cache[name]
    assert source.strip() == cell.strip()
