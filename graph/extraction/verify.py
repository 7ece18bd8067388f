"""Verifying candidates of any extractor: each is grounded in the text again, or refused.

A candidate is a line of JSON as ``eucn extract --format jsonl`` writes it. What it says must
stand in the text: at its place, or, where the place is wrong, at the one place that holds the
same words. Nothing in a candidate is an instruction, whatever it says.
"""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from graph.extraction import tables
from graph.extraction.activity_words import ordinals_in
from graph.extraction.amounts import find_amounts, find_counts
from graph.extraction.dates import DateSpan, anchor, datatype
from graph.extraction.model import CLASSES, Candidate, Thing
from graph.extraction.nations import told_by_adjective
from graph.extraction.near_days import carried, every_date, text_day
from graph.extraction.pairs import speaks_of_two
from graph.records.characters import forbidden
from graph.records.inflection import name_pattern
from graph.records.schema import Kind, Schema
from graph.records.values import date_literal, decimal_number, one_line

MAX_PASSAGE = 300
NEAR = 250
"""Characters around a place in which the words may stand that the place should have held."""
SHORTCUTS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "coordinator": (("Project",), ("Partner", "Cluster")),
    "partner": (("Project",), ("Partner", "Cluster")),
    "organiser": (
        ("Event", "DialogueSession"),
        ("Partner", "Cluster", "ClusterPartnership", "Project", "Initiative"),
    ),
    "host": (("Event", "DialogueSession"), ("Partner", "Cluster")),
    "signatory": (("Agreement",), ("Partner", "Cluster", "ClusterPartnership", "Initiative")),
    "party": (("Agreement", "Dialogue"), ("Partner", "Cluster")),
    "member": (("ClusterPartnership", "Partner", "Cluster", "Initiative"), ("Partner", "Cluster")),
    "funder": (("Project", "Event", "Programme", "Initiative"), ("Partner", "Programme")),
}
"""Properties whose subject and object classes are told here: in the ontology they are derived."""
NUMBERS = frozenset({"attendance", "totalCost", "amount", "fundingEuro", "ordinal"})
DATES = frozenset({"startDate", "endDate", "date"})


_LETTER = r"[0-9A-Za-z_\u00c0-\u024f\u0370-\u052f]"
"""Letters and digits of scripts that put spaces between words."""


@dataclass(frozen=True)
class Verdict:
    """What became of one proposal: a grounded candidate, or the reason why there is none."""

    line: int
    proposal: str
    candidate: Candidate | None = None
    reason: str = ""


class Refused(Exception):
    """A proposal that the text does not bear; the message says why."""


