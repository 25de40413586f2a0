"""The page of topics: generated, current, and honest about what is not there."""

import pytest

from autograder.authoring import coverage, notebooks, syllabus

FOUND = coverage.coverage()
TAUGHT = [t for t, places in FOUND.items() if places]


def test_topics_are_numbered_within_their_deck():
    for deck in syllabus.DECKS:
        numbers = [int(topic[1:]) for topic in syllabus.TOPICS if topic[0] == deck]
        assert numbers == list(range(1, len(numbers) + 1))


def test_every_topic_is_taught():
    assert set(TAUGHT) == set(syllabus.TOPICS)


@pytest.mark.parametrize("topic", TAUGHT)
def test_a_topic_that_is_taught_is_shown_or_practised(topic):
    assert any(place.shown for place in FOUND[topic]), f"{topic}: no figure, explorer, worked number or exercise"


def test_the_generated_pages_are_current():
    pages = notebooks.generated_pages()
    assert {page.name for page in pages} == {"COVERAGE.md", "GLOSSARY.md"}
    stale = [page.name for page, text in pages.items() if page.read_text(encoding="utf-8") != text]
    assert not stale, "run `make build`"


def test_a_topic_that_nobody_teaches_is_said_to_be_missing(monkeypatch):
    monkeypatch.setattr(coverage, "sources", list)
    assert coverage.page().count("not yet") == len(syllabus.TOPICS)


def test_an_unknown_topic_is_named(monkeypatch, tmp_path):
    source = tmp_path / "02-x.py"
    source.write_text('# %% [markdown] topics="Z9"\n# ## A\n', encoding="utf-8")
    monkeypatch.setattr(coverage, "sources", lambda: [source])
    with pytest.raises(ValueError, match=r"02-x\.py: there is no topic 'Z9'"):
        coverage.coverage()
