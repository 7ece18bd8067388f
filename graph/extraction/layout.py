"""What the layout says: labelled lines, lists below a label, the block "at a glance"."""

from __future__ import annotations

import re

from graph.extraction import amounts as money
from graph.extraction import dates as calendar
from graph.extraction.brackets import with_brackets
from graph.extraction.lexicon import countries, labels, places
from graph.extraction.model import Candidate, Mention, Thing
from graph.extraction.namelist import name_list, told_coordinator
from graph.extraction.sentence import ORGANISATIONS, Focus, Sentence, polarity

_PROJECT_ONLY = frozenset({"coordinator", "partner", "fundingEuro", "grantNumber", "fundedUnder"})
_ORGANISATION = {
    "coordinator": "Project",
    "partner": "Project",
    "organiser": "Event",
    "signatory": "Agreement",
    "member": "ClusterPartnership",
}


def label_name(s: Sentence) -> str:
    """Return the name a label such as "Project:" gives: up to a dash, a colon or a bracket."""
    name = _IN_BRIEF.sub("", s.flat)
    return re.split(r"\s+[-–—:]\s+|\s*[(（]|\s*[:：]\s*|，", name)[0].strip(' .“”"„«»')


_OF_IT = re.compile(r"(?i)(?<!\w)(?:includ(?:ing|es)|of which|thereof|comprising)(?!\w)")
_IN_BRIEF = re.compile(
    r"(?i)\s(?:in brief|at a glance|in short|in a nutshell|in figures|fact ?sheet|project (?:sheet|profile|summary)|key facts|overview)\s*$"
)
_LABEL_WITHIN = re.compile(r"[;,(|]\s*(?P<label>[^;,:|()]{3,40}):\s*(?:about |circa |ca\.? )?$")


