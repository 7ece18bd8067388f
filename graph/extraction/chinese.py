"""Names in Chinese texts: there are no capitals and no spaces, a name is what ends like one."""

from __future__ import annotations

import functools
import re

from graph.extraction.lexicon import countries, places, words
from graph.extraction.model import Mention, Thing

HAN = r"[\u4e00-\u9fff]"
_STOP = re.compile(
    r"[，。、；：！？（）()“”\"《》\s,.;:·—\-…]|(?<!自)由|与|和|及|在|于|是|的|将|向|被|从|并|至|到|让|把|给"
)
_END = (
    r"大学(?:(?:(?![与和及])[\u4e00-\u9fff]){0,8}(?:学院|研究院|研究所|医院|中心|实验室))?|学院|研究院|研究所|科学院|工程院|(?:有限|股份|集团|责任)*公司|集团|"
    r"(?:科技|商务|教育|外交|环境|卫生|农业|交通运输|文化|财政|农村|资源|保障|信息化|技术|公安|经济|能源|工业|研究|旅游|建设|卫健|交通|农林|水利|创新|发展|能源)部(?!门|分|队|署|长(?!会))|"
    r"委员会|(?:发改|卫健|科技|经信|商|教|科)委|协会|学会|中心|[\u4e00-\u9fff]局|设计院|规划院|研究会|[\u4e00-\u9fff](?<![签部连])署(?![名长理])|(?<=[\u4e00-\u9fff]{2})(?:科技|规划)司(?!长)|科技厅|商务厅|教育厅|[\u4e00-\u9fff]厅|总署|基金会|基金委(?!员会)|商会|平台|政府|医院|银行|联盟|办公室|"
    r"(?:卫生|贸易|国际|合作|知识产权|旅游|粮农|气象|铁路)组织|大使馆|总领馆|理事会|议会|欧盟(?!商会|委员会|理事会|驻|项目|[A-Z]|馆|科研|国家|成员|轮值|青年|各|标准|市场|的?[一-龥]{0,4}计划)|新华社|联校|工大(?!学)|[^，。、]议院|常委会|总会|驻(?:欧盟|[\u4e00-\u9fff]{2,4})使团|实验室|博物馆|产业园|科技园|工业园|高新区|管委会|联合会|促进会|贸促会|[\u4e00-\u9fff]港(?!务|口|澳|元|公司|[\u4e00-\u9fff]{0,6}(?:大学|学院|公司|集团|研究院|研究所))|诊所|疗养院|(?<=[\u4e00-\u9fff]{3})(?:合作|事务|国际|外事|发展)司|管理处|[\u4e00-\u9fff]{2}使团|[\u4e00-\u9fff]{2}总司|驻(?:华|欧盟|[\u4e00-\u9fff]{1,4}国)代表团|书院|理工学院|产业集群|集群|学校|中学|协作网|合作网络|网络|总局|联合体|企业家俱乐部|出版社|图书馆|(?:中科|社科|农科|林科)院|科协"
)
_LEAD = re.compile(
    r"^(?:除|称|即|含|应(?!用|急|对)|(?:代表|考察|访问)?团(?:走访|参观|访问|考察)了?|(?:该|此)?(?:伙伴关系|联合体|联盟|网络|项目)?(?:成员)?(?:还|也|主要)?(?:包括|包含|涵盖)|走访了?|参观了?|考察了?|合作单位(?:还)?(?:包括|为)|合作方(?:还)?包括|参与单位包括|牵头单位为|协调方为|合作方为|参与单位为|主办方为|分别为|合作伙伴(?:还)?(?:包括|为|有)|伙伴(?:还)?(?:包括|为|有)|(?:荷兰|法国|德国|意大利|西班牙|葡萄牙|比利时|丹麦|瑞典|芬兰|奥地利|波兰|捷克|希腊|爱尔兰|匈牙利|欧洲|中国|中方|欧方)(?:的)?(?:公司|企业|机构|高校)(?=[\u4e00-\u9fff]{3})|包括|会同|来自|其中|以及|欧方|得到|获得|获|经|访问|代表|邀请|组织|主办|参与|成员|支持|联合|共同|还有|为|对|同(?!济|仁)|该|此|其|我国|日前|近日|今天|今日|"
    r"[0-9]+[年月日号]|日|月|年|次|届|项目|对话|会议|双方|所有|各|本|一所|两所|一家|两家|等|以|当|随后|此外|另外|据|根据|由于|通过|作为|加上|携手|代替|有|汇集了|汇聚了|联手|也|都|均|还|就|了|着|过|按|受|赴|前往|抵达|参观|协调|牵头|承办|协办|"
    r"单位(?:还)?(?:有|包括|为|是)|(?:包括)?(?:总部)?位于)+"
)
_FIELD = (
    r"(?:工业|发展|文化|卫生|人力资源|住房|农业|科学|食品|自然|经济|生态|教育|高教|环境|交通|能源|旅游|贸易|信息|信息化|改革|社会|计划生育|城乡建设|农村|技术|药品|气候|研究|基础|通信|"
    r"创新|投资|医学|健康|大气|海洋|生物|材料|物理|化学|管理|体育|工程|应用|安全|外交|欧洲|水利|土地|资源|政策|公共|社会保障|数学|计算机|地质|林业|渔业|水环境)"
)
_JOINED = re.compile(rf"{_FIELD}(?:和|与|、)$")
_JOINED_RIGHT = re.compile(rf"^(?:{_FIELD}|联合|国际|合作|对外|总)*{_FIELD}")
"""What stands on both sides of "与" inside one name: "海洋与大气研究所"."""


