"""What is wrong with the values of a filter, in the language of the page."""

from __future__ import annotations

from graph.network.model.filters import Fault, FilterError
from graph.network.telling.wording import phrases


def said(error: FilterError, language: str) -> list[str]:
    """Return one sentence for each value that cannot be."""
    return [_sentence(fault, language) for fault in error.faults]


def _sentence(fault: Fault, language: str) -> str:
    words = phrases(language)
    comma = "、" if language == "zh" else ", "
    filled = {
        name: value if isinstance(value, str) else comma.join(value)
        for name, value in fault.values.items()
    }
    sentence = words[fault.key].format(**filled)
    return sentence + words["filter.like"].format(**filled) if filled.get("like") else sentence
