"""What Chinese sentences say of projects."""

from __future__ import annotations

import re

from graph.extraction import amounts as money
from graph.extraction import dates as calendar
from graph.extraction.chinese_subjects import ChineseSubjects
from graph.extraction.model import Thing
from graph.extraction.sentence import ORGANISATIONS, Sentence

_IS_HEAD = re.compile(
    r"(?:该(?:公司|企业|校|大学|院|研究院|研究所|所|中心|机构|集团))?[^，。；]{0,4}是[^，。；]{0,40}?的(?:项目)?(?:协调|牵头)(?:单位|方|机构)"
)


_LEADS_OWN = re.compile(r"(?:主持|牵头|领衔)的(?=[^，。]{0,40}(?:项目|计划|专项))")
"""What somebody of an organisation leads: "甲大学李明教授主持的项目“绿稻”"."""


class ChineseProjects(ChineseSubjects):
    """The rules about projects."""

    def _coordinators(self, s: Sentence) -> None:
        """Who leads a project."""
        for match in re.finditer(r"由", s.flat):
            orgs = self._list(s, s.start + match.end())
            verb = (
                re.match(
                    r"(?:共同)?(?:牵头|协调|负责|领导|主持|担任(?:项目)?(?:协调方|牵头单位))",
                    s.text(orgs[0].end, orgs[0].end + 12),
                )
                if orgs
                else None
            )
            found = self._subject(s, s.start + match.start(), "Project") if verb else None
            if found and verb:
                self._add(
                    s,
                    found[0],
                    "coordinator",
                    orgs[0].thing,
                    s.start + match.start(),
                    orgs[0].end + verb.end(),
                    0.92 * found[1],
                    "由…牵头",
                    plans=True,
                )
        for match in re.finditer(
            r"(?:牵头单位|牵头方|协调方|协调单位|项目协调方)(?:为|是|：|:|由)", s.flat
        ):
            orgs, found = (
                self._list(s, s.start + match.end()),
                self._subject(s, s.start + match.start(), "Project"),
            )
            if orgs and found:
                self._add(
                    s,
                    found[0],
                    "coordinator",
                    orgs[0].thing,
                    s.start + match.start(),
                    orgs[0].end,
                    0.92 * found[1],
                    "牵头单位为",
                    plans=True,
                )
        for match in re.finditer(
            r"作为[^，。；]{0,24}(?:牵头单位|牵头方|协调方|协调单位)，", s.flat
        ):
            orgs, found = (
                self._list(s, s.start + match.end()),
                self._subject(s, s.start + match.end(), "Project"),
            )
            if orgs and found and orgs[0].start - s.start - match.end() < 3:
                self._add(
                    s, found[0], "coordinator", orgs[0].thing, s.start + match.start(),
                    orgs[0].end, 0.88 * found[1], "作为牵头单位", plans=True,
                )  # fmt: skip
        for match in re.finditer(
            r"(?:作为(?:项目)?(?:牵头|协调)(?:单位|方)|牵头(?!单位|方)|是(?:该|本)?项目的?(?:协调方|牵头单位))",
            s.flat,
        ):
            orgs, found = (
                self._before(s, s.start + match.start()),
                self._subject(s, s.start + match.start(), "Project"),
            )
            if (
                orgs
                and found
                and "由" not in s.text(orgs[0].start - 2, orgs[-1].start)
                and s.start + match.start() - orgs[-1].end < 3
            ):
                self._add(
                    s,
                    found[0],
                    "coordinator",
                    orgs[-1].thing,
                    orgs[-1].start,
                    s.start + match.end(),
                    0.85 * found[1],
                    "牵头",
                    plans=True,
                )
        for match in _LEADS_OWN.finditer(s.flat):
            run = [
                m
                for m in s.of(*ORGANISATIONS)
                if m.end <= s.start + match.start()
                and re.fullmatch(r"[\u4e00-\u9fff·]{0,9}", s.text(m.end, s.start + match.start()))
            ]
            behind = [m for m in s.of("Project") if m.start > s.start + match.start()]
            if run and behind and "由" not in s.text(s.clause(run[-1].start)[0], run[-1].start):
                self._add(
                    s, behind[0].thing, "coordinator", run[-1].thing, run[-1].start, behind[0].end,
                    0.86, "主持的项目", plans=True,
                )  # fmt: skip
        for match in _IS_HEAD.finditer(s.flat):
            earlier = [
                m
                for m in s.of(*ORGANISATIONS)
                if m.end <= s.start + match.start() + 1 and m.thing.name != "欧盟"
            ]
            found = self._subject(s, s.start + match.end(), "Project")
            if earlier and found:
                self._add(
                    s, found[0], "coordinator", earlier[-1].thing, s.start + match.start(),
                    s.start + match.end(), 0.86 * found[1], "是…协调单位", plans=True,
                )  # fmt: skip

    def _partners(self, s: Sentence) -> None:
        """Who takes part in a project."""
        for match in re.finditer(
            r"(?:合作单位|合作方|参与单位|成员单位|合作伙伴|参与方|参加单位|联合体成员|项目伙伴|成员|参与机构|合作机构)(?:还|主要)?(?:包括|有|为|：|:|是)|(?:机构|单位|成员|伙伴|合作方|企业|高校)[^，。；]{0,6}，?(?:其中(?:还|也)?(?:包括|有)|包括)|汇集了|汇聚了|(?:联合|携手)(?!国|会|实验室|研究院|研究中心|培养|主办|体|声明|研究|资助)",
            s.flat,
        ):
            found = self._subject(s, s.start + match.start(), "Project")
            if not found or (s.of("Agreement", "Event", "DialogueSession") and not s.of("Project")):
                continue
            for org in self._list(s, s.start + match.end()):
                self._add(
                    s,
                    found[0],
                    "partner",
                    org.thing,
                    s.start + match.start(),
                    org.end,
                    0.92 * found[1],
                    "合作单位包括",
                    plans=True,
                )
        for match in re.finditer(
            r"(?:等(?:[\u4e00-\u9fff0-9]{0,8})?)?(?:共同)?(?:参与|参加)(?:了)?(?:该|本|此)?(?:项目|实施|研究)?",
            s.flat,
        ):
            orgs, found = (
                self._before(s, s.start + match.start()),
                self._subject(s, s.start + match.start(), "Project"),
            )
            if orgs and found and (s.of("Project") or "项目" in s.flat) and not s.of("Event"):
                for org in orgs:
                    self._add(
                        s,
                        found[0],
                        "partner",
                        org.thing,
                        org.start,
                        s.start + match.end(),
                        0.8 * found[1],
                        "参与项目",
                    )
        for match in re.finditer(r"(?:合作|共同|联合)(?:实施|承担|开展|执行|完成)", s.flat):
            orgs = self._before(s, s.start + match.start())
            if s.of("Project"):
                for org in orgs:
                    self._add(
                        s,
                        s.of("Project")[0].thing,
                        "partner",
                        org.thing,
                        org.start,
                        s.start + match.end(),
                        0.82,
                        "合作实施",
                    )

    def _facts(self, s: Sentence, used: set[int]) -> None:
        """Number, money, programme and days of a project."""
        found = self._subject(s, s.start, "Project")
        if found is None:
            return
        speaks = bool(s.of("Project")) or "项目" in s.flat or "经费" in s.flat
        for match in re.finditer(
            r"(?:资助协议|协议|项目|合同|课题)(?:编号|号)(?:为|是|：|:)?\s*([0-9]{6,9}|[0-9A-Z]{8,})",
            s.flat,
        ):
            self._add(
                s,
                found[0],
                "grantNumber",
                match[1],
                s.start + match.start(),
                s.start + match.end(),
                0.94,
                "资助协议编号",
                "xsd:string",
                "verbatim",
                plans=True,
            )
        if not speaks:
            return
        payer = re.search(
            r"(?P<payer>欧盟(?:委员会)?)(?:已|将|共|为其|对其|向其|[“\"「][^”\"」]{2,20}[”\"」](?:研究|框架|科研)?(?:计划|项目))?(?:将|共)?(?:提供|资助|出资|投入|拨款|支持)",
            s.flat,
        )
        if payer and s.amounts:
            self._add(
                s, found[0], "fundedBy", Thing("Partner", payer["payer"]), s.start + payer.start(),
                s.start + payer.end(), 0.85 * found[1], "欧盟资助", plans=True,
            )  # fmt: skip
        for amount in s.amounts:
            if re.search(r"经费|资助|预算|投入|资金|出资|金额|总额|支持", s.flat):
                eur = amount.currency == "EUR"
                whole = re.search(
                    r"总(?:经费|预算|投资|金额|投入)[^，。；]*$", s.text(s.start, amount.start)
                )
                self._add(
                    s,
                    found[0],
                    "totalCost" if whole else "fundingEuro" if eur else "amount",
                    amount.value,
                    amount.start,
                    amount.end,
                    0.88 * found[1],
                    "经费",
                    "xsd:decimal",
                    money.NORMALISER,
                    None if eur else amount.currency,
                    plans=True,
                )
        for programme in s.of("Programme"):
            if re.search(r"资助|支持|框架下|项目|计划下|经费", s.flat):
                self._add(
                    s,
                    found[0],
                    "fundedUnder",
                    programme.thing,
                    programme.start,
                    programme.end,
                    0.9 * found[1],
                    "资助计划",
                    plans=True,
                )
        for date in s.dates:
            before, after = s.text(date.start - 14, date.start), s.text(date.end, date.end + 26)
            if s.of("Event", "Agreement", "DialogueSession"):
                continue
            if date.last and re.search(
                r"执行期|周期|为期|期限|自|从|起止|实施|时间|项目|为|（", before
            ):
                used.add(date.start)
                for property_, value in (("startDate", date.first), ("endDate", date.last)):
                    self._add(
                        s,
                        found[0],
                        property_,
                        value,
                        date.start,
                        date.end,
                        0.9 * found[1],
                        "执行期",
                        calendar.datatype(value),
                        calendar.normaliser(date),
                        plans=True,
                    )
            elif (
                re.search(r"^[^，。]{0,14}(?:启动|开始|立项|实施)", after)
                or re.search(r"(?:启动于|始于|开始于|自)$", before)
                or re.search(r"^，[^，。]{0,20}项目[^，。]{0,10}(?:启动|立项)", after)
            ):
                used.add(date.start)
                self._add(
                    s,
                    found[0],
                    "startDate",
                    date.first,
                    date.start,
                    date.end,
                    0.86 * found[1],
                    "启动",
                    calendar.datatype(date.first),
                    calendar.normaliser(date),
                    plans=True,
                )
            elif re.search(r"^[^，。]{0,6}(?:结束|完成|结题)", after) or re.search(
                r"(?:持续到|持续至|截至|至|到)$", before
            ):
                used.add(date.start)
                self._add(
                    s,
                    found[0],
                    "endDate",
                    date.first,
                    date.start,
                    date.end,
                    0.86 * found[1],
                    "结束",
                    calendar.datatype(date.first),
                    calendar.normaliser(date),
                    plans=True,
                )
