"""Of what a Chinese sentence speaks, the lists of organisations in it, and how a statement is made."""

from __future__ import annotations

import re

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


class ChineseSubjects:
    """What the rules of Chinese share; ``focus`` goes along."""

    def __init__(self, focus: Focus) -> None:
        self.focus = focus
        self.made: list[Candidate] = []
        self.bodies: dict[str, Thing] = {}
        """For whom a person was said to speak: "甲大学校长李明"."""
        self.pair: list[Thing] = []
        """The two organisations of the last sentence that named just two."""

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
                r"[”\"]?[、，,；;\s]*(?:以及|和|与|及|还有|：|:|了|有|为|是|了|智库|媒体|组织|协会|德国|法国|中国|荷兰|意大利|西班牙|瑞典|丹麦|奥地利|比利时|的|公司|企业|机构|欧洲|欧方|中方|来自)*[、\s]*[“\"]?",
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
            limit = (
                r"[”\"]?[、，\s]*(?:以及|和|与|及|同)*[“\"]?"
                if found
                else r"[^，。；]{0,14}|[^。；]{0,2}"
            )
            if not re.fullmatch(limit, between):
                break
            found.append(m)
            at = m.start
        return found[::-1]

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
