"""Import a whole download into a store, validated and ready to be asked: step by step.

    python -m benchmarks.registers.whole cordis-HORIZONprojects-csv.zip --store COPY

``COPY`` is a store made by ``eucn build``; it is changed. What is done is what
``eucn import cordis FILE --select all`` does. Seconds by the clock, in brackets of processor time
(of the processes that have ended), and the memory of all processes together. What the register
states is swapped in, validated, before the network is analysed: when a query finds it is told
apart.
"""

from __future__ import annotations

import argparse
import os
import threading
import time
from pathlib import Path

import psutil

from graph.garbage import collected_rarely


class Memory(threading.Thread):
    """Adds up the memory of this process and its children, once a second.

    What the system says each of them holds in proportion (Pss): a page that two share counts half
    for each, and what the system keeps of files in case they are read again is no memory of theirs.
    """

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.most = self.of_step = 0
        self.parts: list[int] = []
        """What each process held when it was most, in MB."""

    def run(self) -> None:
        me = psutil.Process()
        while True:
            held = [_pss(process.pid) for process in (me, *me.children(recursive=True))]
            self.of_step = max(self.of_step, sum(held))
            if sum(held) > self.most:
                self.most, self.parts = sum(held), sorted((one >> 20 for one in held), reverse=True)
            time.sleep(1)


def _pss(process: int) -> int:
    try:
        text = Path(f"/proc/{process}/smaps_rollup").read_text()
    except OSError:
        return 0
    return sum(int(line.split()[1]) << 10 for line in text.splitlines() if line[:4] == "Pss:")


class Clock:
    """Says how long each step took; the name of a step is what the program itself tells."""

    def __init__(self, memory: Memory) -> None:
        self.begun = self.last = time.perf_counter()
        self.memory = memory
        self.cpu = self._cpu()
        self.what = ""

    @staticmethod
    def _cpu() -> float:
        me = os.times()
        return me.user + me.system + me.children_user + me.children_system

    def __call__(self, told: str) -> None:
        what = told.partition(":")[0]
        if what == self.what:
            return
        now, cpu = time.perf_counter(), self._cpu()
        if self.what:
            seconds = f"{now - self.last:.1f} s ({cpu - self.cpu:.1f})"
            most = f"most memory {self.memory.of_step >> 20:,} MB"
            print(f"{self.what}: {seconds}, {most}", flush=True)
        self.what, self.last, self.cpu, self.memory.of_step = what, now, cpu, 0

    def end(self) -> None:
        self("")
        seconds = time.perf_counter() - self.begun
        print(f"all: {seconds:.1f} s, processor {self._cpu():.1f} s")


class Watch(threading.Thread):
    """Says when a query finds a project of the download in the store."""

    def __init__(self, store: Path, begun: float) -> None:
        super().__init__(daemon=True)
        self.store, self.begun, self.last = store, begun, store.resolve()

    def run(self) -> None:
        from graph.store import open_store

        while True:
            time.sleep(0.2)
            if (now := self.store.resolve()) == self.last:
                continue
            self.last = now
            rows = open_store(self.store, disk=True).select(COUNT)
            seconds = time.perf_counter() - self.begun
            print(f"** {rows[0]['n']} projects can be asked for after {seconds:.1f} s", flush=True)


COUNT = "SELECT (COUNT(*) AS ?n) WHERE { ?p a <https://w3id.org/eucn/ontology#Project> }"


@collected_rarely()  # as commands do
def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("download", type=Path)
    parser.add_argument("--store", required=True)
    parser.add_argument("--select", default="all")
    options = parser.parse_args()
    memory = Memory()
    clock = Clock(memory)
    memory.start()
    Watch(Path(options.store), clock.begun).start()

    from graph.identity.imported import judge_imported
    from graph.importing.keeping import Aside
    from graph.importing.storing import Tables, store_tables
    from graph.registers.importing import earlier_tables, import_cordis, rules_of
    from graph.registers.kept import kept_folder
    from graph.registers.pace import Pace
    from graph.registers.report import Report

    kept = kept_folder(options.store)
    earlier = earlier_tables(kept)
    made = import_cordis(
        [options.download],
        Report(pace=Pace(clock)),
        rules=rules_of(options.select),
        earlier=earlier,
        progress=clock,
    )
    clock("writing the tables")
    aside = Aside(kept)
    try:
        folders = [aside.write(one, earlier(one.declaration.dataset)) for one in made]
        made.clear()
        clock("identity")
        judged = len(judge_imported(kept, progress=clock, new=aside.folder))
        tables = Tables(folders, aside.folder if judged else kept)
        done = store_tables(options.store, tables, clock)
        aside.keep()
    finally:
        aside.close()
    clock.end()
    parts = " + ".join(map(str, memory.parts))
    print(f"most memory: {memory.most >> 20:,} MB, by process {parts}")
    print(done)


if __name__ == "__main__":
    main()
