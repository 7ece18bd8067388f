"""What a briefing says, before it is a page or a file: sentences, numbers, a chart, lists.

All texts are in the language of the request. Page, Word and PDF show the same sheet.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from flask_babel import gettext, ngettext

from graph.assembly.conflict_table import KIND, REGISTER
from graph.catalogue import Entry
from graph.catalogue.briefing import Briefing
from graph.catalogue.queries import run
from graph.iris import EUCN
from graph.network.measures.brokers import Broker
from graph.network.measures.gap import COVERAGE, Gap
from graph.network.telling.sentences import Speaker
from server.i18n import language, punctuation
from server.site import show
from server.site.data import BuildData
from server.site.frame import built
from server.site.sources import why_conflict
from server.site.standing import by_dates, standing, told_on


def _(text: str, **values: object) -> str:
    """Return a text in the language of the request."""
    return str(gettext(text, **values))


MOST_BROKERS = 5
MOST_GAPS = 8
MOST_LISTED = 40
"""Entries of a list that a briefing names; the rest is counted."""
MOST_YEARS = 20
MOST_COUNTRIES = 8
OVER = ("ended", "completed", "terminated", "closed", "date-passed", "withdrawn", "inactive")
ORGANISATIONS = ("Partner", "Cluster", "ClusterPartnership", "Organization")


@dataclass(frozen=True, slots=True)
class Number:
    """One of the five numbers, and what it counts."""

    text: str
    label: str


@dataclass(slots=True)
class Chart:
    """Bars with their labels; ``note`` says what is not drawn."""

    title: str
    bars: list[tuple[str, int]] = field(default_factory=list)
    note: str = ""

    @property
    def most(self) -> int:
        """Return the largest value."""
        return max((count for _label, count in self.bars), default=0)


@dataclass(slots=True)
class Item:
    """A line of a list: the name with its address, what is said of it, numbers of sources."""

    text: str
    iri: str = ""
    name: str = ""
    side: str = ""
    """The class of a side; the text names the side too, for print in grey."""
    notes: list[int] = field(default_factory=list)


@dataclass(slots=True)
class Part:
    """A list with its heading; ``more`` entries are only counted."""

    key: str
    title: str
    items: list[Item] = field(default_factory=list)
    more: int = 0

    @property
    def total(self) -> int:
        """Return how many entries there are, named or only counted."""
        return len(self.items) + self.more


@dataclass(slots=True)
class Sheet:
    """A whole briefing in one language."""

    title: str
    iri: str
    day: str
    sentences: list[str] = field(default_factory=list)
    numbers: list[Number] = field(default_factory=list)
    chart: Chart | None = None
    follows: list[str] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    sources: list[tuple[str, str]] = field(default_factory=list)
    """Name and IRI, in the order of their numbers."""

    @property
    def caution(self) -> str:
        """Return what a reader has to know before reading."""
        return _("It reports what the sources say, not what has been verified.")


def section_titles() -> dict[str, str]:
    """Return the headings of the lists by section."""
    return {
        "who": _("Participants"),
        "others": _("Other organisations named in connection with it"),
        "people": _("People"),
        "projects": _("Projects and initiatives"),
        "agreements": _("Agreements"),
        "dialogues": _("Dialogues"),
        "events": _("Events"),
        "frames": _("Programmes and policies"),
        "outcomes": _("Outcomes"),
        "figures": _("Figures"),
    }


def sheet(build: BuildData, briefing: Briefing) -> Sheet:
    """Return what the briefing says, in the language of the request."""
    return _Writer(build, briefing).written()


class _Writer:
    """Counts and tells what is in one briefing."""

    def __init__(self, build: BuildData, briefing: Briefing) -> None:
        self.build = build
        self.briefing = briefing
        self.entry = build.catalogue.entries.get(briefing.iri)
        self.name = show.plain_name(briefing.iri)
        when = built()
        self.day = show.date_text(when.date().isoformat()) if when else ""
        self.activities = briefing.activities
        self.own = [self.entry] if self.entry and briefing.kind == "activity" else []
        self.counted = [*self.own, *self.activities]
        """The activities that are counted: what the briefing is about is one of them."""
        self.involved = self._involved()
        entries = build.catalogue.entries
        partners = {
            iri for one in self.involved for iri in (*entries[one].documents, *entries[one].rows)
        }
        self.sources = sorted(
            {*briefing.sources(), *partners}, key=lambda iri: (iri.endswith("/curation"), iri)
        )
        if self.entry:
            own = [*self.entry.documents, *self.entry.rows]
            self.sources = sorted(
                {*self.sources, *own}, key=lambda iri: (iri.endswith("/curation"), iri)
            )
        self.numbers_of = {iri: number for number, iri in enumerate(self.sources, 1)}

    def written(self) -> Sheet:
        made = Sheet(self.name[:1].upper() + self.name[1:], self.briefing.iri, self.day)
        made.sentences = [self._what(), self._who(), self._when()]
        made.numbers = self._numbers()
        made.chart = self._years() or self._countries()
        gaps = self._gaps()
        made.follows = self._follows(gaps)
        made.parts = [*self._lists(), *self._telling(gaps)]
        made.sources = [(show.plain_name(iri), iri) for iri in self.sources]
        return made

    def _involved(self) -> dict[str, int]:
        """Return the organisations that take part, with the number of activities of each."""
        entries = self.build.catalogue.entries
        found: Counter[str] = Counter()
        for activity in self.counted:
            found.update(
                iri
                for iri in activity.partners
                if iri in entries and entries[iri].category in ORGANISATIONS
            )
        found.pop(self.briefing.iri, None)
        return dict(found)

    @property
    def _organisation(self) -> bool:
        """Return whether the briefing is about an organisation."""
        return self.briefing.kind == "organisation"

    def _of_side(self, *names: str) -> list[str]:
        entries = self.build.catalogue.entries

        def has(iri: str) -> bool:
            sides = {side.rpartition("/")[2] for side in entries[iri].sides}
            return bool(sides & set(names))

        return [iri for iri in self.involved if has(iri)]

    # Sentences

    def _what(self) -> str:
        if self.own:
            entry = self.own[0]
            stands = standing(entry)
            status, of = stands.status, _described(entry)
            if status and stands.told:
                return _(
                    "Status of %(name)s (%(what)s) as last stated by a source, as of %(day)s: "
                    "%(status)s.",
                    name=self.name,
                    what=of,
                    day=show.period_text(stands.told),
                    status=show.plain_name(status),
                )
            if status:
                return _(
                    "Status of %(name)s (%(what)s) on %(day)s: %(status)s.",
                    name=self.name,
                    what=of,
                    day=self.day,
                    status=show.plain_name(status),
                )
            return _("%(name)s is recorded as: %(what)s.", name=self.name, what=of)
        count = len(self.activities)
        if not count:
            return _("No activity is recorded for %(name)s.", name=self.name)
        years = self._span()
        told = ngettext(
            "For %(name)s, %(count)s activity is recorded: %(list)s.",
            "For %(name)s, %(count)s activities are recorded%(years)s: %(list)s.",
            count,
            name=self.name,
            years=years,
            list=self._kinds(),
            count=show.number(count),
        )
        return str(told)

    def _span(self) -> str:
        years = sorted(one.start[:4] for one in self.activities if one.start)
        if not years or years[0] == years[-1]:
            return ""
        return _(", begun between %(first)s and %(last)s", first=years[0], last=years[-1])

    def _kinds(self) -> str:
        counts = Counter(one.category for one in self.activities)
        signs = punctuation()
        return signs.comma.join(
            f"{show.class_name(name)}{signs.opening}{show.number(count)}{signs.closing}"
            for name, count in counts.most_common()
        )

    def _who(self) -> str:
        if not self.involved:
            return _("No organisation is recorded as taking part.")
        eu, china = len(self._of_side("eu")), len(self._of_side("china"))
        if self._organisation:
            return _(
                "Other organisations that take part, %(name)s not counted: %(count)s; from the EU "
                "%(eu)s, from China %(china)s, from elsewhere or of unknown seat %(rest)s.",
                name=self.name,
                count=show.number(len(self.involved)),
                eu=show.number(eu),
                china=show.number(china),
                rest=show.number(len(self.involved) - eu - china),
            )
        told = ngettext(
            "%(count)s organisation takes part: from the EU %(eu)s, from China %(china)s, from "
            "elsewhere or of unknown seat %(rest)s.",
            "%(count)s organisations take part: from the EU %(eu)s, from China %(china)s, from "
            "elsewhere or of unknown seat %(rest)s.",
            len(self.involved),
            count=show.number(len(self.involved)),
            eu=show.number(eu),
            china=show.number(china),
            rest=show.number(len(self.involved) - eu - china),
        )
        return str(told)

    def _when(self) -> str:
        counted = self.counted
        if not self.activities:
            return _(
                "It rests on %(claims)s claims of documents and %(rows)s rows of registers.",
                claims=show.number(sum(self.entry.documents.values()) if self.entry else 0),
                rows=show.number(sum(self.entry.rows.values()) if self.entry else 0),
            )
        running, told = self._running(), self._told_running()
        over = [one for one in counted if _has(one, *OVER)]
        said = _(
            "On %(day)s, when the graph was built: running by its dates %(running)s, over "
            "%(over)s, ahead or without such a status in the sources %(rest)s.",
            day=self.day,
            running=show.number(len(running)),
            over=show.number(len(over)),
            rest=show.number(len(counted) - len(running) - len(over) - len(told)),
        )
        if told:
            days = [told_on(one.iri, status) for one in told for status in one.standings]
            said += punctuation().space + _(
                "Called ongoing by a source, with no end recorded: %(count)s (as of %(day)s).",
                count=show.number(len(told)),
                day=show.period_text(max(days)) or "…",
            )
        return said

    def _running(self) -> list[Entry]:
        return [one for one in self.counted if _has(one, "ongoing") and by_dates(one, "ongoing")]

    def _told_running(self) -> list[Entry]:
        """Return what only a word of a source, of its own day, calls ongoing."""
        running = {one.iri for one in self._running()}
        return [one for one in self.counted if _has(one, "ongoing") and one.iri not in running]

    # Numbers and chart

    def _numbers(self) -> list[Number]:
        label = _("activities, with the connected ones") if self.own else _("activities")
        who, china = _("organisations taking part"), _("of them from China")
        if self._organisation:
            who = _("other organisations taking part")
            china = _("of them from China (%(name)s not counted)", name=self.name)
        return [
            Number(show.number(len(self.counted)), label),
            Number(show.number(len(self.involved)), who),
            Number(show.number(len(self._of_side("china"))), china),
            Number(
                show.number(len(self._running())),
                _("activities running, by their dates, when the graph was built"),
            ),
            self._share() or self._whole() or self._known(),
        ]

    def _known(self) -> Number:
        return Number(show.number(len(self.sources)), _("documents and registers"))

    def _whole(self) -> Number | None:
        """Return what the projects have as wholes, where the briefing is about no recipient."""
        euro, stated, projects = self._money()
        if not projects or not stated:
            return None
        told = _(
            "EUR of EU contribution to projects as wholes, all participants together "
            "(%(euro)s; stated for %(stated)s of %(projects)s projects)",
            euro=show.number(int(euro)),
            stated=show.number(stated),
            projects=show.number(projects),
        )
        return Number(show.compact(euro), told)

    def _recipients(self) -> list[str]:
        """Return the organisations whose own share a briefing tells: the one, or a country's."""
        if self._organisation:
            return [self.briefing.iri]
        if self.briefing.kind != "country":
            return []
        entries, place = self.build.catalogue.entries, self.briefing.iri
        return [iri for iri in self.involved if place in entries[iri].countries]

    def _share(self) -> Number | None:
        """Return what the organisation, or those of a country, get themselves."""
        amounts: dict[str, Decimal | None] = {}
        for row in run(self.build.store, "own-share", self._recipients()):
            amount = row.get("amount")
            known = None if amount is None else Decimal(str(amount))
            amounts[str(row["participation"])] = known
        if not amounts:
            return None
        stated = [one for one in amounts.values() if one is not None]
        euro = sum(stated, Decimal(0))
        values = {
            "euro": show.number(int(euro)),
            "stated": show.number(len(stated)),
            "all": show.number(len(amounts)),
            "some": show.number(sum(one > 0 for one in stated)),
        }
        if self._organisation:
            told = _(
                "EUR of EU contribution, own share of %(name)s (%(euro)s; stated for %(stated)s "
                "of %(all)s of its participations in registers, above 0 in %(some)s)",
                name=self.name,
                **values,
            )
        else:
            told = _(
                "EUR of EU contribution, own share of the organisations seated there (%(euro)s; "
                "stated for %(stated)s of %(all)s of their participations in registers, above 0 "
                "in %(some)s)",
                **values,
            )
        return Number(show.compact(euro), told)

    def _money(self) -> tuple[Decimal, int, int]:
        """Return the sum of whole projects, of how many, and how many projects there are."""
        projects = [one.iri for one in self.counted if one.category == "Project"]
        amounts: dict[str, Decimal] = {}
        exact = str(EUCN.euContribution)
        rows = run(self.build.store, "money", projects)
        for row in sorted(
            rows, key=lambda row: (str(row["property"]) == exact, str(row["amount"]))
        ):
            # What the register gives to the cent comes last and holds.
            amounts[str(row["project"])] = Decimal(str(row["amount"]))
        return sum(amounts.values(), Decimal(0)), len(amounts), len(projects)

    def _years(self) -> Chart | None:
        years = Counter(int(one.start[:4]) for one in self.activities if one.start)
        if len(years) < 2:
            return None
        first, last = min(years), max(years)
        chart = Chart(_("Activities by the year in which they began"))
        shown = max(first, last - MOST_YEARS + 1)
        earlier = sum(count for year, count in years.items() if year < shown)
        if earlier:
            chart.bars.append((_("before %(year)s", year=shown), earlier))
        chart.bars += [(str(year), years.get(year, 0)) for year in range(shown, last + 1)]
        left = len(self.activities) - sum(years.values())
        if left:
            chart.note = _(
                "Not drawn, since no start is recorded: %(count)s", count=show.number(left)
            )
        return chart

    def _countries(self) -> Chart | None:
        entries = self.build.catalogue.entries
        counts = Counter(
            country for iri in self.involved for country in sorted(entries[iri].countries)
        )
        if len(counts) < 2:
            return None
        ordered = sorted(counts.items(), key=lambda one: (-one[1], one[0]))
        chart = Chart(_("Organisations by country or territory"))
        chart.bars = [(show.plain_name(iri), count) for iri, count in ordered[:MOST_COUNTRIES]]
        rest = sum(count for _iri, count in ordered[MOST_COUNTRIES:])
        if rest:
            chart.note = _("Not drawn, from other countries: %(count)s", count=show.number(rest))
        return chart

    # What follows

    def _follows(self, gaps: list[Gap]) -> list[str]:
        found = []
        told = []
        if self._recipients():
            euro, stated, projects = self._money()
            if stated:
                found.append(
                    _(
                        "The projects as wholes, all participants together: %(euro)s EUR of EU "
                        "contribution, stated for %(stated)s of %(projects)s. This is not the "
                        "share of one participant.",
                        euro=show.number(int(euro)),
                        stated=show.number(stated),
                        projects=show.number(projects),
                    )
                )
        for side in ("eu", "china"):
            iri, count = self._most_active(self._of_side(side))
            if iri and side == "eu":
                told.append(
                    _("from the EU %(who)s (%(count)s)", who=show.plain_name(iri), count=count)
                )
            elif iri:
                told.append(
                    _("from China %(who)s (%(count)s)", who=show.plain_name(iri), count=count)
                )
        if told and self.activities:
            signs = punctuation()
            found.append(
                _(
                    "Involved most often, with the number of activities: %(list)s.",
                    list=signs.semicolon.join(told),
                )
            )
        ending = min(
            (one for one in self._running() if one.end), key=lambda one: str(one.end), default=None
        )
        if ending is not None:
            found.append(
                _(
                    "Of what is running, the next to end is %(what)s (%(when)s).",
                    what=ending.label(language()).text,
                    when=show.date_text(str(ending.end)),
                )
            )
        ahead = [one for one in self.activities if _has(one, "planned", "announced", "approved")]
        if ahead:
            names = punctuation().comma.join(one.label(language()).text for one in ahead[:3])
            found.append(
                _(
                    "Told as planned, announced or approved, with no beginning recorded: "
                    "%(count)s, among them %(list)s.",
                    count=show.number(len(ahead)),
                    list=names,
                )
            )
        disputed = [
            self._disputed(one.iri)
            for one in [*self.own, *self.briefing.entries]
            if self.build.conflicts_of(one.iri)
        ]
        if disputed:
            found.append(
                _(
                    "Sources disagree about: %(list)s.",
                    list=punctuation().semicolon.join(disputed[:5]),
                )
            )
        if gaps:
            speaker = Speaker(self.build.analysis.network, language())
            found.append(_("Left open by the sources: %(gap)s", gap=speaker.gap(gaps[0])))
        return found

    def _disputed(self, iri: str) -> str:
        """Return what sources disagree about, and on what of it."""
        signs = punctuation()
        facts = []
        for row in self.build.conflicts_of(iri):
            if row["kind"] in (KIND, REGISTER):
                facts.append(show.plain_name(str(row["property"])))
            else:
                facts.append(why_conflict(row).rstrip(".。"))
        told = signs.comma.join(dict.fromkeys(facts))
        return f"{show.plain_name(iri)}{signs.opening}{told}{signs.closing}"

    def _most_active(self, among: Iterable[str]) -> tuple[str, int]:
        ordered = sorted(among, key=lambda iri: (-self.involved[iri], show.plain_name(iri)))
        return (ordered[0], self.involved[ordered[0]]) if ordered else ("", 0)

    # Lists

    def _lists(self) -> list[Part]:
        titles = section_titles()
        found = []
        for key, entries in self._grouped().items():
            ordered = entries
            if key == "who":
                rank = self.involved
                ordered = sorted(entries, key=lambda one: (-rank.get(one.iri, 0), one.iri))
            part = Part(key, titles[key], more=max(0, len(entries) - MOST_LISTED))
            part.items = [self._item(key, one) for one in ordered[:MOST_LISTED]]
            found.append(part)
        return found

    def _grouped(self) -> dict[str, list[Entry]]:
        """Return the entries by heading: those who take part apart from those only named."""
        entries = self.build.catalogue.entries
        grouped = {"who": [entries[iri] for iri in self.involved]}
        named = self.briefing.sections.get("who", [])
        grouped["others"] = [one for one in named if one.iri not in self.involved]
        grouped |= {key: own for key, own in self.briefing.sections.items() if key != "who"}
        return {key: own for key, own in grouped.items() if own}

    def _item(self, key: str, entry: Entry) -> Item:
        signs = punctuation()
        name = entry.label(language()).text
        words = [show.kind_name(kind, entry) for kind in show.sort_kinds(entry.kinds)]
        if key == "figures":
            words += self._values(entry.iri)
        if key in ("who", "others"):
            words += [show.plain_name(side) for side in show.sort_by_name(entry.sides)]
            words += [show.plain_name(one) for one in show.sort_by_name(entry.countries)[:3]]
        if when := period_text(entry):
            words.append(when)
        summary = show.in_language(entry.summaries)
        if summary and key not in ("figures", "outcomes") and summary.text != name:
            words.append(summary.text)
        documents = [*entry.documents, *entry.rows]
        return Item(
            signs.pause.join(dict.fromkeys(words)),
            entry.iri,
            name,
            show.side_class(entry.sides) if entry.sides else "",
            sorted(self.numbers_of[iri] for iri in documents if iri in self.numbers_of),
        )

    def _values(self, figure: str) -> list[str]:
        """Return the stated numbers of a figure as people write them, with the year."""
        signs = punctuation()
        told = []
        for row in run(self.build.store, "figures", [figure]):
            text = show.quantity(
                row["value"], str(row.get("unit") or ""), str(row.get("qualifier") or "")
            )
            if row.get("year") is not None:
                text += f"{signs.opening}{show.date_text(str(row['year']))}{signs.closing}"
            told.append(text)
        return told

    def _gaps(self) -> list[Gap]:
        catalogue, iri = self.build.catalogue, self.briefing.iri
        within = catalogue.with_narrower(iri) if self.briefing.kind == "topic" else {iri}
        return [
            gap
            for gap in self.build.gaps
            if gap.group != COVERAGE and (set(gap.things) | gap.topics) & within
        ][:MOST_GAPS]

    def _concerned(self, broker: Broker) -> bool:
        """Return whether a briefing is about a broker: an organisation, about itself and about
        those without which it reaches nobody of the other side; anything else, about its members.
        """
        iri = self.briefing.iri
        if self._organisation:
            return iri in {broker.iri, *broker.parts, *broker.cut_eu, *broker.cut_china}
        return broker.iri in {iri, *self.involved, *(one.iri for one in self.briefing.entries)}

    def _brokering(self, speaker: Speaker, broker: Broker) -> str:
        """Return what a broker does or, in the briefing of another organisation, does for that."""
        if not self._organisation or self.briefing.iri in {broker.iri, *broker.parts}:
            return speaker.broker(broker)
        return _(
            "Some actors of the other side are joined to %(name)s only by paths through "
            "%(broker)s.",
            name=self.name,
            broker=show.plain_name(broker.iri),
        )

    def _telling(self, gaps: list[Gap]) -> list[Part]:
        speaker = Speaker(self.build.analysis.network, language())
        brokers = [
            one
            for one in self.build.brokers
            if self._concerned(one) and (one.functions or one.pairs_cut)
        ][:MOST_BROKERS]
        space = punctuation().space
        parts = []
        if brokers:
            items = [
                Item(self._brokering(speaker, one), one.iri, show.plain_name(one.iri))
                for one in brokers
            ]
            parts.append(Part("brokers", _("Brokers"), items))
        if gaps:
            told = [Item(f"{speaker.gap(gap)}{space}{speaker.closes(gap)}") for gap in gaps]
            parts.append(Part("gaps", _("Gaps"), told))
        return parts


def _has(entry: Entry, *statuses: str) -> bool:
    return any(one.rpartition("/")[2] in statuses for one in entry.standings)


def _described(entry: Entry) -> str:
    words = [show.class_name(entry.category)]
    words += [show.kind_name(kind, entry) for kind in show.sort_kinds(entry.kinds)]
    if when := period_text(entry):
        words.append(when)
    return punctuation().pause.join(words)


def period_text(entry: Entry) -> str:
    """Return when it was as plain text: a date, several, or a span."""
    return show.period_text(entry.date_text())
