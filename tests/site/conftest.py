"""The application over invented documents (tests/ports.py), with and without their texts."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from graph.store import Store
from server.app import create_app
from server.settings import Settings


@pytest.fixture(scope="session")
def store(opened_ports: Store) -> Store:
    return opened_ports


@pytest.fixture(scope="session")
def app(store: Store, ports_store: Path) -> Flask:
    settings = Settings(store=str(ports_store), documents=None, access_log="none", cache=0)
    return create_app(settings, store)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    client = app.test_client()
    client.environ_base["HTTP_ACCEPT"] = "text/html"
    return client


@pytest.fixture(scope="session")
def reading_app(store: Store, ports_store: Path) -> Flask:
    """The application with the texts of the documents."""
    texts = ports_store.parent / "texts"
    settings = Settings(store=str(ports_store), documents=texts, access_log="none", cache=0)
    return create_app(settings, store)


@pytest.fixture
def reader(reading_app: Flask) -> FlaskClient:
    client = reading_app.test_client()
    client.environ_base["HTTP_ACCEPT"] = "text/html"
    return client
