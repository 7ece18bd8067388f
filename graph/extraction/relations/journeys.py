"""Where a journey went, told stage by stage: "Étape suivante : Shanghai", "Zum Abschluss ging es nach Wuhan"."""

from __future__ import annotations

import re

from graph.extraction.model import Mention
from graph.extraction.relations.subjects import Subjects, is_journey
from graph.extraction.sentence import Sentence

_STAGE = re.compile(
    r"(?i)(?<!\w)(?:(?:tappa|étape|etapa|station|escale|escala|halt|stop|sosta)(?:\s(?:suivante|seguente|successiva|siguiente|war|was|est|era|è|es|fue|in|a|à|en))*\s?[:,]?|"
    r"(?:ging|geht|führte)\s(?:es|sie|die\s\w+)\s(?:dann\s|weiter\s|schließlich\s|anschließend\s)?nach|den\sAnfang\smachte|alla\svolta\sdi|"
    r"(?:si\sè|si\ssono|s[’']est|se\ssont|se\sha|se\shan)\s(?:poi\s|ensuite\s|después\s)?(?:spostat[aoi]|trasferit[aoi]|rendue?s?|déplacée?s?|desplazado|trasladado)\s(?:poi\s|ensuite\s|después\s)?(?:a|à|en))\s$"
)
_FIRST = re.compile(r"(?:In|À|A|En|Nach)\s")
_LISTED = re.compile(
    r"(?:,|\s(?:and|und|sowie|et|e|ed|y))\s(?:in\s|à\s|a\s|en\s|nach\s)?|,\s(?:nel|nella|nello)\s"
)


class Journeys(Subjects):
    """The rule of stages, where a text tells of one journey and of no other event."""

    def _stages(self, s: Sentence) -> None:
        journey = self.focus.by_class.get("Event")
        if journey is None or not is_journey(journey.name) or self.focus.far(journey, s.start):
            return
        spots: list[Mention] = []
        for spot in s.of("Place"):
            first = spot.start - s.start < 8 and _FIRST.fullmatch(s.text(s.start, spot.start))
            told = _STAGE.search(s.text(s.start, spot.start))
            if (told or (first and not s.of("Project", "Agreement"))) or (
                spots and _LISTED.fullmatch(s.text(spots[-1].end, spot.start))
            ):
                spots.append(spot)
        for spot in spots:
            self._add(
                s, journey, "locatedIn", spot.thing, spot.start, spot.end, 0.76, "stage-of-journey",
                plans=True, at=spot.start,
            )  # fmt: skip
