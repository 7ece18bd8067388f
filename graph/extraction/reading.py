"""One way through a text, sentence after sentence, with what it speaks of; then one answer."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from dataclasses import replace

from graph.extraction import dates as calendar
from graph.extraction import tables
from graph.extraction.brackets import with_brackets
from graph.extraction.calibration import SURE, calibrated, kind, kind_of_name
from graph.extraction.chinese_relations import ChineseRelations
from graph.extraction.choices import (
    clusters_of_partnerships,
    signing_days,
    whole_budgets,
    without_launches,
    without_states,
)
from graph.extraction.circumstances import ONE_VALUE, Circumstances, stands
from graph.extraction.dates import DateSpan
from graph.extraction.layout import Layout, about_project, label_name
from graph.extraction.lexicon import compiled, countries
from graph.extraction.misread import bare, is_place, speaks_of_another
from graph.extraction.model import Candidate, Found, Mention, Thing
from graph.extraction.names import Names
from graph.extraction.nations import CODES, country_of_code
from graph.extraction.pairs import Pairs
from graph.extraction.relations import Relations
from graph.extraction.relations.items import UNION
from graph.extraction.relations.spans import spans
from graph.extraction.relations.subjects import is_journey
from graph.extraction.sentence import ORGANISATIONS, Focus, Sentence, cited, polarity
from graph.extraction.tokens import UPPER
from graph.records.inflection import name_pattern, names
from graph.records.values import one_line

_SEAT = re.compile(r"\(([^()]{2,30})\)\s*(?=[;,.]|$|(?:and|und|et|e|ed|y)\s)")


def _lists_seats(flat: str) -> bool:
    """Return whether a paragraph is a consortium: "Name (Country); Name (Country); ..."."""
    return sum(bool(countries().get(m[1])) or m[1] in CODES for m in _SEAT.finditer(flat)) >= 3


def _seated(s: Sentence, made: list[Candidate], focus: Focus) -> list[Candidate]:
    """ "... work together: Ocean University of China (China), AZTI (Spain) and ...": partners."""
    project = s.of("Project")[0].thing if s.of("Project") else focus.only
    if project is None or s.of("Event", "Agreement", "ClusterPartnership"):
        return []
    told = {c.object for c in made if isinstance(c.object, Thing)}
    for match in _SEAT.finditer(s.flat):
        before = re.search(
            rf"(?:^|[,;:]\s|(?:and|und|et|e|y)\s)(?:the |die |das |der |l[’']|la |le |il |el )?([{UPPER}][^,;:()]*?)\s*$",
            s.flat[: match.start()],
        )
        if (
            before
            and countries().get(match[1])
            and not any(
                m.start < s.start + match.start() and s.start + before.start(1) < m.end
                for m in s.mentions
                if m.cls != "Place"
            )
        ):
            seat = Mention(
                Thing("Partner", before[1]),
                s.start + before.start(1),
                s.start + before.end(1),
                "name-before-seat",
                0.85,
            )
            s.mentions = [m for m in s.mentions if not seat.start <= m.start < seat.end]
            s.mentions.append(with_brackets(seat, s.flat, s.start))
            made.append(
                Candidate(
                    seat.thing,
                    seat.start,
                    s.start + match.end(1) + 1,
                    0.9,
                    "country-in-brackets",
                    "country",
                    Thing("Country", match[1]),
                )
            )
    s.mentions.sort(key=lambda m: m.start)
    return [
        Candidate(project, m.start, m.end, 0.84, "seated-partner", "partner", m.thing)
        for m in s.of("Partner", "Cluster")
        if m.country and m.thing not in told
    ] + [
        c
        for c in made
        if c.rule == "country-in-brackets"
        and c.property == "country"
        and c.subject.name not in {x.subject.name for x in made if x is not c}
    ]


def title_case(flat: str) -> bool:
    """Return whether a line is written as titles are, with capitals throughout."""
    words = re.findall(r"[^\W\d_]{4,}", flat)
    return len(words) > 3 and sum(w[0].isupper() for w in words) >= len(words) - 1


def _is_union(thing: Thing | str | None) -> bool:
    return isinstance(thing, Thing) and (
        thing.name in ("EU", "UE", "欧盟") or UNION.fullmatch(thing.name) is not None
    )


class Reading:
    """One way through the text with what it speaks of."""

    def __init__(self, text: str, sentences: list[Sentence], known: Names) -> None:
        self.text, self.sentences, self.names = text, sentences, known
        self.focus = Focus()
        self.statements: list[Candidate] = []
        self._above: Sentence | None = None
        """The labelled line right above."""
        self._subjects: set[Thing] = set()
        self._upto = 0
        self._before: Sentence | None = None
        """The last sentence that told a journey without naming it."""
        self._day: tuple[DateSpan, Mention | None, int] | None = None
        """Day and town of the line above, with the block that they head."""
        self._partnerships = {
            m.thing.name for s in sentences for m in s.of("ClusterPartnership") if not m.generic
        }
        """Names of partnerships of clusters: no project of the text has one of them."""
        self._starts = [s.start for s in sentences]
        self.titled: Mention | None = None
        """The event that the line above names, where that is a title."""

    def found(self) -> Found:
        """Return all candidates."""
        relations, chinese_relations, layout = (
            Relations(self.focus),
            ChineseRelations(self.focus),
            Layout(self.focus),
        )
        self._hosts_named_as_events()
        self._begin()
        layout.lines = sum(s.segment.label is not None for s in self.sentences)
        layout.leads = sum(s.segment.label == "coordinator" for s in self.sentences)
        if len({m.thing for s in self.sentences for m in s.of("Project")}) > 1:
            layout.leads = 0  # each project of a list has a lead of its own
        pairs = Pairs()
        relations.projects = list(
            dict.fromkeys(m.thing for s in self.sentences for m in s.of("Project"))
        )
        for s in self.sentences:
            if s.segment.kind == "footnote":
                continue
            if s.segment.kind == "table":
                about = self.focus.sheet or self.focus.only or self.focus.of("Project")
                self.statements += tables.read_row(s, about)
                continue
            if s.language != "zh":
                pairs.read(s)
            self._below_title(s)
            self._headline(s)
            if s.segment.label in ("project", "title"):
                s.mentions = [m for m in s.mentions if m.cls not in ("Dialogue", "DialogueSession")]
            self._country_below(s)
            if s.segment.label:
                self._label_subject(s)
                self.statements += layout.read(s)
                if len(s.flat) > 120 and s.segment.label in ("project", "title"):
                    self.statements += relations.read(s)
            elif _lists_seats(s.flat) and s.flat.count(";") >= 2:
                s.segment.label = "partner"
                self.statements += layout.read(s)
                s.segment.label = None
            elif s.language == "zh":
                self.statements += chinese_relations.read(s)
            elif not (s.segment.kind == "heading" and s.language != "de" and title_case(s.flat)):
                made = relations.read(s)
                self.statements += made
                if _lists_seats(s.flat) and (s.of("Project") or self.focus.only):
                    self.statements += _seated(s, made, self.focus)
            else:
                self.statements += relations.read_title(s)
            self._look(s)
            self._journey_before(s)
            self._day_above(s)
        return self._result()

    def _hosts_named_as_events(self) -> None:
        """Take what a line of organisers names for an organisation, also if it calls itself a forum."""
        named = {
            m.thing
            for s in self.sentences
            if s.segment.label in ("organiser", "coordinator", "partner", "signatory")
            for m in s.of("Event")
            if not m.generic
        }
        for s in self.sentences if named else ():
            for m in s.of("Event"):
                if m.thing in named:
                    m.thing = Thing("Partner", m.thing.name)

    def _begin(self) -> None:
        projects = {m.thing for s in self.sentences for m in s.of("Project")}
        if len(projects) == 1 and len(self.text) < 8000:
            self.focus.only = next(iter(projects))
        if self.names.main is not None:
            leads = sum(s.segment.label == "coordinator" for s in self.sentences)
            if about_project({label or "" for label in self.names.labels}) and not (
                len(projects) > 1 and leads > 1
            ):  # a list of projects is no sheet of one
                self.focus.sheet = self.names.main
            self.focus.by_class["Project"] = self.names.main
            if not any(s.of("Event", "Agreement", "DialogueSession") for s in self.sentences[:2]):
                self.focus.latest = self.names.main
        for cls in ("DialogueSession", "Event", "Agreement", "ClusterPartnership"):
            first = [s for s in self.sentences if s.start < 400]
            named = [m for s in first for m in s.of(cls) if not m.generic]
            generic = [m for s in first for m in s.of(cls)]
            if chosen := (named or generic)[:1]:
                self.focus.by_class.setdefault(cls, chosen[0].thing)

    def _label_subject(self, s: Sentence) -> None:
        if s.segment.label == "project":
            name = label_name(s)
            thing = self.names.alias.get(name) or Thing("Project", name)
            self.focus.by_class["Project"] = self.focus.latest = thing
            self.focus.sheet = thing if self.focus.sheet else None
            if not any(m.thing == thing for m in s.mentions) and s.flat.startswith(name):
                s.mentions.append(
                    Mention(thing, s.start, s.start + len(name), "label-project", 0.93)
                )
        elif s.segment.label in ("event", "agreement"):
            cls = "Event" if s.segment.label == "event" else "Agreement"
            known = s.of("DialogueSession", cls)
            name = known[0].thing.name if known else s.flat.strip(' .“”"')
            thing = known[0].thing if known else Thing(cls, name)
            self.focus.by_class[thing.cls] = self.focus.latest = thing
            if not known and name in s.flat:
                at = s.start + s.flat.index(name)
                s.mentions.append(
                    Mention(thing, at, at + len(name), f"label-{s.segment.label}", 0.85)
                )

    def _below_title(self, s: Sentence) -> None:
        """A line of nothing but place and day below a title that names an event: of that event."""
        titled = self.titled
        self.titled = None
        if s.start < 600 and s.segment.kind in ("heading", "sentence"):
            events = s.of("Event", "DialogueSession")
            self.titled = events[0] if events and s.segment.kind == "heading" else None
        if titled is None or not s.dates or len(s.dates) > 1:
            return
        left = s.flat
        if not s.of("Place") and (line := _PLACE_LINE.match(s.flat)):
            spot = Mention(
                Thing("Place", line["name"]), s.start, s.start + line.end("name"), "dateline", 0.82
            )
            s.mentions.append(spot)
        for start, end in [(x.start, x.end) for x in s.of("Place")] + [
            (d.start, d.end) for d in s.dates
        ]:
            left = left.replace(s.text(start, end), "")
        if re.sub(r"[\s,.;:–-]|\b(?:den|le|les|el|il|am|the|on)\b", "", left):
            return
        date = s.dates[0]
        for key, value in calendar.told(date):
            self.statements.append(
                Candidate(
                    titled.thing, date.start, date.end, 0.78, "title-line", key, value,
                    calendar.datatype(value), calendar.normaliser(date),
                )
            )  # fmt: skip
        for spot in s.of("Place")[:1]:
            self.statements.append(
                Candidate(
                    titled.thing, spot.start, spot.end, 0.76, "title-line", "locatedIn", spot.thing
                )
            )

    def _journey_before(self, s: Sentence) -> None:
        """ "A delegation visited Suzhou from 5 to 9 June. The visit was organised by ...": its days."""
        before = self._before
        if _VISITED.search(s.flat) and s.dates and not s.of("Event", "DialogueSession", "Project"):
            self._before = s
        visits = [
            m for m in s.of("Event")
            if m.start - s.start < 16 and m.generic and is_journey(m.thing.name)
        ]  # fmt: skip
        if (
            not visits or before is None or s.start - before.start > 1200
        ):  # fmt: skip
            return
        event = visits[0].thing
        if any(
            c.subject == event and c.property in ("date", "startDate", "locatedIn")
            for c in self.statements
        ):
            return
        for date in before.dates[:1] if len(before.dates) == 1 else ():
            for key, value in calendar.told(date):
                self.statements.append(
                    Candidate(
                        event, date.start, date.end, 0.76, "journey-before", key, value,
                        calendar.datatype(value), calendar.normaliser(date),
                    )
                )  # fmt: skip
        for spot in before.of("Place"):
            if _TO.search(before.text(spot.start - 24, spot.start)):
                self.statements.append(
                    Candidate(
                        event, spot.start, spot.end, 0.74, "journey-before", "locatedIn", spot.thing
                    )
                )

    def _day_above(self, s: Sentence) -> None:
        """A line of nothing but day and town above what happened then: "Thu 22 Nov 2018, Tampere"."""
        above = self._day
        if s.segment.kind in ("sentence", "heading", "item") and (alone := _day_and_town(s)):
            self._day = (*alone, s.segment.block)
            return
        if above is None or s.segment.block != above[2]:
            self._day = None
            return
        date, spot, _ = above
        told = {(c.subject, c.property) for c in self.statements}
        for event in s.of("Event", "DialogueSession")[:1]:
            if event.generic or {"date", "startDate"} & {p for t, p in told if t == event.thing}:
                continue
            self.statements.append(
                Candidate(
                    event.thing, date.start, date.end, 0.78, "day-above", "date", date.first,
                    calendar.datatype(date.first), calendar.normaliser(date),
                )
            )  # fmt: skip
            if spot is not None and (event.thing, "locatedIn") not in told:
                self.statements.append(
                    Candidate(
                        event.thing,
                        spot.start,
                        spot.end,
                        0.76,
                        "day-above",
                        "locatedIn",
                        spot.thing,
                    )
                )

    def _country_below(self, s: Sentence) -> None:
        """A line that is nothing but a country, below a line that gave one organisation."""
        above, self._above = self._above, s if s.segment.label else None
        name = s.flat.strip(" .")
        orgs = above.of(*ORGANISATIONS) if above is not None else []
        if len(orgs) != 1 or not countries().get(name):
            return
        low = s.start + s.flat.index(name)
        place = ((orgs[0].start, orgs[0].end),)
        self.statements.append(
            Candidate(
                orgs[0].thing, low, low + len(name), 0.9, "country-below", "country",
                Thing("Country", name), also=place,
            )
        )  # fmt: skip

    def _headline(self, s: Sentence) -> None:
        if s.segment.kind == "heading":
            for m in s.mentions:
                if m.cls == "Project" and len(s.flat) < 90:
                    self.focus.saw(m)

    def _look(self, s: Sentence) -> None:
        """What a sentence was about, for the pronouns of the next one: its first activity."""
        seen = [
            m
            for m in s.mentions
            if m.cls in ("Project", "Event", "DialogueSession", "Agreement", "ClusterPartnership")
        ]
        for m in reversed(seen):
            if m.generic and any(not x.generic and x.cls == m.cls for x in seen):
                continue
            before = s.text(s.start, m.start)
            if m.cls == "Project" and "Project" in self.focus.by_class and (
                _EARLIER.search(before[-60:]) and (_ITSELF.match(before) or m.thing != seen[0].thing)
            ):  # fmt: skip
                continue  # "it builds on QUIETSEA": of that the text does not go on to speak
            counted = m.rule == "counted-event"
            if (
                m.generic
                and not counted
                and m.cls in self.focus.by_class
                and not self._told(m.thing)
            ):
                continue
            self.focus.saw(m)
        self.focus.last |= {m.cls: m.thing for m in seen}

    def _told(self, thing: Thing) -> bool:
        """Return whether anything was said of a thing so far."""
        self._subjects.update(c.subject for c in self.statements[self._upto :])
        self._upto = len(self.statements)
        return thing in self._subjects

    def _ceremonies(self) -> None:
        """ "The ceremony took place on 16 May": the day of the one agreement that was signed."""
        said = [c for c in self.statements if c.polarity == "said"]
        signed = {c.subject for c in said if c.property == "signatory"}
        dated = {c.subject for c in self.statements if c.property in ("date", "startDate")}
        open_ = [t for t in signed if t.cls == "Agreement" and t not in dated]
        if len(signed) != 1 or len(open_) != 1:
            return
        self.statements += [
            replace(c, subject=open_[0], confidence=c.confidence * 0.9, rule="ceremony-on")
            for c in self.statements
            if c.subject.cls == "Event" and c.property == "date" and c.polarity == "said"
            and _CEREMONY.fullmatch(c.subject.name)
        ]  # fmt: skip

    def _of_another(self, c: Candidate) -> bool:
        """ "A second text, between X and Y, was only drafted": not of the agreement named before."""
        at = bisect_right(self._starts, c.start) - 1
        flat = self.sentences[at].flat if at >= 0 else ""
        return speaks_of_another(flat) and not stands(c.subject.name, flat)

    def _only_planned(self) -> set[Thing]:
        """Return the meetings that the text only plans: it names them nowhere else."""
        said: set[Thing] = set()
        planned: set[Thing] = set()
        for s in self.sentences:
            for m in s.of("Event", "DialogueSession"):
                (planned if polarity(s, m.start, m.end) == "planned" else said).add(m.thing)
        told = {
            c.subject
            for c in self.statements
            if c.polarity == "said" and c.property not in ("ordinal", "sessionOf")
        }
        return planned - said - told

    def _result(self) -> Found:
        found = Found()
        self._ceremonies()
        self.statements = without_launches(spans(self.statements), self.text)
        self.statements = without_states(whole_budgets(self.statements, self.text))
        self.statements += signing_days(self.statements, self.sentences)
        self.names.clusters |= clusters_of_partnerships(self.statements)
        planned = self._only_planned()
        best: dict[tuple[object, ...], Candidate] = {}
        rules: dict[tuple[object, ...], set[str]] = defaultdict(set)
        persons = {w for s in self.sentences for m in s.of("Person") for w in m.thing.name.split()}
        for c in self.statements:
            c = self._renamed(c)
            if (
                isinstance(c.object, Thing)
                and c.object.cls == "Partner"
                and c.object.name in persons
            ):
                continue  # "Song and Fang signed": persons whom the text names in full elsewhere
            if c.property in ("coordinator", "partner") and _is_union(c.object):
                continue  # the Union pays for projects; it takes part in none
            if c.subject.cls == "Agreement" and self._of_another(c):
                continue
            if c.subject in planned and c.polarity == "said":
                c = replace(c, polarity="planned")
            if c.polarity != "said":
                found.set_aside.append(c)
                continue
            rules[c.key()].add(c.rule)
            if c.key() not in best or best[c.key()].confidence < c.confidence:
                best[c.key()] = c
        kept = [
            replace(c, vouched=kind(c.confidence, rules[c.key()]))
            for c in _without_contradictions(list(best.values()))
        ]
        spoken = {c.subject for c in kept} | {c.object for c in kept if isinstance(c.object, Thing)}
        entities: dict[Thing, Candidate] = {}
        self._drop_places_in_names()
        for s in self.sentences:
            for m in s.mentions:
                thing = self._canonical(m.thing)
                begin = m.start
                if (
                    m.cls in ("Project", "Event", *ORGANISATIONS)
                    and m.end - begin > len(thing.name)
                    and self.text.endswith(thing.name, begin, m.end)
                ):
                    begin = m.end - len(thing.name)  # "Tokyo-based Charge Forum", "德国某某大学"
                if not names(one_line(self.text[begin : m.end]), thing.name):
                    continue  # a short form; the entity is shown where its name stands
                if (m.generic or m.rule == "name-in-slot") and thing not in spoken:
                    continue
                if thing in planned or (thing.cls == "Place" and not is_place(thing.name)):
                    continue
                sure = m.confidence if not cited(s, m) else min(m.confidence, 0.7)
                vouched = kind_of_name(sure, thing in spoken)
                old = entities.get(thing)
                if old is None or (old.confidence < round(sure, 2) and old.start > m.start - 1):
                    entities[thing] = Candidate(
                        thing, begin, m.end, round(sure, 2), m.rule, vouched=vouched
                    )
        for thing in dict.fromkeys(
            self._canonical(m.thing)
            for s in self.sentences
            for m in s.mentions
            if not m.generic and m.rule != "name-in-slot" and m.thing not in planned
            if m.cls != "Place" or is_place(m.thing.name)
        ):
            self._named(thing, 0.85, "named-before", thing in spoken, entities)
        for c in kept:
            for thing in c.things():
                self._named(thing, c.confidence * 0.95, c.rule, True, entities)
        named = [c for c in entities.values() if c.subject.cls != "Country"]
        around = Circumstances([s.segment for s in self.sentences], named, kept)
        found.entities = [calibrated(around.of_name(c)) for c in named]
        unsure = {c.subject for c in found.entities if c.confidence < SURE}
        found.statements = [
            calibrated(around.of_statement(self._with_also(c, entities), unsure)) for c in kept
        ]
        return found

    def _drop_places_in_names(self) -> None:
        """A city inside the name of an organisation or event of the text is not named itself."""
        longer = {
            m.thing.name
            for s in self.sentences
            for m in s.of("Partner", "Cluster", "Event")
            if not m.generic and " " in m.thing.name
        }
        placed = {c.object for c in self.statements}
        spots = {m.thing.name for s in self.sentences for m in s.of("Place")} - {
            thing.name for thing in placed if isinstance(thing, Thing)
        }
        parts = {word for name in spots for word in re.findall(r"\w+", name)}
        covered = bytearray(len(self.text))
        held = [n for n in longer if any(word in n for word in parts)]
        for s in self.sentences:
            if not any(m.thing.name in spots for m in s.of("Place")):
                continue  # to look for every name in the whole text takes seconds
            for name in held:
                if name[:4] not in s.flat:
                    continue
                for match in compiled(name_pattern(name)).finditer(s.flat):
                    low, high = s.start + match.start(), s.start + match.end()
                    covered[low:high] = b"\1" * (high - low)
        for s in self.sentences:
            s.mentions = [
                m
                for m in s.mentions
                if m.cls != "Place" or m.thing in placed or not all(covered[m.start : m.end])
            ]

    def _canonical(self, thing: Thing) -> Thing:
        thing = bare(thing)
        if thing.cls == "Project" and thing.name in self._partnerships:
            return Thing("ClusterPartnership", thing.name)
        if thing.cls == "Country" and thing.name in CODES:
            language = self.sentences[0].language if self.sentences else "en"
            return Thing("Country", country_of_code(thing.name, language))
        if thing.cls == "Partner" and thing.name in self.names.clusters:
            return Thing("Cluster", thing.name)
        return (
            self.names.alias.get(thing.name, thing)
            if thing.cls in ("Partner", "Cluster")
            else thing
        )

    def _renamed(self, c: Candidate) -> Candidate:
        object_ = self._canonical(c.object) if isinstance(c.object, Thing) else c.object
        subject, property_ = self._canonical(c.subject), c.property
        if subject.cls == "ClusterPartnership" and property_ in ("coordinator", "partner"):
            property_ = "member"
        return replace(c, subject=subject, property=property_, object=object_)

    def _named(
        self, thing: Thing, sure: float, rule: str, told_of: bool, entities: dict[Thing, Candidate]
    ) -> None:
        """An entity for what a statement speaks of, where no mention made one."""
        if thing in entities or thing.cls == "Country":
            return
        match = compiled(name_pattern(thing.name)).search(self.text)
        if match:
            entities[thing] = Candidate(
                thing, match.start(), match.end(), round(sure, 2), rule,
                vouched=kind_of_name(sure, told_of),
            )  # fmt: skip

    def _with_also(self, c: Candidate, entities: dict[Thing, Candidate]) -> Candidate:
        passage = self.text[c.start : c.end]
        things = [c.subject] + ([c.object] if isinstance(c.object, Thing) else [])
        also = [
            (entities[t].start, entities[t].end)
            for t in things
            if t in entities and not stands(t.name, passage)
        ]
        return replace(c, also=(*c.also, *also))


_VISITED = re.compile(
    r"(?<!\w)(?:visited|travell?ed to|toured|went to|paid (?:an?|their) (?:\w+\s){0,2}visit to|stayed in|spent)(?!\w)"
)
_TO = re.compile(r"(?<!\w)(?:visited|toured|to|in|and)\s$|,\s$")
_EARLIER = re.compile(
    r"(?i)(?<!\w)(?:builds? (?:up)?on|building on|based on|draws? on|follow(?:s|ed|ing)?(?:[- ]up)?(?: (?:to|of|on))?|predecessor(?: project)?s?,?|successor (?:to|of)|continu(?:es|ation of)|unlike|similar to|"
    r"confused with|grew out of|grown out of|goes back to|emerged from|a sister (?:project )?(?:of|to)|inspired by)\s"
    r"(?:the\s)?(?:(?:earlier|previous|completed|finished|former|[\w-]+)\s){0,2}?(?:project\s)?$"
)
_ITSELF = re.compile(
    r"\W*(?:It|(?:The|This)\s(?:[\w-]+\s){0,2}?(?:project|consortium|work|initiative|idea))\s"
)
_ONLY_DAY = re.compile(
    rf"(?:\W*(?:\w+day|Mon|Tue|Wed|Thu|Fri|Sat|Sun)\.?,?)?\W*(?:, |\s?[–|-]\s?|\sin\s)?(?P<town>[{UPPER}][\w’'-]+(?:\s[{UPPER}][\w’'-]+)?)?\W*"
)


def _day_and_town(s: Sentence) -> tuple[DateSpan, Mention | None] | None:
    """Return the day and the town of a line that has nothing else."""
    if len(s.dates) != 1 or s.dates[0].last or len(s.dates[0].first) != 10 or len(s.flat) > 60:
        return None
    date = s.dates[0]
    rest = s.text(s.start, date.start) + s.text(date.end, s.start + len(s.flat))
    match = _ONLY_DAY.fullmatch(rest)
    if match is None:
        return None
    spot = next(iter(s.of("Place")), None)
    if spot is None and match["town"]:
        low = s.start + s.flat.index(match["town"])
        if not countries().get(match["town"]):
            spot = Mention(
                Thing("Place", match["town"]), low, low + len(match["town"]), "beside-place", 0.82
            )
            s.mentions = sorted([*s.mentions, spot], key=lambda m: m.start)
    return date, spot


_PLACE_LINE = re.compile(
    rf"(?P<name>[{UPPER}][\w’'-]+(?:\s[{UPPER}][\w’'-]+)?),\s(?=(?:\w+,?\s)?[0-9])"
)
"""A line that begins with where it was: "Ruwenau, 6-7 June 2018"."""
_CEREMONY = re.compile(
    r"(?i)(?:the )?(?:signing |signature )?ceremony|(?:Unterzeichnungs|Vertrags)?(?:zeremonie|feier|festakt)|Festakt|cérémonie(?: de signature)?|"
    r"cerimonia(?: di firma)?|ceremonia(?: de firma)?|acto(?: de firma)?|(?:签字|签约|签署)仪式"
)


def _without_contradictions(candidates: list[Candidate]) -> list[Candidate]:
    """Of several values where one is usual, the surer one keeps its confidence."""
    groups: dict[tuple[Thing, str], list[Candidate]] = {}
    coordinators = {(c.subject, c.object) for c in candidates if c.property == "coordinator"}
    starts: dict[Thing, list[str]] = defaultdict(list)
    for c in candidates:
        if c.property == "startDate":
            starts[c.subject].append(str(c.object))
    result: list[Candidate] = []
    for c in candidates:
        if c.property == "date" and any(x.startswith(str(c.object)) for x in starts[c.subject]):
            continue  # the range is told as well, and more exactly
        if c.property == "partner" and (c.subject, c.object) in coordinators:
            continue  # the coordinator stands in the list of partners again
        if c.property in ONE_VALUE:
            groups.setdefault((c.subject, c.property), []).append(c)
        else:
            result.append(c)
    for group in groups.values():
        group.sort(key=lambda c: -c.confidence)
        top = group[0]
        result.append(top)
        for c in group[1:]:
            if (
                isinstance(c.object, str)
                and isinstance(top.object, str)
                and top.object.startswith(c.object)
            ):
                continue  # the same date less exactly
            if c.property == "locatedIn" and c.rule == top.rule and abs(c.end - top.end) < 60:
                result.append(c)  # a mission to two cities, named side by side
            elif c.confidence >= top.confidence - 0.06:
                result.append(replace(c, confidence=c.confidence * 0.85))
            else:
                result.append(replace(c, confidence=c.confidence * 0.6))
    return result
