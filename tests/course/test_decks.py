"""Where a slide says something else than the course, or something that is easily left out, a lecture says so.

A row is a statement of a deck, with the lecture and the words that teach it, or that explain the difference. What the
decks and the course simply have in common is in COVERAGE.md.
"""

import numpy as np
import pytest

from autograder.authoring import notebooks, syllabus
from autograder.authoring.lecture_text import passages
from mlpkit.activations import ACTIVATIONS, sigmoid
from mlpkit.init import INITS
from mlpkit.linear import parameter_count

# (deck, what the slide says, lecture, "taught" in the text or "explained" in the box on decks, the words that do it)
ROWS = [
    ("F", "ReLU or softplus where the output is not to be limited", "03", "explained", "does not mention the identity"),
    ("F", "a tie at 0.5 goes to the second class", "03", "explained", "exactly $0.5$ goes to the second class"),
    ("F", "MAE is a mean over outputs", "03", "explained", "Its MAE is a mean over outputs"),
    ("F", "SGD is a step on all samples", "10", "explained", "calls *SGD* uses all examples"),
    ("F", "losses are means, the cost of the descent a sum", "03", "explained", "slide about descent is a sum"),
    ("F", "the seventeen lines of the algorithm", "06", "explained", "(lines 4 to 8)"),
    ("F", "two loops over the samples", "06", "explained", "Section 15 fuses the two"),
    ("F", "a differentiable f, and ReLU among them", "02", "explained", "It asks for a differentiable $f$"),
    ("F", "outputs from 0 to 1 in binary cross-entropy", "03", "explained", "both ends included"),
    ("F", "the output's own letter for the target", "06", "explained", "the target $y_j$ is meant"),
    ("K", "XOR's equations have no bias", "01", "explained", "*without* a bias"),
    ("K", "units numbered through the network", "05", "explained", "numbers all units of a network from 1 to $Q$"),
    ("K", "the transferred signal", "05", "explained", "the signal that it transfers to others"),
    ("K", "a weight that exists, skipped layers, read-out", "05", "taught", "with a connection to j"),
    ("K", "Rumelhart 1986, Werbos 1974", "06", "taught", "Werbos"),
    ("K", "a sample drawn at random", "10", "explained", "a sample drawn at random"),
    ("K", "no Δw for the biases", "06", "explained", "the biases would never change"),
    ("K", "a skipped layer", "05", "taught", r"$3.5 + (-1) \cdot 2 = 1.5$"),
    ("K", "the Δw lines of the backward pass", "06", "taught", r"\Delta w_{ji} = -\eta\, \delta_j a_i"),
    ("K", "stochastic gradient descent is mini-batch training", "10", "explained", "for mini-batches"),
    ("K", "stochastic gradient descent still finds good minima", "08", "taught", "There is some theory"),
    ("H", "the boundary at 0", "01", "explained", "0 to targets $-1$ and 1"),
    ("H", "a ReLU on the XOR network's output", "08", "explained", "a ReLU on the output too"),
    ("H", "playground: one hidden layer of 4 at rate 0.03", "08", "taught", "four units with a rate of 0.03"),
    ("H", "playground: rate 1", "08", "taught", "then a rate of 1"),
    ("H", "playground: L2 of 0.01, 0.1, 1 at rate 0.03", "08", "taught", "L2 penalty of 0.01, 0.1 and 1"),
    ("H", "playground: a second layer of 2", "08", "taught", "a second hidden layer of two units"),
    ("H", "the playground's address and its loss", "08", "taught", "playground.tensorflow.org"),
    ("H", "ConvNetJS's network", "13", "taught", "Karpathy's ConvNetJS"),
    ("H", "32 ReLUs in its place", "13", "taught", "a dense layer of 32 ReLUs"),
    ("H", "Xavier, normal or uniform", "09", "taught", "Normal or uniform?"),
    ("H", "halve as convergence slows", "10", "explained", "as convergence slows down"),
    ("H", "anneal by the change of the objective", "10", "explained", "*change* of the held-out objective"),
    ("H", "θᵀx for one loss and θx for the other", "04", "explained", r"it must be $\theta x$ in both"),
    ("H", "⊙ in the gradient of cross-entropy", "04", "explained", "prints $\\odot$ between"),
    ("H", "an average over all mini-batches", "04", "explained", "averages the loss over all $N'$ mini-batches"),
    ("H", "the shape of the matrix before", "05", "explained", "this is the shape of $W^{(l)}$"),
    ("H", "the last but one layer's weights for softmax", "06", "explained", "with $w^{(L)}$ and $b^{(L)}$"),
    ("H", "δ at the output of a layer", "07", "explained", "with respect to the *output* of layer $l$"),
    ("H", "softmax with cross-entropy of the wrong layer", "07", "explained", "Its input is $y^{(L-1)}$"),
    ("H", "slopes below 1", "09", "explained", "The slope of tanh is 1 at 0"),
    ("H", "2/√n", "09", "explained", "The slide prints $2/\\sqrt n$"),
    ("H", "a momentum of 1", "10", "explained", r"$\gamma = 1$ forgets nothing"),
    ("H", "cyclical rates, 2018", "10", "explained", "the article is of 2017"),
    ("H", "black and white images", "13", "explained", "256 levels of grey"),
    ("S", "a legend with other letters than the formula", "01", "explained", "a later slide has both right"),
    ("S", "leaky ReLU's slope at 0", "02", "explained", "have the slope of the right side, 1"),
    ("S", "units that never update", "02", "explained", "one that is active on some learns"),
    ("S", "the sum in log-softmax", "04", "explained", "it must run over $j$"),
    ("S", "a parametric mapping that approximates an ideal function", "05", "taught", "The ideal function would give"),
    ("S", "the bias folded in for one neuron", "01", "explained", "of a single neuron, at the *end*"),
    ("S", "the binary step is sign(a)", "02", "explained", r"\operatorname{sign}(a)"),
    ("S", "swish's gradient", "02", "explained", "It is right for $\\beta = 1$ only"),
    ("S", "ReLU converges much faster", "02", "taught", "learns faster than tanh"),
    ("O", "a network is deep when it has many layers", "05", "taught", "a network is often called **deep**"),
    ("O", "86 billion neurons", "01", "taught", "86 billion"),
    ("O", "output neurons have no activation", "05", "explained", "output neurons have no activation function"),
    ("O", "excitatory, inhibitory", "01", "taught", "excitatory"),
    ("O", "f as a firing rate", "01", "taught", "the firing rate"),
    ("O", "7 neurons and 26", "01", "explained", "3-4-2 and 3-4-3-2"),
    ("O", "9 neurons and 39", "01", "explained", "(4 \\cdot 4) + (5 \\cdot 3) + (4 \\cdot 2) = 39"),
    ("O", "a bias and a threshold", "01", "explained", "with a bias and a threshold $t$"),
    ("O", "closed ranges of sigmoid and tanh", "02", "explained", "so the intervals are open"),
    ("O", "indices of a unit's sum", "05", "explained", "begins $w_0 a_m + w_1 a_2$"),
    ("O", "biases from b₀ to b_M", "05", "explained", "it must be $b_1$ to $b_M$"),
    ("O", "one row of weights for all hidden units", "05", "explained", "all hidden units would be the same"),
    ("O", "z and a change places", "02", "explained", "later the other way round"),
    ("O", "ReLU: faster convergence", "02", "taught", "learns faster than tanh"),
    ("O", "the regression network in w and b", "11", "explained", "$w^{(1)}$, $w^{(2)}$ and $b$"),
    ("O", "M(D + 1) weights and (D + 1) biases", "01", "explained", "It must be $M (D + 1)$ weights"),
    ("O", "outer layer without the half, with σ'", "06", "explained", "its gradients are twice ours"),
    ("O", "update, then the layer before", "06", "explained", "*updates* it, and then goes on"),
    ("O", "the chain as one product", "06", "explained", "written as one product"),
    ("O", "the choices for classification", "13", "explained", "one output for each class"),
    ("O", "an unnormalised log probability", "04", "taught", "unnormalised log probability"),
    ("O", "LSTM", "13", "taught", "The **LSTM**"),
    ("O", "Murphy", "13", "explained", "Murphy"),
    ("O", "Deep Learning 8, 11, 12; cs231n", "13", "explained", "chapters 6 to 8, 11 and 12"),
]  # fmt: skip
SEEDED = np.random.default_rng(0)
LECTURES = {source.stem[:2]: passages(source) for source in notebooks.sources()}


