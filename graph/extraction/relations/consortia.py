"""Who leads and who takes part, told without a verb of leading: "P, in which X, Y and Z study mud",
"the X-led project", "carried out by X and Y", "with X as coordinator and Y on the team"."""

from __future__ import annotations

import re

from graph.extraction.model import Mention, Thing
from graph.extraction.namelist import name_list, told_coordinator
from graph.extraction.relations.subjects import Subjects, distinct
from graph.extraction.sentence import ORGANISATIONS, Sentence
from graph.extraction.tokens import UPPER

_PROJECT = r"(?:project|consortium|initiative|partnership|action|study|team)"
_IN_WHICH = re.compile(
    r"(?:\sproject)?(?:\s\([^()]{1,60}\))?(?:,\s(?:funded|supported|financed|co-funded|coordinated|led)\s[^,;.]{3,60})?,?\s(?:in|within|under) which\s(?:(?:his|her|its|their|our) \w+,\s)?(?:the\s)?"
)
_THE_PROJECT = re.compile(
    rf"(?<!\w)(?:[Tt]he|[Tt]his|[Aa]n?)\s(?:[\w-]+\s){{0,3}}?{_PROJECT}(?=,?\s)"
)
_DO_TOGETHER = re.compile(
    r"(?:\s\([^()]{1,40}\))?,?\s(?:(?:jointly|together|also|now|all|will|have|has|had|are|were|been)\s)*"
    r"(?:stud|work|pool|develop|test|build|built|compar|investigat|explor|examin|look|join|cooperat|collaborat|measur|search|research|tr[yi]|train|combin|"
    r"design|shar|exchang|analys|analyz|prepar|monitor|map|took part|take part|taking part|participat|are involved|set out|seek|aim|want|contribut)\w*"
)
_DONE_BY = re.compile(
    r"(?<!\w)(?:(?:is|was|are|were|being|been)\s(?:jointly\s)?)?(?:carried out|implemented|executed|conducted|undertaken|pursued|delivered)\s(?:jointly\s)?by\s(?:the\s)?"
)
_FORMER = re.compile(
    r",?\s(?:with|where|of which)\s(?:the\s)(?P<which>former|latter)\s(?:being\s|is\s|acting\s)?(?:in charge of (?:the\s)?(?:overall\s)?coordination|as (?:the\s)?(?:coordinator|lead partner)|in the lead|coordinating|leading)"
)
_OF_NUMBER = re.compile(
    rf"(?<!\w)(?:{_PROJECT}|group|alliance)\s(?:made up\s)?of\s(?:(?:\w+|[0-9]+)\s)?(?:(?:[\w-]+\s){{0,2}}(?:partners|members|organisations|organizations|institutions|institutes|companies|universities))?\s?:\s"
    r"|(?<!\w)of\s(?:two|three|four|five|six|seven|eight|nine|ten|[0-9]{1,2}):\s"
)
_LED = re.compile(
    rf"\s?-(?:led|coordinated|headed)\s(?:[\w-]+\s){{0,2}}?(?:{_PROJECT}|(?=[{UPPER}]))"
)
_IN_CHARGE = re.compile(
    r"(?:\s\([^()]{1,40}\))?,\s(?:the\s(?:body|institution|institute|university|organi[sz]ation|company|centre|party|partner)\s(?:that is |which is )?"
    rf"(?:in charge of|leading|coordinating|heading|responsible for|running|at the head of)\s(?:the\s(?:whole\s)?)?(?={_PROJECT}|[{UPPER}])"
    r"|the (?:coordinating|leading) (?:institution|institute|university|organi[sz]ation|body|partner)(?!\w))"
)
_WHOSE_LEAD = re.compile(r"(?<!\w)[Uu]nder\s(?:the\s)?$")
_LEADERSHIP = re.compile(r"[’']s?\s(?:overall\s)?(?:leadership|coordination|lead|guidance)(?!\w)")
_ON_TEAM = re.compile(
    r"(?:\s\([^()]{1,40}\))?,?\s(?:all\s|also\s|both\s)?(?:on (?:the|its) team|on board|in the consortium|in the team|making up the (?:consortium|team)|"
    r"as (?:the |its )?(?:other |further |main |Chinese |European |industrial )?(?:partners?|participants?|members)|among (?:its|the) (?:other |further |Chinese |European )?(?:partners|members|participants))(?!\w)"
)
_ARE_PARTNERS = re.compile(
    r"(?:\s\([^()]{1,40}\))?,?\s(?:are|were)\s(?:also\s|the\s|its\s|all\s|among\s|further\s|other\s)*(?:\w+\s)?(?:partners|participants|members|beneficiaries)\s?(?:in it|in the (?:project|consortium)|of (?:the (?:project|consortium)|it))?(?=[\s.,;]|$)"
)
_ALL_PARTNERS = re.compile(
    r",\s(?:both|all)\s(?:(?:of (?:them|whom)|three|four|two)\s)?(?:(?:are|being)\s)?(?:members of the consortium|(?:project |consortium )partners|partners in (?:the project|it)|partners of the project)"
)
_IN_PROJECT = re.compile(
    rf"(?<!\w)(?:work|working|worked|cooperat\w+|collaborat\w+|join(?:ed|ing)? forces|team(?:ed|ing)? up)\s(?:\w+\s)?(?:in|on|within|under)\s(?:the\s)?(?:[\w-]+\s){{0,3}}?(?=(?:{_PROJECT}|[{UPPER}]))"
)
_BESIDES = re.compile(
    r"(?<!\w)(?:[Bb]esides|[Aa]longside|[Ii]n addition to|[Aa]part from|[Aa]side from|[Tt]ogether with)\s(?:the\s)?"
)
_PARTNERS_ARE = re.compile(
    r"(?<!\w)(?:partners|participants|members|consortium|project|team)\s(?:\w+\s){0,2}?(?:include[sd]?|are|were|is|was|comprise[sd]?|consist(?:s|ed)? of|made up of|unites?|brings? together|involve[sd]?)(?!\w)"
)
_SIDE = re.compile(
    r"(?:\s\([^()]{1,40}\))?\s(?:on|from) the (?:Chinese|European|EU|other)(?: side)?(?:,?\sand,?\s(?:on the (?:Chinese|other)(?: side)?,\s)?|\.)"
)