def find_organisations(flat: str, offset: int) -> list[Mention]:
    """Organisations by the word they end in, as far to the left as no small word stops them."""
    found: list[Mention] = []
    for match in re.finditer(_END, flat):
        if found and offset + match.start() < found[-1].end:
            continue
        low = found[-1].end - offset if found else 0
        start = match.start()
        while start > low and match[0] != "欧盟":
            stop = _STOP.match(flat, start - 1)
            if stop:
                left = flat[max(low, start - 8) : start]
                if (
                    stop[0] in "和与、"
                    and _JOINED.search(left)
                    and (stop[0] != "、" or re.search("[和与]", flat[start : match.start()]))
                    and _JOINED_RIGHT.match(flat[start : match.end()])
                ):
                    start -= 1
                    continue
                break
            start -= 1
        lead = _LEAD.match(flat[start : match.start() + 1])
        if lead and lead.end() < match.end() - start:
            start += lead.end()
        end = match.end()
        name = flat[start:end]
        if re.fullmatch(r"[\u4e00-\u9fff]{2,4}(?:公司|企业|大学|机构)", name) and countries().get(
            name[:-2]
        ):
            continue  # "法国公司海风": only says of which country the next name is
        if (land := _later_country(name)) and end - start - land > 4:
            start, name = start + land, name[land:]  # "总协调人英国纽堡大学"
        if part := re.fullmatch(r"([\u4e00-\u9fff、]{2,}部)[\u4e00-\u9fff]{2,8}司", name):
            end, name = start + part.end(1), part[1]  # a department speaks for its ministry
        minimum = (
            2 if name in ("欧盟", "新华社") else 3 if name[-1] == "部" or name in SHORT_FOR else 4
        )
        if _NO_ONE.search(name):
            continue
        if found and found[-1].end == offset + start and _within(found[-1].thing.name, name):
            found[-1].thing = Thing("Partner", found[-1].thing.name + name)
            found[-1].end = offset + end
            continue
        if re.fullmatch(r"(?:中欧|中外|两国|双方|各国|各级|当地|地方|有关|各)+政府", name):
            continue  # no government in particular
        if name in ("香港", "欧盟项目") or len(name) < minimum or len(name) > 34 or name in _COMMON:
            continue
        if re.search(rf"(?:{_DOES}|促进)", name) and not name.startswith("中国国际贸易促进"):
            cut = re.split(_DOES, name)[-1]
            if len(cut) < 4:
                continue
            start = end - len(cut)
            name = cut
        name = name[len(_land_before(name)) :]  # the mention keeps it: lists are read by places
        cls = "Cluster" if name.endswith("集群") else "Partner"
        mention = Mention(Thing(cls, name), offset + start, offset + end, "name-ends-as", 0.86)
        found.append(_brackets(mention, flat, offset))
    for match in _QUOTED_BODY.finditer(flat):
        low, high = offset + match.start("name"), offset + match.end("name")
        if not any(m.start < high and low < m.end for m in found):
            found.append(Mention(Thing("Partner", match["name"]), low, high, "quoted-body", 0.84))
    return sorted(found, key=lambda m: m.start)


