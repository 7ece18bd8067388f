"""German names in the form a register has them: "der Technischen Hochschule X" names the
"Technische Hochschule X"."""

from __future__ import annotations

import functools
import re

_ORDINAL = (
    "[Ee]rst|[Zz]weit|[Dd]ritt|[Vv]iert|[Ff]ünft|[Ss]echst|[Ss]iebt|[Aa]cht|[Nn]eunt|"
    "[Zz]ehnt|[Ee]lft|[Zz]wölft"
)
_ADJECTIVE = (
    r"(?P<stem>[A-ZÄÖÜa-zäöü](?:[a-zäöüß-]|(?<=-)[A-ZÄÖÜ])*(?:isch|lich|ional)|"
    rf"(?:[A-ZÄÖÜ][a-zäöüß]+-?)?[Dd]eutsch|{_ORDINAL}|"
    "[Nn]eu|[Ff]rei|[Gg]emeinsam|[Gg]emischt|[Zz]entral|[Ss]tändig)"
)
_OBLIQUE = re.compile(rf"{_ADJECTIVE}(?:en|er|em|es|e)")
_DIRECT = re.compile(rf"{_ADJECTIVE}(?P<end>e|er|es)")
_NEUTER = re.compile(
    r"(?i).*(?:institut|zentrum|ministerium|amt|netzwerk|museum|labor|archiv|büro|werk|treffen|forum|seminar|konsortium|kolleg|haus|klinikum|projekt|unternehmen)$"
)
_MASCULINE = re.compile(
    r"(?i).*(?:verband|verein|(?<!sekretari)rat|dienst|hafen|fonds|bund|dialog|gipfel|cluster|ausschuss|workshop|kongress|betrieb|konzern|rechnungshof|campus|park|senat|kreis|ring)$"
)


_NOUN = (
    r"(?:[\w-]*[Dd]ialog|[\w-]*[Cc]luster|[\w-]*[Ii]nstitut|[\w-]*[Mm]inisterium|[\w-]*[Vv]erband|"
    r"[\w-]*(?:[Aa]bkommen|[Tt]reffen|[Vv]ertrag|[Mm]emorandum|[Pp]rotokoll|[Ss]ymposium|[Ff]orum|[Ss]eminar|[Kk]olloquium|[Kk]ongress|[Ww]orkshop|[Aa]usschuss|[Bb]eirat)|"
    r"[\w-]*[Zz]entrum|[\w-]*[Nn]etzwerk|[\w-]*[Vv]erein|[\w-]*[Aa]mt|[\w-]*[Kk]olleg|[\w-]*[Ll]abor|[\w-]*[Aa]rchiv|[\w-]*[Mm]useum|[\w-]*[Bb]üro|[\w-]*[Kk]onsulat|[\w-]*[Ss]ekretariat)"
)
_GENITIVE = re.compile(rf"^(?P<noun>{_NOUN})(?:e?s)(?= |$)")
_MAY_END = re.compile(_NOUN)


def nominative(name: str) -> str:
    """Return a German name with the endings of its first adjectives as they stand alone.

    >>> nominative("Technischen Hochschule Elm"), nominative("zweiten Sitzung")
    ('Technische Hochschule Elm', 'zweite Sitzung')
    """
    name = _GENITIVE.sub(r"\g<noun>", name)
    counted = re.match(r"(?:[0-9]{1,2}\.|[IVX]+\.?)\s(?=[A-ZÄÖÜ])", name)
    if counted:  # "das 2. Chinesisch-Deutsche Umweltforum"
        return counted[0] + nominative(name[counted.end() :])
    words = name.split(" ")
    count = 0
    while count < len(words) - 1 and _OBLIQUE.fullmatch(words[count]):
        count += 1
    if not count or not words[count][:1].isupper():
        return name
    head = words[count] = _GENITIVE.sub(r"\g<noun>", words[count])  # "Statistischen Bundesamts"
    ending = "es" if _NEUTER.match(head) else "er" if _MASCULINE.match(head) else "e"
    if (
        words[0].endswith("er")
        and ending == "e"
        and words[0][:1].isupper()
        and "isch" not in words[0]
    ):
        return name  # "Berliner Universität"
    changed = [_OBLIQUE.fullmatch(w)["stem"] + ending for w in words[:count]]  # type: ignore[index]
    return " ".join([*changed, *words[count:]])


@functools.lru_cache(4096)
def name_pattern(name: str) -> str:
    """Return a regular expression of a name, white space and German endings of adjectives apart."""
    parts = []
    words = name.split()
    for at, word in enumerate(words):
        match = _DIRECT.fullmatch(word) if at < len(words) - 1 else None
        genitive = "(?:e?s)?" if _MAY_END.fullmatch(word) else ""
        parts.append(re.escape(match["stem"]) + "e[nmrs]?" if match else re.escape(word) + genitive)
    return r"\s+".join(parts)


def names(text: str, name: str) -> bool:
    """Return whether a stretch of text is a name, German endings apart."""
    text = text.strip()
    return text == name or re.fullmatch(name_pattern(name), text) is not None
