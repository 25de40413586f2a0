"""The map for contributors names files that exist."""

import re

from tests.support.readme import ROOT


def test_every_answer_of_the_map_is_there():
    page = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    table = page.split("## Where is what")[1].split("## ")[0]
    rows = [row.split("|")[1:3] for row in table.splitlines() if row.startswith("| ") and "`" in row]
    assert len(rows) >= 20
    for question, places in rows:
        found = re.findall(r"`([^`]+)`", places)
        assert found and all((ROOT / place).exists() for place in found), question
