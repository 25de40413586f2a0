"""Derivations of a fourth class, from the notebooks alone. WRONG: (first line that does not follow, the text)."""

RIGHT = {
    "adaline_derivation": (
        """
d((y - t)**2 / 2, w[i])
= (y - t) * d(y - t, w[i])
= (y - t) * x[i]
""",
        """
d((y - t)**2 / 2, w[i])
= 1/2 * 2 * (y - t) * d(sum(j, w[j] * x[j]) + b - t, w[i])
= (y - t) * sum(j, d(w[j] * x[j], w[i]))
= (y - t) * sum(j, delta(i, j) * x[j])
= (y - t) * x[i]
""",
        """
d((y - t)**2 / 2, w[i])
let u = y - t
= u * d(u, w[i])
= u * d(y, w[i])
= -(t - y) * x[i]
""",
    ),
    "bce_derivation": (
        """
d(t * log(1 + exp(-z)) + (1 - t) * log(1 + exp(z)), z)
= t * d(1 + exp(-z), z) / (1 + exp(-z)) + (1 - t) * d(1 + exp(z), z) / (1 + exp(z))
= -t * exp(-z) / (1 + exp(-z)) + (1 - t) * exp(z) / (1 + exp(z))
= -t * (1 - p) + (1 - t) * p
= -t + t * p + p - t * p
= p - t
""",
        """
d(t * log(1 + exp(-z)) + (1 - t) * log(1 + exp(z)), z)
= d(t * (log(1 + exp(z)) - z) + (1 - t) * log(1 + exp(z)), z)
= d(log(1 + exp(z)) - t * z, z)
= exp(z) / (1 + exp(z)) - t
= p - t
""",
    ),
    "bump_height_derivation": (
        """
h * (1 / (1 + exp(-beta * w / 2)) - 1 / (1 + exp(beta * w / 2)))
= h * (s - exp(-beta * w / 2) / (exp(-beta * w / 2) + 1))
= h * (s - (1 - s))
= h * (2 * s - 1)
""",
        """
h * (1 / (1 + exp(-beta * w / 2)) - 1 / (1 + exp(beta * w / 2)))
let e = exp(-beta * w / 2)
= h * (s - 1 / (1 + 1 / e))
= h * (s - e / (e + 1))
= h * (s - (1 + e - 1) / (1 + e))
= h * (s - 1 + s)
= 2 * h * s - h
""",
    ),
    "canonical_derivation": (
        """
d(-log(s**t * (1 - s)**(1 - t)), z)
= d(-t * log(s) - (1 - t) * log(1 - s), z)
= d(-t * (z - log(1 + exp(z))) + (1 - t) * log(1 + exp(z)), z)
= d(log(1 + exp(z)) - t * z, z)
= exp(z) / (1 + exp(z)) - t
= s - t
""",
        """
d(-log(s**t * (1 - s)**(1 - t)), z)
= -t / s * d(s, z) + (1 - t) / (1 - s) * d(s, z)
= (-t / s + (1 - t) / (1 - s)) * s * (1 - s)
= -t * (1 - s) + (1 - t) * s
= s - t
""",
    ),
    "cross_entropy_derivation": (
        """
d(log(sum(j, exp(z[j]))) - sum(j, t[j] * z[j]), z[k])
= d(sum(j, exp(z[j])), z[k]) / sum(j, exp(z[j])) - t[k]
= exp(z[k]) / sum(j, exp(z[j])) - t[k]
= p[k] - t[k]
""",
        """
d(log(sum(j, exp(z[j]))) - sum(j, t[j] * z[j]), z[k])
= sum(j, delta(j, k) * exp(z[j])) / sum(exp(z)) - sum(j, t[j] * delta(j, k))
= p[k] - t[k]
""",
    ),
    "cross_entropy_jacobian_derivation": (
        """
sum(i, d(-sum(j, t[j] * log(p[j])), p[i]) * p[i] * (delta(i, k) - p[k]))
= sum(i, -t[i] / p[i] * p[i] * (delta(i, k) - p[k]))
= -sum(i, t[i] * delta(i, k)) + sum(i, t[i] * p[k])
= -t[k] + p[k] * sum(i, t[i])
= -t[k] + p[k]
""",
        """
sum(i, d(-sum(j, t[j] * log(p[j])), p[i]) * p[i] * (delta(i, k) - p[k]))
= sum(i, t[i] * (p[k] - delta(i, k)))
= p[k] * sum(t) - t[k]
= p[k] - t[k]
""",
    ),
    "gelu_derivation": (
        """
d(z * Phi, z)
= Phi + z * d(Phi, z)
= Phi + z * d((1 + erf(z / sqrt(2))) / 2, z)
= Phi + z / 2 * 2 / sqrt(pi) * exp(-(z / sqrt(2))**2) / sqrt(2)
= Phi + z * exp(-z**2 / 2) / sqrt(2 * pi)
= Phi + z * phi
""",
        """
d(z * Phi, z)
= Phi + z * d(Phi, z)
= Phi + z * phi
""",
    ),
    "hidden_delta_derivation": (
        """
d(sum(j, g[j] * (sum(i, W[j, i] * tanh(z[i])) + b[j])), z[k])
= sum(j, g[j] * d(sum(i, W[j, i] * tanh(z[i])), z[k]))
= sum(j, g[j] * W[j, k] * (1 - a[k]**2))
= (1 - a[k]**2) * sum(j, g[j] * W[j, k])
""",
        """
d(sum(j, g[j] * (sum(i, W[j, i] * tanh(z[i])) + b[j])), z[k])
= sum(j, sum(i, g[j] * W[j, i] * (1 - a[i]**2) * delta(i, k)))
= (1 - a[k]) * (1 + a[k]) * sum(j, g[j] * W[j, k])
""",
    ),
    "likelihood_derivation": (
        """
d(-sum(i, log(p[i])), y[n])
= -d(log(p[n]), y[n])
= d((t[n] - y[n])**2 / (2 * s**2) + log(sqrt(2 * pi * s**2)), y[n])
= 2 * (t[n] - y[n]) * (-1) / (2 * s**2)
= (y[n] - t[n]) / s**2
""",
        """
d(-sum(i, log(p[i])), y[n])
= d(sum(i, (t[i] - y[i])**2) / (2 * s**2), y[n])
= -(t[n] - y[n]) / s**2
""",
    ),
    "mse_derivation": (
        """
d(C, Y[n, k])
= d(sum(i, sum(j, (Y[i, j] - T[i, j])**2)) / (2 * N), Y[n, k])
= sum(i, sum(j, 2 * (Y[i, j] - T[i, j]) * delta(i, n) * delta(j, k))) / (2 * N)
= 2 * (Y[n, k] - T[n, k]) / (2 * N)
= (Y[n, k] - T[n, k]) / N
""",
        """
d(C, Y[n, k])
= d((Y[n, k] - T[n, k])**2, Y[n, k]) / (2 * N)
= (Y[n, k] - T[n, k]) / N
""",
    ),
    "output_delta_derivation": (
        """
d(sum((A - T)**2) / (2 * N), Z[n, k])
= d((A[n, k] - T[n, k])**2 / (2 * N), Z[n, k])
= 2 * (A[n, k] - T[n, k]) / (2 * N) * d(A[n, k], Z[n, k])
= (A[n, k] - T[n, k]) / N * A[n, k] * (1 - A[n, k])
""",
        """
d(sum((A - T)**2) / (2 * N), Z[n, k])
= sum(i, sum(j, (A[i, j] - T[i, j]) * d(A[i, j], Z[n, k]))) / N
= sum(i, sum(j, (A[i, j] - T[i, j]) * A[i, j] * (1 - A[i, j]) * delta(i, n) * delta(j, k))) / N
= (A[n, k] - T[n, k]) * (A[n, k] - A[n, k]**2) / N
""",
    ),
    "sigmoid_derivation": (
        """
d(1 / (1 + exp(-z)), z)
= -1 / (1 + exp(-z))**2 * d(1 + exp(-z), z)
= exp(-z) / (1 + exp(-z))**2
= s * exp(-z) / (1 + exp(-z))
= s * (1 + exp(-z) - 1) / (1 + exp(-z))
= s * (1 - s)
""",
        """
d(1 / (1 + exp(-z)), z)
let u = 1 + exp(-z)
= -d(u, z) / u**2
= exp(-z) / u**2
= (u - 1) / u**2
= 1/u - 1/u**2
= s - s**2
""",
    ),
    "softmax_diagonal_derivation": (
        """
d(exp(z[k]) / sum(j, exp(z[j])), z[k])
= (exp(z[k]) * sum(j, exp(z[j])) - exp(z[k]) * exp(z[k])) / sum(j, exp(z[j]))**2
= exp(z[k]) / sum(j, exp(z[j])) - (exp(z[k]) / sum(j, exp(z[j])))**2
= p[k] - p[k]**2
= p[k] * (1 - p[k])
""",
        """
d(exp(z[k]) / sum(j, exp(z[j])), z[k])
let S = sum(exp(z))
= exp(z[k]) / S + exp(z[k]) * d(1 / S, z[k])
= p[k] - exp(z[k]) * exp(z[k]) / S**2
= p[k] - p[k] * p[k]
""",
    ),
    "softmax_off_diagonal_derivation": (
        """
d(exp(z[i]) / sum(j, exp(z[j])), z[k])
= -exp(z[i]) * d(sum(j, exp(z[j])), z[k]) / sum(j, exp(z[j]))**2
= -exp(z[i]) * exp(z[k]) / sum(j, exp(z[j]))**2
= -p[i] * p[k]
""",
        """
d(exp(z[i]) / sum(j, exp(z[j])), z[k])
let S = sum(j, exp(z[j]))
= exp(z[i]) * d(1/S, z[k])
= -(exp(z[i]) / S) * (exp(z[k]) / S)
= -p[k] * p[i]
""",
    ),
    "softplus_derivation": (
        """
d(log(1 + exp(z)), z)
= d(1 + exp(z), z) / (1 + exp(z))
= exp(z) / (1 + exp(z))
= 1 / (exp(-z) + 1)
= s
""",
        """
d(log(1 + exp(z)), z)
= d(z + log(1 + exp(-z)), z)
= 1 - exp(-z) / (1 + exp(-z))
= 1 / (1 + exp(-z))
= s
""",
    ),
    "swish_derivation": (
        """
d(z / (1 + exp(-beta * z)), z)
= s + z * d(s, z)
= s + z * beta * s * (1 - s)
""",
        """
d(z / (1 + exp(-beta * z)), z)
let v = 1 + exp(-beta * z)
= (v - z * d(v, z)) / v**2
= (v + beta * z * exp(-beta * z)) / v**2
= s + beta * z * (v - 1) / v**2
= s + beta * z * (s - s**2)
""",
    ),
    "tanh_derivation": (
        """
d((exp(z) - exp(-z)) / (exp(z) + exp(-z)), z)
= ((exp(z) + exp(-z))**2 - (exp(z) - exp(-z))**2) / (exp(z) + exp(-z))**2
= 1 - (exp(z) - exp(-z))**2 / (exp(z) + exp(-z))**2
= 1 - t**2
""",
        """
d((exp(z) - exp(-z)) / (exp(z) + exp(-z)), z)
let u = exp(z) - exp(-z)
let v = exp(z) + exp(-z)
= (d(u, z) * v - u * d(v, z)) / v**2
= (v * v - u * u) / v**2
= 1 - (u / v)**2
= (1 - t) * (1 + t)
""",
    ),
    "weight_gradient_derivation": (
        """
d(sum(n, sum(m, D[n, m] * (A @ W.T)[n, m])), W[j, i])
= d(sum(n, sum(m, D[n, m] * sum(l, A[n, l] * W[m, l]))), W[j, i])
= sum(n, D[n, j] * A[n, i])
= (D.T @ A)[j, i]
""",
        """
d(sum(n, sum(m, D[n, m] * (A @ W.T)[n, m])), W[j, i])
= sum(n, sum(m, D[n, m] * sum(l, A[n, l] * delta(m, j) * delta(l, i))))
= sum(n, sum(m, D[n, m] * A[n, i] * delta(m, j)))
= sum(n, D[n, j] * A[n, i])
""",
    ),
    "adam_correction_derivation": (
        """
b * m2 + (1 - b) * g
= b * (b * m1 + (1 - b) * g) + (1 - b) * g
= b**2 * (1 - b) * g + b * (1 - b) * g + (1 - b) * g
= (1 - b) * g * (1 + b + b**2)
= (1 - b**3) * g
""",
        """
b * m2 + (1 - b) * g
= b * (1 - b**2) * g + (1 - b) * g
= (b - b**3 + 1 - b) * g
= g - b**3 * g
""",
    ),
    "bias_variance_derivation": (
        """
mean((y - u)**2)
= mean(((y - ybar) + (ybar - u))**2)
= mean((y - ybar)**2) + 2 * (ybar - u) * mean(y - ybar) + (ybar - u)**2
= var + bias**2
""",
        """
mean((y - u)**2)
= mean(y**2) - 2 * u * ybar + u**2
= (mean(y**2) - ybar**2) + (ybar**2 - 2 * u * ybar + u**2)
= var + (ybar - u)**2
= bias**2 + var
""",
        """
let e = y - ybar
mean((y - u)**2)
= mean((e + bias)**2)
= mean(e**2) + 2 * bias * mean(e) + bias**2
= var + bias**2
""",
        """
mean((y - u)**2)
= mean(((y - ybar) - (ybar - u))**2)
= var + bias**2
""",
    ),
    "momentum_sum_derivation": (
        """
gamma * v2 + g3
= gamma * (gamma * v1 + g2) + g3
= gamma**2 * g1 + gamma * g2 + g3
""",
        """
gamma * v2 + g3
= g3 + gamma * (g2 + gamma * g1)
= g3 + gamma * g2 + gamma**2 * g1
""",
    ),
    "scale_derivation": (
        """
d(sum(n, sum(j, D[n, j] * (g[j] * X[n, j] + b[j]))), g[k])
= sum(n, sum(j, D[n, j] * d(g[j] * X[n, j] + b[j], g[k])))
= sum(n, D[n, k] * d(g[k] * X[n, k] + b[k], g[k]))
= sum(n, D[n, k] * X[n, k])
""",
        """
d(sum(n, sum(j, D[n, j] * (g[j] * X[n, j] + b[j]))), g[k])
= sum(n, sum(j, D[n, j] * delta(j, k) * X[n, j]))
= sum(n, D[n, k] * X[n, k])
""",
        """
d(sum(n, sum(j, D[n, j] * (g[j] * X[n, j] + b[j]))), g[k])
= d(sum(n, D[n, k] * g[k] * X[n, k]), g[k])
= sum(n, X[n, k] * D[n, k])
""",
    ),
    "sign_derivation": (
        """
g * v * tanh(g * z)
= g * v * (g * tanh(z))
= g**2 * v * tanh(z)
= v * tanh(z)
""",
        """
g * v * tanh(g * z)
= g * v * g * (exp(z) - exp(-z)) / (exp(z) + exp(-z))
= v * (exp(z) - exp(-z)) / (exp(z) + exp(-z))
= v * tanh(z)
""",
    ),
    "signal_variance_derivation": (
        """
sum(i, sum(k, c[i, k] * a[i] * a[k]))
= sum(i, sum(k, s**2 * delta(i, k) * a[i] * a[k]))
= sum(i, s**2 * a[i]**2)
= s**2 * sum(i, a[i]**2)
= n * s**2 * q
""",
        """
sum(i, sum(k, c[i, k] * a[i] * a[k]))
= s**2 * sum(a**2)
= q * s**2 * n
""",
        """
let S = sum(i, a[i] * a[i])
sum(i, sum(k, c[i, k] * a[i] * a[k]))
= s**2 * S
= s**2 * n * q
""",
    ),
    "weight_decay_derivation": (
        """
w - eta * d(L + lam / 2 * w**2, w)
= w - eta * (g + lam * w)
= (1 - eta * lam) * w - eta * g
""",
        """
w - eta * d(L + lam / 2 * w**2, w)
= w - eta * (d(L, w) + d(lam / 2 * w**2, w))
= w - eta * g - eta * lam * w
= w * (1 - eta * lam) - eta * g
""",
    ),
}

