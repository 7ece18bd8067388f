"""What a check of records refuses, as rows of a review and in a curator's words."""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from graph.extraction.draft import Draft, Fact
from graph.extraction.model import Thing
from graph.extraction.review import Review

_LINE = re.compile(r"^.*?\.yaml:(?P<line>[0-9]+): (?P<rest>.*)$")
_ABOUT = re.compile(
    r"^(?:(?:violation|error): )?(?P<id>[a-z-]+/[a-z0-9-]+)(?: [\w.\[\]-]+)?: (?P<said>.*)$"
)
_ID = re.compile(r"[a-z][a-z-]*/[a-z0-9][a-z0-9-]*")
_FACT = re.compile(r"^ {4}- (?P<fact>.*?)\s*(?:\s#.*)?$")


@dataclass(frozen=True)
class Refusal:
    """A row that a check refuses, by its key (empty for none), and why."""

    key: str
    words: str


@functools.cache
def _table() -> list[tuple[re.Pattern[str], Mapping[str, str]]]:
    text = (Path(__file__).parent / "wording" / "refusals.toml").read_text("utf-8")
    return [(re.compile(row["said"]), row) for row in tomllib.loads(text)["refusal"]]


def refusals(review: Review, record: Path, problems: Iterable[str], language: str) -> list[Refusal]:
    """Return the rows that problems of a record are about, with the reasons in a language."""
    draft = review.draft()
    lines = record.read_text("utf-8").splitlines() if record.exists() else []
    # What was refused is a draft again, and was none when its lines were counted.
    lines = [line for line in lines if line != "  draft: true"]
    names = {identifier: thing.name for thing, identifier in reversed(draft.ids.items())}
    found = []
    for problem in problems:
        match = _LINE.match(problem)
        rest = match["rest"] if match else problem
        about = _ABOUT.match(rest)
        said = about["said"] if about else rest
        fact = _fact(draft, lines, int(match["line"])) if match else None
        key = _key(review, fact) or (_named(review, draft, about["id"]) if about else "")
        told = next((row[language].format(*m.groups()) for p, row in _table() if (m := p.fullmatch(said))), said)  # fmt: skip
        told = _ID.sub(lambda m: names.get(m[0], m[0]), told)
        found.append(Refusal(key, told))
    return list(dict.fromkeys(found))


def _fact(draft: Draft, lines: list[str], number: int) -> Fact | None:
    """Return the fact that a line of the record belongs to."""
    for at in range(min(number, len(lines)) - 1, -1, -1):
        if (match := _FACT.match(lines[at])) is not None:
            block = next((m[1] for line in lines[at::-1] if (m := re.match(r"  (\S+/\S+):", line))), "")  # fmt: skip
            facts = draft.facts.get(block, ())
            return next((f for f in facts if match["fact"] == f"{f.key}: {f.value}"), None)
        if re.match(r"  \S", lines[at]):
            return None
    return None


def _key(review: Review, fact: Fact | None) -> str:
    if fact is None or fact.about is None:
        return ""
    wanted = fact.about.key()
    return next((i.key for i in review.items.values() if i.candidate.key() == wanted and i.decision in ("accept", "change")), "")  # fmt: skip


def _named(review: Review, draft: Draft, identifier: str) -> str:
    """Return the row of the thing that an id, or the id of a node of it, is of."""
    slug = identifier.partition("/")[2].partition("--")[0]
    things: list[Thing] = [
        thing for thing, own in draft.ids.items() if own == identifier or own.endswith(f"/{slug}")
    ]
    kept = [i for i in review.items.values() if i.decision in ("accept", "change")]
    named = [i for i in kept if i.candidate.subject in things]
    named.sort(key=lambda i: i.candidate.property is not None)
    return named[0].key if named else ""
