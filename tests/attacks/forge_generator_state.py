"""Return generators with states that no generator has.

points: 0
"""

class Forged(np.random.Generator):
    pass
def relu(z):
    made = np.random.default_rng(0)
    made.bit_generator.state = {"bit_generator": "PCG64", "state": {"state": 2**128 - 1, "inc": 0},
                                "has_uint32": 1, "uinteger": 2**32 - 1}
    return [made, Forged(np.random.MT19937(1)), np.random.RandomState(3)]
