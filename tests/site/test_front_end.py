"""The bundle of the query editor: locked without addresses, made when it can be, missed mildly."""

from __future__ import annotations

import importlib.util
import json
import shutil
from pathlib import Path
from types import ModuleType

import pytest
from flask.testing import FlaskClient

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def hook() -> ModuleType:
    spec = importlib.util.spec_from_file_location("hatch_build", ROOT / "hatch_build.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_lock_file_names_no_registry() -> None:
    lock = json.loads((ROOT / "server/frontend/package-lock.json").read_text())
    assert lock["packages"]
    for name, package in lock["packages"].items():
        assert "resolved" not in package, name
        assert not name or package.get("integrity") or package.get("link"), name


def test_a_bundle_that_fits_its_sources_is_left_alone(hook: ModuleType, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    for part in ("server/frontend/src", "server/frontend/package.json",
                 "server/frontend/package-lock.json"):  # fmt: skip
        target = copy / part
        target.parent.mkdir(parents=True, exist_ok=True)
        source = ROOT / part
        shutil.copytree(source, target) if source.is_dir() else shutil.copy(source, target)
    bundle = copy / "server/static/bundle"
    bundle.mkdir(parents=True)
    (bundle / "editor.js").write_text("made")
    (bundle / "sources.sha256").write_text(hook._sources(copy))
    assert hook.build_bundle(copy) is False
    (copy / "server/frontend/src/editor.js").write_text("changed")
    assert (bundle / "sources.sha256").read_text() != hook._sources(copy)


def test_without_node_the_installation_goes_on_unless_required(
    hook: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing() -> None:
        raise hook.BundleError("node is missing")

    shutil.copytree(ROOT / "server/frontend", tmp_path / "server/frontend",
                    ignore=shutil.ignore_patterns("node_modules"))  # fmt: skip
    monkeypatch.setattr(hook, "_node", missing)
    monkeypatch.delenv("EUCN_REQUIRE_BUNDLE", raising=False)
    assert "plain text field" in hook.try_bundle(tmp_path)
    monkeypatch.setenv("EUCN_REQUIRE_BUNDLE", "1")
    with pytest.raises(hook.BundleError):
        hook.try_bundle(tmp_path)


def test_the_bundle_is_there_and_fits(hook: ModuleType) -> None:
    """CI fails here when the editor was not built."""
    bundle = ROOT / hook.BUNDLE
    assert (bundle / "editor.js").stat().st_size > 100_000
    assert "codemirror" in (bundle / "licences.txt").read_text()
    assert (bundle / "sources.sha256").read_text() == hook._sources(ROOT)


def test_the_page_works_without_the_bundle(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(client.application.jinja_env.globals, "has_bundle", lambda: False)
    page = client.get("/sparql").text
    assert 'data-bundle=""' in page
    assert "<textarea" in page
