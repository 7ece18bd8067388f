"""Short names of projects that nothing but their capitals announces: "our partners in WINDLINK"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from graph.extraction.clause_words import is_word
from graph.extraction.lexicon import countries, places
from graph.extraction.tokens import UPPER, looks_like_acronym

_WORD = re.compile(
    rf"(?<![\w/@.-])[{UPPER}0-9][{UPPER}0-9a-z]*(?:[-+&][{UPPER}0-9a-z]+)*\+?(?![\w@/]|\.\w)"
)
_SHORT = re.compile(
    rf"(?<![\w/@.-])(?=[{UPPER}0-9][\w+&-]*[{UPPER}0-9])[{UPPER}0-9][{UPPER}0-9a-z]*(?:[-+&][{UPPER}0-9a-z]+)*\+?(?![\w@/]|\.\w)"
)
"""The same with a second capital or a number: most words of a text need no closer look."""
KNOWN = frozenset(
    "HORIZON HORIZONT ORIZZONTE HORIZONTE COSME ERASMUS LIFE UNESCO OECD OCDE COVID COVID-19 SARS NATO WHO ASEAN BRICS EURATOM ESCP "
    "INTERREG DAAD CNRS CORDIS HTTP HTTPS GMBH CET CEST UTC NDRC MOST MOFCOM NSFC CAST CAAS CASS DG-RTD ERDF ESIF EFRE FEDER "
    "FESR UNIDO UNEP UNDP IUCN ISO-9001 IPCC MERICS EURAXESS EUREKA EUROSTARS ERC MSCA EIT TRL GDPR LED LEDS STEM PRESS INFO "
    "EVENTS EVENT MEMBERS MISSION VISION RESULTS PUBLICATIONS DELIVERABLES ABOUT HOME SUMMARY OBJECTIVES BACKGROUND PROGRAMME VENUE REGISTRATION SPEAKERS AGENDA NEWS NEWSLETTER FACTSHEET BRIEFING MINUTES BULLETIN MEDIA RELEASE STATEMENT PROTOKOLL PRESSE PROJECT PROJEKT PROJET PROGETTO PROYECTO CHINA EUROPE EUROPA CONTACT KONTAKT CONTACTO PARTNERS NOTE DRAFT "
    "CO2 H2 5G 6G ZIP CEO CFO PHD NGO NGOS ONG PME PMES KMU VR-CHINA EU-CHINA UE-CHINE UE-CINA UE-CHINA VIII XVIII".split()
)
_NOT_BEFORE = re.compile(
    r"(?:(?<!\w)(?:by|von|vom|par|da|dal|dalla|por|with|mit|avec|con|at|bei|chez|from|aus|company|companies|firm|firma|start-up|société|"
    r"entreprise|società|azienda|impresa|empresa|Unternehmen|Hersteller|manufacturer|cluster|clúster|pôle|Netzwerk|network|réseau|rete|red|"
    r"agency|agence|agenzia|agencia|Agentur|institute|institut|istituto|instituto|university|association|laboratory|laboratoire|laboratorio|"
    r"group|groupe|gruppo|grupo|platform|standard|norm|Norm|norme|norma|model|device|software|tool|method)\s+|[&/]\s?)$",
    re.IGNORECASE,
)
_LOOK_AT = re.compile(r"(?<!\w)(?:look|looks|looked|looking|glance)\sat\s$")
_COMPANY = re.compile(
    r"\s*(?:\((?P<in>[^()]{2,30})\)|(?:GmbH|AG|SE|Ltd|S\.?A|S\.?L|S\.?r|Inc|BV|NV|AB|Co\b|Oy|e\.\s?V)(?![a-z]))"
)
_EVIDENCE = re.compile(
    r"(?i)(?<!\w)(?:[\w-]*proje[ck]?ts?|[\w-]*projekten?s?|progett[oi]|proyectos?|vorhaben|consortium|konsortium|consorzio|consorcio|"
    r"partner|partners|partenaires?|socios?|soci[oa]|co-?ordinat\w*|koordin\w*|coord[io]\w+|coordonn\w+|funded|fund|grant|geförder\w*|fördert?|financ\w+|"
    r"finanz\w+|horizon\w*|horizont\w*|orizzonte|h2020|predecessor|successor|follow-up|capofila|chef de file|beneficiar\w+|lead|led|leads)(?!\w)"
)
_TEXT = re.compile(
    r"(?i)(?<!\w)(?:[\w-]*proje[ck]?te?n?s?|progett[oi]|proyectos?|vorhaben|(?:joint )?undertakings?|consortium|konsortium|consorzio|consorcio|horizon\w*|horizont\w*|orizzonte|h2020|fp7|"
    r"co-?ordinators?|Koordinator(?:in)?|coordinateur|coordinatrice|coordinatore|coordinadora?|capofila|chef de file)(?!\w)"
)


_NO_PROJECT_BEFORE = re.compile(
    r"(?:(?<!\w)(?:[0-9]+|(?i:two|three|four|five|six|seven|eight|nine|ten)|[A-Z]{2,})\s|"
    r"(?:among (?:them|others|which|whom)|such as|including|namely|made up of|consist(?:s|ing)? of|compris(?:es|ing)|members?:?|organi[sz]ations:?|universities:?|clusters:?|companies:?)[\s,:](?:[^.;]|\.(?!\s[A-Z]))*,\s(?:and\s)?)$"
)
"""A number or a list of members before a name: "Seven ALLUNI universities", "clusters, among them A, B"."""
_KIND_BEHIND = re.compile(
    r"(?:,\s(?:an?|the|one of)\s|\s(?:is|was)\san?\s)(?:(?!project|consortium|initiative|programme)[\w’'-]+\s){0,4}?(?:companies|company|firm|manufacturer|producer|supplier|"
    r"maker|operator|utility|institutes?|cent(?:re|er)|agency|association|university|academy|foundation|consultancy|start-up|spin-off|cluster|museum|hospital|laboratory|"
    r"charity|NGO|SME|bank|publisher|developer|provider|organi[sz]ation)(?!\w)"
)
"""What a name says it is, right behind it: "AZTI, a Basque technology centre"."""
_NO_PROJECT_AFTER = re.compile(
    r"\s(?:[A-Z]{2,}(?![\w-])|(?:[a-z]+\s)?(?:universit\w+|members?|presidents?|directors?|secretar\w+|representatives?|headquarters|staff|"
    r"scholars?|professors?|researchers|alumni|campus|students?|office|delegation|experts?|officials?|clusters?)(?!\w))"
)
"""What only organisations have: "ALLUNI members", "the president"."""


def begins(word: str, parts: list[str]) -> bool:
    """Return whether a word is put together from the beginnings of some words, all of them."""
    if not parts:
        return not word
    return any(
        word[:size] == parts[0][:size] and begins(word[size:], parts[1:])
        for size in range(1, min(len(word), len(parts[0]), 4) + 1)
    )


def speaks_of_projects(text: str) -> bool:
    """Return whether a text speaks of projects at all."""
    return bool(_TEXT.search(text))


_OFFICE_OF = re.compile(
    r"(?:(?<!\w)(?i:president|chair(?:man|woman)?|director|rector|head|delegation|delegates|secretary|secretary general|founder|visit|headquarters|invitation)\s(?:[A-Z]\S+\s){0,3}of\s(?:the\s)?|"
    r"(?<!\w)(?i:led|founded|established|invited|represented)\sby\s(?:the\s)?|"
    r"(?<!\w)(?:(?:von|durch|seitens)\sd(?:er|em|es)|vom|par\sl[ae]|dalla?|(?:por|per\sconto|a\snome|en\snombre|au\snom|namens|im\sAuftrag)\s(?:el|la|del|della|de\sla|du|der|des))\s|"
    r"(?<!\w)(?:par\sl|dall|per\sconto\sdell|au\snom\sde\sl)[’']|"
    r"(?<!\w)(?i:rektor(?:in)?|präsident(?:in)?|direktor(?:in)?|leiter(?:in)?|geschäftsführer(?:in)?|präsidium|vertreter(?:in|n)?|sprecher(?:in)?|"
    r"président[e]?|directeur|directrice|recteur|rectrice|presidente|direttore|direttrice|rettore|rettrice|rector|rectora|director|directora|vicerrectora?|vicepresidente|"
    r"delegaci[oó]n|delegazione|délégation|sede|siège|sitz)\s(?:der|des|du|de\sla|del|della)\s|"
    r"(?<!\w)(?i:président[e]?|directeur|directrice|recteur|rectrice|presidente|direttore|direttrice|rettore|rettrice|delegazione|délégation|sede|siège)\sde(?:\s|l)l?[’'])$"
)
_ACTS = re.compile(
    r"\s(?:(?:hat|haben|ha|hanno|han|a|ont)\s(?:(?:auch|heute|gemeinsam|également|anche|también|hoy|oggi)\s)?(?:[\w-]+\s){0,3}?(?:unterzeichnet|unterschrieben|eingeladen|veranstaltet|vereinbart|signé|organisé|conclu|accueilli|"
    r"reçu|firmato|siglato|sottoscritto|organizzato|promosso|ospitato|firmado|suscrito|rubricado|organizado|recibido|acogido)|"
    r"unterzeichne(?:te|ten|n|t)|unterschrieb(?:en)?|veranstalte(?:te|ten|n|t)|lädt|lud|organisent?|signent|accueille|acog(?:ió|e)|organiz(?:ó|a)|firm(?:ó|aron|an)|suscrib(?:ió|en)|ospita|organizza|promuove)(?!\w)"
)
"""What only organisations do."""
_ARTICLE = re.compile(
    r"(?<!\w)(?:de[rmns]|das|vom|beim|zum|zur|le|la|les|du|des|aux?|il|lo|del|dello|della|dal|dalla|al|alla|nel|el|las|los)\s$|(?<!\w)(?:[dD]?[lL]|[dD]ell|[aA]ll|[dD]all|[nN]ell)[’']$|"
    r"(?:délégation|délégués|président|présidente|directeur|directrice)\sd[’']$"
)
"""The definite article, which no language puts before a project's short name."""
_DEFINED = re.compile(r"\(\s*$")


