"""Statements that could be made of one thing at a place, each with how likely it is."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from babel import Locale

from graph.extraction.approximate import qualifier_before
from graph.extraction.generic import is_generic
from graph.extraction.kinds import kind_of, kind_of_sum
from graph.extraction.lexicon import countries
from graph.extraction.model import Thing
from graph.extraction.plausible import LITERALS, Plausible, nation_in
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
_APPOSITION = re.compile(
    r"(?:,| is| ist| –| \()\s(?:a|an|the|ein|eine|einer|der|die|das)\s(?:[\w-]+\s){0,2}[\w-]+"
)
_SIGNED = re.compile(r"(?i)\bsign|unterzeich|unterschr|签署|签订")
_CHAIRED = re.compile(
    r"(?i)\b(?:co-)?chair(?:ed|s|ing)?\b|presided|Vorsitz|leiteten? die Sitzung|主持"
)
_OF_PROJECTS = re.compile(
    r"(?i)kick-?off|consortium|general assembly|clos(?:e|ing)|final|opening|mid-?term|project|auftakt|abschluss|konsorti|eröffnung|halbzeit|projekt|启动|结题|中期"
)
"""Names of events that a project has."""
_TIMES = frozenset({"year", "month", "week", "day", "hour", "country"})


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
    said: bool = False
    """Whether the review has such a statement already."""
    once: tuple[object, ...] = ()
    """Of offers with the same one the likeliest is made: a sentence says a date of one thing."""

    def as_json(self) -> Row:
        """Return the offer for the page."""
        return {"rows": self.rows, "ask": list(self.ask), "given": self.given}


class Statements:
    """Makes the statements of one place."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.plausible = Plausible(scene)
        self._countries_of: dict[Thing, tuple[str, str] | None] = {}

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
            words = cue(key)
            told = words is not None and words.search(self.scene.sentence)
            if not self.plausible.free and not (told and self.scene.named(thing)):
                return
            whole = Value("text", self.scene.place.start, self.scene.place.end)
            row = self._row(thing, key, whole)
            yield Offer([row], base - 1.2, ("object",), words=self._words(thing, key))
        elif key == LABEL:
            yield from self._labels(thing, base)
        elif key == "participation":
            yield from self._participations(thing, fld, base)
        elif key == "action":
            yield from self._actions(thing, base)
        elif key == "post" and thing.cls == "Person":
            yield from self._posts(thing, fld, base)
        elif key == "cooperation":
            for value, other in self._others(thing, ("Partner", "Cluster")):
                if not self.plausible.relation(thing, key, value, other):
                    continue
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
                if not self.plausible.free and not self._a_name(value):
                    continue
                fit = [c for c in (likely if self.scene.typed else likely[:3]) if c in classes]
                for cls in fit[: 3 if self.scene.typed else 1]:
                    yield value, Thing(cls, value.text)
        here = Value("thing", self.scene.place.start, self.scene.place.end)
        for other in self.scene.standing.things if self.scene.typed else ():
            elsewhere = other.cls in classes and other != thing and other not in self.scene.stands
            if elsewhere and self.scene.asked(other.name):  # what is typed may stand elsewhere
                yield here, other

    def _a_name(self, value: Value) -> bool:
        """Return whether capitals name an organisation: by its kind, or in a list of them."""
        listed = [v for v in self.scene.values if v.kind == "name"]
        return kind_of("Partner", value.text) is not None or len(listed) > 1

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
            if not self.plausible.relation(thing, key, value, other):
                continue
            row = self._row(thing, key, value, object=other.as_json())
            score = self._score(thing, base, value, key)
            score -= 1.5 if other.cls == "Country" and key == "locatedIn" else 0.0
            score -= 1.0 if (thing, other) in self.scene.linked else 0.0
            kind = term(other.cls) if other.cls != "Country" else ""
            offer = self._offer(thing, key, score, row, other.name, kind)
            if key == "country" and not self.plausible.beside_country(thing, value):
                if self._inferred_anyway(thing, other) or (self.scene.typed and not self.scene.asked(other.name)):  # fmt: skip
                    continue  # with its reason it is offered below
                offer.ask, offer.given = ("why",), {"why": self._because(other.name)}
            if key in ("locatedIn", "country") and thing.cls not in ("Event", "DialogueSession"):
                offer.once = (key, value.start)
            elif key == "locatedIn":
                offer.once = ("locatedIn of events", value.start)
            elif key in ("resultOf", "superEvent", "partOfProject", "signedAt"):
                offer.once = (key, thing)
            yield offer
        first = self.scene.standing.last(thing.name, 0, self.scene.place.start) < 0
        if key == "partOfProject" and (first or self.plausible.free) and thing in self.scene.stands and (self.plausible.free or _OF_PROJECTS.search(thing.name)):  # fmt: skip
            projects = [one for one in self.scene.standing.things if one.cls == "Project"]
            if len(projects) == 1 and projects[0] not in self.scene.stands:
                value = self.scene.stands[thing]
                row = self._row(thing, key, value, object=projects[0].as_json())
                yield self._offer(thing, key, base - 0.6, row, projects[0].name)
        if key == "country" and (thing, key) not in self.scene.about:
            yield from self._countries(thing, base)

    def _countries(self, thing: Thing, base: float) -> Iterator[Offer]:
        """Yield where a thing is though the text does not say so: by its town, or by reason."""
        spot = self.scene.stands.get(thing)
        if thing.cls not in ("Partner", "Cluster") or (spot is None and not self.scene.typed):
            return
        at = spot or Value("thing", self.scene.place.start, self.scene.place.end)
        town = self._inferred(thing)
        names = Locale(self.scene.called.language).territories
        if town is not None and not self._known_place(thing):
            name = str(names[town[1]])
            why = town[0]
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
                    given = {"why": self._because(name)}
                    yield Offer([row], base - 2, ("why",), given, words)

    def _because(self, country: str) -> str:
        """Return the usual reason for a country that the text does not say, to be confirmed."""
        return self.scene.called.seated.format(country)

    def _inferred(self, thing: Thing) -> tuple[str, str] | None:
        """Return why a thing is in a country, with the country's code: by its town or its name."""
        if thing not in self._countries_of:
            self._countries_of[thing] = self._infer(thing)
        return self._countries_of[thing]

    def _infer(self, thing: Thing) -> tuple[str, str] | None:
        called = self.scene.called
        names = Locale(called.language).territories
        registers = self.scene.review.known.registers
        if (town := town_in(thing.name, registers)) is not None:
            return called.because.format(town[0], names[town[1]]), town[1]
        if (nation := nation_in(thing.name)) is not None:
            return called.by_name.format(nation[0]), nation[1]
        for value in self.scene.values:
            place = value.thing if value.thing and value.thing.cls == "Place" else None
            town = town_in(place.name, registers) if place else None
            if town is not None and self.plausible.placed(thing, value):
                return called.because.format(town[0], names[town[1]]), town[1]
        return None

    def _inferred_anyway(self, thing: Thing, country: Thing) -> bool:
        found = self._inferred(thing)
        return found is not None and countries().get(country.name) == found[1]

    def _known_place(self, thing: Thing) -> bool:
        """Return whether the records know the thing, and so its country, already."""
        matches = self.scene.review.known.match(thing)
        return bool(matches) and matches[0].score >= 0.95

    def _concepts(self, thing: Thing, fld: Field, base: float) -> Iterator[Offer]:
        key = fld.key
        place = self.scene.place
        start, end = place.marked or (place.start, place.end)
        spot = self.scene.stands.get(thing)
        if not self.plausible.free and key in ("status", "topic"):
            short = spot is not None and self.scene.flat[spot.start : spot.end] != thing.name
            if spot is None or (key == "status" and thing.cls == "Project" and short):
                return
        if key == "kind" and not place.marked:
            if spot is None:
                return
            others = [
                v for v in self.scene.values if v.kind in ("thing", "name") and v.thing != thing
            ]
            before = self.scene.flat[place.start : spot.start]
            edge = max((m.end() for m in re.finditer(r"[,;:.()–]", before)), default=0)
            low = [place.start + edge, spot.start - 25, *(v.end for v in others if v.end <= spot.start)]  # fmt: skip
            start, end = max(low), spot.end
            apposition = _APPOSITION.match(self.scene.flat, spot.end, place.end)
            if apposition and not any(spot.end <= v.start <= apposition.end() for v in others):
                end = apposition.end()
        without: list[tuple[int, int]] = []
        if not place.marked:
            without = self.plausible.others(thing) if key == "topic" else []
            without += [(spot.start, spot.end)] if key == "kind" and spot else []  # told already
        named = self.scene.standing.words(fld.scheme, start, end, without)
        labels = self.scene.called.labels(fld.scheme)
        if key == "status":
            roles = self._roles("status", start, end)
            named = [Value("word", start, end, None, name, fld.scheme) for name, _, _ in roles]
        for at, value in enumerate(named[:4]):
            if key == "kind" and value.text == self.scene.review.kind(thing):
                continue
            row = self._row(thing, key, value, object=value.text)
            row |= {"start": start, "end": min(end, start + 299)}
            score = base - 0.2 * at + (0.8 if place.marked else 0.0)
            offer = self._offer(thing, key, score, row, value.text, labels.get(value.text, ""))
            offer.once = (key, value.text)
            yield offer
        if self.scene.typed:
            whole = Value("word", place.start, place.end)
            for name, label in labels.items():
                if not self.scene.asked(name, label):
                    continue
                row = self._row(thing, key, whole, object=name)
                yield self._offer(thing, key, base - 1, row, name, label)

    def _labels(self, thing: Thing, base: float) -> Iterator[Offer]:
        spot = self.scene.stands.get(thing)
        if spot is None or not is_generic(thing.cls, thing.name):
            return
        if (thing, LABEL) in self.scene.about:
            return
        before = self.scene.standing.last(thing.name, 0, self.scene.place.start)
        if before >= 0 and not self.plausible.free:
            return  # it is called so where it is named first
        projects = [
            str(c.object.name)
            for c in self.scene.kept
            if c.subject == thing and c.property == "sessionOf" and isinstance(c.object, Thing)
        ] or [t.name for t in self.scene.standing.things if t.cls == "Project"]
        name = thing.name[:1].upper() + thing.name[1:]
        given = {"parts.name": f"{name} ({projects[0]})" if projects else name}
        given["parts.why"] = self.scene.called.unnamed
        row = self._row(thing, LABEL, spot, parts={})
        words = self._words(thing, LABEL)
        yield Offer([row], base, ("parts.name", "parts.why"), given, words)

    def _roles(self, scheme: str, start: int, end: int) -> list[tuple[str, int, int]]:
        """Return the roles that a stretch names, with their places, in its order; a title inside a
        longer one ("president" in "vice-president") is none.
        """
        flat = self.scene.flat
        found: list[tuple[str, int, int]] = []
        for word, also in table()["also"].items():
            if word.startswith(f"{scheme}."):
                spots = re.compile(also).finditer(flat, start, end)
                found += [(word.partition(".")[2], m.start(), m.end()) for m in spots]
        for name, label in self.scene.called.spoken.get(scheme, ()):
            found += [
                (name, m.start(), m.end()) for m in _labelled(label).finditer(flat, start, end)
            ]
        longest = [
            one
            for one in found
            if not any(
                o[1] <= one[1] and one[2] <= o[2] and o[2] - o[1] > one[2] - one[1] for o in found
            )
        ]
        return sorted(set(longest), key=lambda one: one[1])

    def _participations(self, thing: Thing, fld: Field, base: float) -> Iterator[Offer]:
        part = next(p for p in fld.parts if p.key == "participant")
        labels = self.scene.called.labels("role")
        free = self.plausible.free
        classes = part.classes if free else tuple(c for c in part.classes if c != "Project")
        for value, other in self._others(thing, classes):
            low = max(self.scene.place.start, value.start - 80)
            near = self._roles("role", low, min(self.scene.place.end, value.end + 60))
            roles = self._fitting(thing, value, other, list(dict.fromkeys(r for r, _, _ in near)))
            roles += [
                r for r, label in labels.items() if r not in roles and self.scene.asked(r, label)
            ]
            for at, role in enumerate(roles):
                parts = {"participant": other.as_json(), "role": role}
                row = self._row(thing, fld.key, value, parts=parts)
                score = self._score(thing, base, value, fld.key) - 0.3 * at
                score += 0.5 if other.cls == "Person" else 0.0
                offer = self._offer(thing, fld.key, score, row, other.name, role, labels.get(role, ""))  # fmt: skip
                offer.once = (fld.key, value.start)
                yield offer

    def _fitting(self, thing: Thing, value: Value, other: Thing, near: list[str]) -> list[str]:
        """Return the roles that a sentence may give somebody in something, the likeliest first."""
        scene = self.scene
        happens = thing.cls in ("Event", "DialogueSession")
        if other.cls == "Person":
            if scene.tied(thing, other) and not scene.typed:
                return []
            if thing.cls == "Agreement":
                return ["signatory"] if _SIGNED.search(scene.sentence) else []
            if happens and _CHAIRED.search(scene.sentence):
                return ["chair"]
            return ["participant"] if happens else []
        if self.plausible.free:
            return [*near, *(["participant"] if happens and "participant" not in near else [])]
        if scene.affiliated(value):
            return []
        if happens and _CHAIRED.search(scene.sentence) and not scene.tied(thing, other):
            return ["chair"]
        special = ("associated-partner", "guest", "supporter", "third-party")
        return [role for role in special if role in near][:1]  # also of who is a partner already

    def _actions(self, thing: Thing, base: float) -> Iterator[Offer]:
        """Yield the signature of an agreement with its day and its place."""
        scene = self.scene
        told = scene.named(thing) or thing in scene.carried[:1]
        if not _SIGNED.search(scene.sentence) or not (told or self.plausible.free):
            return
        places = [v for v in scene.values if v.thing and v.thing.cls == "Place"]
        places = [
            v
            for v in places
            if self.plausible.at(v) and (self.plausible.free or not scene.placed(v))
        ]
        days = [v for v in scene.values if v.kind == "date" and not v.more]
        days = [v for v in days if not scene.dateline(v)]
        if not places or (thing, "action") in scene.about:
            return
        parts: dict[str, object] = {"kind": "signature"}
        parts |= {"date": days[0].text} if days else {}
        parts["locatedIn"] = places[0].thing.as_json() if places[0].thing else None
        spots = [places[0], *days[:1]]
        whole = Value("thing", min(v.start for v in spots), max(v.end for v in spots))
        row = self._row(thing, "action", whole, parts=parts)
        name = places[0].thing.name if places[0].thing else ""
        offer = self._offer(thing, "action", base, row, name, scene.called.labels("agreement-action-kind").get("signature", ""))  # fmt: skip
        offer.once = ("locatedIn of events", places[0].start)
        yield offer

    def _posts(self, thing: Thing, fld: Field, base: float) -> Iterator[Offer]:
        spot = self.scene.stands.get(thing)
        if spot is None:
            return
        labels = self.scene.called.labels("person-role")
        at = next(p for p in fld.parts if p.key == "at")
        persons = [v for v in self.scene.values if v.thing and v.thing.cls == "Person"]
        for value, other in self._others(thing, at.classes):
            low, high = min(spot.start, value.start), max(spot.end, value.end)
            between = sum(low < v.start and v.end < high for v in persons)
            roles = self._titles(spot, value)
            if not self.plausible.free:
                if between or thing in self.scene.posted or not self._beside(spot, value):
                    continue
                roles = roles[:1]
            if between and self.scene.typed and not self.scene.asked(other.name):
                continue
            roles += [
                r for r, label in labels.items() if r not in roles and self.scene.asked(r, label)
            ]
            for place, role in enumerate(roles):
                parts = {"at": other.as_json(), "role": role}
                row = self._row(thing, fld.key, value, parts=parts)
                score = self._score(thing, base, value, fld.key) - 0.25 * place - 0.8 * between
                score -= 0.5 if value.start < spot.start else 0.0
                score -= 1.5 if thing in self.scene.posted else 0.0
                offer = self._offer(thing, fld.key, score, row, other.name, role, labels.get(role, ""))  # fmt: skip
                offer.once = (fld.key, thing)
                yield offer

    def _beside(self, person: Value, value: Value) -> bool:
        """Return whether an organisation stands with a person: "A, director of B", "B's director A"."""
        low, high = sorted((person, value), key=lambda v: v.start)
        gap = self.scene.flat[low.end : high.start]
        return len(gap) < 90 and not re.search(
            r"[.;:“”\"]|\b(?:and|und|was|were|by|hatte|wurde)\b", gap
        )

    def _titles(self, person: Value, value: Value) -> list[str]:
        """Return what a person is at an organisation: between the two, behind it, before the name."""
        place = self.scene.place
        low, high = sorted((person, value), key=lambda v: v.start)
        inside = self._roles("person-role", low.end, high.start)
        behind = self._roles("person-role", value.start, min(place.end, value.end + 25))
        before = self._roles("person-role", max(place.start, person.start - 30), person.start)
        found = [*inside[::-1], *behind, *before]
        return list(dict.fromkeys(role for role, _, _ in found))

    def functions(self, thing: Thing, base: float) -> Iterator[Offer]:
        """Yield what a person is where the text names no organisation: "Minister Gao"."""
        spot = self.scene.stands.get(thing)
        if spot is None:
            return
        labels = self.scene.called.labels("person-role")
        near = self._roles("person-role", max(self.scene.place.start, spot.start - 40), spot.start)
        roles = [r for r, _, e in near[::-1] if spot.start - e < 6]
        if not self.plausible.free:
            organisations = [v for v, o in self._others(thing, ("Partner", "Cluster", "Project")) if self._beside(spot, v)]  # fmt: skip
            told = thing in self.scene.posted or (thing, "function") in self.scene.about
            roles = [] if told or organisations else roles[:1]
        roles += [role for role, label in labels.items() if self.scene.asked(role, label)]
        for at, role in enumerate(dict.fromkeys(roles)):
            row = self._row(thing, "function", spot, object=role)
            yield self._offer(thing, "function", base - 0.2 * at, row, role, labels.get(role, ""))

    def _figures(self, thing: Thing, base: float) -> Iterator[Offer]:
        for value in self.scene.values:
            if value.kind != "count" or (thing != self.scene.first and not self.scene.typed):
                continue
            end = min(self.scene.place.end, value.end + 30)
            units = self.scene.standing.words("unit", value.end, end)
            if not self.plausible.free and (
                self.scene.taken(value)
                or not units
                or units[0].text in _TIMES
                or not self.plausible.literal(thing, "figure", value)
            ):
                continue
            if not self.plausible.free and thing.cls in ("Project", "Programme"):
                continue
            parts = {"value": value.text, "unit": units[0].text if units else "count"}
            qualifier, low = qualifier_before(self.scene.flat, value.start)
            parts |= {"qualifier": qualifier} if qualifier else {}
            row = self._row(thing, "figure", value, parts=parts)
            row["start"] = min(row["start"], low)
            row["end"] = max(row["end"], end)
            score = self._score(thing, base, value, "figure") - 0.9
            words = self._words(thing, "figure", value.text)
            yield Offer(
                [row], score, ("parts.summary",), words=words, once=("literal", value.start)
            )

    def _literals(self, thing: Thing, fld: Field, base: float) -> Iterator[Offer]:
        key = fld.key
        for value in self.scene.values:
            if key == "amount" and not self.scene.typed and self._summed(value):
                continue
            if not self.plausible.literal(thing, key, value):
                continue
            once = ("literal", value.start) if value.kind in LITERALS else ()
            score = self._score(thing, base, value, key)
            beside = self.scene.place.marked or self.plausible.beside(thing, value)
            if value.kind == "long" and not beside:
                continue
            for text, more, extra in self._told(key, fld.kind, value):
                row = self._row(thing, key, value, **more)
                words = [text, *extra]
                offer = self._offer(thing, key, score + (0.1 if extra else 0.0), row, *words)
                offer.once = once
                yield offer
            if fld.kind == "date" and value.kind == "date" and value.more and key == "startDate":
                ends = [("startDate", value.text), ("endDate", value.more)]
                rows = [self._row(thing, k, value, object=v) for k, v in ends]
                again = -0.5 if (thing, key) in self.scene.about else 0.0
                words_ = self._words(thing, key, value.text, value.more)
                yield Offer(rows, score + 1.0 + again, words="*" + words_, once=once)

    def _summed(self, value: Value) -> bool:
        """Return whether a sum is told already, whatever it is called."""
        sums = ("amount", "totalCost", "fundingEuro")
        told = [c for c in self.scene.there if c.property in sums]
        return any(value.text in (c.object, dict(c.parts).get("value")) for c in told)

    def _told(
        self, key: str, kind: str, value: Value
    ) -> Iterator[tuple[str, Row, tuple[str, ...]]]:
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
            near = self.scene.flat[max(self.scene.place.start, value.start - 60) : value.end]
            near += self.scene.flat[value.end : value.end + 40].partition(",")[0]
            likely = kind_of_sum(key, near)
            kinds = dict.fromkeys(
                (likely, "grant", "budget", "eu-contribution", "own-contribution")
            )
            for sum_kind in kinds if self.plausible.free else (likely,):
                yield value.text, {"parts": parts | {"kind": sum_kind}}, (sum_kind,)
        elif (key, value.kind) in _PLAIN or (kind == "number" and value.kind == "count" and key in ("attendance", "generation")):  # fmt: skip
            yield value.text, {"object": value.text}, ()


@functools.lru_cache(1024)
def _labelled(label: str) -> re.Pattern[str]:
    """Return a label as it stands in texts, inflected."""
    if label[:1] > "\u3400":
        return re.compile(re.escape(label))
    return re.compile(rf"(?i)(?<![^\W\d_]){re.escape(label)}(?:in|innen|s|n|en|es)?(?![^\W\d_])")


_PLAIN = {("name", "long"), ("durationYears", "years"), ("ordinal", "ordinal"), ("grantNumber", "number"), ("webAddress", "address"), ("acronym", "short")}  # fmt: skip
