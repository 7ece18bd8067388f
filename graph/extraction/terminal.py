"""``eucn review``: the review on the terminal, with the same decisions as the page."""

from __future__ import annotations

import re
from collections.abc import Callable

from graph.extraction.model import CLASSES, Candidate, Thing
from graph.extraction.review import Item, Review
from graph.extraction.sayable import Field, sayable
from graph.extraction.verify import Refused
from graph.extraction.vocabulary import propose, proposed
from graph.languages import NAMES

HELP = (
    "a accept  e accept everything in the sentence  r reject  c change  t kind  m merge with a known thing  "
    "+ missed, or more about this thing  w word that a vocabulary lacks  u undo  s later  f finish  q leave"
)
CONTEXT = 70
Ask = Callable[[str], str]
Say = Callable[[str], None]


def shown(review: Review, item: Item) -> str:
    """Return a candidate with the words around its place."""
    c = item.candidate
    text = review.document.text
    before = re.sub(r"\s+", " ", text[max(0, c.start - CONTEXT) : c.start])
    passage = re.sub(r"\s+", " ", text[c.start : c.end])
    after = re.sub(r"\s+", " ", text[c.end : c.end + CONTEXT])
    kind = review.kind(c.subject) if c.property is None else ""
    said = told(c) + (f", kind: {kind}" if kind else "")
    return f"{said}\n  confidence {c.confidence:g}, {c.rule}\n  ...{before}[{passage}]{after}..."


def told(c: Candidate) -> str:
    """Return a candidate in one line."""
    if c.property is None:
        return f"{c.subject.cls}: {c.subject.name}"
    if c.parts:
        value = ", ".join(f"{key} {_value(part)}" for key, part in c.parts)
    else:
        value = str(_value(c.object))
    return f"{c.subject.name} ({c.subject.cls}): {c.property} = {value}"


def _value(value: Thing | str | None) -> str | None:
    return f"{value.name} ({value.cls})" if isinstance(value, Thing) else value


def run(review: Review, ask: Ask, say: Say) -> bool:
    """Go through the open candidates; whether the person wants the record written."""
    say(HELP)
    later: set[str] = set()
    while True:
        item = next(
            (i for i in review.items.values() if not i.decision and i.key not in later), None
        )
        counts = review.counts()
        if item is None:
            say(f"nothing open: {counts['accepted']} accepted, {counts['rejected']} rejected")
        else:
            say(
                f"\n[{counts['all'] - counts['open'] + 1} of {counts['all']}] {shown(review, item)}"
            )
        answer = ask("a/e/r/c/t/m/+/w/u/s/f/q").strip()
        if answer == "q":
            return False
        if answer == "f":
            return True
        try:
            if answer == "s" and item is not None:
                later.add(item.key)
            elif answer == "?":
                say(HELP)
            else:
                _act(review, item, answer, ask, say)
        except Refused as error:
            say(f"  not kept: {error}")


def _act(review: Review, item: Item | None, answer: str, ask: Ask, say: Say) -> None:
    if answer == "u":
        review.decide("undo")
    elif answer == "+":
        review.decide("missed", row=_Asked(review, ask, say).missed(item))
    elif answer == "w":
        _word(review, ask, say)
    elif item is None:
        say("  f writes the record, q leaves; both keep every decision")
    elif answer == "a":
        review.decide("accept", item.key)
    elif answer == "e":
        review.decide("accept-all", row={"keys": review.sentence(item)})
    elif answer == "r":
        review.decide("reject", item.key)
    elif answer == "c":
        review.decide("change", item.key, _changed(review, item.candidate, ask, say))
    elif answer == "t":
        review.decide("missed", row=_Asked(review, ask, say).kind(item.candidate))
    elif answer == "m":
        thing = item.candidate.subject
        for match in review.known.match(thing):
            say(f"  {match.identifier}  {match.name}  {match.score:g}  {match.reason}")
        review.decide("merge", row=thing.as_json() | {"id": ask(f"id that '{thing.name}' is")})
    else:
        say(HELP)


def _changed(review: Review, c: Candidate, ask: Ask, say: Say) -> dict[str, object]:
    if c.property is None:
        name = ask(f"new name (empty: {c.subject.name})") or c.subject.name
        return {"subject": {"class": c.subject.cls, "name": name}}
    field = sayable(review.schema, c.subject.cls).get(c.property)
    if c.parts and field is not None:
        return _Asked(review, ask, say).value(field)
    new = ask("new value")
    return {"object": c.object.as_json() | {"name": new} if isinstance(c.object, Thing) else new}


