"""What a briefing is about: its activities, who is involved in them, and its sources."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from decimal import Decimal
from functools import cached_property

from graph.catalogue import Entry
from graph.catalogue.briefing import Briefing
from graph.catalogue.entries import Alike
from graph.catalogue.queries import run
from graph.catalogue.selection import countries_of
from graph.iris import EUCN, ID, VOCABULARY
from graph.network.measures.analysis import Analysis
from graph.network.measures.cache import view_of
from graph.network.model.filters import STATES, Filter
from graph.network.model.ties import NOT_TAKING_PART
from graph.network.telling.sentences import Speaker
from server.i18n import language
from server.site import show
from server.site.briefing.words import _
from server.site.data import BuildData
from server.site.doubled import doubled
from server.site.frame import built
from server.site.standing import by_dates

ORGANISATIONS = ("Partner", "Cluster", "ClusterPartnership", "Organization")
OVER = ("ended", "completed", "terminated", "closed", "withdrawn", "inactive")
PASSED = "date-passed"
"""Planned for a day that has passed: whether it took place, no source says."""
NEVER = "not-materialised"
_AHEAD = ("planned", "announced", "approved", PASSED, NEVER)
"""How things stand of which no source tells that they began."""


def has_status(entry: Entry, *statuses: str) -> bool:
    """Return whether an entry stands, on the day of the data, as one of some statuses."""
    return any(one.rpartition("/")[2] in statuses for one in entry.standings)


class Subject:
    """Counts what one briefing is about; sentences, numbers and lists tell it."""

    def __init__(self, build: BuildData, briefing: Briefing) -> None:
        self.build = build
        self.briefing = briefing
        self.entry = build.catalogue.entries.get(briefing.iri)
        self.whole = briefing.kind == "whole"
        self.name = _("the graph") if self.whole else show.plain_name(briefing.iri)
        self.title = _("The whole graph") if self.whole else self.name[:1].upper() + self.name[1:]
        when = built()
        self.day = show.date_text(when.date().isoformat()) if when else ""
        self.activities = briefing.activities
        self.own = [self.entry] if self.entry and briefing.kind == "activity" else []
        self.counted = [*self.own, *self.activities]
        """The activities that are counted: what the briefing is about is one of them."""
        self.behind: dict[str, int] = {}
        """States, and parties and funders that take part in nothing, with their activities."""
        self.involved = self._involved()
        entries = build.catalogue.entries
        partners = {
            iri
            for one in (*self.involved, *self.behind)
            for iri in (*entries[one].documents, *entries[one].rows)
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

    def _involved(self) -> dict[str, int]:
        """Return the organisations that take part, with the number of activities of each."""
        entries = self.build.catalogue.entries
        found: Counter[str] = Counter()
        behind: Counter[str] = Counter()
        for activity in self.counted:
            for iri in activity.partners:
                roles = self.build.roles.get((activity.iri, iri), set())
                if iri not in entries:
                    continue
                kinds = {kind.rpartition("/")[2] for kind in entries[iri].kinds}
                if (roles and roles <= NOT_TAKING_PART) or kinds & STATES:
                    behind[iri] += 1
                elif entries[iri].category in ORGANISATIONS:
                    found[iri] += 1
        found.pop(self.briefing.iri, None)
        self.behind = {
            iri: count
            for iri, count in behind.items()
            if iri not in found and iri != self.briefing.iri
        }
        return dict(found)

    @cached_property
    def doubled(self) -> dict[str, Alike]:
        """Return who of those involved counts with another of them, and as what."""
        return doubled(self.build.analysis.network, self.involved)

    @cached_property
    def once(self) -> list[str]:
        """Return those involved, who stands under several names once."""
        return [iri for iri in self.involved if iri not in self.doubled]

    @cached_property
    def chosen(self) -> Filter:
        """Return what of the network the briefing is about: of a topic what is on it."""
        if self.briefing.kind != "topic":
            return Filter()
        return Filter(topic=frozenset({self.briefing.iri}))

    @cached_property
    def view(self) -> Analysis:
        """Return the analysis of that, without the tests by chance, which no briefing tells."""
        if not self.chosen.selects:
            return self.build.analysis
        return view_of(self.build.store, self.chosen, 0)

    @cached_property
    def speaker(self) -> Speaker:
        """Return who tells of brokers and gaps, and says what is chosen."""
        return Speaker(self.build.analysis.network, language(), self.chosen)

    @cached_property
    def seated(self) -> list[str]:
        """Return those seated in the country or place of the briefing, each once."""
        return [iri for iri in self.seated_names if iri not in self.doubled]

    @cached_property
    def seated_names(self) -> list[str]:
        """Return those involved that are seated there, under every name."""
        if self.briefing.kind != "country":
            return []
        entries, place = self.build.catalogue.entries, self.briefing.iri
        return [
            iri for iri in self.involved if place in entries[iri].countries | entries[iri].places
        ]

    def joining(self) -> tuple[int, int]:
        """Return how many of the activities join the EU and China, and how many there are with
        stated cooperation, which has no page: the overview of the network counts these too.
        """
        if self.whole:
            across = self.build.analysis.across
            inside = sum(one.iri in across for one in self.counted)
            return inside, len(across)
        held, iri = self.build.joint, self.briefing.iri
        counted = {one.iri for one in self.counted}
        inside = len(counted & self.build.analysis.across)
        joint = held.topics.get(iri) or held.territories.get(iri.rpartition("/")[2]) or set()
        stated = [one for one in joint - counted if one.startswith(f"{ID}cooperation/")]
        return inside, inside + len(stated)

    def projects(self) -> tuple[int, int]:
        """Return how many projects there are, and how many have no participant from China."""
        entries = self.build.catalogue.entries
        found = [one for one in self.counted if one.category == "Project"]
        china = str(VOCABULARY) + "side/china"
        return len(found), sum(
            not any(china in entries[iri].sides for iri in one.partners if iri in entries)
            for one in found
        )

    def projects_there(self) -> tuple[int, int, int]:
        """Return how many projects have a participant seated in the country of the briefing, how
        many none but are recorded for the country itself, and how many are only concerned with it.
        """
        country, found = self.briefing.iri, [0, 0, 0]
        if self.briefing.kind == "country" and self.entry and self.entry.category == "Country":
            for one in self.counted:
                if one.category == "Project":
                    seated = country in countries_of(self.build.catalogue, one)
                    found[0 if seated else 1 if country in one.countries else 2] += 1
        return found[0], found[1], found[2]

    @property
    def organisation(self) -> bool:
        """Return whether the briefing is about an organisation."""
        return self.briefing.kind == "organisation"

    def of_side(self, *names: str, among: Iterable[str] | None = None) -> list[str]:
        """Return those involved, or of some of them, that are of one of some sides."""
        entries = self.build.catalogue.entries

        def has(iri: str) -> bool:
            sides = {side.rpartition("/")[2] for side in entries[iri].sides}
            return bool(sides & set(names))

        return [iri for iri in (self.once if among is None else among) if has(iri)]

    def begun(self) -> list[Entry]:
        """Return the activities with a beginning, without those that were only announced."""
        return [one for one in self.activities if one.start and not has_status(one, *_AHEAD)]

    def announced(self) -> list[Entry]:
        """Return the activities with a date for which they were only announced."""
        return [one for one in self.activities if one.start and has_status(one, *_AHEAD)]

    def running(self) -> list[Entry]:
        """Return the activities that go on by their dates."""
        return [
            one for one in self.counted if has_status(one, "ongoing") and by_dates(one, "ongoing")
        ]

    def told_running(self) -> list[Entry]:
        """Return what only a word of a source, of its own day, calls ongoing."""
        running = {one.iri for one in self.running()}
        return [
            one for one in self.counted if has_status(one, "ongoing") and one.iri not in running
        ]

    def recipients(self) -> list[str]:
        """Return the organisations whose own share a briefing tells: the one, or a country's."""
        if self.organisation:
            return [self.briefing.iri]
        if self.briefing.kind != "country":
            return []
        entries, place = self.build.catalogue.entries, self.briefing.iri
        return [iri for iri in self.involved if place in entries[iri].countries]

    def money(self) -> tuple[Decimal, int, int]:
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
