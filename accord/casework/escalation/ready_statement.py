"""The words with which a statement of ineligibility begins, made of the evidence: whoever decides edits them.

They are public, so they say nothing of who refused whom what: only what the trigger itself says.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Protocol

from accord.casework.escalation.proposals import Case
from accord.casework.refusals import N_
from accord.gateways.formats import format_date, format_number
from accord.gateways.language import Language, translator
from accord.rules.escalation.evidence import tallies
from accord.rules.escalation.profile import Profile
from accord.rules.escalation.proposing import keeps_there
from accord.rules.escalation.words import LAST_STAGE, Trigger

BEGINNING = N_("The factory was warned by letters and called to a meeting, and has not taken part adequately.")

GROUNDS: Mapping[Trigger, str] = {
    Trigger.PLAN_NOT_FINAL: N_(
        "Disciplines without an approved corrective action plan: %(count)s, the first owed since %(day)s."
    ),
    Trigger.BEHIND_SCHEDULE: N_(
        "Hazards that were not corrected by the day agreed for them: %(count)s, the first owed since %(day)s."
    ),
    Trigger.ORDER_NOT_COMPLIED: N_(
        "Orders to protect people that were not complied with: %(count)s, the first since %(day)s."
    ),
    Trigger.NOTICE_UNANSWERED: N_(
        "Letters about danger that nobody at the factory answered: %(count)s, the first since %(day)s."
    ),
    Trigger.REMEDY_REFUSED: N_("The factory did not do what the programme required of it."),
    Trigger.NO_COOPERATION: N_("The factory did not let people of the programme do their work."),
    Trigger.MEETING_MISSED: N_("The factory did not come to the meeting to which it was called."),
    Trigger.PROMISE_BROKEN: N_(
        "Promises of the meeting that were not kept by their day: %(count)s, the first since %(day)s."
    ),
}
"""What is said of each trigger; without a count where it says how often somebody spoke up."""

CONDITIONS: Mapping[Trigger, str] = {
    Trigger.PLAN_NOT_FINAL: N_("Every discipline has an approved corrective action plan."),
    Trigger.BEHIND_SCHEDULE: N_(
        "Hazards past the day agreed for them, after verification by engineers of the programme: at most %(count)s."
    ),
    Trigger.ORDER_NOT_COMPLIED: N_("Every order is complied with, and engineers have verified it in the building."),
    Trigger.NOTICE_UNANSWERED: N_("Every letter about danger is answered."),
    Trigger.REMEDY_REFUSED: N_("What the programme required is done."),
    Trigger.NO_COOPERATION: N_("Engineers, trainers and case handlers are let in and can do their work."),
    Trigger.MEETING_MISSED: N_("The owner has come to a meeting with the programme."),
    Trigger.PROMISE_BROKEN: N_("What was promised at the meeting is done."),
}


class Piece(Protocol):
    """A piece of evidence, as it stands today or as it was frozen."""

    trigger: Trigger
    owed_on: date


@dataclass(frozen=True)
class ReadyStatement:
    """Words to begin with, in one language."""

    reason: str
    conditions: str


def ready_statement(
    grounds: Iterable[Trigger],
    evidence: Iterable[Piece],
    *,
    to_be_gone: Iterable[Trigger],
    profile: Profile,
    language: Language,
) -> ReadyStatement:
    """Return the words made of the triggers and the evidence, each sentence on its own line.

    `to_be_gone`: the conditions name every trigger that will keep the factory at stage 3 (`keeps_at_stage_three`).
    """
    met, pieces = [each for each in Trigger if each in set(grounds)], list(evidence)
    say = translator(language).gettext
    reasons = [_ground(each, [piece for piece in pieces if piece.trigger is each], language) for each in met]
    return ReadyStatement(
        "\n".join([say(BEGINNING), *reasons]),
        "\n".join(_condition(each, profile, language) for each in Trigger if each in {*met, *to_be_gone}),
    )


def keeps_at_stage_three(
    case: Case, grounds: frozenset[Trigger], profile: Profile, *, today: date
) -> frozenset[Trigger]:
    """Return what would have to be gone for the factory to go down, were stage 3 decided for these grounds today.

    What brought it to the stages before counts too, as on the page of its stage.
    """
    before = case.at.grounds
    at = replace(case.at, stage=LAST_STAGE, grounds=None if before is None else before | grounds)
    return keeps_there(profile, at, tallies(profile, case.evidence, today=today))


def _ground(trigger: Trigger, pieces: Sequence[Piece], language: Language) -> str:
    said = translator(language).gettext(GROUNDS[trigger])
    if "%(" not in said:
        return said
    since = min((each.owed_on for each in pieces), default=None)
    day = format_date(since, language) if since else "–"
    return said % {"count": format_number(len(pieces), language), "day": day}


def _condition(trigger: Trigger, profile: Profile, language: Language) -> str:
    said = translator(language).gettext(CONDITIONS[trigger])
    return said % {"count": format_number(profile.triggers[trigger].gone_at_most, language)} if "%(" in said else said
