"""Shows in public at once what was decided of a factory: its stage, what follows it, a letter of recognition.

Decisions are taken on several pages, and one on a company group concerns several factories.
"""

from collections.abc import Iterable

from sqlalchemy import select

from accord.casework.snapshot import show
from accord.records.base import reading
from accord.records.cap import Recognition
from accord.records.escalation import StageChange
from accord.records.factory import Factory
from accord.records.ineligibility import DeclarationStep, Termination
from accord.web.public_at_once import AtOnce
from accord.web.site import site


def _concerned(written: Iterable[object]) -> Iterable[int]:
    for each in written:
        if isinstance(each, StageChange | Termination | Recognition):
            yield each.factory_id
        elif isinstance(each, DeclarationStep):
            yield each.stage_change.factory_id


def _show(factories: set[int]) -> None:
    with reading(site().private.engine) as session:
        numbers = session.scalars(select(Factory.number).where(Factory.id.in_(factories)).order_by(Factory.number))
        for number in numbers.all():
            show(session, number, site().settings.snapshot, moment=site().moment)


AT_ONCE = AtOnce("factories", _concerned, _show)
set_up, watch = AT_ONCE.set_up, AT_ONCE.watch
