"""Photos of a form that comes back: kept for their sender, given back with the form, sent once when it is saved."""

import os
import re
from datetime import timedelta
from io import BytesIO

import pytest
from sqlalchemy import func, select

from accord.casework.desk.kept_photos import KEPT
from accord.casework.desk.sweeping import sweep
from accord.cli.photos import Preparer
from accord.gateways.files import FileStore
from accord.gateways.pictures import Processor
from accord.records.base import reading
from accord.records.hazard import Hazard, HazardEvent
from accord.records.photo import KeptPhoto, Photo, Upload
from accord.rules.desk.rounds import UploadState
from accord.rules.moments import Moment
from accord.rules.vocabulary import PhotoOf
from accord.web.desk import kept_photos as web_kept_photos
from tests.desk_builders import a_factory_with_hazard, an_engineer, an_inspection
from tests.desk_builders_photos import a_different_photo
from tests.web.desk.test_entry import TYPED

HIDDEN = re.compile(r'name="kept_photos" value="(\d+)"')
INCOMPLETE = TYPED | {"observation": ""}


@pytest.fixture
def hazard(session, moment):
    session.expire_on_commit = False
    return a_factory_with_hazard(session, moment)


@pytest.fixture
def address(session, hazard):
    return f"/desk/inspections/{an_inspection(session, hazard.links[0].factory).id}/hazards/new"


@pytest.fixture
def engineer(session, signed_in, address):
    return signed_in(an_engineer(session, name="R. Islam"))


@pytest.fixture
def colleague(session, signed_in, address):
    return signed_in(an_engineer(session, name="S. Akter"))


@pytest.fixture
def look(session):
    def looked(query):
        with reading(session.get_bind()) as fresh:
            return fresh.execute(query).all()

    return looked


@pytest.fixture
def uploads(settings):
    return FileStore(settings.uploads, is_private=True)


@pytest.fixture
def prepare(session, settings, uploads, moment):
    def prepared():
        with Processor() as processor:
            photos = FileStore(settings.photos, is_private=True)
            return Preparer(session.get_bind(), uploads, photos, processor, lambda: moment).prepare_all()

    return prepared


def files(*names, raw=None):
    return {"photos": [(BytesIO(raw or a_different_photo(place)), name) for place, name in enumerate(names)]}


def kept_in(answer):
    return {"kept_photos": HIDDEN.findall(answer.text)}


def test_the_photos_of_a_form_that_comes_back_are_sent_when_it_is_saved_as_if_with_it(look, engineer, address):
    back = engineer.post(address, data=INCOMPLETE | files("a.jpg", "b.jpg"))

    assert back.status_code == 422
    assert "Kept: 2 photos" in back.text
    assert "a.jpg" in back.text
    assert look(select(Upload.id)) == []
    saved = engineer.post(address, data=TYPED | kept_in(back) | files("c.jpg", raw=a_different_photo(7)))
    assert saved.status_code == 303
    [hazard] = look(select(Hazard.id).order_by(Hazard.id.desc()).limit(1))
    found = look(select(HazardEvent.id).where(HazardEvent.hazard_id == hazard.id))[0].id
    sent = look(select(Upload.file_name, Upload.hazard_id, Upload.event_id, Upload.shows, Upload.caption))
    of_it = (hazard.id, found, PhotoOf.HAZARD, "At Stair 2, a collapsible gate.")
    assert sent == [(name, *of_it) for name in ("a.jpg", "b.jpg", "c.jpg")]


def test_they_survive_the_page_that_says_what_a_danger_sets_off(look, engineer, address):
    danger = TYPED | {"severity": "severe_and_imminent", "confirmed": ""}
    back = engineer.post(address, data=danger | files("a.jpg"))

    assert '<strong>This was not saved yet.</strong> <a href="#say-danger">People are in danger' in back.text
    assert "Kept: 1 photo" in back.text
    told = re.search(r'name="confirmed" value="([^"]*)"', back.text)[1]
    order = re.findall(r'name="order" value="([^"]*)"', back.text)[:1]
    answer = engineer.post(address, data=danger | {"confirmed": told, "order": order} | kept_in(back))

    assert answer.status_code == 303
    assert len(look(select(Upload.id))) == 1


