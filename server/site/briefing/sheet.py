"""What a briefing says, before it is a page or a file: sentences, numbers, a chart, lists.

All texts are in the language of the request. Page, Word and PDF show the same sheet.
"""

from __future__ import annotations

from graph.catalogue.briefing import Briefing
from server.site import show
from server.site.briefing.follows import follows
from server.site.briefing.lists import gaps_of, lists, telling
from server.site.briefing.numbers import charts, numbers
from server.site.briefing.parts import Sheet
from server.site.briefing.sentences import sentences
from server.site.briefing.subject import Subject
from server.site.data import BuildData


def sheet(build: BuildData, briefing: Briefing) -> Sheet:
    """Return what the briefing says, in the language of the request."""
    about = Subject(build, briefing)
    made = Sheet(about.title, briefing.iri, about.day)
    made.whole = about.whole
    made.sentences = sentences(about)
    made.numbers = numbers(about)
    made.charts = charts(about)
    gaps = gaps_of(about)
    made.follows = follows(about, gaps)
    made.parts = [*lists(about), *telling(about, gaps)]
    made.sources = [(show.plain_name(iri), iri) for iri in _numbered(made, about.sources)]
    return made


def _numbered(made: Sheet, sources: list[str]) -> list[str]:
    """Number the sources in the order in which the lists name them; what none names comes last."""
    items = [item for part in made.parts for item in part.items]
    order = dict.fromkeys(number for item in items for number in item.notes)
    order |= dict.fromkeys(range(1, len(sources) + 1))
    new = {old: number for number, old in enumerate(order, 1)}
    for item in items:
        item.notes = sorted(new[old] for old in item.notes)
    return [sources[old - 1] for old in order]
