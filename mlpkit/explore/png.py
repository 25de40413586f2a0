"""A drawn figure as PNG bytes, as fast as zlib allows."""

import struct
import zlib

import numpy as np


def encode(rgba):
    """PNG bytes of an image `rgba` (height, width, 4) of uint8.

    Filter 2 ("up": each row minus the row above) turns the empty stretches of a plot into zeros. With zlib's
    fastest level this takes half of Pillow's time and leaves as few bytes.
    """
    height, width = rgba.shape[:2]
    rows = rgba.reshape(height, -1)  # dropping what is opaque anyway would copy every pixel
    raw = np.empty((height, 1 + 4 * width), np.uint8)
    raw[:, 0] = 2
    raw[0, 1:] = rows[0]
    np.subtract(rows[1:], rows[:-1], out=raw[1:, 1:])
    header = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    body = zlib.compress(raw, 1)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", body) + _chunk(b"IEND", b"")


def _chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