def _word(review: Review, ask: Ask, say: Say) -> None:
    """Propose a word that a vocabulary lacks, with its labels."""
    schemes = sorted(s for s in review.schema.concepts if s.endswith(("-kind", "role", "topic")))
    say("  " + ", ".join(schemes))
    scheme, word = ask("vocabulary"), ask("the word, in small letters joined by '-'")
    labels = {tag: ask(f"what it is called in {name}") for tag, name in NAMES.items()}
    propose(review.schema, review.folder, scheme, word, labels)
    say(f"  proposed; '{word}' can be said in this review, and waits for the vocabulary")


class _Asked:
    """A fact asked for piece by piece; ``?`` lists what can be answered."""

    def __init__(self, review: Review, ask: Ask, say: Say) -> None:
        self.review = review
        self.ask = ask
        self.say = say

    def missed(self, item: Item | None) -> dict[str, object]:
        """Ask for a fact that was missed; empty answers mean the thing and words at hand."""
        c = item.candidate if item is not None else None
        here = f" (empty: {c.subject.cls}, {c.subject.name})" if c else ""
        quote = self.ask("words of the text that say it" + (" (empty: these)" if c else ""))
        cls = self._one_of(f"class of the subject{here}", CLASSES, c.subject.cls if c else "")
        name = self.ask("its name") or (c.subject.name if c else "")
        row: dict[str, object] = {"subject": {"class": cls, "name": name}}
        row |= {"quote": quote} if quote or c is None else {"start": c.start, "end": c.end}
        fields = sayable(self.review.schema, cls)
        key = self._one_of("property (empty: only the name; ? lists them)", tuple(fields), "")
        if key:
            row["property"] = key
            row |= self.value(fields[key]) if key in fields else {"object": self.ask("value")}
        return row

    def kind(self, c: Candidate) -> dict[str, object]:
        """Ask for the kind of the thing that a candidate is about.

        Raises Refused where its class has no kinds.
        """
        field = sayable(self.review.schema, c.subject.cls).get("kind")
        if field is None:
            raise Refused(f"a {c.subject.cls} has no kind")
        row: dict[str, object] = {"subject": c.subject.as_json(), "property": "kind"}
        return row | {"start": c.start, "end": c.end} | self.value(field)

    def value(self, field: Field) -> dict[str, object]:
        """Ask for the value of a key, or for its parts."""
        if field.kind != "node":
            return {"object": self._value(field)}
        parts = {}
        more = False
        for part in field.parts:
            if not part.usual and not more:
                more = self.ask(f"more about this {field.key}? y").strip().lower() == "y"
                if not more:
                    break
            if value := self._value(part):
                parts[part.key] = value
        return {"parts": parts}

    def _value(self, field: Field) -> object:
        needed = "" if field.required else " (may be empty)"
        if field.kind == "thing":
            name = self.ask(f"{field.key}, its name{needed}")
            if not name:
                return ""
            if len(field.classes) == 1:
                return {"class": field.classes[0], "name": name}
            cls = self._one_of(f"class of {name}", field.classes, self._class_of(name, field))
            return {"class": cls, "name": name}
        if field.kind == "concept":
            words = self.review.schema.concepts.get(field.scheme, frozenset())
            words |= proposed(self.review.folder).get(field.scheme, frozenset())
            return self._one_of(
                f"{field.key}{needed} (? lists the words)", tuple(sorted(words)), ""
            )
        hint = {
            "words": ", in your own words, at most 15",
            "date": ", as YYYY-MM-DD, YYYY-MM or YYYY",
        }
        return self.ask(f"{field.key}{hint.get(field.kind, '')}{needed}")

    def _class_of(self, name: str, field: Field) -> str:
        known = [i.candidate.subject for i in self.review.items.values()]
        return next(
            (t.cls for t in known if t.name == name and t.cls in field.classes), field.classes[0]
        )

    def _one_of(self, question: str, choices: tuple[str, ...], default: str) -> str:
        answer = self.ask(question).strip()
        while answer == "?":
            self.say("  " + ", ".join(choices))
            answer = self.ask(question).strip()
        return answer or default
