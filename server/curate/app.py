"""The page of ``eucn curate``: text on the left, candidates on the right, on this machine only.

Whoever has the address with its token may decide; requests from elsewhere, by another name of
this machine or without the token are refused. No account, no cookie that outlives the browser.
"""

from __future__ import annotations

import hmac
import secrets
import threading
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from flask import Flask, Response, abort, jsonify, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue

from graph.extraction.draft import slug_of
from graph.extraction.finishing import finish, refused_now
from graph.extraction.kinds import around, kind_of_sum
from graph.extraction.matching import Known
from graph.extraction.model import CLASSES, Thing
from graph.extraction.offering import offers
from graph.extraction.refusals import refusals
from graph.extraction.review import Item, Review
from graph.extraction.scene import Place
from graph.extraction.verify import Refused
from graph.extraction.vocabulary import propose, proposed
from graph.extraction.wording.reasons import reason
from graph.extraction.wording.speaking import called_in
from graph.extraction.wording.terms import fields
from graph.extraction.wording.words import words
from graph.languages import DEFAULT, NAMES
from graph.records.schema import Schema
from server import reading
from server.curate.building import Builder
from server.curate.queue import Entry, Queue
from server.curate.suggestion import suggested, suggested_parts

COOKIE = "eucn-curate"

MOST_MARKED = 3000
"""Characters of marked words that are looked at: of a whole text nobody chooses by number."""
_NOT_OF_TEXTS = frozenset({"gap-kind"})
"""Vocabularies that the analysis uses, and no text."""


@dataclass
class Desk:
    """What the pages of one ``eucn curate`` share."""

    queue: Queue
    schema: Schema
    known: Known
    sources: Path
    keep: bool
    store: str = ".store"
    token: str = field(default_factory=lambda: secrets.token_urlsafe(24))
    reviews: dict[int, Review] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)
    labels: dict[str, dict[str, str]] = field(default_factory=dict)
    """What classes and properties are called, by language."""
    words: dict[str, dict[str, list[list[str]]]] = field(default_factory=dict)
    """The words of each vocabulary with their labels, by language."""
    schemes: dict[str, dict[str, str]] = field(default_factory=dict)
    """What the vocabularies themselves are called, by language."""
    spoken: dict[str, list[list[str]]] = field(default_factory=dict)
    """The words of each vocabulary with all that they are called in any language."""

    def __post_init__(self) -> None:
        self.builder = Builder(self.sources, self.store)

    def review(self, number: int) -> Review:
        """Return the review of a document of the queue, opened when it is first asked for."""
        if number not in self.reviews:
            document = self.queue.document(number)
            self.reviews[number] = Review.open(document, self.schema, self.known, self.queue.folder)
        return self.reviews[number]

    def written(self, entry: Entry) -> bool:
        """Return whether the record of a document is written, and no draft."""
        if entry.document is None:
            return False
        path = self.sources / f"{slug_of(Path(entry.document.name))}.yaml"
        return path.exists() and "\n  draft: true" not in path.read_text("utf-8")


def create_app(desk: Desk) -> Flask:
    """Return the application for one desk."""
    app = Flask(
        "server.curate",
        template_folder=str(Path(__file__).parent / "templates"),
        static_folder=str(Path(__file__).parent / "static"),
    )
    app.config["MAX_CONTENT_LENGTH"] = 200_000
    app.before_request(lambda: _guard(desk))
    app.after_request(_headers)
    _pages(app, desk)
    _decisions(app, desk)
    return app


def _guard(desk: Desk) -> ResponseReturnValue | None:
    """Return only this machine, by its own name, with the token; writing only from the page
    itself.
    """
    host = request.host.rpartition(":")[0] or request.host
    if request.remote_addr not in ("127.0.0.1", "::1") or host.strip("[]") not in (
        "127.0.0.1",
        "localhost",
        "::1",
    ):
        abort(403)
    given = request.args.get("token", "")
    if request.method == "GET" and given and _same(given, desk.token):
        answer = redirect(request.path)
        answer.set_cookie(_cookie(), desk.token, httponly=True, samesite="Strict")
        return answer
    if request.endpoint != "static" and not _same(request.cookies.get(_cookie(), ""), desk.token):
        abort(403, words(_language())["closed"])
    if request.method == "POST" and request.headers.get("X-Curate") != "1":
        abort(403)  # a form of another site cannot set this header
    return None


def _cookie() -> str:
    """Return a name for each port: a browser sends one machine's cookies to all of them."""
    return f"{COOKIE}-{request.host.rpartition(':')[2]}"


def _same(given: str, token: str) -> bool:
    return hmac.compare_digest(given.encode("utf-8", "replace"), token.encode())