_QUOTED_BODY = re.compile(
    r"(?:智库|机构|企业|公司|组织|媒体|协会|基金会|团体)[“\"「](?P<name>[\u4e00-\u9fffA-Za-z &-]{2,20})[”\"」]"
)


SHORT_FOR = {
    "中科院": "中国科学院", "社科院": "中国社会科学院", "农科院": "中国农业科学院", "工程院": "中国工程院",
}  # fmt: skip
"""Short names that stand for these where a text names these as well."""
_NO_ONE = re.compile(
    r"(?:[一二两三四五六七八九十多数几各0-9](?:所|家|个|名|地|国|类|项)|有关|其他|相关)[\u4e00-\u9fff]{0,6}$|^(?:研发|技术研发|国际联合|一流|健康联合|环境联合|联合)[\u4e00-\u9fff]{0,2}(?:中心|实验室)$|办公室$(?<=国办公室)"
)
"""Words that name none in particular: "四所公立大学"."""


_OWN = re.compile(
    rf"(?:{_FIELD}|联邦|国家|皇家|国立|中央|首相|王国|共和国|议会|总统|驻|国际|联合|技术|商务|外贸|工商|农林|风能|太阳能|光伏|氢能|清洁|可再生|新|绿色|"
    r"机械|汽车|航空|航天|纺织|化工|电子|智能|数字|机器人|激光|物流|港口|港务|园艺|养殖|青年|文学|艺术|音乐|历史|语言|对外|留学|学术|交流|服务|企业|产业|"
    r"标准|测试|检验|认证|专利|海关|税务|铁路|民航|邮政|电力|核能|电信|石油|天然气|矿业|钢铁|水泥|建筑|城市|区域|地方|空间|气象|地理|测绘|考古|食品|饮料|葡萄酒|"
    r"奶业|畜牧|兽医|种子|粮食|稻米|总|第[一二三])+"
)


def _land_before(name: str) -> str:
    """Return the country before a name of its own: "意大利维罗瓦大学" is 维罗瓦大学.

    What tells only what a body is for goes with the country: 丹麦技术大学 keeps it.
    """
    for size in (5, 4, 3, 2):
        land = name[:size]
        if countries().get(land) and not land.startswith(("中", "欧")):
            rest = name[size:]
            end = re.search(
                r"(?:理工|工业|科技|农业|医科|师范|技术|自由|应用科学|资源技术)?(?:大学|学院|公司|集团|研究所|研究院|研究中心|学校|集群|医院)$",
                rest,
            )
            own = rest[: end.start()] if end else ""
            if end and len(own) > 1 and len(rest) > 3 and not _OWN.match(own):
                return land
            return ""
    return ""


def _later_country(name: str) -> int:
    """Return where a country begins inside a name that began before it; 0 where none does."""
    for at in range(len(name) - 4, 0, -1):
        for size in (5, 4, 3, 2):
            word = name[at : at + size]
            if len(word) == size and countries().get(word) and not word.startswith("中国"):
                before = name[at - 1]
                return 0 if before in "驻中—-南北东西" or name[:at] in ("欧洲", "中国") else at
    return 0


