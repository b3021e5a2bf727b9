"""What stands behind the addresses of the desk, for the test that asks every address as everybody.

Whoever adds an address with a parameter adds a line to `OBJECTS`: a function that writes what the address names into
the world, and returns one `Asked` for each kind of it (of one's own factory and of a foreign one, of this discipline
and of another, issued and not). The test fails on an address that has no line here.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import product
from pathlib import Path

from sqlalchemy.orm import Session

from accord.casework.desk import calendar_links, sign_in
from accord.casework.desk.links import make_link
from accord.gateways.files import FileStore
from accord.gateways.signed_links import answer_token
from accord.records.cap import CapVersion, SheetImport
from accord.records.danger import DangerToConfirm
from accord.records.factory import Building, Factory, Occupant, Signatory, Sourcing
from accord.records.hazard import Hazard, Withdrawal
from accord.records.notice import Notice
from accord.records.order import OrderEvent, OrderFactory, OrderRecipient, SafetyOrder
from accord.records.order_care import Closure, PanelReferral
from accord.records.paperwork import StoredFile
from accord.records.person import KeptForm, Person, SavedView, SignIn
from accord.records.photo import KeptPhoto
from accord.rules.desk.access import Thing
from accord.rules.desk.people import LinkPurpose, Role
from accord.rules.moments import Moment
from accord.rules.orders.words import Extent, RecipientKind
from accord.rules.vocabulary import CapState, Discipline, OrderKind, OrderStep, Source
from accord.rules.words.standard_wording import standard_wordings
from tests.desk_builders import a_factory_with_hazard, a_person, an_inspection
from tests.desk_builders_photos import a_kept_photo
from tests.notice_builders import a_contact, a_notice, an_open_order
from tests.rota_builders import on_call

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


def _buildings(world: World) -> Sequence[Asked]:
    """A building in which each factory is, one that it shares, and one that it has left."""
    asked = []
    for factory in world.factories:
        building = Building(name=f"Block of {factory.number}", occupants=[Occupant(factory=factory)])
        left = Building(name=f"Old block of {factory.number}")
        left.occupants = [Occupant(factory=factory, to_on=world.moment.today)]
        world.session.add_all([building, left])
        world.session.flush()
        asked.append(Asked({"building_id": building.id}, Thing(frozenset({factory.id}))))
        asked.append(Asked({"building_id": left.id}))
    shared = Building(name="Shared block", occupants=[Occupant(factory=each) for each in world.factories])
    world.session.add(shared)
    world.session.flush()
    return [*asked, Asked({"building_id": shared.id}, Thing(frozenset(each.id for each in world.factories)))]


def _factories(world: World) -> Sequence[Asked]:
    """Each of the two factories by its number."""
    return [Asked({"number": factory.number}, Thing(frozenset({factory.id}))) for factory in world.factories]


factories_of = _factories
"""For the rooms that stand in modules of their own."""


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


def _kept_photos(world: World) -> Sequence[Asked]:
    """A photo that came with a form of the case handler."""
    photo = KeptPhoto(
        person_id=world.people["case handler"].id,
        file_name="gate.jpg",
        sha256="0" * 64,
        size_bytes=8,
        kept_at=world.moment.now,
    )
    world.session.add(photo)
    world.session.flush()
    return [Asked({"kept_id": photo.id}, owner="case handler")]


def _links(world: World) -> Sequence[Asked]:
    """A link, which is enough by itself."""
    token = make_link(
        world.session, world.people["owner"], LinkPurpose.SIGN_UP, actor="the administrator", moment=world.moment
    )
    return [Asked({"token": token})]


def _hazards_with_photos(world: World) -> Sequence[Asked]:
    """A hazard of each factory: of two disciplines, issued to the parties and not."""
    return [Asked({"hazard_id": hazard.id}, thing) for hazard, thing in _each_hazard(world)]


def _photos(world: World) -> Sequence[Asked]:
    """A photo of each of those hazards."""
    photos = FileStore(folder_of(world) / "photos")
    return [
        Asked({"photo_id": a_kept_photo(world.session, hazard, photos=photos, moment=world.moment).id}, thing)
        for hazard, thing in _each_hazard(world)
    ]


def _documents(world: World) -> Sequence[Asked]:
    """A document of each factory, and one of each of those hazards."""
    sha256 = FileStore(folder_of(world) / "documents").keep(b"%PDF-1.7")
    person = world.people["case handler"]

    def kept(factory_id: int, hazard_id: int | None = None) -> int:
        found = StoredFile(
            factory_id=factory_id,
            hazard_id=hazard_id,
            name="design.pdf",
            sha256=sha256,
            size_bytes=8,
            person_id=person.id,
            actor=person.name,
            recorded_at=world.moment.now,
        )
        world.session.add(found)
        world.session.flush()
        return found.id

    of_factories = [Asked({"file_id": kept(each.id)}, Thing(frozenset({each.id}))) for each in world.factories]
    of_hazards = [
        Asked({"file_id": kept(min(thing.factories), hazard.id)}, thing) for hazard, thing in _each_hazard(world)
    ]
    return [*of_factories, *of_hazards]


def _each_hazard(world: World) -> Sequence[tuple[Hazard, Thing]]:
    found = []
    for factory in world.factories:
        for item, discipline, source in (
            (701, Discipline.FIRE, Source.DESK),
            (702, Discipline.FIRE, Source.IMPORTED),
            (703, Discipline.ELECTRICAL, Source.DESK),
        ):
            hazard = a_factory_with_hazard(
                world.session, world.moment, number=factory.number, discipline=discipline, item=item
            )
            hazard.source = source
            thing = Thing(frozenset({factory.id}), discipline, is_issued=source is Source.IMPORTED)
            found.append((hazard, thing))
    world.session.flush()
    return found


def folder_of(world: World) -> Path:
    """The instance folder of the world's application."""
    return Path(str(world.session.get_bind().url.database)).parent  # type: ignore[union-attr]


