"""What the public snapshot holds of the escalation protocol: decisions, two counters, and nothing private."""

from datetime import timedelta

import pytest

from accord.casework.coverage import set_coverage
from accord.casework.escalation.consequences import counters
from accord.casework.escalation.deciding import Why, retract
from accord.casework.progress import stage_of
from accord.casework.snapshot import show
from accord.gateways.snapshot.reader import PublicSnapshot
from accord.records.escalation import OwnersAnswer, StageChange, StageDraft
from accord.records.factory import Factory, Signatory
from accord.records.hearing import FactoryRequest, Obstruction, StageMeeting
from accord.records.ineligibility import DeclarationStep, Termination
from accord.rules.desk.people import Role
from accord.rules.escalation.words import Declarations, DraftState, MeetingState, RequestKind, Trigger
from accord.rules.orders.words import Channel
from accord.rules.public.public_lists import ineligibility
from accord.rules.vocabulary import Coverage, FactoryStatus
from tests.desk_builders import a_person, a_visitor
from tests.escalation_builders import at_stage

SECRETS = (
    "minutes of the talk",
    "who came",
    "the owner's words",
    "wants more time",
    "she was beaten",
    "Nordic",
    "Baltic",
)


@pytest.fixture
def factory(session, moment):
    found = Factory(number=9490, name="Savar Knit Ltd.", coverage=Coverage.ACTIVE)
    set_coverage(found, Coverage.ACTIVE, from_on=None, actor="the CSO", moment=moment)
    session.add(found)
    session.flush()
    return found


@pytest.fixture
def chief(session, moment):
    return a_visitor(session, a_person(session, Role.CHIEF_SAFETY_OFFICER), moment=moment)


@pytest.fixture
def read(session, tmp_path, moment):
    """Show the factory in public, and read it as it stood so many days ago."""
    place = tmp_path / "public.sqlite"

    def of(days_ago: int = 0):
        session.commit()
        show(session, 9490, place, moment=moment)
        session.commit()
        return PublicSnapshot(place).factory(9490, as_of=moment.today - timedelta(days=days_ago))

    return of


def went(session, factory, moment, *stages):
    """Write stages, each so many days ago."""
    return at_stage(
        session, factory, *((stage, moment.today - timedelta(days=days)) for stage, days in stages), moment=moment
    )


def third_stage(session, factory, moment, **changes):
    """Write a decision on ineligibility of ten days ago."""
    day = moment.today - timedelta(days=10)
    said = {"stage": 3, "decided_on": day, "effective_on": day, "reason": "As an example.", "recorded_at": moment.now}
    change = StageChange(factory_id=factory.id, actor="a test", **{**said, **changes})
    session.add(change)
    session.flush()
    return change


def test_a_reason_is_public_of_stage_three_and_of_what_ends_it_alone(session, factory, read, moment):
    went(session, factory, moment, (1, 90), (2, 60), (3, 30), (0, 10), (1, 5))

    told = {stage.stage: stage.reason for stage in read().past.stages[1:4]}

    assert told == {2: None, 3: "As an example.", 0: "As an example."}
    assert [stage.reason for stage in read().past.stages] == [None, None, "As an example.", "As an example.", None]


def test_a_decision_that_was_taken_back_stays_as_a_tombstone_and_never_held(session, factory, chief, read, moment):
    _, third = went(session, factory, moment, (2, 60), (3, 30))
    assert read(days_ago=20).status is FactoryStatus.INELIGIBLE

    retract(session, third, Why("The door was there.", "দরজা ছিল।"), who=chief, moment=moment)
    shown = read(days_ago=20)

    second, tombstone = shown.past.stages
    assert (second.retracted_on, second.why_retracted) == (None, None)
    assert (tombstone.stage, tombstone.decided_on) == (3, moment.today - timedelta(days=30))
    assert (tombstone.retracted_on, tombstone.why_retracted) == (moment.today, "The door was there.")
    assert tombstone.why_retracted_bn == "দরজা ছিল।"
    assert (shown.stage, shown.status is FactoryStatus.INELIGIBLE) == (2, False)


