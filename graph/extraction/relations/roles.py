"""Who does what: coordinates, takes part, signs, organises, is a member."""

from __future__ import annotations

import re

from graph.extraction.lexicon import alternatives, compiled, cue, table
from graph.extraction.namelist import (
    first_name,
    like_person,
    name_list,
    names_before,
    told_coordinator,
)
from graph.extraction.relations.subjects import (
    PART_OF_WORK,
    Subjects,
    joined_projects,
)
from graph.extraction.sentence import (
    ACTIVITIES,
    ORGANISATIONS,
    Sentence,
    cited,
)

NEAR = 45
"""Characters between a cue and what it is about, where no grammar says more."""
_WHICH_LEADS = re.compile(
    r"\s*(?:\([^()]{1,40}\)\s*)?,?\s+(?:die|der|das|which|that|who|qui|che|que|quien)\s+(?:also |auch |aussi |it |le |la |lo |en assure la )?"
    r"(?:(?:das|the|le|il|el) (?:\w+)?(?:proje[ck]?t|progetto|proyecto|consortium|konsortium|consorzio|consorcio|vorhaben)\s+)?"
    r"(?:ko?ordiniert|leitet|coordinates|leads|co-?ordinat\w+|coordonne|pilote|dirige|coordina|guida|lidera)(?!\w)",
    re.IGNORECASE,
)


_NOT_BESIDE = re.compile(
    r"(?i)\)|(?<!\w)(?:with|while|which|and|from|mit|während|und|avec|tandis|et|con|mentre|e|ed|mientras|y)(?!\w)"
)
"""Between "the coordinator," and a name: then it is another's."""


_ONE_SIDE = re.compile(
    r"(?i)(?<!\w)(?:chinese|european|eu|german|french|italian|spanish)\s(?:consortium|side|part|team|group|partners?)\s(?:(?:is|are|was|were|being)\s)?(?:[\w-]+ed|led|headed)\sby\s?$"
)
_PART_OF_IT = re.compile(
    r"(?i)(?<!\w)(?:trials?|tests?|experiments|pilots?|work packages?|WP ?[0-9]|tasks?|training|fieldwork|stations?|plants?|measurements|surveys?|case stud(?:y|ies)|stands?|laborator(?:y|ies)|lab|centre)(?!\w)"
    r"(?:\s(?:in|at|near|of|on|for)\s[^.;,:]{2,30})?\s(?:is|are|was|were|being|will be)?\s?$"
)
_APART = re.compile(
    r"(?i)(?<!\w)(?:apart from|aside from|besides|beside|beyond|in addition to|other than|except|next to)\s(?:the\s|its\s)?$"
)
_WITH = re.compile(
    r"(?<!\w)(?:with|mit|avec|con)\s(?:the\s|der\s|dem\s|l[’']|la\s|le\s|il\s|el\s)?"
)
_ON_BOARD = re.compile(
    r"(?i)(?:\s\([^()]{2,30}\))?\s(?:also |both |all )?(?:on board|an Bord|à bord|a bordo|"
    r"(?:among (?:its|the)|as (?:its |the |an? )?(?:only |further |other |sole |associated |industrial |chinese |european )*)(?:partners?|members?|participants?)(?! (?:country|countries))|"
    r"comme (?:seuls? )?partenaires?|come (?:unic[oi] )?partner|como (?:únic[oa] )?socios?|als (?:einzige[nmr]? |weitere[nmr]? )?(?:Partner|Mitglieder))(?![\w-])"
)


