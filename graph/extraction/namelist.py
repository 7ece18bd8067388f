"""Names where a sentence expects organisations: behind "coordinated by", in a list of partners.

There a name needs no head word: "coordinated by Eurocities", "partners are Airbus and Nokia".
"""

from __future__ import annotations

import re

from graph.extraction.apart import belonging
from graph.extraction.brackets import with_brackets
from graph.extraction.clause_words import is_word
from graph.extraction.lexicon import alternatives, cities, countries, lists, months, places
from graph.extraction.model import Mention, Thing
from graph.extraction.nations import nations
from graph.extraction.organisation_words import DETERMINERS
from graph.extraction.organisations import _clusters
from graph.extraction.sentence import ORGANISATIONS, Sentence
from graph.extraction.tokens import _COMMON, UPPER, Token
from graph.records.inflection import nominative

_SEPARATORS = frozenset({",", ";", "and", "und", "et", "e", "ed", "y", "&", "/", "–", "-", "•"})
_FILLERS = frozenset(
    "the der die das den dem des le la les il lo gli i el los las a an ein eine einem einer un une una its ihre as well sowie "
    "auch ainsi que nonché así como also both company companies firm firms firma società société sociétés empresa empresas entreprise entreprises impresa imprese azienda pme start-up spin-off unternehmen cooperativa cooperative coopérative genossenschaft fundación fondation fondazione stiftung verein association associazione asociación ente entidad hochschule universität university université università universidad institut institute istituto instituto centro centre "
    "car maker start-up university-based partner partners project research german chinese french italian spanish dutch european "
    "danish swedish austrian belgian together with with mit con avec manufacturer institute city port from two three four five six seven "
    "other among them including such entre otros".split()
)
_TITLE = frozenset("Prof Dr Prof. Dr. Mr Ms Mrs . Professor".split())
_STOPS = frozenset(
    "in on at im am to for from aus für par pour da di del per por para en dans à which that who die der will has have is are was were "
    "started wurde wird ist sind est sont a ont è sono es son brings received erhält fördert haben hat which den dem".split()
)
_NOT_ORGANISATIONS = frozenset(
    "Some Around About Nearly Almost Over More Roughly Monday Tuesday Wednesday Thursday Friday Saturday Sunday Nordic Baltic Asian African American Scandinavian Iberian Alpine Balkan Mediterranean Western Eastern Northern Southern People Administrator Chinese European German French Italian Spanish Dutch International National Chinesische Europäische Deutsche Partner Partners Experts Project Projects Prof Dr Mr Mrs Ms Horizon EU-funded Members Member Professor Commissioner Minister "
    "Firma Hersteller Konzern Mittelständler Betrieb Vertreter Experten Partnern Projektpartner Projektpartnern Unternehmen Forschern Wissenschaftlern Laufzeit Projekt Euro "
    "Mio Mrd Tsd Mill Ort Jahr Programm January This The It He She They Both In On At Ambas Ambos Entrambi Entrambe Beide Beiden "
    "Quant Nessun Nessuna Nessuno Sí Ningún Ninguna Aucun Aucune Kein Keine Tous Tutti Todos Ciò Ello Esto Così Ainsi Tras Cuando Mentre Dopo Prima Après Avant Hand Fäden Boot Bord Kalender Beisein Presse Anwesenheit Gegenwart".split()
)


_HEADS = frozenset(w for w in lists("heads") if " " not in w) | {
    *"Montag Dienstag Mittwoch Donnerstag Freitag Samstag Sonntag Ende Anfang Mitte Rande Mittag Abend Morgen Herbst Frühjahr Sommer Winter".split(),
    *"Participation Rahmen Höhepunkt Auftakt Abschluss Anlass Zuge Laufe Folge Mission Delegation Workshop".split(),
    "Per",
    "Paesi",
    "Länder",
    "Pays",
    "Países",
    "Countries",
}
_ADVERBS = frozenset(
    "Zudem Außerdem Ferner Zuvor Danach Anschließend Schließlich Dabei Dazu Daneben Dort Dann Später Zugleich Gleichzeitig Bereits Ebenso Ebenfalls "
    "Darüber Hinzu Weiterhin Inzwischen Mittlerweile Seither Seitdem Künftig Nun Insgesamt Rund Etwa Knapp Zunächst Erstmals Gestern Vorgestern Damals "
    "Afterwards Later Then Previously Earlier Finally Yesterday Meanwhile Subsequently Additionally Furthermore Moreover Besides Separately Recently Also "
    "Ensuite Puis Enfin Auparavant Hier Parallèlement Récemment Désormais Depuis Également Outre Inoltre Poi Infine Ieri Successivamente Intanto Recentemente Precedentemente Oltre "
    "Además Asimismo Después Finalmente Ayer Posteriormente Recientemente Mientras También Anteriormente Paralelamente".split()
)
"""Adverbs that begin a sentence with a capital letter."""
_OF_NATION = re.compile(
    r"(?:Schweizer|[A-ZÄÖÜ][a-zäöü]+(?:isch|ösisch)e[nrsm]?|Wiener|Berliner|Pekinger|Shanghaier)"
)
_LAST = frozenset("Dr Prof Mr Mrs Ms Sr Sra Ing Frau Herr Mme".split())
_ROLE_FIRST = re.compile(
    rf"(?i){alternatives([*lists('person_roles'), *map(re.escape, (t for t in lists('titles') if len(t) > 3))])}(?:\s|$)"
)


