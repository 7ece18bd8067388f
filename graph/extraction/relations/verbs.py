"""What the verbs of a clause say, whatever language it is in.

A verb has a sense (``words/clauses``), and a sense has roles: who leads, what is led. Who does it
is told by its place or by its preposition, the rest by class: a project is led, an event is held.
"""

from __future__ import annotations

import re

from graph.extraction import amounts as money
from graph.extraction.model import Thing
from graph.extraction.relations.arguments import Arguments, is_org, is_union, place_of
from graph.extraction.relations.clauses import Clause, governor
from graph.extraction.relations.figures import PEOPLE
from graph.extraction.relations.items import Item
from graph.extraction.relations.subjects import is_journey
from graph.extraction.sentence import Sentence

_CLITIC = re.compile(r"(?i)(?:^|[\s,])(?:it|lo|la|le|l[’']|ihn|es|en)\s?$")
_FUNDS = re.compile(
    r"(?i)(?:co-?)?(?:fund|financ|finanz|förder|geförder|mitfinanz|kofinanz|subvention|sovvenz|unterstütz|support|soutien|sosten|sostien|cofinanc|cofinanz|apoy)"
)
_ON = re.compile(r"(?i)(?:am|on|le|il|el|dal)\s$")
_TIES = re.compile(
    r"(?i)(?:t(?:ies|ied)|binds|bound|verbind|li(?:e|ent)|engag|unit|uniss|leg[ao]|impegna|vincula|compromete|une)"
)
_WHO = re.compile(
    r"(?:(?:of|de|di|des|d[’']|from|among|aus|tra|fra|entre)\s)?(?:[a-zà-ÿß-]+\s){0,2}?(?:[a-z]{3,}(?:ers|ors|ists|ians|ants|ees)|[A-ZÄÖÜ][\wäöüß]+(?:innen|ende|enden|ierte|ierten|leute|leuten|inhaber|vertreter|vertretern)|"
    r"[a-zé]{3,}(?:eurs|trices|iens|istes|ants|antes)|[a-z]{3,}(?:tori|trici|isti|iste|anti|enti|ieri|iani)|[a-zé]{3,}(?:ores|oras|istas|antes|entes|eros|eras))(?![\w-])"
)
_GRANT = re.compile(
    r"(?i)grant|funding|contribution|subsid|Förder|Zuschuss|Zuwendung|Finanzhilfe|subvention|aide|apport|contributo|finanziament|"
    r"sovvenzion|ayuda|subvención|aportación|financiación"
)


