"""Photos sent along with a hazard, a claim or a verdict: kept, tied to what was said, or told by their name."""

from datetime import date
from io import BytesIO

import pytest
from sqlalchemy import func, select

from accord.casework.desk.statuses import claim_correction, take_back
from accord.casework.desk.uploads import said_on
from accord.records.base import reading
from accord.records.hazard import Hazard, HazardEvent
from accord.records.photo import Upload
from accord.rules.desk.people import Role
from accord.rules.vocabulary import PhotoOf, Status
from tests.desk_builders import a_factory_with_hazard, a_person, a_visitor, an_engineer, an_inspection
from tests.desk_builders_photos import a_different_photo, a_kept_photo
from tests.web.desk.test_entry import TYPED
from tests.web.reading import read

COOKIE_HOLDS = 4093
"""What a browser keeps in one cookie: a longer one is dropped with all that it says."""


@pytest.fixture
def hazard(session, moment):
    session.expire_on_commit = False
    return a_factory_with_hazard(session, moment)


@pytest.fixture
def inspection(session, hazard):
    return an_inspection(session, hazard.links[0].factory)


@pytest.fixture
def engineer(session, signed_in, inspection):
    return signed_in(an_engineer(session, name="R. Islam"))


@pytest.fixture
def owner(session, hazard):
    return a_person(session, Role.FACTORY_USER, factory=hazard.links[0].factory)


@pytest.fixture
def address(inspection):
    return f"/desk/inspections/{inspection.id}/hazards/new"


@pytest.fixture
def look(session):
    def looked(query):
        with reading(session.get_bind()) as fresh:
            return fresh.execute(query).all()

    return looked


def files(*names, raw=None):
    return {"photos": [(BytesIO(raw or a_different_photo(place)), name) for place, name in enumerate(names)]}


def test_several_photos_are_sent_with_the_form_that_logs_the_hazard(look, engineer, address):
    answer = engineer.post(address, data=TYPED | files("a.jpg", "b.jpg"), follow_redirects=True)

    (hazard,) = look(select(Hazard.id, Hazard.observation_bn).order_by(Hazard.id.desc()).limit(1))
    assert "Item 2 is saved." in answer.text
    assert "2 photos were sent." in answer.text
    found = look(select(HazardEvent.id).where(HazardEvent.hazard_id == hazard.id))[0].id
    sent = look(select(Upload.hazard_id, Upload.shows, Upload.caption, Upload.caption_bn, Upload.event_id))
    said = ("At Stair 2, a collapsible gate.", hazard.observation_bn)
    assert sent == [(hazard.id, PhotoOf.HAZARD, *said, found)] * 2


def test_what_the_photos_show_is_said_in_words_of_their_own(look, engineer, address):
    words = {"photo_caption": "The gate from below.", "photo_caption_bn": "নিচ থেকে গেট।"}

    engineer.post(address, data=TYPED | words | files("a.jpg"))

    assert look(select(Upload.caption, Upload.caption_bn)) == [tuple(words.values())]


def test_a_photo_that_is_refused_is_told_by_its_name_and_the_hazard_is_saved_once(look, engineer, address):
    before = look(select(func.count(Hazard.id)))[0][0]
    sent = {
        "photos": [
            (BytesIO(a_different_photo(1)), "gate.jpg"),
            (BytesIO(b"<svg/>"), "plan <1>.svg"),
            (BytesIO(b"MZ" + bytes(99)), "tool.jpg"),
        ]
    }

    answer = engineer.post(address, data=TYPED | sent, follow_redirects=True)

    assert "Item 2 is saved." in answer.text
    assert "1 photo was sent." in answer.text
    assert "“plan &lt;1&gt;.svg”: This is an SVG drawing" in answer.text
    assert "“tool.jpg”: This is a program" in answer.text
    assert look(select(func.count(Hazard.id)))[0][0] == before + 1
    assert look(select(Upload.file_name)) == [("gate.jpg",)]