def _people(world: World) -> Sequence[Asked]:
    """Somebody's account, which is the administrator's business alone."""
    return [Asked({"person_id": world.people["deputy"].id})]


def _roles(world: World) -> Sequence[Asked]:
    """A role of somebody."""
    deputy = world.people["deputy"]
    return [Asked({"person_id": deputy.id, "role_id": deputy.roles[0].id})]


def _any_factory(world: World) -> Sequence[Asked]:
    """Both factories, whose coverage is the administrator's business."""
    return [Asked({"number": factory.number}) for factory in world.factories]


def _limits(_world: World) -> Sequence[Asked]:
    """A limit of the programme."""
    return [Asked({"name": "follow_up_months"})]


def _wordings(_world: World) -> Sequence[Asked]:
    """A standard wording."""
    return [Asked({"key": standard_wordings()[0].key})]


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


def inspections(world: World) -> Sequence[Asked]:
    """Inspections of both factories, of two disciplines, made known elsewhere (imported) and not issued."""
    asked = []
    for factory, discipline, is_issued in product(
        world.factories, (Discipline.FIRE, Discipline.ELECTRICAL), (True, False)
    ):
        inspection = an_inspection(world.session, factory, discipline=discipline)
        inspection.source = Source.IMPORTED if is_issued else Source.DESK
        world.session.flush()
        thing = Thing(frozenset({factory.id}), discipline, is_issued=is_issued)
        asked.append(Asked({"inspection_id": inspection.id}, thing))
    return asked


def _dangers(world: World) -> Sequence[Asked]:
    """Dangers that sheets of both factories spoke of; of which kind, nobody said."""
    asked = []
    for factory in world.factories:
        danger = DangerToConfirm(
            factory_id=factory.id, discipline=Discipline.FIRE, because="evacuate", recorded_at=world.moment.now
        )
        world.session.add(danger)
        world.session.flush()
        asked.append(Asked({"danger_id": danger.id}, Thing(frozenset({factory.id}))))
    return asked


def orders(world: World) -> Sequence[Asked]:
    """Orders of a building of each factory, determined and not."""
    asked = []
    for factory, is_determined in product(world.factories, (True, False)):
        order = SafetyOrder(
            kind=OrderKind.EVACUATION,
            building=Building(name=f"Block of {factory.number}"),
            because="Cracks.",
            factories=[OrderFactory(factory_id=factory.id)],
        )
        steps = (OrderStep.RAISED, OrderStep.DETERMINED) if is_determined else (OrderStep.RAISED,)
        order.steps = [
            OrderEvent(step=step, happened_on=SINCE, actor="a test", recorded_at=world.moment.now) for step in steps
        ]
        world.session.add(order)
        world.session.flush()
        thing = Thing(frozenset({factory.id}), is_issued=is_determined)
        asked.append(Asked({"order_id": order.id}, thing))
    return asked


def _steps(world: World) -> Sequence[Asked]:
    """A step of each order."""
    return [replace(each, values={**each.values, "step": "lifted"}) for each in _referred_orders(world)]


def _referred_orders(world: World) -> Sequence[Asked]:
    """Orders of each factory, one of them referred to the Review Panel."""
    asked = orders(world)
    for each in asked[:1]:
        order = world.session.get_one(SafetyOrder, each.values["order_id"])
        told = {"kind": RecipientKind.REVIEW_PANEL, "organisation": "review_panel", "name": "Review Panel"}
        order.recipients.append(OrderRecipient(**told, from_step=OrderStep.DETERMINED, recorded_at=world.moment.now))
    world.session.flush()
    return [replace(asked[0], thing=replace(asked[0].thing, is_referred=True)), *asked[1:]]


