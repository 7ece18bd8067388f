"""The declarations of the ontology that records are read by."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from graph.paths import ONTOLOGY
from graph.records.schema import load_schema


def test_what_is_changed_in_the_ontology_is_read_anew(tmp_path: Path) -> None:
    """Also where the files are as long, and as old, as before."""
    folder = tmp_path / "ontology"
    shutil.copytree(ONTOLOGY, folder)
    countries = folder / "countries.ttl"
    before = load_schema(folder)
    assert before == load_schema(ONTOLOGY)
    assert "country/cn" in before.countries
    text, times = countries.read_text(encoding="utf-8"), countries.stat()
    countries.write_text(text.replace("country:cn", "country:xq"), encoding="utf-8")
    os.utime(countries, ns=(times.st_atime_ns, times.st_mtime_ns))
    after = load_schema(folder)
    assert "country/cn" not in after.countries
    assert "country/xq" in after.countries
