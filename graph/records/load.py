"""Loading a folder of records: each file, then what only all of them together can tell."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from rdflib import URIRef

from graph import iris
from graph.paths import ONTOLOGY, SOURCES
from graph.records.circles import circles
from graph.records.model import Origin, Record, RegisterEntry, Statement
from graph.records.nodes import REQUIRED
from graph.records.problems import Problem, RecordError, shown
from graph.records.reader import CURATION, Reader
from graph.records.register import read_register, tell_reasons_of_names
from graph.records.retired import read_retired
from graph.records.schema import Schema, load_schema

REGISTER_FILE = "register.yaml"
RETIRED_FILE = "retired.csv"


@dataclass
class Sources:
    """Everything in ``sources/``: the records, the register, and what the register states."""

    schema: Schema
    records: list[Record]
    register: dict[str, RegisterEntry] = field(default_factory=dict)
    drafts: list[Record] = field(default_factory=list)
    """Records that nobody has reviewed yet; they are no part of the graph."""
    unready: list[Problem] = field(default_factory=list)
    """What is wrong in drafts: for their review, and in nobody's way until then."""

    @property
    def statements(self) -> list[Statement]:
        """Return the statements of all records."""
        return [statement for record in self.records for statement in record.statements]


def load_sources(folder: Path = SOURCES, ontology: Path = ONTOLOGY) -> Sources:
    """Read all records and the register.

    Raises RecordError with every problem of every file at once.
    """
    schema = load_schema(ontology)
    if not folder.is_dir():
        raise RecordError(
            [Problem(shown(folder), 0, "", "no such folder; it contains the records")]
        )
    reader = Reader(schema)
    problems = reader.problems
    files = _files(folder, problems)
    records: list[Record] = []
    drafts: list[Record] = []
    unready: list[Problem] = []
    for path in files:
        before = len(problems)
        if path.name == REGISTER_FILE or (record := reader.record(path)) is None:
            continue
        if record.draft:
            unready += problems[before:]
            del problems[before:]
        (drafts if record.draft else records).append(record)
    if not records and not drafts and not problems:
        problems.append(Problem(shown(folder), 0, "", "holds no record (*.yaml)"))
    register: dict[str, RegisterEntry] = {}
    if folder / REGISTER_FILE in files:
        register, made = read_register(folder / REGISTER_FILE, schema, problems)
        curation = next((record for record in records if record.document == CURATION), None)
        if curation is None:
            curation = Record(folder / REGISTER_FILE, CURATION, "en")
            records.append(curation)
        read = [record for record in records if record.document != CURATION]
        curation.statements += tell_reasons_of_names(made, register, read)
    if (folder / RETIRED_FILE).is_file():
        for identifier, entry in read_retired(folder / RETIRED_FILE, problems).items():
            if (first := register.setdefault(identifier, entry)) is not entry:
                message = f"has an entry in {first.origin.file}:{first.origin.line} already"
                problems.append(Problem(entry.origin.file, entry.origin.line, identifier, message))
    _move_inferences(folder, records)
    problems += _duplicates(records)
    problems += _references(schema, records, register)
    problems += circles(records)
    if not problems:
        # A refused value would be missed here a second time.
        problems += _incomplete(schema, records)
    if problems:
        raise RecordError(problems)
    return Sources(schema, records, register, drafts, unready)


def _move_inferences(folder: Path, records: list[Record]) -> None:
    """What a record infers (``why:`` in place of ``at:``) is the curation's statement."""
    curation = next((record for record in records if record.document == CURATION), None)
    for record in records:
        if record.document == CURATION:
            continue
        inferred = [s for s in record.statements if s.evidence.at is None]
        if not inferred:
            continue
        record.statements = [s for s in record.statements if s.evidence.at is not None]
        if curation is None:
            curation = Record(folder / REGISTER_FILE, CURATION, "en")
            records.append(curation)
        curation.statements += inferred
        # What only an inference tells of, as a signature on an inferred day, is filed there too.
        stays = {statement.subject for statement in record.statements}
        for subject in dict.fromkeys(statement.subject for statement in inferred):
            if subject in record.entities and subject not in stays:
                curation.entities.setdefault(subject, record.entities[subject])


