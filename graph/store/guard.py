"""Refuse what a read-only store must not do, before anything is evaluated.

The engine has SERVICE switched on and no parse-only call, so something has to decide whether a
text holds a SERVICE clause. Measured on a query of 200 characters: rdflib's parser takes
10 ms, the engine's own 0.04 ms; and the two read differently (rdflib refuses ``SERVICESILENT``
and ``LATERAL``, which the engine accepts), so a query that means one thing to a second parser
could mean another to the engine. Words cannot be searched for either: in

    FILTER(1<?b)SERVICE#>
    <http://elsewhere/> {?s ?p ?o}

a reader that takes ``<?b)SERVICE#>`` for an IRI sees no clause, and ``SERVICE:foo {…}`` looks
like a prefixed name. So the engine's own parser is asked, in a way that cannot evaluate:

1. A text without the letters ``service`` (in any case, escapes undone) has no SERVICE clause.
2. Otherwise every occurrence is replaced by a word of the same length that is no keyword and
   stands nowhere else in the text. Inside an IRI, a string, a comment, a name or a variable this
   changes nothing about the syntax; where it was the keyword, the clause is no longer SPARQL.
   The changed text, which cannot reach out, is given to the engine over an empty store: if it
   parses, no occurrence was the keyword; if not, the query is refused.

``FROM`` is found in the same way; what it names is then read from the head of the query, and the
reading is checked by the engine too: with the clauses blanked and the word replaced, the text has
to parse. Update needs no rule: the engine's ``query`` has no production for it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import pyoxigraph

from graph.iris import BASE, resolved
from graph.questions import prefixes
from graph.store.columns import in_order
from graph.store.errors import QueryRefused, QuerySyntaxError

MAX_DEPTH = 500
"""Brackets within brackets: the engine's parser recurses, and its stack is not endless."""

MAX_LENGTH = 1 << 20
"""Characters of a query; the longest in use have some thousands."""

MAX_GROUPS = 2_000
"""Groups in braces (unions, optional parts, subqueries): the engine plans each beside every other,
so that 5,000 of them keep it for half a minute."""

MAX_ASSIGNMENTS = 2_000
"""Variables given a value with AS: the engine's parser compares each with all before it, so that
10,000 keep it for half a minute."""

_AS = re.compile(r"\bAS\b", re.IGNORECASE)
_EMPTY = pyoxigraph.Store()
# Possessive wherever a part may repeat: a row of # could be parted into comments in 2^n ways.
_WS = r"(?:[ \t\r\n]|\#[^\r\n]*+)"
_IRI = r"<[^<>\"{}|^`\\\x00-\x20]*>"
_PREFIX_NAME = r"[^\W\d_](?:[\w.\-]*[\w\-])?"
_PROLOGUE = re.compile(
    rf"(?:{_WS}++|BASE{_WS}*+{_IRI}|PREFIX{_WS}*+(?:{_PREFIX_NAME})?:{_WS}*+{_IRI}"
    rf"|VERSION{_WS}*+(?:\"[^\"]*\"|'[^']*'))*+",
    re.IGNORECASE,
)
_FORM = re.compile(r"(SELECT|ASK|CONSTRUCT|DESCRIBE)(?![\w:])", re.IGNORECASE)
_UPDATE = re.compile(
    r"(INSERT|DELETE|LOAD|CLEAR|DROP|CREATE|ADD|MOVE|COPY|WITH)(?![\w:])", re.IGNORECASE
)
_DECLARED = re.compile(
    rf"BASE{_WS}*+(?P<base>{_IRI})"
    rf"|PREFIX{_WS}*+(?P<prefix>(?:{_PREFIX_NAME})?):{_WS}*+(?P<iri>{_IRI})",
    re.IGNORECASE,
)
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_POSITION = re.compile(r"error at (\d+):(\d+): ?(.*)", re.DOTALL)
_TOKEN = re.compile(
    rf"""(?P<skip>{_WS}++)
    |(?P<string>\"\"\"(?:[^"\\]|\\.|"(?!""))*\"\"\"|'''(?:[^'\\]|\\.|'(?!''))*'''
        |"(?:[^"\\\r\n]|\\.)*"|'(?:[^'\\\r\n]|\\.)*')
    |(?P<iri>{_IRI})
    |(?P<pname>(?:{_PREFIX_NAME})?:(?:[\w:.\-]|%[0-9A-Fa-f]{{2}}|\\.)*)
    |(?P<word>[^\W\d_][\w.\-]*+)
    |(?P<open>[({{\[])|(?P<close>[)}}\]])
    |(?P<other>[?$@]\w+|.)""",
    re.VERBOSE | re.DOTALL | re.IGNORECASE,
)
"""A word runs as far as a prefix may: what was read to its end to find no colon there is not read
again from its middle."""
_QUOTES = ("'", '"')
"""A string without an end: the query is broken, and each further quote would be sought an end for
through all the rest."""
_PUNCTUATION_BEFORE_OPERAND = frozenset("(,=<>!&|+-*/")


