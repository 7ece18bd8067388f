"""``eucn review``: the review on the terminal, with the same decisions as the page."""

from __future__ import annotations

import re
from collections.abc import Callable

from graph.extraction.model import Candidate, Thing
from graph.extraction.review import Item, Review
from graph.extraction.verify import Refused

HELP = "a accept  e accept everything in the sentence  r reject  c change  m merge with a known thing  + missed  u undo  s later  f finish  q leave"
CONTEXT = 70


def shown(review: Review, item: Item) -> str:
    """Return a candidate with the words around its place."""
    c = item.candidate
    text = review.document.text
    before = re.sub(r"\s+", " ", text[max(0, c.start - CONTEXT) : c.start])
    passage = re.sub(r"\s+", " ", text[c.start : c.end])
    after = re.sub(r"\s+", " ", text[c.end : c.end + CONTEXT])
    return f"{told(c)}\n  confidence {c.confidence:g}, {c.rule}\n  ...{before}[{passage}]{after}..."


def told(c: Candidate) -> str:
    """Return a candidate in one line."""
    if c.property is None:
        return f"{c.subject.cls}: {c.subject.name}"
    value = f"{c.object.name} ({c.object.cls})" if isinstance(c.object, Thing) else c.object
    return f"{c.subject.name} ({c.subject.cls}): {c.property} = {value}"


def run(review: Review, ask: Callable[[str], str], say: Callable[[str], None]) -> bool:
    """Go through the open candidates; whether the person wants the record written."""
    say(HELP)
    later: set[str] = set()
    while True:
        item = next(
            (i for i in review.items.values() if not i.decision and i.key not in later), None
        )
        counts = review.counts()
        if item is None:
            say(f"nothing open: {counts['accepted']} accepted, {counts['rejected']} rejected")
        else:
            say(
                f"\n[{counts['all'] - counts['open'] + 1} of {counts['all']}] {shown(review, item)}"
            )
        answer = ask("a/e/r/c/m/+/u/s/f/q").strip()
        if answer == "q":
            return False
        if answer == "f":
            return True
        try:
            if answer == "s" and item is not None:
                later.add(item.key)
            elif answer == "?":
                say(HELP)
            else:
                _act(review, item, answer, ask, say)
        except Refused as error:
            say(f"  not kept: {error}")


def _act(
    review: Review,
    item: Item | None,
    answer: str,
    ask: Callable[[str], str],
    say: Callable[[str], None],
) -> None:
    if answer == "u":
        review.decide("undo")
    elif answer == "+":
        review.decide("missed", row=_missed(ask))
    elif item is None:
        say("  f writes the record, q leaves; both keep every decision")
    elif answer == "a":
        review.decide("accept", item.key)
    elif answer == "e":
        review.decide("accept-all", row={"keys": review.sentence(item)})
    elif answer == "r":
        review.decide("reject", item.key)
    elif answer == "c":
        c = item.candidate
        new = ask("new value" if c.property else "new name")
        row = (
            {"object": c.object.as_json() | {"name": new}}
            if isinstance(c.object, Thing)
            else {"object": new}
        )
        review.decide(
            "change",
            item.key,
            row if c.property else {"subject": c.subject.as_json() | {"name": new}},
        )
    elif answer == "m":
        thing = item.candidate.subject
        for match in review.known.match(thing):
            say(f"  {match.identifier}  {match.name}  {match.score:g}  {match.reason}")
        review.decide("merge", row=thing.as_json() | {"id": ask(f"id that '{thing.name}' is")})
    else:
        say(HELP)


def _missed(ask: Callable[[str], str]) -> dict[str, object]:
    quote = ask("words of the text that say it")
    subject = {"class": ask("class of the subject"), "name": ask("its name")}
    row: dict[str, object] = {"subject": subject, "quote": quote}
    if key := ask("property (empty: only the name)"):
        row["property"] = key
        value, cls = ask("value or name"), ask("class, if it is a thing")
        row["object"] = {"class": cls, "name": value} if cls else value
    return row
