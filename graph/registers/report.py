"""What became of a download: rows read, kept, left out, repaired, refused, and the sums."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from decimal import Decimal
from enum import Enum

from graph.records.characters import visible
from graph.registers.pace import Pace

SHOWN_OF_A_KIND = 20
"""How many findings of one kind a report lists; all are counted. A broken file of 100,000 rows
must not become a message of 100,000 lines."""


class Severity(Enum):
    """What a finding means for the import and for the exit code."""

    REFUSED = "refused"
    """A file, row or value that was not taken: exit code 1."""
    MENDED = "mended"
    """Damage to the file that was repaired without a guess at a fact: exit code 1."""
    NORMALISED = "normalised"
    """An older or other way of writing the same, as the register itself uses it: exit code 0."""
    SIGNALLED = "signalled"
    """Taken as it is, but worth a look: exit code 0."""


@dataclass(frozen=True, order=True)
class Finding:
    """One thing worth telling: where, and what was done about it. Rows count from 1 (header 1)."""

    file: str
    row: int
    field: str
    kind: str
    message: str

    def __str__(self) -> str:
        where = f"{self.file}:{self.row}" if self.row else self.file
        told = f"{self.field}: {self.message}" if self.field else self.message
        return visible(f"{where}: {told}")


@dataclass
class Report:
    """Collects the findings and counts of one import."""

    findings: dict[tuple[Severity, str], list[Finding]] = field(
        default_factory=lambda: defaultdict(list)
    )
    counts: Counter[tuple[Severity, str]] = field(default_factory=Counter)
    read: Counter[str] = field(default_factory=Counter)
    kept: Counter[str] = field(default_factory=Counter)
    left_out: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    sums_read: dict[str, Decimal] = field(default_factory=lambda: defaultdict(Decimal))
    sums_kept: dict[str, Decimal] = field(default_factory=lambda: defaultdict(Decimal))
    failures: list[str] = field(default_factory=list)
    pace: Pace = field(default_factory=Pace)

    def add(
        self, severity: Severity, kind: str, file: str, row: int, name: str, message: str
    ) -> None:
        """Count a finding, and keep it for the list while there are few of its kind."""
        self.counts[severity, kind] += 1
        known = self.findings[severity, kind]
        if len(known) < SHOWN_OF_A_KIND:
            known.append(Finding(file, row, name, kind, message))

    def add_once(
        self, severity: Severity, kind: str, file: str, row: int, name: str, message: str
    ) -> None:
        """Count a finding, and list it for the first row of a file that has it."""
        known = self.findings[severity, kind]
        if any((one.file, one.field) == (file, name) for one in known):
            self.counts[severity, kind] += 1
        else:
            self.add(severity, kind, file, row, name, message)

    def fail(self, message: str) -> None:
        """The import as a whole cannot be used: nothing is written."""
        self.failures.append(message)

    @property
    def sound(self) -> bool:
        """Return whether everything was taken and nothing had to be mended."""
        return not self.failures and not any(
            severity in (Severity.REFUSED, Severity.MENDED) for severity, _ in self.counts
        )

    def lines(self) -> list[str]:
        """Return the report for a person."""
        made = []
        for what in sorted(self.read):
            made.append(f"{what}: {self.read[what]:,} read")
            if what in self.kept:
                made[-1] += f", {self.kept[what]:,} kept, {self.left_out[what]:,} not selected"
            made[-1] += f", {self.refused[what]:,} refused"
        for what in sorted(self.sums_read):
            read, kept = self.sums_read[what], self.sums_kept[what]
            made.append(f"{what}: EUR {read:,.2f} read, EUR {kept:,.2f} kept")
        for severity in Severity:
            for (of, kind), count in sorted(self.counts.items(), key=lambda item: item[0][1]):
                if of is not severity:
                    continue
                made.append(f"{severity.value}: {kind}: {count:,}")
                shown = self.findings[of, kind]
                made += [f"  {finding}" for finding in shown]
                if count > len(shown) >= SHOWN_OF_A_KIND:
                    made.append(f"  and {count - len(shown):,} more")
        return made

    def as_json(self) -> dict[str, object]:
        """Return the report as data."""
        return {
            "read": dict(self.read),
            "kept": dict(self.kept),
            "notSelected": dict(self.left_out),
            "refused": dict(self.refused),
            "eurRead": {what: f"{value:.2f}" for what, value in sorted(self.sums_read.items())},
            "eurKept": {what: f"{value:.2f}" for what, value in sorted(self.sums_kept.items())},
            "findings": [
                {"severity": severity.value, "kind": kind, "count": count}
                for (severity, kind), count in sorted(
                    self.counts.items(), key=lambda item: (item[0][0].value, item[0][1])
                )
            ],
            "failures": list(self.failures),
        }
