"""Who signs, told without a subject of the verb: "X on the one side, Y on the other", "an agreement
with X was signed by the rector of Y"."""

from __future__ import annotations

import re

from graph.extraction.lexicon import cue
from graph.extraction.model import Mention, Thing
from graph.extraction.relations.subjects import Subjects
from graph.extraction.sentence import ORGANISATIONS, Sentence

_ONE_SIDE = re.compile(r"(?:\s\([^()]{1,40}\))?,?\son (?:the )?one (?:side|hand|part)(?!\w)")
_OTHER = re.compile(r"(?:\s\([^()]{1,40}\))?,?\son the other(?: (?:side|hand|part))?(?!\w)")
_HEADS_OF = re.compile(
    r"(?<!\w)(?:presidents|rectors|heads|directors|leaders|representatives|chairs|chairmen|mayors|ministers|deans|managers|delegates)\s(?:of|from)\s$"
)
_WITH = re.compile(r"\swith\s(?:the\s)?")
_SIGNED_BY = re.compile(
    r"(?:\s\([^()]{1,40}\))?,?\s(?:was|were|has been|had been|is)\s(?:[a-z]+ly\s)?(?:signed|concluded|sealed|initialled)\s(?:[^.;]{0,40}?\s)?by\s"
)
_FOLLOWS = re.compile(r"(?<!\w)(?:follow(?:s|ed)|sign|conclud|ink|seal|initial|exchang|adopt)\w*")


class Parties(Subjects):
    """Rules about the parties of agreements."""

    def _either_side(self, s: Sentence) -> None:
        """Tell the parties that a sentence sets against each other, and those of a passive."""
        agreements = s.of("Agreement")
        orgs = s.of(*ORGANISATIONS)
        for one in orgs:
            match = _ONE_SIDE.match(s.flat, one.end - s.start)
            if match is None or not (_FOLLOWS.search(s.flat) or cue("signed").search(s.flat)):
                continue
            other = next(
                (o for o in orgs if o.start > one.end and _OTHER.match(s.flat, o.end - s.start)),
                None,
            )
            thing = agreements[0].thing if agreements else self._agreement(s)
            if other is not None and thing is not None:
                self._sign(s, thing, [one, other], one.start, other.end, 0.88, "either-side")
        for two in s.pairs:
            if _HEADS_OF.search(s.text(two[0].start - 40, two[0].start)) and cue("signed").search(
                s.flat, two[0].end - s.start
            ):  # fmt: skip
                thing = agreements[0].thing if agreements else self._agreement(s)
                if thing is not None:
                    self._sign(s, thing, two, two[0].start, two[0].end, 0.84, "heads-of-two")
        for agreement in agreements:
            match = _WITH.match(s.flat, agreement.end - s.start)
            one_ = next((o for o in orgs if match and o.start == s.start + match.end()), None)
            by = _SIGNED_BY.match(s.flat, one_.end - s.start) if one_ else None
            if one_ is None or by is None:
                continue
            behind = [o for o in orgs if 0 <= o.start - s.start - by.end() < 80]
            if behind:
                self._sign(
                    s, agreement.thing, [one_, behind[0]], agreement.start, behind[0].end, 0.84,
                    "signed-with-by",
                )  # fmt: skip

    def _agreement(self, s: Sentence) -> Thing | None:
        known = self.focus.by_class.get("Agreement")
        return known if known is not None and not self.focus.far(known, s.start) else None

    def _sign(
        self, s: Sentence, agreement: Thing, parties: list[Mention], low: int, high: int, sure: float, rule: str
    ) -> None:  # fmt: skip
        for party in parties:
            self._add(
                s, agreement, "signatory", party.thing, low, high, sure * party.confidence**0.3, rule,
                at=low,
            )  # fmt: skip
