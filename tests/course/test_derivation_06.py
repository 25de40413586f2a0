"""The derivations of lecture 06, done again by SymPy from the definitions alone."""

import mpmath
import sympy as sp

N_IN, N_HIDDEN, N_OUT, N = 2, 3, 2, 2


def symbols(name, *shape):
    return sp.Matrix(*shape, lambda i, j: sp.Symbol(f"{name}{i}{j}"))


class Net:
    """A 2-3-2 network with unspecified activations f and g on two examples, under the mean squared error."""

    def __init__(self):
        f, g = sp.Function("f"), sp.Function("g")
        self.X, self.T = symbols("x", N, N_IN), symbols("t", N, N_OUT)
        self.W = [symbols("v", N_HIDDEN, N_IN), symbols("w", N_OUT, N_HIDDEN)]
        self.b = [symbols("c", 1, N_HIDDEN), symbols("d", 1, N_OUT)]
        ones = sp.ones(N, 1)
        self.Z0 = self.X * self.W[0].T + ones * self.b[0]
        self.A1 = self.Z0.applyfunc(f)
        self.Z1 = self.A1 * self.W[1].T + ones * self.b[1]
        self.Y = self.Z1.applyfunc(g)
        self.L = sum((y - t) ** 2 for y, t in zip(self.Y, self.T, strict=True)) / 2 / N
        u = sp.Symbol("u")
        self.slope_f = self.Z0.applyfunc(lambda z: f(u).diff(u).subs(u, z))
        self.slope_g = self.Z1.applyfunc(lambda z: g(u).diff(u).subs(u, z))
        self.dZ1 = ((self.Y - self.T) / N).multiply_elementwise(self.slope_g)
        self.dZ0 = (self.dZ1 * self.W[1]).multiply_elementwise(self.slope_f)


def same(claimed, truth):
    return sp.expand((claimed - truth).doit()) == sp.zeros(*claimed.shape)


def same_in_numbers(claimed, truth):
    """Equal to 30 digits where each symbol is a fraction of its own."""
    names = sorted(claimed.free_symbols | truth.free_symbols, key=str)
    with mpmath.workdps(40):
        at = [mpmath.mpf(k % 7 - 3) / (5 + k) for k in range(len(names))]
        gap = sp.lambdify(names, claimed - truth, "mpmath")(*at)
        size = sp.lambdify(names, truth, "mpmath")(*at)
        return max(map(abs, gap)) < 1e-30 and max(map(abs, size)) > 1e-3


def by_definition(L, variables):
    return variables.applyfunc(lambda v: L.diff(v).doit())


def test_weight_and_bias_gradients_of_both_layers_for_any_activation():
    net = Net()
    for dZ, inputs, W, b in ((net.dZ1, net.A1, net.W[1], net.b[1]), (net.dZ0, net.X, net.W[0], net.b[0])):
        assert same(dZ.T * inputs, by_definition(net.L, W))
        assert same(sp.ones(1, N) * dZ, by_definition(net.L, b))


def test_the_chain_unrolled_over_three_layers():
    x, target = symbols("x", 2, 1), symbols("t", 2, 1)
    W, z = [symbols(n, 2, 2) for n in "uvw"], x
    slopes = []
    for weights in W:
        z = weights * z
        slopes.append(sp.diag(*z.applyfunc(lambda v: 1 - sp.tanh(v) ** 2)))
        z = z.applyfunc(sp.tanh)
    loss = sum((a - t) ** 2 for a, t in zip(z, target, strict=True)) / 2
    delta = slopes[0] * W[1].T * slopes[1] * W[2].T * slopes[2] * (z - target)
    assert same_in_numbers(delta * x.T, by_definition(loss, W[0]))


def test_the_error_of_central_differences():
    x, h = sp.symbols("x h")
    f = sp.Function("f")
    quotient = sp.series(f(x + h) - f(x - h), h, 0, 5).removeO().doit() / (2 * h)
    assert sp.simplify(quotient - f(x).diff(x) - h**2 * f(x).diff(x, 3) / 6) == 0


