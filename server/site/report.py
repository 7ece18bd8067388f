"""Reporting an error: a text about a claim, a row or an entry, on its way to the operator.

Where it goes, the setting ``contact`` says: an e-mail, the address of a repository, or a page.
Without one the page says so and offers the text as a file. Nothing is sent from here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from flask import Flask, Response, render_template, request
from flask_babel import gettext as _

from graph.iris import split
from graph.store.terms import reference
from server.context import context
from server.i18n import punctuation
from server.site import show
from server.site.data import data
from server.site.frame import store

LONGEST = 6000
"""Characters of an address that browsers and mail programs pass on; a longer text is copied."""
_ISSUES = {"github.com": "/issues/new?{}", "codeberg.org": "/issues/new?{}"}
_GITLAB = "/-/issues/new?{}"
_MAIL = re.compile(r"(mailto:)?[^\s@/]+@[^\s@/]+\.[^\s@/]+")
_IRI = re.compile(r"https?://[^\s<>\"{}|^`\\]+")

_CLAIM = """
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX prov: <http://www.w3.org/ns/prov#>
SELECT ?subject ?predicate ?object ?document WHERE {
  <urn:eucn:claim> rdf:subject ?subject ; rdf:predicate ?predicate ; rdf:object ?object ;
                   prov:wasDerivedFrom ?document .
}
"""


@dataclass(frozen=True)
class Way:
    """Where a report goes: ``kind`` is mail, issue, page or none; ``address`` has the text in it
    where it can."""

    kind: str
    address: str = ""
    shown: str = ""


def way(contact: str, title: str, text: str) -> Way:
    """Return how a report reaches whom the setting names."""
    if _MAIL.fullmatch(contact):
        bare = contact.removeprefix("mailto:")
        asked = urlencode({"subject": title, "body": text}, quote_via=quote)
        return Way("mail", f"mailto:{bare}?{asked}"[:LONGEST], bare)
    parts = split(contact)
    if parts.scheme not in ("http", "https"):
        return Way("none")
    path = parts.path.rstrip("/").removesuffix("/issues")
    host = (parts.hostname or "").removeprefix("www.")
    if host in _ISSUES and path.count("/") == 2:
        asked = urlencode({"title": title, "body": text}, quote_via=quote)
        new = f"https://{parts.netloc}{path}{_ISSUES[host].format(asked)}"
        return Way("issue", new[:LONGEST], contact)
    if "gitlab" in host and path.count("/") >= 2:
        asked = urlencode({"issue[title]": title, "issue[description]": text}, quote_via=quote)
        new = f"https://{parts.netloc}{path}{_GITLAB.format(asked)}"
        return Way("issue", new[:LONGEST], contact)
    return Way("page", contact, contact)


def report() -> Response | str:
    """Answer ``/report?claim=IRI`` and ``/report?about=IRI``: a text, ready to be sent.

    ``format=txt`` gives it as a file.
    """
    iri = request.args.get("claim", "").strip()[:400]
    about = request.args.get("about", "").strip()[:400]
    known = bool(_IRI.fullmatch(iri)) and reference(iri) is not None
    rows = store().select(_CLAIM.replace("<urn:eucn:claim>", f"<{iri}>")) if known else []
    claim = rows[0] if rows else None
    text = "\n".join([*_about(iri, about, claim), *_asked()])
    title = _("Error in the EU-China cooperation graph")
    if request.args.get("format") == "txt":
        answer = Response(text + "\n", mimetype="text/plain")
        answer.headers["Content-Disposition"] = 'attachment; filename="error-report.txt"'
        return answer
    return render_template(
        "site/report.html",
        text=text,
        claim=claim,
        iri=iri if known else "",
        about=about if show.known_iri(about) else "",
        way=way(context().settings.contact, title, text),
    )


def _about(iri: str, about: str, claim: object) -> list[str]:
    colon = punctuation().colon
    lines = [_("I believe this statement is wrong or misreads the source."), ""]
    if iri:
        lines.append(_("Claim") + colon + iri)
    if claim is not None:
        row = dict(claim)  # type: ignore[call-overload]
        lines += [
            f"{_('Subject')}{colon}{show.plain_name(str(row['subject']))} <{row['subject']}>",
            f"{_('Property')}{colon}{show.plain_name(str(row['predicate']))}",
            f"{_('Value')}{colon}{row['object']}",
            f"{_('Document')}{colon}{show.plain_name(str(row['document']))}",
        ]
    if show.known_iri(about):
        lines.append(f"{_('Entry')}{colon}{show.plain_name(about)} <{about}>")
        entry = data().catalogue.entries.get(about)
        for source in [*entry.documents, *entry.rows] if entry else []:
            lines.append(f"{_('Source')}{colon}{show.plain_name(source)}")
    return lines


def _asked() -> list[str]:
    colon = punctuation().colon
    return [
        f"{_('Data version')}{colon}{store().version}",
        "",
        _("What is wrong, and what would be right:"),
        "",
    ]


def register(app: Flask) -> None:
    """Add the page to ``app``."""
    app.add_url_rule("/report", "report", report)
