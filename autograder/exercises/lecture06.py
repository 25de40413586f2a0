"""Lecture 06: the gradient by differences, the deltas, and the backward pass unit by unit and in matrices."""

from itertools import pairwise

import numpy as np

from autograder.checking.exercise import Inputs, Property, exercise
from autograder.checking.given_own import Step
from mlpkit import activations, backprop, gradcheck, loops
from mlpkit.activations import Activation

# A different f in each layer, and at the output one with a slope: a slope left out, or taken elsewhere, shows.
LAYERS = (
    Activation(activations.tanh, activations.tanh_grad),
    Activation(activations.softplus, activations.softplus_grad),
    Activation(activations.sigmoid, activations.sigmoid_grad),
)
BOTH = ("float32", "float64")


def squares(x):
    """Σ (k + 1) xₖ², k counting the entries."""
    return float(np.sum(np.arange(1, x.size + 1).reshape(x.shape) * x * x))


def cubes(x):
    """Σ xₖ³."""
    return float(np.sum(x * x * x))


def neighbours(x):
    """Σ xₖ xₖ₊₁ + Σ xₖ."""
    flat = np.ravel(x)
    return float(np.sum(flat[1:] * flat[:-1]) + np.sum(flat))


FUNCTIONS = {f.__name__: f for f in (squares, cubes, neighbours)}


def points_and_steps(rng):
    """Multiples of ⅛ and steps that are powers of 2: no rounding, so that every right formula gives the same."""
    for name in FUNCTIONS:
        for shape in ((1,), (4,), (2, 3)):
            for power in (7, 10):
                yield Inputs((name, rng.integers(-16, 17, shape) / 8, 2.0**-power))


def gradient_and_what_is_left(gradient, name, x, eps):
    """The gradient; and whether x is as it was after steps that rounding does not take back."""
    tenths = 0.1 + np.abs(x)
    before = tenths.copy()
    gradient(FUNCTIONS[name], tenths, 1e-5)
    return gradient(FUNCTIONS[name], x, eps), float(np.array_equal(tenths, before))


def differences(quotient):
    """Entry by entry, with quotient(f, x, shift, eps)."""

    def gradient(f, x, eps=1e-5):
        found = np.zeros_like(x)
        for i in np.ndindex(x.shape):
            shift = np.zeros_like(x)
            shift[i] = eps
            found[i] = quotient(f, x, shift, eps)
        return found

    return gradient


def shifts_left_in_place(f, x, eps=1e-5):
    found = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        x[i] += eps
        above = f(x)
        x[i] -= 2 * eps
        found[i] = (above - f(x)) / (2 * eps)
    return found


def steps_and_puts_back(f, x, eps=1e-5):
    found = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        x[i] += eps
        above = f(x)
        x[i] -= 2 * eps
        found[i] = (above - f(x)) / (2 * eps)
        x[i] += eps
    return found


def row_by_row(f, x, eps=1e-5):
    found = np.zeros_like(x)
    for i in range(len(x)):
        shift = np.zeros_like(x)
        shift[i] = eps
        found[i] = (f(x + shift) - f(x - shift)) / (2 * eps)
    return found