def test_the_form_that_comes_back_again_and_is_sent_twice_sends_each_photo_once(look, engineer, address):
    first = engineer.post(address, data=INCOMPLETE | files("a.jpg"))
    second = engineer.post(address, data=INCOMPLETE | kept_in(first) | files("the same.jpg"))
    assert kept_in(second) == kept_in(first)

    answers = [engineer.post(address, data=TYPED | kept_in(second)).status_code for _ in range(2)]

    assert answers == [303, 303]
    assert look(select(func.count(Upload.id))) == [(1,)]


def test_one_that_was_used_belongs_to_what_it_was_used_for(look, engineer, address):
    back = engineer.post(address, data=INCOMPLETE | files("a.jpg"))
    engineer.post(address, data=TYPED | kept_in(back))

    other = TYPED | kept_in(back) | {"key": "b" * 16}
    assert engineer.post(address, data=other).status_code == 303
    again = engineer.post(address, data=INCOMPLETE | kept_in(back))

    assert look(select(func.count(Upload.id))) == [(1,)]
    assert "Kept:" not in again.text


def test_what_is_dropped_is_not_sent_and_forgotten(look, engineer, address):
    back = engineer.post(address, data=INCOMPLETE | files("a.jpg", "b.jpg"))
    dropped = {"drop_photos": kept_in(back)["kept_photos"][:1]}
    assert engineer.post(address, data=INCOMPLETE | kept_in(back) | dropped).text.count(" checked>") >= 1

    engineer.post(address, data=TYPED | kept_in(back) | dropped)

    assert look(select(Upload.file_name)) == [("b.jpg",)]
    assert look(select(KeptPhoto.file_name)) == [("b.jpg",)]


def test_nobody_sends_or_drops_or_sees_what_is_kept_for_somebody_else(look, engineer, colleague, address):
    kept = kept_in(engineer.post(address, data=INCOMPLETE | files("a.jpg")))

    foreign = colleague.post(address, data=INCOMPLETE | kept)
    colleague.post(address, data=TYPED | kept)
    colleague.post(address, data=TYPED | {"drop_photos": kept["kept_photos"], "kept_photos": kept["kept_photos"]})

    assert "Kept:" not in foreign.text
    assert look(select(Upload.id)) == []
    assert look(select(KeptPhoto.file_name)) == [("a.jpg",)]
    assert colleague.get(f"/desk/photos/kept/{kept['kept_photos'][0]}-small.jpg").status_code == 404


def test_a_file_that_is_no_photo_is_told_at_once_and_not_kept(look, engineer, address):
    back = engineer.post(address, data=INCOMPLETE | files("plan.svg", raw=b"<svg/>"))

    assert "This is an SVG drawing" in back.text
    assert look(select(KeptPhoto.id)) == []


def test_no_more_are_kept_than_go_at_once(look, engineer, address):
    first = engineer.post(address, data=INCOMPLETE | files(*[f"{n}.jpg" for n in range(12)]))
    engineer.post(address, data=INCOMPLETE | kept_in(first) | files("one more.jpg", raw=a_different_photo(40)))

    assert "At most 10 photos go at once" in first.text
    assert look(select(func.count(KeptPhoto.id))) == [(10,)]


def test_its_small_copy_is_drawn_anew_and_given_to_its_sender_alone(look, engineer, address, prepare, uploads):
    back = engineer.post(address, data=INCOMPLETE | files("a.jpg"))
    small = f"/desk/photos/kept/{kept_in(back)['kept_photos'][0]}-small.jpg"
    assert engineer.get(small).status_code == 202

    assert prepare() == (0, 0)

    with engineer.get(small) as picture:
        assert picture.data[:3] == b"\xff\xd8\xff"
    assert f'src="{small}"' in engineer.post(address, data=INCOMPLETE | kept_in(back)).text
    assert look(select(Photo.id)) == []
    engineer.post(address, data=TYPED | kept_in(back))
    assert prepare() == (1, 0)
    [kept] = look(select(KeptPhoto.sha256, KeptPhoto.state))
    assert kept.state is UploadState.READY
    assert not uploads.path_of(kept.sha256).exists()


