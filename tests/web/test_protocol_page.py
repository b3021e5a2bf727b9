"""Everybody reads the escalation protocol in force, and every version before it, as it was taken."""

import hashlib
from datetime import timedelta

import pytest

from accord.casework.disclosed_protocol import disclosed_protocol
from accord.casework.escalation.protocol import take
from accord.casework.snapshot import show_protocol
from accord.gateways.snapshot.protocol import put_protocol
from accord.gateways.snapshot.tables import open_for_writing
from accord.rules.escalation.profile_file import delivered, delivered_text
from accord.rules.escalation.words import Trigger
from accord.rules.public.disclosed_protocol import DELIVERED, ProtocolDisclosed
from tests.builders import a_site, an_edition, publish


def of(version: int, text: str, *, holds_from, name: str = "another") -> ProtocolDisclosed:
    return ProtocolDisclosed(
        version=version,
        name=name,
        holds_from=holds_from,
        recorded_on=None if version == DELIVERED else holds_from,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        text=text,
    )


@pytest.fixture
def app(settings, moment):
    """The application on the day of the tests."""
    app = a_site(settings, now=lambda: moment.now)
    yield app
    app.extensions["accord"].snapshot.engine.dispose()


@pytest.fixture
def shown(settings, moment):
    """Publish these versions beside the delivered one."""

    def write(*versions: ProtocolDisclosed) -> None:
        publish(settings)
        engine = open_for_writing(settings.snapshot)
        with engine.begin() as connection:
            put_protocol(connection, [of(DELIVERED, delivered_text(), holds_from=delivered().holds_from), *versions])
        engine.dispose()

    return write


def test_before_anything_is_published_the_page_says_so(visitor):
    answer = visitor.get("/protocol?lang=en")

    assert answer.status_code == 200
    assert "Nothing has been published yet." in answer.text
    assert visitor.get("/protocol/0").status_code == 404


def test_every_limit_of_the_delivered_protocol_stands_there_with_its_reason(visitor, shown):
    shown()

    page = visitor.get("/protocol?lang=en").text

    profile = delivered()
    for limits in profile.triggers.values():
        assert limits.reason in page
        for count in limits.least:
            assert f"{count} or more" in page
    behind = profile.triggers[Trigger.BEHIND_SCHEDULE]
    assert f"more than {behind.after_days} calendar days late" in page
    assert f"when {behind.gone_at_most} or fewer are left" in page
    for patience in profile.up.values():
        assert patience.reason in page
    assert "for more than 6 calendar months" in page
    for request in profile.requests.values():
        assert f"answers within {request.answer_days} calendar days" in page
        assert f"for {request.stops_days_at_most} calendar days at most" in page
    assert f"has {profile.stage_three.answer_days} calendar days to answer" in page
    assert "This version is in force since 8 May 2019." in page


def test_the_delivered_protocol_is_whole_in_bangla(visitor, shown):
    shown()

    page = visitor.get("/protocol?lang=bn").text

    head, text = page.split("<pre", 1)
    assert delivered().title_bn in head
    assert delivered().triggers[Trigger.BEHIND_SCHEDULE].reason_bn in head
    assert "Ours:" not in head
    assert "অনুবাদ" not in head.partition('id="content"')[2]
    assert "Ours:" in text


def test_a_reason_without_bangla_is_shown_in_english_and_said_to_be(visitor, shown, moment):
    lines = [line for line in delivered_text().split("\n") if not line.startswith("reason_bn")]
    shown(of(3, "\n".join(lines), holds_from=moment.today))

    page = visitor.get("/protocol?lang=bn").text

    assert f'<span lang="en" class="words">{delivered().triggers[Trigger.REMEDY_REFUSED].reason}</span>' in page


def test_a_trigger_that_is_switched_off_and_a_group_that_is_met_are_said(visitor, shown, moment):
    text = delivered_text().replace("is_on = true", "is_on = false", 1).replace("group = false", "group = true")
    shown(of(3, text, holds_from=moment.today))

    page = visitor.get("/protocol?lang=en").text

    assert "Not in use in this version." in page
    assert "every factory of the same company group" in page


def test_each_version_is_readable_and_its_file_is_as_it_was_taken(visitor, shown, moment):
    later = delivered_text().replace("after_days = 180", "after_days = 120")
    announced = of(4, later + "# ahead\n", holds_from=moment.today + timedelta(days=9), name="next")
    taken = of(3, later, holds_from=moment.today - timedelta(days=9), name="last")
    shown(taken, announced)

    force, before, ahead = (visitor.get(f"/protocol{end}?lang=en").text for end in ("", "/0", "/4"))

    assert "more than 120 calendar days late" in force
    assert "Another one is announced and holds from" in force
    assert taken.sha256 in force
    assert "more than 180 calendar days late" in before
    assert "not in force any more" in before
    assert "not in force yet" in ahead
    assert force.count("holds from") >= 2
    file = visitor.get("/protocol/3.toml")
    assert file.text == later
    assert file.headers["ETag"] == f'"{taken.sha256}"'
    assert file.headers["Content-Disposition"].endswith("accord-protocol-3.toml")
    assert file.headers["Access-Control-Allow-Origin"] == "*"
    assert [visitor.get(f"/protocol/{end}").status_code for end in ("5", "5.toml", "99999999999")] == [404, 404, 404]


def test_of_two_versions_from_one_day_the_one_taken_last_holds(visitor, shown, moment):
    first = of(3, delivered_text().replace("after_days = 180", "after_days = 120"), holds_from=moment.today)
    second = of(4, delivered_text().replace("after_days = 180", "after_days = 90"), holds_from=moment.today)
    shown(second, first)

    assert "more than 90 calendar days late" in visitor.get("/protocol?lang=en").text


def test_a_version_that_this_program_cannot_read_any_more_still_shows_its_text(visitor, shown, moment):
    shown(of(3, 'name = "<old>"\nformerly = 1\n', holds_from=moment.today))

    page = visitor.get("/protocol?lang=en").text

    assert "formerly = 1" in page
    assert "&lt;old&gt;" in page
    assert "<old>" not in page


def test_every_page_of_the_public_leads_there(visitor, shown):
    shown()

    assert 'href="/protocol' in visitor.get("/figures?lang=en").text


def test_what_is_disclosed_is_what_was_taken_and_not_who_took_it(session, moment, settings, visitor):
    publish(settings, an_edition())
    day = moment.today.isoformat()
    text = delivered_text().replace("2019-05-08", day, 1)
    version = take(session, text, reason="Told among us.", who=None, actor="Nusrat Jahan", moment=moment)
    session.commit()

    show_protocol(session, settings.snapshot, moment=moment)

    found = disclosed_protocol(session, moment=moment)
    assert [each.version for each in found] == [version.id, DELIVERED]
    assert (found[0].text, found[0].sha256, found[0].recorded_on) == (text, version.sha256, moment.today)
    page = visitor.get(f"/protocol/{version.id}?lang=en").text
    assert version.sha256 in page
    assert "Told among us." not in page
    assert "Nusrat" not in page


def test_before_its_own_day_the_delivered_protocol_holds_without_a_since(settings, shown, moment):
    shown()
    app = a_site(settings, now=lambda: moment.now.replace(year=2018))

    page = app.test_client().get("/protocol?lang=en").text
    app.extensions["accord"].snapshot.engine.dispose()

    assert "This version is in force." in page
    assert "in force since" not in page
