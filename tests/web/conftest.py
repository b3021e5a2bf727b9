"""The real application on an empty installation, and a visitor who asks it for pages."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from accord.config import Settings
from tests.builders import a_site, settings_in


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """An installation that has published nothing."""
    return settings_in(tmp_path)


@pytest.fixture
def app(settings: Settings) -> Iterator[Flask]:
    """The application of that installation."""
    app = a_site(settings)
    yield app
    app.extensions["accord"].snapshot.engine.dispose()


@pytest.fixture
def visitor(app: Flask) -> FlaskClient:
    """Somebody without a sign-in whose browser states no language."""
    return app.test_client()
