"""Letters: what a name is made of once script, accents, case and habits of spelling are gone.

Nothing here knows words; see ``words``. Folding is the same for both sides of a comparison, so
it may be coarse (``ue`` and ``ü`` become ``u``): what must not be confused is told apart by the
rules that compare words.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_GREEK_PAIRS = {
    "ου": "ou", "αι": "e", "ει": "i", "οι": "i", "υι": "i", "αυ": "av", "ευ": "ev",
    "γγ": "ng", "γκ": "gk", "μπ": "b", "ντ": "nt", "τσ": "ts", "τζ": "tz",
}  # fmt: skip
_GREEK = dict(zip("αβγδεζηθικλμνξοπρστυφχψως", [
    "a", "v", "g", "d", "e", "z", "i", "th", "i", "k", "l", "m", "n", "x", "o", "p", "r", "s",
    "t", "i", "f", "ch", "ps", "o", "s",
], strict=True))  # fmt: skip
_CYRILLIC = dict(zip("абвгдежзийклмнопрстуфхцчшщъыьэюяіїєґђјљњћџ", [
    "a", "b", "v", "g", "d", "e", "zh", "z", "i", "y", "k", "l", "m", "n", "o", "p", "r", "s", "t",
    "u", "f", "h", "ts", "ch", "sh", "sht", "a", "y", "y", "e", "yu", "ya", "i", "yi", "ye", "g",
    "d", "j", "lj", "nj", "c", "dz",
], strict=True))  # fmt: skip
_LATIN = {
    "ø": "o", "ł": "l", "đ": "d", "ß": "ss", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d", "ı": "i",
    "ŋ": "n", "ħ": "h", "ə": "e",
}  # fmt: skip
_ELISIONS = re.compile(r"\b(?:d|l|dell|all|dall|nell|sull|quell|un|qu|n|s|t)['’`´](?=\w)")
_APOSTROPHES = re.compile(r"['’`´ʼ]")
_DOTTED = re.compile(r"\b(?:\w\.\s?){2,}")
# The characters that names of organisations use most, traditional to simplified.
_SIMPLE = str.maketrans(
    "學國灣東華醫藥業農師範術電機經貿濟財廣門臺長漢龍會聯應發動環資訊設產書館員總區縣實驗網雲無藝語鐵橋海陽陰貴陝遼寧"
    "瀋錦號島嶼雙體檢測質節能車輛遠無線數據處傳療衛護獸畜漁林礦軍衆與紀歷",
    "学国湾东华医药业农师范术电机经贸济财广门台长汉龙会联应发动环资讯设产书馆员总区县实验网云无艺语铁桥海阳阴贵陕辽宁"
    "沈锦号岛屿双体检测质节能车辆远无线数据处传疗卫护兽畜渔林矿军众与纪历",
)
_HAN = re.compile(r"[㐀-鿿豈-﫿]+")


@lru_cache(maxsize=200_000)
def letters(text: str) -> str:
    """Lower-case ASCII words with single spaces; Chinese characters stay, one word a run."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    plain = _ELISIONS.sub(lambda found: found.group()[:-1] + " ", plain)
    plain = _APOSTROPHES.sub("", plain)
    # S.p.A., e.V., v. v. i.: one word, or each letter would be one.
    plain = _DOTTED.sub(lambda found: re.sub(r"[.\s]", "", found.group()) + " ", plain)
    if not plain.isascii():
        plain = _romanised(plain)
    return " ".join(re.findall(r"[a-z0-9]+|[㐀-鿿豈-﫿]+", plain.replace("&", " and ")))


def _romanised(text: str) -> str:
    text = unicodedata.normalize("NFD", text.translate(_SIMPLE))
    text = "".join(one for one in text if not unicodedata.combining(one))
    for pair, latin in _GREEK_PAIRS.items():
        text = text.replace(pair, latin)
    return "".join(_GREEK.get(c) or _CYRILLIC.get(c) or _LATIN.get(c) or c for c in text)


@lru_cache(maxsize=50_000)
def pinyin(text: str) -> str:
    """Return the Chinese characters of a text in pinyin, run together; empty where it has none."""
    if not _HAN.search(text):
        return ""
    from pypinyin import lazy_pinyin

    return "".join(syllable for run in _HAN.findall(text) for syllable in lazy_pinyin(run))


_FOLDS = (
    (re.compile("ae|aa"), "a"),
    (re.compile("oe"), "o"),
    (re.compile("ue"), "u"),
    (re.compile("ph"), "f"),
)
_PINYIN = ("CN", "HK", "MO", "TW")
_GREEK_FOLDS = (
    (re.compile("ei|oi|y"), "i"),
    (re.compile("ai"), "e"),
    (re.compile("ou|oy"), "ou"),
    (re.compile("ch|kh"), "h"),
    (re.compile("ks"), "x"),
    (re.compile(r"(\w)\1"), r"\1"),
)


@lru_cache(maxsize=200_000)
def folded(word: str, country: str = "") -> str:
    """Return a word of ``letters`` without what spelling alone decides: ue or ü, aa or å, ph or f.

    Greek names are romanised in several ways; for Greece and Cyprus vowels that sound alike are
    one.
    """
    # CAAS is not CAS; Shaanxi and Shanxi are two provinces; pinyin has ue and ao of its own.
    if len(word) < 5 or word.startswith("shaan") or country in _PINYIN:
        return word
    for pattern, letter in _FOLDS:
        word = pattern.sub(letter, word)
    if country in ("GR", "CY"):
        for pattern, letter in _GREEK_FOLDS:
            word = pattern.sub(letter, word)
    return word
