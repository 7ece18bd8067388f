"""What is left out because it is of the form of a sound thing would have been found sound."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

from graph.assembly.register_checks import Check, check_registers
from graph.importing.keeping import write_tables
from graph.paths import ONTOLOGY, SHAPES
from graph.registers.importing import import_cordis
from graph.registers.layers import register_layers
from graph.registers.report import Report
from tests.registers import small

PROJECTS = 40
Told = tuple[str, ...]


def _rows() -> Iterator[tuple[str, list[str]]]:
    """Invented projects of three participants each, alike but for their names and numbers."""
    for n in range(PROJECTS):
        number, year = 900000100 + n, 2021 + n % 3
        project = (
            f'"{number}";"ACRO{n}";"SIGNED";"Title of number {n}";"{year}-02-01";'
            f'"{year + 3}-01-31";'
            f'"{5000 + n}.5";"{4000 + n}";"HORIZON.2.6";"HORIZON-CL6-2021-01";"{year - 1}-12-01";'
            '"HORIZON";"HORIZON-CL6-2021";"HORIZON-CL6-2021";"HORIZON-RIA";"";'
            f'"2025-01-01 10:00:00";"{n + 1}";"10.3030/{number}";""'
        )
        participants = [
            f'"{number}";"ACRO{n}";"{999000100 + 3 * n + k}";"";"UNIVERSITY OF {n} AND {k}";'
            f'"U{n}{k}";'
            f'"false";"HES";"Way";"1";"{town}";"{country}";"{nuts}";'
            f'"5{k}.7{n},7.{n}";'
            f'"http://www.u{n}-{k}.example.org";"2025-01-01";"{500 + 3 * n + k}";'
            f'"{k + 1}";"{role}";'
            f'"{100 + n}";"{100 + n}";"{200 + n}";"false"'
            for k, (role, town, country, nuts) in enumerate(
                [
                    ("coordinator", "Bonn", "DE", "DEA22"),
                    ("participant", "Athina", "EL", "EL303"),
                    ("associatedPartner", "BEIJING", "CN", ""),
                ]
            )
        ]
        yield project, participants


@pytest.fixture(scope="module")
def lines(tmp_path_factory: pytest.TempPathFactory) -> list[bytes]:
    folder = tmp_path_factory.mktemp("tables")
    rows = list(_rows())
    content = {
        "project.csv": small.text(small.PROJECT, [project for project, _ in rows]).encode(),
        "organization.csv": small.text(
            small.ORGANIZATION, [row for _, some in rows for row in some]
        ).encode(),
    }
    (made,) = import_cordis(
        [small.zipped(folder / "download.zip", content)], Report(), rules=("all",)
    )
    write_tables(folder / made.declaration.dataset, made)
    layer = register_layers("2026-11-28", [folder / made.declaration.dataset])[-1]
    return sorted(set(layer.lines()))


@pytest.fixture(scope="module")
def mappings(tmp_path_factory: pytest.TempPathFactory) -> Path:
    data = tmp_path_factory.mktemp("mappings") / "data.nq"
    data.write_bytes(b"".join(sorted(set(register_layers("2026-11-28")[0].lines()))))
    return data


_ELSEWHERE = b"<https://w3id.org/eucn/id/organization/of-nothing>"
_XSD = b"http://www.w3.org/2001/XMLSchema#"


def _changed(subject: bytes, predicate: bytes, value: bytes, graph: bytes) -> list[list[bytes]]:
    """Ways in which a line may be wrong: each is what stands in its place."""

    def line(value: bytes, predicate: bytes = predicate, graph: bytes = graph) -> bytes:
        return b"%s %s %s %s .\n" % (subject, predicate, value, graph)

    others = [b'"-5"^^<%sdecimal>' % _XSD, b'"1789-07-14"^^<%sdate>' % _XSD, b'" <b>x</b> "@en']
    others += [_ELSEWHERE, subject, b'"x"', b'"2031-01-01"^^<%sdate>' % _XSD]
    others += [b'"9999999"^^<%sdecimal>' % _XSD, b"<https://example.org/x>", b'"unknown"@qq']
    return [
        [],
        [line(value), line(_ELSEWHERE if value[:1] == b"<" else b'"another"')],
        [line(value, predicate[:-1] + b"s>")],
        [line(value, graph=graph[:-1].removesuffix(b"/derived") + b"/rows>")],
        *([line(other)] for other in others),
    ]


def _broken(lines: list[bytes], first: int) -> list[bytes]:
    """Every kind of line of every kind of thing wrong in a thing of its own, as far as there are
    things; ``first`` is that to begin with.
    """
    things: dict[bytes, list[bytes]] = defaultdict(list)
    for one in lines:
        things[one.partition(b" ")[0]].append(one)
    kinds: dict[tuple[bytes, bytes, bytes], list[bytes]] = defaultdict(list)
    for thing, about in things.items():
        for one in about:
            graph = one[one.rfind(b" <") :]
            kinds[thing.split(b"/")[4], one.split(b" ", 2)[1], graph].append(thing)
    used: set[bytes] = set()
    made = set(lines)
    for (_, predicate, end), having in sorted(kinds.items()):
        changes = _changed(*_parts(next(iter(_of(things[having[0]], predicate, end)))))
        for n in range(len(changes)):
            free = next((one for one in having[n + first :] if one not in used), None)
            if free is None:
                continue
            used.add(free)
            (wrong, *_) = _of(things[free], predicate, end)
            made.discard(wrong)
            made.update(_changed(*_parts(wrong))[n])
    return sorted(made)


def _of(about: list[bytes], predicate: bytes, end: bytes) -> list[bytes]:
    return [one for one in about if one.split(b" ", 2)[1] == predicate and one.endswith(end)]


def _parts(line: bytes) -> tuple[bytes, bytes, bytes, bytes]:
    subject, predicate, rest = line.split(b" ", 2)
    value, graph = rest[:-3].rsplit(b" ", 1)
    return subject, predicate, value, graph


def _told(lines: list[bytes], mappings: Path, path: Path, by_form: bool) -> set[Told]:
    data = path / "data.nq"
    data.write_bytes(b"".join(lines))
    layers = {"register/mappings": mappings, "register/invented": data}
    check = Check(layers, [], frozenset(), ONTOLOGY, SHAPES)
    found = check_registers(check, 200_000, by_form=by_form)["register/invented"]
    # How often a misspelled property is used is counted by part.
    return {(o.severity, o.focus, o.path, o.value, o.graph, o.rule) for o in found}


@pytest.mark.parametrize("first", [0, 5, 11])
def test_what_is_found_by_form_is_what_is_found_of_everything(
    lines: list[bytes], mappings: Path, tmp_path: Path, first: int
) -> None:
    broken = _broken(lines, first)
    every = _told(broken, mappings, tmp_path, by_form=False)
    assert len(every) > 300
    assert _told(broken, mappings, tmp_path, by_form=True) == every


def test_what_is_said_twice_is_found_by_form_too(
    lines: list[bytes], mappings: Path, tmp_path: Path
) -> None:
    takes_part = b"<https://w3id.org/eucn/id/participation/"
    first = min(line for line in lines if line.startswith(takes_part)).partition(b" ")[0]
    for without in (b"", b"ontology#role> "):
        kept = [one for one in lines if not (without and without in one and one.startswith(first))]
        again = [
            line.replace(first, first[:-1] + b"0>").replace(b"eucn/id/row/", b"eucn/id/row/again-")
            for line in kept
            if line.startswith(first)
        ]
        twice = sorted({*kept, *again})
        found = _told(twice, mappings, tmp_path, by_form=True)
        assert "participation-twice" in {one[-1] for one in found}
        assert found == _told(twice, mappings, tmp_path, by_form=False)


def test_things_of_a_sound_form_are_left_out(
    lines: list[bytes], mappings: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from graph.assembly.register_asking import Asking

    asked: list[bytes] = []
    ask = Asking._ask
    monkeypatch.setattr(Asking, "_ask", lambda self, one: (asked.append(one.thing), ask(self, one)))
    assert not {one for one in _told(lines, mappings, tmp_path, True) if one[0] == "Violation"}
    things = {line.partition(b" ")[0] for line in lines}
    assert 0 < len(things.intersection(asked)) < len(things) / 5
