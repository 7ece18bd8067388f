"""How values are shown in templates: names with their language, links, dates, numbers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any
from urllib.parse import urlencode

from babel.dates import format_date, format_skeleton
from babel.numbers import format_compact_decimal, format_decimal
from flask import Flask, request
from flask_babel import get_locale, gettext, ngettext
from markupsafe import Markup, escape
from rdflib import Literal, URIRef

from graph.catalogue import Entry, Name
from graph.catalogue.entries import choose
from graph.iris import DOCUMENT, EUCN, VOCABULARY, split
from graph.languages import HTML, base_language
from graph.network.measures.gap import Gap
from graph.network.telling.sentences import Speaker
from server.i18n import href, language, punctuation
from server.site.data import catalogue, data
from server.site.diagrams import cut
from server.site.foreign import in_own_words, marked_as
from server.site.frame import local

# Names of languages are needed for the mark beside a text only, so its code is enough.


def marked(name: Name, mark: bool = True) -> Markup:
    """Return a text in an element with its language, and with a visible mark where asked.

    Text in the page's language, or without one, is returned plain; our own words are told in the
    page's language where they are there in it.
    """
    if not name.language or name.language == language():
        return escape(name.text)
    if own := in_own_words(name, language()):
        return escape(own)
    shown = marked_as(name.language, name.text)
    if mark:
        shown += Markup('<abbr class="lang" title="{}">{}</abbr>').format(
            _language_name(name.language), name.language
        )
    return shown


def told(text: str, element: str = "span") -> Markup:
    """Return a sentence, name or composed label with the names of other languages marked.

    In a drawing the ``element`` is ``tspan``.
    """
    if isinstance(text, Markup):
        return text
    return data().foreign_names(language()).mark(str(text), element)


def language_tag(text: str) -> str:
    """Return the tag of the language of a name, "" for the page's: for an ``<option>``."""
    tag = data().foreign_names(language()).tags.get(text, "")
    return HTML.get(tag, tag)


def of_document(text: str, document: str) -> Markup:
    """Return a heading or quote of a document, which is in the document's language."""
    return marked(Name(text, data().document_languages.get(document, "")), False)


def said_of_gap(speaker: Speaker, gap: Gap) -> Markup:
    """Return the sentence of a gap; what a record says in other words than the page's is marked."""
    sentence, quoted = speaker.gap(gap), Name(*speaker.quoted(gap))
    # Our own words are told in the page's language already.
    if not quoted.text or quoted.text not in sentence:
        return told(sentence)
    before, _found, after = sentence.partition(quoted.text)
    return Markup("{}{}{}").format(told(before), marked(quoted), told(after))


def _language_name(code: str) -> str:
    locale = get_locale()
    return str(locale.languages.get(code, code)) if locale else code


def name_of(iri: str, mark: bool = False) -> Markup:
    """Return the name of an entity, concept or term in the language of the page."""
    known = catalogue()
    name = known.label(iri, language())
    # The label of a relation is made of names, each in the language that it has.
    if iri in known.nodes and name.language == language():
        return told(name.text)
    return marked(name, mark)


def plain_name(iri: str) -> str:
    """Return the name of an entity, concept or term as text, for attributes and files."""
    return catalogue().label(iri, language()).text


def whose(iri: str, within: str = "") -> str:
    """Return of what a figure or an outcome is, as words before its name; "" where the name says
    so, or a page that is about it (``within``).
    """
    entry = catalogue().entries.get(iri)
    if entry is None or not entry.whose or within in entry.whose:
        return ""
    name = entry.label(language()).text.casefold()
    names = [plain_name(one) for one in sort_by_name(entry.whose)[:2]]
    if any(one.casefold() in name for one in names):
        return ""
    return punctuation().comma.join(names) + punctuation().colon


def whole_link(iri: str, mark: bool = False) -> Markup:
    """Return a link to an entry where it stands alone: a figure or outcome with what it is of."""
    shown = link(iri, mark)
    return Markup("{}{}").format(told(whose(iri)), shown) if whose(iri) else shown


def link(iri: str, mark: bool = False) -> Markup:
    """Return a link to the page of an IRI, with its name; outside addresses stay as they are."""
    known = catalogue()
    if iri in known.entries or iri in known.concepts or iri in known.terms or iri in known.nodes:
        return Markup('<a href="{}">{}</a>').format(local(iri), name_of(iri, mark))
    if (code := known.codes.get(iri)) and code.address:
        named = Markup('<a href="{0}" rel="external nofollow">{1}</a>')
        return named.format(code.address, name_of(iri, mark))
    if local(iri) != iri:
        return Markup('<a href="{}">{}</a>').format(local(iri), name_of(iri, mark))
    if split(iri).scheme in ("http", "https"):
        return Markup('<a href="{0}" rel="external nofollow">{1}</a>').format(iri, shorten(iri))
    return escape(iri)


