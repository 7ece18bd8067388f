"""Plain sentences about brokers and gaps, in English, German and Chinese.

A sentence says what the documents show and what they do not; it never advises. Phrases stand
in ``words/``; names come from the graph in the language asked for, else in another one.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property, lru_cache
from typing import Any

from babel.dates import format_date, format_skeleton
from babel.numbers import format_decimal, format_percent

from graph.languages import HTML, best, choose
from graph.network.measures.brokers import Broker
from graph.network.measures.counted import Counted
from graph.network.measures.functions import Function
from graph.network.measures.gap import COUNTERPART, Gap
from graph.network.measures.gaps_in_network import Island
from graph.network.measures.gaps_in_records import CURATION
from graph.network.model.filters import Filter
from graph.network.model.reading import Network, Row
from graph.network.telling.scope import chosen_in_words, scope_of
from graph.network.telling.wording import phrases
from graph.own_words import translated

LISTED = 6
NAMED = 3
"""Names in a sentence that has more to say; the page lists all."""
CRUMBS = 10
"""How many times as large as the next an island is that is the network, with crumbs beside it."""


# Thousands of sentences name the same few days and numbers, and babel reads the locale each time.
@lru_cache(maxsize=1 << 14)
def _decimal(value: float, pattern: str, locale: str) -> str:
    return str(format_decimal(value, format=pattern, locale=locale))


@lru_cache(maxsize=1 << 12)
def _day(date: str, locale: str) -> str:
    return str(format_date(datetime.date.fromisoformat(date), format="long", locale=locale))


@lru_cache(maxsize=1 << 12)
def _month(date: str, locale: str) -> str:
    return str(format_skeleton("yMMMM", datetime.date.fromisoformat(date), locale=locale))


class Speaker:
    """Says things in one language. Raises ValueError for a language without words.

    What holds only among what is ``chosen`` is said of that: see ``scoped``.
    """

    def __init__(
        self, network: Network, language: str = "en", chosen: Filter | None = None
    ) -> None:
        self.phrases = phrases(language)
        self.network = network
        self.language = language
        self.chosen = chosen or Filter()
        self._rows: dict[str, str] = {}
        self._names: dict[str, str] = {}
        self._bases: dict[tuple[str, ...], str] = {}

    def name(self, iri: str) -> str:
        """Return the name of anything in the graph, the end of its IRI where it has none."""
        if iri not in self._names:
            self._names[iri] = self._name(iri)
        return self._names[iri]

    @cached_property
    def _scope(self) -> tuple[str, str]:
        return scope_of(self.chosen, self.say, self.name, self.kind)

    def scoped(self, text: str, again: bool = False) -> str:
        """Say of a sentence that it holds among what is chosen; ``again``: beside another such."""
        return f"{self._scope[again]}{text}" if text else text

    @property
    def chosen_words(self) -> list[str]:
        """Return what is chosen, one entry for each value."""
        return chosen_in_words(self.chosen, self.say, self.name, self.kind)

    def tag_of(self, actor: str) -> str:
        """Return the tag of the language of an actor's name where it is not the speaker's."""
        held = self.network.two_mode.actors.get(actor)
        found = best(held.labels, self.language) if held else None
        return HTML.get(found, found) if found and found != self.language else ""

    def _name(self, iri: str) -> str:
        two_mode = self.network.two_mode
        for known in (two_mode.actors, two_mode.topics):
            if iri in known:
                return known[iri].name(self.language)
        country = self.network.countries.get(iri.rsplit("/", 1)[-1])
        if country is not None and country.iri == iri:
            return choose(country.labels, self.language) or country.iri.rsplit("/", 1)[-1]
        text = choose(self.network.labels.get(iri, {}), self.language)
        return text or iri.rsplit("/", 1)[-1]

    def say(self, key: str, count: int | None = None, **values: object) -> str:
        """Fill the phrase of a key; with a count, its ``.one`` or ``.many`` form."""
        if count is not None:
            form = f"{key}.one" if count == 1 and f"{key}.one" in self.phrases else f"{key}.many"
            return self.phrases[form].format(n=self.number(count), **values)
        return self.phrases[key].format(**values)

    def number(self, value: float, digits: int = 0) -> str:
        """Write a number as the language does, with so many digits after the point."""
        pattern = "#,##0" + ("." + "0" * digits if digits else "")
        return _decimal(value, pattern, self.language)

    def sizes(self, least: int, most: int) -> str:
        """Write a range of numbers, or the one number that it is."""
        if least == most:
            return self.number(least)
        return self.say("sizes", least=self.number(least), most=self.number(most))

    def percent(self, value: float) -> str:
        """Write a share; below 10 % with one digit after the point."""
        pattern = "#,##0.0%" if 0 < value < 0.0995 else "#,##0%"
        if self.language == "de":
            pattern = pattern.replace("%", "\u00a0%")
        return str(format_percent(value, format=pattern, locale=self.language))

    def day(self, date: str) -> str:
        """Write an ISO date as the language does."""
        return _day(date, self._locale())

    def built(self) -> str:
        """Write the day of the data version, as the language does; empty where none is known."""
        return self.day(self.network.built[:10]) if self.network.built else ""

    def _locale(self) -> str:
        # Day before month in English too, as the Union writes it.
        return {"en": "en_GB"}.get(self.language, self.language)

    def span(self, first: str, last: str) -> str:
        """Write the span from one ISO date to another as precisely as it is: year, month, day."""
        if first == last:
            return self.day(first)
        if (first[4:], last[4:]) == ("-01-01", "-12-31"):
            years = self._to("–", "—").join(dict.fromkeys((first[:4], last[:4])))
            return years + self._to("", "年")
        start, end = datetime.date.fromisoformat(first), datetime.date.fromisoformat(last)
        one_month = first[:7] == last[:7] and start.day == 1
        if one_month and (end + datetime.timedelta(days=1)).day == 1:
            return str(format_skeleton("yMMMM", start, locale=self._locale()))
        return f"{self.day(first)}{self._to(' – ', '至')}{self.day(last)}"

    def list_of(self, names: Iterable[str], limit: int = LISTED) -> str:
        """Join names; what is beyond the limit is counted."""
        every = list(names)
        shown = every[:limit]
        if len(every) > limit:
            return self.say("list.more", len(every) - limit, names=self._comma().join(shown))
        if len(shown) < 2:
            return "".join(shown)
        return self.say("list.last", names=self._comma().join(shown[:-1]), last=shown[-1])

    def series(self, parts: Iterable[str]) -> str:
        """Join what may have commas of its own."""
        return self._to("; ", "；").join(parts)

    def _to(self, western: str, chinese: str) -> str:
        return chinese if self.language == "zh" else western

    def _comma(self) -> str:
        return self._to(", ", "、")

    def side(self, side: str) -> str:
        """Return the short name of a side."""
        return self.phrases.get(f"side.{side}", side)

    def kind(self, kind: str) -> str:
        """Return the name of a kind of organisation, or of what counts as one actor."""
        labels = self.network.concepts.get(f"organisation-kind/{kind}", {})
        return choose(labels, self.language) or self.phrases.get(f"look.kind.{kind}", kind)

    def pattern(self, pattern: tuple[str, str, str]) -> str:
        """Write a Gould-Fernandez pattern with the broker's place in brackets."""
        return self.bracketed(*(self.side(side) for side in pattern))

    def bracketed(self, one: str, middle: str, two: str) -> str:
        """Write three names with the middle one in brackets."""
        return self._to(f"{one} – [{middle}] – {two}", f"{one}—〔{middle}〕—{two}")

    def joined(self, sentences: list[str]) -> str:
        """Put sentences one after the other."""
        return self._to(" ", "").join(sentences)

    def month(self, date: str) -> str:
        """Write the month of an ISO date as the language does."""
        return _month(date, self._locale())

    def functions(self, found: Iterable[Function]) -> str:
        """Name what an actor does for both sides, each with what it did."""
        return self.list_of(self.function(one) for one in found)

    def function(self, one: Function) -> str:
        """Name one kind of brokerage with its activity and the first of what it was."""
        said = self.say(f"function.{one.kind}", one.activity)
        names = [
            self.name(iri)
            for iri in (*one.settings, *one.places)
            if iri in one.places or self.network.things[iri].labels
        ]
        names += [self.phrases["function.serves"]] if one.serves else []
        if not names:
            return said
        return self.say("function.with", function=said, names=self.list_of(names, NAMED))

    def broker(self, broker: Broker) -> str:
        """Say what an actor does for both sides, whom it alone connects, and what that rests on."""
        name = self.name(broker.iri)
        said: list[str] = []
        if broker.functions:
            does = self.say("broker.does", name=name, functions=self.functions(broker.functions))
            said.append(self.scoped(does))
            # Who else has the role is asked of everything recorded.
            several = len(broker.functions) > 1
            said += [self._exclusive(one, several) for one in broker.functions]
        placed = self._place(broker, name)
        said += [self.scoped(one, again=bool(said)) for one in placed[:1]] + placed[1:]
        if broker.parts:
            said.append(self.say("broker.parts", parts=self.list_of(map(self.name, broker.parts))))
        said += self.alike([broker.iri])
        said.append(self.scoped(self.basis(broker.documents), again=True))
        return self.joined([one for one in said if one])

    def possibly(self, iri: str, china: bool = False, only: str = "") -> list[str]:
        """Say of an actor or activity which others (or ``only`` one) it may be, and until when
        these were.

        With ``china`` also whether participants from China are named for them: of the one it is
        said that none is.
        """
        said = []
        for twin in (only,) if only else self.network.twins.get(iri, ()):
            held = self.network.things.get(twin)
            named = self.name(twin)
            if held and held.end and held.end < self.network.as_of:
                named = self.say("alike.until", name=named, end=self.day(held.end))
            key = "alike.china" if china and twin in self.network.with_china else "alike.possibly"
            said.append(self.say(key, one=self.name(iri), two=named))
        return said

    def alike(self, iris: Iterable[str]) -> list[str]:
        """Say of some actors which others may be the same, or have the same name: they count apart.

        Of one that counts with another nothing is said.
        """
        said: list[str] = []
        told: set[frozenset[str]] = set()
        for iri in iris:
            twins = self.network.twins.get(iri, ())
            for twin in twins:
                if frozenset((iri, twin)) in told:
                    continue
                told.add(frozenset((iri, twin)))
                said += self.possibly(iri, only=twin)
            if others := set(self.network.namesakes.get(iri, ())) - set(twins):
                named = sorted(self.with_country(other) for other in others)
                said.append(self.say("alike.name", name=self.name(iri), others=self.list_of(named)))
        return said

    def with_country(self, iri: str) -> str:
        """Name an actor with its country, where one is known."""
        code = self.network.two_mode.actors[iri].country
        if not code:
            return self.say("alike.no-country", name=self.name(iri))
        known = self.network.countries.get(code)
        country = self.name(known.iri) if known else code.upper()
        return self.say("alike.country", name=self.name(iri), country=country)

    def broker_in_short(self, broker: Broker) -> str:
        """Say what an actor does, or where it stands, and what that rests on: for a card."""
        name = self.name(broker.iri)
        if broker.functions:
            told = self.say("broker.does", name=name, functions=self.functions(broker.functions))
        else:
            told = self.joined(self._place(broker, name))
        basis = self.scoped(self.basis(broker.documents), again=True)
        return self.joined([self.scoped(told), basis])

    def _exclusive(self, one: Function, named: bool) -> str:
        """Say who else has a role in the same fields; ``named``: with the role, one of several."""
        key = "broker.exclusive-as" if named else "broker.exclusive"
        role: dict[str, Any] = {"role": self.phrases[f"function-kind.{one.kind}"]} if named else {}
        if one.exclusivity == 1.0:
            return self.say(f"{key}.all", **role)
        if one.exclusivity > 0:
            return self.say(
                f"{key}.some",
                many=self.number(round(one.exclusivity * one.activity)),
                all=self.number(one.activity),
                **role,
            )
        others = self.list_of((self.name(iri) for iri in one.others), NAMED)
        return self.say(f"{key}.none", others=others, **role)

    def _place(self, broker: Broker, name: str) -> list[str]:
        """Say where an actor stands between the others."""
        if broker.pairs_cut:
            return [self._joins(broker, name), self.say("broker.groups")]
        if broker.scores["between"]:
            if broker.pairs_only:
                return [self.say("broker.only", broker.pairs_only, name=name)]
            return [self.say("broker.one-of", name=name)]
        if broker.functions:
            return []
        ties = int(broker.scores["degree"] or 0)
        if broker.scores["betweenness"]:
            return [self.say("broker.other", name=name)]
        if not ties:
            return [self.say("broker.alone", name=name)]
        if ties == 1:
            return [self.say("broker.single", name=name)]
        key = "member" if broker.member_only else "none"
        return [self.say(f"broker.{key}", name=name, many=self.number(ties))]

    def _joins(self, broker: Broker, name: str) -> str:
        """Say whom an actor alone connects: few actors with many make thousands of pairs."""
        ends = {"eu": broker.cut_eu, "china": broker.cut_china}
        counts = {side: len(end) for side, end in ends.items()}
        said: dict[str, Any] = {
            "all": self.number(broker.pairs_through),
            "own": self.phrases["broker.own"] if broker.pairs_own else "",
            "name": name,
            **{side: self.list_of(map(self.name, end), NAMED) for side, end in ends.items()},
        }
        if broker.pairs_cut == 1:
            return self.say("broker.joins", 1, **said)
        said["pairs"] = self.number(broker.pairs_cut)
        if counts["eu"] * counts["china"] != broker.pairs_cut:
            off = sorted(map(self.name, broker.cut_off), key=str.casefold)
            return self.say("broker.joins-some", len(off), off=self.list_of(off), **said)
        few, many = sorted(counts, key=lambda side: counts[side])
        said["others"] = self.number(counts[many])
        return self.say(f"broker.joins-{few}", counts[few], **said)

    def basis(self, documents: Iterable[str]) -> str:
        """Say what something rests on: the one source, or how many and the newest."""
        key = tuple(documents)
        if key not in self._bases:
            self._bases[key] = self._basis(key)
        return self._bases[key]

    def _basis(self, documents: Iterable[str]) -> str:
        held = [iri for iri in documents if not iri.endswith(CURATION)]
        if not held:
            return ""
        newest = max(held, key=lambda iri: (self.network.documents.get(iri, ""), iri))
        date = self.network.documents.get(newest, "")
        values = {"document": self.name(newest), "date": self.month(date) if date else ""}
        if len(held) == 1 and not date:
            return self.phrases["basis.one-undated"].format(document=values["document"])
        if len(held) == 1:
            return self.phrases["basis.one"].format(**values)
        if not date:
            return ""
        return self.phrases["basis.many"].format(n=self.number(len(held)), **values)

    def row(self, iri: str) -> str:
        """Say where a register says something: data set, snapshot, file, project or key."""
        if iri not in self._rows:
            self._rows[iri] = self._row(self.network.rows[iri])
        return self._rows[iri]

    def _row(self, row: Row) -> str:
        snapshot = self.network.documents.get(row.dataset, "")
        # A row of CORDIS is named by its project, and then by the participant in it.
        cordis = row.dataset.rsplit("/", 1)[-1].startswith("cordis-")
        return self.say(
            "row.project" if cordis else "row.key",
            dataset=self.name(row.dataset),
            date=self.day(snapshot) if snapshot else "–",
            file=row.file,
            number=row.key.partition("-")[0] if cordis else row.key,
        )

    def rows(self, iris: Iterable[str]) -> list[str]:
        """Say where registers say something, each place once."""
        return list(dict.fromkeys(self.row(iri) for iri in iris))

    def evidence(self, claims: Sequence[str], rows: Sequence[str]) -> str:
        """Say how many claims and how many rows of registers there are."""
        counts = [("claims", len(claims)), ("rows", len(rows))]
        said = [self.say(f"evidence.{name}", count) for name, count in counts if count]
        return self._comma().join(said)

    def test(self, broker: Broker) -> str:
        """Say what the test within islands says of an actor; empty where it was not run."""
        if not broker.verdict or not broker.scores["between"]:
            return ""
        said = self.say(f"test.{broker.verdict}", int(broker.scores["activities"] or 0))
        return self.scoped(said)

    def gap(self, gap: Gap) -> str:
        """Say what is there and what is not; of what is counted in a view, what is chosen."""
        said = str(_SAY[gap.kind](self, gap.more))
        return self.scoped(said) if gap.counted_in_view else said

    def basis_of(self, gap: Gap) -> str:
        """Say what a gap rests on."""
        said = self.basis(gap.documents)
        return self.scoped(said, again=True) if gap.counted_in_view else said

    def alike_of(self, gap: Gap) -> list[str]:
        """Say of what a gap is about which others may be the same, where its sentence does not."""
        pairs = _pairs(gap.more.get("alike", ())) if gap.group == COUNTERPART else []
        told = {iri for iri, _others in pairs}
        return self.alike(iri for iri in gap.things if iri not in told)

    def doubles(self, gap: Gap) -> str:
        """Say of the first of those that a gap is about which others may be the same; "" of none.

        Wherever a gap is told without it, two names of one organisation read as two.
        """
        said = self.alike_of(gap)
        more = len(said) - DOUBLES
        if more > 0:
            said = [*said[:DOUBLES], self.say("alike.more", None, names=self.number(more))]
        return self.joined(said)

    def quoted(self, gap: Gap) -> tuple[str, str]:
        """Return what a sentence takes over from a record, and its language; '' where nothing."""
        return str(gap.more.get("said", "")).rstrip("."), str(gap.more.get("language", ""))

    def closes(self, gap: Gap) -> str:
        """Say what would close a gap."""
        found = gap.more.get("counted")
        if isinstance(found, Counted):
            return self.say("gap-close.counted", first=found.years[0][0])
        return self.say(
            f"gap-close.{'agreement-underway' if gap.more.get('underway') else gap.kind}"
        )

    def cautions(self, gap: Gap) -> list[str]:
        """Say which topics of a gap a source calls sensitive, and as of when."""
        return [
            self.say(
                "gap.caution",
                date=self.month(one.date) if one.date else "–",
                who=self.name(one.who),
                topic=self.name(one.topic),
            )
            for one in gap.cautions
        ]


