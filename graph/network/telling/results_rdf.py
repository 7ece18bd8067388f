"""Brokers and gaps as RDF, so that SPARQL can use them: a data cube of scores, and gaps.

One observation for each actor, with each score as a property of it (RDF Data Cube Vocabulary, W3C
2014: several measures in one observation); each property carries its definition. The results are
computed, never claims: they stand in a graph of their own, ``graph/analysis``, and no tie is
derived from them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

from rdflib import RDF, RDFS, SKOS, XSD, Graph, Literal, Namespace, URIRef
from rdflib.namespace import DCTERMS, PROV

from graph.iris import EUCN, ID, VOCABULARY, digest
from graph.languages import LANGUAGES
from graph.network.measures.analysis import Analysis
from graph.network.measures.brokers import Broker
from graph.network.measures.gap import Gap, slug
from graph.network.measures.keeping import Counted
from graph.network.telling.sentences import Speaker
from graph.network.telling.wording import phrases
from graph.terms import Term

OA = Namespace("http://www.w3.org/ns/oa#")
QB = Namespace("http://purl.org/linked-data/cube#")
Triple = tuple[URIRef, URIRef, Term]
METRIC = Namespace(str(ID) + "metric/")
OBSERVATION = Namespace(str(ID) + "observation/")
GAP = Namespace(str(ID) + "gap/")
CUBE = URIRef(str(ID) + "dataset/network-analysis")
STRUCTURE = URIRef(str(ID) + "dataset/network-analysis-structure")
ACTOR = METRIC["actor"]
"""The dimension of the cube: whose scores an observation holds."""

METRICS = (
    *("activity", "between", "bridging", "island_expected", "island_sd", "island_z", "island_p"),
    *("expected", "sd", "z", "p", "between_low", "between_high", "betweenness"),
    *("two_mode_betweenness", "constraint", "effective_size", "degree", "strength", "activities"),
    *("cross_ties", "cross_share", "reach_eu", "reach_china", "reach_eu_2", "reach_china_2"),
    *("pairs_lost", "core"),
)


def analysis_triples(what: Counted) -> Iterator[Triple]:
    """Yield the brokers and gaps of the whole network, sentences in every language.

    For the graph ``graph.iris.ANALYSIS_GRAPH`` of a store; deterministic for a build.
    """
    speakers = [Speaker(what.analysis.network, language) for language in LANGUAGES]
    yield from _broker_triples(what.analysis, what.brokers, speakers)
    yield from _gap_triples(what.analysis, what.gaps, speakers)


def broker_graph(analysis: Analysis, found: Iterable[Broker], speaker: Speaker) -> Graph:
    """Return the scores of some actors; a score that is not defined for one is left out."""
    return _graph(_broker_triples(analysis, found, [speaker]))


def gap_graph(analysis: Analysis, found: Iterable[Gap], speaker: Speaker) -> Graph:
    """Return gaps as annotations: kind, sentence, score, things concerned, claims."""
    return _graph(_gap_triples(analysis, found, [speaker]))


def _broker_triples(
    analysis: Analysis, found: Iterable[Broker], speakers: Sequence[Speaker]
) -> Iterator[Triple]:
    metrics = {name: METRIC[name.replace("_", "-")] for name in METRICS}
    yield from _structure(metrics)
    yield CUBE, RDF.type, QB.DataSet
    yield CUBE, QB.structure, STRUCTURE
    yield from ((CUBE, predicate, said) for predicate, said in _about(analysis))
    view = analysis.chosen.query()
    for broker in found:
        node = OBSERVATION[digest(broker.iri, view, length=16)]
        yield node, RDF.type, QB.Observation
        yield node, QB.dataSet, CUBE
        yield node, ACTOR, URIRef(broker.iri)
        for name, metric in metrics.items():
            value = broker.scores[name]
            if value is not None:
                yield node, metric, _number(value)
        for speaker in speakers:
            yield node, RDFS.comment, Literal(speaker.broker(broker), lang=speaker.language)


def _structure(metrics: Mapping[str, URIRef]) -> Iterator[Triple]:
    yield STRUCTURE, RDF.type, QB.DataStructureDefinition
    yield from _component(ACTOR, QB.dimension, QB.DimensionProperty)
    for language in LANGUAGES:
        yield ACTOR, SKOS.prefLabel, Literal(phrases(language)["results.actor"], lang=language)
        yield CUBE, SKOS.prefLabel, Literal(phrases(language)["results.cube"], lang=language)
    for name, metric in metrics.items():
        yield from _component(metric, QB.measure, QB.MeasureProperty)
        for language in LANGUAGES:
            words = phrases(language)
            yield metric, SKOS.prefLabel, Literal(words[f"score.{name}"], lang=language)
            yield metric, SKOS.definition, Literal(words[f"meaning.{name}"], lang=language)


def _component(term: URIRef, role: URIRef, kind: URIRef) -> Iterator[Triple]:
    component = URIRef(f"{STRUCTURE}-{term.rsplit('/', 1)[-1]}")
    yield term, RDF.type, kind
    yield term, RDF.type, RDF.Property
    yield STRUCTURE, QB.component, component
    yield component, RDF.type, QB.ComponentSpecification
    yield component, role, term


# Partners of one single project have the same scores, and rdflib makes a literal slowly.
@lru_cache(maxsize=1 << 15, typed=True)
def _number(value: int | float) -> Literal:
    if isinstance(value, int):
        return Literal(str(value), datatype=XSD.integer, normalize=False)
    return Literal(repr(round(value, 12)), datatype=XSD.double, normalize=False)


def _gap_triples(
    analysis: Analysis, found: Iterable[Gap], speakers: Sequence[Speaker]
) -> Iterator[Triple]:
    score, about = METRIC["gap-score"], _about(analysis)
    yield score, RDF.type, QB.MeasureProperty
    yield score, RDF.type, RDF.Property
    for language in LANGUAGES:
        yield score, SKOS.definition, Literal(phrases(language)["definition.gap"], lang=language)
    for gap in found:
        node = GAP[slug(gap)]
        yield node, RDF.type, EUCN.Gap
        yield node, RDF.type, OA.Annotation
        yield node, EUCN.kind, VOCABULARY[f"gap-kind/{gap.kind}"]
        for speaker in speakers:
            names = speaker.list_of(map(speaker.name, dict.fromkeys(gap.things)))
            title = speaker.say("gap.title", kind=speaker.say(f"gap-kind.{gap.kind}"), names=names)
            yield node, RDFS.label, Literal(title, lang=speaker.language)
            told = (speaker.gap(gap), speaker.doubles(gap), speaker.closes(gap))
            said = " ".join(filter(None, (*told, *speaker.cautions(gap))))
            yield node, RDFS.comment, Literal(said, lang=speaker.language)
        for document in gap.documents:
            yield node, DCTERMS.source, URIRef(document)
        named = {thing for thing in gap.things if thing.startswith(f"{VOCABULARY}topic/")}
        for topic in sorted(_topics(gap) - named):
            yield node, EUCN.concernsTopic, URIRef(topic)
        for thing in gap.things:
            yield node, OA.hasTarget, URIRef(thing)
            of_topic = thing.startswith(f"{VOCABULARY}topic/")
            yield node, EUCN.concernsTopic if of_topic else EUCN.concerns, URIRef(thing)
        for evidence in (*gap.claims, *gap.rows):
            yield node, PROV.wasDerivedFrom, URIRef(evidence)
        yield node, score, Literal(repr(round(gap.score, 6)), datatype=XSD.double)
        for predicate, value in about:
            yield node, predicate, value


def _topics(gap: Gap) -> set[str]:
    """Return the topics that a gap is about as a whole."""
    return set(gap.topics if gap.about is None else gap.about)


def _graph(triples: Iterable[Triple]) -> Graph:
    graph = Graph()
    for prefix, space in (
        ("eucn", EUCN),
        ("qb", QB),
        ("metric", METRIC),
        ("oa", OA),
        ("prov", PROV),
        ("dct", DCTERMS),
    ):
        graph.bind(prefix, space)
    for triple in triples:
        graph.add(triple)
    return graph


def _about(analysis: Analysis) -> list[tuple[URIRef, Literal]]:
    """Return what is said of every result: the day of the data, and the filter if there is one."""
    found: list[tuple[URIRef, Literal]] = []
    if analysis.network.built:
        found.append((DCTERMS.created, Literal(analysis.network.built[:10], datatype=XSD.date)))
    if analysis.chosen.query():
        found.append((DCTERMS.description, Literal(analysis.chosen.query())))
    return found
