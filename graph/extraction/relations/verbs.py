"""What the verbs of a clause say, whatever language it is in.

A verb has a sense (``words/clauses``), and a sense has roles: who leads, what is led. Who does it
is told by its place or by its preposition, the rest by class: a project is led, an event is held.
"""

from __future__ import annotations

import re

from graph.extraction.relations.arguments import is_org, place_of
from graph.extraction.relations.clauses import Clause, governor
from graph.extraction.relations.funding import Funding
from graph.extraction.relations.items import Item
from graph.extraction.relations.meetings import Meetings
from graph.extraction.relations.spans import CLOSES, OPENS
from graph.extraction.relations.subjects import PART_OF_WORK
from graph.extraction.sentence import Sentence

_CLITIC = re.compile(r"(?i)(?:^|[\s,])(?:it|lo|la|le|l[’']|ihn|es|en)\s?$")
_ANSWERS = re.compile(
    r"(?i)responsible|in charge|verantwortlich|zuständig|est responsable|responsable"
)
_TIES = re.compile(
    r"(?i)(?:t(?:ies|ied)|binds|bound|verbind|li(?:e|ent)|engag|unit|uniss|leg[ao]|impegna|vincula|compromete|une)"
)


BESIDES = re.compile(
    r"(?i)(?:neben|außer|zusätzlich|outre|oltre|además|besides|in addition|junto|aparte)"
)


def _beside(row: list[Item], at: int) -> bool:
    """Return whether a name stands behind "with" or "together with"."""
    before = [i for i in row[:at] if i.kind != "word"][-1:]
    if before and before[0].kind == "prep" and BESIDES.match(before[0].value):
        return True
    return "with" in governor(row, at) or any("workwith" in i.senses for i in before)


_JOINT = re.compile(
    r"(?i)co-?(?:dirig|lead|led|pilot|head|chair)|coordonnent|coordinano|coordinan$|koordinieren|leiten$|pilotent|lideran$"
)
"""Who leads together."""


_ONE_SIDE = re.compile(
    r"(?i)(?<!\w)(?:chinese|european|eu|german|french|italian|spanish)\s(?:consortium|side|part|team|group|partners?)\s(?:(?:is|are|was|were|being)\s)?$"
)
"""Before a verb: "the Chinese consortium is" led by somebody, who leads one side only."""


def _of_role(row: list[Item], at: int) -> bool:
    """Return whether a name is the genitive of a role: "unter der Leitung der RWTH"."""
    before = [i for i in row[:at] if i.kind != "word"][-1:]
    return bool(before) and before[0].kind == "role" and "leadership" in before[0].senses


