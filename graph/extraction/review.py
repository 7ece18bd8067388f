"""A review: what a person decided about each candidate of a document, kept line by line.

Every decision is appended to ``NAME.decisions.jsonl`` beside the text and written through to the
disk before it counts. The state of a review is these lines read again, so nothing is lost when a
tab is closed or the program is killed; the file serves as gold later.
"""

from __future__ import annotations

import datetime
import functools
import hashlib
import itertools
import json
import os
import re
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from graph.extraction.dates import DateSpan
from graph.extraction.document import Document
from graph.extraction.draft import Draft
from graph.extraction.extract import extract
from graph.extraction.kinds import kind_of
from graph.extraction.lexicon import months
from graph.extraction.matching import Known
from graph.extraction.model import Candidate, Thing
from graph.extraction.stating import Teller
from graph.extraction.verify import Refused
from graph.extraction.vocabulary import proposed
from graph.records.schema import Schema

ACTIONS = ("accept", "accept-all", "reject", "change", "missed", "merge", "undo")


_SHORT = re.compile(
    r"(?:\b(?:[A-Z]\.\s?)?[A-Za-z]\.|(?:\b\w{1,3}\.)+\w{1,3}\.|"
    r"\b(?:Co|Corp|Inc|Ltd|Dr|Prof|Mr|Mrs|Ms|Sr|Sra|St|No|Nr|Art|Abs|ca|bzw|usw|approx|dept|Univ|Inst|Mio|Mrd|Tsd|Mill)\.)$"
)


def _goes_on(before: str, after: str, language: str = "") -> bool:
    """Return whether a full stop ends an abbreviation or a number and no sentence: "S.r.l. (Italy)",
    "4. April", "2,6 Mio. Euro".
    """
    following = after.lstrip(" ")
    if re.search(r"(?<![\w.,])[0-9]{1,2}\.$", before):
        word = re.match(r"[^\W\d_]+", following)
        return language == "de" or (word is not None and word[0].lower() in months())
    if re.match(r"[a-zß-ÿ(,;]", following):
        return True
    if re.search(r"\b(?:Ltd|Inc|Corp)\.$", before) and re.match(r"[A-ZÄÖÜ][a-zäöüß]+\s", following):
        return False  # "… Co., Ltd. Assoziierter Partner ist …"
    legal = re.search(r"(?:\b(?:Co|Corp|Inc|Ltd)|\b\w\.(?:\w\.)*\w)\.$", before)
    return _SHORT.search(before) is not None and not (
        legal
        and re.match(r"(?:The|It|In|On|At|This|They|Die|Der|Das|Es|Am|Im|Le|La|Il|El)\b", following)
    )


def key_of(c: Candidate) -> str:
    """Return a short stable name of a candidate, for decisions to refer to."""
    row = c.as_json()
    for name in ("confidence", "rule", "also", "normaliser"):
        row.pop(name, None)
    return hashlib.sha256(json.dumps(row, sort_keys=True).encode()).hexdigest()[:12]


def _with(row: dict[str, Any], old: Thing, new: Thing) -> dict[str, Any]:
    """Return a fact with another name or class for one of its things."""

    def told(value: Any) -> Any:
        return new.as_json() if value == old.as_json() else value

    changed = {key: told(value) for key, value in row.items()}
    if "parts" in row:
        changed["parts"] = {key: told(value) for key, value in row["parts"].items()}
    return changed


def _moved(c: Candidate, old: Thing, new: Thing) -> Candidate:
    """Return a statement with one thing in place of another."""

    def told(value: Any) -> Any:
        return new if value == old else value

    parts = tuple((key, told(value)) for key, value in c.parts)
    return replace(c, subject=told(c.subject), object=told(c.object), parts=parts)


