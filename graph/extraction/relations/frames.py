"""Verbs and nouns with their roles, wherever these stand: relative clauses, appositions, who pays.

The rules of ``roles`` look to the left and right of a cue; these read what a clause hangs on:
"RIVERSCAN, which Sensix coordinated", "Sensix, the Danish partner in RIVERSCAN".
"""

from __future__ import annotations

import re

from graph.extraction import amounts as money
from graph.extraction.lexicon import compiled
from graph.extraction.model import Mention, Thing
from graph.extraction.namelist import first_name, name_list
from graph.extraction.relations.subjects import Subjects, distinct
from graph.extraction.sentence import ORGANISATIONS, Sentence

_LEADS = (
    r"(?:has |have |had |a |ha |hat )?(?:co-?ordinate[sd]?|coordinating|leads?|led|leading|heads|headed|manage[sd]|steers|directs|directed|runs|ran|koordinierte?|leitete?|führte?|"
    r"coordonn\w+|pilot\w+|dirig\w+|coordina\w*|guida\w*|lider\w+)"
)
_THAT = r"(?:which|that|das|den|die|der|que|qu[’']|che|le quel|laquelle|el cual|il quale)"
_ARTICLES = r"(?:the |a |an |der |die |das |dem |den |le |la |les |l[’']|il |lo |i |gli |el |los |las |un |une |una |uno |ein |eine |einem |unser\w* |our |notre |nuestr\w+ |nostr\w+ )"
_HEAD = r"(?:co-?ordinator|lead partner|leader|lead organi[sz]ation|Koordinator(?:in)?|Konsortialführer(?:in)?|Projektleitung|Leitung|coordinateur|coordinatrice|coordonnateur|chef de file|coordinatore|coordinatrice|capofila|coordinador(?:a)?|líder|socio líder)"
_PARTNER = r"(?:partner (?:universit(?:y|ies)|institut(?:e|es|ion|ions)|organi[sz]ations?|schools?|hochschulen?|einrichtung(?:en)?)|partners?|participants?|beneficiar(?:y|ies)|members?|Partner(?:in)?|Projektpartner(?:in)?|Beteiligte[r]?|partenaires?|participante?s?|socio|socia|soci|socios|miembro|membro|membre)"
_IN = r"(?:in|of|for|on|at|im|des|der|von|bei|am|an|de|du|d[’']|di|del|della|dell[’']|en|dans|nel|a)\s*"

