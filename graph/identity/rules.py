"""The verdict on one party against a register: which record it is, of which it is a part.

Rules in order, the sure before the less sure; the first that fits decides. Each names itself, so
that a judgement can say what it rests on (``RULES`` says it in words). What no rule decides is
``unsure``, with the nearest record and what speaks against it.
"""

from __future__ import annotations

from dataclasses import dataclass

from graph.identity.compare import (
    Comparison,
    Likeness,
    compare,
    country_words,
    place_words,
)
from graph.identity.index import Index, names_of, segments_of
from graph.identity.judgements import PART_OF, SAME, UNSURE
from graph.identity.model import Party
from graph.identity.names import name as prepared
from graph.identity.names import without_brackets
from graph.identity.parts import can_have_parts, part_of
from graph.identity.places import words_of
from graph.identity.spelling import letters
from graph.identity.words import kind, meaning

RULES = {
    "name-and-place": "the same name and the same town",
    "name-and-web": "the same name and the same web domain",
    "name": "the same name, and only one organisation of the country has it",
    "run-together": "the same letters, words run together or taken apart",
    "name-with-parent": "the name with that of the parent added or left out",
    "name-explained": "the same words but for place, legal form, short or other name",
    "misspelled": "one word a slip away from the name, in the same town or web domain",
    "web-and-name": "the same web domain and a word that few organisations have",
    "short-name-and-place": "the same short name, most of the name and the same town",
    "part-by-name": "the name says what it is a part of",
    "part-by-short-name": "a unit whose name ends with the short name of what it is a part of",
    "near": "alike, but something tells them apart or is not known",
    "none": "no record has this name or web domain",
}


@dataclass(frozen=True)
class Verdict:
    """What was decided about a party and one record."""

    left: Party
    right: Party
    relation: str
    score: float
    rule: str
    reason: str


def judge(party: Party, index: Index) -> Verdict | None:
    """Decide which record of an index a party is; None where nothing comes near at all."""
    return Judge(party, index).verdict()


