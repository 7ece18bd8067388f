"""Who holds an event."""

from __future__ import annotations

import re

from graph.extraction.lexicon import cue
from graph.extraction.namelist import (
    name_list,
    names_before,
)
from graph.extraction.relations.subjects import (
    Subjects,
    distinct,
)
from graph.extraction.sentence import (
    ORGANISATIONS,
    Sentence,
)

_LED = re.compile(
    r"(?i)\b(?:led|coordinat\w+|promot\w+|initiat\w+|prepared|run|set up|conduit\w*|port\w+|mont\w+|initi\w+|pilot\w+|emmen\w+|"
    r"men\w+|guidat\w|curat\w|volut\w|impulsad\w|liderad\w|encabezad\w|coordinad\w|auspiciad\w|initiiert)\b"
)


class Organising(Subjects):
    """The rules about organisers."""

    def _organisers(self, s: Sentence) -> None:
        classes = ("Event", "DialogueSession")
        for match in cue("organiser").finditer(s.flat):
            position = s.start + match.start()
            if _LED.search(match[0]):
                # Projects are led and coordinated as well: the event has to be the nearer one.
                before = [m for m in s.of(*classes, "Project") if m.start < position]
                if before and before[-1].cls == "Project":
                    continue
                if not before and (s.of("Project") or not self._pronoun(s, position, classes)):
                    continue
            found = self._subject(s, position, *classes)
            if not found:
                continue
            names = name_list(s, s.start + match.end(), partnerships=True)
            more = [
                o
                for c in cue("collaboration").finditer(s.flat, match.end())
                for o in name_list(s, s.start + c.end())
            ]
            for org in distinct([*names, *more]):
                self._add(
                    s,
                    found[0],
                    "organiser",
                    org.thing,
                    min(found[1], position)
                    if org.end - min(found[1], position) < 290
                    else position,
                    org.end,
                    0.92 * found[2] * org.confidence**0.3,
                    "organised-by",
                    at=position,
                )
        if not self.made or self.made[-1].property != "organiser":
            for match in cue("collaboration").finditer(s.flat):
                found = self._subject(s, s.start + match.start(), *classes)
                if (
                    found
                    and found[2] > 0.9
                    and re.search(
                        r"(?i)organi[sz]|veranstalt|hosted|ausgerichtet", s.flat[: match.start()]
                    )
                    and not names_before(s, s.start + match.start(), wide=True)
                ):
                    for org in name_list(s, s.start + match.end()):
                        self._add(
                            s,
                            found[0],
                            "organiser",
                            org.thing,
                            s.start + match.start(),
                            org.end,
                            0.84 * found[2],
                            "organised-with",
                            at=s.start + match.start(),
                        )
        for match in cue("organiser_active").finditer(s.flat):
            position = s.start + match.start()
            events = [m for m in s.of(*classes) if m.start >= s.start + match.end() - 1]
            names = names_before(s, position, wide=True, partnerships=True)
            within = [
                m
                for m in s.of(*ORGANISATIONS)
                if position <= m.start and m.end <= s.start + match.end()
            ]
            if within:  # "übernahm die Kammer die Organisation"
                names, events = within, events or s.of(*classes)
                if not events and (told := self._subject(s, position, *classes)):
                    for org in names:
                        self._add(
                            s, told[0], "organiser", org.thing, position, s.start + match.end(),
                            0.86 * told[2], "organises", at=position,
                        )  # fmt: skip
                    continue
            if (
                s.language == "de" and not names
            ):  # verb before subject: "veranstaltete die Kammer eine Reise"
                names = name_list(s, s.start + match.end())
                events = events or s.of(*classes)
            if not names or not events:
                continue
            more = [
                o
                for c in cue("collaboration").finditer(s.flat)
                for o in name_list(s, s.start + c.end())
            ]
            event = events[0]
            low, high = min(names[0].start, position), max(event.end, position)
            for org in distinct([*names, *more]):
                self._add(
                    s,
                    event.thing,
                    "organiser",
                    org.thing,
                    min(low, org.start),
                    max(high, org.end),
                    0.87 * org.confidence**0.3,
                    "organises",
                    at=position,
                )
        self._final(s, "organiser_final", classes, "organiser", "organised-final")
