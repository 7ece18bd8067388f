"""Two baselines on the same sample: exact names alone, and sixty lines of rapidfuzz."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from rapidfuzz import fuzz, process, utils

from benchmarks.identity.data import Participant
from benchmarks.identity.plain import COUNTRY, domain, plain

Found = dict[str, str]
"""The record of ROR (its id without the address) for each PIC that is linked."""


def _country(record: dict[str, Any]) -> str:
    return str(record["locations"][0]["geonames_details"]["country_code"])


def exact(everybody: dict[str, Participant], records: list[dict[str, Any]]) -> Found:
    """The one record of the country that has exactly the name: no accents, no case."""
    by_name: dict[tuple[str, str], set[str]] = defaultdict(set)
    for record in records:
        for name in record["names"]:
            by_name[_country(record), plain(name["value"])].add(record["id"][-9:])
    found = {}
    for pic, one in everybody.items():
        for country in COUNTRY.get(one.country, [one.country]):
            hits = set().union(*(by_name.get((country, plain(name)), set()) for name in one.names))
            if len(hits) == 1:
                found[pic] = hits.pop()
    return found


LEGAL = (
    "gmbh ag ev srl spa sl sa sas ltd limited plc bv nv oy ab as aps vzw asbl aisbl lda doo sro the"
)
FUZZY = 90
"""From this ratio of sorted words on, two names are taken for one."""


def _bare(text: str) -> str:
    return " ".join(word for word in plain(text).split() if word not in LEGAL.split())


def fuzzy(everybody: dict[str, Participant], records: list[dict[str, Any]]) -> Found:
    """Exact name, then web domain, then the most alike of the country by rapidfuzz."""
    names: dict[str, list[tuple[str, str]]] = defaultdict(list)
    by_domain: dict[tuple[str, str], set[str]] = defaultdict(set)
    for record in records:
        if record["status"] == "withdrawn":
            continue
        country, identifier = _country(record), record["id"][-9:]
        names[country] += [(_bare(name["value"]), identifier) for name in record["names"]]
        for link in record["links"]:
            if link["type"] == "website":
                by_domain[country, domain(link["value"])].add(identifier)
    found = {}
    for pic, one in everybody.items():
        best: tuple[float, str] = (0.0, "")
        for country in COUNTRY.get(one.country, [one.country]):
            hosts = [by_domain.get((country, domain(a)), set()) for a in one.addresses]
            if any(len(ids) == 1 for ids in hosts):
                best = max(best, (99.0, next(iter(next(ids for ids in hosts if len(ids) == 1)))))
            choices = [name for name, _ in names[country]]
            for name in one.names:
                hit = process.extractOne(
                    _bare(name), choices, scorer=fuzz.token_sort_ratio,
                    processor=utils.default_process, score_cutoff=FUZZY,
                )  # fmt: skip
                if hit:
                    best = max(best, (hit[1], names[country][hit[2]][1]))
        if best[1]:
            found[pic] = best[1]
    return found
