"""What tests of referrals build with: a building with loads, ratings, measurements, hazards with photos and papers."""

from datetime import timedelta
from pathlib import Path

from sqlalchemy.orm import Session

from accord.casework.orders.referral.gathering import Asked
from accord.gateways.files import FileStore
from accord.records.hazard import Hazard
from accord.records.inspection import Measurement
from accord.records.order import SafetyOrder
from accord.records.order_care import OrderFile
from accord.records.paperwork import StoredFile
from accord.rules.desk.measurements import Quantity, Unit
from accord.rules.moments import Moment
from accord.rules.vocabulary import Discipline, Rating
from tests.desk_builders import a_factory_with_hazard, an_inspection
from tests.desk_builders_photos import a_kept_photo
from tests.order_builders import House, acknowledged, determined, later

ASKED = Asked("May the ground floor be used while column C3 is jacketed?", "C3 কলাম মজবুত করার সময় নিচতলা ব্যবহার করা যাবে কি?")
DRAWING = b"%PDF-1.4 a drawing"


def stores_in(folder: Path) -> tuple[FileStore, FileStore]:
    """Return the stores of documents and of photos of an installation."""
    return FileStore(folder / "documents", is_private=True), FileStore(folder / "photos", is_private=True)


def a_case(session: Session, house: House, moment: Moment, *, documents: FileStore, photos: FileStore) -> SafetyOrder:
    """Write a determined evacuation with all that a referral tells of, and what it must not tell."""
    house.building.name_bn, house.building.storeys, house.building.construction = "ব্লক ক", 6, "RC frame"
    house.building.floors[1].allowable_load_kpa = 2.0
    house.building.floors[1].name, house.building.floors[1].name_bn = "Sewing floor", "সেলাই ফ্লোর"
    order = determined(session, house, moment)
    acknowledged(session, order, f"factory {house.first.id}", house, later(moment, hours=1))
    today, structural = moment.today, Discipline.STRUCTURAL
    visit = an_inspection(session, house.first, discipline=structural, on=today - timedelta(days=3))
    visit.rating = Rating.RED
    session.add(
        Measurement(
            inspection_id=visit.id,
            building_id=house.building.id,
            floor=house.building.floors[1],
            quantity=Quantity.LOAD,
            value=4.8,
            typed_value="100",
            typed_unit=Unit.PSF,
            method="Weighed the stacks of one bay. Call 01711 234567.",
            allowable_kpa=2.0,
            actor="an engineer",
            recorded_at=moment.now,
        )
    )
    hazard = a_factory_with_hazard(session, moment, discipline=structural, item=7)
    hazard.observation = "Column C3 has lost its cover. Workers complained: ring +880 1711 234567."
    hazard.observation_bn = "C3 কলামের আবরণ খসে গেছে।"
    other = a_factory_with_hazard(session, moment, discipline=Discipline.FIRE, item=8)
    other.observation = "The gate is locked."
    a_kept_photo(session, hazard, photos=photos, moment=moment, cleared_at=moment.now, caption="Column C3")
    a_kept_photo(session, hazard, photos=photos, moment=moment, caption="A face")
    hand_in(session, order, hazard, documents, moment)
    return order


def hand_in(session: Session, order: SafetyOrder, hazard: Hazard, documents: FileStore, moment: Moment) -> None:
    """Write a file that came with the order, and a paper that is evidence for the hazard."""
    who = {"actor": "the owner", "recorded_at": moment.now}
    kept = documents.keep(DRAWING)
    paper = OrderFile(
        order=order, name="Jacketing C3.pdf", media_type="application/pdf", sha256=kept, size_bytes=18, **who
    )
    session.add(paper)
    factory_id = hazard.links[0].factory_id
    gone = StoredFile(
        factory_id=factory_id, hazard_id=hazard.id, name="cores.pdf", sha256="f" * 64, size_bytes=9, person_id=1, **who
    )
    session.add(gone)
    session.flush()
