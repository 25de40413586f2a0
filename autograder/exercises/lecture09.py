"""Lecture 09: deltas layer by layer, and initialisation."""

import numpy as np

from autograder.checking.exercise import Inputs, Property, exercise
from autograder.exercises.lecture06 import LAYERS, batches_and_networks
from autograder.runtime.observe import Seeded
from mlpkit import backprop, diagnostics, init
from mlpkit.diagnostics import root_mean_square


def sizes_of(measure, dZ, X, *params):
    """The exercise's function on this network, and its list of sizes as separate outputs."""
    weights, layers = list(params[0::2]), LAYERS[-len(params) // 2 :]
    Zs, _ = backprop.forward_pass(X, weights, list(params[1::2]), layers)
    found = measure(dZ, Zs, weights, layers)
    plain = isinstance(found, (list, tuple)) or (isinstance(found, np.ndarray) and found.ndim == 1)
    return tuple(found) if plain else found


def sizes_by(
    size=root_mean_square,
    back=lambda dZ, weights, Zs, f, r: dZ @ weights[r] * f[r - 1].grad(Zs[r - 1]),
):
    """A measurement made of these two rules."""

    def measure(dZ, Zs, weights, activations):
        sizes = [size(dZ)]
        for r in reversed(range(1, len(weights))):
            dZ = back(dZ, weights, Zs, activations, r)
            sizes.insert(0, size(dZ))
        return sizes

    return measure


exercise(
    diagnostics.delta_sizes,
    lecture="09",
    points=3,
    topics="H22",
    cases=batches_and_networks,
    call=sizes_of,
    outputs=tuple(f"the size in layer {r}" for r in (1, 2, 3)),
    wrong={
        "no slope": (
            sizes_by(back=lambda dZ, weights, Zs, f, r: dZ @ weights[r]),
            "The factor f'(z) is missing on the way back. It is the factor that makes gradients vanish.",
        ),
        "slope taken at the activation": (
            sizes_by(back=lambda dZ, weights, Zs, f, r: dZ @ weights[r] * f[r - 1].grad(f[r - 1].f(Zs[r - 1]))),
            "The slope is taken at A = f(Z) instead of Z. f' wants what f was given.",
        ),
        "slope of the next layer": (
            sizes_by(back=lambda dZ, weights, Zs, f, r: dZ @ weights[r] * f[r].grad(Zs[r - 1])),
            "The slope is that of the next layer's activation function. A delta of layer r needs the f of layer r.",
        ),
        "mean of the absolute values": (
            sizes_by(size=lambda dZ: float(np.abs(dZ).mean())),
            "This is the mean of |δ|. The root mean square squares first, takes the mean, and then the root.",
        ),
        "standard deviation": (
            sizes_by(size=lambda dZ: float(dZ.std())),
            "This is the standard deviation, from which the mean is taken off first. The root mean square takes "
            "nothing off.",
        ),
        "length of the whole vector": (
            sizes_by(size=lambda dZ: float(np.linalg.norm(dZ))),
            "This is the length of δ, which also grows with the number of examples and units. Take the mean of the "
            "squares instead of their sum.",
        ),
        "no root": (
            sizes_by(size=lambda dZ: float(np.mean(dZ * dZ))),
            "This is the mean square. The root is missing.",
        ),
        "dZ for every layer": (
            sizes_by(back=lambda dZ, weights, Zs, f, r: dZ),
            "Every layer gets the size of dZ itself, which is that of the last one. Take down each size after the step "
            "back.",
        ),
        "last layer first": (
            lambda *args: sizes_by()(*args)[::-1],
            "The sizes come in the order in which they were found, last layer first. Return them first layer first.",
        ),
        "last layer left out": (
            lambda *args: sizes_by()(*args)[:-1],
            "One size is missing, that of the last layer: dZ itself.",
        ),
    },
    hints=(
        "It is the backward pass of lecture 06 without the gradients: go from the last layer to the first and take "
        "down one number a layer.",
        "Begin with the size of dZ. For r from the last layer down to the second: δ of layer r − 1 comes from δ of "
        "layer r, from the weights that lead into layer r, and from the slope at Z of layer r − 1.",
        "Start a list with root_mean_square of dZ. Loop over reversed(range(1, len(weights))), replace dZ by what "
        "hidden_delta says, and insert its size at the front.",
    ),
    step="section 2",
)

# In standard deviations of what is measured. Beyond seven lies one draw in 10¹¹.
CHANCE = 7.0
# Share of a normal distribution within one standard deviation of its mean.
WITHIN_ONE = 0.6826894921


def shapes_and_generators(rng):
    """About 30,000 weights, so that the spread is known to a few hundredths; a single unit, too."""
    for dtype in (np.float32, np.float64):
        few, many = int(rng.integers(80, 100)), int(rng.integers(320, 400))
        for n_out, n_in in ((few, many), (many, few), (1, 30_000)):
            yield Inputs((n_out, n_in, Seeded(int(rng.integers(1 << 30))), dtype))


def measured(draw, *args):
    """Shape and dtype of W, and what does not depend on the luck of the draw: its spread, its mean, its form."""
    W = draw(*args)
    if not isinstance(W, np.ndarray) or W.dtype.kind != "f" or W.size < 1000:
        return W, np.nan, np.nan, np.nan
    for lines, what in ((W, "rows"), (W.T, "columns")):
        if len(lines) > 1 and np.array_equal(lines[0], lines[1]) and (lines == lines[0]).all():
            raise ValueError(f"all {what} of W are the same: every weight is a number of its own, drawn from rng")
    spread, mean = float(W.std(dtype=float)), float(W.mean(dtype=float))
    within = float(np.mean(np.abs(W - mean) < spread))
    return np.zeros_like(W), spread, mean / spread if spread else 0.0, within


MEASURED = (
    "the shape of W",
    "the standard deviation of W",
    "the mean of W, in standard deviations",
    "the fraction of entries within one standard deviation of the mean",
)


def spread_of(std):
    """Accepts normal numbers with mean 0 and this standard deviation, std(n_out, n_in, *more)."""

    def accept(n_out, n_in, seed, dtype=np.float32, *more):
        zeros, size, n = np.zeros((n_out, n_in)), std(n_out, n_in, *more), n_out * n_in
        by_share = CHANCE * (WITHIN_ONE * (1 - WITHIN_ONE) / n) ** 0.5
        return (
            (zeros, zeros, 0.0, np.dtype(dtype)),
            (size, size, CHANCE * size / (2 * n) ** 0.5),
            (0.0, 0.0, CHANCE / n**0.5),
            (WITHIN_ONE, WITHIN_ONE, by_share),
        )

    return accept


def _ignores_the_generator(run, case, outputs):
    n_out, n_in, seed, *more = case.args
    again, other = (run(n_out, n_in, Seeded(s), *more)[1:] for s in (seed.seed, seed.seed + 1))
    if again != outputs[1:]:
        return "the same generator gives other weights the second time: draw everything from rng, the argument"
    if other == outputs[1:]:
        return "another generator gives the same weights: draw from rng, the argument, and not from one of your own"
    return None


def normal(std):
    def draw(n_out, n_in, rng, dtype=np.float32, *more):
        return rng.standard_normal((n_out, n_in), dtype) * float(std(n_out, n_in, *more))

    return draw


def uniform(reach):
    def draw(n_out, n_in, rng, dtype=np.float32, *more):
        size = float(reach(n_out, n_in, *more))
        return rng.uniform(-size, size, (n_out, n_in)).astype(dtype)

    return draw


def usual_mistakes(std):
    """What goes wrong with any spread: the shape, the dtype, the mean."""

    def turned(n_out, n_in, rng, dtype=np.float32, *more):
        return rng.standard_normal((n_in, n_out), dtype) * float(std(n_out, n_in, *more))

    def wide(n_out, n_in, rng, dtype=np.float32, *more):
        return rng.normal(0, std(n_out, n_in, *more), (n_out, n_in))

    def positive(n_out, n_in, rng, dtype=np.float32, *more):
        return np.abs(rng.standard_normal((n_out, n_in), dtype)) * float(std(n_out, n_in, *more))

    return {
        "transposed": (turned, "W must be (n_out, n_in): a row for each unit, with one weight for each of its inputs."),
        "float64": (
            wide,
            "W is float64 whatever `dtype` says. rng.normal makes float64, and so does a product with a NumPy scalar, "
            "such as np.sqrt(…): convert at the end.",
        ),
        "no negative weights": (positive, "No weight is negative. The mean must be 0."),
        "not scaled": (
            normal(lambda *args: 1.0),
            "The standard deviation is 1, whatever is asked for: standard normal numbers have to be scaled.",
        ),
        "uniform, right spread": (
            uniform(lambda *args: 3**0.5 * std(*args)),
            "The numbers are uniform. The docstring asks for normal ones.",
        ),
    }


SAME_GENERATOR = Property("the same generator gives the same weights, another one others", _ignores_the_generator)


exercise(
    init.he,
    lecture="09",
    points=2,
    topics="H28",
    cases=shapes_and_generators,
    call=measured,
    accept=spread_of(lambda n_out, n_in: (2 / n_in) ** 0.5),
    outputs=MEASURED,
    weights=(1, 5, 1, 1),
    free=(0, 2, 3),
    holds=[SAME_GENERATOR],
    wrong={
        **usual_mistakes(lambda n_out, n_in: (2 / n_in) ** 0.5),
        "variance for standard deviation": (
            normal(lambda n_out, n_in: 2 / n_in),
            "The standard deviation is 2/n_in, which is the variance asked for. NumPy's generators want a standard "
            "deviation: take the root.",
        ),
        "2/√n": (
            normal(lambda n_out, n_in: 2 / n_in**0.5),
            "The standard deviation is 2/√n_in: the 2 stands outside the root. He et al. have √(2/n_in). This is √2 "
            "times too wide, and over 20 layers a factor of a thousand.",
        ),
        "xavier": (
            normal(lambda n_out, n_in: n_in**-0.5),
            "The variance is 1/n_in, Xavier's. ReLU passes half of the mean square, so twice as much has to go in.",
        ),
        "n_out": (
            normal(lambda n_out, n_in: (2 / n_out) ** 0.5),
            "The variance is 2/n_out. What a unit adds up are its inputs: n is n_in.",
        ),
    },
    hints=(
        "What does a ReLU do to the mean square of a number that is as often negative as positive?",
        "Var(w) = 2/n_in, so that n_in · Var(w) · ½ = 1.",
        "rng has a method for standard normal numbers that takes a shape and a dtype. Multiply what it returns by a "
        "plain number, the root of the whole fraction 2/n_in, which leaves the dtype as it is.",
    ),
    step="the variance argument in section 1",
)