def shorten(address: str, limit: int = 60) -> str:
    """Return a web address without scheme and, when long, with its middle left out."""
    bare = re.sub(r"^https?://(www\.)?", "", address).rstrip("/")
    return bare if len(bare) <= limit else f"{bare[: limit - 18]}…{bare[-16:]}"


def value(term: Any, document: str = "") -> Markup:
    """Return any RDF value for reading: a link, a date, a number, or a text in its language.

    Words without a language that a ``document`` gives are in the document's.
    """
    if isinstance(term, URIRef):
        return link(str(term))
    if isinstance(term, Literal):
        text, kind = str(term), str(term.datatype or "").rsplit("#", 1)[-1]
        if kind in ("date", "gYear", "gYearMonth"):
            return date(text)
        if kind in ("decimal", "integer", "double"):
            return escape(number(text))
        if kind == "anyURI":
            return link(text)
        # A number or code is read in the page's language.
        if not term.language and document and not any(sign.isdigit() for sign in text):
            return of_document(text, document)
        return marked(Name(text, base_language(term.language)))
    return escape(str(term))


def date(text: str, short: bool = False) -> Markup:
    """Return a date of any precision (YYYY, YYYY-MM, YYYY-MM-DD) as people write it."""
    return Markup('<time datetime="{}">{}</time>').format(text, date_text(text, short))


def date_text(text: str, short: bool = False) -> str:
    """Return a date of any precision as plain text; anything else is returned as it is.

    ``short`` cuts the month: a narrow column has no room for "September".
    """
    from datetime import date as day

    parts = text.split("-")
    locale = get_locale()
    try:
        if len(parts) == 3:
            form = "medium" if short else "long"
            return str(format_date(day(*map(int, parts)), form, locale=locale))
        if len(parts) == 2:
            first = day(int(parts[0]), int(parts[1]), 1)
            return str(format_skeleton("yMMM" if short else "yMMMM", first, locale=locale))
    except (ValueError, TypeError):
        return text
    return text


def period(text: str, short: bool = False) -> Markup:
    """Return ``start/end`` as a period, a single date as a date."""
    start, bar, end = text.partition("/")
    if not bar:
        return Markup(" · ").join(
            Markup(_whole_year(one)).format(date(one, short)) for one in start.split()
        )
    return Markup(_span(start, end)).format(date(start, short), date(end, short))


def period_text(text: str) -> str:
    """Return ``start/end`` as a period in plain text, a single date as a date, or several."""
    start, bar, end = text.partition("/")
    if not bar:
        dates = (_whole_year(one).format(date_text(one)) for one in start.split())
        return punctuation().comma.join(dates)
    return _span(start, end).format(date_text(start), date_text(end))


def _whole_year(text: str) -> str:
    """Return how a date stands in a text: in Chinese a year is never a number alone."""
    return "{}年" if language() == "zh" and len(text) == 4 else "{}"


def _span(start: str, end: str) -> str:
    """Return how a period is written of which both ends are known, or only one."""
    first, last = _whole_year(start).format("{0}"), _whole_year(end).format("{1}")
    if start and end:
        return f"{first}至{last}" if language() == "zh" else f"{first} – {last}"
    if start:
        return str(gettext("from %(date)s", date=first))
    return str(gettext("until %(date)s", date=last))


def number(text: str | float | int) -> str:
    """Return a number with the signs of the page's language."""
    try:
        return str(format_decimal(Decimal(str(text)), locale=get_locale()))
    except InvalidOperation:
        return str(text)


def money(text: str) -> str:
    """Return an amount in euro with its currency; a text that is no number as it is."""
    try:
        value = Decimal(text)
    except InvalidOperation:
        return text
    form = None if value == value.to_integral_value() else "#,##0.00"
    amount = format_decimal(value, format=form, locale=get_locale())
    return str(gettext("%(amount)s EUR", amount=amount))


def whole(amount: Decimal) -> str:
    """Return an amount rounded to whole units: nothing is cut off."""
    return number(int(amount.quantize(Decimal(1), ROUND_HALF_UP)))


def compact(amount: Decimal) -> str:
    """Return a large number as people say it: ``136.0 million``, ``1.4亿``."""
    if amount < 1_000_000:
        return whole(amount)
    # Babel has no long form of Chinese; the short one is the usual one.
    told = format_compact_decimal(
        float(amount),
        format_type="short" if language() == "zh" else "long",
        locale=get_locale(),
        fraction_digits=1,
    )
    return str(told)


def quantity(value: object, unit: str, qualifier: str) -> str:
    """Return a figure as people write it: ``more than 40 companies``, ``17.5%``.

    ``unit`` and ``qualifier`` are IRIs of concepts, or empty.
    """
    told = number(str(value))
    kind = unit.rpartition("/")[2]
    if kind == "percent":
        told += "\u00a0%" if language() == "de" else "%"
    elif unit and kind != "count":
        words = plain_name(unit)
        # Units are named in the plural, and Chinese needs a measure word: neither fits any number.
        plain = language() != "zh" and str(value) not in ("1", "1.0") and kind != "rank"
        signs = punctuation()
        told = f"{told} {words}" if plain else f"{told}{signs.opening}{words}{signs.closing}"
    if qualifier and not qualifier.endswith("/exactly"):
        told = f"{plain_name(qualifier)}{punctuation().space}{told}"
    return told


