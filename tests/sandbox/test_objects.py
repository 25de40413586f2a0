"""What a test lends to a student's function: how it travels, what may call back, and what cannot be spoilt."""

import functools
import sys

import numpy as np
import pytest

from autograder.exercises.lecture07 import Halve
from autograder.runtime.frames import pack, unpack_frame
from autograder.runtime.objects import (
    Incoming,
    Outgoing,
    copy_back,
    copy_state,
    own_description,
    plain_state,
)
from autograder.runtime.plain_data import NotPlain, ProtocolError
from autograder.runtime.raised import Raised, RemoteError
from autograder.sandbox import callbacks as border
from autograder.sandbox.callbacks import CallbackTable
from mlpkit import ACTIVATIONS, activations, autodiff, layers
from mlpkit.layers import Dense, Dropout


def crossed(value, lend=None, call_back=None):
    """(what arrives on the student's side, the objects that were sent, those that were made)."""
    outgoing, incoming = Outgoing(lend), Incoming(call_back)
    return unpack_frame(pack(value, outgoing), incoming), outgoing.things, incoming.things


def asked(lent, function, *args, seconds=5.0):
    """(it went well, value or the error's text) of a lent function, over the border and back."""
    number = lent.outgoing()(function)["callback"]
    return again(lent, number, *args, seconds=seconds)


def again(lent, number, *args, seconds=5.0, **kwargs):
    kind, serial, well, value, _ = unpack_frame(lent.reply(["callback", 7, number, args, kwargs], seconds, None))
    assert (kind, serial) == ("value", 7)
    return well, value


def test_a_lent_function_gives_values_and_the_text_of_errors():
    lent = CallbackTable()
    assert asked(lent, lambda x: x**2, 3.0) == (True, 9.0)
    assert asked(lent, Dense(2, 3, rng=np.random.default_rng(0)).forward, np.zeros((4, 2)))[1].shape == (4, 3)
    assert again(lent, lent.outgoing()(lambda x, by=1: x / by)["callback"], 3.0, by=2) == (True, 1.5)
    well, said = asked(lent, lambda x: x[9], [1])
    assert not well and said == "IndexError: list index out of range"
    well, said = asked(lent, lambda: None, 1, 2)
    assert not well and "takes 0 positional arguments" in said


def test_numbers_are_used_once_and_end_with_the_test():
    lent = CallbackTable()
    first = lent.outgoing()(lambda x: x)["callback"]
    lent.take_back()
    second = lent.outgoing()(lambda x: -x)["callback"]
    assert again(lent, first, 1) == (
        False,
        "ValueError: this function can no longer be called: it belonged to an earlier test",
    )
    assert again(lent, second, 1) == (True, -1)


@pytest.mark.parametrize(
    "frame",
    [["callback"], ["callback", 1, "f", (), {}], ["callback", 1, 1, [2], {}], ["callback", True, 1, (), {}],
     ["callback", 1, 1, ()], ["callback", 1, 1, (), {1: 2}], ["callback"] * 5],
)  # fmt: skip
def test_what_is_not_a_call_is_refused(frame):
    lent = CallbackTable()
    lent.outgoing()(len)
    with pytest.raises(ProtocolError, match="not a call of a lent function"):
        lent.reply(frame, 1.0, None)


def answer_by_name(z):
    return activations.relu(z)


def _indirectly(z):
    return answer_by_name(z)


def holding(answer):
    return lambda z: answer(z)


class Owner:
    def __init__(self, answer):
        self.answer = answer

    def value(self, z):
        return self.answer(z)


@pytest.mark.parametrize(
    "function",
    [activations.relu, answer_by_name, _indirectly, holding(activations.relu), functools.partial(activations.relu, 1.0),
     Owner(activations.relu).value, functools.wraps(activations.relu)(lambda z: z)],
)  # fmt: skip
def test_a_function_that_would_compute_a_closed_answer_is_not_lent(function):
    lent = CallbackTable()
    lent.closed = [activations.relu]
    with pytest.raises(NotPlain, match="uses the answer"):
        lent._lend(function)
    lent.closed = []
    assert lent._lend(function) == 1


