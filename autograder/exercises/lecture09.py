"""Lecture 09, first half: deltas layer by layer, first weights, and the schedules of the learning rate."""

import functools
from math import cos, pi

import numpy as np
from scipy.special import ndtri

from autograder.checking.exercise import Inputs, Property, exercise
from autograder.exercises.lecture06 import LAYERS, batches_and_networks
from autograder.runtime.observe import Seeded
from mlpkit import backprop, diagnostics, init, schedules
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
    outputs=("the size in layer 0", "the size in layer 1", "the size in layer 2"),
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
            "The slope is that of the next layer's activation function. δ of layer r − 1 needs the f of layer r − 1.",
        ),
        "mean of the absolute values": (
            sizes_by(size=lambda dZ: float(np.abs(dZ).mean())),
            "This is the mean of |δ|. The root mean square squares first, takes the mean, and then the root.",
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
        "last layer first": (
            lambda *args: sizes_by()(*args)[::-1],
            "The sizes come in the order in which they were found, last layer first. Return them first layer first.",
        ),
    },
    hints=(
        "It is the backward pass of lecture 06 without the gradients: go from the last layer to the first and take "
        "down one number a layer.",
        "Begin with the size of dZ. At layer r ≥ 1, δ of layer r − 1 comes from δ of layer r, from weights[r], and "
        "from the slope at Zs[r − 1].",
        "Start a list with root_mean_square of dZ. Loop over reversed(range(1, len(weights))), replace dZ by what "
        "hidden_delta says, and insert its size at the front.",
    ),
    step="section 3",
)

# Of the sorted weights, the outermost hundredth at either end says little and scatters much: it is levelled.
EDGE = 0.01
# In standard deviations of a quantile. Beyond seven lies one draw in 10¹¹.
CHANCE = 7.0


def shapes_and_generators(rng):
    """About 30,000 weights, so that the spread is known to a few hundredths; a single unit, too."""
    for dtype in (np.float32, np.float64):
        few, many = int(rng.integers(80, 100)), int(rng.integers(320, 400))
        for n_out, n_in in ((few, many), (many, few), (1, 30_000)):
            yield Inputs((n_out, n_in, Seeded(int(rng.integers(1 << 30))), dtype))


def levels_and_generators(rng):
    for i, inputs in enumerate(shapes_and_generators(rng)):
        yield Inputs((*inputs.args, (0.01, 0.3)[i % 2])) if i < 4 else inputs


def in_order(draw, *args):
    """W with its entries in order of size: what is left when the luck of the draw is taken out."""
    W = draw(*args)
    if not isinstance(W, np.ndarray) or W.dtype.kind != "f" or W.size < 1000:
        return W
    flat, cut = np.sort(W, axis=None), int(EDGE * W.size)
    return np.clip(flat, flat[cut], flat[-1 - cut]).reshape(W.shape)


@functools.lru_cache(maxsize=64)
def _normal(n):
    """Quantiles of n standard normal numbers in order of size, and how far each may lie off by chance."""
    p = np.clip((np.arange(n) + 0.5) / n, EDGE, 1 - EDGE)
    z = ndtri(p)
    return z, CHANCE * np.sqrt(p * (1 - p) / n) / (np.exp(-z * z / 2) / np.sqrt(2 * np.pi))


def spread_of(std):
    """Accepts normal numbers with mean 0 and this standard deviation, std(n_out, n_in, *more)."""

    def accept(n_out, n_in, seed, dtype=np.float32, *more):
        z, chance = (std(n_out, n_in, *more) * a.reshape(n_out, n_in) for a in _normal(n_out * n_in))
        return ((z, z, chance, np.dtype(dtype)),)

    return accept


def _ignores_the_generator(run, case, outputs):
    n_out, n_in, seed, *more = case.args
    again, other = (run(n_out, n_in, Seeded(s), *more)[0] for s in (seed.seed, seed.seed + 1))
    if not np.array_equal(again, outputs[0]):
        return "the same generator gives other weights the second time: draw everything from rng, the argument"
    if np.array_equal(other, outputs[0]):
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
        "float64": (wide, "The numbers are right, but rng.normal always makes float64. Convert them to `dtype`."),
        "no negative weights": (positive, "No weight is negative. The mean must be 0."),
        "not scaled": (
            normal(lambda *args: 1.0),
            "The standard deviation is 1, whatever is asked for: standard normal numbers have to be scaled.",
        ),
        "uniform, right spread": (
            uniform(lambda *args: 3**0.5 * std(*args)),
            "The mean and the spread are right, but the numbers are uniform. The docstring asks for normal ones.",
        ),
    }


