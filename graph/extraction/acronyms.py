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
_KNOWN = frozenset(
    "HORIZON HORIZONT ORIZZONTE HORIZONTE COSME ERASMUS LIFE UNESCO OECD OCDE COVID COVID-19 SARS NATO WHO ASEAN BRICS EURATOM ESCP "
    "INTERREG DAAD CNRS CORDIS HTTP HTTPS GMBH CET CEST UTC NDRC MOST MOFCOM NSFC CAST CAAS CASS DG-RTD ERDF ESIF EFRE FEDER "
    "FESR UNIDO UNEP UNDP IUCN ISO-9001 IPCC MERICS EURAXESS EUREKA EUROSTARS ERC MSCA EIT TRL GDPR LED LEDS STEM PRESS INFO "
    "AGENDA NEWS PROJECT PROJEKT PROJET PROGETTO PROYECTO CHINA EUROPE EUROPA CONTACT KONTAKT CONTACTO PARTNERS NOTE DRAFT "
    "CO2 H2 5G 6G ZIP CEO CFO PHD NGO NGOS ONG PME PMES KMU VR-CHINA EU-CHINA UE-CHINE UE-CINA UE-CHINA VIII XVIII".split()
)
_NOT_BEFORE = re.compile(
    r"(?:(?<!\w)(?:by|von|vom|par|da|dal|dalla|por|with|mit|avec|con|at|bei|chez|from|aus|company|companies|firm|firma|start-up|société|"
    r"entreprise|società|azienda|impresa|empresa|Unternehmen|Hersteller|manufacturer|cluster|clúster|pôle|Netzwerk|network|réseau|rete|red|"
    r"agency|agence|agenzia|agencia|Agentur|institute|institut|istituto|instituto|university|association|laboratory|laboratoire|laboratorio|"
    r"group|groupe|gruppo|grupo|platform|standard|norm|Norm|norme|norma|model|device|software|tool|method)\s+|[&/]\s?)$",
    re.IGNORECASE,
)
_COMPANY = re.compile(
    r"\s*(?:\((?P<in>[^()]{2,30})\)|(?:GmbH|AG|SE|Ltd|S\.?A|S\.?L|S\.?r|Inc|BV|NV|AB|Co\b|Oy|e\.\s?V)(?![a-z]))"
)
_EVIDENCE = re.compile(
    r"(?i)(?<!\w)(?:[\w-]*proje[ck]?ts?|[\w-]*projekten?s?|progett[oi]|proyectos?|vorhaben|consortium|konsortium|consorzio|consorcio|"
    r"partner|partners|partenaires?|socios?|soci[oa]|co-?ordinat\w*|koordin\w*|coord[io]\w+|coordonn\w+|funded|fund|grant|geförder\w*|fördert?|financ\w+|"
    r"finanz\w+|horizon\w*|horizont\w*|orizzonte|h2020|predecessor|successor|follow-up|capofila|chef de file|beneficiar\w+|lead|led|leads)(?!\w)"
)
_TEXT = re.compile(
    r"(?i)(?<!\w)(?:[\w-]*proje[ck]?te?n?s?|progett[oi]|proyectos?|vorhaben|consortium|konsortium|consorzio|consorcio|horizon\w*|horizont\w*|orizzonte|h2020|fp7|"
    r"co-?ordinators?|Koordinator(?:in)?|coordinateur|coordinatrice|coordinatore|coordinadora?|capofila|chef de file)(?!\w)"
)


def speaks_of_projects(text: str) -> bool:
    """Return whether a text speaks of projects at all."""
    return bool(_TEXT.search(text))


def bare_acronyms(flat: str) -> Iterator[tuple[int, int, str, bool]]:
    """Yield the words of a sentence that are written like a project's short name.

    With each whether the sentence also speaks of what projects do.
    """
    letters = re.findall(r"[^\W\d_]", flat)
    if letters and sum(c.isupper() for c in letters) > 0.6 * len(letters) and len(letters) > 14:
        return  # a line in capitals
    evidence = bool(_EVIDENCE.search(flat))
    for match in _WORD.finditer(flat):
        word = match[0]
        capitals = sum(c.isupper() for c in word)
        small = sum(c.islower() for c in word)
        if (
            capitals < (3 if re.search(r"[-+0-9]", word) else 4)
            or small > capitals * 0.34
            or not looks_like_acronym(word)
            or word.upper() in _KNOWN
            or word.title() in places()
            or word.title() in countries()
            or re.fullmatch(
                r"(?:[A-Z]{1,3}-?)?[0-9]+[A-Z]?|[A-Z]{1,4}[0-9]{3,}.*|.*(?:GMBH|-EU|^EU-.*)", word
            )
        ):
            continue
        before, after = flat[: match.start()], flat[match.end() :]
        company = _COMPANY.match(after)
        if _NOT_BEFORE.search(before) or (
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
