"""Import CORDIS beside a plain rdflib loader and morph-kgc: the same rows, seconds and memory.

    python -m benchmarks.registers.run cordis-h2020projects-china-csv.zip
    python -m benchmarks.registers.run cordis-HORIZONprojects-csv.zip --rows 20000

Each engine runs in a process of its own. The other two do the least that makes the same core of a
participation (type, participant, project, role, money, order) from the columns as they are: no
check, no selection, no rows, nothing derived, no load into a store. ``ours`` is the whole import:
strict reading, selection (all projects), tables, all quads with rows and derived statements,
loaded into an Oxigraph index on disk.
"""

from __future__ import annotations

import argparse
import csv
import io
import json
import resource
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path

csv.field_size_limit(1 << 24)
EUCN = "https://w3id.org/eucn/ontology#"
ID = "https://w3id.org/eucn/id/"


def rows_of(download: Path, limit: int) -> list[dict[str, str]]:
    with zipfile.ZipFile(download) as archive, archive.open("organization.csv") as stream:
        reader = csv.DictReader(io.TextIOWrapper(stream, "utf-8-sig"), delimiter=";")
        rows = []
        for number, row in enumerate(reader):
            if limit and number >= limit:
                break
            rows.append({**row, "n": str(number)})
        return rows


def ours(download: Path, limit: int, aside: Path) -> int:
    import pyoxigraph

    from graph.registers.extract import Extract
    from graph.registers.importing import import_cordis
    from graph.registers.mappings import read_mappings
    from graph.registers.quads import cordis_quads
    from graph.registers.report import Report
    from graph.registers.terms import terms

    source = _cut(download, limit, aside) if limit else download
    store = pyoxigraph.Store(str(aside / "index"))
    for made in import_cordis([source], Report(), rules=("all",)):
        assert isinstance(made.extract, Extract)
        file = aside / "data.nq"
        with file.open("wb", buffering=1 << 20) as out:
            out.writelines(
                cordis_quads(made.declaration, made.extract, read_mappings(), terms(), "2026-11-28")
            )
        store.bulk_load(path=str(file), format=pyoxigraph.RdfFormat.N_QUADS)
    return len(store)


def _cut(download: Path, limit: int, aside: Path) -> Path:
    """The download with the first rows of organization.csv alone."""
    made, text = aside / "part.zip", io.StringIO()
    rows = rows_of(download, limit)
    names = [name for name in rows[0] if name != "n"]
    writer = csv.DictWriter(
        text, names, delimiter=";", quoting=csv.QUOTE_ALL, extrasaction="ignore"
    )
    writer.writeheader()
    writer.writerows(rows)
    with zipfile.ZipFile(download) as source, zipfile.ZipFile(made, "w") as target:
        for name in source.namelist():
            whole = name != "organization.csv"
            target.writestr(name, source.read(name) if whole else text.getvalue())
    return made


def rdflib_loader(download: Path, limit: int, aside: Path) -> int:
    from rdflib import RDF, XSD, Dataset, Literal, Namespace, URIRef

    eucn, ids = Namespace(EUCN), Namespace(ID)
    dataset = Dataset()
    graph = dataset.graph(URIRef("https://w3id.org/eucn/graph/cordis"))
    for row in rows_of(download, limit):
        node = ids[f"participation/{row['projectID']}-{row['n']}"]
        graph.add((node, RDF.type, eucn.ProjectParticipation))
        graph.add((node, eucn.participant, ids[f"organization/pic-{row['organisationID']}"]))
        graph.add((node, eucn.participationIn, ids[f"project/cordis-{row['projectID']}"]))
        if row["role"]:
            graph.add((node, eucn.role, Literal(row["role"])))
        graph.add((node, eucn.order, Literal(row["n"], datatype=XSD.integer)))
        for column, term in (
            ("ecContribution", eucn.euContribution),
            ("netEcContribution", eucn.netEuContribution),
            ("totalCost", eucn.totalCost),
        ):
            if row[column]:
                graph.add((node, term, Literal(row[column], datatype=XSD.decimal)))
    dataset.serialize(str(aside / "data.nq"), format="nquads")
    return len(graph)


