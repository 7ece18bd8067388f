"""Load a graph of the size of EURIO (26 million triples) into an index on disk.

    python -m benchmarks.registers.large STORE --triples 26000000

``STORE`` has a whole register (``benchmarks.registers.whole``); its lines are written again and
again, each time with other numbers of projects and participants, into one file of N-Quads; that
file is loaded as a build loads its own. After ``--stop`` seconds it ends and says so.
"""

from __future__ import annotations

import argparse
import multiprocessing
import re
import resource
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from graph.store.index import write_index
from graph.store.layers import LAYERS, Kind, layers_of
from graph.store.layout import DATA
from graph.store.versions import current, versions_folder

_NUMBER = re.compile(rb"(cordis-|pic-|rcn-|grant-agreement-|organization-|project-)(\d{6,9})")


def registers(store: Path) -> list[Path]:
    """The N-Quads of the registers of a store."""
    found = current(store)
    assert found is not None, "no store there"
    layers = [layer for layer in layers_of(found[1]) if layer.kind == Kind.REGISTER]
    return [versions_folder(store) / LAYERS / layer.folder / DATA for layer in layers]


def again(files: list[Path], copy: int) -> Iterator[bytes]:
    """All lines, with numbers that no other copy has."""
    mark = b"%d" % copy if copy else b""
    for file in files:
        with file.open("rb", 1 << 20) as lines:
            for line in lines:
                yield _NUMBER.sub(rb"\g<1>" + mark + rb"\g<2>", line) if copy else line


def generate(store: Path, triples: int, target: Path) -> int:
    """Write at least so many lines; how many there are."""
    files, count, copy = registers(store), 0, 0
    with target.open("wb", 1 << 20) as out:
        while count < triples:
            for line in again(files, copy):
                out.write(line)
                count += 1
            copy += 1
    return count


def load(file: Path, folder: Path) -> None:
    write_index(file, folder)
    # What is large is written by a process of its own.
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    print(f"most memory {max(one.ru_maxrss for one in used) / 1024:,.0f} MB", end=", ")
    print(f"processor {sum(one.ru_utime + one.ru_stime for one in used):,.0f} s", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("store", type=Path)
    parser.add_argument("--triples", type=int, default=26_000_000)
    parser.add_argument("--stop", type=float, default=480)
    parser.add_argument("--aside", type=Path, default=None, help="a folder with 20 GB to spare")
    options = parser.parse_args()
    if options.aside is not None:
        options.aside.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=options.aside) as aside:
        file = Path(aside) / "data.nq"
        begun = time.perf_counter()
        lines = generate(options.store, options.triples, file)
        size = file.stat().st_size / 2**30
        seconds = time.perf_counter() - begun
        print(f"{lines:,} lines, {size:.1f} GB, written in {seconds:.0f} s")
        begun = time.perf_counter()
        process = multiprocessing.Process(target=load, args=(file, Path(aside) / "index"))
        process.start()
        process.join(options.stop)
        if process.is_alive():
            process.kill()
            print(f"not loaded in {options.stop:.0f} s")
        else:
            print(f"loaded in {time.perf_counter() - begun:.0f} s")


if __name__ == "__main__":
    main()
