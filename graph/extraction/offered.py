"""Statements that could be made of one thing at a place, each with how likely it is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from babel import Locale

from graph.extraction.generic import is_generic
from graph.extraction.lexicon import countries
from graph.extraction.model import Thing
from graph.extraction.sayable import LABEL, Field
from graph.extraction.scene import Scene, cue, table
from graph.extraction.standing import Value, classes_of, town_in

PASSAGE = 280
"""Characters of a passage, at most, that takes in the subject too."""
LISTS = ("partner", "member", "signatory", "organiser", "party", "fundedBy")
"""What a list of names may say of one thing at once."""
EURO = ("fundingEuro", "totalCost")
"""Sums that a record writes as one number of euros."""
Row = dict[str, Any]


@dataclass
class Offer:
    """One choice: a statement, or several that a list makes, and what is still to be typed."""

    rows: list[Row]
    score: float
    ask: tuple[str, ...] = ()
    """What a person types: ``object``, ``why``, or a part as ``parts.name``."""
    given: dict[str, str] = field(default_factory=dict)
    """What stands there already, for each of these."""
    words: str = ""
    """By what typing finds it."""
    keys: tuple[object, ...] = ()

    def as_json(self) -> Row:
        """Return the offer for the page."""
        return {"rows": self.rows, "ask": list(self.ask), "given": self.given}


class Statements:
    """Makes the statements of one place."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene

    def _score(self, thing: Thing, base: float, value: Value, key: str) -> float:
        score = base
        if self.scene.place.marked:
            score += 1.5 if self.scene.marked(value) else -1.2
            subject = self.scene.stands.get(thing)
            score += 0.9 if subject is not None and self.scene.marked(subject) else 0.0
        if (words := cue(key)) is not None:
            near = self.scene.flat[max(self.scene.place.start, value.start - 45) : value.end + 25]
            score += 0.5 if words.search(near) else 0.0
        subject = self.scene.stands.get(thing)
        if subject is not None:
            score -= min(0.6, abs(subject.start - value.start) / 400)
        score -= 4.0 if self.scene.dateline(value) else 0.0
        return score - (0.3 if value.kind == "name" else 0.0)

    def _row(self, thing: Thing, key: str | None, value: Value, **more: Any) -> Row:
        """Return a statement at the place of its value, with its subject where that is near."""
        start, end = value.start, value.end
        spot = self.scene.stands.get(thing)
        if spot is not None:
            low, high = min(start, spot.start), max(end, spot.end)
            if high - low <= PASSAGE:
                start, end = low, high
        row: Row = {"subject": thing.as_json(), "start": start, "end": min(end, start + 299)}
        return row | ({"property": key} if key else {}) | more

    def _words(self, thing: Thing, key: str, *more: str) -> str:
        term = self.scene.called.term
        return " ".join([term(key), key, thing.name, term(thing.cls), *more])

    def _offer(self, thing: Thing, key: str, score: float, row: Row, *more: str) -> Offer:
        return Offer([row], score, words=self._words(thing, key, *more))

    def of(self, thing: Thing, fld: Field, base: float) -> Iterator[Offer]:
        """Yield what can be said of a thing by one key; ``base`` is how likely the key is."""
        key, kind = fld.key, fld.kind
        if kind == "thing":
            yield from self._relations(thing, fld, base)
        elif kind == "concept":
            yield from self._concepts(thing, fld, base)
        elif kind == "words":
            if not self.scene.typed and thing not in (self.scene.first, self.scene.spoken_of):
                return
            whole = Value("text", self.scene.place.start, self.scene.place.end)
            row = self._row(thing, key, whole)
            yield Offer([row], base - 1.2, ("object",), words=self._words(thing, key))
        elif key == LABEL:
            yield from self._labels(thing, base)
        elif key == "participation":
            yield from self._participations(thing, fld, base)
        elif key == "post" and thing.cls == "Person":
            yield from self._posts(thing, fld, base)
        elif key == "cooperation":
            for value, other in self._others(thing, ("Partner", "Cluster")):
                row = self._row(thing, key, value, parts={"with": other.as_json()})
                yield self._offer(thing, key, self._score(thing, base, value, key), row, other.name)
        elif key == "figure":
            yield from self._figures(thing, base)
        else:
            yield from self._literals(thing, fld, base)

    def _others(
        self, thing: Thing, classes: tuple[str, ...], listed: bool = False
    ) -> Iterator[tuple[Value, Thing]]:
        """Yield what stands there and can be the value: known things, then new names."""
        for value in self.scene.values:
            if value.thing is not None and value.thing.cls in classes and value.thing != thing:
                yield value, value.thing
            elif value.kind == "name" and value.text != thing.name:
                if not self.scene.typed and not self.scene.marked(value) and not listed:
                    continue
                before = self.scene.flat[max(0, value.start - 40) : value.start]
                likely = classes_of(value.text, before)
                fit = [c for c in (likely if self.scene.typed else likely[:3]) if c in classes]
                for cls in fit[: 3 if self.scene.typed else 1]:
                    yield value, Thing(cls, value.text)

    def _relations(self, thing: Thing, fld: Field, base: float) -> Iterator[Offer]:
        key = fld.key
        wide = len(fld.classes) > 10
        classes = ("Project", "Event", "Agreement", "DialogueSession", "Dialogue", "Initiative") if wide else fld.classes  # fmt: skip
        if key == "fundedUnder":
            classes = ("Programme", "Initiative")
        if self.scene.typed:
            classes = fld.classes
        term = self.scene.called.term
        for value, other in self._others(thing, classes, key in LISTS):
            row = self._row(thing, key, value, object=other.as_json())
            score = self._score(thing, base, value, key)
            score -= 1.5 if other.cls == "Country" and key == "locatedIn" else 0.0
            score -= 1.0 if (thing, other) in self.scene.linked else 0.0
            yield self._offer(thing, key, score, row, other.name, term(other.cls))
        if key == "partOfProject" and thing in self.scene.stands:
            projects = [one for one in self.scene.standing.things if one.cls == "Project"]
            if len(projects) == 1 and projects[0] not in self.scene.stands:
                value = self.scene.stands[thing]
                row = self._row(thing, key, value, object=projects[0].as_json())
                yield self._offer(thing, key, base - 0.6, row, projects[0].name)
        if key == "country" and (thing, key) not in self.scene.about:
            yield from self._countries(thing, base)
        if self.scene.typed:
            for other in self.scene.standing.things:
                if other.cls in classes and other != thing and other not in self.scene.stands:
                    here = Value("thing", self.scene.place.start, self.scene.place.end)
                    row = self._row(thing, key, here, object=other.as_json())
                    yield self._offer(thing, key, base - 1, row, other.name, term(other.cls))

    def _countries(self, thing: Thing, base: float) -> Iterator[Offer]:
        """Yield where a thing is though the text does not say so: by its town, or by reason."""
        spot = self.scene.stands.get(thing)
        if thing.cls not in ("Partner", "Cluster") or (spot is None and not self.scene.typed):
            return
        at = spot or Value("thing", self.scene.place.start, self.scene.place.end)
        town = town_in(thing.name, self.scene.review.known.registers)
        names = Locale(self.scene.called.language).territories
        if town is not None and not self._known_place(thing):
            name = str(names[town[1]])
            why = self.scene.called.because.format(town[0], name)
            row = self._row(thing, "country", at, object={"class": "Country", "name": name})
            marked = 1.0 if self.scene.place.marked and self.scene.marked(at) else 0.0
            yield self._offer(thing, "country", base - 0.9 + marked, row | {"why": why}, name)
        if self.scene.typed:
            for code in sorted({c for c in countries().values() if c}):
                name = str(names.get(code, ""))
                begun = any(name.casefold().startswith(typed) for typed in self.scene.typed)
                if begun and (town is None or town[1] != code):
                    row = self._row(thing, "country", at, object={"class": "Country", "name": name})
                    words = self._words(thing, "country", name)
                    yield Offer([row], base - 2, ("why",), words=words)

    def _known_place(self, thing: Thing) -> bool:
        """Return whether the records know the thing, and so its country, already."""
        matches = self.scene.review.known.match(thing)
        return bool(matches) and matches[0].score >= 0.95

    def _concepts(self, thing: Thing, fld: Field, base: float) -> Iterator[Offer]:
        key = fld.key
        place = self.scene.place
        start, end = place.marked or (place.start, place.end)
        spot = self.scene.stands.get(thing)
        if key == "kind" and not place.marked:
            if spot is None:
                return
            others = [v for v in self.scene.values if v.thing is not None and v.thing != thing]
            low = [place.start, spot.start - 25, *(v.end for v in others if v.end <= spot.start)]
            high = [place.end, spot.end + 40, *(v.start for v in others if v.start >= spot.end)]
            start, end = max(low), min(high)
        named = self.scene.standing.words(fld.scheme, start, end)
        labels = self.scene.called.labels(fld.scheme)
        for at, value in enumerate(named[:4]):
            if key == "kind" and value.text == self.scene.review.kind(thing):
                continue
            row = self._row(thing, key, value, object=value.text)
            row |= {"start": start, "end": min(end, start + 299)}
            score = base - 0.2 * at + (0.8 if place.marked else 0.0)
            yield self._offer(thing, key, score, row, value.text, labels.get(value.text, ""))
        if self.scene.typed:
            whole = Value("word", place.start, place.end)
            for name, label in labels.items():
                row = self._row(thing, key, whole, object=name)
                yield self._offer(thing, key, base - 1, row, name, label)

    def _labels(self, thing: Thing, base: float) -> Iterator[Offer]:
        spot = self.scene.stands.get(thing)
        if spot is None or not is_generic(thing.cls, thing.name):
            return
        if (thing, LABEL) in self.scene.about:
            return
        projects = [t.name for t in self.scene.standing.things if t.cls == "Project"]
        name = thing.name[:1].upper() + thing.name[1:]
        given = {"parts.name": f"{name} ({projects[0]})" if projects else name}
        given["parts.why"] = self.scene.called.unnamed
        row = self._row(thing, LABEL, spot, parts={})
        words = self._words(thing, LABEL)
        yield Offer([row], base, ("parts.name", "parts.why"), given, words)

    def _roles(self, scheme: str, start: int, end: int) -> list[str]:
        flat = self.scene.flat[start:end]
        named = [
            word.partition(".")[2]
            for word, pattern in table()["also"].items()
            if word.startswith(f"{scheme}.") and re.search(pattern, flat)
        ]
        named += [v.text for v in self.scene.standing.words(scheme, start, end)]
        return list(dict.fromkeys(named))

    def _participations(self, thing: Thing, fld: Field, base: float) -> Iterator[Offer]:
        part = next(p for p in fld.parts if p.key == "participant")
        labels = self.scene.called.labels("role")
        classes = (
            part.classes if self.scene.typed else tuple(c for c in part.classes if c != "Project")
        )
        for value, other in self._others(thing, classes):
            low = max(self.scene.place.start, value.start - 80)
            roles = self._roles("role", low, min(self.scene.place.end, value.end + 60))
            if thing.cls in ("Event", "DialogueSession") and "participant" not in roles:
                roles.insert(0 if other.cls == "Person" else len(roles), "participant")
            if self.scene.typed:
                roles += [role for role in labels if role not in roles]
            for at, role in enumerate(roles):
                parts = {"participant": other.as_json(), "role": role}
                row = self._row(thing, fld.key, value, parts=parts)
                score = self._score(thing, base, value, fld.key) - 0.3 * at
                score += 0.5 if other.cls == "Person" and thing.cls == "Event" else 0.0
                yield self._offer(thing, fld.key, score, row, other.name, role, labels.get(role, ""))  # fmt: skip

    def _posts(self, thing: Thing, fld: Field, base: float) -> Iterator[Offer]:
        spot = self.scene.stands.get(thing)
        if spot is None:
            return
        labels = self.scene.called.labels("person-role")
        at = next(p for p in fld.parts if p.key == "at")
        for value, other in self._others(thing, at.classes):
            low, high = min(spot.start, value.start), max(spot.end, value.end)
            persons = [v for v in self.scene.values if v.thing and v.thing.cls == "Person"]
            between = sum(low < v.start and v.end < high for v in persons)
            roles = self._roles("person-role", max(self.scene.place.start, low - 25), high)
            if self.scene.typed:
                roles += [role for role in labels if role not in roles]
            for place, role in enumerate(roles):
                parts = {"at": other.as_json(), "role": role}
                row = self._row(thing, fld.key, value, parts=parts)
                score = self._score(thing, base, value, fld.key) - 0.25 * place - 0.8 * between
                score -= 0.5 if value.start < spot.start else 0.0
                score -= 1.5 if thing in self.scene.posted else 0.0
                yield self._offer(thing, fld.key, score, row, other.name, role, labels.get(role, ""))  # fmt: skip

    def _figures(self, thing: Thing, base: float) -> Iterator[Offer]:
        for value in self.scene.values:
            if value.kind != "count" or (thing != self.scene.first and not self.scene.typed):
                continue
            units = self.scene.standing.words(
                "unit", value.end, min(self.scene.place.end, value.end + 30)
            )
            parts = {"value": value.text, "unit": units[0].text if units else "count"}
            row = self._row(thing, "figure", value, parts=parts)
            row["end"] = max(row["end"], min(self.scene.place.end, value.end + 30))
            score = self._score(thing, base, value, "figure") - 0.9
            words = self._words(thing, "figure", value.text)
            yield Offer([row], score, ("parts.summary",), words=words)

    def _literals(self, thing: Thing, fld: Field, base: float) -> Iterator[Offer]:
        key = fld.key
        for value in self.scene.values:
            if key == "amount" and not self.scene.typed and self._summed(value):
                continue
            score = self._score(thing, base, value, key)
            for text, more, extra in _told(key, fld.kind, value):
                row = self._row(thing, key, value, **more)
                words = [text, *extra]
                yield self._offer(thing, key, score + (0.1 if extra else 0.0), row, *words)
            if fld.kind == "date" and value.kind == "date" and value.more and key == "startDate":
                ends = [("startDate", value.text), ("endDate", value.more)]
                rows = [self._row(thing, k, value, object=v) for k, v in ends]
                once = -0.5 if (thing, key) in self.scene.about else 0.0
                words_ = self._words(thing, key, value.text, value.more)
                yield Offer(rows, score + 1.0 + once, words="*" + words_)

    def _summed(self, value: Value) -> bool:
        """Return whether a sum is told already, whatever it is called."""
        sums = ("amount", "totalCost", "fundingEuro")
        told = [c for c in self.scene.there if c.property in sums]
        return any(value.text in (c.object, dict(c.parts).get("value")) for c in told)


def _told(key: str, kind: str, value: Value) -> Iterator[tuple[str, Row, tuple[str, ...]]]:
    """Yield what a value says for a key: how typing finds it, and what the statement has."""
    if kind == "date" and value.kind == "date":
        text = value.more if key == "endDate" and value.more else value.text
        if not (key == "date" and value.more):
            yield text, {"object": text}, ()
    elif key in EURO and value.kind == "sum":
        if value.more == "EUR" or key == "totalCost":
            yield value.text, {"object": value.text, "currency": value.more}, ()
    elif key == "amount" and value.kind == "sum":
        parts = {"value": value.text, "currency": value.more.lower()}
        for sum_kind in ("grant", "budget", "eu-contribution", "own-contribution"):
            yield value.text, {"parts": parts | {"kind": sum_kind}}, (sum_kind,)
    elif (key, value.kind) in _PLAIN or (kind == "number" and value.kind == "count" and key in ("attendance", "generation")):  # fmt: skip
        yield value.text, {"object": value.text}, ()


_PLAIN = {("durationYears", "years"), ("ordinal", "ordinal"), ("grantNumber", "number"), ("webAddress", "address"), ("acronym", "short")}  # fmt: skip
