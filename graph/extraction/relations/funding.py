"""What verbs say of money: who pays, who receives, what it costs."""

from __future__ import annotations

import re

from graph.extraction import amounts as money
from graph.extraction.model import Thing
from graph.extraction.relations.arguments import Arguments, is_union
from graph.extraction.relations.clauses import Clause, governor
from graph.extraction.relations.figures import parted
from graph.extraction.relations.items import Item
from graph.extraction.sentence import Sentence

_FUNDS = re.compile(
    r"(?i)(?:co-?)?(?:fund|financ|finanz|förder|geförder|mitfinanz|kofinanz|subvention|sovvenz|unterstütz|support|soutien|sosten|sostien|cofinanc|cofinanz|apoy)"
)

_GRANT = re.compile(
    r"(?i)grant|funding|contribution|subsid|Förder|Zuschuss|Zuwendung|Finanzhilfe|subvention|aide|apport|contributo|finanziament|"
    r"sovvenzion|ayuda|subvención|aportación|financiación"
)


class Funding(Arguments):
    """One rule for each sense of a verb about money."""

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
            programme = any(
                i.kind == "programme" and governor(row, p) & {"from", "by", "of", "under", "in"}
                for p, i in enumerate(row)
            )
            about = self._theme(s, clause, at, "project", "agreement", behind=True)
            if len(sums) == 1 and programme and about is not None and about[0].cls == "Project":
                # "5 million euros flow from Horizon 2020 into the project"
                self._sum(
                    s, about[0], "fundingEuro", sums[0], [verb], 0.86 * about[2], "clause-from"
                )
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
        for place in (row.index(i) for i in sums if i.amount and not parted(s, i.amount)):
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
        whole = sums[0].amount is not None and parted(s, sums[0].amount)
        self._sum(
            s, about[0], "totalCost" if whole else "fundingEuro", sums[0], [verb], 0.88 * about[2],
            "clause-receives",
        )  # fmt: skip
        for place, item in enumerate(row):
            if place > at and item.kind == "org" and governor(row, place) & {"from", "by", "of"}:
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