def denied_acronyms(text: str) -> dict[str, bool]:
    """Return short names that a text somewhere uses as only those of organisations are.

    With each whether it acts there itself: "VELCO's president", not only "the Laboratory (LISNA)".
    """
    found: dict[str, bool] = {}
    for match in _SHORT.finditer(text):
        before = text[max(0, match.start() - 90) : match.start()]
        after = text[match.end() : match.end() + 40]
        lone = (
            re.fullmatch(r"[A-Z]{3,8}", match[0]) is not None
            and not re.match(r"[\s-]+[A-Z]{2,}(?![\w-])", after)
            and not re.search(r"(?<![\w-])[A-Z]{2,}[\s-]$", before)
        )
        acts = _OFFICE_OF.search(before) is not None
        if re.search(r"[0-9]{5}", match[0]) or acts:
            found[match[0]] = found.get(match[0], False) or (acts and lone)
        elif _DEFINED.search(before) and re.match(r"\s*\)", after):
            # "the Sino-Nordic Laboratory (LISNA)": what stands before is named so
            if not re.search(
                r"(?i)proje|proye|proget|vorhaben|initiative|consort|konsort|action",
                before[-90:] + after,
            ):
                found.setdefault(match[0], False)
        elif re.search(r"\s[–-]\s$", before) and re.match(r"\s[–-]\s", after):
            found.setdefault(match[0], False)
        elif lone and _ARTICLE.search(before):
            found[match[0]] = not re.match(r"-\w", after)
        elif (
            _NO_PROJECT_AFTER.match(after)
            or _ACTS.match(after)
            or re.match(
                r"(?:[’']s)?\s(?:(?:successfully\s|also\s|has\s|have\s|is\s|and\s[A-Z][\w.]+\s)?(?:applied|executing|said|announced|signed|signs|hosted|hosts|organi[sz]e[sd]|invited|visited|welcomed|employs|co-?organi[sz]ed|held)\b|Delegation|President|Secretary|Chair|Director|Headquarters|Member)",
                after,
            )
        ):
            found[match[0]] = found.get(match[0], False) or lone
    return found


