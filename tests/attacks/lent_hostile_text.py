"""Put a page's markup, null bytes and half characters into an error that passes through the test's function.

exercise: derivative
points: 0
says: </script>
"""

depth, outer = 0, None
def derivative(f, x, h=1e-4):
    global depth, outer
    outer, depth = outer if depth else f, depth + 1
    try:
        if depth > 1:
            raise type("</script><script>alert(1)</script>", (Exception,), {})("</script>\0\ud800" + "x" * 10**6)
        return (f(x + h) - f(x - h)) / (2 * h)
    finally:
        depth -= 1
