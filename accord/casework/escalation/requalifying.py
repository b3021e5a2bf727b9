"""The reason of a decision; back from stage 3 it says whether the conditions for requalification are met."""

from dataclasses import dataclass, replace

from accord.casework.escalation.refused_at_stage_three import SayConditions
from accord.casework.refusals import N_
from accord.gateways.language import Language, translator

MET = N_("The conditions for requalification are met.")
NOT_ALL_MET = N_("Not all conditions for requalification are met.")


@dataclass(frozen=True)
class Why:
    """The reason of a decision; the factory reads it, from stage 3 on everybody."""

    reason: str
    reason_bn: str | None = None
    are_conditions_met: bool | None = None
    """Of requalification: asked of whoever lets a factory back from stage 3, and said in public with the reason."""


def with_conditions(why: Why) -> Why:
    """Return the reason with what is said of the conditions before it, in both languages: everybody reads it.

    Raises SayConditions where nothing is said of them.
    """
    if why.are_conditions_met is None:
        raise SayConditions
    said = MET if why.are_conditions_met else NOT_ALL_MET
    said_bn = translator(Language.BN).gettext(said)
    return replace(
        why,
        reason=f"{said} {why.reason.strip()}",
        reason_bn=f"{said_bn} {why.reason_bn.strip()}" if why.reason_bn else None,
    )