_TITLED = re.compile(
    rf"(?<!\w){alternatives([re.escape(t) for t in lists('titles') if len(t) > 1])}\.?\s$"
)


def first_name(s: Sentence, position: int) -> Mention | None:
    """Return the organisation that the words right behind a place name."""
    names = name_list(s, position, single=True)
    return names[0] if names else None


def name_list(
    s: Sentence, position: int, single: bool = False, countries_first: bool = False, partnerships: bool = False
) -> list[Mention]:  # fmt: skip
    """Return the organisations of a list that begins at a place, brackets behind names read."""
    toks = [t for t in s.tokens() if t.start >= position]
    classes = (*ORGANISATIONS, "ClusterPartnership") if partnerships else ORGANISATIONS
    known = {m.start: m for m in s.mentions if m.cls in classes}
    other = [m for m in s.mentions if m.cls not in (*classes, "Place", "Country")]
    found: list[Mention] = []
    index, fillers = 0, 0
    depth = 0
    while index < len(toks):
        token = toks[index]
        if token.text in "()[]":
            depth += token.text in "(["
            depth -= token.text in ")]"
            index += 1
            continue
        if not found and token.text in _TITLE:
            index += 1
            continue
        if depth > 0:
            index += 1
            continue
        if token.start in known:
            mention = known[token.start]
            found.append(mention)
            index = next(
                (i for i in range(index, len(toks)) if toks[i].start >= mention.end), len(toks)
            )
            fillers = 0
        elif blocking := [m for m in other if m.start <= token.start < m.end]:
            if found or blocking[0].cls != "Person":
                break
            # "coordinated by Prof. Lena Holm of the University of Gothenburg"
            index = next(
                (i for i in range(index, len(toks)) if toks[i].start >= blocking[0].end), len(toks)
            )
            told = index
            while index < len(toks) and toks[index].text in _BELONGS:
                index += 1
            behind = toks[index] if index < len(toks) else None
            if told == index or behind is None or not (
                behind.capital or behind.start in known
                or (behind.text in DETERMINERS and behind.text != "a")
            ):  # fmt: skip
                break  # "led by Vice-Mayor Zhao Lei, was received in Rouvray"
        elif (
            token.capital
            and token.text not in _NOT_ORGANISATIONS
            and token.text.lower() not in months()
        ):
            last = _run(toks, index, known)
            made = _made(s, toks, index, last)
            index = last + 1
            if made is None:
                if not countries_first:
                    fillers += 1
                    if fillers > 3 and found:
                        break
                continue
            found.append(made)
            fillers = 0
        elif (
            token.text in ("-", "–")
            and found
            and index + 1 < len(toks)
            and toks[index + 1].text in ("the", "das", "die", "der", "le", "la", "il", "el")
        ):
            # "DLR-PT - the Project Management Agency of ...": the same again in other words.
            index = next(
                (i for i in range(index, len(toks)) if toks[i].text in (",", ";", ".")), len(toks)
            )
        elif found and (past := _past_clause(s, token)) is not None:
            index = next((i for i in range(index, len(toks)) if toks[i].start >= past), len(toks))
        elif token.text in _SEPARATORS or token.kind == "elision":
            index += 1
            if token.text in (",", ";"):
                fillers = 0
        elif token.text in (".", ":") and not found:
            index += 1
        elif found and (name := _described(toks, index, known)) is not None:
            index, fillers = name, 0
        elif found and (announced := _announced(s, token)) is not None:
            index = next(
                (i for i in range(index, len(toks)) if toks[i].start >= announced), len(toks)
            )
            fillers = 0
        elif found and (
            (
                token.text.lower() in _STOPS
                and token.text.lower() not in ("die", "der", "den", "dem", "a")
            )
            or (
                token.text == "a"
                and s.language in ("it", "es", "fr")
                and toks[index - 1].text not in _SEPARATORS
            )
            or token.text in (".", ":")
        ):
            if single:
                break
            # "partners include X from Y, Z": go on behind the next separator, if there is one.
            following = next(
                (
                    i
                    for i in range(index, min(index + 6, len(toks)))
                    if toks[i].text in (",", ";", "and", "und", "et")
                ),
                None,
            )
            if (
                following is None
                or token.text == "."
                or any(t.text.lower() in _VERBS for t in toks[index : following + 1])
            ):
                break
            if (
                following + 1 < len(toks)
                and toks[following + 1].text.islower()
                and toks[following + 1].text.lower() not in _FILLERS
            ):
                break
            index = following
        elif not found and fillers and token.text.lower() in ("in", "at", "for", "to", "by"):
            break
        elif token.text.lower() in _FILLERS or (not found and fillers < 5 and token.word):
            index += 1
            fillers += token.text.lower() not in _FILLERS
        elif (
            token.word
            and fillers < 2
            and index + 1 < len(toks)
            and (toks[index + 1].capital or toks[index + 1].start in known)
            and (toks[index - 1].text in _SEPARATORS or toks[index - 1].text in DETERMINERS)
        ):
            index += 1
            fillers += 1
        else:
            break
        if single and found:
            break
    return found