def test_the_form_that_is_sent_twice_is_one_hazard_with_its_photos_once(look, engineer, address):
    before = look(select(func.count(Hazard.id)))[0][0]

    answers = [engineer.post(address, data=TYPED | files("a.jpg", "b.jpg")).status_code for _ in range(2)]

    assert answers == [303, 303]
    assert look(select(func.count(Hazard.id)))[0][0] == before + 1
    assert look(select(func.count(Upload.id)))[0][0] == 2


def test_words_for_photos_that_are_too_long_are_said_before_anything_is_saved(look, engineer, address):
    before = look(select(func.count(Hazard.id)))

    answer = engineer.post(address, data=TYPED | {"photo_caption": "x" * 301} | files("a.jpg"))

    assert (answer.status_code, look(select(func.count(Hazard.id)))) == (422, before)
    assert "This is too long: at most 300 characters." in answer.text


def test_more_photos_than_go_at_once_are_kept_up_to_the_tenth_and_the_others_are_told(look, engineer, address):
    answer = engineer.post(address, data=TYPED | files(*[f"{n}.jpg" for n in range(12)]), follow_redirects=True)

    assert "10 photos were sent." in answer.text
    assert "At most 10 photos go at once: send the others after these." in answer.text
    assert look(select(func.count(Upload.id)))[0][0] == 10


def test_ten_refusals_in_bangla_reach_the_reader_in_one_cookie(engineer, address):
    names = [f"{n}-{'সিঁড়ির গেটে তালা দেওয়া ' * 6}.jpg" for n in range(10)]

    answer = engineer.post(f"{address}?lang=bn", data=TYPED | files(*names, raw=b"<svg/>"))

    assert max(len(each) for each in answer.headers.getlist("Set-Cookie")) <= COOKIE_HOLDS
    assert engineer.get(answer.location).text.count("এটি SVG নকশা") == 10


def test_the_photos_of_a_claim_are_evidence_of_that_claim(look, hazard, owner, signed_in):
    claim = {"done": "Gate removed.", "on": "2024-06-30"}

    signed_in(owner).post(f"/desk/hazards/{hazard.id}/claim", data=claim | files("a.jpg"))

    [event] = look(select(HazardEvent.id).where(HazardEvent.status == Status.PENDING_VERIFICATION))
    sent = look(select(Upload.event_id, Upload.shows, Upload.caption, Upload.taken_on, Upload.inspection_id))
    assert sent == [(event.id, PhotoOf.CORRECTION, "Gate removed.", date(2024, 6, 30), None)]


def test_a_claim_that_cannot_be_said_keeps_its_photo_for_the_form_alone(look, hazard, owner, signed_in):
    claim = {"done": "Gate removed.", "on": "2024-07-02"}

    answer = signed_in(owner).post(f"/desk/hazards/{hazard.id}/claim", data=claim | files("a.jpg"))

    assert answer.status_code == 422
    assert "Kept: 1 photo" in answer.text
    assert look(select(Upload.id)) == []


@pytest.fixture
def claimed(session, moment, hazard, owner):
    """The claim that the gate is gone."""
    who = a_visitor(session, owner, moment)
    return claim_correction(session, hazard, done="Gate removed.", on=date(2024, 5, 1), who=who, moment=moment)


@pytest.mark.parametrize(
    ("verdict", "shows"), [("verified", PhotoOf.CORRECTION), ("not_accepted", PhotoOf.HAZARD)], ids=str
)
def test_the_photos_of_a_verdict_are_evidence_of_it_and_of_its_visit(
    look, hazard, claimed, inspection, engineer, verdict, shows
):
    given = {"verdict": verdict, "inspection": inspection.id, "comment": "Seen at noon."}

    answer = engineer.post(f"/desk/hazards/{hazard.id}/verdict", data=given | files("a.jpg"))

    event = look(select(HazardEvent.id).order_by(HazardEvent.id.desc()))[0].id
    assert answer.status_code == 303
    sent = look(select(Upload.event_id, Upload.inspection_id, Upload.shows, Upload.caption))
    assert sent == [(event, inspection.id, shows, "Seen at noon.")]