MAPPING = """
@prefix rr: <http://www.w3.org/ns/r2rml#> .
@prefix rml: <http://semweb.mmlab.be/ns/rml#> .
@prefix ql: <http://semweb.mmlab.be/ns/ql#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix eucn: <https://w3id.org/eucn/ontology#> .
<#participation> a rr:TriplesMap ;
    rml:logicalSource [ rml:source "FILE" ; rml:referenceFormulation ql:CSV ] ;
    rr:subjectMap [ rr:template "https://w3id.org/eucn/id/participation/{projectID}-{n}" ;
        rr:class eucn:ProjectParticipation ] ;
    rr:predicateObjectMap [ rr:predicate eucn:participant ; rr:objectMap [
        rr:template "https://w3id.org/eucn/id/organization/pic-{organisationID}" ] ] ;
    rr:predicateObjectMap [ rr:predicate eucn:participationIn ;
        rr:objectMap [ rr:template "https://w3id.org/eucn/id/project/cordis-{projectID}" ] ] ;
    rr:predicateObjectMap [ rr:predicate eucn:role ; rr:objectMap [ rml:reference "role" ] ] ;
    rr:predicateObjectMap [ rr:predicate eucn:order ;
        rr:objectMap [ rml:reference "n" ; rr:datatype xsd:integer ] ] ;
    rr:predicateObjectMap [ rr:predicate eucn:euContribution ;
        rr:objectMap [ rml:reference "ecContribution" ; rr:datatype xsd:decimal ] ] ;
    rr:predicateObjectMap [ rr:predicate eucn:netEuContribution ;
        rr:objectMap [ rml:reference "netEcContribution" ; rr:datatype xsd:decimal ] ] ;
    rr:predicateObjectMap [ rr:predicate eucn:totalCost ;
        rr:objectMap [ rml:reference "totalCost" ; rr:datatype xsd:decimal ] ] .
"""


def morph_kgc(download: Path, limit: int, aside: Path) -> int:
    import morph_kgc as engine

    file, mapping = aside / "rows.csv", aside / "mapping.ttl"
    columns = ("projectID", "n", "organisationID", "role", "ecContribution", "netEcContribution")
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, (*columns, "totalCost"), extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows_of(download, limit))
    mapping.write_text(MAPPING.replace("FILE", str(file)), encoding="utf-8")
    config = f"[CONFIGURATION]\nlogging_level: ERROR\n[SOURCE]\nmappings: {mapping}\n"
    return len(engine.materialize_set(config))


NEEDS = {"morph-kgc": "morph-kgc>=2.10"}
"""What is no dependency of the project: morph-kgc 2.10 wants an rdflib before 7.3, ours is newer,
so that both cannot be in one environment."""


def environment(name: str, folder: Path) -> str:
    """The interpreter of an environment of its own for an engine, made where it is not there."""
    python = folder / name / "bin" / "python"
    if not python.exists():
        print(f"{name}: an environment in {folder / name}", file=sys.stderr)
        subprocess.run([sys.executable, "-m", "venv", str(folder / name)], check=True)
        install = [str(python), "-m", "pip", "install", "--quiet", NEEDS[name]]
        subprocess.run(install, check=True)
    return str(python)


ENGINES = {"ours": ours, "rdflib": rdflib_loader, "morph-kgc": morph_kgc}


def main() -> None:
    parser = argparse.ArgumentParser(description="Import CORDIS beside rdflib and morph-kgc")
    parser.add_argument("download", type=Path)
    parser.add_argument("--rows", type=int, default=0, help="only so many rows; 0: all")
    parser.add_argument("--engines", default="ours,rdflib,morph-kgc")
    parser.add_argument("--python", default="", help="name=PATH,...: interpreters of engines")
    parser.add_argument(
        "--environments",
        type=Path,
        default=Path(".venv/benchmarks"),
        help="where environments of other engines are, or are made",
    )
    parser.add_argument("--one", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        with tempfile.TemporaryDirectory() as aside:
            started = time.perf_counter()
            count = ENGINES[options.one](options.download, options.rows, Path(aside))
            seconds = time.perf_counter() - started
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(json.dumps({"statements": count, "seconds": seconds, "mb": memory}))
        return
    interpreters = dict(part.split("=") for part in options.python.split(",") if part)
    for name in NEEDS.keys() & set(options.engines.split(",")) - interpreters.keys():
        interpreters[name] = environment(name, options.environments)
    print("engine, statements, seconds, statements per second, MB")
    for name in options.engines.split(","):
        command = [interpreters.get(name, sys.executable), "-m", "benchmarks.registers.run"]
        command += [str(options.download), "--rows", str(options.rows), "--one", name]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            told = done.stderr.strip().splitlines() or ["no message"]
            print(f"{name}, failed: {told[-1]}")
            continue
        found = json.loads(done.stdout.splitlines()[-1])
        rate = found["statements"] / found["seconds"]
        told = f"{found['statements']:,}, {found['seconds']:.1f}, {rate:,.0f}, {found['mb']:,.0f}"
        print(f"{name}, {told}", flush=True)


if __name__ == "__main__":
    main()
