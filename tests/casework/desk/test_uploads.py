"""A photo that is sent is refused with a sentence or waits; another process makes one photo of it, or says why not."""

import errno
from datetime import timedelta

import pytest
from sqlalchemy import select

from accord.casework.desk import preparing
from accord.casework.desk.uploads import NoRoom, NotYoursToShow, TakenInTheFuture, uploads_of
from accord.cli.photos import Preparer
from accord.gateways.files import FileStore
from accord.gateways.language import Language
from accord.gateways.pictures import Processor, Reason, UploadRefused
from accord.records.journal import JournalEntry
from accord.records.photo import Photo, Upload
from accord.rules.desk.people import Role
from accord.rules.desk.rounds import UploadState
from accord.rules.desk.uploads import MOST_ATTEMPTS
from accord.rules.vocabulary import Discipline, PhotoOf
from tests.desk_builders import a_factory_with_hazard, a_person, a_visitor, an_engineer
from tests.desk_builders_photos import a_different_photo, a_sent_photo
from tests.picture_builders import a_bomb, a_pdf, a_photo, an_exif


@pytest.fixture
def hazard(session, moment):
    return a_factory_with_hazard(session, moment)


@pytest.fixture
def owner(session, hazard, moment):
    return a_visitor(session, a_person(session, Role.FACTORY_USER, factory=hazard.links[0].factory), moment)


@pytest.fixture
def uploads(tmp_path):
    return FileStore(tmp_path / "uploads", is_private=True)


@pytest.fixture
def photos(tmp_path):
    return FileStore(tmp_path / "photos", is_private=True)


@pytest.fixture
def send(session, hazard, owner, uploads, moment):
    def sent(**words):
        given = {"session": session, "hazard": hazard, "who": owner} | words
        return a_sent_photo(
            given.pop("session"), given.pop("hazard"), given.pop("who"), uploads=uploads, moment=moment, **given
        )

    return sent


@pytest.fixture(scope="module")
def processor():
    with Processor(workers=1) as processor:
        yield processor


@pytest.fixture
def prepare(session, uploads, photos, processor, moment):
    def prepared():
        session.commit()
        preparer = Preparer(session.get_bind(), uploads, photos, processor, lambda: moment)
        done = preparer.prepare_all()
        session.expire_all()
        return done

    return prepared


def files_in(store):
    return [path for path in store.folder.rglob("*") if path.is_file()] if store.folder.exists() else []


