"""What a person who has read the text says of a thing, beyond what a program may propose.

Names, numbers and dates must stand in the text as they must for every candidate. A kind, a role
and a summary in own words cannot: they are the reader's judgement of the passage, drawn from a
vocabulary or told in at most 15 words. Proposals of other tools never pass through here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from graph.extraction import number_words
from graph.extraction.amounts import find_amounts, find_counts
from graph.extraction.generic import is_generic
from graph.extraction.lexicon import countries
from graph.extraction.model import Candidate, Thing
from graph.extraction.sayable import AT, LABEL, Field, sayable
from graph.extraction.verify import SHORTCUTS, Refused, Verifier
from graph.records.characters import forbidden
from graph.records.schema import Schema
from graph.records.text import years_in
from graph.records.values import OWN_WORDS_LIMIT, date_literal, decimal_number, one_line

COPIED = 6
"""So many words in the order of the text are the text's, not one's own."""


class Teller:
    """Grounds what a person says in one text."""

    def __init__(
        self, text: str, schema: Schema, proposed: Mapping[str, frozenset[str]] | None = None
    ) -> None:
        self.verifier = Verifier(text, schema)
        self.schema = schema
        self.proposed = proposed or {}
        """Words that wait to be taken into a vocabulary: they can be said already."""

    def check(self, row: dict[str, Any]) -> Candidate:
        """Return a fact grounded in the text. Raises Refused with the first reason."""
        subject, key = row.get("subject"), row.get("property")
        cls = subject.get("class") if isinstance(subject, dict) else None
        field = sayable(self.schema, str(cls)).get(str(key)) if key else None
        if str(row.get("why") or "").strip():
            return self._inferred(field, row)
        if field is None or (field.kind == "node" and "parts" not in row):
            return self.verifier.check(row)
        if field.key == LABEL:
            return self._label(row)
        if field.kind == "node":
            return self._node(field, row)
        value = row.get("object")
        if field.kind in ("concept", "words"):
            return self._judged(field, row, str(value or ""))
        if field.kind == "number" and field.key not in ("attendance", "totalCost", "fundingEuro", "ordinal"):  # fmt: skip
            named = self._named(row)
            told = self._number(field.key, str(value), self._passage(named))
            return self._made(named, field.key, told, row)
        if field.kind == "thing" and field.key != "coordinator":
            return self._related(field, row)
        return self.verifier.check(row)

    def _related(self, field: Field, row: dict[str, Any]) -> Candidate:
        """Return a relation; a thing that the sentence means without its name ("the project") is
        told with the place where it is named.
        """
        try:
            found = self.verifier.check(row)
        except Refused as refused:
            value = row.get("object")
            country = isinstance(value, dict) and value.get("class") == "Country"
            # A country is spoken of by its name alone: one that is named elsewhere is of another.
            if country or not str(refused).endswith("does not stand in the passage or near it"):
                raise
            found = None
        named = self._named(row)
        if found is not None and (found.start, found.end) == (named.start, named.end):
            return found
        thing = self.verifier.thing(row["object"], "object")
        return self._made(named, field.key, thing, row)

    def _inferred(self, field: Field | None, row: dict[str, Any]) -> Candidate:
        """Return what the text does not say and a person infers, with the reason."""
        if field is None or field.kind in ("node", "words"):
            raise Refused("only a value, a word of a vocabulary or a thing can be inferred")
        why = self._short(str(row["why"]))
        if forbidden(why):
            raise Refused("why has characters that no record may have")
        named = self._named(row)
        value = row.get("object")
        if field.kind == "thing":
            told = self._inferred_thing(field, value)
            if told == named.subject:
                raise Refused("subject and object are the same")
            return replace(named, property=field.key, object=told, why=why)
        if isinstance(value, bool) or not isinstance(value, str | int | float):
            raise Refused("has no object")
        text = one_line(str(value))
        if not text or forbidden(text):
            raise Refused("has no object")
        if field.kind == "concept":
            text = self._concept(field, text)
        elif field.kind == "date" and date_literal(text) is None:
            raise Refused(f"'{text[:20]}' is no date: YYYY, YYYY-MM or YYYY-MM-DD")
        elif field.kind == "number" and decimal_number(text) is None:
            raise Refused(f"'{text[:30]}' is no number in plain digits")
        return replace(named, property=field.key, object=text, why=why)

    def _inferred_thing(self, field: Field, value: Any) -> Thing:
        """Return a country of any name, or a thing that the text names somewhere."""
        country = isinstance(value, dict) and value.get("class") == "Country"
        if country and countries().get(one_line(str(value.get("name")))):
            thing = Thing("Country", one_line(str(value["name"])))
        else:
            thing = self.verifier.thing(value, "object")
        allowed = SHORTCUTS[field.key][1] if field.key in SHORTCUTS else field.classes
        if thing.cls not in allowed:
            raise Refused(f"a {thing.cls} is no {field.key}")
        return thing

    def _named(self, row: dict[str, Any]) -> Candidate:
        """Return the thing a fact is about, at the place of the fact."""
        about: dict[str, Any] = {k: row[k] for k in ("subject", "start", "end", "quote", "rule", "confidence") if k in row}  # fmt: skip
        verifier = self.verifier
        subject = verifier.thing(about.get("subject"), "subject")
        start, end = verifier.place(about)
        return Candidate(
            subject,
            start,
            end,
            float(row.get("confidence", 0.95)),
            one_line(str(row.get("rule", "reviewed")))[:60],
            also=verifier.also(subject.name, start, end),
        )

    def _passage(self, named: Candidate) -> str:
        return self.verifier.flat[named.start : named.end]

    def _made(
        self,
        named: Candidate,
        key: str,
        value: Thing | str | None,
        row: dict[str, Any],
        parts: tuple[tuple[str, Thing | str], ...] = (),
    ) -> Candidate:
        also = dict.fromkeys(named.also)
        for part in (value, *(part for _, part in parts)):
            if isinstance(part, Thing) and part.cls != "Country":
                also |= dict.fromkeys(self.verifier.also(part.name, named.start, named.end))
        self.verifier.said(named.start, named.end)
        return Candidate(
            named.subject, named.start, named.end, named.confidence, named.rule, key, value,
            also=tuple(also), parts=parts,
        )  # fmt: skip

    def _judged(self, field: Field, row: dict[str, Any], value: str) -> Candidate:
        told = self._concept(field, value) if field.kind == "concept" else self._words(value)
        return self._made(self._named(row), field.key, told, row)

    def _concept(self, field: Field, value: str) -> str:
        known = self.schema.concepts.get(field.scheme, frozenset())
        if not value:
            raise Refused("choose a word of the vocabulary")
        if value not in known | self.proposed.get(field.scheme, frozenset()):
            raise Refused(f"'{value[:40]}' is no word of the vocabulary {field.scheme}")
        return value

    def _label(self, row: dict[str, Any]) -> Candidate:
        """Return what to call a thing without a name, and why it is called so."""
        named = self._named(row)
        thing = named.subject
        # German gives common words endings: "im Mittelpunkt des Besuchs".
        common = {thing.name, re.sub(r"(?<=[a-zäöüß]{3})(?:en|es|s|n)$", "", thing.name)}
        if not (any(is_generic(thing.cls, one) for one in common) or thing.name.islower()):
            raise Refused(f"the text has a name for it: '{thing.name[:60]}'")
        given = row["parts"] if isinstance(row["parts"], dict) else {}
        parts: list[tuple[str, Thing | str]] = []
        for key in ("name", "why"):
            if not str(given.get(key) or "").strip():
                raise Refused(f"{key} is missing")
            said = self._short(str(given[key]))
            if forbidden(said):
                raise Refused(f"{key} has characters that no record may have")
            parts.append((key, said))
        return self._made(named, LABEL, None, row, tuple(parts))

    def _short(self, value: str) -> str:
        said = one_line(value)
        words = said.split()
        if not words:
            raise Refused("say it in your own words")
        if len(words) > OWN_WORDS_LIMIT:
            raise Refused(
                f"has {len(words)} words; say it in at most {OWN_WORDS_LIMIT} of your own"
            )
        return said

    def _words(self, value: str) -> str:
        said = self._short(value)
        words = said.split()
        flat = one_line(self.verifier.flat).casefold()
        runs = (" ".join(words[i : i + COPIED]) for i in range(len(words) - COPIED + 1))
        if any(run.casefold() in flat for run in runs):
            raise Refused("these are the words of the text; say it in your own")
        return said

    def _number(self, key: str, value: str, passage: str) -> str:
        number = decimal_number(value)
        if number is None:
            raise Refused(f"'{value[:30]}' is no number in plain digits")
        # A length is read as the check of the written record reads it.
        lengths = key == "durationYears"
        told = {Decimal(str(n)) for n in years_in(passage)} if lengths else numbers_in(passage)
        if number not in told:
            raise Refused(f"the passage does not give the number {value}")
        return format(number.normalize(), "f") if number != int(number) else str(int(number))

    def _node(self, field: Field, row: dict[str, Any]) -> Candidate:
        given = row.get("parts")
        if not isinstance(given, dict):
            raise Refused("parts must be a mapping")
        given = {k: v for k, v in given.items() if v and (not isinstance(v, dict) or v.get("name"))}
        for part in field.parts:
            if part.required and part.key not in given:
                raise Refused(f"{part.key} is missing")
        if unknown := next((k for k in given if k not in {p.key for p in field.parts}), None):
            raise Refused(f"{field.key} has no part '{str(unknown)[:40]}'")
        named = self._named(row)
        passage = self._passage(named)
        parts: list[tuple[str, Thing | str]] = []
        for part in field.parts:
            if part.key in given:
                parts.append((part.key, self._part(part, given[part.key], named, passage, given)))
        if field.key == "post" and (place := dict(parts).get(AT)) is not None:
            # A person's post stands in the block of the organisation.
            assert isinstance(place, Thing)
            holder = named.subject
            also = (*named.also, *self.verifier.also(place.name, named.start, named.end))
            named = Candidate(
                place, named.start, named.end, named.confidence, named.rule, also=also
            )
            parts = [("holder", holder), *((k, v) for k, v in parts if k != AT)]
        return self._made(named, field.key, None, row, tuple(parts))

    def _part(
        self, part: Field, value: Any, named: Candidate, passage: str, given: dict[str, Any]
    ) -> Thing | str:
        if part.kind == "thing":
            thing = self.verifier.thing(value, part.key)
            if thing.cls not in part.classes:
                raise Refused(f"a {thing.cls} is no {part.key}")
            return thing
        if isinstance(value, bool) or not isinstance(value, str | int | float):
            raise Refused(f"{part.key} takes a value")
        text = one_line(str(value))
        if part.kind == "concept":
            return self._concept(part, text)
        if part.kind == "words":
            return self._words(text)
        if part.kind == "date":
            self.verifier.date(text, named.start, named.end)
            return text
        if part.kind == "number":
            currency = "eur" if part.key == "fundingEuro" else given.get("currency")
            if currency:
                return self._sum(text, str(currency), passage)
            return self._number(part.key, text, passage)
        if not self.verifier.stands(text, passage):
            raise Refused(f"'{text[:60]}' does not stand in the passage")
        return text

    def _sum(self, text: str, currency: str, passage: str) -> str:
        number = decimal_number(text)
        found = next((a for a in find_amounts(passage) if decimal_number(a.value) == number), None)
        if number is None or found is None:
            raise Refused(f"the passage does not give the amount {text}")
        if found.currency.lower() != currency.lower():
            raise Refused(f"the amount is in {found.currency}, not in {currency[:8]}")
        return found.value


def numbers_in(passage: str) -> set[Decimal]:
    """Return every number that a passage gives, in digits or in words."""
    found = {Decimal(n) for _, _, n in find_counts(passage)}
    found |= {Decimal(a.value) for a in find_amounts(passage)}
    for word in re.findall(r"[\w-]+", passage.lower()):
        if (value := number_words.value(word)) is not None:
            found.add(Decimal(value))
    for digits in re.findall(r"[0-9][0-9.,' \u00a0\u202f]*[0-9]|[0-9]", passage):
        plain = re.sub(r"[' \u00a0\u202f]", "", digits)
        grouped = re.fullmatch(r"[0-9]{1,3}([.,][0-9]{3})+", plain)
        if grouped:
            found.add(Decimal(re.sub(r"[.,]", "", plain)))
        if re.fullmatch(r"[0-9]+(?:[.,][0-9]+)?", plain):
            found.add(Decimal(plain.replace(",", ".")))
        found |= {Decimal(n) for n in re.findall(r"[0-9]+", digits)}
    return found
