"""What each source document contributed, and which parts of its text carry statements."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from rdflib.term import Identifier

from graph.catalogue.load import Catalogue
from graph.catalogue.queries import run
from graph.questions import with_prefixes
from graph.records.text import SourceText, Span, TextError
from graph.store import Store

_LENGTHS = """
SELECT ?document ?length ?sha WHERE {
  ?document a eucn:SourceDocument ; eucn:length ?length ; eucn:sha256 ?sha .
}
"""


@dataclass(frozen=True, slots=True)
class PlacedClaim:
    """A claim with its statement and place; ``start`` is None for claims without a passage."""

    claim: str
    subject: str
    predicate: str
    object: Identifier
    confidence: float
    start: int | None
    end: int | None
    section: str
    page: int | None = None


@dataclass(slots=True)
class Contribution:
    """What one document gave to the graph.

    ``covered`` are stretches of the text that carry statements, merged and in order; ``length`` is
    that of the whole text in characters, None where the document has no text (curation).
    """

    document: str
    claims: list[PlacedClaim] = field(default_factory=list)
    classes: Counter[str] = field(default_factory=Counter)
    covered: list[tuple[int, int]] = field(default_factory=list)
    length: int | None = None

    @property
    def share(self) -> float | None:
        """Share of the text, 0 to 1, that carries statements; None without a text."""
        if not self.length:
            return None
        return sum(end - start for start, end in self.covered) / self.length

    def count(self) -> int:
        """Return how many claims the document makes."""
        return len({claim.claim for claim in self.claims})


def merge(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return stretches as disjoint ones in order; touching ones are joined."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def lengths(store: Store) -> dict[str, tuple[int, str]]:
    """Return for each document the length of its text in characters and its SHA-256."""
    return {
        str(row["document"]): (int(str(row["length"])), str(row["sha"]))
        for row in store.select(with_prefixes(_LENGTHS))
    }


def contribution(store: Store, catalogue: Catalogue, document: str) -> Contribution:
    """Return what a document contributed; empty for one that makes no claims."""
    found = Contribution(document)
    headings = {str(row["passage"]): row for row in run(store, "document-sections", [document])}
    places: dict[str, list[tuple[int, int, str, int | None]]] = {}
    for row in run(store, "document-places", [document]):
        heading = headings.get(str(row["passage"]), {})
        number = heading.get("page")
        place = (
            int(str(row["start"])),
            int(str(row["end"])),
            str(heading.get("section", "")),
            None if number is None else int(str(number)),
        )
        places.setdefault(str(row["claim"]), []).append(place)
    for row in run(store, "document-claims", [document]):
        claim = str(row["claim"])
        for start, end, section, page in places.get(claim, [(None, None, "", None)]):
            found.claims.append(
                PlacedClaim(
                    claim,
                    str(row["subject"]),
                    str(row["predicate"]),
                    row["object"],
                    float(str(row["confidence"])),
                    start,
                    end,
                    section,
                    page,
                )
            )
    found.claims.sort(
        key=lambda one: (one.start is None, one.start or 0, one.end or 0, one.subject, one.claim)
    )
    subjects = {claim.subject for claim in found.claims}
    found.classes = Counter(
        catalogue.entries[iri].category for iri in subjects if iri in catalogue.entries
    )
    found.covered = merge(
        (claim.start, claim.end)
        for claim in found.claims
        if claim.start is not None and claim.end is not None
    )
    found.length = lengths(store).get(document, (None, ""))[0]
    return found


class Passages:
    """The texts of documents in a folder, for showing passages beside facts.

    A file is taken for a document only when the SHA-256 of its text is the document's.
    """

    def __init__(self, folder: Path | None, digests: dict[str, tuple[int, str]]) -> None:
        """Read the ``.txt`` files of ``folder`` that some document in ``digests`` was read from."""
        self._texts: dict[str, SourceText] = {}
        wanted = {digest: document for document, (_, digest) in digests.items()}
        for path in sorted(folder.glob("*.txt")) if folder else []:
            try:
                text = SourceText.read(path)
            except TextError:
                continue  # what is empty or no text is no document of the graph either
            if document := wanted.get(text.sha256):
                self._texts[document] = text

    def __contains__(self, document: str) -> bool:
        """Return whether the text of a document is here."""
        return document in self._texts

    def passage(self, document: str, start: int, end: int) -> str | None:
        """Return the characters of a passage with its white space joined, None without text."""
        text = self._texts.get(document)
        return " ".join(text.passage(Span(start, end)).split()) if text else None
