"""Search over every name in every language, tolerant of typing errors and of writing systems.

Names are folded (case, accents, width) and kept in an SQLite table with a trigram index, in
memory: three letters anywhere in a name are enough, and Chinese needs no word breaks. Shorter
questions scan the table. Where few names contain what was typed, the names that share most
trigrams with it are compared letter by letter (RapidFuzz), so that "Steinbies" finds Steinbeis.
"""

from __future__ import annotations

import sqlite3
import threading
import unicodedata
from dataclasses import dataclass

from rapidfuzz import fuzz

from graph.catalogue.load import Catalogue

ENOUGH = 5
"""With so many exact finds nothing is guessed."""
CANDIDATES = 400
"""How many names that share trigrams with the question are compared letter by letter."""
SIMILAR = 78.0
"""Least similarity (0 to 100) of a guessed name; lower values gave names nobody would mean."""


@dataclass(frozen=True, slots=True)
class Hit:
    """An entity or concept that was found.

    ``score`` is higher for better hits; ``name`` is the spelling that was found, with its
    ``language``; ``guessed`` tells that the question was taken for a typing error.
    """

    iri: str
    score: float
    name: str
    language: str
    guessed: bool = False


def fold(text: str) -> str:
    """Return a text without case, accents, width differences and doubled spaces."""
    plain = unicodedata.normalize("NFKD", text.casefold().replace("ß", "ss"))
    kept = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return " ".join("".join(s if s.isalnum() else " " for s in kept).split())


class SearchIndex:
    """An index of the names of a catalogue. Safe to use from several threads."""

    def __init__(self, catalogue: Catalogue) -> None:
        """Index every entity and every concept of the scheme of topics."""
        self._lock = threading.Lock()
        self._base = sqlite3.connect(":memory:", check_same_thread=False)
        self._base.execute(
            "CREATE VIRTUAL TABLE names USING fts5(folded, iri UNINDEXED, name UNINDEXED, "
            "language UNINDEXED, weight UNINDEXED, tokenize='trigram')"
        )
        self._base.executemany("INSERT INTO names VALUES (?, ?, ?, ?, ?)", _rows(catalogue))
        self._base.commit()

    def __len__(self) -> int:
        """Return how many names are indexed."""
        return int(self._base.execute("SELECT count(*) FROM names").fetchone()[0])

    def find(self, question: str, limit: int = 500) -> list[Hit]:
        """Return what is named like ``question``, best first, each thing once.

        Every word of the question must occur in the name. An empty question finds nothing.
        """
        folded = fold(question)[:200]
        if not folded:
            return []
        best: dict[str, Hit] = {}
        for row in self._containing(folded):
            hit = _rate(folded, row)
            if hit.iri not in best or hit.score > best[hit.iri].score:
                best[hit.iri] = hit
        if len(best) < ENOUGH and len(folded) >= 4:
            for hit in self._similar(folded):
                if hit.iri not in best or hit.score > best[hit.iri].score:
                    best[hit.iri] = hit
        return sorted(best.values(), key=lambda hit: (-hit.score, hit.name, hit.iri))[:limit]

    def near(self, question: str, limit: int = 5) -> list[Hit]:
        """Return the names most like ``question``, for a page that was not found."""
        found = self.find(question, limit)
        return found or self._similar(fold(question), 55.0)[:limit]

    def _select(self, where: str, arguments: list[str], limit: int) -> list[tuple[str, ...]]:
        query = f"SELECT folded, iri, name, language, weight FROM names WHERE {where} LIMIT {limit}"
        with self._lock:
            return self._base.execute(query, arguments).fetchall()

    def _containing(self, folded: str) -> list[tuple[str, ...]]:
        words = folded.split()
        long = [word for word in words if len(word) >= 3]
        short = [word for word in words if len(word) < 3]
        conditions = ["names MATCH ?"] if long else []
        arguments = [" AND ".join(f'"{word}"' for word in long)] if long else []
        for word in short:
            conditions.append("instr(folded, ?) > 0")
            arguments.append(word)
        return self._select(" AND ".join(conditions), arguments, 5000)

    def _similar(self, folded: str, least: float = SIMILAR) -> list[Hit]:
        squeezed = folded.replace(" ", "  ")
        parts = {squeezed[i : i + 3] for i in range(len(squeezed) - 2)}
        wanted = " OR ".join(f'"{part}"' for part in sorted(parts) if part.strip() == part)
        if not wanted:
            return []
        rows = self._select("names MATCH ? ORDER BY rank", [wanted], CANDIDATES)
        hits: dict[str, Hit] = {}
        for row in rows:
            value = _likeness(folded, row[0])
            if value >= least and (row[1] not in hits or value / 100 > hits[row[1]].score):
                hits[row[1]] = Hit(row[1], value / 100, row[2], row[3], guessed=True)
        return sorted(hits.values(), key=lambda hit: (-hit.score, hit.name))


def _likeness(question: str, name: str) -> float:
    """Return how alike two folded texts are (0 to 100): as wholes, or word by word."""
    whole = fuzz.ratio(question, name)
    if " " in question:
        return float(max(whole, fuzz.token_sort_ratio(question, name)))
    words = [word for word in name.split() if abs(len(word) - len(question)) <= 3]
    return float(max([whole, *(fuzz.ratio(question, word) - 3 for word in words)]))


def _rate(question: str, row: tuple[str, ...]) -> Hit:
    folded, iri, name, language, weight = row
    words = folded.split()
    if folded == question:
        score = 10.0
    elif folded.startswith(question):
        score = 8.0
    elif question in words or f" {question} " in f" {folded} ":
        score = 7.0
    elif any(word.startswith(question.split()[0]) for word in words):
        score = 6.0
    else:
        score = 4.0
    length = len(question) / max(len(folded), 1)
    return Hit(iri, score + length + float(weight), name, language)


_WEIGHTS = {
    "Figure": -3.0,
    "Outcome": -3.0,
    "CitedWork": -2.5,
    "Organization": -0.5,
    "SourceDocument": -0.3,
}


def _rows(catalogue: Catalogue) -> list[tuple[str, str, str, str, float]]:
    rows = []
    for entry in catalogue.entries.values():
        if entry.hidden:
            continue
        weight = _WEIGHTS.get(entry.category, 0.0)
        texts = {(text, language, 0.4) for language, text in entry.labels.items()}
        texts |= {(name.text, name.language, 0.2) for name in entry.names}
        texts |= {(number, "", 0.0) for number in entry.identifiers}
        if entry.category in ("Figure", "Outcome") or not texts:
            texts |= {(text, language, 0.0) for language, text in entry.summaries.items()}
        seen: set[str] = set()
        for text, language, more in sorted(texts, key=lambda one: -one[2]):
            if (folded := fold(text)) and folded not in seen:
                seen.add(folded)
                rows.append((folded, entry.iri, text, language, weight + more))
    for concept in catalogue.concepts_of("topic"):
        for language, text in concept.labels.items():
            rows.append((fold(text), concept.iri, text, language, 0.1))
    return rows
