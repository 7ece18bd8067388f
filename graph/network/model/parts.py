"""Which organisation counts with which: the one rule of the network, the lists and the briefings.

A part counts as the widest body above it that takes part itself: a faculty as its university. The
parts of an academy, an association or a ministry act on their own and stay themselves; which kinds
of organisation these are is said in the vocabulary of kinds (``eucn:partsAct``), and which bodies
of registers are of such a kind in ``sources/registers/kinds.csv``.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from graph.network.model.ties import UNKNOWN, Actor


def wholes(
    pairs: Iterable[tuple[str, str]],
    same: Iterable[tuple[str, str]],
    used: Collection[str],
    actors: Mapping[str, Actor],
    umbrellas: Collection[str] = (),
) -> dict[str, str]:
    """Return what each part counts as: the widest actor that itself takes part, on a way up on
    which every body has one recorded parent.

    ``pairs`` are parts and wholes as a source states them or as they are judged by name;
    ``umbrellas`` bodies whose parts act on their own. A joint unit or a school of several bodies is
    no part of one of them: it stays itself, and so does what is on another side than the body above
    it: a campus in China of a university elsewhere. Another name of a body (``same``) counts as
    what that body counts as: its own side does not matter.
    """

    def beside(part: str, whole: str) -> bool:
        sides = {actors[iri].side for iri in (part, whole) if iri in actors} - {UNKNOWN}
        return len(sides) < 2

    one: dict[str, str] = {}
    for name, other in same:
        one[name] = min(other, one.get(name, name))
    above: dict[str, set[str]] = {}
    for part, whole in pairs:
        above.setdefault(one.get(part, part), set()).add(one.get(whole, whole))
    parent = {part: min(held) for part, held in above.items() if len(held) == 1}

    def over(body: str) -> list[str]:
        """Return the bodies on the way up that take part and that this one may count as."""
        passed, at, able = {body}, body, []
        while (at := parent.get(at, "")) and at not in passed:
            passed.add(at)
            if at in used and at in actors and at not in umbrellas:
                able += [at] if beside(body, at) else []
        return able

    found: dict[str, str] = {}
    for iri in sorted(used):
        body = one.get(iri, iri)
        # What counts as another body itself is no actor, so that nothing can count as it.
        top = next((at for at in reversed(over(body)) if not over(at)), body)
        if top != iri and top in actors:
            found[iri] = top
    return found
