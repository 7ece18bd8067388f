"""What is chosen, in words: for the sentences that hold only among what is chosen."""

from __future__ import annotations

from collections.abc import Callable

from graph.iris import ID
from graph.network.model.filters import Filter, long

Say = Callable[..., str]
Name = Callable[[str], str]


def chosen_in_words(chosen: Filter, say: Say, name: Name, kind: Name) -> list[str]:
    """Return what a filter chooses, one entry for each value; how is counted is none."""
    found = []
    one_year = chosen.year_from is not None and chosen.year_from == chosen.year_to
    for field, value in chosen.arguments():
        match field:
            case "topic" | "document" | "province":
                found.append(name(long(field, value)))
            case "country":
                found.append(name(f"{ID}country/{value}"))
            case "side":
                found.append(say(f"side.{value}"))
            case "tie":
                found.append(say(f"kind.{value}"))
            case "kind":
                found.append(kind(value))
            case "from" | "to" if one_year:
                if field == "from":
                    found.append(say("chosen.at", None, year=value))
            case "from" | "to":
                found.append(say(f"chosen.{field}", None, year=value))
            case "focus":
                found.append(say("chosen.focus", None, name=name(long(field, value))))
            case "undated":
                found.append(say("chosen.undated"))
            case "confidence":
                found.append(say("chosen.confidence", None, least=value))
    return found


def scope_of(chosen: Filter, say: Say, name: Name, kind: Name) -> tuple[str, str]:
    """Return what begins a sentence that holds only among what is chosen, and a shorter form for a
    second such sentence beside it; both empty where nothing is chosen.
    """
    if not chosen.selects:
        return "", ""
    if len(chosen.topic) == 1 and chosen == Filter(
        topic=chosen.topic,
        actors=chosen.actors,
        parts=chosen.parts,
        states=chosen.states,
        weighting=chosen.weighting,
    ):
        said = say("scope.topic", None, topic=name(min(chosen.topic)))
        return said, said
    what = say("scope.and").join(chosen_in_words(chosen, say, name, kind))
    return say("scope.chosen", None, what=what), say("scope.again")