def _asked() -> dict[str, Any]:
    """Return the object that a request brings, an empty one where it brings none; what is
    no object, or has none where one belongs, is refused.
    """
    asked = reading.body()
    asked = {} if asked is None else asked
    row = asked.get("row") if isinstance(asked, dict) else ()
    keys = row.get("keys", []) if isinstance(row, dict) else []
    if not isinstance(row, dict | None) or not isinstance(keys, list):
        abort(400)
    if not all(isinstance(key, str) for key in keys):
        abort(400)
    found: dict[str, Any] = asked
    return found


def _headers(answer: Response) -> Response:
    answer.headers["Content-Security-Policy"] = (
        "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Referrer-Policy"] = "no-referrer"
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _language() -> str:
    asked = (
        request.args.get("lang")
        or request.cookies.get("lang")
        or request.accept_languages.best_match(NAMES)
        or "en"
    )
    return asked if asked in NAMES else DEFAULT


def _page(template: str, **values: Any) -> Response:
    language = _language()
    answer = make_response(
        render_template(template, t=words(language), language=language, languages=NAMES, **values)
    )
    answer.set_cookie("lang", language, samesite="Strict")
    return answer


def _pages(app: Flask, desk: Desk) -> None:
    @app.get("/")
    def queue() -> ResponseReturnValue:
        desk.queue.look()
        rows = [
            (entry, desk.queue.state(entry) | {"written": desk.written(entry)})
            for entry in desk.queue.entries
        ]
        return _page("queue.html", rows=rows)

    @app.get("/document/<int:number>")
    def document(number: int) -> ResponseReturnValue:
        _entry(desk, number)
        return _page(
            "review.html",
            number=number,
            name=desk.queue.entries[number].name,
            classes=CLASSES,
            labels=desk.labels.get(_language(), {}),
            schemes=[
                (s, desk.schemes.get(_language(), {}).get(s, s))
                for s in sorted(desk.schema.concepts)
                if s.endswith(("-kind", "role", "topic")) and s not in _NOT_OF_TEXTS
            ],
            more=number + 1 if number + 1 < len(desk.queue.entries) else None,
        )


def _entry(desk: Desk, number: int) -> Entry:
    if not 0 <= number < len(desk.queue.entries) or desk.queue.entries[number].problem:
        abort(404)
    return desk.queue.entries[number]


def _decisions(app: Flask, desk: Desk) -> None:
    @app.get("/api/<int:number>")
    def state(number: int) -> ResponseReturnValue:
        _entry(desk, number)
        with desk.lock:
            review = desk.review(number)
            return jsonify(text=review.document.text, sentences=review.sentences, **_state(review))

    @app.get("/api/said")
    def said() -> ResponseReturnValue:
        """Return what can be said of each class, and the words of the vocabularies."""
        language = _language()
        listed = {scheme: list(rows) for scheme, rows in desk.words.get(language, {}).items()}
        for scheme, names in desk.schema.concepts.items():
            listed.setdefault(scheme, [[name, name] for name in sorted(names)])
        for scheme, waiting in proposed(desk.queue.folder).items():
            new = sorted(waiting - desk.schema.concepts.get(scheme, frozenset()))
            waits = words(language)["waiting"]
            listed.setdefault(scheme, []).extend([name, f"{name} ({waits})"] for name in new)
        return jsonify(**fields(desk.schema), words=listed)

    def change(number: int, act: Callable[[Review, dict[str, Any]], None]) -> ResponseReturnValue:
        _entry(desk, number)
        row = _asked()
        with desk.lock:
            review = desk.review(number)
            try:
                act(review, row)
            except Refused as error:
                return jsonify(error=_why(desk, error)), 422
            return jsonify(**_state(review))

    @app.post("/api/<int:number>/decide")
    def decide(number: int) -> ResponseReturnValue:
        def act(review: Review, row: dict[str, Any]) -> None:
            action, key, said = str(row.get("action", "")), str(row.get("key", "")), row.get("row")
            if action == "accept-all" and said is None and key in review.items:
                key, said = "", {"keys": review.sentence(review.items[key])}
            review.decide(action, key, said)

        return change(number, act)

    @app.post("/api/<int:number>/check")
    def check(number: int) -> ResponseReturnValue:
        """Return whether the text bears what is being typed; nothing is kept."""

        def act(review: Review, row: dict[str, Any]) -> None:
            item = review.items.get(str(row.get("key", "")))
            base = item.candidate.as_json() if item is not None else {}
            review.checked(base | (row.get("row") or {}))

        return change(number, act)

    @app.post("/api/<int:number>/suggest")
    def suggest(number: int) -> ResponseReturnValue:
        """Return the value that marked words give for a property, for the person to look at."""
        _entry(desk, number)
        row = _asked()
        with desk.lock:
            review, quote = desk.review(number), str(row.get("quote", ""))
            value, cls = suggested(review, row, quote, desk.spoken)
            parts = suggested_parts(review, row, quote, desk.spoken)
        more = ({"class": cls} if cls else {}) | ({"parts": parts} if parts else {})
        return jsonify(value=value, **more)

    @app.post("/api/<int:number>/offers")
    def offer(number: int) -> ResponseReturnValue:
        """Return statements to choose from: of a sentence, or of words marked in it."""
        _entry(desk, number)
        row, language = _asked(), _language()
        with desk.lock:
            review = desk.review(number)
            place = _place(review, row)
            called = called_in(
                language,
                desk.labels.get(language, {}),
                desk.words.get(language, {}),
                desk.spoken,
            )
            made = offers(review, place, called)
        return jsonify(offers=[one.as_json() for one in made], place=[place.start, place.end])

    @app.post("/api/<int:number>/known")
    def known(number: int) -> ResponseReturnValue:
        _entry(desk, number)
        row = _asked()
        thing = Thing(str(row.get("class")), str(row.get("name")))
        typed = str(row.get("typed", "")).strip()[:200]
        with desk.lock:
            alike = desk.review(number).alike(thing, typed)
        found = desk.known.search(typed, thing.cls) if typed else desk.known.match(thing)
        return jsonify(
            here=[other.as_json() for other in alike],
            matches=[
                {"id": m.identifier, "name": m.name, "score": m.score, "reason": m.reason}
                for m in found
            ],
        )

    @app.post("/api/<int:number>/finish")
    def finished(number: int) -> ResponseReturnValue:
        _entry(desk, number)
        asked = _asked()
        with desk.lock:
            review = desk.review(number)
            try:
                path, problems = finish(review, desk.sources, desk.queue.folder, desk.keep)
            except Refused as error:
                return jsonify(error=_why(desk, error)), 422
            if not problems:
                desk.builder.ask(path, bool(asked.get("build")))
            told = _refused(desk, number, problems)
        return jsonify(file=path.name, problems=problems, refused=told, left_out=review.left_out)

    @app.get("/api/<int:number>/refused")
    def refused(number: int) -> ResponseReturnValue:
        """Return what the check of records would refuse of what is accepted so far."""
        _entry(desk, number)
        with desk.lock:
            told = refused_now(desk.review(number), desk.queue.folder, _language())
        return jsonify(refused=[asdict(one) for one in told])

    @app.post("/api/<int:number>/word")
    def word(number: int) -> ResponseReturnValue:
        row = _asked()
        labels = {tag: str(row.get(tag, "")) for tag in NAMES}
        try:
            text = propose(
                desk.schema,
                desk.queue.folder,
                str(row.get("scheme")),
                str(row.get("word")),
                labels,
            )
        except Refused as error:
            return jsonify(error=_why(desk, error)), 422
        return jsonify(turtle=text)

    @app.get("/api/<int:number>/build")
    def build(number: int) -> ResponseReturnValue:
        """Return how far the build is; what it refuses with the rows of this document."""
        _entry(desk, number)
        state = desk.builder.state()
        if not state["problems"]:
            return jsonify(**state, refused=[])
        with desk.lock:
            return jsonify(**state, refused=_refused(desk, number, state["problems"]))


