"""Counting statements with columns of numbers says what counting them one by one says."""

from __future__ import annotations

import pickle
from collections import Counter
from pathlib import Path

import pyoxigraph
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.counting import Counted, Reading
from graph.iris import BASE
from graph.tally import Statements, Tally, brought_up_to_date

TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
XSD = "<http://www.w3.org/2001/XMLSchema#"
DOCUMENT = f"<{BASE}ontology#SourceDocument>"
things = st.sampled_from([f"<http://a.example/{name}>" for name in "abcde"])
classes = st.sampled_from(["<http://a.example/K>", "<http://a.example/L>", DOCUMENT])
literals = st.sampled_from(
    ['"x"', '"x"@en', f'"1"^^{XSD}integer>', f'"01"^^{XSD}integer>', '"a \\" b <c> ."']
)
statements = st.one_of(
    st.tuples(things, st.just(TYPE), classes),
    st.tuples(things, st.sampled_from(["<http://a.example/p>", "<http://a.example/q>"]), things),
    st.tuples(things, st.just("<http://a.example/p>"), literals),
)
graphs = st.sampled_from([f"<{BASE}graph/{name}>" for name in "xy"] + [f"<{BASE}.well-known/void>"])
DATATYPES = {
    '"x"': f"{XSD}string>",
    '"x"@en': "<http://www.w3.org/1999/02/22-rdf-syntax-ns#langString>",
    f'"1"^^{XSD}integer>': f"{XSD}integer>",
    f'"01"^^{XSD}integer>': f"{XSD}integer>",
    '"a \\" b <c> ."': f"{XSD}string>",
}


@given(st.lists(st.tuples(statements, graphs), max_size=40))
def test_columns_count_as_sets_do(quads: list[tuple[tuple[str, str, str], str]]) -> None:
    lines = [f"{' '.join(triple)} {graph} .\n".encode() for triple, graph in quads]
    told = [(triple, graph) for triple, graph in quads if ".well-known" not in graph]
    triples = {triple for triple, _ in told}
    kinds = {(s, o) for s, p, o in triples if p == TYPE}
    found = Counted.of(lines).tally()

    assert found.graphs == {name.encode(): n for name, n in Counter(g for _, g in told).items()}
    assert found.totals() == {
        "triples": len(triples),
        "entities": len({s for s, _ in kinds}),
        "classes": len({o for _, o in kinds}),
        "properties": len({p for _, p, _ in triples}),
        "distinctSubjects": len({s for s, _, _ in triples}),
        "distinctObjects": len({o for _, _, o in triples}),
        "documents": len({s for s, o in kinds if o == DOCUMENT}),
    }
    assert found.properties() == {
        name.encode(): (
            sum(p == name for _, p, _ in triples),
            len({s for s, p, _ in triples if p == name}),
            len({o for _, p, o in triples if p == name}),
        )
        for name in {p for _, p, _ in triples}
    }
    assert found.by_class == {k.encode(): n for k, n in Counter(o for _, o in kinds).items()}
    within = [(k, p, s) for s, p, _ in triples for t, k in kinds if t == s]
    assert found.within() == {
        (k.encode(), p.encode()): (
            sum(one[:2] == (k, p) for one in within),
            len({one for one in within if one[:2] == (k, p)}),
        )
        for k, p, _ in within
    }
    assert set(found.links) == {
        (k.encode(), p.encode(), target.encode())
        for s, p, o in triples
        for t, k in kinds
        if t == s
        for target in ([DATATYPES[o]] if o in DATATYPES else [m for u, m in kinds if u == o])
    }


@given(st.lists(st.tuples(statements, graphs), max_size=20), st.integers(0, 20))
def test_what_is_read_elsewhere_and_then_more_counts_as_all_at_once(
    quads: list[tuple[tuple[str, str, str], str]], place: int
) -> None:
    """The other process sends what it read; a statement may come again in what follows."""
    lines = [f"{' '.join(triple)} {graph} .\n".encode() for triple, graph in quads]
    reading = Reading()
    reading.take(lines[place:])
    there = pickle.loads(pickle.dumps(reading))
    there.take(lines[:place])
    assert there.counted().tally() == Counted.of(lines).tally()


@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 2), statements, graphs, st.sampled_from("012")), max_size=30)
)
def test_a_tally_brought_up_to_date_is_the_one_counted_anew(
    tmp_path_factory: pytest.TempPathFactory,
    quads: list[tuple[int, tuple[str, str, str], str, str]],
) -> None:
    """Each statement stands in one of three files; it stays, goes or comes."""
    folder = tmp_path_factory.mktemp("tally")
    versions: list[tuple[Statements, list[bytes]]] = []
    for without in ("1", "2"):
        files: list[Path] = []
        every: list[bytes] = []
        for number in range(3):
            lines = {
                f"{' '.join(triple)} {graph} .\n".encode()
                for place, triple, graph, stays in quads
                if place == number and stays != without
            }
            files.append(folder / f"{without}-{number}.nq")
            files[-1].write_bytes(b"".join(sorted(lines)))
            every += lines
        index = pyoxigraph.Store()
        index.load(b"".join(every), format=pyoxigraph.RdfFormat.N_QUADS)
        versions.append((Statements(files, index), every))
    (before, old), (after, new) = versions
    counted = Counted.of(new).tally()
    with before, after:
        changed = set(old) ^ set(new)
        moved = brought_up_to_date(Counted.of(old).tally(), before, after, changed)
    assert moved is not None
    moved.graphs = counted.graphs
    assert moved == counted
    assert Tally.loads(moved.dumps()) == counted
