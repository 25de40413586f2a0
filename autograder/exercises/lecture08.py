"""Lecture 08: XOR by hand and by training, the same function with other weights, settings for a spiral."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import product

import numpy as np

from autograder.checking.derivation.task import derivation
from autograder.checking.exercise import EXTREME, Inputs, Property, exercise
from mlpkit import constructions as lib

CORNERS = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
XOR = np.array([0.0, 1.0, 1.0, 0.0])


def _four_arrays(value, n_in: int = 2) -> list[np.ndarray]:
    """W (H, n_in), b (H,), v (H,), c from what a student typed; a complaint about anything else."""
    if hasattr(value, "params"):
        raise ValueError("this is a network: hand over copies of its weights, net.params")
    parts = list(value)
    if len(parts) != 4:
        raise ValueError(f"give four things: W, b, v, c; there are {len(parts)}")
    W, b, v, c = (np.asarray(p, dtype=float) for p in parts)
    v, c = v.reshape(-1), c.reshape(-1)
    if W.ndim != 2 or W.shape[1] != n_in or b.shape != (len(W),) or v.shape != (len(W),) or c.shape != (1,):
        shapes = ", ".join(str(np.shape(p)) for p in parts)
        raise ValueError(
            f"W, b, v, c must have the shapes (H, {n_in}), (H,), (H,) or (1, H), and (); they have {shapes}"
        )
    return [W, b, v, c]


CUBE = np.array(list(product((0.0, 1.0), repeat=3)))
ODD = CUBE.sum(axis=1) % 2


def _relu_network(value, X):
    W, b, v, c = _four_arrays(value, n_in=3)
    if len(W) != 3:
        raise ValueError(f"three hidden units are asked for, there are {len(W)}")
    y = np.maximum(X @ W.T + b, 0) @ v + c
    return np.where(np.abs(y - np.round(y)) < 0.01, np.round(y), y)


def _folded(b, v, c=0):
    """Three units that all read the sum of the switches."""
    return np.ones((3, 3)), np.array(b), np.array(v), c


exercise(
    "parity_with_relus",
    lecture="08",
    points=2,
    topics="K4 H16 K5",
    cases=lambda rng: [Inputs((CUBE,))],
    call=_relu_network,
    accept=lambda X: ((ODD, ODD),),
    outputs=("the network's output for each of (0,0,0), (0,0,1), (0,1,0), …, (1,1,1)",),
    wrong={
        "folded once": (
            _folded((0, -1, -2), (1, -2, 0)),
            "With two ones the output is back at 0, and with three it is −1. It has to turn upwards once more.",
        ),
        "turned too little": (
            _folded((0, -1, -2), (1, -2, 1)),
            "With three ones the output is 0. From two ones to three it stays level, where it should rise by 1.",
        ),
        "number of ones": (
            _folded((0, -1, -2), (1, 0, 0)),
            "This is the number of ones. The slope has to change its sign between one and two ones, and between two "
            "and three.",
        ),
        "even": (
            _folded((0, -1, -2), (-1, 2, -2), 1),
            "This is 1 where the number of ones is even, and 0 where it is odd.",
        ),
        "any": (
            _folded((0, -1, -2), (1, -1, 0)),
            "This is 1 as soon as one switch is on. With two ones it has to be 0 again.",
        ),
        "all 0": (_folded((0, -1, -2), (0, 0, 0)), "The output is 0 at all eight corners."),
    },
    hints=(
        "The two units of XOR made the output go up, then down, along the sum of the inputs. What must it do with a "
        "third switch?",
        "With u = x₁ + x₂ + x₃ the output is to be 0, 1, 0, 1 at u = 0, 1, 2, 3. Each ReLU may change the slope at one "
        "place.",
        "All three units have the weights 1, 1, 1; one wakes up at u = 0, one at u = 1 and one at u = 2. The slopes "
        "+1, −1, +1 are sums of the output weights of those that are awake.",
    ),
)


def _step_network(value, X):
    W, b, v, c = _four_arrays(value)
    if len(W) != 2:
        raise ValueError(f"two hidden units are asked for, there are {len(W)}")
    return ((X @ W.T + b >= 0) @ v + c >= 0).astype(float)


ONES = ((1, 1), (1, 1))

exercise(
    "xor_with_steps",
    lecture="08",
    points=2,
    topics="K4 H17",
    cases=lambda rng: [Inputs((CORNERS,))],
    call=_step_network,
    accept=lambda X: ((XOR, XOR),),
    outputs=("the network's answer to each of (0,0), (0,1), (1,0), (1,1)",),
    wrong={
        "NOR": (
            (ONES, (0, -1), (1, -2), 0),
            "This network says 1 at (0,0) only. The weights of the ReLU network do that when its units are steps: a "
            "step is 1 at 0, so the unit with bias 0 is always on.",
        ),
        "OR": ((ONES, (-0.5, -1.5), (1, 0), -0.5), "This is OR: right at three corners, and 1 at (1,1)."),
        "AND": ((ONES, (-0.5, -1.5), (0, 1), -0.5), "This is AND: 1 at (1,1) only."),
        "NAND": ((ONES, (-0.5, -1.5), (0, -1), 0.5), "This says 0 at (1,1) only: right at three corners."),
        "same": (
            (ONES, (-0.5, -1.5), (-1, 1), 0.5),
            "This is the exact opposite of XOR: it says 1 where the inputs are equal.",
        ),
        "all 1": ((ONES, (-0.5, -1.5), (1, 1), 0), "This network says 1 at all four corners."),
        "all 0": ((ONES, (-0.5, -1.5), (1, -1), -1.5), "This network says 0 at all four corners."),
    },
    hints=(
        "Each hidden unit draws one line. Which two lines cut off (0,0) on one side and (1,1) on the other?",
        "XOR = (x₁ OR x₂) AND NOT (x₁ AND x₂). One hidden unit for OR, one for AND.",
        "OR needs x₁ + x₂ ≥ ½, AND needs x₁ + x₂ ≥ 1½: write down two rows of W and two biases. The output is to be 1 "
        "when the first unit is on and the second is off: one positive and one negative weight, and a bias between.",
    ),
)


def _trained(value, X):
    """1 or 0 where the tanh network is at least 90 % sure, ½ where it is not."""
    W, b, v, c = _four_arrays(value)
    p = 1 / (1 + np.exp(-np.clip(np.tanh(X @ W.T + b) @ v + c, -500, 500)))
    return np.where(p >= 0.9, 1.0, np.where(p <= 0.1, 0.0, 0.5))


def _with_logits(*z):
    """W, b, v, c of a tanh network that has these logits at the corners (0,0), (0,1), (1,0), (1,1)."""
    W, b = np.array([[20, 20], [20, 20], [20, -20]]), np.array([-10, -30, -10])
    *v, c = np.linalg.solve(np.column_stack([np.tanh(CORNERS @ W.T + b), np.ones(4)]), z)
    return W, b, np.array(v), c


exercise(
    "trained_xor",
    lecture="08",
    points=2,
    topics="K4 H17 K20",
    cases=lambda rng: [Inputs((CORNERS,))],
    call=_trained,
    accept=lambda X: ((XOR, XOR),),
    outputs=("the answer at each corner, ½ standing for less than 90 % confident,",),
    wrong={
        "unsure everywhere": (
            _with_logits(0, 0, 0, 0),
            "At no corner is this network 90 % sure: no logit is beyond ±2.2. Weights that start at zero stay alike; "
            "too few steps, a small rate and squared error on the logits also end so; or these are the weights from "
            "before the training.",
        ),
        "two corners alike (1,0)": (
            _with_logits(-9, 9, 0, 0),
            "It is unsure at (1,0) and (1,1), right at the other two: a common place to get stuck with two units. "
            "Start elsewhere (another seed), or take more hidden units.",
        ),
        "two corners alike (0,1)": (
            _with_logits(-9, 0, 9, 0),
            "It is unsure at (0,1) and (1,1), right at the other two: a common place to get stuck with two units. "
            "Start elsewhere (another seed), or take more hidden units.",
        ),
        "OR": (
            _with_logits(-9, 9, 9, 9),
            "This network is sure of OR: it says 1 at (1,1). Are the targets 0, 1, 1, 0?",
        ),
        "targets exchanged": (_with_logits(9, -9, -9, 9), "It has learnt the opposite: 1 where the inputs are equal."),
    },
    hints=(
        "Lecture 06 has everything: a forward pass, the deltas, the gradients. Here they run in a loop.",
        "With logit z and p = σ(z), cross-entropy has δ = (p − t) / N at the output. Then δ at the hidden units, four "
        "gradients, four updates; a thousand times.",
        "MLP([2, 4, 1], activation='tanh', init='xavier', loss='bce_with_logits') with `fit`, batch_size=None and a "
        "rate around 0.5 will do. Then hand over copies of its `params`, in their order.",
    ),
)


exercise(
    "sign_derivation",
    lecture="08",
    points=1,
    topics="K20",
    task=derivation(
        first="g * v * tanh(g * z)",
        names={"z": "", "v": "", "_u": ""},
        given={"g": "sign(_u)"},
        said={"g": "1 or -1"},
        through={"tanh is odd": ("g * v * g * tanh(z)", "g**2 * v * tanh(z)")},
        last="v z",
        last_functions="tanh",
        solution="""
