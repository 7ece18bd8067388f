"""Agreements, memoranda and declarations in texts with Latin letters."""

from __future__ import annotations

import functools
import re

from graph.extraction.activity_words import CAP, NOT_NAMES, SMALL, TAIL_END, add_name
from graph.extraction.clause_words import is_verb
from graph.extraction.lexicon import (
    alternatives,
    cue,
    lists,
)
from graph.extraction.model import Mention


@functools.cache
def _agreement_pattern() -> re.Pattern[str]:
    noun = alternatives(lists("agreement_nouns"), cases=True)
    more = r"(?:Strategic (?:2020 )?Agenda for Cooperation|Joint Communiqué|Action Plan|Roadmap for [\w&-]+ [\w&-]+ [Cc]ooperation|Co-?[Ff]unding Mechanism|Charter|Pact)"
    left = rf"(?P<left>(?:{CAP}(?:\s+(?:and|&|on)(?=\s+{CAP}))?\s+)*?)"
    tail = rf"(?P<tail>\s+(?:on|over|about|concerning|regarding|über|zur|zum|im Bereich|sur|relatif à|su|sul|sulla|sull[’']|sobre|para la|for|in the field of)\s*(?:the\s+|la\s+|le\s+|l[’']|die\s+|der\s+)?[\w’'&-]+(?:\s+(?:{SMALL}\s+)*[\w’'&-]+){{0,7}}?{TAIL_END})?"
    return re.compile(
        rf"(?<![\w-]){left}(?P<noun>(?i:{noun})|{more})(?![\w-])(?:\s+\([A-Z][\w&]+\))?{tail}"
    )


_STEMS = re.compile(
    r"(?i)abkommen|vereinbarung|vertr[aä]g|erklärung|m[eé]mor[aá]nd|mou\b|letter|lettre|lettera|carta|accord|agree|acuerdo|convenio|conven[tz]|"
    r"proto[ck]o|declarac|declarat|déclarat|dichiaraz|intesa|arrangement|contrat|treaty|partnerschaft|partenariat|partnership|asociación|"
    r"pact|chart|plan|statement|declaration|contract|protocol|roadmap|mechanism|communiqu|agenda|übereinkommen|absicht|understanding|programme of co|work programme"
)
"""One of these is in every name that the pattern of agreements finds."""
_SHORT = re.compile(r"\s\((?:englisch |engl\. |en anglais |in inglese |en inglés )?[“„«\"‘]?")


def find_agreements(flat: str, offset: int) -> list[Mention]:
    """Agreements, memoranda, declarations."""
    found: list[Mention] = []
    if not _STEMS.search(flat):
        return found  # the long pattern is slow
    skip = re.compile(rf"(?<!\w)(?:{'|'.join(lists('agreement_not'))})(?!\w)", re.IGNORECASE)
    for match in _agreement_pattern().finditer(flat):
        start, end = match.start("noun"), match.end("noun")
        words = list(re.finditer(r"\S+", match["left"]))
        while (
            words
            and words[0][0] in NOT_NAMES
            and words[0][0]
            not in (
                "EU-China",
                "Joint",
                "Strategic",
                "Sino-European",
                "EU",
                "International",
                "Research",
                "China",
            )
        ):
            words.pop(0)
        if words:
            start = match.start("left") + words[0].start()
        if found and _SHORT.fullmatch(flat[found[-1].end - offset : start]):
            continue  # "eine Kooperationsvereinbarung („MOU“)" is one
        before = flat[max(0, start - 14) : start].lower()
        whole = flat[start:end]
        if (
            skip.search(whole)
            or re.search(r"(?:grant|consortium|subvention|sovvenzione|subvención)\s*$", before)
            or re.match(
                r"\s*(?:de subvention|di sovvenzione|de subvención|n[°ºo.]|No\b)", flat[end:]
            )
        ):
            continue
        tail = match["tail"]
        if tail and _WHEN.match(tail):
            tail = None  # "an agreement on the morning of 2 May"
        if tail and re.match(
            r"\s+on\s+(?:the\s+)?(?:[0-9]|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|(?:January|February|March|April|May|June|July|August|September|October|November|December)\b)",
            tail,
        ):
            tail = None
        while tail and (last := tail.rpartition(" ")[2]) and last.islower() and is_verb(last, "de"):
            tail = tail[: -len(last)].rstrip()  # "einen Vertrag über Flüsse geschlossen"
        if tail and not re.search(r"(?:next|for (?:the|two|three|five)|19|20)\b", tail[:12]):
            end = match.start("tail") + len(tail)
        named = bool(words) or (
            flat[match.start("noun")].isupper()
            and not re.match(
                r"(?:Accord|Convention|Abkommen|Vereinbarung|Vertrag|Agreement|Acuerdo|Convenio|Accordo|Absichtserklärung|Erklärung|[A-ZÄ][a-zäöü]+(?:abkommen|vereinbarung|vertrag|erklärung))s?$",
                match["noun"],
            )
        )
        if (
            not named
            and re.fullmatch(
                r"(?i:the\s+)?(?i:agreement|accord|abkommen|vereinbarung|vertrag|accordo|acuerdo|convenio|convention|convenzione|treaty|erklärung|memorandum|mémorandum|protocol|action plan|work programme|cooperation plan)s?",
                flat[match.start("noun") : match.end("noun")],
            )
            and not (tail and end > match.end("noun"))
            and not (_ANY_OF.search(flat[:start]) and _AGREED.search(flat))
        ):
            continue
        add_name(
            found, flat, offset, start, end, "agreement-noun", 0.86 if named else 0.6, "Agreement"
        )
        if found and found[-1].start == offset + start:
            found[-1].generic = not named
    return found


_WHEN = re.compile(
    r"\s+on\s+(?:the\s+)?(?:morning|afternoon|evening|eve|sidelines|margins|occasion|basis|behalf|same|last|first|campus)\b"
)
_AGREED = re.compile(
    rf"{cue('signed').pattern}|(?<!\w)(?:entre|tra|fra|valable|valid[oa]?|gültig|vigente|mantien\w+|unterhält|unterhalten|besteht|existe|intrattiene|dates from|datiert|date d[eu]|renewed|entered into force|in Kraft|verlänger\w+|renouvelé\w*|rinnovat\w|renovad\w|between|zwischen|lie(?:nt)?|unit|lega(?:no)?|vincula|une|verbindet|verbinden|links?|binds?|ties|regelt|dated|getroffen)(?!\w)|(?<!\w)(?:of|vom|du|del)\s[0-9]{1, 2}(?:er|º)?\.?\s",
    re.IGNORECASE,
)


_ANY_OF = re.compile(
    r"(?i)(?<!\w)(?:an?|the|this|its|their|eine?[nmrs]?|die|das|den|dem|des|der|ihre[nrms]?|ihr|vom|zum|zur|beim|une?|l[’']|la|le|du|au|leur|sa|son|un[ao]?|il|el|lo|del|al|dell[’']|nell[’']|all[’']|dal|il\sloro|su)\s?(?:[a-zà-ÿ-]+\s){0,2}$"
)
