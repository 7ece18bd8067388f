"""What a test can hold of the language of the site: names, terms, signs, numbers.

The terms are those of the glossary in docs/language.md; what is forbidden here was once written
and said something else than the sources, or took a position.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict

import pytest
from rdflib import SKOS, Graph, Literal

from eucn import main
from graph.network.telling.wording import phrases
from graph.paths import ONTOLOGY
from graph.questions import keywords, questions
from server.linked.dcat import TITLES
from tests.language.texts import Text, messages, texts

HAN = r"[\u4e00-\u9fff]"

NAMES = {
    "en": "EU-China cooperation graph",
    "de": "Wissensgraph zur EU-China-Zusammenarbeit",
    "zh": "中欧合作知识图谱",
}
OTHER_NAMES = re.compile(
    r"EU–China|EU–Chinese|Europe-China (?:cooperation )?graph|Graph der (?:EU|europäisch)"
    r"|Graph der Zusammenarbeit|中欧合作图谱|欧中合作|欧盟—中国合作"
)
"""Names that the graph had beside its own, and the dash that names of the parties do not have."""

FORBIDDEN = {
    "en": (
        r"EU-Chinese",
        r"\bEU organisations?\b",
        r"\bEU actors?\b",
        r"\btarget countr(?:y|ies)\b",
        r"\btargets? China\b",
        r"\baimed at China\b",
        r"\bties? (?:that )?lapsed\b",
        r"\bcountries (?:are|is) absent\b",
        r"\bshuffled\b",
        r"\bconventions between\b",
    ),
    "de": (
        r"\bKonvention\b",
        r"Verlässlichkeit",
        r"Kennzahl",
        r"\b[Gg]ewonnen\b",
        r"Torwächter",
        r"gemischte[nms]? Netz",
        r"Vertragshandlung",
        r"Politikvorhaben",
        r"[Ee]rloschen",
        r"Geschäftsreise",
        r"\bPartei(?:en)?\b",
        r"Akteure?n? (?:der EU|Chinas)\b",
        r"Datensätz",
        r"\bKurator(?:en|in)?\b",
        r"\b(?:Ihre?[mnrs]?|Ihnen)\b",
        r"(?:Wählen|Klicken|Geben|Nehmen|Sehen|Wenden|Können|Möchten) Sie\b",
    ),
    "zh": (
        r"当事方",
        r"公约",
        r"中介者",
        r"可信度",
        r"证据",
        r"矛盾",
        r"欧盟方|中国方",
        r"集群合作伙伴关系",
        r"目标国家",
        r"缺席",
        r"峰会",
        r"承办方",
        r"编审",
        r"构建版本",
    ),
}
"""Terms that are another concept's, or a judgement (docs/language.md has the ones to use)."""

SAME = frozenset({"EuroSciVoc"})
"""Texts that are written alike in Chinese and English."""


def told(found: list[Text]) -> str:
    return "\n".join(f"{one.language} {one.place}: {one.text[:120]}" for one in found)


def test_the_graph_has_one_name() -> None:
    assert TITLES == NAMES
    wrong = [one for one in texts() if OTHER_NAMES.search(one.text)]
    assert not wrong, told(wrong)


@pytest.mark.parametrize("language", FORBIDDEN)
def test_terms_of_another_concept_and_judgements(language: str) -> None:
    pattern = re.compile("|".join(FORBIDDEN[language]))
    wrong = [one for one in texts() if one.language == language and pattern.search(one.text)]
    assert not wrong, told(wrong)


def test_chinese_has_full_width_signs() -> None:
    half = re.compile(rf"{HAN}\s*[,;:!?]|{HAN}\s*\((?!n[-−]|p_)|[,;:]\s?{HAN}|\){HAN}")
    wrong = [one for one in texts() if one.language == "zh" and half.search(one.text)]
    assert not wrong, told(wrong)


