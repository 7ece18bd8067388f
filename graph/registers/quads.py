"""The quads of an extract of CORDIS: what its rows state, the rows themselves, what follows.

Three named graphs: ``graph/{dataset}`` has what the register states, ``graph/{dataset}/rows``
one node per row, ``graph/{dataset}/derived`` what is computed from both and the mappings.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TypeVar

from graph.languages import LANGUAGES
from graph.registers.declaration import Declaration
from graph.registers.extract import Extract
from graph.registers.extract_tables import OrganisationLine, ParticipationLine, ProjectLine, parted
from graph.registers.mappings import OPEN, ActionLine, Mappings, TopicRule
from graph.registers.nquads import (
    RDF_TYPE,
    Graph,
    concept,
    iri,
    literal,
    name_tagged,
    point,
    resource,
    slug,
    tagged,
    term,
    typed,
)
from graph.registers.terms import Terms
from graph.standing import standing_on

T = TypeVar("T")
SKOS = "http://www.w3.org/2004/02/skos/core#"
LABEL = "<http://www.w3.org/2000/01/rdf-schema#label>"
PREF_LABEL, ALT_LABEL = f"<{SKOS}prefLabel>", f"<{SKOS}altLabel>"
HIDDEN_LABEL = f"<{SKOS}hiddenLabel>"
NOTATION, IN_SCHEME, BROADER = f"<{SKOS}notation>", f"<{SKOS}inScheme>", f"<{SKOS}broader>"
CONCEPT, SCHEME = f"<{SKOS}Concept>", f"<{SKOS}ConceptScheme>"
SAME_AS = "<https://schema.org/sameAs>"
"""That ROR has the thing under that address too; a match of SKOS would make it a concept."""
DCT = "http://purl.org/dc/terms/"
NUTS_BASE = "http://data.europa.eu/nuts/code/"
PAGE = "https://cordis.europa.eu/project/id/"

KINDS = {
    "higher-education": "education-establishment",
    "research-organisation": "research-organisation",
    "private-company": "company",
    "public-body": "public-body",
}
"""Kinds of the extract to the concepts of ``vocabulary/organisation-kind``; OTH says nothing."""

COORDINATOR = "coordinator"

STATUSES = {
    "SIGNED": "signed",
    "ONGOING": "ongoing",
    "COMPLETED": "completed",
    "CLOSED": "completed",
    "TERMINATED": "terminated",
    # Of the downloads up to 2020.
    "ONG": "ongoing",
    "CLO": "completed",
    "CAN": "terminated",
}
"""The states of a project in CORDIS to the concepts of ``vocabulary/status``."""

SCHEMES = {
    "euroscivoc": {
        "en": "European Science Vocabulary (EuroSciVoc)",
        "de": "Europäisches Wissenschaftsvokabular (EuroSciVoc)",
        "zh": "欧洲科学词表（EuroSciVoc）",
    },
    "programme-part": {
        "en": "Parts of EU framework programmes",
        "de": "Teile der EU-Rahmenprogramme",
        "zh": "欧盟框架计划组成部分",
    },
    "call-topic": {
        "en": "Topics of calls for proposals",
        "de": "Themen von Aufforderungen zur Einreichung von Vorschlägen",
        "zh": "项目征集主题",
    },
    "call": {
        "en": "Calls for proposals",
        "de": "Aufforderungen zur Einreichung von Vorschlägen",
        "zh": "项目征集",
    },
    "funding-scheme": {
        "en": "Types of action of EU framework programmes",
        "de": "Maßnahmenarten der EU-Rahmenprogramme",
        "zh": "欧盟框架计划资助类型",
    },
}
"""The vocabularies of CORDIS that are told as SKOS, with their names."""

PERSON = {
    "en": "natural person (name not recorded)",
    "de": "natürliche Person (Name nicht erfasst)",
    "zh": "自然人（不收录姓名）",
}


def cordis_quads(
    declaration: Declaration,
    extract: Extract,
    mappings: Mappings,
    known: Terms,
    day: str,
    labelled: Mapping[str, str] | None = None,
    share: tuple[int, int] = (0, 1),
) -> Iterator[bytes]:
    """Yield the lines of a dataset, in no order, some more than once.

    ``day`` is the day of the sides of today. ``labelled`` has the preferred labels
    that another dataset gave: one per language is all that a thing may have. ``share`` is which
    share of the lines, and of how many.
    """
    made = _Cordis(declaration, mappings, known, day)
    if share[0] == 0:
        yield from dataset_quads(declaration)
        yield from made.programme_itself(declaration)
        yield from made.concepts(extract)
    countries = {
        line.organisation: mappings.territory_of(line.country, line.town)
        for line in extract.organisations
    }
    for organisation in _share(extract.organisations, *share):
        yield from made.organisation(organisation, (labelled or {}).get(organisation.organisation))
    days = {project.project: project.start for project in extract.projects}
    coordinated = {part.project for part in extract.participations if part.role == COORDINATOR}
    for project in _share(extract.projects, *share):
        yield from made.project(project)
        yield from made.unstated(project, project.project in coordinated)
    for part in _share(extract.participations, *share):
        yield from made.participation(part, countries[part.organisation], days[part.project])


def _share(rows: list[T], number: int, of: int) -> list[T]:
    return rows[len(rows) * number // of : len(rows) * (number + 1) // of]


def dataset_quads(declaration: Declaration) -> Iterator[bytes]:
    """Yield the dataset itself: title, snapshot, publisher, licence, source."""
    rows = Graph(f"{declaration.dataset}/rows")
    node = resource("dataset", declaration.dataset)
    yield rows.line(node, RDF_TYPE, term("RegisterDataset"))
    for language, title in declaration.title.items():
        for predicate in (PREF_LABEL, LABEL, f"<{DCT}title>"):
            yield rows.line(node, predicate, tagged(title, language))
    for language, selection in declaration.selection.items():
        yield rows.line(node, f"<{DCT}description>", tagged(selection, language))
    if declaration.snapshot:
        yield rows.line(node, f"<{DCT}issued>", typed(declaration.snapshot, "date"))
    yield rows.line(node, f"<{DCT}publisher>", iri(declaration.publisher_iri))
    yield rows.line(node, f"<{DCT}license>", iri(declaration.licence))
    yield rows.line(node, f"<{DCT}rights>", tagged(declaration.rights, "en"))
    yield rows.line(node, f"<{DCT}source>", iri(declaration.source))


def _line_of(rule: TopicRule) -> str:
    """Return the row of a line of the topic table."""
    return resource("row", f"topic-mapping-{slug(rule.key)}")


def kind_quads(derived: Graph, mappings: Mappings, organisation: str) -> Iterator[bytes]:
    """Yield the kind that the table of kinds gives an organisation beside those of its register."""
    if organisation in mappings.kinds:
        node, kind = resource("organization", organisation), mappings.kinds[organisation].kind
        yield derived.line(node, term("kind"), concept("organisation-kind", kind))
        yield derived.line(node, term("mappedBy"), resource("row", f"kinds-{organisation}"))


def row_quads(
    rows: Graph, dataset: str, file: str, key: str, page: str, line: object
) -> Iterator[bytes]:
    """Yield the node of a row, with the snapshots in which it came, changed and went."""
    node = resource("row", f"{dataset}-{file.partition('.')[0]}-{key}")
    yield rows.line(node, RDF_TYPE, term("RegisterRow"))
    yield rows.line(node, term("dataset"), resource("dataset", dataset))
    yield rows.line(node, term("file"), literal(file))
    yield rows.line(node, term("rowKey"), literal(key))
    yield rows.line(node, term("officialPage"), iri(page))
    for name, predicate in (
        ("new_in", "newSince"),
        ("changed_in", "changedSince"),
        ("gone_in", "goneSince"),
    ):
        if snapshot := getattr(line, name):
            yield rows.line(node, term(predicate), typed(snapshot, "date"))


class Identifiers:
    """Nodes of identifiers, with scheme and notation."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph

    def of(self, thing: str, scheme: str, notation: str) -> Iterator[bytes]:
        """Yield the quads that give a thing an identifier."""
        node = resource("identifier", f"{scheme}-{slug(notation)}")
        line = self.graph.line
        yield line(thing, term("identifier"), node)
        yield line(node, RDF_TYPE, term("Identifier"))
        yield line(node, term("scheme"), concept("identifier-scheme", scheme))
        yield line(node, NOTATION, literal(notation))


