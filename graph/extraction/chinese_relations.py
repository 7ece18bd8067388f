"""What a Chinese sentence says: its order of words is its own, so are these rules."""

from __future__ import annotations

import re

from graph.extraction import amounts as money
from graph.extraction import dates as calendar
from graph.extraction.chinese import large_number
from graph.extraction.lexicon import countries
from graph.extraction.model import Candidate, Mention, Thing
from graph.extraction.sentence import ORGANISATIONS, Focus, Sentence

_NEGATED = re.compile(
    r"未(?!来)|没有|不参|并非|不是|并未|无意|拒绝|取消|不再|除外|而非|不包括|不涉及"
)
_PLANNED = re.compile(
    r"计划(?:在|于|签|举|将)|将(?:于|在|签|举|会)|拟|有望|可能|下一[次届轮]|下[次届]|考虑|预计|正在商|有意"
)
_REFERS = {
    "Project": r"项目|该项目|双方|联合体",
    "Event": r"会议|活动|论坛|研讨会|对接会|代表团|大会|博览会|本次|此次|培训",
    "Agreement": r"协议|备忘录|协定|声明",
    "DialogueSession": r"对话|会议|会晤|会谈|本次|此次",
}


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
_IS_HEAD = re.compile(
    r"(?:该(?:公司|企业|校|大学|院|研究院|研究所|所|中心|机构|集团))?[^，。；]{0,4}是[^，。；]{0,40}?的(?:项目)?(?:协调|牵头)(?:单位|方|机构)"
)


