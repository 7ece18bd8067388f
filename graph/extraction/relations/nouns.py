"""What the nouns of roles say ("the coordinator is X"), and what stands beside a name."""

from __future__ import annotations

import re

from graph.extraction import amounts as money
from graph.extraction.model import Thing
from graph.extraction.relations.arguments import is_union, own_text
from graph.extraction.relations.clauses import Clause, clauses, governor
from graph.extraction.relations.items import Item, items
from graph.extraction.relations.offices import body_of
from graph.extraction.relations.verbs import BESIDES, Verbs
from graph.extraction.sentence import ORGANISATIONS, Sentence


class Clauses(Verbs):
    """The rules of clauses: one for each sense of a verb or noun."""

    def _clauses(self, s: Sentence) -> None:
        if s.language == "zh":
            return
        row = items(s)
        if not any(i.kind in ("org", "date", "amount", "count", "place") for i in row):
            return
        self._row = row
        for clause in clauses(row):
            self._text = own_text(s, clause)
            for at, item in enumerate(clause.items):
                for sense in sorted(item.senses):
                    if item.kind in ("verb", "role"):
                        name = sense.replace("-", "_") if item.kind == "verb" else f"role_{sense}"
                        if rule := getattr(self, f"_says_{name}", None):
                            rule(s, clause, at)
            self._says_under(s, clause)
            self._says_with(s, clause)
            self._says_sum(s, clause)
            self._says_paid(s, clause)
            self._says_beside(s, clause)

    def _bearer(self, s: Sentence, clause: Clause, at: int) -> tuple[Item, float] | None:
        """Return who has the role that a noun tells: beside it, behind "is", "as" or a comma."""
        row = clause.items
        before = next(
            (i for i in row[:at][::-1] if i.kind not in ("word", "count", "country")), None
        )
        if before is not None and before.kind == "prep" and before.senses & {"as"}:
            place = row.index(before)
            lefts = [i for i in row[:place] if i.kind == "org"]
            if lefts:
                return lefts[-1], 0.95
        behind = next((i for i in row[at + 1 :] if i.kind in ("org", "person")), None)
        if (
            behind is not None
            and behind.kind == "person"
            and (body := body_of(s, behind.mentions[0], s.of(*ORGANISATIONS)))
        ):
            return Item("org", body.start, body.end, mentions=[body]), 0.9
        # "the coordinator (of P) is X", "its partners A and B", "Coordinator: X", "coordinator X"
        place, words = at + 1, 0
        while place < len(row):
            item = row[place]
            told = governor(row, place)
            if item.kind == "prep" and BESIDES.match(item.value):
                comma = next((p for p in range(place, len(row)) if row[p].kind == "comma"), None)
                if comma is not None:  # "partners are, besides X, Y and Z"
                    place = comma
                    continue
            if item.kind == "org":
                if (
                    told & {"of"}
                    and place < len(row) - 1
                    and any(i.kind == "be" for i in row[place + 1 :])
                ):
                    break
                if not told or told & {"as"}:
                    return item, 0.97
                break
            if item.kind in (
                "comma",
                "colon",
                "be",
                "open",
                "project",
                "whole",
                "event",
                "noun",
                "it",
                "place",
                "dialogue",
                "person",
                "agreement",
                "count",
                "country",
            ) or (item.kind == "prep" and item.senses & {"of", "in", "from", "for"}):
                place += 1
                continue
            if item.kind == "word" and words < 4:
                words, place = words + 1, place + 1
                continue
            break
        # "X is a partner in P", "X, the Danish partner in P", "with X as coordinator"
        if before is not None and (
            before.kind in ("be", "comma", "open")
            or (before.kind == "prep" and before.senses & {"as"})
        ):
            stop = row.index(before)
            subjects = [
                i for p, i in enumerate(row[:stop])
                if i.kind == "org" and not governor(row, p) - {"with", "by"}
            ]  # fmt: skip
            if subjects and (
                before.kind != "comma"
                or row[stop - 1] is subjects[-1]
                or row[stop - 1].kind == "close"
            ):
                return subjects[-1], 0.95
            for hung in (clause.antecedent, clause.subject):
                if hung is not None and hung.kind == "org" and before.kind != "comma":
                    return hung, 0.93
        if before is not None and before.kind == "prep" and before.senses & {"of"}:
            # "X is one of the nine partners of P"
            stop = row.index(before)
            near = row[max(0, stop - 4) : stop]
            subject = clause.own_subject()
            if any(i.kind == "be" for i in near) and subject is not None and subject.kind == "org":
                return subject, 0.95
        if before is None and clause.antecedent is not None and clause.antecedent.kind == "org":
            return clause.antecedent, 0.95  # "X (coordinator)"
        return None

    def _says_role_leader(self, s: Sentence, clause: Clause, at: int) -> None:
        self._role(s, clause, at, "coordinator", "project", first=True)

    def _says_role_partner(self, s: Sentence, clause: Clause, at: int) -> None:
        self._role(s, clause, at, "partner", "project")

    def _says_role_member(self, s: Sentence, clause: Clause, at: int) -> None:
        self._role(s, clause, at, "member", "whole")

    def _says_role_host(self, s: Sentence, clause: Clause, at: int) -> None:
        self._role(s, clause, at, "organiser", "event", plans=False)

    def _says_role_other(self, s: Sentence, clause: Clause, at: int) -> None:
        """ "X is one of three members of W; the other two are Y and Z": the role told before."""
        told = [
            i
            for i in self._row[: clause.items[at].at]
            if i.senses & {"partner", "member", "role-member", "role-partner"}
        ]
        group = next((i for i in clause.items[at + 1 :] if i.kind == "org"), None)
        if not told or group is None:
            return
        wholes = [i for i in self._row[: clause.items[at].at] if i.kind in ("whole", "project")]
        if not wholes:
            return
        property_ = "member" if wholes[-1].kind == "whole" else "partner"
        self._orgs(
            s,
            wholes[-1].thing,
            property_,
            group,
            [wholes[-1], clause.items[at]],
            0.86,
            "clause-others",
        )

    def _says_role_signatory(self, s: Sentence, clause: Clause, at: int) -> None:
        self._role(s, clause, at, "signatory", "agreement", plans=False)

    def _role(
        self,
        s: Sentence,
        clause: Clause,
        at: int,
        property_: str,
        kind: str,
        first: bool = False,
        plans: bool = True,
    ) -> None:
        bearer = self._bearer(s, clause, at)
        if bearer is None:
            return
        others = ("event", "agreement", "whole", "project", "dialogue")
        about = self._theme(s, clause, at, kind, behind=True, far=False)
        if about is None and not any(i.kind in others and i.kind != kind for i in self._row):
            about = self._spoken_of(s, clause, frozenset({kind}))
        if about is None:
            return
        if first and len(bearer[0].mentions) > 1 and bearer[0].start > clause.items[at].start and (
            BESIDES.search(s.text(clause.items[at].start - 24, clause.items[at].start))
            or _APART.search(s.text(clause.items[at].start - 24, clause.items[at].start))
        ):  # fmt: skip
            return  # "they include, apart from the coordinator, X and Y"
        told = bearer[0].mentions[:1]
        if bearer[0] is clause.antecedent:  # "A, B and C (coordinator)": the one before the bracket
            role = clause.items[at].start
            told = [m for m in bearer[0].mentions if m.end <= role][-1:] or told
        group = (
            bearer[0] if not first else Item("org", bearer[0].start, bearer[0].end, mentions=told)
        )
        self._orgs(
            s, about[0], property_, group, [about[1], clause.items[at]], 0.9 * about[2] * bearer[1],
            f"clause-{property_}", plans,
        )  # fmt: skip

    def _says_role_start(self, s: Sentence, clause: Clause, at: int) -> None:
        self._role_of_date(s, clause, at, "startDate")

    def _says_role_end(self, s: Sentence, clause: Clause, at: int) -> None:
        self._role_of_date(s, clause, at, "endDate")

    def _role_of_date(self, s: Sentence, clause: Clause, at: int, property_: str) -> None:
        """ "The end of the project is planned for February 2022"."""
        row = clause.items
        if not any(i.kind == "be" for i in row[at:]):
            return
        date = next((i for i in row[at + 1 :] if i.kind == "date"), None)
        about = self._theme(s, clause, at, "project", "event", "agreement", behind=True, far=False)
        if date is None or date.date is None or date.date.last or about is None:
            return
        if about[0].cls == "Project" and about[1] is not None and about[1].start < date.start:
            self._dated(
                s,
                about[0],
                property_,
                date,
                [about[1], row[at]],
                0.86 * about[2],
                "clause-noun-date",
            )

    def _says_role_leadership(self, s: Sentence, clause: Clause, at: int) -> None:
        """ "The coordination lies with X", "under the lead of X", "X has the lead"."""
        row = clause.items
        about = self._theme(s, clause, at, "project", "event", "agreement")
        if about is None or about[0].cls not in ("Project", "Event", "DialogueSession"):
            return
        for place, item in enumerate(row[at + 1 : at + 11], at + 1):
            if item.kind == "org":
                told = governor(row, place)
                verbs = any(i.kind == "be" for i in row[:place])
                before = [i for i in row[at + 1 : place] if i.kind != "word"][-1:]
                if (
                    told & {"of", "by", "in", "with"}
                    or any(i.kind == "be" for i in before)
                    or (s.language == "de" and (verbs or not told))
                ):
                    self._role_of(s, about, item, row[at], 0.9)
                return
            if item.kind in ("event", "verb", "comma"):
                break
        if any(i.kind in ("be", "verb") for i in row[:at]):
            subject = clause.own_subject()
            if subject is not None and subject.kind == "org":
                self._role_of(s, about, subject, row[at], 0.88)

    def _role_of(
        self,
        s: Sentence,
        about: tuple[Thing, Item | None, float],
        org: Item,
        noun: Item,
        sure: float,
    ) -> None:
        if about[0].cls != "Project":  # "under the lead of X a workshop took place"
            self._orgs(
                s, about[0], "organiser", org, [about[1], noun], 0.84 * about[2],
                "event-under-lead", False,
            )  # fmt: skip
            return
        first = Item("org", org.start, org.end, mentions=org.mentions[:1])
        self._orgs(
            s,
            about[0],
            "coordinator",
            first,
            [about[1], noun],
            sure * about[2],
            "clause-leadership",
        )

    def _says_sum(self, s: Sentence, clause: Clause) -> None:
        """ "It is worth 80,000 euros": the sum of the agreement that the text speaks of."""
        row = clause.items
        sums = [i for i in row if i.kind == "amount" and i.amount is not None]
        if len(sums) != 1 or any(i.kind in ("project", "programme") for i in self._row):
            return
        agreements = [i for i in row if i.kind == "agreement"]
        latest = self.focus.latest
        if agreements:
            thing, sure = agreements[0].thing, 0.84
        elif (
            latest is not None and latest.cls == "Agreement" and not self.focus.far(latest, s.start)
        ):
            thing, sure = latest, 0.78
        else:
            return
        amount = sums[0].amount
        self._tell(
            s, thing, "amount", amount.value if amount else "", [sums[0]], sure, "sum-of-agreement", "xsd:decimal",
            money.NORMALISER, amount.currency if amount and amount.currency != "EUR" else None, plans=True,
        )  # fmt: skip

    def _says_with(self, s: Sentence, clause: Clause) -> None:
        """ "The workshop, with 80 guests": how many came."""
        row = clause.items
        for place, item in enumerate(row):
            if (
                item.kind == "count"
                and "with" in governor(row, place)
                and self._counts_people(s, item)
            ):
                about = self._theme(s, clause, place, "event", "project", "agreement", far=False)
                if about is None or about[0].cls not in ("Event", "DialogueSession"):
                    return
                self._tell(
                    s, about[0], "attendance", item.value, [about[1], item], 0.84 * about[2], "clause-with",
                    "xsd:integer", "count",
                )  # fmt: skip
                return

    def _says_paid(self, s: Sentence, clause: Clause) -> None:
        """ "2 million euros from the European Union": beside a sum, who pays it."""
        row = clause.items
        for place, item in enumerate(row):
            if item.kind != "amount" or item.amount is None or item.amount.currency != "EUR":
                continue
            for after in range(place + 1, min(len(row), place + 6)):
                if row[after].kind in ("verb", "be", "comma", "stop", "amount"):
                    break
                if is_union(row[after]) and governor(row, after) & {"from", "by", "of"}:
                    about = self._theme(s, clause, place, "project", "agreement")
                    if about is not None and about[0].cls == "Project":
                        self._orgs(
                            s, about[0], "fundedBy", row[after], [item], 0.86 * about[2], "sum-from"
                        )
                        self._sum(s, about[0], "fundingEuro", item, [], 0.88 * about[2], "sum-from")
                    break

    def _says_under(self, s: Sentence, clause: Clause) -> None:
        """ "A Horizon 2020 project", "funded by COSME", "comes under Horizon Europe"."""
        row = clause.items
        for at, item in enumerate(row):
            if item.kind != "programme":
                continue
            told = governor(row, at)
            beside = at + 1 < len(row) and row[at + 1].kind in ("noun", "project")
            noun = any(i.kind == "noun" and "project" in i.senses for i in row[max(0, at - 3) : at])
            paid = any(
                i.kind == "verb" and i.senses & {"fund", "lead", "run", "receive"} for i in row
            )
            granted = _NUMBERED.search(self._text) is not None
            if (
                not beside
                and not granted
                and not (
                    told & {"under", "by", "in", "from", "of", "with", "for"}
                    and (noun or paid or "under" in told or "in" in told)
                )
            ):
                continue
            about = self._theme(
                s, clause, at, "project", "event", "agreement", "whole", behind=beside
            )
            if about is None or about[0].cls != "Project" or _asked(s.flat):
                continue
            sure = (0.9 if beside or paid or "under" in told else 0.78) * about[2]
            self._tell(
                s,
                about[0],
                "fundedUnder",
                item.thing,
                [about[1], item],
                sure,
                "clause-programme",
                plans=True,
            )

    def _says_beside(self, s: Sentence, clause: Clause) -> None:
        """ "The first edition, in Foshan in July 2019, drew ...": day and place beside an event."""
        row = clause.items
        for at, item in enumerate(row):
            if item.kind != "event":
                continue
            date: Item | None = None
            spot: Item | None = None
            for place in range(at + 1, len(row)):
                beside = row[place]
                if (
                    beside.kind == "date"
                    and date is None
                    and not governor(row, place) & {"until", "about"}
                ):
                    date = beside
                elif (
                    beside.kind == "place" and spot is None and governor(row, place) & {"in", "of"}
                ):
                    spot = beside
                elif (
                    beside.kind not in ("prep", "comma", "open", "close", "word", "person")
                    or place - at > 9
                ):
                    break
            if date is not None:
                self._when(s, item.thing, date, [item], 0.72, "beside-event")
            if spot is not None:
                self._tell(
                    s, item.thing, "locatedIn", spot.thing, [item, spot], 0.7, "beside-event"
                )


_APART = re.compile(r"(?i)(?<!\w)(?:apart|aside) from\s")
_NUMBERED = re.compile(
    r"(?i)(?:grant|agreement|convention|Finanzhilfe\w*|Nr\.|n[°º]|no\.?|accordo|acuerdo|subvención|sovvenzione)\D{0,40}[0-9]{6,9}"
)


def _asked(flat: str) -> bool:
    """Return whether a sentence speaks of an application, not of a grant."""
    return bool(
        re.search(
            r"(?i)proposal|application|applied|submitted|Antrag|beantragt|candidature|demande|déposé|domanda|presentata|solicitud|presentad[oa] a",
            flat,
        )
    )