class Verifier:
    """Grounds proposals in one text."""

    def __init__(self, text: str, schema: Schema) -> None:
        self.text = text
        self.schema = schema
        self.flat = re.sub(r"\s", " ", text)
        self._rows: dict[int, list[tables.Cell]] | None = None

    def lines(self, lines: Iterator[str] | list[str]) -> Iterator[Verdict]:
        """Yield a verdict on every line that is not empty."""
        for at, line in enumerate(lines, 1):
            if line.strip():
                try:
                    yield Verdict(at, line.strip(), self.check(self._read(line)))
                except Refused as error:
                    yield Verdict(at, line.strip()[:300], None, str(error))

    def _read(self, line: str) -> dict[str, Any]:
        try:
            row = json.loads(line)
        except (ValueError, RecursionError):
            raise Refused("is no JSON") from None
        if not isinstance(row, dict):
            raise Refused("is no JSON object")
        return row

    def check(self, row: dict[str, Any]) -> Candidate:
        """Return a proposal as a candidate whose place, names and value are those of the text.

        Raises Refused with the first reason.
        """
        subject = self.thing(row.get("subject"), "subject")
        start, end = self.place(row)
        confidence = row.get("confidence", 0.5)
        if (
            isinstance(confidence, bool)
            or not isinstance(confidence, int | float)
            or not 0 <= confidence <= 1
        ):
            raise Refused("confidence must be a number from 0 to 1")
        rule = one_line(str(row.get("rule") or "proposed"))[:60]
        if "property" not in row or row["property"] is None:
            start, end = self._holding(start, end, subject.name)
            return Candidate(subject, start, end, round(float(confidence), 2), rule)
        key = row["property"]
        if not isinstance(key, str):
            raise Refused("property must be a text")
        self._allowed(key, subject)
        value = row.get("object")
        if isinstance(value, dict):
            return self._relation(
                subject, key, self.thing(value, "object"), start, end, float(confidence), rule
            )
        return self._literal(subject, key, value, row, start, end, float(confidence), rule)

    def thing(self, value: Any, role: str) -> Thing:
        """Return what a mapping names. Raises Refused where the text does not name it."""
        if (
            not isinstance(value, dict)
            or not isinstance(value.get("name"), str)
            or not isinstance(value.get("class"), str)
        ):
            raise Refused(f"{role} needs a class and a name")
        name, cls = one_line(value["name"]), value["class"]
        if cls not in CLASSES:
            raise Refused(f"no class '{cls[:40]}'")
        if not 1 < len(name) <= 200 or forbidden(name):
            raise Refused(f"{role} has no usable name")
        if not self.stands(name, self.flat) and not (
            cls == "Country" and told_by_adjective(name, self.flat)
        ):
            raise Refused(f"the text does not name '{name[:60]}'")
        return Thing(cls, name)

    def place(self, row: dict[str, Any]) -> tuple[int, int]:
        """Return where a fact stands, by its quote or its characters."""
        start, end = row.get("start"), row.get("end")
        quote = row.get("quote")
        if isinstance(quote, str) and quote.strip():
            pattern = r"\s+".join(map(re.escape, quote.split()))
            found = [m.span() for m in re.finditer(pattern, self.text)]
            if not found:
                raise Refused("the quote does not stand in the text")
            near = start if isinstance(start, int) else 0
            start, end = min(found, key=lambda span: abs(span[0] - near))
        if (
            isinstance(start, bool)
            or isinstance(end, bool)
            or not isinstance(start, int)
            or not isinstance(end, int)
        ):
            raise Refused("has no passage: give start and end, or a quote")
        if not 0 <= start < end <= len(self.text):
            raise Refused(f"{start}-{end} is no place of this text")
        if end - start > MAX_PASSAGE * 2:
            raise Refused(f"the passage has {end - start} characters; at most {MAX_PASSAGE * 2}")
        return start, end

    def _allowed(self, key: str, subject: Thing) -> None:
        if key in SHORTCUTS:
            if subject.cls not in SHORTCUTS[key][0]:
                raise Refused(f"a {subject.cls} has no {key}")
            return
        if key in ("attendance", "totalCost", "amount"):
            wanted = (
                ("Event", "DialogueSession")
                if key == "attendance"
                else ("Project", "Programme", "Initiative", "Event", "Agreement")
            )
            if subject.cls not in wanted:
                raise Refused(f"a {subject.cls} has no {key}")
            return
        term = self.schema.properties.get(key)
        if term is None or term.own_words or term.kind in (Kind.NODE, Kind.CONCEPT):
            raise Refused(f"no property '{key[:40]}' that a text can give")
        ancestors = self.schema.classes[subject.cls].ancestors
        if term.used_on and not term.used_on & ancestors:
            raise Refused(f"a {subject.cls} has no {key}")

    def _relation(
        self,
        subject: Thing,
        key: str,
        object_: Thing,
        start: int,
        end: int,
        confidence: float,
        rule: str,
    ) -> Candidate:
        if object_ == subject:
            raise Refused("subject and object are the same")
        if key in SHORTCUTS:
            if object_.cls not in SHORTCUTS[key][1]:
                raise Refused(f"a {object_.cls} is no {key}")
        else:
            term = self.schema.properties[key]
            if term.kind is not Kind.ENTITY:
                raise Refused(f"{key} takes a value, not a {object_.cls}")
            if (
                term.ranges
                and object_.cls in self.schema.classes
                and not term.ranges & self.schema.classes[object_.cls].ancestors
            ):
                raise Refused(f"a {object_.cls} is no {key}")
        start, end = self._holding(start, end, object_.name)
        if key == "coordinator" and not _COORDINATES.search(
            self.flat[max(0, start - 160) : end + 120]
        ):
            raise Refused("nothing there speaks of coordinating or leading")
        named = [subject.name] if object_.cls == "Country" else [subject.name, object_.name]
        also = tuple(dict.fromkeys(a for name in named for a in self.also(name, start, end)))
        self.said(start, end)
        return Candidate(
            subject, start, end, round(confidence, 2), rule, key, object_, None, None, None, also
        )

    def _literal(
        self,
        subject: Thing,
        key: str,
        value: Any,
        row: dict[str, Any],
        start: int,
        end: int,
        confidence: float,
        rule: str,
    ) -> Candidate:
        if isinstance(value, bool) or not isinstance(value, str | int | float):
            raise Refused("has no object")
        text = one_line(str(value))
        if key in SHORTCUTS or (
            key in self.schema.properties and self.schema.properties[key].kind is Kind.ENTITY
        ):
            raise Refused(f"{key} takes a thing with class and name, not '{text[:40]}'")
        passage = self.flat[start:end]
        currency = None
        header: tuple[tuple[int, int], ...] = ()
        if key in DATES or (
            key in self.schema.properties and self.schema.properties[key].kind is Kind.DATE
        ):
            kind, normaliser = self.date(text, start, end), "date"
        elif (cell := self._cell(key, text, row, start, end)) is not None:
            (text, header), kind, normaliser = cell, "xsd:decimal", tables.IN_COLUMN
        elif key in NUMBERS:
            text, kind, normaliser, currency = self._number(key, text, row, passage)
        else:
            if not self.stands(text, passage):
                raise Refused(f"'{text[:60]}' does not stand in the passage")
            kind, normaliser = ("xsd:anyURI" if key == "webAddress" else "xsd:string"), "verbatim"
        self.said(start, end)
        return Candidate(
            subject,
            start,
            end,
            round(confidence, 2),
            rule,
            key,
            text,
            kind,
            normaliser,
            currency,
            (*header, *self.also(subject.name, start, end)),
        )

    def _cell(
        self, key: str, text: str, row: dict[str, Any], start: int, end: int
    ) -> tuple[str, tuple[tuple[int, int], ...]] | None:
        """Return the sum of a table's cell whose header says that the column is in euro, with
        the place of the header; None where the place is no such cell or gives another sum.
        """
        if key not in ("totalCost", "fundingEuro") or row.get("currency") not in (None, "EUR"):
            return None
        for cells in self._tables().values():
            for cell in cells:
                if cell.meaning != key or not (cell.start <= start and end <= cell.end):
                    continue
                figure = tables.sum_in_column(cell, self.flat[cell.start : cell.end])
                if figure and cell.euro and decimal_number(text) == decimal_number(figure):
                    return figure, (cell.euro,)
        return None

    @functools.cached_property
    def dates(self) -> list[DateSpan]:
        """Return every date of the text."""
        found = every_date(self.flat, anchor(self.flat), text_day(self.flat))
        return sorted([*found, *carried(self.flat)], key=lambda date: date.start)

    def _tables(self) -> dict[int, list[tables.Cell]]:
        if self._rows is None:
            self._rows = {at: cells for at, (_, cells) in tables.rows(self.text).items()}
        return self._rows

    def date(self, text: str, start: int, end: int) -> str:
        """Return the type of a date that the passage gives, as exactly or less so."""
        if date_literal(text) is None:
            raise Refused(f"'{text[:20]}' is no date: YYYY, YYYY-MM or YYYY-MM-DD")
        # A date at the edge of the passage is read whole.
        found = [d for d in self.dates if d.start < end and start < d.end]
        values = {v for d in found for v in (d.first, d.last) if v}
        if text in values:
            return datatype(text)
        if any(v.startswith(text + "-") for v in values):
            return datatype(text)  # less exact than the text, and true
        if any(text.startswith(v + "-") for v in values):
            raise Refused(
                f"{text} is more exact than the text, which says {', '.join(sorted(values))}"
            )
        raise Refused(f"the passage does not give the date {text}")

    def _number(
        self, key: str, text: str, row: dict[str, Any], passage: str
    ) -> tuple[str, str, str, str | None]:
        value = decimal_number(text)
        if value is None:
            raise Refused(f"'{text[:30]}' is no number in plain digits")
        if key == "ordinal":
            if int(value) not in ordinals_in(passage):
                raise Refused(f"the passage does not say that it is the {text}th")
            return str(int(value)), "xsd:integer", "ordinal", None
        if key == "attendance":
            if not any(n == value for _, _, n in find_counts(passage)):
                digits = {int(m) for m in re.findall(r"[0-9]+", passage.replace(",", ""))}
                if int(value) not in digits:
                    raise Refused(f"the passage does not give the number {text}")
            return str(int(value)), "xsd:integer", "count", None
        sums = find_amounts(passage)
        found = next((a for a in sums if decimal_number(a.value) == value), None)
        if found is None:
            raise Refused(f"the passage does not give the amount {text}")
        wanted = row.get("currency") or ("EUR" if key == "fundingEuro" else None)
        if wanted and wanted != found.currency:
            raise Refused(f"the amount is in {found.currency}, not in {str(wanted)[:8]}")
        return (
            found.value,
            "xsd:decimal",
            "amount",
            found.currency if found.currency != "EUR" else None,
        )

    def _holding(self, start: int, end: int, name: str) -> tuple[int, int]:
        """Return the place if it holds a name; else the nearest place that does, widened to it."""
        if self.stands(name, self.flat[start:end]) or told_by_adjective(name, self.flat[start:end]):
            return start, end
        pattern = self._pattern(name)
        low, high = max(0, start - NEAR), min(len(self.flat), end + NEAR)
        spots = [(low + m.start(), low + m.end()) for m in pattern.finditer(self.flat[low:high])]
        if (
            not spots
            and speaks_of_two(self.flat[start:end])
            and self.stands(name, self.flat[:start])
        ):
            return start, end  # "the two universities signed": who they are is told before
        if not spots:
            raise Refused(f"'{name[:60]}' does not stand in the passage or near it")
        near = min(spots, key=lambda s: min(abs(s[0] - start), abs(s[1] - end)))
        wide = min(start, near[0]), max(end, near[1])
        return wide if wide[1] - wide[0] <= MAX_PASSAGE else near

    def also(self, name: str, start: int, end: int) -> tuple[tuple[int, int], ...]:
        """Return where a name stands when the passage does not hold it."""
        if self.stands(name, self.flat[start:end]):
            return ()
        spots = [m.span() for m in self._pattern(name).finditer(self.flat)]
        before = [s for s in spots if s[0] <= start]
        return (before[-1] if before else spots[0],)

    def said(self, start: int, end: int) -> None:
        """Refuse what the passage denies. Whether it only plans it is the reviewer's question."""
        low = max(
            (m.end() for m in _EDGE.finditer(self.flat, max(0, start - 300), start)),
            default=max(0, start - 300),
        )
        edge = _EDGE.search(self.flat, max(start, end - 1))
        high = min(edge.start() if edge else len(self.flat), end + 120)
        if _ORDERS.search(self.flat[low:high]):
            raise Refused("the passage is an order to a machine, not a statement")
        beside = self.flat[low:high]
        for quoted in _QUOTED.finditer(beside):
            # What somebody says beside the passage is of something else: "...", said X of Y.
            if low + quoted.end() <= start or end <= low + quoted.start():
                blank = " " * len(quoted[0])
                beside = beside[: quoted.start()] + blank + beside[quoted.end() :]
        if _DENIED.search(beside):
            raise Refused("the passage denies it")

    @staticmethod
    def _pattern(name: str) -> re.Pattern[str]:
        body = name_pattern(name)
        # Chinese has no spaces: a Latin name may stand right beside its characters.
        before = rf"(?<!{_LETTER})" if re.match(_LETTER, name[0]) else ""
        after = rf"(?!{_LETTER})" if re.match(_LETTER, name[-1]) else ""
        return re.compile(before + body + after)

    def stands(self, name: str, passage: str) -> bool:
        """Return whether a passage holds a name, inflected or not."""
        return bool(self._pattern(name).search(passage))


