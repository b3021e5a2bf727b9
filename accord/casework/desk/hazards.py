"""Recording hazards on an inspection, and mending their words. Source: DOMAIN.md section 4."""

from collections.abc import Mapping, Sequence
from functools import cache

from sqlalchemy import Select, bindparam, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, joinedload

from accord.casework import journal
from accord.casework.desk.danger import DangerPreview, raise_order
from accord.casework.desk.reports import last_report
from accord.casework.desk.revisions import take_turn
from accord.casework.desk.visitors import Visitor
from accord.casework.hazard_words import search_text_of
from accord.casework.refusals import N_, Told
from accord.records.base import hold_the_pen
from accord.records.hazard import Hazard, HazardEvent, HazardFactory
from accord.records.inspection import Inspection, Report
from accord.rules.desk.danger import danger_of_hazard
from accord.rules.desk.hazard_draft import HazardDraft, Problem, problems_of
from accord.rules.desk.reports import ReportState
from accord.rules.desk.visits import origin_of
from accord.rules.moments import Moment
from accord.rules.vocabulary import Source, Status

MENDABLE = (
    "observation",
    "observation_bn",
    "recommended_action",
    "recommended_action_bn",
    "recommended_timeline",
    "severity",
    "category",
    "location",
    "building_id",
    "floor_id",
    "zone_id",
)
"""What may be written anew while the report is a draft."""


class DraftHasProblems(Told):
    """A draft is not complete; `problems` says what is wrong, by field."""

    sentence = N_("Something is missing or cannot be understood.")

    def __init__(self, problems: Mapping[str, Problem]) -> None:
        self.problems = problems
        super().__init__()


class ReportIsOut(Told):
    """Hazards were to be recorded or mended on an inspection whose report is no draft any more."""

    sentence = N_("The report of this inspection was handed in: have it sent back, or revise it, before you change it.")


class ItemIsTaken(Told):
    """The item number was chosen by hand and another hazard has it."""

    sentence = N_("Item %(item)s is taken in this discipline by another hazard of a factory that it counts for.")


class KeyIsTaken(Told):
    """The same key came again with another inspection."""

    sentence = N_("This hazard was already saved on another inspection.")


class SayTheDangerFirst(Told):
    """A danger was to be saved without having been said before: who is told, and what must happen at once."""

    sentence = N_("People may be in danger: look at who will be told, and confirm it.")


def record_hazard(
    session: Session,
    inspection: Inspection,
    draft: HazardDraft,
    *,
    danger: DangerPreview | None,
    who: Visitor,
    moment: Moment,
) -> Hazard:
    """Record a hazard that was found on the inspection, and the danger that it is.

    The same draft sent twice, as told by its key, is recorded once. `danger` is what was said before saving.
    """
    if problems := problems_of(draft, discipline=inspection.discipline):
        raise DraftHasProblems(problems)
    factories = sorted({inspection.factory_id, *draft.shared_with})
    # Held before it is asked whether the hazard is known: of two that come at once, the second finds the first.
    hold_the_pen(session, f"items {inspection.discipline}")
    # What was read of the inspection before may have been written anew since: it is asked again with the rest.
    asked = {"inspection": inspection.id, "key": draft.key, "discipline": inspection.discipline, "factories": factories}
    inspection, known_id, state, last_item = session.execute(_what_stands(), asked).one()
    if known_id is not None:
        return _known(session, known_id, inspection)
    if not is_open(state):
        raise ReportIsOut
    if danger is None and danger_of_hazard(inspection.discipline, draft.severity):
        raise SayTheDangerFirst
    hazard = _hazard(inspection, draft, item=draft.item or (last_item or 0) + 1, moment=moment)
    hazard.links = [
        HazardFactory(factory_id=factory_id, discipline=hazard.discipline, item=hazard.item, recorded_at=moment.now)
        for factory_id in factories
    ]
    hazard.events = [_found(inspection, who=who, moment=moment)]
    hazard.search_text = search_text_of(hazard)
    session.add(hazard)
    try:
        session.flush()
    except IntegrityError as error:
        session.rollback()
        raise ItemIsTaken(item=draft.item) from error
    if danger is not None:
        raise_order(session, danger, kind=draft.order, hazard=hazard, who=who, moment=moment)
    details = {"inspection": inspection.id, "item": hazard.item, "discipline": hazard.discipline.value}
    journal.note(session, "recorded a hazard", f"hazard {hazard.id}", actor=who.actor, moment=moment, details=details)
    return hazard


def next_item(session: Session, inspection: Inspection, factory_ids: Sequence[int]) -> int:
    """Return the next item number that is free in the discipline at every factory that the hazard counts for."""
    last = session.scalar(
        select(func.max(HazardFactory.item)).where(
            HazardFactory.factory_id.in_(factory_ids), HazardFactory.discipline == inspection.discipline
        )
    )
    return (last or 0) + 1


