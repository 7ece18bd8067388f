"""pySHACL, which judges, and the much faster ``shacl`` agree on every case of every shape.

Should a graph grow too large for pySHACL, the other may take its place where this holds.
"""

from __future__ import annotations

from collections import Counter

import pytest

from tests.shapes.conftest import PREFIXES, Result, background, one_group
from tests.shapes.test_shapes import ALL, CASES, Check

shacl = pytest.importorskip("shacl", reason="the wheel `shacl` is not installed")


def other(file: str, name: str, turtle: str) -> Counter[Result]:
    shapes = shacl.Shapes.from_text(one_group(file, name).serialize(format="nt"), "ntriples")
    data = PREFIXES + turtle + "\n" + background().serialize(format="nt")
    report = shapes.validate_turtle(data, allow_warnings=True)
    return Counter(Result(r.severity, r.message) for r in report.results)


@pytest.mark.parametrize(("file", "name"), ALL)
def test_engines_agree(check: Check, file: str, name: str) -> None:
    good, bad = CASES[file][name]
    for turtle in (good, *bad):
        assert other(file, name, turtle) == Counter(check(file, name, turtle)), turtle
