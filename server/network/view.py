"""What the pages of the network share: the view that an address asks for, and its answers."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

from flask import Response, request

from graph.network.drawing.look import ALL_TIES, LOOKS, Look, look
from graph.network.measures.analysis import Analysis
from graph.network.measures.cache import view_of
from graph.network.model.filters import Filter, FilterError, parse
from graph.network.telling.faults import said
from graph.network.telling.rows import notes
from graph.network.telling.sentences import Speaker
from graph.tables import Table
from server.i18n import href, language
from server.problems import Problem
from server.site.asked import check_names, read_several
from server.site.frame import store
from server.site.lists import as_file

FILTERS = (
    *(
        {"year_from": "from", "year_to": "to"}.get(one.name, one.name)
        for one in (*fields(Filter), *fields(Look))
    ),
    "at",
)
"""Arguments that the addresses of these pages share: what is counted, and how it is drawn."""
DRAWN = ("/network", "/network/embed")
"""Pages with the diagram; its files have it too."""


@dataclass(frozen=True)
class View:
    """The view of a request: what is counted, who says it, and what the address got wrong."""

    analysis: Analysis
    speaker: Speaker
    problems: tuple[str, ...] = ()
    look: Look = ALL_TIES

    @property
    def chosen(self) -> Filter:
        """Return the filter."""
        return self.analysis.chosen

    @property
    def notes(self) -> list[str]:
        """Return what a reader must know of this view, in the language of the page."""
        return notes(self.analysis, self.speaker)

    @property
    def told(self) -> list[str]:
        """Return what is chosen, in the language of the page."""
        form = [f"{name}={value}" for name, value in self.chosen.form().arguments()]
        return [*self.speaker.chosen_words, *form]

    @property
    def scope(self) -> str:
        """Return how far what the page says reaches, where anything is chosen."""
        if not self.chosen.selects:
            return ""
        what = self.speaker.say("scope.and").join(self.speaker.chosen_words)
        told = self.speaker.say("scope.page", None, what=what)
        if self.analysis.actors and any(self.analysis.eu) != any(self.analysis.china):
            # Else a nought of both sides reads as if nothing were recorded.
            one_side = self.speaker.say("scope.one-side")
            told = self.speaker.say("scope.more", None, told=told, more=one_side)
        return told

    @property
    def with_china(self) -> str:
        """Return the address of this page with China chosen beside the countries that are, empty
        where none is chosen or China's side is there.
        """
        if not self.chosen.country or not self.analysis.actors or any(self.analysis.china):
            return ""
        return self.address(request.path, country=[*sorted(self.chosen.country), "cn"], side=None)

    @property
    def wholes(self) -> list[tuple[str, tuple[str, ...]]]:
        """Return what counts with which actor of the view, by the actor's name."""
        actors = self.analysis.view.actors
        held = [(iri, actor.parts) for iri, actor in actors.items() if actor.parts]
        return sorted(held, key=lambda pair: (self.speaker.name(pair[0]), pair[0]))

    def whole(self, iri: str) -> str:
        """Return the actor of the view that an IRI counts as: itself, or the whole of a part."""
        if iri in self.analysis.at:
            return iri
        return self.analysis.network.two_mode.wholes.get(iri, iri)

    def address(self, path: str, **more: str | Sequence[str] | None) -> str:
        """Return an address with this filter, so that a link reproduces the view.

        Addresses of the diagram say how it is drawn too. ``more`` wins over both.
        """
        arguments: dict[str, Any] = {}
        drawn = path in DRAWN or path.startswith("/network/file/")
        for name, value in (*self.chosen.arguments(), *(self.look.arguments() if drawn else ())):
            arguments.setdefault(name, []).append(value)
        arguments.update(more)
        return href(path, **arguments)


def view(*own: str) -> View:
    """Return the view that the address asks for; values that cannot be are told and left out.

    ``own`` are the arguments of the page beside FILTERS. Raises Problem (400) for an argument that
    is none of these, and in a file, which has no place to tell it, for a value that cannot be.
    """
    check_names(request.args, (*FILTERS, *own))
    for name, known in LOOKS.items():
        read_several(request.args, name, known)
    arguments = {name: request.args.getlist(name) for name in request.args}
    problems: tuple[str, ...] = ()
    try:
        chosen = parse(arguments, analysis_of(Filter()).network.values())
    except FilterError as error:
        problems = tuple(said(error, language()))
        if request.args.get("format"):
            raise Problem(400, "unknown-value", " ".join(problems)) from error
        chosen = Filter()
    speaker = Speaker(analysis_of(Filter()).network, language(), chosen)
    return View(analysis_of(chosen), speaker, problems, look(arguments))


def analysis_of(chosen: Filter) -> Analysis:
    """Return the analysis of a filter; the unfiltered one is that of all other pages."""
    return view_of(store(), chosen)


def json_answer(table: Mapping[str, Any]) -> Response:
    """Return a table as JSON, readable as it is."""
    body = json.dumps(table, ensure_ascii=False, indent=1)
    return Response(body + "\n", mimetype="application/json")


SHEETS = ("csv", "csv-bom", "csv-semicolon", "xlsx")
"""Formats of a table for spreadsheets and programs, as the lists of the site have them."""


def sheet_answer(
    kind: str, rows: Sequence[Mapping[str, Any]], columns: Sequence[str], name: str
) -> Response:
    """Return a table as a file in one of SHEETS."""
    return as_file(Table("", "", rows, columns), kind, name)
