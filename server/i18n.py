"""Languages of the pages: which one a request gets, and the catalogues behind it.

The order is ``?lang=``, then the cookie ``lang``, then ``Accept-Language``, then English. A
language
that was named in the address stays in the links of the page (``href``), and is remembered in the
cookie, so that both a shared link and a returning reader get what they expect.

The catalogues are kept as ``.po`` files and compiled in memory when they are first needed: a fresh
clone, an editable install and a wheel then behave alike, and no compiled file can be out of date.
"""

from __future__ import annotations

import functools
import io
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlunsplit

from babel import Locale
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import Translations
from flask import Flask, Response, g, has_request_context, request
from flask_babel import Babel, Domain, get_locale

from graph.iris import split
from graph.languages import HTML, NAMES


@dataclass(frozen=True)
class Punctuation:
    """The signs that templates put between texts, in one language."""

    comma: str = ", "
    """Between the items of a list."""
    pause: str = ", "
    """Between the clauses of a sentence."""
    semicolon: str = "; "
    colon: str = ": "
    space: str = " "
    """Between a text and a number, and between sentences."""
    opening: str = " ("
    closing: str = ")"
    pair: str = " – "
    """Between two that belong together."""
    to: str = "–"
    """Between two years."""
    year: str = ""
    """After a span of years."""


PUNCTUATION: dict[str, Punctuation] = {
    "en": Punctuation(),
    "de": Punctuation(),
    "zh": Punctuation("、", "，", "；", "：", "", "（", "）", "—", "—", "年"),
}

_LOCALES = {"en": Locale("en", "GB"), "de": Locale("de"), "zh": Locale("zh", script="Hans")}
_CATALOGUES = Path(__file__).parent / "translations"
_COOKIE = "lang"
_YEAR = 365 * 24 * 3600


@functools.cache
def catalogue(language: str) -> Translations:
    """Return the compiled messages of a language; English, the language of the keys, has none."""
    path = _CATALOGUES / language / "LC_MESSAGES" / "messages.po"
    if not path.exists():
        return Translations()
    with path.open("rb") as stream:
        parsed = read_po(stream, locale=language)
    compiled = io.BytesIO()
    write_mo(compiled, parsed)
    compiled.seek(0)
    return Translations(compiled)


class _PoDomain(Domain):  # type: ignore[misc]  # flask_babel has no types
    """A message domain whose catalogues come straight from the ``.po`` files."""

    def get_translations(self) -> Translations:
        return catalogue(language())


class _PoBabel(Babel):  # type: ignore[misc]
    """Flask-Babel over the catalogues of this module."""

    @functools.cached_property
    def domain_instance(self) -> Domain:
        return _PoDomain()


def negotiate(asked: str | None, cookie: str | None, accepted: str | None) -> str:
    """Choose a language code from the three places a request can name one.

    ``asked`` is the value of ``?lang=``, ``cookie`` that of the cookie, ``accepted`` the best match
    of
    Accept-Language; a value that is no language of the pages is passed over.
    """
    for candidate in (asked, cookie, accepted):
        code = (candidate or "").lower().replace("_", "-").split("-")[0]
        if code in NAMES:
            return code
    return "en"


def language() -> str:
    """Return the language code of this request, ``en`` outside of one."""
    if not has_request_context():
        return "en"
    if "language" not in g:
        accepted = request.accept_languages.best_match(
            ["en", "de", "zh", "zh-Hans", "zh-CN", "zh-Hans-CN"]
        )
        g.language = negotiate(request.args.get("lang"), request.cookies.get(_COOKIE), accepted)
    return str(g.language)


def punctuation() -> Punctuation:
    """Return the signs of the language of this request."""
    return PUNCTUATION[language()]


def _explicit() -> str | None:
    """Return the language when the address itself names a valid one."""
    asked = request.args.get("lang") if has_request_context() else None
    return asked if asked in NAMES else None


def href(path: str, **arguments: Any) -> str:
    """Return a link inside the site: ``path`` with ``arguments`` and the chosen language.

    Arguments that are None or empty are left out; a list gives one argument per value.
    """
    parts = split(path)
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    for key, value in arguments.items():
        values = value if isinstance(value, list | tuple) else [value]
        pairs += [(key, str(one)) for one in values if one not in (None, "")]
    chosen = _explicit()
    if chosen and not any(key == "lang" for key, _ in pairs):
        pairs.append(("lang", chosen))
    return urlunsplit(("", "", parts.path, urlencode(pairs), parts.fragment))


def switch(code: str) -> str:
    """Return the address of the page being shown in another language, ``code``."""
    pairs = [(key, value) for key, value in request.args.items(multi=True) if key != "lang"]
    return f"{request.path}?{urlencode([*pairs, ('lang', code)])}"


def _remember(response: Response) -> Response:
    """Tell caches what a page depends on, and keep a language that the address named."""
    if response.mimetype == "text/html":
        response.vary.update(["Accept-Language", "Cookie"])
        response.headers.setdefault("Content-Language", HTML[language()])
        chosen = _explicit()
        if chosen and request.cookies.get(_COOKIE) != chosen:
            response.set_cookie(
                _COOKIE, chosen, max_age=_YEAR, samesite="Lax", httponly=True, path="/"
            )
    return response


def register(app: Flask) -> None:
    """Set up the languages on ``app``: locale selection, messages, template helpers, headers."""
    _PoBabel(
        app,
        default_timezone="UTC",
        locale_selector=lambda: _LOCALES[language()],
    )
    app.after_request(_remember)
    app.jinja_env.globals.update(
        href=href,
        switch_language=switch,
        page_language=language,
        punct=punctuation,
        page_locale=get_locale,
        LANGUAGES=NAMES,
        HTML_LANG=HTML,
    )
