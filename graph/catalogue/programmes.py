"""The projects of registers by programme: what goes to China, who leads, how large and of what
kind they are.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from graph.catalogue.queries import run
from graph.store import Store

MONEY = "money"
COUNTED = ("coordinators", "actions", "sizes")
"""What projects are counted by: country of the coordinator, type of action, and how many
participations from China they have. Each is a query ``site/programme-NAME``, as is MONEY.
"""


@dataclass(frozen=True, slots=True)
class China:
    """What takes part from China under a programme (IRI), and its own share of EU money."""

    programme: str
    projects: int
    participations: int
    organisations: int
    paid: int
    """Participations with a sum above 0."""
    euro: Decimal


@dataclass(slots=True)
class Programmes:
    """The programmes of the registers (IRIs), what goes to China under each, and the counts of
    projects: by what they are counted by, its value (an IRI or a number), and programme.
    """

    programmes: list[str] = field(default_factory=list)
    china: list[China] = field(default_factory=list)
    counts: dict[str, dict[str, dict[str, int]]] = field(default_factory=dict)


def by_programme(store: Store) -> Programmes:
    """Return the projects of registers by programme; nothing where there is no register."""
    found = Programmes()
    for row in run(store, f"programme-{MONEY}"):
        found.china.append(
            China(
                str(row["programme"]),
                int(str(row["projects"])),
                int(str(row["participations"])),
                int(str(row["organisations"])),
                int(str(row["withMoney"])),
                Decimal(str(row["euro"])),
            )
        )
    named: set[str] = set()
    for name in COUNTED:
        counts: dict[str, dict[str, int]] = {}
        for row in run(store, f"programme-{name}"):
            programme = str(row["programme"])
            named.add(programme)
            counts.setdefault(str(row["key"]), {})[programme] = int(str(row["projects"]))
        found.counts[name] = counts
    found.programmes = sorted(named | {one.programme for one in found.china})
    return found
