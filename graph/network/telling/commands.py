"""The commands ``brokers``, ``gaps``, ``diagram``, ``years`` and ``specialisation``.

Imports stand inside: ``eucn --help`` should not wait for what it does not use.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from graph.command_line import fail, progress
from graph.errors import CALL_WRONG
from graph.languages import DEFAULT, LANGUAGES
from graph.numerals import is_whole

if TYPE_CHECKING:
    from graph.network.measures.analysis import Analysis
    from graph.store import Store

_Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]

_store = click.option(
    "--store",
    envvar="EUCN_STORE",
    default=".store",
    show_default=True,
    metavar="PATH|URL",
    help="The built store, or the address of a SPARQL 1.1 endpoint (EUCN_STORE).",
)


def _one_of(name: str, default: str, *others: str, help: str | None = None) -> _Decorator:
    """Make an option that takes one of some values."""
    values = click.Choice([default, *others])
    return click.option(name, type=values, default=default, show_default=True, help=help)


_language = _one_of(
    "--language",
    DEFAULT,
    *(one for one in LANGUAGES if one != DEFAULT),
    help="Language of the sentences.",
)
_ATTRIBUTES = ("kind", "community", "year")
"""What colours and bands can tell beside the side and the topic."""

_VIEW = (
    click.option("--side", multiple=True, help="Only actors of a side: eu, china, other, ..."),
    click.option("--country", multiple=True, metavar="CC", help="Only actors of a country."),
    click.option("--kind", multiple=True, help="Only actors of a kind: university, company, ..."),
    click.option("--tie", multiple=True, help="Only ties from project, event, agreement, ..."),
    click.option("--topic", multiple=True, help="Only ties about a topic or a narrower one."),
    click.option("--document", multiple=True, help="Only ties that a document supports."),
    click.option("--from", "from_", metavar="YEAR", help="Only ties in or after a year."),
    click.option("--to", metavar="YEAR", help="Only ties in or before a year."),
    click.option("--at", metavar="YEAR", help="Only ties in a year: --from and --to in one."),
    click.option("--undated", type=click.Choice(["0", "1"]), help="0 leaves out undated ties."),
    click.option("--confidence", metavar="0..1", help="Only ties with at least this confidence."),
    _one_of(
        "--actors",
        "whole",
        "members",
        help="Count partnerships and programmes as single actors, or as their members.",
    ),
    _one_of(
        "--parts",
        "rolled",
        "apart",
        help="Count a part (a faculty, an event within an event) with its whole, or apart.",
    ),
    click.option("--states", is_flag=True, help="Include the EU and China themselves as actors."),
    _one_of(
        "--weighting",
        "newman",
        "count",
        help="Weight of a tie: 1/(n-1) for each shared activity of n actors, or their number.",
    ),
    click.option("--focus", metavar="ID", help="Only actors near one: cluster/clara, ..."),
    click.option(
        "--steps", type=click.IntRange(1, 3), default=1, help="Number of steps around --focus."
    ),
)


def _view(command: Callable[..., None]) -> Callable[..., None]:
    """Add the options that choose a view of the network, the same as in the pages' addresses."""
    for option in reversed(_VIEW):
        command = option(command)
    return command


def _analysis(graph: Store, options: dict[str, Any], runs: int | None = None) -> Analysis:
    from graph.network.model.filters import FilterError
    from graph.network.telling.faults import said
    from graph.network.telling.texts import view

    given = {
        name.rstrip("_"): [str(int(v)) if isinstance(v, bool) else str(v) for v in values]
        for name, value in options.items()
        if (values := list(value) if isinstance(value, tuple) else [value]) and value is not None
    }
    try:
        return view(graph, given, runs)
    except FilterError as error:
        fail("\n".join(said(error, "en")), CALL_WRONG)


@click.command()
@_store
@_view
@_language
@click.option("--by", default="activity", show_default=True, help="Score to order by.")
@click.option("--all", "everyone", is_flag=True, help="Include actors that connect nobody.")
@click.option(
    "--permutations", type=click.IntRange(0, 100_000), help="Number of randomised networks."
)
@_one_of("--format", "table", "csv", "json", "ttl")
def brokers(
    store: str,
    language: str,
    by: str,
    everyone: bool,
    permutations: int | None,
    format: str,
    **options: Any,
) -> None:
    """List the actors that connect the EU and China, and why.

    Example: eucn brokers --topic health --format csv
    """
    from graph.network.measures.brokers import ORDERS
    from graph.network.telling.texts import brokers_text
    from graph.store import open_store

    if by not in ORDERS:
        fail(f"--by {by}: brokers can be ordered by {', '.join(ORDERS)}", CALL_WRONG)
    with progress() as step:
        graph = open_store(store, disk=True)
        step("computing")
        analysis = _analysis(graph, options, permutations)
        text = brokers_text(analysis, language, format, by, everyone)
    click.echo(text, nl=False)