def test_a_page_without_script_gets_the_small_copy_as_soon_as_it_is_drawn(engineer, address, prepare, monkeypatch):
    monkeypatch.setattr(web_kept_photos, "PAUSE_SECONDS", 0)
    back = engineer.post(address, data=INCOMPLETE | files("a.jpg"))
    first = re.search(r'<noscript><img src="([^"]+)" alt="a.jpg"></noscript>', back.text)[1]

    waits = engineer.get(first)
    assert waits.status_code == 303
    assert waits.location == first.replace("again=1", "again=2")
    last = f"{first.partition('?')[0]}?again={web_kept_photos.MOST_TIMES}"
    assert [engineer.get(path).status_code for path in (last, engineer.get(last).location)] == [303, 202]
    prepare()

    with engineer.get(waits.location) as picture:
        assert picture.data[:3] == b"\xff\xd8\xff"
    assert "<noscript>" not in engineer.post(address, data=INCOMPLETE | kept_in(back)).text


def test_a_file_that_is_kept_for_another_form_stays_when_the_same_was_made_a_photo(
    look, engineer, address, prepare, uploads
):
    engineer.post(address, data=INCOMPLETE | files("a.jpg"))
    engineer.post(address, data=TYPED | files("a.jpg"))

    assert prepare() == (1, 0)

    assert uploads.path_of(look(select(KeptPhoto.sha256))[0].sha256).exists()


def test_what_was_never_used_is_swept_after_its_time_and_its_sender_is_told(
    session, look, settings, engineer, address, uploads, moment
):
    kept = kept_in(engineer.post(address, data=INCOMPLETE | files("a.jpg")))
    path = uploads.path_of(look(select(KeptPhoto.sha256))[0].sha256)
    os.utime(path, (moment.now.timestamp(), moment.now.timestamp()))
    stores = {"uploads": uploads, "documents": FileStore(settings.documents, is_private=True)}

    def swept(after):
        count = sweep(session, **stores, actor="somebody", moment=Moment(moment.now + after, moment.zone))
        session.commit()
        return count

    assert (swept(KEPT), path.exists()) == (0, True)
    assert (swept(KEPT + timedelta(seconds=1)), path.exists()) == (1, False)
    assert look(select(KeptPhoto.id)) == []
    answer = engineer.post(address, data=TYPED | kept, follow_redirects=True)
    assert "1 photo that was kept for this form is not there any more" in answer.text


def test_photos_that_are_added_to_a_hazard_are_kept_too_when_their_words_are_refused(look, engineer, hazard):
    album = f"/desk/hazards/{hazard.id}/photos"
    words = {"shows": "correction", "caption": "The gate is gone.", "taken_on": "2024-06-20"}
    for wrong in ({"caption": ""}, {"taken_on": "2024-07-02"}):
        back = engineer.post(album, data=words | wrong | files("a.jpg", "b.jpg"))
        assert (back.status_code, len(kept_in(back)["kept_photos"])) == (422, 2)
    assert look(select(Upload.id)) == []
    assert "required" not in re.search(r'<input[^>]*type="file"[^>]*>', back.text)[0]

    answers = [engineer.post(album, data=words | kept_in(back)).status_code for _ in range(2)]

    assert answers == [303, 303]
    assert look(select(Upload.file_name, Upload.caption)) == [(n, "The gate is gone.") for n in ("a.jpg", "b.jpg")]


def test_a_photo_that_was_taken_out_can_be_sent_again(session, look, engineer, hazard, address, prepare, moment):
    album = f"/desk/hazards/{hazard.id}/photos"
    words = {"shows": "correction", "caption": "The gate is gone.", "taken_on": "2024-06-20"}
    for _ in range(2):
        assert engineer.post(album, data=words | files("a.jpg")).status_code == 303
    prepare()
    assert look(select(func.count(Photo.id))) == [(1,)]
    session.scalars(select(Photo)).one().taken_out_at = moment.now
    session.commit()

    engineer.post(album, data=words | files("a.jpg"))

    assert prepare() == (1, 0)
