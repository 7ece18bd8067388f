"""Counting statements with columns of numbers says what counting them one by one says."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from graph.counting import Counted
from graph.iris import BASE

TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
XSD = "<http://www.w3.org/2001/XMLSchema#"
DOCUMENT = f"<{BASE}ontology#SourceDocument>"
things = st.sampled_from([f"<http://a.example/{name}>" for name in "abcde"])
classes = st.sampled_from(["<http://a.example/K>", "<http://a.example/L>", DOCUMENT])
literals = st.sampled_from(['"x"', '"x"@en', f'"1"^^{XSD}integer>', '"a \\" b <c> ."'])
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
    '"a \\" b <c> ."': f"{XSD}string>",
}


@given(st.lists(st.tuples(statements, graphs), max_size=40))
def test_columns_count_as_sets_do(quads: list[tuple[tuple[str, str, str], str]]) -> None:
    lines = [f"{' '.join(triple)} {graph} .\n".encode() for triple, graph in quads]
    told = [(triple, graph) for triple, graph in quads if ".well-known" not in graph]
    triples = {triple for triple, _ in told}
    kinds = {(s, o) for s, p, o in triples if p == TYPE}
    found = Counted.of(lines)

    assert found.graphs() == {name.encode(): n for name, n in Counter(g for _, g in told).items()}
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
    assert found.classes() == {k.encode(): n for k, n in Counter(o for _, o in kinds).items()}
    within = [(k, p, s) for s, p, _ in triples for t, k in kinds if t == s]
    assert found.within() == {
        (k.encode(), p.encode()): (
            sum(one[:2] == (k, p) for one in within),
            len({one for one in within if one[:2] == (k, p)}),
        )
        for k, p, _ in within
    }
    assert found.towards() == {
        (k.encode(), p.encode(), target.encode())
        for s, p, o in triples
        for t, k in kinds
        if t == s
        for target in ([DATATYPES[o]] if o in DATATYPES else [m for u, m in kinds if u == o])
    }
