"""What a sentence says about who does what, when, where and with which money.

Each rule is a cue of the word lists with a subject before it (or the one the text speaks of)
and objects behind it. What the clause negates or only plans is set aside with that mark.
"""

from __future__ import annotations

from graph.extraction.model import Candidate
from graph.extraction.relations.beside import Beside
from graph.extraction.relations.figures import Figures
from graph.extraction.relations.frames import Frames
from graph.extraction.relations.nouns import Clauses
from graph.extraction.relations.organising import Organising
from graph.extraction.relations.roles import Roles
from graph.extraction.relations.signing import Signing
from graph.extraction.relations.subjects import distinct, is_journey
from graph.extraction.relations.times import Times
from graph.extraction.sentence import ORGANISATIONS, Sentence

__all__ = ["Relations", "is_journey"]


class Relations(Roles, Signing, Organising, Times, Figures, Frames, Beside, Clauses):
    """The statements of one sentence after the other; ``focus`` goes along."""

    def read(self, sentence: Sentence) -> list[Candidate]:
        """Return the statements of a sentence."""
        self.made, self.used_dates = [], set()
        self.offices.read(sentence)
        for step in (
            self._coordinator, self._partners, self._signatures, self._organisers, self._members,
            self._project_dates, self._force, self._held, self._grants, self._money, self._programmes,
            self._attendance, self._countries, self._sessions, self._addresses, self._relatives,
            self._appositions, self._funders, self._events_of, self._own_address, self._bracketed,
            self._between, self._project_of,
            self._clauses,
        ):  # fmt: skip
            step(sentence)
        if told := distinct([*sentence.of(*ORGANISATIONS)]):
            self.before = told
        return self.made
