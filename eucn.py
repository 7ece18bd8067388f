"""The command line, ``eucn``: thin, so that pages, commands and tests share functions.

Imports stand inside the commands: ``eucn --help`` should not wait for what it does not use.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import NoReturn

import click

from graph.paths import ROOT

DATA_WRONG = 1
CALL_WRONG = 2

_store = click.option(
    "--store",
    envvar="EUCN_STORE",
    default=".store",
    show_default=True,
    metavar="PATH|URL",
    help="The built store, or the address of a SPARQL 1.1 endpoint (EUCN_STORE).",
)


def fail(message: object, code: int = DATA_WRONG) -> NoReturn:
    """Print a message to standard error and leave with an exit code (1 data, 2 call)."""
    click.echo(str(message), err=True)
    sys.exit(code)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="eucn")
def main() -> None:
    """Build, check, query and serve the EU-China cooperation graph."""


if __name__ == "__main__":
    main()
