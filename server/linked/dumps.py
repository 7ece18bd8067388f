"""``/data/``: the whole dataset as files, made when asked for, then told with size and SHA-256."""

from __future__ import annotations

import gzip
import hashlib
import json
import threading
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from flask import (
    Flask,
    Response,
    jsonify,
    render_template,
    request,
    send_file,
)
from werkzeug.wrappers import Response as BaseResponse

from graph import wide
from graph.export import FORMATS, serialized
from graph.files import write_whole
from graph.sheets import XLSX
from graph.store import Store
from graph.store.formats import GRAPHS, content_type
from graph.store.within import within
from server.finishing import codings
from server.http import wants_html
from server.linked import reified
from server.linked.keeping import MAKING, alone, asked_by_head, folder_of, unmade
from server.linked.resources import store
from server.linked.write import LICENCE, dataset
from server.problems import Problem

PACKED = (".zip", ".xlsx", ".parquet")
"""Endings of files that are compressed already."""
_LEVEL = 6
_lock = threading.Lock()


@dataclass(frozen=True)
class Kind:
    """A file that is offered: its name, media type and what it is."""

    name: str
    media: str
    says: Mapping[str, str]


@dataclass(frozen=True)
class Dump:
    """A file: bytes and SHA-256, None where it has not been made yet."""

    name: str
    media: str
    says: Mapping[str, str]
    bytes: int | None
    sha256: str | None
    path: str
    packs: str = ""
    """The name of the file that this one is a compressed copy of."""


_GRAPHS = {"en": "with the named graphs", "de": "mit den benannten Graphen", "zh": "含命名图"}
_MERGE = {"en": "merge of all graphs", "de": "alle Graphen vereint", "zh": "全部图合并"}
_TABLES = {"en": "one table per class", "de": "eine Tabelle je Klasse", "zh": "每类一个表"}
_WIDE = {
    "en": "one table per class, one row per entity",
    "de": "eine Tabelle je Klasse, eine Zeile je Entität",
    "zh": "每类一个表，每个实体一行",
}
_ENTITIES = {"en": "one row per entity", "de": "eine Zeile je Entität", "zh": "每个实体一行"}
_STATEMENTS = {
    "en": "one row per statement",
    "de": "eine Zeile je Tripel",
    "zh": "每条三元组一行",
}
_CLAIMS = {
    "en": "one row per claim, with document, confidence and place",
    "de": "eine Zeile je Aussage, mit Dokument, Konfidenz und Stelle",
    "zh": "每条陈述一行，含文件、置信度和位置",
}
_REIFIED = {
    "en": "claims as reifiers of the statements they make",
    "de": "Aussagen als Reifier der Tripel, die sie machen",
    "zh": "以陈述作为其所述三元组的具化标识",
}


def _says(format: str, what: dict[str, str]) -> dict[str, str]:
    comma = {"zh": "，"}
    return {code: f"{format}{comma.get(code, ', ')}{text}" for code, text in what.items()}


KINDS = (
    *(
        Kind(f"eucn.{f.suffix}", f.media, _says(f.title, _GRAPHS if f.datasets else _MERGE))
        for f in sorted(GRAPHS.values(), key=lambda f: not f.datasets)
    ),
    Kind("eucn-csv.zip", "application/zip", _says("CSV", _TABLES)),
    Kind("eucn-wide-csv.zip", "application/zip", _says("CSV", _WIDE)),
    Kind("eucn.xlsx", XLSX, _says("XLSX", _WIDE)),
    Kind("eucn-entities.parquet", wide.PARQUET, _says("Parquet", _ENTITIES)),
    Kind("eucn-statements.parquet", wide.PARQUET, _says("Parquet", _STATEMENTS)),
    Kind("eucn-claims.parquet", wide.PARQUET, _says("Parquet", _CLAIMS)),
    Kind("eucn-rdf12.ttl", "text/turtle; version=1.2", _says("RDF 1.2 Turtle", _REIFIED)),
)


NAMES = (
    *(kind.name for kind in KINDS),
    *(f"{kind.name}.gz" for kind in KINDS if not kind.name.endswith(PACKED)),
)
"""Every file that is offered, the compressed copies last."""


def register(app: Flask) -> None:
    """Add the list and the files."""
    app.add_url_rule("/data/", "dumps", _list)
    app.add_url_rule("/data/<name>", "dump", _file)


def dumps(graph: Store) -> list[Dump]:
    """Return all files of a build as they are offered; size and digest of those made so far.

    None is made for the list: of a large graph that takes a minute.
    """
    folder = folder_of(graph)
    return [_there(folder, name) or _offered(name) for name in NAMES]


def dump_of(graph: Store, name: str) -> Dump | None:
    """Return one file of a build, made where it is not there yet; None where none has that name."""
    kind = next((one for one in KINDS if name in (one.name, f"{one.name}.gz")), None)
    if kind is None or (name != kind.name and name.removesuffix(".gz").endswith(PACKED)):
        return None
    folder = folder_of(graph)
    if found := _there(folder, name):
        return found
    with _lock, alone(folder):
        plain = _dump(graph, folder, kind)
        return plain if name == kind.name else _packed(folder, plain)