class Judge:
    """One party while it is being judged."""

    def __init__(self, party: Party, index: Index, candidates: list[Party] | None = None) -> None:
        """``candidates`` are what the index finds for the party, where that is known."""
        self.party = party
        self.index = index
        # Whoever has exactly the name comes first; where one is in the same town too, the dozens
        # that share a word with it need not even be looked for.
        exact = index.with_exact_name(party) - {party.id}
        self.found = self._compared([index.parties[one] for one in exact])
        if not any(one.same_town and not _dead(one.right) for one in self.found):
            likely = index.candidates(party) if candidates is None else candidates
            others = [one for one in likely if one.id != party.id and one.names]
            self.found += self._compared([one for one in others if one.id not in exact])
        self.found.sort(key=_order)

    def _compared(self, others: list[Party]) -> list[Comparison]:
        parents = self.index.parties.get
        return [compare(self.party, other, self.index, parents) for other in others]

    def verdict(self) -> Verdict | None:
        """Return the verdict of the first rule that fits."""
        alive = [one for one in self.found if not _dead(one.right)]
        same = self._same(alive)
        if same is not None:
            return same
        succeeded = self._same([one for one in self.found if _dead(one.right)])
        if succeeded is not None and succeeded.relation == SAME:
            after = self.index.parties.get(succeeded.right.successor)
            if after is not None:
                reason = f"{succeeded.reason}; that record was replaced by {after.name}"
                return Verdict(
                    self.party, after, SAME, succeeded.score - 0.01, succeeded.rule, reason
                )
        return self._part(alive) or self._nearest(alive)

    # -- same -------------------------------------------------------------------------------

    def _same(self, found: list[Comparison]) -> Verdict | None:
        likely = [one for one in found if one.likeness > Likeness.OTHER]
        if not likely:
            return self._by_web(found) or self._by_short_name(found)
        best = likely[0]
        rivals = [one for one in likely[1:] if _strength(one) == _strength(best)]
        if rivals:
            best_or_none = self._among([best, *rivals])
            if best_or_none is None:
                others = ", ".join(one.right.name for one in rivals[:2])
                return self._unsure(best, f"{others} fits as well")
            best = best_or_none
        return self._decide(best)

    def _decide(self, one: Comparison) -> Verdict | None:
        words = one.theirs.words
        telling = self.index.distinctive(self.party.country, words) or self._names_a_place(one)
        if one.likeness == Likeness.EXACT:
            if one.same_town:
                return self._is(one, "name-and-place", 0.99)
            if one.same_domain:
                return self._is(one, "name-and-web", 0.99)
            if one.same_town is None:
                return self._is(one, "name", 0.96)
            if (telling or "university" in one.theirs.order) and not _in_brackets(one):
                return self._is(one, "name", 0.93)
            return self._unsure(one, "the same name, in another town")
        if one.likeness == Likeness.RUN_TOGETHER:
            if one.same_town is not False or one.same_domain:
                return self._is(one, "run-together", 0.96)
            return self._unsure(one, "the same letters, in another town")
        supported = one.same_town or one.same_domain
        if self._another_body(one):
            return self._unsure(one, "a foundation or association beside what it is named after")
        if one.likeness == Likeness.EXPLAINED:
            if not self._enough_in_common(one):
                return self._unsure(one, "the words in common are shared by many")
            if "parent" in one.why and (supported or one.same_town is None):
                return self._is(one, "name-with-parent", 0.97 if supported else 0.94)
            if supported and (telling or "university" in one.theirs.order or one.same_domain):
                return self._is(one, "name-explained", 0.95)
            if (
                supported
                and set(one.why) <= {"form", "short name", "place"}
                and len(one.shared) > 1
            ):
                return self._is(one, "name-explained", 0.93)
            if telling and set(one.why) <= {"form", "short name"} and len(one.shared) > 2:
                return self._is(one, "name-explained", 0.91)
            return self._unsure(one, _against(one))
        if supported and len(one.shared) and (telling or len(one.shared) > 1):
            return self._is(one, "misspelled", 0.93)
        return self._unsure(one, _against(one))

    def _by_short_name(self, found: list[Comparison]) -> Verdict | None:
        """Return a short name that is the whole name of a record, in the same town or web
        domain.
        """
        shorts = {
            prepared(text, self.party.country).run
            for text in (*self.party.short_names, *(p.text for p in segments_of(self.party)))
            if len(text) > 3
        } & {prepared(text, self.party.country).run for text in self.party.short_names}
        good = [
            one
            for one in found
            if (one.same_town or one.same_domain)
            and not can_have_parts(one.right, self.index)
            and any(
                name.run in shorts and self.index.distinctive(self.party.country, name.words)
                for name in names_of(one.right)
            )
        ]
        return self._is(good[0], "short-name-and-place", 0.91) if len(good) == 1 else None

    def _by_web(self, found: list[Comparison]) -> Verdict | None:
        """Return the same web domain, and a sign in the names that it is not a neighbour's there.

        Departments, subsidiaries and agencies use the web domain of what they belong to.
        """
        here = [one for one in found if one.same_domain]
        good = [one for one in here if self._shows_a_sign(one, len(here) == 1)]
        if not good:
            return None
        top = max(good, key=lambda one: one.score)
        if any(one.score > top.score - 0.1 for one in here if one is not top):
            return None
        return self._is(top, "web-and-name", round(0.85 + 0.1 * top.score, 2))

    def _shows_a_sign(self, one: Comparison, alone: bool) -> bool:
        country = self.party.country
        if _short_runs(self.party) & (
            _short_runs(one.right) | {n.run for n in names_of(one.right)}
        ):
            return True
        if one.left_has_unit or (one.mine.legal and one.only_left):
            whole = False
        else:
            whole = not one.only_right or (alone and one.score >= 0.85)
        if whole and self.index.distinctive(country, one.shared):
            return True
        if not alone or one.mine.legal or self.index.has_parts(one.right.id):
            return False
        labels = {label for host in one.right.domains for label in host.split(".")[:-1]}
        mine = _words_of_short_names(self.party)
        theirs = {word for name in names_of(one.right) for word in name.words}
        return self.index.distinctive(country, mine & theirs & labels)

    def _enough_in_common(self, one: Comparison) -> bool:
        """Return whether a word in common is more than the place and what many are called."""
        if set(one.why) <= {"form", "place"}:
            return True
        places = place_words(one.right) | place_words(one.left)
        return any(
            kind(word) in ("", "word") and word not in places and word != "university"
            for word in map(meaning, one.shared)
        )

    def _another_body(self, one: Comparison) -> bool:
        """Return whether foundation or association in one name may mean a body beside the other.

        Dutch universities are foundations by law; elsewhere the foundation of a university is
        another body, and a company's foundation everywhere.
        """
        only_left, only_right = one.forms
        if one.same_domain or not (only_left or only_right):
            return False
        learned = {"university", "polytechnic", "hospital"} & set(one.theirs.order)
        company = bool(one.mine.legal)
        return (only_left and bool(learned) and self.party.country != "NL") or (
            only_right and company
        )

    def _names_a_place(self, one: Comparison) -> bool:
        places = place_words(one.right) - country_words(one.right.country)
        return bool(places & set(one.theirs.order))

    def _among(self, rivals: list[Comparison]) -> Comparison | None:
        """Return one of several that fit alike: the one above the others, or the only active
        one.
        """
        for one in rivals:
            if all(one is other or one.right.id in other.right.parents for other in rivals):
                return one
        active = [one for one in rivals if one.right.status == "active"]
        if len(active) == 1:
            return active[0]
        first = [one for one in active if one.mine.text == self.party.name]
        return first[0] if len(first) == 1 and len(self.party.names) > 1 else None

    # -- part of ----------------------------------------------------------------------------

    def _part(self, found: list[Comparison]) -> Verdict | None:
        whole = part_of(self.party, [one.right for one in found], self.index)
        if whole is None:
            return None
        score = 0.9 if whole.rule == "part-by-name" else 0.85
        reason = f"{whole.how} {whole.party.name}"
        return Verdict(self.party, whole.party, PART_OF, score, whole.rule, reason)

    # -- unsure -----------------------------------------------------------------------------

    def _nearest(self, found: list[Comparison]) -> Verdict | None:
        if not found:
            return None
        best = max(found, key=lambda one: (one.score, one.right.id))
        return self._unsure(best, _against(best))

    def _is(self, one: Comparison, rule: str, score: float) -> Verdict:
        if one.right.status == "inactive":
            score -= 0.02
        return Verdict(self.party, one.right, SAME, round(score, 2), rule, _reason(one, rule))

    def _unsure(self, one: Comparison, against: str) -> Verdict:
        score = round(min(0.89, one.score), 2)
        rule = "near" if score >= 0.6 else "none"
        # The record itself may not be in the extract: the reason says which it is.
        where = f", {one.right.towns[0]}" if one.right.towns else ""
        reason = f"“{one.right.name}”{where}: {against}"
        return Verdict(self.party, one.right, UNSURE, score, rule, reason)


