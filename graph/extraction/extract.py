"""From a text to candidates: names first, then who they are, then what is said of them."""

from __future__ import annotations

import re
from collections import Counter, defaultdict

from graph.extraction import chinese
from graph.extraction.activities import (
    find_agreements,
    find_dialogues,
    find_events,
    find_programmes,
    find_projects,
    is_project_name,
)
from graph.extraction.calibration import calibrated
from graph.extraction.chinese_relations import ChineseRelations
from graph.extraction.layout import Layout, about_project, label_name
from graph.extraction.lexicon import countries, cue
from graph.extraction.model import Candidate, Found, Mention, Thing
from graph.extraction.organisations import find_organisations, with_brackets
from graph.extraction.partnerships import find_clusters, find_partnerships
from graph.extraction.people_places import find_persons, find_places
from graph.extraction.relations import Relations, is_journey
from graph.extraction.segments import CHINESE, segments
from graph.extraction.sentence import Focus, Sentence, cited
from graph.extraction.tokens import UPPER
from graph.records.values import one_line


def extract(text: str, language: str = "en") -> Found:
    """Return every candidate of a text. Positions are those of ``text``."""
    sentences = [
        Sentence.read(segment, language if not CHINESE.search(segment.flat) else "zh")
        for segment in segments(text)
    ]
    for sentence in sentences:
        sentence.mentions = _mentions(sentence)
        names_of_years = [
            m for m in sentence.mentions if m.cls in ("Programme", "Project", "Agreement", "Event")
        ]
        sentence.dates = [
            d
            for d in sentence.dates
            if not any(m.start <= d.start and d.end <= m.end for m in names_of_years)
        ]
    _drop_dateline(sentences)
    names = _Names(text, sentences)
    for sentence in sentences:
        names.complete(sentence)
    return _Reading(text, sentences, names).found()


def _drop_dateline(sentences: list[Sentence]) -> None:
    """ "Rotterdam, 14 September 2021. ...": the day of the notice, not of what it tells."""
    for s in sentences[:5]:
        if s.segment.kind == "label" or not s.dates or s.start > 600:
            continue
        date = s.dates[0]
        if date.last is None and _DATELINE.fullmatch(s.text(s.start, date.start)):
            rest = s.flat[date.end - s.start :]
            if re.match(r"\s*\)?\s*(?:[–—:|]|-\s|\.(?:\s|$)|$)", rest):
                s.dates = s.dates[1:]
                for part in re.finditer(
                    rf"[{UPPER}][\w’'.-]*(?:\s[{UPPER}][\w’'.-]*)*", s.text(s.start, date.start)
                ):
                    low, high = s.start + part.start(), s.start + part.end()
                    if not any(m.start < high and low < m.end for m in s.mentions):
                        s.mentions.append(
                            Mention(Thing("Place", part[0]), low, high, "dateline", 0.82)
                        )
                s.mentions.sort(key=lambda m: m.start)
                return


_DATELINE = re.compile(
    rf"(?:\(?[{UPPER}][\w’'.-]*(?:(?:\s|\s?/\s?|,\s|-)[{UPPER}\w][\w’'.-]*){{0,4}}\s?[,(]\s?(?:the|den|le|el|il|am)?\s?)?"
)


