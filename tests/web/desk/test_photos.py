"""Photos at the desk: added, shown to those who may read the hazard, blurred, cleared, taken out."""

import errno
from datetime import date, timedelta
from io import BytesIO

import pytest
from PIL import Image
from sqlalchemy import func, select

from accord.casework.desk.statuses import claim_correction
from accord.gateways.files import FileStore
from accord.gateways.pictures import look
from accord.records.journal import JournalEntry
from accord.records.photo import Photo, Upload
from accord.rules.desk.people import Role
from accord.rules.vocabulary import PhotoOf
from accord.web import sizes
from tests.desk_builders import a_factory_with_hazard, a_person, a_visitor, an_engineer, an_inspection
from tests.desk_builders_photos import a_different_photo, a_kept_photo
from tests.picture_builders import a_photo, a_scene, encoded

TICKED = {"faces": "y", "names": "y", "papers": "y"}


@pytest.fixture(autouse=True)
def keeps_what_it_read(session):
    """What the test holds is not read anew: its session would hold the pen while a page wants to write."""
    session.expire_on_commit = False


@pytest.fixture
def hazard(session, moment):
    return a_factory_with_hazard(session, moment)


@pytest.fixture
def owner(session, hazard):
    return a_person(session, Role.FACTORY_USER, factory=hazard.links[0].factory)


@pytest.fixture
def photos(settings):
    return FileStore(settings.photos, is_private=True)


@pytest.fixture
def photo(session, hazard, photos, moment):
    return a_kept_photo(session, hazard, photos=photos, moment=moment)


def form(*files, **words):
    given = {"shows": "correction", "caption": "The gate is gone.", "taken_on": "2024-06-20"} | words
    return given | {"photos": [(BytesIO(raw), name) for raw, name in files]}


def test_the_owner_sends_several_photos_at_once_and_they_wait(session, hazard, owner, signed_in):
    browser = signed_in(owner)
    sent = form((a_different_photo(1), "a.jpg"), (a_different_photo(2), "b.jpg"))

    answer = browser.post(f"/desk/hazards/{hazard.id}/photos", data=sent, follow_redirects=True)

    assert answer.status_code == 200
    assert "2 photos were sent." in answer.text
    assert "data-waiting" in answer.text
    assert session.scalars(select(Upload.caption)).all() == ["The gate is gone."] * 2


def test_of_several_the_fit_ones_are_kept_and_each_other_one_is_told_with_its_reason(session, hazard, owner, signed_in):
    sent = form((a_different_photo(1), "a.jpg"), (b"<svg/>", "b.svg"), (b"MZ" + bytes(99), "c.jpg"))

    answer = signed_in(owner).post(f"/desk/hazards/{hazard.id}/photos", data=sent)

    assert answer.status_code == 422
    assert "1 photo was sent." in answer.text
    assert "“b.svg”: This is an SVG drawing" in answer.text
    assert "“c.jpg”: This is a program" in answer.text
    assert 'value="The gate is gone."' in answer.text
    assert session.scalars(select(Upload.file_name)).all() == ["a.jpg"]