def _packages(world: World) -> Sequence[Asked]:
    """The package of each of these orders, as if it had been kept of one that was never referred, too."""
    sha256 = FileStore(folder_of(world) / "documents").keep(b"PK")
    found = []
    for each in _referred_orders(world):
        referral = PanelReferral(
            order_id=each.values["order_id"],
            referred_on=SINCE,
            package_sha256=sha256,
            package_bytes=2,
            actor="a test",
            recorded_at=world.moment.now,
        )
        world.session.add(referral)
        world.session.flush()
        found.append(replace(each, values={**each.values, "referral_id": referral.id}))
    return found


def _closures(world: World) -> Sequence[Asked]:
    """A closure of each factory."""
    asked = []
    for factory in world.factories:
        closure = Closure(
            factory=factory, extent=Extent.FULL, from_on=SINCE, actor="a test", recorded_at=world.moment.now
        )
        world.session.add(closure)
        world.session.flush()
        asked.append(Asked({"closure_id": closure.id}, Thing(frozenset({factory.id}))))
    return asked


def touched(world: World) -> Sequence[Asked]:
    """A hazard on a round of its factory."""
    asked = []
    for each in hazards(world):
        (factory_id,) = each.thing.factories
        factory = next(factory for factory in world.factories if factory.id == factory_id)
        inspection = an_inspection(world.session, factory, discipline=each.thing.discipline or Discipline.FIRE)
        asked.append(replace(each, values={**each.values, "inspection_id": inspection.id}))
    return asked


def versions(world: World) -> Sequence[Asked]:
    """Versions of the plans of both factories, approved (issued to the parties) and drafts."""
    asked = []
    for factory, state in product(world.factories, (CapState.TECHNICALLY_APPROVED, CapState.DRAFT)):
        version = CapVersion(
            factory_id=factory.id,
            discipline=Discipline.FIRE,
            number=1 + (state is CapState.DRAFT),
            state=state,
            source=Source.DESK,
            actor="somebody",
            recorded_at=world.moment.now,
        )
        world.session.add(version)
        world.session.flush()
        thing = Thing(frozenset({factory.id}), Discipline.FIRE, is_issued=state is CapState.TECHNICALLY_APPROVED)
        asked.append(Asked({"version_id": version.id}, thing))
    return asked


def proposals(world: World) -> Sequence[Asked]:
    """A proposal to withdraw a hazard."""
    [hazard, *_] = hazards(world)
    proposal = Withdrawal(
        hazard_id=hazard.values["hazard_id"],
        reason="Found twice.",
        proposed_by_id=world.people["fire engineer"].id,
        proposed_at=world.moment.now,
    )
    world.session.add(proposal)
    world.session.flush()
    return [Asked({"withdrawal_id": proposal.id})]


def imports(world: World) -> Sequence[Asked]:
    """A sheet that was imported for each of the factories."""
    asked = []
    for factory in world.factories:
        read = SheetImport(
            factory_id=factory.id,
            discipline=Discipline.FIRE,
            file_name="a_cap.xlsx",
            file_sha256="0" * 64,
            sheet="Fire",
            actor="somebody",
            recorded_at=world.moment.now,
        )
        world.session.add(read)
        world.session.flush()
        asked.append(Asked({"import_id": read.id}, Thing(frozenset({factory.id}))))
    return asked


def notices(world: World) -> Sequence[Asked]:
    """A letter about an order, which is everybody's business whose work it is to tell."""
    order = an_open_order(world.session, world.moment, number=9003)
    return [Asked({"notice_id": a_notice(world.session, order, world.moment).id})]


def answers(world: World) -> Sequence[Asked]:
    """The link of such a letter, which is enough by itself."""
    [notice] = notices(world)
    key = world.session.get_one(Notice, notice.values["notice_id"]).public_key
    return [Asked({"token": answer_token(key, secret=folder_of(world).name)})]


def _letters(_world: World) -> Sequence[Asked]:
    """A letter with invented words, which is of nobody."""
    return [Asked({"letter": "raised"})]


def _gate_samples(_world: World) -> Sequence[Asked]:
    """A notice for the gate of an invented order."""
    return [Asked({"kind": "evacuation", "step": "lifted"})]


def contacts(world: World) -> Sequence[Asked]:
    """A contact of an organisation."""
    return [Asked({"contact_id": a_contact(world.session, "inspector_general", world.moment).id})]


def _told_orders(world: World) -> Sequence[Asked]:
    """An order with a letter that nobody has received."""
    order = an_open_order(world.session, world.moment, number=9004)
    a_notice(world.session, order, world.moment)
    return [Asked({"order_id": order.id})]


def calendars(world: World) -> Sequence[Asked]:
    """The address of somebody's calendar, which is enough by itself."""
    owner = world.people["fire engineer"]
    token = calendar_links.make_link(world.session, owner, actor="a test", moment=world.moment)
    return [Asked({"token": token})]