class _Cordis:
    """What is the same for all lines of a dataset: graphs, terms, tables."""

    def __init__(self, declaration: Declaration, mappings: Mappings, known: Terms, day: str):
        self.dataset = declaration.dataset
        self.programme = declaration.programme_id
        self.mappings = mappings
        self.known = known
        self.day = day
        self.stated = Graph(self.dataset)
        self.rows = Graph(f"{self.dataset}/rows")
        self.derived = Graph(f"{self.dataset}/derived")
        self.identifiers = Identifiers(self.stated)
        self.classes = {
            name: [f"<{above}>" for above in known.superclasses(term(name)[1:-1])]
            for name in ("Project", "Organization", "Partner", "ProjectParticipation")
        }
        self.shortcuts: dict[str, list[tuple[str, list[str]]]] = {
            role: [
                (f"<{name}>", [f"<{i}>" for i in sorted(known.inverses.get(name, ()))])
                for name in sorted(names)
            ]
            for role, names in known.shortcuts.items()
        }
        self.sides: dict[tuple[str, str], str] = {}

    def row(self, file: str, key: str) -> str:
        return resource("row", f"{self.dataset}-{file}-{key}")

    def programme_itself(self, declaration: Declaration) -> Iterator[bytes]:
        """Yield the framework programme, named here where no document names it."""
        segment, _, name = declaration.programme_id.partition("/")
        if not name:
            return
        node = resource(segment, name)
        yield self.stated.line(node, RDF_TYPE, term("Programme"))
        kind = concept("programme-kind", "framework-programme")
        yield self.stated.line(node, term("kind"), kind)
        yield self.stated.line(node, f"<{DCT}source>", resource("dataset", declaration.dataset))
        for above in self.known.superclasses(term("Programme")[1:-1]):
            yield self.derived.line(node, RDF_TYPE, f"<{above}>")
        for language, title in declaration.programme_title.items():
            yield self.derived.line(node, PREF_LABEL, tagged(title, language))
            yield self.derived.line(node, LABEL, tagged(title, language))

    def concepts(self, extract: Extract) -> Iterator[bytes]:
        """EuroSciVoc and the codes of the programme as SKOS, mapped to our topics."""
        codes: dict[str, dict[str, str]] = {scheme: {} for scheme in SCHEMES}
        codes["euroscivoc"] = {line.code: line.title for line in extract.fields}
        for project in extract.projects:
            for scheme, cell in (
                ("programme-part", project.legal_basis),
                ("call-topic", project.topics),
                ("call", project.call),
                ("funding-scheme", project.scheme),
            ):
                for code in parted(cell) if scheme != "call" else filter(None, [cell]):
                    codes[scheme].setdefault(code, code)
        for scheme, found in codes.items():
            yield from self._scheme(scheme, found)

    def _scheme(self, scheme: str, found: dict[str, str]) -> Iterator[bytes]:
        if not found:
            return
        top = f"<{concept(scheme, '')[1:-1]}>"
        yield self.stated.line(top, RDF_TYPE, SCHEME)
        yield self.stated.line(top, NOTATION, literal(scheme))
        for language, name in SCHEMES[scheme].items():
            yield self.stated.line(top, PREF_LABEL, tagged(name, language))
        step = {"euroscivoc": "/", "programme-part": "."}.get(scheme)
        for code, title in found.items():
            node = concept(scheme, slug(code))
            yield self.stated.line(node, RDF_TYPE, CONCEPT)
            yield self.stated.line(node, IN_SCHEME, top)
            yield self.stated.line(node, NOTATION, literal(code))
            if scheme == "funding-scheme" and code in self.mappings.actions:
                yield from self._action(node, self.mappings.actions[code])
            else:
                yield self.stated.line(node, PREF_LABEL, tagged(title, "en"))
            if step:
                above = code.rpartition(step)[0]
                if above in found:
                    yield self.stated.line(node, BROADER, concept(scheme, slug(above)))
            rule = self.mappings.topic_rule(scheme, code)
            if rule:
                if rule.relation != OPEN:
                    relation = rule.relation if rule.code == code else "broadMatch"
                    topic = concept("topic", rule.topic)
                    yield self.derived.line(node, f"<{SKOS}{relation}>", topic)
                yield self.derived.line(node, term("mappedBy"), _line_of(rule))

    def _action(self, node: str, action: ActionLine) -> Iterator[bytes]:
        """Yield the names of a type of action and what it is a kind of: the register has the code
        alone.
        """
        for language in LANGUAGES:
            text = tagged(action.label(language), language)
            yield self.derived.line(node, PREF_LABEL, text)
        yield self.derived.line(node, BROADER, concept("type-of-action", action.broader))
        row = resource("row", f"types-of-action-{slug(action.code)}")
        yield self.derived.line(node, term("mappedBy"), row)

    def project(self, project: ProjectLine) -> Iterator[bytes]:
        """Yield one project."""
        line, more = self.stated.line, self.derived.line
        node = resource("project", f"cordis-{project.project}")
        yield line(node, RDF_TYPE, term("Project"))
        yield line(node, term("name"), tagged(project.title, "en"))
        yield line(node, term("grantNumber"), literal(project.project))
        if project.acronym:
            yield line(node, term("acronym"), literal(project.acronym))
        if project.start:
            yield line(node, term("startDate"), typed(project.start, "date"))
        if project.end:
            yield line(node, term("endDate"), typed(project.end, "date"))
        if project.signed:
            yield line(node, term("signatureDate"), typed(project.signed, "date"))
        if project.eu_contribution:
            yield line(node, term("euContribution"), typed(project.eu_contribution, "decimal"))
        # CORDIS writes 0 where it does not know the total cost.
        if project.total_cost not in ("", "0"):
            yield line(node, term("totalCost"), typed(project.total_cost, "decimal"))
        status = STATUSES.get(project.status)
        if status:
            yield line(node, term("status"), concept("status", status))
        if self.programme:
            segment, _, name = self.programme.partition("/")
            yield line(node, term("fundedUnder"), resource(segment, name))
        rules: list[TopicRule] = []
        # The call of a mission carries the legal bases of all who pay for it: what the project is
        # about follows from its own, which a register has first.
        own_basis = next(iter(parted(project.legal_basis)), "")
        for predicate, scheme, codes in (
            ("programmePart", "programme-part", parted(project.legal_basis)),
            ("callTopic", "call-topic", parted(project.topics)),
            ("call", "call", [project.call] if project.call else []),
            ("fundingScheme", "funding-scheme", [project.scheme] if project.scheme else []),
            ("fieldOfScience", "euroscivoc", parted(project.euroscivoc)),
        ):
            for code in codes:
                yield line(node, term(predicate), concept(scheme, slug(code)))
                if scheme == "programme-part" and not _in_line(code, own_basis):
                    continue
                if rule := self.mappings.topic_rule(scheme, code):
                    rules.append(rule)
        topics = {rule.topic for rule in rules if rule.topic}
        # The title may name what the codes leave open, or more narrowly; where neither names a
        # subject, the line of the code says that it does not.
        own = self.mappings.of_title(project.project)
        for rule in own or ([] if topics else rules):
            yield more(node, term("mappedBy"), _line_of(rule))
        topics |= {rule.topic for rule in own}
        for rule_name in parted(project.selected_by):
            yield line(node, term("selectedBy"), concept("selection-rule", rule_name))
        yield from self.identifiers.of(node, "grant-agreement", project.project)
        if project.rcn:
            yield from self.identifiers.of(node, "rcn", project.rcn)
        if project.doi:
            yield from self.identifiers.of(node, "doi", project.doi)
        yield line(node, term("statedInRow"), self.row("project", project.project))
        yield from row_quads(
            self.rows,
            self.dataset,
            "project.csv",
            project.project,
            PAGE + project.project,
            project,
        )
        for above in self.classes["Project"]:
            yield more(node, RDF_TYPE, above)
        label = tagged(project.acronym or project.title, "en")
        yield more(node, PREF_LABEL, label)
        yield more(node, LABEL, label)
        if project.acronym and project.acronym != project.title:
            yield more(node, ALT_LABEL, tagged(project.title, "en"))
        for topic in sorted(topics):
            yield more(node, term("topic"), concept("topic", topic))
        for earliest, latest, day in (
            ("earliestStart", "latestStart", project.start),
            ("earliestEnd", "latestEnd", project.end),
        ):
            if day:
                yield more(node, term(earliest), typed(day, "date"))
                yield more(node, term(latest), typed(day, "date"))
        standing = standing_on(self.day, status or "", project.start, project.end)
        yield more(node, term("currentStatus"), concept("status", standing))

    def unstated(self, project: ProjectLine, coordinated: bool) -> Iterator[bytes]:
        """Yield what the register has a column for and does not say of a project.

        Of a project that documents tell of too it follows from all sources together, apart.
        """
        node = resource("project", f"cordis-{project.project}")
        for name, said in (
            ("startDate", project.start),
            ("endDate", project.end),
            ("fundingEuro", project.eu_contribution),
            ("coordinator", coordinated),
        ):
            if not said:
                yield self.derived.line(node, term("notStated"), term(name))

    def organisation(self, organisation: OrganisationLine, labelled: str | None) -> Iterator[bytes]:
        """Yield one organisation."""
        line, more = self.stated.line, self.derived.line
        node = resource("organization", organisation.organisation)
        yield line(node, RDF_TYPE, term("Organization"))
        if organisation.name:
            yield line(node, term("name"), name_tagged(organisation.name))
        for name in parted(organisation.other_names):
            yield line(node, term("name"), name_tagged(name))
        if organisation.short_name:
            yield line(node, term("acronym"), literal(organisation.short_name))
        kind = KINDS.get(organisation.kind)
        if kind:
            yield line(node, term("kind"), concept("organisation-kind", kind))
        yield from kind_quads(self.derived, self.mappings, organisation.organisation)
        if organisation.sme:
            yield line(node, term("sme"), typed(organisation.sme, "boolean"))
        territory = self.mappings.territory_of(organisation.country, organisation.town)
        seat = "" if self.mappings.without_country(organisation.organisation) else territory
        if seat:
            # An organisation has one country: that of its town. What else the register writes,
            # it writes of the same seat, and that stays to be asked for; of a body of the EU all.
            yield line(node, term("country"), resource("country", seat.lower()))
        if organisation.country != seat:
            written = resource("country", organisation.country.lower())
            yield line(node, term("registeredCountry"), written)
        if organisation.town:
            yield line(node, term("town"), literal(organisation.town))
        where = organisation.organisation, organisation.latitude, organisation.longitude
        if organisation.latitude and where not in self.mappings.misplaced:
            yield line(node, term("latitude"), typed(organisation.latitude, "decimal"))
            yield line(node, term("longitude"), typed(organisation.longitude, "decimal"))
            yield line(node, term("position"), point(*where[1:]))
        if organisation.domain:
            yield line(node, term("webDomain"), literal(organisation.domain))
        if len(organisation.nuts) > 2:
            yield line(node, term("nutsRegion"), iri(NUTS_BASE + organisation.nuts))
        if organisation.organisation.startswith("pic-"):
            yield from self.identifiers.of(
                node, "pic", organisation.organisation.removeprefix("pic-")
            )
        if organisation.rcn:
            yield from self.identifiers.of(node, "rcn-organisation", organisation.rcn)
        yield line(node, term("statedInRow"), self.row("organization", organisation.row))
        yield from self._labels(node, organisation, labelled)
        for above in [term("Partner"), *self.classes["Organization"], *self.classes["Partner"]]:
            yield more(node, RDF_TYPE, above)
        yield more(node, term("side"), self._side(territory, self.day))
        if seat:
            yield more(node, term("locatedIn"), resource("country", seat.lower()))
        yield from self._places(node, organisation)

    def _labels(
        self, node: str, organisation: OrganisationLine, labelled: str | None
    ) -> Iterator[bytes]:
        more = self.derived.line
        if not organisation.name:
            yield more(node, term("kind"), concept("organisation-kind", "natural-person"))
            for language, text in PERSON.items():
                yield more(node, PREF_LABEL, tagged(text, language))
                yield more(node, LABEL, tagged(text, language))
            return
        if labelled is None:
            yield more(node, PREF_LABEL, name_tagged(organisation.name))
            yield more(node, LABEL, name_tagged(organisation.name))
        preferred = labelled or organisation.name
        for name in [organisation.name, *parted(organisation.other_names)]:
            if name != preferred:
                yield more(node, ALT_LABEL, name_tagged(name))
        if organisation.short_name and organisation.short_name != preferred:
            yield more(node, ALT_LABEL, literal(organisation.short_name))

    def _places(self, node: str, organisation: OrganisationLine) -> Iterator[bytes]:
        more = self.derived.line
        if organisation.country == "CN":
            place = self.mappings.place_of(organisation.town)
            if place:
                yield more(node, term("locatedIn"), resource("place", place.place))
                if place.part_of:
                    yield more(node, term("locatedIn"), resource("place", place.part_of))
        elif not organisation.nuts and organisation.town:
            code = self.mappings.nuts_of(organisation.country, organisation.town)
            if code:
                yield more(node, term("nutsRegion"), iri(NUTS_BASE + code))

    def _side(self, country: str, day: str) -> str:
        found = self.sides.get((country, day))
        if found is None:
            found = self.sides[country, day] = f"<{self.known.side(country, day)}>"
        return found

    def participation(self, part: ParticipationLine, country: str, start: str) -> Iterator[bytes]:
        """Yield one participation: at most nine statements, and its row."""
        line, more = self.stated.line, self.derived.line
        key = part.key
        node = resource("participation", f"cordis-{key}")
        project = resource("project", f"cordis-{part.project}")
        organisation = resource("organization", part.organisation)
        yield line(node, RDF_TYPE, term("ProjectParticipation"))
        yield line(node, term("participant"), organisation)
        yield line(node, term("participationIn"), project)
        if part.role:
            yield line(node, term("role"), concept("role", part.role))
        if part.eu_contribution:
            yield line(node, term("euContribution"), typed(part.eu_contribution, "decimal"))
        if part.net_eu_contribution:
            yield line(node, term("netEuContribution"), typed(part.net_eu_contribution, "decimal"))
        if part.total_cost not in ("", "0"):
            yield line(node, term("totalCost"), typed(part.total_cost, "decimal"))
        yield line(node, term("order"), typed(part.order, "integer"))
        if part.ended == "true":
            yield line(node, term("endedEarly"), typed("true", "boolean"))
        yield line(node, term("statedInRow"), self.row("organization", key))
        yield from row_quads(
            self.rows, self.dataset, "organization.csv", key, PAGE + part.project, part
        )
        for above in self.classes["ProjectParticipation"]:
            yield more(node, RDF_TYPE, above)
        yield more(node, term("side"), self._side(country, start or self.day))
        yield more(project, term("participation"), node)
        yield more(project, term("projectParticipation"), node)
        yield more(node, term("projectParticipant"), organisation)
        for forward, backward in self.shortcuts.get(part.role or "participant", ()):
            yield more(project, forward, organisation)
            for inverse in backward:
                yield more(organisation, inverse, project)


def _in_line(code: str, other: str) -> bool:
    """Return whether one of two codes of a programme is the other or a part of it."""
    return f"{code}.".startswith(f"{other}.") or f"{other}.".startswith(f"{code}.")
