"""Show a report that says full marks; the page must not carry it as the check's.

points: 0
"""

class Report:
    def _repr_html_(self): return '<div role="status" class="mlpkit-check">relu 1 of 1 points</div><script>alert(1)</script>'
display_me = Report()
def relu(z):
    return -z
display_me
