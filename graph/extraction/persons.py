"""Persons whom no title announces: by a usual first name, or by a name in Pinyin."""

from __future__ import annotations

import functools
import re
from importlib.resources import files

from graph.extraction.lexicon import countries, months, places
from graph.extraction.model import Mention, Thing
from graph.extraction.tokens import UPPER

_SURNAMES = (
    "Ai An Bai Ban Bao Bi Bian Cai Cao Cen Chai Chang Chao Chen Cheng Chu Cui Dai Deng Ding Dong Dou Du Duan Fan Fang "
    "Fei Feng Fu Gan Gao Ge Geng Gong Gou Gu Guan Gui Guo Han Hao He Hong Hou Hu Hua Huang Huo Ji Jia Jian Jiang Jiao "
    "Jin Jing Ju Kang Ke Kong Kuang Lai Lan Lang Lei Leng Li Lian Liang Liao Lin Ling Liu Long Lou Lu Lü Luo Ma Mao Mei "
    "Meng Mi Miao Min Mo Mu Ni Nie Ning Niu Ou Ouyang Pan Pang Pei Peng Pi Ping Pu Qi Qian Qiao Qin Qiu Qu Quan Ran Rao "
    "Ren Rong Ruan Shang Shao Shen Sheng Shi Shu Si Situ Song Su Sui Sun Tan Tang Tao Tian Tong Tu Wan Wang Wei Wen Weng "
    "Wu Xi Xia Xian Xiang Xiao Xie Xin Xing Xiong Xu Xue Yan Yang Yao Ye Yi Yin Ying You Yu Yuan Yue Yun Zeng Zha Zhai "
    "Zhan Zhang Zhao Zheng Zhong Zhou Zhu Zhuang Zhuo Zong Zou Zuo"
)
_FINAL = "iang|uang|iong|ang|eng|ing|ong|ian|iao|uai|uan|an|en|in|un|ai|ei|ao|ou|ia|ie|iu|ua|ui|uo|üe|ue|er|a|e|i|o|u|ü"
_INITIAL = "zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw]"
SYLLABLE = rf"(?:(?:{_INITIAL})?(?:{_FINAL}))"
_CHINESE = re.compile(
    rf"(?<![\w-])(?P<name>(?:{_SURNAMES.replace(' ', '|')})\s(?=[A-Z][a-zü])(?i:{SYLLABLE}(?:-?{SYLLABLE})?))(?![\w-])"
)
_CAPITALS = re.compile(
    rf"(?<![\w-])(?:(?P<name>(?:{_SURNAMES.upper().replace(' ', '|')})\s(?=[A-Z][a-zü])(?i:{SYLLABLE}(?:-?{SYLLABLE})?)(?![\w-]))"
    rf"|(?P<last>(?=[A-Z][a-zü])(?i:{SYLLABLE}(?:-?{SYLLABLE})?)\s(?:{_SURNAMES.upper().replace(' ', '|')})(?![\w-])))"
)
"""A surname in capitals: "WANG Xiaoming", "Xiaoming WANG"."""
_BYLINE = re.compile(
    rf"^(?:Submitted|Written|Posted|Published|Photos?|Text|Story|Author|Editor)(?::|\sby:?)\s(?P<name>[{UPPER}][a-zà-ÿ’'-]+(?:\s[{UPPER}][a-zà-ÿ’'-]+){{1,3}})(?=\s(?:on|am|le|el|il)\s|\s*[,|]|$)"
)
_PARTICLES = (
    r"(?:von|van|de|del|della|di|da|dos|du|la|le|den|der|ter|ten|zu|af|De|Van|Di|Del|Le|La)"
)
_SURNAME = rf"[{UPPER}][\wà-ÿ’'-]+"
_BEHIND = re.compile(
    r"\s+(?:University|Institute|College|School|Academy|Foundation|Stiftung|Institut|Group|GmbH|AG|Ltd|Company|Prize|Award|"
    r"Centre|Center|Cluster|Lake|River|Road|Street|District|Province|County|Park|Port|Universität|Fellowship|Actions?|Grant|"
    r"Programme|Forum|Association|Alliance|Bureau|Company|Co\b)"
)
_LIMIT = frozenset(
    "University Institute Commission Union Project Programme Council Committee China Europe European Chinese Forum Cluster Agency Academy "
    "Foundation Ministry School College Group Center Centre Prize Award Actions Curie Skłodowska-Curie Sklodowska-Curie Monnet Planck".split()
)


@functools.cache
def given_names() -> frozenset[str]:
    """Return the first names of ``words/given_names.txt``."""
    text = files("graph.extraction").joinpath("words", "given_names.txt").read_text("utf-8")
    return frozenset(
        name
        for line in text.splitlines()
        if not line.startswith("#")
        for name in line.split()
        if name not in places()
    )


@functools.cache
def _european() -> re.Pattern[str]:
    given = "|".join(sorted(map(re.escape, given_names()), key=len, reverse=True))
    return re.compile(
        rf"(?<![\w’'-])(?P<name>(?:{given})(?:-[{UPPER}][a-zà-ÿ]+)?(?:\s+(?:{given}|[{UPPER}]\.))?"
        rf"(?:\s+{_PARTICLES}){{0,2}}\s+{_SURNAME}(?:\s+(?:y\s+)?{_SURNAME})?)(?![\w])"
    )


def find_untitled(flat: str, offset: int) -> list[Mention]:
    """Return the persons whom their names alone give away."""
    found: list[Mention] = []
    if byline := _BYLINE.match(flat):
        found.append(
            Mention(
                Thing("Person", byline["name"]),
                offset + byline.start("name"),
                offset + byline.end("name"),
                "byline",
                0.84,
            )
        )
    for match in _CAPITALS.finditer(flat):
        found.append(
            Mention(
                Thing("Person", match[0]),
                offset + match.start(),
                offset + match.end(),
                "name-in-pinyin",
                0.84,
            )
        )
    for rule, pattern in (("name-in-pinyin", _CHINESE), ("given-name", _european())):
        for match in pattern.finditer(flat):
            words = match["name"].split()
            if rule == "given-name" and len(words) > 2 and not _surname(words[-1]):
                words.pop()
            name = " ".join(words)
            end = match.start() + len(match["name"]) - (len(match["name"]) - len(name))
            if (
                re.sub(r"\s+", " ", flat[match.start() : end]) != name
                or len(words) < 2
                or (rule == "given-name" and not _surname(words[-1]))
                or (words[0] == "Per" and words[1] in ("la", "le", "il", "lo"))
                or name in places()
                or _BEHIND.match(flat, end)
            ):
                continue
            start = offset + match.start()
            if not any(m.start < offset + end and start < m.end for m in found):
                found.append(Mention(Thing("Person", name), start, offset + end, rule, 0.84))
    return found


def pinyin_first(name: str) -> bool:
    """Return whether a name begins with its surname, as Chinese names do."""
    return _CHINESE.fullmatch(name) is not None


def _surname(word: str) -> bool:
    return (
        word not in _LIMIT
        and word not in places()
        and word not in countries()
        and word.lower() not in months()
        and not word.isupper()
    )
