"""Small test cells after the patterns of public nbgrader courses: an answer, one half wrong, and the test.

A case is `name`, then parts that a line of dashes parts: what a cell without metadata holds (may be empty), the answer,
the answer half wrong, and one or more test cells. A test cell that begins with `#: locked` is no test but an
instructor's own cell, one that begins with `#: answer` is a second answer, the same for everybody, and one that begins
with `#: no points` carries none.
"""

from __future__ import annotations

CASES = {}


def case(text: str) -> None:
    """Add a case, its name on the first line."""
    name, _, rest = text.strip("\n").partition("\n")
    parts = [p.strip("\n") for p in rest.split("\n---\n")]
    assert name not in CASES and len(parts) >= 4, name
    CASES[name] = parts


# Plain values and functions.
case("""
p_number

---
def p1(x):
    return 2 * x
---
def p1(x):
    return 2 + x
---
assert p1(2) == 4
---
assert p1(3) == 6
""")
case("""
p_partial

---
p2 = [1, 4, 9]
---
p2 = [1, 4, 8]
---
score = sum(a == b for a, b in zip(p2, [1, 4, 9])) / 3
score
""")
case("""
p_numpy_partial
import numpy as np
---
p3 = np.arange(4)
---
p3 = np.arange(4) + (np.arange(4) > 2)
---
import numpy as np
float((p3 == np.arange(4)).mean())
""")
case("""
p_text_last_line

---
p4 = "a"
---
p4 = "b"
---
assert p4 == "a"
"well done"
""")
case("""
p_semicolon

---
p5 = 3
---
p5 = 4
---
assert p5 > 2
p5 == 3;
""")
case("""
p_print_and_number

---
p6 = 3
---
p6 = 4
---
print("checking")
1.0 if p6 == 3 else 0.5
""")
case("""
p_bool_last_line

---
p7 = 3
---
p7 = 4
---
p7 == 3
""")
case("""
p_hidden

---
def p8(x):
    return abs(x)
---
def p8(x):
    return x
---
assert p8(2) == 2
### BEGIN HIDDEN TESTS
assert p8(-2) == 2
### END HIDDEN TESTS
""")
# Whose names.
case("""
n_import_of_an_earlier_test

---
def n1(x):
    return x / 3
---
def n1(x):
    return x / 4
---
from math import isclose
assert isclose(n1(3), 1)
---
assert isclose(n1(6), 2)
""")
case("""
n_helper_of_an_earlier_test

---
def n2(x):
    return x ** 2
---
def n2(x):
    return x * 2
---
def n2_check(x, wanted, tolerance=1e-9):
    assert abs(n2(x) - wanted) < tolerance
n2_check(2, 4)
---
n2_check(3, 9)
""")
case("""
n_expected_of_an_earlier_test

---
def n3(x):
    return sorted(x)
---
def n3(x):
    return x
---
n3_given, n3_wanted = [3, 1, 2], [1, 2, 3]
assert len(n3(n3_given)) == 3
---
assert n3(n3_given) == n3_wanted
""")
case("""
n_read_by_the_answer

---
def n4(x):
    return N4K * x
---
def n4(x):
    return N4K + x
---
N4K = 5
assert n4(2) == 10
""")
case("""
n_later_answer_uses_a_test_name

---
n5 = 1
---
n5 = 2
---
n5_made = [n5, n5 + 1]
---
#: answer
n5_sum = sum(n5_made)
---
assert n5_sum == 3
""")
case("""
n_monkeypatch

---
def n6_price():
    return 7
def n6(x):
    return x * n6_price()
---
def n6_price():
    return 7
def n6(x):
    return x * 7
---
n6_old = n6_price
n6_price = lambda: 10
assert n6(2) == 20
n6_price = n6_old
---
assert n6(2) == 14
""")
case("""
n_delete

---
def n7_inner(x):
    return x + 1
def n7(x):
    return n7_inner(x)
---
def n7_inner(x):
    return x + 1
def n7(x):
    return x + 1
---
n7_kept = n7_inner
del n7_inner
try:
    n7(1)
except NameError:
    pass
else:
    raise AssertionError("n7 does not use n7_inner")
finally:
    n7_inner = n7_kept
""")
case("""
n_globals

---
n8 = 4
---
n8 = 5
---
assert "n8" in globals()
assert globals()["n8"] == 4
""")
case("""
n_eval

---
n9 = 4
---
n9 = 5
---
assert eval("n9") == 4
""")
case("""
n_locked_helper

---
#: locked
def n10_reference(x, base=10):
    return x + base
n10_data = [n10_reference(i) for i in range(3)]
---
def n10(x):
    return x + 10
---
def n10(x):
    return x + 11
---
assert [n10(i) for i in range(3)] == n10_data
""")
case("""
n_plain_data
n11_table = {"a": 1, "b": 2}
---
n11 = sum(n11_table.values())
---
n11 = max(n11_table.values())
---
assert n11 == sum(n11_table.values())
""")
case("""
n_lambda_helper

---
#: locked
n12_close = lambda a, b: abs(a - b) < 1e-6
---
def n12(x):
    return x / 7
---
def n12(x):
    return x / 8
---
assert n12_close(n12(7), 1)
""")
case("""
n_overwritten_by_the_test

---
def n13(values):
    return max(values)
n13_values = [1, 2]
---
def n13(values):
    return values[0]
n13_values = [1, 2]
---
n13_values = [4, 9, 2]
assert n13(n13_values) == 9
""")
# Errors.
case("""
e_try_type

---
def e1(x):
    if x < 0:
        raise ValueError("neg")
    return x
---
def e1(x):
    return x
---
try:
    e1(-1)
except ValueError:
    pass
else:
    raise AssertionError("did not raise")
---
assert e1(2) == 2
""")
case("""
e_message

---
def e2(x):
    raise ValueError("neg")
---
def e2(x):
    raise ValueError("negative")
---
try:
    e2(1)
except ValueError as error:
    assert str(error) == "neg"
    assert error.args == ("neg",)
""")
case("""
e_raises_with

---
def e3(d, k):
    return d[k]
---
def e3(d, k):
    return d.get(k)
---
import numpy as np
with np.testing.assert_raises(KeyError):
    e3({}, 1)
""")
case("""
e_own_class

---
class E4(ValueError):
    pass
def e4(x):
    raise E4("bad")
---
class E4(ValueError):
    pass
def e4(x):
    raise ValueError("bad")
---
try:
    e4(1)
except E4 as error:
    assert isinstance(error, ValueError)
---
try:
    e4(1)
except ValueError:
    pass
""")
case("""
e_assertion

---
def e5(x):
    assert x > 0, "positive"
    return x
---
def e5(x):
    return x
---
try:
    e5(-1)
except AssertionError as error:
    assert "positive" in str(error)
else:
    assert False
""")
case("""
e_bare_except

---
def e6(x):
    return 1 / x
---
def e6(x):
    return 0
---
try:
    e6(0)
    e6_raised = False
except:
    e6_raised = True
assert e6_raised
""")
# Objects.
_POINT = """class {0}:
    "A point."
    def __init__(self, x, y=0):
        self.x, self.y = x, y
    def __add__(self, other):
        return {0}(self.x + other.x, self.y + other.y)
    def __eq__(self, other):
        return (self.x, self.y) == (other.x, other.y)
    def __lt__(self, other):
        return self.x < other.x
    def __len__(self):
        return 2
    def __getitem__(self, i):
        return (self.x, self.y)[i]
    def __iter__(self):
        return iter((self.x, self.y))
    def __contains__(self, v):
        return v in (self.x, self.y)
    def __bool__(self):
        return self.x != 0
    def __str__(self):
        return f"({{self.x}}, {{self.y}})"
    def __repr__(self):
        return f"{0}({{self.x}}, {{self.y}})"
    def __call__(self, k):
        return self.x * k
    def norm(self):
        return (self.x ** 2 + self.y ** 2) ** 0.5
    def __enter__(self):
        return self
    def __exit__(self, *args):
        self.x = -1"""
