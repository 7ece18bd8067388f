"""Whether a sentence is likely to say a statement: what is not is offered only when it is typed.

A first offer that is false costs more than none. So a value that is said of one thing already is
not offered of another, a place is the seat of an organisation only where it stands right behind
it, and a date begins or ends what the word next to it says.
"""

from __future__ import annotations

import functools
import re

from graph.extraction.activity_words import ordinal_pattern
from graph.extraction.model import Thing
from graph.extraction.nations import nations
from graph.extraction.scene import Scene, cue
from graph.extraction.standing import Value

LITERALS = frozenset({"date", "sum", "count", "years", "ordinal", "number", "address"})
"""Values that a sentence says of one thing."""
_ORGANISATIONS = ("Partner", "Cluster")
_NEAR = 40
"""Characters beside two things in which the word for their relation may stand."""
_SEAT = re.compile(
    r"\s?\($|,?\s*(?:(?:which|die|der|das)\s)?(?:is\s|ist\s|sits\s|has its (?:seat|headquarters)\s|hat (?:seinen|ihren) Sitz\s)?"
    r"(?:(?:based|located|headquartered|seated|mit (?:dem )?Sitz|ansässig)\s)?(?:in|aus|from|at|zu|à|a|en)\s(?:the\s(?:city|town|port)\sof\s|der Stadt\s)?$"
)
_SEATED = re.compile(r"\($|based|located|headquarter|seat|Sitz|ansässig|\baus\b|\bfrom\b")
_IN = re.compile(r"(?i)(?<!\w)(?:in|at|near|nach|bei|zu|à|a|en)\s(?:the\s|der\s)?$")
_COUNTRY = re.compile(
    r"\s?[(（,]?\s?(?:in|from|of|aus|en|au|in der|in den)?\s?(?:the\s|den\s|der\s)?(?:[A-ZÄÖÜ][\w’'-]+,\s)?$"
)
_PEOPLE = re.compile(
    r"(?i)(?:[\w-]+\s){0,2}(?:guests?|visitors?|people|persons?|participants?|engineers?|experts?|delegates?|students?|researchers?|scientists?|representatives?|specialists?|professionals?|attendees|farmers|doctors|teachers|entrepreneurs|"
    r"gäste|fachleute|besuch\w+|personen|teilnehm\w+|menschen|studierende|forschende|experten|expertinnen|vertreter\w*|unternehmer\w*)|\s?[余多]?(?:名|人|位)"
)
_ATTENDED = re.compile(r"(?i)(?:attended by|drew|attracted|welcomed|counted|zählte|kamen|besuchten)\s(?:[\w-]+\s){0,3}$")  # fmt: skip
_UNTIL = re.compile(r"(?i)until|till|\bends?\b|ended|ending|finish|conclud|\bbis\b|\bEnde\b|endet|abgeschlossen|结束|至")  # fmt: skip
_SINCE = re.compile(r"(?i)start|beg[aiu]n|since|launch|seit\b|\bab\b|Beginn|启动|开始|自")
_IN_FORCE = re.compile(r"(?i)valid|in(?:to)? force|expire|gilt|gültig|in Kraft|renew|verläng")
_VALID = re.compile(r"(?i)\bvalid\b|\bgilt\b|\bgültig\b|有效期")
_BRACKET = re.compile(r"(?i)\W*(?:project|programme|projekt|vorhaben|initiative)?\W*")
_HELD = re.compile(
    r"(?i)took place|takes place|\bheld\b|\bmet\b|\bfand\b|statt|tagte|traf|kamen|举行|召开"
)
_CARRIED = frozenset({"partner", "organiser", "host", "locatedIn", "fundedBy", "fundedUnder", "coordinator", "visited"})  # fmt: skip
"""Relations of what was spoken of before, which the sentence need not name."""
_OUT_OF = re.compile(r"(?i)(?<!\w)(?:aus|out of|from)\s(?:[^\W\d_]+\s)?$")
_PAYS = re.compile(
    r"(?i)^(?:European|Europäische\w*) (?:Union|Commission|Kommission)$|ministry|ministerium|^欧盟|部$"
)
_JOINT = re.compile(r"(?i)organi[sz]|host|sign|invited|veranstalt|unterzeich|eingeladen|lud\b")


