"""Tables of pandas by value: their columns as arrays, their index and names; refused where these are not plain."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograder.runtime.exact import NotExact, made_range

_TIMES = ("datetime64[ns]", "datetime64[us]", "datetime64[s]", "timedelta64[ns]", "timedelta64[us]", "timedelta64[s]")
_PLAIN = frozenset("bool int8 int16 int32 int64 uint8 uint16 uint32 uint64 float32 float64 complex128".split())
_TEXT = ("object", "str", "string")


def parts(value: Any) -> tuple[str, Any] | None:
    """(name, parts) of a DataFrame, a Series or an Index of exactly pandas' own types; None for anything else."""
    import pandas as pd

    if type(value) is pd.DataFrame:
        columns = [_column(value.iloc[:, n]) for n in range(value.shape[1])]
        return "frame", [_index(value.columns), _index(value.index), columns]
    if type(value) is pd.Series:
        return "series", [value.name, _index(value.index), _column(value)]
    if type(value) in (pd.Index, pd.RangeIndex, pd.DatetimeIndex):
        return "index", _index(value)
    if type(value) is pd.Timestamp and value.tzinfo is None:
        return "datetime", value.to_pydatetime().isoformat()
    return None


def _column(values: Any) -> list:
    """[dtype, plain array or list] of a Series or an Index."""
    name = str(values.dtype)
    if name in _PLAIN:
        return [name, np.ascontiguousarray(values.to_numpy())]
    if name in _TIMES:
        return [name, values.to_numpy().view("int64").copy()]
    if name in _TEXT:
        return [name, [None if x is None else x for x in values.tolist()]]
    raise NotExact(f"a column of {name} does not travel")


def _index(values: Any) -> list:
    import pandas as pd

    if type(values) is pd.RangeIndex:
        return [values.name, "range", [values.start, values.stop, values.step]]
    if type(values) not in (pd.Index, pd.DatetimeIndex):
        raise NotExact(f"an index of type {type(values).__name__} does not travel")
    return [values.name, *_column(values)]


def made(name: str, body: Any) -> Any:
    """A DataFrame, a Series or an Index from its parts."""
    import pandas as pd

    if name == "index":
        return _made_index(body)
    if name == "series":
        label, index, (dtype, values) = body
        return pd.Series(_made_column(dtype, values), index=_made_index(index), name=_label(label))
    labels, index, columns = body
    index = _made_index(index)
    table = pd.DataFrame({n: pd.Series(_made_column(*c), index=index) for n, c in enumerate(columns)}, index=index)
    table.columns = _made_index(labels)
    return table


def _made_column(dtype: Any, values: Any) -> Any:
    import pandas as pd

    if dtype in _PLAIN and type(values) is np.ndarray and values.ndim == 1:
        return values.astype(dtype, copy=False)
    if dtype in _TIMES and type(values) is np.ndarray and values.dtype == np.int64:
        return values.view(dtype.replace("datetime64", "M8").replace("timedelta64", "m8"))
    if dtype in _TEXT and type(values) is list:
        return pd.Series(values, dtype=dtype).array
    raise NotExact("not a column")


def _made_index(body: Any) -> Any:
    import pandas as pd

    label, dtype, values = body
    if dtype == "range":
        return pd.RangeIndex(made_range(values), name=_label(label))
    return pd.Index(_made_column(dtype, values), name=_label(label))


def _label(label: Any) -> Any:
    if label is not None and type(label) not in (str, int, float, bool, tuple):
        raise NotExact("not a name")
    return label
