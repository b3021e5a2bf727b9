"""What publication is tested with: imports, published files, and the snapshot that the public reads."""

import pytest
from casework.cap_sheets import a_file, a_workbook

from accord.casework.imports import import_cap
from accord.casework.publication import publish
from accord.casework.snapshot import show
from accord.gateways.files import FileStore
from accord.gateways.snapshot.reader import PublicSnapshot


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
        show(session, publication, tmp_path / "public.sqlite", moment=at)
        return publication

    return published


@pytest.fixture
def public(tmp_path):
    return PublicSnapshot(tmp_path / "public.sqlite")