@dataclass
class Item:
    """A candidate with what was decided about it."""

    key: str
    candidate: Candidate
    decision: str = ""
    """Empty, ``accept``, ``reject`` or ``change`` (accepted with another value)."""
    missed: bool = False
    implied: bool = False
    """Decided with another: a name with the statement about it, a statement with its name."""


@dataclass
class Review:
    """The review of one document."""

    document: Document
    schema: Schema
    known: Known
    folder: Path
    items: dict[str, Item] = field(default_factory=dict)
    merged: dict[Thing, str] = field(default_factory=dict)
    log: list[dict[str, Any]] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    """What was accepted and not written when the record was written last."""
    found: tuple[Candidate, ...] = ()
    """What the rules found, whatever was decided: ids rest on it, so that they stay."""

    @classmethod
    def open(cls, document: Document, schema: Schema, known: Known, folder: Path) -> Review:
        """Return the review of a document as it stood when it was left."""
        review = cls(document, schema, known, folder)
        review._begin()
        path = review.path
        if path.exists():
            for line in path.read_text("utf-8").splitlines():
                try:
                    row = json.loads(line)
                except ValueError:
                    continue  # a line that a crash cut off was never confirmed
                if row.get("sha256") == document.sha256:
                    review.log.append(row)
            review._replay()
        return review

    @property
    def path(self) -> Path:
        """Return the file of decisions."""
        return self.folder / f"{self.document.name}.decisions.jsonl"

    def _begin(self) -> None:
        found = extract(self.document.text, self.document.language)
        self.found = tuple(found.candidates)
        self.items = {key_of(c): Item(key_of(c), c) for c in self.found}
        self.merged = {}

    def decide(self, action: str, key: str = "", row: dict[str, Any] | None = None) -> Item | None:
        """Apply a decision and keep it.

        Raises Refused where the text does not bear a changed or missed fact; nothing is kept then.
        """
        if action not in ACTIONS:
            raise Refused(f"no such action: {action[:20]}")
        entry: dict[str, Any] = {"action": action, "key": key, "sha256": self.document.sha256}
        if row:
            entry["row"] = row
        # The decision says what it is about: newer rules may not find the same candidate again.
        keys = row.get("keys", []) if action == "accept-all" and row else [key]
        if said := {k: self.items[k].candidate.as_json() for k in keys if k in self.items}:
            entry["said"] = said
        entry["at"] = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
        if action == "undo":
            if not self._undoable():
                raise Refused("there is nothing to undo")
            self._keep(entry)
            self._begin()
            self._replay()
            return None
        item = self._apply(entry)
        self._keep(entry)
        return item

    def _keep(self, entry: dict[str, Any]) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        new = not self.path.exists() or self.path.read_bytes().endswith(b"\n")
        with self.path.open("ab") as stream:
            line = json.dumps(entry, ensure_ascii=False).encode() + b"\n"
            stream.write(line if new else b"\n" + line)
            stream.flush()
            os.fsync(stream.fileno())
        self.log.append(entry)

    def _undoable(self) -> list[dict[str, Any]]:
        """Return the decisions that stand, in order: an undo takes the last one away."""
        standing: list[dict[str, Any]] = []
        for entry in self.log:
            if entry["action"] != "undo":
                standing.append(entry)
            elif standing:
                standing.pop()
        return standing

    def _replay(self) -> None:
        for entry in self._undoable():
            try:
                self._apply(entry)
            except Refused:
                continue  # an older program kept what this one refuses

    def _apply(self, entry: dict[str, Any]) -> Item | None:
        action, key, row = entry["action"], entry.get("key", ""), entry.get("row") or {}
        if action == "missed":
            rows = row.get("rows") or [row]
            if not isinstance(rows, list) or not all(isinstance(one, dict) for one in rows):
                raise Refused("is no JSON object")
            # A list of names is one decision of several statements: all are kept, or none.
            made = [self.checked(one) for one in rows]
            for candidate in made:
                item = Item(key_of(candidate), candidate, missed=True)
                self.items[item.key] = item
                self._decided(item, "accept")
            return item
        if action == "merge":
            thing = Thing(str(row.get("class")), str(row.get("name")))
            if isinstance(into := row.get("into"), dict):
                self._joined(thing, Thing(str(into.get("class")), str(into.get("name"))))
                return None
            target = str(row.get("id", ""))
            if not target or self.schema.class_of(target) is None:
                raise Refused("choose a known id to merge with")
            self.merged[thing] = target
            return None
        for each, said in (entry.get("said") or {}).items():
            if each not in self.items:
                self.items[each] = Item(each, self.checked(said))
        if action == "accept-all":
            for each in row.get("keys", []):
                if each in self.items and not self.items[each].decision:
                    self._decided(self.items[each], "accept")
            return None
        if key not in self.items:
            raise Refused("no such candidate; load the page again")
        chosen = self.items[key]
        if action == "change":
            before = chosen.candidate
            named = row.get("subject") if before.property is None else None
            other = (
                Thing(str(named.get("class")), str(named.get("name")))
                if isinstance(named, dict)
                else None
            )
            if other is not None and other != before.subject and other in self.things():
                self._joined(before.subject, other)  # the name of another thing of the text
                return chosen
            chosen.candidate = self.checked(before.as_json() | row)
            if before.property is None:
                self._renamed(before.subject, chosen.candidate.subject)
        self._decided(chosen, action)
        return chosen

    def _decided(self, item: Item, decision: str) -> None:
        """Decide an item and what follows from it.

        Who accepts a statement accepts the names in it; who rejects a name rejects what is said
        of it. Only what is still open follows.
        """
        item.decision, item.implied = decision, False
        c = item.candidate
        things = set(c.things())
        for other in self.items.values():
            o = other.candidate
            if other.decision:
                continue
            if decision in ("accept", "change") and o.property is None and o.subject in things:
                other.decision, other.implied = "accept", True
            if decision == "reject" and c.property is None and c.subject in o.things():
                other.decision, other.implied = "reject", True

    def things(self) -> list[Thing]:
        """Return what the text names, as far as nobody has rejected it, in the order of the text."""
        items = sorted(self.items.values(), key=lambda item: item.candidate.start)
        kept = [item.candidate for item in items if item.decision != "reject"]
        return list(
            dict.fromkeys(thing for c in kept for thing in c.things() if thing.cls != "Country")
        )

    def alike(self, thing: Thing, typed: str = "") -> list[Thing]:
        """Return the things of the text that one may be the same as: with what is typed in their
        names, or with a word of its name; those of its class first.
        """
        wanted = typed.casefold().split()
        own = set(re.findall(r"[^\W_]{4,}", thing.name.casefold()))
        found = [
            other
            for other in self.things()
            if other != thing
            and (
                all(w in other.name.casefold() for w in wanted)
                if wanted
                else own & set(re.findall(r"[^\W_]{4,}", other.name.casefold()))
                and other.cls == thing.cls
            )
        ]
        return sorted(found, key=lambda other: other.cls != thing.cls)

    def _joined(self, old: Thing, new: Thing) -> None:
        """Say everything that is said of a thing of another one of the text.

        A name that has a word in common with the other's is a name of it; any other is none.
        """
        if old == new or new not in self.things():
            raise Refused("choose a thing that the text names")
        words = [set(re.findall(r"[^\W_]{4,}", t.name.casefold())) for t in (old, new)]
        said = {i.candidate.key() for i in self.items.values() if i.decision != "reject"}
        for item in list(self.items.values()):
            c = item.candidate
            if old not in c.things() or item.decision == "reject":
                continue
            if c.property is None:
                if words[0] & words[1] and old.cls == new.cls:
                    also = self._teller.verifier.also(new.name, c.start, c.end)
                    item.candidate = replace(
                        c, subject=new, property="name", object=old.name, also=also
                    )
                    item.decision = "accept"
                else:
                    item.decision = "reject"
                item.implied = True
                continue
            c = _moved(c, old, new)
            if c.key() in said or (new in c.things()[1:] and c.subject == new):
                item.decision, item.implied = "reject", True  # it is said already, or of itself
                continue
            also = self._teller.verifier.also(new.name, c.start, c.end)
            item.candidate = replace(c, also=tuple(dict.fromkeys((*c.also, *also))))

    def _renamed(self, old: Thing, new: Thing) -> None:
        """Give a thing its corrected name or class in every statement that the text still bears."""
        for item in self.items.values():
            if item.candidate.property is None or old not in item.candidate.things():
                continue
            try:
                item.candidate = self.checked(_with(item.candidate.as_json(), old, new))
            except Refused:
                continue  # the person meets it and decides

    @functools.cached_property
    def sentences(self) -> list[tuple[int, int]]:
        """Return where each sentence or line of the text begins and ends, without space around."""
        text = self.document.text
        edges = [
            m.end()
            for m in re.finditer(r"[.!?](?=\s)|[。！？\n]", text)
            if m[0] != "."
            or not _goes_on(
                text[max(0, m.start() - 20) : m.end()],
                text[m.end() :][:20],
                self.document.language,
            )
        ]
        found = []
        for low, high in itertools.pairwise([0, *edges, len(text)]):
            if said := text[low:high].strip():
                start = text.index(said, low)
                found.append((start, start + len(said)))
        return found

    def around(self, start: int, end: int) -> tuple[int, int]:
        """Return the sentence that a place is in, or the sentences where it is in several."""
        low = max((s for s, _ in self.sentences if s <= start), default=start)
        high = min((e for _, e in self.sentences if e >= end), default=end)
        return low, max(high, end)

    def sentence(self, item: Item) -> list[str]:
        """Return the keys of what is open in the sentence or line where an item stands."""
        low, high = self.around(item.candidate.start, item.candidate.end)
        return [
            i.key
            for i in self.items.values()
            if not i.decision and low <= i.candidate.start and i.candidate.end <= high
        ]

    def checked(self, row: dict[str, Any]) -> Candidate:
        """Return a changed or missed fact grounded in the text. Raises Refused with the reason."""
        self._teller.proposed = proposed(self.folder)
        return self._teller.check({"confidence": 0.95, "rule": "reviewed"} | row)

    @functools.cached_property
    def _teller(self) -> Teller:
        return Teller(self.document.text, self.schema)

    @property
    def dates(self) -> list[DateSpan]:
        """Return every date of the text."""
        return self._teller.verifier.dates

    def kind(self, thing: Thing) -> str:
        """Return the kind that the record would give a thing: one that was said, or its name's."""
        said = [
            item.candidate
            for item in self.items.values()
            if item.candidate.property == "kind" and item.decision in ("accept", "change")
        ]
        told = next((str(c.object) for c in said if c.subject == thing), None)
        return told or kind_of(thing.cls, thing.name) or ""

    def accepted(self) -> list[Candidate]:
        """Return what was accepted, as sure as a person is who has read it."""
        return [
            item.candidate.with_confidence(max(item.candidate.confidence, 0.95))
            for item in self.items.values()
            if item.decision in ("accept", "change")
        ]

    def draft(self) -> Draft:
        """Return the accepted facts as a record to be."""
        draft = Draft(
            self.document, self.schema, self.known, chosen=dict(self.merged), context=self.found
        )
        draft.add(self.accepted())
        return draft

    def counts(self) -> dict[str, int]:
        """Return how far the review is."""
        decisions = [item.decision for item in self.items.values()]
        return {
            "all": len(decisions),
            "open": decisions.count(""),
            "accepted": decisions.count("accept") + decisions.count("change"),
            "changed": decisions.count("change"),
            "rejected": decisions.count("reject"),
            "missed": sum(item.missed for item in self.items.values()),
        }
