"""What a sheet proves besides its hazards: visits, a rating, an approved CAP, and that this sheet was read."""

from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from accord.casework.imports.dates import found_on, sheet_day
from accord.casework.imports.sheets import Part
from accord.records.cap import CapStep, CapVersion, SheetImport
from accord.records.factory import Factory
from accord.records.inspection import Inspection
from accord.rules.moments import Moment
from accord.rules.vocabulary import CapState, InspectionKind, Origin, Source


def record_inspections(session: Session, part: Part, *, factory: Factory, import_id: int, moment: Moment) -> None:
    """Record the initial inspection and the numbered follow-ups of the header that are not on record yet."""
    known = set(
        session.execute(
            select(Inspection.kind, Inspection.ordinal).where(
                Inspection.factory_id == factory.id,
                Inspection.discipline == part.discipline,
                Inspection.removed_at.is_(None),
            )
        )
    )
    visits: list[tuple[InspectionKind, int | None, date]] = [
        (InspectionKind.FOLLOW_UP, ordinal, day) for ordinal, day in part.sheet.follow_ups
    ]
    if first := _first_inspection(part, moment):
        visits.insert(0, (InspectionKind.INITIAL, None, first))
    session.add_all(
        Inspection(
            factory_id=factory.id,
            discipline=part.discipline,
            kind=kind,
            ordinal=ordinal,
            inspected_on=day,
            rating=part.sheet.rating if kind is InspectionKind.INITIAL else None,
            source=Source.IMPORTED,
            recorded_at=moment.now,
            import_id=import_id,
        )
        for kind, ordinal, day in visits
        if (kind, ordinal) not in known and day <= moment.today
    )
    session.flush()


def record_rating(session: Session, part: Part, *, factory: Factory, moment: Moment) -> dict[str, Any] | None:
    """Record a rating that differs from the last one known, at the latest visit up to the day of the sheet.

    Return what stood there before and what stands there now, for the journal; None where nothing changes.
    """
    if part.sheet.rating is None:
        return None
    day = sheet_day(part.sheet, today=moment.today) or moment.today
    visits = session.scalars(
        select(Inspection)
        .where(
            Inspection.factory_id == factory.id,
            Inspection.discipline == part.discipline,
            Inspection.inspected_on <= day,
            Inspection.removed_at.is_(None),
        )
        .order_by(Inspection.inspected_on.desc(), Inspection.id.desc())
    ).all()
    known = next((visit.rating for visit in visits if visit.rating), None)
    if not visits or known is part.sheet.rating:
        return None
    former, visits[0].rating = visits[0].rating, part.sheet.rating
    return {"inspection": visits[0].id, "from": former.value if former else None, "to": part.sheet.rating.value}


def record_approval(
    session: Session, read: SheetImport, part: Part, *, finance_agreed: bool | None, actor: str, moment: Moment
) -> int:
    """Record a version of the CAP as approved and published elsewhere on the sheet's date, and return its id."""
    last = session.scalar(
        select(func.max(CapVersion.number)).where(
            CapVersion.factory_id == read.factory_id, CapVersion.discipline == part.discipline
        )
    )
    sheet = part.sheet
    state = CapState.FINANCE_PLAN_AGREED if finance_agreed else CapState.TECHNICALLY_APPROVED
    approved_on = min(sheet.approved_on or sheet_day(sheet, today=moment.today) or moment.today, moment.today)
    recorded = {"state": state, "source": Source.IMPORTED, "actor": actor, "recorded_at": moment.now}
    version = CapVersion(
        factory_id=read.factory_id,
        discipline=part.discipline,
        number=(last or 0) + 1,
        approved_on=approved_on,
        finance_agreed=finance_agreed,
        import_id=read.id,
        steps=[CapStep(happened_on=approved_on, **recorded)],
        **recorded,
    )
    session.add(version)
    session.flush()
    return version.id


def record_sheet(
    session: Session, part: Part, *, factory: Factory, file_name: str, actor: str, moment: Moment
) -> SheetImport:
    """Record that this sheet was read, so that it says nothing twice and an older one is known as such."""
    read = SheetImport(
        factory_id=factory.id,
        discipline=part.discipline,
        file_name=file_name,
        file_sha256=part.file_sha256,
        sheet=part.sheet.name,
        sheet_date=sheet_day(part.sheet, today=moment.today),
        rating=part.sheet.rating,
        actor=actor,
        recorded_at=moment.now,
    )
    session.add(read)
    session.flush()
    return read


def _first_inspection(part: Part, moment: Moment) -> date | None:
    """Return the day of the initial inspection; a sheet of new hazards alone proves none."""
    if part.sheet.initial_inspection_on:
        return part.sheet.initial_inspection_on
    initial = [row for row in part.rows if row.origin is Origin.INITIAL]
    return min((found_on(row, part.sheet, today=moment.today) for row in initial), default=None)
