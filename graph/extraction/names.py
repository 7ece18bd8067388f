"""The names of a whole document: short and long forms, common nouns, where a name stands again."""

from __future__ import annotations

import functools
import re
from collections import Counter, defaultdict

from graph.extraction.acronyms import (
    KNOWN,
    bare_acronyms,
    begins,
    denied_acronyms,
    is_organisation,
    speaks_of_projects,
)
from graph.extraction.activity_words import ordinal_pattern
from graph.extraction.clause_words import is_word
from graph.extraction.layout import about_project, label_name
from graph.extraction.lexicon import compiled, countries, cue, lists, places
from graph.extraction.model import Mention, Thing
from graph.extraction.one_thing import merge, own_body
from graph.extraction.projects import is_project_name
from graph.extraction.segments import CHINESE
from graph.extraction.sentence import Sentence
from graph.extraction.sessions import find_counted
from graph.extraction.tokens import LEGAL, UPPER
from graph.records.inflection import name_pattern


def _one_class(sentences: list[Sentence]) -> set[str]:
    """Return the names of clusters: what a text calls one once is one wherever it is named."""
    clusters = {m.thing.name for s in sentences for m in s.of("Cluster")}
    for s in sentences:
        for m in s.of("Partner"):
            if m.thing.name in clusters:
                m.thing = Thing("Cluster", m.thing.name)
    return clusters


def _known(sentences: list[Sentence], alias: dict[str, Thing]) -> dict[str, Thing]:
    """Return names of organisations, partnerships and places that are sure where they stand once."""
    found: dict[str, Thing] = {}
    for s in sentences:
        if s.language == "zh":
            continue
        for m in s.mentions:
            whole = m.cls in ("Partner", "Cluster", "ClusterPartnership") and m.confidence > 0.79
            if (whole or (m.cls == "Place" and m.rule in _SURE_PLACES)) and (
                m.rule != "short-form"
                and not m.generic
                and len(m.thing.name) > 3
                and m.thing.name not in alias
                and m.thing.name not in _COMMON_HEADS
            ):
                found.setdefault(m.thing.name, m.thing)
                if m.cls == "Partner" and (short := _without_form(m.thing.name)):
                    found.setdefault(short, m.thing)
    return dict(sorted(found.items(), key=lambda item: -len(item[0])))


_FORM = re.compile(rf",?\s(?:{LEGAL})$")


def _without_form(name: str) -> str | None:
    """Return a firm's name without its legal form, as a text goes on to call it: "Aquaflot d.o.o."."""
    short = _FORM.sub("", name)
    if (
        short == name
        or len(short) < 5
        or short in countries()
        or short in places()
        or is_word(short)
    ):
        return None
    return short if not set(short.split()) <= _COMMON_HEADS else None


_SURE_PLACES = frozenset({"held-in", "beside-place", "dateline", "place-of"})
_COMMON_HEADS = frozenset(
    w for w in lists("heads") + lists("heads_of") + lists("cluster_heads") if " " not in w
)


def _alike(one: str | None, other: str | None) -> bool:
    """Return whether two names of a dialogue are one, German cases apart."""
    first, second = (re.sub(r"s(?=\s|$)", "", name or "").casefold() for name in (one, other))
    return first == second or bool(
        first and second and (_longer(first, second) or _longer(second, first))
    )


def _longer(long: str, short: str) -> bool:
    """Return whether a name is another with the two sides before it: "EU-China-Dialog zu X"."""
    return long.endswith(short) and _SIDES.fullmatch(long[: -len(short)]) is not None


_SIDES = re.compile(r"(?:eu|ue|sino|china|european)[-–](?:china|chine|cina|eu|european)[-\s]")


_ABOUT_PROJECT = re.compile(
    r"(?i)(?<!\w)(?:proje[ck]?t|progetto|proyecto|[ck]onsorti|consorzio|consorcio|alianza|alliance|Verbund)|"
    r"Horizon|Horizont|Orizzonte|FP7|项目"
)
_APPOSITION = re.compile(
    r"(?:\s*[,(–-]\s*(?:(?:an?|the|eine?|das|une?|le|un[ao]?|il|el)\s)?|"
    r"\s+(?:is|ist|est|è|es|was|war)\s*(?:an?|the|eine?|das|une?|le|un[ao]?|il|el)\s)[^.;,]{0,50}?"
    r"(?:proje[ck]?t|progetto|proyecto|initiative|iniziativa|iniciativa|alliance|alianza|alleanza|collaboration|Vorhaben)",
    re.IGNORECASE,
)
_CALLED = re.compile(
    r"(?:called|named|dubbed|titled|known as|namens|baptisée?|intitulée?|nommée?|chiamat[oa]|denominat[oa]|denominad[oa]|llamad[oa])\s+$",
    re.IGNORECASE,
)


