"""The table of European towns and their NUTS regions, from the rows of a download that have both.

The region of a town is what at least nine of ten rows say, and at least two rows in all: a row
can be wrong. ``python -m graph.registers towns FILE...`` writes it anew.
"""

from __future__ import annotations

from collections import Counter, defaultdict

from graph.files import data_csv, write_whole
from graph.registers.cordis import Register
from graph.registers.declaration import REGISTERS
from graph.registers.extract_tables import OrganisationLine, read_table
from graph.registers.mappings import NUTS
from graph.registers.values import squeezed

LEAST_ROWS = 2
LEAST_SHARE = 0.9
_LEVEL_3 = 5
"""Letters of a NUTS code of the third level; shorter ones say little more than the country."""


def town_regions(register: Register) -> dict[tuple[str, str], tuple[str, int, int]]:
    """By country and town: the region, the rows that say so, and all rows of the town."""
    seen: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for one in register.seen:
        sighting = one.sighting
        if len(sighting.nuts) == _LEVEL_3 and sighting.town and sighting.country != "CN":
            seen[sighting.country, squeezed(sighting.town)][sighting.nuts] += 1
    made = {}
    for key, counted in seen.items():
        (region, rows), total = counted.most_common(1)[0], counted.total()
        if rows >= LEAST_ROWS and rows >= LEAST_SHARE * total:
            made[key] = (region, rows, total)
    return made


def wanted_towns() -> set[tuple[str, str]]:
    """Towns of the extracts whose own row has no region."""
    return {
        (line.country, squeezed(line.town))
        for path in sorted(REGISTERS.glob("cordis-*/organization.csv"))
        for line in read_table(path, OrganisationLine)
        if line.town and not line.nuts and line.country != "CN"
    }


def write_town_table(register: Register) -> int:
    """Write the table for the towns of the extracts; how many lines it has."""
    wanted = wanted_towns()
    lines = sorted((*key, *found) for key, found in town_regions(register).items() if key in wanted)
    columns = ("country", "town", "nuts", "rows", "of_rows")
    write_whole(REGISTERS / NUTS, data_csv([columns, *lines]))
    return len(lines)