g * v * tanh(g * z)
= g * v * g * tanh(z)
= v * tanh(z)
""",
    ),
    wrong={
        "sign left over": ("g * v * tanh(z)", "There are two signs: one from the weight out, one from the tanh."),
        "minus": ("-v * tanh(z)", "Two equal signs make a plus, whichever they are."),
        "two tanh": ("v * tanh(z)**2", "The sign comes out of tanh; the function stays as it is."),
    },
    hints=(
        "What does an odd function do with a sign of its argument?",
        "tanh(−z) = −tanh(z), so that tanh(g·z) = g·tanh(z) for both values of g.",
        "Now there are two factors g. What is the square of 1, and of −1?",
    ),
)


def _networks(rng: np.random.Generator) -> Iterator[tuple]:
    for dtype in ("float32", "float64"):
        for H, D, K in ((3, 2, 1), (4, 4, 4), (5, 3, 2), (1, 2, 1)):
            yield tuple(rng.normal(size=shape).astype(dtype) for shape in ((H, D), (H,), (K, H)))


def _orders(rng: np.random.Generator) -> Iterator[Inputs]:
    for W1, b1, W2 in _networks(rng):
        H = len(b1)
        # A cycle is never its own inverse for H > 2, so that inverse orders are told apart.
        order = np.roll(np.arange(H), 1) if H == 3 else rng.permutation(H)
        yield Inputs((W1, b1, W2, [int(i) for i in order]))


def _run(W1, b1, W2, X):
    return np.tanh(X @ W1.T + b1) @ W2.T


def _other_function(run, case, outputs):
    """The new weights must give the old outputs on points of their own."""
    W1, b1, W2, _ = case.args
    X = np.random.default_rng(0).normal(size=(6, W1.shape[1]))
    before, after = _run(W1, b1, W2, X), _run(*outputs, X)
    same = np.allclose(before, after, rtol=0, atol=1e-4 if W1.dtype == np.float32 else 1e-9)
    return None if same else "the new weights compute another function; a tanh network should not notice the change"


SAME_FUNCTION = Property("a tanh network computes the same with the new weights", _other_function)


def _in_place(W1, b1, W2, order):
    W1[:], b1[:], W2[:] = W1[order], b1[order], W2[:, order]
    return W1, b1, W2


def _inverse(W1, b1, W2, order):
    back = np.argsort(order)
    return W1[back], b1[back], W2[:, back]


exercise(
    lib.permute_hidden,
    lecture="08",
    points=2,
    topics="K20",
    cases=_orders,
    outputs=("W1", "b1", "W2"),
    holds=(SAME_FUNCTION,),
    wrong={
        "output weights left": (
            lambda W1, b1, W2, order: (W1[order], b1[order], W2),
            "W2 is as it was. The units have moved, and the output still expects them in their old places.",
        ),
        "biases left": (
            lambda W1, b1, W2, order: (W1[order], b1, W2[:, order]),
            "b1 is as it was. A bias belongs to its unit and moves with it.",
        ),
        "input weights left": (
            lambda W1, b1, W2, order: (W1, b1[order], W2[:, order]),
            "W1 is as it was. Its rows belong to the hidden units and move with them.",
        ),
        "inverse order": (
            _inverse,
            "This applies the inverse order. New unit i is to be the old unit order[i]; here old unit i has become "
            "the new unit order[i]. It is the same function too, but other weights than asked for.",
        ),
        "reversed": (
            lambda W1, b1, W2, order: (W1[::-1], b1[::-1], W2[:, ::-1]),
            "The units are in reversed order, whatever `order` says.",
        ),
        "changes its inputs": (
            _in_place,
            "The new weights are written into the arrays that were passed in. The caller wants to compare old and new.",
        ),
    },
    hints=(
        "Where do the numbers of one hidden unit stand? Some in W1, one in b1, some in W2. They move together.",
        "Row i of the new W1 is row order[i] of the old one; the same for b1; and for the columns of W2.",
        "An array may be indexed by a list of positions: that picks rows. With a colon before the comma it picks "
        "columns.",
    ),
)


def _signs(rng: np.random.Generator) -> Iterator[Inputs]:
    for W1, b1, W2 in _networks(rng):
        signs = rng.choice([-1, 1], len(b1))
        signs[:2] = ((-1, 1) if W1.dtype == np.float32 else (1, -1))[: len(b1)]
        yield Inputs((W1, b1, W2, signs))
    for sign in (1, -1):
        yield Inputs((W1, b1, W2, np.full_like(signs, sign)))


def _flip(one=True, bias=True, two=True, kept=True):
    """Signs flipped in some of the three places, keeping the dtype or not."""

    def flip(W1, b1, W2, signs):
        s = signs.astype(W1.dtype) if kept else signs
        return W1 * s[:, None] if one else W1, b1 * s if bias else b1, W2 * s if two else W2

    return flip


exercise(
    lib.flip_signs,
    lecture="08",
    points=2,
    topics="K20",
    cases=_signs,
    outputs=("W1", "b1", "W2"),
    holds=(SAME_FUNCTION,),
    wrong={
        "bias left": (
            _flip(bias=False),
            "b1 is as it was. The whole pre-activation must change its sign, the bias included.",
        ),
        "output weights left": (
            _flip(two=False),
            "W2 is as it was. What the first layer turns round, the second must turn back.",
        ),
        "input weights left": (_flip(one=False), "W1 is as it was: its rows change sign with their units."),
        "all flipped": (
            lambda W1, b1, W2, signs: (-W1, -b1, -W2),
            "Every unit is flipped, whatever `signs` says.",
        ),
        "one sign for all": (
            lambda W1, b1, W2, signs: tuple(W * W.dtype.type(signs.min()) for W in (W1, b1, W2)),
            "Where one sign is −1 every unit is flipped. Each unit has a sign of its own.",
        ),
        "the first always": (
            lambda W1, b1, W2, signs: _flip()(W1, b1, W2, np.append(-1, signs[1:])),
            "The first unit is flipped whatever its sign says.",
        ),
        "float64": (
            _flip(kept=False),
            "float32 weights come back as float64: a product with an int64 array, for one, does "
            "that. Give the signs the dtype of the weights first.",
        ),
    },
    hints=(
        "Which numbers make up the pre-activation of unit i? They all change sign. Who reads the unit's output?",
        "Row i of W1, entry i of b1 and column i of W2 are multiplied by signs[i].",
        "signs has shape (H,) and multiplies columns of a (K, H) array as it is. For the rows of a (H, D) array it "
        "needs a second axis of length 1. Cast it to the weights' dtype first.",
    ),
)

EPOCHS, UPDATES = 100, 1500


def _playground():
    """The playground's training and settings. Widgets come with them, so they are imported only here."""
    from mlpkit.explore.playground.model import Training
    from mlpkit.explore.playground.settings import Settings

    return Training, Settings


