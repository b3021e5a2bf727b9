"""What is shown of a request: its clocks, what it stops, who may answer it, and what must follow the answer."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from flask import url_for
from sqlalchemy.orm import Session

from accord.casework.desk.things import thing_of_hazard
from accord.casework.desk.visitors import Visitor
from accord.casework.escalation.heard import carried_out
from accord.casework.escalation.refused import StageRefused
from accord.casework.escalation.requests import require_judge
from accord.casework.escalation.reviewers import reviewers
from accord.casework.refusals import N_
from accord.records.hearing import FactoryRequest
from accord.rules.desk.actions import Action
from accord.rules.escalation.clocks import is_stopped, stop_of, stopped_days
from accord.rules.escalation.profile_file import delivered
from accord.rules.escalation.words import RequestKind
from accord.rules.figures.progress import OPEN
from accord.rules.moments import Moment
from accord.web.desk.escalating.meeting_page import days_to
from accord.web.desk.escalating.request_forms import decision_called
from accord.web.desk.escalating.saying import called
from accord.web.desk.forms import said
from accord.web.filters import day
from accord.web.language import gettext

ANSWERS = {
    RequestKind.EXTENSION: N_("The chief safety officer or the deputy answers."),
    RequestKind.WRONG_OBSERVATION: N_(
        "A second engineer of the discipline answers: one who was not on the visit that found it."
    ),
    RequestKind.REVIEW: N_("The chief safety officer or a deputy answers: one who took no part in the decision."),
}
"""Who answers, said before anybody tries."""


@dataclass(frozen=True)
class Follows:
    """What must be done once a request was granted: no answer does it by itself."""

    words: str
    ready: str | None
    """Words that can be used there as they are."""
    address: str | None
    link: str
    is_done: bool | None
    """None: no record tells."""


@dataclass(frozen=True)
class RequestShown:
    """A request with its clocks."""

    asked: FactoryRequest
    about: str | None
    about_address: str | None
    is_waiting: bool
    clock: str | None
    """“due in 3 days” of the answer; None once it was given."""
    is_late: bool
    is_stopping: bool
    """Whether it stops its clock today."""
    stops_hazard: bool
    """Whether it stops the days of one hazard, not the clock of the stage."""
    stopped_days: int
    most_days: int
    version: str
    who_answers: str
    follows: Follows | None


def requests_shown(
    session: Session, requests: Sequence[FactoryRequest], who: Visitor, *, moment: Moment
) -> list[RequestShown]:
    """Return the requests as they are shown, in a fixed number of questions."""
    done = carried_out(session, [each for each in requests if each.is_granted])
    return [_shown(each, who, done, moment=moment) for each in requests]


def why_not(session: Session, asked: FactoryRequest, who: Visitor) -> str | None:
    """Return why the visitor may not answer a request, as a sentence; None where they may."""
    try:
        require_judge(session, asked, who)
    except StageRefused as refusal:
        return said(refusal)
    return None


def reviewers_of(session: Session, asked: FactoryRequest, *, today: date) -> Sequence[str] | None:
    """Return by name who may review the decision that a request is about; None where it is about none."""
    return reviewers(session, asked.stage_change, today=today) if asked.stage_change is not None else None


def may_propose_withdrawal(session: Session, asked: FactoryRequest, who: Visitor) -> bool:
    """Return whether the visitor may propose that the hazard of a request leaves the count."""
    if asked.hazard is None or asked.hazard.status not in OPEN:
        return False
    return who.may(Action.PROPOSE_WITHDRAWAL, thing_of_hazard(session, asked.hazard))


def pressing(requests: Iterable[RequestShown]) -> int:
    """Return how many of the requests the programme owes an answer that is late."""
    return sum(each.is_late for each in requests)


def _shown(asked: FactoryRequest, who: Visitor, done: frozenset[int], *, moment: Moment) -> RequestShown:
    today = moment.today
    stop = stop_of(asked.asked_on, asked.answered_on, asked.stops_until_on)
    is_waiting = asked.answered_on is None
    about, address = _about(asked)
    return RequestShown(
        asked,
        about=about,
        about_address=address,
        is_waiting=is_waiting,
        clock=days_to(asked.answer_due_on, today=today) if is_waiting else None,
        is_late=is_waiting and asked.answer_due_on < today,
        is_stopping=is_stopped([stop], today=today),
        stops_hazard=asked.hazard_id is not None,
        stopped_days=stopped_days([stop], since_on=asked.asked_on, today=today),
        most_days=(asked.stops_until_on - asked.asked_on).days,
        version=asked.version.name if asked.version else delivered().name,
        who_answers=gettext(ANSWERS[asked.kind]),
        follows=_follows(asked, who, is_done=asked.id in done) if asked.is_granted else None,
    )


def _about(asked: FactoryRequest) -> tuple[str | None, str | None]:
    if asked.hazard is not None:
        return called(asked.hazard), url_for("hazards.show", hazard_id=asked.hazard_id)
    if asked.stage_change is not None:
        return decision_called(asked.stage_change), None
    return None, None


def _follows(asked: FactoryRequest, who: Visitor, *, is_done: bool) -> Follows:
    match asked.kind:
        case RequestKind.EXTENSION:
            return _new_day(asked, is_done=is_done if asked.hazard_id else None)
        case RequestKind.WRONG_OBSERVATION:
            may = who.may_at_all(Action.PROPOSE_WITHDRAWAL)
            return Follows(
                gettext(
                    "The hazard counts as before until it is withdrawn: an engineer of the discipline proposes it, the "
                    "chief safety officer decides."
                ),
                ready=gettext(
                    "A second engineer found the observation wrong (request %(number)s): %(answer)s",
                    number=asked.id,
                    answer=asked.answer or "",
                ),
                address=url_for("withdrawals.new", hazard_id=asked.hazard_id) if may else None,
                link=gettext("Propose to withdraw it"),
                is_done=is_done,
            )
        case RequestKind.REVIEW:
            return Follows(
                gettext(
                    "The decision holds until it is taken back: the chief safety officer or the deputy does that on "
                    "the page of the stage."
                ),
                ready=asked.answer,
                address=url_for("stages.show", number=asked.factory.number),
                link=gettext("Stage of escalation"),
                is_done=is_done,
            )


def _new_day(asked: FactoryRequest, *, is_done: bool | None) -> Follows:
    wanted = day(asked.wants_until_on) if asked.wants_until_on else "–"
    return Follows(
        gettext(
            "No day moves by itself: the factory writes the new day into the next version of its plan, and it holds "
            "once that is approved. Until then the agreed day counts, and the clock goes on."
        ),
        ready=gettext(
            "More time until %(day)s was granted on %(granted)s (request %(number)s).",
            day=wanted,
            granted=day(asked.answered_on) if asked.answered_on else "–",
            number=asked.id,
        ),
        address=url_for("plans.show", number=asked.factory.number),
        link=gettext("Corrective action plan"),
        is_done=is_done,
    )