def _mentions(s: Sentence) -> list[Mention]:
    flat, offset = s.flat, s.start
    found: list[Mention] = []

    def take(mentions: list[Mention], nested: tuple[str, ...] = ()) -> None:
        for mention in mentions:
            clash = [
                m
                for m in found
                if m.start < mention.end and mention.start < m.end and m.cls not in nested
            ]
            if not clash:
                found.append(mention)

    if CHINESE.search(flat):
        take(chinese.find_activities(flat, offset), ("Project",))
        take(chinese.find_persons(flat, offset))
        take(chinese.find_organisations(flat, offset))
        take(chinese.find_places(flat, offset), ("Event",))
    if re.search(rf"[{UPPER}a-z]", flat) and s.language != "zh":
        if s.segment.kind == "footnote":
            return []
        title = s.segment.kind == "heading" and _title_case(flat)
        take(find_programmes(flat, offset))
        take(find_projects(flat, offset))
        take(find_dialogues(flat, offset), ("Project",))
        take(find_agreements(flat, offset), ("Project", "Programme"))
        take(find_events(flat, offset), ("Project",))
        take(find_persons(flat, offset))
        take(find_partnerships(flat, offset))
        take(find_clusters(flat, offset))
        if not title:
            take([with_brackets(m, flat, offset) for m in find_organisations(s.tokens())], ())
        take(find_places(flat, offset, s.language), ("Event", "Agreement"))
    return sorted(found, key=lambda m: (m.start, m.end))


_SEAT = re.compile(r"\(([^()]{2,30})\)\s*(?=[;,.]|$|(?:and|und|et|e|ed|y)\s)")


def _lists_seats(flat: str) -> bool:
    """Return whether a paragraph is a consortium: "Name (Country); Name (Country); ..."."""
    return sum(bool(countries().get(m[1])) for m in _SEAT.finditer(flat)) >= 3


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


def _title_case(flat: str) -> bool:
    words = re.findall(r"[^\W\d_]{4,}", flat)
    return len(words) > 3 and sum(w[0].isupper() for w in words) >= len(words) - 1


def _merge_generic(sentences: list[Sentence]) -> None:
    """ "The mission" of the text is the "Mission to Chengdu" of the title: one thing, one name."""
    known: list[Mention] = []
    of_thing: dict[Thing, list[Mention]] = defaultdict(list)
    for s in sentences:
        for m in s.of("Event", "Agreement"):
            of_thing[m.thing].append(m)
    for s in sentences:
        for m in s.of("Event", "Agreement"):
            words = _name_words(m.thing.name)
            indefinite = re.search(
                r"(?i)(?<!\w)(?:an?|another|eine?|weitere|une?|una|un|its|their|second|third|two|several)\s+$",
                s.text(m.start - 12, m.start),
            )
            same = [
                k
                for k in known
                if k.cls == m.cls
                and (m.generic or k.generic)
                and k.ordinal == m.ordinal
                and m.start - k.start < 1500
                and (not indefinite or k.start < 250)
                and (
                    words <= _name_words(k.thing.name)
                    or words >= _name_words(k.thing.name)
                    or _part_of_compound(words, _name_words(k.thing.name))
                )
            ]
            if not same and m.cls == "Event" and re.fullmatch(_JOURNEYS, m.thing.name):
                same = [k for k in known if k.cls == "Event" and is_journey(k.thing.name)]
            if not same and m.rule == "the-event":
                same = [k for k in known if k.cls == "Event" and m.start - k.start < 1500][-1:]
            if m.thing.name == "MoU":
                same = [k for k in known if "emorandum" in k.thing.name]
            if CHINESE.search(m.thing.name) and not same:
                same = [
                    k
                    for k in known
                    if k.cls == m.cls
                    and k.ordinal == m.ordinal
                    and (k.thing.name in m.thing.name or m.thing.name in k.thing.name)
                ]
            if not same:
                known.append(m)
                continue
            longest = max(
                [same[-1], m], key=lambda x: (len(_name_words(x.thing.name)), not x.generic)
            )
            thing = longest.thing
            old = same[-1].thing
            renamed = [m, *of_thing[old]] if old != m.thing else [*of_thing[old]]
            for k in renamed:
                if k.thing != thing:
                    of_thing[thing].append(k)
                k.thing = thing
                k.generic = k.generic and longest.generic
            if old != thing:
                of_thing[old] = []
            same[-1].generic = same[-1].generic and longest.generic


_JOURNEYS = r"(?i)reise|déplacement|viaje|viaggio|trip|voyage|mission|missione|misión"