def test_canonical_pairs():
    z, t, v = sp.symbols("z t v", real=True)
    sigma = 1 / (1 + sp.exp(-z))
    gaussian = sp.exp(t * z - z**2 / 2) * sp.exp(-(t**2) / 2) / sp.sqrt(2 * sp.pi)
    assert sp.simplify(sp.log(gaussian) + (t - z) ** 2 / 2 + sp.log(2 * sp.pi) / 2).expand(force=True) == 0
    assert (z**2 / 2).diff(z) == z
    assert sp.simplify(sp.log(1 + sp.exp(z)).diff(z) - sigma) == 0
    log_sum = sp.log(sp.exp(z) + sp.exp(v))
    assert sp.simplify(log_sum.diff(z) - sp.exp(z) / (sp.exp(z) + sp.exp(v))) == 0
    bce = -(t * sp.log(sigma) + (1 - t) * sp.log(1 - sigma))
    assert sp.simplify(bce.diff(z) - (sigma - t)) == 0
    assert sp.simplify(((sigma - t) ** 2 / 2).diff(z) - (sigma - t) * sigma * (1 - sigma)) == 0


def test_the_model_answer_for_softmax_under_squared_error():
    z, t = symbols("z", 3, 1), symbols("t", 3, 1)
    p = z.applyfunc(sp.exp) / sum(z.applyfunc(sp.exp))
    truth = by_definition(sum((a - b) ** 2 for a, b in zip(p, t, strict=True)) / 2, z)
    inner = (p.T * (p - t))[0]
    assert same_in_numbers(p.multiply_elementwise(p - t - inner * sp.ones(3, 1)), truth)
    assert same_in_numbers((sp.diag(*p) - p * p.T) * (p - t), truth)


def test_the_coin_and_the_gaussian_belong_to_the_exponential_family():
    z, t = sp.symbols("z t", real=True)
    sigma = sp.exp(z) / (1 + sp.exp(z))
    assert sp.simplify(1 - sigma - 1 / (1 + sp.exp(z))) == 0
    coin = sigma**t * (1 - sigma) ** (1 - t)
    for value in (0, 1):
        assert sp.simplify(coin.subs(t, value) - sp.exp(t * z - sp.log(1 + sp.exp(z))).subs(t, value)) == 0
    square = sp.exp(-((t - z) ** 2) / 2) / (sp.exp(-(t**2) / 2) * sp.exp(t * z - z**2 / 2))
    assert sp.simplify(square) == 1


def test_the_gates_distribute_swap_route_and_add_up():
    u, v, w = sp.symbols("u v w", real=True)
    f, g = sp.Function("f"), sp.Function("g")

    def back(operation, wrt):
        """∂f(operation)/∂wrt over the upstream gradient f'."""
        upstream = f(w).diff(w).subs(w, operation)
        return sp.simplify(f(operation).diff(wrt).doit() / upstream)

    assert (back(u + v, u), back(u + v, v)) == (1, 1)
    assert (back(u * v, u), back(u * v, v)) == (v, u)
    assert [sp.Max(u, v).diff(u).subs({u: 3, v: -4}), sp.Max(u, v).diff(v).subs({u: 3, v: -4})] == [1, 0]
    assert (f(u) + g(u)).diff(u) == f(u).diff(u) + g(u).diff(u)


def test_the_batch_of_two_by_hand():
    W, V = sp.Matrix([[1, 0.5], [-1, 1], [0.5, -1]]), sp.Matrix([[1, -1, 2], [0.5, 1, -1]])
    b, c = sp.Matrix([[0, 0.5, 0.5]]), sp.Matrix([[0.5, -0.5]])
    X, T, ones = sp.Matrix([[1, 2], [2, 0]]), sp.Matrix([[2, 1.5], [4.5, 0]]), sp.ones(2, 1)
    Z = X * W.T + ones * b
    A = Z.applyfunc(lambda z: sp.Max(0, z))
    dY = (A * V.T + ones * c - T) / 2
    dZ = (dY * V).multiply_elementwise(Z.applyfunc(lambda z: sp.Integer(bool(z > 0))))
    assert (dY - sp.Matrix([[-0.5, 0.25], [0.5, -0.5]])).is_zero_matrix
    assert (dY.T * A - sp.Matrix([[0, -0.75, 0.75], [-0.5, 0.375, -0.75]])).is_zero_matrix
    assert (dY * V - sp.Matrix([[-0.375, 0.75, -1.25], [0.25, -1, 1.5]])).is_zero_matrix
    assert (dZ.T * X - sp.Matrix([[0.125, -0.75], [0.75, 1.5], [3, 0]])).is_zero_matrix
    assert (ones.T * dY - sp.Matrix([[0, -0.25]])).is_zero_matrix
    assert (ones.T * dZ - sp.Matrix([[-0.125, 0.75, 1.5]])).is_zero_matrix