_ANNOUNCED = re.compile(
    r"(?:two|three|four|five|zwei|drei|vier|fünf|deux|trois|quatre|due|tre|quattro|dos|tres|cuatro|the|die|les|le|i|los|las)\s(?:[\w-]+\s){0,2}?"
    r"(?:institutions|institutes|universities|partners|companies|organisations|Einrichtungen|Institute|Hochschulen|Partner|Unternehmen|Firmen|"
    r"établissements|partenaires|instituts|entreprises|partner|enti|istituti|università|aziende|entidades|socios|instituciones|universidades|empresas)(?:\s[\w-]+){0,2}:\s"
)


def _announced(s: Sentence, token: Token) -> int | None:
    """Return where a list goes on behind "and two Chinese institutions: "."""
    match = _ANNOUNCED.match(s.flat, token.start - s.start)
    return s.start + match.end() if match else None


_PREPOSITIONS = frozenset(
    "of by with from under di del della dei dello dell con dal da de du des par avec por von vom mit durch zu".split()
)


def _described(toks: list[Token], index: int, known: dict[int, Mention]) -> int | None:
    """Return where the name stands that words of a list describe: "the Spanish membrane maker X"."""
    if toks[index - 1].text not in DETERMINERS and toks[index - 1].text not in nations():
        return None
    for at in range(index, min(index + 4, len(toks))):
        token = toks[at]
        if at > index and (token.start in known or token.kind == "legal"):
            return at
        if not token.word or not token.text.islower() or token.text in _VERBS:
            return None
        if token.text in _STOPS or token.text in _SEPARATORS or token.text in _PREPOSITIONS:
            return None
    return None


_BELONGS = frozenset("of from at the de du della dell del von vom der la l' , ( (".split())
_VERBS = frozenset(
    "is are was were will has have started began runs ist sind wird werden est sont è sono es son brings received".split()
)


def names_before(
    s: Sentence, position: int, wide: bool = False, partnerships: bool = False
) -> list[Mention]:
    """Return the organisations of the list that ends right before a place ("X and Y signed")."""
    classes = (*ORGANISATIONS, "ClusterPartnership") if partnerships else ORGANISATIONS
    begin, _ = s.clause(position)
    before = [m for m in s.mentions if m.cls in classes and begin <= m.start and m.end <= position]
    found: list[Mention] = []
    at = position
    last = _LAST_OF_LIST.search(s.flat[: max(0, position - s.start)])
    if last and before and not any(
        m.start < s.start + last.end("name") and s.start + last.start("name") < m.end
        for m in s.mentions
    ):  # fmt: skip
        low = s.start + last.start("name")
        extra = Mention(
            Thing("Partner", last["name"]), low, low + len(last["name"]), "name-in-slot", 0.78
        )
        s.mentions = sorted([*s.mentions, extra], key=lambda m: m.start)
        before.append(extra)
    for mention in reversed(before):
        between = s.text(_end(s, mention), at)
        if found and _PART_OF.fullmatch(between):
            found[-1] = mention  # "the School of Law at VUB": the school
            at = mention.start
            continue
        if found:
            between = _AFFILIATION.sub("", between)
            if not re.fullmatch(
                r"[\s,;&]*(?:(?:and|und|et|e|ed|y|as well as|sowie|the|der|die|das|den|l[’']|la|le|il|el|les|both|together with|with|mit)[\s,]*)*(?:l[’']|dell[’'])?",
                between,
            ):
                inside = _LISTED.fullmatch(between)
                if (
                    inside is None
                    or inside["name"] in _NOT_ORGANISATIONS
                    or inside["name"] in countries()
                ):
                    break
                low = _end(s, mention) + inside.start("name")
                extra = Mention(
                    Thing("Partner", inside["name"]),
                    low,
                    low + len(inside["name"]),
                    "name-in-slot",
                    0.78,
                )
                s.mentions = sorted([*s.mentions, extra], key=lambda m: m.start)
                found.append(extra)
        elif len(between) > (90 if wide else 30) or re.search(r"(?<![0-9])[.;:]\s", between):
            break
        found.append(mention)
        at = mention.start
    return found[::-1]


