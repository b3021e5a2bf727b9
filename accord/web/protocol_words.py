"""The escalation protocol in plain words: what each limit of a profile means for whoever it is held against."""

from collections.abc import Mapping
from dataclasses import dataclass

from accord.casework.refusals import N_
from accord.rules.escalation.profile import Patience, Profile, RequestLimits, StageThree, TriggerLimits
from accord.rules.escalation.words import RequestKind, Trigger
from accord.web.filters import number
from accord.web.language import gettext, ngettext

HEADINGS: Mapping[Trigger, str] = {
    Trigger.PLAN_NOT_FINAL: N_("No approved plan"),
    Trigger.BEHIND_SCHEDULE: N_("Hazards past their agreed day"),
    Trigger.ORDER_NOT_COMPLIED: N_("An order that is not carried out"),
    Trigger.NOTICE_UNANSWERED: N_("A letter about an order without an answer"),
    Trigger.REMEDY_REFUSED: N_("A remedy refused, or revenge for a complaint"),
    Trigger.NO_COOPERATION: N_("Engineers, case handlers or trainers turned away"),
    Trigger.MEETING_MISSED: N_("The mandatory meeting missed"),
    Trigger.PROMISE_BROKEN: N_("A promise not kept"),
}

WHAT_COUNTS: Mapping[Trigger, str] = {
    Trigger.PLAN_NOT_FINAL: N_(
        "One piece for each of structural, fire and electrical safety in which the factory has no approved plan,"
        " counted from the day on which the report of the first inspection went to it."
    ),
    Trigger.BEHIND_SCHEDULE: N_("One piece for each hazard that is still open after the day agreed for it."),
    Trigger.ORDER_NOT_COMPLIED: N_(
        "One piece for each order that the factory has not carried out, and for each measure of an order past its day."
    ),
    Trigger.NOTICE_UNANSWERED: N_("One piece for each open order that the factory has not acknowledged."),
    Trigger.REMEDY_REFUSED: N_(
        "One piece for each time that people of the programme put on record that the remedy of a complaint was"
        " refused, or that somebody suffered for complaining."
    ),
    Trigger.NO_COOPERATION: N_(
        "One piece for each time that people of the programme put on record that they were turned away."
    ),
    Trigger.MEETING_MISSED: N_(
        "One piece for each mandatory meeting to which the factory did not come, until one is held."
    ),
    Trigger.PROMISE_BROKEN: N_("One piece for each thing promised at the meeting and not done by the day named."),
}

ASKED: Mapping[RequestKind, str] = {
    RequestKind.EXTENSION: N_("Asking for more time"),
    RequestKind.WRONG_OBSERVATION: N_("Saying that an observation is wrong"),
    RequestKind.REVIEW: N_("Asking that a decision be looked at again"),
}


@dataclass(frozen=True)
class Said:
    """A rule of the protocol in plain sentences, with its reason in the two languages as the profile gives it."""

    heading: str
    sentences: tuple[str, ...]
    reason: str
    reason_bn: str | None
    least: tuple[int, int, int] | None = None
    """Of a trigger: so many pieces for stage 1, 2 and 3; None where it is not in use."""
    what: str | None = None
    """Of a trigger: what a piece is."""


def triggers_in_words(profile: Profile) -> list[Said]:
    """Return every trigger with what counts, from when, how much of it, and when it is gone."""
    return [_trigger(trigger, profile.triggers[trigger]) for trigger in Trigger]


def stages_in_words(profile: Profile) -> list[Said]:
    """Return what lies between the stages, and what the last one waits for and means."""
    return [*(_patience(stage, patience) for stage, patience in sorted(profile.up.items())), _stage_three(profile)]


def requests_in_words(profile: Profile) -> list[Said]:
    """Return what a factory can ask for, when the programme owes its answer, and which clock stands meanwhile."""
    return [_request(kind, profile.requests[kind]) for kind in RequestKind]


def rest_in_words(profile: Profile) -> str:
    """Return what becomes of a proposal that was declined."""
    if not profile.declined_rests_days:
        return gettext("What the chief safety officer declined may be proposed again at once.")
    return gettext(
        "What the chief safety officer declined is not proposed again for %(days)s.",
        days=days_in_words(profile.declined_rests_days),
    )