@dataclass(frozen=True)
class Checked:
    """A query that may run: its form and the graphs its FROM clauses name.

    ``default`` and ``named`` are None where the query has no FROM clause at all; ``bare`` is the
    query without these clauses.
    """

    text: str
    form: str
    default: tuple[str, ...] | None = None
    named: tuple[str, ...] | None = None
    bare: str = ""

    def unknown(
        self, default: Sequence[str], named: Sequence[str], graphs: Collection[str]
    ) -> tuple[str, ...]:
        """Return the graphs of the query's dataset that are not among ``graphs``, sorted.

        ``default`` and ``named`` are the dataset of the request, which replaces that of the query.
        """
        wanted = {*default, *named} or {*(self.default or ()), *(self.named or ())}
        if not wanted:
            return ()
        return tuple(sorted(wanted.difference(graphs)))


@lru_cache(maxsize=2)  # who answers a query checks it first, and so does the store
def check(query: str) -> Checked:
    """Return the query's form and dataset.

    Raises QuerySyntaxError for what is not a SPARQL query, QueryRefused for SERVICE, for an
    update and for what is longer, deeper or in more parts than the limits above. A query with a
    mistake elsewhere may pass: the engine names the mistake when it runs the query.
    """
    query = query.removeprefix("\ufeff")  # editors put it there, and no reader sees it
    _check_size(query)
    _check_depth(query)
    head = _PROLOGUE.match(query)
    start = head.end() if head else 0
    form = _FORM.match(query, start)
    low = plain(query).lower()
    if "service" in low:
        _refuse_service(query)
    if form is None:
        _refuse_update(query, start)
        raise syntax_error(query) or QuerySyntaxError(
            "A query begins with SELECT, ASK, CONSTRUCT or DESCRIBE, after its prefixes."
        )
    name = form.group(1).upper()
    text = in_order(query, form.end()) if name == "SELECT" else query
    if "from" not in low or parses(_without(query, "from")):
        return Checked(text, name, bare=text)
    default, named, bare = _dataset(text, form.end())
    return Checked(text, name, default, named, bare)


def parses(query: str) -> bool:
    """Return whether the engine can parse the text, which must be known to hold no SERVICE
    clause.
    """
    return syntax_error(query) is None


def syntax_error(query: str) -> QuerySyntaxError | None:
    """Return the engine's complaint about a text, which must be known to hold no SERVICE clause."""
    try:
        _EMPTY.query(query, base_iri=BASE)
    except SyntaxError as error:
        return from_engine(error, query)
    except (OSError, RuntimeError, ValueError):
        return None
    return None


def from_engine(error: SyntaxError, query: str = "") -> QuerySyntaxError:
    """Return the engine's syntax error with its position taken out of the message; a prefix that
    ``query`` uses and does not declare is named.
    """
    text = " ".join(str(error).split())
    found = _POSITION.match(text)
    if found is None:
        return QuerySyntaxError(text)
    line, column = int(found[1]), int(found[2])
    says = _readable(found[3])
    if (name := _undeclared(query, line, column)) is not None:
        says = f"Prefix not found: {name}:"
        if name in prefixes():
            says += f" (add PREFIX {name}: <{prefixes()[name]}>)"
    return QuerySyntaxError(f"Line {line}, column {column}: {says}", line, column)


