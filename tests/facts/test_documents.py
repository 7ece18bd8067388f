"""The project's own records against the documents they were read from."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from graph.extraction.readings import READINGS
from graph.paths import SOURCES
from graph.records.evidence import check_evidence, coverage
from graph.records.load import Sources, load_sources
from graph.records.text import SourceText, normal


@pytest.fixture(scope="module")
def sources() -> Sources:
    return load_sources()


@pytest.mark.documents
def test_every_place_says_what_the_record_says(sources: Sources, documents: Path) -> None:
    """Digests agree; names, numbers and dates of every statement stand in its passages."""
    assert [str(problem) for problem in check_evidence(sources, documents, read=READINGS)] == []


@pytest.mark.documents
def test_what_carries_no_statement_is_repetition(sources: Sources, documents: Path) -> None:
    """At least nine tenths of each text carry statements, repeated link lists left out.

    The discussion paper repeats the addresses of its footnotes at the end of each page.
    """
    for record in sources.records:
        if record.file is None:
            continue
        text = SourceText.read(documents / record.file)
        found = coverage(record, text)
        links = sum(
            len(re.sub(r"\s", "", address))
            for _, words in found.gaps
            for address in re.findall(r"(?:https?://|www\.|mailto:)\S+", words)
        )
        assert found.covered / (found.characters - links) >= 0.9, record.document


def test_a_curator_is_never_as_sure_as_a_reader(sources: Sources) -> None:
    for record in sources.records:
        for one in record.statements:
            assert one.evidence.at is not None or float(one.evidence.confidence) <= 0.9, one


@pytest.mark.documents
def test_a_topic_read_from_a_name_alone_says_so(sources: Sources, documents: Path) -> None:
    """An organisation is about what its name says, as far as one can tell from a name."""
    names: dict[str, set[str]] = {}
    for one in sources.statements:
        if one.key in ("name", "acronym"):
            names.setdefault(one.subject, set()).add(normal(str(one.object)))
    for record in sources.records:
        if record.file is None:
            continue
        text = SourceText.read(documents / record.file)
        for one in record.statements:
            if one.key != "topic" or one.evidence.at is None:
                continue
            if not one.subject.startswith(("organization/", "cluster/")):
                continue
            words = normal(text.passage(one.evidence.at))
            if any(words in name for name in names.get(one.subject, ())):
                assert one.evidence.note, one
                assert float(one.evidence.confidence) <= 0.75, one


@pytest.mark.documents
def test_no_sentence_of_a_document_stands_in_the_records(documents: Path) -> None:
    """No run of ten words of a document in what we wrote, long names and addresses apart."""
    known: set[tuple[str, ...]] = set()
    for path in documents.glob("0*.txt"):
        words = re.findall(r"\w+", path.read_text(encoding="utf-8").lower())
        known |= {tuple(words[i : i + 10]) for i in range(len(words) - 9)}
    ours = re.compile(
        r"(?:summary|objective|activity|theme|opportunity|context|audience|note|why): ?(.*)"
    )
    for path in SOURCES.glob("*.yaml"):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if match := ours.search(line):
                words = re.findall(r"\w+", match[1].lower())
                runs = {tuple(words[i : i + 10]) for i in range(len(words) - 9)}
                assert not runs & known, f"{path.name}:{number}"


def test_no_telephone_and_no_address_of_a_person(sources: Sources) -> None:
    for path in SOURCES.glob("*.yaml"):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"\+\d{2}[\d ()]{7,}", text), path.name
        assert not re.search(r"[\w.]+@[\w-]+\.\w+", text), path.name


def test_five_documents_are_read(sources: Sources) -> None:
    """The five documents of the project, each under its own id."""
    assert {record.document for record in sources.records if record.file} == {
        "document/senet-evi",
        "document/senet-launch",
        "document/europaeisch-chinesische-zusammenarbeit",
        "document/sino-eu-permed-website",
        "document/discussion-paper-china",
    }