def days_in_words(count: int) -> str:
    """Return a number of days: "14 calendar days"."""
    return ngettext("%(count)s calendar day", "%(count)s calendar days", count) % {"count": number(count)}


def months_in_words(count: int) -> str:
    """Return a number of months: "6 calendar months"."""
    return ngettext("%(count)s calendar month", "%(count)s calendar months", count) % {"count": number(count)}


def _trigger(trigger: Trigger, limits: TriggerLimits) -> Said:
    return Said(
        heading=gettext(HEADINGS[trigger]),
        sentences=(_counts_after(limits), _gone(limits)) if limits.is_on else (gettext("Not in use in this version."),),
        reason=limits.reason,
        reason_bn=limits.reason_bn,
        least=limits.least if limits.is_on else None,
        what=gettext(WHAT_COUNTS[trigger]),
    )


def _counts_after(limits: TriggerLimits) -> str:
    if limits.after_days == 0:
        return gettext("It counts from the next day on.")
    return gettext("It counts once it is more than %(days)s late.", days=days_in_words(limits.after_days))


def _gone(limits: TriggerLimits) -> str:
    if limits.gone_at_most == 0:
        return gettext("It is gone when none is left, also none that is only a day late.")
    return ngettext(
        "It is gone when %(count)s or none is left, those that are only a day late among them.",
        "It is gone when %(count)s or fewer are left, those that are only a day late among them.",
        limits.gone_at_most,
    ) % {"count": number(limits.gone_at_most)}


def _patience(stage: int, patience: Patience) -> Said:
    if patience.after_months == 0:
        waits = gettext("It may be proposed from the day after the stage before began.")
    else:
        waits = gettext(
            "It may be proposed once the factory has been at the stage before for more than %(months)s, and what"
            " brought it there is not gone.",
            months=months_in_words(patience.after_months),
        )
    heading = gettext("From stage %(below)s to stage %(stage)s", below=number(stage - 1), stage=number(stage))
    return Said(heading, (waits,), patience.reason, patience.reason_bn)


def _stage_three(profile: Profile) -> Said:
    limits = profile.stage_three
    return Said(
        heading=gettext("What stage 3 waits for, and whom it meets"),
        sentences=(_group(profile), *_waits(limits)),
        reason=limits.reason,
        reason_bn=limits.reason_bn,
    )


def _group(profile: Profile) -> str:
    if profile.meets_group:
        return gettext("Ineligibility meets every factory of the same company group.")
    return gettext("Ineligibility meets this one factory, not the others of its company group.")


def _waits(limits: StageThree) -> tuple[str, ...]:
    ahead = gettext(
        "Two people sign it, and it holds at the earliest %(days)s after the decision.",
        days=days_in_words(limits.least_days_ahead),
    )
    if limits.answer_days == 0:
        return gettext("The owner is asked for an answer before it is decided."), ahead
    answer = gettext(
        "The owner reads the draft first and has %(days)s to answer.", days=days_in_words(limits.answer_days)
    )
    return answer, ahead


def _request(kind: RequestKind, limits: RequestLimits) -> Said:
    answer = gettext("The programme answers within %(days)s.", days=days_in_words(limits.answer_days))
    return Said(
        heading=gettext(ASKED[kind]),
        sentences=(answer, _stops(kind, limits)),
        reason=limits.reason,
        reason_bn=limits.reason_bn,
    )


def _stops(kind: RequestKind, limits: RequestLimits) -> str:
    if limits.stops_days_at_most == 0:
        return gettext("It stops no clock.")
    days = days_in_words(limits.stops_days_at_most)
    if kind is RequestKind.REVIEW:
        return gettext("Until then the clock of the stage stands still, for %(days)s at most.", days=days)
    if kind is RequestKind.WRONG_OBSERVATION:
        return gettext("Until then the days of that hazard are not counted, for %(days)s at most.", days=days)
    return gettext(
        "Until then the clock stands still, that of the hazard or of the stage it is asked for, for %(days)s at most.",
        days=days,
    )
