"""Money, numbers, addresses, and what they are of."""

from __future__ import annotations

import functools
import re
from dataclasses import replace

from graph.extraction import amounts as money
from graph.extraction import nations
from graph.extraction.amounts import Amount
from graph.extraction.lexicon import LATIN, alternatives, compiled, countries, cue, table
from graph.extraction.model import Thing
from graph.extraction.namelist import (
    name_list,
    names_before,
)
from graph.extraction.relations.subjects import Subjects
from graph.extraction.sentence import (
    ORGANISATIONS,
    Sentence,
    negated,
)
from graph.extraction.tokens import UPPER

_TOTAL = re.compile(
    r"(?i)(?<!\w)(?:(?:total|overall|gesamt\w*|global|complessiv\w+|totale)\s+(?:project\s+)?"
    r"(?:budget|costs?|funding|volume|volumen|kosten|presupuesto|coste|costo|coût)|"
    r"(?:budget|coût|costo|coste|presupuesto|bilancio)\s+(?:total|totale|global|complessivo)|"
    r"gesamt(?:budget|kosten|volumen))[^;,]*$"
)


_SHARE = re.compile(
    r"(?i)(?:(?:EU|Union|Commission|UE)(?:[- ](?:[a-zà-ÿ]+\s)?)?(?:contribution|funding|grant|support|share|beitrag|zuschuss|förderung|anteil)|"
    r"(?:contribution|contributo|contribución|aide|aportación|apport|Beitrag|Zuschuss|Anteil)\s(?:de l[’']|dell[’']|de la |der |of the )(?:EU|UE|Union|Unione|Unión))[^;,.]*$"
)
_IN_ALL = re.compile(
    r"\s*(?:in total|overall|in all|altogether|insgesamt|au total|en tout|in tutto|in totale|en total)(?!\w)"
)
_OF_WHICH = re.compile(
    r"(?i)(?<!\w)(?:of (?:which|this|that|these)|thereof|davon|hiervon|wovon|dont|di cui|dei quali|de los cuales|de los que)(?!\w)"
)
_INCLUDES = re.compile(r"(?i)(?<!\w)(?:includ(?:es?|ed|ing)|compris(?:es?|ed|ing))(?!\w)")
_BUDGET = re.compile(r"(?i)(?<!\w)(?:budget|costs?|volume)(?!\w)")
_COSTS = re.compile(
    r"(?i)(?<!\w)(?<!the )(?<!total )costs?\s(?:(?:about|around|some|nearly|almost|over|roughly|more than|just over|just under|an estimated|in total|a total of)\s)?$"
)
"""Before a sum: what something costs is the whole of it, whoever pays."""
_KINDS = (
    r"companies|company|firms?|start-ups?|manufacturers?|producers?|suppliers?|enterprises?|institutes?|museum|laboratory|lab|agency|association|operator|maker|consultancy|group|university|"
    r"cluster|partners?|organisation|Firma|Unternehmen|Hersteller|Mittelständler|Betrieb|Start-up|Verein|Institut|Konzern|Anbieter|Partner|Cluster|"
    r"société|entreprise|PME|laboratoire|fabricant|groupe|coopérative|institut|association|partenaire|société|società|azienda|impresa|ditta|laboratorio|cooperativa|gruppo|istituto|"
    r"empresa|compañía|firma|fabricante|grupo|instituto|asociación|entidad|pyme|socio|pôle|clúster"
)