exercise(
    gradcheck.numerical_gradient,
    lecture="06",
    points=3,
    topics="K11 O14",
    cases=points_and_steps,
    call=gradient_and_what_is_left,
    outputs=("the gradient", "whether x is as it was, to the last digit (1 for yes)"),
    weights=(4, 1),
    free=(1,),
    wrong={
        "one-sided": (
            differences(lambda f, x, shift, eps: (f(x + shift) - f(x)) / eps),
            "This is the one-sided difference, (f(x + ε) − f(x)) / ε. Its error shrinks like ε. Step to both sides, "
            "and the error shrinks like ε².",
        ),
        "divided by eps": (
            differences(lambda f, x, shift, eps: (f(x + shift) - f(x - shift)) / eps),
            "From x − ε to x + ε the distance is 2ε: this divides by half of it, and every entry is twice too large.",
        ),
        "all entries moved at once": (
            differences(lambda f, x, shift, eps: (f(x + eps) - f(x - eps)) / (2 * eps)),
            "Every entry of x moves at once, so each result is the sum of all partial derivatives. "
            "Move one entry and leave the others where they are.",
        ),
        "x is not put back": (
            shifts_left_in_place,
            "Each entry is left where its last step took it, so that the next entries are measured at another point. "
            "Put it back, or step with a new array.",
        ),
        "stepped and put back": (
            steps_and_puts_back,
            "x itself is moved and put back, and is changed by it in the last digit: x + ε − ε is not always x. Step "
            "with a new array.",
        ),
        "step relative to the entry": (
            differences(lambda f, x, shift, eps: (f(x + shift * x) - f(x - shift * x)) / (2 * (shift * x).sum())),
            "The step is ε times the entry. Where an entry is 0 nothing moves, and 0/0 is NaN. It is ε itself for "
            "every entry.",
        ),
        "multiplied by eps": (
            differences(lambda f, x, shift, eps: (f(x + shift) - f(x - shift)) / 2 * eps),
            "This multiplies by ε: `/ 2 * eps` is read from left to right. The bracket is missing: `/ (2 * eps)`.",
        ),
        "whole rows moved": (
            row_by_row,
            "For vectors this is right. In a matrix it moves a whole row at once, and writes the row's sum of partial "
            "derivatives into each of its entries. Loop over all indices, not over the first axis only.",
        ),
        "minus": (
            differences(lambda f, x, shift, eps: (f(x - shift) - f(x + shift)) / (2 * eps)),
            "The two values are subtracted the wrong way round: the sign of every entry is turned.",
        ),
        "a step of its own": (
            differences(lambda f, x, shift, eps: (f(x + shift / eps * 1e-3) - f(x - shift / eps * 1e-3)) / (2 * eps)),
            "x is moved by another length than ε, and the difference is divided by 2ε. The two lengths must agree.",
        ),
    },
    hints=(
        "What happens to f when one entry of x moves a little and all others stay? And why move it in both directions?",
        "For each entry i: the value of f a little above, minus the value a little below, over the distance between "
        "the two points.",
        "Loop over np.ndindex(x.shape), which also serves matrices. In each round make an array of zeros like x, put "
        "ε at the one index, and evaluate f at x plus this array and at x minus it.",
    ),
    step="section 2",
)


def outputs_targets_slopes(rng):
    for dtype in BOTH:
        for shape in ((3, 2), (1, 4), (5, 1), (4, 3)):
            A = rng.uniform(0.05, 0.95, shape)
            T = rng.integers(0, 2, shape)
            slope = rng.uniform(0.1, 2.0, shape)
            yield Inputs((A.astype(dtype), T.astype(dtype), slope.astype(dtype)))