def _within(whole: str, part: str) -> bool:
    """Return whether a name right behind another is a part of it: "科学院" with its institute."""
    return (
        re.search(r"(?:科学院|工程院|大学|医院|委员会|协会)$", whole) is not None
        and re.search(r"(?:研究所|研究院|中心|学院|总司|实验室|医院)$", part) is not None
    )


_DOES = r"(?:(?<!中)参观(?!者)了?|引用了?|考察了|来自|访应|报道了?|代表(?!团|处|大会)|随(?!州|着)|获(?!嘉)|介绍|说明了?|成员有|走进|设立|共建|筹建|搭建|建立|成立|打造|举行|举办|召开|签署|签订|加强|推动|一行[0-9]*余?人?|访问|走访|会见|参加|出席|前往|抵达|来到|走进|邀请|接待|拜访)"
"""What is done: no name has such a word in it, what stands behind it may be one."""
_COMMON = frozenset(
    "中法大学 中德大学 中意大学 中西大学 中英大学 中欧大学 中外大学 两所大学 多所大学 双方政府 各国政府 中国政府部 所在大学 合作网络 科研机构 高等学校 研究中心 合作平台 交流平台 两国政府 欧洲集群 中欧集群 产业集群 国际组织 科技合作网络 创新平台".split()
)


def _brackets(mention: Mention, flat: str, offset: int) -> Mention:
    at = mention.end - offset
    for _ in range(2):
        match = re.compile(r"\s?[（(]([^（）()]{1,40})[）)]").match(flat, at)
        if not match:
            break
        at = match.end()
        text = match[1].strip()
        if short := re.fullmatch(
            r"(?:以下)?(?:简称|称)[：:]?\s?[“\"]?([\u4e00-\u9fffA-Za-z]{2,10})[”\"]?", text
        ):
            mention.acronym = short[1]
        elif countries().get(text):
            mention.country = (
                Thing("Country", text),
                offset + match.start(1),
                offset + match.end(1),
            )
        elif re.fullmatch(r"[A-Z][\w&.-]{1,14}", text):
            mention.acronym = text
    return mention


_NUMERALS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"两": 2, "〇": 0}


def number(text: str) -> int | None:
    """Return a Chinese numeral up to 99, or digits."""
    if text.isdigit():
        return int(text)
    if "十" in text:
        tens, _, units = text.partition("十")
        return (_NUMERALS.get(tens, 1) if tens else 1) * 10 + (
            _NUMERALS.get(units, 0) if units else 0
        )
    return _NUMERALS.get(text) if len(text) == 1 else None


_UNITS = {"十": 10, "百": 100, "千": 1000}


def large_number(text: str) -> int | None:
    """Return a Chinese numeral of any size: "八百万", "一千二百", "八十六".

    >>> large_number("八百万"), large_number("八十六")
    (8000000, 86)
    """
    total = section = digit = 0
    for sign in text:
        if sign in _NUMERALS:
            digit = _NUMERALS[sign]
        elif sign in _UNITS:
            section += (digit or 1) * _UNITS[sign]
            digit = 0
        elif sign in "万亿":
            total = (total + section + digit or 1) * (10_000 if sign == "万" else 100_000_000)
            section = digit = 0
        else:
            return None
    return total + section + digit or None


_NTH = r"(?:第(?P<nth>[一二三四五六七八九十两0-9]{1,4})[次届轮期]|(?P<first>首[次届轮]))"


