"""Values that are almost right: each is refused with its line, and none is dropped silently."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from graph.records.load import load_sources
from graph.records.problems import RecordError

Edit = Callable[..., Path]

NAME = "    - {name: HARBOUR,"
FUNDING = "fundingEuro: 1200000,"
COORDINATOR = "participation: {participant: organization/port-of-ghent, role: coordinator}"
LINK = "    - {webAddress: "
AT = " at: 121-128}\n" + NAME
GHENT = "  - participation: {participant: organization/port-of-ghent, role: coordinator}\n"
NO_NUMBER = r":31: fundingEuro: '.*' is not a valid number; use digits with a decimal point"
NO_PLACE = r":31: at: must be START-END, whole numbers"
NO_CONFIDENCE = r":31: confidence: must be a number from 0 to 1"
ONE_TEXT = "must be one text, not a list or a mapping"
EMPTY = "is empty; write "
NO_DAY = r":5: obtained: needs the day of reading, YYYY-MM-DD"
NO_ADDRESS = r":28: webAddress: '.*' is not a valid web address"
FLAG = "must be true or false"

NUMBERS = [
    *(
        (FUNDING, f"fundingEuro: {number},", NO_NUMBER)
        for number in ("NaN", "sNaN", "Infinity", "1e5000", "9" * 5000, "1e99999999", "1_0", "٣")
    ),
    (FUNDING, "fundingEuro: '1,5',", r":31: .*; write a decimal point: 1\.5"),
    (FUNDING, "fundingEuro: 1,5,", r":31: .*exactly one key.*a comma starts a new key"),
    (FUNDING, "fundingEuro: {},", r":31: fundingEuro: needs a plain value"),
    *(
        (FUNDING, f"{FUNDING} confidence: {number},", NO_CONFIDENCE)
        for number in ("NaN", "2", "1.01", "-0.1", "high", "٠.5", "1e-99999999")
    ),
    *(
        ("characters: 238", f"characters: {number}", r":6: characters: must be a whole number")
        for number in ("²", "abc", "-1", "1.5", "[1]", "9" * 5000)
    ),
    ("{start: 0,", "{start: ²,", r":9: sections: write {start: N, heading: text}"),
    ("{start: 0,", "{start: 0, headin: x,", r":9: headin: unknown key; did you mean 'heading'"),
    ("startDate: 2021,", "startDate: ٢٠٢١,", r":29: startDate: '٢٠٢١' is not a valid date"),
    ("startDate: 2021,", "startDate: 0000,", r":29: startDate: '0000' is not a valid date"),
    (f"{FUNDING} at: 190-204", f"{FUNDING} at: 1-{'5' * 5000}", NO_PLACE),
    (f"{FUNDING} at: 190-204", f"{FUNDING} at: ١-٢", NO_PLACE),
    *(
        ("obtained: 2026-11-21", f"obtained: {day}", NO_DAY)
        for day in ("2026-02-30", "0000-01-01", "2026", "2026-11", "[2026-11-21]", "٢٠٢٦-11-21")
    ),
    ("obtained: 2026-11-21", "obtained: 9999-12-31", r":5: obtained: .* a year from 2000 to 2099"),
]

NODES = [
    (COORDINATOR, "participation: {role: coordinator}", r":32: .*missing: participant"),
    (
        COORDINATOR,
        "participation: {participant: organization/port-of-ghent}",
        r":32: participation: needs participant and role; missing: role",
    ),
    (
        COORDINATOR,
        "participation: organization/port-of-ghent",
        r":32: .*write 'participation: {participant: \.\.\., role: \.\.\.}'",
    ),
    (COORDINATOR, "participation: []", rf":32: participation: {EMPTY}"),
    (
        COORDINATOR,
        f"{COORDINATOR[:-1]}, confidence: 0.5}}",
        r":32: confidence: unknown key; it belongs to the fact as a whole",
    ),
    (
        "  project/harbour:",
        "  participation/x:\n    - {role: coordinator, at: 121-128}\n  project/harbour:",
        r":28: participation/x: needs participant and role; missing: participant",
    ),
    (
        "  project/harbour:",
        "  event/harbour:\n    - {name: HARBOUR, at: 121-128}\n  "
        + GHENT
        + "      at: 144-176\n  project/harbour:",
        r":36: participation: .* is the name of two: event/harbour .*harbour\.yaml:29\) and "
        r"project/harbour .*give one of them an 'id:'",
    ),
    (
        "  " + GHENT,
        "  " + GHENT.replace("organization/", "cluster/") + "      at: 144-176\n  " + GHENT,
        r":34: participation: .* is the name of two: .*cluster/port-of-ghent",
    ),
]

TEXTS = [
    *((NAME, f"{NAME} note: {text},", f":28: note: {ONE_TEXT}") for text in ("[a, b]", "{a: b}")),
    (NAME, f"{NAME} note: '',", f":28: note: {EMPTY}"),
    (NAME, f"{NAME} cites: [],", f":28: cites: {EMPTY}"),
    (NAME, f"{NAME} also: [],", f":28: also: {EMPTY}"),
    (NAME, f"{NAME} cites: work/x,", r":28: cites: 'work/x' is not the id of a cited work"),
    (NAME, f"{NAME} cites: cited-work/x,", r":28: name: 'cited-work/x' is not described anywhere"),
    *((NAME, f"{NAME} table: {word},", f":28: table: {FLAG}") for word in ("maybe", "yes", "[]")),
    *(
        (NAME, f"{NAME} contradicts: {word},", f":28: contradicts: {FLAG}")
        for word in ("yes", "True", "maybe")
    ),
    (NAME, "    - {name: [],", f":28: name: {EMPTY}"),
    (NAME, "    - {name: {},", r":28: name: needs a text, or {language: text}"),
    (NAME, "    - {name: {en: {de: x}},", r":28: name en: needs a text"),
    (NAME, "    - {name: {en: [[x]]},", r":28: name en: needs a text"),
    (NAME, "    - {name: {xx: y},", r":28: name: language 'xx' is unknown; one of de, en"),
    *(
        (NAME, f"    - {{name: {word},", r":28: .* means an empty value in YAML")
        for word in ("~", "null")
    ),
    (NAME, "    - {name: !!binary x,", r":28: a YAML tag \(!!binary\); remove it"),
    (NAME, "    - {name: &a x,", r":28: an anchor \(&a\); remove it"),
    (NAME, '    - {name: "a\\u202eb",', r":28: .*U\+202E \(RIGHT-TO-LEFT OVERRIDE\)"),
    (NAME, "    - {name: a\u2066b,", r":28: .*U\+2066 \(LEFT-TO-RIGHT ISOLATE\)"),
    (NAME, '    - {name: "a\\ufffeb",', r":28: .*U\+FFFE"),
    (NAME, '    - {name: "a\\eb",', r":28: .*U\+001B"),
    (NAME, '    - {name: "a\\ud800b",', r":28: not valid YAML"),
    (NAME, "    - {name: a\x00b,", r":28: contains the character U\+0000; remove it"),
    (NAME, "    - {name: a\uffffb,", r":28: contains the character U\+FFFF; remove it"),
    ("entities:", "entities:\n  project/new: []", r":11: project/new: has no facts"),
    ("language: en", "language: [en]", f":4: language: {ONE_TEXT}"),
    ("language: en", "language: xx", r":4: language: 'xx' is unknown; one of de, en"),
    (
        NAME,
        "    - {objective: a b c d e f g h i j k l m n o p, at: 121-128}\n" + NAME,
        r":28: objective: has 16 words; say it in at most 15",
    ),
    *(
        (NAME, f"{LINK}'{address}',{AT}", NO_ADDRESS)
        for address in ("http://[x", "a b.c", "nodot", "http://nodot", "ftp://x.y", "a.b/<c>")
    ),
    (
        "  project/harbour:",
        '  "project/a\\nb":',
        r":28: 'project/a\\nb': is not a valid id; write segment/slug",
    ),
]

HEADER = [
    (
        "id: document/harbour-links",
        f"id: document/{slug}",
        r":2: id: .* is not a valid id; write document/",
    )
    for slug in ("Foo Bar", "<x>")
] + [
    ("id: document/harbour-links", f"id: document/{slug}", r":2: id: .* is kept for a part of the")
    for slug in ("derived", "ontology", "vocabularies", "analysis")
]
HEADER += [
    ("id: document/harbour-links", "id: document/curation", r":2: id: .* is for curation\.yaml"),
    ("sha256: f", "sha256: g", r":7: sha256: must be 64 hex digits"),
    ("  0-13: b", "  0-13: x", r":37: 0-13: needs the SHA-256 of the passage"),
    ("  0-13:", "  13:", r":37: 13: a passage is START-END"),
    ("  file: harbour.txt\n", "", r":2: file: is missing; run eucn place"),
    ("  characters: 238\n", "", r":2: characters: is missing; run eucn place"),
    ("  obtained: 2026-11-21\n", "", r":2: obtained: needs the day of reading"),
    (
        '    - {start: 0, heading: "Harbour links"}',
        "    - {quote: Harbour links}",
        r":9: sections: a quote without its place",
    ),
    ("passages:", "passages:\n  200-204: " + "a" * 64, r"yaml: 200-204: a passage no fact uses"),
    ("at: 15-107", "at: 15-337", r":22: at: is 322 characters long; at most 300"),
    ("  sections:", "  pages: [{start: 0}]\n  sections:", r":8: pages: write {start: N, page: N}"),
    (
        "  sections:",
        "  pages: [{start: 0, page: 0}]\n  sections:",
        r":8: pages: .*pages from 1",
    ),
    (
        "  sections:",
        "  pages: [{start: 5, page: 1}, {start: 5, page: 2}]\n  sections:",
        r":8: pages: two pages start at 5",
    ),
    ("passages:", "---\npassages:", r":36: a second YAML document"),
]

NESTED = [
    "{a: " * 500 + "1" + "}" * 500,
    "[" * 100_000 + "]" * 100_000,
    "[" * 100_000,
    "".join(f"\n{' ' * level}a:" for level in range(1, 500)),
]
NESTING = [
    ("entities:", f"x: {text}\nentities:", r":\d+: more than 50 levels deep") for text in NESTED
]

CASES = [*NUMBERS, *NODES, *TEXTS, *HEADER, *NESTING]


def told(folder: Path) -> list[str]:
    with pytest.raises(RecordError) as caught:
        load_sources(folder)
    return [str(problem) for problem in caught.value.problems]


@pytest.mark.parametrize(
    ("old", "new", "message"), CASES, ids=[ascii(case[1])[:50].strip("'") for case in CASES]
)
def test_value_is_refused_with_its_line(edit: Edit, old: str, new: str, message: str) -> None:
    found = told(edit(old, new))
    assert any(re.search(message, problem) for problem in found), found
    assert all("harbour.yaml" in problem for problem in found), found


GOOD = [
    (NAME, f"{NAME} table: false, contradicts: false, confidence: 0.50, note: a word,"),
    (FUNDING, "fundingEuro: 12e5,"),
    (NAME, "    - {name: {de: HARBOUR, en: [HARBOUR, Harbour]},"),
    (NAME, "    - {name: '~',"),
    (NAME, f"{LINK}port.example.org/a,{AT}"),
]


@pytest.mark.parametrize(("old", "new"), GOOD)
def test_value_is_accepted(edit: Edit, old: str, new: str) -> None:
    assert load_sources(edit(old, new)).records


def test_what_is_read_is_what_was_written(edit: Edit) -> None:
    edit(
        '{start: 0, heading: "Harbour links"}',
        "{start: 100, heading: B}\n    - {start: 0, heading: A}",
    )
    edit("  sections:", "  pages: [{start: 60, page: 8}, {start: 10, page: 7}]\n  sections:")
    edit(
        NAME,
        "    - {name: {de: Hafen, en: HARBOUR}, table: false, confidence: 0.50, at: 121-128}\n"
        + NAME,
    )
    (record,) = [r for r in load_sources(edit("id:", "id:")).records if r.file]
    assert [section.heading for section in record.sections] == ["A", "B"]
    assert record.section(99) == "A"
    assert [record.page(position) for position in (9, 10, 59, 60)] == [None, 7, 7, 8]
    names = {(str(s.object), s.object.language): s for s in record.statements if s.key == "name"}  # type: ignore[union-attr]
    assert ("Hafen", "de") in names
    evidence = names["Hafen", "de"].evidence
    assert (evidence.confidence, evidence.table, evidence.contradicts) == ("0.5", False, False)


def test_a_place_of_300_characters_is_allowed_and_a_table_may_be_longer(edit: Edit) -> None:
    edit("characters: 238", "characters: 999")
    digest = "b7fb8286088c2fa6858819a0b91caefefb8f27c1db1a69d111154168d4c3fee4"
    edit("  15-107:", f"  15-315: {digest}\n  15-316: {digest}\n  15-107:")
    edit("{name: agreement, at: 98-107}", "{name: agreement, at: 15-315}")
    edit("{country: country/cn, at: 65-87}", "{country: country/cn, table: true, at: 15-316}")
    found = told(edit("document:", "document:"))
    assert not any("characters long" in problem for problem in found)
    found = told(edit("table: true", "table: false"))
    assert any("is 301 characters long" in problem for problem in found)
