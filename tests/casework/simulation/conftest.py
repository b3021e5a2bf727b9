"""A simulated programme that tests read, made once."""

import shutil

import pytest
from casework.simulation.making import FACTORIES, simulated
from casework.simulation.recount import opened

from accord.records.base import open_engine, reading


@pytest.fixture(scope="session")
def programme(migrated_database, tmp_path_factory):
    """A programme that every test here only reads."""
    copy = shutil.copy(migrated_database, tmp_path_factory.mktemp("simulated") / "accord.sqlite")
    return simulated(copy, FACTORIES)[0]


@pytest.fixture
def rows(programme):
    """Read the rows of a plain query, with its parameters."""
    with opened(programme) as connection:
        yield lambda query, *parameters: connection.execute(query, parameters).fetchall()


@pytest.fixture
def records(programme):
    """A session that reads the programme."""
    engine = open_engine(f"sqlite:///{programme}")
    with reading(engine) as session:
        yield session
    engine.dispose()