_GATHERS = re.compile(
    r"(?i)(?<!\w)(?:took part|taking part|counted|drew|drawn|attract\w*|attend\w*|audience|before an audience|gathered|took|brought|sent|with us|followed|registered|"
    r"zugeschaltet|teilgenommen|gekommen|kamen|verfolgt\w*|zählte|versammelt\w*|gezählt|"
    r"(?:with|mit|avec|con)(?=\s(?:some |rund |etwa |unos |unas |circa |environ |about |over |more than )?[0-9])|devant|réuni\w*|accueilli\w*|compté|attiré|suivi\w*|ont assisté|y ont pris part|emmené|"
    r"portato|seguit\w*|presenti|accolto|richiamato|attirato|vi hanno|davanti a|"
    r"asisti\w+|atrajo|congreg\w+|acudi\w+|siguieron|contó con|ante)(?!\w)"
)
_FUTURE = re.compile(
    r"(?i)[^.;]{0,30}?(?<!\w)(?:shall|will|is to|is planned|is due|is foreseen|is scheduled|is expected|is envisaged|should|soll|wird|werden|ist [^.;]{0,30}(?:geplant|vorgesehen)|would|se celebrará|tendrá|aura|se tiendra|doit|devrait|si terrà|sarà|dovrebbe|debería)(?!\w)"
)
_WHETHER = {
    language: re.compile(rf"(?i)(?<!\w)(?:{words})\s(?:[^.;,]{{0,40}})?$")
    for language, words in {
        "en": "offered to host|offers to host|proposed to hold|agreed that|agreed to hold|whether|if|unless|planned|proposed|possible|for an?",
        "de": "ob|falls|sofern|wenn|geplante[rsn]?|mögliche[rsn]?|für eine",
        "fr": "si|à condition|éventuelle?|prévue?|pour une",
        "it": "se|qualora|eventuale|prevista|possibile|per una",
        "es": "si|prevista|posible|para una",
    }.items()
}
"""Words before a session that nobody has held yet."""
_CLOSE = re.compile(r"(?:[^\W\d]\S*\s+){0,4}[^\W\d][\w-]*")
"""Words between a number and whom it counts: no other number, dash or comma."""
_WORDS = r"(?:of the |of |de |des |d[’']|di )?(?:(?!and |und |et |e |y )[^\W\d][\w’-]*\s){0,3}?"
PEOPLE = re.compile(
    rf"(?:of us(?!\w)|von uns(?!\w)|d[’']entre nous|de nosotros|di noi|{_WORDS}(?:engineers?|entrepreneurs?|managers?|officials|specialists|academics|professors|teachers|doctors|farmers|"
    r"architects|scholars|members|professionals|practitioners|executives|leaders|investors|buyers|exhibitors|pupils|journalists|women|men|graduates|"
    r"delegates|participants|attendees|people|persons|guests|visitors|experts|researchers|scientists|students|representatives|companies|firms|"
    r"Fachleute[n]?|Ingenieur\w*|Unternehmer\w*|Ärzt\w+|Lehr\w+|Mitarbeit\w+|Führungskräfte[n]?|Nachwuchs\w+|Personen|Menschen|Teilnehm\w+|Forsch\w+|Gäste[n]?|Beschäftigte[n]?|Interessierte[n]?|Köpfe[n]?|"
    r"ingénieur\w*|dirigeants?|responsables|chercheu\w+|enseignant\w*|personnes|doctorant\w*|inscrits|professionnel\w*|élus|auditeurs|"
    r"ingegner\w+|imprenditor\w+|dirigenti|persone|ricercator\w+|docenti|ospiti|addetti|studios\w+|tecnici|iscritti|"
    r"ingenier\w+|delegad\w+|empresari\w+|docentes|personas|técnicos|profesionales|invitad\w+|inscritos|asistentes))(?!\w)"
)


@functools.cache
def _nation() -> re.Pattern[str]:
    """Return an adjective of a country right before a name: "the Danish company X"."""
    return re.compile(
        rf"(?<![\w-])(?P<nation>{nations.pattern()})(?:[ -](?!and\b|und\b|et\b|e\b|y\b)[a-zà-ÿ-]+){{0,2}}\s(?:{_KINDS})\s[“„«\"]?$"
        rf"|(?<![\w-])(?:{_KINDS})\s(?P<behind>{nations.pattern()})\s[“„«\"]?$"
        rf"|(?<![\w-])(?P<counterpart>{nations.pattern()})\s(?:counterpart|partner|peer|Partner|Pendant|member)s?,?\s(?:the\s)?$"
    )


