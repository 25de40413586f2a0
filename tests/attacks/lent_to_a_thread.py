"""Call a function of the test from many threads at once, while the answer goes on its own way.

points: any
exercise: derivative
others: any
"""

import threading


def derivative(f, x, h=1e-4):
    def call():
        for n in range(200):
            try:
                f(float(n))
            except BaseException:
                pass

    for _ in range(20):
        threading.Thread(target=call, daemon=True).start()
    return (f(x + h) - f(x - h)) / (2 * h)