class Layout:
    """The statements of labelled segments; the subject is what the text speaks of there."""

    def __init__(self, focus: Focus) -> None:
        self.focus = focus
        self.leads = self.lines = 0
        """How many lines of the text say who leads, and how many have a label at all."""
        self.made: list[Candidate] = []

    def read(self, s: Sentence) -> list[Candidate]:
        """Return the statements of one labelled segment."""
        self.made = []
        label = s.segment.label or ""
        if label == "glance":
            self._glance(s)
        elif label in _ORGANISATION:
            self._organisations(s, label)
        elif label in ("period", "startDate", "endDate", "date"):
            self._dates(s, label)
        elif label in ("fundingEuro", "totalCost"):
            self._money(s)
        elif label == "grantNumber":
            if match := re.search(
                r"(?<![\w])[0-9]{6,9}(?!\w)|[0-9]{2}[A-Z]{1,3}[0-9]{3,6}[A-Z]?|(?<!\w)[A-Z]{2,}[A-Z0-9/-]*[0-9]{3,}[A-Z0-9/-]*",
                s.flat,
            ):
                self._add(
                    s,
                    "Project",
                    "grantNumber",
                    match[0],
                    match.start(),
                    match.end(),
                    0.95,
                    "xsd:string",
                    "verbatim",
                )
        elif label == "fundedUnder":
            self._programme(s)
        elif label == "held":
            self._dates(s, "date")
            self._place(s)
        elif label == "place":
            self._place(s)
        elif label == "attendance":
            self._count(s)
        elif label == "webAddress" and (
            match := re.search(r"(?:https?://|www\.)\S+[\w/]|[\w-]+(?:\.[\w-]+)+(?:/\S*)?", s.flat)
        ):
            self._add(
                s,
                "Project",
                "webAddress",
                match[0],
                match.start(),
                match.end(),
                0.88,
                "xsd:anyURI",
                "verbatim",
            )
        return self.made

    def _subject(self, *classes: str) -> Thing | None:
        return (
            self.focus.sheet or self.focus.of(*classes)
            if classes == ("Project",)
            else self.focus.of(*classes)
        )

    def _add(
        self,
        s: Sentence,
        cls: str | Thing,
        property_: str,
        object_: Thing | str,
        start: int,
        end: int,
        sure: float,
        datatype: str | None = None,
        normaliser: str | None = None,
        currency: str | None = None,
    ) -> None:
        thing = cls if isinstance(cls, Thing) else self._subject(cls)
        if thing is None or thing == object_:
            return
        low, high = s.start + start, s.start + end
        said = polarity(s, low, high)
        if self.focus.far(thing, s.start):
            sure *= 0.6
        self.made.append(
            Candidate(
                thing,
                low,
                high,
                sure,
                f"label-{s.segment.label}",
                property_,
                object_,
                datatype,
                normaliser,
                currency,
                (),
                "negated" if said == "negated" else "said",
            )
        )

    def _organisations(self, s: Sentence, label: str) -> None:
        cls = _ORGANISATION[label]
        if label == "partner" and re.fullmatch(
            r"\W*(?:about |around |rund |circa |env\. |unos )?[0-9][0-9 .,]*\W*(?:\w+)?(?:\s?\([^()]*\))?",
            s.flat,
        ):
            self._count(s)
            return
        found = names_in_list(s)
        subject = self._subject(cls)
        if (label == "organiser" and subject is None) or label == "organiser":
            subject = self._subject("DialogueSession", "Event")
        if label == "partner" and subject is None:
            subject = self._subject("ClusterPartnership")
        if subject is None:
            return
        if label == "coordinator":
            found = found[:1]
            if self.leads > 1:
                label = "partner"  # each work package has a lead partner of its own
        property_ = "member" if subject.cls == "ClusterPartnership" else label
        for org in found:
            sure = 0.94 * org.confidence**0.25
            role = property_
            end = org.end
            if property_ == "partner" and (leads := told_coordinator(s, org)):
                role, end = "coordinator", leads
            self._add(s, subject, role, org.thing, org.start - s.start, end - s.start, sure)
            if org.country:
                country, _, high = org.country
                self._add(
                    s,
                    org.thing,
                    "country",
                    country,
                    org.start - s.start,
                    high + 1 - s.start if high + 1 <= s.segment.end else high - s.start,
                    0.94,
                )

    def _dates(self, s: Sentence, label: str) -> None:
        subject = self._subject("Project", "Event", "DialogueSession", "Agreement")
        if label == "date" and self.lines < 2:
            return  # the day of a page, not of what it tells
        if label == "date" and self.focus.latest is not None:
            subject = self._subject("Event", "DialogueSession", "Agreement") or subject
        if subject is None or not s.dates:
            return
        date = s.dates[0]

        def put(property_: str, value: str) -> None:
            self._add(
                s,
                subject,
                property_,
                value,
                date.start - s.start,
                date.end - s.start,
                0.94 if not date.vague else 0.7,
                calendar.datatype(value),
                calendar.normaliser(date),
            )

        if date.last is not None:
            put("startDate", date.first)
            put("endDate", date.last)
        elif label == "period" and subject.cls == "Project":
            put("startDate", date.first)
        else:
            put(
                "date"
                if label == "period" or (subject.cls != "Project" and label == "date")
                else label,
                date.first,
            )

    def _money(self, s: Sentence) -> None:
        whole = (
            len(s.amounts) > 1
            and s.amounts[0].currency == "EUR"
            and _OF_IT.search(s.text(s.amounts[0].end, s.amounts[1].start))
        )  # "6.4 million euros, including a grant of 5.1 million"
        for amount in s.amounts[:2] if whole else s.amounts[:1]:
            eur = amount.currency == "EUR"
            self._add(
                s,
                "Project",
                "totalCost"
                if (s.segment.label == "totalCost" or whole) and amount is s.amounts[0]
                else "fundingEuro"
                if eur
                else "amount",
                amount.value,
                amount.start - s.start,
                amount.end - s.start,
                0.92,
                "xsd:decimal",
                money.NORMALISER,
                None if eur else amount.currency,
            )
        for amount in s.amounts[1:]:  # "Total budget: 7 million euros; EU contribution: 5 million"
            told = _LABEL_WITHIN.search(s.flat[: amount.start - s.start])
            meaning = labels().get(told["label"].strip().lower()) if told else None
            if meaning in ("fundingEuro", "totalCost") and amount.currency == "EUR":
                self._add(
                    s, "Project", meaning, amount.value, amount.start - s.start,
                    amount.end - s.start, 0.92, "xsd:decimal", money.NORMALISER,
                )  # fmt: skip

    def _programme(self, s: Sentence) -> None:
        found = s.of("Programme")
        if found:
            self._add(
                s,
                "Project",
                "fundedUnder",
                found[0].thing,
                found[0].start - s.start,
                found[0].end - s.start,
                0.94,
            )
            return
        orgs = s.of(*ORGANISATIONS)
        if orgs:
            self._add(
                s,
                "Project",
                "fundedBy",
                orgs[0].thing,
                orgs[0].start - s.start,
                orgs[0].end - s.start,
                0.85,
            )
        elif 2 < len(name := label_name(s)) < 70:
            self._add(s, "Project", "fundedUnder", Thing("Programme", name), 0, len(name), 0.72)

    def _place(self, s: Sentence) -> None:
        subject = self._subject("Event", "DialogueSession", "Agreement")
        if subject is None:
            return
        known = s.of("Place")
        if known:
            self._add(
                s,
                subject,
                "locatedIn",
                known[0].thing,
                known[0].start - s.start,
                known[0].end - s.start,
                0.93,
            )
        elif match := re.match(r"[^\W\d_][^,，;(（]{1,40}", s.flat):
            name = match[0].strip()
            if name not in countries():
                self._add(s, subject, "locatedIn", Thing("Place", name), 0, len(name), 0.8)

    def _count(self, s: Sentence) -> None:
        subject = self._subject("Event", "DialogueSession")
        for start, end, value in money.find_counts(s.flat)[:1]:
            if subject is not None:
                self._add(
                    s, subject, "attendance", str(value), start, end, 0.88, "xsd:integer", "count"
                )

    def _glance(self, s: Sentence) -> None:
        """A value without a label, in a block "at a glance": what it is follows from its form."""
        if s.dates and s.dates[0].last and s.dates[0].end - s.dates[0].start > len(s.flat) - 12:
            self._dates(s, "period")
        elif s.amounts and s.amounts[0].end - s.amounts[0].start > len(s.flat) - 12:
            self._money(s)
        elif s.of("Programme"):
            self._programme(s)
        elif len(s.flat) < 80:
            orgs = s.of(*ORGANISATIONS)
            if len(orgs) == 1 and orgs[0].end - orgs[0].start > len(s.flat) * 0.6:
                funder = re.fullmatch(
                    r"(?:European Union|European Commission|EU|Europäische Union|Union européenne)",
                    orgs[0].thing.name,
                )
                self._add(
                    s,
                    "Project",
                    "fundedBy" if funder else "coordinator",
                    orgs[0].thing,
                    orgs[0].start - s.start,
                    orgs[0].end - s.start,
                    0.72,
                )


