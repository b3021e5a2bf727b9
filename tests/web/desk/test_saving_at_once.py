"""Several people who save at the same moment: nobody is refused, and nobody waits for another one's form."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

from sqlalchemy import event, select

from accord.casework.desk.hazards import record_hazard
from accord.casework.journal import first_broken_line
from accord.records.base import hold_the_pen, reading
from accord.records.hazard import Hazard, HazardFactory
from accord.records.person import SignIn
from accord.web.desk import entry
from accord.web.signed_in import COOKIE
from tests.desk_builders import a_factory_with_hazard, an_engineer, an_inspection
from tests.web.desk.test_entry import TYPED

PEOPLE = 10


def test_ten_who_save_at_once_on_one_inspection_get_ten_numbers_and_leave_the_journal_whole(
    app, session, moment, signed_in
):
    inspection = an_inspection(session, a_factory_with_hazard(session, moment).links[0].factory)
    token = signed_in(an_engineer(session)).get_cookie(COOKIE).value
    address = f"/desk/inspections/{inspection.id}/hazards/new"
    together = Barrier(PEOPLE)

    def save(place):
        browser = app.test_client()
        browser.set_cookie(COOKIE, token)
        together.wait()
        return browser.post(address, data=TYPED | {"key": f"{place:016x}"}).status_code

    with ThreadPoolExecutor(PEOPLE) as threads:
        answers = list(threads.map(save, range(PEOPLE)))

    assert answers == [303] * PEOPLE
    with reading(session.get_bind()) as fresh:
        assert first_broken_line(fresh) is None
        items = fresh.scalars(select(HazardFactory.item).order_by(HazardFactory.item)).all()
    assert items == list(range(1, PEOPLE + 2))


def test_a_form_with_mistakes_never_holds_the_pen(app, session, moment, signed_in):
    inspection = an_inspection(session, a_factory_with_hazard(session, moment).links[0].factory)
    browser = signed_in(an_engineer(session))
    begun = []
    event.listen(app.extensions["accord"].private.engine, "begin", lambda each: begun.append(reads_only(each)))

    answer = browser.post(f"/desk/inspections/{inspection.id}/hazards/new", data=TYPED | {"observation": ""})

    assert answer.status_code == 422
    assert begun == [True]


def test_what_was_mended_while_a_form_was_looked_at_counts(session, moment, signed_in, monkeypatch):
    inspection = an_inspection(session, a_factory_with_hazard(session, moment).links[0].factory)
    browser = signed_in(an_engineer(session))
    the_day_before = inspection.inspected_on - timedelta(days=1)

    def mend_first(*words, **more):
        inspection.inspected_on = the_day_before
        session.commit()
        return record_hazard(*words, **more)

    monkeypatch.setattr(entry, "record_hazard", mend_first)

    assert browser.post(f"/desk/inspections/{inspection.id}/hazards/new", data=TYPED).status_code == 303

    with reading(session.get_bind()) as fresh:
        assert fresh.scalar(select(Hazard.found_on).order_by(Hazard.id.desc())) == the_day_before


def test_who_is_seen_for_the_first_time_in_a_while_is_noted_without_waiting_for_oneself(
    app, session, moment, signed_in, clock
):
    inspection = an_inspection(session, a_factory_with_hazard(session, moment).links[0].factory)
    browser = signed_in(an_engineer(session))
    clock.go_on(minutes=10)

    answer = browser.post(f"/desk/inspections/{inspection.id}/hazards/new", data=TYPED)

    assert answer.status_code == 303
    with reading(session.get_bind()) as fresh:
        assert fresh.scalar(select(SignIn.seen_at)) == clock.now


def test_who_reads_while_somebody_writes_for_long_is_answered_at_once_and_noted_later(
    session, moment, signed_in, clock
):
    browser = signed_in(an_engineer(session))
    clock.go_on(minutes=10)
    hold_the_pen(session, "an import")

    assert browser.get("/desk").status_code == 200
    with reading(session.get_bind()) as fresh:
        assert fresh.scalar(select(SignIn.seen_at)) == moment.now

    session.rollback()
    browser.get("/desk")
    with reading(session.get_bind()) as fresh:
        assert fresh.scalar(select(SignIn.seen_at)) == clock.now


def reads_only(connection):
    return connection.get_execution_options().get("reads_only", False)