_MOST_READ = 20_000
"""Characters that are read again for the sake of a better message."""


def _undeclared(query: str, line: int, column: int) -> str | None:
    """Return the first prefix up to a place of a query that is not declared; None for none.

    The engine finds out when it has read what follows, so its place may be a little behind.
    """
    lines = query.split("\n", line)
    place = sum(len(text) + 1 for text in lines[: line - 1]) + column - 1
    if place > _MOST_READ:
        return None
    head = _PROLOGUE.match(query)
    start = head.end() if head else 0
    _, declared = _declared(query[:start])
    for token in _TOKEN.finditer(query, start, place + 1000):
        if token.start() > place or token[0] in _QUOTES:
            return None
        name = token[0].partition(":")[0]
        if token.lastgroup == "pname" and name not in declared:
            return name
    return None


_MOST_WORDS = 12
_TERMS = (
    ({"?", "$", '"?"', '"$"'}, "?variable"),
    ({"<", '"<"'}, "<IRI>"),
    ({":", '":"'}, "prefix:name"),
    ({'"', "'", '"\\""', '"\'"', '"""', "'\"'"}, '"text"'),
    ({"['0'..='9']", "[0-9]"}, "1"),
    ({"true", '"true"'}, "true"),
)
"""Signs of the parser's list, and an example of the term that begins with them."""


def _readable(expected: str) -> str:
    """Return the parser's list of what it expected, sentences first, without what no one can
    type.
    """
    parts = re.split(r", (?![^\[]*\])", expected.removeprefix("expected one of "))
    sentences = [part for part in parts if re.fullmatch(r"[A-Z][a-z]+(?: [\w']+)+", part)]
    if sentences:
        return sentences[0]
    words = [part for part in parts if part not in ("[_]", "SERVICE", "LATERAL")]
    shown = [text for signs, text in _TERMS if signs & set(words)]
    if shown and len(words) > _MOST_WORDS:
        # A list of all signs that a term may begin with: what it can be, by examples.
        words = shown + [part for part in words if re.fullmatch(r"[A-Z]{2,}", part)]
    return (
        "expected " + ", ".join(words).removeprefix("expected ") if words else "not expected here"
    )


def plain(query: str) -> str:
    """Return the text with ``\\u`` and ``\\U`` escapes undone, as SPARQL 1.1 section 19.2 has
    it.
    """
    if "\\" not in query:
        return query
    return _ESCAPE.sub(lambda m: chr(min(int(m[1] or m[2], 16), 0x10FFFF)), query)


def _check_size(query: str) -> None:
    if len(query) > MAX_LENGTH:
        raise QueryRefused(f"The query has more than {MAX_LENGTH} characters.")
    # Counted by the letter, so what stands in strings and comments counts too.
    if query.count("{") > MAX_GROUPS:
        raise QueryRefused(f"The query has more than {MAX_GROUPS} groups in braces.")
    if len(query) > 2 * MAX_ASSIGNMENTS and len(_AS.findall(query)) > MAX_ASSIGNMENTS:
        raise QueryRefused(f"The query assigns more than {MAX_ASSIGNMENTS} values with AS.")


def _check_depth(query: str) -> None:
    if sum(map(query.count, "({[")) <= MAX_DEPTH:
        return
    depth = 0
    for char in re.findall(r"[({\[\])}]", query):
        depth += 1 if char in "({[" else -1
        if depth > MAX_DEPTH:
            raise QueryRefused(f"The query nests more than {MAX_DEPTH} brackets within each other.")


def _refuse_service(query: str) -> None:
    texts = {query, plain(query)}
    if all(parses(_without(text, "service")) for text in texts):
        return
    # Refused in any case; this only chooses the kinder message. GRAPH stands where SERVICE may.
    as_graph = re.sub(r"(?i)service(?:\s*silent)?", "GRAPH ", plain(query))
    error = syntax_error(as_graph) if "service" not in as_graph.lower() else None
    if error is not None and error.line is not None:
        raise QuerySyntaxError(error.message, error.line, error.column)
    raise QueryRefused("SERVICE is refused: this endpoint answers from its own graphs only.")