@functools.cache
def _series() -> tuple[re.Pattern[str], re.Pattern[str]]:
    dialogue = "|".join(sorted(words("zh")["dialogue_ends"], key=len, reverse=True))
    event = "|".join(sorted(words("zh")["event_ends"], key=len, reverse=True))
    body = (
        r"(?:(?!出席|参加|部长|主任|举行|第[一二三四五六七八九十0-9])[\u4e00-\u9fff—–\-A-Za-z0-9])"
    )
    return (
        re.compile(rf"{_NTH}?(?P<series>(?:中欧|中国|欧盟|中德|中法|中意|中西|中英|中丹|中荷|欧中|德中){body}{{0,18}}?(?:{dialogue}))"),
        re.compile(rf"(?:{_NTH}?(?P<name>(?:(?!主持|代表|主任|受邀|应邀|列席|宣布|表示|共同|举行|举办|在|参加|出席|访问|组织|召开|了|由|与|将|的|对|为|赴|于)[\u4e00-\u9fff—–A-Za-z0-9]){{2,22}}?(?:{event}))|[“\"](?P<quoted>[^”\"]{{3,40}})[”\"](?=(?:{event}|活动|展览|大会|论坛|研讨会)))"),
    )  # fmt: skip


_COMMITTEE = re.compile(
    r"(?P<series>(?:中国\s?[—–-]\s?[\u4e00-\u9fff]{2,6}|欧中|中[欧德法意西英丹荷瑞芬比奥波捷希葡匈爱挪俄韩日印美澳巴])[\u4e00-\u9fff]{2,18}?(?:委员会|联委会|混委会|工作组|对话机制|磋商机制|磋商|平台|机制))"
    r"第(?P<nth>[一二三四五六七八九十0-9]{1,4})[次届轮](?:全体)?(?:会议|会晤|磋商|例会|高层对话会?|对话会?|年会)"
)
"""A joint committee with its meeting: "中欧科技合作联合委员会第十四次会议"."""
_NTH_OF_DIALOGUE = re.compile(
    r"(?P<sides>中[欧德法意西英丹荷]|欧中)第(?P<nth>[一二三四五六七八九十0-9]{1,4})[次届轮](?P<rest>[\u4e00-\u9fff]{2,14}?对话)"
)
""" "中欧第二次海洋对话": the number stands inside the name."""
_NTH_HELD = re.compile(
    r"(?<![\u4e00-\u9fff])第([一二三四五六七八九十0-9]{1,4})[届](?:论坛|研讨会|大会|年会|合作周|博览会|对接会)(?=[于在将已由，曾0-9])"
)
"""An edition that the text counts without its name: "第二届论坛2016年在汉堡举办"."""