WRONG = {
    "adaline_derivation": (
        (
            2,
            """
d((y - t)**2 / 2, w[i])
= 2 * (y - t) * d(y, w[i])
= 2 * (y - t) * x[i]
""",
        ),
        (
            3,
            """
d((y - t)**2 / 2, w[i])
= (y - t) * d(y, w[i])
= (y - t) * sum(j, x[j])
""",
        ),
        (
            2,
            """
d((y - t)**2 / 2, w[i])
= (y - t)
""",
        ),
        (
            3,
            """
d((y - t)**2 / 2, w[i])
= (y - t) * d(sum(j, w[j]*x[j]) + b - t, w[i])
= (y - t) * w[i]
""",
        ),
        (
            3,
            """
d((y - t)**2 / 2, w[i])
= (y - t) * d(y - t, w[i])
= (t - y) * x[i]
""",
        ),
        (
            3,
            """
d((y - t)**2 / 2, w[i])
= (y - t) * d(y, w[i])
= (y - t) * x
""",
        ),
    ),
    "bce_derivation": (
        (
            2,
            """
d(t * log(1 + exp(-z)) + (1 - t) * log(1 + exp(z)), z)
= t * (1 - p) + (1 - t) * p
= t + p - 2 * t * p
""",
        ),
        (
            2,
            """
d(t * log(1 + exp(-z)) + (1 - t) * log(1 + exp(z)), z)
= -t * p + (1 - t) * (1 - p)
= 1 - p - t
""",
        ),
        (
            3,
            """
d(t * log(1 + exp(-z)) + (1 - t) * log(1 + exp(z)), z)
= -t * (1 - p) + (1 - t) * p
= t - p
""",
        ),
        (
            2,
            """
d(t * log(1 + exp(-z)) + (1 - t) * log(1 + exp(z)), z)
= (p - t) * p * (1 - p)
""",
        ),
        (
            2,
            """
d(t * log(1 + exp(-z)) + (1 - t) * log(1 + exp(z)), z)
= t / (1 + exp(-z)) + (1 - t) / (1 + exp(z))
= t * p + (1 - t) * (1 - p)
""",
        ),
        (
            2,
            """
d(t * log(1 + exp(-z)) + (1 - t) * log(1 + exp(z)), z)
= -t * exp(-z) / (1 + exp(-z)) + (1 - t) * exp(-z) / (1 + exp(z))
= p - t
""",
        ),
    ),
    "bump_height_derivation": (
        (
            2,
            """
h * (1 / (1 + exp(-beta * w / 2)) - 1 / (1 + exp(beta * w / 2)))
= h * (s - s)
= 0
""",
        ),
        (
            2,
            """
h * (1 / (1 + exp(-beta * w / 2)) - 1 / (1 + exp(beta * w / 2)))
= h * (s - 1 - s)
= -h
""",
        ),
        (
            2,
            """
h * (1 / (1 + exp(-beta * w / 2)) - 1 / (1 + exp(beta * w / 2)))
= h * (s + s)
= 2 * h * s
""",
        ),
        (
            2,
            """
h * (1 / (1 + exp(-beta * w / 2)) - 1 / (1 + exp(beta * w / 2)))
= h * (s - 1 / s)
""",
        ),
        (
            3,
            """
h * (1 / (1 + exp(-beta * w / 2)) - 1 / (1 + exp(beta * w / 2)))
= h * (s - (1 - s))
= 2 * s - 1
""",
        ),
        (
            3,
            """
h * (1 / (1 + exp(-beta * w / 2)) - 1 / (1 + exp(beta * w / 2)))
= h * (s - (1 - s))
= 2 * h * s - 1
""",
        ),
    ),
    "canonical_derivation": (
        (
            2,
            """
d(-log(s**t * (1 - s)**(1 - t)), z)
= -t / s * d(s, z) - (1 - t) / (1 - s) * d(s, z)
= -t * (1 - s) - (1 - t) * s
""",
        ),
        (
            2,
            """
d(-log(s**t * (1 - s)**(1 - t)), z)
= -t / s + (1 - t) / (1 - s)
""",
        ),
        (
            2,
            """
d(-log(s**t * (1 - s)**(1 - t)), z)
= (s - t) * s * (1 - s)
""",
        ),
        (
            2,
            """
d(-log(s**t * (1 - s)**(1 - t)), z)
= d(t * log(s) + (1 - t) * log(1 - s), z)
= t - s
""",
        ),
        (
            2,
            """
d(-log(s**t * (1 - s)**(1 - t)), z)
= -d(log(s)**t + log(1 - s)**(1 - t), z)
= s - t
""",
        ),
        (
            3,
            """
d(-log(s**t * (1 - s)**(1 - t)), z)
= -t * (1 - s) + (1 - t) * s
= s - t * s
""",
        ),
    ),
    "cross_entropy_derivation": (
        (
            2,
            """
d(log(sum(j, exp(z[j]))) - sum(j, t[j] * z[j]), z[k])
= exp(z[k]) / sum(j, exp(z[j])) + t[k]
= p[k] + t[k]
""",
        ),
        (
            2,
            """
d(log(sum(j, exp(z[j]))) - sum(j, t[j] * z[j]), z[k])
= 1 / sum(j, exp(z[j])) - t[k]
""",
        ),
        (
            2,
            """
d(log(sum(j, exp(z[j]))) - sum(j, t[j] * z[j]), z[k])
= p[k] - sum(j, t[j])
= p[k] - 1
""",
        ),
        (
            2,
            """
d(log(sum(j, exp(z[j]))) - sum(j, t[j] * z[j]), z[k])
= d(sum(j, z[j]) - sum(j, t[j] * z[j]), z[k])
= 1 - t[k]
""",
        ),
        (
            2,
            """
d(log(sum(j, exp(z[j]))) - sum(j, t[j] * z[j]), z[k])
= exp(z[k]) / sum(j, exp(z[j])) - t[k] * p[k]
= p[k] * (1 - t[k])
""",
        ),
    ),
    "cross_entropy_jacobian_derivation": (
        (
            2,
            """
sum(i, d(-sum(j, t[j] * log(p[j])), p[i]) * p[i] * (delta(i, k) - p[k]))
= sum(i, t[i] * (delta(i, k) - p[k]))
= t[k] - p[k]
""",
        ),
        (
            2,
            """
sum(i, d(-sum(j, t[j] * log(p[j])), p[i]) * p[i] * (delta(i, k) - p[k]))
= sum(i, -t[i] * p[i] * (delta(i, k) - p[k]))
= -t[k] * p[k] + p[k] * sum(i, t[i] * p[i])
""",
        ),
        (
            3,
            """
sum(i, d(-sum(j, t[j] * log(p[j])), p[i]) * p[i] * (delta(i, k) - p[k]))
= -sum(i, t[i] * (delta(i, k) - p[k]))
= -t[k] + t[k] * p[k]
""",
        ),
        (
            3,
            """
sum(i, d(-sum(j, t[j] * log(p[j])), p[i]) * p[i] * (delta(i, k) - p[k]))
= -t[k] + p[k] * sum(i, t[i])
= -t[k] + K * p[k]
""",
        ),
        (
            3,
            """
sum(i, d(-sum(j, t[j] * log(p[j])), p[i]) * p[i] * (delta(i, k) - p[k]))
= -sum(i, t[i] * delta(i, k)) + p[k] * sum(i, t[i])
= -1 + p[k]
""",
        ),
        (
            2,
            """
sum(i, d(-sum(j, t[j] * log(p[j])), p[i]) * p[i] * (delta(i, k) - p[k]))
= -t[i] + p[k]
""",
        ),
    ),
    "gelu_derivation": (
        (
            3,
            """
d(z * Phi, z)
= Phi + z * d(Phi, z)
= Phi + z / 2 * 2 / sqrt(pi) * exp(-z**2 / 2)
= Phi + z * phi
""",
        ),
        (
            3,
            """
d(z * Phi, z)
= Phi + z * d(Phi, z)
= Phi - z**2 * phi
""",
        ),
        (
            2,
            """
d(z * Phi, z)
= Phi + d(Phi, z)
= Phi + phi
""",
        ),
        (
            2,
            """
d(z * Phi, z)
= z * d(Phi, z)
= z * phi
""",
        ),
        (
            3,
            """
d(z * Phi, z)
= Phi + z * d((1 + erf(z / sqrt(2))) / 2, z)
= Phi + z * phi / 2
""",
        ),
    ),
    "hidden_delta_derivation": (
        (
            2,
            """
d(sum(j, g[j] * (sum(i, W[j, i] * tanh(z[i])) + b[j])), z[k])
= sum(j, g[j] * W[j, k])
""",
        ),
        (
            2,
            """
d(sum(j, g[j] * (sum(i, W[j, i] * tanh(z[i])) + b[j])), z[k])
= sum(j, g[j] * W[j, k] * a[k] * (1 - a[k]))
""",
        ),
        (
            2,
            """
d(sum(j, g[j] * (sum(i, W[j, i] * tanh(z[i])) + b[j])), z[k])
= sum(j, g[j] * sum(i, W[j, i] * (1 - a[i]**2)))
""",
        ),
        (
            2,
            """
d(sum(j, g[j] * (sum(i, W[j, i] * tanh(z[i])) + b[j])), z[k])
= sum(j, g[j] * (W[j, k] * (1 - a[k]**2) + b[j]))
""",
        ),
        (
            2,
            """
d(sum(j, g[j] * (sum(i, W[j, i] * tanh(z[i])) + b[j])), z[k])
= sum(j, g[j]) * sum(j, W[j, k]) * (1 - a[k]**2)
""",
        ),
        (
            2,
            """
d(sum(j, g[j] * (sum(i, W[j, i] * tanh(z[i])) + b[j])), z[k])
= sum(j, g[j] * W[k, j] * (1 - a[k]**2))
""",
        ),
        (
            2,
            """
d(sum(j, g[j] * (sum(i, W[j, i] * tanh(z[i])) + b[j])), z[k])
= (1 - a[k]) * sum(j, g[j] * W[j, k])
""",
        ),
    ),
    "likelihood_derivation": (
        (
            3,
            """
d(-sum(i, log(p[i])), y[n])
= d((t[n] - y[n])**2 / (2 * s**2), y[n])
= (t[n] - y[n]) / s**2
""",
        ),
        (
            3,
            """
d(-sum(i, log(p[i])), y[n])
= d((t[n] - y[n])**2 / (2 * s**2), y[n])
= (y[n] - t[n]) / s
""",
        ),
        (
            2,
            """
d(-sum(i, log(p[i])), y[n])
= 2 * (y[n] - t[n]) / s**2
""",
        ),
        (
            2,
            """
d(-sum(i, log(p[i])), y[n])
= d(log(p[n]), y[n])
= (t[n] - y[n]) / s**2
""",
        ),
        (
            2,
            """
d(-sum(i, log(p[i])), y[n])
= (y[n] - t[n]) / s**2 + 1 / sqrt(2 * pi * s**2)
""",
        ),
        (
            2,
            """
d(-sum(i, log(p[i])), y[n])
= (y[n] - t[n]) / (N * s**2)
""",
        ),
    ),
    "mse_derivation": (
        (
            2,
            """
d(C, Y[n, k])
= d((Y[n, k] - T[n, k])**2 / 2, Y[n, k])
= Y[n, k] - T[n, k]
""",
        ),
        (
            2,
            """
d(C, Y[n, k])
= 2 * (Y[n, k] - T[n, k]) / N
""",
        ),
        (
            2,
            """
d(C, Y[n, k])
= (Y[n, k] - T[n, k]) / (N * K)
""",
        ),
        (
            2,
            """
d(C, Y[n, k])
= 2 * (T[n, k] - Y[n, k]) / (2 * N)
= (T[n, k] - Y[n, k]) / N
""",
        ),
        (
            2,
            """
d(C, Y[n, k])
= sum(i, sum(j, 2 * (Y[i, j] - T[i, j]))) / (2 * N)
= sum(i, sum(j, Y[i, j] - T[i, j])) / N
""",
        ),
        (
            2,
            """
d(C, Y[n, k])
= (Y[n, k] - T[n, k])**2 / N
""",
        ),
        (
            3,
            """
d(C, Y[n, k])
= 2 * (Y[n, k] - T[n, k]) / (2 * N)
= (Y[k, n] - T[k, n]) / N
""",
        ),
    ),
    "output_delta_derivation": (
        (
            2,
            """
d(sum((A - T)**2) / (2 * N), Z[n, k])
= (A[n, k] - T[n, k]) / N
""",
        ),
        (
            2,
            """
d(sum((A - T)**2) / (2 * N), Z[n, k])
= (A[n, k] - T[n, k]) * A[n, k] * (1 - A[n, k])
""",
        ),
        (
            3,
            """
d(sum((A - T)**2) / (2 * N), Z[n, k])
= (A[n, k] - T[n, k]) / N * d(A[n, k], Z[n, k])
= (A[n, k] - T[n, k]) / N * (1 - A[n, k]**2)
""",
        ),
        (
            3,
            """
d(sum((A - T)**2) / (2 * N), Z[n, k])
= (A[n, k] - T[n, k]) / N * d(A[n, k], Z[n, k])
= (A[n, k] - T[n, k]) / N * T[n, k] * (1 - T[n, k])
""",
        ),
        (
            3,
            """
d(sum((A - T)**2) / (2 * N), Z[n, k])
= (A[n, k] - T[n, k]) / N * d(A[n, k], Z[n, k])
= (T[n, k] - A[n, k]) / N * A[n, k] * (1 - A[n, k])
""",
        ),
        (
            2,
            """
d(sum((A - T)**2) / (2 * N), Z[n, k])
= (A - T) / N * A * (1 - A)
""",
        ),
    ),
    "sigmoid_derivation": (
        (
            3,
            """
d(1 / (1 + exp(-z)), z)
= -1 / (1 + exp(-z))**2 * d(1 + exp(-z), z)
= -exp(-z) / (1 + exp(-z))**2
= -s * (1 - s)
""",
        ),
        (
            2,
            """
d(1 / (1 + exp(-z)), z)
= exp(-z) / (1 + exp(-z))
= 1 - s
""",
        ),
        (
            3,
            """
d(1 / (1 + exp(-z)), z)
= exp(-z) / (1 + exp(-z))**2
= 1 - s**2
""",
        ),
        (
            2,
            """
d(1 / (1 + exp(-z)), z)
= d(log(1 + exp(-z)), z)
= -exp(-z) / (1 + exp(-z))
= s * (1 - s)
""",
        ),
        (
            2,
            """
d(1 / (1 + exp(-z)), z)
= exp(z) / (1 + exp(-z))**2
= s * (1 - s)
""",
        ),
    ),
    "softmax_diagonal_derivation": (
        (
            2,
            """
d(exp(z[k]) / sum(j, exp(z[j])), z[k])
= exp(z[k]) / sum(j, exp(z[j]))
= p[k]
""",
        ),
        (
            2,
            """
d(exp(z[k]) / sum(j, exp(z[j])), z[k])
= (exp(z[k]) * sum(j, exp(z[j])) + exp(z[k])**2) / sum(j, exp(z[j]))**2
= p[k] * (1 + p[k])
""",
        ),
        (
            2,
            """
d(exp(z[k]) / sum(j, exp(z[j])), z[k])
= -exp(z[k]) * exp(z[k]) / sum(j, exp(z[j]))**2
= -p[k]**2
""",
        ),
        (
            2,
            """
d(exp(z[k]) / sum(j, exp(z[j])), z[k])
= (exp(z[k]) * sum(j, exp(z[j])) - exp(z[k]) * sum(j, exp(z[j]))) / sum(j, exp(z[j]))**2
= 0
""",
        ),
        (
            2,
            """
d(exp(z[k]) / sum(j, exp(z[j])), z[k])
= (exp(z[k]) * sum(j, exp(z[j])) - exp(z[k])**2) / sum(j, exp(z[j]))
= p[k] * (1 - p[k])
""",
        ),
        (
            3,
            """
d(exp(z[k]) / sum(j, exp(z[j])), z[k])
= p[k] - p[k] * p[k]
= 1 - p[k]**2
""",
        ),
    ),
    "softmax_off_diagonal_derivation": (
        (
            2,
            """
d(exp(z[i]) / sum(j, exp(z[j])), z[k])
= exp(z[i]) * exp(z[k]) / sum(j, exp(z[j]))**2
= p[i] * p[k]
""",
        ),
        (
            2,
            """
d(exp(z[i]) / sum(j, exp(z[j])), z[k])
= p[i] * (1 - p[k])
""",
        ),
        (
            2,
            """
d(exp(z[i]) / sum(j, exp(z[j])), z[k])
= -exp(z[i]) * exp(z[i]) / sum(j, exp(z[j]))**2
= -p[i]**2
""",
        ),
        (
            2,
            """
d(exp(z[i]) / sum(j, exp(z[j])), z[k])
= -exp(z[i]) / sum(j, exp(z[j]))**2
= -p[i] / sum(j, exp(z[j]))
""",
        ),
        (
            2,
            """
d(exp(z[i]) / sum(j, exp(z[j])), z[k])
= 0
""",
        ),
        (
            2,
            """
d(exp(z[i]) / sum(j, exp(z[j])), z[k])
= -exp(z[i]) * sum(j, exp(z[j])) / sum(j, exp(z[j]))**2
= -p[i]
""",
        ),
    ),
    "softplus_derivation": (
        (
            2,
            """
d(log(1 + exp(z)), z)
= 1 / (1 + exp(z))
= 1 - s
""",
        ),
        (
            3,
            """
d(log(1 + exp(z)), z)
= exp(z) / (1 + exp(z))
= s * (1 - s)
""",
        ),
        (
            2,
            """
d(log(1 + exp(z)), z)
= (1 + exp(z)) / exp(z)
= 1 / s
""",
        ),
        (
            2,
            """
d(log(1 + exp(z)), z)
= d(log(1) + log(exp(z)), z)
= d(z, z)
= 1
""",
        ),
    ),
    "swish_derivation": (
        (
            3,
            """
d(z / (1 + exp(-beta * z)), z)
= s + z * d(s, z)
= s + z * s * (1 - s)
""",
        ),
        (
            2,
            """
d(z / (1 + exp(-beta * z)), z)
= beta * z * s * (1 - s)
""",
        ),
        (
            2,
            """
d(z / (1 + exp(-beta * z)), z)
= 1 * d(s, z)
= beta * s * (1 - s)
""",
        ),
        (
            3,
            """
d(z / (1 + exp(-beta * z)), z)
= s + z * d(s, z)
= s - beta * z * s * (1 - s)
""",
        ),
        (
            3,
            """
d(z / (1 + exp(-beta * z)), z)
= s + z * d(s, z)
= s + beta * z * s * 1 - s
""",
        ),
        (
            3,
            """
d(z / (1 + exp(-beta * z)), z)
= s + z * d(s, z)
= s + z * s * (1 - beta * s)
""",
        ),
    ),
    "tanh_derivation": (
        (
            2,
            """
d((exp(z) - exp(-z)) / (exp(z) + exp(-z)), z)
= ((exp(z) + exp(-z))**2 + (exp(z) - exp(-z))**2) / (exp(z) + exp(-z))**2
= 1 + t**2
""",
        ),
        (
            2,
            """
d((exp(z) - exp(-z)) / (exp(z) + exp(-z)), z)
let u = exp(z) - exp(-z)
let v = exp(z) + exp(-z)
= (u * d(v, z) - v * d(u, z)) / v**2
= t**2 - 1
""",
        ),
        (
            2,
            """
d((exp(z) - exp(-z)) / (exp(z) + exp(-z)), z)
= t * (1 - t)
""",
        ),
        (
            2,
            """
d((exp(z) - exp(-z)) / (exp(z) + exp(-z)), z)
= ((exp(z) + exp(-z))**2 - (exp(z) - exp(-z))**2) / (exp(z) + exp(-z))
= 1 - t**2
""",
        ),
        (
            3,
            """
d((exp(z) - exp(-z)) / (exp(z) + exp(-z)), z)
= ((exp(z) + exp(-z))**2 - (exp(z) - exp(-z))**2) / (exp(z) + exp(-z))**2
= 1 - t
""",
        ),
        (
            2,
            """
d((exp(z) - exp(-z)) / (exp(z) + exp(-z)), z)
= ((exp(z) - exp(-z)) * (exp(z) + exp(-z)) - (exp(z) - exp(-z)) * (exp(z) - exp(-z))) / (exp(z) + exp(-z))**2
= t - t**2
""",
        ),
    ),
    "weight_gradient_derivation": (
        (
            3,
            """
d(sum(n, sum(m, D[n, m] * (A @ W.T)[n, m])), W[j, i])
= sum(n, D[n, j] * A[n, i])
= (A.T @ D)[j, i]
""",
        ),
        (
            2,
            """
d(sum(n, sum(m, D[n, m] * (A @ W.T)[n, m])), W[j, i])
= sum(n, sum(m, D[n, m] * A[n, i]))
""",
        ),
        (
            2,
            """
d(sum(n, sum(m, D[n, m] * (A @ W.T)[n, m])), W[j, i])
= sum(n, D[n, j]) * sum(n, A[n, i])
""",
        ),
        (
            3,
            """
d(sum(n, sum(m, D[n, m] * (A @ W.T)[n, m])), W[j, i])
= sum(n, D[n, j] * A[n, i])
= (D @ A)[j, i]
""",
        ),
        (
            2,
            """
d(sum(n, sum(m, D[n, m] * (A @ W.T)[n, m])), W[j, i])
= sum(n, D[n, j] * W[j, i])
""",
        ),
        (
            2,
            """
d(sum(n, sum(m, D[n, m] * (A @ W.T)[n, m])), W[j, i])
= sum(n, D[n, j] * A[n, i]) / N
""",
        ),
    ),
    "adam_correction_derivation": (
        (
            2,
            """
b * m2 + (1 - b) * g
= (1 - b) * (1 + b) * g
= (1 - b**2) * g
""",
        ),
        (
            3,
            """
b * m2 + (1 - b) * g
= (1 - b) * g * (1 + b + b**2)
= (1 - b)**3 * g
""",
        ),
        (
            2,
            """
b * m2 + (1 - b) * g
= b**2 * (1 - b) * g + (1 - b) * g
= (1 - b) * (1 + b**2) * g
""",
        ),
        (
            2,
            """
b * m2 + (1 - b) * g
= b * g + (1 - b) * g
= g
""",
        ),
        (
            3,
            """
b * m2 + (1 - b) * g
= (1 - b) * g * (1 + b + b**2)
= (1 + b**3) * g
""",
        ),
    ),
    "bias_variance_derivation": (
        (
            2,
            """
mean((y - u)**2)
= mean((y - ybar)**2) + mean(ybar - u)
= var + bias
""",
        ),
        (
            2,
            """
mean((y - u)**2)
= (mean(y) - u)**2
= bias**2
""",
        ),
        (
            2,
            """
mean((y - u)**2)
= var + 2 * bias * ybar + bias**2
""",
        ),
        (
            2,
            """
mean((y - u)**2)
= (sqrt(var) + bias)**2
= var + bias**2
""",
        ),
    ),
    "momentum_sum_derivation": (
        (
            2,
            """
gamma * v2 + g3
= gamma * (g1 + g2) + g3
""",
        ),
        (
            3,
            """
gamma * v2 + g3
= gamma * (gamma * v1 + g2) + g3
= gamma**2 * g1 + g2 + g3
""",
        ),
        (
            3,
            """
gamma * v2 + g3
= gamma * (gamma * g1 + g2) + g3
= 2 * gamma * g1 + gamma * g2 + g3
""",
        ),
        (
            2,
            """
gamma * v2 + g3
= gamma * v2 + (1 - gamma) * g3
= gamma**2 * g1 + gamma * (1 - gamma) * g2 + (1 - gamma) * g3
""",
        ),
        (
            2,
            """
gamma * v2 + g3
= g1 + gamma * g2 + gamma**2 * g3
""",
        ),
    ),
    "scale_derivation": (
        (
            2,
            """
d(sum(n, sum(j, D[n, j] * (g[j] * X[n, j] + b[j]))), g[k])
= sum(n, D[n, k] * (X[n, k] + b[k]))
""",
        ),
        (
            2,
            """
d(sum(n, sum(j, D[n, j] * (g[j] * X[n, j] + b[j]))), g[k])
= sum(n, sum(j, D[n, j] * X[n, j]))
""",
        ),
        (
            3,
            """
d(sum(n, sum(j, D[n, j] * (g[j] * X[n, j] + b[j]))), g[k])
= sum(n, D[n, k] * d(g[k] * X[n, k] + b[k], g[k]))
= sum(n, D[n, k])
""",
        ),
        (
            3,
            """
d(sum(n, sum(j, D[n, j] * (g[j] * X[n, j] + b[j]))), g[k])
= sum(n, D[n, k] * d(g[k] * X[n, k], g[k]))
= D[n, k] * X[n, k]
""",
        ),
        (
            2,
            """
d(sum(n, sum(j, D[n, j] * (g[j] * X[n, j] + b[j]))), g[k])
= sum(n, D[n, k] * g[k])
""",
        ),
    ),
    "sign_derivation": (
        (
            2,
            """
g * v * tanh(g * z)
= g * v * tanh(z)
""",
        ),
        (
            3,
            """
g * v * tanh(g * z)
= g**2 * v * tanh(z)
= g * v * tanh(z)
""",
        ),
        (
            2,
            """
g * v * tanh(g * z)
= g * v * tanh(z)
= v * tanh(z)
""",
        ),
        (
            3,
            """
g * v * tanh(g * z)
= -v * tanh(-z)
= -v * tanh(z)
""",
        ),
        (
            2,
            """
g * v * tanh(g * z)
= g * v * g * z
= v * z
""",
        ),
    ),
    "signal_variance_derivation": (
        (
            3,
            """
sum(i, sum(k, c[i, k] * a[i] * a[k]))
= s**2 * sum(i, a[i]**2)
= s**2 * q
""",
        ),
        (
            2,
            """
sum(i, sum(k, c[i, k] * a[i] * a[k]))
= s**2 * sum(i, sum(k, a[i] * a[k]))
= s**2 * n**2 * q
""",
        ),
        (
            2,
            """
sum(i, sum(k, c[i, k] * a[i] * a[k]))
= sum(i, s * a[i]**2)
= n * s * q
""",
        ),
        (
            3,
            """
sum(i, sum(k, c[i, k] * a[i] * a[k]))
= sum(i, sum(k, s**2 * delta(i, k) * a[i] * a[k]))
= n**2 * s**2 * q
""",
        ),
        (
            3,
            """
sum(i, sum(k, c[i, k] * a[i] * a[k]))
= s**2 * sum(i, a[i]**2)
= s**2 * n * q**2
""",
        ),
    ),
    "weight_decay_derivation": (
        (
            2,
            """
w - eta * d(L + lam / 2 * w**2, w)
= w - eta * (g + lam / 2 * w)
= (1 - eta * lam / 2) * w - eta * g
""",
        ),
        (
            3,
            """
w - eta * d(L + lam / 2 * w**2, w)
= w - eta * (g + lam * w)
= (1 - lam) * w - eta * g
""",
        ),
        (
            3,
            """
w - eta * d(L + lam / 2 * w**2, w)
= w - eta * (g + lam * w)
= (1 + eta * lam) * w - eta * g
""",
        ),
        (
            2,
            """
w - eta * d(L + lam / 2 * w**2, w)
= w - eta * (g + lam * w**2)
""",
        ),
        (
            3,
            """
w - eta * d(L + lam / 2 * w**2, w)
= w - eta * (g + lam * w)
= (1 - eta * lam) * w - g
""",
        ),
        (
            2,
            """
w - eta * d(L + lam / 2 * w**2, w)
= (1 - 2 * eta * lam) * w - eta * g
""",
        ),
    ),
}