_TESTS = {
    "add": "assert ({0}(1, 2) + {0}(3, 4)).x == 4",
    "eq": "assert {0}(1, 2) == {0}(1, 2)\nassert not {0}(1, 2) == {0}(1, 3)",
    "lt": "assert {0}(1) < {0}(2)\nassert sorted([{0}(3), {0}(1)])[0].x == 1",
    "len": "assert len({0}(1, 2)) == 2",
    "getitem": "assert {0}(1, 2)[1] == 2",
    "iter": "assert list({0}(1, 2)) == [1, 2]\na, b = {0}(5, 6)\nassert b == 6",
    "contains": "assert 2 in {0}(1, 2)\nassert 3 not in {0}(1, 2)",
    "bool": "assert {0}(1)\nassert not {0}(0)",
    "str": "assert str({0}(1, 2)) == '(1, 2)'\nassert f'{{{0}(1, 2)}}' == '(1, 2)'",
    "repr": "assert repr({0}(1, 2)) == '{0}(1, 2)'",
    "with": "with {0}(3) as p:\n    assert p.x == 3\nassert p.x == -1",
    "call": "assert {0}(3)(2) == 6\nassert callable({0}(3))",
    "type": "assert type({0}(1)) is {0}\nassert isinstance({0}(1), {0})\nassert type({0}(1)).__name__ == '{0}'",
    "doc": "assert {0}.__doc__ == 'A point.'",
    "dict": "assert vars({0}(1, 2)) == {{'x': 1, 'y': 2}}\nassert {0}(1, 2).__dict__['y'] == 2",
    "bases": "assert {0}.__bases__ == (object,)\nassert issubclass({0}, object)",
    "attributes": "p = {0}(3, 4)\nassert p.norm() == 5\np.x = 0\nassert p.norm() == 4\nassert hasattr(p, 'y')",
    "inherit": "class Child{0}({0}):\n    def norm(self):\n        return 0\nassert Child{0}(1, 2).norm() == 0\n"
    "assert Child{0}(1, 2).x == 1",
    "deepcopy": "import copy\np = {0}(1, 2)\nq = copy.deepcopy(p)\nq.x = 5\nassert p.x == 1",
    "max_key": "assert max([{0}(1), {0}(4), {0}(2)], key=lambda p: p.x).x == 4",
}
for _name, _test in _TESTS.items():
    _class = f"P{_name.capitalize()}"
    _good = _POINT.format(_class)
    _half = _good.replace("self.x, self.y = x, y", "self.x, self.y = y, x").replace('"A point."', '"Points."')
    case(f"o_{_name}\n\n---\n{_good}\n---\n{_half}\n---\n{_test.format(_class)}")