def _words_of_short_names(party: Party) -> set[str]:
    return {word for text in party.short_names for word in prepared(text, party.country).words}


def _short_runs(party: Party) -> set[str]:
    runs = {prepared(text, party.country).run for text in party.short_names}
    return {run for run in runs if len(run) > 2}


def _dead(party: Party) -> bool:
    return party.status == "withdrawn"


def _in_brackets(one: Comparison) -> bool:
    """Return whether the town of one side stands in its name, in brackets that were left out.

    Then it is the one of several that is there: China University of Geosciences (Wuhan).
    """
    for party, form in ((one.left, one.mine), (one.right, one.theirs)):
        bracketed = [text for text in party.names if without_brackets(text) == form.text != text]
        towns = {word for place in party.towns for word in words_of(place)}
        if any(towns & set(letters(text).split()) for text in bracketed):
            return True
    return False


def _strength(one: Comparison) -> tuple[int, int, int]:
    town = 0 if one.same_town is None else (1 if one.same_town else -1)
    return (one.likeness, town, int(bool(one.same_domain)))


def _order(one: Comparison) -> tuple[float | str, ...]:
    likeness, town, domain = _strength(one)
    return (-likeness, -town, -domain, len(one.why), -one.score, one.right.id)


def _reason(one: Comparison, rule: str) -> str:
    """Return the reason in words a person can check."""
    said = [RULES[rule]]
    if one.mine.text.casefold() != one.theirs.text.casefold():
        said.append(f"“{one.mine.text}” and “{one.theirs.text}”")
    if one.misspelled:
        said += [f"{mine} for {theirs}" for mine, theirs in one.misspelled]
    if one.why:
        said.append("explained by " + ", ".join(one.why))
    if one.same_town is False:
        said.append(f"towns differ: {_towns(one.left)}, {_towns(one.right)}")
    return "; ".join(said)


def _against(one: Comparison) -> str:
    said = []
    if one.only_left:
        said.append("only in the participant's name: " + " ".join(one.only_left))
    if one.only_right:
        said.append("only in the record's name: " + " ".join(one.only_right))
    if one.same_town is False:
        said.append(f"towns differ: {_towns(one.left)}, {_towns(one.right)}")
    return "; ".join(said) or "alike, but nothing but the name speaks for it"


def _towns(party: Party) -> str:
    return " / ".join(party.towns) or "unknown"
