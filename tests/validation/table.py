"""The table of broken graphs in docs/gate.md: ``python -m tests.validation.table`` writes it."""

from __future__ import annotations

from graph.paths import DOCS
from tests.assembly.test_loading import PASSES as MAY_SAY
from tests.assembly.test_loading import STOPPED
from tests.validation.cases import ISSUE, NEW, PASSES
from tests.validation.cases_importer import IMPORTER

FILE = DOCS / "gate.md"
START, END = "<!-- cases -->", "<!-- end of cases -->"


def table() -> str:
    """Markdown of all cases, and of what passes."""
    lines = ["| what is broken | rule | outcome |", "|---|---|---|"]
    for case in [*ISSUE, *NEW, *IMPORTER]:
        outcome = "stops" if case.severity == "Violation" else "warning"
        lines.append(f"| {case.title} | `{case.rule}` | {outcome} |")
    lines += ["", "| what must not stop | told as |", "|---|---|"]
    lines += [f"| {title} | {f'`{rule}`' if rule else 'nothing'} |" for title, _, _, rule in PASSES]
    lines += ["", "| what a loaded file says | outcome |", "|---|---|"]
    lines += [f"| {title} | stops |" for title in STOPPED]
    lines += [f"| {title} | passes |" for title in MAY_SAY]
    return "\n".join(lines)


def written(text: str) -> str:
    """The page with the table of now."""
    before, rest = text.split(START)
    after = rest.split(END)[1]
    return f"{before}{START}\n\n{table()}\n\n{END}{after}"


if __name__ == "__main__":
    FILE.write_text(written(FILE.read_text(encoding="utf-8")), encoding="utf-8")