def _part_of_compound(short: frozenset[str], long: frozenset[str]) -> bool:
    """ "Die Reise" is the "Unternehmerreise" of the title."""
    return len(short) == 1 and any(w.endswith(next(iter(short))) for w in long)


def _name_words(name: str) -> frozenset[str]:
    if CHINESE.search(name):
        return frozenset(name)
    found = re.findall(r"[\w’'-]+", name.casefold())
    return frozenset(
        w
        for w in found
        if w not in ("the", "a", "of", "to", "on", "de", "la", "le", "nach", "in", "à", "en")
    )


_ABOUT_PROJECT = re.compile(
    r"(?i)(?<!\w)(?:proje[ck]?t|progetto|proyecto|[ck]onsorti|consorzio|consorcio|alianza|alliance|Verbund)|"
    r"Horizon|Horizont|Orizzonte|FP7|项目"
)
_APPOSITION = re.compile(
    r"(?:\s*[,(–-]|\s+(?:is|ist|est|è|es|was|war))\s*(?:an?|the|eine?|das|une?|le|un[ao]?|il|el)\s[^.;,]{0,50}?"
    r"(?:proje[ck]?t|progetto|proyecto|initiative|iniziativa|iniciativa|alliance|alianza|alleanza|collaboration|Vorhaben)",
    re.IGNORECASE,
)
_CALLED = re.compile(
    r"(?:called|named|dubbed|titled|known as|namens|baptisée?|intitulée?|nommée?|chiamat[oa]|denominat[oa]|denominad[oa]|llamad[oa])\s+$",
    re.IGNORECASE,
)


def _weight(s: Sentence, match: re.Match[str]) -> int:
    """Return how much one place of a short name speaks for its being the project of a text."""
    before, after = s.flat[: match.start()], s.flat[match.end() :]
    if re.match(rf"\s[–-]\s[{UPPER}][a-z]+[- ]", after) or _APPOSITION.match(after):
        return 3
    leads = list(cue("coordinator_active").finditer(before))
    if _CALLED.search(before) or (leads and leads[-1].end() >= len(before) - 1):
        return 3
    return 2 if s.segment.kind == "heading" else 1


