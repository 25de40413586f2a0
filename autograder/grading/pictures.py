"""Pictures that belong to written answers: attachments, and files beside the notebook. Checked, capped, inert."""

from __future__ import annotations

import base64
import binascii
import re
from pathlib import Path
from typing import Any

from autograder.grading.notebook_reader import Unreadable, read_bytes

KINDS = {"image/png": b"\x89PNG\r\n\x1a\n", "image/jpeg": b"\xff\xd8\xff"}
# Of base64 text: a photograph of a page has 1 to 8 MB.
LARGEST, TOGETHER, MOST = 8_000_000, 16_000_000, 40
_NAME = re.compile(r"[\w .()-]{1,100}")
# What begins another picture ends a name, so that no text is looked at again from each of its beginnings.
_LINK = re.compile(
    r"(!\[(?:[^\]\n!]|!(?!\[)){0,500}\]\()\s*<?(?:\./)?([^()<>\s/\\]{1,100}\.(?:png|jpe?g))>?([^()\n]{0,200}\))",
    re.IGNORECASE,
)


class Pictures:
    """The pictures of one notebook: what is kept of them, while there is room; a line for each that is not."""

    def __init__(self, files: dict[str, bytes], odd: list[str]):
        self.files, self.odd, self.room, self.count, self.refused = files, odd, TOGETHER, 0, 0

    def of(self, cell: dict, source: str) -> tuple[str, dict]:
        """(the text, the attachments) of a text cell: files that the text shows become attachments."""
        kept = {}
        given = cell.get("attachments")
        for name, bundle in list(given.items())[:MOST] if isinstance(given, dict) else ():
            for kind, text in bundle.items() if isinstance(bundle, dict) else ():
                if isinstance(name, str) and self._taken(name, kind, text):
                    kept[name] = {kind: text.replace("\n", "").strip()}

        def attached(link: re.Match) -> str:
            name, content = link[2], self.files.get(link[2])
            if content is None or name in kept:
                return link[0]
            kind = next((k for k, magic in KINDS.items() if content.startswith(magic)), "")
            text = base64.b64encode(content).decode("ascii")
            if not self._taken(name, kind, text):
                return link[0]
            kept[name] = {kind: text}
            return f"{link[1]}attachment:{name}{link[3]}"

        return _LINK.sub(attached, source), kept

    def _taken(self, name: str, kind: Any, text: Any) -> bool:
        shown = name if _NAME.fullmatch(name) else "a picture"
        if kind not in KINDS or not is_picture(text, KINDS[kind]):
            self._refuse(f"{shown} is no PNG or JPEG picture; it was left out")
        elif len(text) > min(LARGEST, self.room) or self.count >= MOST or shown != name:
            self._refuse(f"{shown} was left out: at most {MOST} pictures, {LARGEST * 3 >> 22} MB each, are kept")
        else:
            self.room, self.count = self.room - len(text), self.count + 1
            return True
        return False

    def _refuse(self, said: str) -> None:
        """A line each, while they are few enough to be read."""
        self.refused += 1
        self.odd += [said] * (self.refused <= MOST)


def joined(parts: list[tuple[str, dict]]) -> tuple[str, dict]:
    """Texts as one; of two pictures with one name (Jupyter calls every pasted one image.png) the later is renamed."""
    texts: list[str] = []
    every: dict[str, dict] = {}
    for n, (text, attachments) in enumerate(parts, 1):
        for name, bundle in attachments.items():
            if every.setdefault(name, bundle) != bundle:
                text = text.replace(f"attachment:{name}", f"attachment:{n}-{name}")
                every[f"{n}-{name}"] = bundle
        texts.append(text)
    return "\n\n".join(texts), every


def is_picture(text: Any, magic: bytes) -> bool:
    """Whether this is the base64 text of a picture that begins as its kind does."""
    try:
        return isinstance(text, str) and base64.b64decode(text.replace("\n", ""), validate=True).startswith(magic)
    except (binascii.Error, ValueError):
        return False


def beside(path: Path, content: bytes) -> dict[str, bytes]:
    """The picture files beside a notebook that its text shows. The folder must hold one student's files only."""
    text, room = content.decode("utf-8", "replace"), TOGETHER * 3 // 4
    found: dict[str, bytes] = {}
    for name in dict.fromkeys(m[2] for m in _LINK.finditer(text)):
        try:
            picture = read_bytes(path.parent / name)
        except (Unreadable, OSError, ValueError):
            continue
        if len(found) < MOST and len(picture) <= room and picture.startswith(tuple(KINDS.values())):
            found[name], room = picture, room - len(picture)
    return found