_ADJECTIVES = r"(?:[\w’'-]+\s+){0,4}?"
_LED_BY = re.compile(
    r"(?i)(?<!\w)(?:led|coordinated|co-ordinated|headed|managed|run|steered|piloté|coordonné|guidato|coordinato|coordinado|liderado|dirigido|geleitet|koordiniert)e?\s"
    r"(?:by|par|da|dal|dalla|dall[’']|por|von|vom)\s?(?:the\s|l[’']|la\s|le\s|il\s|el\s|der\s|dem\s)?$"
)
_ENDOWED = re.compile(r"(?i)(?<!\w)(?:doté|dotat[oa]|dotad[oa]|endowed|ausgestattet)(?!\w)")
_RELATIVE = re.compile(rf"\s*(?:\([^()]*\)\s*)?(?:,\s*)?(?:{_ARTICLES}?{_ADJECTIVES})?{_THAT}\s*$")
_WHOSE = re.compile(
    rf"\s*(?:\([^()]*\)\s*)?,?\s*(?:{_ADJECTIVES})(?:whose|dessen|deren|dont (?:le |la )?|(?:il|la|i) cui|cuy[oa]|el cui)\s*(?:project\s)?{_HEAD}\s+(?:is|was|ist|war|est|était|è|era|es|fue)\s+",
    re.IGNORECASE,
)
_VERB_FIRST = re.compile(
    rf"\s*(?:\([^()]*\)\s*)?,?\s*(?:(?:{_ADJECTIVES}){_THAT}|lo|la|le)\s*(?:{_LEADS})\s+(?=\w)"
)
_APPOSITION = re.compile(
    rf"\s*(?:\([^()]*\)\s*)?,\s*(?:(?:one|two|eine[rs]?) (?:of|der) )?(?:{_ARTICLES})?(?:[\w-]+\s+){{0,3}}?(?:(?P<lead>{_HEAD})|(?P<part>{_PARTNER}))(?:\s+on the \w+ side)?\s+{_IN}(?:{_ARTICLES})?(?:(?:project|projekt|projet|progetto|proyecto)\s+)?[“„«\"]?",
    re.IGNORECASE,
)
_LEAD_NOUN = re.compile(
    rf"(?:^|[.;:(]\s*|,\s+|(?<!\w)(?:with|mit|avec|con|als|as|unter)\s+)(?:{_ARTICLES})?(?:project |Projekt)?(?P<head>{_HEAD})\s*[:,]?\s+(?:is |was |ist |est |è |es )?(?=[A-ZÀ-Þ]|{_ARTICLES}[A-ZÀ-Þ])",
    re.IGNORECASE,
)
_PARTNER_IS = re.compile(
    rf"(?<!\w)(?:there |dort |là |dove |donde )?(?:{_ARTICLES})(?:[\w-]+\s+){{0,2}}?(?:partner|Partner|partenaire|socio|participant)(?:\s(?:on|from|auf|du|de|per|da|por|of|for)\s[^.;,]{{3,32}}?)?\s+(?:is|was|ist|war|est|è|es|are|sind|sono|son|sont)\s+"
)
_EU = re.compile(
    r"(?<![\w-])(?:European Union|European Commission|Europäischen? Union|Europäischen? Kommission|Union européenne|Commission européenne|Unione [Ee]uropea|Commissione [Ee]uropea|Unión Europea|Comisión Europea)(?!\w)"
)
_GIVES = re.compile(
    r"(?i)(?<!\w)(?:gives?|gave|given|giving|puts?|putting|contribut\w+|provid\w+|fund(?:s|ed|ing)?|financ\w+|bears?|bore|borne|pays?|paid|covers?|covered|grant(?:s|ed)?|award(?:s|ed)?|"
    r"invest(?:s|ed|ing)?|support(?:s|ed)?|backs|backed|commits?|committed|allocat\w+|"
    r"gibt|gab|gegeben|steuert|trägt|trug|stellt|stellte|zahlt|zahlte|förder\w+|geförder\w+|finanzier\w+|bezuschuss\w+|bewillig\w+|übernimmt|"
    r"consacr\w+|apport\w+|vers[ea]\w*|accord\w+|octro\w+|allou\w+|attribu\w+|subventionn\w+|prend en charge|doté\w*|"
    r"finanzi\w+|stanzi\w+|destin\w+|mette|versa\w*|eroga\w*|copre|copert\w+|sosten\w+|concede\w*|concedi\w+|otorg\w+|sufrag\w+|cubre|aport\w+|dotad\w)(?!\w)"
)
_FROM = re.compile(
    r"\s*(?:,\s*)?(?:(?:in|of|an|as|al|en)\s+\w+\s+)?(?:from|by|of|von|vom|durch|par|de|da|dal|dalla|dall[’']|della|dell[’']|del|por)\s*(?:the |der |dem |la |l[’']|il )?$",
    re.IGNORECASE,
)
_ORGANISES = re.compile(
    r"\s*(?:had |has |have |a |ont |ha |hanno |había |hatte |hat )?(?:jointly |co-|conjointement |gemeinsam )?(?:organi[sz]\w+|hosted|hosts|ran|held|convened|staged|veranstalt\w+|ausgerichtet\w*|ausrichte\w+|accueill\w+|ospita\w+|acog\w+|celebr\w+)(?!\s+by)",
    re.IGNORECASE,
)
_ORGANISES_LAST = re.compile(
    r"[^,;.]{0,70}?\s(?:ausricht\w+|veranstaltet\w*|organisiert\w*|ausgerichtet|durchführt\w*|abhielt\w*)(?!\w)"
)
_AS_HOST = re.compile(
    r"\s*(?:\([^()]*\)\s*)?,?\s*(?:(?:acting |acted |serving |served |in its role |fungierte |diente )?(?:as|als|comme|en tant que?|come|como)|(?:ejerció|hizo|actuó) de|(?:en )?(?:était|est|was|is|ist|war|è stata|è|era|fue|es)|played|faceva da)\s+(?:the |an? |un[ae]? |le |la |el |l[’']|der |die |il )?(?:[a-z]+ )?(?:co-)?(?:hosts?(?!ed)|organi[sz]ers?|Gastgeber(?:in)?|Veranstalter(?:in)?|Ausrichter(?:in)?|hôtes?|organisat(?:eur|rice)s?|anfitri[oó]n\w*|organizador\w*|ospit\w+|organizzat\w+|padron[ea] di casa)",
    re.IGNORECASE,
)