DOUBLES = 3
"""Names that may be those of another that are told beside a gap; the rest is counted."""
More = Mapping[str, object]


def _names(speaker: Speaker, value: object, limit: int = LISTED) -> str:
    assert isinstance(value, tuple)
    return speaker.list_of(sorted(map(speaker.name, value), key=str.casefold), limit)


def _int(value: object) -> int:
    assert isinstance(value, int)
    return value


def _priority(speaker: Speaker, more: More) -> str:
    return speaker.say(
        "gap.unserved-priority",
        topic=speaker.name(str(more["topic"])),
        sources=_names(speaker, more["sources"]),
    )


def _thing(key: str) -> Callable[[Speaker, More], str]:
    def say(speaker: Speaker, more: More) -> str:
        return speaker.say(key, thing=speaker.name(str(more["thing"])))

    return say


def _things(key: str) -> Callable[[Speaker, More], str]:
    def say(speaker: Speaker, more: More) -> str:
        return speaker.say(key, things=_names(speaker, more["things"], 30))

    return say


def _shortfall(speaker: Speaker, more: More) -> str:
    words = str(more["said"])
    said: dict[str, Any] = {
        "thing": speaker.name(str(more["thing"])),
        "said": (translated(words, speaker.language) or words).rstrip("."),
    }
    document = str(more["document"])
    date = speaker.network.documents.get(document, "")
    said["document"] = speaker.name(document)
    if date:
        told = speaker.say("gap.stated-shortfall", date=speaker.month(date), **said)
    else:
        told = speaker.say("gap.stated-shortfall-undated", **said)
    return speaker.joined([told, *_counted(speaker, more)])


