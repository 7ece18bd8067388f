"""``eucn review``: the review on the terminal, with the same decisions as the page.

It speaks the language of ``Wording``; an answer may be a key of records or what it is called.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from graph.extraction.model import CLASSES, Candidate, Thing
from graph.extraction.offered import Offer
from graph.extraction.offering import offers
from graph.extraction.review import Item, Review
from graph.extraction.sayable import Field, sayable
from graph.extraction.scene import Place
from graph.extraction.verify import Refused
from graph.extraction.vocabulary import propose, proposed
from graph.extraction.wording.speaking import Wording
from graph.languages import NAMES

CONTEXT = 70
Ask = Callable[[str], str]
Say = Callable[[str], None]


def shown(review: Review, item: Item, wording: Wording) -> str:
    """Return a candidate with the words around its place."""
    c = item.candidate
    text = review.document.text
    before = re.sub(r"\s+", " ", text[max(0, c.start - CONTEXT) : c.start])
    passage = re.sub(r"\s+", " ", text[c.start : c.end])
    after = re.sub(r"\s+", " ", text[c.end : c.end + CONTEXT])
    kind = review.kind(c.subject) if c.property is None else ""
    fields = sayable(review.schema, c.subject.cls)
    said = told(c, fields, wording)
    if kind:
        scheme = fields["kind"].scheme if "kind" in fields else ""
        said += wording("kind_told", wording.word(scheme, kind))
    sure = wording("sure", f"{c.confidence:g}", c.rule)
    return f"{said}\n  {sure}\n  ...{before}[{passage}]{after}..."


def told(c: Candidate, fields: Mapping[str, Field], wording: Wording) -> str:
    """Return a candidate in one line."""

    def value(field: Field | None, given: Thing | str | None) -> str:
        if isinstance(given, Thing):
            return f"{given.name} ({wording.term(given.cls)})"
        return wording.word(field.scheme, str(given)) if field is not None else str(given)

    if c.property is None:
        return f"{wording.term(c.subject.cls)}: {c.subject.name}"
    about = fields.get(c.property)
    if c.parts:
        parts = {part.key: part for part in about.parts} if about is not None else {}
        said = ", ".join(f"{wording.term(k)} {value(parts.get(k), v)}" for k, v in c.parts)
    else:
        said = value(about, c.object)
    subject = f"{c.subject.name} ({wording.term(c.subject.cls)})"
    return f"{subject}: {wording.term(c.property)} = {said}"


def run(review: Review, ask: Ask, say: Say, wording: Wording | None = None) -> bool:
    """Go through the open candidates; whether the person wants the record written."""
    wording = wording or Wording()
    say(wording("help"))
    later: set[str] = set()
    while True:
        item = next(
            (i for i in review.items.values() if not i.decision and i.key not in later), None
        )
        counts = review.counts()
        if item is None:
            say(wording("nothing_open", counts["accepted"], counts["rejected"]))
        else:
            number, every = counts["all"] - counts["open"] + 1, counts["all"]
            say("\n" + wording("at", number, every, shown(review, item, wording)))
        answer = ask("a/e/r/c/t/m/+/w/u/s/f/q").strip()
        if answer == "q":
            return False
        if answer == "f":
            return True
        try:
            if answer == "s" and item is not None:
                later.add(item.key)
            elif answer == "?":
                say(wording("help"))
            else:
                _act(_Asked(review, ask, say, wording), item, answer)
        except Refused as error:
            say(wording("not_kept", wording.reason(error)))


def _act(asked: _Asked, item: Item | None, answer: str) -> None:
    review, say, wording = asked.review, asked.say, asked.wording
    if answer == "u":
        review.decide("undo")
    elif answer == "+":
        row = asked.offered(item) or asked.missed(item)
        review.decide("missed", row=row)
    elif answer == "w":
        _word(asked)
    elif item is None:
        say(wording("ends"))
    elif answer == "a":
        review.decide("accept", item.key)
    elif answer == "e":
        review.decide("accept-all", row={"keys": review.sentence(item)})
    elif answer == "r":
        review.decide("reject", item.key)
    elif answer == "c":
        review.decide("change", item.key, _changed(asked, item.candidate))
    elif answer == "t":
        review.decide("missed", row=asked.kind(item.candidate))
    elif answer == "m":
        review.decide("merge", row=asked.same(item.candidate.subject))
    else:
        say(wording("help"))


def _changed(asked: _Asked, c: Candidate) -> dict[str, object]:
    if c.property is None:
        name = asked.ask(asked.wording("new_name", c.subject.name)) or c.subject.name
        return {"subject": {"class": c.subject.cls, "name": name}}
    field = sayable(asked.review.schema, c.subject.cls).get(c.property)
    if c.parts and field is not None:
        return asked.value(field)
    new = asked.ask(asked.wording("new_value"))
    return {"object": c.object.as_json() | {"name": new} if isinstance(c.object, Thing) else new}


def _word(asked: _Asked) -> None:
    """Propose a word that a vocabulary lacks, with its labels."""
    review, wording = asked.review, asked.wording
    schemes = sorted(s for s in review.schema.concepts if s.endswith(("-kind", "role", "topic")))
    named = {scheme: wording.term(scheme) for scheme in schemes}
    asked.say("  " + _listed(named))
    scheme = _meant(asked.ask(wording("scheme")), named)
    word = asked.ask(wording("new_word"))
    labels = {tag: asked.ask(wording("called_in", name)) for tag, name in NAMES.items()}
    propose(review.schema, review.folder, scheme, word, labels)
    asked.say(wording("word_proposed", word))


def _listed(choices: Mapping[str, str]) -> str:
    """Return what can be answered: what it is called, and how records write it."""
    told = sorted(choices.items(), key=lambda row: row[1].casefold())
    return ", ".join(name if label == name else f"{label} [{name}]" for name, label in told)


def _meant(answer: str, choices: Mapping[str, str]) -> str:
    """Return the key that an answer means: the key itself, or the only one called so."""
    answer = answer.strip()
    found = [key for key, label in choices.items() if label.casefold() == answer.casefold()]
    return found[0] if answer not in choices and len(found) == 1 else answer


class _Asked:
    """A fact asked for piece by piece; ``?`` lists what can be answered."""

    def __init__(self, review: Review, ask: Ask, say: Say, wording: Wording) -> None:
        self.review = review
        self.ask = ask
        self.say = say
        self.wording = wording

    def offered(self, item: Item | None) -> dict[str, object] | None:
        """Return what is chosen by number of what can be said of the sentence; None for a form.

        What is typed narrows the choice; an empty answer goes on to the form.
        """
        called = self.wording.called
        if item is None or called is None:
            return None
        spot = self.review.around(item.candidate.start, item.candidate.end)
        typed = ""
        while True:
            found = offers(self.review, Place(*spot, typed=typed), called)
            for number, offer in enumerate(found, 1):
                self.say(f"  {number}  {self._told(offer)}")
            answer = self.ask(self.wording("which_offer" if found else "no_offer")).strip()
            if not answer:
                return None
            if answer.isdigit() and 0 < int(answer) <= len(found):
                return self._filled(found[int(answer) - 1])
            typed = answer

    def _told(self, offer: Offer) -> str:
        """Return an offer in one line: what its statements say."""

        def value(row: Mapping[str, Any], key: str) -> str:
            fields = sayable(self.review.schema, str(row["subject"]["class"]))
            field = fields.get(key)
            parts = {part.key: part for part in field.parts} if field else {}
            given = row.get("parts", {"": row.get("object", "…")})
            told = [
                str(one["name"]) if isinstance(one, dict)
                else self.wording.word((parts.get(k) or field or Field("", "")).scheme, str(one))
                for k, one in given.items()
            ]  # fmt: skip
            why = f" ({row['why']})" if row.get("why") else ""
            return ", ".join(told) + why

        first = offer.rows[0]
        subject = first["subject"]
        name = f"{subject['name']} ({self.wording.term(str(subject['class']))})"
        if "property" not in first:
            return name
        said = [
            (f"{row['subject']['name']}: " if row["subject"] != subject else "")
            + f"{self.wording.term(row['property'])} = {value(row, row['property'])}"
            for row in offer.rows
        ]
        return f"{name}: " + "; ".join(said)

    def _filled(self, offer: Offer) -> dict[str, object]:
        """Ask for what an offer leaves to be typed; an empty answer takes what stands there."""
        row: dict[str, Any] = dict(offer.rows[0])
        for key in offer.ask:
            given = offer.given.get(key, "")
            term = self.wording("reason" if key == "why" else "own_words")
            answer = self.ask(f"{term} [{given}]" if given else term).strip() or given
            if key.startswith("parts."):
                row["parts"] = {**row.get("parts", {}), key.partition(".")[2]: answer}
            else:
                row[key] = answer
        return {"rows": offer.rows} if len(offer.rows) > 1 else row

    def missed(self, item: Item | None) -> dict[str, object]:
        """Ask for a fact that was missed; empty answers mean the thing and words at hand."""
        wording = self.wording
        c = item.candidate if item is not None else None
        quote = self.ask(wording("quote_here" if c else "quote"))
        asked = (
            wording("subject_class_here", wording.term(c.subject.cls), c.subject.name)
            if c
            else wording("subject_class")
        )
        cls = self._one_of(asked, self._terms(CLASSES), c.subject.cls if c else "")
        name = self.ask(wording("subject_name")) or (c.subject.name if c else "")
        row: dict[str, object] = {"subject": {"class": cls, "name": name}}
        row |= {"quote": quote} if quote or c is None else {"start": c.start, "end": c.end}
        fields = sayable(self.review.schema, cls)
        key = self._one_of(wording("property"), self._terms(fields), "")
        if key:
            row["property"] = key
            row |= (
                self.value(fields[key]) if key in fields else {"object": self.ask(wording("value"))}
            )
        return row

    def same(self, thing: Thing) -> dict[str, object]:
        """Ask what a thing is the same as: by number, of this text or known, or by a name."""
        typed = ""
        while True:
            here = self.review.alike(thing, typed)[:5]
            known = self.review.known
            matches = known.search(typed, thing.cls) if typed else known.match(thing)
            choices: list[dict[str, Any]] = [{"into": other.as_json()} for other in here]
            choices += [{"id": match.identifier} for match in matches]
            lines = [f"{other.name} ({self.wording.term(other.cls)})" for other in here]
            lines += [f"{m.identifier}  {m.name}  {m.score:g}  {m.reason}" for m in matches]
            for number, line in enumerate(lines, 1):
                self.say(f"  {number}  {line}")
            answer = self.ask(self.wording("id_of", thing.name)).strip()
            if answer.isdigit() and 0 < int(answer) <= len(choices):
                return {**thing.as_json(), **choices[int(answer) - 1]}
            if not answer or "/" in answer:
                return {**thing.as_json(), "id": answer}
            typed = answer

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
                told = self.ask(self.wording("more", self.wording.term(field.key)))
                more = told.strip().lower() in ("y", self.wording("yes"))
                if not more:
                    break
            if value := self._value(part):
                parts[part.key] = value
        return {"parts": parts}

    def _value(self, field: Field) -> object:
        wording = self.wording
        term = wording.term(field.key)
        needed = "" if field.required else wording("optional")
        if field.kind == "thing":
            name = self.ask(wording("name_of", term) + needed)
            if not name:
                return ""
            if len(field.classes) == 1:
                return {"class": field.classes[0], "name": name}
            choices = self._terms(field.classes)
            cls = self._one_of(wording("class_of", name), choices, self._class_of(name, field))
            return {"class": cls, "name": name}
        if field.kind == "concept":
            words = self.review.schema.concepts.get(field.scheme, frozenset())
            words |= proposed(self.review.folder).get(field.scheme, frozenset())
            named = {word: wording.word(field.scheme, word) for word in words}
            return self._one_of(wording("of_vocabulary", term, needed), named, "")
        hint = wording(f"hint_{field.kind}") if field.kind in ("words", "date") else ""
        return self.ask(term + hint + needed)

    def _terms(self, names: Iterable[str]) -> dict[str, str]:
        return {name: self.wording.term(name) for name in names}

    def _class_of(self, name: str, field: Field) -> str:
        known = [i.candidate.subject for i in self.review.items.values()]
        return next(
            (t.cls for t in known if t.name == name and t.cls in field.classes), field.classes[0]
        )

    def _one_of(self, question: str, choices: Mapping[str, str], default: str) -> str:
        answer = self.ask(question).strip()
        while answer == "?":
            self.say("  " + _listed(choices))
            answer = self.ask(question).strip()
        return _meant(answer, choices) or default