def find_activities(flat: str, offset: int) -> list[Mention]:
    """Projects, programmes, agreements, dialogues with their sessions, events."""
    found: list[Mention] = []

    def add(cls: str, start: int, end: int, rule: str, sure: float) -> Mention | None:
        over = [m for m in found if m.start < offset + end and offset + start < m.end]
        if any(
            not (
                cls == "Event"
                and m.cls == "Project"
                and offset + start <= m.start < m.end < offset + end
            )
            for m in over
        ):
            return None  # only the name of an event may have a project's inside
        found.append(Mention(Thing(cls, flat[start:end]), offset + start, offset + end, rule, sure))
        return found[-1]

    for match in re.finditer(
        rf"《([^《》]{{3,60}}(?:{'|'.join(words('zh')['agreement_ends'])}))》", flat
    ):
        add("Agreement", match.start(1), match.end(1), "title-marks", 0.93)
    known = r"[“\"]?(?P<name>地平线\s?2020|地平线欧洲|地平线[“”]?欧洲|第[六七]框架计划|(?<![A-Za-z])FP[67](?![0-9])|中欧联合资助机制|国家重点研发计划|伊拉斯谟\+|伊拉斯谟世界计划|中欧科技创新合作联合资助机制|Horizon (?:2020|Europe)|Erasmus\+)"
    for match in re.finditer(known, flat):
        add("Programme", match.start("name"), match.end("name"), "known-programme", 0.95)
    for match in re.finditer(r"[“\"]([^“”\"]{2,30})[”\"](?:研究|资助|框架|科研)?计划", flat):
        add("Programme", match.start(1), match.end(1), "quoted-programme", 0.85)
    noun = r"(?:[\u4e00-\u9fff]{0,6})(?:项目|课题)"
    for match in re.finditer(
        rf"[“\"「《]([^”\"」》“《]{{2,40}})[”\"」》](?:（[A-Za-z0-9 -]{{2,30}}）)?{noun}", flat
    ):
        add("Project", match.start(1), match.end(1), "quoted-project", 0.93)
    for match in re.finditer(r"(?:项目|课题)[“\"「]([^”\"」]{2,40})[”\"」]", flat):
        add("Project", match.start(1), match.end(1), "project-quoted", 0.9)
    for match in re.finditer(
        r"(?<![A-Za-z])([A-Z][A-Za-z0-9]*(?:[-+ ][A-Z0-9][A-Za-z0-9]*)*)\s?(?:研究|合作|国际合作)?(?:项目|课题)",
        flat,
    ):
        if match[1] not in ("EU", "H2020", "R&D", "Horizon 2020") and len(match[1]) > 2:
            add("Project", match.start(1), match.end(1), "name-project", 0.92)
    for match in re.finditer(
        r"(?<![A-Za-z-])([A-Z][A-Za-z0-9]*(?:[-+][A-Z0-9][A-Za-z0-9]*)*)(?=（(?:19|20)[0-9]{2}\s?年?\s?[-–—至]\s?(?:19|20)[0-9]{2}年?）)",
        flat,
    ):
        add("Project", match.start(1), match.end(1), "name-with-years", 0.86)
    for match in re.finditer(
        r"(?:项目|课题)(?:名[为称]|名称为|代号)?([A-Z][A-Za-z0-9]*(?:[-+][A-Z0-9][A-Za-z0-9]*)*)(?![A-Za-z])",
        flat,
    ):
        if match[1] not in ("EU", "H2020", "R&D") and len(match[1]) > 2:
            add("Project", match.start(1), match.end(1), "project-name", 0.9)
    for match in _COMMITTEE.finditer(flat):
        made = add("DialogueSession", match.start(), match.end(), "committee-session", 0.88)
        if made is not None:
            made.ordinal, made.series = number(match["nth"]), match["series"]
    for match in _NTH_HELD.finditer(flat):
        if (made := add("Event", match.start(), match.end(), "counted-event", 0.75)) is not None:
            made.ordinal, made.generic = number(match[1]), True
    for match in _NTH_OF_DIALOGUE.finditer(flat):
        made = add("DialogueSession", match.start(), match.end(), "dialogue-ends", 0.9)
        if made is not None:
            made.ordinal, made.series = number(match["nth"]), match["sides"] + match["rest"]
    dialogue, event = _series()
    for match in dialogue.finditer(flat):
        nth = number(match["nth"]) if match["nth"] else 1 if match["first"] else None
        made = add(
            "DialogueSession" if nth else "Dialogue",
            match.start(),
            match.end(),
            "dialogue-ends",
            0.9 if nth else 0.84,
        )
        if made is not None and nth:
            made.ordinal, made.series = nth, match["series"]
    for match in _QUOTED_WHOLE.finditer(flat):
        add("Event", match.start(1), match.end(1), "quoted-event", 0.9)
    for match in event.finditer(flat):
        key = "quoted" if match["quoted"] else "name"
        start = match.start() if key == "name" else match.start("quoted")
        text = match[key]
        if text in _HELD and not match["nth"] and not flat[:start].endswith(("”", "」")):
            if (made := add("Event", start, match.end(key), "event-ends", 0.7)) is not None:
                made.generic = True
            continue
        if key == "name" and (fresh := _after_verb(flat, start, match.end(key))) != start:
            if match.end(key) - fresh < 4:
                continue
            start, text = fresh, flat[fresh : match.end(key)]
        if (
            this := re.match(r"(?:本届|本次|此次|这次|该)(?=[\u4e00-\u9fff]{6})", text)
        ) and key == "name":
            start, text = start + this.end(), text[this.end() :]  # "此次中欧智能制造论坛"
        if _NO_EVENT.search(text):
            continue
        if (text in _GENERIC_EVENTS and not flat[:start].endswith(("”", "」"))) or re.match(
            r"(?:本次|此次|该|这次|会议|双方|第)", text
        ):
            continue
        if not match["nth"] and key == "name" and (counted := _NTH_INSIDE.search(text)):
            # "参加第五届中欧港口论坛": the name begins with the number
            start += counted.start()
            if (made := add("Event", start, match.end(key), "event-ends", 0.85)) is not None:
                made.ordinal = number(counted[1])
            continue
        shift = _LEAD.match(text)
        if shift and not match["nth"] and len(text) - shift.end() >= 4:
            start += shift.end()
        of_year = re.search(
            r"[“\"「][^“”\"「」]{2,20}[”\"」](?:(?:19|20)[0-9]{2}年)$", flat[:start]
        )
        if of_year and key == "name":
            start = of_year.start()  # "“科研快车”2021年宣讲活动" is one name
        named = re.search(r"[“\"「][^“”\"「」]{2,20}[”\"」]$", flat[:start])
        if named and text.startswith("项目"):
            start = named.start()  # "“绿港”项目启动会" is one name
        made = add("Event", start, match.end(key), "event-ends", 0.85)
        if made is not None and match["nth"]:
            made.ordinal = number(match["nth"])
    for match in re.finditer(
        r"(?:^|(?<=[，。、；]))((?:签约|签字|启动|揭牌|开幕|闭幕|签署)仪式|座谈会|对接会|启动会)(?=[于在由，。当共])",
        flat,
    ):
        if (made := add("Event", match.start(1), match.end(1), "held-noun", 0.75)) is not None:
            made.generic = True
    towns = "|".join(sorted((n for n in places() if re.match(HAN, n)), key=len, reverse=True))
    for match in re.finditer(
        rf"(?<![\u4e00-\u9fff])(?:[\u4e00-\u9fff]{{0,24}}(?:组织|率领|组成)的)?((?:(?!组织|率领|的)[\u4e00-\u9fff]){{0,10}}(?:代表团|考察团)(?:访问|赴|到访|来访|出访|考察)(?:{towns})(?![\u4e00-\u9fff]{{0,6}}(?:大学|学院|研究|公司|集团|中心))(?:市|省)?(?:考察|访问)?)",
        flat,
    ):
        made = add("Event", match.start(1), match.end(1), "delegation-visits", 0.84)
        if made is not None:
            made.generic = True
    for match in re.finditer(
        r"(?:集群|战略|产业)?(?:伙伴关系|合作伙伴关系|集群伙伴计划)[“\"「]?([A-Z][A-Za-z0-9]*(?:[-+ ][A-Z0-9][A-Za-z0-9]*)*)[”\"」]?|"
        r"[“\"「]?([A-Z][A-Za-z0-9]*(?:[-+][A-Z0-9][A-Za-z0-9]*)*)[”\"」]?(?:欧洲)?(?:战略)?(?:集群)?伙伴关系",
        flat,
    ):
        group = 1 if match[1] else 2
        if match[group] not in ("EU", "ESCP", "COSME"):
            add("ClusterPartnership", match.start(group), match.end(group), "partnership", 0.88)
    ends = "|".join(words("zh")["agreement_ends"])
    for match in re.finditer(
        rf"(?:[与和同])((?:[\u4e00-\u9fff]{{2,16}}?(?:大学|学院|研究院|研究所|科学院|委员会|基金会|公司|中心|协会|欧盟|部|局|会))(?:（[^）]{{1,12}}）)?(?:的|于[0-9年月日]{{4,11}}|[0-9年月日]{{4,11}})?(?:签署|签订|达成)?的?)(?P<name>(?:(?!在|签|就|将|于|了|新|的)[\u4e00-\u9fff]){{0,10}}?(?:{ends}))",
        flat,
    ):
        made = add("Agreement", match.start("name"), match.end("name"), "agreement-of-two", 0.75)
        if made is not None:
            made.generic = True
    for match in re.finditer(
        rf"(?:签署|签订|缔结|达成|续签|换签|签)了?(?:一份|一项|新一[期轮]|新的|多项|关于[\u4e00-\u9fff]{{2,14}}的)?((?:(?!签署|签订)[\u4e00-\u9fff]){{2,26}}?(?:{ends}))",
        flat,
    ):
        made = add("Agreement", match.start(1), match.end(1), "signed-agreement", 0.7)
        if made is not None:
            made.generic = True
    return found