exercise(
    backprop.output_delta,
    lecture="06",
    points=2,
    topics="F16 H18 H20 O16 K14",
    cases=outputs_targets_slopes,
    wrong={
        "no slope": (
            lambda A, T, slope: (A - T) / len(A),
            "The factor f'(z) is missing: this is ∂L/∂A. One link of the chain, from A back to Z, is still to come.",
        ),
        "sum over the examples": (
            lambda A, T, slope: (A - T) * slope,
            "The loss is a mean over the N examples, so each example's delta carries 1/N. This is the sum's delta.",
        ),
        "mean over the outputs too": (
            lambda A, T, slope: (A - T) * slope / np.asarray(A.size, A.dtype),
            "This divides by all N·K numbers. The loss averages over the N examples only; an example's outputs are "
            "added up.",
        ),
        "target minus output": (
            lambda A, T, slope: (T - A) * slope / len(A),
            "The sign is turned: this points downhill. A gradient points uphill; the minus sign comes in the update.",
        ),
        "factor 2": (
            lambda A, T, slope: 2 * (A - T) * slope / len(A),
            "There is a 2 too many: the ½ in front of the square is there to cancel it.",
        ),
        "divided by the slope": (
            lambda A, T, slope: (A - T) / slope / len(A),
            "This divides by the slope. The chain rule multiplies.",
        ),
        "logistic slope": (
            lambda A, T, slope: (A - T) * A * (1 - A) / len(A),
            "The slope used here is a(1 − a), which belongs to the logistic alone. Use the slope that is given: the "
            "output may have any activation.",
        ),
    },
    hints=(
        "Which two links lead from the loss back to z, and what is the derivative of each?",
        "∂L/∂aₙₖ = (aₙₖ − tₙₖ) / N, because the square brings down a 2 that the ½ cancels. ∂aₙₖ/∂zₙₖ = f'(zₙₖ).",
        "All three arrays have the same shape, so the product is entry by entry. N is the number of rows.",
    ),
    step="step 3 of the derivation in section 5",
)


def deltas_and_inputs(rng):
    for dtype in BOTH:
        for N, n_out, n_in in ((4, 3, 3), (3, 2, 4), (1, 3, 2), (5, 1, 2), (2, 4, 1)):
            yield Inputs((rng.normal(size=(N, n_out)).astype(dtype), rng.normal(size=(N, n_in)).astype(dtype)))


def _not_the_sum_of_its_rows(run, case, outputs):
    dZ, A = case.args
    rows = [run(dZ[n : n + 1], A[n : n + 1]) for n in range(len(dZ))]
    if all(rows) and np.allclose(sum(r[0] for r in rows), outputs[0], rtol=1e-3, atol=1e-4):
        return None
    return "the gradient of a batch is not the sum of what its rows give one by one"


exercise(
    backprop.weight_gradient,
    lecture="06",
    points=2,
    topics="K12 F16 H20 H21 O16",
    cases=deltas_and_inputs,
    holds=[Property("a batch gives the sum of what its rows give one by one", _not_the_sum_of_its_rows)],
    wrong={
        "transposed": (
            lambda dZ, A: A.T @ dZ,
            "Rows and columns are exchanged. dW has the layout of W: row j for the unit the weight leads to, column i "
            "for the unit it comes from.",
        ),
        "divided by N again": (
            lambda dZ, A: dZ.T @ A / len(A),
            "This divides by N once more. The deltas carry the 1/N of the mean already: here the examples only add up.",
        ),
        "sums multiplied": (
            lambda dZ, A: np.outer(dZ.sum(axis=0), A.sum(axis=0)),
            "This multiplies the sum of the deltas by the sum of the inputs. Multiply within each example first, "
            "then add: the delta of one example has nothing to do with the input of another.",
        ),
        "last example only": (
            lambda dZ, A: np.outer(dZ[-1], A[-1]),
            "Only the last example counts here. Inside a loop, add to the gradient instead of replacing it.",
        ),
    },
    hints=(
        "For one example, the weight from i to j gets δⱼ aᵢ. How many such numbers are there, and how do the examples "
        "come together?",
        "dW[j, i] = Σₙ dZ[n, j] · A[n, i]. The sum runs over n, the first index of both.",
        "A matrix product sums over the last index of the left factor and the first of the right one. Which of the two "
        "arrays do you have to turn so that n stands there?",
    ),
    step="section 6",
)


