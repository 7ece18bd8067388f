"""Money and time of a cluster partnership: "co-financed by COSME with EUR 412,000 from January 2019"."""

from __future__ import annotations

import re

from graph.extraction import amounts as money
from graph.extraction.dates import days
from graph.extraction.lexicon import refers
from graph.extraction.model import Thing
from graph.extraction.relations.subjects import Subjects
from graph.extraction.relations.times import SHORTEST_PROJECT
from graph.extraction.sentence import Sentence

_SPAN = re.compile(
    r"(?i)(?<!\w)(?:from|between|during|over|for the period|lasting|runs|running|ran|period|financed|funded|active)(?!\w)[^.;]{0,40}$|\(\s?$"
)
_FUNDED = re.compile(
    r"(?i)(?:fund|financ)(?:s|ed|ing|es)|budget|(?<!\w)grant|contribut|support(?:s|ed)|worth|receiv|COSME"
)
_STARTED = re.compile(
    r"(?i)(?<!\w)(?:start(?:s|ed)?|began|launched|kicked off|founded|set up|running since|established|formed|created)\s(?:officially\s)?(?:in|on|at)?\s?(?:early\s)?$"
)
_ENDED = re.compile(
    r"(?i)(?<!\w)(?:end(?:s|ed)?|will end|run(?:s)? until|until|finish(?:es|ed)?|closed?|expires?|up to)\s(?:in|on)?\s?(?:the end of\s)?$"
)


class Partnerships(Subjects):
    """The rule about cluster partnerships; projects have rules of their own."""

    def _partnership(self, s: Sentence) -> None:
        """Tell when a partnership ran and what it was paid."""
        if not (s.dates or s.amounts) or s.of("Project", "Agreement"):
            return
        thing = self._whole_meant(s)
        if thing is None:
            return
        events = s.of("Event", "DialogueSession")
        for date in s.dates:
            if date.start in self.used_dates or any(e.start < date.start for e in events):
                continue
            before = s.text(max(s.start, date.start - 60), date.start)
            if date.last is not None:
                if days(date) >= SHORTEST_PROJECT and _SPAN.search(before):
                    for key, value in (("startDate", date.first), ("endDate", date.last)):
                        self._date(s, thing, key, value, date, date.start, 0.84, "partnership-span")
                continue
            for pattern, key in ((_STARTED, "startDate"), (_ENDED, "endDate")):
                if pattern.search(before):
                    self._date(s, thing, key, date.first, date, date.start, 0.84, "partnership-day")
        if _FUNDED.search(s.flat) and not events:
            for amount in s.amounts[:1]:
                if amount.currency == "EUR":
                    self._add(
                        s, thing, "fundingEuro", amount.value, amount.start, amount.end, 0.84,
                        "partnership-funding", "xsd:decimal", money.NORMALISER, plans=True,
                    )  # fmt: skip

    def _whole_meant(self, s: Sentence) -> Thing | None:
        if wholes := s.of("ClusterPartnership"):
            return wholes[0].thing
        known = self.focus.by_class.get("ClusterPartnership")
        if known is None or self.focus.far(known, s.start):
            return None
        if re.match(rf"\W*(?:{refers('ClusterPartnership')})(?!\w)", s.flat, re.IGNORECASE):
            return known
        latest = self.focus.latest == known and re.match(r"(?:It|Its|This)\s", s.flat)
        return known if latest else None