class _Names:
    """The names of the whole document: short and long forms, and where they stand again."""

    def __init__(self, text: str, sentences: list[Sentence]) -> None:
        self.text = text
        self.alias: dict[str, Thing] = {}
        self.long: dict[str, str] = {}
        for s in sentences:
            for m in s.mentions:
                if m.acronym and m.acronym != m.thing.name:
                    self.alias.setdefault(m.acronym, m.thing)
            self._expansions(s)
        _merge_generic(sentences)
        for s in sentences:
            for m in s.mentions:
                if m.rule == "name-cluster":
                    self.alias.setdefault(m.thing.name, m.thing)
                if m.cls == "Project":
                    self.alias.setdefault(m.thing.name, m.thing)
        self._unnamed_projects(sentences)
        self.labels = {s.segment.label for s in sentences if s.segment.label}
        self.main = self._main(sentences)

    def _expansions(self, s: Sentence) -> None:
        """ "GREENROUTE (Green Logistics Routes ...)": the long form is the same project."""
        for m in s.of("Project"):
            after = s.flat[m.end - s.start :]
            match = re.match(rf"\s*[(–-]\s*(?P<long>[{UPPER}][^()]{{8,140}}?)(?:\)|$|\.\s)", after)
            if (
                match
                and match[0].lstrip()[0] in "(–-"
                and sum(w[0].isupper() for w in match["long"].split()) >= 2
            ):
                self.long[m.thing.name] = match["long"]

    def _unnamed_projects(self, sentences: list[Sentence]) -> None:
        """Acronyms that do what only projects do ("IDIH is coordinated by"), and titles of sheets."""
        for s in sentences:
            if s.language == "zh":
                continue
            for match in re.finditer(rf"(?<![\w-])[{UPPER}0-9][\w]*(?:-[\w]+)*(?![\w-])", s.flat):
                word = match[0]
                if word in self.alias or not is_project_name(word):
                    continue
                after = s.flat[match.end() : match.end() + 60]
                does = re.match(
                    rf"\s*(?:,\s+)?(?:\([^)]*\)\s*)?(?:which |that |das |der |die |que |che |qui |è |est |est |está |is |was |wird |werden |will )*(?:{cue('coordinator').pattern}|(?:officially )?(?:started|begann|startete|startet|launched|a démarré|comenzó|è iniziato|è partito|runs|läuft|brings together|bringt|réunit|riunisce|reúne|erhält|receives|received|wird gefördert|funded|financi|finanzi|geförder|cofinanc|kofinanz))",
                    after,
                    re.IGNORECASE,
                )
                before = s.flat[max(0, match.start() - 30) : match.start()]
                if (
                    does
                    and not re.search(r"(?:the|die|der|la|le|il|el)\s+$", before)
                    and not any(
                        m.start <= s.start + match.start() < m.end
                        for m in s.mentions
                        if m.cls not in ("Event",)
                    )
                ) or (
                    s.segment.kind == "heading"
                    and s.start < 200
                    and len(s.flat) == len(word)
                    and about_project({x.segment.label or "" for x in sentences})
                ):
                    self.alias[word] = Thing("Project", word)

    def _main(self, sentences: list[Sentence]) -> Thing | None:
        for s in sentences:
            if s.segment.label in ("project",) and len(name := label_name(s)) > 1:
                thing = self.alias.setdefault(name, Thing("Project", name))
                return thing
        for s in sentences:
            if (
                s.segment.label == "title"
                and about_project({x or "" for x in self.labels})
                and not any(t.cls == "Project" for t in self.alias.values())
            ):
                name = s.flat.strip(' .“”"„«»')
                return self.alias.setdefault(name, Thing("Project", name))
        projects = {a: t for a, t in self.alias.items() if t.cls == "Project"}
        if projects:
            counts = Counter(
                {
                    t: len(re.findall(rf"(?<![\w-]){re.escape(a)}(?![\w-])", self.text))
                    for a, t in projects.items()
                }
            )
            return max(counts, key=lambda t: counts[t])
        if (often := self._most_named(sentences)) is not None:
            return often
        if about_project({label or "" for label in self.labels}):
            heading = next(
                (
                    s
                    for s in sentences
                    if s.segment.kind in ("heading", "sentence")
                    and len(s.flat) > 3
                    and not s.segment.label
                ),
                None,
            )
            if heading is not None and len(heading.flat) < 130:
                name = label_name(heading)
                return self.alias.setdefault(name, Thing("Project", name))
        return None

    def _most_named(self, sentences: list[Sentence]) -> Thing | None:
        """Return the short name a text repeats, where it speaks of "the project" and names none
        so.
        """
        if not cue("grant").search(self.text) and not _ABOUT_PROJECT.search(self.text):
            return None
        counts: Counter[str] = Counter()
        for s in sentences:
            for match in re.finditer(rf"(?<![\w-])[{UPPER}][\w]*(?:-[\w]+)*", s.flat):
                word = match[0]
                the = re.search(
                    r"(?i)(?<!\w)(?:the|der|die|das|dem|la|le|il|el)\s+$", s.flat[: match.start()]
                )
                bracket = s.flat[max(0, match.start() - 1) : match.start()] == "("
                if is_project_name(word) and not the and not bracket and word not in self.alias:
                    counts[word] += _weight(s, match)
        if not counts or counts.most_common(1)[0][1] < 3:
            return None
        word = counts.most_common(1)[0][0]
        return self.alias.setdefault(word, Thing("Project", word))

    def complete(self, s: Sentence) -> None:
        """Add the places where a name of the document stands again, in its short form too."""
        for name, thing in self.alias.items():
            edge = r"(?<![\w-])", r"(?![\w-])"
            if CHINESE.search(name):
                edge = "", ""
            if name not in s.flat:
                continue
            for match in (
                re.finditer(
                    rf"{edge[0]}{re.escape(name)}(?=s?[’']?s?(?![\w])){edge[1] if False else ''}",
                    s.flat,
                )
                if edge[0]
                else re.finditer(re.escape(name), s.flat)
            ):
                start, end = s.start + match.start(), s.start + match.end()
                if (
                    edge[0]
                    and s.flat[match.end() : match.end() + 1] == "-"
                    and not re.match(r"-(?:[Pp]roje|[Kk]ons|[a-z])", s.flat[match.end() :])
                ):
                    continue
                clash = [m for m in s.mentions if m.start < end and start < m.end]
                if any(m.thing == thing for m in clash):
                    continue
                inside = [
                    m
                    for m in clash
                    if m.cls in ("Event", "Agreement") and m.start <= start and end <= m.end
                ]
                if len(inside) == len(clash) and (thing.cls == "Project" or not clash):
                    s.mentions.append(Mention(thing, start, end, "named-before", 0.9))
        s.mentions.sort(key=lambda m: (m.start, m.end))