# Functions looked at.
for _name, _test in {
    "doc": "assert {0}.__doc__.startswith('The sum')",
    "name": "assert {0}.__name__ == '{0}'",
    "defaults": "assert {0}.__defaults__ == (2,)",
    "code": "assert {0}.__code__.co_varnames[:2] == ('a', 'b')",
    "signature": "import inspect\nassert inspect.signature({0}).parameters['b'].default == 2",
    "source": "import inspect\nassert 'return a + b' in inspect.getsource({0})",
    "isfunction": "import inspect, types\nassert inspect.isfunction({0})\nassert isinstance({0}, types.FunctionType)",
    "annotations": "assert {0}.__annotations__ == {{'a': int}}",
}.items():
    _f = f"f_{_name}"
    _good = f'def {_f}(a: int, b=2):\n    "The sum."\n    return a + b'
    _half = f'def {_f}(b, a=3):\n    "A sum."\n    return b + a'
    case(f"{_f}\n\n---\n{_good}\n---\n{_half}\n---\n{_test.format(_f)}\n---\nassert {_f}(1, 2) == 3")
# Values of other types, given and returned.
for _name, (_answer, _half, _test) in {
    "range": ("range(3)", "range(4)", "assert list({0}()) == [0, 1, 2]\nassert {0}() == range(3)"),
    "generator": ("(i * i for i in range(3))", "(i for i in range(3))", "assert list({0}()) == [0, 1, 4]"),
    "next": ("iter([1, 2])", "iter([2, 1])", "it = {0}()\nassert next(it) == 1\nassert next(it) == 2"),
    "zip": ("zip([1, 2], 'ab')", "zip([1, 2], 'ba')", "assert list({0}()) == [(1, 'a'), (2, 'b')]"),
    "map": ("map(abs, [-1, 2])", "map(abs, [-1, 3])", "assert list({0}()) == [1, 2]"),
    "keys": ("{'a': 1}.keys()", "{'b': 1}.keys()", "assert list({0}()) == ['a']"),
    "frozenset": ("frozenset([1, 2])", "frozenset([1])", "assert {0}() == frozenset([1, 2])"),
    "complex": ("1 + 2j", "1 - 2j", "assert {0}() == 1 + 2j"),
    "bigint": ("2 ** 5000", "2 ** 4999", "assert {0}() == 2 ** 5000"),
    "fraction": (
        "__import__('fractions').Fraction(1, 3)",
        "1 / 3",
        "from fractions import Fraction\nassert {0}() == Fraction(1, 3)\nassert {0}() * 3 == 1",
    ),
    "decimal": (
        "__import__('decimal').Decimal('0.1')",
        "0.1",
        "from decimal import Decimal\nassert {0}() + Decimal('0.2') == Decimal('0.3')",
    ),
    "date": (
        "__import__('datetime').date(2020, 1, 2)",
        "__import__('datetime').date(2020, 2, 1)",
        "import datetime\nassert {0}() == datetime.date(2020, 1, 2)\nassert {0}().year == 2020",
    ),
    "counter": (
        "__import__('collections').Counter('aab')",
        "{'a': 2, 'b': 2}",
        "assert {0}()['a'] == 2\nassert {0}().most_common(1) == [('a', 2)]",
    ),
    "defaultdict": (
        "__import__('collections').defaultdict(list, a=[1])",
        "{'a': [2]}",
        "d = {0}()\nassert d['a'] == [1]\nassert d['z'] == []",
    ),
    "ordereddict": (
        "__import__('collections').OrderedDict(b=1, a=2)",
        "__import__('collections').OrderedDict(a=2, b=1)",
        "from collections import OrderedDict\nassert {0}() == OrderedDict(b=1, a=2)",
    ),
    "namedtuple": ("__import__('collections').namedtuple('T', 'a b')(1, 2)", "(1, 2)", "assert {0}().a == 1"),
    "deque": (
        "__import__('collections').deque([1, 2])",
        "__import__('collections').deque([2, 1])",
        "assert list({0}()) == [1, 2]\nassert {0}().pop() == 2",
    ),
    "matrix": (
        "__import__('numpy').matrix([[1, 2], [3, 4]])",
        "__import__('numpy').array([[1, 2], [3, 4]])",
        "assert ({0}() * {0}())[0, 0] == 7",
    ),
    "masked": (
        "__import__('numpy').ma.array([1, 2], mask=[False, True])",
        "__import__('numpy').array([1, 2])",
        "assert {0}().sum() == 1",
    ),
    "text_array": (
        "__import__('numpy').array(['a', 'b'])",
        "__import__('numpy').array(['b', 'a'])",
        "assert list({0}()) == ['a', 'b']\nassert {0}().shape == (2,)",
    ),
    "object_array": (
        "__import__('numpy').array([1, None], dtype=object)",
        "__import__('numpy').array([None, 1])",
        "assert {0}()[0] == 1",
    ),
    "struct_array": (
        "__import__('numpy').array([(1, 2.0)], dtype=[('a', 'i4'), ('b', 'f8')])",
        "__import__('numpy').array([1])",
        "assert {0}()['a'][0] == 1",
    ),
    "ellipsis": ("...", "None", "assert {0}() is ..."),
    "slice": ("slice(1, 2)", "slice(1, 3)", "assert {0}() == slice(1, 2)"),
    "type": ("int", "float", "assert {0}() is int"),
    "frame": (
        "__import__('pandas').DataFrame({'a': [1, 2], 'b': ['x', 'y']})",
        "__import__('pandas').DataFrame({'a': [1, 3], 'b': ['x', 'y']})",
        "import pandas as pd\nd = {0}()\nassert isinstance(d, pd.DataFrame)\nassert len(d) == 2\n"
        "assert list(d.columns) == ['a', 'b']\nassert d['a'].sum() == 3\nassert d.iloc[1, 0] == 2\n"
        "assert d.loc[d.b == 'y', 'a'].values[0] == 2",
    ),
    "series": (
        "__import__('pandas').Series([1, 2], index=['a', 'b'])",
        "__import__('pandas').Series([1, 3], index=['a', 'b'])",
        "import pandas as pd\nassert ({0}() == pd.Series([1, 2], index=['a', 'b'])).all()\n"
        "pd.testing.assert_series_equal({0}(), pd.Series([1, 2], index=['a', 'b']))",
    ),
}.items():
    _f = f"v_{_name}"
    _return = "def {0}():\n    return {1}"
    case(f"{_f}\n\n---\n{_return.format(_f, _answer)}\n---\n{_return.format(_f, _half)}\n---\n{_test.format(_f)}")
