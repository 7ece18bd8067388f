"""The README's way of adding a document, followed word for word in a copy of the project.

The copy has one small document: how many there are makes no difference to who adds one.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from graph.paths import ROOT
from tests.assembly.small import Folder

STEPS = re.search(
    r"## Adding a document\n.*?```sh\n(.*?)```", (ROOT / "README.md").read_text("utf-8"), re.DOTALL
)


def test_followed_to_the_letter(tmp_path: Path) -> None:
    assert STEPS is not None
    for name in ("graph", "server", "ontology", "queries", "docs", "eucn.py"):
        source = ROOT / name
        ignored = shutil.ignore_patterns("node_modules", "bundle")
        if source.is_dir():
            shutil.copytree(source, tmp_path / name, ignore=ignored)
        else:
            shutil.copy(source, tmp_path / name)
    there = tmp_path / "there"
    there.mkdir()
    folder = Folder(there)
    facts = "project/lock: [{name: LOCK, quote: LOCK}, {startDate: 2022, quote: began in 2022}]"
    folder.document("lock", "A text about ships\nLOCK began in 2022.\n", facts)
    folder.records.rename(tmp_path / "sources")
    bin_ = tmp_path / "bin"
    bin_.mkdir()
    (bin_ / "eucn").write_text(f'#!/bin/sh\nexec "{sys.executable}" "{tmp_path}/eucn.py" "$@"\n')
    (bin_ / "eucn").chmod(0o755)
    environment = {k: v for k, v in os.environ.items() if not k.startswith("EUCN_")} | {
        "PATH": f"{bin_}:{os.environ['PATH']}",
        "PYTHONPATH": str(tmp_path),
    }
    # What a person types during the review: every candidate is accepted, then f.
    typed = "a\n" * 60 + "f\n"
    done = subprocess.run(
        ["bash", "-e", "-c", STEPS[1]],
        cwd=tmp_path,
        env=environment,
        input=typed,
        text=True,
        capture_output=True,
        timeout=600,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    record = (tmp_path / "sources" / "harbour.yaml").read_text("utf-8")
    assert "draft: true" not in record
    assert "0 violations" in done.stdout
    asked = subprocess.run(
        ["eucn", "query", "-", "--format", "csv"],
        cwd=tmp_path,
        env=environment,
        input=(
            "SELECT ?name WHERE { ?project rdfs:label 'HARBOUR'@en ; "
            "eucn:coordinator/rdfs:label ?name }"
        ),
        text=True,
        capture_output=True,
        check=False,
    )
    assert "Port of Ghent" in asked.stdout, asked.stdout + asked.stderr