def test_chinese_has_no_typed_spaces() -> None:
    spaced = re.compile(rf"(?:{HAN}|[，。：；、（）“”《》]) (?!\|)\S|[A-Za-z0-9%}}] {HAN}")
    wrong = [
        one
        for one in texts()
        if one.language == "zh"
        and spaced.search(re.sub(r"^(?:#+|[-*]|\d+\.|\|) |\|", "", one.text))
    ]
    assert not wrong, told(wrong)


def test_chinese_texts_are_chinese() -> None:
    wrong = [
        one
        for one in texts()
        if one.language == "zh"
        and re.search(r"[a-z]{3}", re.sub(r"%\(\w+\)s|\{\w+\}|`[^`]*`", "", one.text))
        and not re.search(HAN, one.text)
        and one.text not in SAME
        and not one.place.startswith("docs/")
    ]
    assert not wrong, told(wrong)


def test_german_messages_are_german() -> None:
    """Sentences (four words and more) are never left as they are in English."""
    english = {one.text for one in texts() if one.language == "en"}
    wrong = [
        one
        for one in texts()
        if one.language == "de"
        and len(one.text.split()) > 3
        and one.text in english
        and not re.search(r"\(\d{4}\)\. ", one.text)  # a reference
    ]
    assert not wrong, told(wrong)


def test_german_shares_are_written_with_a_space_that_does_not_break() -> None:
    wrong = [one for one in texts() if one.language == "de" and re.search(r"\d[ ]?%", one.text)]
    assert not wrong, told(wrong)


def test_numbers_have_their_plural() -> None:
    """A phrase with a count has a form for one, where the language has it."""
    never_one = {"gap.missing-tie", "broker.none", "broker.member", "gap.islands-of-topic"}
    for language in ("en", "de"):
        known = phrases(language)
        for key, text in known.items():
            if "{n}" in text and "{all}" not in text:  # "of so many" fits one as well
                stem, _, form = key.rpartition(".")
                assert form == "many" or key in never_one, (language, key)
                assert key in never_one or f"{stem}.one" in known or stem == "list.more", key


def test_messages_with_a_count_are_plural_or_fit_any_number() -> None:
    many = {"%(shown)s rows", "%(count)s characters", "%(count)s statements (triples)"}
    single = [
        one
        for one in messages()
        if one.language == "en"
        and re.search(r"%\((?:num|count|shown)\)s (?:\w+ )?\w+s\b(?! of)", one.text)
    ]
    plural = {one.text for one in single if "%(num)s" in one.text or "%(shown)s" in one.text}
    forms = Counter(one.place for one in messages() if one.language == "en")
    plural |= {one.text for one in single if forms[one.place] > 1}
    wrong = [one for one in single if one.text not in plural | many and "more" not in one.text]
    assert not [one for one in wrong if not one.text.startswith(("All ", "This view"))], told(wrong)


def test_translations_fill_in_the_same() -> None:
    names = re.compile(r"%\((\w+)\)s|\{(\w+)\}")
    by_place: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for one in messages():
        by_place[one.place][one.language].append(one.text)
    for place, found in by_place.items():
        sets = [
            {m.group() for text in said for m in names.finditer(text)} for said in found.values()
        ]
        assert all(one == sets[0] for one in sets), (place, sets)


def test_concepts_of_a_vocabulary_do_not_share_a_label() -> None:
    for path in sorted((ONTOLOGY / "vocabularies").glob("*.ttl")):
        graph = Graph().parse(path, format="turtle")
        seen: dict[tuple[str, str], str] = {}
        for concept in graph.subjects(SKOS.inScheme, None):
            for label in graph.objects(concept, SKOS.prefLabel):
                assert isinstance(label, Literal)
                key = (str(label.language), str(label))
                assert seen.setdefault(key, str(concept)) == str(concept), (path.name, key)


def test_keywords_of_queries_are_translated() -> None:
    used = {word for question in questions() for word in question.keywords}
    for language in ("de", "zh"):
        assert used == set(keywords(language))


def test_the_list_of_commands_cuts_no_sentence() -> None:
    for name, command in main.commands.items():
        first = (command.help or "").split("\n\n")[0].replace("\n", " ").strip()
        assert first.endswith("."), name
        assert len(first) <= 60, f"eucn {name}: {first}"