_COORDINATES = re.compile(
    r"(?i)co-?ord|koord|\blead|\bled\b|leit|pilot|dirig|diret|guid|lider|encabez|capofila|chef de file|"
    r"federführ|konsortialführ|führ|spitze|manag|head|spearhead|steer|helm|conduit|anim|emmen|al frente|capitan|oversee|overseen|run by|charge|verantwort|betreu|condott|at a glance|auf einen blick|port[ée]|牵头|协调|负责|领导|主持"
)
_ORDERS = re.compile(
    r"(?i)\b(?:ignore|disregard|forget|override)\b[^.]{0,40}\b(?:instruction|task|prompt|rule|above|previous)|"
    r"system prompt|\bas an? (?:AI|language model)\b|\b(?:answer|respond|reply|output) (?:that|with|only)\b|"
    r"\b(?:ignoriere|vergiss)\b[^.]{0,40}(?:anweisung|aufgabe)|忽略[^。]{0,12}(?:指令|指示|任务)"
)
_QUOTED = re.compile(r'“[^“”]*”|„[^„“”]*[“”]|«[^«»]*»|"[^"]*"')
_EDGE = re.compile(
    r"[.!?;](?=\s|$)|[。；！？\n]|,?\s(?:but|aber|sondern|mais|ma|pero|mentre|while|whereas|während)\s|，但"
)
_DENIED = re.compile(
    r"(?i)\b(?:is|are|was|were|did|does|do|has|have|will) not\b|n't\b|\bno longer\b|\bnot (?:a |an |the )?(?:partner|member|party|involved|part)\b|"
    r"\b(?:nicht|kein|keine) (?:beteiligt|partner|mitglied|teil)|\bist nicht\b|\bsind nicht\b|\bbeteiligt sich nicht\b|"
    r"\bn[’'](?:est|a|ont|étaient?) pas\b|\bne (?:fait|participe|sont) pas\b|\bnon (?:è|fa|sono|ha|partecipa|riguarda|hanno)\b|"
    r"\bno (?:es|forma|participa|firmó|son|ha)\b|未参与|没有参|未签署|不是|并非|未参加"
)
