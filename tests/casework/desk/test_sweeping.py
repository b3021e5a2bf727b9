"""What was sent and never kept is swept away; what waits, what stands on record and what is young is not."""

import os
from datetime import timedelta

import pytest
from sqlalchemy import select

from accord.casework.desk.documents import keep_document
from accord.casework.desk.endings import Paper, Said, put_on_file
from accord.casework.desk.sweeping import LEFT_ALONE, sweep
from accord.gateways.files import FileStore
from accord.records.cap import Recognition, RecognitionSheet
from accord.records.journal import JournalEntry
from accord.rules.desk.people import Role
from accord.rules.desk.rounds import UploadState
from accord.rules.factories.endings import Condition
from tests.desk_builders import a_factory_with_hazard, a_person, a_visitor
from tests.desk_builders_photos import a_different_photo, a_sent_photo
from tests.picture_builders import a_pdf


@pytest.fixture
def hazard(session, moment):
    return a_factory_with_hazard(session, moment)


@pytest.fixture
def owner(session, hazard, moment):
    return a_visitor(session, a_person(session, Role.FACTORY_USER, factory=hazard.links[0].factory), moment)


@pytest.fixture
def stores(tmp_path):
    return {name: FileStore(tmp_path / name, is_private=True) for name in ("uploads", "documents")}


@pytest.fixture
def swept(session, stores, moment):
    return lambda: sweep(session, **stores, actor="somebody", moment=moment)


def aged(path, at):
    os.utime(path, (at.timestamp(), at.timestamp()))
    return path


def test_what_nobody_kept_is_removed_once_it_is_a_day_old(session, stores, swept, moment):
    long_ago = moment.now - LEFT_ALONE - timedelta(seconds=1)
    cut_off = aged(stores["uploads"].path_of(stores["uploads"].keep(b"a photo")), long_ago)
    half = cut_off.with_name(f"{'0' * 64}.123.part")
    half.write_bytes(b"half of a photo")
    aged(half, long_ago)
    rolled_back = aged(stores["documents"].path_of(stores["documents"].keep(b"a paper")), long_ago)
    young = stores["uploads"].path_of(stores["uploads"].keep(b"just now"))
    aged(young, moment.now - LEFT_ALONE + timedelta(seconds=1))

    assert swept() == 3

    assert [path.exists() for path in (cut_off, half, rolled_back, young)] == [False, False, False, True]
    [line] = session.scalars(select(JournalEntry).where(JournalEntry.deed == "swept files nobody kept")).all()
    assert cut_off.name in line.details


def test_what_waits_or_stands_on_record_is_left_alone_and_what_was_refused_goes(
    session, stores, swept, hazard, owner, moment
):
    waits = a_sent_photo(session, hazard, owner, uploads=stores["uploads"], moment=moment)
    refused = a_sent_photo(session, hazard, owner, uploads=stores["uploads"], moment=moment, raw=a_different_photo(2))
    refused.state = UploadState.REFUSED
    kept = keep_document(
        session,
        hazard.links[0].factory,
        raw=a_pdf(),
        file_name="dea.pdf",
        documents=stores["documents"],
        who=owner,
        moment=moment,
    )
    paths = [stores["uploads"].path_of(waits.sha256), stores["documents"].path_of(kept.sha256)]
    gone = stores["uploads"].path_of(refused.sha256)
    for path in (*paths, gone):
        aged(path, moment.now - timedelta(days=400))

    assert swept() == 1

    assert [path.exists() for path in (*paths, gone)] == [True, True, False]


def test_where_nothing_was_ever_sent_nothing_is_done(session, swept):
    assert swept() == 0
    assert session.scalars(select(JournalEntry)).all() == []


def test_letters_of_recognition_and_papers_of_check_lists_are_never_swept(
    session, stores, swept, hazard, owner, moment
):
    factory, documents = hazard.links[0].factory, stores["documents"]
    said = Said(Condition.SEVERANCE_KNOWN, moment.today, "Paid in June.")
    of_ending = put_on_file(
        session, factory, said, paper=Paper("paid.pdf", a_pdf()), documents=documents, who=owner, moment=moment
    )
    said = Said(Condition.MANAGEMENT_CONFIRMED, moment.today, "Closed.", reference="L 7")
    put_on_file(session, factory, said, paper=None, documents=documents, who=owner, moment=moment)
    letter = Recognition(factory_id=factory.id, recognised_on=moment.today, actor="x", recorded_at=moment.now)
    session.add(letter)
    session.flush()
    sheet = RecognitionSheet(
        recognition_id=letter.id,
        language="en",
        sha256=documents.keep(b"%PDF a letter"),
        size_bytes=13,
        recorded_at=moment.now,
    )
    session.add(sheet)
    session.flush()
    kept = [documents.path_of(sha256) for sha256 in (sheet.sha256, of_ending.sha256)]
    orphan = documents.path_of(documents.keep(b"nobody's"))
    for path in (*kept, orphan):
        aged(path, moment.now - timedelta(days=400))

    assert swept() == 1

    assert [path.exists() for path in (*kept, orphan)] == [True, True, False]
