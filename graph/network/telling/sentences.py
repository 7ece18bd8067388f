"""Plain sentences about brokers and gaps, in English, German and Chinese.

A sentence says what the documents show and what they do not; it never advises. Phrases stand
in ``words/``; names come from the graph in the language asked for, else in another one.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Mapping

from babel.dates import format_date, format_skeleton
from babel.numbers import format_decimal, format_percent

from graph.network.measures.brokers import Broker, main_pattern
from graph.network.measures.gaps import Gap
from graph.network.model.reading import Network
from graph.network.model.ties import label
from graph.network.telling.wording import phrases

LISTED = 6


class Speaker:
    """Says things in one language. Raises ValueError for a language without words."""

    def __init__(self, network: Network, language: str = "en") -> None:
        self.phrases = phrases(language)
        self.network = network
        self.language = language

    def name(self, iri: str) -> str:
        """Return the name of anything in the graph, the end of its IRI where it has none."""
        two_mode = self.network.two_mode
        for known in (two_mode.actors, two_mode.topics):
            if iri in known:
                return known[iri].name(self.language)
        country = self.network.countries.get(iri.rsplit("/", 1)[-1])
        if country is not None and country.iri == iri:
            return label(country.labels, self.language) or country.iri.rsplit("/", 1)[-1]
        text = label(self.network.labels.get(iri, {}), self.language)
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
        return str(format_decimal(value, format=pattern, locale=self.language))

    def percent(self, value: float) -> str:
        """Write a share; below 10 % with one digit after the point."""
        pattern = "#,##0.0%" if 0 < value < 0.0995 else "#,##0%"
        if self.language == "de":
            pattern = pattern.replace("%", "\u00a0%")
        return str(format_percent(value, format=pattern, locale=self.language))

    def day(self, date: str) -> str:
        """Write an ISO date as the language does."""
        parsed = datetime.date.fromisoformat(date)
        return str(format_date(parsed, format="long", locale=self._locale()))

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

    def _to(self, western: str, chinese: str) -> str:
        return chinese if self.language == "zh" else western

    def _comma(self) -> str:
        return self._to(", ", "、")

    def side(self, side: str) -> str:
        """Return the short name of a side."""
        return self.phrases.get(f"side.{side}", side)

    def pattern(self, pattern: tuple[str, str, str]) -> str:
        """Write a Gould-Fernandez pattern with the broker's place in brackets."""
        return self.bracketed(*(self.side(side) for side in pattern))

    def bracketed(self, one: str, middle: str, two: str) -> str:
        """Write three names with the middle one in brackets."""
        return self._to(f"{one} – [{middle}] – {two}", f"{one}—〔{middle}〕—{two}")

    def _join(self, sentences: list[str]) -> str:
        return self._to(" ", "").join(sentences)

    def broker(self, broker: Broker) -> str:
        """Say why an actor is (or is not) a broker."""
        name = self.name(broker.iri)
        scores = {key: value or 0 for key, value in broker.scores.items()}
        said: list[str] = []
        if scores["bridging"]:
            said.append(
                self.say("broker.bridging", name=name, share=self.percent(scores["bridging"]))
            )
        elif scores["betweenness"]:
            said.append(self.say("broker.other", name=name))
        elif scores["degree"]:
            said.append(self.say("broker.none", int(scores["degree"]), name=name))
        else:
            said.append(self.say("broker.alone", name=name))
        if broker.pairs_cut:
            said.append(self.say("broker.cut", broker.pairs_cut))
        elif broker.pairs_only:
            said.append(self.say("broker.only", broker.pairs_only))
        if scores["cross_ties"]:
            side = "reach_eu" if broker.side == "china" else "reach_china"
            said.append(self.say(f"broker.{side}", int(scores[side])))
        pattern = main_pattern(broker)
        if pattern and scores["betweenness"]:
            said.append(
                self.say(
                    "broker.pattern",
                    broker.patterns.get(pattern) or broker.patterns[pattern[::-1]],
                    pattern=self.pattern(pattern),
                )
            )
        if scores["bridging"] and broker.verdict:
            said.append(
                self.say(
                    f"broker.{broker.verdict}",
                    int(scores["activities"]),
                    expected=self.percent(scores["expected"]),
                    runs=self.number(broker.runs),
                )
            )
        return self._join(said)

    def gap(self, gap: Gap) -> str:
        """Say what is there and what is not."""
        return str(_SAY[gap.kind](self, gap.more))