@pytest.mark.parametrize(("deck", "slide", "lecture", "how", "said"), ROWS, ids=[f"{r[0]}-{r[1]}" for r in ROWS])
def test_what_a_slide_says_is_taught_or_its_difference_explained(deck, slide, lecture, how, said):
    text = [" ".join(p.text.split()) for p in LECTURES[lecture] if p.decks == (how == "explained")]
    assert any(said in passage for passage in text), f"{slide} ({syllabus.DECKS[deck]}) is no longer {how} in {lecture}"


def _swish_as_printed(beta, z):
    """The slide's β g(βz) + σ(βz) (1 − β g(βz)), with g(z) = z σ(βz)."""
    g = ACTIVATIONS["swish"].f(np.array([beta * z]), beta)[0]
    return beta * g + sigmoid(np.array([beta * z]))[0] * (1 - beta * g)


def _xor_output(x1, x2):
    return max(0, x1 + x2) - 2 * max(0, x1 + x2 - 1)


# (lecture, words of its box, what they say the number is, the number computed)
NUMBERS = [
    ("02", "it gives 1.35", 1.35, lambda: _swish_as_printed(2.0, 1.0)),
    ("02", "the true slope is 1.09", 1.09, lambda: ACTIVATIONS["swish"].grad(np.array([1.0]), 2.0)[0]),
    ("01", "that makes 21 numbers", 21, lambda: parameter_count([3, 4, 1])),
    ("01", "the slide's formula gives 20", 20, lambda: 4 * (3 + 1) + (3 + 1)),
    ("01", "= 26$", 26, lambda: parameter_count([3, 4, 2])),
    ("01", "= 39$", 39, lambda: parameter_count([3, 4, 3, 2])),
    ("00", "the output is $-1$ or 0", -1, lambda: _xor_output(1.5, 1.5)),
    ("00", "because it is 1 at 0", 1, lambda: ACTIVATIONS["tanh"].grad(np.zeros(1))[0]),
    ("09", r"$\sqrt2$ times too wide", 2**0.5, lambda: 2 / np.sqrt(100) / INITS["he"](2000, 100, SEEDED).std()),
    ("13", "has 5,994 parameters", 5994, lambda: parameter_count([25, 8]) + parameter_count([200, 16]) + 257 * 10),
    ("13", "then it has 18,794", 18794, lambda: parameter_count([24 * 24, 32, 10])),
    ("13", "with 25,450 parameters", 25450, lambda: parameter_count([784, 32, 10])),
]


@pytest.mark.parametrize(("lecture", "words", "said", "compute"), NUMBERS, ids=[f"{n[0]}-{n[1]}" for n in NUMBERS])
def test_numbers_in_the_boxes_on_decks_are_computed(lecture, words, said, compute):
    assert any(words in " ".join(p.text.split()) for p in LECTURES[lecture] if p.decks)
    assert compute() == pytest.approx(said, abs=0.005)


def test_every_deck_has_its_rows():
    assert {deck for deck, *_ in ROWS} == set(syllabus.DECKS)
