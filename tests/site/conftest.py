"""The application over the records of the repository, with and without the documents' texts."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from graph.store import Store, open_store
from server.app import create_app
from server.settings import Settings


@pytest.fixture(scope="session")
def store(built_store: Path) -> Store:
    return open_store(built_store)


@pytest.fixture(scope="session")
def app(store: Store, built_store: Path) -> Flask:
    settings = Settings(store=str(built_store), documents=None, access_log="none", cache=0)
    return create_app(settings, store)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    client = app.test_client()
    client.environ_base["HTTP_ACCEPT"] = "text/html"
    return client


@pytest.fixture(scope="session")
def reading_app(store: Store, built_store: Path, documents: Path) -> Flask:
    """The application with the texts of the documents (use with the marker ``documents``)."""
    settings = Settings(store=str(built_store), documents=documents, access_log="none", cache=0)
    return create_app(settings, store)


@pytest.fixture
def reader(reading_app: Flask) -> FlaskClient:
    client = reading_app.test_client()
    client.environ_base["HTTP_ACCEPT"] = "text/html"
    return client
