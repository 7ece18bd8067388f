"""Statements to choose from for a sentence or for marked words, the likeliest first.

Nothing here is said by a program: a person takes an offer or leaves it. What is offered is made
of what stands there (``standing.py``), is about what stands there or what was spoken of last, and
has passed the same check as everything that a person says (``stating.py``).
"""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from babel import Locale

from graph.extraction.generic import is_generic
from graph.extraction.kinds import kind_of
from graph.extraction.lexicon import countries
from graph.extraction.model import Thing
from graph.extraction.review import Review
from graph.extraction.sayable import LABEL, Field, sayable
from graph.extraction.standing import Standing, Value, Words, classes_of, town_in
from graph.extraction.verify import Refused

MOST = 9
"""Offers that one key can take."""
TRIED = 60
"""Offers that are checked at most, the likeliest first."""
PASSAGE = 280
_PROJECT = re.compile(
    r"(?i)\b(?:the|das|des|dem|vom|zum|im|its|our|der|ein) (?:[\w-]+ )?(?:project|consortium|(?:verbund|forschungs)?(?:projekt|vorhaben|konsortium)s?)\b|该项目|联合体"
)
_ROLE = re.compile(r"(?i)associat|assoziiert|support|unterstütz|third part|guest|关联|支持")
_SESSION = re.compile(r"(?i)session|sitzung|round|runde|dialogue?")
LISTS = ("partner", "member", "signatory", "organiser", "party", "fundedBy")
"""What a list of names may say of one thing at once."""
_PAST = 500
"""Characters before a sentence in which it may have been said what the sentence is about."""
_ABOUT = {"Project": 1.0, "Event": 0.8, "Agreement": 0.7, "DialogueSession": 0.6, "Dialogue": 0.3}
_ONCE = frozenset({"startDate", "endDate", "date", "coordinator", "grantNumber", "totalCost", "fundingEuro", "durationYears", "ordinal", "sessionOf", "country", "attendance", "kind"})  # fmt: skip
_EURO = ("fundingEuro", "totalCost")
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


@dataclass(frozen=True)
class Called:
    """What is called how, in the language of the page."""

    terms: Mapping[str, str]
    words: Mapping[str, list[list[str]]]
    spoken: Words
    language: str = "en"
    because: str = "{0}: {1}"
    """Why an organisation is in a country: its town, and the country."""
    unnamed: str = ""
    """Why a thing without a name is called in one's own words."""

    def labels(self, scheme: str) -> dict[str, str]:
        """Return the words of a vocabulary with what they are called."""
        return {row[0]: row[1] for row in self.words.get(scheme, [])}

    def term(self, key: str) -> str:
        """Return what a class or a key is called."""
        return self.terms.get(key, key)


@functools.cache
def _table() -> Mapping[str, Any]:
    return tomllib.loads((Path(__file__).parent / "wording" / "offers.toml").read_text("utf-8"))


@functools.cache
def _cue(key: str) -> re.Pattern[str] | None:
    words = _table()["key"].get(key, {}).get("words")
    return re.compile(words, re.IGNORECASE if key != "acronym" else 0) if words else None


@dataclass
class Place:
    """A sentence, what of it is marked, and what was spoken of last."""

    start: int
    end: int
    marked: tuple[int, int] | None = None
    typed: str = ""
    last: Thing | None = None


def offers(review: Review, place: Place, called: Called) -> list[Offer]:
    """Return what can be said there, the likeliest first; at most ``MOST``."""
    return _Maker(review, place, called).offers()


