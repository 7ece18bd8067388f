"""A plain spaCy pipeline beside the rules: ``python -m benchmarks.extraction.baseline``.

A blank pipeline of each language with an entity ruler over the same word lists (heads of names,
legal forms, places), which is what spaCy gives without a model: no package that carries one is
needed or wanted here. It names things and states nothing. Needs the group ``benchmarks``.
"""

from __future__ import annotations

import argparse
import functools
from typing import Any

from benchmarks.extraction.gold import FOLDERS, load
from benchmarks.extraction.measure import Report
from graph.extraction.lexicon import lists, places
from graph.extraction.model import Candidate, Thing

CLASSES = {"ORG": "Partner", "PROJECT": "Project", "PLACE": "Place", "PROGRAMME": "Programme"}


@functools.cache
def pipeline(language: str) -> Any:
    """A blank pipeline with a ruler; Chinese by characters, as spaCy has it without a package."""
    import spacy

    nlp = spacy.blank(language)
    capital = {"IS_TITLE": True}
    small = {"LOWER": {"IN": ["of", "for", "de", "du", "des", "di", "del", "della", "für", "der"]}}
    heads = {"TEXT": {"IN": sorted(set(lists("heads")))}}
    legal = {"TEXT": {"IN": ["GmbH", "AG", "Ltd", "SA", "S.A.", "B.V.", "S.p.A.", "S.r.l.", "AB"]}}
    patterns: list[dict[str, Any]] = [
        {"label": "ORG", "pattern": [{**capital, "OP": "*"}, heads, {**capital, "OP": "*"}]},
        {
            "label": "ORG",
            "pattern": [{**capital, "OP": "*"}, heads, small, {**capital, "OP": "+"}],
        },
        {"label": "ORG", "pattern": [{**capital, "OP": "+"}, legal]},
        {"label": "PROJECT", "pattern": [{"TEXT": {"REGEX": "^[A-Z][A-Z0-9-]{3,}$"}}]},
        {"label": "PROGRAMME", "pattern": [{"LOWER": {"IN": ["horizon", "horizont", "horizonte"]}}, {"TEXT": {"IN": ["2020", "Europe", "Europa"]}}]},
    ]  # fmt: skip
    patterns += [{"label": "PLACE", "pattern": name} for name in places()]
    if language == "zh":
        for end in ("大学", "研究院", "研究所", "公司", "中心", "协会", "学院"):
            body = [{"TEXT": {"REGEX": r"[\u4e00-\u9fff]"}, "OP": "{2,8}"}]
            patterns.append({"label": "ORG", "pattern": [*body, *({"TEXT": c} for c in end)]})
    nlp.add_pipe("entity_ruler").add_patterns(patterns)
    return nlp


def ruled(text: str, language: str) -> list[Candidate]:
    """The entities that the pipeline marks, each once."""
    found: dict[Thing, Candidate] = {}
    for entity in pipeline(language)(text).ents:
        thing = Thing(CLASSES[entity.label_], " ".join(entity.text.split()))
        found.setdefault(
            thing, Candidate(thing, entity.start_char, entity.end_char, 0.5, "entity-ruler")
        )
    return list(found.values())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--part", choices=["tune", "held", "all"], default="held")
    parser.add_argument("--gold", choices=sorted(FOLDERS), default="other")
    chosen = parser.parse_args()
    report = Report()
    part = None if chosen.part == "all" else chosen.part
    for document in load(part, FOLDERS[chosen.gold]):
        report.document(document, ruled(document.text, document.language))
    for key in sorted(report.scores):
        if key[0].startswith("entities"):
            print(f"{key[0]:16} {key[1]:18} {report.scores[key].line}")


if __name__ == "__main__":
    main()