def _there(folder: Path, name: str) -> Dump | None:
    path, note = folder / name, folder / f"{name}.json"
    if not (path.is_file() and note.is_file()):
        return None
    return Dump(**json.loads(note.read_text("utf-8")) | {"path": str(path)})


def _offered(name: str) -> Dump:
    kind = next(one for one in KINDS if name in (one.name, f"{one.name}.gz"))
    if name == kind.name:
        return Dump(**asdict(kind), bytes=None, sha256=None, path="")
    return Dump(name, kind.media, _says_packed(kind), None, None, "", kind.name)


def _says_packed(kind: Kind | Dump) -> dict[str, str]:
    return {code: f"{text} (gzip)" for code, text in kind.says.items()}


def _dump(graph: Store, folder: Path, kind: Kind) -> Dump:
    if found := _there(folder, kind.name):
        return found
    path, note = folder / kind.name, folder / f"{kind.name}.json"
    data = _made(graph, kind.name)
    dump = Dump(
        **asdict(kind), bytes=len(data), sha256=hashlib.sha256(data).hexdigest(), path=str(path)
    )
    write_whole(path, data)
    write_whole(note, json.dumps(asdict(dump)).encode())
    return dump


def _packed(folder: Path, dump: Dump) -> Dump:
    """Return the compressed copy of a file, made where it is not there yet."""
    if found := _there(folder, f"{dump.name}.gz"):
        return found
    path, note = folder / f"{dump.name}.gz", folder / f"{dump.name}.gz.json"
    data = gzip.compress(Path(dump.path).read_bytes(), _LEVEL, mtime=0)
    copy = Dump(
        path.name,
        dump.media,
        _says_packed(dump),
        len(data),
        hashlib.sha256(data).hexdigest(),
        str(path),
        dump.name,
    )
    write_whole(path, data)
    write_whole(note, json.dumps(asdict(copy)).encode())
    return copy


_WIDE_FILES = {
    "eucn-wide-csv.zip": wide.wide_csv,
    "eucn.xlsx": wide.xlsx,
    "eucn-entities.parquet": wide.entities,
    "eucn-statements.parquet": wide.statements,
    "eucn-claims.parquet": wide.claims,
}


def _made(graph: Store, name: str) -> bytes:
    if name == "eucn-csv.zip":
        return serialized(graph, "csv")
    if name in _WIDE_FILES:
        # In a process of its own: the libraries and what they make are large.
        return within(lambda: _WIDE_FILES[name](graph), MAKING, 0)
    if name == "eucn-rdf12.ttl":
        return reified.turtle(graph.dump())
    suffix = name.rsplit(".", 1)[-1]
    if suffix in FORMATS:
        return serialized(graph, suffix)
    return dataset(graph.dump(), next(f.name for f in GRAPHS.values() if f.suffix == suffix))


def _list() -> BaseResponse:
    found = dumps(store())
    if wants_html(request.headers.get("Accept")):
        text = render_template("linked/dumps.html", dumps=found, licence=LICENCE)
        answer = Response(text, content_type="text/html; charset=utf-8")
    else:
        answer = jsonify(
            build=store().version,
            modified=store().built.date().isoformat(),
            license=LICENCE,
            files=[{k: v for k, v in asdict(d).items() if k != "path"} for d in found],
        )
    vary = {v.strip() for v in answer.headers.get("Vary", "").split(",") if v.strip()}
    answer.headers["Vary"] = ", ".join(sorted(vary | {"Accept", "Accept-Language", "Cookie"}))
    answer.headers["Cache-Control"] = "public, no-cache"
    return answer


def _file(name: str) -> BaseResponse:
    if name not in NAMES:
        raise Problem(404, "unknown", "There is no such file; see /data/ for the list.")
    if asked_by_head() and _there(folder_of(store()), name) is None:
        offered = _offered(name)
        return unmade("application/gzip" if offered.packs else offered.media, name)
    dump = dump_of(store(), name)
    assert dump is not None
    accepts = codings(request.headers.get("Accept-Encoding", ""))
    wanted = "gzip" in accepts and "Range" not in request.headers
    can_be_packed = not name.endswith((*PACKED, ".gz"))
    packed = None
    if can_be_packed and wanted:
        # A copy that is only compressed is not made for HEAD either.
        there = _there(folder_of(store()), f"{name}.gz")
        packed = there if there or asked_by_head() else dump_of(store(), f"{name}.gz")
    if packed is not None:
        dump = packed
    answer = send_file(
        dump.path,
        mimetype="application/gzip" if name == dump.name and dump.packs else dump.media,
        as_attachment=True,
        download_name=name,
        conditional=True,
        etag=dump.sha256 or False,
        last_modified=store().since,
        max_age=None,
    )
    answer.headers["Cache-Control"] = "public, no-cache"
    answer.headers["Repr-Digest"] = f"sha-256=:{_base64(dump.sha256 or '')}:"
    answer.headers["Link"] = f'<{LICENCE}>; rel="license"'
    answer.headers["Content-Type"] = content_type(str(answer.headers["Content-Type"]))
    if can_be_packed:
        answer.headers["Vary"] = "Accept-Encoding"
    if packed is not None:
        answer.headers["Content-Encoding"] = "gzip"
    return answer


def _base64(digest: str) -> str:
    import base64

    return base64.b64encode(bytes.fromhex(digest)).decode()