def test_a_verdict_with_photos_of_which_nothing_is_said_is_refused_and_nothing_is_kept(
    look, hazard, claimed, inspection, engineer
):
    given = {"verdict": "verified", "inspection": inspection.id}

    answer = engineer.post(f"/desk/hazards/{hazard.id}/verdict", data=given | files("a.jpg"))

    assert answer.status_code == 422
    assert "Say in a sentence what the photos show, or write a comment." in answer.text
    assert look(select(Upload.id)) == []
    assert look(select(Hazard.status)) == [(Status.PENDING_VERIFICATION,)]


def test_the_photo_of_the_claim_stands_in_the_story_at_the_claim_and_beside_the_old_one_for_the_verdict(
    session, moment, settings, hazard, claimed, engineer
):
    from accord.gateways.files import FileStore

    photos = FileStore(settings.photos, is_private=True)
    old = a_kept_photo(session, hazard, photos=photos, moment=moment, shows=PhotoOf.HAZARD, caption="A gate.")
    new = a_kept_photo(session, hazard, photos=photos, moment=moment, event_id=claimed.id, caption="No gate.")
    session.commit()

    story = engineer.get(f"/desk/hazards/{hazard.id}").text.split("Its story")[1]
    verdict = engineer.get(f"/desk/hazards/{hazard.id}/verdict").text

    claim_in_story = story.split("the factory reported it as corrected")[1].split("</li>\n<li class")[0]
    assert f"/desk/photos/{new.id}.jpg" in claim_in_story
    assert f"/desk/photos/{old.id}.jpg" not in story
    assert read(verdict).text.index("as found") < read(verdict).text.index("after the correction")
    assert "the factory reported it as corrected, 1 May 2024" in verdict


def test_a_photo_that_is_added_on_a_round_belongs_to_the_verdict_of_that_round(
    look, hazard, claimed, inspection, engineer
):
    round_of = f"/desk/inspections/{inspection.id}/round"
    engineer.post(f"{round_of}/{hazard.id}", data={"seen": "not_corrected", "comment": "Chained again."})
    album = read(engineer.get(round_of).text).link_texts["Add photos"]
    words = {"shows": "hazard", "caption": "Chained.", "taken_on": "2024-06-20", "inspection": inspection.id}

    engineer.post(album.partition("?")[0], data=words | {"photos": [(BytesIO(a_different_photo(1)), "a.jpg")]})

    verdict = look(select(HazardEvent.id).order_by(HazardEvent.id.desc()))[0].id
    assert f"inspection={inspection.id}" in album
    assert look(select(Upload.event_id, Upload.inspection_id)) == [(verdict, inspection.id)]


def test_a_photo_added_on_a_visit_is_evidence_of_what_was_said_there_last_and_stands(
    session, moment, hazard, claimed, inspection
):
    def said(status, **words):
        event = HazardEvent(
            hazard_id=hazard.id,
            status=status,
            effective_on=inspection.inspected_on,
            recorded_at=moment.now,
            source=hazard.source,
            actor="somebody",
            inspection_id=inspection.id,
            **words,
        )
        session.add(event)
        session.flush()
        return event

    assert said_on(session, hazard, None) is None
    assert said_on(session, hazard, inspection) is None
    first, second = said(Status.IN_PROGRESS), said(Status.IN_PROGRESS)
    assert said_on(session, hazard, inspection) is second

    who = a_visitor(session, an_engineer(session), moment)
    take_back(session, second, reason="a slip", who=who, moment=moment)
    assert said_on(session, hazard, inspection).id in {first.id, second.id + 1}
    assert said_on(session, hazard, inspection) is not second


def test_the_forms_speak_bangla(hazard, engineer, owner, signed_in, address):
    for page in (
        engineer.get(f"{address}?lang=bn").text,
        signed_in(owner).get(f"/desk/hazards/{hazard.id}/claim?lang=bn").text,
    ):
        assert "ছবিগুলোতে কী দেখা যাচ্ছে, বাংলায়" in page
        assert 'enctype="multipart/form-data"' in page
