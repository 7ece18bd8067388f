"""The queries of the cookbook find something in what the project knows."""

from __future__ import annotations

import re

from graph.paths import ROOT
from graph.store import Store

DOCS = ROOT / "docs"


def test_queries_of_the_cookbook_answer(store: Store) -> None:
    text = (DOCS / "sparql-cookbook.md").read_text(encoding="utf-8")
    queries = re.findall(r"```sparql\n(.*?)```", text, re.DOTALL)
    assert len(queries) >= 8
    for query in queries:
        assert store.select(query), query