_QUOTED_WHOLE = re.compile(
    r"[“\"]([^”\"“]{5,50}(?:对接会|研讨会|论坛|大会|座谈会|博览会|交流会|峰会|年会|洽谈会|推介会|科技周|合作周|讲座|训练营|活动日|开放日))[”\"]"
)
"""The whole of what stands in quotation marks and ends as an event does."""
_NO_EVENT = re.compile(
    r"(?:院长|校长|部长|会长|所长|主任|教授|留待|通过|(?<!合)作(?:大会|论坛|主题)|[年月日]$)|^(?:本届|本次|此次|该|这次|下一?[次届]|国际会议$|双边会议$)"
)
"""What has such words is no name of an event: who spoke there, or one named before."""
_HOLDS = re.compile(
    r"举行的?|举办的?|召开的?|出席了?|参加了?|主办的?|承办的?|组织的?|访问|列席|应邀|成功|邀请|带队|率团|牵头|开展的?|启动|参与"
)


def _after_verb(flat: str, start: int, end: int) -> int:
    """Return where a name begins that was read with a verb, or a part of one, before it."""
    low = max(0, start - 1)
    verbs = [m for m in _HOLDS.finditer(flat, low, end - 3) if m.end() > start]
    return verbs[-1].end() if verbs else start