@click.command()
@_store
@_view
@_language
@click.option("--only", multiple=True, metavar="KIND", help="Only gaps of a kind or group.")
@_one_of("--format", "table", "csv", "json", "ttl")
def gaps(store: str, language: str, only: tuple[str, ...], format: str, **options: Any) -> None:
    """List what the documents do not show.

    What sources call lacking, islands, commitments without follow-up, counterparts that are not
    named, and what the sources do not cover: each with what would close it and what it rests on.

    Example: eucn gaps --only follow-up
    """
    from graph.network.telling.texts import gaps_text
    from graph.store import open_store

    with progress() as step:
        graph = open_store(store, disk=True)
        step("computing")
        analysis = _analysis(graph, options)
        try:
            text = gaps_text(graph, analysis, language, format, only)
        except ValueError as error:
            fail(error, CALL_WRONG)
    click.echo(text, nl=False)


@click.command()
@_store
@_view
@_language
@click.option("--cross", is_flag=True, help="Draw only the ties between the EU and China.")
@click.option(
    "--backbone",
    type=click.Choice(["sdsm", "disparity"]),
    help="Draw only ties that stand out from chance, by this method.",
)
@_one_of("--colour", "side", *_ATTRIBUTES, help="What the colours tell.")
@_one_of("--bands", "topic", *_ATTRIBUTES, help="What the bands tell.")
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    required=True,
    help="File; its suffix decides: svg, png, graphml, gexf, csv, json, html.",
)
@click.option(
    "--format", help="Format, where the suffix does not decide (standard output: svg by default)."
)
def diagram(
    store: str,
    language: str,
    cross: bool,
    backbone: str | None,
    colour: str,
    bands: str,
    output: Path,
    format: str | None,
    **options: Any,
) -> None:
    """Draw the network into a file, or to standard output (-o -).

    Example: eucn diagram -o network.svg
    """
    from graph.network.drawing.look import ALL, CROSS, Look
    from graph.network.telling.texts import diagram as draw
    from graph.store import open_store

    with progress() as step:
        graph = open_store(store, disk=True)
        step("drawing")
        look = Look(backbone or (CROSS if cross else ALL), colour, bands)
        analysis = _analysis(graph, options)
        try:
            count = draw(analysis, language, output, look, format)
        except ValueError as error:
            fail(error, CALL_WRONG)
    click.echo(f"{output}: {count} actors, {len(analysis.ties)} ties", err=True)


@click.command()
@_store
@_view
@_language
@click.option("--split", metavar="YEAR", help="Compare the years before one with it and after.")
@_one_of("--format", "table", "csv", "json")
def years(store: str, language: str, split: str | None, format: str, **options: Any) -> None:
    """Show how the network changes from year to year.

    Actors, ties and EU-China pairs that enter, stay and leave, and how far groups persist.

    Example: eucn years --split 2020
    """
    from graph.network.telling.texts import years_text
    from graph.store import open_store

    if split is not None and not (is_whole(split) and len(split) == 4):
        fail(f"--split {split}: not a year", CALL_WRONG)
    with progress() as step:
        graph = open_store(store, disk=True)
        step("computing")
        analysis = _analysis(graph, options)
        text = years_text(analysis, language, format, int(split) if split else None)
    click.echo(text, nl=False)


@click.command()
@_store
@_view
@_language
@_one_of("--by", "country", "province")
@click.option(
    "--least",
    type=click.IntRange(1),
    default=5,
    show_default=True,
    help="Activities that a cell must rest on.",
)
@_one_of("--format", "table", "csv", "json")
def specialisation(
    store: str, language: str, by: str, least: int, format: str, **options: Any
) -> None:
    """Compare countries or provinces with their mean, by topic.

    Revealed comparative advantage of EU-China activities, and the topics that lie near.

    Example: eucn specialisation --by province --format csv
    """
    from graph.network.telling.texts import specialisation_text
    from graph.store import open_store

    with progress() as step:
        graph = open_store(store, disk=True)
        step("computing")
        text = specialisation_text(_analysis(graph, options), language, format, by, least)
    click.echo(text, nl=False)


def network_commands() -> tuple[click.Command, ...]:
    """Return the commands of the network analysis, for the command line."""
    return (brokers, gaps, diagram, years, specialisation)