def mend_hazard(
    session: Session,
    hazard: Hazard,
    draft: HazardDraft,
    *,
    opened_at: int,
    who: Visitor,
    moment: Moment,
    danger: DangerPreview | None = None,
) -> None:
    """Write the words of a hazard anew while the report that tells of it is a draft.

    Raises ChangedMeanwhile where somebody else did so first. A hazard that becomes a danger by it, or one of another
    building, needs `danger`: what was said before saving.
    """
    require_writable(session, hazard)
    if problems := problems_of(draft, discipline=hazard.discipline):
        raise DraftHasProblems(problems)
    is_danger = becomes_danger(hazard, draft)
    if is_danger and danger is None:
        raise SayTheDangerFirst
    changed = take_turn(hazard, {name: getattr(draft, name) for name in MENDABLE}, opened_at=opened_at)
    hazard.search_text = search_text_of(hazard)
    session.flush()
    if is_danger and danger is not None:
        raise_order(session, danger, kind=draft.order, hazard=hazard, who=who, moment=moment)
    if changed:
        details = {name: [_plain(before), _plain(after)] for name, (before, after) in changed.items()}
        journal.note(session, "mended a hazard", f"hazard {hazard.id}", actor=who.actor, moment=moment, details=details)


def becomes_danger(hazard: Hazard, draft: HazardDraft) -> bool:
    """Return whether the draft makes a danger of a hazard that was none, or moves one to another building."""
    if danger_of_hazard(hazard.discipline, draft.severity) is None:
        return False
    was_danger = danger_of_hazard(hazard.discipline, hazard.severity) is not None
    return not was_danger or draft.building_id != hazard.building_id


def may_be_written(session: Session, inspection: Inspection) -> bool:
    """Return whether hazards may be recorded on the inspection: its report is a draft, or was not begun."""
    report = last_report(session, inspection)
    return is_open(report.state if report else None)


def is_open(state: ReportState | None) -> bool:
    """Return whether what a report tells may still be written; None: it was not begun."""
    return state is None or state is ReportState.DRAFT


def hazards_of(session: Session, inspection: Inspection) -> Sequence[Hazard]:
    """Return what was recorded on an inspection with its places, the latest first, in one question."""
    query = (
        select(Hazard)
        .where(Hazard.inspection_id == inspection.id)
        .options(joinedload(Hazard.building), joinedload(Hazard.floor), joinedload(Hazard.zone))
        .order_by(Hazard.id.desc())
    )
    return session.scalars(query).all()


def require_writable(session: Session, hazard: Hazard) -> None:
    """Raise ReportIsOut unless the hazard was recorded on an inspection whose report is a draft."""
    if hazard.inspection is None or hazard.source is not Source.DESK:
        raise ReportIsOut
    _require_draft(session, hazard.inspection)


def _require_draft(session: Session, inspection: Inspection) -> None:
    if not may_be_written(session, inspection):
        raise ReportIsOut


@cache
def _what_stands() -> Select[Inspection, int | None, ReportState | None, int | None]:
    """Return the question after the inspection, the hazard of the draft's key, the state of the report, the last item.

    One question for all, put together once: while it is asked everybody else who writes waits.
    """
    known = select(Hazard.id).where(Hazard.public_key == bindparam("key"))
    report = select(Report.state).where(Report.inspection_id == bindparam("inspection")).order_by(Report.number.desc())
    last_item = select(func.max(HazardFactory.item)).where(
        HazardFactory.factory_id.in_(bindparam("factories", expanding=True)),
        HazardFactory.discipline == bindparam("discipline"),
    )
    found = (known, report.limit(1), last_item)
    return (
        select(Inspection, *(each.scalar_subquery() for each in found))
        .where(Inspection.id == bindparam("inspection"))
        .execution_options(populate_existing=True)
    )


def _known(session: Session, hazard_id: int, inspection: Inspection) -> Hazard:
    known = session.get_one(Hazard, hazard_id)
    if known.inspection_id != inspection.id:
        raise KeyIsTaken
    return known


def _hazard(inspection: Inspection, draft: HazardDraft, *, item: int, moment: Moment) -> Hazard:
    return Hazard(
        public_key=draft.key,
        discipline=inspection.discipline,
        item=item,
        origin=origin_of(inspection.kind),
        visit=inspection.kind,
        visit_ordinal=inspection.ordinal,
        found_on=inspection.inspected_on,
        inspection_id=inspection.id,
        wording_key=draft.wording_key,
        source=Source.DESK,
        recorded_at=moment.now,
        status=Status.IN_PROGRESS,
        **{name: getattr(draft, name) for name in MENDABLE},
    )


def _found(inspection: Inspection, *, who: Visitor, moment: Moment) -> HazardEvent:
    return HazardEvent(
        status=Status.IN_PROGRESS,
        effective_on=inspection.inspected_on,
        recorded_at=moment.now,
        source=Source.DESK,
        actor=who.actor,
        person_id=who.id,
        inspection_id=inspection.id,
    )


def _plain(value: object) -> object:
    return value if value is None or isinstance(value, (int, str)) else str(value)
