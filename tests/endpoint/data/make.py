"""Writes the small graph the endpoint's tests run on; run it to remake ``small.nq``.

Invented names only, in the model of the real graph: two documents, a project with two partners,
claims with their passages, and the graph of derived statements.
"""

from __future__ import annotations

from pathlib import Path

B = "https://w3id.org/eucn/"
O = B + "ontology#"  # noqa: E741
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
XSD = "http://www.w3.org/2001/XMLSchema#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
OA = "http://www.w3.org/ns/oa#"
PROV = "http://www.w3.org/ns/prov#"
DCT = "http://purl.org/dc/terms/"
OWL = "http://www.w3.org/2002/07/owl#"

lines: list[str] = []


def iri(text: str) -> str:
    return f"<{text}>"


def lit(text: str, datatype: str = "", lang: str = "") -> str:
    tail = f"@{lang}" if lang else f"^^<{XSD}{datatype}>" if datatype else ""
    return '"' + text.replace('"', '\\"') + '"' + tail


def quad(s: str, p: str, o: str, g: str) -> None:
    lines.append(f"<{s}> <{p}> {o} <{B}graph/{g}> .")


def claim(doc: str, number: int, s: str, p: str, o: str, start: int, end: int, sure: str) -> None:
    c = f"{B}id/claim/{doc}-{number:04x}"
    passage = f"{B}id/passage/{doc}-{start}-{end}"
    selector = f"{B}id/selector/{doc}-{start}-{end}"
    g = f"{doc}/claims"
    quad(s, p, o, doc)
    for name, value in (
        (RDF + "type", iri(O + "Claim")),
        (RDF + "subject", iri(s)),
        (RDF + "predicate", iri(p)),
        (RDF + "object", o),
        (O + "confidence", lit(sure, "decimal")),
        (PROV + "wasDerivedFrom", iri(f"{B}document/{doc}")),
        (O + "method", iri(f"{B}vocabulary/method/read")),
        (OA + "hasTarget", iri(passage)),
    ):
        quad(c, name, value, g)
    quad(passage, RDF + "type", iri(O + "Passage"), g)
    quad(passage, OA + "hasSource", iri(f"{B}document/{doc}"), g)
    quad(passage, OA + "hasSelector", iri(selector), g)
    quad(passage, O + "section", lit("Facts", lang="en"), g)
    quad(selector, RDF + "type", iri(OA + "TextPositionSelector"), g)
    quad(selector, OA + "start", lit(str(start), "integer"), g)
    quad(selector, OA + "end", lit(str(end), "integer"), g)


def entity(path: str, kind: str, labels: dict[str, str], doc: str) -> str:
    node = B + "id/" + path
    quad(node, RDF + "type", iri(O + kind), doc)
    for lang, text in labels.items():
        quad(node, SKOS + "prefLabel", lit(text, lang=lang), doc)
    return node


def main() -> None:
    for doc, title in (("alpha", "A first note"), ("beta", "A second note")):
        node = f"{B}document/{doc}"
        quad(node, RDF + "type", iri(O + "SourceDocument"), doc)
        quad(node, DCT + "title", lit(title, lang="en"), doc)
        quad(node, SKOS + "prefLabel", lit(title, lang="en"), doc)
    lantern = entity(
        "project/lantern", "Project", {"en": "Lantern", "de": "Laterne", "zh": "灯笼"}, "alpha"
    )
    mill = entity("organization/mill", "Partner", {"en": "Mill Institute"}, "alpha")
    reed = entity("organization/reed", "Partner", {"en": "Reed University"}, "beta")
    claim("alpha", 1, lantern, O + "name", lit("LANTERN"), 0, 7, "0.95")
    claim("alpha", 2, lantern, O + "startDate", lit("2019-01", "gYearMonth"), 20, 32, "0.9")
    claim("beta", 1, lantern, O + "startDate", lit("2019-02", "gYearMonth"), 11, 24, "0.7")
    claim("alpha", 3, lantern, O + "webAddress", iri("https://lantern.example/"), 40, 64, "0.95")
    for number, (who, doc) in enumerate(((mill, "alpha"), (reed, "beta")), 4):
        part = entity(
            f"participation/lantern--{who.rsplit('/', 1)[1]}", "ProjectParticipation", {}, doc
        )
        claim(doc, number, lantern, O + "participation", iri(part), 70, 84, "0.95")
        quad(part, O + "participant", iri(who), doc)
        quad(lantern, O + "partner", iri(who), "derived")
    old = B + "id/project/lampion"
    quad(old, OWL + "deprecated", lit("true", "boolean"), "derived")
    quad(old, DCT + "isReplacedBy", iri(lantern), "derived")
    for name, labels in (
        ("Project", {"en": "Project", "de": "Projekt", "zh": "项目"}),
        ("Partner", {"en": "Partner", "de": "Partner", "zh": "合作伙伴"}),
    ):
        quad(O + name, RDF + "type", iri(OWL + "Class"), "ontology")
        for lang, text in labels.items():
            quad(O + name, RDFS + "label", lit(text, lang=lang), "ontology")
    for name, labels in (
        ("startDate", {"en": "start date", "de": "Beginn", "zh": "开始日期"}),
        ("participation", {"en": "participation", "de": "Beteiligung", "zh": "参与"}),
        ("partner", {"en": "partner", "de": "Partner", "zh": "合作伙伴"}),
    ):
        quad(O + name, RDF + "type", iri(OWL + "ObjectProperty"), "ontology")
        for lang, text in labels.items():
            quad(O + name, RDFS + "label", lit(text, lang=lang), "ontology")
    quad(B + "ontology", RDF + "type", iri(OWL + "Ontology"), "ontology")
    topic = B + "vocabulary/topic/energy"
    quad(topic, RDF + "type", iri(SKOS + "Concept"), "vocabularies")
    quad(topic, SKOS + "inScheme", iri(B + "vocabulary/topic"), "vocabularies")
    for lang, text in {"en": "energy", "de": "Energie", "zh": "能源"}.items():
        quad(topic, SKOS + "prefLabel", lit(text, lang=lang), "vocabularies")
    quad(lantern, O + "topic", iri(topic), "alpha")
    # The same statement in two graphs: the union is a merge, so it is one.
    quad(lantern, O + "topic", iri(topic), "beta")
    out = Path(__file__).with_name("small.nq")
    out.write_text("".join(line + "\n" for line in sorted(set(lines))), encoding="utf-8")


if __name__ == "__main__":
    main()
