"""Measure the judgements, and two baselines, against the gold standard.

    python -m benchmarks.identity.measure [tuning|final|all]

Precision and recall of links PIC to ROR that are decided ``same``; of parts the same. A link to
another record than the right one counts against both.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable

from benchmarks.identity.baselines import Found, exact, fuzzy
from benchmarks.identity.data import HORIZON_EUROPE, ROR, Participant, gold, participants, rows
from benchmarks.identity.data import ror_records as raw_records
from graph.identity.index import Index
from graph.identity.model import Party, iso_country
from graph.identity.parties import ror_party
from graph.identity.rules import judge
from graph.registers.report import Report
from graph.registers.ror import read_ror

CHINESE = ("CN", "HK", "MO", "TW")


def party(one: Participant) -> Party:
    """A participant as the project sees it."""
    from benchmarks.identity.plain import domain

    return Party(
        f"organization/pic-{one.pic}",
        tuple(one.names),
        iso_country(one.country),
        tuple(one.short_names),
        tuple(one.towns),
        latitude=one.latitude,
        longitude=one.longitude,
        domains=tuple(domain(address) for address in one.addresses),
    )


def judged(everybody: dict[str, Participant]) -> tuple[Found, Found]:
    """What is decided the same, and what a part."""
    index = Index([ror_party(record) for record in read_ror(ROR, Report())])
    same, part = {}, {}
    for pic, one in everybody.items():
        verdict = judge(party(one), index)
        if verdict is not None and verdict.relation in ("same", "partOf"):
            where = same if verdict.relation == "same" else part
            where[pic] = verdict.right.id.removeprefix("organization/ror-")
    return same, part


def score(found: Found, wanted: Found, sample: list[str]) -> str:
    """Precision and recall, with the counts behind them."""
    links = [pic for pic in sample if pic in found]
    right = sum(wanted.get(pic) == found[pic] for pic in links)
    there = sum(pic in wanted for pic in sample)
    precision = right / len(links) if links else 1.0
    recall = right / there if there else 1.0
    return (
        f"precision {precision:.3f} ({right}/{len(links)})  recall {recall:.3f} ({right}/{there})"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("half", nargs="?", default="all", choices=("tuning", "final", "all"))
    half = parser.parse_args().half
    lines = [line for line in gold() if half in ("all", line["half"])]
    same = {line["pic"]: line["ror"] for line in lines if line["relation"] == "same"}
    part = {line["pic"]: line["ror"] for line in lines if line["relation"] == "partOf"}
    sample = [line["pic"] for line in lines]
    chinese = [line["pic"] for line in lines if line["country"] in CHINESE]
    everybody = {pic: one for pic, one in participants().items() if pic in set(sample)}
    records = raw_records()
    print(
        f"{half}: {len(sample)} PICs, {len(chinese)} Chinese, {len(same)} same, {len(part)} parts"
    )

    def timed(name: str, run: Callable[[], Found]) -> None:
        start = time.perf_counter()
        found = run()
        seconds = time.perf_counter() - start
        print(f"{name:18} {score(found, same, sample)}  {seconds:.1f} s")
        print(f"{'  Chinese':18} {score(found, same, chinese)}")

    timed("exact names", lambda: exact(everybody, records))
    timed("rapidfuzz", lambda: fuzzy(everybody, records))
    parts: Found = {}

    def ours() -> Found:
        found, some = judged(everybody)
        parts.update(some)
        return found

    timed("graph.identity", ours)
    print(f"{'  part of':18} {score(parts, part, sample)}")
    wrong = {line["pic"] for line in lines if line["relation"] != "same"}
    print(f"{len(wrong)} of the sample have no record of their own")


def chinese_of_horizon_europe() -> set[str]:
    """The PICs of country CN in the file of Horizon Europe."""
    return {row["organisationID"] for row in rows(HORIZON_EUROPE) if row["country"] == "CN"}


if __name__ == "__main__":
    main()
