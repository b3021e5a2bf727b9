"""What stands behind the addresses of the desk, for the test that asks every address as everybody.

Whoever adds an address with a parameter adds a line to `OBJECTS`: a function that writes what the address names into
the world, and returns one `Asked` for each kind of it (of one's own factory and of a foreign one, of this discipline
and of another, issued and not). The test fails on an address that has no line here.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import product

from sqlalchemy.orm import Session

from accord.casework.desk import sign_in
from accord.casework.desk.links import make_link
from accord.records.factory import Factory, Signatory, Sourcing
from accord.records.person import KeptForm, Person, SavedView, SignIn
from accord.rules.desk.access import Thing
from accord.rules.desk.people import LinkPurpose, Role
from accord.rules.moments import Moment
from accord.rules.vocabulary import Discipline, Source
from tests.desk_builders import a_factory_with_hazard, a_person

SINCE = date(2015, 1, 1)
NEVER = 999_999
"""The id or number of what is not there."""


@dataclass(frozen=True)
class Asked:
    """One object behind an address: what stands in the address, and what the table of access is asked for."""

    values: Mapping[str, object]
    thing: Thing = field(default_factory=Thing)
    owner: str | None = None
    """The one of the cast whom it belongs to alone; None: to whom the table says."""


@dataclass
class World:
    """Two factories, a brand that buys from one of them, and a cast of everybody there is."""

    session: Session
    moment: Moment
    own: Factory
    foreign: Factory
    people: dict[str, Person]

    @property
    def factories(self) -> tuple[Factory, Factory]:
        """The factory of the cast, and the other one."""
        return self.own, self.foreign


def a_world(session: Session, moment: Moment) -> World:
    """Write the world and its cast."""
    own, foreign = Factory(number=9001, name="Own Knit Ltd."), Factory(number=9002, name="Rival Knit Ltd.")
    buyer, other = Signatory(name="A Brand"), Signatory(name="Another Brand")
    session.add_all([own, foreign, buyer, other])
    session.flush()
    recorded = {"recorded_at": moment.now - timedelta(days=900)}
    session.add_all(
        [
            Sourcing(factory_id=own.id, signatory=buyer, from_on=SINCE, **recorded),
            Sourcing(factory_id=foreign.id, signatory=other, from_on=SINCE, **recorded),
        ]
    )
    cast: dict[str, tuple[Role, dict[str, object]]] = {
        "fire engineer": (Role.ENGINEER, {"discipline": Discipline.FIRE}),
        "electrical engineer": (Role.ENGINEER, {"discipline": Discipline.ELECTRICAL}),
        "chief safety officer": (Role.CHIEF_SAFETY_OFFICER, {}),
        "deputy": (Role.DEPUTY, {}),
        "deputy of before": (Role.DEPUTY, {"until": moment.today - timedelta(days=1)}),
        "case handler": (Role.CASE_HANDLER, {}),
        "complaints officer": (Role.COMPLAINTS_OFFICER, {}),
        "owner": (Role.FACTORY_USER, {"factory": own}),
        "rival owner": (Role.FACTORY_USER, {"factory": foreign}),
        "brand that sources": (Role.SIGNATORY_USER, {"signatory": buyer}),
        "brand that does not": (Role.SIGNATORY_USER, {"signatory": other}),
        "labour signatory": (Role.LABOUR_SIGNATORY, {}),
        "regulator": (Role.REGULATOR, {}),
        "safety committee": (Role.SAFETY_COMMITTEE, {"factory": own}),
        "administrator": (Role.ADMINISTRATOR, {}),
    }
    people = {name: a_person(session, role, name=name, **words) for name, (role, words) in cast.items()}  # type: ignore[arg-type]
    return World(session, moment, own, foreign, people)


def _factories(world: World) -> Sequence[Asked]:
    """Each of the two factories by its number."""
    return [Asked({"number": factory.number}, Thing(frozenset({factory.id}))) for factory in world.factories]


def _sign_ins(world: World) -> Sequence[Asked]:
    """A browser of the case handler, whom alone it concerns."""
    person = world.people["case handler"]
    world.session.add(
        SignIn(
            person_id=person.id,
            token_sha256="0" * 64,
            device="left somewhere",
            began_at=world.moment.now,
            seen_at=world.moment.now,
        )
    )
    world.session.flush()
    found = world.session.query(SignIn).filter_by(token_sha256="0" * 64).one()
    return [Asked({"sign_in_id": found.id}, owner="case handler")]


def _kept_forms(world: World) -> Sequence[Asked]:
    """What the case handler had typed."""
    world.session.add(
        KeptForm(
            token_sha256=sign_in.token_hash("kept"),
            person_id=world.people["case handler"].id,
            address="/desk",
            fields='[["note", "a locked gate"]]',
            made_at=world.moment.now,
        )
    )
    return [Asked({"token": "kept"}, owner="case handler")]


def _links(world: World) -> Sequence[Asked]:
    """A link, which is enough by itself."""
    token = make_link(
        world.session, world.people["owner"], LinkPurpose.SIGN_UP, actor="the administrator", moment=world.moment
    )
    return [Asked({"token": token})]


def hazards(world: World) -> Sequence[Asked]:
    """Hazards of both factories, of two disciplines, issued to the parties (imported) and not."""
    asked = []
    for item, (factory, discipline, is_issued) in enumerate(
        product(world.factories, (Discipline.FIRE, Discipline.ELECTRICAL), (True, False)), start=1
    ):
        hazard = a_factory_with_hazard(
            world.session, world.moment, number=factory.number, discipline=discipline, item=item
        )
        hazard.source = Source.IMPORTED if is_issued else Source.DESK
        world.session.flush()
        thing = Thing(frozenset({factory.id}), discipline, is_issued=is_issued)
        asked.append(Asked({"hazard_id": hazard.id}, thing))
    return asked


def _views(world: World) -> Sequence[Asked]:
    """A list that the case handler keeps."""
    view = SavedView(
        person_id=world.people["case handler"].id, name="mine", query="overdue=yes", recorded_at=world.moment.now
    )
    world.session.add(view)
    world.session.flush()
    return [Asked({"view_id": view.id}, owner="case handler")]


Builder = Callable[[World], Sequence[Asked]]

OBJECTS: dict[str, Builder] = {
    "account.end": _sign_ins,
    "claims.claim": hazards,
    "claims.new": hazards,
    "hazards.forget": _views,
    "hazards.show": hazards,
    "kept.show": _kept_forms,
    "links.choose": _links,
    "links.chosen": _links,
    "verification.decide": hazards,
    "verification.judge": hazards,
}
"""By endpoint: what stands behind an address that has a parameter."""

MISSING: dict[str, object] = {"token": "never-was", "number": 99_999}
"""By parameter: what stands in an address that names nothing; for all others, a number that nothing has."""

FORMS: dict[str, Mapping[str, str]] = {}
"""By endpoint: what is sent where an empty form would tell nothing of who may send it."""
