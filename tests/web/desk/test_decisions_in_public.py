"""What is decided of a factory at the desk stands in public at once; what is rolled back never does."""

from datetime import timedelta

import pytest
from sqlalchemy.exc import OperationalError

from accord.casework.coverage import set_coverage
from accord.records.base import reading
from accord.records.cap import Recognition
from accord.records.escalation import StageChange
from accord.records.factory import Factory
from accord.rules.desk.people import Role
from accord.rules.vocabulary import Coverage
from accord.web import public_decisions
from accord.web.database import db
from tests.desk_builders import a_person


@pytest.fixture
def factory(session, moment):
    found = Factory(number=9490, name="Savar Knit Ltd.", coverage=Coverage.ACTIVE)
    set_coverage(found, Coverage.ACTIVE, from_on=None, actor="the CSO", moment=moment)
    session.add(found)
    session.flush()
    letter = Recognition(
        factory_id=found.id,
        recognised_on=moment.today - timedelta(days=9),
        number="BA/L 17",
        actor="the CSO",
        recorded_at=moment.now,
    )
    session.add(letter)
    session.commit()
    return found


@pytest.fixture
def chief(signed_in, session):
    return signed_in(a_person(session, Role.CHIEF_SAFETY_OFFICER))


WITHDRAWN = {"reason": "A gate is locked again.", "reason_bn": "আবার গেটে তালা।"}


def test_a_withdrawn_recognition_is_read_in_public_at_once(app, chief, factory):
    chief.post("/desk/factories/9490/recognition/withdraw", data=WITHDRAWN)

    assert "A gate is locked again." in app.test_client().get("/completed").text


def test_a_public_page_that_cannot_be_written_denies_nothing_that_was_decided(
    app, chief, factory, monkeypatch, session, caplog
):
    def full(*_things, **_more):
        raise OperationalError("the disk is full", None, Exception())

    monkeypatch.setattr(public_decisions, "show", full)

    answer = chief.post("/desk/factories/9490/recognition/withdraw", data=WITHDRAWN)

    assert answer.status_code == 303
    assert "do not show yet" in caplog.text
    with reading(session.get_bind()) as reader:
        assert reader.query(Recognition).one().withdrawn_on is not None


@pytest.mark.parametrize(("is_kept", "shown"), [(True, {1}), (False, set())])
def test_a_stage_is_to_be_shown_once_it_is_committed_and_never_where_it_was_rolled_back(
    app, session, factory, moment, is_kept, shown
):
    day = moment.today
    change = StageChange(factory_id=1, stage=3, decided_on=day, effective_on=day, reason="No door.")
    change.actor, change.recorded_at = "a test", moment.now

    with app.test_request_context("/", method="POST"):
        writing = db()
        writing.add(change)
        writing.flush()
        (writing.commit if is_kept else writing.rollback)()

        assert writing.info[public_decisions.AT_ONCE.committed] == shown
