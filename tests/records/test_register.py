"""The register of names: every entry that cannot be used is told with its line."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from graph.records.load import load_sources
from graph.records.problems import RecordError
from graph.records.register import (
    DEFAULT_WHY,
    GIVEN_WHY,
    KIND_CONFIDENCE,
    OTHER_WHY,
    TRANSLATED_CONFIDENCE,
    TRANSLATED_WHY,
)
from graph.records.support import INFERRED

GHENT = "organization/port-of-ghent:\n  "
ONE_TEXT = "must be one text, not a list or a mapping"
EMPTY = "is empty; write "

CASES = [
    ("why: [a]", f":2: why: {ONE_TEXT}"),
    ("why: {en: [a, b]}", r":2: why: one reason per language"),
    ("replacedBy: [x]", f":2: replacedBy: {ONE_TEXT}"),
    ("replacedBy: ''", f":2: replacedBy: {EMPTY}"),
    ("replacedBy: Port X", r":2: replacedBy: 'Port X' is not a valid id"),
    (
        "replacedBy: organization/nowhere",
        r":2: .*replacedBy: 'organization/nowhere' is not described anywhere",
    ),
    ("kind: []", f":2: kind: {EMPTY}"),
    ("kind: shop", r":2: .*kind: 'shop' is not in "),
    ("label: {}", r":2: label: needs a language"),
    ("label: x", r":2: label: needs a language"),
    ("label: {en: []}", f":2: label: {EMPTY}"),
    ("label: {en: '  '}", f":2: label: {EMPTY}"),
    ("label: {en: ~}", r":2: '~' means an empty value in YAML"),
    ("label: {xx: a}", r":2: label: language 'xx' is unknown; one of de, en"),
    ("label: {en: [a, b]}", r":2: label: one preferred label per language"),
    ('label: {en: "a\\u202eb"}', r":2: .*U\+202E"),
    ("other: {en: [[x]]}", f":2: other: {ONE_TEXT}"),
    ("labl: {en: x}", r":2: labl: unknown key; did you mean 'label'"),
    *(
        (f"sameAs: '{iri}'", r":2: sameAs: '.*' is not an IRI")
        for iri in ("http://a b", "http://[x", "ftp://a.b", "http://", "http://a.b/<x>", "wikidata")
    ),
    ("sameAs: organization/x", r":2: sameAs: .*write 'replacedBy:'"),
    ("sameAs: https://w3id.org/eucn/id/organization/x", r":2: sameAs: .*write 'replacedBy:'"),
    ("sameAs: [http://a.b/x, http://a.b/x]", r":2: sameAs: .* appears twice here"),
    (
        "sameAs: http://a.b/x\norganization/port-of-ningbo:\n  sameAs: http://a.b/x",
        r":4: sameAs: .* is organization/port-of-ghent already \(line 2\)",
    ),
]


def told(folder: Path) -> list[str]:
    with pytest.raises(RecordError) as caught:
        load_sources(folder)
    return [str(problem) for problem in caught.value.problems]


@pytest.mark.parametrize(("entry", "message"), CASES, ids=[case[0][:40] for case in CASES])
def test_entry_is_refused_with_its_line(folder: Path, entry: str, message: str) -> None:
    (folder / "register.yaml").write_text(f"{GHENT}{entry}\n", encoding="utf-8")
    found = told(folder)
    assert any(re.search(f"register\\.yaml{message}", problem) for problem in found), found


def test_names_are_on_one_line(folder: Path) -> None:
    (folder / "register.yaml").write_text(f'{GHENT}label: {{en: " Port \\n of  Ghent"}}\n')
    register = load_sources(folder).register
    assert register["organization/port-of-ghent"].label == {"en": "Port of Ghent"}


def test_a_reason_can_be_that_of_one_language(folder: Path) -> None:
    """That a Chinese name is the one of a register says nothing about the English one."""
    entry = "label: {en: Port of Ghent, zh: 根特港}\n  why: {zh: The name in ROR}\n"
    (folder / "register.yaml").write_text(GHENT + entry, encoding="utf-8")
    (record,) = [r for r in load_sources(folder).records if r.document == "document/curation"]
    reasons = {str(one.object): one.evidence.why for one in record.statements}
    assert reasons == {"Port of Ghent": DEFAULT_WHY, "根特港": "The name in ROR"}


def test_a_name_that_no_document_uses_is_told_as_given(folder: Path) -> None:
    """Case and signs are no other name; what the curation names itself is used by no document."""
    entry = "label: {en: port of Ghent!, zh: 根特港}\n  other: {en: [Ghent Docks]}\n"
    (folder / "register.yaml").write_text(GHENT + entry, encoding="utf-8")
    curation(folder, "{name: Ghent Docks, why: People say so}")
    (record,) = [r for r in load_sources(folder).records if r.document == "document/curation"]
    names = [one for one in record.statements if one.key in ("prefLabel", "altLabel")]
    assert {str(one.object): one.evidence.why for one in names} == {
        "port of Ghent!": DEFAULT_WHY,
        "根特港": GIVEN_WHY,
        "Ghent Docks": GIVEN_WHY,
    }
    assert {one.evidence.confidence for one in names} == {KIND_CONFIDENCE}


def test_a_translation_of_ours_says_so_and_is_less_sure(folder: Path) -> None:
    entry = "label: {en: Port of Ghent, zh: 根特港}\n  translated: zh\n"
    (folder / "register.yaml").write_text(GHENT + entry, encoding="utf-8")
    (record,) = [r for r in load_sources(folder).records if r.document == "document/curation"]
    told = {
        str(one.object): (one.evidence.why, one.evidence.confidence) for one in record.statements
    }
    assert told == {
        "Port of Ghent": (DEFAULT_WHY, KIND_CONFIDENCE),
        "根特港": (TRANSLATED_WHY, TRANSLATED_CONFIDENCE),
    }
    wrong = GHENT + entry.replace("translated: zh", "translated: de")
    (folder / "register.yaml").write_text(wrong, encoding="utf-8")
    with pytest.raises(RecordError, match="'de' has no label here"):
        load_sources(folder)


def test_a_kind_can_be_less_sure_and_never_surer(folder: Path) -> None:
    entry = "label: {en: Port of Ghent}\n  kind: company\n  kindWhy: The name says port\n"
    for sure, kept in (("0.7", "0.7"), ("0.95", ""), ("high", "")):
        text = f"{GHENT}{entry}  kindConfidence: {sure}\n"
        (folder / "register.yaml").write_text(text, encoding="utf-8")
        if not kept:
            with pytest.raises(RecordError, match="must be a number from 0 to"):
                load_sources(folder)
            continue
        (record,) = [r for r in load_sources(folder).records if r.document == "document/curation"]
        [kind] = [one for one in record.statements if one.key == "kind"]
        assert kind.evidence.confidence == kept


@pytest.mark.parametrize(
    ("label", "reasons"),
    [
        # The English label is a document's: why it was chosen says nothing about the Chinese one.
        ("Port of Ghent", ["The one in the text", OTHER_WHY, GIVEN_WHY]),
        # It is made up, and so is the Chinese one.
        ("Harbour of that city", ["The one in the text", OTHER_WHY, "The one in the text"]),
    ],
)
def test_a_reason_is_about_the_label(folder: Path, label: str, reasons: list[str]) -> None:
    other = "\n  other: {en: [PORT OF GHENT]}\n  why: The one in the text\n"
    entry = f"label: {{en: {label}, zh: 根特港}}{other}"
    (folder / "register.yaml").write_text(GHENT + entry, encoding="utf-8")
    (record,) = [r for r in load_sources(folder).records if r.document == "document/curation"]
    told = {str(one.object): one.evidence.why for one in record.statements}
    assert [told[name] for name in (label, "PORT OF GHENT", "根特港")] == reasons


def test_an_inference_is_less_sure_than_what_was_read(folder: Path) -> None:
    curation(folder, "{name: Ghent Docks, why: People say so}")
    (record,) = [r for r in load_sources(folder).records if r.document == "document/curation"]
    assert {one.evidence.confidence for one in record.statements} == {INFERRED}


def test_block_of_a_retired_id(folder: Path) -> None:
    record = folder / "harbour.yaml"
    record.write_text(record.read_text().replace("  project/harbour:", "  project/old:"))
    (folder / "register.yaml").write_text(
        "project/new:\n  label: {en: HARBOUR}\nproject/old:\n  replacedBy: project/new\n"
    )
    assert any(
        re.search(r"harbour\.yaml:28: project/old: is retired; write this under 'project/new'", p)
        for p in told(folder)
    )


def curation(folder: Path, fact: str) -> list[str]:
    (folder / "curation.yaml").write_text(
        "document:\n  id: document/curation\n  obtained: 2026-11-21\nentities:\n"
        f"  organization/port-of-ghent:\n    - {fact}\n"
    )
    try:
        load_sources(folder)
    except RecordError as error:
        return [str(problem) for problem in error.problems]
    return []


def test_curation_says_why_and_has_no_place(folder: Path) -> None:
    assert curation(folder, "{acronym: PoG, why: used in the port}") == []
    for fact in ("{acronym: PoG}", "{acronym: PoG, why: used, at: 1-2}"):
        (problem, *_) = curation(folder, fact)
        assert re.search(r"curation\.yaml:\d+: (why|at): ", problem), problem
        assert any("curation says why in own words" in p for p in curation(folder, fact))


def test_confidence_of_the_register(folder: Path) -> None:
    """What a curator settles, names and kinds alike, is less sure than what was read."""
    (record,) = [r for r in load_sources(folder).records if r.document == "document/curation"]
    assert {one.evidence.confidence for one in record.statements} == {KIND_CONFIDENCE}
