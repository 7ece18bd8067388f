"""What Chinese sentences say of agreements and events."""

from __future__ import annotations

import re

from graph.extraction import dates as calendar
from graph.extraction.chinese import find_organisations, large_number
from graph.extraction.chinese_subjects import ChineseSubjects
from graph.extraction.lexicon import countries
from graph.extraction.model import Mention, Thing
from graph.extraction.sentence import ORGANISATIONS, Sentence


class ChineseMeetings(ChineseSubjects):
    """The rules about agreements and events."""

    def _agreement(self, s: Sentence, used: set[int]) -> None:
        sign = re.search(
            r"签署|签订|签约|签字|缔结|签下|续签|换签|互换|达成(?=[^，。]{0,14}(?:协议|协定|意向书|备忘录))",
            s.flat,
        )
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
        until = re.search(r"(?:有效期|效力|期限)(?:延长)?[至到](?=[0-9])", s.flat)
        if found and until:
            for date in [d for d in s.dates if d.start == s.start + until.end()][:1]:
                used.add(date.start)
                self._add(
                    s, found[0], "endDate", date.first, s.start + until.start(), date.end, 0.88,
                    "有效期至", calendar.datatype(date.first), calendar.normaliser(date),
                )  # fmt: skip
        if sign and found and not s.of("Agreement"):
            self._signed_on(s, found, sign, used)
        if not sign or not found or not s.of("Agreement"):
            self._of_title(s)
            return
        self._of_title(s)
        position = s.start + sign.start()
        before = [m for m in s.of(*ORGANISATIONS) if m.end <= position]
        parties = [m for m in before if s.text(m.start - 1, m.start) != "在"] or self._list(
            s, s.start + sign.end()
        )
        if len({m.thing for m in parties}) < 2 and _BOTH.search(s.flat):
            parties = self._spoken_for(s, position, parties)
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

    def _spoken_for(self, s: Sentence, end: int, parties: list[Mention]) -> list[Mention]:
        """Add those for whom the persons of a sentence speak: "张明与乙校校长会谈，双方签署"."""
        told = {m.thing for m in parties}
        for person in s.of("Person"):
            body = self.bodies.get(person.thing.name)
            if body is not None and body not in told and person.end <= end:
                told.add(body)
                parties = [*parties, Mention(body, person.start, person.end, "spoken-for", 0.8)]
        return parties

    def _of_title(self, s: Sentence) -> None:
        """ "《甲大学与乙研究所合作协议》", "甲与乙双边合作协议": the two whom the name of an agreement names."""
        for agreement in s.of("Agreement"):
            if agreement.rule == "agreement-of-two":
                parties = self._before(s, agreement.start)[-2:]
            else:
                parties = [
                    m
                    for m in find_organisations(
                        s.text(agreement.start, agreement.end), agreement.start
                    )
                    if m.end < agreement.end - 2
                ][:2]
            if len(parties) == 2 and re.fullmatch(
                r"(?:（[^）]*）)?[与和同及](?:（[^）]*）)?",
                s.text(parties[0].end, parties[1].start),
            ):
                for party in parties:
                    self._add(
                        s, agreement.thing, "signatory", party.thing, min(party.start, agreement.start),
                        max(party.end, agreement.end), 0.86, "名称中的双方",
                    )  # fmt: skip

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
        held = re.search(
            r"举行|召开|举办|开幕|主办|组织了|闭幕|访问|组织|启动|(?:赴|在|前往)[^，。]{2,14}(?:参加|出席)",
            s.flat,
        )
        here = s.of(*classes)
        found = self._subject(s, s.start + (held.start() if held else len(s.flat)), *classes)
        if found is None:
            return
        thing, sure = found
        orgs = []
        for match in re.finditer(r"由", s.flat):
            names = self._list(s, s.start + match.end())
            if names and re.match(
                r"[”\"]?(?:[（(][^（）()]*[）)])?(?:等(?:[\u4e00-\u9fff0-9]{0,8}(?:机构|单位|部门|高校|企业))?)?(?:在[\u4e00-\u9fff]{1,5})?(?:联合|共同)*(?:主办|举办|组织|承办|召集|发起|启动)",
                s.text(names[-1].end, names[-1].end + 50),
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
            ) or (here and _WHO.search(s.flat[: count.start()])):
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
        if not held and not (here and s.dates and s.dates[0].start - here[0].end in range(3)):
            return
        certain = (0.92 if held else 0.72) * sure
        for date in [d for d in s.dates if d.start not in used][:1]:
            low, high = date.start, date.end
            if here and _JOURNEY.search(s.text(date.end, here[0].start)):
                continue  # "18日至22日率团访问法国，并主持召开第15届...": days of the journey
            for property_, value in calendar.told(date):
                self._add(
                    s, thing, property_, value, low, high, certain, "举行", calendar.datatype(value),
                    calendar.normaliser(date),
                )  # fmt: skip
        places = s.of("Place")
        for place in places:
            if any(p.start == place.end for p in places):
                continue  # "在浙江宁波": the town says it, not the province
            if _AT.search(s.text(s.start, _from(places, place))):
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
                for other in self._joined(s, place):
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


_BOTH = re.compile(r"双方|两[校院所国]|共同|代表")
_JOURNEY = re.compile(r"(?:率|随)[^，。]{0,8}团|访问[^，。]*，")
_WHO = re.compile(r"(?:代表|嘉宾|专家|学者|人员|师生|企业家|人士|来宾|记者)(?:共|近|约|等)*$")
"""Before a number of people: "各界代表200余名"."""
_AT = re.compile(
    rf"(?:在|于|赴|访问|到访|来访|出访|前往)(?:[“\"][^”\"]{{1,10}}[”\"]|(?:{'|'.join(sorted((c for c in countries() if re.fullmatch('[一-龥]{2,6}', c)), key=len, reverse=True))})?(?:首都|[\u4e00-\u9fff]{{2,6}}[省州区]首府|[\u4e00-\u9fff]{{2,6}}[省州])?)$"
)
"""Before a place, with the country or province that is named first: "在比利时首都"."""


def _from(places: list[Mention], place: Mention) -> int:
    """Return where a place begins with the larger ones that stand right before it."""
    before = next((p for p in places if p.end == place.start), None)
    return place.start if before is None else before.start
