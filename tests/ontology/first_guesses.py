"""Questions from the page of the ontology, and their table in ``docs/first-guesses.md``.

``python -m tests.ontology.first_guesses`` writes the table.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

from graph.paths import DOCS

FILE = DOCS / "first-guesses.md"
START, END = "<!-- questions -->", "<!-- end of questions -->"


@dataclass(frozen=True)
class Question:
    """What was asked, the first query written for it, and whether its answer was right."""

    round: int
    asks: str
    guess: str
    finds: tuple[str, ...]
    right: bool
    note: str = ""


def questions() -> list[Question]:
    """All questions of ``first_guesses.toml``."""
    path = Path(__file__).with_suffix(".toml")
    found = tomllib.loads(path.read_text(encoding="utf-8"))["question"]
    return [Question(**{**one, "finds": tuple(one["finds"])}) for one in found]


def table() -> str:
    """Markdown of all questions, round by round."""
    lines: list[str] = []
    for number in (1, 2, 3):
        asked = [one for one in questions() if one.round == number]
        right = sum(one.right for one in asked)
        lines += [f"### Round {number}: {right} of {len(asked)} right at the first guess", ""]
        lines += ["| question | first guess | right | note |", "|---|---|---|---|"]
        for one in asked:
            guess = one.guess.replace("|", "\\|").replace("https://w3id.org/eucn/", "…/")
            answer = "yes" if one.right else "no"
            lines.append(f"| {one.asks} | `{guess}` | {answer} | {one.note} |")
        lines.append("")
    return "\n".join(lines).rstrip()


def written(text: str) -> str:
    """The page with the table of now."""
    before, rest = text.split(START)
    after = rest.split(END)[1]
    return f"{before}{START}\n\n{table()}\n\n{END}{after}"


if __name__ == "__main__":
    FILE.write_text(written(FILE.read_text(encoding="utf-8")), encoding="utf-8")
