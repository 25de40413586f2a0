"""What the layers of a chain are called with, one call after the other: where an answer leaves the right order."""

import functools

import numpy as np

# Bytes that the notes may take: more than any right answer's calls on the small inputs here.
MOST_NOTED = 16 << 20


class Watch:
    """The calls that an answer makes: of whom, which method, with what, and what came back."""

    def __init__(self, unmoved):
        self.calls, self.unmoved, self.room = [], unmoved, MOST_NOTED

    def over(self, thing, name, *methods):
        """From here on, notes every call of these methods."""
        for method in methods:
            setattr(thing, method, self._noting(getattr(thing, method), name, method))

    def _noting(self, function, name, method):
        @functools.wraps(function)
        def call(*args, **more):
            if self.room < 0:
                return function(*args, **more)
            entry = [name, method, [np.array(a) for a in args], None, self.unmoved(name)]
            self.calls.append(entry)
            entry[3] = function(*args, **more)
            self.room -= 1000 + sum(np.asarray(a).nbytes for a in (*entry[2], entry[3]))
            return entry[3]

        return call


def watch_chain(stack, unmoved=lambda name: True):
    """A watch over the layers, numbered from 1; `unmoved(name)` tells whether a layer's weights are as before."""
    watch = Watch(unmoved)
    for n, layer in enumerate(stack, 1):
        watch.over(layer, f"layer {n}", "forward", "backward")
    return watch


def first_slip(calls, due, given, start, returned=None, stopped=False, alone=True):
    """What is wrong first in `calls`, which are to be those of `due`, each with what the one before it returned.

    due: (name, method) of each call; given: what the first is to be called with, and `start` its name; returned: what
    the answer returned in the end, if that is to be what the last call gave; stopped: it ended in an error, and what
    it would have called is not known; alone: whether no other calls may follow. None where all is as it should be.
    """
    source, first = start, given
    calls = [c for n, c in enumerate(calls) if not n or not _again(c, calls[n - 1])]
    for n, (name, method) in enumerate(due):
        if n >= len(calls) and stopped:
            return None
        if n >= len(calls):
            return f"{method} of {name} is never called" if n else f"{method} is not called of any layer"
        who, how, came, went, unmoved = calls[n]
        if not unmoved:
            return f"the weights of {who} have moved already when its {how} is called"
        if (who, how) != (name, method):
            return f"{how} of {who} is called where {method} of {name} has its turn"
        if came and not _same(came[0], given):
            return f"{method} of {name} is given {_other(came[0], given, first, start, source, calls[:n])}"
        source, given = f"what {method} of {name} returned", went
    if alone and len(calls) > len(due):
        return f"{calls[len(due)][1]} of {calls[len(due)][0]} is called when all layers have had their turn"
    if returned is not None and not _same(returned, given):
        earlier = next((c for c in calls if c[3] is not None and _same(returned, c[3])), None)
        what = f"what {earlier[1]} of {earlier[0]} returned" if earlier else "something else"
        return f"what is returned in the end is {what}, not {source}"
    return None


def _again(call, before):
    """Whether a call repeats the one before it, which changes nothing."""
    return call[:2] == before[:2] and len(call[2]) == len(before[2]) and all(map(_same, call[2], before[2]))


def _other(came, given, first, start, source, before):
    """What a layer was given, in words, in place of what it should be given."""
    if source == start:
        return f"something else than {start}"
    if _same(came, first):
        return f"{start} as it was at the beginning, not {source}"
    inputs = before[-1][2][0]
    if np.shape(inputs) == np.shape(given) and _same(came, np.asarray(given) + inputs):
        return f"{source} plus what that layer was given, not {source} alone"
    earlier = next((c for c in before[:-1] if c[3] is not None and _same(came, c[3])), None)
    if earlier:
        return f"what {earlier[1]} of {earlier[0]} returned, not {source}"
    return f"something else than {source}"


def _same(a, b):
    a, b = np.asarray(a), np.asarray(b)
    return a.shape == b.shape and np.allclose(a, b, rtol=1e-4, atol=1e-6)