class _Maker:
    def __init__(self, review: Review, place: Place, called: Called) -> None:
        self.review = review
        self.place = place
        self.called = called
        self.standing = Standing(review, called.spoken)
        self.flat = self.standing.flat
        self.sentence = self.flat[place.start : place.end]
        self.typed = place.typed.casefold().split()
        self.whole = ""
        self.values = self.standing.values(place.start, place.end, bool(not place.marked))
        if place.marked:
            inside = [v for v in self.values if self._marked(v)]
            self.values += [
                v
                for v in self.standing.cut(*place.marked, inside)
                if not any(v.start < o.end and o.start < v.end for o in inside if o.thing)
            ]
            self._marked_as_one()
        projects = [thing for thing in self.standing.things() if thing.cls == "Project"]
        for thing in self.standing.things():
            named = any(v.thing == thing for v in self.values)
            if thing.cls == "Project" and len(projects) > 1:
                continue  # which of them is "the project"?
            if not named and (spot := self._short_for(thing)):
                at = place.start + spot.start(), place.start + spot.end()
                self.values.append(Value("thing", *at, thing))
        if self.typed:
            self.values += [
                v
                for v in self.standing.typed(place.start, place.end, place.typed)
                if not any(v.text == (o.thing.name if o.thing else "") for o in self.values)
            ]
        self.stands = {v.thing: v for v in reversed(self.values) if v.thing is not None}
        self.there = [item.candidate for item in review.items.values()]
        self.posted = {v for c in self.there if c.property == "post" for k, v in c.parts if k == "holder"}  # fmt: skip
        self.linked = {(c.subject, c.object) for c in self.there if c.property}
        self.first: Thing | None = None
        self.spoken_of: Thing | None = None
        self.said = {c.key() for c in self.there}
        self.about = {(i.candidate.subject, i.candidate.property) for i in review.items.values() if i.decision != "reject"}  # fmt: skip

    def _marked_as_one(self) -> None:
        """Take what is marked as one name as well: "Task Force on Food, Agriculture and Health"."""
        assert self.place.marked is not None
        start, end = self.place.marked
        whole = " ".join(self.flat[start:end].split())
        known = {v.thing.name if v.thing else v.text for v in self.values}
        if whole not in known and len(whole) < 120 and len(whole.split()) <= 12:
            self.whole = whole
            self.values.append(Value("name", start, end, None, whole))

    def offers(self) -> list[Offer]:
        """Return what holds, the likeliest first."""
        made = [o for o in self._made() if self._fits(o)]
        begun = self.place.typed.strip().casefold()
        for offer in made:
            if begun and offer.words.casefold().lstrip("*").startswith(begun):
                offer.score += 1.5  # the property itself is typed
        made.sort(key=lambda o: -o.score)
        kept: list[Offer] = []
        seen: set[object] = set()
        for offer in made[:TRIED]:
            if len(kept) == MOST:
                break
            if not self._holds(offer) or set(offer.keys) <= seen:
                continue
            seen |= set(offer.keys)
            kept.append(offer)
        return kept

    def _fits(self, offer: Offer) -> bool:
        if not self.typed:
            return offer.score > 0
        words = offer.words.casefold()
        starts = re.split(r"[\s_(/-]+", words)
        return all(
            any(s.startswith(t) for s in starts) or (t > "\u3400" and t in words)
            for t in self.typed
        )

    def _holds(self, offer: Offer) -> bool:
        """Keep of an offer what the text bears and nobody has said yet."""
        rows: list[Row] = []
        keys: list[object] = []
        for row in offer.rows:
            if offer.ask:
                rows.append(row)
                keys.append(repr(sorted(row.items(), key=str)))
                continue
            try:
                candidate = self.review.checked(row)
            except Refused:
                continue
            if candidate.key() not in self.said:
                rows.append(row)
                keys.append(candidate.key())
        if len(offer.rows) > 1 and len(rows) < 2 and offer.words.startswith("*"):
            return False  # what is left of a list is offered by itself
        offer.rows, offer.keys = rows, tuple(keys)
        return bool(rows)

    def _made(self) -> Iterator[Offer]:
        yield from self._new_things()
        towns: list[Offer] = []
        subjects = self._subjects()
        self.first = next(iter(subjects), None)
        self.spoken_of = next((thing for thing in subjects if thing in self.stands), None)
        for thing, weight in subjects.items():
            fields = sayable(self.review.schema, thing.cls)
            for key, fld in fields.items():
                if key == "participation" and thing.cls == "Project" and not self.typed and not _ROLE.search(self.sentence):  # fmt: skip
                    continue
                prior = _table()["key"].get(key)
                fits = prior is not None and thing.cls in prior.get("on", (thing.cls,))
                if not fits and not self.typed:
                    continue
                base = weight + (prior["weight"] if prior else 0.0) + self._cued(key, prior)
                base -= self._unlikely(thing, key)
                if (thing, key) in self.about and key in _ONCE:
                    base -= 3
                made = list(self._statements(thing, fld, base))
                yield from made
                towns += [
                    o for o in made if key == "country" and "why" in o.rows[0] and o.score > 0
                ]
                yield from self._together(thing, key, made)

        if len(towns) > 1 and not self.place.marked:
            best = max(o.score for o in towns)
            words = "*" + " ".join(o.words for o in towns)
            yield Offer([o.rows[0] for o in towns], best + 0.3, words=words)

    def _subjects(self) -> dict[Thing, float]:
        """Return what the sentence may be about, with how likely it is."""
        place = self.place
        found: dict[Thing, float] = {}

        def take(thing: Thing, weight: float) -> None:
            if thing.cls in ("Country", "SourceDocument"):
                return
            weight -= 1.2 if thing.cls == "Place" else 0.0
            found[thing] = max(weight, found.get(thing, -9.0))

        for value in self.values:
            if value.thing is not None:
                early = 0.3 * (1 - (value.start - place.start) / max(1, place.end - place.start))
                take(value.thing, (1.8 if self._marked(value) else 1.2) + early)
        if place.last is not None:
            take(place.last, 1.6)
        every = self.standing.things()
        low = max(0, place.start - _PAST)
        for thing in every:
            if thing in self.stands or thing.cls not in _ABOUT:
                continue
            about = _ABOUT[thing.cls]
            nearest = self.standing.last(thing.name, low, place.start)
            if nearest >= 0:
                take(thing, 0.2 + 0.5 * about * (nearest - low) / max(1, place.start - low))
            elif thing.cls == "Project":
                take(thing, 0.3)
            if self._short_for(thing):
                take(thing, 1.3)
        if self.typed:  # what is typed may be about anything that the text names
            for thing in every:
                take(thing, -0.5)
        best = sorted(found.items(), key=lambda pair: -pair[1])
        return dict(best[: 40 if self.typed else 8])

    def _short_for(self, thing: Thing) -> re.Match[str] | None:
        """Return where the sentence means a thing by a word of its name: "the memorandum"."""
        if thing.cls == "Project":
            return _PROJECT.search(self.sentence)
        if thing.cls not in _ABOUT:
            return None
        words = re.findall(r"[^\W\d_]{5,}", thing.name)
        heads = [w for w in words if kind_of(thing.cls, w) or _SESSION.fullmatch(w)]
        for word in heads[:2]:
            whole = rf"(?i)(?<![^\W\d_]){re.escape(word)}(?:e?s|en)?(?![^\W\d_])"
            if match := re.search(whole, self.sentence):
                return match
        return None

    def _marked(self, value: Value) -> bool:
        at = self.place.marked
        return at is not None and value.start < at[1] and at[0] < value.end

    def _unlikely(self, thing: Thing, key: str) -> float:
        """Return how much less likely a statement is of a thing of its kind."""
        if key == "member" and thing.cls == "Partner":
            return 0.0 if self.review.kind(thing) in ("network", "association") else 9.0
        if key in (*_EURO, "amount") and thing.cls == "Programme":
            return 1.5
        if key == "topic" and thing not in self.stands:
            return 0.0 if thing.cls == "Project" else 0.7
        return 0.0

    def _cued(self, key: str, prior: Mapping[str, Any] | None) -> float:
        cue = _cue(key)
        if cue is None:
            return 0.0
        if cue.search(self.sentence):
            return 0.9
        return -2.5 if prior and prior.get("needed") else -0.3

    def _score(self, thing: Thing, base: float, value: Value, key: str) -> float:
        score = base
        if self.place.marked:
            score += 1.5 if self._marked(value) else -1.2
            subject = self.stands.get(thing)
            score += 0.9 if subject is not None and self._marked(subject) else 0.0
        if (cue := _cue(key)) is not None:
            near = self.flat[max(self.place.start, value.start - 45) : value.end + 25]
            score += 0.5 if cue.search(near) else 0.0
        subject = self.stands.get(thing)
        if subject is not None:
            score -= min(0.6, abs(subject.start - value.start) / 400)
        return score - (0.3 if value.kind == "name" else 0.0)

    def _row(self, thing: Thing, key: str | None, value: Value, **more: Any) -> Row:
        """Return a statement at the place of its value, with its subject where that is near."""
        start, end = value.start, value.end
        spot = self.stands.get(thing)
        if spot is not None:
            low, high = min(start, spot.start), max(end, spot.end)
            if high - low <= PASSAGE:
                start, end = low, high
        row: Row = {"subject": thing.as_json(), "start": start, "end": min(end, start + 299)}
        return row | ({"property": key} if key else {}) | more

    def _words(self, thing: Thing, key: str, *more: str) -> str:
        term = self.called.term
        return " ".join([term(key), key, thing.name, term(thing.cls), *more])

    def _offer(self, thing: Thing, key: str, score: float, row: Row, *more: str) -> Offer:
        return Offer([row], score, words=self._words(thing, key, *more))

    def _statements(self, thing: Thing, fld: Field, base: float) -> Iterator[Offer]:
        key, kind = fld.key, fld.kind
        if kind == "thing":
            yield from self._relations(thing, fld, base)
        elif kind == "concept":
            yield from self._concepts(thing, fld, base)
        elif kind == "words":
            if not self.typed and thing not in (self.first, self.spoken_of):
                return
            whole = Value("text", self.place.start, self.place.end)
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
        for value in self.values:
            if value.thing is not None and value.thing.cls in classes and value.thing != thing:
                yield value, value.thing
            elif value.kind == "name" and value.text != thing.name:
                if not self.typed and not self._marked(value) and not listed:
                    continue
                before = self.flat[max(0, value.start - 40) : value.start]
                likely = classes_of(value.text, before)
                fit = [c for c in (likely if self.typed else likely[:3]) if c in classes]
                for cls in fit[: 3 if self.typed else 1]:
                    yield value, Thing(cls, value.text)

    def _relations(self, thing: Thing, fld: Field, base: float) -> Iterator[Offer]:
        key = fld.key
        wide = len(fld.classes) > 10
        classes = ("Project", "Event", "Agreement", "DialogueSession", "Dialogue", "Initiative") if wide else fld.classes  # fmt: skip
        if key == "fundedUnder":
            classes = ("Programme", "Initiative")
        if self.typed:
            classes = fld.classes
        term = self.called.term
        for value, other in self._others(thing, classes, key in LISTS):
            row = self._row(thing, key, value, object=other.as_json())
            score = self._score(thing, base, value, key)
            score -= 1.5 if other.cls == "Country" and key == "locatedIn" else 0.0
            score -= 1.0 if (thing, other) in self.linked else 0.0
            yield self._offer(thing, key, score, row, other.name, term(other.cls))
        if key == "partOfProject" and thing in self.stands:
            projects = [one for one in self.standing.things() if one.cls == "Project"]
            if len(projects) == 1 and projects[0] not in self.stands:
                value = self.stands[thing]
                row = self._row(thing, key, value, object=projects[0].as_json())
                yield self._offer(thing, key, base - 0.6, row, projects[0].name)
        if key == "country" and (thing, key) not in self.about:
            yield from self._countries(thing, base)
        if self.typed:
            for other in self.standing.things():
                if other.cls in classes and other != thing and other not in self.stands:
                    here = Value("thing", self.place.start, self.place.end)
                    row = self._row(thing, key, here, object=other.as_json())
                    yield self._offer(thing, key, base - 1, row, other.name, term(other.cls))

    def _countries(self, thing: Thing, base: float) -> Iterator[Offer]:
        """Yield where a thing is though the text does not say so: by its town, or by reason."""
        spot = self.stands.get(thing)
        if thing.cls not in ("Partner", "Cluster") or (spot is None and not self.typed):
            return
        at = spot or Value("thing", self.place.start, self.place.end)
        town = town_in(thing.name, self.review.known.registers)
        names = Locale(self.called.language).territories
        if town is not None and not self._known_place(thing):
            name = str(names[town[1]])
            why = self.called.because.format(town[0], name)
            row = self._row(thing, "country", at, object={"class": "Country", "name": name})
            marked = 1.0 if self.place.marked and self._marked(at) else 0.0
            yield self._offer(thing, "country", base - 0.9 + marked, row | {"why": why}, name)
        if self.typed:
            for code in sorted({c for c in countries().values() if c}):
                name = str(names.get(code, ""))
                begun = any(name.casefold().startswith(typed) for typed in self.typed)
                if begun and (town is None or town[1] != code):
                    row = self._row(thing, "country", at, object={"class": "Country", "name": name})
                    words = self._words(thing, "country", name)
                    yield Offer([row], base - 2, ("why",), words=words)

    def _known_place(self, thing: Thing) -> bool:
        """Return whether the records know the thing, and so its country, already."""
        matches = self.review.known.match(thing)
        return bool(matches) and matches[0].score >= 0.95

    def _concepts(self, thing: Thing, fld: Field, base: float) -> Iterator[Offer]:
        key = fld.key
        place = self.place
        start, end = place.marked or (place.start, place.end)
        spot = self.stands.get(thing)
        if key == "kind" and not place.marked:
            if spot is None:
                return
            others = [v for v in self.values if v.thing is not None and v.thing != thing]
            low = [place.start, spot.start - 25, *(v.end for v in others if v.end <= spot.start)]
            high = [place.end, spot.end + 40, *(v.start for v in others if v.start >= spot.end)]
            start, end = max(low), min(high)
        named = self.standing.words(fld.scheme, start, end)
        labels = self.called.labels(fld.scheme)
        for at, value in enumerate(named[:4]):
            if key == "kind" and value.text == self.review.kind(thing):
                continue
            row = self._row(thing, key, value, object=value.text)
            row |= {"start": start, "end": min(end, start + 299)}
            score = base - 0.2 * at + (0.8 if place.marked else 0.0)
            yield self._offer(thing, key, score, row, value.text, labels.get(value.text, ""))
        if self.typed:
            whole = Value("word", place.start, place.end)
            for name, label in labels.items():
                row = self._row(thing, key, whole, object=name)
                yield self._offer(thing, key, base - 1, row, name, label)

    def _labels(self, thing: Thing, base: float) -> Iterator[Offer]:
        spot = self.stands.get(thing)
        if spot is None or not is_generic(thing.cls, thing.name):
            return
        if (thing, LABEL) in self.about:
            return
        projects = [t.name for t in self.standing.things() if t.cls == "Project"]
        name = thing.name[:1].upper() + thing.name[1:]
        given = {"parts.name": f"{name} ({projects[0]})" if projects else name}
        given["parts.why"] = self.called.unnamed
        row = self._row(thing, LABEL, spot, parts={})
        words = self._words(thing, LABEL)
        yield Offer([row], base, ("parts.name", "parts.why"), given, words)

    def _roles(self, scheme: str, start: int, end: int) -> list[str]:
        flat = self.flat[start:end]
        named = [
            word.partition(".")[2]
            for word, pattern in _table()["also"].items()
            if word.startswith(f"{scheme}.") and re.search(pattern, flat)
        ]
        named += [v.text for v in self.standing.words(scheme, start, end)]
        return list(dict.fromkeys(named))

    def _participations(self, thing: Thing, fld: Field, base: float) -> Iterator[Offer]:
        part = next(p for p in fld.parts if p.key == "participant")
        labels = self.called.labels("role")
        classes = part.classes if self.typed else tuple(c for c in part.classes if c != "Project")
        for value, other in self._others(thing, classes):
            low = max(self.place.start, value.start - 80)
            roles = self._roles("role", low, min(self.place.end, value.end + 60))
            if thing.cls in ("Event", "DialogueSession") and "participant" not in roles:
                roles.insert(0 if other.cls == "Person" else len(roles), "participant")
            if self.typed:
                roles += [role for role in labels if role not in roles]
            for at, role in enumerate(roles):
                parts = {"participant": other.as_json(), "role": role}
                row = self._row(thing, fld.key, value, parts=parts)
                score = self._score(thing, base, value, fld.key) - 0.3 * at
                score += 0.5 if other.cls == "Person" and thing.cls == "Event" else 0.0
                yield self._offer(thing, fld.key, score, row, other.name, role, labels.get(role, ""))  # fmt: skip

    def _posts(self, thing: Thing, fld: Field, base: float) -> Iterator[Offer]:
        spot = self.stands.get(thing)
        if spot is None:
            return
        labels = self.called.labels("person-role")
        at = next(p for p in fld.parts if p.key == "at")
        for value, other in self._others(thing, at.classes):
            low, high = min(spot.start, value.start), max(spot.end, value.end)
            persons = [v for v in self.values if v.thing and v.thing.cls == "Person"]
            between = sum(low < v.start and v.end < high for v in persons)
            roles = self._roles("person-role", max(self.place.start, low - 25), high)
            if self.typed:
                roles += [role for role in labels if role not in roles]
            for place, role in enumerate(roles):
                parts = {"at": other.as_json(), "role": role}
                row = self._row(thing, fld.key, value, parts=parts)
                score = self._score(thing, base, value, fld.key) - 0.25 * place - 0.8 * between
                score -= 0.5 if value.start < spot.start else 0.0
                score -= 1.5 if thing in self.posted else 0.0
                yield self._offer(thing, fld.key, score, row, other.name, role, labels.get(role, ""))  # fmt: skip

    def _figures(self, thing: Thing, base: float) -> Iterator[Offer]:
        for value in self.values:
            if value.kind != "count" or (thing != self.first and not self.typed):
                continue
            units = self.standing.words("unit", value.end, min(self.place.end, value.end + 30))
            parts = {"value": value.text, "unit": units[0].text if units else "count"}
            row = self._row(thing, "figure", value, parts=parts)
            row["end"] = max(row["end"], min(self.place.end, value.end + 30))
            score = self._score(thing, base, value, "figure") - 0.9
            words = self._words(thing, "figure", value.text)
            yield Offer([row], score, ("parts.summary",), words=words)

    def _literals(self, thing: Thing, fld: Field, base: float) -> Iterator[Offer]:
        key = fld.key
        for value in self.values:
            if key == "amount" and not self.typed and self._summed(value):
                continue
            score = self._score(thing, base, value, key)
            for text, more, extra in _told(key, fld.kind, value):
                row = self._row(thing, key, value, **more)
                words = [text, *extra]
                yield self._offer(thing, key, score + (0.1 if extra else 0.0), row, *words)
            if fld.kind == "date" and value.kind == "date" and value.more and key == "startDate":
                ends = [("startDate", value.text), ("endDate", value.more)]
                rows = [self._row(thing, k, value, object=v) for k, v in ends]
                once = -0.5 if (thing, key) in self.about else 0.0
                words_ = self._words(thing, key, value.text, value.more)
                yield Offer(rows, score + 1.0 + once, words="*" + words_)

    def _summed(self, value: Value) -> bool:
        """Return whether a sum is told already, whatever it is called."""
        sums = ("amount", "totalCost", "fundingEuro")
        told = [c for c in self.there if c.property in sums]
        return any(value.text in (c.object, dict(c.parts).get("value")) for c in told)

    def _together(self, thing: Thing, key: str, made: list[Offer]) -> Iterator[Offer]:
        """Yield what a list of names says at once: five partners are five statements."""
        lists: dict[tuple[str, bool], dict[str, Offer]] = {}
        for offer in made:
            row = offer.rows[0]
            name, cls, role = _other(row)
            listed = key in LISTS or (key == "participation" and role)
            if listed and name and name != self.whole and offer.score > 0 and self._in_list(name):
                lists.setdefault((role, cls == "Person"), {}).setdefault(name, offer)
        for named in lists.values():
            fresh = [o for o in named.values() if not self._told(o.rows[0])]
            if len(fresh) > 1:
                best = max(o.score for o in fresh)
                words = " ".join(o.words for o in fresh)
                yield Offer([o.rows[0] for o in fresh], best + 0.6, words="*" + words)

    def _in_list(self, name: str) -> bool:
        """Return whether a name stands there: in the mark, where words are marked."""
        return any(
            name in (v.text, v.thing and v.thing.name)
            for v in self.values
            if self.place.marked is None or self._marked(v)
        )

    def _told(self, row: Row) -> bool:
        """Return whether a statement of the review says the same already."""
        subject, key = row["subject"], row["property"]
        said = [c.as_json() for c in self.there if c.property == key]
        return any(
            c["subject"] == subject
            and c.get("object", c.get("parts")) == row.get("object", row.get("parts"))
            for c in said
        )

    def _new_things(self) -> Iterator[Offer]:
        """Yield names alone: what nobody has called a thing yet."""
        for value in self.values:
            if value.kind != "name" or not (self._marked(value) or self.typed):
                continue
            before = self.flat[max(0, value.start - 40) : value.start]
            for at, cls in enumerate(classes_of(value.text, before)):
                if at > 3 and not self.typed:
                    break
                thing = Thing(cls, value.text)
                row: Row = {"subject": thing.as_json(), "start": value.start, "end": value.end}
                words = f"{value.text} {self.called.term(cls)} {cls}"
                yield Offer([row], 2.2 - 0.45 * at, words=words)


