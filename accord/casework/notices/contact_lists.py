"""The contacts as people see them, and which organisations of open orders nobody can be reached of."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from accord.casework.notices.organisations import ALONE, names_of
from accord.casework.notices.reached import Reached, reached
from accord.records.factory import Factory
from accord.records.notice import Contact
from accord.records.order import OrderEvent, OrderRecipient
from accord.rules.moments import Moment
from accord.rules.vocabulary import ORDER_ENDS

A_PAGE = 50


@dataclass(frozen=True)
class Organisation:
    """An organisation by its words, as it is called, and through whom it is reached."""

    words: str
    name: str
    people: Sequence[Reached] = ()

    @property
    def kind(self) -> str:
        """What it is to a building."""
        return self.words.partition(" ")[0]

    @property
    def is_reached(self) -> bool:
        """Whether anybody of it has an address."""
        return any(each.email or each.telephone for each in self.people)


@dataclass(frozen=True)
class Contacts:
    """A page of the organisations with contacts, and those of open orders without any."""

    missing: Sequence[Organisation]
    listed: Sequence[Organisation]
    found: int
    page: int

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return max(1, -(-self.found // A_PAGE))


def contacts_page(session: Session, asked: str, *, page: int, moment: Moment) -> Contacts:
    """Return the organisations whose contacts answer to these words, in a fixed number of questions."""
    query = select(Contact.organisation).where(Contact.ended_on.is_(None) | (Contact.ended_on > moment.today))
    for word in asked.split():
        columns = (Contact.name, Contact.organisation, Contact.email, Contact.telephone)
        matching = [column.icontains(word, autoescape=True) for column in columns]
        query = query.where(matching[0] | matching[1] | matching[2] | matching[3])
    query = query.distinct()
    found = session.scalar(select(func.count()).select_from(query.subquery())) or 0
    shown = session.scalars(query.order_by(Contact.organisation).limit(A_PAGE).offset((page - 1) * A_PAGE)).all()
    told = told_of_open_orders(session)
    everybody = _organisations(session, {*shown, *told}, told, moment)
    missing = [everybody[words] for words in sorted(told) if not everybody[words].is_reached]
    return Contacts(missing, [everybody[words] for words in shown], found, page)


def told_of_open_orders(session: Session) -> dict[str, str]:
    """Return the organisations that are told of an order that has not ended, each with its name as it was told."""
    ended = select(OrderEvent.order_id).where(OrderEvent.step.in_(ORDER_ENDS))
    query = select(OrderRecipient.organisation, OrderRecipient.name).where(OrderRecipient.order_id.not_in(ended))
    return dict(session.execute(query.order_by(OrderRecipient.id)).all())


def organisation_named(session: Session, words: str, *, moment: Moment) -> Organisation | None:
    """Return the organisation with whom it is reached through, or None where there is none of these words."""
    if words not in names_of(session, [words]):
        return None
    return _organisations(session, {words}, {}, moment)[words]


def words_of_factory(session: Session, kind: str, number: int) -> str | None:
    """Return the words for a factory by its number, or for its safety committee; None where there is none."""
    if kind not in ("factory", "committee"):
        return None
    found = session.scalar(select(Factory).where(Factory.number == number))
    return f"{kind} {found.merged_into_id or found.id}" if found else None


def _organisations(
    session: Session, words: Collection[str], told: dict[str, str], moment: Moment
) -> dict[str, Organisation]:
    names = {**told, **{each: name for each, name in names_of(session, words).items() if each not in ALONE}}
    people = reached(session, words, moment=moment)
    return {each: Organisation(each, names.get(each, each), people[each]) for each in words}