def test_a_refusal_is_said_in_bangla_to_who_reads_bangla(hazard, owner, signed_in):
    sent = form((b"<svg/>", "b.svg"))

    page = signed_in(owner).post(f"/desk/hazards/{hazard.id}/photos?lang=bn", data=sent).text

    assert "“b.svg”: এটি SVG নকশা" in page


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ({"caption": " "}, "Please fill this in."),
        ({"caption": "x" * 301}, "This holds 300 characters; here are 301."),
        ({"taken_on": "2024-07-02"}, "The day on which it was taken lies in the future."),
        ({"taken_on": "yesterday"}, "Not a valid date value"),
        ({"shows": "hazard"}, "Not a valid choice"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_kept(session, hazard, owner, signed_in, words, sentence):
    answer = signed_in(owner).post(
        f"/desk/hazards/{hazard.id}/photos", data=form((a_photo(), "a.jpg"), **words), follow_redirects=True
    )

    assert answer.status_code == 422
    assert sentence in answer.text
    assert session.scalar(select(func.count(Upload.id))) == 0


def test_a_form_without_a_photo_or_with_too_many_is_refused(hazard, owner, signed_in):
    browser = signed_in(owner)

    none = browser.post(f"/desk/hazards/{hazard.id}/photos", data=form((b"", "")))
    many = browser.post(f"/desk/hazards/{hazard.id}/photos", data=form(*[(a_photo(), f"{n}.jpg") for n in range(11)]))

    assert (none.status_code, many.status_code) == (422, 422)
    assert "Choose at least one photo." in none.text
    assert "At most 10 photos go at once" in many.text


def test_what_is_too_large_at_once_is_refused_with_the_limits(hazard, owner, signed_in, monkeypatch):
    monkeypatch.setattr(sizes, "MOST_BYTES_AT_DESK", 300_000)

    answer = signed_in(owner).post(f"/desk/hazards/{hazard.id}/photos", data=form((bytes(400_000), "a.jpg")))

    assert answer.status_code == 413
    assert "MB are taken at once, and one photo may have 30 MB. Go back, where what you typed" in answer.text


def test_a_single_photo_that_is_too_large_is_told_by_its_name(hazard, owner, signed_in, monkeypatch):
    monkeypatch.setattr(look, "MAX_PHOTO_BYTES", 200_000)
    answer = signed_in(owner).post(
        f"/desk/hazards/{hazard.id}/photos", data=form((a_photo() + bytes(300_000), "huge.jpg"))
    )

    assert "“huge.jpg”: The photo has 1 MB, and at most 0 MB are taken" in answer.text


def test_a_full_disk_is_a_sentence_and_no_error(session, hazard, owner, signed_in, monkeypatch):
    def full(self, _content):
        raise OSError(errno.ENOSPC, "No space left on device")

    browser = signed_in(owner)
    monkeypatch.setattr(FileStore, "keep", full)
    answer = browser.post(f"/desk/hazards/{hazard.id}/photos", data=form((a_photo(), "a.jpg")))

    assert answer.status_code == 422
    assert "the server has no room for it now" in answer.text
    assert session.scalar(select(func.count(Upload.id))) == 0


def test_photos_belong_to_the_inspection_that_they_were_opened_from_and_to_no_foreign_one(
    session, moment, hazard, signed_in
):
    own = an_inspection(session, hazard.links[0].factory, on=date(2024, 6, 20))
    other = an_inspection(session, a_factory_with_hazard(session, moment, number=9002).links[0].factory)
    browser = signed_in(an_engineer(session))

    page = browser.get(f"/desk/hazards/{hazard.id}/photos?inspection={own.id}").text
    for number in (own.id, other.id):
        browser.post(
            f"/desk/hazards/{hazard.id}/photos", data=form((a_photo(), "a.jpg"), shows="hazard", inspection=str(number))
        )

    assert 'value="2024-06-20"' in page
    assert session.scalars(select(Upload.inspection_id)).all() == [own.id, None]


def test_a_photo_is_kept_by_nobody_but_its_reader_who_asks_each_time(session, hazard, owner, photo, signed_in):
    browser = signed_in(owner)
    for path in (f"/desk/photos/{photo.id}.jpg", f"/desk/photos/{photo.id}-small.jpg"):
        answer = browser.get(path, buffered=True)

        assert (answer.status_code, answer.mimetype) == (200, "image/jpeg")
        assert answer.headers["Cache-Control"] == "private, no-cache"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert browser.get(path, headers={"If-None-Match": answer.headers["ETag"]}, buffered=True).status_code == 304


def test_a_photo_that_was_taken_out_is_there_for_those_alone_who_clear_photos(session, moment, owner, photo, signed_in):
    photo.taken_out_at = moment.now

    assert signed_in(owner).get(f"/desk/photos/{photo.id}.jpg").status_code == 404
    assert signed_in(an_engineer(session)).get(f"/desk/photos/{photo.id}.jpg", buffered=True).status_code == 200


def test_several_photos_are_cleared_at_once_when_all_three_things_are_ticked(
    session, moment, hazard, photos, photo, signed_in
):
    second = a_kept_photo(session, hazard, photos=photos, moment=moment, jpeg=a_different_photo(2))
    browser = signed_in(a_person(session, Role.CASE_HANDLER))
    ids = [photo.id, second.id]

    page = browser.get("/desk/photos/to-clear").text
    unticked = browser.post("/desk/photos/clear", data={"photo": ids, "faces": "y"})
    nobody = browser.post("/desk/photos/clear", data=TICKED)
    answer = browser.post("/desk/photos/clear", data={"photo": ids} | TICKED, follow_redirects=True)

    assert "2 photos wait." in page
    assert unticked.status_code == nobody.status_code == 422
    assert "Look at each photo and tick what is so." in unticked.text
    assert unticked.text.count(" checked") == 3
    assert "Choose at least one photo." in nobody.text
    assert "2 photos may be published. 0 wait." in answer.text
    session.expire_all()
    assert [each.cleared_at for each in session.scalars(select(Photo))] == [moment.now] * 2


def test_a_photo_that_was_taken_out_meanwhile_is_not_cleared_and_neither_are_the_others(
    session, moment, hazard, photos, photo, signed_in
):
    gone = a_kept_photo(session, hazard, photos=photos, moment=moment, taken_out_at=moment.now)

    answer = signed_in(an_engineer(session)).post("/desk/photos/clear", data={"photo": [photo.id, gone.id]} | TICKED)

    assert answer.status_code == 422
    assert "was taken out or replaced meanwhile" in answer.text
    session.expire_all()
    assert photo.cleared_at is None


def test_a_clearance_is_taken_back(session, moment, photo, signed_in):
    photo.cleared_at, photo.cleared_by = moment.now, "somebody"

    answer = signed_in(an_engineer(session)).post(f"/desk/photos/{photo.id}/uncleared", follow_redirects=True)

    assert "The photo is private again" in answer.text
    session.expire_all()
    assert (photo.cleared_at, photo.cleared_by) == (None, None)


def test_blurred_parts_show_nothing_in_the_copy_that_takes_the_photos_place(session, moment, photos, photo, signed_in):
    photo.cleared_at = moment.now
    boxes = {"left": ["0", ""], "top": ["0", ""], "width": ["50", ""], "height": ["50,0", ""]}

    answer = signed_in(an_engineer(session)).post(f"/desk/photos/{photo.id}/blur", data=boxes)

    session.expire_all()
    copy = session.scalars(select(Photo).where(Photo.blurred_from_id == photo.id)).one()
    assert answer.location.startswith(f"/desk/photos/{copy.id}")
    assert (photo.taken_out_at, copy.taken_out_at, copy.cleared_at) == (moment.now, None, None)
    with Image.open(photos.path_of(copy.sha256)) as after, Image.open(photos.path_of(photo.sha256)) as before:
        assert after.size == before.size
        # The red corner has lost its colour to the coarse steps, the yellow one across is as it was.
        assert after.getpixel((700, 500)) == before.getpixel((700, 500))
    assert copy.sha256 != photo.sha256
    assert session.scalars(select(JournalEntry.deed)).all()[-1] == "blurred a photo"


@pytest.mark.parametrize(
    ("boxes", "sentence"),
    [
        ({}, "Mark at least one part of the photo"),
        ({"left": "1", "top": "1", "width": "10"}, "Line 1 is no part of the photo"),
        ({"left": "1", "top": "1", "width": "a lot", "height": "10"}, "Line 1 is no part of the photo"),
        ({"left": "nan", "top": "1", "width": "10", "height": "10"}, "Line 1 is no part of the photo"),
        ({"left": "100", "top": "1", "width": "10", "height": "10"}, "Line 1 is no part of the photo"),
        ({"left": "-1", "top": "1", "width": "10", "height": "10"}, "Line 1 is no part of the photo"),
        ({"left": "1", "top": "1", "width": "0", "height": "10"}, "Line 1 is no part of the photo"),
    ],
)
def test_what_is_no_part_of_the_photo_is_refused_and_stays_typed(session, photo, signed_in, boxes, sentence):
    answer = signed_in(an_engineer(session)).post(f"/desk/photos/{photo.id}/blur", data=boxes)

    assert answer.status_code == 422
    assert sentence in answer.text
    for typed in boxes.values():
        assert f'value="{typed}"' in answer.text
    session.expire_all()
    assert photo.taken_out_at is None


def test_a_photo_is_taken_out_with_a_reason_and_its_file_stays(session, moment, hazard, photos, photo, signed_in):
    browser = signed_in(an_engineer(session))

    without = browser.post(f"/desk/photos/{photo.id}/take-out", data={"reason": " "})
    browser.post(f"/desk/photos/{photo.id}/take-out", data={"reason": "Another factory's gate."})
    again = browser.post(f"/desk/photos/{photo.id}/take-out", data={"reason": "Once more."})

    assert (without.status_code, again.status_code) == (422, 422)
    assert "was taken out or replaced meanwhile" in again.text
    assert "There is no photo yet." in browser.get(f"/desk/hazards/{hazard.id}/photos").text
    assert photos.path_of(photo.sha256).is_file()
    session.expire_all()
    assert photo.taken_out_at == moment.now


def test_doubts_are_told_to_those_who_look_at_every_hazard_and_not_to_the_factory(
    session, moment, hazard, photos, owner, signed_in
):
    elsewhere = a_factory_with_hazard(session, moment, number=9002)
    a_kept_photo(session, elsewhere, photos=photos, moment=moment, upload_sha256="a" * 64)
    captured = moment.now - timedelta(days=400)
    a_kept_photo(session, hazard, photos=photos, moment=moment, upload_sha256="a" * 64, captured_at=captured)
    path = f"/desk/hazards/{hazard.id}/photos"

    engineer = signed_in(an_engineer(session)).get(path).text
    factory = signed_in(owner).get(path).text

    assert "The camera says that it was taken before the hazard was found." in engineer
    assert "The same file was sent for another place or before:" in engineer
    assert engineer.count('class="doubt"') == 1
    assert "৯০০২" in signed_in(an_engineer(session)).get(f"{path}?lang=bn").text
    assert "doubt" not in factory
    assert "9002" not in factory


def test_a_doubt_is_told_in_the_verification_queue_and_before_the_verdict(
    session, moment, hazard, photos, owner, signed_in
):
    claimant = a_visitor(session, owner, moment)
    for each in (hazard, a_factory_with_hazard(session, moment, item=2)):
        claim_correction(session, each, done="Gate removed.", on=date(2024, 5, 1), who=claimant, moment=moment)
    a_kept_photo(session, hazard, photos=photos, moment=moment, upload_sha256="a" * 64)
    a_kept_photo(session, hazard, photos=photos, moment=moment, upload_sha256="a" * 64)
    browser = signed_in(an_engineer(session))

    queue = browser.get("/desk/verify").text
    verdict = browser.get(f"/desk/hazards/{hazard.id}/verdict").text

    assert queue.count("Look twice at its photos before you go:") == 1
    assert "The same file was sent for another place or before:" in verdict


def test_a_page_asks_the_database_as_often_for_many_photos_as_for_one(session, moment, hazard, photos, signed_in, app):
    from sqlalchemy import event

    browser = signed_in(an_engineer(session))
    counts = []
    for number in (1, 12):
        for seed in range(number):
            a_kept_photo(session, hazard, photos=photos, moment=moment, jpeg=a_different_photo(number * 20 + seed))
        session.commit()
        for path in (f"/desk/hazards/{hazard.id}/photos", "/desk/photos/to-clear"):
            browser.get(path)
            asked = []
            engine = app.extensions["accord"].private.engine
            event.listen(engine, "before_cursor_execute", lambda *words, asked=asked: asked.append(words[2]))
            browser.get(path)
            counts.append(len(asked))
    assert counts[0] == counts[2]
    assert counts[1] == counts[3]


def test_a_photo_made_of_a_drawing_shows_its_caption_to_who_cannot_see_it(session, hazard, photos, moment, signed_in):
    a_kept_photo(
        session,
        hazard,
        photos=photos,
        moment=moment,
        jpeg=encoded(a_scene()),
        shows=PhotoOf.HAZARD,
        caption="A <b>gate</b>.",
        caption_bn="একটি গেট।",
    )
    browser = signed_in(an_engineer(session))

    assert 'alt="A &lt;b&gt;gate&lt;/b&gt;."' in browser.get(f"/desk/hazards/{hazard.id}/photos").text
    assert 'alt="একটি গেট।"' in browser.get(f"/desk/hazards/{hazard.id}/photos?lang=bn").text
