"""Brokers and gaps as RDF, so that SPARQL can use them: measures in DQV, gaps as plain resources.

DQV (W3C Note 2016) describes measurements with their metric, the thing measured and the value;
each metric carries its definition. The results are computed, never claims: they stand in a graph
of their own, ``graph/analysis``, and no tie is derived from them.
"""

from __future__ import annotations

from collections.abc import Iterable

from rdflib import RDF, RDFS, SKOS, XSD, Graph, Literal, Namespace, URIRef
from rdflib.namespace import DCTERMS, PROV

from graph.iris import GRAPH, ID, digest
from graph.network.measures.analysis import Analysis
from graph.network.measures.brokers import Broker, brokers
from graph.network.measures.cache import gaps_of, view_of
from graph.network.measures.gap import Gap, slug
from graph.network.model.filters import Filter
from graph.network.telling.sentences import Speaker
from graph.network.telling.wording import LANGUAGES, phrases
from graph.store import Store

OA = Namespace("http://www.w3.org/ns/oa#")
DQV = Namespace("http://www.w3.org/ns/dqv#")
ANALYSIS_GRAPH = GRAPH["analysis"]
METRIC = Namespace(str(ID) + "metric/")
MEASUREMENT = Namespace(str(ID) + "measurement/")
GAP = Namespace(str(ID) + "gap/")

METRICS = (
    *("activity", "between", "bridging", "island_expected", "island_sd", "island_z", "island_p"),
    *("expected", "sd", "z", "p", "between_low", "between_high", "betweenness"),
    *("two_mode_betweenness", "constraint", "effective_size", "degree", "strength", "activities"),
    *("cross_ties", "cross_share", "reach_eu", "reach_china", "reach_eu_2", "reach_china_2"),
    *("pairs_lost", "core"),
)
SAID = "between"
"""The metric whose measurement carries the sentence about the actor."""


def analysis_graph(store: Store) -> Graph:
    """Return the brokers and gaps of the whole network, sentences in every language.

    For the graph ``ANALYSIS_GRAPH`` of a store; deterministic for a build.
    """
    analysis = view_of(store, Filter())
    found, missing = brokers(analysis), gaps_of(store, analysis)
    graph = _graph()
    for language in LANGUAGES:
        speaker = Speaker(analysis.network, language)
        graph += broker_graph(analysis, found, speaker)
        graph += gap_graph(analysis, missing, speaker)
    return graph


def broker_graph(analysis: Analysis, found: Iterable[Broker], speaker: Speaker) -> Graph:
    """Return the scores of some actors; a score that is not defined for one has no measurement."""
    graph = _graph()
    for name in METRICS:
        metric = METRIC[name.replace("_", "-")]
        graph.add((metric, RDF.type, DQV.Metric))
        for language in LANGUAGES:
            words = phrases(language)
            graph.add((metric, SKOS.prefLabel, Literal(words[f"score.{name}"], lang=language)))
            graph.add((metric, SKOS.definition, Literal(words[f"meaning.{name}"], lang=language)))
    view = analysis.chosen.query()
    for broker in found:
        actor = URIRef(broker.iri)
        for name in METRICS:
            value = broker.scores[name]
            if value is None:
                continue
            key = digest(broker.iri, name, view, length=16)
            node = MEASUREMENT[key]
            kind = XSD.integer if isinstance(value, int) else XSD.double
            lexical = str(value) if isinstance(value, int) else repr(round(value, 12))
            graph.add((node, RDF.type, DQV.QualityMeasurement))
            graph.add((node, DQV.isMeasurementOf, METRIC[name.replace("_", "-")]))
            graph.add((node, DQV.computedOn, actor))
            graph.add((node, DQV.value, Literal(lexical, datatype=kind)))
            if name == SAID:
                said = Literal(speaker.broker(broker), lang=speaker.language)
                graph.add((node, RDFS.comment, said))
            _about(graph, analysis, node)
    return graph


def gap_graph(analysis: Analysis, found: Iterable[Gap], speaker: Speaker) -> Graph:
    """Return gaps as quality annotations: kind, sentence, score, things concerned, claims."""
    graph = _graph()
    metric = METRIC["gap-score"]
    graph.add((metric, RDF.type, DQV.Metric))
    for language in LANGUAGES:
        text = Literal(phrases(language)["definition.gap"], lang=language)
        graph.add((metric, SKOS.definition, text))
    for gap in found:
        name = slug(gap)
        node, score = GAP[name], MEASUREMENT[f"gap-{name}"]
        graph.add((node, RDF.type, DQV.QualityAnnotation))
        graph.add((node, DCTERMS.type, Literal(gap.kind)))
        said = " ".join((speaker.gap(gap), speaker.closes(gap), *speaker.cautions(gap)))
        graph.add((node, RDFS.comment, Literal(said, lang=speaker.language)))
        graph.add((node, DCTERMS.isPartOf, Literal(gap.group)))
        for document in gap.documents:
            graph.add((node, DCTERMS.source, URIRef(document)))
        for thing in gap.things:
            graph.add((node, OA.hasTarget, URIRef(thing)))
        for claim in gap.claims:
            graph.add((node, PROV.wasDerivedFrom, URIRef(claim)))
        graph.add((score, RDF.type, DQV.QualityMeasurement))
        graph.add((score, DQV.isMeasurementOf, metric))
        graph.add((score, DQV.computedOn, node))
        value = Literal(repr(round(gap.score, 6)), datatype=XSD.double)
        graph.add((score, DQV.value, value))
        _about(graph, analysis, node)
    return graph


def _graph() -> Graph:
    graph = Graph()
    for prefix, space in (("dqv", DQV), ("oa", OA), ("prov", PROV), ("dct", DCTERMS)):
        graph.bind(prefix, space)
    return graph


def _about(graph: Graph, analysis: Analysis, node: URIRef) -> None:
    if analysis.network.built:
        graph.add((node, DCTERMS.created, Literal(analysis.network.built[:10], datatype=XSD.date)))
    if analysis.chosen.query():
        graph.add((node, DCTERMS.description, Literal(analysis.chosen.query())))