def shifts(world: World) -> Sequence[Asked]:
    """A time in which an engineer is on call."""
    return [Asked({"shift_id": on_call(world.session, world.people["fire engineer"], world.moment).id})]


Builder = Callable[[World], Sequence[Asked]]

OBJECTS: dict[str, Builder] = {
    "account.end": _sign_ins,
    "acknowledge.say": answers,
    "acknowledge.show": answers,
    "calendar.read": calendars,
    "buildings.show": _buildings,
    "decisions.new": _buildings,
    "decisions.decide": _buildings,
    "claims.claim": hazards,
    "claims.new": hazards,
    "many_claims.claim": _factories,
    "many_claims.new": _factories,
    "hazards.forget": _views,
    "hazards.show": hazards,
    "entry.danger": inspections,
    "entry.new": inspections,
    "entry.save": inspections,
    "entry.timeline": inspections,
    "entry.wordings": inspections,
    "contacts.edit": contacts,
    "contacts.end": contacts,
    "contacts.mend": contacts,
    "coverage.change": _any_factory,
    "coverage.show": _any_factory,
    "kept.show": _kept_forms,
    "kept_photos.small": _kept_photos,
    "desk_factories.ask_to_publish": _factories,
    "desk_factories.publish": _factories,
    "desk_factories.show": _factories,
    "imports.show": imports,
    "imports.undo": imports,
    "links.choose": _links,
    "links.chosen": _links,
    "photos.album": _hazards_with_photos,
    "photos.add": _hazards_with_photos,
    "photos.show": _photos,
    "photos.photo": _photos,
    "photos.thumbnail": _photos,
    "photo_deeds.blurred": _photos,
    "photo_deeds.out": _photos,
    "photo_deeds.uncleared": _photos,
    "photo_deeds.worded": _photos,
    "desk_files.of_factory": _factories,
    "desk_files.hand_in": _factories,
    "desk_files.of_hazard": _hazards_with_photos,
    "desk_files.attach": _hazards_with_photos,
    "desk_files.file": _documents,
    "plans.approve": versions,
    "plans.begin": _factories,
    "plans.hand_in": versions,
    "plans.send_back": versions,
    "plans.show": _factories,
    "plans.take_out": versions,
    "plans.version": versions,
    "plan_lines.edit": versions,
    "plan_lines.write": versions,
    "finance.agree": versions,
    "finance.show": versions,
    "meetings.keep": _factories,
    "meetings.list": _factories,
    "letters.gate": _gate_samples,
    "letters.show": _letters,
    "mending.ask": hazards,
    "mending.edit": hazards,
    "mending.mend": hazards,
    "mending.take_back": hazards,
    "notices.choose": _told_orders,
    "notices.paper": notices,
    "notices.papers": _told_orders,
    "notices.show": notices,
    "notices.tell": notices,
    "pasting.show": inspections,
    "pasting.store": inspections,
    "people.show": _people,
    "people.change": _people,
    "people.give_role": _people,
    "people.end_role": _roles,
    "people.link": _people,
    "people.close": _people,
    "people.open_again": _people,
    "people.sign_out": _people,
    "people.take_off_second_step": _people,
    "programme.limit": _limits,
    "programme.change_limit": _limits,
    "programme.wording": _wordings,
    "programme.change_wording": _wordings,
    "recognition.recognise": _factories,
    "recognition.show": _factories,
    "recognition.withdraw": _factories,
    "dangers.show": _dangers,
    "dangers.confirm": _dangers,
    "dangers.dismiss": _dangers,
    "closures.close": _factories,
    "closures.end": _closures,
    "closures.show": _factories,
    "stages.show": _factories,
    "closures.wages": _closures,
    "panel.accept": _referred_orders,
    "panel.determine": _referred_orders,
    "panel.package": _packages,
    "panel.send": _referred_orders,
    "panel.show": _referred_orders,
    "orders_desk.show": _referred_orders,
    "gate_notices.show": orders,
    "orders_desk.take": _steps,
    "rota.shift": shifts,
    "rota.hand_over": shifts,
    "rota.take_off": shifts,
    "rounds.draft": inspections,
    "rounds.keep": touched,
    "rounds.show": inspections,
    "verification.decide": hazards,
    "verification.judge": hazards,
    "withdrawals.decide": proposals,
    "withdrawals.new": hazards,
    "withdrawals.propose": hazards,
}
"""By endpoint: what stands behind an address that has a parameter."""

MISSING: dict[str, object] = {"token": "never-was", "number": 99_999}
"""By parameter: what stands in an address that names nothing; for all others, a number that nothing has."""

FORMS: dict[str, Mapping[str, str]] = {}
"""By endpoint: what is sent where an empty form would tell nothing of who may send it."""