class _Reading:
    """One way through the text with what it speaks of."""

    def __init__(self, text: str, sentences: list[Sentence], names: _Names) -> None:
        self.text, self.sentences, self.names = text, sentences, names
        self.focus = Focus()
        self.statements: list[Candidate] = []

    def found(self) -> Found:
        """Return all candidates."""
        relations, chinese_relations, layout = (
            Relations(self.focus),
            ChineseRelations(self.focus),
            Layout(self.focus),
        )
        self._begin()
        for s in self.sentences:
            if s.segment.kind == "footnote":
                continue
            self._headline(s)
            if s.segment.label in ("project", "title"):
                s.mentions = [m for m in s.mentions if m.cls not in ("Dialogue", "DialogueSession")]
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
            elif not (s.segment.kind == "heading" and _title_case(s.flat)):
                made = relations.read(s)
                self.statements += made
                if _lists_seats(s.flat) and (s.of("Project") or self.focus.only):
                    self.statements += _seated(s, made, self.focus)
            self._look(s)
        return self._result()

    def _begin(self) -> None:
        projects = {m.thing for s in self.sentences for m in s.of("Project")}
        if len(projects) == 1 and len(self.text) < 8000:
            self.focus.only = next(iter(projects))
        if self.names.main is not None:
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
            if (
                m.generic
                and not any(c.subject == m.thing for c in self.statements)
                and m.cls in self.focus.by_class
            ):
                continue
            self.focus.saw(m)

    def _result(self) -> Found:
        found = Found()
        best: dict[tuple[object, ...], Candidate] = {}
        for c in self.statements:
            c = self._renamed(c)
            if c.polarity != "said":
                found.set_aside.append(c)
                continue
            if c.key() not in best or best[c.key()].confidence < c.confidence:
                best[c.key()] = c
        kept = _without_contradictions(list(best.values()))
        spoken = {c.subject for c in kept} | {c.object for c in kept if isinstance(c.object, Thing)}
        entities: dict[Thing, Candidate] = {}
        self._drop_places_in_names()
        counts = Counter(m.thing for s in self.sentences for m in s.mentions)
        for s in self.sentences:
            for m in s.mentions:
                thing = self._canonical(m.thing)
                if one_line(self.text[m.start : m.end]) != thing.name:
                    continue  # a short form; the entity is shown where its name stands
                if (m.generic or m.rule == "name-in-slot") and thing not in spoken:
                    continue
                sure = m.confidence if not cited(s, m) else min(m.confidence, 0.7)
                if thing in spoken:
                    sure = 1 - (1 - sure) * 0.5
                elif counts[m.thing] > 1:
                    sure = 1 - (1 - sure) * 0.8
                old = entities.get(thing)
                if old is None or (old.confidence < round(sure, 2) and old.start > m.start - 1):
                    entities[thing] = Candidate(thing, m.start, m.end, round(sure, 2), m.rule)
        for thing in dict.fromkeys(
            self._canonical(m.thing)
            for s in self.sentences
            for m in s.mentions
            if not m.generic and m.rule != "name-in-slot"
        ):
            self._named(thing, Candidate(thing, 0, 0, 0.85, "named-before"), entities)
        for c in kept:
            self._named(c.subject, c, entities)
            if isinstance(c.object, Thing):
                self._named(c.object, c, entities)
        found.entities = [calibrated(c) for c in entities.values() if c.subject.cls != "Country"]
        found.statements = [calibrated(self._with_also(c, entities)) for c in kept]
        return found

    def _drop_places_in_names(self) -> None:
        """A city inside the name of an organisation or event of the text is not named itself."""
        names = {
            m.thing.name
            for s in self.sentences
            for m in s.of("Partner", "Cluster", "Event")
            if not m.generic and " " in m.thing.name
        }
        covered = bytearray(len(self.text))
        for name in names:
            for match in re.finditer(re.escape(name).replace(r"\ ", r"\s+"), self.text):
                covered[match.start() : match.end()] = b"\1" * (match.end() - match.start())
        placed = {c.object for c in self.statements}
        for s in self.sentences:
            s.mentions = [
                m
                for m in s.mentions
                if m.cls != "Place" or m.thing in placed or not all(covered[m.start : m.end])
            ]

    def _canonical(self, thing: Thing) -> Thing:
        return (
            self.names.alias.get(thing.name, thing)
            if thing.cls in ("Partner", "Cluster")
            else thing
        )

    def _renamed(self, c: Candidate) -> Candidate:
        from dataclasses import replace

        object_ = self._canonical(c.object) if isinstance(c.object, Thing) else c.object
        return replace(c, subject=self._canonical(c.subject), object=object_)

    def _named(self, thing: Thing, c: Candidate, entities: dict[Thing, Candidate]) -> None:
        """An entity for what a statement speaks of, where no mention made one."""
        if thing in entities or thing.cls == "Country":
            return
        match = re.search(re.escape(thing.name).replace(r"\ ", r"\s+"), self.text)
        if match:
            entities[thing] = Candidate(
                thing, match.start(), match.end(), round(c.confidence * 0.95, 2), c.rule
            )

    def _with_also(self, c: Candidate, entities: dict[Thing, Candidate]) -> Candidate:
        from dataclasses import replace

        passage = self.text[c.start : c.end]
        things = [c.subject] + ([c.object] if isinstance(c.object, Thing) else [])
        also = [
            (entities[t].start, entities[t].end)
            for t in things
            if t in entities and not re.search(re.escape(t.name).replace(r"\ ", r"\s+"), passage)
        ]
        return replace(c, also=tuple(also))


_ONE = frozenset(
    {
        "coordinator",
        "startDate",
        "endDate",
        "date",
        "grantNumber",
        "fundingEuro",
        "locatedIn",
        "ordinal",
        "sessionOf",
        "attendance",
        "country",
    }
)


def _without_contradictions(candidates: list[Candidate]) -> list[Candidate]:
    """Of several values where one is usual, the surer one keeps its confidence."""
    from dataclasses import replace

    groups: dict[tuple[Thing, str], list[Candidate]] = {}
    coordinators = {(c.subject, c.object) for c in candidates if c.property == "coordinator"}
    result: list[Candidate] = []
    for c in candidates:
        if c.property == "date" and any(
            x.subject == c.subject
            and x.property == "startDate"
            and str(x.object).startswith(str(c.object))
            for x in candidates
        ):
            continue  # the range is told as well, and more exactly
        if c.property == "partner" and (c.subject, c.object) in coordinators:
            continue  # the coordinator stands in the list of partners again
        if c.property in _ONE:
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
