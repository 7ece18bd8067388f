"""Who does what in a clause, and how a statement of it is made: what the rules of verbs share."""

from __future__ import annotations

import re
from collections.abc import Iterable

from graph.extraction import amounts as money
from graph.extraction import dates as calendar
from graph.extraction.model import Candidate, Thing
from graph.extraction.namelist import like_person
from graph.extraction.relations.clauses import Clause, governor
from graph.extraction.relations.items import NAMES, UNION, Item
from graph.extraction.relations.offices import body_of
from graph.extraction.relations.subjects import Subjects, too_large
from graph.extraction.sentence import ORGANISATIONS, Sentence, negated, planned

_PASSIVE = re.compile(
    r"(?i)(?:is|are|was|were|be|been|being|wird|werden|wurden?|worden|ist|sind|waren?|est|sont|étaient|était|fut|été|"
    r"è|sono|era|erano|fu|stat[oaie]|viene|vengono|es|son|fue|fueron|sido|está|están|sera|serán?|sarà)$"
)
_ACTIVE_FORM = re.compile(r"(?i).*(?:ing|ant|ando|endo|end)$")
_INDEFINITE = re.compile(
    r"(?i)(?:an?|eine?[nmrs]?|une?|un[oa]?|another|kein\w*|weitere[nrs]?)\s(?:[\w-]+\s){0,2}$"
)
_THIS = re.compile(
    r"(?i)(?:this|diese[smnr]?|ce|cet|cette|quest[oa’']|est[ea])\s?(?:[\w-]+\s){0,3}$"
)
_INSTEAD = re.compile(
    r"(?<!\w)(?:nicht|not|non|pas|no)\s[^.;]{2,60}?,?\s(?:sondern|but|bensì|ma|mais|sino)(?!\w)"
)


_MAYBE = re.compile(
    r"(?i)(?<!\w)(?:might|could|would|may(?=\s[a-z])|könnten?|würden?|pourrai(?:t|ent)|potrebber?o?|podrían?)(?!\w)"
)
_SEVERAL = re.compile(
    r"(?i)projects|consortia|projekten?|konsortien|projets|progetti|consorzi|proyectos|consorcios"
)
_THINGS = frozenset({"noun", "project", "event", "agreement"})


