"""The page that tells people how the site is, in both languages, and the meter of the clockwork."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from accord.app import Side, create_app
from accord.records.base import open_engine
from accord.records.clockwork import ClockworkRun, GoLive
from accord.rules.clockwork import JobName
from accord.web.status import JOBS, ago
from tests.builders import NOW, a_site, an_edition, publish
from tests.web.reading import read

SECRET = "OSError: /srv/somewhere/private is full"


@pytest.fixture
def ran(settings, database):
    """Put a run of the clockwork on record, so many minutes ago."""
    engine = open_engine(settings.database_url)

    def noted(job, minutes, *, said=None, ended=True):
        at = NOW - timedelta(minutes=minutes)
        with Session(engine) as session:
            period = at.strftime("%Y-%m-%dT%H:%M" if job in ("heartbeat", "orders") else "%Y-%m-%d")
            session.add(
                ClockworkRun(job=job, period=period, began_at=at, ended_at=at if ended else None, decided=77, said=said)
            )
            session.commit()

    yield noted
    engine.dispose()


@pytest.fixture
def visitor(app):
    yield app.test_client()
    app.extensions["accord"].private.close()


def page_in(visitor, language):
    response = visitor.get(f"/status?lang={language}")
    assert (response.status_code, response.headers["Cache-Control"]) == (200, "no-store")
    return read(response.text).text


def test_while_all_runs_the_page_says_so_with_the_ages_and_what_was_done(settings, visitor, ran):
    publish(settings, an_edition(), written_at=NOW - timedelta(hours=3))
    ran("heartbeat", 1)
    ran("snapshot", 180)
    ran("photos", 60, said=SECRET)

    said = page_in(visitor, "en")

    for words in (
        "Everything runs as it should.",
        "up You are reading it.",
        "Written 3 hours ago.",
        "runs It last looked 1 minute ago.",
        "Public data brought up to the new day done",
        "Files removed that were sent and never kept failed",
    ):
        assert words in said
    for private in ("OSError", "somewhere", "77", "stands still"):
        assert private not in said.replace("While it stands still", "")


@pytest.mark.parametrize(
    ("live_since_hours", "words"),
    [
        (None, "held The programme has not begun to send them."),
        (-1, "held The programme has not begun to send them."),
        (1, "sent None of an open order is held."),
    ],
)
def test_it_is_said_whether_letters_of_orders_are_sent(settings, database, visitor, ran, live_since_hours, words):
    publish(settings, an_edition(), written_at=NOW)
    ran("heartbeat", 1)
    engine = open_engine(settings.database_url)
    if live_since_hours is not None:
        with Session(engine) as session:
            live_from = NOW - timedelta(hours=live_since_hours)
            session.add(GoLive(live_from=live_from, actor="a test", recorded_at=live_from))
            session.commit()
    engine.dispose()

    assert words in page_in(visitor, "en")


def test_in_bangla_the_page_says_the_same_and_no_english(settings, visitor, ran):
    publish(settings, an_edition(), written_at=NOW - timedelta(hours=3))
    ran("heartbeat", 12)
    ran("prune", 60)

    response = visitor.get("/status?lang=bn")
    page = read(response.text)

    for words in ("সাইটের অবস্থা", "৩ ঘণ্টা আগে", "থেমে আছে", "১২ মিনিট আগে", "প্রোগ্রামটির পুরোনো নথি মুছে ফেলা"):
        assert words in page.text
    for english in ("ago", "clockwork", "done", "still"):
        assert english not in page.said_in("bn")


@pytest.mark.parametrize(("minutes", "word"), [(5, "runs"), (6, "stands still")])
def test_after_five_minutes_without_a_beat_it_stands_still(visitor, ran, minutes, word):
    ran("heartbeat", minutes)

    said = page_in(visitor, "en")

    assert f"{word} It last looked {minutes} minutes ago." in said
    assert ("Everything runs as it should." in said) == (word == "runs")


def test_a_beat_that_was_begun_and_never_ended_counts_for_nothing(visitor, ran):
    ran("heartbeat", 30)
    ran("heartbeat", 1, ended=False)

    assert "stands still It last looked 30 minutes ago." in page_in(visitor, "en")


def test_after_the_clock_was_put_back_the_last_beat_lies_ahead_and_it_stands_still(visitor, ran):
    ran("heartbeat", -60 * 24 * 365)
    ran("snapshot", -60 * 24 * 365)

    said = page_in(visitor, "en")

    assert "stands still The clock was put back since it last looked." in said
    assert "It has done nothing here yet." in said


def test_beats_of_the_same_minutes_before_the_clock_was_put_back_are_no_signs_of_life(visitor, ran):
    for minutes in (3, 2, 1, 0, -1, -2, -30, -60):
        ran("heartbeat", minutes)

    assert "stands still" in page_in(visitor, "en")
    assert "accord_clockwork_age_seconds 3600.0" in visitor.get("/metrics").text


def test_that_something_due_could_not_be_done_is_told_and_what_it_was_is_not(visitor, ran):
    ran("heartbeat", 1)
    ran("orders", 1, said="order 17: KeyError: 'a mistake of ours'")

    said = page_in(visitor, "en")

    assert "not all done Something that is due could not be done." in said
    assert "Something behind them needs a hand" in said
    assert "17" not in said.split("What is due")[1].split("The clockwork looks")[0]
    assert "KeyError" not in said


def test_a_trouble_of_each_minute_that_was_not_said_again_for_hours_is_over(visitor, ran):
    ran("heartbeat", 1)
    ran("orders", 121, said="order 17: KeyError: 'a mistake of ours'")

    assert "not all done" not in page_in(visitor, "en")


def test_where_the_private_database_does_not_tell_the_page_says_that(settings, tmp_path):
    site = a_site(settings)  # there is no database in its folder

    said = page_in(site.test_client(), "en")

    assert "not known Its notes cannot be read right now." in said
    assert not (tmp_path / "accord.sqlite").exists()


def test_a_server_of_the_desk_alone_answers_too(settings, ran):
    ran("heartbeat", 1)
    site = create_app(settings, now=lambda: NOW, sides=frozenset({Side.DESK}))

    assert "runs It last looked 1 minute ago." in page_in(site.test_client(), "en")
    site.extensions["accord"].private.close()


def test_the_age_of_the_clockwork_is_measured_and_a_standstill_does_not_end_the_readiness(visitor, ran):
    assert "accord_clockwork_age_seconds NaN" in visitor.get("/metrics").text
    ran("heartbeat", 10)

    assert "accord_clockwork_age_seconds 600.0" in visitor.get("/metrics").text
    assert visitor.get("/readyz").status_code == 200


def test_every_job_but_the_beat_and_those_that_write_to_people_has_words_for_the_public():
    to_people = {JobName.ORDERS, JobName.ARRIVALS, JobName.DIGESTS, JobName.LETTERS, JobName.BACK}

    assert {*JOBS, JobName.HEARTBEAT, *to_people} == set(JobName)


@pytest.mark.parametrize(
    ("age", "words"),
    [
        ({"seconds": 59}, "less than a minute ago"),
        ({"minutes": 1}, "1 minute ago"),
        ({"minutes": 119}, "119 minutes ago"),
        ({"minutes": 120}, "2 hours ago"),
        ({"hours": 47, "minutes": 59}, "47 hours ago"),
        ({"hours": 48}, "2 days ago"),
        ({"days": -1}, "less than a minute ago"),
    ],
)
def test_an_age_is_said_in_whole_units_rounded_down(app, age, words):
    with app.test_request_context("/status"):
        assert ago(timedelta(**age)) == words
