"""Tables in a text: a header of known labels, then a row for each project or event.

A row is a segment of its own with its cells and what their columns mean; the first cell names what
the row is about. The currency of a sum may stand in the header, which the candidate then names too.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from graph.extraction import amounts as money
from graph.extraction import dates as calendar
from graph.extraction.dates import find_dates
from graph.extraction.lexicon import countries, labels
from graph.extraction.model import Candidate, Mention, Thing
from graph.extraction.nations import CODES
from graph.extraction.sentence import Sentence
from graph.numerals import is_whole

_ABOUT = {"project": "Project", "title": "Project", "event": "Event", "agreement": "Agreement"}
IN_COLUMN = "amount-in-column"
"""How a sum without a currency follows: from the cell and the header of its column."""
_ORGANISATIONS = {"coordinator", "partner", "organiser", "signatory"}


@dataclass(frozen=True)
class Cell:
    """A cell with its place in the text and what its column means."""

    meaning: str | None
    start: int
    end: int
    euro: tuple[int, int] | None = None
    """Where the header says that its column is in euro."""


def _cells(text: str, start: int, end: int) -> list[tuple[int, int]]:
    found = []
    for match in re.finditer(r"[^|\t]+", text[start:end]):
        inner = match[0].strip()
        if inner:
            low = start + match.start() + match[0].index(inner)
            found.append((low, low + len(inner)))
    return found


def _meaning(text: str) -> str | None:
    plain = re.sub(r"\s*\([^)]*\)$", "", text.strip().lower())
    if plain in _OTHERS:
        return _OTHERS[plain]
    return labels().get(plain)


_OTHERS = dict.fromkeys("role rolle rôle ruolo rol función 角色".split(), "role") | dict.fromkeys(
    ("short name", "short", "acronym", "abbreviation", "kurzname", "kürzel", "sigle", "acronimo", "sigla", "siglas", "acrónimo", "简称"),
    "short",
) | dict.fromkeys(("no.", "no", "nr.", "nr", "n°", "n.º", "#", "nº", "序号"), "number") | dict.fromkeys(
    ("organisation", "organization", "institution", "name of organisation", "partner organisation", "einrichtung", "organisme", "établissement", "ente", "organizzazione", "entidad", "单位", "机构"),
    "body",
)  # fmt: skip
_LEADS = re.compile(
    r"(?i)(?:project |lead )?co-?ordinat|koordinat|lead partner|capofila|chef de file|协调|牵头"
)
_TAKES_PART = re.compile(
    r"(?i)partner|particip|beneficiar|teilnehm|partecip|socio|member|参与|合作"
)


def rows(text: str) -> dict[int, tuple[int, list[Cell]]]:
    """Return the rows of all tables by where they start, with their end and cells; headers empty."""
    found: dict[int, tuple[int, list[Cell]]] = {}
    lines = [(m.start(), m.end()) for m in re.finditer(r"[^\n]+", text)]
    header: list[str | None] = []
    euros: list[tuple[int, int] | None] = []
    for start, end in lines:
        cells = _cells(text, start, end)
        if re.fullmatch(r"[\s|:+=-]+", text[start:end]) and header:
            found[start] = (end, [])
            continue
        if len(cells) < 3 or not re.search(r"\s\|\s|\t|^\|", text[start:end]):
            header = []
            continue
        told = [_meaning(text[a:b]) for a, b in cells]
        known = sum(t is not None for t in told)
        if not header and known * 2 >= len(cells):
            header = told
            euros = [
                (a, b) if re.search(r"€|EUR|euro", text[a:b], re.I) else None for a, b in cells
            ]
            found[start] = (end, [])
        elif header and len(cells) == len(header):
            row = [Cell(m, a, b, e) for m, (a, b), e in zip(header, cells, euros, strict=True)]
            if row[0].meaning == "number":
                row = row[1:]
            found[start] = (end, row)
    return found


def sum_in_column(cell: Cell, flat: str) -> str | None:
    """Return the sum of a cell that is a plain figure, where the header of its column is in euro."""
    if not cell.euro or not re.fullmatch(r"[0-9][0-9 .,\u00a0\u202f]*", flat):
        return None
    figure = money.read_number(flat)
    return money.plain(figure) if figure else None


def name_row(s: Sentence) -> None:
    """Give a row the names of its cells: what it is about, and its organisations."""
    cells = s.segment.cells
    first = cells[0] if cells else None
    s.mentions = []
    if first is None:
        return
    if _is_body(s):
        _name_body(s)
        return
    cls = _ABOUT.get(first.meaning or "", "Project")
    s.mentions.append(
        Mention(
            Thing(cls, s.text(first.start, first.end)), first.start, first.end, "table-row", 0.9
        )
    )
    for cell in cells[1:]:
        if cell.meaning in _ORGANISATIONS:
            for part in re.finditer(r"[^;,]+", s.text(cell.start, cell.end)):
                name = re.split(r"\s*[(:]|\sis\s", part[0].strip())[0].strip()
                low = cell.start + part.start() + part[0].index(name) if name else 0
                if len(name) > 2 and name[0].isupper() and name not in countries():
                    s.mentions.append(
                        Mention(Thing("Partner", name), low, low + len(name), "table-cell", 0.85)
                    )


def _is_body(s: Sentence) -> bool:
    """Return whether a row is one partner of a project: its name, perhaps short form, country, role."""
    told = [cell.meaning for cell in s.segment.cells]
    return (
        told[0] in ("body", "partner", "organiser")
        and not set(told) & set(_ABOUT)
        and bool(set(told[1:]) & {"role", "short", "country"})
    )


def _name_body(s: Sentence) -> None:
    first = s.segment.cells[0]
    name = s.text(first.start, first.end)
    cls = "Cluster" if re.search(r"(?:^|\s)Cl[uú]ster(?:\s|$)", name) else "Partner"
    mention = Mention(Thing(cls, name), first.start, first.end, "table-cell", 0.85)
    for cell in s.segment.cells[1:]:
        flat = s.text(cell.start, cell.end)
        if cell.meaning == "short" and re.fullmatch(r"[^\W\d_][\w&+-]{1,14}", flat):
            mention.acronym = flat
    s.mentions.append(mention)


def _read_body(s: Sentence, project: Thing | None) -> list[Candidate]:
    mention, made = s.mentions[0], []
    low, high = s.start, s.start + len(s.flat)
    role = ""
    for cell in s.segment.cells[1:]:
        flat = s.text(cell.start, cell.end)
        if cell.meaning == "country" and (countries().get(flat) or flat in CODES):
            made.append(
                Candidate(
                    mention.thing, mention.start, cell.end, 0.9, "label-row", "country",
                    Thing("Country", flat),
                )
            )  # fmt: skip
        elif cell.meaning == "role":
            role = "coordinator" if _LEADS.search(flat) else "partner" if _TAKES_PART.search(flat) else role  # fmt: skip
    if not any(cell.meaning == "role" for cell in s.segment.cells):
        role = "partner"
    if project is not None and role:
        made.append(Candidate(project, low, high, 0.9, "label-row", role, mention.thing))
    return made


def read_row(s: Sentence, project: Thing | None = None) -> list[Candidate]:
    """Return what a row states of what it is about; rows of partners are of the project told before."""
    if not s.mentions:
        return []
    if _is_body(s):
        return _read_body(s, project)
    thing = s.mentions[0].thing
    made: list[Candidate] = []

    def tell(
        property_: str,
        object_: Thing | str,
        start: int,
        end: int,
        datatype: str | None = None,
        normaliser: str | None = None,
    ) -> None:
        made.append(
            Candidate(
                thing, start, end, 0.9, "label-table", property_, object_, datatype, normaliser
            )
        )

    for cell in s.segment.cells[1:]:
        flat = s.text(cell.start, cell.end)
        if cell.meaning in _ORGANISATIONS:
            for m in s.mentions[1:]:
                if cell.start <= m.start < cell.end:
                    tell(cell.meaning or "", m.thing, m.start, m.end)
        elif cell.meaning in ("startDate", "endDate", "period", "date"):
            for date in find_dates(flat)[:1]:
                low, high = cell.start + date.start, cell.start + date.end
                alone = "startDate" if cell.meaning == "period" else cell.meaning
                for key, value in calendar.told(date, alone):
                    tell(key, value, low, high, calendar.datatype(value), calendar.normaliser(date))
        elif cell.meaning in ("fundingEuro", "totalCost"):
            for amount in money.find_amounts(flat)[:1]:
                if amount.currency == "EUR":
                    tell(
                        cell.meaning, amount.value, cell.start + amount.start, cell.start + amount.end, "xsd:decimal",
                        money.NORMALISER,
                    )  # fmt: skip
            if cell.euro and (figure := sum_in_column(cell, flat)):
                tell(cell.meaning, figure, cell.start, cell.end, "xsd:decimal", IN_COLUMN)
                made[-1] = replace(made[-1], also=(cell.euro,))
        elif cell.meaning == "grantNumber" and re.fullmatch(r"[0-9]{6,9}", flat):
            tell("grantNumber", flat, cell.start, cell.end, "xsd:string", "verbatim")
        elif cell.meaning == "fundedUnder" and len(flat) < 60:
            tell("fundedUnder", Thing("Programme", flat), cell.start, cell.end)
        elif cell.meaning == "place" and thing.cls == "Event" and flat not in countries():
            tell("locatedIn", Thing("Place", flat), cell.start, cell.end)
        elif cell.meaning == "attendance" and is_whole(flat):
            tell("attendance", flat, cell.start, cell.end, "xsd:integer", "count")
    return made
