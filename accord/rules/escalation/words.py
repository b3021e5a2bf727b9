"""The words of the escalation protocol. Values are stored: extend, never rename. Source: DOMAIN.md section 7."""

from enum import StrEnum

LAST_STAGE = 3
"""No signatory may buy from the factory: it is ineligible."""


class Trigger(StrEnum):
    """What a factory is warned for."""

    PLAN_NOT_FINAL = "plan_not_final"
    """No approved plan in a discipline, long after its report went to the parties."""
    BEHIND_SCHEDULE = "behind_schedule"
    """Hazards past the day that was agreed for them."""
    ORDER_NOT_COMPLIED = "order_not_complied"
    NOTICE_UNANSWERED = "notice_unanswered"
    REMEDY_REFUSED = "remedy_refused"
    """A complaint's remedy was refused, or somebody suffered for complaining."""
    NO_COOPERATION = "no_cooperation"
    """With trainers, case handlers or engineers."""
    MEETING_MISSED = "meeting_missed"
    PROMISE_BROKEN = "promise_broken"
    """What was promised at the mandatory meeting was not done by its day."""


HAPPENED = frozenset({Trigger.REMEDY_REFUSED, Trigger.NO_COOPERATION, Trigger.MEETING_MISSED})
"""What happened on a day; all others are owed since one, and late."""


class Way(StrEnum):
    """Where a proposal leads."""

    UP = "up"
    DOWN = "down"


class RequestKind(StrEnum):
    """What a factory asks for."""

    EXTENSION = "extension"
    WRONG_OBSERVATION = "wrong_observation"
    REVIEW = "review"


class Waiting(StrEnum):
    """Why nothing is proposed."""

    NOTHING_MET = "nothing_met"
    """No trigger is met, and the factory is at no stage."""
    IN_TIME = "in_time"
    """A trigger is met; the patience of the stage is not over."""
    NOT_ENOUGH = "not_enough"
    """The patience of the stage is over; what is owed is not so much that the next one is proposed."""
    CLOCK_STOPPED = "clock_stopped"
    """A request that stops the clock has not been answered."""
    AT_THE_END = "at_the_end"
    """At the last stage, with something left that keeps it there."""
    OUT_OF_SCOPE = "out_of_scope"
    """The programme does not cover the factory."""


class Lost(StrEnum):
    """For what a factory waited for the programme: such days do not count against it."""

    CLAIM = "claim"
    """A correction was reported, and not looked at yet."""
    DOCUMENT = "document"
    """A document was handed in, and not answered yet."""
    REQUEST = "request"
    PLAN = "plan"
    """A plan was handed in, and not answered yet."""


class ProposalState(StrEnum):
    """What has become of a proposal."""

    OPEN = "open"
    DECIDED = "decided"
    DECLINED = "declined"
    """Looked at, and not followed."""
    GONE = "gone"
    """Its grounds went before anybody decided."""


class MeetingState(StrEnum):
    """What has become of a mandatory meeting."""

    INVITED = "invited"
    HELD = "held"
    MISSED = "missed"
    """The factory did not come."""
    CALLED_OFF = "called_off"
    """By the programme, or because the grounds went: it never counts against the factory."""


class PromiseState(StrEnum):
    """What has become of something that was promised at a meeting."""

    OPEN = "open"
    KEPT = "kept"
    DROPPED = "dropped"


class DraftState(StrEnum):
    """What has become of the draft of a decision that needs a second signature."""

    OPEN = "open"
    SIGNED = "signed"
    WITHDRAWN = "withdrawn"


class Declarations(StrEnum):
    """What became of the export papers (Utilization Declarations) of an ineligible factory."""

    ASKED = "asked"
    """The programme asked that they be withheld."""
    WITHHELD = "withheld"
    RESTORED = "restored"