def _names(speaker: Speaker, value: object) -> str:
    assert isinstance(value, tuple)
    return speaker.list_of(sorted(speaker.name(iri) for iri in value))


def _every_name(speaker: Speaker, value: object) -> str:
    # Of countries none is left to "and others": a reader must see which are meant.
    assert isinstance(value, tuple)
    return speaker.list_of(sorted(speaker.name(iri) for iri in value), len(value))


def _int(value: object) -> int:
    assert isinstance(value, int)
    return value


def _priority(speaker: Speaker, more: Mapping[str, object]) -> str:
    return speaker.say(
        "gap.unserved-priority",
        topic=speaker.name(str(more["topic"])),
        sources=_names(speaker, more["sources"]),
    )


def _one_sided(speaker: Speaker, more: Mapping[str, object]) -> str:
    side, other = ("eu", "china") if more["eu"] else ("china", "eu")
    return speaker.say(
        "gap.one-sided-topic",
        _int(more[side]),
        topic=speaker.name(str(more["topic"])),
        side=speaker.say(f"adjective.{side}"),
        other=speaker.say(f"adjective.{other}"),
    )


def _country(speaker: Speaker, more: Mapping[str, object]) -> str:
    names = _names(speaker, more["countries"])
    if "organisations" in more:
        return speaker.say("gap.country-without-tie", _int(more["organisations"]), country=names)
    assert isinstance(more["countries"], tuple)
    everyone = _every_name(speaker, more["countries"])
    return speaker.say("gap.countries-unnamed", len(more["countries"]), countries=everyone)


def _topic_countries(speaker: Speaker, more: Mapping[str, object]) -> str:
    return speaker.say(
        "gap.topic-without-country",
        topic=speaker.name(str(more["topic"])),
        absent=_every_name(speaker, more["countries"]),
        present=_every_name(speaker, more["present"]),
    )


def _thing(key: str) -> Callable[[Speaker, Mapping[str, object]], str]:
    def say(speaker: Speaker, more: Mapping[str, object]) -> str:
        return speaker.say(key, thing=speaker.name(str(more["thing"])))

    return say


def _group(speaker: Speaker, more: Mapping[str, object]) -> str:
    return speaker.say(
        "gap.unbridged-group",
        _int(more["size"]),
        first=speaker.name(str(more["first"])),
        eu=speaker.number(_int(more["eu"])),
        china=speaker.number(_int(more["china"])),
        largest=speaker.name(str(more["largest"])),
        largest_size=speaker.number(_int(more["largest_size"])),
    )


def _lapsed(speaker: Speaker, more: Mapping[str, object]) -> str:
    return speaker.say(
        "gap.lapsed-tie",
        a=speaker.name(str(more["a"])),
        b=speaker.name(str(more["b"])),
        end=speaker.day(str(more["end"])),
        settings=_names(speaker, more["settings"]),
        as_of=speaker.day(str(more["as_of"])),
    )


def _missing(speaker: Speaker, more: Mapping[str, object]) -> str:
    assert isinstance(more["contacts"], tuple)
    return speaker.say(
        "gap.missing-tie",
        len(more["contacts"]),
        a=speaker.name(str(more["a"])),
        b=speaker.name(str(more["b"])),
        contacts=_names(speaker, more["contacts"]),
        topics=_names(speaker, more["topics"]),
    )


_SAY = {
    "unserved-priority": _priority,
    "one-sided-topic": _one_sided,
    "country-without-tie": _country,
    "topic-without-country": _topic_countries,
    "partnership-without-event": _thing("gap.partnership-without-event"),
    "dialogue-without-session": _thing("gap.dialogue-without-session"),
    "agreement-without-project": _thing("gap.agreement-without-project"),
    "unbridged-group": _group,
    "lapsed-tie": _lapsed,
    "missing-tie": _missing,
}
