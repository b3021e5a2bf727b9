"""Dangers that an imported sheet speaks of: listed and kept for an engineer to confirm, never acted on."""

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from accord.casework.imports.compare import Change
from accord.casework.imports.report import OrderToConfirm
from accord.casework.imports.sheets import Comparison
from accord.gateways.cap_sheets.model import CapRow
from accord.records.cap import SheetImport
from accord.records.danger import DangerToConfirm
from accord.records.factory import Factory
from accord.rules.figures.progress import OPEN
from accord.rules.moments import Moment
from accord.rules.orders.causes import order_for_rating
from accord.rules.vocabulary import Status

DESCRIBED = frozenset({"severity", "observation", "observation_bn", "recommended_action", "recommended_action_bn"})
"""Where a sheet says how dangerous it is: what says otherwise than before is looked at again."""


def dangers_of(held: Comparison) -> list[OrderToConfirm]:
    """Return one entry for a rating of red or amber with open hazards, and one for each open hazard of danger.

    None of a sheet older than the last one: what it says has been told otherwise since.
    """
    sheet = held.part.sheet
    still_open = [] if held.is_older else [row for row in held.part.rows if row.status in OPEN]
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
    session: Session,
    held: Comparison,
    *,
    hazard_ids: Mapping[int, int],
    factory: Factory,
    import_id: int,
    moment: Moment,
) -> None:
    """Keep every danger that does not wait for an engineer, or was not settled by one, already.

    One that was settled is kept anew where the sheet describes the hazard otherwise by now, or finds it open again.
    """
    part = held.part
    undone = select(SheetImport.id).where(SheetImport.undone_at.is_not(None))
    anew = {hazard.id for hazard, row, change in held.known if _is_looked_at_again(row, change)}
    known = set(
        session.execute(
            select(DangerToConfirm.hazard_id, DangerToConfirm.because).where(
                DangerToConfirm.settled_at.is_(None)
                | DangerToConfirm.hazard_id.is_(None)
                | DangerToConfirm.hazard_id.not_in(anew),
                DangerToConfirm.factory_id == factory.id,
                DangerToConfirm.discipline == part.discipline,
                DangerToConfirm.import_id.is_(None) | DangerToConfirm.import_id.not_in(undone),
            )
        )
    )
    entries = [(hazard_ids[order.item] if order.item else None, order) for order in dangers_of(held)]
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


def _is_looked_at_again(row: CapRow, change: Change) -> bool:
    is_open_again = change.status_since is not None and row.status is Status.IN_PROGRESS
    return is_open_again or bool(change.fields.keys() & DESCRIBED)