def names_in_list(s: Sentence) -> list[Mention]:
    """Return the organisations of a labelled line: one per part between ";" or line, or a list with
    commas.
    """
    if re.search(r"[\u4e00-\u9fff]", s.flat):
        return list(s.of(*ORGANISATIONS)) or _chinese_rest(s)
    parts = list(re.finditer(r"[^;•|]+", s.flat)) if re.search(r"[;•|]", s.flat) else None
    if parts is None:
        names = name_list(s, s.start)
        if len(names) > 1 or not names:
            return names
        whole = names[0]
        if whole.rule != "name-in-slot":
            return names
        parts = list(re.finditer(r".+", s.flat))
    found: list[Mention] = []
    for part in parts:
        inside = [
            m
            for m in s.of(*ORGANISATIONS)
            if s.start + part.start() <= m.start < s.start + part.end()
        ]
        lead = re.match(r"\s*(?:[-–•*]\s*)?(?:(?:and|und|et|e|y)\s)?", part[0])
        begin = s.start + part.start() + (lead.end() if lead else 0)
        text = re.split(
            r"\s*[(（]|,\s(?=(?:[A-Z][\w’'-]+\s?){1,4}\s*(?:[(（]|$))|\s+[-–]\s+",
            part[0][lead.end() if lead else 0 :],
        )[0].rstrip(" .,")
        if inside and (
            len(inside) > 1
            or (inside[0].end >= begin + len(text) - 1 and inside[0].start <= begin + 1)
        ):
            found += inside
            continue
        if (
            not 2 < len(text) < 110
            or text in countries()
            or text in places()
            or not re.search(r"[A-ZÀ-Þ]", text)
        ):
            found += inside
            continue
        for m in inside:
            s.mentions.remove(m)
        cls = (
            "Cluster"
            if re.search(r"(?:^|\s)(?:Cl[uú]ster|Clusters)\b|cluster$", text)
            else "Partner"
        )
        made = Mention(
            Thing(cls, re.sub(r"\s+", " ", text)), begin, begin + len(text), "list-item", 0.88
        )
        with_brackets(made, s.flat, s.start)
        s.mentions.append(made)
        found.append(made)
    s.mentions.sort(key=lambda m: m.start)
    return found


def _chinese_rest(s: Sentence) -> list[Mention]:
    found = []
    for part in re.finditer(r"[^、，；;。\s]+", s.flat):
        text = re.split(r"[（(]", part[0])[0]
        if 2 <= len(text) <= 30:
            found.append(
                Mention(
                    Thing("Partner", text),
                    s.start + part.start(),
                    s.start + part.start() + len(text),
                    "list-item",
                    0.7,
                )
            )
    s.mentions += found
    return found


def about_project(labels: set[str]) -> bool:
    """Return whether the labels of a text are those of a project's fact sheet."""
    return len(labels & _PROJECT_ONLY) >= 2 or "grantNumber" in labels