def test_the_private_figures_agree_that_it_never_held_from_when_that_is_known(session, factory, chief, moment):
    days = {name: moment.today - timedelta(days=30) for name in ("decided_on", "effective_on")}
    third = third_stage(session, factory, moment, recorded_at=moment.now - timedelta(days=30), **days)
    retract(session, third, Why("The door was there."), who=chief, moment=moment)
    then = moment.today - timedelta(days=20)

    assert stage_of(session, factory, as_of=then, known_before=moment.now - timedelta(days=1)) == 3
    assert stage_of(session, factory, as_of=then, known_before=moment.now + timedelta(days=1)) == 0


def test_a_decision_holds_from_its_day_on_without_any_deed(session, factory, read, moment):
    third_stage(session, factory, moment, effective_on=moment.today - timedelta(days=1))

    assert [read(days_ago=days).stage for days in (2, 1, 0)] == [0, 3, 3]


def test_the_counters_say_what_the_desk_says_and_name_no_signatory(session, factory, read, moment):
    (change,) = went(session, factory, moment, (3, 10))
    for name, confirmed_at in (("Nordic", moment.now), ("Baltic", None)):
        brand = Signatory(name=name)
        session.add(brand)
        session.flush()
        duty = Termination(
            stage_change_id=change.id,
            factory_id=factory.id,
            signatory_id=brand.id,
            due_on=change.effective_on,
            confirmed_at=confirmed_at,
            actor="a test",
            recorded_at=moment.now,
        )
        session.add(duty)
    session.flush()

    past = read().past
    held = ineligibility(past.stages, as_of=moment.today)
    desk = counters(session, change, today=moment.today)
    counted = past.counted(held, as_of=moment.today)

    assert (counted.days_without_withdrawal, counted.not_confirmed, counted.signatories) == (10, 1, 2)
    assert vars(counted) == vars(desk)
    assert past.counted(held, as_of=moment.today - timedelta(days=1)).not_confirmed == 2


def test_withheld_papers_end_the_count_from_the_day_on_which_they_were(session, factory, read, moment):
    (change,) = went(session, factory, moment, (3, 10))
    step = DeclarationStep(
        stage_change=change,
        step=Declarations.WITHHELD,
        happened_on=moment.today - timedelta(days=4),
        reference="UD 77 of the association",
        note="the clerk's note",
        actor="a test",
        recorded_at=moment.now,
    )
    session.add(step)

    past = read().past
    held = ineligibility(past.stages, as_of=moment.today)
    counted = {days: past.counted(held, as_of=moment.today - timedelta(days=days)) for days in (5, 4, 0)}

    assert [each.days_without_withdrawal for each in counted.values()] == [5, None, None]


def test_the_conditions_of_requalification_are_public_and_nothing_that_was_said_in_between(
    session, factory, chief, read, tmp_path, moment
):
    day = moment.today
    draft = StageDraft(
        factory_id=factory.id,
        effective_on=day,
        answer_until_on=day,
        reason="As an example.",
        conditions="Every fire door hangs. Call 01711-123456.",
        conditions_bn="সব দরজা লাগানো।",
        state=DraftState.SIGNED,
        person_id=chief.id,
        actor="a test",
        recorded_at=moment.now,
    )
    who = {"actor": "a test", "recorded_at": moment.now}
    session.add(draft)
    session.flush()
    third_stage(session, factory, moment, draft_id=draft.id)
    answer = {"words": "the owner's words", "said_by": "who came", "channel": Channel.DESK, "received_on": day}
    request = {"kind": RequestKind.EXTENSION, "words": "wants more time", "asked_on": day, "answer_due_on": day}
    meeting = {"invited_on": day, "meets_on": day, "place": "Dhaka", "state": MeetingState.HELD}
    session.add_all(
        [
            OwnersAnswer(draft_id=draft.id, **answer, **who),
            FactoryRequest(factory_id=factory.id, stops_until_on=day, **request, **who),
            StageMeeting(factory_id=factory.id, minutes="minutes of the talk", attended="who came", **meeting, **who),
            Obstruction(
                factory_id=factory.id,
                trigger=Trigger.REMEDY_REFUSED,
                happened_on=day,
                words="she was beaten",
                **who,
            ),
        ]
    )

    (stage,) = read().past.stages
    kept = (tmp_path / "public.sqlite").read_bytes()

    assert stage.conditions_bn == "সব দরজা লাগানো।"
    assert "Every fire door hangs." in stage.conditions
    assert "01711" not in stage.conditions
    assert not [secret for secret in SECRETS if secret.encode() in kept]