class Consortia(Subjects):
    """Rules about who stands in a consortium."""

    def _consortia(self, s: Sentence) -> None:
        """Tell who leads a project and who works in it, by the words around their names."""
        self._in_which(s)
        self._done_by(s)
        self._of_number(s)
        self._led_or_charged(s)
        self._on_team(s)
        self._partners_told(s)
        self._besides(s)
        self._parted_list(s)
        self._dash_list(s)
        self._their_project(s)
        self._in_project(s)

    def _takes_part(
        self, s: Sentence, project: Thing, orgs: list[Mention], sure: float, rule: str, low: int, high: int
    ) -> None:  # fmt: skip
        for org in distinct(orgs):
            if org.rule == "the-union":
                continue
            leads = told_coordinator(s, org)
            self._add(
                s, project, "coordinator" if leads else "partner", org.thing, min(low, org.start),
                max(leads or org.end, high) if max(org.end, high) - min(low, org.start) < 290 else org.end,
                sure * org.confidence**0.4, rule, plans=True, at=org.start,
            )  # fmt: skip

    def _project_at(self, s: Sentence, place: int) -> tuple[Thing, int, float] | None:
        """Return the project that a place speaks of, unless the text speaks of another kind of thing there."""
        found = self._subject(s, place, "Project")
        if found is None or self.only_later(s, found[0]):
            return None
        nearer = [
            m for m in s.of("Event", "DialogueSession", "Agreement", "ClusterPartnership", "Programme")
            if found[1] < m.start < place and not (m.cls == "Programme" and _OF_PROJECT.search(s.text(m.end, place)))
        ]  # fmt: skip
        if nearer or (not s.of("Project") and s.of("Event", "DialogueSession", "Agreement")):
            return None
        return found

    def _in_which(self, s: Sentence) -> None:
        """ "P, in which X, Y and Z pool their data"."""
        for project in s.of("Project"):
            match = _IN_WHICH.match(s.flat, project.end - s.start)
            orgs = name_list(s, s.start + match.end()) if match else []
            if not orgs or not _DO_TOGETHER.match(s.flat, _behind(s, orgs[-1]) - s.start):
                continue
            self._takes_part(
                s, project.thing, [*orgs, *_works_with(s, orgs[-1])], 0.86, "in-which", project.start,
                orgs[-1].end,
            )  # fmt: skip
        for noun in _THE_PROJECT.finditer(s.flat):
            match = _IN_WHICH.match(s.flat, noun.end())
            orgs = name_list(s, s.start + match.end()) if match else []
            found = self._project_at(s, s.start + noun.end()) if len(orgs) > 1 else None
            if found is not None and _DO_TOGETHER.match(s.flat, _behind(s, orgs[-1]) - s.start):
                self._takes_part(
                    s, found[0], orgs, 0.84 * found[2], "in-which", s.start + noun.start(), orgs[-1].end
                )  # fmt: skip

    def _done_by(self, s: Sentence) -> None:
        """ "Carried out by X and Y", "implemented by X together with Y"."""
        for match in _DONE_BY.finditer(s.flat):
            at = s.start + match.end()
            orgs = list(name_list(s, at))
            if not orgs or orgs[0].start - at > 12 or orgs[0].rule == "the-union":
                continue
            found = self._project_at(s, s.start + match.start())
            if found is None:
                continue
            if len(orgs) == 2 and (leads := _FORMER.match(s.flat, _behind(s, orgs[1]) - s.start)):
                leader = orgs[leads["which"] == "latter"]
                self._add(
                    s, found[0], "coordinator", leader.thing, leader.start, s.start + leads.end(),
                    0.86 * found[2], "the-former-leads", plans=True, at=s.start + match.start(),
                )  # fmt: skip
                orgs = [o for o in orgs if o is not leader]
            self._takes_part(
                s, found[0], orgs, (0.84 if len(orgs) > 1 else 0.74) * found[2], "carried-out-by",
                s.start + match.start(), orgs[-1].end,
            )  # fmt: skip

    def _of_number(self, s: Sentence) -> None:
        """ "A consortium of four: X (leader), Y and Z"."""
        for match in _OF_NUMBER.finditer(s.flat):
            orgs = name_list(s, s.start + match.end())
            found = self._project_at(s, s.start + match.start())
            if len(orgs) < 2 or found is None:
                continue
            self._takes_part(
                s, found[0], orgs, 0.86 * found[2], "consortium-of", s.start + match.start(), orgs[-1].end
            )  # fmt: skip

    def _led_or_charged(self, s: Sentence) -> None:
        """ "The X-led project", "X, the body in charge of the project", "under X's leadership"."""
        for org in s.of(*ORGANISATIONS):
            end = org.end - s.start
            led, charge, whose = (
                _LED.match(s.flat, end), _IN_CHARGE.match(s.flat, end), _LEADERSHIP.match(s.flat, end)
            )  # fmt: skip
            match = led or charge
            if match is None and whose and _WHOSE_LEAD.search(s.text(org.start - 12, org.start)):
                match = whose
            if match is None:
                continue
            behind = [m for m in s.of("Project") if 0 <= m.start - s.start - match.end() < 4]
            found = (
                (behind[0].thing, behind[0].start, 1.0) if behind and match is not whose else None
            )
            found = found or self._project_at(s, org.start)
            if found is not None:
                self._add(
                    s, found[0], "coordinator", org.thing, org.start, s.start + match.end(),
                    0.88 * found[2] * org.confidence**0.3, "leads-beside", plans=True, at=org.start,
                )  # fmt: skip

    def _on_team(self, s: Sentence) -> None:
        """ "With X as coordinator and Y and Z on the team", "led by X with Y among its partners"."""
        for match in re.finditer(
            r"(?<!\w)(?:with|as (?:its |the )?co-?ordinator,? and|in the lead,? and)\s(?:the\s)?",
            s.flat,
        ):
            orgs = name_list(s, s.start + match.end())
            if not orgs or orgs[0].start - s.start - match.end() > 30:
                continue
            if not _ON_TEAM.match(s.flat, orgs[-1].end - s.start):
                continue
            found = self._project_at(s, s.start + match.start())
            if found is not None:
                self._takes_part(
                    s, found[0], orgs, 0.86 * found[2], "on-the-team", s.start + match.start(), orgs[-1].end
                )  # fmt: skip

    def _partners_told(self, s: Sentence) -> None:
        """ "X, Y and Z are partners in it"; "A (X) and B (Y), both project partners"."""
        for pattern, rule in ((_ARE_PARTNERS, "are-partners"), (_ALL_PARTNERS, "all-partners")):
            for match in pattern.finditer(s.flat):
                orgs = _listed_before(s, s.start + match.start(), brackets=rule == "all-partners")
                found = self._project_at(s, s.start + match.start())
                if len(orgs) < 2 or found is None:
                    continue
                self._takes_part(
                    s, found[0], orgs, 0.84 * found[2], rule, s.start + match.start(), s.start + match.end()
                )  # fmt: skip
        work = _IN_PROJECT.search(s.flat) if s.of("Project") else None
        if work is not None:
            project = next(
                (m for m in s.of("Project") if m.start >= s.start + work.end() - 1), None
            )
            orgs = _listed_before(s, s.start + work.start(), gap=34)
            if project is not None and project.start - s.start - work.end() < 30 and len(orgs) > 1:
                self._takes_part(
                    s, project.thing, orgs, 0.84, "work-in", s.start + work.start(), project.end
                )  # fmt: skip

    def _parted_list(self, s: Sentence) -> None:
        """ "It brings together X, likewise of Denmark; the Spanish centre Y; and Z": a name a part."""
        for match in _PARTED.finditer(s.flat):
            parts = s.flat[match.end() :].split("; ")
            if len(parts) < 3:
                continue
            found = self._project_at(s, s.start + match.start())
            if found is None or s.of("Event", "Agreement", "DialogueSession"):
                return
            at, orgs = s.start + match.end(), []
            for part in parts:
                inside = [m for m in s.of(*ORGANISATIONS) if at <= m.start < at + len(part)]
                if inside and _MEMBER.fullmatch(s.text(at, inside[0].start)):
                    orgs.append(inside[0])
                at += len(part) + 2
            if len(orgs) > 1 and len(orgs) >= len(parts) - 1:
                self._takes_part(
                    s, found[0], orgs, 0.88 * found[2], "parted-list", s.start + match.start(), orgs[-1].end
                )  # fmt: skip
            return

    def _dash_list(self, s: Sentence) -> None:
        """ "Its partners – X in China and Y in Ireland – deliver the data"."""
        for match in _DASHED.finditer(s.flat):
            found = self._project_at(s, s.start + match.start())
            low, high = s.start + match.start("list"), s.start + match.end("list")
            orgs = [m for m in s.of(*ORGANISATIONS) if low <= m.start and m.end <= high]
            orgs += [m for m in name_list(s, low) if m.end <= high]
            if found is not None and len(distinct(orgs)) > 1:
                self._takes_part(
                    s, found[0], orgs, 0.84 * found[2], "partners-dashed", s.start + match.start(), high
                )  # fmt: skip

    def _their_project(self, s: Sentence) -> None:
        """ "Researchers of X and Y look for answers. Their joint project P ...": both take part."""
        match = _THEIRS.match(s.flat)
        projects = s.of("Project")
        if match is None or len(self.before) != 2 or not projects:
            return
        if 0 <= projects[0].start - s.start - match.end() < 30:
            self._takes_part(
                s, projects[0].thing, list(self.before), 0.8, "their-project", projects[0].start,
                projects[0].end,
            )  # fmt: skip

    def _in_project(self, s: Sentence) -> None:
        """ "Within BLUEDELTA, X is responsible for the field tests"; "Y, who leads P at X"."""
        match = _WITHIN.match(s.flat)
        for org in s.of(*ORGANISATIONS) if match else ():
            tells = _TASK.match(s.flat, org.end - s.start)
            if match is None or org.start - s.start - match.end() > 5 or tells is None:
                continue
            found = self._project_at(s, org.start)
            if found is not None:
                self._takes_part(
                    s,
                    found[0],
                    [org],
                    0.8 * found[2],
                    "task-in-project",
                    s.start,
                    s.start + tells.end(),
                )
        for match in _WHO_LEADS.finditer(s.flat):
            behind = [o for o in s.of(*ORGANISATIONS) if 0 <= o.start - s.start - match.end() < 5]
            found = self._project_at(s, s.start + match.end()) if behind else None
            if found is not None:
                self._add(
                    s, found[0], "coordinator", behind[0].thing, s.start + match.start(), behind[0].end,
                    0.84 * found[2], "leads-it-at", plans=True, at=s.start + match.start(),
                )  # fmt: skip

    def _besides(self, s: Sentence) -> None:
        """ "Besides X and Y, the partners included Z"."""
        for match in _BESIDES.finditer(s.flat):
            orgs = name_list(s, s.start + match.end())
            if not orgs or orgs[0].start - s.start - match.end() > 20:
                continue
            told = _PARTNERS_ARE.search(s.flat, orgs[-1].end - s.start)
            if told is None or not re.fullmatch(
                r"(?:\s\([^()]{1,40}\))?,\s(?:[\w’'-]+\s){0,5}?", s.text(orgs[-1].end, s.start + told.start())
            ):  # fmt: skip
                continue
            found = self._project_at(s, s.start + match.start())
            if found is None:
                continue
            orgs = [
                o for o in orgs
                if not any(c.property == "coordinator" and c.object == o.thing for c in self.made)
            ]  # fmt: skip
            self._takes_part(
                s, found[0], orgs, 0.78 * found[2], "besides-partners", s.start + match.start(),
                s.start + told.end(),
            )  # fmt: skip