_THIS_PROJECT = re.compile(
    r"\W*(?:This|The|Dieses|Das|Ce|Le|Questo|Il|Este|El|Letzteres)\s(?:(?:latter|[\w-]+)\s)?"
    r"(?:[\w-]*[Pp]roje[ck]?te?|Vorhaben|projet|progetto|proyecto|consortium|Konsortium|consorzio|consorcio)(?!\w)"
)


_WORD_START = re.compile(r"(?<![\w-])\w{1,4}")
"""What names are looked up by: the first letters of their first word."""


@functools.lru_cache(8192)
def _stems(name: str) -> tuple[str, ...]:
    """Return what of each word of a name stands in a text however its endings are there.

    To look for these is quicker than to make a pattern of a name that a sentence does not hold.
    """
    first, *rest = name.split()
    return (first, *(word[: max(2, len(word) - 2)] for word in rest))


@functools.lru_cache(8192)
def _whole(name: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-]){name_pattern(name)}(?![\w-])")


def _weight(s: Sentence, match: re.Match[str]) -> int:
    """Return how much one place of a short name speaks for its being the project of a text."""
    before, after = s.flat[: match.start()], s.flat[match.end() :]
    if re.match(rf"\s[–-]\s[{UPPER}][a-z]+[- ]", after) or _APPOSITION.match(after):
        return 3
    leads = list(cue("coordinator_active").finditer(before))
    if _CALLED.search(before) or (leads and leads[-1].end() >= len(before) - 1):
        return 3
    return 2 if s.segment.kind == "heading" else 1


def _spelled(word: str, sentences: list[Sentence]) -> Thing | None:
    """Return the one organisation whose words begin as an acronym goes on: USAL, Universidad de Salamanca."""
    fits = {
        m.thing
        for s in sentences
        for m in s.of("Partner", "Cluster")
        if begins(word.lower(), [w.lower() for w in re.findall(r"\w{3,}", m.thing.name)])
    }
    return next(iter(fits)) if len(fits) == 1 else None


_EDITION_OF = re.compile(
    r"\s(?:of|der|des|du|de|del|della|d[’']|dell[’']|delle|dei|dello)\s?(?:the\s|la\s|l[’']|les\s|los\s|las\s)?"
)


_IN_CAPITALS = re.compile(rf"[{UPPER}][{UPPER}0-9.+-]{{3,19}}")


_FORUM = re.compile(
    r"(?:EU-China|China-EU|Sino-[A-Z]\w+|China[-–][A-Z]\w+|[A-Z]\w+[-–]China)\s.*(?:Forum|Platform|Round ?[Tt]able|Consultations?|Council|Commission|Panel)(?!\w)"
)
_MEETS_AGAIN = re.compile(
    rf"(?<!\w)(?:[Ii]ts|[Tt]he)\s{ordinal_pattern()}\s(?:meeting|session|round)(?!\w)|meets (?:every|once|twice|annually|regularly)"
)


def _forums_that_meet(sentences: list[Sentence]) -> None:
    """Take a forum of two sides whose meetings a text counts for a dialogue: "Its third meeting"."""
    if any(s.of("Dialogue", "DialogueSession") for s in sentences):
        return
    forums = {
        m.thing for s in sentences for m in s.of("Event") if not m.generic and m.ordinal is None and _FORUM.match(m.thing.name)
    }  # fmt: skip
    if len(forums) != 1 or not any(_MEETS_AGAIN.search(s.flat) for s in sentences):
        return
    for s in sentences:
        for m in s.of("Event"):
            if m.thing in forums:
                m.thing = Thing("Dialogue", m.thing.name)