def test_a_lent_function_has_a_time_and_its_arguments_a_size():
    lent = CallbackTable()
    assert asked(lent, lambda n: [i for i in range(n) if i < 0], 10**12, seconds=0.1) == (
        False,
        "OutOfTime: no answer after 0.1 s of processor time: does a loop never end?",
    )
    well, said = asked(lent, np.ones, 10**9)
    assert not well and "MemoryError" in said
    well, said = asked(lent, lambda x: x, np.zeros(border.LARGEST // 8 + 1))
    assert not well and "more than 4 MB" in said
    assert asked(lent, lambda x: x, ["x" * 3_000_000, {"y" * 3_000_000: 1}])[0] is False


def test_calls_within_calls_end():
    lent = CallbackTable()

    def deeper():
        well, said = again(lent, number)
        if not well:
            raise RemoteError(Raised("ValueError", said))

    number = lent.outgoing()(deeper)["callback"]
    well, said = again(lent, number)
    assert not well and "too deeply" in said


def test_generators_and_library_objects_are_made_again_and_stand_where_they_stood():
    layer, rng = Dense(2, 3, rng=np.random.default_rng(0)), np.random.default_rng(5)
    back, sent, made = crossed([layer, rng, np.float32, activations.relu])
    assert np.array_equal(back[0].W, layer.W) and back[0] is not layer
    assert back[1].normal() == rng.normal() and back[2] is np.float32 and back[3] is activations.relu
    assert sent == [layer, rng] and made == back[:2]


def test_one_object_stays_one_wherever_it_stands():
    rng = np.random.default_rng(5)
    x = autodiff.Node(np.ones(2))
    y = x * x
    x.around = {"again": [y]}
    (end, again, shared), sent, made = crossed([y + x, x, Dropout(0.5, rng=rng)], lambda function: 7)
    assert [type(thing).__name__ for thing in made] == ["Node", "Node", "Node", "Dropout", "Generator"]
    assert end.parents[1][0] is again and end.parents[0][0].parents[0][0] is again
    assert again.around["again"][0] is end.parents[0][0] and shared.rng is made[-1]
    assert [np.array_equal(a.value, b.value) for a, b in zip(sent[:3], made[:3], strict=True)] == [True] * 3


def test_an_object_that_only_a_check_knows_shows_what_its_class_names():
    lent = {}
    calls = lambda number, args, kwargs: lent[number](*args, **kwargs)  # noqa: E731
    halve = Halve()
    halve.inner = 5

    def lend(function):
        lent[len(lent)] = function
        return len(lent) - 1

    (there,), _, _ = crossed([halve], lend, calls)
    assert there.forward(4.0) == 2.0 and there.params == {} and there.learnt == ()
    assert not hasattr(there, "inner") and not hasattr(there, "__hidden")
    with pytest.raises(AttributeError):
        calls(max(lent), ("__class__",), {})


def test_what_a_call_did_to_an_object_is_shown_but_nothing_of_its_class():
    layer = Dense(2, 3, rng=np.random.default_rng(0))
    state = plain_state(layer)
    state.update(dW=np.ones_like(layer.dW), X=np.zeros((1, 2)), forward=3.0, __class__="x", params=[1])
    state[5] = 1
    copy_state(layer, state)
    assert layer.dW.all() and layer.X.shape == (1, 2) and callable(layer.forward) and type(layer) is Dense
    copy_state(layer, [1, 2])


def test_what_everybody_shares_stays_as_it_is():
    shared = ACTIVATIONS["relu"]
    copy_state(shared, {"f": None, "grad": 0.0, "new": 1})
    assert vars(shared) == {"f": shared.f, "grad": shared.grad} and callable(shared.f)


@pytest.mark.parametrize("held", [lambda thing: thing, lambda thing: {"first": thing}, lambda thing: [thing]])
def test_what_a_module_holds_is_everybodys(held, monkeypatch):
    layer = Dense(2, 3, rng=np.random.default_rng(0))
    monkeypatch.setattr(activations, "HELD", held(layer), raising=False)
    copy_state(layer, {**plain_state(layer), "W": np.zeros_like(layer.W)})
    assert layer.W.any()


def test_what_a_call_did_to_a_generator_is_shown_in_few_steps():
    """A check may hand one over some thousand times: of what a module holds, Python's own names are not looked at."""
    looked = []
    rng = np.random.default_rng(0)
    state = plain_state(rng)
    sys.setprofile(lambda frame, event, argument: looked.append(event))
    try:
        copy_state(rng, state)
    finally:
        sys.setprofile(None)
    modules = [
        m for n, m in sys.modules.items() if n.split(".")[0] == "mlpkit" or n.startswith("autograder.exercises.")
    ]
    assert len(looked) < 10 * (len(sys.modules) + sum(len(vars(m)) for m in modules))


def local_class():
    class Local:
        __module__ = "mlpkit.layers"

    return Local()


class Slotted:
    __slots__ = ("n",)
    __module__ = "mlpkit.layers"


def test_an_object_that_cannot_be_made_again_is_named(monkeypatch):
    monkeypatch.setattr(layers, "Slotted", Slotted, raising=False)
    for thing, why in ((local_class(), "stands in no module under its name"), (Slotted(), "it has __slots__")):
        with pytest.raises(NotPlain, match=f"of mlpkit.layers does not travel into the sandbox: .*{why}"):
            Outgoing(None)(thing)


def test_a_forged_generator_is_refused():
    rng = np.random.default_rng(0)
    good = own_description(rng)
    for bad in ({}, {"generator": 3}, {"generator": {**good["generator"], "state": {"state": "x", "inc": 1}}},
                {"generator": {**good["generator"], "has_uint32": 1 << 80}}):  # fmt: skip
        with pytest.raises(ProtocolError):
            copy_state(rng, bad)
    assert rng.normal() == np.random.default_rng(0).normal()


def test_arguments_are_changed_only_as_what_they_are():
    array, items, table = np.zeros(2), [1], {"a": 1}
    copy_back((array, items, table, 5), {0: np.ones(2), 1: [2, 3], 2: {"b": 2}, 3: 6, 9: 1, -2: 1})
    assert array.all() and items == [2, 3] and table == {"b": 2}
    copy_back((array, items), {0: np.zeros(3), 1: "no"})
    assert array.all() and items == [2, 3]
