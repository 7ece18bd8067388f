"""Queries of the corpus, bent: no fault of the server's, no call to anybody, nothing lost.

What is bent depends on the number of the try alone, and a failure names it, so that it can be
repeated: ``EUCN_FUZZ_FIRST=4711 EUCN_BENT=1``. ``EUCN_BENT`` is how many are tried, one after
another, from ``EUCN_FUZZ_FIRST`` on; by hand take more. A text that once did harm is added to
``corpus/``, one query a file.
"""

from __future__ import annotations

import os
import random
from pathlib import Path

import pytest

from tests.endpoint.running import Running, until
from tests.endpoint.test_fuzz import GOOD

FIRST, COUNT = int(os.environ.get("EUCN_FUZZ_FIRST", "0")), int(os.environ.get("EUCN_BENT", "1000"))
CORPUS = sorted((Path(__file__).parent / "corpus").glob("*.rq"))
TEXTS = [path.read_text(encoding="utf-8") for path in CORPUS]
PIECES = [
    *"{}()[]<>'\"\\#.;,-^|*+1a\n\x00é\ufffd",
    "'''",
    '"""',
    *("?x", "SERVICE", "FROM", "AS", "BIND", "UNION", "OPTIONAL", "FILTER", "GRAPH ?g"),
    *("SELECT *", "<x:y>", "_:b", "\\u0053", "PREFIX p: <x:>", "p:q"),
]
TIMES = (2, 3, 17, 400)


pytestmark = pytest.mark.xdist_group("served")


def bent(number: int) -> str:
    """The query of a try: one of the corpus, cut, joined, repeated, sprinkled."""
    chance = random.Random(number)
    text = chance.choice(TEXTS)
    for _ in range(chance.randint(1, 6)):
        at, to = sorted(chance.randint(0, len(text)) for _ in range(2))
        match chance.randint(0, 5):
            case 0:
                text = text[:at] + text[to:]
            case 1:
                text = text[:at] + chance.choice(PIECES) + text[at:]
            case 2:
                text = text[:at] + text[at:to] * chance.choice(TIMES) + text[to:]
            case 3:
                text = text[:at] + chance.choice(TEXTS)[at:to] + text[to:]
            case 4:
                text = text[:at] + chance.choice(PIECES) * chance.choice(TIMES) + text[at:]
            case 5:
                text = text[:at] + text[at:to].swapcase() + text[to:]
        text = text[:100_000]
    return text


@pytest.mark.parametrize("text", TEXTS, ids=[path.stem for path in CORPUS])
def test_the_corpus_itself(brisk: Running, text: str) -> None:
    assert brisk.post(text)[0] in GOOD


def test_bent_queries(brisk: Running) -> None:
    for number in range(FIRST, FIRST + COUNT):
        status, _, body = brisk.post(bent(number).encode("utf-8", "replace"))
        assert status in GOOD, (number, body)
    assert until(lambda: brisk.ask("ASK {}")[0] == 200)
