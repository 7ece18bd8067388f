"""What an address asks of a list: understood whole, or refused with near values.

A filter that is not known must not show everything, and a value that is not known must not show
nothing: either would be an answer to another question.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from flask_babel import gettext as _
from rapidfuzz import fuzz, process
from werkzeug.datastructures import MultiDict

from graph.catalogue import Filters
from graph.catalogue.selection import FACETS
from server.i18n import punctuation
from server.problems import Problem
from server.site.data import data

ALWAYS = ("lang", "format", "page", "sort")
"""What every list understands beside its filters."""
YEARS = ("from", "to")
LIST_FILTERS = FACETS
MOST_DIGITS = 6
"""Digits of a page number; the engine cannot skip more rows than a number of 64 bits counts."""
LIKE = 70.0
"""Least likeness (0 to 100) of the name of a filter to what was written."""


class Unknown(Problem):
    """A filter, or a value of one, that is not known (400), with what may have been meant.

    ``argument`` is the name in the address, ``value`` what it says, "" where the name is unknown;
    ``near`` may stand in its place; ``likely`` tells that it is like it, else it is all there is.
    """

    def __init__(
        self, sentence: str, argument: str, value: str, near: Sequence[str], likely: bool
    ) -> None:
        told = sentence
        if near:
            listed = punctuation().comma.join(near)
            told += punctuation().space
            told += (
                _("Perhaps you meant: %(values)s", values=listed)
                if likely
                else _("Possible: %(values)s", values=listed)
            )
        super().__init__(400, "unknown-value" if value else "unknown-filter", told, near=list(near))
        self.sentence = sentence
        self.argument = argument
        self.value = value
        self.near = list(near)
        self.likely = likely


def read_filters(arguments: MultiDict[str, str], more: Iterable[str] = ("name",)) -> Filters:
    """Return the filters that an address asks for; ``more`` names arguments beside them.

    Raises Problem (400) for an argument or a value that is not known.
    """
    check_names(arguments, (*LIST_FILTERS, *YEARS, *more))
    page_number(arguments)
    first, last = read_year(arguments, "from"), read_year(arguments, "to")
    if first and last and first > last:
        said = _(
            "The first year is later than the last: %(first)s to %(last)s.", first=first, last=last
        )
        turned = [f"from={last}&to={first}"]
        raise Problem(400, "unknown-value", said, near=turned)
    return Filters(
        category=read_meant(arguments, "class"),
        kind=read_meant(arguments, "kind"),
        country=read_meant(arguments, "country"),
        place=read_meant(arguments, "place"),
        side=read_meant(arguments, "side"),
        status=read_meant(arguments, "status"),
        topic=read_meant(arguments, "topic"),
        money=read_meant(arguments, "money"),
        document=read_meant(arguments, "document"),
        first_year=first,
        last_year=last,
        text=arguments.get("name", "").strip()[:200],
    )


def page_number(arguments: MultiDict[str, str]) -> int:
    """Return the number of the page that an address asks for, 1 where it names none.

    Raises Problem (400) for what is no number that a page could have.
    """
    text = arguments.get("page", "1")
    if not _number(text):
        said = _("“%(value)s” is not a page number.", value=text[:60])
        raise Problem(400, "unknown-value", said)
    return max(1, int(text))


def read_number(arguments: MultiDict[str, str], name: str, default: int) -> int:
    """Return the whole number that an argument gives, ``default`` where it is not given.

    Raises Problem (400) for anything else than up to six digits.
    """
    text = arguments.get(name, "").strip()
    if not text:
        return default
    if not _number(text):
        raise Problem(400, "unknown-value", not_a_value(name, text))
    return int(text)


def _number(text: str) -> bool:
    # int() takes digits of any script, and str.isdigit() raised ones as well, which int() refuses.
    return text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS


def check_names(arguments: Iterable[str], known: Iterable[str]) -> None:
    """Raise Problem (400) for an argument that is neither among ``known`` nor always understood."""
    all_known = (*known, *ALWAYS)
    for name in arguments:
        if name not in all_known:
            _refuse_name(name, all_known)


def check_value(name: str, value: str, known: Iterable[str]) -> None:
    """Raise Problem (400) for a value that is not among those that an argument can have."""
    values = tuple(known)
    if value and value not in values:
        raise Unknown(not_a_value(name, value), name, value, values, likely=False)


def read_several(arguments: MultiDict[str, str], name: str, known: Iterable[str]) -> frozenset[str]:
    """Return the values of an argument that can stand several times.

    Raises Problem (400) for one that is not among ``known``.
    """
    values, given = tuple(known), arguments.getlist(name)
    for value in given:
        check_value(name, value, values)
    return frozenset(given) - {""}


def read_choice(facet: str, text: str) -> str:
    """Return the one value of a facet that is meant by a text; ``""`` for an empty one.

    Raises Problem (400) for a value that is not known.
    """
    if not text:
        return ""
    meant = data().values.find(facet, text)
    if not meant:
        _refuse_value(facet, text)
    return min(meant)


def check_order(order: str, columns: Iterable[str]) -> None:
    """Raise Problem (400) for an order that is none of the columns, with or without ``-``."""
    columns = tuple(columns)
    if order and order.removeprefix("-") not in columns:
        text = _("The list cannot be sorted by “%(value)s”.", value=order[:60])
        raise Unknown(text, "sort", order, columns, likely=False)


def read_meant(arguments: MultiDict[str, str], facet: str) -> frozenset[str]:
    """Return all values of a facet that are meant by what an address says of it.

    Raises Problem (400) for a value that is not known.
    """
    found: set[str] = set()
    for text in arguments.getlist(facet):
        if not text:
            continue
        meant = data().values.find(facet, text)
        if not meant:
            _refuse_value(facet, text)
        found |= meant
    return frozenset(found)


def read_year(arguments: MultiDict[str, str], name: str) -> int | None:
    """Return the year that an argument names, None where it is not given; Problem (400) else."""
    text = arguments.get(name, "").strip()
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) == 4):
        told = _("“%(value)s” is not a year; write four digits.", value=text[:60])
        raise Problem(400, "unknown-value", told)
    return int(text)


def _refuse_name(name: str, known: tuple[str, ...]) -> None:
    filters = tuple(one for one in known if one not in ALWAYS)
    found = process.extract(name, filters, scorer=fuzz.ratio, limit=3, score_cutoff=LIKE)
    near = [one for one, _score, _at in found]
    text = _("There is no filter “%(name)s” here.", name=name[:60])
    raise Unknown(text, name, "", near or filters, likely=bool(near))


def _refuse_value(facet: str, value: str) -> None:
    near = data().values.near(facet, value)
    raise Unknown(not_a_value(facet, value), facet, value, near, likely=True)


def not_a_value(name: str, value: str) -> str:
    """Return the sentence that says that a filter cannot have a value."""
    return str(
        _("“%(value)s” is not a value of the filter “%(name)s”.", value=value[:60], name=name)
    )