_NTH_INSIDE = re.compile(r"第([一二三四五六七八九十0-9]{1,4})[次届](?=[\u4e00-\u9fff“]{4,})")
_HELD = frozenset(
    "对接会 座谈会 启动会 启动仪式 签约仪式 签字仪式 项目启动会 揭牌仪式 开幕式".split()
)
"""Common nouns for what is held: things only where something is said of them."""
_GENERIC_EVENTS = frozenset(
    "会议 大会 论坛 研讨会 对接会 座谈会 启动会 开幕式 本次会议 首次会议 多场研讨会 年会 出席会议 项目启动会 启动仪式 签约仪式 签字仪式".split()
)


@functools.cache
def _gazetteer() -> re.Pattern[str]:
    names = sorted((n for n in places() if re.match(HAN, n)), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, names)))


def find_places(flat: str, offset: int) -> list[Mention]:
    """Cities and regions of the list, and what stands between "在" and "举行"."""
    found = [
        Mention(Thing("Place", m[0]), offset + m.start(), offset + m.end(), "known-place", 0.86)
        for m in _gazetteer().finditer(flat)
    ]
    for match in re.finditer(
        r"在(?P<name>[\u4e00-\u9fff]{2,8}?)(?:市)?(?:举行|召开|举办|签署|签订|签约|开幕|揭幕|闭幕|成功|参加了|出席了)",
        flat,
    ):
        start, end = match.span("name")
        for size in (5, 4, 3, 2):
            if end - start - size > 1 and countries().get(flat[start : start + size]):
                start += size  # "在芬兰图尔库举行"
                break
        name = flat[start:end]
        if (
            not any(m.start < offset + end and offset + start < m.end for m in found)
            and name not in countries()
            and not re.search(r"会|期间|基础|框架|此|线|这里|那里", name)
        ):
            found.append(
                Mention(Thing("Place", name), offset + start, offset + end, "held-in", 0.75)
            )
    return found
