"""What is told of things, as a search for several words reads it: one text for each thing, and
one for each role that it has in something or that others have in it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache

from babel.dates import format_date, format_skeleton, get_month_names

from graph.catalogue.classes import page_classes
from graph.catalogue.entries import Entry, readable
from graph.catalogue.load import Catalogue
from graph.catalogue.question import HAN, VALUE, value_mark
from graph.iris import EUCN, VOCABULARY
from graph.languages import LANGUAGES
from graph.own_words import translated

Fold = Callable[[str], str]
Row = tuple[str, str, float]
"""A folded text, the IRI of what it tells of, and a weight."""

IN_ROLE = 0.4
"""What has a role comes after that in which it has the role, which was named in the question."""
_PARTICIPANT = f"{VOCABULARY}role/participant"

_CALLED = {
    f"{VOCABULARY}role/coordinator": "coordinates coordinated coordinating Koordinatorin "
    "Koordination koordiniert Projektkoordinator Projektkoordinatorin Projektkoordination "
    "Projektleitung 协调人 协调员 协调单位 项目协调人 项目协调员 项目协调方 牵头单位",
    f"{VOCABULARY}role/funder": "funds funded funding sponsor Förderer fördert gefördert Geldgeber "
    "资助 资助者 资助机构 出资方",
    f"{VOCABULARY}role/organiser": "organizer organises organizes organised organized organisiert "
    "Organisator Veranstalterin veranstaltet 组织方 组织者 举办方",
    f"{VOCABULARY}role/participant": "partner Partnerin Beteiligte 参与方 参加方 合作方 伙伴",
    f"{VOCABULARY}role/host": "hosts hosted Gastgeberin 东道主",
    f"{VOCABULARY}role/signatory": "signs signed Unterzeichnerin unterzeichnet 签字方 签约方",
    f"{VOCABULARY}role/contact": "Ansprechpartner Ansprechpartnerin Ansprechperson 联系人",
    f"{VOCABULARY}role/lead": "leads leader leitet 牵头单位",
    f"{VOCABULARY}role/supporter": "supports supported Unterstützerin unterstützt 支持单位",
    f"{VOCABULARY}role/implementer": "implements implemented 执行方",
    f"{VOCABULARY}person-role/contact-person": "contact Ansprechpartner Ansprechpartnerin "
    "Ansprechperson Kontakt 联络人",
    f"{VOCABULARY}person-role/project-coordinator": "Projektkoordinator Projektkoordinatorin "
    "Koordinator Koordinatorin Projektleitung 项目协调人 协调人 协调员",
    f"{VOCABULARY}person-role/cluster-manager": "Clustermanager Clustermanagerin 集群经理",
    str(EUCN.priorityTopic): "priority priorities Schwerpunkt Schwerpunkte 优先领域 重点领域",
    str(EUCN.shortfall): "shortcoming obstacle barrier hindrance hurdle challenge deficit "
    "lacking Mangel Mängel Hemmnis Hemmnisse Hindernis Hindernisse Hürde Hürden Schwierigkeit "
    "Schwierigkeiten Herausforderung Herausforderungen 障碍 困难 不足 挑战 阻碍 壁垒 短板",
    str(EUCN.opportunity): "opportunities potential prospect Chancen Potenzial Möglichkeit "
    "Möglichkeiten 机会 机遇 潜力 前景",
    str(EUCN.cautionTopic): "caution cautious cautiously reservation concern wary Vorsicht "
    "vorsichtig Vorbehalt Vorbehalte Zurückhaltung zurückhaltend 谨慎 审慎 顾虑 担忧",
    str(EUCN.objective): "aim goal purpose target Ziele Zielsetzung Zweck 宗旨 目的",
    str(EUCN.audience): "target group Zielgruppen 目标群体 对象",
}
"""How people ask for a role, or for what a source states of a thing, beside what the vocabulary and
the ontology call it; no names that pages show.
"""

HUB = 40
"""What takes part in more leads from anything to anything."""
COMPOUND = 8
"""Shorter words are not taken for two."""
PART = 4
"""Least length of one of two words in a compound."""
_JOINTS = ("s", "n", "en", "es")
"""What stands between the words of a compound: "Forschungsprojekte"."""

_ASKING = (
    "a an and are at by did do does for from had has have how in is it its of on or the to was "
    "were what when where which who whom whose why with most more "
    "als am an auf aus bei das dem den der des die durch ein eine einem einen einer fur hat im ist "
    "mit nach sind uber und vom von war waren wann warum was welche welcher welches wem wen wer "
    "wessen wie wo zu zum zur 的 在 与 和 是 谁 哪些 什么"
)
_LITTLE = frozenset(_ASKING.split())
"""Words of questions that tell nothing of what is asked for."""


@dataclass(frozen=True, slots=True)
class Told:
    """All that is told, ready to be looked through."""

    things: list[Row]
    roles: list[Row]
    own_roles: int
    """How many of the roles, the first ones, are in what documents tell of, not registers alone."""
    role_words: str
    """All words for roles: a question without one, or of one word, needs no look at the roles."""
    han: str
    """Everything that is written in Chinese characters, each run of them once."""
    linked: dict[str, set[str]]
    """Who takes part in what a document tells of, and in what, by IRI."""

    def with_all(self, words: list[str]) -> Iterator[tuple[str, float]]:
        """Yield what has every word, with its weight."""
        # The longest is the rarest, mostly.
        wanted = sorted(map(_beginning, words), key=len, reverse=True)
        rows = self.things
        if len(words) > 1 and any(word in self.role_words for word in wanted):
            rows = [*self.things, *self.roles]
        for text, iri, weight in rows:
            if all(word in text for word in wanted):
                yield iri, weight

    def pieces(self, run: str) -> tuple[list[str], str]:
        """Return the words of a text without spaces, the longest that stand anywhere, and what is
        left of it.
        """
        found, left, at = [], "", 0
        while at < len(run):
            for end in range(len(run), at + 1, -1):
                if run[at:end] in self.han:
                    found.append(run[at:end])
                    at = end
                    break
            else:
                left += run[at]
                at += 1
        return found, left

    def parts(self, word: str) -> list[str]:
        """Return the two words of which a German compound is made, [] where they are not known."""
        if len(word) < COMPOUND or not word.isascii() or not word.isalpha():
            return []
        for cut in range(len(word) - PART, PART - 1, -1):
            head, tail = word[:cut], word[cut:]
            heads = (head, *(head.removesuffix(end) for end in _JOINTS if head.endswith(end)))
            for one in heads:
                if len(one) >= PART and self._is_word(one) and self._is_word(tail):
                    return [one, tail]
        return []

    def _is_word(self, word: str) -> bool:
        return any(f" {word} " in text for text, _iri, _weight in self.things)

    def with_word(self, word: str) -> set[str]:
        """Return what has a word."""
        wanted = _beginning(word)
        roles = self.roles[: self.own_roles] if wanted in self.role_words else []
        rows = [*self.things, *roles]
        return {iri for text, iri, _ in rows if wanted in text}


def telling(words: Iterable[str]) -> list[str]:
    """Return the words of a question that tell what is asked for, each once."""
    return [word for word in dict.fromkeys(words) if word not in _LITTLE]


def _beginning(word: str) -> str:
    """Return what a text must hold: words begin like the word that was asked for; a script
    without spaces has none to begin.
    """
    if not word.isascii():
        return word
    if word.isdigit() or word.startswith(VALUE):
        # 5 is not 50.
        return f" {word} "
    return f" {word[:-1] if len(word) > 4 and word.endswith('s') else word}"


def gather(catalogue: Catalogue, fold: Fold) -> Told:
    """Return what a catalogue tells of its things and their roles."""
    documented = {iri for iri, entry in catalogue.entries.items() if entry.documents}
    roles = sorted(_role_rows(catalogue, fold), key=lambda row: row[1] not in documented)
    words = {role for _, role, _ in catalogue.roles}
    texts = " ".join(fold(_called(catalogue, role)) for role in sorted(words))
    things = _thing_rows(catalogue, fold)
    han = _han(catalogue, [*things, *roles], fold)
    own = sum(iri in documented for _text, iri, _weight in roles)
    return Told(things, roles, own, f" {texts} ", han, _linked(catalogue))


def _linked(catalogue: Catalogue) -> dict[str, set[str]]:
    """Return for each thing of documents those that take part in it, and the other way round."""
    found: dict[str, set[str]] = defaultdict(set)
    for setting, _role, actor in catalogue.roles:
        if (entry := catalogue.entries.get(setting)) and entry.documents:
            found[setting].add(actor)
            found[actor].add(setting)
    # Through what has to do with nearly everything, everything has to do with everything.
    return {iri: ends for iri, ends in found.items() if len(ends) <= HUB}


def _han(catalogue: Catalogue, rows: Iterable[Row], fold: Fold) -> str:
    """Return all runs of Chinese characters in what is told and in the names of all things."""
    runs = {run for text, _iri, _weight in rows for run in HAN.findall(text)}
    for entry in catalogue.entries.values():
        for name in (entry.labels.get("zh", ""), *(one.text for one in entry.names)):
            if not name.isascii():
                runs.update(HAN.findall(fold(name)))
    return " ".join(sorted(runs))


def _called(catalogue: Catalogue, iri: str) -> str:
    """Return all that a concept, entity or term is called, and how people ask for it."""
    texts = [catalogue.label(iri, code).text for code in LANGUAGES]
    if concept := catalogue.concepts.get(iri):
        texts += [name.text for name in concept.others]
    elif entry := catalogue.entries.get(iri):
        texts += [*entry.labels.values(), *(name.text for name in entry.names)]
    return " ".join(dict.fromkeys([*texts, _CALLED.get(iri, "")]))


def _role_rows(catalogue: Catalogue, fold: Fold) -> Iterator[Row]:
    """Yield a text for each thing and role: its names, the role, and who or what is at the other
    end. Apart for each role, so that no role is taken for one in something else.
    """
    others: dict[tuple[str, str, bool], set[str]] = defaultdict(set)
    for setting, role, actor in catalogue.roles:
        others[setting, role, False].add(actor)
        others[actor, role, True].add(setting)
    classes = page_classes()
    called: dict[str, str] = {}

    def names(iri: str) -> str:
        if iri not in called:
            called[iri] = fold(_called(catalogue, iri))
        return called[iri]

    for (iri, role, holds), ends in sorted(others.items()):
        entry = catalogue.entries.get(iri)
        if entry is None or entry.hidden:
            continue
        fields = {t for one in (iri, *ends) if (e := catalogue.entries.get(one)) for t in e.topics}
        # Of the many that only take part nobody asks by the field of a project.
        about = sorted(fields) if role != _PARTICIPANT else []
        parts = [names(one) for one in (iri, role, *sorted(ends), *about)]
        settings = sorted(ends) if holds else [iri]
        kinds = {e.category for one in settings if (e := catalogue.entries.get(one))}
        parts += [names(str(EUCN) + kind) for kind in sorted(kinds)]
        weight = classes[entry.category].weight - IN_ROLE * holds
        yield f" {' '.join(parts)} ", iri, weight


def _thing_rows(catalogue: Catalogue, fold: Fold) -> list[Row]:
    """Return, for everything that documents tell of, the words by which one might ask for it."""
    rows = []
    classes = page_classes()
    for entry in catalogue.entries.values():
        if entry.hidden or not entry.documents:
            continue
        texts = [*_own(entry), *_about(catalogue, entry)]
        if entry.identifiers:
            texts += [catalogue.label(str(EUCN.grantNumber), code).text for code in LANGUAGES]
        weight = classes[entry.category].weight
        marks = [value_mark(number) for number in sorted(entry.values)]
        rows.append((f" {' '.join([*map(fold, texts), *marks])} ", entry.iri, weight))
    return rows


def _own(entry: Entry) -> Iterator[str]:
    yield from (*entry.labels.values(), *(name.text for name in entry.names), *entry.identifiers)
    yield from (*entry.summaries.values(), *entry.terms, *entry.told)
    # What a thing is told in our words keeps a word of its source in its address.
    yield readable(entry.iri)
    for text in {*entry.told, *entry.summaries.values()}:
        for code in LANGUAGES:
            if translation := translated(text, code):
                yield translation
    yield from (bound[:4] for bound in (entry.start, entry.end) if bound)
    for written in sorted({one for dates in entry.dates.values() for one in dates}):
        yield from _day_in_words(written)
    if entry.sums:
        yield from (*sorted(entry.sums), *_MONEY)


_MONEY = ("EUR", "euro", "euros", "欧元", "€")


def _day_in_words(written: str) -> Iterator[str]:
    """Yield a day or a month as people write it, in each language; of a year there is no more."""
    numbers = [int(part) for part in written.split("-") if part.isdigit()]
    if len(numbers) not in (2, 3):
        return
    yield written
    day = date(numbers[0], numbers[1], numbers[2] if len(numbers) > 2 else 1)
    for locale in ("en_GB", "de", "zh"):
        if len(numbers) == 3:
            yield format_date(day, "long", locale=locale)
        else:
            yield format_skeleton("yMMMM", day, locale=locale)


@cache
def _months() -> frozenset[str]:
    names = (get_month_names("wide", locale=locale) for locale in ("en", "de"))
    return frozenset(name.casefold() for found in names for name in found.values())


def is_date(words: Iterable[str]) -> bool:
    """Return whether folded words are a month or a day of a year."""
    held = list(words)
    return (
        any(word in _months() for word in held)
        and any(len(word) == 4 and word.isdigit() for word in held)
        and len(held) <= 3
    )


def _about(catalogue: Catalogue, entry: Entry) -> Iterator[str]:
    about = {str(EUCN) + entry.category} | entry.kinds | entry.topics | entry.functions
    about |= entry.within | entry.offices | entry.countries | entry.frames | entry.bodies
    for iri in about - set(catalogue.concepts):
        yield from (catalogue.label(iri, code).text for code in LANGUAGES)
    for iri in sorted((about & set(catalogue.concepts)) | entry.units | entry.stated):
        yield _called(catalogue, iri)
    # A figure is asked for by whose it is, and by where that is.
    for iri in sorted(entry.whose):
        yield _called(catalogue, iri)
        if whose := catalogue.entries.get(iri):
            for place in sorted(whose.within | whose.countries):
                yield from (catalogue.label(place, code).text for code in LANGUAGES)
