"""Who is asking, and how far their roles reach today."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from accord.casework.sourcing import suppliers_of
from accord.records.factory import Factory, Sourcing
from accord.records.person import Person, RoleHeld
from accord.rules.desk import access
from accord.rules.desk.access import Holding, Sight, Thing
from accord.rules.desk.actions import Action
from accord.rules.desk.people import OF_A_FACTORY, OF_A_SIGNATORY, Role
from accord.rules.moments import Moment
from accord.rules.vocabulary import Discipline


@dataclass(frozen=True)
class Visitor:
    """A person who is signed in, with the roles that they hold today."""

    id: int
    name: str
    email: str
    holdings: tuple[Holding, ...]

    @property
    def actor(self) -> str:
        """The name under which the journal and the records keep what this person does."""
        return f"{self.name} <{self.email}>"

    @property
    def roles(self) -> tuple[Role, ...]:
        """The roles held today, each once."""
        return tuple(dict.fromkeys(held.role for held in self.holdings))

    @property
    def disciplines(self) -> tuple[Discipline, ...]:
        """The disciplines in which this person is an engineer today."""
        return tuple(dict.fromkeys(held.discipline for held in self.holdings if held.discipline))

    def may_at_all(self, action: Action) -> bool:
        """Return whether this person may do this to anything."""
        return access.may_at_all(self.holdings, action)

    def may(self, action: Action, thing: Thing) -> bool:
        """Return whether this person may do this to that thing."""
        return access.may(self.holdings, action, thing)

    def sight(self, action: Action) -> Sight:
        """Return how far this person sees with an action, for lists."""
        return access.sight(self.holdings, action)


def visitor(session: Session, person: Person, *, moment: Moment) -> Visitor:
    """Return the person as a visitor of today; somebody whose account was closed holds no role."""
    held = session.scalars(
        select(RoleHeld)
        .where(
            RoleHeld.person_id == person.id,
            RoleHeld.from_on <= moment.today,
            RoleHeld.to_on.is_(None) | (RoleHeld.to_on >= moment.today),
        )
        .options(joinedload(RoleHeld.signatory))
        .order_by(RoleHeld.id)
    ).all()
    holdings = () if person.ended_at else tuple(_holding(session, each, moment) for each in held)
    return Visitor(person.id, person.name, person.email, holdings)


def _holding(session: Session, held: RoleHeld, moment: Moment) -> Holding:
    if held.role in OF_A_FACTORY:
        # A factory that was merged into another one is looked after under the number that stands for both.
        own = select(Factory.id).where(
            (Factory.id == held.factory_id)
            | (Factory.id == select(Factory.merged_into_id).where(Factory.id == held.factory_id).scalar_subquery())
        )
        return Holding(held.role, factories=frozenset(session.scalars(own)))
    if held.role in OF_A_SIGNATORY and held.signatory is not None:
        suppliers = suppliers_of(held.signatory.name, as_of=moment.today, known_before=moment.end_of(moment.today))
        bought = select(Sourcing.factory_id).where(Sourcing.signatory_id == held.signatory_id)
        query = select(Factory.id, Factory.id.in_(suppliers)).where(Factory.id.in_(suppliers) | Factory.id.in_(bought))
        if held.district is not None:
            query = query.where(Factory.district == held.district)
        found = session.execute(query).all()
        return Holding(
            held.role,
            factories=frozenset(id_ for id_, is_now in found if is_now),
            signatory=held.signatory_id,
            ever=frozenset(id_ for id_, _ in found),
        )
    return Holding(held.role, discipline=held.discipline)
