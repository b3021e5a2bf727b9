"""Versions of a CAP from draft to approval: a draft changes nothing, an approval puts its lines into force.

Source: DOMAIN.md section 4; docs/decisions/0006.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from accord.casework import journal
from accord.casework.desk.plan_dates import check_day
from accord.casework.desk.revisions import ChangedMeanwhile, Meanwhile, take_turn
from accord.casework.desk.visitors import Visitor
from accord.casework.hazard_words import search_text_of
from accord.casework.refusals import N_, Told
from accord.records.base import hold_the_pen
from accord.records.cap import CapStep, CapVersion
from accord.records.factory import Factory
from accord.records.hazard import Deadline, Hazard, HazardFactory
from accord.records.plan import CapLine
from accord.rules.figures.history import DeadlineChange, due_on
from accord.rules.moments import Moment
from accord.rules.vocabulary import CapState, Discipline, Source

UNDER_WORK = (CapState.DRAFT, CapState.SUBMITTED)
"""The states of a version that is not approved yet; there is one such version at most."""


class DraftIsOpen(Told):
    """A new draft was asked for while one is under work."""

    sentence = N_("There is a draft already: go on with it, or have it approved first.")


class NotADraft(Told):
    """Something was to be written into a version that was handed in or approved."""

    sentence = N_("This version is no longer a draft: nothing can be written into it.")


class NothingPlanned(Told):
    """An empty draft was handed in."""

    sentence = N_("This draft plans nothing yet: write at least one line.")


class NotHandedIn(Told):
    """A version was to be approved or sent back that nobody handed in."""

    sentence = N_("This version was not handed in, or was decided on already. Load it anew.")


class ShownDifferently(Told):
    """The version changed after it was shown to who approves it."""

    sentence = N_("The version is not the one that you were shown. Look at the changes, then approve it.")


class NotOfThisPlan(Told):
    """A line was to be written for a hazard of another factory or discipline."""

    sentence = N_("This hazard belongs to another plan.")


@dataclass(frozen=True)
class Planned:
    """What is planned for one hazard, as it was typed; None: nothing."""

    action_plan: str | None
    action_plan_bn: str | None
    responsible_person: str | None
    due_on: date | None
    why_date: str | None
    cost_bdt: int | None


def open_draft(
    session: Session, factory: Factory, discipline: Discipline, *, who: Visitor, moment: Moment
) -> CapVersion:
    """Begin the next version of the factory's CAP in a discipline."""
    hold_the_pen(session, f"cap {factory.id}")
    versions = (CapVersion.factory_id == factory.id, CapVersion.discipline == discipline)
    if session.scalar(select(CapVersion.id).where(*versions, CapVersion.state.in_(UNDER_WORK))):
        raise DraftIsOpen
    version = CapVersion(
        factory_id=factory.id,
        discipline=discipline,
        number=(session.scalar(select(func.max(CapVersion.number)).where(*versions)) or 0) + 1,
        state=CapState.DRAFT,
        source=Source.DESK,
        actor=who.actor,
        recorded_at=moment.now,
    )
    session.add(version)
    session.flush()
    take_step(session, version, CapState.DRAFT, "began a plan", who=who, moment=moment)
    return version


def write_line(
    session: Session,
    version: CapVersion,
    hazard: Hazard,
    planned: Planned,
    *,
    opened_at: int | None,
    who: Visitor,
    moment: Moment,
) -> CapLine:
    """Write what a draft plans for a hazard; `opened_at` is the revision of the line that was shown, None if none was.

    Raises ChangedMeanwhile where somebody else wrote the line after it was shown.
    """
    _hold(session, version)
    if version.state is not CapState.DRAFT:
        raise NotADraft
    if not _is_of(session, hazard, version):
        raise NotOfThisPlan
    line = session.scalar(
        select(CapLine).where(CapLine.version_id == version.id, CapLine.hazard_id == hazard.id).with_for_update()
    )
    agreed = due_in_force(session, [hazard.id], moment=moment).get(hazard.id)
    stood = line.due_on if line else None
    check_day(hazard, planned.due_on, agreed=agreed, stood=stood, why=planned.why_date, today=moment.today)
    if line is None and opened_at:
        # It was taken out after it was shown: who changes it decides anew whether it is to stand in the draft.
        typed = ((name, value) for name, value in asdict(planned).items() if value is not None)
        raise ChangedMeanwhile(tuple(Meanwhile(name, stands=None, typed=value) for name, value in typed), revision=0)
    if line is None:
        line = CapLine(version_id=version.id, hazard_id=hazard.id, revision=0, actor=who.actor, recorded_at=moment.now)
        session.add(line)
        opened_at = 0
    changed = take_turn(line, asdict(planned), opened_at=opened_at or 0)
    line.actor, line.recorded_at = who.actor, moment.now
    session.flush()
    if changed:
        details = {name: [_plain(before), _plain(after)] for name, (before, after) in changed.items()}
        journal.note(
            session,
            "planned",
            f"hazard {hazard.id}",
            actor=who.actor,
            moment=moment,
            details={"version": version.id, **details},
        )
    return line


