"""Lines of registers go through files: what all processors write together is what one writes."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.assembly.register_lines import RegisterLines, write_raw
from graph.identity.canonical import Identity
from graph.importing.keeping import write_tables
from graph.iris import EUCN, ID, VOCABULARY
from graph.paths import ONTOLOGY
from graph.registers.importing import import_cordis
from graph.registers.layers import register_layers
from graph.registers.report import Report
from tests.registers import small

REPLACED = {"organization/pic-999000002": "organization/pic-999000001"}


@pytest.fixture(scope="module")
def raws(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[str, bytes]]:
    folder = tmp_path_factory.mktemp("tables")
    (made,) = import_cordis([small.zipped(folder / "download.zip")], Report(), rules=("all",))
    write_tables(folder / made.declaration.dataset, made)
    layers = register_layers("2026-11-28", [folder / made.declaration.dataset])
    return [(layer.name, b"".join(layer.lines())) for layer in layers]


def written(raws: list[tuple[str, bytes]], folder: Path) -> list[bytes]:
    """The lines of each register, and of what the documents tell of too."""
    folder.mkdir()
    lines = RegisterLines(Identity(REPLACED, ()), {"project/cordis-900000001"}, ONTOLOGY)
    targets = []
    for number, (name, raw) in enumerate(raws):
        targets.append(folder / f"{number}.nq")
        write_raw(raw.splitlines(keepends=True), targets[-1])
        lines.add(name, [targets[-1]])
    made = lines.write(targets, folder / "shared.nq")
    return [b"".join(path.read_bytes() for path in files) for files in made]


def test_parts_make_the_same_lines_as_the_whole(
    raws: list[tuple[str, bytes]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = written(raws, tmp_path / "whole")
    for part in whole:
        assert part.splitlines() == sorted(set(part.splitlines()))
    monkeypatch.setattr("graph.assembly.register_lines._PART", 1000)
    monkeypatch.setattr("graph.assembly.register_lines._FEW", 0)
    monkeypatch.setattr("graph.assembly.register_lines.processors", lambda: 3)
    monkeypatch.setattr("graph.store.lines.RUN", 50)
    monkeypatch.setattr("graph.store.lines._SAMPLE", 7)
    assert written(raws, tmp_path / "parts") == whole
    assert len(list((tmp_path / "parts").glob("1.part*"))) == 3


def test_a_side_that_one_register_knows_is_the_side(
    raws: list[tuple[str, bytes]], tmp_path: Path
) -> None:
    """Another register, in which the same organisation has no country, knows no side of it."""
    one, other = (b"<%sorganization/pic-99900000%d> " % (ID.encode(), n) for n in (1, 2))
    side = b"<%s> <" % str(EUCN.side).encode()
    unknown = b"<%sside/unknown>" % VOCABULARY.encode()

    def without_country(raw: bytes) -> bytes:
        lines = raw.splitlines(keepends=True)
        return b"".join(
            line.replace(line.split(b" ")[2], unknown) if line.startswith(other + side) else line
            for line in lines
        )

    told = [(name, without_country(raw)) for name, raw in raws]
    assert unknown in b"".join(raw for _, raw in told)
    made = b"".join(written(told, tmp_path / "made")).splitlines()
    (line,) = [line for line in made if line.startswith(one + side)]
    assert unknown not in line


def test_a_name_in_capitals_is_shown_as_another_source_writes_it(
    raws: list[tuple[str, bytes]], tmp_path: Path
) -> None:
    """Another name of it in other letters is not taken: nothing is made up."""
    short = [(name, raw.replace(b'"UB"', b'"Universitaet Beispiel"')) for name, raw in raws]
    told = b"".join(written(short, tmp_path / "plain")).decode()
    about = [
        line for line in told.splitlines() if line.startswith(f"<{ID}organization/pic-99900000")
    ]
    for label, name in (
        ("prefLabel", "Universitaet Beispiel"),
        ("altLabel", "UNIVERSITAET BEISPIEL"),
    ):
        found = [line for line in about if f"core#{label}>" in line and "eispiel" in line.lower()]
        assert [line.split('"')[1] for line in found] == [name], label
    left = b"".join(written(raws, tmp_path / "capitals")).decode()
    assert 'core#prefLabel> "UNIVERSITAET BEISPIEL"@en' in left


HOUSE = "organization/pic-999000001"
KIND, OTHER = (f"<{EUCN}{name}>" for name in ("kind", "registeredKind"))


def kinds_of(said: list[tuple[str, str]], folder: Path) -> set[tuple[str, str]]:
    """Property and kind of an organisation, of which registers give some kinds each."""
    raws = [
        (
            f"registers/{name}",
            b"".join(
                f"<{ID}{HOUSE}> {KIND} <{VOCABULARY}organisation-kind/{kind}> "
                f"<https://w3id.org/eucn/graph/{name}> .\n".encode()
                for kind in kinds.split()
            ),
        )
        for name, kinds in said
    ]
    lines = b"".join(written(raws, folder)).decode().splitlines()
    return {
        (line.split(" ")[1].rpartition("#")[2][:-1], line.split(" ")[2].rpartition("/")[2][:-1])
        for line in lines
        if line.split(" ")[1] in (KIND, OTHER)
    }


SCHOOL, FIRM, LAB = "education-establishment", "company", "research-organisation"


@pytest.mark.parametrize(
    ("said", "stated", "aside"),
    [
        # One row of three registers calls a university a company.
        (
            [("new", f"{SCHOOL} {FIRM}"), ("old", SCHOOL), ("ror", f"{SCHOOL} research-funder")],
            {SCHOOL, "research-funder"},
            {FIRM},
        ),
        # As many each: ROR is followed, without it the newest register.
        ([("new", FIRM), ("ror", SCHOOL)], {SCHOOL}, {FIRM}),
        ([("new", FIRM), ("old", SCHOOL)], {FIRM}, {SCHOOL}),
        # A research organisation may be a company; not if most know it as the first alone.
        ([("new", LAB), ("ror", FIRM)], {LAB, FIRM}, set()),
        ([("new", FIRM), ("old", LAB), ("ror", LAB)], {LAB}, {FIRM}),
        # Nothing decides between two rows of one register.
        ([("new", f"{SCHOOL} {FIRM}")], {SCHOOL, FIRM}, set()),
        ([("new", f"{SCHOOL} public-body")], {SCHOOL, "public-body"}, set()),
    ],
)
def test_a_single_row_makes_no_company_of_a_university(
    said: list[tuple[str, str]], stated: set[str], aside: set[str], tmp_path: Path
) -> None:
    found = kinds_of(said, tmp_path / "made")
    assert {kind for name, kind in found if name == "kind"} == stated
    assert {kind for name, kind in found if name == "registeredKind"} == aside
