"""Persons in Chinese texts: beside a title, by the middle dot or the sounds of a foreign name, in bylines."""

from __future__ import annotations

import functools
import re

from graph.extraction.lexicon import places, words
from graph.extraction.model import Mention, Thing

_SIGNS = (
    "阿埃艾爱安昂奥澳巴白柏班邦保鲍北贝本比彼毕宾冰波伯博勃布卜宝查策茨慈蔡楚达德丹代戴道登邓迪蒂丁东杜敦多恩尔厄法凡范菲费芬丰冯佛夫弗福"
    "富盖甘冈高戈哥格葛根贡古瓜圭哈海汉豪赫黑亨胡华怀惠霍基吉济加佳贾简杰金京久居卡凯坎康考柯科克肯孔库夸奎昆拉莱赖兰朗劳勒乐雷蕾黎里礼李"
    "力利丽莉连廉列林琳伦隆卢鲁露路吕罗洛马玛迈麦曼芒茂梅门蒙孟米密缅莫默姆木穆拿娜纳乃奈南内嫩尼涅宁牛纽农努诺欧帕派潘庞佩彭蓬皮平珀朴普"
    "齐奇恰契钱强乔切琴青丘邱屈让热仁日荣茹儒瑞若萨塞赛桑瑟森沙莎山尚绍舍申圣盛施什石史舒顺朔思斯丝松苏孙索塔泰坦汤唐陶特滕提廷汀通图托瓦万"
    "旺威韦维魏温文翁沃乌伍武西希锡夏香肖谢辛欣幸休许雅亚延扬杨耶叶伊依易因殷英永尤于约月泽曾扎詹张兹子佐芝贞珍朱妮妲娅婷媛玫薇蓓芙芭莲萝霞静"
)
_SOUND = f"[{_SIGNS}]"
"""Signs that write the sounds of foreign names: a name ends where another sign stands."""
_SURNAME = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾萧田董潘袁于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹"
    "孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤柯殷季宁庞阴樊兰施洪翟安颜倪牛温芦左尚柴纪鲁葛詹辛关苗曲冀凌管"
)
_DOES = "出说表率主会致及于指强认共先随作介就向等以也还应将参来代为给陪分宣做发赴前签互并一到从回重带谈见围在和与对称希坦获任担讲阐"
"""Signs with which goes on what is told of a person."""
_NOT_NAMES = re.compile(r"管理员|网站|[市省区县]$|代表|委员|公司|大学")


@functools.cache
def _titles() -> str:
    return "|".join(sorted(words("zh")["titles"], key=len, reverse=True))


@functools.cache
def _person() -> re.Pattern[str]:
    foreign = rf"(?<!{_SOUND}){_SOUND}{{1,6}}(?:-{_SOUND}{{1,4}})?(?:·{_SOUND}{{1,8}}(?:-{_SOUND}{{1,4}})?){{1,3}}"
    han = rf"[{_SURNAME}][\u4e00-\u9fff]{{1,2}}"
    sounds = rf"{_SOUND}{{3,7}}(?!{_SOUND})"
    latin = r"[A-Z][A-Za-zÀ-ÿ’'-]+(?:\s[A-Z][A-Za-zÀ-ÿ’'.-]+){1,3}"
    return re.compile(
        rf"(?:{_titles()})(?P<a>{foreign}|{han}(?=[，。、；：:（(\s{_DOES}]|$|{_titles()})|{sounds}|{_SOUND}{{2}}(?=[，。、（{_DOES}])|{latin})"
        rf"|(?P<b>{foreign})|(?:(?<![\u4e00-\u9fff])|(?<=[由与和及同经]))(?P<c>{han})(?=(?:{_titles()}))|(?<![A-Za-z])(?P<d>{latin})(?=(?:{_titles()}))"
    )


_BYLINE = re.compile(
    rf"(?:作者|记者|编辑|撰稿|通讯员|供稿|审核|责编|摄影|撰文)[：:\s/]\s*(?P<names>[{_SURNAME}][\u4e00-\u9fff]{{1,2}}(?:[、\s]+[{_SURNAME}][\u4e00-\u9fff]{{1,2}})*)(?=[\s）)，。]|$)"
    rf"|[（(](?P<alone>[{_SURNAME}][\u4e00-\u9fff]{{1,2}})[）)]$"
)
_EACH = re.compile(r"[\u4e00-\u9fff]{2,3}")


def find_persons(flat: str, offset: int) -> list[Mention]:
    """Persons beside their titles, foreign names by their middle dot, who wrote a text."""
    found: list[Mention] = []

    def add(low: int, high: int, rule: str, sure: float) -> None:
        if not _NOT_NAMES.search(flat[low:high]) and not any(
            m.start < offset + high and offset + low < m.end for m in found
        ):
            found.append(
                Mention(Thing("Person", flat[low:high]), offset + low, offset + high, rule, sure)
            )

    for match in _BYLINE.finditer(flat):
        group = "names" if match["names"] else "alone"
        for each in _EACH.finditer(match[group]):
            low = match.start(group) + each.start()
            add(low, low + len(each[0]), "byline", 0.84)
    for match in _person().finditer(flat):
        key = next(k for k in "abcd" if match[k])
        name = match[key]
        if key == "b" and re.match(
            r"[^，。、]{0,6}(?:大学|学院|公司|中心|基金会|研究所|大街|号)", flat[match.end() :]
        ):
            continue
        if name in places():
            continue
        add(match.start(key), match.end(key), "title", 0.86)
    return found