class Arguments(Subjects):
    """Subjects, objects and what a verb is about, found in a clause."""

    _row: list[Item]
    _text: str

    def _thing(self, s: Sentence, item: Item, kinds: frozenset[str]) -> Thing | None:
        """Return what an item is, if it is of one of some kinds; "the project" is the one meant."""
        if item.kind in kinds:
            return item.thing
        if item.kind != "noun":
            return None
        if "event" in item.senses and "event" in kinds:
            return self.focus.of("DialogueSession", "Event")
        if "project" not in kinds or not item.senses & {"project", "work"}:
            return None
        following = self._row[item.at + 1 : item.at + 4]
        if any(i.kind == "project" for i in following):
            return None
        earlier = [i for i in self._row[: item.at] if i.kind == "project"]
        before = s.text(s.start, item.start)
        if _INDEFINITE.search(before) and not (earlier and self._row[item.at - 2 : item.at]):
            return None
        if earlier:
            return earlier[-1].thing
        if _THIS.search(before) and "Project" in self.focus.last:
            return self.focus.last["Project"]
        return self.focus.of("Project")

    def _theme(
        self,
        s: Sentence,
        clause: Clause,
        at: int,
        *kinds: str,
        behind: bool = False,
        far: bool = True,
    ) -> tuple[Thing, Item | None, float] | None:
        """Return what a verb is about, with its item and how sure that is."""
        wanted = frozenset(kinds)
        left, right = clause.items[:at][::-1], clause.items[at + 1 :]
        for item in [*right, *left] if behind else [*left, *right]:
            if "project" in wanted and item.kind == "noun" and _SEVERAL.fullmatch(item.value):
                return None  # "partners in one of the consortia": none in particular
            if thing := self._thing(s, item, wanted):
                return thing, item, 1.0 if item.kind != "noun" else 0.96
        for hung, sure in ((clause.antecedent, 0.97), (clause.subject, 0.95)):
            if hung is not None and (thing := self._thing(s, hung, wanted)):
                return thing, hung, sure
        above = clause.parent
        while above is not None:
            for item in above.items[::-1]:
                if item.start < clause.items[0].start and (thing := self._thing(s, item, wanted)):
                    return thing, item, 0.93
            above = above.parent
        return self._spoken_of(s, clause, frozenset(kinds[:1])) if far else None

    def _spoken_of(
        self, s: Sentence, clause: Clause, wanted: frozenset[str]
    ) -> tuple[Thing, Item | None, float] | None:
        """Return what the text speaks of, where the sentence names nothing else that fits."""
        start = clause.items[0].start
        earlier = [i for i in self._row if i.start < start and i.kind in wanted]
        if earlier:
            return earlier[-1].thing, earlier[-1], 0.88
        if any(i.kind in wanted for i in self._row):
            return None
        classes = tuple(c for k in wanted for c in _CLASSES.get(k, ()))
        told = self._pronoun(s, start + 1, classes)
        if (
            told is None
            and wanted & {"project"}
            and any(i.kind in ("event", "agreement", "dialogue", "whole") for i in self._row)
        ):
            return None
        thing = told[0] if told else self.focus.of(*classes)
        if thing is None or self.focus.far(thing, start):
            return None
        if told is None and self.only_later(s, thing):
            return None
        return thing, None, told[2] if told else 0.93 if thing == self.focus.only else 0.85

    def _agent(self, s: Sentence, clause: Clause, at: int) -> tuple[Item, float] | None:
        """Return who does it: behind "by", the subject, what the clause hangs on, or what follows."""
        row = clause.items
        for place, item in enumerate(row):
            if item.kind == "org" and by_whom(row, place) and (place > at or s.language == "de"):
                return item, 1.0
        ahead = row[at + 1 : at + 4]
        if any(i.kind == "prep" and "by" in i.senses for i in ahead[:1]):
            told = self._of_person(s, row, at)
            if told is not None or ahead[0].senses == {"by"}:
                return told  # else by somebody who is no organisation
        if _passive(clause, at):
            return None
        subjects = [
            (p, i) for p, i in enumerate(row[:at]) if i.kind in NAMES and not governor(row, p)
        ]
        orgs = [i for _, i in subjects if i.kind == "org"]
        if orgs:
            return orgs[-1], 0.97
        if (not subjects or clause.antecedent is not None) and is_org(clause.antecedent):
            return clause.antecedent, 0.96  # type: ignore[return-value]
        if s.language != "en" or clause.antecedent is not None or (at == 0 and not subjects):
            for place in range(at + 1, min(len(row), at + 13)):
                item = row[place]
                if item.kind == "org" and not governor(row, place):
                    return item, 0.9
                if item.kind == "verb" or (item.kind in NAMES and item.kind not in _THINGS):
                    break
        if not subjects and is_org(clause.subject):
            return clause.subject, 0.93  # type: ignore[return-value]
        if clause.antecedent is not None and any(i.kind == "it" for i in row[:at]):
            # "The institute presented PLASTRACE, which it leads": the subject of the clause above.
            above = clause.parent.own_subject() if clause.parent is not None else None
            if is_org(above) and above is not clause.antecedent:
                return above, 0.93  # type: ignore[return-value]
        return None

    def _of_person(self, s: Sentence, row: list[Item], at: int) -> tuple[Item, float] | None:
        """Return the body of a person right behind a word: "coordinated by Ana Gil of the Institute"."""
        person = next((i for i in row[at + 1 : at + 7] if i.kind in NAMES), None)
        if person is None or person.kind != "person":
            return None
        body = body_of(s, person.mentions[0], s.of(*ORGANISATIONS))
        if body is None:
            return None
        return Item("org", body.start, body.end, mentions=[body]), 0.9

    def _tell(
        self, s: Sentence, subject: Thing, property_: str, object_: Thing | str, parts: Iterable[Item | None],
        confidence: float, rule: str, datatype: str | None = None, normaliser: str | None = None,
        currency: str | None = None, plans: bool = False,
    ) -> None:  # fmt: skip
        spots = [p for p in parts if p is not None]
        low, high = min(p.start for p in spots), max(p.end for p in spots)
        if high - low > 290:
            low, high = spots[-1].start, spots[-1].end
        text, spots_out = self._text, [p for p in spots if p.kind in ("place", "org", "date")]
        if instead := _INSTEAD.search(text):
            told = s.text(spots_out[-1].start, spots_out[-1].end) if spots_out else ""
            if not told or told not in instead[0]:
                text = text[: instead.start()] + text[instead.end() :]
        said = (
            "negated" if negated(s, text)
            else "planned" if _MAYBE.search(text) or (not plans and planned(s, text))
            else "said"
        )  # fmt: skip
        if subject != object_ and not too_large(subject, property_, object_):
            self.made.append(
                Candidate(
                    subject, low, high, confidence, rule, property_, object_, datatype, normaliser,
                    currency, (), said,
                )
            )  # fmt: skip

    def _orgs(
        self, s: Sentence, subject: Thing, property_: str, group: Item, parts: list[Item | None],
        confidence: float, rule: str, plans: bool = True,
    ) -> None:  # fmt: skip
        for mention in group.mentions:
            if like_person(mention):
                continue
            one = Item("org", mention.start, mention.end, mentions=[mention])
            self._tell(
                s, subject, property_, mention.thing, [*parts, one],
                confidence * mention.confidence**0.3, rule, plans=plans,
            )  # fmt: skip

    def _dated(
        self, s: Sentence, thing: Thing, property_: str, item: Item, parts: list[Item | None],
        confidence: float, rule: str, last: bool = False, plans: bool = True,
    ) -> None:  # fmt: skip
        date = item.date
        if date is None:
            return
        value = date.last if last and date.last else date.first
        sure = confidence * (0.8 if date.vague else 1.0) * (0.95 if date.of_text else 1.0)
        self._tell(
            s, thing, property_, value, [*parts, item], sure, rule, calendar.datatype(value),
            calendar.normaliser(date), plans=plans,
        )  # fmt: skip

    def _sum(
        self,
        s: Sentence,
        thing: Thing,
        property_: str,
        item: Item,
        parts: list[Item | None],
        sure: float,
        rule: str,
    ) -> None:
        amount = item.amount
        if amount is not None:
            eur = amount.currency == "EUR"
            self._tell(
                s, thing, property_ if eur or property_ == "totalCost" else "amount", amount.value, [*parts, item],
                sure, rule, "xsd:decimal", money.NORMALISER, None if eur else amount.currency, plans=True,
            )  # fmt: skip


