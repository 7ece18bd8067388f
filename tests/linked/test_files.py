"""Files for people: what spreadsheets and data frames read, and no live formula in any."""

from __future__ import annotations

import fcntl
import gzip
import io
import zipfile
from pathlib import Path
from urllib.parse import urlencode

import openpyxl
import pandas
import pytest
from flask.testing import FlaskClient

from graph.sheets import LONGEST
from graph.store import Store, open_store
from graph.store.versions import write_store
from server.app import create_app
from server.linked import keeping
from server.settings import Settings

SMALL = Path(__file__).parent.parent / "endpoint" / "data" / "small.nq"
_ONTOLOGY = b"<https://w3id.org/eucn/ontology#"
LINES = (
    SMALL.read_bytes() + _ONTOLOGY + b"Project> " + _ONTOLOGY + b'idSegment> "project" '
    b"<https://w3id.org/eucn/graph/ontology> .\n"
)
LANTERN = "https://w3id.org/eucn/id/project/lantern"
ROWS = """SELECT * { VALUES (?name ?n ?id) {
  ("灯笼; a, \\"b\\"" 12 "00123") ("=HYPERLINK(1)" 1.5 "+49 30 1")
  ("@x" 12345678901234567890 UNDEF) } }"""


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    path = tmp_path_factory.mktemp("files") / ".store"
    write_store(path, LINES, "2026-01-02", ["document/alpha", "document/beta"])
    return open_store(path)


@pytest.fixture(scope="module")
def client(store: Store, tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    path = tmp_path_factory.mktemp("served") / ".store"
    write_store(path, LINES, "2026-01-02", ["document/alpha", "document/beta"])
    return create_app(Settings(store=str(path), access_log="none"), store).test_client()


def asked(client: FlaskClient, format: str, query: str = ROWS) -> bytes:
    answer = client.get("/sparql?" + urlencode({"query": query, "format": format}))
    assert answer.status_code == 200, answer.text
    suffix = "xlsx" if format == "xlsx" else "csv"
    assert answer.headers["Content-Disposition"] == f'attachment; filename="query.{suffix}"'
    return answer.data


@pytest.mark.parametrize(("format", "separator"), [("csv-bom", ","), ("csv-semicolon", ";")])
def test_csv_for_spreadsheets(client: FlaskClient, format: str, separator: str) -> None:
    data = asked(client, format)
    assert data.startswith(b"\xef\xbb\xbf")
    table = pandas.read_csv(io.BytesIO(data), sep=separator, dtype=str, encoding="utf-8-sig")
    assert list(table.columns) == ["name", "n", "id"]
    assert list(table["name"]) == ['灯笼; a, "b"', "'=HYPERLINK(1)", "'@x"]
    assert table["id"][0] == "00123"


def test_a_workbook_of_results(client: FlaskClient) -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(asked(client, "xlsx"))).active
    assert sheet is not None
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0] == ("name", "n", "id")
    assert rows[1] == ('灯笼; a, "b"', 12, "00123")
    assert rows[2] == ("=HYPERLINK(1)", 1.5, "+49 30 1")
    assert rows[3] == ("@x", "12345678901234567890", None)
    # A text that begins so is a text: "f" would be a formula.
    assert {cell.data_type for row in sheet.iter_rows(min_row=2) for cell in row} <= {"s", "n"}
    assert len(pandas.read_excel(io.BytesIO(asked(client, "xlsx")))) == 3
    found = openpyxl.load_workbook(io.BytesIO(asked(client, "xlsx", "ASK {}"))).active
    assert found is not None
    assert found["A2"].value == "true"


def test_a_cell_that_is_too_long_is_an_error(client: FlaskClient) -> None:
    query = 'SELECT (CONCAT("' + "x" * LONGEST + '", "y") AS ?long) {}'
    answer = client.post("/sparql", data={"query": query, "format": "xlsx"})
    assert answer.status_code == 403
    assert str(LONGEST) in answer.get_json(force=True)["detail"]


def test_a_row_for_each_entity(client: FlaskClient) -> None:
    archive = zipfile.ZipFile(io.BytesIO(client.get("/data/eucn-wide-csv.zip").data))
    table = pandas.read_csv(archive.open("Project.csv"), encoding="utf-8-sig", dtype=str)
    assert list(table["id"]) == [LANTERN]
    assert set(table["startDate"][0].split(" | ")) == {"2019-01", "2019-02"}
    book = openpyxl.load_workbook(io.BytesIO(client.get("/data/eucn.xlsx").data))
    assert set(book.sheetnames) == {name.removesuffix(".csv") for name in archive.namelist()}
    assert book["Project"]["A2"].value == LANTERN


