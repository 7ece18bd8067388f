"""What a check found, in the three languages of the project."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from graph import iris
from graph.records.model import Origin

SEVERITIES = ("Violation", "Warning", "Info")


@dataclass(frozen=True)
class Finding:
    """One result of validation, as a curator reads it."""

    severity: str
    """Violation, Warning or Info."""
    focus: str
    path: str
    value: str
    message: str
    """In English; ``text`` gives the other languages."""
    graph: str
    origin: Origin | None = None
    rule: str = ""
    """The rule that is broken: a key of messages.toml, or the name of a shape."""
    texts: dict[str, str] = field(default_factory=dict, compare=False)

    def text(self, language: str = "en") -> str:
        """Return the message in a language; in English where there is no other."""
        return self.texts.get(language) or self.message

    def told(self, language: str = "en") -> str:
        """Return the whole finding as one line, with the message in a language."""
        where = f"{self.origin.file}:{self.origin.line}: " if self.origin else ""
        about = " ".join(part for part in (self.focus, self.path, self.value) if part)
        graph = f" ({self.graph})" if self.graph else ""
        return f"{where}{self.severity.lower()}: {about}: {self.text(language)}{graph}"

    def __str__(self) -> str:
        return self.told()

    def at(self, origin: Origin | None) -> Finding:
        """Return the same finding with the file and line it comes from."""
        return replace(self, origin=origin)


def order(finding: Finding) -> tuple[int, str, str, str, str]:
    """Sorts findings: violations first, then by what they are about."""
    rank = SEVERITIES.index(finding.severity) if finding.severity in SEVERITIES else 3
    return rank, finding.focus, finding.path, finding.value, finding.message


def shown(term: object) -> str:
    """Return a term of a triple as a curator reads it: our IRIs without their base."""
    value = getattr(term, "value", term)
    return iris.short(value)