_CLASSES = {
    "project": ("Project",), "event": ("DialogueSession", "Event"), "agreement": ("Agreement",),
    "whole": ("ClusterPartnership",),
}  # fmt: skip


def by_whom(row: list[Item], at: int) -> bool:
    """Return whether a name stands behind "by", or behind "by a team at" and the like."""
    told = governor(row, at)
    if "by" in told or not told & {"of", "in"}:
        return "by" in told
    through = next((p for p in range(at - 1, -1, -1) if row[p].kind == "prep"), 0)
    return (
        through > 0 and row[through - 1].kind in ("word", "noun") and "by" in governor(row, through)
    )


def is_org(item: Item | None) -> bool:
    """Return whether there is an item, and it names organisations."""
    return item is not None and item.kind == "org"


def is_union(item: Item) -> bool:
    """Return whether an item names the European Union or its Commission."""
    return item.kind == "org" and any(UNION.search(m.thing.name) for m in item.mentions)


def place_of(clause: Clause, item: Item) -> int:
    """Return which item of a clause one is."""
    return clause.items.index(item) if item in clause.items else 0


def _passive(clause: Clause, at: int) -> bool:
    """Return whether a participle says what is done to its subject, not by it."""
    row = clause.items
    verb = row[at]
    if at == 0 and clause.antecedent is not None and clause.items[0].kind == "verb":
        return not _ACTIVE_FORM.match(verb.value)
    near = [i for i in row[max(0, at - 4) : at] if i.kind == "be"]
    if at and row[at - 1].kind in ("noun", "project") and _GIVEN_WITH.match(verb.value):
        ahead = row[at + 1 : at + 2]
        if ahead and ahead[0].kind == "prep" and ahead[0].senses & {"with", "under", "in"}:
            return True  # "X runs the flagship of P, a project funded with 3 million euros"
    return (
        bool(near)
        and _PASSIVE.match(near[-1].value) is not None
        and bool(_PARTICIPLE.search(verb.value))
    )


_GIVEN_WITH = re.compile(r"(?i)(?:co-?)?(?:fund|financ|support|endow|equipp|back|subsidi[sz])ed$")
_PARTICIPLE = re.compile(
    r"(?i)(?:ed|en|led|held|run|put|set|met|paid|won|t|é|ée|és|ées|i|ie|is|u|ue|us|ato|ata|ati|ate|uto|uta|tto|tta|so|sa|ado|ada|ados|adas|ido|ida|ito|ita)$"
)


def own_text(s: Sentence, clause: Clause) -> str:
    """Return the words of a clause without those of the clauses inside it."""
    parts: list[str] = []
    for one, other in zip(clause.items, [*clause.items[1:], None], strict=True):
        near = other is not None and other.at == one.at + 1
        parts.append(s.text(one.start, other.start if near and other else one.end))
        if not near:
            parts.append(" ")
    return "".join(parts)