class Frames(Subjects):
    """The rules of clauses and appositions."""

    def _relatives(self, s: Sentence) -> None:
        """What a project's relative clause says of who leads it."""
        for project in s.of("Project"):
            after = project.end - s.start
            leader: Mention | None = None
            for pattern in (_WHOSE, _VERB_FIRST):
                if match := pattern.match(s.flat, after):
                    found = first_name(s, s.start + match.end())
                    if found is not None and found.start - s.start - match.end() < 45:
                        leader = found
            if leader is None:
                for org in s.of(*ORGANISATIONS):
                    if (
                        0 < org.start - project.end < 90
                        and _RELATIVE.match(_plain(s.text(project.end, org.start)))
                        and compiled(rf"\s*(?:\([^()]*\)\s*)?(?:also |auch |aussi )?{_LEADS}(?!\w)").match(s.flat[org.end - s.start :])
                    ):  # fmt: skip
                        leader = org
                        break
            if leader is not None:
                self._add(
                    s, project.thing, "coordinator", leader.thing, project.start,
                    self._verb_end(s, leader), 0.9, "project-led-by", plans=True, at=project.end,
                )  # fmt: skip

    def _verb_end(self, s: Sentence, org: Mention) -> int:
        match = compiled(rf"\s*(?:\([^()]*\)\s*)?(?:\w+ )?{_LEADS}").match(
            s.flat, org.end - s.start
        )
        return s.start + match.end() if match else org.end

    def _appositions(self, s: Sentence) -> None:
        """ "Sensix, the Danish partner in RIVERSCAN": a role told beside a name."""
        for org in s.of(*ORGANISATIONS):
            match = _APPOSITION.match(s.flat, org.end - s.start)
            if match is None:
                continue
            at = s.start + match.end()
            project = next((m for m in s.of("Project") if 0 <= m.start - at < 4), None)
            if project is not None:
                self._add(
                    s, project.thing, "coordinator" if match["lead"] else "partner", org.thing,
                    org.start, project.end, 0.89, "role-beside-name", plans=True, at=org.end + 2,
                )  # fmt: skip
        for match in _LEAD_NOUN.finditer(s.flat):
            named = first_name(s, s.start + match.end())
            found = self._subject(s, s.start + match.start(), "Project")
            if named is None or found is None or named.start - s.start - match.end() > 30:
                continue
            if re.search(
                r"\)|^\s*(?:and|und|et|e|y)\s", s.text(s.start + match.end("head"), named.start)
            ):
                continue  # "X (coordinator, Spain), Y", "X as coordinator and Y": it is said of X
            self._add(
                s, found[0], "coordinator", named.thing, s.start + match.start("head"), named.end,
                0.9 * found[2] * named.confidence**0.3, "lead-noun", plans=True, at=s.start + match.start("head"),
            )  # fmt: skip
        for match in _PARTNER_IS.finditer(s.flat):
            found = self._subject(s, s.start + match.start(), "Project")
            begin = s.start + match.end()
            if found is None or not s.of("Project"):
                continue
            for org in name_list(s, begin):
                self._add(
                    s, found[0], "partner", org.thing, s.start + match.start(), org.end,
                    0.84 * found[2] * org.confidence**0.4, "partner-is", plans=True, at=s.start + match.start(),
                )  # fmt: skip

    def _funders(self, s: Sentence) -> None:
        """Who pays: "the European Union puts 2 million euros into X", "2 million from the EU"."""
        payers = [
            Mention(
                Thing("Partner", m[0]), s.start + m.start(), s.start + m.end(), "the-union", 0.9
            )
            for m in _EU.finditer(s.flat)
        ]
        for known in s.of(*ORGANISATIONS):
            payers = [p for p in payers if not (p.start < known.end and known.start < p.end)]
            payers.append(known)
        for amount in s.amounts:
            if amount.currency != "EUR":
                continue
            for payer in payers:
                first = payer.start < amount.start
                between = s.text(
                    *((payer.end, amount.start) if first else (amount.end, payer.start))
                )
                if len(between) > 90 or ";" in between or re.search(r"[.:] ", between):
                    continue
                union = bool(_EU.search(payer.thing.name))
                if not union and _LED_BY.search(s.text(payer.start - 40, payer.start)):
                    continue  # "coordinated by X with 2 million euros": X leads, another pays
                if payer.start < amount.start and _ENDOWED.search(between):
                    continue  # "piloté par X et doté de 2 millions": X leads, another pays
                gives = (
                    payer.start < amount.start
                    and _GIVES.search(between)
                    and (union or len(between) < 40)
                )
                rest = s.text(amount.end, amount.end + 60)
                given = (
                    payer.start > amount.end
                    and _FROM.search(between)
                    and (union or _GIVES.search(s.text(amount.start - 60, payer.start) + rest))
                    and len(between) < 34
                )
                if not (gives or given):
                    continue
                found = self._paid(s, payer, amount.start, amount.end)
                if found is None:
                    continue
                project, _, sure = found
                low, high = min(payer.start, amount.start), max(payer.end, amount.end)
                self._add(
                    s, project, "fundedBy", payer.thing, low, high, (0.84 if union else 0.8) * sure,
                    "pays", plans=True, at=low,
                )  # fmt: skip
                if not re.search(
                    r"(?i)total|gesamt|overall", s.text(amount.start - 24, amount.start)
                ):
                    self._add(
                        s, project, "fundingEuro", amount.value, amount.start, amount.end, 0.93 * sure,
                        "pays", "xsd:decimal", money.NORMALISER, plans=True, at=low,
                    )  # fmt: skip

    def _paid(
        self, s: Sentence, payer: Mention, low: int, high: int
    ) -> tuple[Thing, int, float] | None:
        """Return the project that money goes to: behind the amount, else before, else spoken of."""
        behind = [m for m in s.of("Project") if 0 <= m.start - high < 30]
        if behind and re.search(
            r"(?i)(?:into|to|in|for|an|für|à|au|pour|a|al|per|para|en)\s+(?:the |das |le |il |el )?(?:\w+ )?$",
            s.text(high, behind[0].start),
        ):
            return behind[0].thing, behind[0].start, 1.0
        between = [m for m in s.of("Project") if payer.end <= m.start < low]
        if between:
            return between[0].thing, between[0].start, 1.0
        if s.of("Agreement", "Event") and not s.of("Project"):
            return None
        return self._subject(s, min(payer.start, low), "Project")

    def _events_of(self, s: Sentence) -> None:
        """ "A seminar which X organised", "with X as host"."""
        classes = ("Event", "DialogueSession")
        for event in s.of(*classes):
            for org in s.of(*ORGANISATIONS):
                if not 0 < org.start - event.end < 60:
                    continue
                between = s.text(event.end, org.start)
                if re.match(rf"[^.;:]{{0,40}}?(?<!\w){_THAT}\s*{_ARTICLES}?$", between) and (
                    verb := _ORGANISES.match(s.flat, org.end - s.start)
                    or _ORGANISES_LAST.match(s.flat, org.end - s.start)
                ):
                    self._add(
                        s, event.thing, "organiser", org.thing, event.start, s.start + verb.end(), 0.9,
                        "which-x-organised", at=event.end,
                    )  # fmt: skip
        for org in distinct(s.of(*ORGANISATIONS)):
            host = _AS_HOST.match(s.flat, org.end - s.start)
            found = self._subject(s, org.start, *classes) if host else None
            if host and found:
                self._add(
                    s, found[0], "organiser", org.thing, org.start, s.start + host.end(), 0.87 * found[2],
                    "as-host", at=org.start,
                )  # fmt: skip

    def _own_address(self, s: Sentence) -> None:
        """A web address that has the short name of a project in it is that project's."""
        for match in re.finditer(
            r"(?:https?://)?(?:www\.)?[\w-]+(?:\.[\w-]+)+(?:/[\w/.-]*\w)?", s.flat
        ):
            if not re.match(r"(?:https?://|www\.)", match[0]) and not re.search(
                r"\.(?:eu|org|com|net|cn|de|fr|it|es|info)(?:/|$)", match[0]
            ):
                continue
            host = re.sub(r"[^a-z0-9]", "", match[0].casefold().split("//")[-1].split("/")[0])
            for thing in self.projects:
                short = re.sub(r"[^a-z0-9]", "", thing.name.casefold())
                if len(short) > 3 and short in host:
                    self._add(
                        s, thing, "webAddress", match[0], s.start + match.start(), s.start + match.end(), 0.93,
                        "address-with-name", "xsd:anyURI", "verbatim", plans=True,
                    )  # fmt: skip


def _plain(text: str) -> str:
    """Return a stretch before a name without its article."""
    return re.sub(rf"{_ARTICLES}$", "", text)
