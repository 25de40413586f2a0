"""The border: what travels comes back the same, and nothing that a hostile side writes does more than raise."""

import os
import struct

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from autograder.runtime import frames
from autograder.runtime.channel import Channel, Closed, Silence
from autograder.runtime.frames import Batch, pack, unpack
from autograder.runtime.observe import Seeded, same
from autograder.runtime.plain_data import DTYPES, NotPlain, ProtocolError

plain = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**200), 2**200) | st.floats() | st.text() | st.binary()
    | st.complex_numbers(allow_nan=False)
    | hnp.arrays(st.sampled_from(sorted(DTYPES)), hnp.array_shapes(min_dims=0, min_side=0)),
    lambda inner: st.lists(inner) | st.tuples(inner, inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)  # fmt: skip


def split(frame):
    text, raw = struct.unpack("<II", frame[:8])
    assert len(frame) == 8 + text + raw
    return frame[8 : 8 + text], frame[8 + text :]


def alike(a, b):
    if isinstance(a, dict):
        return list(a) == list(b) and all(alike(a[k], b[k]) for k in a)
    if isinstance(a, (list, tuple)):
        return type(a) is type(b) and len(a) == len(b) and all(map(alike, a, b))
    return type(a) is type(b) and same(a, b)


@settings(max_examples=60, deadline=None)
@given(plain)
def test_plain_data_comes_back_as_it_was(value):
    assert alike(unpack(*split(pack(value))), value)


def test_numpy_scalars_sets_and_seeds_travel():
    back = unpack(*split(pack([np.float32(1.5), {1, 2}, Seeded(7)])))
    assert back == [1.5, {1, 2}, Seeded(7)] and back[0].dtype == np.float32


@settings(max_examples=60, deadline=None)
@given(st.lists(plain, max_size=5))
def test_a_batch_is_the_list_of_its_values(values):
    batch = Batch()
    for value in values:
        batch.add(value)
    assert len(batch) == len(values) and alike(unpack(*split(batch.frame())), values)


def test_a_batch_keeps_values_as_they_were_and_what_does_not_travel_leaves_no_trace():
    batch, array = Batch(), np.arange(3)
    batch.add([array])
    array[0] = 9
    for unfit in ([np.ones(2), object()], "x" * (9 << 20), [np.zeros(1 << 26, np.uint8)]):
        with pytest.raises(NotPlain):
            batch.add(unfit)
    batch.add((array, 1.5))
    first, second = unpack(*split(batch.frame()))
    assert first[0].tolist() == [0, 1, 2] and second[0].tolist() == [9, 1, 2] and second[1] == 1.5


def test_a_frame_that_is_written_is_one_that_is_read(monkeypatch):
    """The lengths of the arrays are a part of the frame's text: many small ones come near the limit."""
    monkeypatch.setattr(frames, "LARGEST_TEXT", 20_000)
    sizes = []
    for count in range(0, 2000, 10):
        try:
            sizes.append(struct.unpack("<II", pack([np.zeros(0)] * count)[:8])[0])
        except NotPlain:
            break
    # Nine characters are reckoned for each length; those of empty arrays take two: 24 of 31 characters an array.
    assert 500 < count < 1000 and 20_000 * 24 / 31 - 310 < max(sizes) <= 20_000


