"""Projects of documents and registers, side by side, as the sources have them."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask

from graph import iris
from graph.assembly.conflict_table import REGISTER, conflict_table
from graph.iris import EUCN
from graph.questions import with_prefixes
from graph.seats import BODIES_OF_THE_EU
from graph.store import Store
from server.app import create_app
from server.settings import Settings
from server.site.data import data_of


@pytest.fixture(scope="module")
def pages(build_with_registers: Path, opened_registers: Store) -> Flask:
    settings = Settings(store=str(build_with_registers), access_log="none", cache=0)
    return create_app(settings, opened_registers)


@pytest.mark.parametrize("project", ["senet", "idih", "ic2permed", "sino-eu-permed"])
@pytest.mark.parametrize("language", ["en", "de", "zh"])
def test_projects_of_both_show_both(pages: Flask, project: str, language: str) -> None:
    page = pages.test_client().get(
        f"/id/project/{project}?lang={language}", headers={"Accept": "text/html"}
    )
    assert 'id="beside"' in page.text
    assert "/id/row/cordis-h2020-project-" in page.text


def test_conflicts_of_documents_with_registers(opened_registers: Store) -> None:
    """Each as the sources have it: SENET's press release (825904), its page (661780, June 2021)."""
    rows = conflict_table(opened_registers).rows
    found = {
        (iris.identifier(str(row["subject"])), str(row["property"]).removeprefix(str(EUCN))): row
        for row in rows
    }
    numbers = found["project/senet", "grantNumber"]
    assert {one["value"]: one["settled"] for one in numbers["values"]} == {
        "661780": False,
        "825904": True,
    }
    ends = found["project/senet", "endDate"]
    assert ends["kind"] == REGISTER
    assert [one["value"] for one in ends["values"]] == ["2021-06-30"]
    assert [one["value"] for one in ends["registers"]] == ["2021-12-31"]
    assert ("project/senet", "startDate") not in found
    # The documents name a unit of what the register names.
    assert ("project/sino-eu-permed", "coordinator") not in found
    assert all(row["registers"] for row in rows if row["kind"] == REGISTER)


def test_a_whole_has_the_ties_that_the_network_counts_with_its_parts(
    opened_registers: Store,
) -> None:
    """The page of an organisation and the file of the network count alike; a part has its own."""
    build = data_of(opened_registers)
    analysis, wholes = build.analysis, build.analysis.network.two_mode.wholes
    there: dict[str, dict[tuple[str, str], float]] = {}
    for tie in analysis.ties:
        for iri in (tie.a, tie.b):
            there.setdefault(iri, {})[tie.a, tie.b] = tie.weight
    several = sorted(set(wholes.values()) & set(there))
    assert len(several) > 10
    for whole in several[:40]:
        told = {(tie.a, tie.b): tie.weight for tie in build.ties_of(whole)}
        assert told == pytest.approx(there[whole]), whole
    part = str(iris.resource("organization/dlr-pt"))
    others = {one for tie in build.ties_of(part) for one in (tie.a, tie.b)} - {part}
    assert others
    assert not others & set(wholes)


def test_bodies_of_the_union_are_of_no_country(opened_registers: Store) -> None:
    """By whatever name a register has them; what it has of their seat stays to be asked for."""
    kinds = [iris.concept("organisation-kind", name) for name in sorted(BODIES_OF_THE_EU)]
    asked = f"""SELECT DISTINCT ?body ?seat ?written WHERE {{
      ?body eucn:kind ?kind
      VALUES ?kind {{ {" ".join(f"<{kind}>" for kind in kinds)} }}
      OPTIONAL {{ ?body eucn:country ?seat }}
      OPTIONAL {{ ?body eucn:registeredCountry ?written }}
    }}"""
    rows = list(opened_registers.select(with_prefixes(asked)))
    assert not [row for row in rows if "seat" in row]
    written = {iris.identifier(str(row["body"])) for row in rows if "written" in row}
    assert {"organization/european-commission", "organization/european-union"} <= written
    [centre] = [one for one in written if one and one.endswith("pic-999992304")]
    entry = data_of(opened_registers).catalogue.entries[str(iris.resource(centre))]
    assert not entry.countries
