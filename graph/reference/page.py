"""The reference page of the ontology as HTML, from a template of our own and without script."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from graph.languages import HTML, LANGUAGES, choose
from graph.paths import ONTOLOGY
from graph.reference.examples import class_query, evidence_query, guesses, property_query
from graph.reference.overview import overview
from graph.reference.terms import ROOTS, ClassTerm, Reference, Term, load_reference
from graph.reference.usage import Usage, counted
from graph.reference.words import WORDS

# The groups of classes, by the class at the top of each; evidence is what lies below none.
GROUPS = ("Entity", "Relation")

_environment = Environment(
    loader=FileSystemLoader(Path(__file__).parent),
    autoescape=True,
    trim_blocks=True,
    lstrip_blocks=True,
    undefined=StrictUndefined,
)


def ontology_page(
    lang: str = "en",
    href: Callable[[str], str] = str,
    downloads: Sequence[tuple[str, str]] = (),
    folder: Path = ONTOLOGY,
    usage: Usage | None = None,
    run: Callable[[str], str] | None = None,
    seconds: float = 30,
) -> str:
    """Return the page as an HTML fragment that begins with its ``h1``, for a frame to be put
    around.

    ``lang`` is en, de or zh (ValueError otherwise); examples are in English and marked so.
    ``href`` turns a path of the site (``/vocabulary/role/``) into an address. ``downloads`` are
    pairs of the name of a format and its address. ``usage`` says how much of the data has each
    term, where that is known; ``run`` makes the address at which a query is run, and ``seconds``
    is how long one may take. The id of each term is its local name, so that
    ``https://w3id.org/eucn/ontology#Project`` leads to its place.
    """
    if lang not in LANGUAGES:
        raise ValueError(f"language {lang!r} is not one of {', '.join(LANGUAGES)}")
    reference = load_reference(folder)
    words = WORDS[lang]

    def label(term: Term) -> str:
        return choose(term.labels, lang)

    return _environment.get_template("page.html").render(
        reference=reference,
        words=words,
        lang=lang,
        html_lang=HTML[lang],
        label=label,
        href=href,
        downloads=downloads,
        groups=_groups(reference, words),
        tree=_tree(reference),
        figure=overview(reference, lang),
        languages=LANGUAGES,
        used=None if usage is None else usage.used,
        usage=usage,
        counted=lambda number: counted(number, lang),
        having=lambda name: usage.of(name, reference) if usage else [],
        sources=lambda name: usage.come_from(name, lang, words["documents"]) if usage else [],
        run=run,
        seconds=f"{seconds:g}",
        unused=lambda scheme, concept: usage is not None and usage.lacks(scheme, concept.iri),
        guesses=guesses(),
        class_query=lambda term: class_query(term, lang),
        property_query=lambda term: property_query(term, reference, lang),
        evidence_query=evidence_query,
        roots=ROOTS,
    )


def _groups(reference: Reference, words: dict[str, str]) -> list[tuple[str, list[ClassTerm]]]:
    """Heading and classes of each group, in the order of the tree."""
    order = [name for name, _ in _tree(reference)]
    placed: dict[str, list[ClassTerm]] = {group: [] for group in (*GROUPS, "Claim")}
    for name in order:
        above = reference.above(name)
        group = next((g for g in GROUPS if g in above), "Claim")
        placed[group].append(reference.classes[name])
    return [(words[f"group-{group}"], classes) for group, classes in placed.items()]


def _tree(reference: Reference) -> list[tuple[str, int]]:
    """Return every class with its depth, parents before children."""
    rows: list[tuple[str, int]] = []

    def walk(name: str, depth: int) -> None:
        rows.append((name, depth))
        for child in reference.classes[name].children:
            walk(child, depth + 1)

    for name, term in reference.classes.items():
        if not term.parents:
            walk(name, 0)
    return rows