def _files(folder: Path, problems: list[Problem]) -> list[Path]:
    """Return the files of a folder that are read, sorted; problems for those that look like it."""
    try:
        paths = sorted(folder.iterdir())
    except OSError as error:
        problems.append(Problem(shown(folder), 0, "", f"cannot be read: {error.strerror}"))
        return []
    for path in paths:
        if path.suffix != ".yaml" and path.suffix.lower() in (".yaml", ".yml"):
            message = "is not read; rename it so that it ends in .yaml"
            problems.append(Problem(shown(path), 0, "", message))
    return [path for path in paths if path.suffix == ".yaml"]


def _duplicates(records: list[Record]) -> list[Problem]:
    seen: dict[str, Record] = {}
    problems = []
    for record in records:
        first = seen.setdefault(record.document, record)
        if first is not record:
            problems.append(
                Problem(
                    shown(record.path),
                    record.line,
                    "id",
                    f"{record.document} "
                    f"is the id of {first.path.name} too; every document has its own",
                )
            )
    return problems


def _references(
    schema: Schema, records: list[Record], register: dict[str, RegisterEntry]
) -> list[Problem]:
    """Return every id used as a value must be described somewhere; retired ids are used nowhere."""
    known = set(register) | set(schema.countries)
    known |= {identifier for record in records for identifier in record.entities}
    known |= {record.document for record in records}
    retired = {name: entry for name, entry in register.items() if entry.replaced_by}
    problems = []
    for entry in retired.values():
        if entry.replaced_by not in known:
            problems.append(
                Problem(
                    entry.origin.file,
                    entry.origin.line,
                    f"{entry.identifier} replacedBy",
                    f"'{entry.replaced_by}' is not described anywhere",
                )
            )
    for record in records:
        for identifier, origin in record.entities.items():
            if identifier in retired:
                message = (
                    f"is retired; write this under '{retired[identifier].replaced_by}', or take "
                    "'replacedBy:' out of the register"
                )
                problems.append(Problem(origin.file, origin.line, identifier, message))
        for statement in record.statements:
            targets = [iris.identifier(str(statement.object))]
            if not isinstance(statement.object, URIRef):
                targets = []
            for target in [*targets, *statement.evidence.cites]:
                if target is None or target.startswith("vocabulary/"):
                    continue
                origin = statement.origin
                if target in retired:
                    message = f"'{target}' is retired; use '{retired[target].replaced_by}'"
                elif target not in known:
                    message = (
                        f"'{target}' is not described anywhere; give it a block "
                        "with a 'name' or an entry in register.yaml"
                    )
                else:
                    continue
                problems.append(Problem(origin.file, origin.line, origin.field, message))
    return problems


def _incomplete(schema: Schema, records: list[Record]) -> list[Problem]:
    """Nodes that lack what they cannot do without: a participation says who and as what."""
    stated: dict[str, set[str]] = {}
    first: dict[str, Origin] = {}
    for record in records:
        for statement in record.statements:
            stated.setdefault(statement.subject, set()).add(statement.key)
        for identifier, origin in record.entities.items():
            first.setdefault(identifier, origin)
    problems = []
    for identifier, origin in first.items():
        term = schema.class_of(identifier)
        for name in sorted(term.ancestors if term is not None else ()):
            required = REQUIRED.get(name, ())
            missing = [key for key in required if key not in stated.get(identifier, ())]
            if missing:
                message = (
                    f"needs {' and '.join(required)}; missing: {', '.join(missing)}. Write it "
                    "inside the block of the project, event or agreement it belongs to"
                )
                problems.append(Problem(origin.file, origin.line, identifier, message))
    return problems