def _counted(speaker: Speaker, more: More) -> list[str]:
    """Say what registers count, year by year."""
    found = more.get("counted")
    if not isinstance(found, Counted):
        return []
    years = [
        speaker.say("gap.counted-year", year=year, some=speaker.number(some))
        for year, some in found.years
    ]
    topics = speaker.list_of(sorted(map(speaker.name, found.topics), key=str.casefold))
    first = found.years[0][0]
    key = "gap.counted-programmes" if found.programmes else "gap.counted"
    return [speaker.say(key, topics=topics, first=first, years=speaker.series(years))]


def _islands(speaker: Speaker, more: More) -> str:
    islands = more["islands"]
    assert isinstance(islands, tuple)
    alone = [one for one in islands if one.alone and one.documents]
    values: dict[str, Any] = {
        "topic": speaker.name(str(more["topic"])),
        "many": speaker.number(_int(more["count"])),
        "islands": speaker.series(_island(speaker, one) for one in islands),
    }
    sizes = [len(one.actors) for one in islands]
    if len(sizes) == _int(more["count"]) and sizes[0] >= CRUMBS * sizes[1]:
        values["first"] = speaker.number(sizes[0])
        values["sizes"] = speaker.sizes(sizes[-1], sizes[1])
        said = speaker.say("gap.islands-crumbs", len(sizes) - 1, **values)
    else:
        said = speaker.say("gap.islands-of-topic", **values)
    if not alone:
        return speaker.joined([said, speaker.say("gap.islands-recorded")])
    every = len(alone) == len(islands)
    return speaker.joined([said, speaker.say(f"gap.islands-{'apart' if every else 'alone'}")])