_LAST_OF_LIST = re.compile(
    rf"(?:,\s(?:and\s)?|\sand\s)the\s(?P<name>[{UPPER}][\w&’'.-]+(?:\s[{UPPER}][\w&’'.-]+){{1,4}})\s(?:(?:have|has|had|also|jointly|together)\s)*$"
)
"""What ends a list right before its verb: "A, B and the Stad Centrum jointly organised"."""
_PART_OF = re.compile(
    r"\s(?:at|of|within|an der|am|der|des|à|de l[’']|du|della|dell[’']|de la)\s?(?:the\s)?"
)
_AFFILIATION = re.compile(
    rf"^\s(?:at|of|in|within)\s(?:the\s)?[{UPPER}][\w’'-]*(?:\s[{UPPER}][\w’'-]*)?(?=,|\sand\s)"
)
"""What a body belongs to, behind its name in a list: " at VUB, and "."""
_LISTED = re.compile(
    rf"\s*,\s+(?:the\s+|die\s+|das\s+|la\s+|le\s+|il\s+|el\s+)?(?P<name>[{UPPER}][\w&’'.-]+(?:\s[{UPPER}][\w&’'.-]+){{0,3}})"
    r"\s*(?:,|,?\s(?:and|und|et|e|y))\s*(?:the\s+|die\s+|das\s+|l[’']|la\s+|le\s+|il\s+|el\s+)?"
)


def _end(s: Sentence, mention: Mention) -> int:
    """Return where a mention ends with the brackets behind it."""
    match = re.compile(r"(?:\s?\([^()]{1,60}\))*").match(s.flat, mention.end - s.start)
    return s.start + match.end() if match else mention.end


_INSIDE = frozenset(
    "of de du des di del della von für the la for dello delle dei degli do da dos das".split()
)


def _run(toks: list[Token], index: int, known: dict[int, Mention]) -> int:
    last = index
    while last + 1 < len(toks):
        token = toks[last + 1]
        if token.start in known or token.start - toks[last].end > 1:
            break
        if token.capital or (token.kind == "word" and token.text.isdigit() and len(token.text) < 4):
            last += 1
        elif token.text in _INSIDE and last + 2 < len(toks) and toks[last + 2].capital:
            last += 2
        else:
            break
    return last


_GROUP_OF = re.compile(
    r"[0-9]+-köpfige[rnms]?\s\w+\s(?:des|der|von)\s|[0-9]+-member\s\w+\s(?:of|from)\s(?:the\s)?"
)
"""Before a name: "eine 15-köpfige Gruppe des Holzclusters Steiermark"."""