def _spiral(rng: np.random.Generator) -> Iterator[Inputs]:
    # Imported before the clock of a call runs, and drawn once: a training run takes a while.
    _playground()
    yield Inputs((CORNERS,), EXTREME)


def _separates(text, X):
    """0, 1 or 2: how far a playground network with these settings gets on the spiral."""
    Training, Settings = _playground()
    if not isinstance(text, str):
        raise ValueError(f"give the settings as text: {type(text).__name__} is something else")
    training = Training(replace(Settings.from_text(text), data="spiral", n=300, noise=0.2, train=0.5, points=()))
    a_pass = -(-training.n_train // training.settings.batch)
    for _ in range(min(EPOCHS, UPDATES // a_pass)):
        if not training.epoch() or training.accuracy()[0] == 1:
            break
    seen, new = training.accuracy()
    return 2 if new >= 0.9 else 1 if seen >= 0.75 else 0


exercise(
    "spiral_settings",
    lecture="08",
    points=2,
    topics="H24 O21",
    cases=_spiral,
    call=_separates,
    accept=lambda X: ((2, 2),),
    outputs=("the stage (0: not learnt, 1: in part, 2: separated)",),
    wrong={
        "not learnt": (
            "layers= batch=150",
            "After its training this network is wrong on more than a quarter of the points that it was trained on. "
            "A straight line is wrong on about a third. The check trains it on its own noisy spiral, whatever `data` "
            "and `noise` say. Look at the units, the layers, the rate, the penalty and the features, one by one.",
        ),
        "in part": (
            "layers=8:tanh optimiser=adam rate=0.03 batch=150",
            "It has learnt something: at least three quarters of the training points are right. Of the new points, "
            "fewer than 90 % are.",
        ),
    },
    hints=(
        "Watch the playground: is the network too small for the pattern, or is the training too slow?",
        "What the hidden units get matters as much as how many there are. An arm crosses x₁ = 0 several times: which "
        "feature does so as well? And Adam adapts the step of each weight.",
        "In the playground, switch on the two features that go up and down as the arms do, take a second layer, choose "
        "the optimiser that adapts, and copy the line of text from the last field.",
    ),
)
