"""What the API says of a factory that is ineligible."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from accord.gateways.snapshot.factory import PublishedFactory
from accord.rules.public.public_lists import ineligibility
from accord.web.api.schemas import Says


@dataclass(frozen=True)
class Ineligible:
    """Since when no signatory may buy from a factory, and what has not followed yet; no signatory is named."""

    decided_on: date
    since: Annotated[date, Says("The first day on which it held.")]
    reason: str | None
    reason_bn: str | None
    conditions: Annotated[str | None, Says("What must be so before the factory is requalified.")]
    conditions_bn: str | None
    days_export_papers_not_withheld: Annotated[
        int | None, Says("Days since the decision on which the export papers were not withheld; null: they are.")
    ]
    signatories_to_confirm: Annotated[int, Says("That bought there when it was decided.")]
    signatories_not_confirmed: Annotated[int, Says("How many of them have not confirmed the end of business.")]


def ineligible_answer(published: PublishedFactory, as_of: date) -> Ineligible | None:
    """Return since when the factory has been ineligible on that day, and what has not followed; None: it is not."""
    since = ineligibility(published.past.stages, as_of=as_of)
    if since is None:
        return None
    counted = published.past.counted(since, as_of=as_of)
    return Ineligible(
        since.decided_on,
        since=since.effective_on,
        reason=since.reason,
        reason_bn=since.reason_bn,
        conditions=since.conditions,
        conditions_bn=since.conditions_bn,
        days_export_papers_not_withheld=counted.days_without_withdrawal,
        signatories_to_confirm=counted.signatories,
        signatories_not_confirmed=counted.not_confirmed,
    )