def _made(s: Sentence, toks: list[Token], first: int, last: int) -> Mention | None:
    while (
        first <= last
        and (toks[first].text in DETERMINERS or toks[first].text.lower() in _FILLERS)
        and first < last
    ):
        first += 1
    if any(
        m.start < toks[last].end and toks[first].start < m.end
        for m in s.mentions
        if m.cls == "Person" or m.rule == "dateline"
    ):
        return None
    if any(
        m.start < toks[first].start and toks[last].end <= m.end
        for m in s.of(*ORGANISATIONS)
        if " " in m.thing.name
    ):
        return None  # "of Light" in "the Academy of Light"
    if (
        first == last
        and s.text(toks[first].start, toks[first].end) in cities()
        and re.search(
            r"(?<!\w)(?:[Ii]n|[Nn]ear|[Ff]rom)\s$", s.text(toks[first].start - 6, toks[first].start)
        )
    ):
        return None  # "In Deyang, X signed": a town
    if _TITLED.search(s.text(toks[first].start - 30, toks[first].start)):
        return None  # "Commissioner Moedas"
    if group := _GROUP_OF.match(s.text(toks[first].start, toks[last].end)):
        first = next(
            (i for i in range(first, last + 1) if toks[i].start >= toks[first].start + group.end()),
            last,
        )
    if front := belonging(s.text(toks[first].start, toks[last].end)):
        low = toks[first].start + front
        first = next((i for i in range(first, last + 1) if toks[i].start >= low), last + 1)
    if first > last:
        return None  # "the Warsaw-based coordinator"
    name = s.text(toks[first].start, toks[last].end)
    name = re.sub(r"\s+", " ", name)
    if (
        name in countries()
        or name in places()
        or name in _NOT_ORGANISATIONS
        or name in nations()
        or name in _HEADS
        or name in _ADVERBS
        or (s.language == "de" and any(w.lower() in months() for w in name.split()))
        or all(w in _NOT_ORGANISATIONS or _OF_NATION.fullmatch(w) for w in name.split())
        or (" " not in name and not name.isupper() and is_word(name))
        or name.split()[-1].rstrip(".") in _LAST
        or _ROLE_FIRST.match(name)
        or re.match(r"[\w-]*(?:[Pp]rojekt|[Vv]orhaben)s?\s", name)
        or re.match(r"(?:Provinz|Province|Provincia|Stadt|Region|Raum|Kreis)\s", name)
        or re.search(
            r"(?i)[-\s](?:projekte?s?|projects?|projet|progetto|proyecto|programme?)$", name
        )
        or name in _COMMON
        or len(name) < 2
        or name in DETERMINERS
    ):
        return None
    sure = 0.8
    if s.language == "de" and last == first and re.fullmatch(r"[A-ZÄÖÜ][a-zäöüß]+", name):
        if re.search(
            r"(?:ung|en|er|heit|keit|schaft|tion|nis|mus|ben|ge|te|ze|ät|rm|nz|hme)s?$", name
        ):
            return None  # a noun like any other
        sure = 0.5
    if s.language == "de":
        name = nominative(name)
    words = name.split()
    cls = (
        "Cluster"
        if any(w in _clusters() or w.lower().endswith("cluster") for w in words)
        else "Partner"
    )
    made = Mention(Thing(cls, name), toks[first].start, toks[last].end, "name-in-slot", sure)
    with_brackets(made, s.flat, s.start)
    s.mentions = [m for m in s.mentions if m.cls != "Place" or not made.start <= m.start < made.end]
    s.mentions.append(made)
    s.mentions.sort(key=lambda m: m.start)
    return made


_LEADS = re.compile(
    r"\s*(?:\([^()]{0,30}\)\s*)?[(\[,–-]\s*(?:the |as )?(?:project |Projekt)?"
    r"(?:co-?ordinator|co-?ordinating|lead(?: partner|er)?(?=[\s),;]|$)|[Kk]oordinat\w+|[Kk]onsortialf\w+|[Ff]ederf\w+|"
    r"coord[io]n\w+|chef de file|porteur|capofila|líder|牵头|协调)",
    re.IGNORECASE,
)


def told_coordinator(s: Sentence, org: Mention) -> int | None:
    """Return where the words end that say of a name in a list that it coordinates."""
    match = _LEADS.match(s.flat[org.end - s.start :])
    return org.end + match.end() if match else None


def like_person(org: Mention) -> bool:
    """Return whether a name that only its slot makes an organisation is written like a person's."""
    return org.rule == "name-in-slot" and bool(
        re.fullmatch(
            rf"[{UPPER}][a-zà-ÿ’'-]+\s(?:(?:van|von|de|di|da|del)\s)?[{UPPER}][a-zà-ÿ’'-]+",
            org.thing.name,
        )
    )


_CLAUSE = re.compile(
    r",\s+(?:die|der|das|which|that|who|qui|che|que)\s[^,;.]{0,40}?"
    r"(?:koordiniert|leitet|coordinates|leads|coordonne|pilote|dirige|coordina|guida|lidera),"
)


def _past_clause(s: Sentence, token: Token) -> int | None:
    """Return where a relative clause ends that begins at a comma: ", die das Projekt leitet,"."""
    match = _CLAUSE.match(s.flat, token.start - s.start) if token.text == "," else None
    return s.start + match.end() - 1 if match else None
