"""The command ``eucn links``: tables of identity, a walk through the doubtful, taking back."""

from __future__ import annotations

import getpass
import os
from pathlib import Path

import click

from graph.command_line import fail
from graph.errors import CALL_WRONG

KINDS = ("pic-ror", "pic-pic", "document", "project", "without-pic")

_folder = click.option(
    "--judgements",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    default=None,
    metavar="DIR",
    help="Folder of judgements; the project's own by default.",
)
_person = click.option(
    "--person",
    envvar="EUCN_PERSON",
    default="",
    help="Who decides (EUCN_PERSON); the user of this machine by default.",
)
_store = click.option(
    "--store",
    envvar="EUCN_STORE",
    default=".store",
    show_default=True,
    metavar="PATH|URL",
    help="A store whose imported layers are listed too (EUCN_STORE).",
)


@click.group(invoke_without_command=True)
@click.option("--kind", type=click.Choice(KINDS), default="pic-ror", show_default=True)
@click.option(
    "--format",
    "format",
    type=click.Choice(["table", "csv", "json"]),
    default="table",
    show_default=True,
)
@_store
@_folder
@click.pass_context
def links(context: click.Context, kind: str, format: str, store: str, folder: Path | None) -> None:
    """Show which organisations of different sources are one.

    Each link says whether it is decided or waits for review, with score and reason.

    Example: eucn links --kind document --format csv
    """
    if context.invoked_subcommand is not None:
        return
    from graph.identity.judgements import IDENTITY
    from graph.identity.links import links as table_of
    from graph.identity.stored import all_judgements

    click.echo(table_of(all_judgements(folder or IDENTITY, store), kind).render(format), nl=False)


@links.command()
@_store
@_folder
@_person
@click.option("--all", "everything", is_flag=True, help="Also pairs that are hardly alike.")
def review(store: str, folder: Path | None, person: str, everything: bool) -> None:
    """Decide the doubtful links, one by one.

    Each answer is kept at once, so that the walk can end anywhere and go on later.

    Example: eucn links review --person "Ada L."
    """
    from graph.identity.judgements import IDENTITY
    from graph.identity.parties import known_parties
    from graph.identity.review import walk
    from graph.identity.stored import all_judgements

    where = folder or IDENTITY
    done = walk(
        all_judgements(where, store),
        known_parties(),
        where,
        _who(person),
        _ask,
        click.echo,
        everything,
    )
    click.echo(f"decided {done.decided}, passed {done.passed}, left {done.left}")


@links.command()
@click.argument("identifier", metavar="ID")
@_store
@_folder
@_person
def undo(identifier: str, store: str, folder: Path | None, person: str) -> None:
    """Take back one judgement by its id.

    It takes effect at the next build.

    Example: eucn links undo m0123456789a
    """
    from graph.identity.judgements import IDENTITY, PERSON_FILE
    from graph.identity.review import undo as take_back
    from graph.identity.stored import all_judgements

    where = folder or IDENTITY
    try:
        written = take_back(all_judgements(where, store), identifier, _who(person), where)
    except KeyError:
        fail(
            f"{identifier}: no judgement has this id; ids stand in {where} and on pages", CALL_WRONG
        )
    click.echo(f"{written.left} and {written.right}: {written.reason} ({where / PERSON_FILE})")


def _who(person: str) -> str:
    if person:
        return person
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return os.environ.get("USER") or "person"


def _ask(question: str) -> str:
    """Return an answer from the terminal; the end of the input ends the walk."""
    try:
        answer: str = click.prompt(question, default="", show_default=False, prompt_suffix="")
    except click.Abort:
        return "q"
    return answer
