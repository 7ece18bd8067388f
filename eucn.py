"""The command line, ``eucn``: thin, so that pages, commands and tests share functions.

Imports stand inside the commands: ``eucn --help`` should not wait for what it does not use.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from graph.command_line import Commands, fail, progress, query_text
from graph.errors import CALL_WRONG, DATA_WRONG
from graph.languages import DEFAULT, LANGUAGES
from graph.limits import MEMORY, SECONDS
from graph.network.telling.commands import network_commands

if TYPE_CHECKING:
    pass

_store = click.option(
    "--store",
    envvar="EUCN_STORE",
    default=".store",
    show_default=True,
    metavar="PATH|URL",
    help="The built store, or the address of a SPARQL 1.1 endpoint (EUCN_STORE).",
)
_sources = click.option(
    "--sources",
    type=click.Path(path_type=Path),
    default=None,
    metavar="DIR",
    help="Folder of records; the project's own by default.",
)
_documents = click.option(
    "--documents",
    type=click.Path(path_type=Path, file_okay=False),
    envvar="EUCN_DOCUMENTS",
    default=None,
    metavar="DIR",
    help="Folder with the texts of the documents (EUCN_DOCUMENTS).",
)
_table_format = click.option(
    "--format",
    "format",
    type=click.Choice(["table", "csv", "json"]),
    default="table",
    show_default=True,
)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="eucn")
def main() -> None:
    """Build, check, query and serve the EU-China cooperation graph."""


@main.command()
@_store
@_sources
@click.option(
    "--registers/--no-registers",
    default=True,
    envvar="EUCN_REGISTERS",
    help="Whether the extracts of CORDIS and ROR are taken in (EUCN_REGISTERS).",
)
def build(store: str, sources: Path | None, registers: bool) -> None:
    """Build the store from records and registers, if valid.

    Only what changed is made anew. The old store stays until the new one is whole and valid.

    Example: eucn build --store .store
    """
    from graph.assembly.assemble import Change, InvalidGraph
    from graph.assembly.assemble import build as build_store
    from graph.assembly.layers import PUBLISHER
    from graph.paths import SOURCES
    from graph.records.problems import RecordError
    from graph.store.layers import Kind

    if "://" in store:
        fail("eucn build writes to a path; to fill a remote store use eucn load", CALL_WRONG)
    try:
        with progress(_expected(Path(store), registers)) as step:
            change = Change(registers=registers)
            made = build_store(Path(store), sources or SOURCES, progress=step, change=change)
    except RecordError as error:
        count = len(error.problems)
        fail(f"{error}\n{count} problem{'s' * (count > 1)}; nothing was written")
    except InvalidGraph as error:
        fail(f"{error}\nthe graph is not valid; nothing was written")
    warnings = len(made.findings)
    # The tables that map their words to ours are our own.
    taken = sum(one.kind == Kind.REGISTER and one.publisher != PUBLISHER for one in made.layers)
    also = f" and {taken} registers" if taken else ""
    click.echo(
        f"built {store}: {made.manifest.quads:,} quads from {len(made.documents)} documents{also}, "
        f"build {made.manifest.build}" + (f", {warnings} warnings (eucn validate)" * bool(warnings))
    )


def _expected(store: Path, registers: bool) -> str:
    """Return what to tell before a build that makes everything; a later one takes seconds."""
    if store.exists():
        return ""
    time = "usually one to three minutes" if registers else "usually less than half a minute"
    return f"The first build makes everything: {time}. Later ones make what changed."


@main.command()
@_sources
@_documents
@click.option(
    "--format",
    "format",
    type=click.Choice(["text", "turtle", "json"]),
    default="text",
    show_default=True,
    help="turtle is the SHACL report as RDF.",
)
@click.option(
    "--lang",
    type=click.Choice(LANGUAGES),
    default=DEFAULT,
    show_default=True,
    help="Language of the messages.",
)
def validate(sources: Path | None, documents: Path | None, format: str, lang: str) -> None:
    """Check the records against the ontology and the shapes.

    With --documents, against the texts as well.

    Exits with 1 when anything is violated; warnings pass.

    Example: eucn validate --documents texts/
    """
    import json
    from dataclasses import asdict

    from graph.assembly.assemble import prepare
    from graph.extraction.readings import READINGS
    from graph.paths import SOURCES
    from graph.records.evidence import check_evidence, not_compared
    from graph.records.problems import RecordError

    if documents and not documents.is_dir():
        fail(f"{documents}: no such folder; --documents names the folder of the texts", CALL_WRONG)
    try:
        with progress() as step:
            made = prepare(sources or SOURCES, progress=step)
            absent = not_compared(made.sources, documents) if documents else []
            problems = check_evidence(made.sources, documents, read=READINGS) if documents else []
    except RecordError as error:
        fail(error)
    report = made.report
    if format == "turtle":
        click.echo(report.graph.serialize(format="turtle"), nl=False)
    elif format == "json":
        rows = [asdict(finding) for finding in report.findings]
        rows += [asdict(problem) for problem in problems]
        click.echo(json.dumps(rows, indent=2, ensure_ascii=False))
    else:
        for finding in report.findings:
            click.echo(finding.told(lang))
        for problem in problems:
            click.echo(str(problem))
        for problem in made.sources.unready:
            click.echo(f"in a draft, for its review: {problem}")
        violations = sum(f.severity == "Violation" for f in report.findings) + len(problems)
        click.echo(
            f"{len(made.quads):,} quads: {violations} violations, "
            f"{len(report.findings) + len(problems) - violations} warnings"
            + ("" if documents else "; the texts were not compared (--documents DIR)")
        )
        if absent:
            names = ", ".join(sorted(record.file or "" for record in absent))
            click.echo(f"not compared, because not in {documents}: {names}")
    if problems or not report.conforms:
        sys.exit(DATA_WRONG)


@main.command()
@click.argument("draft", type=click.Path(path_type=Path, dir_okay=False))
@_documents
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Default: the draft itself.")
def place(draft: Path, documents: Path | None, output: Path | None) -> None:
    """Turn the quotes of a record into places in the text.

    Example: eucn place sources/new-document.yaml --documents texts/
    """
    from graph.records.place import place_file
    from graph.records.problems import RecordError

    if documents is None:
        fail("say where the texts are: --documents DIR", CALL_WRONG)
    try:
        place_file(draft, output or draft, documents)
    except RecordError as error:
        fail(f"{error}\nnothing was written")


@main.command()
@click.argument("file", metavar="FILE|NAME|-")
@_store
@click.option(
    "--format",
    "format",
    default="table",
    show_default=True,
    help="table, json, xml, csv, tsv; turtle, nt, jsonld, rdfxml for CONSTRUCT.",
)
@click.option(
    "--timeout",
    default=SECONDS,
    show_default=True,
    type=click.FloatRange(min=0.1),
    help="Time limit, in seconds.",
)
@click.option(
    "--memory",
    default=MEMORY >> 20,
    show_default=True,
    type=click.IntRange(1),
    help="Memory limit, in MB.",
)
def query(file: str, store: str, format: str, timeout: float, memory: int) -> None:
    """Answer a SPARQL query from a file, the gallery or -.

    The project's prefixes need not be declared.

    Example: eucn query partners-of-a-project --format csv
    """
    from graph.questions import with_prefixes
    from graph.result_table import query_table
    from graph.store import QueryRefused, QuerySyntaxError, open_store
    from graph.store.guard import check
    from graph.store.within import within

    asked = query_text(file)
    graph = open_store(store, disk=True)

    def answer() -> bytes:
        text = with_prefixes(asked)
        for name in check(text).unknown((), (), graph.graphs()):
            click.echo(f"There is no graph <{name}> here; it counts as empty.", err=True)
        if format == "table":
            return query_table(graph, text).encode()
        return graph.query_bytes(text, format)

    try:
        found = within(answer, timeout, memory << 20)
    except QuerySyntaxError as error:
        fail(f"{file}: not valid SPARQL: {error}", CALL_WRONG)
    except (QueryRefused, ValueError) as error:
        fail(f"{file}: {error}", CALL_WRONG)
    click.echo(found, nl=False)


@main.command()
@_store
@_table_format
def conflicts(store: str, format: str) -> None:
    """List contradictory statements with their sources.

    Example: eucn conflicts --format json
    """
    from graph.assembly.conflict_table import conflict_table
    from graph.store import open_store

    click.echo(conflict_table(open_store(store, disk=True)).render(format), nl=False)


@main.command()
@click.option(
    "--format",
    "format",
    type=click.Choice(["ttl", "trig", "nq", "jsonld", "csv"]),
    required=True,
    help="ttl is the union without graphs; csv is a zip of one table per class.",
)
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), required=True)
@_store
def export(format: str, output: Path, store: str) -> None:
    """Write the whole dataset to a file, or to standard output.

    Example: eucn export --format trig -o eucn.trig
    """
    from graph.export import export as export_dataset
    from graph.store import open_store

    size = export_dataset(open_store(store, disk=True), format, output)
    click.echo(f"wrote {output}: {size:,} bytes", err=True)


@main.command()
@_store
@_documents
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65535))
@click.option(
    "--timeout",
    default=SECONDS,
    show_default=True,
    type=click.FloatRange(min=0.1),
    help="Time limit per query, in seconds.",
)
@click.option(
    "--workers",
    type=click.IntRange(2),
    help="Worker processes; by default the number of cores plus four.",
)
@click.option("--disk", is_flag=True, help="Read the store from disk, not from memory.")
@click.option(
    "--memory", type=click.IntRange(1), help="Memory limit per query, in MB.", default=MEMORY >> 20
)
@click.option("--origin", default="", metavar="URL", help="Public address of the server.")
@click.option("--publisher", metavar="NAME", help="Publisher, for the catalogue.")
@click.option(
    "--contact", default="", metavar="URL|EMAIL", help="Whom to ask; reports of errors go there."
)
@click.option("--proxies", type=click.IntRange(0), default=0, help="Trusted proxies in front.")
@click.option(
    "--access-log",
    default="-",
    show_default=True,
    metavar="-|FILE|none",
    help="Where the access log goes (one JSON line per request).",
)
@click.option(
    "--set",
    "others",
    multiple=True,
    metavar="NAME=VALUE",
    help="Any other setting of docs/operations.md, such as budget=0; may be given again.",
)
def serve(
    store: str,
    documents: Path | None,
    host: str,
    port: int,
    timeout: float,
    workers: int | None,
    memory: int,
    others: tuple[str, ...],
    **more: Any,
) -> None:
    """Serve pages, SPARQL and linked data.

    Example: eucn serve --port 8080
    """
    from server.serve import CannotServe
    from server.serve import serve as serve_store
    from server.settings import read

    if more["publisher"] is None:
        del more["publisher"]
    try:
        more |= read(others)
    except ValueError as error:
        fail(error, CALL_WRONG)
    try:
        code = serve_store(
            host, port, store, documents, timeout, workers, memory=memory << 20, **more
        )
    except CannotServe as error:
        fail(error, CALL_WRONG)
    sys.exit(code)


@main.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@_store
@click.option("--graph", metavar="IRI", help="Named graph for statements that belong to none.")
@click.option("--licence", metavar="IRI", default="", help="The licence of the file's contents.")
@click.option(
    "--graph-store",
    metavar="URL",
    default="",
    help="Address of the Graph Store Protocol, if the store has one.",
)
@click.option(
    "--update",
    metavar="URL",
    default="",
    help="Address for SPARQL Update; by default that of --store.",
)
@click.option("--user", default="", help="The password is taken from EUCN_STORE_PASSWORD.")
@click.option("--digest", is_flag=True, help="Digest authentication (Virtuoso) instead of Basic.")
def load(file: Path, store: str, graph: str | None, licence: str, **where: Any) -> None:
    """Load RDF into a local store, or a remote SPARQL 1.1 store.

    Here FILE becomes a layer of its own, which later builds keep (eucn layers); what it says in
    our terms must fit our shapes. Elsewhere the graphs of FILE replace those that an earlier load
    left; a load that broke off goes on.

    Example: eucn load .store/data.nq --store http://localhost:7878/query
    --graph-store http://localhost:7878/store
    """
    from graph.store.opening import is_address

    with progress() as say:
        if is_address(store):
            from graph.store.fill import load_file

            done = load_file(file, store, graph, say, **where)
        else:
            from graph.assembly.keeping import load_here

            done = load_here(file, Path(store), graph, licence, say)
    click.echo(done)


@main.group(invoke_without_command=True)
@_store
@_table_format
@click.pass_context
def layers(context: click.Context, store: str, format: str) -> None:
    """List the layers that the graph is made of.

    Example: eucn layers --format csv
    """
    from graph.assembly.keeping import layer_table

    context.obj = store
    if context.invoked_subcommand is None:
        click.echo(layer_table(store).render(format), nl=False)


@layers.command()
@click.argument("name")
@click.pass_obj
def remove(store: str, name: str) -> None:
    """Take out a layer that was loaded or imported.

    Example: eucn layers remove loaded/partners
    """
    from graph.assembly.keeping import remove_layer

    with progress() as say:
        done = remove_layer(store, name, say)
    click.echo(done)


@main.command()
@click.argument("record", required=False, type=click.Path(path_type=Path, exists=True))
@click.argument("text", required=False, type=click.Path(path_type=Path, exists=True))
@click.option("--before", type=click.Path(path_type=Path, exists=True), help="The old TEXT.")
@click.option("--all", "everything", is_flag=True, help="Also what is the same; each statement.")
@click.option("--snapshot", default="", metavar="DATE", help="Of the registers; else the newest.")
@_store
def diff(
    record: Path | None,
    text: Path | None,
    before: Path | None,
    everything: bool,
    snapshot: str,
    store: str,
) -> None:
    """Show what changed between builds, documents or snapshots.

    With RECORD and TEXT, what a newer text of a document moved, altered or dropped of its record;
    exits with 1 where a fact has to be looked at again.

    Without them, which layers the newest build of the store changed, and what the newest snapshot
    of each imported register brought, changed and no longer has.

    Example: eucn diff sources/notice.yaml notice-2.txt --before notice.txt
    """
    if record is not None:
        from graph.extraction.commands import diff_record

        if text is None:
            fail(f"name the newer text of {record} too: eucn diff {record} TEXT", CALL_WRONG)
        diff_record(record, text, before, everything)
        return
    from graph.importing.comparing import builds, snapshots

    if "://" in store:
        fail("builds are compared where they are kept: name the path of a store", CALL_WRONG)
    for line in (*builds(Path(store), everything), *snapshots(store, snapshot)):
        click.echo(line)


for command in network_commands():
    main.add_command(command)


def _register() -> None:
    """Add the commands that live beside what they call."""
    from graph.extraction.commands import register
    from graph.identity.commands import links
    from graph.importing.commands import import_group
    from server.curate.command import curate

    register(main)
    main.add_command(curate)
    main.add_command(import_group)
    main.add_command(links)


_register()

if __name__ == "__main__":
    main()