def hand_in(session: Session, version: CapVersion, *, who: Visitor, moment: Moment) -> None:
    """Give a draft to the chief safety officer."""
    _hold(session, version)
    if version.state is not CapState.DRAFT:
        raise NotADraft
    if not session.scalar(select(CapLine.id).where(CapLine.version_id == version.id).limit(1)):
        raise NothingPlanned
    take_step(session, version, CapState.SUBMITTED, "handed a plan in", who=who, moment=moment)


def send_back(session: Session, version: CapVersion, *, remark: str, who: Visitor, moment: Moment) -> None:
    """Make a version a draft again, and say what is missing."""
    _hold(session, version)
    if version.state is not CapState.SUBMITTED:
        raise NotHandedIn
    take_step(session, version, CapState.DRAFT, "sent a plan back", remark=remark, who=who, moment=moment)


def approve(session: Session, version: CapVersion, *, shown: str, who: Visitor, moment: Moment) -> None:
    """Approve a version technically and put its lines into force; `shown` is the `digest` of what was shown."""
    _hold(session, version)
    lines = lines_of(session, version)
    if version.state is not CapState.SUBMITTED:
        raise NotHandedIn
    if digest(lines) != shown:
        raise ShownDifferently
    version.approved_on, version.finance_agreed = moment.today, False
    agreed = due_in_force(session, [line.hazard_id for line in lines], moment=moment)
    for line in lines:
        _put_into_force(session, line, agreed=agreed.get(line.hazard_id), who=who, moment=moment)
    take_step(session, version, CapState.TECHNICALLY_APPROVED, "approved a plan", who=who, moment=moment)


def lines_of(session: Session, version: CapVersion) -> Sequence[CapLine]:
    """Return the lines of a version with their hazards, in the order of the items."""
    return session.scalars(
        select(CapLine)
        .join(Hazard)
        .where(CapLine.version_id == version.id)
        .options(selectinload(CapLine.hazard))
        .order_by(Hazard.item, Hazard.id)
    ).all()


def digest(lines: Sequence[CapLine]) -> str:
    """Return a word for exactly these lines: any change of any of them gives another."""
    # A line that was taken out and written anew may have the id and the revision of the one before.
    told = [[line.id, line.revision, line.hazard_id, line.recorded_at.isoformat()] for line in lines]
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()[:16]


def due_in_force(session: Session, hazard_ids: Sequence[int], *, moment: Moment) -> dict[int, date | None]:
    """Return the final timeline in force today of each of the hazards that has one on record, by its id."""
    rows = session.execute(
        select(Deadline.hazard_id, Deadline.id, Deadline.due_on, Deadline.holds_from, Deadline.recorded_at).where(
            Deadline.hazard_id.in_(hazard_ids)
        )
    )
    changes: dict[int, list[DeadlineChange]] = {}
    for hazard_id, sequence, due, holds_from, at in rows:
        changes.setdefault(hazard_id, []).append(DeadlineChange(sequence, due, holds_from, moment.civil_date(at)))
    return {hazard_id: due_on(chain, as_of=moment.today, known_at=moment.today) for hazard_id, chain in changes.items()}


def _hold(session: Session, version: CapVersion) -> None:
    # One person at a time: who comes second finds the state that the first one left.
    session.refresh(version, ["state"], with_for_update=True)


def _put_into_force(session: Session, line: CapLine, *, agreed: date | None, who: Visitor, moment: Moment) -> None:
    hazard = line.hazard
    hazard.final_action_plan = line.action_plan
    hazard.final_action_plan_bn = line.action_plan_bn
    hazard.responsible_person = line.responsible_person
    hazard.search_text = search_text_of(hazard)
    hazard.revision += 1
    if line.due_on != agreed:
        session.add(
            Deadline(
                hazard_id=hazard.id,
                due_on=line.due_on,
                holds_from=moment.today,
                recorded_at=moment.now,
                source=Source.DESK,
                approved_by=who.actor,
                reason=line.why_date,
                version_id=line.version_id,
            )
        )


def _is_of(session: Session, hazard: Hazard, version: CapVersion) -> bool:
    link = select(HazardFactory.hazard_id).where(
        HazardFactory.hazard_id == hazard.id,
        HazardFactory.factory_id == version.factory_id,
        HazardFactory.removed_at.is_(None),
    )
    return hazard.discipline is version.discipline and session.scalar(link) is not None


def take_step(
    session: Session,
    version: CapVersion,
    state: CapState,
    deed: str,
    *,
    remark: str | None = None,
    who: Visitor,
    moment: Moment,
) -> None:
    """Bring a version into a state, and note the deed."""
    former, version.state = version.state, state
    session.add(
        CapStep(
            version_id=version.id,
            state=state,
            happened_on=moment.today,
            remark=remark,
            source=Source.DESK,
            person_id=who.id,
            actor=who.actor,
            recorded_at=moment.now,
        )
    )
    session.flush()
    journal.note(
        session,
        deed,
        f"factory {version.factory.number}",
        actor=who.actor,
        moment=moment,
        details={
            "discipline": version.discipline.value,
            "version": version.number,
            "state": [former.value, state.value],
            "remark": remark,
        },
    )


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value
