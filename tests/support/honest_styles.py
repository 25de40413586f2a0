"""Further ways in which honest students write their answers, each right: what Python allows and notebooks hold."""

from __future__ import annotations

_RELU = "def relu(z):\n    return np.maximum(z, 0)"
_DOUBLE = "def double(x):\n    return 2 * x"
_SIGMOID = "    s = slope * z\n    e = np.exp(-np.abs(s))\n    return np.where(s >= 0, 1, e) / (1 + e)"

FURTHER: dict[str, dict[str, str]] = {
    "helper class": {
        "relu": "class Activation:\n    def __init__(self, f):\n        self.f = f\n\n    def __call__(self, z):\n"
        "        return self.f(z)\n\ndef relu(z):\n    return Activation(lambda t: np.maximum(t, 0))(z)"
    },
    "data class": {
        "double": "from dataclasses import dataclass\n\n@dataclass\nclass Scale:\n    by: float = 2\n"
        "    def of(self, x):\n        return self.by * x\n\ndef double(x):\n    return Scale().of(x)"
    },
    "decorator": {
        "relu": "import functools, time\n\ndef timed(f):\n    @functools.wraps(f)\n    def inner(*args, **kwargs):\n"
        "        start = time.perf_counter()\n        out = f(*args, **kwargs)\n"
        f"        print(time.perf_counter() - start)\n        return out\n    return inner\n\n@timed\n{_RELU}",
        "double": "def counted(f):\n    def inner(*args):\n        return f(*args)\n    return inner\n\n"
        f"@counted\n{_DOUBLE}",
    },
    "errors ignored by a decorator": {
        "sigmoid": f"@np.errstate(all='ignore')\ndef sigmoid(z, slope=1.0):\n{_SIGMOID}"
    },
    "cache": {"double": f"from functools import cache\n\n@cache\n{_DOUBLE}"},
    "single dispatch": {
        "double": f"from functools import singledispatch\n\n@singledispatch\n{_DOUBLE}\n\n"
        "@double.register\ndef _(x: str):\n    return x + x"
    },
    "annotations that are never evaluated": {
        "relu": "from __future__ import annotations\n\ndef relu(z: Array[float]) -> Array[float]:\n"
        "    return np.maximum(z, 0)",
    },
    "annotations of numpy": {
        "relu": "from typing import Optional\nimport numpy.typing as npt\n\n"
        "def relu(z: npt.ArrayLike) -> Optional[npt.NDArray[np.float64]]:\n    return np.maximum(z, 0)"
    },
    "vectorize": {"relu": "def relu(z):\n    return np.vectorize(lambda t: t if t > 0 else 0, otypes=[z.dtype])(z)"},
    "a function of Python made a ufunc": {
        "relu": "_one = np.frompyfunc(lambda t: max(t, 0), 1, 1)\n\ndef relu(z):\n    return _one(z).astype(z.dtype)"
    },
    "nditer": {
        "relu": "def relu(z):\n    out = z.copy()\n    with np.nditer(out, op_flags=['readwrite']) as it:\n"
        "        for t in it:\n            t[...] = max(t, 0)\n    return out"
    },
    "while and else": {
        "double": "def double(x):\n    n, out = 0, 0\n    while n < 2:\n        out, n = out + x, n + 1\n"
        "    else:\n        return out"
    },
    "walrus": {
        "sigmoid": "def sigmoid(z, slope=1.0):\n"
        "    return np.where((s := slope * z) >= 0, 1, (e := np.exp(-np.abs(s)))) / (1 + e)"
    },
    "match": {
        "double": "def double(x):\n    match x:\n        case int() | float():\n            return x + x\n"
        "        case _:\n            return 2 * x"
    },
    "defined twice": {
        "relu": f"def relu(z):\n    return z  # first try\n\n{_RELU}",
        "double": f"def double(x):\n    return x**2\n\nprint(double(2))\ndel double\n\n{_DOUBLE}",
    },
    "timed cell": {"relu": f"%%time\n{_RELU}", "double": f"{_DOUBLE}\n%timeit -n 2 -r 1 double(3)"},
    "own tests": {
        "relu": f"{_RELU}\n\nassert relu(np.array([-1.0, 2.0])).tolist() == [0.0, 2.0], 'a small case'",
        "double": f"{_DOUBLE}\n\nimport unittest\n\nclass Test(unittest.TestCase):\n    def test(self):\n"
        "        self.assertEqual(double(2), 4)\n\nunittest.main(argv=[''], exit=False)",
    },
    "doctest": {
        "double": "def double(x):\n    '''Twice x.\n\n    >>> double(2)\n    4\n    '''\n    return 2 * x\n\n"
        "import doctest\ndoctest.testmod()"
    },
    "a plot first": {"relu": f"import matplotlib.pyplot as plt\nplt.plot(np.arange(3))\nplt.show()\n\n{_RELU}"},
    "constants": {"double": "FACTOR = 2\n\ndef double(x):\n    return FACTOR * x"},
    "imports under other names": {
        "relu": "import numpy as xp\nfrom numpy import maximum as larger\n\ndef relu(z):\n"
        "    return larger(z, xp.zeros_like(z))"
    },
    "everything imported": {
        "tanh": "from numpy import *\n\ndef tanh(z):\n    e = exp(-2 * abs(z))\n    return sign(z) * (1 - e) / (1 + e)",
        "double": f"from math import *\n\n{_DOUBLE}",
    },
    "prints in every step": {
        "relu": "def relu(z):\n    for i in range(50):\n        print('step', i, z)\n    return np.maximum(z, 0)"
    },
    "warnings and a log": {
        "relu": "import warnings\n\ndef relu(z):\n    warnings.warn('old')\n    return np.maximum(z, 0)",
        "double": "import logging, sys\nlogging.basicConfig(level=logging.DEBUG)\n\ndef double(x):\n"
        "    logging.info('double %s', x)\n    print('here', file=sys.stderr)\n    return 2 * x",
    },
    "functions that are not def": {
        "relu": "class F:\n    @staticmethod\n    def relu(z):\n        return np.maximum(z, 0)\n\nrelu = F.relu",
        "double": "class Double:\n    def __call__(self, x):\n        return 2 * x\n\ndouble = Double()",
        "derivative": "derivative = lambda f, x, h=1e-4: (f(x + h) - f(x - h)) / (2 * h)",
    },
    "views": {
        "relu": "def relu(z):\n    return np.flip(np.maximum(np.flip(z), 0))",
        "tanh": "def tanh(z):\n    return np.tanh(z).T.copy().T[...]",
    },
    "recursion": {"double": "def double(x, n=2):\n    return 0 if n == 0 else x + double(x, n - 1)"},
    "generators": {
        "double": "def parts(x):\n    yield x\n    yield x\n\ndef double(x):\n    return sum(parts(x))",
        "relu": "def relu(z):\n    return np.fromiter((max(t, 0) for t in z.flat), z.dtype).reshape(z.shape)",
    },
    "threads": {
        "double": "from concurrent.futures import ThreadPoolExecutor\n\ndef double(x):\n"
        "    with ThreadPoolExecutor(2) as pool:\n        return sum(pool.map(lambda _: x, range(2)))"
    },
    "numbers of other types": {
        "double": "from fractions import Fraction\n\ndef double(x):\n    return Fraction(x) * 2",
        "derivative": "def derivative(f, x, h=1e-4):\n    return np.array((f(x + h) - f(x - h)) / (2 * h))",
    },
    "built-in names taken": {
        "double": f"sum, list, max, len, type, f, z = 3, [1], 7, 4, 'a', 2, 3\n\n{_DOUBLE}"
    },
    "masked arrays": {"relu": "def relu(z):\n    return np.ma.masked_less(z, 0).filled(0)"},
    "lists inside": {
        "relu": "def relu(z):\n    def go(t):\n"
        "        return [go(u) for u in t] if isinstance(t, list) else max(t, 0)\n"
        "    return np.array(go(z.tolist()), dtype=z.dtype)"
    },
    "tabs, semicolons, other letters": {
        "double": "def double(größe):\n\tgain = 2; return größe * gain  # „zweimal“"
    },
    "run as text": {
        "double": "exec('def double(x):\\n    return 2 * x')\nif __name__ == '__main__':\n    print(double(4))"
    },
}  # fmt: skip