exercise(
    backprop.bias_gradient,
    lecture="06",
    points=1,
    topics="K12 O16 H21",
    cases=lambda rng: (Inputs(x.args[:1]) for x in deltas_and_inputs(rng)),
    wrong={
        "mean": (
            lambda dZ: dZ.mean(axis=0),
            "This is the mean over the examples. The deltas carry 1/N already: add them up.",
        ),
        "over the units": (
            lambda dZ: dZ.sum(axis=1),
            "This adds up over the units, and leaves one number for each example. Every unit has a bias of its own, "
            "which all examples share: add up over the examples.",
        ),
        "one number": (
            lambda dZ: dZ.sum(),
            "This adds up everything into one number. Every unit has a bias of its own, so there is one sum a unit.",
        ),
        "kept as a row": (
            lambda dZ: dZ.sum(axis=0, keepdims=True),
            "The numbers are right, but they stand in a matrix of one row. db has the shape of b: (n_out,).",
        ),
        "first example only": (
            lambda dZ: dZ[0].copy(),
            "Only the first example counts here. The bias acts on all of them: add up over the rows.",
        ),
    },
    hints=(
        "The gradient of a weight is δⱼ aᵢ. What is aᵢ for the bias, and what is left of the product?",
        "db[j] = Σₙ dZ[n, j]: the sum runs over the examples n.",
        "Sum along the axis that counts the examples; what remains has one number for each unit.",
    ),
    step="section 6",
)


def deltas_weights_slopes(rng):
    for dtype in BOTH:
        for N, n_out, n_in in ((4, 3, 3), (3, 2, 4), (1, 3, 2), (5, 1, 2), (2, 4, 1)):
            slope = rng.uniform(0.1, 2.0, (N, n_in))
            slope[rng.random(slope.shape) < 0.2] = 0.0
            dZ, W = rng.normal(size=(N, n_out)), rng.normal(size=(n_out, n_in))
            yield Inputs((dZ.astype(dtype), W.astype(dtype), slope.astype(dtype)))


def _moves_where_flat(run, case, outputs):
    if np.all(outputs[0][case.args[2] == 0] == 0):
        return None
    return "a unit whose slope is 0 still gets a delta: moving its z changes nothing"


exercise(
    backprop.hidden_delta,
    lecture="06",
    points=3,
    topics="F16 F18 K12 K15 H20",
    cases=deltas_weights_slopes,
    holds=[Property("a unit whose slope is 0 gets no delta", _moves_where_flat)],
    wrong={
        "no slope": (
            lambda dZ, W, slope: dZ @ W,
            "The factor f'(z) of this layer is missing: what you have is ∂L/∂A, the derivative with respect to its "
            "output.",
        ),
        "divided by N again": (
            lambda dZ, W, slope: dZ @ W * slope / len(dZ),
            "This divides by N once more. The deltas of the next layer carry the 1/N already, and hand it on.",
        ),
        "mean over the units": (
            lambda dZ, W, slope: dZ @ W * slope / dZ.shape[1],
            "This is the mean over the units of the next layer. The chain rule adds up all the paths: it does not "
            "average them.",
        ),
        "sums multiplied": (
            lambda dZ, W, slope: dZ.sum(axis=1, keepdims=True) * W.sum(axis=0) * slope,
            "This multiplies the sum of the deltas by the sum of the weights. Each path has its own delta and its own "
            "weight: multiply them first, then add up.",
        ),
        "slope added": (
            lambda dZ, W, slope: dZ @ W + slope,
            "The slope is added. The chain rule multiplies.",
        ),
        "absolute weights": (
            lambda dZ, W, slope: dZ @ np.abs(W) * slope,
            "The weights lose their signs here. Through a negative weight the sign of a delta turns.",
        ),
    },
    hints=(
        "Through which units of the next layer does a hidden unit act on the loss, and what comes back from each?",
        "δᵢ = f'(zᵢ) Σⱼ δⱼ wⱼᵢ. The sum runs over j, the units of the next layer.",
        "j is the second index of dZ and the first of W: the two fit for a matrix product as they are. The slope then "
        "multiplies entry by entry.",
    ),
    step="step 4 of the derivation in section 7",
)


