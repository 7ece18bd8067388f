"""Statements to choose from for a sentence or for marked words, the likeliest first.

Nothing here is said by a program: a person takes an offer or leaves it. What is offered is made
(``offered.py``) of what stands there (``scene.py``, ``standing.py``), is about what stands there
or what was spoken of last, and has passed the same check as everything that a person says
(``stating.py``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from graph.extraction.model import Thing
from graph.extraction.offered import EURO, LISTS, Offer, Row, Statements
from graph.extraction.review import Review
from graph.extraction.sayable import sayable
from graph.extraction.scene import ABOUT, Called, Place, Scene, cue, table
from graph.extraction.standing import classes_of
from graph.extraction.verify import Refused

MOST = 9
"""Offers that one key can take."""
TRIED = 60
"""Offers that are checked at most, the likeliest first."""
_ROLE = re.compile(r"(?i)associat|assoziiert|support|unterstütz|third part|guest|关联|支持")
_PAST = 500
"""Characters before a sentence in which it may have been said what the sentence is about."""
_WHEN = ("startDate", "endDate", "durationYears")
_ONCE = frozenset({"startDate", "endDate", "date", "coordinator", "grantNumber", "totalCost", "fundingEuro", "durationYears", "ordinal", "sessionOf", "country", "attendance", "kind"})  # fmt: skip


def offers(review: Review, place: Place, called: Called) -> list[Offer]:
    """Return what can be said there, the likeliest first; at most ``MOST``."""
    return _Choice(Scene(review, place, called)).offers()


class _Choice:
    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.statements = Statements(scene)
        self.free = self.statements.plausible.free

    def offers(self) -> list[Offer]:
        """Return what holds, the likeliest first; of what is typed, what would have been offered
        without comes first, in the same order.
        """
        if not self.scene.typed:
            return self._chosen(self._ranked(), MOST)
        plain = _Choice(
            Scene(self.scene.review, replace(self.scene.place, typed=""), self.scene.called)
        )
        before = [o for o in plain._ranked() if self._fits(o)]
        ranked = sorted(before, key=lambda o: not self._asked(o))
        rest = sorted(self._ranked(), key=lambda o: not self._asked(o))
        if not any(self._asked(o) for o in ranked):
            first = [o for o in rest if self._asked(o)]
            ranked, rest = first + ranked, [o for o in rest if o not in first]
        return self._chosen([*ranked, *rest], MOST)

    def _ranked(self) -> list[Offer]:
        made = [o for o in self._made() if self._fits(o)]
        made.sort(key=lambda o: -o.score)
        return made

    def _asked(self, offer: Offer) -> bool:
        """Return whether the property itself is typed."""
        begun = self.scene.place.typed.strip().casefold()
        return offer.words.casefold().lstrip("*").startswith(begun)

    def _chosen(self, made: list[Offer], most: int) -> list[Offer]:
        kept: list[Offer] = []
        seen: set[object] = set()
        once: set[object] = set()
        for offer in made[:TRIED]:
            if len(kept) == most:
                break
            if offer.once and offer.once in once and not self.free:
                continue
            holds = self._holds(offer)
            if offer.once and (holds or offer.said):
                once.add(offer.once)  # a sentence says a date of one thing
            if not holds or set(offer.keys) <= seen:
                continue
            seen |= set(offer.keys)
            kept.append(offer)
        return kept

    def _fits(self, offer: Offer) -> bool:
        if not self.scene.typed:
            return offer.score > 0
        words = offer.words.casefold()
        starts = re.split(r"[\s_(/-]+", words)
        return all(
            any(s.startswith(t) for s in starts) or (t > "\u3400" and t in words)
            for t in self.scene.typed
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
                candidate = self.scene.review.checked(row)
            except Refused:
                continue
            offer.said |= candidate.key() in self.scene.said
            if candidate.key() not in self.scene.said:
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
        self.scene.first = next(iter(subjects), None)
        self.scene.spoken_of = next(
            (thing for thing in subjects if thing in self.scene.stands), None
        )
        for thing, weight in subjects.items():
            fields = sayable(self.scene.review.schema, thing.cls)
            for key, fld in fields.items():
                if key == "participation" and thing.cls == "Project" and not self.scene.typed and not _ROLE.search(self.scene.sentence):  # fmt: skip
                    continue
                prior = table()["key"].get(key)
                fits = prior is not None and thing.cls in prior.get("on", (thing.cls,))
                if not fits and not self.scene.typed:
                    continue
                spoken = prior is not None and self._cued(key, prior) > -1
                asked = not self.scene.typed or self.scene.asked(self.scene.called.term(key), key)
                if not spoken and not asked:
                    continue  # what the sentence has no word for is offered by its own name alone
                base = weight + (prior["weight"] if prior else 0.0) + self._cued(key, prior)
                base -= self._unlikely(thing, key) + (0.0 if fits else 1.5)
                if (thing, key) in self.scene.about and key in _ONCE:
                    if not self.free and key in _WHEN:
                        continue  # another would contradict it: who means that, types it
                    base -= 3
                made = list(self.statements.of(thing, fld, base))
                yield from made
                if key == "post" and thing.cls == "Person":
                    yield from self.statements.functions(thing, base)
                towns += [
                    o for o in made if key == "country" and "why" in o.rows[0] and o.score > 0
                ]
                yield from self._together(thing, key, made)

        if len(towns) > 1 and not self.scene.place.marked:
            best = max(o.score for o in towns)
            words = "*" + " ".join(o.words for o in towns)
            yield Offer([o.rows[0] for o in towns], best + 0.3, words=words)

    def _subjects(self) -> dict[Thing, float]:
        """Return what the sentence may be about, with how likely it is."""
        place = self.scene.place
        found: dict[Thing, float] = {}

        def take(thing: Thing, weight: float) -> None:
            if thing.cls in ("Country", "SourceDocument"):
                return
            weight -= 1.2 if thing.cls == "Place" else 0.0
            found[thing] = max(weight, found.get(thing, -9.0))

        for value in self.scene.values:
            if value.thing is not None:
                early = 0.3 * (1 - (value.start - place.start) / max(1, place.end - place.start))
                take(value.thing, (1.8 if self.scene.marked(value) else 1.2) + early)
        if place.last is not None:
            take(place.last, 1.6)
        every = self.scene.standing.things
        low = max(0, place.start - _PAST)
        for thing in every:
            if thing in self.scene.stands or thing.cls not in ABOUT:
                continue
            about = ABOUT[thing.cls]
            nearest = self.scene.standing.last(thing.name, low, place.start)
            if nearest >= 0:
                take(thing, 0.2 + 0.5 * about * (nearest - low) / max(1, place.start - low))
            elif thing.cls == "Project":
                take(thing, 0.3)
            if self.scene.short_for(thing):
                take(thing, 1.3)
        for thing in every if self.scene.typed else ():
            if self.scene.asked(thing.name):  # what is typed may be of anything that the text names
                take(thing, 0.0)
        if self.scene.place.marked is None:
            likely = {*self.scene.stands, *self.scene.carried}
            found = {t: w for t, w in found.items() if t in likely or self.scene.asked(t.name)}
        best = sorted(found.items(), key=lambda pair: -pair[1])
        return dict(best[: 40 if self.scene.typed else 8])

    def _unlikely(self, thing: Thing, key: str) -> float:
        """Return how much less likely a statement is of a thing of its kind."""
        if key == "member" and thing.cls == "Partner":
            return 0.0 if self.scene.review.kind(thing) in ("network", "association") else 9.0
        if thing.cls == "Programme" and key in (*EURO, "amount", *_WHEN):
            return 1.5 if key not in _WHEN else 3.0  # of what it pays for, mostly
        if key == "topic" and thing not in self.scene.stands:
            return 0.0 if thing.cls == "Project" else 0.7
        return 0.0

    def _cued(self, key: str, prior: Mapping[str, Any] | None) -> float:
        words = cue(key)
        if words is None:
            return 0.0
        if words.search(self.scene.sentence):
            return 0.9
        return -2.5 if prior and prior.get("needed") else -0.3

    def _together(self, thing: Thing, key: str, made: list[Offer]) -> Iterator[Offer]:
        """Yield what a list of names says at once: five partners are five statements."""
        lists: dict[tuple[str, bool], dict[str, Offer]] = {}
        for offer in made:
            row = offer.rows[0]
            name, cls, role = _other(row)
            listed = key in LISTS or (key == "participation" and role)
            if (
                listed
                and name
                and name != self.scene.whole
                and offer.score > 0
                and self._in_list(name)
            ):
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
            for v in self.scene.values
            if self.scene.place.marked is None or self.scene.marked(v)
        )

    def _told(self, row: Row) -> bool:
        """Return whether a statement of the review says the same already."""
        subject, key = row["subject"], row["property"]
        said = [c.as_json() for c in self.scene.there if c.property == key]
        return any(
            c["subject"] == subject
            and c.get("object", c.get("parts")) == row.get("object", row.get("parts"))
            for c in said
        )

    def _new_things(self) -> Iterator[Offer]:
        """Yield names alone: what nobody has called a thing yet."""
        for value in self.scene.values:
            if value.kind != "name" or not (self.scene.marked(value) or self.scene.typed):
                continue
            before = self.scene.flat[max(0, value.start - 40) : value.start]
            for at, cls in enumerate(classes_of(value.text, before)):
                if at > 3 and not self.scene.typed:
                    break
                thing = Thing(cls, value.text)
                row: Row = {"subject": thing.as_json(), "start": value.start, "end": value.end}
                words = f"{value.text} {self.scene.called.term(cls)} {cls}"
                yield Offer([row], 2.2 - 0.45 * at, words=words)


def _other(row: Row) -> tuple[str, str, str]:
    """Return the name that a relation leads to with its class, and the role that it has."""
    parts = row.get("parts") or {}
    other = row.get("object", parts.get("participant"))
    told = other if isinstance(other, dict) else {}
    return str(told.get("name", "")), str(told.get("class", "")), str(parts.get("role", ""))
