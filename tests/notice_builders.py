"""What tests of notices build with: an order with those who were told of it, and letters in the outbox."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from accord.casework.notices.carriers import Carriers
from accord.casework.notices.wording import Site
from accord.gateways.letters import LetterBox
from accord.gateways.mail import mail_door
from accord.gateways.sms import SmsGateway
from accord.records.factory import Building, Factory
from accord.records.notice import Contact, Notice, NoticeText
from accord.records.order import OrderEvent, OrderFactory, OrderRecipient, SafetyOrder
from accord.rules.moments import Moment
from accord.rules.notices import Letter, Sending
from accord.rules.orders.words import RecipientKind
from accord.rules.vocabulary import OrderKind, OrderStep

SECRET = "a secret that only the two of us know of"
SUBJECT, SUBJECT_BN = "Clear the building now", "এখনই ভবন খালি করুন"
BODY, BODY_BN = "Everybody leaves the building now.", "সবাই এখনই ভবন থেকে বের হয়ে যান।"
SHORT_BN = "জরুরি: এখনই ভবন খালি করুন।"


def an_open_order(session: Session, moment: Moment, *, number: int = 9001) -> SafetyOrder:
    """Write an evacuation of a building, raised an hour ago, of which its factory, committee and landlord were told."""
    factory = Factory(number=number, name=f"Factory {number}")
    building = Building(name=f"Building of {number}", landlord="Mr Landlord")
    session.add_all([factory, building])
    session.flush()
    recorded = {"recorded_at": moment.now}
    order = SafetyOrder(
        kind=OrderKind.EVACUATION,
        building=building,
        because="A column is cracked.",
        next_due_at=moment.now,
        steps=[OrderEvent(step=OrderStep.RAISED, happened_on=moment.today, actor="the program", **recorded)],
        factories=[OrderFactory(factory=factory)],
        recipients=[
            OrderRecipient(
                kind=RecipientKind.FACTORY,
                organisation=f"factory {factory.id}",
                name=f"Factory {number}",
                factory=factory,
                from_step=OrderStep.RAISED,
                **recorded,
            ),
            OrderRecipient(
                kind=RecipientKind.LANDLORD,
                organisation=f"landlord {building.id}",
                name="Mr Landlord",
                from_step=OrderStep.RAISED,
                **recorded,
            ),
        ],
    )
    session.add(order)
    session.flush()
    return order


def take(session: Session, order: SafetyOrder, *steps: OrderStep, moment: Moment) -> None:
    """Write further steps of an order."""
    for step in steps:
        session.add(
            OrderEvent(order=order, step=step, happened_on=moment.today, actor="somebody", recorded_at=moment.now)
        )
    session.flush()


def a_text(session: Session, moment: Moment, **changes: object) -> NoticeText:
    """Write what a letter says."""
    told: dict[str, object] = {
        "letter": Letter.RAISED,
        "subject": SUBJECT,
        "subject_bn": SUBJECT_BN,
        "body": BODY,
        "body_bn": BODY_BN,
        "short_bn": None,
        "recorded_at": moment.now,
    }
    text = NoticeText(**(told | changes))
    session.add(text)
    session.flush()
    return text


def a_notice(
    session: Session,
    order: SafetyOrder,
    moment: Moment,
    *,
    organisation: str | None = None,
    step: str = "raised",
    short_bn: str | None = None,
    state: Sending = Sending.WAITING,
    due: datetime | None = None,
    text: NoticeText | None = None,
) -> Notice:
    """Write a letter to an organisation, by default the order's factory, that is due now."""
    told = organisation or order.recipients[0].organisation
    notice = Notice(
        cause=f"order {order.id}",
        organisation=told,
        organisation_name=next((each.name for each in order.recipients if each.organisation == told), told),
        step=step,
        order=order,
        text=text or a_text(session, moment, short_bn=short_bn),
        needs_answer=True,
        state=state,
        next_try_at=None if state is Sending.HELD else due or moment.now,
        recorded_at=moment.now,
    )
    session.add(notice)
    session.flush()
    return notice


def a_contact(
    session: Session,
    organisation: str,
    moment: Moment,
    *,
    email: str | None = "owner@mill.example",
    telephone: str | None = None,
    language: str = "bn",
    is_first: bool = True,
    name: str = "The owner",
) -> Contact:
    """Write a contact of an organisation."""
    contact = Contact(
        organisation=organisation,
        name=name,
        language=language,
        email=email,
        telephone=telephone,
        is_first=is_first,
        actor="somebody",
        recorded_at=moment.now,
    )
    session.add(contact)
    session.flush()
    return contact


def carriers(
    box: LetterBox,
    *,
    mail: str | None = None,
    gateway: str | None = None,
    is_demonstration: bool = False,
    base_url: str | None = "https://accord.example",
) -> Carriers:
    """Return ways out."""
    return Carriers(
        site=Site(base_url, SECRET),
        box=box,
        mail=mail_door(mail, base_url=base_url) if mail else None,
        gateway=SmsGateway(gateway, SECRET) if gateway else None,
        is_demonstration=is_demonstration,
    )


def of_all(notices: Sequence[Notice]) -> list[Sending]:
    """Return where these notices stand."""
    return [each.state for each in notices]