@functools.cache
def _from_country() -> re.Pattern[str]:
    """Return a country before the names it is of: "from China, the X and Y"."""
    latin = (re.escape(c) for c in countries() if re.match(rf"[{UPPER}]", c))
    lands = "|".join(sorted(latin, key=len, reverse=True))
    return re.compile(
        rf"(?<!\w)(?:from|aus|da|dalla|dal|des?)\s(?:the\s|la\s|l[’'])?(?P<country>{lands}),"
        rf"\s(?!(?:{lands})(?!\w))(?=(?:the\s|die\s|das\s|la\s|le\s|l[’']|il\s|el\s)?[{UPPER}])"
    )


_RIGHT_BEFORE = re.compile(r"(?<![\w-])([A-ZÀ-Þa-zà-ÿ]+)\s[“„«\"]?$")
_APPOSED = re.compile(
    rf"(?:\s\([^()]*\))?,\s(?:the|a|an|der|die|das|ein|eine|le|la|l[’']|un|une|il|lo|uno|una|el)\s?(?:(?P<nation>[A-ZÀ-Þa-zà-ÿ]+)\s(?:{_KINDS}|partner|side|member)|(?:{_KINDS})\s(?P<behind>[a-zà-ÿ]+))(?![\w-])(?!\s[“„«\"]?[A-ZÀ-Þ0-9])"
)


@functools.cache
def _comes_from() -> re.Pattern[str]:
    latin = (re.escape(c) for c in countries() if re.match(rf"[{UPPER}]", c))
    lands = "|".join(sorted(latin, key=len, reverse=True))
    return re.compile(
        rf"\s(?:from|in|aus|de|da|d[’']|dalla|dall[’']|du|des)\s?(?:the\s|la\s|l[’'])?(?P<country>{lands})(?![\w-])"
    )


_TO_COME = re.compile(
    r"(?i)(?<!\w)(?:participat\w+|take part|taking part|apply|appl(?:ied|ications?)|join|joining|access|succeed|succeeding|opportunit\w+|training|introduction|information|"
    r"presented|presentation|overview|launch|future)(?: \w+){0,3} (?:in|to|for|under|within|on|of)\s(?:the\s)?(?:EU\s)?$|(?i:(?<!\w)(?:join|enter|explain\w*|introduce[sd]?)\s(?:the\s)?$)"
)


@functools.cache
def _grant_pattern() -> re.Pattern[str]:
    """Return the number of a grant behind the words that announce it."""
    return compiled(
        rf"(?<!\w){alternatives(table('cues', 'grant'), cases=True)}\s*(?:[:#]\s*)?(?P<number>[0-9]{{6,9}}|[0-9]{{2}}[A-Z]{{1,3}}[0-9]{{3,6}}[A-Z]?|[0-9]{{6}}(?:-[A-Z0-9]+){{2,}}|[A-Z]{{2,}}[A-Z0-9/-]*[0-9]{{3,}}[A-Z0-9/-]*)(?![\w-])",
        re.IGNORECASE,
    )


def parted(s: Sentence, amount: Amount) -> bool:
    """Return whether a part of a sum is told behind it: "6 million euros, of which the EU pays 4"."""
    after = [a for a in s.amounts if a.start > amount.end]
    return bool(after) and bool(
        _OF_WHICH.search(s.text(amount.end, after[0].start))
        or _OF_WHICH.match(s.text(after[0].end, after[0].end + 12).lstrip())
        or (
            _INCLUDES.search(s.text(amount.end, after[0].start))
            and _BUDGET.search(s.text(amount.start - 40, amount.start))
        )
    )


