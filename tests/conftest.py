"""The fixtures every floor shares: a fresh database, and a moment that never moves."""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy.orm import Session

from accord.records.base import open_engine
from accord.rules.moments import Moment
from accord.schema import migrate
from tests.compiled_once import compile_once

compile_once()

SHARED = Path(__file__).resolve().parent.parent.parent / "shared"


@pytest.fixture(scope="session")
def moment() -> Moment:
    """Noon in Dhaka on 1 July 2024."""
    return Moment(now=datetime(2024, 7, 1, 6, 0, tzinfo=UTC), zone=ZoneInfo("Asia/Dhaka"))


@pytest.fixture(scope="session")
def migrated_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One database file as the migrations make it; tests work on copies."""
    file = tmp_path_factory.mktemp("migrated") / "accord.sqlite"
    engine = open_engine(f"sqlite:///{file}")
    migrate(engine)
    engine.dispose()
    return file


@pytest.fixture
def database(migrated_database: Path, tmp_path: Path) -> Path:
    """A fresh database file of one test."""
    return Path(shutil.copy(migrated_database, tmp_path / "accord.sqlite"))


@pytest.fixture
def session(database: Path) -> Iterator[Session]:
    """A writing session on a fresh database."""
    engine = open_engine(f"sqlite:///{database}")
    with Session(engine) as session:
        yield session
    engine.dispose()


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real workbooks, which is not part of the project."""
    folder = SHARED / "data"
    if not folder.is_dir():
        pytest.skip("needs the shared workbooks in ../shared/data, which are not part of the project")
    return folder
