"""The deed of referring an order to the Review Panel: its package kept, its secretariat told, in one transaction."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from accord.casework.desk.uploads import PEN as FILES_PEN
from accord.casework.desk.uploads import NoRoom
from accord.casework.desk.visitors import Visitor
from accord.casework.orders.care import record_referral
from accord.casework.orders.care_refused import DetermineFirst, MovedMeanwhile
from accord.casework.orders.letters import PackageSaid
from accord.casework.orders.recipients import freeze, the_only
from accord.casework.orders.referral.gathering import Asked, gather
from accord.casework.orders.referral.package import Package, written_package
from accord.casework.orders.standing import lock_order, standing_of
from accord.casework.orders.telling import Saying, tell
from accord.gateways.files import FileStore
from accord.records.base import hold_the_pen
from accord.records.order import OrderEvent, SafetyOrder
from accord.records.order_care import PanelDetermination, PanelReferral
from accord.rules.moments import Moment
from accord.rules.notices import Letter
from accord.rules.orders.words import RecipientKind


def state_of(session: Session, order: SafetyOrder) -> str:
    """Return a word for how the order stands: another one once a step, a determination or a referral came."""
    last = [
        session.scalar(select(func.max(column.id)).where(column.order_id == order.id)) or 0
        for column in (OrderEvent, PanelDetermination, PanelReferral)
    ]
    return ".".join(str(each) for each in last)


@contextmanager
def prepared_package(
    session: Session,
    order: SafetyOrder,
    asked: Asked,
    *,
    seen: str,
    documents: FileStore,
    photos: FileStore,
    moment: Moment,
) -> Iterator[Package]:
    """Give the package as the order stands at this moment; it is kept by `refer`, and else gone afterwards.

    Only read: printing takes seconds, and nobody shall wait for the pen meanwhile. `seen` is how the order stood when
    the sender looked at it. Raises MovedMeanwhile where it stands otherwise by now, and PrintRefused.
    """
    if state_of(session, order) != seen:
        raise MovedMeanwhile
    gathered = gather(session, order, asked, documents=documents, photos=photos, moment=moment)
    with written_package(gathered, documents.folder, zone=moment.zone) as package:
        yield package


def refer(
    session: Session,
    order: SafetyOrder,
    package: Package,
    asked: Asked,
    *,
    seen: str,
    address: str | None,
    documents: FileStore,
    who: Visitor,
    moment: Moment,
) -> PanelReferral:
    """Refer the order to the Review Panel with the package that was made of it, and tell its secretariat.

    `seen` is the state of the order that the package shows; `address` where the package is given to the secretariat.
    Raises MovedMeanwhile where the order stands otherwise by now, DetermineFirst, and what `record_referral` refuses.
    """
    hold_the_pen(session, FILES_PEN)
    lock_order(session, order)
    if state_of(session, order) != seen:
        raise MovedMeanwhile
    stands = standing_of(order)
    if stands.is_open and not stands.is_determined:
        raise DetermineFirst
    referral = record_referral(
        session,
        order,
        package_sha256=package.sha256,
        package_bytes=package.size_bytes,
        note=asked.words or asked.words_bn,
        who=who,
        moment=moment,
    )
    try:
        documents.take(package.file, package.sha256)
    except OSError as error:
        raise NoRoom("referral.zip") from error
    _tell(session, order, referral, asked, address=address, moment=moment)
    return referral


def _tell(
    session: Session,
    order: SafetyOrder,
    referral: PanelReferral,
    asked: Asked,
    *,
    address: str | None,
    moment: Moment,
) -> None:
    secretariat = [the_only(RecipientKind.REVIEW_PANEL)]
    freeze(session, order, secretariat, step=order.steps[-1].step, moment=moment)
    told = [each for each in order.recipients if each.kind is RecipientKind.REVIEW_PANEL]
    said = PackageSaid(referral.package_sha256, referral.package_bytes, address)
    saying = Saying(note=asked.words, note_bn=asked.words_bn, package=said)
    step = f"{Letter.PANEL_REFERRAL.value} {referral.id}"
    tell(session, order, Letter.PANEL_REFERRAL, told, step=step, moment=moment, saying=saying)
