"""The application over the records of the repository."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from graph.store import Store
from server.app import create_app
from server.settings import Settings


@pytest.fixture(scope="session")
def store(opened_records: Store) -> Store:
    return opened_records


@pytest.fixture(scope="session")
def app(store: Store, built_store: Path) -> Flask:
    settings = Settings(store=str(built_store), documents=None, access_log="none", cache=0)
    return create_app(settings, store)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    client = app.test_client()
    client.environ_base["HTTP_ACCEPT"] = "text/html"
    return client