def is_organisation(word: str) -> bool:
    """Return whether capitals that act as an organisation does may be one's short name."""
    return (
        len(word) > 2
        and word not in KNOWN
        and word.title() not in places()
        and word.title() not in countries()
        and not re.fullmatch(
            r"PIB|BIP|KMU|PMES?|PYMES?|PMI|ONGS?|URSS|UDSSR|RPC|PRC|RFA|DDR|RDA|BRD|VIH|HIV|AIDS|SIDA|DNA|ADN|RNA|PCR|LED|TIC|IKT|ICT|MINT|STEM|ODS|SDGS?|BRI|TGV|MBA|PHD|FP[67]|R&S|TV|ISO|"
            r"IUC|[IVX]+|EU|UE|USA|UN|PRC|DDG|DG|R&D|CEO|PDF|FAQ|SME|SMES|MOU|COVID|NGO|EUR|USD|CNY|RMB|CHF|GBP|SEK|DKK|NOK",
            word,
        )
    )


def bare_acronyms(flat: str) -> Iterator[tuple[int, int, str, bool]]:
    """Yield the words of a sentence that are written like a project's short name.

    With each whether the sentence also speaks of what projects do.
    """
    letters = re.findall(r"[^\W\d_]", flat)
    if letters and sum(c.isupper() for c in letters) > 0.6 * len(letters) and len(letters) > 14:
        return  # a line in capitals
    if len(re.findall(r"(?<![\w-])[A-Z]{4,}(?![\w-])", flat)) > 2 and re.search(
        r"(?<![\w-])[A-Z]{4,}\s[A-Z]{4,}(?![\w-])", flat
    ):
        return  # "TRAVEL GRANTS for APPLICANTS": words that shout
    evidence = bool(_EVIDENCE.search(flat))
    for match in _WORD.finditer(flat):
        word = match[0]
        capitals = sum(c.isupper() for c in word)
        small = sum(c.islower() for c in word)
        if (
            capitals < (3 if re.search(r"[-+0-9]", word) else 4)
            or small > capitals * 0.34
            or not looks_like_acronym(word)
            or word.upper() in KNOWN
            or word.title() in places()
            or word.title() in countries()
            or re.fullmatch(
                r"(?:[A-Z]{1,3}-?)?[0-9]+[A-Z]?|[A-Z]{1,4}[0-9]{3,}.*|[0-9]{2,}[A-Z]{1,5}[0-9]{2,}\w*|.*(?:GMBH|-EU|^EU-.*)",
                word,
            )
        ):
            continue
        if word.isalpha() and flat.strip() == word + ".":
            continue  # "SCIENCE." before the news it heads
        before, after = flat[: match.start()], flat[match.end() :]
        company = _COMPANY.match(after)
        if (
            ((told := _NO_PROJECT_BEFORE.search(before)) or _KIND_BEHIND.match(after))
            and not re.search(
                r"(?i)proje|proye|proget", told[0] if told and "," in told[0] else before
            )
        ) or _NO_PROJECT_AFTER.match(after):
            continue
        if (_NOT_BEFORE.search(before) and not _LOOK_AT.search(before)) or (
            company and (company["in"] is None or company["in"] in countries())
        ):
            continue
        if re.search(r"\(\s*$", before) and re.match(r"\s*\)", after):
            continue  # "(TEC)" abbreviates what stands before it
        if (
            (name := re.search(rf"(?<![\w.])([{UPPER}][a-zà-ÿ]+)\s$", before))
            and not is_word(name[1])
            and re.fullmatch(r"[A-ZÀ-Þ]+", word)
            and not re.search(
                r"(?i)(?:proje\w*|progetto|proyecto|partner|coordinator|vorhaben|[.:!?]\s+\w+|^\w+)\s$",
                before,
            )
            and not evidence
        ):
            continue  # "Claire DUPONT"
        yield match.start(), match.end(), word, evidence