_PARTED = re.compile(
    r"(?<!\w)(?:(?:brings?|brought|bringing) together|unit(?:es|ed|ing)|consist(?:s|ed)? of|compris(?:es|ed|ing)|made up of|composed of|includ(?:es|ed|ing|e)|"
    r"(?:partners|participants|members|beneficiaries)(?:\s(?:are|were|include|included))?|namely|involves|gathers)\s?:?\s"
)
_DASHED = re.compile(
    r"(?<!\w)(?:partners|participants|members|institutions|organisations|beneficiaries)\s[–—-]\s(?P<list>[^–—;:]{6,240}?)\s[–—-]\s"
)
_THEIRS = re.compile(
    r"(?:Their|The)\s(?:joint|common|shared)\s(?:[\w-]+\s){0,3}?project,?\s|[^.;]{0,160}?(?<!\w)(?:for|in|with|on|launched|started)\stheir\s(?:[\w-]+\s){0,3}?project,?\s"
)
_WITHIN = re.compile(
    rf"(?:Within|In|As part of|Under)\s(?:(?:the|this)\s(?:[\w-]+\s)?{_PROJECT}|[{UPPER}][{UPPER}0-9-]{{3,}}(?:\s{_PROJECT})?),\s(?:the\s)?"
)
_TASK = re.compile(
    r"(?:\s\([^()]{1,40}\))?\s(?:(?:is|was|will be)\s(?:mainly\s|primarily\s|also\s)?(?:responsible for|in charge of|tasked with|contributing|developing|leading)|(?:leads|contributes|provides|develops|takes care of|supplies|is developing|will (?:lead|develop|contribute|provide|test)))(?!\w)"
)
_WHO_LEADS = re.compile(
    rf"(?<!\w)who\s(?:also\s)?(?:coordinates|leads|heads|manages|directs)\s(?:the\s(?:[\w-]+\s)?{_PROJECT}|[{UPPER}][{UPPER}0-9-]{{3,}}(?:\s{_PROJECT})?)\s(?:at|for|from)\s(?:the\s)?"
)
_MEMBER = re.compile(
    r"\s*(?:and|as well as)?,?\s*(?:(?:from|in|on|as|for)\s[^;,]{3,60},\s)?(?:(?:the|an?)\s)?(?:[a-z][\w-]*\s|[A-Z][a-z]+(?:ish|ese|an|ch|ian)\s){0,5}?"
)
_WORKS_WITH = re.compile(
    r"(?:\s\([^()]{1,40}\))?\s(?:has |have |had )?(?:\w+ing|works?|worked|been working|cooperates?|collaborates?|teams? up|joins? forces)\s(?:[\w-]+\s){0,4}?with\s(?:the\s)?"
)
_OF_PROJECT = re.compile(r"(?i)(?<![\w-])(?:project|funded|action)")


