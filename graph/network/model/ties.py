"""The data of the network: who took part in what, and the ties that follow from it.

A *setting* is what actors share: a project, an event, an agreement, a dialogue, a membership
of something, a stated cooperation. A *link* is one actor in one setting, with the node of the
graph that says so and that node's claims. A *tie* joins two actors that share at least one
setting. Ties are always derived from links and never stored as facts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from itertools import combinations, product

from graph.languages import choose

EU = "eu"
CHINA = "china"
OTHER = "other"
UNKNOWN = "unknown"

SETTING_KINDS = (
    "project",
    "event",
    "agreement",
    "dialogue",
    "initiative",
    "membership",
    "cooperation",
)

# What is over when its last day is over. An agreement or a cooperation goes on until a document
# says that it ended.
OVER_AT_END = frozenset({"project", "event"})

# Being aimed at, or paying, is not taking part.
NOT_TAKING_PART = frozenset({"target", "funder"})

Labels = Mapping[str, str]


class _Packed:
    """Pickled by its values: what dataclasses with slots do by themselves is ten times slower."""

    __slots__: tuple[str, ...] = ()

    def __reduce__(self) -> tuple[type[_Packed], tuple[object, ...]]:
        return type(self), tuple(getattr(self, name) for name in type(self).__slots__)


@dataclass(frozen=True, slots=True)
class Actor(_Packed):
    """A partner, cluster, or (counted whole) cluster partnership that can hold ties.

    ``side`` is ``eu``, ``china``, ``other``, ``unknown`` or a value of its own such as
    ``hong-kong``; ``country`` a lower-case ISO 3166 code or None; ``kind`` the notation of the
    organisation kind. ``whole`` marks a partnership, programme, initiative or project that counts
    as one actor; ``stated`` a side that no date changes: a curator stated it, or it follows from
    what the body is. ``parts`` are the IRIs of parts and other names that count as this actor,
    ``province`` is the IRI of the province or municipality of China that it is in.
    """

    iri: str
    labels: Labels
    side: str = UNKNOWN
    country: str | None = None
    kind: str = ""
    whole: bool = False
    stated: bool = False
    parts: tuple[str, ...] = ()
    province: str = ""

    def name(self, language: str = "en") -> str:
        """Return the name for people, the end of the IRI where the graph has none."""
        return choose(self.labels, language, self.iri.rsplit("/", 1)[-1])


@dataclass(frozen=True, slots=True)
class Setting(_Packed):
    """What actors share. ``start`` and ``end`` are ISO dates (YYYY-MM-DD bounds) or None.

    What lasts (an agreement, a membership) has an ``end`` only where a source states one. ``aimed``
    marks what takes place in China or is said to be directed at it; ``opened`` what was funded in a
    part of a programme that is open to every subject, so that its codes give no topic.
    """

    iri: str
    labels: Labels
    kind: str
    topics: frozenset[str] = frozenset()
    start: str | None = None
    end: str | None = None
    status: str = ""
    aimed: bool = False
    opened: bool = False

    def name(self, language: str = "en") -> str:
        """Return the name for people, the end of the IRI where the graph has none."""
        return choose(self.labels, language, self.iri.rsplit("/", 1)[-1])

    @property
    def undated(self) -> bool:
        """Return whether no source dates it."""
        return self.start is None and self.end is None


@dataclass(frozen=True, slots=True)
class Link(_Packed):
    """One actor in one setting, with the node that says so and the claims about that node.

    ``confidence`` (0 to 1) is that of the surest claim; ``side`` the side on the day, where the
    graph derives it on the node. ``rows`` are the rows of registers that state it: they have no
    confidence of their own, and pass any that is asked for.
    """

    actor: str
    setting: str
    role: str = ""
    node: str = ""
    claims: tuple[str, ...] = ()
    documents: frozenset[str] = frozenset()
    confidence: float = 1.0
    start: str | None = None
    end: str | None = None
    side: str = ""
    rows: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Topic:
    """A concept of the topic scheme; ``broader`` is the IRI of the next wider one, or None."""

    iri: str
    labels: Labels
    broader: str | None = None

    def name(self, language: str = "en") -> str:
        """Return the name for people, the end of the IRI where the graph has none."""
        return choose(self.labels, language, self.iri.rsplit("/", 1)[-1])


@dataclass(frozen=True, slots=True)
class TwoMode:
    """Actors, settings and the links between them: the two-mode network as the graph has it.

    ``members`` maps a partnership or association to its named members; ``closed`` counts the
    partnerships that were left out because nobody names theirs. ``wholes`` maps a part or another
    name of an actor to the actor it counts as, ``within`` an event to the event it is a part of.
    ``standing`` are actors that are there for what they offer, whether or not they share anything.
    """

    actors: Mapping[str, Actor]
    settings: Mapping[str, Setting]
    links: tuple[Link, ...]
    topics: Mapping[str, Topic] = field(default_factory=dict)
    members: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    closed: int = 0
    wholes: Mapping[str, str] = field(default_factory=dict)
    within: Mapping[str, str] = field(default_factory=dict)
    standing: frozenset[str] = frozenset()

    def linked(self) -> tuple[Link, ...]:
        """Return the links, one for each actor and setting (roles of one pair are merged)."""
        merged: dict[tuple[str, str], Link] = {}
        for link in self.links:
            key = (link.actor, link.setting)
            before = merged.get(key)
            merged[key] = link if before is None else merge_links(before, link)
        return tuple(merged[key] for key in sorted(merged))

    def narrowest(self, topics: frozenset[str]) -> frozenset[str]:
        """Return the topics without those that are wider than another of them.

        A topic and the one above it go together by definition, not by what anybody does.
        """
        above = (self.topics[topic].broader for topic in topics if topic in self.topics)
        return topics - self.wider(topic for topic in above if topic)

    def wider(self, topics: Iterable[str]) -> set[str]:
        """Return some topics with all that are above them."""
        found: set[str] = set()
        ahead = list(topics)
        while ahead:
            topic = ahead.pop()
            if topic not in found:
                found.add(topic)
                entry = self.topics.get(topic)
                if entry is not None and entry.broader:
                    ahead.append(entry.broader)
        return found

    def band(self, topic: str) -> str:
        """Return the widest topic above a topic (itself where nothing is wider)."""
        seen = {topic}
        while (entry := self.topics.get(topic)) and entry.broader and entry.broader not in seen:
            topic = entry.broader
            seen.add(topic)
        return topic


def merge_links(one: Link, two: Link) -> Link:
    """Join two links of the same actor and setting; the better supported one gives confidence."""
    best = one if one.confidence >= two.confidence else two
    return replace(
        best,
        role=" ".join(sorted(set(one.role.split()) | set(two.role.split()))),
        claims=tuple(sorted({*one.claims, *two.claims})),
        documents=one.documents | two.documents,
        start=_earlier(one.start, two.start),
        end=_later(one.end, two.end),
        rows=tuple(sorted({*one.rows, *two.rows})),
    )


@dataclass(frozen=True, slots=True)
class Tie(_Packed):
    """Two actors (``a`` < ``b`` by IRI) and everything that ties them.

    ``weight`` is Newman's: each shared setting of n actors adds 1/(n-1). ``count`` is the number of
    shared settings. ``start`` is the earliest date of a shared setting, ``end`` the latest; None
    for a tie that lasts without a stated end. ``claims`` and ``rows`` (of registers) say that both
    ends take part.
    """

    a: str
    b: str
    weight: float
    count: int
    kinds: frozenset[str] = frozenset()
    settings: tuple[str, ...] = ()
    topics: frozenset[str] = frozenset()
    start: str | None = None
    end: str | None = None
    documents: frozenset[str] = frozenset()
    claims: tuple[str, ...] = ()
    confidence: float = 1.0
    rows: tuple[str, ...] = ()

    @property
    def undated(self) -> bool:
        """Return whether no source dates anything that the two share."""
        return self.start is None and self.end is None

    @property
    def key(self) -> str:
        """Return the two ends of the IRIs, for anchors and tables."""
        return f"{self.a}|{self.b}"


def columns(found: Iterable[Tie]) -> list[tuple[object, ...]]:
    """Return ties by field: so they are written and read a few times faster than one by one."""
    names = Tie.__slots__
    return list(zip(*(tuple(getattr(tie, name) for name in names) for tie in found), strict=True))


def from_columns(by_field: list[tuple[object, ...]]) -> tuple[Tie, ...]:
    """Return the ties that ``columns`` took apart."""
    return tuple(map(Tie, *by_field)) if by_field else ()


def ties(two_mode: TwoMode, one_end: frozenset[str] | None = None) -> tuple[Tie, ...]:
    """Derive the ties with their kinds, dates, topics and claims, in the order of their actors.

    A setting with one actor gives none; an actor twice in a setting counts once (so there are
    no self-ties). Weights follow Newman (2001), Phys. Rev. E 64, 016132, eq. 2. With ``one_end``
    only the ties that have exactly one end in that set: on a register with a million ties the
    few thousand that cross to the rare side are found without making the others.
    """
    by_setting: dict[str, list[Link]] = {}
    for link in two_mode.linked():
        by_setting.setdefault(link.setting, []).append(link)
    found: dict[tuple[str, str], list[tuple[Setting, Link, Link, int]]] = {}
    pairs: Iterable[tuple[Link, Link]]
    for iri, links in by_setting.items():
        if one_end is None:
            pairs = combinations(links, 2)
        else:
            inside = [link for link in links if link.actor in one_end]
            outside = [link for link in links if link.actor not in one_end]
            pairs = (
                (min(pair, key=_by_actor), max(pair, key=_by_actor))
                for pair in product(inside, outside)
            )
        for one, two in pairs:
            entry = (two_mode.settings[iri], one, two, len(links))
            found.setdefault((one.actor, two.actor), []).append(entry)
    return tuple(_tie(pair, found[pair]) for pair in sorted(found))


def _by_actor(link: Link) -> str:
    return link.actor


def _tie(pair: tuple[str, str], shared: list[tuple[Setting, Link, Link, int]]) -> Tie:
    if len(shared) == 1:
        return _single(pair, *shared[0])
    links = [link for _, one, two, _ in shared for link in (one, two)]
    settings = [setting for setting, *_ in shared]
    spans = [span_of(setting, one, two) for setting, one, two, _ in shared]
    return Tie(
        a=pair[0],
        b=pair[1],
        weight=sum(1.0 / (size - 1) for *_, size in shared),
        count=len(shared),
        kinds=frozenset(setting.kind for setting in settings),
        settings=tuple(sorted(setting.iri for setting in settings)),
        topics=frozenset().union(*(setting.topics for setting in settings)),
        start=_first(spans),
        end=_last(spans),
        documents=frozenset().union(*(link.documents for link in links)),
        claims=tuple(sorted({claim for link in links for claim in link.claims})),
        # The strongest of the shared settings supports the tie; within a setting both ends count.
        confidence=max(min(one.confidence, two.confidence) for _, one, two, _ in shared),
        rows=tuple(sorted({row for link in links for row in link.rows})),
    )


def _single(pair: tuple[str, str], setting: Setting, one: Link, two: Link, size: int) -> Tie:
    """Make the tie of two actors that share one thing: most ties of a register are such."""
    start, end = span_of(setting, one, two)
    return Tie(
        a=pair[0],
        b=pair[1],
        weight=1.0 / (size - 1),
        count=1,
        kinds=_KINDS[setting.kind],
        settings=(setting.iri,),
        topics=setting.topics,
        start=start,
        end=end if start or end else None,
        documents=one.documents | two.documents,
        claims=_joined(one.claims, two.claims),
        confidence=min(one.confidence, two.confidence),
        rows=_joined(one.rows, two.rows),
    )


_KINDS = {kind: frozenset((kind,)) for kind in SETTING_KINDS}


def _joined(one: tuple[str, ...], two: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sorted({*one, *two})) if one or two else ()


def span_of(setting: Setting, *links: Link) -> tuple[str | None, str | None]:
    """Return from when to when the actors of some links were all in a setting.

    The later of their starts and the earlier of their ends; a link without a date of its own has
    the setting's. What is over when its last day is over ends with it; anything else goes on
    until an end is stated (None).
    """
    over = setting.end or (setting.start if setting.kind in OVER_AT_END else None)
    starts = [date for link in links if (date := link.start or setting.start)]
    ends = [date for link in links if (date := link.end or over)]
    return max(starts, default=None), min(ends, default=None)


def _last(spans: list[tuple[str | None, str | None]]) -> str | None:
    """Return the latest end; None where one of the dated spans has none."""
    dated = [end for start, end in spans if start or end]
    return None if None in dated else max((end for end in dated if end), default=None)


def _first(spans: list[tuple[str | None, str | None]]) -> str | None:
    return min((start for start, _ in spans if start), default=None)


def _earlier(one: str | None, two: str | None) -> str | None:
    return None if one is None or two is None else min(one, two)


def _later(one: str | None, two: str | None) -> str | None:
    return None if one is None or two is None else max(one, two)
