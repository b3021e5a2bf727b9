"""What a sheet proves besides its hazards: visits, an approved CAP, and that this sheet was read."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from accord.casework.imports.dates import found_on, sheet_day
from accord.gateways.cap_sheets.model import CapRow, CapSheet
from accord.records.cap import CapVersion, SheetImport
from accord.records.factory import Factory
from accord.records.inspection import Inspection
from accord.rules.moments import Moment
from accord.rules.vocabulary import CapState, Discipline, InspectionKind, Source


def record_inspections(
    session: Session,
    sheet: CapSheet,
    rows: Sequence[CapRow],
    *,
    factory: Factory,
    discipline: Discipline,
    moment: Moment,
) -> None:
    """Record the initial inspection and the numbered follow-ups of the header that are not on record yet."""
    known = set(
        session.execute(
            select(Inspection.kind, Inspection.ordinal).where(
                Inspection.factory_id == factory.id, Inspection.discipline == discipline
            )
        )
    )
    first = sheet.initial_inspection_on or min(found_on(row, sheet, today=moment.today) for row in rows)
    visits: list[tuple[InspectionKind, int | None, date]] = [(InspectionKind.INITIAL, None, first)]
    visits += [(InspectionKind.FOLLOW_UP, ordinal, day) for ordinal, day in sheet.follow_ups]
    session.add_all(
        Inspection(
            factory_id=factory.id,
            discipline=discipline,
            kind=kind,
            ordinal=ordinal,
            inspected_on=day,
            rating=sheet.rating if kind is InspectionKind.INITIAL else None,
            source=Source.IMPORTED,
            recorded_at=moment.now,
        )
        for kind, ordinal, day in visits
        if (kind, ordinal) not in known and day <= moment.today
    )


def record_approval(
    session: Session, sheet: CapSheet, *, factory: Factory, discipline: Discipline, actor: str, moment: Moment
) -> None:
    """Record a version of the CAP as approved and published elsewhere on the sheet's date."""
    last = session.scalar(
        select(func.max(CapVersion.number)).where(
            CapVersion.factory_id == factory.id, CapVersion.discipline == discipline
        )
    )
    session.add(
        CapVersion(
            factory_id=factory.id,
            discipline=discipline,
            number=(last or 0) + 1,
            state=CapState.FINANCE_PLAN_AGREED if sheet.finance_agreed else CapState.TECHNICALLY_APPROVED,
            approved_on=min(sheet.approved_on or sheet_day(sheet) or moment.today, moment.today),
            finance_agreed=sheet.finance_agreed,
            source=Source.IMPORTED,
            actor=actor,
            recorded_at=moment.now,
        )
    )


def record_sheet(
    session: Session,
    sheet: CapSheet,
    *,
    factory: Factory,
    discipline: Discipline,
    file_name: str,
    file_sha256: str,
    moment: Moment,
) -> None:
    """Record that this sheet was read, so that an older one is known as such."""
    session.add(
        SheetImport(
            factory_id=factory.id,
            discipline=discipline,
            file_name=file_name,
            file_sha256=file_sha256,
            sheet=sheet.name,
            sheet_date=sheet_day(sheet),
            rating=sheet.rating,
            recorded_at=moment.now,
        )
    )
