"""What clauses say, however it is put: one sentence each, in six languages."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.extraction.chinese import large_number
from graph.extraction.extract import extract
from graph.extraction.number_words import value

OPENING = {
    "en": "BLUEDELTA is a Horizon 2020 project on river mouths.",
    "de": "BLUEDELTA ist ein Projekt in Horizont 2020 zu Flussmündungen.",
    "fr": "BLUEDELTA est un projet d'Horizon 2020 sur les estuaires.",
    "it": "BLUEDELTA è un progetto di Horizon 2020 sugli estuari.",
    "es": "BLUEDELTA es un proyecto de Horizonte 2020 sobre estuarios.",
    "zh": "“蓝三角”是“地平线2020”计划资助的河口研究项目。",
}
SAID = Path(__file__).with_name("clauses.txt")
"""One line each: property = value | sentence; what it is about stands in the opening or in it.

``\\n`` in it is a line break.
"""


def _rows() -> list[tuple[str, str, str, str]]:
    rows, language, opening = [], "", ""
    for line in SAID.read_text("utf-8").splitlines():
        if line.startswith("# "):
            language, kind = line[2:].split()
            opening = OPENING[language] + "\n\n" if kind == "project" else ""
            continue
        told, _, text = line.partition(" | ")
        property_, _, object_ = told.partition(" = ")
        rows.append((language, opening + text.replace("\\n", "\n"), property_, object_))
    return rows


@pytest.mark.parametrize("language", OPENING)
def test_a_clause_says_it_however_it_is_put(language: str) -> None:
    missing = []
    for tag, text, property_, object_ in _rows():
        if tag != language:
            continue
        told = [c.object for c in extract(text, tag).statements if c.property == property_]
        if not any(object_ in (o if isinstance(o, str) else o.name) for o in told if o):
            missing.append((property_, text))
    assert not missing


NOT_SAID = [
    ("en", "partner", "The Port of Ghent follows the work but is not a partner in BLUEDELTA."),
    ("en", "coordinator", "The Port of Ghent might one day coordinate BLUEDELTA."),
    (
        "en",
        "coordinator",
        "They include, apart from the coordinator, Ningbo College and Delta SA.",
    ),
    ("en", "coordinator", "Ningbo College leads the work on sensors in BLUEDELTA."),
    ("en", "coordinator", "The field trials near Wuhan are run by Ningbo College."),
    ("en", "locatedIn", "The previous edition of the tour was held in Chengdu in May 2018."),
    ("en", "partner", "Hope University, in which nobody works on mud, praised BLUEDELTA."),
    ("de", "partner", "Die Stadtwerke Kiel sind nicht am Projekt beteiligt."),
    ("fr", "partner", "La Régie de Nantes n'est pas partenaire du projet."),
    ("it", "partner", "Il Porto di Pisa non partecipa al progetto."),
    ("es", "partner", "El Puerto de Lugo no participa en el proyecto."),
]


@pytest.mark.parametrize(("language", "property_", "text"), NOT_SAID)
def test_what_a_clause_denies_is_not_said(language: str, property_: str, text: str) -> None:
    found = extract(f"{OPENING[language]}\n\n{text}", language)
    assert not [c for c in found.statements if c.property == property_]


def test_numbers_in_words() -> None:
    told = {
        "two hundred and fifty": 250,
        "vierhunderttausend": 400_000,
        "quatre cent": 400,
        "ventuno": 21,
        "setenta y dos": 72,
        "une soixantaine": 60,
        "trecentomila": 300_000,
    }
    assert {words: value(words) for words in told} == told
    assert large_number("八百万") == 8_000_000
    assert large_number("八十六") == 86
