"""Show two hundred pictures before the answer; then answer rightly.

points: any
"""

from IPython.display import display
for _ in range(200):
    display({"image/png": "iVBORw0KGgo" + "A" * 1_900_000}, raw=True)
def relu(z):
    return np.maximum(z, 0)
