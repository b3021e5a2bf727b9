"""Dangers that an imported sheet speaks of: listed and kept for an engineer to confirm, never acted on."""

from collections.abc import Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from accord.casework.imports.report import OrderToConfirm
from accord.casework.imports.sheets import Part
from accord.gateways.cap_sheets.model import CapRow, CapSheet
from accord.records.cap import SheetImport
from accord.records.danger import DangerToConfirm
from accord.records.factory import Factory
from accord.rules.figures.progress import OPEN
from accord.rules.moments import Moment
from accord.rules.orders.causes import order_for_rating


def dangers_of(sheet: CapSheet, rows: Sequence[CapRow]) -> list[OrderToConfirm]:
    """Return one entry for a rating of red or amber with open hazards, and one for each open hazard of danger."""
    still_open = [row for row in rows if row.status in OPEN]
    found = []
    kind = order_for_rating(sheet.rating)
    if kind and still_open and sheet.rating:
        found.append(OrderToConfirm(kind, sheet.name, None, None, f"rating {sheet.rating.value}"))
    return found + [
        OrderToConfirm(row.danger.kind, sheet.name, row.row, row.item, row.danger.because)
        for row in still_open
        if row.danger
    ]


def record_dangers(
    session: Session, part: Part, *, hazard_ids: Mapping[int, int], factory: Factory, import_id: int, moment: Moment
) -> None:
    """Keep every danger that does not wait for an engineer, or was not settled by one, already."""
    undone = select(SheetImport.id).where(SheetImport.undone_at.is_not(None))
    known = set(
        session.execute(
            select(DangerToConfirm.hazard_id, DangerToConfirm.because).where(
                DangerToConfirm.factory_id == factory.id,
                DangerToConfirm.discipline == part.discipline,
                DangerToConfirm.import_id.is_(None) | DangerToConfirm.import_id.not_in(undone),
            )
        )
    )
    found = dangers_of(part.sheet, part.rows)
    entries = [(hazard_ids[order.item] if order.item else None, order) for order in found]
    session.add_all(
        DangerToConfirm(
            factory_id=factory.id,
            discipline=part.discipline,
            hazard_id=hazard_id,
            kind=order.kind,
            because=order.because,
            recorded_at=moment.now,
            import_id=import_id,
        )
        for hazard_id, order in entries
        if (hazard_id, order.because) not in known
    )