def test_parquet(client: FlaskClient, store: Store) -> None:
    def frame(name: str) -> pandas.DataFrame:
        answer = client.get(f"/data/eucn-{name}.parquet")
        assert answer.mimetype == "application/vnd.apache.parquet"
        return pandas.read_parquet(io.BytesIO(answer.data))

    entities, statements, claims = frame("entities"), frame("statements"), frame("claims")
    assert entities.set_index("id").loc[LANTERN]["zh"] == "灯笼"
    assert len(statements) == len(store.dump().splitlines())
    assert statements["object"].str.contains("灯笼").any()
    assert len(claims) == 6
    assert claims["confidence"].between(0, 1).all()
    assert (claims["end"] > claims["start"]).all()


def test_lists_for_spreadsheets(client: FlaskClient) -> None:
    marked = client.get("/projects?format=csv-semicolon")
    table = pandas.read_csv(io.BytesIO(marked.data), sep=";", encoding="utf-8-sig")
    assert list(table["id"]) == [LANTERN]
    answer = client.get("/projects?format=xlsx&lang=zh")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="projects.xlsx"'
    sheet = openpyxl.load_workbook(io.BytesIO(answer.data)).active
    assert sheet is not None
    assert sheet["B2"].value == "灯笼"


@pytest.mark.parametrize(
    "path",
    ["/brokers", "/gaps", "/timeline", "/network/matrix", "/network/overview",
     "/network/specialisation", "/network/years", "/network/file/eu-china-network.csv"],
)  # fmt: skip
def test_tables_of_the_network_for_spreadsheets(client: FlaskClient, path: str) -> None:
    plain = client.get(f"{path}?format=csv")
    assert plain.status_code == 200, plain.text
    marked = client.get(f"{path}?format=csv-bom")
    assert marked.data == b"\xef\xbb\xbf" + plain.data
    assert client.get(f"{path}?format=csv-semicolon").data.startswith(b"\xef\xbb\xbf")
    book = client.get(f"{path}?format=xlsx")
    assert ".xlsx" in book.headers["Content-Disposition"]
    sheet = openpyxl.load_workbook(io.BytesIO(book.data)).active
    assert sheet is not None
    head = next(sheet.iter_rows(values_only=True))
    assert ",".join(map(str, head)) == plain.text.splitlines()[0]


def test_files_are_made_one_at_a_time(
    client: FlaskClient, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = client.get("/data/eucn.nq")
    monkeypatch.setattr(keeping, "PATIENCE", 0.0)
    with client.application.app_context():
        folder = keeping.folder_of(store)
    with (folder / ".making").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        answer = client.get("/data/eucn-rdf12.ttl")
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "2")
        assert client.get("/data/eucn.nq").data == made.data
    assert client.get("/data/eucn-rdf12.ttl").status_code == 200


def test_head_of_a_file_that_is_not_made_yet_makes_none(store: Store, tmp_path: Path) -> None:
    path = tmp_path / ".store"
    write_store(path, LINES, "2026-01-02", ["document/alpha", "document/beta"])
    client = create_app(Settings(store=str(path), access_log="none"), store).test_client()
    for address in ("/data/eucn.nq", "/data/eucn.nq.gz", "/network/file/eu-china-network.graphml"):
        head = client.head(address)
        assert head.status_code == 200
        assert "attachment" in head.headers["Content-Disposition"]
        assert "Content-Length" not in head.headers
        assert "public" not in head.headers["Cache-Control"]
        assert not [one for one in (path / "dumps").iterdir() if one.name != ".making"]
    assert client.head("/data/eucn.none").status_code == 404
    body = client.get("/data/eucn.nq").data
    there = client.head("/data/eucn.nq")
    assert there.headers["Content-Length"] == str(len(body))
    assert "Repr-Digest" in there.headers


def test_the_whole_network_is_made_into_a_file_once(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = "/network/file/eu-china-network.gexf"
    first = client.get(address)
    assert first.status_code == 200
    monkeypatch.setattr("server.network.diagram.write", None)
    again = client.get(address, headers={"Accept-Encoding": "gzip"})
    assert again.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(again.data) == first.data
    assert again.headers["Content-Disposition"] == first.headers["Content-Disposition"]
    assert again.headers["ETag"] != first.headers["ETag"]