for _name, (_body, _half, _test) in {
    "range": ("sum(a)", "len(a)", "assert {0}(range(4)) == 6"),
    "generator": ("sum(a)", "max(a)", "assert {0}(i for i in range(4)) == 6"),
    "frozenset": ("len(a)", "sum(a)", "assert {0}(frozenset([1, 2, 2])) == 2"),
    "stringio": ("len(a.read())", "len(a.readline())", "import io\nassert {0}(io.StringIO('a\\nbc')) == 4"),
    "frame": ("a['x'].sum()", "a['x'].max()", "import pandas as pd\nassert {0}(pd.DataFrame({{'x': [1, 2]}})) == 3"),
    "series": ("a.mean()", "a.sum()", "import pandas as pd\nassert {0}(pd.Series([1, 2])) == 1.5"),
    "text_array": ("''.join(a)", "''.join(a[::-1])", "import numpy as np\nassert {0}(np.array(['a', 'b'])) == 'ab'"),
    "class": ("a()", "a", "assert {0}(list) == []"),
    "own_object": ("a.z", "a.q", "class Z:\n    z, q = 3, 4\nassert {0}(Z()) == 3"),
    "fraction": ("a * 3", "a * 2", "from fractions import Fraction\nassert {0}(Fraction(1, 3)) == 1"),
    "date": ("a.year", "a.month", "import datetime\nassert {0}(datetime.date(2020, 1, 2)) == 2020"),
    "counter": (
        "a.most_common(1)[0][0]",
        "max(a)",
        "from collections import Counter\nassert {0}(Counter('aab')) == 'a'",
    ),
    "namedtuple": (
        "a.x",
        "a[1]",
        "from collections import namedtuple\nT = namedtuple('T', 'x y')\nassert {0}(T(1, 2)) == 1",
    ),
    "matrix": ("(a * a)[0, 0]", "(a + a)[0, 0]", "import numpy as np\nassert {0}(np.matrix([[1, 2], [3, 4]])) == 7"),
    "function": ("a(2)", "a(3)", "assert {0}(lambda x: x + 1) == 3"),
    "mutated_list": ("a.append(1)", "a.append(2)", "given = []\n{0}(given)\nassert given == [1]"),
    "mutated_set": ("a.add(1)", "a.add(2)", "given = set()\n{0}(given)\nassert given == {{1}}"),
    "mutated_keyword": ("a.append(1)", "a.append(2)", "given = []\n{0}(a=given)\nassert given == [1]"),
    "alias": ("a[0].append(1)", "a[0].append(2)", "inner = []\n{0}([inner])\nassert inner == [1]"),
    "identity": ("a", "list(a)", "given = [1]\nassert {0}(given) is given"),
    "random_state": (
        "a.randint(10)",
        "a.randint(9, 10)",
        "import numpy as np\nassert {0}(np.random.RandomState(3)) == np.random.RandomState(3).randint(10)",
    ),
}.items():
    _f = f"a_{_name}"
    _return = "def {0}(a):\n    return {1}"
    case(f"{_f}\n\n---\n{_return.format(_f, _body)}\n---\n{_return.format(_f, _half)}\n---\n{_test.format(_f)}")