SAME_GENERATOR = Property("the same generator gives the same weights, another one others", _ignores_the_generator)

exercise(
    init.gaussian,
    lecture="09",
    points=1,
    topics="H28",
    cases=levels_and_generators,
    call=in_order,
    accept=spread_of(lambda n_out, n_in, std=0.01: std),
    outputs=("W, with its entries in order of size,",),
    holds=[SAME_GENERATOR],
    wrong={
        **usual_mistakes(lambda n_out, n_in, std=0.01: std),
        "variance for standard deviation": (
            normal(lambda n_out, n_in, std=0.01: std**2),
            "The weights are too narrow: their standard deviation is std². N(0, std²) names the variance, and NumPy's "
            "generators want the standard deviation.",
        ),
        "root of the standard deviation": (
            normal(lambda n_out, n_in, std=0.01: std**0.5),
            "The weights are too wide: their standard deviation is √std. std already is the standard deviation.",
        ),
        "std ignored": (
            normal(lambda n_out, n_in, std=0.01: 0.01),
            "The standard deviation is 0.01 whatever `std` says.",
        ),
        "uniform": (
            uniform(lambda n_out, n_in, std=0.01: std),
            "These numbers are uniform between −std and std. The docstring asks for normal ones.",
        ),
    },
    hints=(
        "A generator makes standard normal numbers: mean 0, standard deviation 1. What does a factor do to the two?",
        "If u ~ N(0, 1) then std · u ~ N(0, std²).",
        "rng has a method for standard normal numbers that takes a shape and a dtype. Multiply what it returns by "
        "std, a plain number that leaves the dtype as it is.",
    ),
    step="section 4",
)

TOO_WIDE = (
    "The standard deviation is {0}, which is the variance asked for. NumPy's generators want a standard deviation: "
    "take the root."
)

exercise(
    init.xavier,
    lecture="09",
    points=2,
    topics="H28",
    cases=shapes_and_generators,
    call=in_order,
    accept=spread_of(lambda n_out, n_in: n_in**-0.5),
    outputs=("W, with its entries in order of size,",),
    holds=[SAME_GENERATOR],
    wrong={
        **usual_mistakes(lambda n_out, n_in: n_in**-0.5),
        "variance for standard deviation": (normal(lambda n_out, n_in: 1 / n_in), TOO_WIDE.format("1/n_in")),
        "n_out": (
            normal(lambda n_out, n_in: n_out**-0.5),
            "The standard deviation is 1/√n_out. What a unit adds up are its inputs: n is n_in.",
        ),
        "both": (
            normal(lambda n_out, n_in: (2 / (n_in + n_out)) ** 0.5),
            "The variance is 2/(n_in + n_out), Glorot and Bengio's compromise with the backward pass. The docstring "
            "asks for 1/n_in, which keeps the forward pass level.",
        ),
        "he": (
            normal(lambda n_out, n_in: (2 / n_in) ** 0.5),
            "The variance is 2/n_in. That is He's, made for ReLU; Xavier's is 1/n_in.",
        ),
        "uniform between ±1/√n": (
            uniform(lambda n_out, n_in: n_in**-0.5),
            "These numbers are uniform between −1/√n_in and 1/√n_in. Their variance is only 1/(3 n_in), and they are "
            "not normal.",
        ),
    },
    hints=(
        "It is `gaussian` with a spread that depends on the layer. On which of the two sizes?",
        "Var(w) = 1/n_in. What is the standard deviation?",
        "Draw standard normal numbers as before, of the shape and dtype asked for, and multiply by one over the root "
        "of n_in.",
    ),
    step="the variance argument in section 4",
)