class Names:
    """The names of the whole document: short and long forms, and where they stand again."""

    def __init__(self, text: str, sentences: list[Sentence]) -> None:
        self.text = text
        self.alias: dict[str, Thing] = {}
        self.long: dict[str, str] = {}
        self.denied = denied_acronyms(text)
        for s in sentences:
            for m in s.mentions:
                if m.acronym and m.acronym != m.thing.name:
                    self.alias.setdefault(m.acronym, m.thing)
            self._expansions(s)
        self._with_acronyms(sentences)
        self._counted(sentences)
        self.clusters = _one_class(sentences)
        merge(sentences)
        for s in sentences:
            for m in s.mentions:
                if m.rule == "name-cluster":
                    self.alias.setdefault(m.thing.name, m.thing)
                if m.cls == "Project":
                    self.alias.setdefault(m.thing.name, m.thing)
        for word, acts in self.denied.items():
            if acts and is_organisation(word):
                self.alias.setdefault(word, _spelled(word, sentences) or Thing("Partner", word))
        self._unnamed_projects(sentences)
        self._bare_acronyms(sentences)
        self.known = _known(sentences, self.alias)
        self._by_front: dict[str, list[tuple[int, str, Thing]]] = {}
        self._indexed = -1
        self.labels = {s.segment.label for s in sentences if s.segment.label}
        self.main = self._main(sentences)

    def _with_acronyms(self, sentences: list[Sentence]) -> None:
        """ "Cluster SCT" is the "Cluster Smart Communities Tech (SCT)" of the same text."""
        for s in sentences:
            for m in s.of("Partner", "Cluster"):
                front, _, last = m.thing.name.rpartition(" ")
                whole = self.alias.get(last)
                if whole is not None and whole.name.split()[0] == front and whole.cls == m.cls:
                    m.thing = whole

    def _counted(self, sentences: list[Sentence]) -> None:
        """ "Its fourth session": of the dialogue that the text has named last, or first."""
        _forums_that_meet(sentences)
        dialogues = [
            (m.start, m.series if m.series else m.thing.name)
            for s in sentences
            for m in s.of("Dialogue", "DialogueSession")
            if m.cls == "Dialogue" or m.series
        ]
        named = len(dialogues)
        reached = 0
        headed: set[int] = set()
        """Where headings count a session."""
        sessions: dict[int, list[Mention]] = defaultdict(list)
        for s in sentences:
            for m in s.of("DialogueSession"):
                if m.ordinal is not None:
                    sessions[m.ordinal].append(m)
                    if s.segment.kind == "heading":
                        headed.add(m.start)
        previous: Sentence | None = None
        for s in sentences:
            while reached < named and dialogues[reached][0] < s.start + len(s.flat):
                reached += 1
            # Those that are found on the way stand behind the others, and are the last by then.
            last = len(dialogues) if len(dialogues) > named else reached
            series = dialogues[max(last, 1) - 1][1] if dialogues else None
            if body := own_body(s, previous):
                series = body.thing.name
                dialogues.append((body.start, series))
            for made in find_counted(s.flat, s.start, series):
                over = [m for m in s.mentions if m.start < made.end and made.start < m.end]
                if any(
                    m.cls not in ("Event", "Place", "Dialogue", "Partner")
                    or m.end - m.start > made.end - made.start + 4
                    for m in over
                ):
                    continue
                if made.cls == "Event" and any(
                    m.cls == "Event" and made.end < m.start < made.end + 14
                    and _EDITION_OF.fullmatch(s.text(made.end, m.start))
                    for m in s.mentions
                ):  # fmt: skip
                    continue  # "the third edition of the Forum": what is told is told of the Forum
                if made.rule == "ordinal-dialogue" and made.series:
                    dialogues.append((made.start, made.series))
                same = [
                    m
                    for m in sessions[made.ordinal or 0]
                    if len(dialogues) == 1 or _alike(m.series, series)
                ]
                if same and made.cls == "DialogueSession" and same[0].start in headed and (
                    s.segment.kind != "heading"
                ):  # fmt: skip
                    for m in same:  # the text's word for it, not that of the heading
                        m.thing, m.series = made.thing, made.series
                elif same and made.cls == "DialogueSession":
                    made.thing, made.series = same[0].thing, same[0].series
                s.mentions = sorted(
                    [*(m for m in s.mentions if m not in over), made], key=lambda m: m.start
                )
                if made.cls == "DialogueSession" and made.ordinal is not None:
                    if s.segment.kind == "heading":
                        headed.add(made.start)
                    sessions[made.ordinal].append(made)
                    sessions[made.ordinal].sort(key=lambda m: m.start)
            previous = s

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
                if word in self.alias or word in self.denied or not is_project_name(word):
                    continue
                after = s.flat[match.end() : match.end() + 60]
                does = compiled(
                    rf"\s*(?:,\s+)?(?:(?:an?|the|une?|un[ao]?|il|eine?)?\s?(?:[\w-]+\s)?(?:initiative|iniziativa|iniciativa|Vorhaben|project|projet|progetto|proyecto)\s)?(?:\([^)]*\)\s*)?(?:which |that |das |der |die |que |che |qui |è |est |est |está |is |was |wird |werden |will )*(?:{cue('coordinator').pattern}|(?:carried out|implemented|conducted) (?:jointly )?by|(?:officially )?(?:started|begann|startete|startet|launched|a démarré|comenzó|è iniziato|è partito|runs|läuft|brings together|bringt|réunit|riunisce|reúne|erhält|receives|received|wird gefördert|funded|financi|finanzi|geförder|cofinanc|kofinanz))",
                    re.IGNORECASE,
                ).match(after)
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

    def _bare_acronyms(self, sentences: list[Sentence]) -> None:
        """Short names in capitals, where a text speaks of projects and they are nothing else."""
        if not speaks_of_projects(self.text):
            return
        seen: dict[str, int] = {}
        seated = {
            m.thing.name for s in sentences for m in s.mentions if m.rule == "name-before-country"
        }
        denied = {*self.denied, *seated}
        for s, following in zip(sentences, [*sentences[1:], None], strict=True):
            told = following is not None and _THIS_PROJECT.match(following.flat) is not None
            for start, end, word, evidence in bare_acronyms(s.flat):
                evidence = evidence or told
                low, high = s.start + start, s.start + end
                if (
                    word in self.alias
                    or word in denied
                    or any(m.start < high and low < m.end for m in s.mentions if m.cls != "Event")
                ):
                    continue
                seen[word] = seen.get(word, 0) + 1 + 2 * evidence
        for word, weight in seen.items():
            if weight > 1 or (len(word) > 5 and word.isupper()):
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
        if crumb := self._crumb(sentences):
            return self.alias.setdefault(crumb, Thing("Project", crumb))
        if about_project({label or "" for label in self.labels}) and sentences:
            for head in sentences[:3]:
                name = label_name(head)
                if (
                    head.segment.kind == "heading"
                    and _IN_CAPITALS.fullmatch(name)
                    and name not in KNOWN
                    and (head is sentences[0] or is_project_name(name))
                ):
                    known = self.alias.get(name)
                    if known is None or known.cls == "Partner":
                        self.alias[name] = Thing("Project", name)
                    return self.alias[name]
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

    def _crumb(self, sentences: list[Sentence]) -> str | None:
        """Return the page's own name in its path, where that leads to a project."""
        if not sentences or not about_project({x or "" for x in self.labels}):
            return None
        path = re.match(
            r".*(?i:proje|proye|proget|projet)\w*\s[›»>/]\s(?P<name>[^›»>/]{3,40})$",
            sentences[0].flat,
        )
        return path["name"].strip() if path else None

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
                if (
                    is_project_name(word)
                    and word not in KNOWN
                    and word.title() not in places()
                    and not the
                    and not bracket
                    and word not in {*self.alias, *self.denied}
                ):
                    counts[word] += _weight(s, match)
        if not counts or counts.most_common(1)[0][1] < 3:
            return None
        word = counts.most_common(1)[0][0]
        return self.alias.setdefault(word, Thing("Project", word))

    def _perhaps(self, flat: str) -> list[tuple[str, Thing]]:
        """Return the known names that begin as some word of a sentence does, in their order.

        A long text knows hundreds of names: looking for each in each sentence takes most of its time.
        """
        if len(self.known) != self._indexed:
            self._by_front, self._indexed = {}, len(self.known)
            for at, (name, thing) in enumerate(self.known.items()):
                first = None if CHINESE.search(name) else _WORD_START.match(name)
                self._by_front.setdefault(first[0] if first else "", []).append((at, name, thing))
        fronts = {""}
        for match in _WORD_START.finditer(flat):
            word = match[0]
            fronts.update(word[:size] for size in range(1, len(word) + 1))
        found = [row for front in fronts for row in self._by_front.get(front, ())]
        return [(name, thing) for _, name, thing in sorted(found, key=lambda row: row[0])]

    def _again(self, s: Sentence) -> None:
        """Add the places where an organisation, partnership or place that is named elsewhere stands."""
        for name, thing in self._perhaps(s.flat):
            if not all(stem in s.flat for stem in _stems(name)):
                continue
            for match in _whole(name).finditer(s.flat):
                start, end = s.start + match.start(), s.start + match.end()
                clash = [m for m in s.mentions if m.start < end and start < m.end]
                if any(m.thing == thing or m.end - m.start >= end - start for m in clash):
                    continue
                s.mentions = [m for m in s.mentions if m not in clash]
                s.mentions.append(Mention(thing, start, end, "named-before", 0.9))

    def complete(self, s: Sentence) -> None:
        """Add the places where a name of the document stands again, in its short form too."""
        flat = s.flat
        for name, thing in self.alias.items():
            if name not in flat:
                continue
            latin = not CHINESE.search(name)
            for match in (
                compiled(rf"(?<![\w-]){re.escape(name)}(?=s?[’']?s?(?![\w]))").finditer(s.flat)
                if latin
                else re.finditer(re.escape(name), s.flat)
            ):
                start, end = s.start + match.start(), s.start + match.end()
                if (
                    latin
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
        if self.known and s.segment.kind != "footnote":
            self._again(s)
        s.mentions.sort(key=lambda m: (m.start, m.end))
