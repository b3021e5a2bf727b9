"""What the public reads of the escalation protocol at a factory, in plain words for workers and for brands."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from accord.gateways.snapshot.factory import PublishedFactory
from accord.gateways.wording import Text, Wording
from accord.rules.figures.factory_status import INELIGIBLE_STAGE
from accord.rules.public.disclosed_ineligibility import Counted
from accord.rules.public.disclosed_stage import StageDisclosed, stages_held
from accord.rules.public.public_lists import ineligibility, ineligible_soon
from accord.web.language import gettext


@dataclass(frozen=True)
class StageView:
    """One decision of the escalation protocol; one that was taken back says when and why."""

    stage: int
    said: str
    decided_on: date
    effective_on: date
    reason: Text | None
    is_current: bool
    retracted_on: date | None = None
    why_retracted: Text | None = None


@dataclass(frozen=True)
class StageCard:
    """The stage that holds, or the ineligibility that is decided and does not hold yet, and what that means."""

    stage: int
    said: str
    since: date
    """First day on which it holds."""
    decided_on: date | None
    """Where that is another day."""
    is_to_come: bool
    for_workers: str
    for_brands: str
    reason: Text | None
    conditions: Text | None
    counted: Counted | None
    """Of stage 3 alone, once it holds."""


def stages_of(published: PublishedFactory, wording: Wording, *, as_of: date) -> tuple[StageView, ...]:
    """Return the decisions taken by that day, the latest first, with those that were taken back since."""
    stages = published.past.stages
    taken = sorted(
        (stage for stage in stages if stage.decided_on <= as_of), key=lambda stage: stage.effective_on, reverse=True
    )
    held = stages_held(stages, as_of=as_of)
    in_force = held[-1] if held else None
    ends = {id(after) for before, after in pairwise(held) if before.stage >= INELIGIBLE_STAGE > after.stage}
    return tuple(
        _stage(stage, wording, is_current=stage is in_force, ends_ineligibility=id(stage) in ends) for stage in taken
    )


def _stage(stage: StageDisclosed, wording: Wording, *, is_current: bool, ends_ineligibility: bool) -> StageView:
    return StageView(
        stage.stage,
        requalified_words() if ends_ineligibility else stage_words()[stage.stage],
        decided_on=stage.decided_on,
        effective_on=stage.effective_on,
        reason=wording.of(stage.reason, stage.reason_bn),
        is_current=is_current,
        retracted_on=stage.retracted_on,
        why_retracted=wording.of(stage.why_retracted, stage.why_retracted_bn),
    )


def card_of(published: PublishedFactory, wording: Wording, *, as_of: date) -> StageCard | None:
    """Return what the page says on top of the stage of the factory; None: it is at none."""
    past = published.past
    if soon := ineligible_soon(past.stages, as_of=as_of):
        return _card(soon, wording, is_to_come=True)
    held = stages_held(past.stages, as_of=as_of)
    if not held or not held[-1].stage:
        return None
    if (since := ineligibility(past.stages, as_of=as_of)) is None:
        return _card(_first_of_its_run(held), wording)
    now = held[-1]
    begun = StageDisclosed(
        INELIGIBLE_STAGE,
        since.decided_on,
        since.effective_on,
        now.reason,
        now.reason_bn,
        conditions=now.conditions,
        conditions_bn=now.conditions_bn,
    )
    return _card(begun, wording, counted=past.counted(since, as_of=as_of))


def _first_of_its_run(held: Sequence[StageDisclosed]) -> StageDisclosed:
    first = held[-1]
    for stage in reversed(held):
        if stage.stage != first.stage:
            break
        first = stage
    return first


def _card(
    stage: StageDisclosed, wording: Wording, *, is_to_come: bool = False, counted: Counted | None = None
) -> StageCard:
    return StageCard(
        stage.stage,
        soon_words() if is_to_come else stage_words()[stage.stage],
        since=stage.effective_on,
        decided_on=stage.decided_on if stage.decided_on != stage.effective_on else None,
        is_to_come=is_to_come,
        for_workers=for_workers()[stage.stage],
        for_brands=for_brands()[stage.stage],
        reason=wording.of(stage.reason, stage.reason_bn),
        conditions=wording.of(stage.conditions, stage.conditions_bn),
        counted=counted,
    )


def stage_words() -> Sequence[str]:
    """Return what each stage of the escalation protocol is, by its number."""
    return (
        gettext("Back to normal: no longer warned."),
        gettext("Stage 1: warned by letter for not taking part enough."),
        gettext("Stage 2: called to a meeting, with promised dates."),
        gettext("Stage 3: ineligible. Brands that signed the Accord may not do business with this factory."),
    )


def soon_words() -> str:
    """Return what is said of ineligibility that is decided and does not hold yet."""
    return gettext("Stage 3 is decided: brands that signed the Accord must end their business with this factory.")


def requalified_words() -> str:
    """Return what is said of the decision that ends ineligibility."""
    return gettext("Requalified: what was refused is verified as done, and brands may buy here again.")


def for_workers() -> Sequence[str]:
    """Return what each stage means for those who work there, by its number."""
    keeps = gettext(
        "Nothing changes for your work and your wages. You may refuse work that is not safe, and complain about it."
    )
    return (
        keeps,
        keeps,
        keeps,
        gettext(
            "Brands stop buying here, so there may be less work. What you have earned must be paid. The programme "
            "helps you to find work at a factory that is safe."
        ),
    )


def for_brands() -> Sequence[str]:
    """Return what each stage means for brands that buy there, by its number."""
    return (
        gettext("Brands may buy here."),
        gettext(
            "Brands may buy here. Those that do are told, and are to see to it that the action plan is carried out."
        ),
        gettext("Brands may buy here. Those that do are to say how they help to pay for what must be repaired."),
        gettext(
            "Every brand that signed the Accord must end its business here, and the export papers are to be withheld, "
            "until the factory is requalified."
        ),
    )