exercise(
    init.he,
    lecture="09",
    points=2,
    topics="H28",
    cases=shapes_and_generators,
    call=in_order,
    accept=spread_of(lambda n_out, n_in: (2 / n_in) ** 0.5),
    outputs=("W, with its entries in order of size,",),
    holds=[SAME_GENERATOR],
    wrong={
        **usual_mistakes(lambda n_out, n_in: (2 / n_in) ** 0.5),
        "variance for standard deviation": (normal(lambda n_out, n_in: 2 / n_in), TOO_WIDE.format("2/n_in")),
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
        "As `xavier`, with another factor: take the root of the whole fraction 2/n_in.",
    ),
    step="the variance argument in section 4",
)


def rates(rng):
    return float(rng.choice([0.05, 0.1, 0.5, 0.8]))


def halvings(rng):
    yield Inputs((rates(rng), 25))
    for every in (1, 3, 10, 2.5):
        for t in (0, every, every - 0.25, int(rng.integers(1, 60)), int(rng.integers(0, 60)) + 0.5):
            yield Inputs((rates(rng), t, every))


exercise(
    schedules.step_halving,
    lecture="09",
    points=1,
    topics="H29",
    cases=halvings,
    outputs=("the rate",),
    wrong={
        "smooth": (
            lambda lr, t, every=10: lr * 0.5 ** (t / every),
            "The rate falls all the time. It should stay the same for `every` epochs and then drop: the exponent is a "
            "whole number.",
        ),
        "rounded": (
            lambda lr, t, every=10: lr * 0.5 ** round(t / every),
            "The exponent is rounded to the nearest whole number, so that the drop comes half a stair too early. "
            "Round down.",
        ),
        "once": (
            lambda lr, t, every=10: lr / 2 if t >= every else lr,
            "The rate is halved once and then stays. It drops again after each further `every` epochs.",
        ),
        "divided by the number of drops": (
            lambda lr, t, every=10: lr / (1 + t // every),
            "After c drops this divides by c + 1. Each drop halves what the last one left: divide by 2ᶜ.",
        ),
        "one too early": (
            lambda lr, t, every=10: lr * 0.5 ** (1 + t // every),
            "The rate is halved from the beginning: at t = 0 it should still be η₀.",
        ),
        "grows": (lambda lr, t, every=10: lr * 2 ** (t // every), "The rate doubles where it should halve."),
    },
    hints=(
        "How often has the rate been halved after t epochs?",
        "η(t) = η₀ / 2ᶜ with c = ⌊t / every⌋, the whole part of the quotient.",
        "Python's // divides and drops the fraction, for floats as well. Raise one half to that power.",
    ),
)


def decays(rng):
    yield Inputs((rates(rng), 25))
    for half_time in (1, 4, 10, 2.5):
        for t in (0, half_time, int(rng.integers(1, 60)), int(rng.integers(0, 60)) + 0.5):
            yield Inputs((rates(rng), t, half_time))


exercise(
    schedules.inverse_time,
    lecture="09",
    points=1,
    topics="H29",
    cases=decays,
    outputs=("the rate",),
    wrong={
        "a is the first rate": (
            lambda lr, t, half_time=10: lr / (half_time + t),
            "At t = 0 this is η₀/b. For the schedule to begin at η₀, a must be b η₀.",
        ),
        "exponential": (
            lambda lr, t, half_time=10: lr * 0.5 ** (t / half_time),
            "This halves the rate again after each further b epochs. a/(b + t) is slower: from half to a quarter it "
            "takes 2b more.",
        ),
        "half as long": (
            lambda lr, t, half_time=10: lr / (1 + half_time * t),
            "This multiplies t by b. The larger b, the slower the rate should fall: it is t/b that counts.",
        ),
        "time added to the rate": (
            lambda lr, t, half_time=10: lr / (1 + t),
            "`half_time` has no effect here: this is half of η₀ at t = 1, whatever b is.",
        ),
        "root": (
            lambda lr, t, half_time=10: lr * (half_time / (half_time + t)) ** 0.5,
            "This is the root of what is asked for: at t = b it is η₀/√2 instead of η₀/2.",
        ),
    },
    hints=(
        "Two conditions fix a and b: the value at t = 0, and when half of it is left.",
        "a/(b + 0) = η₀ gives a = b η₀. Then a/(b + t) = η₀/2 exactly at t = b.",
        "One fraction: above it the first rate times b, below it the sum of b and t.",
    ),
)


def errors(rng):
    """Errors that fall and stall, with ties, in tenths."""
    yield Inputs((0.8, [0.5, 0.3, 0.4, 0.3, 0.35]))
    yield Inputs((0.8, []))
    for patience in (1, 2, 3, 3):
        for n in (1, patience, 12, 25):
            drift = np.maximum(9 - np.arange(n) // 4, 0)
            values = (rng.integers(0, 4, n) + drift) / 10
            yield Inputs((rates(rng), values.tolist(), patience, float(rng.choice([0.5, 0.1]))))


def plateaus(better=lambda error, best: error < best, reset=True, restart=False, strict=False):
    def plateau(lr, errors, patience=3, factor=0.5):
        best, waited = float("inf"), 0
        for error in errors:
            waited = 0 if better(error, best) else waited + 1
            best = min(best, error)
            if waited > patience if strict else waited >= patience:
                lr, waited = lr * factor, 0 if reset else waited
                best = float("inf") if restart else best
        return lr

    return plateau


def compares_with_the_last(lr, errors, patience=3, factor=0.5):
    last, waited = float("inf"), 0
    for error in errors:
        waited = 0 if error < last else waited + 1
        last = error
        if waited == patience:
            lr, waited = lr * factor, 0
    return lr


def counts_all(lr, errors, patience=3, factor=0.5):
    best, waited = float("inf"), 0
    for error in errors:
        best, waited = (error, waited) if error < best else (best, waited + 1)
        if waited == patience:
            lr, waited = lr * factor, 0
    return lr


exercise(
    schedules.plateau,
    lecture="09",
    points=2,
    topics="H29",
    cases=errors,
    outputs=("the rate",),
    wrong={
        "compared with the last error": (
            compares_with_the_last,
            "Each error is compared with the one before. A curve that goes up and down then seems to improve every "
            "other epoch: compare with the smallest so far.",
        ),
        "an equal error is an improvement": (
            plateaus(better=lambda error, best: error <= best),
            "An error equal to the smallest so far counts as an improvement here. The docstring says it is none.",
        ),
        "not counted from zero again": (
            plateaus(reset=False),
            "After a drop the count goes on, so that every further epoch without improvement drops the rate again. "
            "Set the count back to 0.",
        ),
        "one epoch too patient": (
            plateaus(strict=True),
            "The rate drops after patience + 1 epochs without improvement: one too late.",
        ),
        "never lowered": (
            lambda lr, errors, patience=3, factor=0.5: lr,
            "The rate stays η₀, whatever the errors do.",
        ),
        "not in a row": (
            counts_all,
            "All epochs without improvement are counted, in a row or not. An improvement must set the count back to 0.",
        ),
        "the best is forgotten": (
            plateaus(restart=True),
            "After a drop the smallest error is forgotten, so that the next one counts as an improvement whatever it "
            "is. Keep it.",
        ),
    },
    hints=(
        "Go through the errors once, from the oldest to the newest. What two things do you have to remember?",
        "Remember the smallest error so far, and how many epochs in a row have not beaten it. When that count reaches "
        "`patience`, multiply the rate by `factor` and start to count anew.",
        "Start with infinity and 0. For each error: if it is smaller than the smallest, keep it and set the count to "
        "0; otherwise add 1 to the count, and if it is now `patience`, lower the rate and set the count to 0.",
    ),
)


def cosines(rng):
    for total in (1, 8, 20, 2.5):
        for share in (0, 0.5, 1, float(rng.uniform(0, 1)), float(rng.uniform(0, 1))):
            yield Inputs((rates(rng), share * total, total))
            yield Inputs((rates(rng), share * total, total, 0.01))


exercise(
    schedules.cosine,
    lecture="09",
    points=1,
    topics="H29 H34",
    cases=cosines,
    outputs=("the rate",),
    wrong={
        "whole cosine": (
            lambda lr, t, total, low=0.0: low + (lr - low) * (1 + cos(2 * pi * t / total)) / 2,
            "This is a whole cosine: at t = total the rate is back at η₀. Half a wave ends at its lowest point.",
        ),
        "quarter": (
            lambda lr, t, total, low=0.0: low + (lr - low) * cos(pi * t / total / 2),
            "This is a quarter of a cosine. It has the right ends, but halfway through it is above the middle.",
        ),
        "not lifted": (
            lambda lr, t, total, low=0.0: low + (lr - low) * cos(pi * t / total),
            "The cosine itself runs from 1 to −1, so that the rate goes below `low`. Lift it by 1 and halve it.",
        ),
        "low added on top": (
            lambda lr, t, total, low=0.0: low + lr * (1 + cos(pi * t / total)) / 2,
            "`low` is added to the whole curve, so that it begins at η₀ + low. Only the distance η₀ − low is to be "
            "scaled.",
        ),
        "low ignored": (
            lambda lr, t, total, low=0.0: lr * (1 + cos(pi * t / total)) / 2,
            "`low` has no effect: the rate always ends at 0.",
        ),
        "straight line": (
            lambda lr, t, total, low=0.0: lr + (low - lr) * t / total,
            "This is a straight line from η₀ to `low`: the ends are right, the way is not.",
        ),
    },
    hints=(
        "Half a cosine goes from 1 down to −1. Shift and stretch it until it goes from η₀ down to `low`.",
        "(1 + cos φ)/2 goes from 1 to 0 as φ goes from 0 to π. Let φ = π t / total.",
        "Take `low` plus the distance from `low` to η₀ times that number between 0 and 1. `math` has cos and pi.",
    ),
)


def triangles(rng):
    yield Inputs((0.5, 3))
    for half_cycle in (1, 2, 4, 2.5):
        for share in (0, 1, 2, 5, float(rng.uniform(0, 2)), float(rng.uniform(2, 6))):
            yield Inputs((rates(rng), share * half_cycle, 0.02, half_cycle))
        yield Inputs((rates(rng), float(rng.uniform(0, 3)) * half_cycle, 0.0, half_cycle))


def wave(shape):
    """low plus the distance to η₀ times shape(position in half cycles)."""
    return lambda lr, t, low=0.0, half_cycle=2: low + (lr - low) * shape(t / half_cycle)


exercise(
    schedules.cyclical,
    lecture="09",
    points=2,
    topics="H34",
    cases=triangles,
    outputs=("the rate",),
    wrong={
        "begins at the top": (
            wave(lambda x: abs(x % 2 - 1)),
            "The wave is upside down: it begins at η₀ and falls to `low`. It should begin at `low`.",
        ),
        "sawtooth": (
            wave(lambda x: x % 1),
            "The rate rises and then jumps back to `low`: a sawtooth. It should come down as slowly as it went up.",
        ),
        "half_cycle taken for the whole": (
            wave(lambda x: 1 - abs(2 * x % 2 - 1)),
            "The wave is twice too fast: `half_cycle` is the time up, not up and down.",
        ),
        "stays at the top": (
            wave(lambda x: min(x, 1.0)),
            "The rate rises to η₀ and stays there. It should come down again, and go on for ever.",
        ),
        "one cycle only": (
            wave(lambda x: max(0.0, 1 - abs(x - 1))),
            "After one cycle the rate stays at `low`. The wave goes on.",
        ),
        "cosine": (
            wave(lambda x: (1 - cos(pi * x)) / 2),
            "This is a cosine wave: the right ends, and round in between. A triangle has straight sides.",
        ),
        "low added on top": (
            lambda lr, t, low=0.0, half_cycle=2: low + lr * (1 - abs(t / half_cycle % 2 - 1)),
            "`low` is added to the whole wave, so that it rises to η₀ + low.",
        ),
        "low ignored": (
            lambda lr, t, low=0.0, half_cycle=2: lr * (1 - abs(t / half_cycle % 2 - 1)),
            "`low` has no effect: the wave begins at 0.",
        ),
    },
    hints=(
        "First find the position within the present cycle. A cycle lasts two half cycles.",
        "Let x = t / half_cycle, and take it modulo 2. From 0 to 1 the wave rises from 0 to 1, then it falls back.",
        "The distance of that position from 1 is 1 at the ends of a cycle and 0 in its middle. One minus this distance "
        "is the triangle; stretch it from `low` to η₀.",
    ),
)
