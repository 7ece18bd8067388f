"""What a sentence says about who does what, when, where and with which money.

Each rule is a cue of the word lists with a subject before it (or the one the text speaks of)
and objects behind it. What the clause negates or only plans is set aside with that mark.
"""

from __future__ import annotations

import re

from graph.extraction.model import Candidate
from graph.extraction.relations.beside import Beside
from graph.extraction.relations.consortia import Consortia
from graph.extraction.relations.figures import Figures
from graph.extraction.relations.frames import Frames
from graph.extraction.relations.journeys import Journeys
from graph.extraction.relations.nouns import Clauses
from graph.extraction.relations.occasions import Occasions
from graph.extraction.relations.organising import Organising
from graph.extraction.relations.parties import Parties
from graph.extraction.relations.partnerships import Partnerships
from graph.extraction.relations.roles import Roles
from graph.extraction.relations.signing import Signing
from graph.extraction.relations.subjects import distinct, is_journey
from graph.extraction.relations.times import Times
from graph.extraction.sentence import ORGANISATIONS, Sentence

__all__ = ["Relations", "is_journey"]


def _tells_of_programme(s: Sentence, before: bool) -> bool:
    """Return whether a sentence is about a funding programme, not about a project in it.

    "The Twin Programme was launched in 2006. It runs until 2013."
    """
    if s.of("Project"):
        return False
    first = min(s.mentions, key=lambda m: m.start, default=None)
    if first is not None and first.cls == "Programme":
        return (
            re.fullmatch(
                r"\W*(?:[Tt]he\s|EU\s|(?:D(?:as|ie|er)|L[ea]|L[’']|Il|El)\s?)*",
                s.text(s.start, first.start),
            )
            is not None
        )
    return before and re.match(r"\W*(?:It|This programme|The programme)\b", s.flat) is not None


_ANOTHER_EDITION = re.compile(
    r"\W*(?:The|Its|Their|A|An)\s(?:previous|last|first|next|preceding|earlier|inaugural)\s(?:edition|issue)s?\s(?:of|was|took|had)(?!\w)"
)
"""Begins a sentence about another edition of an event than the one the text is about."""
_OF_EDITION = frozenset({"date", "startDate", "endDate", "locatedIn", "attendance", "organiser"})


class Relations(
    Roles,
    Signing,
    Organising,
    Times,
    Figures,
    Frames,
    Beside,
    Journeys,
    Consortia,
    Parties,
    Partnerships,
    Occasions,
    Clauses,
):
    """The statements of one sentence after the other; ``focus`` goes along."""

    def read_title(self, sentence: Sentence) -> list[Candidate]:
        """Return what a line in capitals throughout states: which session it counts, what brackets hold."""
        self.made, self.used_dates = [], set()
        self._sessions(sentence)
        self._bracketed(sentence)
        return self.made

    def read(self, sentence: Sentence) -> list[Candidate]:
        """Return the statements of a sentence."""
        self.made, self.used_dates = [], set()
        self.offices.read(sentence)
        self.of_programme = _tells_of_programme(sentence, self.of_programme)
        for step in (
            self._coordinator, self._partners, self._signatures, self._organisers, self._members,
            self._valid, self._project_dates, self._force, self._held, self._grants, self._money, self._programmes,
            self._attendance, self._countries, self._sessions, self._addresses, self._relatives,
            self._appositions, self._funders, self._events_of, self._own_address, self._bracketed,
            self._between, self._project_of, self._seats_before, self._listed_parties, self._dated_line, self._stages,
            self._consortia, self._occasions, self._either_side, self._partnership, self._clauses,
        ):  # fmt: skip
            step(sentence)
        if _ANOTHER_EDITION.match(sentence.flat):
            self.made = [
                c for c in self.made if c.subject.cls != "Event" or c.property not in _OF_EDITION
            ]
        if told := distinct([*sentence.of(*ORGANISATIONS)]):
            self.before = told
        return self.made
