"""A place in the text of a review, and what statements can be made of there."""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from graph.extraction.kinds import kind_of
from graph.extraction.model import Thing
from graph.extraction.review import Review
from graph.extraction.standing import Standing, Value, Words

_PROJECT = re.compile(
    r"(?i)\b(?:the|das|des|dem|vom|zum|im|its|our|der|ein) (?:[\w-]+ )?(?:project|consortium|(?:verbund|forschungs)?(?:projekt|vorhaben|konsortium)s?)\b|该项目|联合体"
)
_SESSION = re.compile(r"(?i)session|sitzung|round|runde|dialogue?")
ABOUT = {"Project": 1.0, "Event": 0.8, "Agreement": 0.7, "DialogueSession": 0.6, "Dialogue": 0.3}
"""What texts speak of without its name, and how readily."""
_OF_PERSON = re.compile(r",?\s?(?:[^.;,]{0,60},\s?)?[^.;,]{0,60}$")


@dataclass(frozen=True)
class Called:
    """What is called how, in the language of the page."""

    terms: Mapping[str, str]
    words: Mapping[str, list[list[str]]]
    spoken: Words
    language: str = "en"
    because: str = "{0}: {1}"
    """Why an organisation is in a country: its town, and the country."""
    by_name: str = "{0}"
    """The same where its name has the adjective of the country."""
    seated: str = "{0}"
    """The usual reason for a country that a person gives."""
    unnamed: str = ""
    """Why a thing without a name is called in one's own words."""

    def labels(self, scheme: str) -> dict[str, str]:
        """Return the words of a vocabulary with what they are called."""
        return {row[0]: row[1] for row in self.words.get(scheme, [])}

    def term(self, key: str) -> str:
        """Return what a class or a key is called."""
        return self.terms.get(key, key)


@functools.cache
def table() -> Mapping[str, Any]:
    """Return what is offered: how usual a statement is, and the words that speak of it."""
    return tomllib.loads((Path(__file__).parent / "wording" / "offers.toml").read_text("utf-8"))


_TOWN = re.compile(r"\W*(?:[^\W\d_][^,;:.–—]{1,40},?\s+)?(?:den |le |il |el )?")
_DASH = re.compile(r"\)?(?:\s*[–—:]|\s-)\s")


@functools.cache
def cue(key: str) -> re.Pattern[str] | None:
    """Return the words that speak of a key, None where no words do."""
    words = table()["key"].get(key, {}).get("words")
    return re.compile(words, re.IGNORECASE if key != "acronym" else 0) if words else None


@dataclass
class Place:
    """A sentence, what of it is marked, and what was spoken of last."""

    start: int
    end: int
    marked: tuple[int, int] | None = None
    typed: str = ""
    last: Thing | None = None


