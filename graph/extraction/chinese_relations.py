"""What a Chinese sentence says: its order of words is its own, so are these rules."""

from __future__ import annotations

import re

from graph.extraction.chinese_meetings import ChineseMeetings
from graph.extraction.chinese_projects import ChineseProjects
from graph.extraction.lexicon import countries
from graph.extraction.model import Candidate, Thing
from graph.extraction.sentence import ORGANISATIONS, Sentence

_THE_TWO = re.compile(
    r"(?:上述|这)?(?:两[校院所馆]|双方(?!代表|政府|参会|与会|企业)|两(?:个|家|所)?(?:机构|单位|公司|企业|集群|大学|高校|城市|中心))"
)
"""The two organisations that were named together last."""
_LANDS = "|".join(
    sorted(
        (c for c in countries() if re.fullmatch(r"[\u4e00-\u9fff]{2,5}", c) and countries()[c]),
        key=len,
        reverse=True,
    )
)
_LAND = re.compile(rf"(?P<land>{_LANDS})(?:的)?(?:公司|企业|机构|高校)")


_PREFIX = re.compile(rf"(?!中国)(?P<land>{_LANDS})(?=[\u4e00-\u9fff]{{4,}})")


class ChineseRelations(ChineseProjects, ChineseMeetings):
    """The statements of one sentence after the other; ``focus`` goes along."""

    def read(self, s: Sentence) -> list[Candidate]:
        """Return the statements of a sentence."""
        self.made = []
        used: set[int] = set()
        orgs = s.of(*ORGANISATIONS)
        for person in s.of("Person"):
            earlier = [m for m in orgs if m.end <= person.start]
            if earlier and re.fullmatch(
                r"[\u4e00-\u9fff]{0,10}", s.text(earlier[-1].end, person.start)
            ):
                self.bodies.setdefault(person.thing.name, earlier[-1].thing)
        self._coordinators(s)
        self._partners(s)
        self._facts(s, used)
        self._agreement(s, used)
        self._event(s, used)
        self._members(s)
        self._the_two(s)
        for m in s.of(*ORGANISATIONS):
            before = s.text(m.start - 9, m.start)
            lands = [x for x in _LAND.finditer(before) if x.end() == len(before)]
            if lands and not m.country:
                low = m.start - len(before) + lands[-1].start()
                self._add(
                    s, m.thing, "country", Thing("Country", lands[-1]["land"]), low, m.end, 0.88,
                    "adjective-of-country",
                )  # fmt: skip
            land = _PREFIX.match(s.text(m.start, m.end))
            if land and not m.country and not m.thing.name.startswith(land["land"]):
                self._add(
                    s, m.thing, "country", Thing("Country", land["land"]), m.start, m.end, 0.88,
                    "country-before-name",
                )  # fmt: skip
            if not m.country and (land := _PREFIX.match(m.thing.name)):
                self._add(
                    s, m.thing, "country", Thing("Country", land["land"]), m.start, m.end, 0.78,
                    "country-in-name",
                )  # fmt: skip
            if m.country:
                self._add(
                    s,
                    m.thing,
                    "country",
                    m.country[0],
                    m.start,
                    m.country[2] + 1,
                    0.93,
                    "country-in-brackets",
                )
        for m in s.of("DialogueSession"):
            if m.series and m.ordinal:
                self._add(
                    s,
                    m.thing,
                    "sessionOf",
                    Thing("Dialogue", m.series),
                    m.start,
                    m.end,
                    0.92,
                    "nth-session",
                )
                self._add(
                    s,
                    m.thing,
                    "ordinal",
                    str(m.ordinal),
                    m.start,
                    m.end,
                    0.93,
                    "nth-session",
                    "xsd:integer",
                    "ordinal",
                )
        return self.made

    def _members(self, s: Sentence) -> None:
        """ "X是Y的成员", "该伙伴关系还包括X和Y": the members of a partnership of clusters."""
        whole = s.of("ClusterPartnership")
        thing = whole[0].thing if whole else self.focus.by_class.get("ClusterPartnership")
        if thing is None:
            return
        for match in re.finditer(
            r"(?:是|为|系|加入)(?:了)?[^，。；]{0,30}(?:成员|伙伴关系)", s.flat
        ):
            inside = [
                m for m in whole if s.start + match.start() <= m.start < s.start + match.end()
            ]
            for org in self._before(s, s.start + match.start()) if inside else ():
                self._add(
                    s, thing, "member", org.thing, org.start, s.start + match.end(), 0.86, "是…成员"
                )
        for match in re.finditer(
            r"(?:伙伴关系|成员|该网络)(?:单位)?(?:还|也|主要|另)?(?:包括|有|包含|为|由)", s.flat
        ):
            for org in self._list(s, s.start + match.end()):
                self._add(
                    s,
                    thing,
                    "member",
                    org.thing,
                    s.start + match.start(),
                    org.end,
                    0.86,
                    "成员包括",
                )

    def _the_two(self, s: Sentence) -> None:
        """ "两校共同参与该项目": what is said of the two that were named together before."""
        match = _THE_TWO.search(s.flat)
        named = list(dict.fromkeys(m.thing for m in s.of(*ORGANISATIONS) if m.thing.name != "欧盟"))
        if match and len(self.pair) == 2:
            position = s.start + match.start()
            after = s.text(position, s.clause(position)[1])
            told = None
            if re.search(r"参与|参加|合作(?:实施|开展|承担)|承担|实施", after):
                told = ("partner", "Project")
            if re.search(r"主办|举办|组织", after) and s.of("Event", "DialogueSession"):
                told = ("organiser", "Event")
            if re.search(r"签署|签订", after) and s.of("Agreement"):
                told = ("signatory", "Agreement")
            classes = (
                ("Event", "DialogueSession")
                if told and told[1] == "Event"
                else (told[1],)
                if told
                else ()
            )
            found = self._subject(s, s.start + len(s.flat), *classes) if classes else None
            if told and found and s.of(*classes):
                for thing in self.pair:
                    self._add(
                        s,
                        found[0],
                        told[0],
                        thing,
                        position,
                        s.start + match.end(),
                        0.78,
                        "the-two",
                    )
        if len(named) == 2:
            self.pair = named