def _island(speaker: Speaker, one: Island) -> str:
    said = speaker.say("gap.island", len(one.actors), first=speaker.name(one.actors[0]))
    for side, count in (("china", one.china), ("eu", one.eu)):
        if not count:
            said = speaker.say(f"gap.island.no-{side}", None, island=said)
    if not (one.alone and one.documents):
        return said
    # Names of sources have commas of their own.
    names = sorted(map(speaker.name, one.documents), key=str.casefold)
    quoted = [speaker.say("gap.island.quoted", None, source=name) for name in names]
    return speaker.say("gap.island.source", island=said, sources=speaker.list_of(quoted, NAMED))


def _agreement(speaker: Speaker, more: More) -> str:
    thing = speaker.name(str(more["thing"]))
    if more["underway"]:
        return speaker.say("gap.agreement-underway", thing=thing)
    if more["start"]:
        return speaker.say(
            "gap.agreement-since", thing=thing, date=speaker.month(str(more["start"]))
        )
    return speaker.say("gap.agreement-without-activity", thing=thing)


def _ended(speaker: Speaker, more: More) -> str:
    if "dataset" in more:
        assert isinstance(more["things"], tuple)
        if more["over"] == 1:
            return speaker.say(
                "gap.ended-listed-one",
                dataset=speaker.name(str(more["dataset"])),
                thing=speaker.name(str(more["things"][0])),
                as_of=speaker.day(str(more["as_of"])),
            )
        said = speaker.say(
            "gap.ended-listed",
            len(more["things"]),
            dataset=speaker.name(str(more["dataset"])),
            over=speaker.number(_int(more["over"])),
            as_of=speaker.day(str(more["as_of"])),
        )
        if not _int(more["elsewhere"]):
            return said
        return speaker.joined([said, speaker.say("gap.ended-elsewhere", _int(more["elsewhere"]))])
    said = speaker.say(
        "gap.ended-activity",
        thing=speaker.name(str(more["thing"])),
        end=speaker.day(str(more["end"])),
        as_of=speaker.day(str(more["as_of"])),
    )
    went_on = [
        speaker.say(
            "gap.ended-member",
            actor=speaker.name(str(actor)),
            activities=_names(speaker, activities, 2),
        )
        for actor, activities in _pairs(more["later"])
    ]
    if not went_on:
        return said
    later = speaker.say("gap.ended-later", later=speaker.list_of(went_on))
    return speaker.joined([said, later])


