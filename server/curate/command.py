"""``eucn curate``: serves the page of the review on this machine."""

from __future__ import annotations

from pathlib import Path

import click

from graph.command_line import fail, progress
from graph.errors import CALL_WRONG


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False), metavar="DIR")
@click.option(
    "--sources",
    type=click.Path(path_type=Path, file_okay=False),
    default=None,
    metavar="DIR",
    help="Folder of records; the project's own by default.",
)
@click.option("--port", default=0, type=click.IntRange(0, 65535), help="A free one by default.")
@click.option("--store", envvar="EUCN_STORE", default=".store", show_default=True, metavar="PATH")
@click.option("--keep-quotes", is_flag=True, help="Licence or owner allow the text's words.")
def curate(folder: Path, sources: Path | None, port: int, store: str, keep_quotes: bool) -> None:
    """Review candidates beside the texts, on a local page.

    Example: eucn curate texts/
    """
    from werkzeug.serving import WSGIRequestHandler, make_server

    from graph.extraction.matching import Known
    from graph.extraction.wording.terms import called, keys, labels, spoken, vocabularies
    from graph.paths import SOURCES
    from graph.records.load import load_sources
    from graph.records.problems import RecordError
    from graph.records.schema import load_ontology, schema_from
    from server.curate.app import Desk, create_app
    from server.curate.queue import Queue

    if not folder.is_dir():
        fail(f"{folder}: no such folder; name the one with the documents", CALL_WRONG)
    with progress() as say:
        say("reading the records")
        try:
            # A folder without a record yet is where the first one goes.
            folder_of_records = sources or SOURCES
            first = folder_of_records.is_dir() and not any(folder_of_records.glob("*.yaml"))
            found = None if first else load_sources(folder_of_records)
        except RecordError as error:
            fail(f"{error}\nmend the records first; new ones could not be validated")
        say("reading the documents")
        ontology = load_ontology()
        schema = schema_from(ontology)
        desk = Desk(
            Queue(folder, found),
            schema,
            Known(found),
            sources or SOURCES,
            keep_quotes,
            store,
            labels=labels(ontology, keys(schema)),
            words=vocabularies(ontology, schema),
            schemes=called(ontology, schema),
            spoken=spoken(ontology, schema),
        )

    class Handler(WSGIRequestHandler):
        timeout = 30  # seconds in which a connection has to say something, or it is closed

    try:
        app = create_app(desk)
        server = make_server("127.0.0.1", port, app, threaded=True, request_handler=Handler)
    except (OSError, SystemExit):
        fail(f"port {port} is taken; choose another with --port", CALL_WRONG)
    click.echo(f"http://127.0.0.1:{server.server_port}/?token={desk.token}")
    click.echo("Ctrl-C ends it; every decision is saved already.", err=True)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        click.echo("", err=True)