def _works_with(s: Sentence, org: Mention) -> list[Mention]:
    """Return those with whom an organisation works: "in which X works side by side with Y"."""
    match = _WORKS_WITH.match(s.flat, org.end - s.start)
    return name_list(s, s.start + match.end()) if match else []


def _behind(s: Sentence, org: Mention) -> int:
    match = re.compile(r"(?:\s?\([^()]{1,60}\))*").match(s.flat, org.end - s.start)
    return s.start + match.end() if match else org.end


def _listed_before(s: Sentence, place: int, gap: int = 2, brackets: bool = False) -> list[Mention]:
    """Return the organisations joined by commas and "and" that end right before a place."""
    found: list[Mention] = []
    at = place
    for org in reversed([m for m in s.of(*ORGANISATIONS) if m.end <= place]):
        between = s.text(_behind(s, org), at) if not brackets else s.text(org.end, at)
        if brackets:
            joined = re.fullmatch(
                r"\)?(?:,|,?\sand)?\s?(?:[\w.’'-]+\s){0,7}\(?(?:the\s)?|\)", between
            )
        elif found:
            joined = re.fullmatch(
                r"(?:\s\w+)?,?\s?(?:(?:and|as well as|together with|both|the|an?)\s?)*(?:[\w-]+\s){0,3}", between
            )  # fmt: skip
        else:
            joined = re.fullmatch(rf"[\s\w,-]{{0,{gap}}}", between)
        if joined is None:
            break
        found.append(org)
        at = org.start
    return found[::-1]
