"""What publication is tested with: imports, published files, and the snapshot that the public reads."""

import shutil
from datetime import timedelta

import pytest
from casework.cap_sheets import a_file, a_workbook
from sqlalchemy.orm import Session

from accord.casework.demo import load_demo
from accord.casework.imports import import_cap
from accord.casework.publication import publish
from accord.casework.snapshot import show
from accord.gateways.files import FileStore
from accord.gateways.snapshot.reader import PublicSnapshot
from accord.records.base import open_engine, reading


@pytest.fixture
def store(tmp_path):
    return FileStore(tmp_path / "published")


@pytest.fixture
def photos(tmp_path):
    return FileStore(tmp_path / "photos")


@pytest.fixture
def take(session, moment):
    def taken(*sheets):
        return import_cap(
            session, (workbook := a_workbook(*sheets)), file=a_file(workbook), actor="an engineer", moment=moment
        )

    return taken


@pytest.fixture
def put(session, store, photos, tmp_path, moment):
    """Publish a factory as the command does, and give back the publication."""

    def published(number, at=moment):
        publication = publish(session, number, store=store, photos=photos, actor="the CSO", moment=at)
        session.commit()
        show(session, publication.edition.factory.number, tmp_path / "public.sqlite", moment=at)
        return publication

    return published


@pytest.fixture
def public(tmp_path):
    return PublicSnapshot(tmp_path / "public.sqlite")


@pytest.fixture(scope="session")
def loaded(migrated_database, tmp_path_factory, moment):
    """A folder with the demonstration, anchored today, and its photos; tests work on copies."""
    return a_demonstration(migrated_database, tmp_path_factory.mktemp("demonstration"), moment=moment)


@pytest.fixture
def demo(loaded, tmp_path):
    """A writing session on a copy of the demonstration."""
    engine = open_engine(f"sqlite:///{shutil.copy(loaded / 'accord.sqlite', tmp_path / 'demo.sqlite')}")
    with Session(engine) as session:
        yield session
    engine.dispose()


@pytest.fixture(scope="session", params=range(7))
def loaded_on_a_weekday(request, migrated_database, tmp_path_factory, moment):
    """A folder with the demonstration, anchored on each weekday in turn."""
    anchor = moment.today - timedelta(days=request.param)
    return a_demonstration(migrated_database, tmp_path_factory.mktemp("weekday"), moment=moment, anchor=anchor)


@pytest.fixture
def any_weekday(loaded_on_a_weekday):
    """A session that reads the demonstration anchored on each weekday in turn."""
    engine = open_engine(f"sqlite:///{loaded_on_a_weekday / 'accord.sqlite'}")
    with reading(engine) as session:
        yield session
    engine.dispose()


def a_demonstration(migrated_database, folder, *, moment, anchor=None):
    """Load the demonstration into the folder, with its photos, and give the folder back."""
    engine = open_engine(f"sqlite:///{shutil.copy(migrated_database, folder / 'accord.sqlite')}")
    with Session(engine) as session:
        load_demo(session, FileStore(folder / "photos"), moment=moment, anchor=anchor)
        session.commit()
    engine.dispose()
    return folder
