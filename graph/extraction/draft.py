"""Candidates as a draft record: YAML that the reader of records reads and a person can read.

A draft says ``draft: true``: it is validated like any record, and is no part of the graph until
a review has accepted its facts and taken that line out.
"""

from __future__ import annotations

import datetime
import functools
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from graph import iris
from graph.extraction.amounts import find_amounts, find_counts
from graph.extraction.approximate import qualifier_before
from graph.extraction.dates import NORMALISER, OF_TEXT, DateSpan, anchor
from graph.extraction.document import Document
from graph.extraction.generic import is_generic
from graph.extraction.kinds import around, kind_of, kind_of_sum
from graph.extraction.matching import SAME, Known, Match, named_slug, new_id, segment_of, slugify
from graph.extraction.model import Candidate, Thing
from graph.extraction.near_days import carried, every_date, text_day, told_days
from graph.extraction.sayable import LABEL
from graph.records.inflection import name_pattern, names
from graph.records.nodes import IDENTITY
from graph.records.rewriting import quoted
from graph.records.schema import Kind, PropertyTerm, Schema
from graph.records.text import SourceText, Span, date_missing
from graph.records.values import LANGUAGES, one_line

ROLES = {
    "coordinator": "coordinator",
    "partner": "participant",
    "organiser": "organiser",
    "signatory": "signatory",
    "host": "host",
    "party": "party",
    "funder": "funder",
}
"""Properties of the page that are roles in a record."""
_WHO = ("organiser", "host", "signatory", "party", "coordinator", "partner", "member")
_PLAIN = frozenset({"startDate", "endDate", "date", "fundingEuro", "grantNumber", "fundedUnder", "fundedBy", "sessionOf", "ordinal", "locatedIn", "country", "webAddress"})  # fmt: skip
_ACTIONS = {"date": "signature", "startDate": "entry-into-force", "endDate": "end"}
PASSAGE_LIMIT = 300
_HAN = re.compile(r"[\u3400-\u9fff]")


@dataclass
class Fact:
    """One fact of a draft: its property with the value as YAML, its place, how sure."""

    key: str
    value: str
    start: int
    end: int
    confidence: float
    also: tuple[tuple[int, int], ...] = ()
    why: str | None = None
    about: Candidate | None = None
    """What it was made of."""


