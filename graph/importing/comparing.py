"""What changed: between two builds of a store, and between two snapshots of its registers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from graph import iris
from graph.catalogue.changes import previous_version
from graph.importing.keeping import BEFORE
from graph.registers.extract import Extract, read_extract
from graph.registers.extract_tables import OrganisationLine, ProjectLine
from graph.registers.kept import kept_folder
from graph.registers.ror_extract import RorExtract, read_ror_extract
from graph.registers.updates import Changes, Marked, altered, changes_in, tables_of
from graph.store.errors import StoreError, StoreMissing
from graph.store.index import difference
from graph.store.layers import LAYERS, Layer, layers_of
from graph.store.layout import DATA, Manifest, read_manifest
from graph.store.versions import current, versions_folder


def builds(store: Path, everything: bool = False) -> Iterator[str]:
    """Yield what the newest build of a store has that the one before had not, layer by layer.

    ``everything`` adds the statements, those that came with ``+`` and those that went with ``-``.
    Raises StoreMissing.
    """
    now = current(store)
    if now is None:
        raise StoreMissing(f"There is no store at {store}: run `eucn build` first.")
    folder, manifest = now
    earlier = _before(folder)
    if earlier is None:
        yield f"build {manifest.build} of {manifest.built} is the only one here"
        return
    yield f"build {earlier.build} of {earlier.built} -> {manifest.build} of {manifest.built}"
    old = {layer.name: layer for layer in layers_of(earlier) if layer.merged}
    new = {layer.name: layer for layer in layers_of(manifest) if layer.merged}
    same = True
    for name in sorted(old.keys() | new.keys()):
        before, after = old.get(name), new.get(name)
        if before and after and before.sha256 == after.sha256:
            continue
        same = False
        went, came = difference(_data(store, before), _data(store, after))
        yield f"  {name}: {len(came):,} statements came, {len(went):,} went"
        if everything:
            yield from (f"    + {_told(line)}" for line in came)
            yield from (f"    - {_told(line)}" for line in went)
    if same:
        yield "  no statement differs"


def _before(folder: Path) -> Manifest | None:
    earlier = previous_version(folder)
    try:
        return read_manifest(earlier) if earlier else None
    except StoreError:
        return None


def _data(store: Path, layer: Layer | None) -> Path | None:
    if layer is None:
        return None
    path = versions_folder(store) / LAYERS / layer.folder / DATA
    return path if path.is_file() else None


def _told(line: bytes) -> str:
    subject, predicate, rest = line.decode().split(" ", 2)
    value, _, graph = rest[:-3].rpartition(" ")
    terms = (iris.short(term[1:-1]) for term in (subject, predicate))
    shown = iris.short(value[1:-1]) if value.startswith("<") else value
    return f"{' '.join(terms)} {shown} ({iris.short(graph[1:-1])})"


def snapshots(store: str, snapshot: str = "") -> Iterator[str]:
    """Yield what a snapshot of each imported register changed; the newest one by default.

    Of what changed in the newest one, each value before and now.
    """
    for folder in sorted(kept_folder(store).glob("*/declaration.toml")):
        if folder.parent.name[0] != ".":
            yield from _register(folder.parent, snapshot)


def _register(folder: Path, snapshot: str) -> Iterator[str]:
    now = _tables(folder)
    found = changes_in(now, snapshot)
    earlier = folder.with_name(BEFORE.format(folder.name))
    before = _by_key(_tables(earlier)) if earlier.is_dir() and not snapshot else {}
    lines = _by_key(now)
    yield f"{folder.name}: {found.counts()}"
    for what, by_table in _kinds(found):
        for table, keys in by_table.items():
            for key in keys:
                line = lines[table, key]
                yield f"  {what:8} {table:15} {key}{_named(line)}"
                old = before.get((table, key)) if what == "changed" else None
                for column, was, is_now in altered(old, line) if old else ():
                    yield f"      {column}: {was or '(empty)'} -> {is_now or '(empty)'}"


def _kinds(found: Changes) -> tuple[tuple[str, dict[str, list[str]]], ...]:
    return ("new", found.new), ("changed", found.changed), ("gone", found.gone)


def _tables(folder: Path) -> Extract | RorExtract:
    return read_ror_extract(folder) if folder.name.endswith("ror") else read_extract(folder)


def _by_key(extract: Extract | RorExtract) -> dict[tuple[str, str], Marked]:
    return {
        (table, line.key): line for table, lines in tables_of(extract).items() for line in lines
    }


def _named(line: Marked) -> str:
    if isinstance(line, ProjectLine):
        return f"  {line.acronym or line.title}"
    return f"  {line.name}" if isinstance(line, OrganisationLine) else ""