def side_class(sides: Any) -> str:
    """Return the CSS class of a side (``eu``, ``china``, ``other``) for an entity's side IRIs."""
    tails = {str(side).rsplit("/", 1)[-1] for side in sides}
    for name in ("eu", "china"):
        if name in tails:
            return name
    return "other"


def class_name(category: str, many: bool = False) -> str:
    """Return the name of a class in the language of the page."""
    return catalogue().label(str(EUCN) + category, language()).text


def concept_iri(scheme: str, notation: str) -> str:
    """Return the IRI of a concept."""
    return f"{VOCABULARY}{scheme}/{notation}"


def counted(count: int) -> str:
    """Return ``1 entry`` or ``12 entries`` in the language of the page."""
    return str(ngettext("%(shown)s entry", "%(shown)s entries", count, shown=number(count)))


def query_with(changes: Mapping[str, object]) -> str:
    """Return the query of this request's address with some arguments changed or (None) removed."""
    pairs = [(key, one) for key, one in request.args.items(multi=True) if key not in changes]
    pairs += [(key, str(one)) for key, one in changes.items() if one not in (None, "")]
    return urlencode([(key, one) for key, one in pairs if one != ""])


def sort_by_name(iris: Iterable[str]) -> list[str]:
    """Return IRIs in the order of their names."""
    return sorted(iris, key=lambda iri: plain_name(iri).casefold())


_KIND_ORDER = ("education-establishment", "research-organisation")
_BESIDE = "research-funder"


def sort_kinds(kinds: Iterable[str]) -> list[str]:
    """Return kinds in the order in which one calls a thing: by name, but that of a university or
    research organisation first, and last that it also funds research, which ROR says of most.
    """

    def rank(iri: str) -> tuple[int, str]:
        notation = iri.rpartition("/")[2]
        place = _KIND_ORDER.index(notation) if notation in _KIND_ORDER else len(_KIND_ORDER)
        return (99 if notation == _BESIDE else place), plain_name(iri).casefold()

    return sorted(kinds, key=rank)


def kind_name(kind: str, entry: Entry) -> str:
    """Return the name of a kind beside the others that an entity has."""
    if kind.rpartition("/")[2] != _BESIDE or not entry.kinds - {kind}:
        return plain_name(kind)
    if any(one.endswith("/ror") for one in entry.rows):
        return str(gettext("also funds research (ROR)"))
    return str(gettext("also funds research"))


def in_language(texts: Mapping[str, str]) -> Name | None:
    """Return one of several translations: the page's language, else the next that is there."""
    return choose(texts, language())


def sides_of(iri: str) -> set[str]:
    """Return the sides of an entity, none for what is no entity."""
    entry = catalogue().entries.get(iri)
    return entry.sides if entry else set()


def claim_words(claim: str) -> Markup:
    """Return what a link to a claim says: its document and section, and what it tells of whom."""
    document = str(DOCUMENT) + claim.rsplit("/", 1)[-1].rpartition("-")[0]
    placed = data().claim(claim, document)
    words = [name_of(document)]
    if placed is not None:
        words += [of_document(placed.section, document)] if placed.section else []
        words.append(
            name_of(placed.subject) + escape(punctuation().colon) + name_of(placed.predicate)
        )
    return Markup(" · ").join(words)


def known_iri(text: str) -> bool:
    """Return whether a text is the IRI of an entity or concept of the build."""
    known = catalogue()
    return text in known.entries or text in known.concepts


def register(app: Flask) -> None:
    """Make these functions known to the templates of ``app``."""
    app.jinja_env.filters.update(
        sort_by_name=sort_by_name,
        in_language=in_language,
        told=told,
        language_tag=language_tag,
        of_document=of_document,
        as_name=lambda parts: Name(parts["text"], parts["language"]),
        plain=plain_name,
        cut_text=cut,
        nth=lambda values, place: values[place],
    )
    app.jinja_env.globals.update(
        marked=marked,
        said_of_gap=said_of_gap,
        name_of=name_of,
        kind_name=kind_name,
        sort_kinds=sort_kinds,
        plain_name=plain_name,
        link=link,
        whole_link=whole_link,
        whose=whose,
        shorten=shorten,
        show=value,
        show_date=date,
        show_period=period,
        show_number=number,
        show_money=money,
        show_whole=whole,
        side_class=side_class,
        class_name=class_name,
        counted=counted,
        href=href,
        query_with=query_with,
        sides_of=sides_of,
        known_iri=known_iri,
        claim_words=claim_words,
        rank_iri=lambda notation: concept_iri("rank", notation),
    )
