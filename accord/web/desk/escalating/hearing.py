"""What the page of a stage shows of how the factory is heard: meetings, requests, refusals on record."""

from dataclasses import dataclass

from accord.casework.desk.things import reads_only_what_is_issued, thing_of_factory
from accord.casework.escalation.heard import meetings_of, obstructions_of, requests_of
from accord.casework.escalation.inviting import MEETING_STAGE, decision_to_meet
from accord.records.factory import Factory
from accord.records.hearing import Obstruction
from accord.rules.escalation.words import RequestKind
from accord.web.access import Action
from accord.web.database import db
from accord.web.desk.escalating.meeting_page import MeetingShown, meetings_shown
from accord.web.desk.escalating.refusals import KINDS
from accord.web.desk.escalating.request_forms import WORDINGS, Wording
from accord.web.desk.escalating.request_page import RequestShown, requests_shown
from accord.web.desk.escalating.section import Section
from accord.web.signed_in import who
from accord.web.site import site


@dataclass(frozen=True)
class Meetings:
    """The mandatory meetings of a factory."""

    factory: Factory
    meetings: tuple[MeetingShown, ...]
    reads_words: bool
    """Whether the visitor reads what was said: those who buy there read the days alone."""
    is_staff: bool
    is_due: bool
    """Whether the factory is at the stage at which the meeting is mandatory."""
    may_be_invited: bool
    """Whether it can be invited: at stage 3 too, for the sake of its requalification."""


@dataclass(frozen=True)
class Requests:
    """What a factory asked for."""

    factory: Factory
    requests: tuple[RequestShown, ...]
    may_ask: bool
    is_staff: bool
    kinds: tuple[tuple[RequestKind, Wording], ...]


@dataclass(frozen=True)
class Refusals:
    """The refusals on record of a factory that last."""

    factory: Factory
    lasting: tuple[tuple[Obstruction, str], ...]
    over: int


def meetings_section(factory: Factory) -> Section | None:
    """Return the meetings; without any, only where the next stage brings one."""
    thing, today = thing_of_factory(factory), site().today
    meetings = meetings_shown(db(), meetings_of(db(), factory), today=today)
    because, is_staff = decision_to_meet(db(), factory, today=today), who().may(Action.HEAR_FACTORY, thing)
    is_due = because is not None and because.stage == MEETING_STAGE
    may_be_invited = because is not None
    if not (meetings or is_due or (may_be_invited and is_staff)):
        return None
    shown = Meetings(
        factory,
        tuple(meetings),
        reads_words=not reads_only_what_is_issued(who(), Action.READ_STAGE, thing),
        is_staff=is_staff,
        is_due=is_due,
        may_be_invited=may_be_invited,
    )
    return Section("desk/stages/meetings.html", shown)


def requests_section(factory: Factory) -> Section | None:
    """Return what the factory asked for; those who buy there read nothing of it."""
    thing = thing_of_factory(factory)
    if reads_only_what_is_issued(who(), Action.READ_STAGE, thing):
        return None
    found = requests_shown(db(), requests_of(db(), factory), who(), moment=site().moment)
    may_ask = who().may(Action.ASK_FOR_FACTORY, thing)
    is_staff = who().may(Action.HEAR_FACTORY, thing)
    shown = Requests(factory, tuple(found), may_ask=may_ask, is_staff=is_staff, kinds=tuple(WORDINGS.items()))
    return Section("desk/stages/requests.html", shown) if may_ask or found else None


def refusals_section(factory: Factory) -> Section | None:
    """Return the refusals on record, for people of the programme alone."""
    if not who().may(Action.HEAR_FACTORY, thing_of_factory(factory)):
        return None
    found = obstructions_of(db(), factory)
    lasting = tuple((each, KINDS[each.trigger]) for each in found if each.ended_on is None)
    return Section("desk/stages/refusals.html", Refusals(factory, lasting, over=len(found) - len(lasting)))