def _pairs(value: object) -> list[tuple[str, tuple[str, ...]]]:
    assert isinstance(value, tuple)
    return list(value)


def _counterpart(speaker: Speaker, more: More) -> str:
    activities = more["activities"]
    assert isinstance(activities, tuple)
    names = _names(speaker, activities)
    # Several actors of one programme did not all take part in each of its activities.
    frame = (more["frame"],) if more["frame"] else ()
    actors = _tuple(more["actors"])
    who = frame if frame and (len(actors) > 1 or not actors) else actors
    if not who:
        said = speaker.say("gap.unnamed-participants", activities=names)
    else:
        said = speaker.say(
            "gap.unnamed-counterpart", len(activities), who=_names(speaker, who), activities=names
        )
    known = [
        speaker.say(key, activity=speaker.name(activity), others=_names(speaker, others))
        for key, name in (
            ("gap.unnamed-twin", "twins"),
            ("gap.unnamed-within", "within"),
            ("gap.unnamed-alike", "alike"),
        )
        for activity, others in _pairs(more.get(name, ()))
    ]
    return speaker.joined([said, *known])


def _missing(speaker: Speaker, more: More) -> str:
    assert isinstance(more["contacts"], tuple)
    said = speaker.say(
        "gap.missing-tie",
        many=speaker.number(len(more["contacts"])),
        a=speaker.name(str(more["a"])),
        b=speaker.name(str(more["b"])),
        contacts=_names(speaker, more["contacts"]),
        topics=speaker.series(
            sorted((speaker.name(str(iri)) for iri in _tuple(more["topics"])), key=str.casefold)
        ),
    )
    alike = [
        speaker.say("gap.missing-alike", names=_names(speaker, group))
        for group in _tuple(more.get("alike", ()))
    ]
    return speaker.joined([said, *alike])


def _tuple(value: object) -> tuple[object, ...]:
    assert isinstance(value, tuple)
    return value


_SAY = {
    "not-materialised": _thing("gap.not-materialised"),
    "stated-shortfall": _shortfall,
    "islands-of-topic": _islands,
    "islands-of-sources": _islands,
    "missing-tie": _missing,
    "agreement-without-activity": _agreement,
    "unserved-priority": _priority,
    "ended-activity": _ended,
    "unnamed-counterpart": _counterpart,
    "partnership-without-event": _things("gap.partnership-without-event"),
    "announced-activity": _things("gap.announced-activity"),
    "dialogue-without-session": _things("gap.dialogue-without-session"),
    "country-without-tie": _things("gap.country-without-tie"),
    "country-unnamed": _things("gap.country-unnamed"),
}