def _refuse_update(query: str, start: int) -> None:
    found = _UPDATE.match(query, start)
    if found is not None:
        raise QueryRefused(f"{found[1].upper()} is an update; this endpoint is read-only.")


def _without(text: str, word: str) -> str:
    """``text`` with every occurrence of ``word`` replaced, letter by letter, keeping case."""
    low = text.lower()
    substitute = next(s for s in _substitutes(len(word)) if s not in low)

    def letters(match: re.Match[str]) -> str:
        pairs = zip(match[0], substitute, strict=True)
        return "".join(new.upper() if old.isupper() else new for old, new in pairs)

    return re.sub(re.escape(word), letters, text, flags=re.IGNORECASE | re.ASCII)


def _substitutes(length: int) -> Iterator[str]:
    """Yield words of ``length`` letters that are no SPARQL keyword, endlessly many for any text."""
    alphabet = "qxzjvkwy"
    number = 0
    while True:
        digits, rest = "", number
        for _ in range(length):
            digits += alphabet[rest % len(alphabet)]
            rest //= len(alphabet)
        yield digits
        number += 1


def _dataset(query: str, start: int) -> tuple[tuple[str, ...], tuple[str, ...], str]:
    """Return the graphs of the FROM and FROM NAMED clauses, and the query without these clauses.

    ``start`` is just behind the form.
    """
    base, prefixes = _declared(query[:start])
    default: list[str] = []
    named: list[str] = []
    blanked = query
    clause: list[tuple[str, str, int, int]] = []
    for kind, text, begin, end in _head_tokens(query, start):
        if clause and kind in ("iri", "pname"):
            iri = _resolve(kind, text, base, prefixes)
            (named if len(clause) == 2 else default).append(iri)
            begin = clause[0][2]
            blanked = blanked[:begin] + " " * (end - begin) + blanked[end:]
            clause = []
        elif kind == "word" and text.upper() == "FROM" and not clause:
            clause = [(kind, text, begin, end)]
        elif kind == "word" and text.upper() == "NAMED" and len(clause) == 1:
            clause.append((kind, text, begin, end))
        else:
            clause = []
    if not (default or named) or not parses(_without(blanked, "from")):
        raise syntax_error(query) or QuerySyntaxError("The FROM clauses could not be read.")
    return tuple(default), tuple(named), blanked


def _head_tokens(query: str, start: int) -> Iterator[tuple[str, str, int, int]]:
    """Tokens outside brackets from ``start`` up to the WHERE pattern.

    Within the round brackets of a projection ``<`` after an operand is an operator.
    """
    depth: list[str] = []
    operand = False
    position = start
    construct = query[:start].upper().endswith("CONSTRUCT")
    while position < len(query):
        token = _TOKEN.match(query, position)
        if token is None:
            return
        kind, text = str(token.lastgroup), token[0]
        if text in _QUOTES:
            return
        if kind == "iri" and operand and depth and depth[-1] == "(":
            kind, text = "other", "<"
        begin, position = position, position + len(text)
        if kind == "skip":
            continue
        if kind == "open":
            if not depth and text == "{" and not construct:
                return
            depth.append(text)
        elif kind == "close":
            if depth:
                depth.pop()
            construct = construct and bool(depth)
        elif not depth:
            if kind == "word" and text.upper() == "WHERE":
                return
            if kind == "word" and text.upper() == "FROM":
                construct = False
            yield kind, text, begin, position
        operand = text[-1] not in _PUNCTUATION_BEFORE_OPERAND


def _declared(prologue: str) -> tuple[str, dict[str, str]]:
    base, prefixes = BASE, dict[str, str]()
    for found in _DECLARED.finditer(prologue):
        if found["base"]:
            base = resolved(base, found["base"][1:-1])
        else:
            prefixes[found["prefix"]] = resolved(base, found["iri"][1:-1])
    return base, prefixes


def _resolve(kind: str, text: str, base: str, prefixes: dict[str, str]) -> str:
    if kind == "iri":
        return resolved(base, plain(text[1:-1]))
    prefix, _, local = text.partition(":")
    return prefixes.get(prefix, prefix + ":") + re.sub(r"\\(.)", r"\1", local)