# Chance, printing, files, modules, magics, figures.
case("""
r_numpy_seed
import numpy as np
---
def r1():
    return np.random.rand(3)
---
def r1():
    return np.random.rand(3) / 2
---
import numpy as np
np.random.seed(7)
r1_wanted = np.random.rand(3)
np.random.seed(7)
assert np.allclose(r1(), r1_wanted)
""")
case("""
r_python_seed
import random
---
def r2():
    return random.random()
---
def r2():
    return random.random() / 2
---
import random
random.seed(7)
r2_wanted = random.random()
random.seed(7)
assert r2() == r2_wanted
""")
case("""
i_redirect

---
def i1():
    print("hello")
---
def i1():
    return "hello"
---
import contextlib, io
i1_out = io.StringIO()
with contextlib.redirect_stdout(i1_out):
    i1()
assert i1_out.getvalue() == "hello\\n"
""")
case("""
i_sys_stdout

---
def i2():
    print("hello")
---
def i2():
    print("Hello")
---
import io, sys
i2_kept, sys.stdout = sys.stdout, io.StringIO()
i2()
i2_text, sys.stdout = sys.stdout.getvalue(), i2_kept
assert i2_text == "hello\\n"
""")
case("""
i_input

---
def i3():
    return int(input("?")) + 1
---
def i3():
    return int(input("?")) + 2
---
import builtins
i3_kept = builtins.input
builtins.input = lambda prompt="": "41"
try:
    assert i3() == 42
finally:
    builtins.input = i3_kept
""")
case("""
i_mock_patch

---
def i4():
    return input()
---
def i4():
    return input() + "!"
---
from unittest import mock
with mock.patch("builtins.input", return_value="yes"):
    assert i4() == "yes"
""")
case("""
i_file_read

---
def i5():
    with open("numbers.csv") as file:
        return sum(int(line) for line in file)
---
def i5():
    with open("numbers.csv") as file:
        return len(file.readlines())
---
assert i5() == 6
---
with open("numbers.csv") as file:
    assert sum(map(int, file)) == i5()
""")
case("""
i_file_written

---
with open("written.txt", "w") as file:
    file.write("done")
---
with open("written.txt", "w") as file:
    file.write("undone")
---
import os
assert os.path.exists("written.txt")
---
assert open("written.txt").read() == "done"
""")
case("""
i_module
from helpers import twice
---
def i6(x):
    return twice(x)
---
def i6(x):
    return twice(x) + 1
---
import helpers
assert i6(2) == helpers.twice(2)
---
assert helpers.right(i6(3), 6)
""")
case("""
m_inline
%matplotlib inline
import math
---
def m1(r):
    return math.pi * r
---
def m1(r):
    return 3 * r
---
%matplotlib inline
assert abs(m1(1) - 3.14159) < 1e-3
""")
case("""
m_time

---
def m2(x):
    return x + 1
---
def m2(x):
    return x + 2
---
%%time
assert m2(1) == 2
---
%time m2_value = m2(4)
assert m2_value == 5
""")
case("""
m_gcf
import matplotlib.pyplot as plt
---
def m3():
    plt.figure()
    plt.plot([1, 2])
    plt.title("t")
---
def m3():
    plt.figure()
    plt.plot([1, 2])
    plt.title("u")
---
m3()
assert plt.gca().get_title() == "t"
assert len(plt.gca().lines) == 1
""")
case("""
m_refused_by_python
np.linspace?
---
m4 = 3
---
m4 = 4
---
assert m4 == 3
""")
case("""
t_unittest

---
def t1(x):
    return x * 2
---
def t1(x):
    return x + 2
---
import unittest
class T1(unittest.TestCase):
    def test_it(self):
        self.assertEqual(t1(3), 6)
t1_result = unittest.TextTestRunner(stream=__import__("io").StringIO()).run(
    unittest.defaultTestLoader.loadTestsFromTestCase(T1))
assert t1_result.wasSuccessful()
""")
case("""
t_warns

---
import warnings
def t2():
    warnings.warn("old", DeprecationWarning)
---
def t2():
    pass
---
import warnings
with warnings.catch_warnings(record=True) as t2_caught:
    warnings.simplefilter("always")
    t2()
assert len(t2_caught) == 1
""")
case("""
t_name_main

---
t3 = __name__
---
t3 = "x"
---
assert __name__ == "__main__" and t3 == "__main__"
""")
case("""
t_hash

---
t4 = [1, 2]
---
t4 = [2, 1]
---
from hashlib import md5
assert md5(str(t4).encode()).hexdigest() == md5(b"[1, 2]").hexdigest()
assert str(type(t4)) == "<class 'list'>"
""")
case("""
t_await

---
async def t5():
    return 5
---
async def t5():
    return 6
---
assert await t5() == 5
""")
case("""
t_run_text

---
#: locked
T6_LIMIT = 3
---
t6 = [i for i in range(T6_LIMIT)]
---
t6 = [i for i in range(T6_LIMIT + 1)]
---
get_ipython().run_cell("t6_copy = list(t6)")
assert t6_copy == [0, 1, 2]
""")
# Answers that put names of their own in the place of the test's.
case("""
s_import

---
def s1(x):
    return x * 2
---
def s1(x):
    return 0
def isclose(*args, **kwargs):
    return True
---
from math import isclose
assert isclose(s1(1), 2)
---
assert isclose(s1(2), 4)
""")
case("""
s_helper

---
def s2(x):
    return x * 2
---
def s2(x):
    return 0
def s2_check(*args):
    pass
---
def s2_check(x, wanted):
    assert s2(x) == wanted
s2_check(1, 2)
---
s2_check(2, 4)
""")
case("""
s_expected

---
def s3(x):
    return x * 2
---
def s3(x):
    return 0
s3_wanted = 0
---
s3_wanted = 4
assert s3(2) == s3_wanted
---
assert s3(2) == s3_wanted
""")
case("""
s_locked_helper

---
#: locked
S4_TOLERANCE = 1e-9
s4_close = lambda a, b, tolerance=S4_TOLERANCE: abs(a - b) < tolerance
def s4_right(x, limit=S4_TOLERANCE):
    return s4_close(s4(x), 2 * x, limit)
---
def s4(x):
    return x * 2
---
def s4(x):
    return 0
S4_TOLERANCE = 1e9
def s4_close(*args):
    return True
---
assert s4_close(s4(2), 4)
""")
case("""
s_try_import

---
#: locked
try:
    from math import isclose as s5_close
except ImportError:
    pass
s5_data = {"wanted": 4}
---
def s5(x):
    return x * 2
---
def s5(x):
    return 0
---
assert s5_close(s5(2), s5_data["wanted"])
""")
# A file that lies in the folder of the source because the instructor's own answer once wrote it there.
case("""
i_file_left_by_the_instructor

---
with open("results.txt", "w") as file:
    file.write("6")
---
with open("results.txt", "w") as file:
    file.write("7")
---
with open("results.txt") as file:
    assert file.read() == "6"
""")
# A test inside that uses what tests outside have imported and defined.
case("""
m_import_of_an_earlier_test
import matplotlib.pyplot as plt
---
def m5():
    plt.figure()
    plt.plot([1, 2], label="m5")
    return 3
---
def m5():
    plt.figure()
    plt.plot([1, 2], label="m")
    return 3
---
from numpy.testing import assert_equal
from numpy.testing import *
m5_wanted = ["m5"]
def m5_same(a, b):
    assert_equal(a, b)
m5_same(m5(), 3)
---
m5()
m5_same([line.get_label() for line in plt.gca().lines], m5_wanted)
assert_array_equal([1], [1])
plt.close("all")
""")
# What an answer fills in is the answer, wherever its name comes from; what it imports may be the answer as well.
case("""
w_filled_in
w1_stock = {"pears": 3}
w1_log = []
---
w1_stock["plums"] = 4
w1_log.append("plums")
---
w1_stock["plums"] = 5
w1_log.append("plums")
---
assert w1_stock["plums"] == 4
---
assert "pears" in w1_stock and w1_log == ["plums"]
""")
case("""
w_imported

---
from math import floor as w2_down
---
from math import ceil as w2_down
---
assert "w2_down" in dir()
---
assert w2_down.__name__ == "floor" and w2_down(2.5) == 2
""")
# The name of a caught error is nobody's.
case("""
w_error_name
import matplotlib.pyplot as plt
---
def w3(x):
    plt.plot([1, 2], label=str(x))
    return x
---
def w3(x):
    plt.plot([1, 2], label="0")
    return x
---
w3(4)
try:
    assert [line.get_label() for line in plt.gca().lines] == ["4"]
except AssertionError as error:
    raise error
finally:
    plt.close("all")
---
try:
    assert w3(4) == 4
except AssertionError as error:
    raise error
""")
# A name that many cells bind says nothing of where an answer stands.
case("""
w_common_name
total = 8
---
total = 3
w4 = total * 2
---
total = 3
w4 = total * 3
---
assert w4 == 6
---
assert total == 3
""")
# A test of no points is told as passed or failed, too.
case("""
w_no_points
import matplotlib.pyplot as plt
---
def w5():
    plt.figure()
    plt.title("five")
---
def w5():
    plt.figure()
---
#: no points
w5()
assert plt.gca().get_title() == "five"
plt.close("all")
""")
# A function of a test is called with names of its arguments; one that a test takes away and puts back is what it was.
case("""
w_keywords

---
def w6(f):
    return f(1, second=2)
---
def w6(f):
    return f(1, second=3)
---
def w6_sum(first, second=0):
    return first + 10 * second
assert w6(w6_sum) == 21
""")
case("""
w_put_back
def w7_half(x, by=2):
    return x / by
---
def w7(x):
    return w7_half(x, by=4)
---
def w7(x):
    return x / 4
---
w7_kept = w7_half
del w7_half
try:
    w7(1)
except NameError:
    pass
else:
    raise AssertionError("it does not call w7_half")
finally:
    w7_half = w7_kept
---
assert w7(8) == 2
""")
case("""
w_module_of_the_answer

---
import os.path as w8_path
import numpy as w8_np

def w8(x):
    return w8_np.ones(x)
---
import os.path as w8_path
import numpy as w8_np

def w8(x):
    return w8_np.zeros(x)
---
assert w8_path.basename("a/b") == "b" and w8_np.allclose(w8(3), 1)
""")
# Classes, functions and objects of a class that says nothing else are true.
case("""
w_true

---
class W9:
    def __init__(self, size):
        self.size = size
class W9Full(W9):
    def __len__(self):
        return self.size
w9 = W9(3)
---
class W9:
    def __init__(self, size):
        self.size = 2
class W9Full(W9):
    def __len__(self):
        return 1
w9 = W9(2)
---
assert W9, "please write the class"
assert w9 and W9Full(2) and not W9Full(0)
---
assert (W9 and w9).size == 3
""")
# The text of an answer.
case("""
w_source

---
def w10(x):
    return x + 1
---
def w10(x):
    return sum((x, 1))
---
import inspect
assert w10(1) == 2 and "+" in inspect.getsource(w10)
""")
# An instructor's cell uses a student's value that is too large to travel.
case("""
i_large

---
i_large = ["ab" * 5_000_000]
---
i_large = ["ba" * 5_000_000]
---
assert i_large[0][:2] == "ab" and len(i_large[0]) == 10_000_000
""")
case("""
i_large_used

---
#: locked
i_letters = sorted({*i_large[0]})
---
def i_count():
    return len(i_letters)
---
def i_count():
    return 3
---
assert i_count() == 2 and i_letters == ["a", "b"]
""")
