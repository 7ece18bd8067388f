"""Links as tables: what was judged the same or a part, and what waits for a person.

``decided`` is ``yes`` where a judgement holds and ``review`` where it is unsure; there
``relation`` is what is asked.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from itertools import combinations

from graph.identity.canonical import Identity, canonical, effective
from graph.identity.judgements import PART_OF, SAME, UNSURE, Judgement
from graph.identity.make import kind_of
from graph.tables import Table

PIC, ROR, ROW = "organization/pic-", "organization/ror-", "organization/cordis-"
COLUMNS = {
    "pic-ror": ("pic", "ror", "relation", "score", "decided", "reason"),
    "pic-pic": ("pic_a", "pic_b", "relation", "score", "decided", "reason"),
    "document": ("entity_id", "pic", "ror", "relation", "score", "decided", "reason"),
    "project": ("entity_id", "grant_agreement", "relation", "score", "decided", "reason"),
    "without-pic": ("participant", "pic", "ror", "relation", "score", "decided", "reason"),
}
DEFINITIONS = {
    "pic-ror": "Participants of CORDIS (PIC) and the records of ROR they are, or are a part of.",
    "pic-pic": "Participants of CORDIS that are one organisation under two PICs, or part of one.",
    "document": "Organisations of the documents, as participants of CORDIS and records of ROR.",
    "project": "Projects of the documents and the grant agreements of CORDIS they are.",
    "without-pic": "Rows of CORDIS without a PIC, as participants with one and records of ROR.",
}
Row = dict[str, object]


def links(judgements: Iterable[Judgement], kind: str) -> Table:
    """Return the links of a kind as a table."""
    counting = effective(judgements)
    made = _Links(counting, canonical(counting))
    rows = {
        "pic-ror": made.pic_ror,
        "pic-pic": made.pic_pic,
        "document": made.documents,
        "project": made.projects,
        "without-pic": made.without_pic,
    }[kind]()
    newest = max((one.date for one in counting), default="")
    return Table(newest, DEFINITIONS[kind], rows, COLUMNS[kind], {"kind": kind})


class _Links:
    """The judgements that count, by what they are about."""

    def __init__(self, counting: list[Judgement], identity: Identity) -> None:
        self.identity = identity
        self.by_left: dict[str, list[Judgement]] = defaultdict(list)
        self.by_pair: dict[frozenset[str], Judgement] = {}
        self.kinds: dict[str, list[Judgement]] = defaultdict(list)
        for one in counting:
            self.by_left[one.left].append(one)
            self.by_pair[one.pair] = one
            self.kinds[kind_of(one)].append(one)
        self.classes: dict[str, list[str]] = defaultdict(list)
        for old, new in identity.replaced.items():
            self.classes[new].append(old)
        for new, members in self.classes.items():
            members.append(new)
            members.sort()

    def pic_ror(self) -> list[Row]:
        """Return one row for each PIC and record; what follows from two judgements is there too."""
        rows = []
        for left, right, one in self._to_ror(PIC):
            rows.append({"pic": left, "ror": right, **one})
        return sorted(rows, key=lambda row: (str(row["pic"]), str(row["ror"])))

    def _to_ror(self, prefix: str) -> list[tuple[str, str, Row]]:
        found: dict[tuple[str, str], Row] = {}
        for members in self.classes.values():
            records = [m for m in members if m.startswith(ROR)]
            for member in members:
                if member.startswith(prefix):
                    for record in records:
                        found[member, record] = self._same(member, record)
        for one in self.kinds["pic-ror"]:
            if one.left.startswith(prefix) and one.relation in (PART_OF, UNSURE):
                found.setdefault((one.left, one.right), _row(one))
        return [
            (left.removeprefix(prefix), right.removeprefix(ROR), row)
            for (left, right), row in found.items()
        ]

    def pic_pic(self) -> list[Row]:
        """Return one row for each pair of PICs of one organisation, and for parts."""
        rows: list[Row] = []
        for members in self.classes.values():
            pics = sorted(m for m in members if m.startswith(PIC))
            for a, b in combinations(pics, 2):
                rows.append({**_pics(a, b), **self._same(a, b)})
        for one in self.kinds["pic-pic"]:
            both = one.left.startswith(PIC) and one.right.startswith(PIC)
            if both and one.relation in (PART_OF, UNSURE):
                rows.append({**_pics(one.left, one.right), **_row(one)})
        return sorted(rows, key=lambda row: (str(row["pic_a"]), str(row["pic_b"])))

    def documents(self) -> list[Row]:
        """Return one row for each organisation of the documents and each of its PICs."""
        rows: list[Row] = []
        asked: set[str] = set()
        for one in self.kinds["document"]:
            entity, other = one.left, one.right
            if one.relation == UNSURE:
                rows.append({"entity_id": entity, **_ids([other]), **_row(one)})
            elif one.relation == PART_OF:
                whole = self.classes.get(self.identity.canonical(other), [other])
                records = [m for m in whole if m.startswith(ROR)][:1] or [other]
                rows.append({"entity_id": entity, **_ids(records), **_row(one)})
            elif one.relation == SAME and entity not in asked:
                asked.add(entity)
                rows += self._entity(entity)
        return sorted(rows, key=lambda row: tuple(str(row[c]) for c in ("entity_id", "pic", "ror")))

    def _entity(self, entity: str) -> list[Row]:
        members = self.classes[self.identity.canonical(entity)]
        record = next((m for m in members if m.startswith(ROR)), "")
        pics = [m for m in members if m.startswith(PIC)]
        pics = pics or [m for m in members if m.startswith(ROW)][:1] or [""]
        return [
            {
                "entity_id": entity,
                **_ids([pic, record]),
                **self._same(entity, pic or record),
            }
            for pic in pics
        ]

    def projects(self) -> list[Row]:
        """Return one row for each project of the documents."""
        return [
            {
                "entity_id": one.left,
                "grant_agreement": one.right.removeprefix("project/cordis-"),
                **_row(one),
            }
            for one in sorted(self.kinds["project"], key=lambda one: one.left)
            if one.relation in (SAME, UNSURE)
        ]

    def without_pic(self) -> list[Row]:
        """Return one row for each participant of which the register gives no PIC."""
        found: dict[str, Row] = {}
        for members in self.classes.values():
            record = next((m for m in members if m.startswith(ROR)), "")
            pics = [m for m in members if m.startswith(PIC)]
            for member in (m for m in members if m.startswith(ROW)):
                pic = pics[0] if pics else ""
                if pic or record:
                    found[member] = {**_ids([pic, record]), **self._same(member, record or pic)}
        for kind in ("pic-ror", "pic-pic"):
            for one in self.kinds[kind]:
                if one.left.startswith(ROW) and one.relation in (PART_OF, UNSURE):
                    found.setdefault(one.left, {**_ids([one.right]), **_row(one)})
        return [
            {"participant": member.removeprefix("organization/"), **row}
            for member, row in sorted(found.items())
        ]

    def _same(self, a: str, b: str) -> Row:
        """Return two members of one class: the judgement on them, or what follows from others."""
        direct = self.by_pair.get(frozenset((a, b)))
        if direct is not None and direct.relation == SAME:
            return _row(direct)
        members = set(self.classes[self.identity.canonical(a)])
        links = [
            one
            for member in members
            for one in self.by_left.get(member, ())
            if one.relation == SAME and one.right in members
        ]
        score = min((one.score for one in links), default=0.0)
        joined = sorted(m for m in members if m.startswith(ROR)) or sorted(members - {a, b})
        reason = f"both are judged the same as {joined[0]}" if joined else "judged the same"
        if b.startswith(ROR):
            by = sorted(one.left for one in links if one.right == b and one.left != a)
            reason = f"judged the same as {by[0]}, which is this record" if by else reason
        return {"relation": SAME, "score": score, "decided": "yes", "reason": reason}


def _row(one: Judgement) -> Row:
    review = one.relation == UNSURE
    return {
        "relation": SAME if review else one.relation,
        "score": one.score,
        "decided": "review" if review else "yes",
        "reason": one.reason,
    }


def _pics(a: str, b: str) -> Row:
    return {"pic_a": a.removeprefix(PIC), "pic_b": b.removeprefix(PIC)}


def _ids(identifiers: Iterable[str]) -> Row:
    """Return the columns ``pic`` and ``ror``; a participant without a PIC keeps the id of its
    row.
    """
    found: Row = {"pic": "", "ror": ""}
    for identifier in identifiers:
        if identifier.startswith(ROR):
            found["ror"] = identifier.removeprefix(ROR)
        elif identifier:
            found["pic"] = identifier.removeprefix(PIC).removeprefix("organization/")
    return found
