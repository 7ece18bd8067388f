"""Our own words are in every language of the pages, and the table has nothing else."""

from __future__ import annotations

from rdflib import Literal

from graph.languages import LANGUAGES
from graph.own_words import own_words, translated
from graph.paths import SOURCES
from graph.records.load import load_sources
from graph.records.schema import load_schema

MOST_WORDS = 25
"""Words of a translation; the English has at most 15, German compounds count as one."""


def test_all_own_words_are_told_in_every_language() -> None:
    own = {key for key, term in load_schema().properties.items() if term.own_words}
    said = {
        str(statement.object)
        for record in load_sources(SOURCES).records
        for statement in record.statements
        if statement.key in own and isinstance(statement.object, Literal)
    }
    assert said
    assert said - own_words().keys() == set()
    assert own_words().keys() - said == set()
    for english, others in own_words().items():
        assert set(others) == set(LANGUAGES) - {"en"}
        assert all(others.values()), english
        assert len(others["de"].split()) <= MOST_WORDS, english


def test_what_is_no_sentence_of_ours_stays() -> None:
    assert translated("Will run roadshows", "de") == "Will Roadshows durchführen"
    assert translated("Will run roadshows", "fr") is None
    assert translated("HARBOUR", "de") is None