def test_a_frame_of_very_many_parts_is_neither_written_nor_read():
    """Each list and object of a text takes far more memory when it is read than the text does."""
    many = [[]] * (frames.MOST_PARTS - 10)
    batch = Batch()
    batch.add([[]] * (frames.TOGETHER // 3 - 10))
    batch.add(many)
    assert len(unpack(*split(batch.frame()))[1]) == len(many)
    with pytest.raises(NotPlain, match="more than 350,000 parts"):
        pack([[]] * (frames.MOST_PARTS + 10))
    with pytest.raises(ProtocolError, match="more than 700,000 parts"):
        unpack(b"[[" + b'{"o":{}},' * 400_000 + b"1],[]]", b"")


def test_subclasses_become_base_types():
    class Liar(float):
        __eq__ = lambda self, other: True  # noqa: E731
        __hash__ = float.__hash__

    class Always(np.ndarray):
        pass

    back = unpack(*split(pack([Liar(2), np.ones(3).view(Always), np.ones((2, 3))[::-1, ::-2]])))
    assert [type(x) for x in back] == [float, np.ndarray, np.ndarray]
    assert back[2].flags.c_contiguous and back[2].shape == (2, 2)


def test_objects_go_by_description_or_not_at_all():
    with pytest.raises(NotPlain, match="a object is not plain data"):
        pack([object()])
    with pytest.raises(NotPlain):
        pack(np.array([object()]))
    assert unpack(*split(pack([len], lambda thing: thing.__name__)), handle=str.upper) == ["LEN"]


def test_too_deep_and_too_large_are_refused():
    nested = []
    for _ in range(100):
        nested = [nested]
    with pytest.raises(NotPlain, match="deep"):
        pack(nested)
    with pytest.raises(NotPlain, match="MB"):
        pack(np.zeros(1 << 26, np.uint8)[None].repeat(2, 0))


def test_text_that_no_file_could_hold_is_mended_and_long_text_refused():
    assert unpack(b'[["\\ud800x","\\u00e9",{"d":[["\\udfff",1]]}],[]]', b"") == ["?x", "\u00e9", {"?": 1}]
    with pytest.raises(NotPlain, match="8 MB"):
        pack("x" * (9 << 20))
    ours, theirs = pipes()
    os.write(theirs.writer, struct.pack("<II", 9 << 20, 0))
    with pytest.raises(ProtocolError, match="9 MB"):
        ours.receive(1)
    ours.close()
    theirs.close()


def test_bool_bytes_are_made_true_or_false():
    back = unpack(b'[{"a":[0,"|b1",[2]]},[2]]', b"\x07\x00")
    assert back.view(np.uint8).tolist() == [1, 0]


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=200), st.binary(max_size=40))
def test_noise_only_raises(text, raw):
    try:
        unpack(text, raw)
    except ProtocolError:
        pass


@settings(max_examples=300, deadline=None)
@given(plain, st.integers(0, 400), st.integers(0, 255))
def test_a_damaged_frame_only_raises_or_gives_plain_data(value, where, byte):
    frame = bytearray(pack(value))
    text, raw = split(bytes(frame))
    body = bytearray(text + raw)
    if body:
        body[where % len(body)] = byte
    try:
        unpack(bytes(body[: len(text)]), bytes(body[len(text) :]))
    except ProtocolError:
        pass


@pytest.mark.parametrize(
    "text",
    [
        b'[{"a":[0,"|O",[1]]},[8]]', b'[{"a":[-1,"<f8",[1]]},[8]]', b'[{"a":[0,"<f8",[-1,-1]]},[8]]',
        b'[{"a":[0,"<f8",[2]]},[8]]', b'[{"o":1},[8]]', b'[{"zz":1},[8]]', b'[{"a":1,"b":2},[8]]', b"[" * 100_000,
        b'[1,[8,-1]]', b'[1,["8"]]', b'[{"a":[0,"<f8",[4611686018427387904,0,9]]},[8]]', b'[{"d":[[[],1]]},[8]]',
    ],
)  # fmt: skip
def test_malformed_frames_are_named_as_such(text):
    with pytest.raises(ProtocolError):
        unpack(text, bytes(8))


def pipes():
    (a, b), (c, d) = os.pipe(), os.pipe()
    return Channel(a, d, patient=False), Channel(c, b)


def test_a_channel_carries_frames_both_ways_and_notices_silence_and_the_end():
    ours, theirs = pipes()
    ours.send(pack([1, np.arange(3)]))
    assert theirs.receive()[0] == 1
    with pytest.raises(Silence):
        ours.receive(0.01)
    frame = pack("late")
    os.write(theirs.writer, frame[:5])
    with pytest.raises(Silence):
        ours.receive(0.01)
    os.write(theirs.writer, frame[5:])
    assert ours.receive(1) == "late"
    os.write(theirs.writer, b"\xff" * 8)
    with pytest.raises(ProtocolError, match="MB"):
        ours.receive(1)
    theirs.close()
    with pytest.raises(Closed):
        ours.send(pack(1))
        ours.send(bytes(1 << 20))
    ours.close()


def test_a_reader_that_does_not_read_cannot_hold_the_writer_up():
    ours, theirs = pipes()
    with pytest.raises(Silence):
        ours.send(bytes(1 << 22), seconds=0.05)
    ours.close()
    theirs.close()