class Roles(Subjects):
    """The rules about organisations and what they do."""

    def _coordinator(self, s: Sentence) -> None:
        classes = ("Project",)
        for match in cue("coordinator").finditer(s.flat):
            at = s.start + match.end()
            position = s.start + match.start()
            before = [m for m in s.of(*ACTIVITIES) if m.start < position]
            if (
                before
                and before[-1].cls != "Project"
                and not re.search(
                    r"(?i)proje|proye|proget|consorti|konsorti|vorhaben",
                    s.text(before[-1].end, position),
                )
            ):
                continue  # an event or agreement is led as well
            if _ONE_SIDE.search(s.text(position - 60, at)):
                continue  # "the Chinese consortium is led by X": it leads one side only
            if _PART_OF_IT.search(s.text(position - 70, position)):
                continue  # "the field trials near X are run by Y"
            found = self._subject(s, position, *classes)
            if match[0].startswith("with ") and (inside := first_name(s, position + 5)) is not None and (
                inside.end <= at
            ):  # fmt: skip
                at = position + 5  # "with X as coordinator": the name is inside
            org = first_name(s, at)
            if match[0].endswith(",") and _APART.search(s.text(s.start, position)):
                continue  # "they include, apart from the coordinator, X and Y"
            if org and match[0].endswith(",") and _NOT_BESIDE.search(s.text(at, org.start)):
                continue  # "acts as coordinator, with partners from Greece, including X"
            if found and org:
                self._add(
                    s,
                    found[0],
                    "coordinator",
                    org.thing,
                    min(found[1], s.start + match.start()),
                    org.end,
                    0.93 * found[2] * org.confidence**0.3,
                    "coordinated-by",
                    plans=True,
                    at=s.start + match.start(),
                )
                for other in joined_projects(s, found[1]):
                    self._add(
                        s,
                        other.thing,
                        "coordinator",
                        org.thing,
                        other.start,
                        org.end,
                        0.85,
                        "coordinated-by",
                        plans=True,
                    )
        for match in cue("coordinator_active").finditer(s.flat):
            position = s.start + match.start()
            orgs = [m for m in s.of(*ORGANISATIONS) if m.end <= position]
            if PART_OF_WORK.match(s.flat, match.end()):
                continue  # "X leads the work on sensors in P"
            projects = [
                m
                for m in s.of(*classes)
                if m.start >= s.start + match.end() and m.start - s.start - match.end() < NEAR
            ]
            if (
                orgs
                and position - orgs[-1].end < 25
                and (
                    projects
                    or re.match(
                        r"\s*(?:the|das|le|il|el)\s+(?:project|projekt|projet|progetto|proyecto|consortium|konsortium|consorzio|consorcio)",
                        s.flat[match.end() :],
                        re.IGNORECASE,
                    )
                )
            ):
                thing = projects[0].thing if projects else self.focus.of(*classes)
                if thing is not None:
                    self._add(
                        s,
                        thing,
                        "coordinator",
                        orgs[-1].thing,
                        orgs[-1].start,
                        projects[0].end if projects else s.start + match.end(),
                        0.88,
                        "coordinates",
                        plans=True,
                        at=position,
                    )
        for org in s.of(*ORGANISATIONS):
            leads = _WHICH_LEADS.match(s.flat[org.end - s.start :])
            found = self._subject(s, org.start, *classes) if leads else None
            if leads and found:
                self._add(
                    s, found[0], "coordinator", org.thing, org.start, org.end + leads.end(),
                    0.9 * found[2], "which-coordinates", plans=True, at=org.end + 2,
                )  # fmt: skip
        self._final(s, "coordinator_final", classes, "coordinator", "coordinated-final")
        for match in re.finditer(
            r"(?:project coordinator|Projektkoordinator(?:in)?|coordinat(?:or|eur|rice|ore|rice|or|ora) (?:of the project|du projet|del progetto|del proyecto))[^.;]{0,60}?\s(?:from|of|at|von|vom|de|du|di|del|della|der)\s",
            s.flat,
        ):
            org = first_name(s, s.start + match.end())
            found = self._subject(s, s.start + match.start(), *classes)
            if org and found and org.cls in ORGANISATIONS:
                self._add(
                    s,
                    found[0],
                    "coordinator",
                    org.thing,
                    s.start + match.start(),
                    org.end,
                    0.74,
                    "coordinator-person",
                )

    def _partners(self, s: Sentence) -> None:
        about = bool(s.of("Project") or cue("coordinator").search(s.flat)) or self._partner_word(s)
        for match in cue("partner").finditer(s.flat):
            position = s.start + match.start()
            strong = bool(
                re.search(
                    r"among others|^the \w+ are$|artner|artenaire|joined by|artecip|part[ei]\b|fanno parte|orman parte|dabei|Bord|board|suman|integran|ajout|aggiung|gehören|zählen|work|travaill|lavor|trabaj|itwirk|inzu|rassembl|regroup|fédèr|agrup|vereint|ocios|suo fianco|ses côtés|its side|Seite|su lado|(?:Chinese|European) side|(?:[Cc]hinesischer|[Ee]uropäischer) Seite|parte (?:china|europea|cinese)|côté (?:chinois|européen)|colabora|associe|participa|onsorti|beneficiar|bring|reun|réun|riun|unit|compris|consist",
                    match[0],
                    re.IGNORECASE,
                )
            )
            if not strong and not about:
                continue
            wholes = [m for m in s.of("ClusterPartnership") if m.start < position]
            if wholes and strong and not s.of("Project"):
                colon = re.match(r"[^.;:]{0,40}:\s", s.flat[match.end() :])
                for org in name_list(s, s.start + match.end() + (colon.end() if colon else 0)):
                    self._add(
                        s, wholes[-1].thing, "member", org.thing, wholes[-1].start, org.end,
                        0.86 * org.confidence**0.4, "brings-together", plans=True, at=position,
                    )  # fmt: skip
                continue
            found = self._subject(s, position, "Project")
            if not found or (not strong and not s.of("Project") and found[2] < 0.93):
                continue
            if self.only_later(s, found[0]):
                continue
            if s.of("Event", "Agreement") and not s.of("Project"):
                continue
            names = name_list(s, s.start + match.end(), countries_first=True)
            colon = re.search(r":\s+(?=[^\W\d_])", s.flat[match.end() :])
            if (
                colon
                and strong
                and (not names or names[0].start > s.start + match.end() + colon.end())
                and colon.start() < 170
            ):
                names = name_list(s, s.start + match.end() + colon.end(), countries_first=True)
            for org in names:
                if cited(s, org):
                    continue
                if like_person(org):
                    org.confidence = min(org.confidence, 0.5)
                sure = (0.93 if strong else 0.78) * found[2] * org.confidence**0.4
                leads = told_coordinator(s, org)
                self._add(
                    s,
                    found[0],
                    "coordinator" if leads else "partner",
                    org.thing,
                    min(found[1], position)
                    if names[-1].end - min(found[1], position) < 290
                    else position,
                    leads or org.end,
                    sure,
                    "partner-list",
                    plans=True,
                    at=position,
                )
        if s.of("Project") and not s.of("Event", "Agreement", "DialogueSession"):
            for match in cue("collaboration").finditer(s.flat):
                found = self._subject(s, s.start + match.start(), "Project")
                for org in name_list(s, s.start + match.end()):
                    if found is None:
                        break
                    self._add(
                        s,
                        found[0],
                        "partner",
                        org.thing,
                        s.start + match.start(),
                        org.end,
                        0.8 * org.confidence**0.4,
                        "together-with",
                        at=s.start + match.start(),
                    )
            for match in cue("together").finditer(s.flat):
                for org in names_before(s, s.start + match.start()):
                    self._add(
                        s,
                        s.of("Project")[0].thing,
                        "partner",
                        org.thing,
                        org.start,
                        s.start + match.end(),
                        0.82,
                        "work-together",
                        at=s.start + match.start(),
                    )
        self._on_board(s)
        for match in cue("partner_active").finditer(s.flat):
            position = s.start + match.start()
            projects = [
                m
                for m in s.of("Project")
                if 0 <= m.start - s.start - match.end() + 1 < NEAR
                or s.start + match.start() <= m.start < s.start + match.end()
            ]
            thing = projects[0].thing if projects else None
            end = projects[0].end if projects else s.start + match.end()
            if thing is None:
                refers = alternatives(
                    [
                        *table("refers", "Project"),
                        "project",
                        "projekt",
                        "consortium",
                        "projet",
                        "progetto",
                        "proyecto",
                    ]
                )
                behind = compiled(rf"\s*(?:\w+\s+)?{refers}(?!\w)", re.IGNORECASE)
                if behind.match(s.flat[match.end() :]) or compiled(
                    rf"{refers}|part as", re.IGNORECASE
                ).search(match[0]):
                    thing = self.focus.of("Project")
            if thing is None:
                continue
            both = [t for t in self.focus.places if t.cls == "Project"]
            if not (
                len(both) == 2
                and re.match(
                    r"\s*(?:both|beiden?|les deux|entrambi|ambos)\s", s.flat[match.end() :]
                )
            ):
                both = [thing]
            for org, thing in [(o, t) for o in names_before(s, position) for t in both]:
                self._add(
                    s,
                    thing,
                    "partner",
                    org.thing,
                    org.start,
                    end,
                    0.86,
                    "is-partner-of",
                    at=position,
                )

    def _on_board(self, s: Sentence) -> None:
        """ "Coordinated by X, with Y and Z on board", "led by X, with Y as its only partner"."""
        for match in _WITH.finditer(s.flat):
            names = name_list(s, s.start + match.end())
            if not names or not _ON_BOARD.match(s.flat, names[-1].end - s.start):
                continue
            found = self._subject(s, s.start + match.start(), "Project")
            for org in names if found else ():
                self._add(
                    s, found[0], "partner", org.thing, s.start + match.start(), org.end,  # type: ignore[index]
                    0.86 * found[2] * org.confidence**0.3, "on-board", plans=True,  # type: ignore[index]
                    at=s.start + match.start(),
                )  # fmt: skip

    def _members(self, s: Sentence) -> None:
        wholes = ("ClusterPartnership",)
        for match in cue("member").finditer(s.flat):
            inside = [
                m
                for m in s.mentions
                if s.start + match.start() <= m.start < s.start + match.end()
                and m.cls in (*wholes, *ORGANISATIONS)
            ]
            names = name_list(s, s.start + match.end())
            thing = inside[0].thing if inside else self.focus.of(*wholes)
            if thing is None:
                continue
            for org in names:
                if org.thing != thing:
                    self._add(
                        s,
                        thing,
                        "member",
                        org.thing,
                        s.start + match.start(),
                        org.end,
                        0.9 * org.confidence**0.3,
                        "members-are",
                        at=s.start + match.start(),
                    )
        for match in cue("member_active").finditer(s.flat):
            position = s.start + match.start()
            after = [
                m
                for m in s.mentions
                if m.cls in (*wholes, *ORGANISATIONS)
                and 0 <= m.start - (s.start + match.end()) < 12
            ]
            if not after:
                continue
            for org in names_before(s, position):
                self._add(
                    s,
                    after[0].thing,
                    "member",
                    org.thing,
                    org.start,
                    after[0].end,
                    0.85,
                    "is-member-of",
                    at=position,
                )