@dataclass
class Draft:
    """A record to be: blocks by id, with what could not be written and why."""

    document: Document
    schema: Schema
    known: Known
    facts: dict[str, list[Fact]] = field(default_factory=dict)
    ids: dict[Thing, str] = field(default_factory=dict)
    near: dict[str, Match] = field(default_factory=dict)
    """For new ids: the known thing that the name may also mean."""
    left_out: list[str] = field(default_factory=list)
    chosen: dict[Thing, str] = field(default_factory=dict)
    """Ids that a person chose."""
    told_kinds: set[Thing] = field(default_factory=set)
    """Things whose kind a person has said: their names tell none."""
    labels: dict[Thing, dict[str, Thing | str]] = field(default_factory=dict)
    """What a person calls things without a name, and why."""
    context: tuple[Candidate, ...] = ()
    """All that the text may say, decided or not: what tells things without a name apart."""

    def identifier(self, thing: Thing) -> str | None:
        """Return the id of a thing: a known one of the same name, or a new one."""
        if thing in self.ids:
            return self.ids[thing]
        for other, known in self.ids.items():
            if other.cls == thing.cls and _uninflected(other.name) == _uninflected(thing.name):
                self.ids[thing] = (
                    known  # "der Zentralen Gesellschaft" is the "Zentrale Gesellschaft"
                )
                return known
        if thing in self.chosen:
            self.ids[thing] = self.chosen[thing]
            return self.ids[thing]
        matches = self.known.match(thing)
        own = f"document/{slug_of(Path(self.document.name))}"
        generic = is_generic(thing.cls, thing.name)
        mine = self.known.own(thing, own) if generic else None
        if mine is not None:
            self.ids[thing] = mine
            return mine
        if matches and matches[0].score >= SAME:
            found = matches[0].identifier
        elif thing.cls == "Country":
            return None
        else:
            found = new_id(
                segment_of(self.schema, thing.cls),
                thing.name,
                set(self.ids.values()),
                self.known.elsewhere(own),
                own,
                self._apart(thing, own) if generic else "",
            )
            if matches:
                self.near[found] = matches[0]
        self.ids[thing] = found
        return found

    def _apart(self, thing: Thing, document: str) -> str:
        """Return what tells a thing without a name apart: its party or project, and its date."""
        said = [c for c in self.context if c.subject == thing and c.property]
        who = [
            c.object.name
            for c in said
            if c.property in _WHO
            and isinstance(c.object, Thing)
            and not is_generic(c.object.cls, c.object.name)
        ]
        projects = {c.subject.name for c in self.context if c.subject.cls == "Project"}
        if not who and len(projects) == 1:
            who = [*projects]
        when = [str(c.object) for c in said if c.property in ("date", "startDate")]
        parts = [named_slug(who[0], 5) if who else "", *when[:1]]
        return "-".join(p for p in parts if p) or document.partition("/")[2]

    def add(self, candidates: Iterable[Candidate]) -> None:
        """Turn candidates into facts; what a record has no words for is told in ``left_out``."""
        every = list(candidates)
        named = {c.subject: c for c in every if c.property is None}
        self.told_kinds |= {c.subject for c in every if c.property == "kind"}
        self.labels |= {c.subject: dict(c.parts) for c in every if c.property == LABEL}
        for c in every:
            for thing in c.things():
                if thing.cls != "Country":
                    self._name(thing, named.get(thing), c)
        for c in every:
            if c.property not in (None, LABEL):
                self._statement(c)

    def _name(self, thing: Thing, named: Candidate | None, used: Candidate) -> None:
        identifier = self.identifier(thing)
        if identifier is None or any(f.key == "name" for f in self.facts.get(identifier, ())):
            return
        spot = (named.start, named.end) if named else self._find(thing.name)
        if spot is None:
            return
        sure = named.confidence if named else used.confidence
        block = self.facts.setdefault(identifier, [])
        label = self.labels.get(thing, {})  # in place of the common words that the text has
        called = self._in_language(one_line(str(label.get("name", thing.name))), bool(label))
        why = str(label["why"]) if label else None
        block.append(Fact("name", called, *spot, sure, why=why, about=named or used))
        found = kind_of(thing.cls, thing.name)
        text = one_line(self.document.text[spot[0] : spot[1]])
        term = self.schema.properties.get("kind")
        if thing in self.told_kinds:
            return
        # A name that a person cut out of a longer one stands within its place.
        own = re.search(name_pattern(one_line(thing.name)), text) is not None
        if found and term is not None and (own or names(text, one_line(thing.name))):
            kind = found
            scheme = self.schema.scheme_for(term, self._class(identifier, thing))
            if scheme and kind in self.schema.concepts.get(scheme, ()):
                block.append(Fact("kind", kind, *spot, sure, about=named or used))

    def _class(self, identifier: str, thing: Thing) -> str:
        term = self.schema.class_of(identifier)
        return term.name if term is not None else thing.cls

    def _find(self, name: str) -> tuple[int, int] | None:
        match = re.search(name_pattern(name), self.document.text)
        return match.span() if match else None

    def _statement(self, c: Candidate) -> None:
        subject = self.identifier(c.subject)
        target = self.identifier(c.object) if isinstance(c.object, Thing) else None
        if subject is None or (isinstance(c.object, Thing) and target is None):
            self._leave_out(c)
            return
        key, value = self._mapped(c, subject) if c.parts else self._written(c, subject, target)
        if key is None or (key not in self.schema.properties):
            self._leave_out(c)
            return
        start, end = c.start, c.end
        if key in ("figure", "amount") and "qualifier: " in value:
            number = str(dict(c.parts).get("value", c.object))
            start = min(start, self._qualified(c, number)[1])
        if end - start > PASSAGE_LIMIT:
            end = start + PASSAGE_LIMIT
        facts = self.facts.setdefault(subject, [])
        if not any(f.key == key and f.value == value for f in facts):
            also = (*c.also, *self._names_of(c))
            also = (*also, *self._days_of(c, [(start, end), *also]))
            places = tuple(dict.fromkeys(also))
            facts.append(Fact(key, value, start, end, c.confidence, places, c.why, c))

    def _leave_out(self, c: Candidate) -> None:
        values: list[Thing | str | None] = [value for _, value in c.parts] or [c.object]
        told = ", ".join(str(getattr(value, "name", value)) for value in values)
        self.left_out.append(f"{c.subject.name}: {c.property} {told}")

    def _mapped(self, c: Candidate, subject: str) -> tuple[str | None, str]:
        """Return what a person told in parts as the mapping of a record."""
        term = self.schema.properties[str(c.property)]
        assert term.range is not None
        written: list[str] = []
        for key, value in c.parts:
            if isinstance(value, Thing):
                target = self.identifier(value)
                if target is None:
                    return None, ""
                written.append(f"{key}: {target}")
                continue
            part = self.schema.properties[key]
            if part.kind is Kind.CONCEPT and not self._known(part, term.range, value):
                return None, ""
            written.append(f"{key}: {value if part.kind is Kind.CONCEPT else _literal(value)}")
        told = dict(c.parts)
        if term.key == "amount" and "qualifier" not in told:
            written += [p for p in [self._exact(c, str(told.get("value"))).rstrip(", ")] if p]
        if term.range not in IDENTITY:
            said = slugify(str(told.get("summary", "")), 5) or iris.digest(
                *map(str, told.values()), length=8
            )
            written.insert(0, f"id: {subject.partition('/')[2]}-{said}")
        return term.key, "{" + ", ".join(written) + "}"

    def _known(self, term: PropertyTerm, cls: str, value: str) -> bool:
        """Return whether a vocabulary has a word; one that is only proposed waits."""
        scheme = self.schema.scheme_for(term, cls)
        return scheme is not None and value in self.schema.concepts.get(scheme, ())

    def _names_of(self, c: Candidate) -> list[tuple[int, int]]:
        """Return where a thing stands by the name its record gives, when the passage inflects it."""
        found = []
        for thing in c.things():
            if thing not in self.ids:
                continue
            named = next((t for t, i in self.ids.items() if i == self.ids[thing]), thing)
            if named != thing and named.cls == thing.cls:
                spot = self._find(named.name)
                found += [spot] if spot else []
        return found

    @functools.cached_property
    def _dates(self) -> list[DateSpan]:
        """Return every date of the text, by its end."""
        flat = re.sub(r"\s", " ", self.document.text)
        found = [*every_date(flat, anchor(flat), text_day(flat)), *carried(flat)]
        return sorted(found, key=lambda date: date.end)

    def _days_of(self, c: Candidate, places: list[tuple[int, int]]) -> list[tuple[int, int]]:
        """Return where the day stands by which the passage tells its own: "on the second day"."""
        values = [str(v) for _, v in c.parts if isinstance(v, str)] or [str(c.object)]
        value = next((v for v in values if re.fullmatch(r"[0-9]{4}(?:-[0-9]{2}){0,2}", v)), None)
        if (
            value is None
            or c.why is not None
            or not (c.parts or c.normaliser in (NORMALISER, OF_TEXT))
        ):
            return []
        here = [d for d in self._dates if any(d.start < b and a < d.end for a, b in places)]
        if c.parts and not any(value in (d.first, d.last) and d.of_text for d in here):
            return []  # what a person typed is no reading of the text

        def borne(spots: list[tuple[int, int]]) -> bool:
            words = " \n ".join(self.document.text[a:b] for a, b in spots)
            days = told_days(self.document.text, spots) if date_missing(value, words) else {value}
            return any(day == value or day.startswith(value + "-") for day in days)

        if borne(places):
            return []
        before = [d for d in self._dates if d.end <= places[0][0] and not d.of_text]
        tried = [(d.start, d.end) for d in [*before[::-1], *self._dates] if not d.of_text]
        return next(([spot] for spot in dict.fromkeys(tried) if borne([*places, spot])), [])

    def _written(self, c: Candidate, subject: str, target: str | None) -> tuple[str | None, str]:
        value = str(c.object)
        if c.property in ROLES:
            return "participation", f"{{participant: {target}, role: {ROLES[c.property]}}}"
        if c.property == "member":
            return "membership", f"{{member: {target}}}"
        if c.property in ("amount", "totalCost"):
            return self._amount(c, value)
        if c.property == "attendance":
            slug = subject.partition("/")[2] + "-attendance"
            return (
                "figure",
                f"{{id: {slug}, summary: People or organisations that took part, value: {value}, unit: person, {self._exact(c, value)}about: {subject}}}",
            )
        if c.subject.cls == "Agreement" and c.property in _ACTIONS:
            return "action", f"{{kind: {_ACTIONS[c.property]}, date: '{value}'}}"
        if c.property not in _PLAIN:
            return self._other(c, subject, target)
        if c.property == "webAddress" and "://" not in value:
            value = "http://" + value
        return c.property, target or (
            value if c.property in ("ordinal", "fundingEuro") else quoted(value)
        )

    def _other(self, c: Candidate, subject: str, target: str | None) -> tuple[str | None, str]:
        """Return any other key that the ontology has for the thing."""
        term = self.schema.properties.get(str(c.property))
        if term is None or term.kind is Kind.NODE:
            return None, ""
        if target is not None:
            return term.key, target
        value = str(c.object)
        if term.kind is Kind.CONCEPT:
            known = self._known(term, self._class(subject, c.subject), value)
            return (term.key, value) if known else (None, "")
        return term.key, self._in_language(value) if term.key == "name" else _literal(value)

    def _in_language(self, name: str, label: bool = False) -> str:
        """Return a name as YAML: one in Chinese characters is no name in another language.

        A person's label in Latin letters for a Chinese text is taken as English.
        """
        chinese, ours = _HAN.search(name) is not None, self.document.language == "zh"
        if chinese == ours or not (chinese or label):
            return quoted(name)
        return f"{{{'zh' if chinese else 'en'}: {quoted(name)}}}"

    def _qualified(self, c: Candidate, value: str) -> tuple[str, int]:
        """Return "about" or "more than" where it stands by a number, and where it begins."""
        flat = self.document.text[c.start : c.end]
        spots = [a.start for a in find_amounts(flat) if a.value == value]
        spots += [low for low, _, count in find_counts(flat) if str(count) == value]
        text = re.sub(r"\s", " ", self.document.text)
        told = [qualifier_before(text, c.start + at) for at in spots]
        return next((one for one in told if one[0]), ("", c.start))

    def _exact(self, c: Candidate, value: str) -> str:
        found = self._qualified(c, value)[0]
        return f"qualifier: {found}, " if found else ""

    def _amount(self, c: Candidate, value: str) -> tuple[str | None, str]:
        """Return a sum as a node with currency and kind, where the ontology has these words."""
        currency = (c.currency or "EUR").lower()
        kinds = self.schema.concepts.get("amount-kind", frozenset())
        kind = kind_of_sum(c.property or "", around(self.document.text, c.start, c.end))
        kind = kind if kind in kinds else next(iter(sorted(k for k in kinds if "total" in k)), "")
        names = self.schema.concepts.get("currency", frozenset())
        chosen = next((n for n in names if n.lower() == currency), None)
        if chosen is None or not kind:
            return None, ""
        exact = self._exact(c, value)
        return "amount", f"{{value: {value}, currency: {chosen}, {exact}kind: {kind}}}"

    def spans(self) -> set[Span]:
        """Return every passage that a fact points to."""
        return {
            Span(a, b)
            for facts in self.facts.values()
            for f in facts
            if f.why is None
            for a, b in [(f.start, f.end), *f.also]
        }

    def yaml(self, name: str, file: str, keep: bool = False, draft: bool = True) -> str:
        """Return the record as text: ``name`` is the slug of the document."""
        document = self.document
        source = SourceText(document.text)
        title = one_line(next((line for line in document.text.splitlines() if line.strip()), name))
        language = document.language if document.language in LANGUAGES else "und"
        lines = [
            "document:",
            f"  id: document/{name}",
            f"  file: {quoted(file)}",
            f"  obtained: {datetime.datetime.now(datetime.UTC).date().isoformat()}",
            f"  language: {language}",
            f"  characters: {len(document.text)}",
            f"  sha256: {document.sha256}",
        ]
        lines += ["  quotes: keep"] if keep else []
        lines += ["  draft: true"] if draft else []
        lines.append("entities:")
        blocks = dict(self.facts)
        own = f"document/{name}"
        if not blocks.get(own):
            start = document.text.index(title[:1]) if title[:1] in document.text else 0
            end = min(start + PASSAGE_LIMIT, document.text.find("\n", start))
            blocks = {
                own: [Fact("name", quoted(one_line(document.text[start:end])), start, end, 0.95)],
                **blocks,
            }
        spans = self.spans() | {Span(f.start, f.end) for f in blocks[own] if f.why is None}
        for identifier, facts in blocks.items():
            lines.append(f"  {identifier}:")
            if (near := self.near.get(identifier)) is not None:
                lines.append(
                    f"    # perhaps {near.identifier} ({near.name}): {near.reason}, {near.score}"
                )
            for fact in facts:
                lines += self._fact(fact, source, keep)
        for left in self.left_out:
            lines.append(f"  # no property in records for: {visible_comment(left)}")
        lines += ["", "passages:"]
        lines += [f"  {span}: {source.passage_sha256(span)}" for span in sorted(spans)]
        return "\n".join(lines) + "\n"

    def _fact(self, fact: Fact, source: SourceText, keep: bool) -> list[str]:
        lines = [f"    - {fact.key}: {fact.value}"]
        if fact.why is not None:
            return [*lines, f"      why: {quoted(fact.why)}"]
        span = Span(fact.start, fact.end)
        page = self.document.page_of(fact.start)
        told = [] if keep or fact.key == "name" else self._names_at(fact)
        told = [f"page {page}", *told] if page is not None else told
        comment = f"  # {visible_comment(' / '.join(told))}" if told else ""
        lines.append(f"      at: {span}{comment}")
        also = [Span(*place) for place in fact.also]
        if also:
            places = str(also[0]) if len(also) == 1 else "[" + ", ".join(map(str, also)) + "]"
            lines.append(f"      also: {places}")
        if keep:
            lines.append(f"      quote: {quoted(one_line(source.passage(span)))}")
        if fact.confidence < 0.95:
            lines.append(f"      confidence: {fact.confidence:g}")
        return lines

    def _names_at(self, fact: Fact) -> list[str]:
        """Return the names and the value that stand at a place: what can be told without the
        words.
        """
        passage = one_line(self.document.text[fact.start : fact.end])
        names = {t.name: passage.find(t.name) for t in self.ids if t.name in passage}
        for match in re.finditer(r"[0-9][0-9 .,/年月日-]*", passage):
            names.setdefault(match[0].strip(" .,-"), match.start())
        kept = [n for n in names if not any(n != o and n in o for o in names)]
        return sorted(kept, key=lambda name: names[name])


def _literal(value: str) -> str:
    """Return a value as YAML: plain digits as they are, all else in quotes."""
    return value if re.fullmatch(r"[0-9]+(?:\.[0-9]+)?", value) else quoted(value)


def _uninflected(name: str) -> str:
    """Return a name without the endings that German gives its words by case."""
    return re.sub(r"(?<=[a-zäöüß]{4})(?:en|er|es|em|e|n|s)(?=\s|$)", "", name)


def visible_comment(text: str) -> str:
    """Return a text for one line of comment."""
    return re.sub(r"[^\x20-\x7e\u00a0-\uffff]", " ", one_line(text))[:160]


def draft_of(
    document: Document, candidates: Iterable[Candidate], schema: Schema, known: Known
) -> Draft:
    """Return a draft with all candidates of a document."""
    every = tuple(candidates)
    draft = Draft(document, schema, known, context=every)
    draft.add(every)
    return draft


def slug_of(path: Path) -> str:
    """Return the document's slug from the file's name."""
    return slugify(path.stem, 8) or "document-" + iris.digest(path.stem, length=8)
