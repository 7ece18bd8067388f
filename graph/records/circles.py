"""Parts that would be parts of themselves: said once for each ring, with where it is written."""

from __future__ import annotations

from graph import iris
from graph.records.model import Origin, Record
from graph.records.problems import Problem

HIERARCHIES = ("partOf", "memberOf")
"""Properties by which a thing stands in another of its kind; a ring of them has no outside."""


def circles(records: list[Record]) -> list[Problem]:
    """Return a problem for each ring of ``partOf`` or ``memberOf``, in whatever files."""
    problems = []
    for key in HIERARCHIES:
        above: dict[str, dict[str, Origin]] = {}
        for record in records:
            for statement in record.statements:
                if statement.key == key:
                    target = iris.identifier(str(statement.object))
                    if target is not None:
                        above.setdefault(statement.subject, {})[target] = statement.origin
        for ring in _rings(above):
            origin = above[ring[0]][ring[1]]
            says = f"is circular: {' -> '.join(ring)}; remove one of them"
            problems.append(Problem(origin.file, origin.line, f"{ring[0]} {key}", says))
    return problems


def _rings(above: dict[str, dict[str, Origin]]) -> list[list[str]]:
    """Return one ring through each knot of things above themselves, closed by its first."""
    rings: list[list[str]] = []
    done: set[str] = set()
    for start in above:
        path: list[str] = []
        place: dict[str, int] = {}
        todo: list[tuple[str, bool]] = [(start, True)]
        while todo:
            name, entering = todo.pop()
            if not entering:
                del place[path.pop()]
                done.add(name)
            elif name in place:
                rings.append([*path[place[name] :], name])
            elif name not in done:
                place[name] = len(path)
                path.append(name)
                todo.append((name, False))
                todo += [(target, True) for target in above.get(name, ())]
    return rings