class ChineseRelations:
    """The statements of one sentence after the other; ``focus`` goes along."""

    def __init__(self, focus: Focus) -> None:
        self.focus = focus
        self.made: list[Candidate] = []
        self.pair: list[Thing] = []
        """The two organisations of the last sentence that named just two."""

    def read(self, s: Sentence) -> list[Candidate]:
        """Return the statements of a sentence."""
        self.made = []
        used: set[int] = set()
        self._project(s, used)
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

    def _joined(self, s: Sentence, place: Mention) -> list[Mention]:
        """Return the places that a list names behind one: "访问苏州和无锡"."""
        found, end = [], place.end
        for other in s.of("Place"):
            if other.start > end and re.fullmatch(
                r"[市省]?(?:、|和|与|及|以及)", s.text(end, other.start)
            ):
                found.append(other)
                end = other.end
        return found

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

    def _add(
        self,
        s: Sentence,
        subject: Thing,
        property_: str,
        object_: Thing | str,
        start: int,
        end: int,
        sure: float,
        rule: str,
        datatype: str | None = None,
        normaliser: str | None = None,
        currency: str | None = None,
        plans: bool = False,
    ) -> None:
        begin, finish = s.clause(start)
        text = s.text(begin, finish)
        said = (
            "negated"
            if _NEGATED.search(text)
            else "planned"
            if _PLANNED.search(text) and not plans
            else "said"
        )
        self.made.append(
            Candidate(
                subject,
                start,
                end,
                sure,
                rule,
                property_,
                object_,
                datatype,
                normaliser,
                currency,
                (),
                said,
            )
        )

    def _subject(self, s: Sentence, position: int, *classes: str) -> tuple[Thing, float] | None:
        before = [m for m in s.of(*classes) if m.start <= position]
        if before:
            return before[-1].thing, 1.0
        after = s.of(*classes)
        if after:
            return after[0].thing, 0.95
        for cls in self.focus.recent(classes):
            if re.search(_REFERS.get(cls, "(?!)"), s.flat):
                return self.focus.by_class[cls], 0.93
        latest = self.focus.latest
        if latest is not None and latest.cls in classes:
            return latest, 0.85
        return None

    def _list(self, s: Sentence, start: int) -> list[Mention]:
        """Return the organisations from a place on, as long as only 、和与及 stand between them."""
        found: list[Mention] = []
        at = start
        for m in s.of(*ORGANISATIONS):
            if m.end <= at:
                continue
            between = re.sub(r"[（(][^（）()]*[）)]", "", s.text(at, m.start))
            if not re.fullmatch(
                r"[、，,；;\s]*(?:以及|和|与|及|还有|：|:|了|有|为|是|了|德国|法国|中国|荷兰|意大利|西班牙|瑞典|丹麦|奥地利|比利时|的|公司|企业|机构|欧洲|欧方|中方|来自)*[、\s]*",
                between,
            ):
                break
            found.append(m)
            at = m.end
        return found

    def _before(self, s: Sentence, end: int) -> list[Mention]:
        """Return the organisations of the list that ends before a place."""
        found: list[Mention] = []
        at = end
        for m in reversed([m for m in s.of(*ORGANISATIONS) if m.end <= end]):
            between = re.sub(r"[（(][^（）()]*[）)]", "", s.text(m.end, at))
            limit = r"[、，\s]*(?:以及|和|与|及|同)*" if found else r"[^，。；]{0,14}|[^。；]{0,2}"
            if not re.fullmatch(limit, between):
                break
            found.append(m)
            at = m.start
        return found[::-1]

    def _project(self, s: Sentence, used: set[int]) -> None:
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
        for match in re.finditer(
            r"(?:合作单位|合作方|参与单位|成员单位|合作伙伴|参与方|参加单位|联合体成员|项目伙伴|成员|参与机构|合作机构)(?:还|主要)?(?:包括|有|为|：|:|是)|汇集了|汇聚了|(?:联合|携手)(?!国|会|实验室|研究院|研究中心|培养|主办|体|声明|研究|资助)",
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
            r"(?P<payer>欧盟(?:委员会)?)(?:已|将|共|为其|对其|向其)?(?:提供|资助|出资|投入|拨款)",
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

    def _agreement(self, s: Sentence, used: set[int]) -> None:
        sign = re.search(r"签署|签订|签约|签字", s.flat)
        found = self._subject(s, s.start + len(s.flat), "Agreement")
        if found and (force := re.search(r"生效", s.flat)) and not sign:
            for date in s.dates[:1]:
                self._add(
                    s,
                    found[0],
                    "startDate",
                    date.first,
                    date.start,
                    s.start + force.end() if s.start + force.end() > date.end else date.end,
                    0.85,
                    "生效",
                    calendar.datatype(date.first),
                    calendar.normaliser(date),
                )
        if sign and found and not s.of("Agreement"):
            self._signed_on(s, found, sign, used)
        if not sign or not found or not s.of("Agreement"):
            return
        position = s.start + sign.start()
        before = [m for m in s.of(*ORGANISATIONS) if m.end <= position]
        parties = [m for m in before if s.text(m.start - 1, m.start) not in "在"] or self._list(
            s, s.start + sign.end()
        )
        by = [m for m in s.of(*ORGANISATIONS) if m.start > position]
        if not before and by:
            parties = by
        low = min([m.start for m in [*parties, *s.of("Agreement")]] + [position])
        high = max([m.end for m in [*parties, *s.of("Agreement")]] + [s.start + sign.end()])
        for party in parties:
            self._add(
                s,
                found[0],
                "signatory",
                party.thing,
                low,
                high,
                0.91 if len(parties) > 1 else 0.78,
                "签署",
            )
        for date in s.dates[:1]:
            used.add(date.start)
            self._add(
                s,
                found[0],
                "date",
                date.first,
                date.start,
                max(date.end, s.start + sign.end()),
                0.9,
                "签署日期",
                calendar.datatype(date.first),
                calendar.normaliser(date),
            )
        for place in s.of("Place"):
            if s.text(place.start - 1, place.start) == "在":
                self._add(
                    s,
                    found[0],
                    "locatedIn",
                    place.thing,
                    place.start,
                    max(place.end, s.start + sign.end()),
                    0.8,
                    "在…签署",
                )
                break

    def _signed_on(
        self, s: Sentence, found: tuple[Thing, float], sign: re.Match[str], used: set[int]
    ) -> None:
        """ "协议签署于2021年6月3日": the day of the agreement that the text spoke of."""
        if not re.match(r"(?:该|上述|此)?(?:协议|备忘录|协定|声明|意向书)", s.flat):
            return
        for date in s.dates[:1]:
            if not s.of("Event", "DialogueSession", "Project"):
                used.add(date.start)
                self._add(
                    s, found[0], "date", date.first, date.start, max(date.end, s.start + sign.end()),
                    0.86 * found[1], "签署日期", calendar.datatype(date.first), calendar.normaliser(date),
                )  # fmt: skip

    def _event(self, s: Sentence, used: set[int]) -> None:
        classes = ("DialogueSession", "Event")
        held = re.search(r"举行|召开|举办|开幕|主办|组织了|闭幕|访问|组织", s.flat)
        here = s.of(*classes)
        found = self._subject(s, s.start + (held.start() if held else len(s.flat)), *classes)
        if found is None:
            return
        thing, sure = found
        orgs = []
        for match in re.finditer(r"由", s.flat):
            names = self._list(s, s.start + match.end())
            if names and re.match(
                r"(?:等)?(?:联合|共同)*(?:主办|举办|组织|承办|召集)",
                s.text(names[-1].end, names[-1].end + 12),
            ):
                orgs += [(n, s.start + match.start(), names[-1].end) for n in names]
        for match in re.finditer(r"(?:主办方|主办单位|主办)(?:为|是|：|:)", s.flat):
            orgs += [
                (n, s.start + match.start(), n.end) for n in self._list(s, s.start + match.end())
            ]
        for match in re.finditer(
            r"(?<=[\u4e00-\u9fff])(?:联合|共同|具体)*承办(?=[，。；、（\s]|的|$)", s.flat
        ):
            # "由X主办，Y承办": the one that runs the event stands right before the verb.
            run = [m for m in s.of(*ORGANISATIONS) if m.end == s.start + match.start()]
            orgs += [
                (n, n.start, s.start + match.end()) for n in run and self._before(s, run[-1].end)
            ]
        for match in re.finditer(r"(?:联合|共同)*(?:主办|举办|组织)(?:了)?", s.flat):
            position = s.start + match.start()
            names = [m for m in s.of(*ORGANISATIONS) if m.end <= position]
            after = s.text(position, position + 40)
            if (
                names
                and here
                and (re.match(r"[^，。]{0,4}了|[^，。]*(?:会|论坛|展|坛|考察|活动|班)", after))
                and "由" not in s.text(names[0].start - 1, names[0].start)
                and not re.search(r"协办$", s.text(position - 2, position))
            ):
                run = self._before(s, position) or names[-1:]
                orgs += [(n, n.start, s.start + match.end()) for n in run]
        for org, low, high in orgs:
            if not re.match(r"[^，。]{0,2}协办", s.text(org.end, org.end + 5)):
                self._add(
                    s,
                    thing,
                    "organiser",
                    org.thing,
                    min(low, org.start),
                    max(high, org.end),
                    0.9 * sure,
                    "主办",
                )
        count = re.search(
            r"(?P<n>[0-9][0-9,]{0,6})\s?(?:余|多)?(?:名|家|位|人|个)(?P<rest>[^，。；]{0,16})",
            s.flat,
        )
        for count in re.finditer(
            r"(?P<n>[0-9][0-9,]{0,6}|[一二两三四五六七八九十百千]{2,6})\s?(?:余|多)?(?P<unit>名|家|位|人(?!民币))(?P<rest>[^，。；]{0,16})",
            s.flat,
        ):
            if re.search(
                r"出席|参加|参会|与会|参与|汇聚|吸引|齐聚|参团|到会|随团|加入|一行", s.flat
            ):
                self._add(
                    s,
                    thing,
                    "attendance",
                    count["n"].replace(",", "")
                    if count["n"][0].isdigit()
                    else str(large_number(count["n"])),
                    s.start + count.start(),
                    s.start + count.end("unit"),
                    0.86 * sure,
                    "出席",
                    "xsd:integer",
                    "count",
                )
                break
        if not held and not here:
            return
        if not held and not (here and s.dates):
            return
        certain = (0.92 if held else 0.72) * sure
        for date in [d for d in s.dates if d.start not in used][:1]:
            low, high = date.start, date.end
            if date.last:
                for property_, value in (("startDate", date.first), ("endDate", date.last)):
                    self._add(
                        s,
                        thing,
                        property_,
                        value,
                        low,
                        high,
                        certain,
                        "举行",
                        calendar.datatype(value),
                        calendar.normaliser(date),
                    )
            else:
                self._add(
                    s,
                    thing,
                    "date",
                    date.first,
                    low,
                    high,
                    certain,
                    "举行",
                    calendar.datatype(date.first),
                    calendar.normaliser(date),
                )
        places = s.of("Place")
        for place in places:
            if any(p.start == place.end for p in places):
                continue  # "在浙江宁波": the town says it, not the province
            if re.search(
                r"在|于|赴|访问|到访|来访|出访|在[\u4e00-\u9fff]{2}省?$",
                s.text(_from(places, place) - 2, _from(places, place)),
            ):
                self._add(
                    s,
                    thing,
                    "locatedIn",
                    place.thing,
                    place.start - 1,
                    place.end,
                    certain,
                    "在…举行",
                )
                for other in self._joined(s, place) if "访问" in s.flat or "考察" in s.flat else ():
                    self._add(
                        s,
                        thing,
                        "locatedIn",
                        other.thing,
                        other.start,
                        other.end,
                        certain,
                        "在…举行",
                    )
                break


def _from(places: list[Mention], place: Mention) -> int:
    """Return where a place begins with the larger ones that stand right before it."""
    before = next((p for p in places if p.end == place.start), None)
    return place.start if before is None else before.start
