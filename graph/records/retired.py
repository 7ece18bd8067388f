"""Ids that are no longer written, with those that took their place: ``sources/retired.csv``.

What others have cited must go on answering: the build keeps every old IRI, deprecated, with the
one that replaces it. Single renames can stand in the register (``replacedBy``) as well; this list
is for whole classes of ids, whose segment may be one that no class has any more.
"""

from __future__ import annotations

import csv
from pathlib import Path

from graph import iris
from graph.records.model import Origin, RegisterEntry
from graph.records.problems import Problem, shown

COLUMNS = ["old", "new", "why"]


def read_retired(path: Path, problems: list[Problem]) -> dict[str, RegisterEntry]:
    """Read the list, by the old id; problems are added to ``problems``."""
    file = shown(path)
    entries: dict[str, RegisterEntry] = {}
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        problems.append(Problem(file, 0, "", f"cannot be read: {error}"))
        return entries
    rows = csv.reader(text.splitlines())
    if next(rows, None) != COLUMNS:
        problems.append(Problem(file, 1, "", f"the first line must be {','.join(COLUMNS)}"))
        return entries
    for row in rows:
        line = rows.line_num
        if len(row) != len(COLUMNS):
            problems.append(Problem(file, line, "", f"needs {len(COLUMNS)} columns"))
            continue
        old, new, _ = row
        if not (iris.is_id(old) and iris.is_id(new)) or old == new:
            message = "needs two different ids, segment/slug: the old one and the new one"
            problems.append(Problem(file, line, old, message))
        elif old in entries:
            first = entries[old].origin.line
            problems.append(Problem(file, line, old, f"stands twice here, first on line {first}"))
        else:
            origin = Origin(file, line, old)
            entries[old] = RegisterEntry(old, origin, replaced_by=new)
    return entries
