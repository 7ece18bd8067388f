"""The lines of registers on their way into layers: one IRI for each thing, one name a language.

A register may have millions of lines, so they go through files: written as they are made, then
renamed and sorted, then read side by side, one thing at a time. No more is held in memory than
what all registers say of one thing, and which ids there are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from functools import partial
from heapq import merge
from itertools import groupby, pairwise
from pathlib import Path
from typing import BinaryIO

from rdflib import DCTERMS, RDF, RDFS, SKOS

from graph import iris
from graph.assembly.views import ROLE_OF, Said, beside, keep, read_by_views, views_of
from graph.identity.canonical import Identity
from graph.iris import EUCN
from graph.processes import processors, side_by_side
from graph.store.lines import Runs, between

_ID = re.compile(rb"<https://w3id\.org/eucn/id/((?:organization|project)/[a-z0-9-]+)>")
_ENTITY = re.compile(rb"<https://w3id\.org/eucn/id/([a-z-]+/[a-z0-9-]+)>")
_IDS = str(iris.ID).encode()
_TYPE = f"<{RDF.type}>".encode()
_PREF, _ALT, _LABEL = (f"<{term}>".encode() for term in (SKOS.prefLabel, SKOS.altLabel, RDFS.label))
_ONCE = {_PREF, _ALT, _LABEL} | {
    f"<{term}>".encode()
    for term in (
        EUCN.side,
        EUCN.earliestStart,
        EUCN.latestStart,
        EUCN.earliestEnd,
        EUCN.latestEnd,
        EUCN.currentStatus,
        EUCN.notStated,
    )
}
"""What a thing has derived once, over all that is said of it."""
_NAMES = {_PREF, _ALT, f"<{EUCN.acronym}>".encode(), f"<{EUCN.name}>".encode()}
_HIDDEN = f"<{SKOS.hiddenLabel}>".encode()
"""Other writings of a name, which are no names but found as such."""
_LABELS = {_PREF, _ALT, _LABEL}
_DERIVED = b"/derived> .\n"
_ANY_NAME = f"<{EUCN.anyName}>".encode()
_PLAIN = re.compile(rb'"(?:[^"\\]|\\.)*"')
_SIDE = f"<{EUCN.side}>".encode()
_UNKNOWN = f"<{iris.VOCABULARY}side/unknown> ".encode()
_COORDINATOR = f"<{EUCN.coordinator}>".encode()
_DATASET = b"dataset/"
_KIND = f"<{EUCN.kind}>".encode()
_REGISTERED_KIND = f"<{EUCN.registeredKind}>".encode()
_COMPANY, _EDUCATION, _PUBLIC, _RESEARCH = (
    f"<{iris.VOCABULARY}organisation-kind/{name}>".encode()
    for name in ("company", "education-establishment", "public-body", "research-organisation")
)
_TITLE = f"<{DCTERMS.title}>".encode()
_BUFFER = 1 << 20
_PART = 32 << 20
"""Bytes from which on there is a part for each processor."""
_FEW = 200
"""Lines of a sample (one of a thousand) up to which one processor writes all."""

Line = tuple[bytes, bytes, bytes]
"""A line of N-Quads, its property, and what follows that."""
Part = tuple[int, list[Line]]
"""What one register, by its number, says of a thing."""


def write_raw(lines: Iterable[bytes], path: Path) -> set[str]:
    """Write lines as they come; return the ids of organisations and projects in them."""
    known: set[bytes] = set()
    with path.open("wb", buffering=_BUFFER) as out:
        for line in lines:
            known.update(_ID.findall(line))
            out.write(line)
    return {name.decode() for name in known}


class RegisterLines:
    """The registers of a build, the newest first: their lines, renamed, as one stream of things.

    What is large is renamed, sorted and written by all processors, each a part of it.
    """

    def __init__(self, identity: Identity, shared: set[str], ontology: Path) -> None:
        self._new = {
            old.encode(): f"<{iris.ID}{canonical}>".encode()
            for old, canonical in identity.replaced.items()
        }
        self._shared = {name.encode() for name in shared}
        self._ontology = ontology
        self._wanted = read_by_views(ontology)
        self._partners: dict[bytes, bytes] = {}
        self._owners: dict[bytes, int] = {}
        self._runs: list[Runs] = []
        self._before: list[int] = []

    def add(self, name: str, raws: Sequence[Path]) -> None:
        """Take the lines of one more register, which ``write_raw`` wrote."""
        number = len(self._runs)
        each = max(1, processors() // len(raws))
        work = [
            partial(self._sorted, raw, n, *part)
            for raw in raws
            for n, part in enumerate(pairwise(_places(raw, each)))
        ]
        runs = Runs()
        for sorted_part, graphs, partners in side_by_side(work, "making the registers"):
            runs.extend(sorted_part)
            for graph in graphs:
                self._owners.setdefault(graph, number)
            for partner, graph in partners.items():
                self._partners.setdefault(partner, graph)
        for raw in raws:
            raw.unlink()
        self._runs.append(runs)
        # Labels of ROR are preferred to those of whoever else names the organisation.
        rank = -1 if name.endswith("/ror") else number
        self._before.append(rank)

    def _sorted(
        self, raw: Path, part: int, begin: int, end: int
    ) -> tuple[Runs, list[bytes], dict[bytes, bytes]]:
        """Return a part of the lines, renamed and sorted, with its graphs, and with the graph of a
        participation for each who takes part in something.
        """
        graphs: dict[bytes, None] = {}
        partners: dict[bytes, bytes] = {}
        lines = self._renamed(_between(raw, begin, end), graphs, partners)
        return Runs.of(lines, raw.with_name(f"{raw.name}.{part}")), list(graphs), partners

    def _renamed(
        self, lines: Iterable[bytes], graphs: dict[bytes, None], partners: dict[bytes, bytes]
    ) -> Iterator[bytes]:
        new = self._new
        graph = end = b" "
        for line in lines:
            for name in _ID.findall(line):
                if name in new:
                    line = line.replace(b"<" + _IDS + name + b">", new[name])
            if not line.endswith(end):  # most lines are of the graph of the one before
                end = line[line.rfind(b" <") :]
                graph = end[2:-4]
                graphs.setdefault(graph)
            if ROLE_OF in line:
                _, predicate, rest = line.split(b" ", 2)
                if predicate == ROLE_OF:
                    partners.setdefault(rest[: rest.rfind(b" <")], graph)
            yield line

    def write(self, targets: list[Path], slices: Path) -> list[list[Path]]:
        """Write the lines of each register, sorted, each once, to files that begin with its target.

        The files of each are returned in their order; those of ``slices`` last. They take what is
        said of things that the documents tell of too: what is derived once is derived with the
        documents for those. They take the titles of the registers as well, which are told where a
        register and a document disagree.
        """
        borders = self._borders(processors())
        every = (*targets, slices)
        made = [[path.with_suffix(f".part{n}") for path in every] for n in range(len(borders) - 1)]
        work = [
            partial(self._write, *stretch, files)
            for stretch, files in zip(pairwise(borders), made, strict=True)
        ]
        side_by_side(work, "making the registers")
        return [list(files) for files in zip(*made, strict=True)]

    def _borders(self, count: int) -> list[bytes]:
        """Return subjects between which about as many lines are; empty at both ends."""
        sample = sorted(line for runs in self._runs for line in runs.sample)
        if len(sample) < _FEW:
            return [b"", b""]
        inner = (sample[len(sample) * n // count].partition(b" ")[0] for n in range(1, count))
        return [b"", *dict.fromkeys(inner), b""]

    def _write(self, first: bytes, after: bytes, files: list[Path]) -> None:
        with ExitStack() as open_files:
            *outs, aside = (open_files.enter_context(path.open("wb", _BUFFER)) for path in files)
            parts = merge(
                *(_things(runs.merged(first, after), n) for n, runs in enumerate(self._runs)),
                key=lambda part: part[:2],
            )
            for subject, told in groupby(parts, key=lambda part: part[0]):
                self._tell(subject, [part[1:] for part in told], outs, aside)

    def _tell(
        self, subject: bytes, told: list[Part], outs: list[BinaryIO], aside: BinaryIO
    ) -> None:
        """Write what the registers say of one thing, in order."""
        mine: dict[int, list[bytes]] = {number: [] for number, _ in told}
        apart: list[bytes] = []
        entity = _ENTITY.fullmatch(subject)
        shared = entity is not None and entity[1] in self._shared
        findable = entity is not None and not shared
        register = entity is not None and entity[1].startswith(_DATASET)
        chosen = self._labels(told)
        deviating = _deviating(told, self._before)
        said: Said = {}
        if findable:
            for number, line in _in_plain_writing(subject, told, chosen):
                mine[number].append(line)
        for number, lines in told:
            out = mine[number]
            for line, predicate, rest in lines:
                derived = rest.endswith(_DERIVED)
                if predicate == _KIND and not derived and rest[: rest.rfind(b" <")] in deviating:
                    predicate = _REGISTERED_KIND
                    line = b" ".join((subject, predicate, rest))
                if shared and (predicate in (_COORDINATOR, _HIDDEN) or not derived):
                    # A register says who coordinates on a node of its own; the values of documents
                    # are ranked by what follows from that. Other writings are found as names.
                    apart.append(line)
                elif register and predicate == _TITLE:
                    apart.append(line)
                if predicate == _SIDE and rest.startswith(_UNKNOWN) and _has_side(told):
                    continue  # one register lacks the country that another gives
                if derived and predicate in _ONCE:
                    kept = b"" if shared else _as_told(predicate, rest, chosen)
                    if not kept:
                        continue
                    if kept != predicate:
                        predicate, line = kept, b" ".join((subject, kept, rest))
                out.append(line)
                naming = findable and (predicate in _NAMES or predicate == _HIDDEN)
                if not naming and predicate not in self._wanted:
                    continue
                value, _, graph = rest[:-4].rpartition(b" <")
                if predicate in self._wanted:
                    keep(said, predicate, value, graph)
                # The title of a data set is told of evidence, which is no thing to be found.
                if naming and not graph.endswith(b"/rows"):
                    name = _PLAIN.match(value)
                    if name:
                        of = beside(graph)
                        out.append(b"%s %s %s <%s> .\n" % (subject, _ANY_NAME, name[0], of))
        partner = self._partners.get(subject)
        for line in views_of(subject, said, beside, partner, shared, self._ontology):
            mine.setdefault(self._owner(line), []).append(line)
            if shared and line.startswith(_TYPE, len(subject) + 1):
                apart.append(line)
        for number, made in mine.items():
            outs[number].writelines(sorted(set(made)))
        aside.writelines(sorted(set(apart)))

    def _owner(self, line: bytes) -> int:
        """Return which register has the graph of a line, or that which the graph is beside."""
        graph = line[line.rfind(b" <") + 2 : -4]
        owner = self._owners.get(graph)
        return self._owners[graph.removesuffix(b"/derived")] if owner is None else owner

    def _labels(self, told: list[Part]) -> dict[bytes, bytes]:
        """Choose the preferred label in each language: that of ROR, else the newest."""
        chosen: dict[bytes, bytes] = {}
        for _, lines in sorted(told, key=lambda part: self._before[part[0]]):
            for _, predicate, rest in lines:
                if predicate == _PREF:
                    value = rest[: rest.rfind(b" <")]
                    chosen.setdefault(_language(value), value)
        return chosen


def _in_plain_writing(
    subject: bytes, told: list[Part], chosen: dict[bytes, bytes]
) -> Iterator[tuple[int, bytes]]:
    """Choose, for a label all in capitals, the same name as any source writes it otherwise.

    Nothing is made up: of most names registers have capitals alone, and those stay. Yields the
    lines of the new label, with the register that has the name.
    """
    for language, value in sorted(chosen.items()):
        text = value[: value.rindex(b'"') + 1]
        if not _in_capitals(text):
            continue
        others = (
            (found[0], number, rest)
            for number, lines in told
            for _, predicate, rest in lines
            if predicate in _NAMES and (found := _PLAIN.match(rest))
        )
        for name, number, rest in sorted(others):
            if not _in_capitals(name) and _letters(name) == _letters(text):
                chosen[language] = name + value[len(text) :]
                graph = beside(rest[rest.rfind(b" <") + 2 : -4])
                for label in (_PREF, _LABEL):
                    yield number, b"%s %s %s <%s> .\n" % (subject, label, chosen[language], graph)
                break


def _in_capitals(name: bytes) -> bool:
    """Return whether a name of several words has no small letter."""
    text = name.decode()
    return " " in text and text.upper() == text != text.lower()


def _letters(name: bytes) -> str:
    """Return a name without case and signs between its words."""
    return "".join(sign for sign in name.decode().casefold() if sign.isalnum())


def _deviating(told: list[Part], ranks: Sequence[int]) -> set[bytes]:
    """Return the kinds of an organisation that most registers of it contradict.

    A company is no school or university and no public body: what more registers say holds, else
    what ROR says, else the newest. A research organisation may be a company; unless most registers
    know it as a research organisation alone.
    """
    votes: dict[bytes, set[int]] = {}
    for number, lines in told:
        for _, predicate, rest in lines:
            if predicate == _KIND and not rest.endswith(_DERIVED):
                votes.setdefault(rest[: rest.rfind(b" <")], set()).add(ranks[number])
    if _COMPANY not in votes:
        return set()

    def weight(kind: bytes) -> tuple[int, int]:
        return len(votes[kind]), -min(votes[kind])

    found = {
        min(_COMPANY, other, key=weight)
        for other in (_EDUCATION, _PUBLIC)
        if other in votes and weight(other) != weight(_COMPANY)
    }
    if len(votes.get(_RESEARCH, ())) > len(votes[_COMPANY]):
        found.add(_COMPANY)
    return found


def _has_side(told: list[Part]) -> bool:
    """Return whether a register knows the side."""
    return any(
        predicate == _SIDE and not rest.startswith(_UNKNOWN)
        for _, lines in told
        for _, predicate, rest in lines
    )


def _as_told(predicate: bytes, rest: bytes, chosen: dict[bytes, bytes]) -> bytes:
    """Return the property of a derived label: a label not preferred is another name; b"" for none.

    What is no label stays as it is.
    """
    if not chosen or predicate not in _LABELS:
        return predicate
    value = rest[: rest.rfind(b" <")]
    best = chosen.get(_language(value))
    if predicate == _ALT:
        # A short name has no language; as a label it has one.
        same = best == value or any(one.startswith(value) for one in chosen.values())
        return b"" if same else predicate
    if best is None or best == value:
        return predicate
    return _ALT if predicate == _PREF else b""


def _language(value: bytes) -> bytes:
    return value.rpartition(b'"@')[2]


def parts_of(line: bytes) -> tuple[bytes, bytes, bytes, bytes]:
    """Return subject, property and value of a line as N-Quads write them, and the graph's IRI."""
    subject, predicate, rest = line.split(b" ", 2)
    value, _, graph = rest[:-4].rpartition(b" <")
    return subject, predicate, value, graph


def _places(raw: Path, count: int) -> list[int]:
    """Return where the parts of a file begin, and where the last ends."""
    size = raw.stat().st_size
    places = [0]
    with raw.open("rb") as stream:
        for n in range(1, count if size > _PART else 1):
            stream.seek(size * n // count)
            stream.readline()
            places.append(stream.tell())
    return [*places, size]


def _between(path: Path, begin: int, end: int) -> Iterator[bytes]:
    with path.open("rb", buffering=_BUFFER) as lines:
        yield from between(lines, begin, end)


def _things(lines: Iterable[bytes], number: int) -> Iterator[tuple[bytes, int, list[Line]]]:
    """Yield the things of a register, sorted, each with all its lines."""
    for subject, about in groupby(lines, key=lambda line: line[: line.index(b" ")]):
        start = len(subject) + 1
        yield subject, number, [(line, *line[start:].split(b" ", 1)) for line in about]  # type: ignore[misc]
