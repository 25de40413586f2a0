"""The same network four times: mlpkit, PyTorch, scikit-learn, and the matrix products alone.

Each contender is made once, for data X (N, D) and t (N,), and then called: one call is `AT_ONCE` epochs of plain
mini-batch SGD, or one prediction of all rows. A peer that is not installed is left out, and the table says so.
"""

import warnings
from itertools import pairwise

import numpy as np

from mlpkit import MLP, SGD, Adam, fit

LR = 0.01
# A training has many epochs: what `fit` checks once at the door should not be charged to a single one.
AT_ONCE = 2


def several(epoch):
    """As many epochs one after another as `fit` does in one call."""

    def epochs():
        for _ in range(AT_ONCE):
            epoch()

    return epochs


def floor_epoch(X, t, sizes, batch_size):
    """Only the matrix products of an epoch, into arrays that are there already: nothing can be faster in NumPy."""
    rng = np.random.default_rng(0)
    Ws = [rng.standard_normal((n_out, n_in), dtype=np.float32) / n_in for n_in, n_out in pairwise(sizes)]
    dWs = [np.empty_like(W) for W in Ws]
    As = [np.zeros((batch_size, n), np.float32) for n in sizes]
    Ds = [rng.standard_normal((batch_size, n), dtype=np.float32) for n in sizes]
    dAs = [np.empty_like(A) for A in As]

    def epoch():
        for start in range(0, len(X), batch_size):
            As[0] = X[start : start + batch_size]
            n = len(As[0])
            for r, W in enumerate(Ws):
                np.matmul(As[r][:n], W.T, out=As[r + 1][:n])
            for r in reversed(range(len(Ws))):
                np.matmul(Ds[r + 1][:n].T, As[r][:n], out=dWs[r])
                if r:
                    np.matmul(Ds[r + 1][:n], Ws[r], out=dAs[r][:n])

    return several(epoch)


def mlpkit_epochs(optimizer=SGD, dropout=0.0, **settings):
    """A contender: mlpkit with this optimiser, these settings of it, and dropout."""

    def build(X, t, sizes, batch_size):
        net = MLP(sizes, dropout=dropout)
        made = optimizer(net.params, lr=LR, **settings)
        return lambda: fit(net, X, t, epochs=AT_ONCE, batch_size=batch_size, optimizer=made, progress=False)

    return build


def torch_network(sizes):
    import torch

    torch.manual_seed(0)
    layers = [part for n_in, n_out in pairwise(sizes) for part in (torch.nn.Linear(n_in, n_out), torch.nn.ReLU())]
    return torch, torch.nn.Sequential(*layers[:-1])


def torch_epoch(X, t, sizes, batch_size):
    torch, net = torch_network(sizes)
    X, t = torch.from_numpy(X), torch.from_numpy(t)
    optimizer = torch.optim.SGD(net.parameters(), lr=LR)
    loss = torch.nn.CrossEntropyLoss()

    def epoch():
        for rows in torch.randperm(len(X)).split(batch_size):
            optimizer.zero_grad()
            loss(net(X[rows]), t[rows]).backward()
            optimizer.step()

    return several(epoch)


def sklearn_network(X, t, sizes, batch_size):
    from sklearn.neural_network import MLPClassifier

    settings = {"momentum": 0.0, "nesterovs_momentum": False, "alpha": 0.0, "learning_rate_init": LR}
    net = MLPClassifier(tuple(sizes[1:-1]), solver="sgd", batch_size=batch_size, random_state=0, **settings)
    return net, lambda: net.partial_fit(X, t, classes=np.arange(sizes[-1]))


def sklearn_epoch(X, t, sizes, batch_size):
    return several(sklearn_network(X, t, sizes, batch_size)[1])


EPOCHS = {"mlpkit": mlpkit_epochs(), "PyTorch": torch_epoch, "scikit-learn": sklearn_epoch, "products": floor_epoch}
WAYS = {
    "plain SGD": mlpkit_epochs(),
    "momentum": mlpkit_epochs(momentum=0.9),
    "Adam": mlpkit_epochs(Adam),
    "dropout 0.25": mlpkit_epochs(dropout=0.25),
}


def floor_prediction(X, t, sizes):
    rng = np.random.default_rng(0)
    Ws = [rng.standard_normal((n_out, n_in), dtype=np.float32) / n_in for n_in, n_out in pairwise(sizes)]
    As = [X, *(np.empty((len(X), n), np.float32) for n in sizes[1:])]

    def predict():
        for r, W in enumerate(Ws):
            np.matmul(As[r], W.T, out=As[r + 1])

    return predict


def mlpkit_prediction(X, t, sizes):
    net = MLP(sizes)
    return lambda: net.predict(X)


def torch_prediction(X, t, sizes):
    torch, net = torch_network(sizes)
    X = torch.from_numpy(X)

    def predict():
        with torch.inference_mode():
            net(X).argmax(dim=1)

    return predict


def sklearn_prediction(X, t, sizes):
    enough = np.arange(max(sizes[-1], 20)) % sizes[-1]
    net, train = sklearn_network(np.zeros((len(enough), sizes[0]), np.float32), enough, sizes, 10)
    train()
    return lambda: net.predict(X)


PREDICTIONS = {
    "mlpkit": mlpkit_prediction,
    "PyTorch": torch_prediction,
    "scikit-learn": sklearn_prediction,
    "products": floor_prediction,
}


def make(contenders, *arguments):
    """Each contender that can be made here, warmed up by one call."""
    made = {}
    for name, build in contenders.items():
        try:
            made[name] = build(*arguments)
        except ImportError as missing:
            warnings.warn(f"{name} is left out: {missing}", stacklevel=2)
            continue
        made[name]()
    return made