def network(rng, rows, sizes, dtype):
    """X, and W and b of each layer, in one flat tuple."""
    parts = [rng.normal(size=(rows, sizes[0]))]
    for n_in, n_out in pairwise(sizes):
        parts += [rng.normal(size=(n_out, n_in)), rng.normal(size=n_out)]
    return tuple(p.astype(dtype) for p in parts)


def output_gradients_and_networks(rng):
    for sizes in ((3, 2, 4, 2), (2, 4, 3, 1), (1, 3, 1, 4)):
        X, *params = network(rng, 1, sizes, "float64")
        yield Inputs((rng.normal(size=sizes[-1]), X[0], *params))


def derivatives_of(backward, dA, x, *params):
    """The exercise's function on this network."""
    weights, layers = list(params[0::2]), LAYERS[-len(params) // 2 :]
    zs, activities = loops.forward_by_unit(x, weights, list(params[1::2]), layers)
    return backward(dA, zs, activities, weights, layers)


def layer_before_layer(outputs, dA, x, *params):
    """What each delta and each weight gradient of one example should be, given the deltas after it."""
    (dWs, dbs), weights, layers = outputs, params[0::2], LAYERS[-len(params) // 2 :]
    zs, activities = loops.forward_by_unit(x, list(weights), list(params[1::2]), layers)
    back = dA
    for r in reversed(range(len(weights))):
        said = DELTA if r < len(weights) - 1 else "how the output's delta comes from dA"
        yield Step(1, said, dbs[r], back * layers[r].grad(zs[r]), (r, len(weights) - 1))
        yield Step(0, WEIGHT, dWs[r], np.outer(dbs[r], activities[r]), (r, len(weights)))
        back = dbs[r] @ weights[r]


DELTA = "how a hidden layer's delta comes from that of the layer after it"
WEIGHT = "how a layer's weight gradients come from its delta"


def by_rules(
    output=lambda dA, z, f: dA * f.grad(z),
    hidden=lambda delta, W, z, a, f: delta @ W * f.grad(z),
    weight=lambda delta, before, after: np.outer(delta, before),
):
    """A backward pass for one example made of these three rules."""

    def backward(dA, zs, activities, weights, activations):
        deltas = [output(dA, zs[-1], activations[-1])]
        for r in range(len(zs) - 1, 0, -1):
            deltas.insert(0, hidden(deltas[0], weights[r], zs[r - 1], activities[r], activations[r - 1]))
        dWs = [weight(d, a, after) for d, a, after in zip(deltas, activities[:-1], activities[1:], strict=True)]
        return dWs, deltas

    return backward


def every_slope_at_a(dA, zs, activities, weights, activations):
    return by_rules(hidden=lambda delta, W, z, a, f: delta @ W * f.grad(a))(
        dA, [*zs[:-1], activities[-1]], activities, weights, activations
    )


exercise(
    loops.backward_by_unit,
    lecture="06",
    points=4,
    topics="K16 F17 F16",
    cases=output_gradients_and_networks,
    call=derivatives_of,
    follows=layer_before_layer,
    outputs=("dWs", "dbs"),
    wrong={
        "no slope at the output": (
            by_rules(output=lambda dA, z, f: dA),
            "At the output the factor f'(z) is missing, and what is wrong there goes on into every layer before it.",
        ),
        "no slope in hidden layers": (
            by_rules(hidden=lambda delta, W, z, a, f: delta @ W),
            "In hidden layers the factor f'(z) is missing.",
        ),
        "slope taken at the activation": (
            by_rules(hidden=lambda delta, W, z, a, f: delta @ W * f.grad(a)),
            "In hidden layers the slope is taken at a instead of z. f' wants what f was given: the pre-activation.",
        ),
        "every slope taken at the activation": (
            every_slope_at_a,
            "Every slope is taken at a instead of z, at the output too. f' wants what f was given: the pre-activation.",
        ),
        "the sum is never set back": (
            by_rules(hidden=lambda delta, W, z, a, f: np.cumsum(delta @ W) * f.grad(z)),
            "The sum over the next layer is not set back to 0 between one unit and the next: each unit also gets what "
            "belongs to those before it.",
        ),
        "outputs in place of inputs": (
            by_rules(weight=lambda delta, before, after: np.outer(delta, np.resize(after, before.shape))),
            "The gradient of a weight has the layer's outputs in it. A weight is multiplied by the layer's input: "
            "activities[r - 1] for layer r, because activities begins with the example's input.",
        ),
        "last layer first": (
            lambda *args: tuple(part[::-1] for part in by_rules()(*args)),
            "The layers come in the order in which they were found, last layer first. Return them first layer first.",
        ),
    },
    hints=(
        "For which units do you know ∂L/∂a before you have computed anything? And in which order can the others "
        "follow, if each needs all the deltas of the layer after it?",
        "Output: δₖ = ∂L/∂aₖ f'(zₖ). Hidden: δᵢ = f'(zᵢ) Σⱼ δⱼ wⱼᵢ, where wⱼᵢ belongs to the layer that comes next. "
        "Then ∂L/∂wⱼᵢ = δⱼ aᵢ and ∂L/∂bⱼ = δⱼ.",
        "Make arrays of zeros: one for each z, and one shaped like each matrix. Let r run from len(zs) down to 1. For "
        "each unit of layer r, at index r − 1, start a sum at 0 (at the output: with dA), add the products over the "
        "units of the next layer, at index r, multiply by the slope, and multiply what you get with each input.",
    ),
    step="section 9",
)


def batches_and_networks(rng):
    for dtype in BOTH:
        for rows, sizes in ((4, (3, 2, 4, 2)), (1, (2, 4, 3, 5)), (3, (4, 1, 2, 3))):
            yield Inputs((rng.normal(size=(rows, sizes[-1])).astype(dtype), *network(rng, rows, sizes, dtype)))


def gradients_of(backward, dZ, X, *params):
    """The exercise's function on this network."""
    weights, layers = list(params[0::2]), LAYERS[-len(params) // 2 :]
    Zs, As = backprop.forward_pass(X, weights, list(params[1::2]), layers)
    return backward(dZ, Zs, As, weights, layers)


def row_before_row(outputs, dZ, X, *params, back=None):
    """The same for a batch of one row, whose deltas are its bias gradients; `back`: the matrices of the way back."""
    if len(X) > 1:
        return
    (dWs, dbs), weights, layers = outputs, params[0::2], LAYERS[-len(params) // 2 :]
    Zs, As = backprop.forward_pass(X, list(weights), list(params[1::2]), layers)
    back = back or weights
    for r in reversed(range(len(weights))):
        last = r == len(weights) - 1
        delta = dZ[0] if last else dbs[r + 1] @ back[r + 1] * layers[r].grad(Zs[r][0])
        said = "the output's bias gradient" if last else DELTA
        yield Step(1, said, dbs[r], delta, (r, len(weights) - 1))
        yield Step(0, WEIGHT, dWs[r], np.outer(dbs[r], As[r][0]), (r, len(weights)))


def gradients_by(
    hidden=lambda dZ, W, Zs, As, f, r: dZ @ W * f[r - 1].grad(Zs[r - 1]),
    weight=lambda dZ, As, r: dZ.T @ As[r],
    bias=lambda dZ: dZ.sum(axis=0),
):
    """A backward pass made of these three rules."""

    def backward(dZ, Zs, As, weights, activations):
        dWs, dbs = [], []
        for r in reversed(range(len(weights))):
            dWs.insert(0, weight(dZ, As, r))
            dbs.insert(0, bias(dZ))
            if r:
                dZ = hidden(dZ, weights[r], Zs, As, activations, r)
        return dWs, dbs

    return backward


ALONE = "the last two layers, taken alone as a network of two, get the gradients that they get within the three"


def _depends_on_what_is_below(run, case, outputs):
    dZ, X, *params = case.args
    _, As = backprop.forward_pass(X, params[0:1], params[1:2], LAYERS[:1])
    alone = run(dZ, As[1], *params[2:])
    flat = [array for part in alone for array in part]
    within = [array for part in outputs for array in part[1:]]
    if len(flat) == 4 and all(np.allclose(a, b, rtol=1e-3, atol=1e-4) for a, b in zip(flat, within, strict=True)):
        return None
    return (
        "the last two layers, taken alone as a network of two, do not get the gradients that they get within the three"
    )


exercise(
    backprop.backward_pass,
    lecture="06",
    points=4,
    topics="H20 H21 O16 O17 K15",
    cases=batches_and_networks,
    call=gradients_of,
    follows=row_before_row,
    outputs=("dWs", "dbs"),
    holds=[Property(ALONE, _depends_on_what_is_below)],
    wrong={
        "no slope": (
            gradients_by(hidden=lambda dZ, W, Zs, As, f, r: dZ @ W),
            "On the way back through a hidden layer the factor f'(Z) is missing, so that only the last layer is right.",
        ),
        "slope taken at the activation": (
            gradients_by(hidden=lambda dZ, W, Zs, As, f, r: dZ @ W * f[r - 1].grad(As[r])),
            "The slope is taken at A instead of Z. f' wants what f was given: the pre-activations of that layer.",
        ),
        "slope of the next layer's activation": (
            gradients_by(hidden=lambda dZ, W, Zs, As, f, r: dZ @ W * f[r].grad(Zs[r - 1])),
            "The slope is that of the next layer's activation function. A delta of layer r − 1 needs the f of layer "
            "r − 1.",
        ),
        "slope of the output layer again": (
            lambda dZ, Zs, As, weights, activations: gradients_by()(
                dZ * activations[-1].grad(Zs[-1]), Zs, As, weights, activations
            ),
            "dZ is multiplied by the slope of the output layer first. dZ is ∂L/∂Z already: what comes in has passed "
            "that activation.",
        ),
        "divided by N again": (
            gradients_by(
                weight=lambda dZ, As, r: dZ.T @ As[r] / len(dZ), bias=lambda dZ: dZ.sum(axis=0) / np.float32(len(dZ))
            ),
            "This divides by N once more. The deltas carry the 1/N of the mean already.",
        ),
        "last layer first": (
            lambda *args: tuple(part[::-1] for part in gradients_by()(*args)),
            "The gradients come in the order in which they were found, last layer first. Return them in the order of "
            "the weights.",
        ),
        "outputs in place of inputs": (
            gradients_by(weight=lambda dZ, As, r: dZ.T @ As[r + 1]),
            "The weight gradient uses the layer's outputs. A weight is multiplied by the layer's input: As[r - 1] for "
            "layer r, because As begins with X.",
        ),
        "transposed": (
            gradients_by(weight=lambda dZ, As, r: As[r].T @ dZ),
            "The weight gradients lie on their side. dW has the layout of W, (n_out, n_in).",
        ),
    },
    hints=(
        "You have written three rules. In which order must a layer call them, and which layer comes first?",
        "dWᵣ = dZᵣᵀ Aᵣ₋₁ and dbᵣ, the column sums of dZᵣ; then dZᵣ₋₁ = dZᵣ Wᵣ ⊙ f'(Zᵣ₋₁), as long as r is above 1.",
        "Let r run from len(weights) down to 1; Wᵣ stands at index r − 1 of its list, Zᵣ₋₁ and its f at index r − 2, "
        "and Aᵣ₋₁ at index r − 1. Call your weight_gradient and bias_gradient and put the results at the front of two "
        "lists with insert(0, …); then replace dZ by what your hidden_delta gives. (Not solved? backprop.hidden_delta "
        "is the library's.)",
    ),
    step="section 10",
)