def _refused(desk: Desk, number: int, problems: list[str]) -> list[dict[str, str]]:
    """Return which rows of a document are refused, and why; of others the problem as it is."""
    review = desk.review(number)
    record = desk.sources / f"{slug_of(Path(review.document.name))}.yaml"
    ours = [line for line in problems if f"{record.name}:" in line]
    told = [asdict(one) for one in refusals(review, record, ours, _language())]
    return told + [{"key": "", "words": line} for line in problems if line not in ours]


def _place(review: Review, row: dict[str, Any]) -> Place:
    """Return where a person is: the sentences around a place, with what is marked and typed."""
    start, end = _whole(row.get("start")), _whole(row.get("end"))
    if not 0 <= start < end <= len(review.document.text):
        abort(400)
    end = min(end, start + MOST_MARKED)
    last = row.get("last")
    named = isinstance(last, dict) and {"class", "name"} <= last.keys()
    return Place(
        *review.around(start, end),
        marked=(start, end) if row.get("marked") else None,
        typed=str(row.get("typed", ""))[:100],
        last=Thing(str(last["class"]), str(last["name"])) if last and named else None,
    )


def _whole(value: object) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) else -1


def _why(desk: Desk, error: Refused) -> str:
    return reason(str(error), _language(), desk.labels.get(_language()))


def _state(review: Review) -> dict[str, Any]:
    return {
        "counts": review.counts(),
        "items": [
            _row(review, item)
            for item in sorted(
                review.items.values(), key=lambda i: (i.candidate.start, i.candidate.property or "")
            )
        ],
    }


def _row(review: Review, item: Item) -> dict[str, Any]:
    c = item.candidate
    row = c.as_json() | {
        "key": item.key,
        "decision": item.decision,
        "missed": item.missed,
        "implied": item.implied,
    }
    if c.property is None and (kind := review.kind(c.subject)):
        row["kind"] = kind
    if c.property in ("amount", "totalCost") and not c.parts:
        row["amountKind"] = kind_of_sum(c.property, around(review.document.text, c.start, c.end))
    if c.subject in review.merged:
        row["merged"] = review.merged[c.subject]
    return row
