"""What is shown of a mandatory meeting: to people of the programme, to the factory, and to those who buy there."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from accord.casework.escalation.protocol import by_version
from accord.records.hearing import MeetingPromise, StageMeeting
from accord.rules.escalation.evidence import Evidence
from accord.rules.escalation.profile import Profile
from accord.rules.escalation.words import MeetingState, PromiseState, Trigger
from accord.rules.figures.progress import OPEN
from accord.web.filters import number
from accord.web.language import gettext, ngettext

MARKS = {MeetingState.HELD: "sound", MeetingState.MISSED: "alarm", MeetingState.CALLED_OFF: "gone"}
"""How the badge of a state looks; its word says it."""


@dataclass(frozen=True)
class PromiseShown:
    """A promise with its clock."""

    promise: MeetingPromise
    clock: str | None
    """“due in 12 days”; None once it is settled."""
    is_late: bool
    is_verified: bool
    """Whether an engineer has seen the hazard corrected of which it was."""
    is_open: bool
    speaks_from: date | None
    """From which day it speaks for a further stage, by the version that set it; None where it never will."""
    version: str


@dataclass(frozen=True)
class MeetingShown:
    """A meeting."""

    meeting: StageMeeting
    mark: str
    is_coming: bool
    """Whether nobody has said yet what became of it."""
    clock: str | None
    is_late: bool
    """Whether its day has passed and nobody has said what became of it."""
    has_day_come: bool
    promises: tuple[PromiseShown, ...]


def meetings_shown(session: Session, meetings: Iterable[StageMeeting], *, today: date) -> list[MeetingShown]:
    """Return the meetings as they are shown; each version of the protocol is read once."""
    profiles: dict[int | None, Profile] = {}
    return [_shown(session, each, profiles, today=today) for each in meetings]


def days_to(day: date, *, today: date) -> str:
    """Return how far a day that is owed lies ahead or behind, in words."""
    days = (day - today).days
    if days == 0:
        return gettext("due today")
    if days > 0:
        return ngettext("due in %(count)s day", "due in %(count)s days", days) % {"count": number(days)}
    return ngettext("late for %(count)s day", "late for %(count)s days", -days) % {"count": number(-days)}


def _shown(
    session: Session, meeting: StageMeeting, profiles: dict[int | None, Profile], *, today: date
) -> MeetingShown:
    is_coming = meeting.state is MeetingState.INVITED
    return MeetingShown(
        meeting,
        mark=MARKS.get(meeting.state, ""),
        is_coming=is_coming,
        clock=_days_of(meeting.meets_on, today=today) if is_coming else None,
        is_late=is_coming and meeting.meets_on < today,
        has_day_come=meeting.meets_on <= today,
        promises=tuple(_promise(session, each, profiles, today=today) for each in meeting.promises),
    )


def _days_of(day: date, *, today: date) -> str:
    days = (day - today).days
    if days == 0:
        return gettext("today")
    if days > 0:
        return ngettext("in %(count)s day", "in %(count)s days", days) % {"count": number(days)}
    return ngettext(
        "%(count)s day ago: what became of it is not recorded",
        "%(count)s days ago: what became of it is not recorded",
        -days,
    ) % {"count": number(-days)}


def _promise(
    session: Session, promise: MeetingPromise, profiles: dict[int | None, Profile], *, today: date
) -> PromiseShown:
    if promise.version_id not in profiles:
        profiles[promise.version_id] = by_version(session, promise.version_id)
    profile = profiles[promise.version_id]
    limits = profile.triggers[Trigger.PROMISE_BROKEN]
    is_verified = promise.hazard is not None and promise.hazard.status not in OPEN
    is_open = promise.state is PromiseState.OPEN and not is_verified
    piece = Evidence(Trigger.PROMISE_BROKEN, f"promise {promise.id}", promise.due_on)
    return PromiseShown(
        promise,
        clock=days_to(promise.due_on, today=today) if is_open else None,
        is_late=is_open and promise.due_on < today,
        is_verified=is_verified,
        is_open=is_open,
        speaks_from=piece.counts_from(limits) if is_open and limits.is_on else None,
        version=profile.name,
    )
