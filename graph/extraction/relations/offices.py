"""Who speaks for whom: "Minister Y of Z", "the rector of X, Ana Gil", "Marek Wolny, director of X".

Who signs is often told by persons: the body of each stands beside the name, or was told before.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass, field

from graph.extraction.lexicon import alternatives, lists
from graph.extraction.model import Mention, Thing
from graph.extraction.sentence import ORGANISATIONS, Sentence

_ARTICLE = r"(?:the\s|der\s|die\s|das\s|des\s|dem\s|la\s|le\s|l[’']|il\s|lo\s|el\s|los\s|las\s)?"
_OF = (
    r"(?:of|at|for|from|von|vom|der|des|am|beim|für|seitens|du|de la|de l[’']|des|de|d[’']|pour|di|del|della|dello|"
    r"dell[’']|dei|degli|per|por|para|en nombre de|en representación de|au nom de|im Namen)\s?"
)
_OFFICE_OF = re.compile(
    rf",?\s(?:(?!(?:and|und|et|ed?|y|sowie)\s)\(?[\w’'./-]+\)?,?\s){{0,7}}?{_OF}{_ARTICLE}|\s\(",
    re.IGNORECASE,
)
_IN_BRACKETS = re.compile(r"\s\((?P<inside>[^()]{3,60})\)")
_BEHIND = re.compile(
    rf"(?:\s\([^()]*\))?,?\s(?:(?:Professor|Prof|Dr|Mr|Ms|Mrs|Ing|Dott|Sig|M|Mme|Sra?|Herr|Frau)\.?(?:ssa|in)?\s|{_ARTICLE}(?<!\s\s))*",
    re.IGNORECASE,
)
_OF_BEFORE = re.compile(rf"(?<!\w){_OF}{_ARTICLE}$", re.IGNORECASE)


@dataclass
class Offices:
    """The bodies that persons were said to speak for, as a text goes on."""

    bodies: dict[Thing, Mention] = field(default_factory=dict)
    titles: dict[str, list[Thing]] = field(default_factory=dict)
    seen: dict[Thing, Mention] = field(default_factory=dict)
    """The organisations named so far, for "(Bergamo)" behind a person."""
    """Titles as a text writes them before names, in small letters, with who has them."""

    def read(self, s: Sentence) -> None:
        """Remember whom the persons of a sentence speak for."""
        orgs = s.of(*ORGANISATIONS)
        for person in s.of("Person"):
            title = _title().search(s.text(person.start - 50, person.start))
            if title:
                self.titles.setdefault(title["title"].lower(), []).append(person.thing)
            body = body_of(s, person, orgs) or self._in_brackets(s, person)
            if body is not None:
                self.bodies[person.thing] = body
        for org in orgs:
            self.seen.setdefault(org.thing, org)

    def _in_brackets(self, s: Sentence, person: Mention) -> Mention | None:
        """Return the one organisation of the text whose name holds the words behind a person."""
        match = _IN_BRACKETS.match(s.flat, person.end - s.start)
        if match is None:
            return None
        words = match["inside"].split()
        fits = [m for thing, m in self.seen.items() if _holds(thing.name.split(), words)]
        return fits[0] if len(fits) == 1 else None

    def meant(self, s: Sentence, low: int, high: int) -> list[Mention]:
        """Return the bodies of those whom a stretch names or calls by their titles."""
        found: list[tuple[int, Mention]] = []
        for person in s.of("Person"):
            if low <= person.start < high and person.thing in self.bodies:
                found.append((person.start, self.bodies[person.thing]))
        for match in _the_title().finditer(s.text(low, high)):
            holders = list(dict.fromkeys(self.titles.get(match["title"].lower(), ())))
            if len(holders) == 1 and holders[0] in self.bodies:
                found.append((low + match.start(), self.bodies[holders[0]]))
        bodies = dict.fromkeys(m.thing for _, m in sorted(found, key=lambda f: f[0]))
        return [next(m for _, m in found if m.thing == thing) for thing in bodies]


def _holds(name: list[str], words: list[str]) -> bool:
    """Return whether some words stand together in a name."""
    size = len(words)
    return bool(words) and any(name[at : at + size] == words for at in range(len(name)))


def body_of(s: Sentence, person: Mention, orgs: list[Mention]) -> Mention | None:
    """Return the organisation that stands beside a person as the one spoken for."""
    before = [m for m in orgs if m.end <= person.start]
    if (
        before
        and _BEHIND.fullmatch(s.text(before[-1].end, person.start))
        and _OF_BEFORE.search(s.text(s.start, before[-1].start))
        and not _WITH_AND.search(s.text(before[-1].end, person.start))
    ):
        return before[-1]
    if before and _OFFICE_BEFORE.fullmatch(s.text(before[-1].end, person.start)):
        return before[-1]  # "JOU president Fan Zhigang"
    behind = [m for m in orgs if m.start >= person.end]
    others = [m for m in s.of("Person") if m.start >= person.end]
    if (
        behind
        and not (others and others[0].start < behind[0].start)
        and _OFFICE_OF.fullmatch(s.text(person.end, behind[0].start))
    ):
        return behind[0]
    return None


_OFFICE_BEFORE = re.compile(
    rf"(?:[’']s?)?\s(?:(?:vice|deputy|managing|executive|scientific|founding)[\s-])?{alternatives([*lists('person_roles', ('en',)), *(re.escape(t.lower()) for t in lists('titles', ('en',)) if len(t) > 4)])}\s(?:(?:Prof|Dr|Professor|Mr|Ms|Mrs)\.?\s)*",
    re.IGNORECASE,
)
_WITH_AND = re.compile(r"(?<!\w)(?:and|und|et|ed?|y)(?!\w)")


@functools.cache
def _titles() -> str:
    return alternatives([re.escape(t) for t in lists("titles") if len(t) > 5])


@functools.cache
def _title() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?P<title>{_titles()})\s(?:(?:Prof|Dr)\.?\s)*$", re.IGNORECASE)


@functools.cache
def _the_title() -> re.Pattern[str]:
    return re.compile(
        rf"(?<!\w)(?:the|der|die|le|la|il|lo|el)\s(?P<title>{_titles()})(?![\w-]|\s(?:of|der|des|de|du|del|di|della)\b)",
        re.IGNORECASE,
    )
