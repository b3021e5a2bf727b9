"""To whom the letters of the protocol go, named as orders name their recipients.

Who was told of something is what the rows of the outbox say: whoever is told of its end is asked from them.
"""

from collections.abc import Collection, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from accord.casework.orders.recipients import ToTell, called, the_only
from accord.casework.sourcing import counting_for
from accord.records.factory import Factory, Signatory, Sourcing
from accord.records.ineligibility import Termination
from accord.records.notice import Notice
from accord.rules.moments import Moment
from accord.rules.notices import Sending
from accord.rules.orders.words import RecipientKind

_KINDS = {"factory": RecipientKind.FACTORY, "committee": RecipientKind.SAFETY_COMMITTEE}
"""By the first word of an organisation, where it is another one than the word of the kind."""


def standing_factory(session: Session, factory_id: int) -> Factory:
    """Return the factory, or the one under whose number it stands since they were found to be one."""
    factory = session.get_one(Factory, factory_id)
    return factory.merged_into or factory


def the_factory(factory: Factory) -> ToTell:
    """Return the factory as a recipient."""
    return ToTell(RecipientKind.FACTORY, f"factory {factory.id}", called(factory), factory_id=factory.id)


def the_committee(factory: Factory) -> ToTell:
    """Return its safety committee as a recipient."""
    return ToTell(RecipientKind.SAFETY_COMMITTEE, f"committee {factory.id}", called(factory), factory_id=factory.id)


def buyers(session: Session, factory: Factory, *, moment: Moment) -> Sequence[ToTell]:
    """Return every signatory that buys there today."""
    sources = select(Sourcing.signatory_id).where(
        counting_for(factory),
        Sourcing.from_on <= moment.today,
        Sourcing.to_on.is_(None) | (Sourcing.to_on > moment.today),
    )
    found = session.scalars(select(Signatory).where(Signatory.id.in_(sources)).order_by(Signatory.id))
    return [_signatory(each) for each in found]


def those_with_a_duty(session: Session, change_id: int) -> Sequence[ToTell]:
    """Return every signatory that has to end business because of a decision."""
    owes = select(Termination.signatory_id).where(Termination.stage_change_id == change_id)
    found = session.scalars(select(Signatory).where(Signatory.id.in_(owes)).order_by(Signatory.id))
    return [_signatory(each) for each in found]


def the_wider_circle() -> Sequence[ToTell]:
    """Return who is told of ineligibility beside factory and signatories."""
    return [the_only(RecipientKind.LABOUR_SIGNATORIES), the_only(RecipientKind.STEERING_COMMITTEE)]


def told_of(session: Session, causes: Collection[str]) -> Sequence[ToTell]:
    """Return everybody to whom it was written because of these causes, each once; not those whose letter never left."""
    rows = session.execute(
        select(Notice.organisation, Notice.organisation_name)
        .where(Notice.cause.in_(causes), Notice.state != Sending.OVERTAKEN)
        .order_by(Notice.id)
    )
    return [_as_told(organisation, name) for organisation, name in {row[0]: row[1] for row in rows}.items()]


def recipient_kind(organisation: str) -> RecipientKind:
    """Return what an organisation is, by the words under which the outbox names it."""
    kind = organisation.partition(" ")[0]
    return _KINDS.get(kind) or RecipientKind(kind)


def _as_told(organisation: str, name: str) -> ToTell:
    number = organisation.partition(" ")[2]
    told = ToTell(recipient_kind(organisation), organisation, name)
    if told.kind is RecipientKind.SIGNATORY:
        return ToTell(told.kind, organisation, name, signatory_id=int(number))
    return told


def _signatory(each: Signatory) -> ToTell:
    return ToTell(RecipientKind.SIGNATORY, f"signatory {each.id}", each.name, signatory_id=each.id)
