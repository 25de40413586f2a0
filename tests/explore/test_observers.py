"""Nothing that an observer raises is lost: each explorer says it in a line."""

import pytest
from traitlets import Bunch

from tests.support.explorers import EXPLORERS, made


def parts(widget):
    """A widget and all that stand in it."""
    return [widget, *(inside for child in getattr(widget, "children", ()) for inside in parts(child))]


def observed(explorer):
    """Each trait that something of ours observes, with its part: (part, name)."""
    found = []
    for part in parts(explorer):
        for name, kinds in part._trait_notifiers.items():
            ours = [f for f in kinds.get("change", []) if getattr(f, "__module__", "").startswith("mlpkit.")]
            found += [(part, name)] if ours else []
    return found


@pytest.mark.parametrize("name", EXPLORERS)
def test_whatever_an_observer_raises_is_a_line_until_the_part_changes_again(name):
    def fails(change):
        raise KeyError("of <this> observer")

    explorer = made(name)[0]
    watched = observed(explorer)
    assert {trait for _, trait in watched} >= {"value", "room"} - ({"value"} if name == "digit_pad" else set())
    for part, trait in watched:
        registered = part._trait_notifiers[trait]["change"]
        ours = list(registered)
        for k, observer in enumerate(ours):
            change = {"name": trait, "old": None, "new": getattr(part, trait), "owner": part, "type": "change"}
            registered[:] = [*ours[:k], fails, *ours[k + 1 :]]
            part.notify_change(Bunch(change))
            assert "This did not work. KeyError" in explorer.problem.value, (part, trait, observer)
            assert "of &lt;this&gt; observer" in explorer.problem.value
            registered[:] = ours
            part.notify_change(Bunch(change))
            explorer.changed()
            assert explorer.problem.value == "", (part, trait, observer)


def test_a_pointer_that_cannot_be_read_is_a_line():
    explorer = made("softmax")[0]
    explorer.picture._handle_custom_msg({"kind": "down"}, [])
    assert "This did not work. KeyError" in explorer.problem.value