def _other(row: Row) -> tuple[str, str, str]:
    """Return the name that a relation leads to with its class, and the role that it has."""
    parts = row.get("parts") or {}
    other = row.get("object", parts.get("participant"))
    told = other if isinstance(other, dict) else {}
    return str(told.get("name", "")), str(told.get("class", "")), str(parts.get("role", ""))


def _told(key: str, kind: str, value: Value) -> Iterator[tuple[str, Row, tuple[str, ...]]]:
    """Yield what a value says for a key: how typing finds it, and what the statement has."""
    if kind == "date" and value.kind == "date":
        text = value.more if key == "endDate" and value.more else value.text
        if not (key == "date" and value.more):
            yield text, {"object": text}, ()
    elif key in _EURO and value.kind == "sum":
        if value.more == "EUR" or key == "totalCost":
            yield value.text, {"object": value.text, "currency": value.more}, ()
    elif key == "amount" and value.kind == "sum":
        parts = {"value": value.text, "currency": value.more.lower()}
        for sum_kind in ("grant", "budget", "eu-contribution", "own-contribution"):
            yield value.text, {"parts": parts | {"kind": sum_kind}}, (sum_kind,)
    elif (key, value.kind) in _PLAIN or (kind == "number" and value.kind == "count" and key in ("attendance", "generation")):  # fmt: skip
        yield value.text, {"object": value.text}, ()


_PLAIN = {("durationYears", "years"), ("ordinal", "ordinal"), ("grantNumber", "number"), ("webAddress", "address"), ("acronym", "short")}  # fmt: skip
