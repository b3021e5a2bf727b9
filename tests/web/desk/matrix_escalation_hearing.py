"""What stands behind the addresses of a hearing, for the test that asks every address as everybody."""

from collections.abc import Sequence
from dataclasses import replace

from accord.records.hearing import FactoryRequest, MeetingPromise, Obstruction, StageMeeting
from accord.rules.desk.access import Thing
from accord.rules.escalation.words import MeetingState, PromiseState, RequestKind, Trigger
from tests.web.desk.matrix_objects import SINCE, Asked, Builder, World


def _factories(world: World) -> Sequence[Asked]:
    """Each of the two factories by its number."""
    return [Asked({"number": each.number}, Thing(frozenset({each.id}))) for each in world.factories]


def _kinds(world: World) -> Sequence[Asked]:
    """Each kind of request of each factory."""
    return [
        replace(each, values={**each.values, "kind": kind.value}) for each in _factories(world) for kind in RequestKind
    ]


def _written(world: World) -> dict[str, object]:
    return {"actor": "a test", "recorded_at": world.moment.now}


def _meetings(world: World) -> Sequence[Asked]:
    """A meeting of each factory of which nobody has said what became of it."""
    found = []
    for each in world.factories:
        meeting = StageMeeting(
            factory=each,
            invited_on=SINCE,
            meets_on=SINCE,
            place="Dhaka",
            state=MeetingState.INVITED,
            promises=[MeetingPromise(words="Doors", due_on=SINCE, state=PromiseState.OPEN, **_written(world))],
            **_written(world),
        )
        world.session.add(meeting)
        world.session.flush()
        found.append((meeting, Thing(frozenset({each.id}))))
    return [Asked({"meeting_id": meeting.id}, thing) for meeting, thing in found]


def _promises(world: World) -> Sequence[Asked]:
    """A promise of each factory."""
    asked = []
    for each in _meetings(world):
        meeting = world.session.get_one(StageMeeting, each.values["meeting_id"])
        asked.append(Asked({"promise_id": meeting.promises[0].id}, each.thing))
    return asked


def _requests(world: World) -> Sequence[Asked]:
    """A request of each factory that waits for its answer."""
    asked = []
    for each in world.factories:
        found = FactoryRequest(
            factory=each,
            kind=RequestKind.EXTENSION,
            words="The doors are at sea.",
            asked_on=SINCE,
            wants_until_on=SINCE,
            answer_due_on=SINCE,
            stops_until_on=SINCE,
            **_written(world),
        )
        world.session.add(found)
        world.session.flush()
        asked.append(Asked({"request_id": found.id}, Thing(frozenset({each.id}))))
    return asked


def _refusals(world: World) -> Sequence[Asked]:
    """A refusal of each factory."""
    asked = []
    for each in world.factories:
        found = Obstruction(
            factory=each, trigger=Trigger.NO_COOPERATION, happened_on=SINCE, words="Shut.", **_written(world)
        )
        world.session.add(found)
        world.session.flush()
        asked.append(Asked({"refusal_id": found.id}, Thing(frozenset({each.id}))))
    return asked


HEARING: dict[str, Builder] = {
    "stage_meetings.new": _factories,
    "stage_meetings.invite": _factories,
    "stage_meetings.show": _meetings,
    "stage_meetings.hold": _meetings,
    "stage_meetings.miss": _meetings,
    "stage_meetings.call_off": _meetings,
    "stage_meetings.settle": _promises,
    "requests.new": _kinds,
    "requests.ask": _kinds,
    "requests.show": _requests,
    "requests.answer": _requests,
    "refusals.list": _factories,
    "refusals.record": _factories,
    "refusals.end": _refusals,
}
"""By endpoint: what stands behind an address that has a parameter."""
