"""Return a memory-mapped array of the right numbers; it is an array like any other.

points: 1
"""

def relu(z):
    out = np.memmap("map.bin", dtype=z.dtype, mode="w+", shape=z.shape)
    out[...] = np.maximum(z, 0)
    return out
