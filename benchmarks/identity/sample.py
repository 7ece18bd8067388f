"""Draw the sample of the gold standard and print each PIC beside its nearest records of ROR.

    python -m benchmarks.identity.sample > candidates.txt

The order of candidates mixes three measures on purpose: whoever decides by reading should see the
look-alikes that any one rule would prefer.
"""

from __future__ import annotations

import random
from collections import defaultdict

from rapidfuzz import fuzz

from benchmarks.identity.data import Participant, participants, ror_records
from benchmarks.identity.plain import COUNTRY, domain, plain

EUROPE = (
    "AT BE BG CY CZ DE DK EE EL ES FI FR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK UK NO CH IS"
)
SIZES = {
    ("CN", "HES"): 70,
    ("CN", "REC"): 40,
    ("CN", "PRC"): 25,
    ("CN", "PUB"): 15,
    ("CN", "OTH"): 15,
    ("EU", "HES"): 60,
    ("EU", "REC"): 60,
    ("EU", "PUB"): 20,
    ("EU", "OTH"): 20,
    ("EU", "PRC"): 30,
    ("XX", "*"): 15,
}
SEED = 20251116


def stratum(one: Participant) -> tuple[str, str]:
    """Region and kind of a participant."""
    country = one.country
    if country in ("CN", "HK", "MO", "TW"):
        return "CN", one.kind
    return ("EU", one.kind) if country in EUROPE.split() else ("XX", "*")


def sample(everybody: dict[str, Participant]) -> list[tuple[tuple[str, str], str]]:
    """The PICs of the sample, each with its stratum."""
    strata: dict[tuple[str, str], list[str]] = defaultdict(list)
    for pic, one in sorted(everybody.items()):
        strata[stratum(one)].append(pic)
    generator = random.Random(SEED)
    chosen = []
    for key in sorted(SIZES):
        some = strata[key]
        chosen += [(key, p) for p in sorted(generator.sample(some, min(SIZES[key], len(some))))]
    return chosen


def main() -> None:
    everybody = participants()
    records = ror_records()
    by_country = defaultdict(list)
    for record in records:
        names = [plain(name["value"]) for name in record["names"]]
        addresses = [*record["domains"], *(link["value"] for link in record["links"])]
        by_country[record["locations"][0]["geonames_details"]["country_code"]].append(
            (record, [n for n in names if len(n) > 4], {domain(a) for a in addresses})
        )
    for number, (key, pic) in enumerate(sample(everybody)):
        one = everybody[pic]
        print(f"#{number} {pic} {'/'.join(key)} {one.country} | {' || '.join(one.names)}", end="")
        print(f" | {', '.join(one.towns)} | {', '.join(one.addresses)}")
        own = {domain(address) for address in one.addresses}
        scored = []
        for country in COUNTRY.get(one.country, [one.country]):
            for record, names, domains in by_country.get(country, []):
                best = 0.0
                for given in map(plain, one.names):
                    for name in names:
                        glued = fuzz.ratio(given.replace(" ", ""), name.replace(" ", ""))
                        both = fuzz.token_set_ratio(given, name) + fuzz.token_sort_ratio(
                            given, name
                        )
                        best = max(best, (both + glued) / 3)
                scored.append((best + 25 * bool(own & domains), record["id"], record))
        for score, _, record in sorted(scored, key=lambda t: (-t[0], t[1]))[:5]:
            shown = "; ".join(name["value"] for name in record["names"])
            place = record["locations"][0]["geonames_details"]["name"]
            print(f"    {score:.0f} {record['id'][-9:]} {shown} [{place}] {record['status']}")


if __name__ == "__main__":
    main()