class Scene:
    """What stands at a place, is marked, typed or was spoken of last; what is said of it already.

    ``first`` is what the place is likely about, ``spoken_of`` the same of what it names.
    """

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
            inside = [v for v in self.values if self.marked(v)]
            self.values += [
                v
                for v in self.standing.cut(*place.marked, inside)
                if not any(v.start < o.end and o.start < v.end for o in inside if o.thing)
            ]
            self._marked_as_one()
        projects = [thing for thing in self.standing.things if thing.cls == "Project"]
        for thing in self.standing.things:
            named = any(v.thing == thing for v in self.values)
            if thing.cls == "Project" and len(projects) > 1:
                continue  # which of them is "the project"?
            if not named and (spot := self.short_for(thing)):
                at = place.start + spot.start(), place.start + spot.end()
                self.values.append(Value("thing", *at, thing))
        if self.typed:
            self.values += [
                v
                for v in self.standing.typed(place.start, place.end, place.typed)
                if not any(
                    v.text == o.thing.name or (o.start < v.end and v.start < o.end)
                    for o in self.values
                    if o.thing is not None
                )
            ]
        self.stands = {v.thing: v for v in reversed(self.values) if v.thing is not None}
        self.there = [item.candidate for item in review.items.values()]
        self.posted = {v for c in self.there if c.property == "post" for k, v in c.parts if k == "holder"}  # fmt: skip
        self.linked = {(c.subject, c.object) for c in self.there if c.property}
        self.first: Thing | None = None
        self.spoken_of: Thing | None = None
        self.said = {c.key() for c in self.there}
        self.kept = [i.candidate for i in review.items.values() if i.decision != "reject"]
        self.about = {(c.subject, c.property) for c in self.kept}
        self.carried = self._carried()

    def _carried(self) -> list[Thing]:
        """Return what the sentence may speak of without a name: what was spoken of before.

        None where it names what it is about; else what was named last, and the only project.
        """
        if any(thing.cls in ABOUT for thing in self.stands):
            return []
        start = self.place.start
        low = max(0, start - 500)
        last = {t: self.standing.last(t.name, low, start) for t in self.standing.things if t.cls in ABOUT}  # fmt: skip
        spoken = self.place.last
        if spoken is not None and last.get(spoken, -1) >= 0:
            return [spoken]
        near = sorted((t for t, at in last.items() if at >= 0), key=lambda t: -last[t])[:1]
        projects = [t for t in self.standing.things if t.cls == "Project"]
        return near + [t for t in projects if len(projects) == 1 and t not in near and self.standing.last(t.name, 0, start) >= 0]  # fmt: skip

    def asked(self, *names: str) -> bool:
        """Return whether a word that is typed begins a word of a name."""
        words = re.split(r"[\s_(/-]+", " ".join(names).casefold())
        return any(
            any(word.startswith(t) for word in words) or (t > "\u3400" and t in " ".join(words))
            for t in self.typed
        )

    def named(self, thing: Thing) -> bool:
        """Return whether the sentence names a thing, or means it by a word of its name."""
        return thing in self.stands

    def taken(self, value: Value) -> bool:
        """Return whether a date, a sum or a number is said of something already."""
        told = {value.text, value.more} - {""}
        return any(
            c.start <= value.start
            and value.end <= c.end
            and (c.object in told or told & {v for _, v in c.parts if isinstance(v, str)})
            for c in self.kept
            if c.property and c.property != "name"
        )

    def placed(self, value: Value) -> bool:
        """Return whether something is said to be at a place that the sentence names."""
        return any(
            c.property == "locatedIn"
            and c.object == value.thing
            and self.place.start <= c.start < self.place.end
            for c in self.kept
        )

    def tied(self, thing: Thing, other: Thing) -> bool:
        """Return whether something is said of two things already."""
        return any(c.subject == thing and other in c.things()[1:] for c in self.kept if c.property)

    def affiliated(self, value: Value) -> bool:
        """Return whether an organisation is named as that of a person right before it."""
        persons = [v for v in self.values if v.thing and v.thing.cls == "Person"]
        return any(
            v.end <= value.start and _OF_PERSON.fullmatch(self.flat, v.end, value.start)
            for v in persons
        ) and not any(v.start > value.end for v in self.values if v.thing and v.thing.cls == "Project")  # fmt: skip

    def _marked_as_one(self) -> None:
        """Take what is marked as one name as well: "Task Force on Food, Agriculture and Health"."""
        assert self.place.marked is not None
        start, end = self.place.marked
        whole = " ".join(self.flat[start:end].split())
        known = {v.thing.name if v.thing else v.text for v in self.values}
        if whole not in known and len(whole) < 120 and len(whole.split()) <= 12:
            self.whole = whole
            self.values.append(Value("name", start, end, None, whole))

    def short_for(self, thing: Thing) -> re.Match[str] | None:
        """Return where the sentence means a thing by a word of its name: "the memorandum"."""
        if thing.cls == "Project":
            return _PROJECT.search(self.sentence)
        if thing.cls not in ABOUT:
            return None
        words = re.findall(r"[^\W\d_]{5,}", thing.name)
        heads = [w for w in words if kind_of(thing.cls, w) or _SESSION.fullmatch(w)]
        for word in heads[:2]:
            whole = rf"(?i)(?<![^\W\d_]){re.escape(word)}(?:e?s|en)?(?![^\W\d_])"
            if match := re.search(whole, self.sentence):
                return match
        return None

    def dateline(self, value: Value) -> bool:
        """Return whether a date is where a text says when it was written: "Ghent, 3 May 2021 –"."""
        at = self.place.start
        return (
            value.kind == "date"
            and _TOWN.fullmatch(self.flat, at, value.start) is not None
            and _DASH.match(self.flat, value.end) is not None
        )

    def marked(self, value: Value) -> bool:
        """Return whether a value lies within what is marked, or touches it."""
        at = self.place.marked
        return at is not None and value.start < at[1] and at[0] < value.end