REFUSED = {
    "bomb": (a_bomb(), Reason.TOO_MANY_PIXELS),
    "web page": (b"<!doctype html><title>x</title>", Reason.WEB_PAGE),
    "drawing": (b'<svg xmlns="http://www.w3.org/2000/svg"/>', Reason.DRAWING),
    "program": (b"MZ" + b"\0" * 200, Reason.PROGRAM),
    "photo that goes on as a web page": (a_photo() + b"<html><script>alert(1)</script></html>", Reason.TWO_IN_ONE),
    "document": (a_pdf(), Reason.PDF_NOT_WANTED),
    "nothing": (b"", Reason.EMPTY),
    "half a photo": (a_photo()[:-200], Reason.CUT_OFF),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_photo_is_refused_at_once_with_its_sentence_and_nothing_is_kept(send, session, uploads, name):
    raw, reason = REFUSED[name]

    with pytest.raises(UploadRefused) as refused:
        send(raw=raw, file_name="the gate.jpg")

    assert refused.value.reason is reason
    assert str(refused.value).startswith("“the gate.jpg”: ")
    assert files_in(uploads) == []
    assert session.scalars(select(Upload)).all() == []


def test_a_sent_photo_waits_is_noted_and_is_its_owners_alone(send, session, hazard, uploads):
    upload = send()

    assert (upload.state, upload.attempts) == (UploadState.WAITING, 0)
    assert uploads_of(session, hazard) == [upload]
    assert uploads.path_of(upload.sha256).is_file()
    assert uploads.folder.stat().st_mode & 0o077 == 0
    assert session.scalars(select(JournalEntry.deed)).all() == ["sent a photo"]


def test_a_photo_of_the_hazard_as_found_comes_from_an_engineer_of_the_discipline(send, session, moment):
    electrical = a_visitor(session, an_engineer(session, Discipline.ELECTRICAL), moment)
    fire = a_visitor(session, an_engineer(session), moment)

    for who in (None, electrical):
        with pytest.raises(NotYoursToShow):
            send(shows=PhotoOf.HAZARD, **({"who": who} if who else {}))
    assert send(shows=PhotoOf.HAZARD, who=fire).shows is PhotoOf.HAZARD


def test_no_photo_was_taken_tomorrow(send, moment):
    with pytest.raises(TakenInTheFuture):
        send(taken_on=moment.today + timedelta(days=1))


def test_a_full_disk_is_said_in_a_sentence_and_leaves_nothing_half_stored(send, session, uploads, monkeypatch):
    def full(self, _content):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("pathlib.Path.write_bytes", full)

    with pytest.raises(NoRoom, match="the server has no room for it now"):
        send(file_name="the gate.jpg")

    assert files_in(uploads) == []
    assert session.scalars(select(Upload)).all() == []


def test_a_photo_is_made_anew_and_the_file_as_it_came_is_gone(send, session, prepare, uploads, photos):
    secret = "Canon of Rahim"
    upload = send(raw=a_photo(exif=an_exif("2024:06:19 10:30:00", secret=secret)))

    assert prepare() == (1, 0)

    photo = session.scalars(select(Photo)).one()
    assert (upload.state, upload.photo_id) == (UploadState.READY, photo.id)
    assert (photo.shows, photo.caption, photo.upload_sha256) == (PhotoOf.CORRECTION, "The gate is gone.", upload.sha256)
    assert f"{photo.captured_at:%Y-%m-%d %H:%M}" == "2024-06-19 04:30"
    assert photo.cleared_at is None
    assert files_in(uploads) == []
    assert {path.name for path in files_in(photos)} == {photo.sha256, photo.thumbnail_sha256}
    assert all(secret.encode() not in path.read_bytes() for path in files_in(photos))


def test_a_photo_that_cannot_be_decoded_is_refused_in_both_languages(send, session, prepare, uploads):
    png = a_photo("PNG")
    upload = send(raw=png.replace(b"IDAT", b"IDOT"))

    assert prepare() == (0, 1)

    assert upload.state is UploadState.REFUSED
    assert "cannot be read" in preparing.why_refused(upload, Language.EN)
    assert "খোলা যাচ্ছে না" in preparing.why_refused(upload, Language.BN)
    assert files_in(uploads) == []
    assert session.scalars(select(Photo)).all() == []


def test_a_photo_waits_on_when_the_process_was_killed_in_the_middle(send, session, prepare, moment):
    upload = send()
    session.commit()
    preparing.begin(session, after=0, most=8, moment=moment)
    session.commit()  # and here it was killed

    assert (upload.state, upload.attempts) == (UploadState.WAITING, 1)
    assert prepare() == (1, 0)


def test_a_photo_over_which_the_process_dies_again_and_again_is_given_up(send, session, prepare, moment):
    upload = send()
    for _ in range(MOST_ATTEMPTS):
        preparing.begin(session, after=0, most=8, moment=moment)

    assert prepare() == (0, 0)

    assert upload.state is UploadState.REFUSED
    assert preparing.why_refused(upload, Language.EN) == preparing.GIVEN_UP


def test_two_processes_at_one_upload_make_one_photo(send, session, photos, processor, moment):
    upload = send()
    picture = processor.reencode_safely(a_different_photo(1), zone=moment.zone)

    first = preparing.finish(session, upload.id, picture, photos=photos, moment=moment)
    second = preparing.finish(session, upload.id, picture, photos=photos, moment=moment)

    assert first is not None
    assert second is None
    assert len(session.scalars(select(Photo)).all()) == 1


def test_the_same_file_sent_for_two_hazards_is_kept_until_both_are_made(send, session, prepare, uploads, moment):
    other = a_factory_with_hazard(session, moment, item=2)
    first, second = send(), send(hazard=other)
    assert first.sha256 == second.sha256
    session.commit()
    preparing.forget_file(session, first.sha256, uploads=uploads)
    assert uploads.path_of(first.sha256).is_file()

    assert prepare() == (2, 0)

    assert files_in(uploads) == []


def test_a_file_that_got_lost_is_asked_for_again(send, prepare, uploads):
    upload = send()
    uploads.path_of(upload.sha256).unlink()

    assert prepare() == (0, 1)

    assert preparing.why_refused(upload, Language.EN) == preparing.LOST


def test_a_full_disk_is_no_fault_of_the_photo(send, prepare, photos, monkeypatch):
    upload = send()

    def full(self, _content):
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(FileStore, "keep", full)
        assert prepare() == (0, 1)

    assert (upload.state, upload.attempts) == (UploadState.WAITING, 0)
    assert files_in(photos) == []
    assert prepare() == (1, 0)
