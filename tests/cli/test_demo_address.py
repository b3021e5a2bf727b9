"""Links in the letters of the demonstration lead to the server that was started with it."""

from dataclasses import replace

import pytest

from accord.cli.beside import Beside
from accord.cli.serve import _reached_at
from tests.builders import settings_in


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("127.0.0.1", "http://127.0.0.1:8000"),
        ("0.0.0.0", "http://localhost:8000"),  # noqa: S104  what somebody types, listened at by nobody here
        ("::", "http://localhost:8000"),
        ("::1", "http://[::1]:8000"),
    ],
)
def test_the_address_is_one_that_a_browser_of_this_machine_can_open(host, address):
    assert _reached_at(host, 8000) == address


def test_the_clockwork_beside_the_server_is_told_its_address(tmp_path, monkeypatch):
    monkeypatch.delenv("ACCORD_BASE_URL", raising=False)
    settings = replace(settings_in(tmp_path), base_url="http://127.0.0.1:8123")

    assert Beside(settings)._environment["ACCORD_BASE_URL"] == "http://127.0.0.1:8123"
    assert "ACCORD_BASE_URL" not in Beside(settings_in(tmp_path))._environment