class Verbs(Arguments):
    """One rule for each sense of a verb."""

    def _says_lead(self, s: Sentence, clause: Clause, at: int) -> None:
        verb = clause.items[at]
        agent = self._agent(s, clause, at) or self._at_place(s, clause, at)
        if agent is None:
            return
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
        if thing.cls != "Project":
            if passive and thing.cls in ("Event", "DialogueSession"):
                self._orgs(
                    s, thing, "organiser", agent[0], [item, verb], 0.8 * sure, "event-led-by", False
                )
            return
        first = Item("org", agent[0].start, agent[0].end, mentions=agent[0].mentions[:1])
        self._orgs(
            s, thing, "coordinator", first, [item, verb], 0.92 * sure * agent[1], "clause-leads"
        )

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
                if i.kind == "org" and not governor(row, p) - {"between", "by"}
            ][:1]  # fmt: skip
        if not orgs and is_org(clause.subject):
            orgs = [clause.subject]  # type: ignore[list-item]
        if not orgs:
            return
        about = self._theme(s, clause, at, "project", "event", "agreement", "dialogue", behind=True)
        if about is None or about[0].cls != "Project":
            return
        for group in orgs[-1:]:
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

    def _says_host(self, s: Sentence, clause: Clause, at: int) -> None:
        agent = self._agent(s, clause, at)
        if agent is None:
            self._scene(s, clause, at)
            return
        verb, row = clause.items[at], clause.items
        about = self._theme(
            s,
            clause,
            at,
            "event",
            "project",
            "agreement",
            behind=agent[0].start < verb.start,
            far=False,
        )
        if about is None:
            about = self._spoken_of(s, clause, frozenset({"event"}))
        if about is None or about[0].cls not in ("Event", "DialogueSession"):
            return
        self._orgs(
            s,
            about[0],
            "organiser",
            agent[0],
            [about[1], verb],
            0.9 * about[2] * agent[1],
            "clause-hosts",
            False,
        )
        for place, item in enumerate(row[at + 1 :], at + 1):
            if item.kind == "org" and item is not agent[0] and "with" in governor(row, place):
                self._orgs(
                    s,
                    about[0],
                    "organiser",
                    item,
                    [about[1], verb],
                    0.84 * about[2],
                    "clause-hosts-with",
                    False,
                )
        self._when_and_where(s, clause, at, about)

    def _scene(self, s: Sentence, clause: Clause, at: int) -> None:
        """ "Kiel hosted the workshop": the town is where it was."""
        row = clause.items
        spot = next(
            (i for p, i in enumerate(row[:at]) if i.kind == "place" and not governor(row, p)), None
        )
        about = self._theme(s, clause, at, "event", behind=True, far=False) if spot else None
        if spot is not None and about is not None:
            self._tell(
                s,
                about[0],
                "locatedIn",
                spot.thing,
                [row[at], spot],
                0.84 * about[2],
                "clause-scene",
            )

    def _says_hold(self, s: Sentence, clause: Clause, at: int) -> None:
        about = self._theme(s, clause, at, "event", behind=True, far=False)
        if about is None:
            return
        agent = self._agent(s, clause, at)
        dialogue = any(i.kind == "dialogue" for i in clause.items[:at])
        if agent is not None and not dialogue:
            self._orgs(
                s, about[0], "organiser", agent[0], [about[1], clause.items[at]],
                0.86 * about[2] * agent[1], "clause-hosts", False,
            )  # fmt: skip
        self._when_and_where(s, clause, at, about)

    def _says_held(self, s: Sentence, clause: Clause, at: int) -> None:
        about = self._theme(s, clause, at, "event", far=False)
        if about is None:
            others = any(
                i.kind in ("project", "agreement", "org") and not governor(clause.items, p)
                for p, i in enumerate(clause.items[:at])
            )
            hung = clause.antecedent or clause.subject
            others = others or (
                hung is not None and hung.kind in ("project", "agreement", "org", "whole", "noun")
            )
            about = None if others else self._spoken_of(s, clause, frozenset({"event"}))
        if about is not None:
            self._when_and_where(s, clause, at, about)

    def _says_travel(self, s: Sentence, clause: Clause, at: int) -> None:
        """ "The delegation visited", "the cluster took 21 people to": day and places of a journey."""
        about = self._theme(s, clause, at, "event", far=False)
        if about is None or not is_journey(about[0].name):
            journey = self.focus.by_class.get("Event")
            if journey is None or not is_journey(journey.name) or self.focus.far(journey, s.start):
                return
            about = journey, None, 0.9
        row = clause.items
        people = next(
            (i for i in row[:at] if i.kind == "count" and self._counts_people(s, i)), None
        )
        if people is not None:
            self._tell(
                s, about[0], "attendance", people.value, [row[at], people], 0.8 * about[2], "clause-journey",
                "xsd:integer", "count",
            )  # fmt: skip
        if len({i.thing for i in self._row if i.kind == "event"} | {about[0]}) == 1:
            dates = [i for i in row if i.kind == "date"]
            if len(dates) == 1 and (
                dates[0].date is None or dates[0].date.last or about[1] is not None
            ):
                self._when(
                    s, about[0], dates[0], [about[1], row[at]], 0.86 * about[2], "clause-journey"
                )
        for place, item in enumerate(row):
            told = governor(row, place)
            if (
                item.kind == "place"
                and (told & {"in", "about"} or place > at)
                and "from" not in told
            ):
                self._tell(
                    s,
                    about[0],
                    "locatedIn",
                    item.thing,
                    [row[at], item],
                    0.86 * about[2],
                    "clause-journey",
                )

    def _when_and_where(
        self, s: Sentence, clause: Clause, at: int, about: tuple[Thing, Item | None, float]
    ) -> None:
        thing, named, sure = about
        verb, row = clause.items[at], clause.items
        events = [i for i in row if i.kind == "event"]
        dates = [
            i for p, i in enumerate(row)
            if i.kind == "date" and i.date is not None
            and (i.date.last is not None or not governor(row, p) & {"until", "from"} or _ON.search(s.text(i.start - 8, i.start)))
        ]  # fmt: skip
        if len(events) > 1 and named is not None:
            dates = [
                d for d in dates if min(events, key=lambda e: abs(e.end - d.start)).thing == thing
            ]
        if dates:
            date = min(dates, key=lambda d: abs(d.start - verb.start))
            self._when(s, thing, date, [named, verb], 0.9 * sure, "clause-held")
        self._where(s, clause, thing, [named, verb], 0.88 * sure)

    def _when(
        self,
        s: Sentence,
        thing: Thing,
        date: Item,
        parts: list[Item | None],
        sure: float,
        rule: str,
    ) -> None:
        if date.date is not None and date.date.last:
            self._dated(s, thing, "startDate", date, parts, sure, rule, plans=False)
            self._dated(s, thing, "endDate", date, parts, sure, rule, last=True, plans=False)
        else:
            self._dated(s, thing, "date", date, parts, sure, rule, plans=False)

    def _where(
        self, s: Sentence, clause: Clause, thing: Thing, parts: list[Item | None], sure: float
    ) -> None:
        row = clause.items
        spots = [
            i for p, i in enumerate(row)
            if i.kind == "place" and "in" in governor(row, p) and not _of_name(row, p)
        ]  # fmt: skip
        for spot in spots if is_journey(thing.name) else spots[:1]:
            self._tell(s, thing, "locatedIn", spot.thing, [*parts, spot], sure, "clause-held-in")

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

    def _says_fund(self, s: Sentence, clause: Clause, at: int) -> None:
        verb, row = clause.items[at], clause.items
        agent = self._agent(s, clause, at)
        if agent is None:
            union = [
                i for p, i in enumerate(row) if is_union(i) and "from" in governor(row, p) | {""}
            ]
            agent = (
                (union[0], 0.95)
                if len(union) == 1 and "from" in governor(row, row.index(union[0]))
                else None
            )
        sums = [i for i in row if i.kind == "amount" and i.amount and i.amount.currency == "EUR"]
        if agent is None:
            return
        about = self._theme(s, clause, at, "project", "agreement", behind=True)
        if about is None or about[0].cls != "Project":
            return
        if not sums and not (_FUNDS.match(verb.value) and (is_union(agent[0]) or about[2] > 0.9)):
            return
        payer = Item("org", agent[0].start, agent[0].end, mentions=agent[0].mentions[:1])
        sure = about[2] * agent[1]
        self._orgs(s, about[0], "fundedBy", payer, [about[1], verb], 0.86 * sure, "clause-pays")
        whole = [p for p, i in enumerate(row) if "total" in i.senses or "role-total" in i.senses]
        for place in (row.index(i) for i in sums):
            property_ = "totalCost" if any(0 < place - w < 5 for w in whole) else "fundingEuro"
            self._sum(s, about[0], property_, row[place], [verb], 0.9 * sure, "clause-pays")

    def _says_receive(self, s: Sentence, clause: Clause, at: int) -> None:
        row, verb = clause.items, clause.items[at]
        sums = [i for i in row[at + 1 :] if i.kind == "amount"] or [
            i for i in row if i.kind == "amount"
        ]
        about = self._theme(s, clause, at, "project", "event", "agreement") if sums else None
        subject = clause.own_subject()
        if (
            about is None
            or about[0].cls != "Project"
            or (subject is not None and subject.kind == "org")
        ):
            return
        self._sum(s, about[0], "fundingEuro", sums[0], [verb], 0.88 * about[2], "clause-receives")
        for place, item in enumerate(row):
            if item.kind == "org" and governor(row, place) & {"from", "by", "of"}:
                self._orgs(
                    s, about[0], "fundedBy", item, [verb], 0.84 * about[2], "clause-receives"
                )

    def _says_cost(self, s: Sentence, clause: Clause, at: int) -> None:
        row, verb = clause.items, clause.items[at]
        sums = [i for i in row if i.kind == "amount"]
        about = self._theme(s, clause, at, "project", "agreement", "event") if sums else None
        if about is None:
            return
        if about[0].cls == "Agreement":
            self._worth(s, about, sums[0], verb)
        elif about[0].cls == "Project":
            whole = any(i.senses & {"total", "role-total"} for i in row)
            if whole and not _GRANT.search(self._text):
                self._sum(
                    s,
                    about[0],
                    "totalCost",
                    sums[0],
                    [about[1], verb],
                    0.84 * about[2],
                    "clause-costs",
                )
            elif _GRANT.search(self._text):
                self._sum(
                    s,
                    about[0],
                    "fundingEuro",
                    sums[0],
                    [about[1], verb],
                    0.8 * about[2],
                    "clause-costs",
                )

    def _worth(
        self, s: Sentence, about: tuple[Thing, Item | None, float], item: Item, verb: Item
    ) -> None:
        if item.amount is not None:
            self._tell(
                s, about[0], "amount", item.amount.value, [verb, item], 0.84 * about[2], "clause-worth",
                "xsd:decimal", money.NORMALISER,
                item.amount.currency if item.amount.currency != "EUR" else None, plans=True,
            )  # fmt: skip

    def _says_start(self, s: Sentence, clause: Clause, at: int) -> None:
        self._from_to(s, clause, at, "startDate")

    def _says_end(self, s: Sentence, clause: Clause, at: int) -> None:
        self._from_to(s, clause, at, "endDate")

    def _says_run(self, s: Sentence, clause: Clause, at: int) -> None:
        self._from_to(s, clause, at, "")

    def _from_to(self, s: Sentence, clause: Clause, at: int, property_: str) -> None:
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
            elif "from" in told and property_ != "endDate":
                key = "startDate"
            if key:
                self._dated(s, about[0], key, item, [about[1], verb], 0.88 * sure, f"clause-{key}")

    def _says_attend(self, s: Sentence, clause: Clause, at: int) -> None:
        row, verb = clause.items, clause.items[at]
        counts = [
            (p, i) for p, i in enumerate(row)
            if i.kind == "count" and self._counts_people(s, i)
        ]  # fmt: skip
        if not counts:
            return
        about = self._theme(s, clause, at, "event", "project", "agreement", far=False)
        if about is None:
            about = self._spoken_of(s, clause, frozenset({"event"}))
        if about is None or about[0].cls not in ("Event", "DialogueSession"):
            return
        _, chosen = min(counts, key=lambda c: abs(c[1].start - verb.start))
        self._tell(
            s, about[0], "attendance", chosen.value, [verb, chosen], 0.86 * about[2], "clause-attended",
            "xsd:integer", "count",
        )  # fmt: skip

    def _counts_people(self, s: Sentence, item: Item) -> bool:
        rest = s.flat[item.end - s.start :].lstrip()
        return bool(PEOPLE.match(rest) or _WHO.match(rest))

    def _says_belong(self, s: Sentence, clause: Clause, at: int) -> None:
        row, verb = clause.items, clause.items[at]
        whole = next((i for i in row[at + 1 : at + 9] if i.kind == "whole"), None)
        subject = clause.own_subject()
        if whole is not None and subject is not None and subject.kind == "org":
            self._orgs(s, whole.thing, "member", subject, [whole, verb], 0.88, "clause-belongs")
            for place, item in enumerate(row):
                if item.kind == "org" and item is not subject and "with" in governor(row, place):
                    self._orgs(
                        s, whole.thing, "member", item, [whole, verb], 0.84, "clause-belongs"
                    )


def _of_name(row: list[Item], at: int) -> bool:
    """Return whether a place belongs to a name before it: "the University in Lyon"."""
    before = [i for i in row[:at] if i.kind not in ("word", "prep")]
    return (
        bool(before)
        and before[-1].kind == "org"
        and row[at - 1].kind == "prep"
        and len(row[at - 1].value) < 3
    )