class Verbs(Meetings, Funding):
    """One rule for each sense of a verb."""

    def _says_lead(self, s: Sentence, clause: Clause, at: int) -> None:
        verb = clause.items[at]
        agent = self._agent(s, clause, at) or self._at_place(s, clause, at)
        if agent is None or _ONE_SIDE.search(s.text(s.start, verb.start)):
            return
        if PART_OF_WORK.match(s.flat, verb.end - s.start):
            return  # "X leads the work on sensors"
        passive = agent[0].start > verb.start and "by" in governor(
            clause.items, place_of(clause, agent[0])
        )
        clitic = _CLITIC.search(s.text(s.start, verb.start)) or any(
            i.kind == "it" for i in clause.items[:at]
        )
        about = self._theme(
            s, clause, at, "project", "event", behind=not passive, far=passive or clitic is not None
        )
        if about is None:
            return
        thing, item, sure = about
        if _ANSWERS.match(verb.value) and not self._answers_for(clause, at, item):
            return
        if thing.cls != "Project":
            if passive and thing.cls in ("Event", "DialogueSession"):
                self._orgs(
                    s, thing, "organiser", agent[0], [item, verb], 0.8 * sure, "event-led-by", False
                )
            return
        for date in clause.items:
            if (
                date.kind == "date"
                and date.date is not None
                and date.date.last
                and item is not None
            ):
                self._dated(s, thing, "startDate", date, [item, verb], 0.78, "clause-led-from")
                self._dated(
                    s, thing, "endDate", date, [item, verb], 0.78, "clause-led-from", last=True
                )
        many = None if _JOINT.match(verb.value) else 1
        first = Item("org", agent[0].start, agent[0].end, mentions=agent[0].mentions[:many])
        self._orgs(
            s, thing, "coordinator", first, [item, verb], 0.92 * sure * agent[1], "clause-leads"
        )

    def _answers_for(self, clause: Clause, at: int, item: Item | None) -> bool:
        """Return whether it is the project that somebody is responsible for, not the field tests."""
        ahead = clause.items[at + 1 : at + 6]
        return any(
            i is item or i.kind == "project" or "leadership" in i.senses
            or ("project" in i.senses and i.kind == "noun") or (i.kind == "verb" and "lead" in i.senses)
            for i in ahead
        ) or (
            item is not None and item.start < clause.items[at].start
            and not any(i.kind in ("word", "noun", "prep") for i in ahead)
        )  # fmt: skip

    def _at_place(self, s: Sentence, clause: Clause, at: int) -> tuple[Item, float] | None:
        """ "Koordiniert wird es am Institut X", "with X at the helm"."""
        row = clause.items
        helm = re.search(r"(?i)helm|lead$|head|Spitze|tête|capo|frente|cabeza", row[at].value)
        for place, item in enumerate(row):
            told = governor(row, place)
            if item.kind == "org" and (
                (
                    s.language == "de"
                    and place > at
                    and "in" in told
                    and any(i.kind == "be" for i in row)
                )
                or (helm and place < at and "with" in told)
            ):
                return item, 0.92
        return None

    def _says_partake(self, s: Sentence, clause: Clause, at: int) -> None:
        verb = clause.items[at]
        row = clause.items
        orgs = [
            i for p, i in enumerate(row[:at])
            if i.kind == "org" and not governor(row, p) - {"of", "as"}
        ]  # fmt: skip
        if not orgs and clause.antecedent is not None and clause.antecedent.kind == "org":
            orgs = [clause.antecedent]
        if not orgs:
            orgs = [
                i for p, i in enumerate(row[at + 1 :], at + 1)
                if i.kind == "org" and not governor(row, p) - {"between", "by"} and not _of_role(row, p)
            ][:1]  # fmt: skip
        if not orgs and is_org(clause.subject):
            orgs = [clause.subject]  # type: ignore[list-item]
        if not orgs:
            return
        far = not verb.value.lower().startswith("join")
        about = self._theme(
            s, clause, at, "project", "event", "agreement", "dialogue", behind=True, far=far
        )
        if about is None or about[0].cls != "Project":
            return
        beside = [i for p, i in enumerate(row) if i.kind == "org" and _beside(row, p)]
        for group in dict.fromkeys([*orgs[-1:], *beside]):
            self._orgs(
                s,
                about[0],
                "partner",
                group,
                [about[1], verb],
                0.88 * about[2],
                "clause-takes-part",
            )

    def _says_unite(self, s: Sentence, clause: Clause, at: int) -> None:
        verb, row = clause.items[at], clause.items
        about = self._theme(s, clause, at, "project", "whole", "event", "agreement")
        if about is None or about[0].cls not in ("Project", "ClusterPartnership"):
            return
        groups = [
            i for p, i in enumerate(row[at + 1 :], at + 1)
            if i.kind == "org" and not governor(row, p) - {"of", "by", "between", "with"}
        ]  # fmt: skip
        if not groups and s.language == "de":
            groups = [i for p, i in enumerate(row[:at]) if i.kind == "org" and not governor(row, p)]
        property_ = "partner" if about[0].cls == "Project" else "member"
        chosen = [*groups[:1], *(g for g in groups[1:] if not governor(row, row.index(g)))]
        for group in chosen:
            sure = 0.9 if len(group.mentions) > 1 else 0.78
            self._orgs(
                s, about[0], property_, group, [about[1], verb], sure * about[2], "clause-unites"
            )

    def _says_workwith(self, s: Sentence, clause: Clause, at: int) -> None:
        verb, row = clause.items[at], clause.items
        group = next(
            (
                i
                for p, i in enumerate(row)
                if (p > at or s.language == "de") and i.kind == "org" and "with" in governor(row, p)
            ),
            None,
        ) or next((i for i in row[at + 1 : at + 6] if i.kind == "org"), None)
        if group is None:
            return
        whole = next((i for i in row if i.kind == "whole"), None)
        if whole is not None:
            subject = next(
                (
                    i
                    for p, i in enumerate(row)
                    if i.kind == "org" and i is not group and not governor(row, p)
                ),
                None,
            )
            for one in filter(None, (subject or clause.antecedent, group)):
                if one.kind == "org":
                    self._orgs(
                        s, whole.thing, "member", one, [whole, verb], 0.84, "clause-works-with"
                    )
            return
        about = self._theme(s, clause, at, "project", "event", "agreement", far=False)
        leads = any("leader" in i.senses for i in row[:at]) or any(
            "partner" in i.senses for i in row
        )
        if about is None and (leads or (self.focus.only is not None and not any(
            i.kind in ("event", "agreement", "whole") for i in self._row
        ))):  # fmt: skip
            about = self._spoken_of(s, clause, frozenset({"project"}))
        if about is None or about[0].cls != "Project":
            return
        self._orgs(
            s, about[0], "partner", group, [about[1], verb], 0.86 * about[2], "clause-works-with"
        )

    def _says_sign(self, s: Sentence, clause: Clause, at: int) -> None:
        verb, row = clause.items[at], clause.items
        about = self._theme(s, clause, at, "agreement", behind=True)
        if about is None:
            return
        thing, item, sure = about
        parties = self._signing(clause, at)
        for group in parties:
            many = len(parties) > 1 or len(group.mentions) > 1
            self._orgs(
                s,
                thing,
                "signatory",
                group,
                [item, verb],
                (0.92 if many else 0.8) * sure,
                "clause-signs",
                False,
            )
        dates = [i for i in row if i.kind == "date"]
        if dates and parties and not any(i.kind == "event" for i in row):
            date = min(dates, key=lambda d: abs(d.start - verb.start))
            self._dated(
                s, thing, "date", date, [item, verb], 0.88 * sure, "clause-signs", plans=False
            )

    def _signing(self, clause: Clause, at: int) -> list[Item]:
        row = clause.items
        by = [
            i for p, i in enumerate(row) if i.kind == "org" and governor(row, p) & {"by", "between"}
        ]
        if by:
            return by
        if _TIES.match(row[at].value) and not any(
            i.kind == "org" and not governor(row, p) for p, i in enumerate(row[:at])
        ):
            return [i for i in row[at + 1 :] if i.kind == "org"][:2]
        signs = "signatures" in row[at].value.lower() or "firmas" in row[at].value.lower()
        if signs:
            return [i for i in row[at + 1 :] if i.kind == "org"][:2]
        subjects = [i for p, i in enumerate(row[:at]) if i.kind == "org" and not governor(row, p)]
        people = [p for p, i in enumerate(row[:at]) if i.kind == "person"]
        if not subjects and people:
            subjects = [
                i for p, i in enumerate(row[:at])
                if p > people[0] and i.kind == "org" and governor(row, p) & {"for", "of"}
            ]  # fmt: skip
        for hung in (clause.subject, clause.antecedent):
            if not subjects and hung is not None and hung.kind == "org":
                subjects = [hung]
        beside = [i for p, i in enumerate(row) if i.kind == "org" and "with" in governor(row, p)]
        if not subjects:
            subjects = [
                i
                for p, i in enumerate(row[at + 1 :], at + 1)
                if i.kind == "org" and not governor(row, p)
            ][:1]
        return [*subjects[-2:], *beside]

    def _says_start(self, s: Sentence, clause: Clause, at: int) -> None:
        self._from_to(s, clause, at, "startDate")

    def _says_end(self, s: Sentence, clause: Clause, at: int) -> None:
        self._from_to(s, clause, at, "endDate")

    def _says_run(self, s: Sentence, clause: Clause, at: int) -> None:
        self._from_to(s, clause, at, "")

    def _from_to(self, s: Sentence, clause: Clause, at: int, property_: str) -> None:
        if self.of_programme:
            return
        row, verb = clause.items, clause.items[at]
        verbs = [
            p for p, i in enumerate(row) if i.kind == "verb" and i.senses & {"start", "end", "run"}
        ]
        dates = [
            (p, i) for p, i in enumerate(row)
            if i.kind == "date" and min(verbs, key=lambda v: (abs(v - p), v > p)) == at
        ]  # fmt: skip
        if not dates:
            return
        about = self._theme(s, clause, at, "project", "event", "agreement", "dialogue")
        if about is not None and about[0].cls in ("Event", "DialogueSession") and property_:
            rule = OPENS if property_ == "startDate" else CLOSES
            for _, item in dates[:1] if dates[0][1].date and not dates[0][1].date.last else ():
                self._dated(
                    s,
                    about[0],
                    property_,
                    item,
                    [about[1], verb],
                    0.86 * about[2],
                    rule,
                    plans=False,
                )
            return
        if about is None or about[0].cls != "Project":
            return
        sure = about[2] * (1.0 if about[1] is not None else 0.95)
        for place, item in dates:
            told = governor(row, place)
            if item.date is not None and item.date.last:
                self._dated(
                    s, about[0], "startDate", item, [about[1], verb], 0.9 * sure, "clause-runs"
                )
                self._dated(
                    s,
                    about[0],
                    "endDate",
                    item,
                    [about[1], verb],
                    0.9 * sure,
                    "clause-runs",
                    last=True,
                )
                return
            key = property_
            if "until" in told and property_ != "startDate":
                key = "endDate"
            elif (
                "from" in told or (s.language == "de" and "by" in told)  # "läuft vom 1. März an"
            ) and property_ != "endDate":
                key = "startDate"
            if key:
                self._dated(s, about[0], key, item, [about[1], verb], 0.88 * sure, f"clause-{key}")

    def _says_belong(self, s: Sentence, clause: Clause, at: int) -> None:
        row, verb = clause.items, clause.items[at]
        whole = next((i for i in row[at + 1 : at + 9] if i.kind == "whole"), None)
        subject = clause.own_subject()
        if whole is None and any(
            i.kind == "project" or "project" in i.senses for i in row[at + 1 : at + 5]
        ):
            self._says_partake(s, clause, at)  # "belongs to the consortium of the project P"
            return
        if whole is not None and subject is not None and subject.kind == "org":
            self._orgs(s, whole.thing, "member", subject, [whole, verb], 0.88, "clause-belongs")
            for place, item in enumerate(row):
                if item.kind == "org" and item is not subject and "with" in governor(row, place):
                    self._orgs(
                        s, whole.thing, "member", item, [whole, verb], 0.84, "clause-belongs"
                    )