@functools.cache
def _another() -> re.Pattern[str]:
    later = (
        r"(?i:\b(?:next|following|nächste\w?|kommende\w?|folgende\w?|prochaine|prossima|próxima))"
    )
    session = r"(?i:sessions?|meeting|round|Sitzung|Tagung|Runde|Treffen|sessione|sesión|réunion|riunione|reunión)"
    return re.compile(rf"(?:{later}|{ordinal_pattern()})\s{session}\b|下一?[次届轮]")


class Plausible:
    """Judges the statements of one place that nobody has typed or marked."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.free = bool(scene.typed or scene.place.marked)

    def literal(self, thing: Thing, key: str, value: Value) -> bool:
        """Return whether a date, a number or an address may be said of a thing."""
        if self.free:
            return True
        if value.kind in LITERALS and self.scene.taken(value):
            return False
        flat = self.scene.flat
        before = flat[max(self.scene.place.start, value.start - 45) : value.start]
        if value.kind == "date":
            return self._date(thing, key, value, before)
        if value.kind == "count" and key in ("attendance", "figure"):
            behind = flat[value.end : value.end + 40].lstrip()
            return bool(_PEOPLE.match(behind) or _ATTENDED.search(before))
        if key == "durationYears" and thing.cls == "Project":
            return not _VALID.search(self.scene.sentence)
        if key == "durationYears" and thing.cls in ("Programme", "Initiative"):
            return self.scene.first == thing
        return True

    def _date(self, thing: Thing, key: str, value: Value, before: str) -> bool:
        if self.scene.dateline(value):
            return False
        if thing.cls in ("Event", "DialogueSession"):
            if any((thing, k) in self.scene.about for k in ("date", "startDate")):
                return False
            named = self.scene.named(thing) or _HELD.search(self.scene.sentence)
            return bool(named) and (key == "startDate" if value.more else key == "date")
        signed = cue("signatory")
        if thing.cls == "Agreement" and not _IN_FORCE.search(self.scene.sentence):
            return key == "date" and bool(signed and signed.search(self.scene.sentence))
        if value.more:
            return key == "startDate" and self.scene.first == thing
        ends = [m.end() for m in _UNTIL.finditer(before)]
        begins = [m.end() for m in _SINCE.finditer(before)]
        last = max([*ends, *begins], default=0)
        return bool(last) and (last in ends if key == "endDate" else key == "startDate" and last in begins)  # fmt: skip

    def relation(self, thing: Thing, key: str, value: Value, other: Thing) -> bool:
        """Return whether the sentence may say how two things hang together."""
        if self.free:
            return True
        if key == "locatedIn":
            if thing.cls == "DialogueSession" and self._of_another(thing):
                return False
            return not self.scene.placed(value) and self._located(thing, value, other)
        if key == "country":
            return self.beside_country(thing, value)
        if self.scene.tied(thing, other) or (key not in _CARRIED and not self.scene.named(thing)):
            return False
        if key in ("partner", "cooperation", "organiser") and other.cls in _ORGANISATIONS:
            if self.scene.affiliated(value):
                return False
            if key == "cooperation":
                return not self._joint() and self._first(thing, value)
            return key != "partner" or self._takes_part(value, other)
        if key == "coordinator":
            words, flat = cue("coordinator"), self.scene.flat
            near = flat[max(self.scene.place.start, value.start - 30) : value.start]
            near += "|" + flat[value.end : min(self.scene.place.end, value.end + 15)]
            return words is not None and words.search(near) is not None
        if key == "partOfProject":
            return thing.cls == "Event"
        if key == "resultOf":
            spot = self.scene.stands[thing]
            start = min(spot.start, value.start)
            turned = _OUT_OF.search(
                self.scene.flat[max(self.scene.place.start, start - 25) : start]
            )
            return (spot.start > value.start) == bool(turned)
        if key == "fundedBy" and thing.cls == "Programme":
            return False
        if key == "subOrganizationOf" and not self._first(thing, value):
            return False
        if key in ("subOrganizationOf", "officeIn", "targetCountry", "member", "establishes", "establishedBy", "fundedBy", "visited", "host"):  # fmt: skip
            one = self.scene.stands.get(thing)
            if one is None and thing not in self.scene.carried:
                return False
            return self._spoken(key, one or value, value) and not self.scene.tied(thing, other)
        return True

    def _of_another(self, session: Thing) -> bool:
        """Return whether a sentence speaks of another session: "the next session", "the seventh"."""
        sentence = self.scene.sentence
        return session.name not in sentence and _another().search(sentence) is not None

    def _joint(self) -> bool:
        """Return whether two act together in something that has a word of its own."""
        agreed = any(thing.cls == "Agreement" for thing in self.scene.stands)
        return agreed or _JOINT.search(self.scene.sentence) is not None

    def _takes_part(self, value: Value, other: Thing) -> bool:
        """Return whether an organisation may be a partner: one of several, or named beside the word."""
        if _PAYS.search(other.name):
            return False
        several = [v for v in self.scene.values if v.kind == "name" or (v.thing and v.thing.cls in _ORGANISATIONS)]  # fmt: skip
        return len(several) > 2 or self._spoken("partner", value, value)

    def _first(self, thing: Thing, value: Value) -> bool:
        """Return whether a thing stands before a value: of two, one is told."""
        spot = self.scene.stands.get(thing)
        return spot is not None and spot.end <= value.start

    def _spoken(self, key: str, one: Value, other: Value) -> bool:
        """Return whether the word for a relation stands by its two ends."""
        words = cue(key)
        low = max(self.scene.place.start, min(one.start, other.start) - _NEAR)
        high = min(self.scene.place.end, max(one.end, other.end) + _NEAR)
        return words is None or words.search(self.scene.flat, low, high) is not None

    def between(self, thing: Thing, value: Value) -> str | None:
        """Return what stands between a thing and a value behind it; None where it is not before."""
        spots = [v for v in self.scene.values if v.thing == thing and v.end <= value.start]
        return self.scene.flat[spots[-1].end : value.start] if spots else None

    def _located(self, thing: Thing, value: Value, other: Thing) -> bool:
        if other.cls == "Country":
            return False
        if thing.cls in _ORGANISATIONS:
            gap = self.between(thing, value)
            if gap is None or not self.seat(thing, value):
                return False
            happens = any(
                t.cls in ("Event", "DialogueSession", "Agreement") for t in self.scene.stands
            )
            return not happens or _SEATED.search(gap) is not None
        return self.at(value) and (
            self.scene.named(thing) or _HELD.search(self.scene.sentence) is not None
        )

    def beside_country(self, thing: Thing, value: Value) -> bool:
        """Return whether a country stands right behind an organisation, or its adjective before."""
        gap = self.between(thing, value)
        return gap is not None and _COUNTRY.match(gap) is not None

    def placed(self, thing: Thing, value: Value) -> bool:
        """Return whether a place is the seat of an organisation, and not where something was."""
        return (
            value.thing is not None
            and self.seat(thing, value)
            and (self.free or self._located(thing, value, value.thing))
        )

    def seat(self, thing: Thing, value: Value) -> bool:
        """Return whether a place stands right behind an organisation, as its seat does."""
        gap = self.between(thing, value)
        return gap is not None and _SEAT.match(gap) is not None

    def beside(self, thing: Thing, value: Value) -> bool:
        """Return whether a bracket or quotation stands right behind a thing."""
        gap = self.between(thing, value)
        return gap is not None and _BRACKET.fullmatch(gap) is not None

    def at(self, value: Value) -> bool:
        """Return whether a preposition says that something is at a place."""
        low = max(self.scene.place.start, value.start - 12)
        return _IN.search(self.scene.flat[low : value.start]) is not None

    def others(self, thing: Thing) -> list[tuple[int, int]]:
        """Return where the sentence names other things: their words tell nothing of this one."""
        return [(v.start, v.end) for v in self.scene.values if v.thing and v.thing != thing]


def nation_in(name: str) -> tuple[str, str] | None:
    """Return the adjective of a country that a name holds, with the country's code.

    >>> nation_in("Estonian Institute of Tides")
    ('Estonian', 'EE')
    """
    for word in re.findall(r"[\w’'-]+", name):
        if word in nations():
            return word, nations()[word]
    return None
