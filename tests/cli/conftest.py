"""A command line on an instance folder of its own."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from accord.cli import main


@dataclass(frozen=True)
class Answer:
    """What a command printed and how it ended."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The one object on standard output; anything else there makes this fail."""
        return json.loads(self.out)


Command = Callable[..., Answer]


@pytest.fixture
def instance(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty instance folder that every command of the test works on."""
    folder = tmp_path / "instance"
    monkeypatch.setenv("ACCORD_INSTANCE", str(folder))
    return folder


@pytest.fixture
def accord(instance: Path) -> Command:
    """Call `accord` with these words."""

    def called(*words: object) -> Answer:
        result = CliRunner().invoke(main, [str(word) for word in words])
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return Answer(result.exit_code, result.stdout, result.stderr)

    return called


@pytest.fixture
def initialised(accord: Command) -> Command:
    """The same on a database that is set up."""
    assert accord("init").status == 0
    return accord
