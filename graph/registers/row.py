"""A row of a register whose columns are taken out as they are read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from graph.registers.report import Report, Severity


class Row:
    """The values of one row by the name of their column, with the place it was found.

    After the known columns were popped and others ignored by name, ``done`` says what is left:
    a column that nobody knows may be a fact that would be lost.
    """

    __slots__ = ("file", "number", "report", "values")

    def __init__(self, values: dict[str, str], file: str, number: int, report: Report) -> None:
        self.values = values
        self.file = file
        self.number = number
        self.report = report

    def pop(self, name: str) -> str:
        """Take a value out; empty where the row does not have the column."""
        return self.values.pop(name, "")

    def ignore(self, names: Iterable[str]) -> None:
        """Drop columns that are of no use here, or that must not be kept."""
        for name in names:
            self.values.pop(name, None)

    def done(self) -> None:
        """Signal every column that nobody took; once per file and column, counted per row."""
        for name in self.values:
            self.report.add_once(
                Severity.REFUSED,
                "unknown column",
                self.file,
                self.number,
                name or "(no name)",
                "nobody reads this column; told for its first row",
            )

    def refuse(self, kind: str, field: str, message: str) -> None:
        """Report a value or the row itself as not taken."""
        self.report.add(Severity.REFUSED, kind, self.file, self.number, field, message)

    def mended(self, kind: str, field: str, message: str) -> None:
        """Report damage that was repaired."""
        self.report.add(Severity.MENDED, kind, self.file, self.number, field, message)

    def normalised(self, kind: str, field: str, message: str) -> None:
        """Report another way of writing the same."""
        self.report.add(Severity.NORMALISED, kind, self.file, self.number, field, message)

    def signal(self, kind: str, field: str, message: str) -> None:
        """Report something that was taken as it is."""
        self.report.add(Severity.SIGNALLED, kind, self.file, self.number, field, message)


def renamed(values: Mapping[str, str], aliases: Mapping[str, str]) -> dict[str, str]:
    """Return the values under the names the reader uses; unknown names stay as they are."""
    if aliases.keys().isdisjoint(values):
        return dict(values)
    return {aliases.get(name, name): value for name, value in values.items()}
