"""Large figures, all left open, each shown again at the end of the cell.

points: any
others: any
"""

import matplotlib.pyplot as plt

for n in range(60):
    plt.figure(figsize=(60, 60))
    plt.imshow(np.random.rand(1500, 1500))


def relu(z):
    return np.maximum(z, 0)
