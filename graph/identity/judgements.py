"""Judgements of identity as data: CSV files in ``sources/identity/``, a machine's and a person's.

A machine's files (``machine-*.csv``) are written anew by ``python -m graph.identity``. A person's
(``person.csv``) is only ever added to: the last decision on a pair holds, and nothing that a
machine writes replaces it. ``withdrawn`` in a person's file takes back what persons decided about
the pair before, so that the machine's judgement holds again.
"""

from __future__ import annotations

import csv
import datetime
import hashlib
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from graph import iris
from graph.files import data_csv, write_whole
from graph.paths import SOURCES
from graph.records.problems import Problem, RecordError, shown

IDENTITY = SOURCES / "identity"
PERSON_FILE = "person.csv"
MACHINE = "machine"
SAME, PART_OF, DIFFERENT, UNSURE = "same", "partOf", "different", "unsure"
RELATIONS = (SAME, PART_OF, DIFFERENT, UNSURE)
WITHDRAWN = "withdrawn"
COLUMNS = ("id", "left", "right", "relation", "score", "rule", "reason", "decided_by", "date")


@dataclass(frozen=True, slots=True)
class Judgement:
    """Whether two things are one, or one is part of the other, and on what that rests.

    ``left`` and ``right`` are ids (``segment/slug``); ``partOf`` reads from left to right.
    """

    id: str
    left: str
    right: str
    relation: str
    score: float
    rule: str
    reason: str
    decided_by: str = MACHINE
    date: str = ""

    @property
    def by_person(self) -> bool:
        """Return whether a person decided."""
        return self.decided_by != MACHINE

    @property
    def pair(self) -> frozenset[str]:
        """Return the two things, in no order."""
        return frozenset((self.left, self.right))


def judgement_id(left: str, right: str, *more: str) -> str:
    """Return the id of a judgement: of its pair alone for a machine's, so that it stays when
    redone.
    """
    digest = hashlib.sha256("\x1f".join((*sorted((left, right)), *more)).encode()).hexdigest()
    return f"{'p' if more else 'm'}{digest[:11]}"


def person_judgement(
    left: str, right: str, relation: str, reason: str, person: str, earlier: int = 0
) -> Judgement:
    """Return a person's decision of today; ``earlier`` counts the person's decisions on the
    pair.
    """
    today = datetime.date.today().isoformat()
    identifier = judgement_id(left, right, "person", str(earlier))
    return Judgement(identifier, left, right, relation, 1.0, "person", reason, person, today)


def read_judgements(folder: Path = IDENTITY) -> list[Judgement]:
    """Return all judgements of a folder, file by file in order of their names.

    Raises RecordError with file and line for every line that cannot be used.
    """
    problems: list[Problem] = []
    found: list[Judgement] = []
    first: dict[str, str] = {}
    for path in sorted(folder.glob("*.csv")):
        for line, judgement in _read(path, problems):
            where = f"{shown(path)}:{line}"
            if judgement.id in first:
                message = f"stands in {first[judgement.id]} already; every judgement has its own id"
                problems.append(Problem(shown(path), line, judgement.id, message))
            first.setdefault(judgement.id, where)
            found.append(judgement)
    if problems:
        raise RecordError(problems)
    return found


def _read(path: Path, problems: list[Problem]) -> list[tuple[int, Judgement]]:
    person = path.name == PERSON_FILE
    found = []
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        problems.append(Problem(shown(path), 0, "", f"cannot be read as UTF-8: {error}"))
        return []
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = next(reader, None)
        if header != list(COLUMNS):
            message = f"the first line must be '{','.join(COLUMNS)}'"
            problems.append(Problem(shown(path), 1, "", message))
            return []
        for row in reader:
            if not row:
                continue
            message = _wrong(row, person)
            if message:
                field = row[0] if row[0] and len(row) == len(COLUMNS) else ""
                problems.append(Problem(shown(path), reader.line_num, field, message))
                continue
            identifier, left, right, relation, score, *rest = row
            judgement = Judgement(identifier, left, right, relation, float(score), *rest)
            found.append((reader.line_num, judgement))
    except csv.Error as error:
        problems.append(Problem(shown(path), reader.line_num, "", f"not valid CSV: {error}"))
    return found


def _wrong(row: Sequence[str], person: bool) -> str:
    """Return what is wrong with a line; empty where nothing is."""
    if len(row) != len(COLUMNS):
        return f"has {len(row)} values; {len(COLUMNS)} are needed: {', '.join(COLUMNS)}"
    identifier, left, right, relation, score, rule, reason, decided_by, date = row
    allowed = (*RELATIONS, WITHDRAWN) if person else RELATIONS
    if not identifier:
        return "has no id"
    for side, value in (("left", left), ("right", right)):
        if not iris.is_id(value):
            return f"{side} '{value}' is not an id; write segment/slug, such as organization/pic-1"
    if left == right:
        return f"compares '{left}' with itself"
    if relation not in allowed:
        return f"relation '{relation}' is unknown; one of {', '.join(allowed)}"
    try:
        number = float(score)
    except ValueError:
        number = -1.0
    if not 0 <= number <= 1:
        return f"score '{score}' is not a number from 0 to 1"
    if not rule or not reason:
        return "needs a rule and a reason"
    if person == (decided_by == MACHINE) or not decided_by:
        here = "a person's name" if person else f"'{MACHINE}'"
        return f"decided_by '{decided_by}': in this file it is {here}"
    try:
        datetime.date.fromisoformat(date)
    except ValueError:
        return f"date '{date}' is not a day such as 2025-11-28"
    return ""


def write_machine(path: Path, judgements: Iterable[Judgement]) -> None:
    """Write a machine's file anew, sorted; the date stays where the judgement is what it was."""
    before: dict[str, Judgement] = {}
    if path.exists():
        before = {one.id: one for _, one in _read(path, [])}
    today = datetime.date.today().isoformat()
    lines = []
    for judgement in judgements:
        old = before.get(judgement.id)
        dated = replace(judgement, date=judgement.date or today)
        if old is not None and replace(old, date=dated.date) == dated:
            dated = old
        lines.append(dated)
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, csv_bytes(sorted(lines, key=lambda one: (one.left, one.right))))


def add_person(judgement: Judgement, folder: Path = IDENTITY) -> None:
    """Add a decision to the person's file at once; what stands there stays.

    Raises RecordError where the file does not have the format, so that nothing is added to it.
    """
    path = folder / PERSON_FILE
    problems: list[Problem] = []
    if path.exists():
        _read(path, problems)
    if problems:
        raise RecordError(problems)
    folder.mkdir(parents=True, exist_ok=True)
    header = b"" if path.exists() else csv_bytes([])
    line = csv_bytes([judgement]).split(b"\n", 1)[1]
    with path.open("ab+") as stream:
        stream.seek(0, io.SEEK_END)
        if stream.tell():
            stream.seek(-1, io.SEEK_END)
            header = b"" if stream.read(1) == b"\n" else b"\n"
        stream.write(header + line)


def csv_bytes(judgements: Iterable[Judgement]) -> bytes:
    """Write judgements as CSV with a header."""
    rows = (
        [one.id, one.left, one.right, one.relation, f"{one.score:.2f}".rstrip("0").rstrip("."),
         one.rule, one.reason, one.decided_by, one.date]
        for one in judgements
    )  # fmt: skip
    return data_csv([COLUMNS, *rows])
