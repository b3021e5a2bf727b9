"""Why a step of an order cannot be taken, each as a sentence for people."""

from accord.casework.refusals import N_, Told
from accord.rules.orders.flaws import OrderFlaw


class StepRefused(Told):
    """A step of an order cannot be taken; nothing was changed."""


class NotNow(StepRefused):
    """The order does not stand so that this step could follow."""

    sentence = N_("As the order stands now, this step cannot follow. Look at its last steps again.")


class NotYours(StepRefused):
    """Somebody else has to take this step."""

    sentence = N_("You cannot take this step: the order says who can.")


class NoReason(StepRefused):
    """A step was to be taken without saying why."""

    sentence = N_("Say why: it stands with the order for ever.")


class NoEvidence(StepRefused):
    """It was said that the order is followed, and nothing shows it."""

    sentence = N_("Add a photo or a paper, or write what was done and who saw it.")


class NoVisit(StepRefused):
    """Something was to be verified that nobody saw on site."""

    sentence = N_("Only what was seen on site can be verified: say on which day you were there.")


class OwnClaim(StepRefused):
    """Whoever said that it was done was to verify it."""

    sentence = N_("You said yourself that it was done: another engineer has to see it on site.")


class NoPanel(StepRefused):
    """A structural evacuation was to end without the Review Panel."""

    sentence = N_(
        "A structural evacuation is lifted or eased only when the Review Panel has determined unanimously that the "
        "building may be used again: record its determination first."
    )


class StateOrderStands(StepRefused):
    """An order of the government stands."""

    sentence = N_("An order of the government stands beside it: record first that it was withdrawn.")


class Alone(StepRefused):
    """Somebody was to annul an order alone."""

    sentence = N_(
        "An order is annulled by two: the chief safety officer or the deputy, and an engineer of the discipline who "
        "did not raise it. One proposes it, the other confirms."
    )


class NoLimit(StepRefused):
    """An evacuation was to become a load reduction without a limit."""

    sentence = N_("Say how much load may stay, in kPa.")


class OtherLimit(StepRefused):
    """An evacuation was to become a second load reduction of its building."""

    sentence = N_(
        "A load reduction of this building is open already, and two limits for one floor are none. The building is "
        "empty: have its loads seen taken down, verify those works and lift that order. Then ease this one, with a "
        "limit that covers both."
    )


class NotToldOfIt(StepRefused):
    """An organisation acknowledged that was never told."""

    sentence = N_("This organisation is not among those who were told of the order.")


class NoPlace(StepRefused):
    """It was reported that the order is followed, and not at whose place."""

    sentence = N_("Say of whose place you report: of one of those in the building, or of everybody.")


class OpenCauses(StepRefused):
    """An order was to be lifted while what called for it is still there."""

    sentence = N_(
        "What called for the order is still there: have the correction verified, the building rated anew or the load "
        "measured again first, or tick that you lift the order all the same, and say why."
    )


class NotAcknowledged(StepRefused):
    """An acknowledgement was to be taken back that nobody gave."""

    sentence = N_("Say whose acknowledgement is taken back: of one of those who have the order.")


class NothingProposed(StepRefused):
    """A proposal to annul an order was to be rejected, and there is none."""

    sentence = N_("Nobody proposes to annul this order.")


class NotYourOrganisation(StepRefused):
    """Somebody acknowledged for another organisation."""

    sentence = N_("You can answer only for your own organisation.")


class NotThatDay(StepRefused):
    """A step was given a day to come, or one before the order."""

    sentence = N_("The day must lie between the one on which the order was raised and today.")


class NotThisInspection(StepRefused):
    """An inspection was named that is of another factory or discipline."""

    sentence = N_("This inspection is of a factory or a discipline that the order has nothing to do with.")


REFUSAL_OF: dict[OrderFlaw, type[StepRefused]] = {
    OrderFlaw.NOT_NOW: NotNow,
    OrderFlaw.NOT_YOURS: NotYours,
    OrderFlaw.NO_REASON: NoReason,
    OrderFlaw.NO_EVIDENCE: NoEvidence,
    OrderFlaw.NO_VISIT: NoVisit,
    OrderFlaw.OWN_CLAIM: OwnClaim,
    OrderFlaw.NO_PANEL: NoPanel,
    OrderFlaw.STATE_ORDER_STANDS: StateOrderStands,
    OrderFlaw.ALONE: Alone,
    OrderFlaw.NO_LIMIT: NoLimit,
    OrderFlaw.NOT_TOLD: NotToldOfIt,
    OrderFlaw.OTHER_LIMIT: OtherLimit,
    OrderFlaw.NO_PLACE: NoPlace,
    OrderFlaw.OPEN_CAUSES: OpenCauses,
    OrderFlaw.NOT_ACKNOWLEDGED: NotAcknowledged,
    OrderFlaw.NOTHING_PROPOSED: NothingProposed,
}
"""The refusal of each flaw."""