class Figures(Subjects):
    """The rules about what is counted, paid or written down."""

    def _grants(self, s: Sentence) -> None:
        for match in _grant_pattern().finditer(s.flat):
            position = s.start + match.start()
            found = self._subject(s, position, "Project")
            if found:
                self._add(
                    s,
                    found[0],
                    "grantNumber",
                    match["number"],
                    position,
                    s.start + match.end(),
                    0.96 * found[2] ** 0.4,
                    "grant-agreement",
                    "xsd:string",
                    "verbatim",
                    plans=True,
                )

    def _money(self, s: Sentence) -> None:
        for amount in s.amounts:
            found = self._subject(s, amount.start, "Project")
            if (
                found is None
                or self.of_programme
                or (s.of("Agreement", "Event") and not s.of("Project"))
            ):
                continue
            if self.only_later(s, found[0]) or (
                not s.of("Project")
                and found[0] not in self.focus.places
                and found[0] != self.focus.sheet
                and not self._partner_word(s)
            ):
                continue  # the budget of a call, above the projects that it paid
            cues = cue("funded").search(s.flat)
            strong = cues and re.search(
                r"(?i)budget|grant|fund|förder|presupuesto|finan|subven|sovven|contribu", s.flat
            )
            if cues is None and not s.of("Project"):
                continue
            if found[2] < 0.9 and not s.of("Project") and not self._partner_word(s) and not strong:
                continue
            property_ = "fundingEuro" if amount.currency == "EUR" else "amount"
            before = s.text(amount.start - 60, amount.start)
            if (_TOTAL.search(before) and not _SHARE.search(before)) or _IN_ALL.match(
                s.flat, amount.end - s.start
            ):
                property_ = "totalCost"
            if property_ == "fundingEuro" and (parted(s, amount) or _COSTS.search(before)):
                property_ = "totalCost"  # "6 million euros, of which the EU contributes 4"
            self._add(
                s,
                found[0],
                property_,
                amount.value,
                amount.start,
                amount.end,
                (0.88 if cues else 0.6) * found[2],
                "funded-with",
                "xsd:decimal",
                money.NORMALISER,
                amount.currency if amount.currency != "EUR" else None,
                plans=True,
            )
            begin = s.clause(amount.start)[0]
            if self.made and self.made[-1].polarity == "negated" and not (
                negated(s, s.text(begin, amount.end))
            ):  # fmt: skip
                # "its grant of 2 million euros does not cover travel" tells the sum all the same
                self.made[-1] = replace(self.made[-1], polarity="said")

    def _programmes(self, s: Sentence) -> None:
        for programme in s.of("Programme"):
            before = s.text(programme.start - 90, programme.start)
            after = s.text(programme.end, programme.end + 60)
            if _TO_COME.search(before):
                continue  # "supports participation in Horizon 2020": what others may apply to
            projects = s.of("Project")
            found = self._subject(s, programme.start, "Project")
            if found is None:
                continue
            funding = (
                cue("funded").search(before)
                or re.search(
                    r"(?:grant|fund|förder|financ|finanz|under|im Rahmen|dans le cadre|nell[’']ambito|en el marco)[^.]*$",
                    before,
                    re.IGNORECASE,
                )
                or cue("funded").search(after)
            )
            beside = re.match(
                r"(?:\s+research and innovation programme)?\s*-?(?:project|projekt|projet|progetto|proyecto|funded|gefördert)",
                after,
                re.IGNORECASE,
            )
            if re.search(r"\(\s*$", before) and any(
                0 <= programme.start - m.end < 4 for m in projects
            ):
                funding = re.search(r"\(", before)
            if not (funding or beside) or not (
                projects
                or found[2] >= 0.93
                or self._partner_word(s)
                or re.search(r"[Tt]his project|[Dd]ieses Projekt", s.flat)
            ):
                continue
            sure = (0.93 if funding else 0.88) * found[2] ** 0.5
            targets = (
                [found[0]]
                if not beside
                else [m.thing for m in projects if m.start > programme.start] or [found[0]]
            )
            for thing in dict.fromkeys(targets):
                self._add(
                    s,
                    thing,
                    "fundedUnder",
                    programme.thing,
                    programme.start,
                    programme.end,
                    sure,
                    "funded-under",
                    plans=True,
                )
        for match in re.finditer(
            r"(?:[Gg]efördert wird \S+|fund(?:ed)?|geförder\w+|financé|finanziat[oa]|financiad[oa])\s+(?:by|vom|von|durch|par|da|dal|dalla|dall[’']|por)\s*",
            s.flat,
        ):
            found = self._subject(s, s.start + match.start(), "Project")
            for org in name_list(s, s.start + match.end())[:2]:
                if found:
                    self._add(
                        s,
                        found[0],
                        "fundedBy",
                        org.thing,
                        s.start + match.start(),
                        org.end,
                        0.84 * found[2],
                        "funded-by",
                        plans=True,
                    )
        self._final(s, "funded_final", ("Project",), "fundedBy", "funded-final")
        for match in re.finditer(
            r"(?<!\w)(?:fördert|finanziert|finance|funds|finanzia|financia)(?!\w)", s.flat
        ):
            found = self._subject(s, s.start + match.end(), "Project")
            funders = names_before(s, s.start + match.start())[-1:]
            if not funders and s.language == "de":  # "mit 2 Mio. Euro fördert das Ministerium"
                funders = name_list(s, s.start + match.end())[:1]
            for org in funders:
                if found:
                    self._add(
                        s,
                        found[0],
                        "fundedBy",
                        org.thing,
                        min(org.start, s.start + match.start()),
                        max(org.end, s.start + match.end()),
                        0.8 * found[2],
                        "funds",
                        plans=True,
                    )

    def _attendance(self, s: Sentence) -> None:
        classes = ("Event", "DialogueSession")
        found: tuple[Thing, int, float] | None = None
        if events := s.of(*classes):
            found = events[0].thing, events[0].start, 1.0
        else:
            found = self._pronoun(s, s.start + len(s.flat), classes)
            if found is None and (thing := self.focus.of(*classes)) is not None:
                found = thing, s.start, 0.85
        if found is None or not (
            cue("attended").search(s.flat)
            or cue("attendance").search(s.flat)
            or _GATHERS.search(s.flat)
        ):
            return
        nouns = cue("attendance_after")
        for start, end, value in money.find_counts(s.flat):
            noun = nouns.match(s.flat[end:].lstrip())
            if noun is None or not _CLOSE.fullmatch(noun[0]):
                noun = PEOPLE.match(s.flat[end:].lstrip())
            if (
                noun is None
                or not 3 <= value <= 100_000
                or (
                    1900 < value < 2100
                    and end - start == 4
                    and any(d.start <= s.start + start < d.end for d in s.dates)
                )
                or any(m.start <= s.start + start < m.end for m in s.of("Programme", "Agreement"))
            ):
                continue
            before = [m for m in s.of(*classes) if m.start < s.start + start]
            if not before and events and (told := self._pronoun(s, s.start + start, classes)):
                found = told  # "the session drew 80 guests; the eighth session had ..."
            elif before and before[-1].start != events[0].start:
                found = before[-1].thing, before[-1].start, 0.97
            finish = end + len(s.flat[end:]) - len(s.flat[end:].lstrip()) + noun.end()
            self._add(
                s,
                found[0],
                "attendance",
                str(value),
                s.start + start,
                s.start + finish,
                (0.86 if len({e.thing for e in events}) < 2 else 0.74) * found[2],
                "attended-by",
                "xsd:integer",
                "count",
            )
            break

    def _countries(self, s: Sentence) -> None:
        for mention in s.of(*ORGANISATIONS):
            if mention.country:
                country, _, end = mention.country
                self._add(
                    s,
                    mention.thing,
                    "country",
                    country,
                    mention.start,
                    max(end + 1, mention.end),
                    0.93,
                    "country-in-brackets",
                    plans=True,
                )

        nation = _nation()
        for mention in s.of(*ORGANISATIONS):
            told = (
                nation.search(s.text(mention.start - 70, mention.start))
                if not mention.country
                else None
            )
            if told is None:
                continue
            group = next(g for g in ("nation", "behind", "counterpart") if told[g])
            low = mention.start - len(s.text(mention.start - 70, mention.start)) + told.start(group)
            land = nations.country_of(told[group], s.language if s.language in LATIN else "en")
            self._add(
                s, mention.thing, "country", Thing("Country", land), low, mention.end, 0.88,
                "adjective-of-country", plans=True,
            )  # fmt: skip
        for mention in s.of(*ORGANISATIONS):
            words = mention.thing.name.split()
            # "Finnish Institute", and in Romance languages "Agencia Española de Turismo"
            second = words[1] if len(words) > 2 and s.language in ("fr", "it", "es") else ""
            small = second[:1].islower() and not words[0].lower().startswith("minist")
            own = bool(nations.nations().get(second.lower())) and not small
            first = second.lower() if own else words[0]
            near = _RIGHT_BEFORE.search(s.text(mention.start - 24, mention.start))
            if near and not mention.country and (code := nations.nations().get(near[1])):
                land = nations.country_of(near[1], s.language if s.language in LATIN else "en")
                self._add(
                    s, mention.thing, "country", Thing("Country", land), mention.start - len(near[1]) - 1,
                    mention.end, 0.85 if code else 0.0, "adjective-of-country", plans=True,
                )  # fmt: skip
            if not mention.country and " " in mention.thing.name and nations.nations().get(first):
                land = nations.country_of(first, s.language if s.language in LATIN else "en")
                self._add(
                    s, mention.thing, "country", Thing("Country", land), mention.start, mention.end,
                    0.82, "name-of-country", plans=True,
                )  # fmt: skip
            told = _APPOSED.match(s.flat, mention.end - s.start)
            if told and not mention.country and nations.nations().get(told["nation"]):
                land = nations.country_of(
                    told["nation"], s.language if s.language in LATIN else "en"
                )
                self._add(
                    s, mention.thing, "country", Thing("Country", land), mention.start,
                    s.start + told.end(), 0.84, "apposed-country", plans=True,
                )  # fmt: skip
        for mention in s.of(*ORGANISATIONS):
            told = _comes_from().match(s.flat, mention.end - s.start)
            if told and not mention.country and countries().get(told["country"]):
                self._add(
                    s, mention.thing, "country", Thing("Country", told["country"]), mention.start,
                    s.start + told.end(), 0.85, "of-country", plans=True,
                )  # fmt: skip
        ends = {m.end for m in s.of(*ORGANISATIONS)}
        for match in _from_country().finditer(s.flat):
            if not countries().get(match["country"]) or s.start + match.start() - 1 in ends:
                continue
            for org in name_list(s, s.start + match.end()):
                if org.country is None:
                    self._add(
                        s, org.thing, "country", Thing("Country", match["country"]),
                        s.start + match.start("country"), org.end, 0.82, "from-country", plans=True,
                    )  # fmt: skip

    def _sessions(self, s: Sentence) -> None:
        for mention in s.of("DialogueSession"):
            counted = mention.rule == "counted-session"
            if counted and (
                _FUTURE.match(s.flat[mention.end - s.start :])
                or _WHETHER.get(s.language, _WHETHER["en"]).search(
                    s.text(mention.start - 60, mention.start)
                )
            ):
                s.mentions.remove(mention)  # the next one, which nobody has held
                self.made = [c for c in self.made if c.subject != mention.thing]
                continue
            if mention.series and mention.ordinal:
                before = len(self.made)
                self._add(
                    s,
                    mention.thing,
                    "sessionOf",
                    Thing("Dialogue", mention.series),
                    mention.start,
                    mention.end,
                    0.92,
                    "nth-session",
                    plans=True,
                )
                self._add(
                    s,
                    mention.thing,
                    "ordinal",
                    str(mention.ordinal),
                    mention.start,
                    mention.end,
                    0.93,
                    "nth-session",
                    "xsd:integer",
                    "ordinal",
                    plans=True,
                )
                self.made[before:] = [replace(c, polarity="said") for c in self.made[before:]]

    def _addresses(self, s: Sentence) -> None:
        for match in re.finditer(r"(?:https?://|www\.)[^\s<>()\"'“”，。；、]+[\w/]", s.flat):
            thing = self._subject(s, s.start + match.start(), "Project")
            if (
                thing
                and (
                    s.of("Project")
                    or re.search(
                        r"(?i:website|web ?site|more (?:information|about)|find out|visit|webseite|site|sito|sitio|informations?)",
                        s.flat,
                    )
                )
                and s.segment.kind != "footnote"
            ):
                self._add(
                    s,
                    thing[0],
                    "webAddress",
                    match[0],
                    s.start + match.start(),
                    s.start + match.end(),
                    0.82 * thing[2],
                    "address",
                    "xsd:anyURI",
                    "verbatim",
                    plans=True,
                )
