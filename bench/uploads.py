"""How many photos of 12 megapixels are made of what people sent in a second, by the process beside the web server.

    python bench/uploads.py [--photos 24]

All of its way is measured: the attempt that is counted, the file that is read, decoded and made anew in a process
apart, the two files that are written, the rows, the journal, and the file as it came in that is removed. The database
is a SQLite file in a temporary folder; the photos are those of bench/photos.py.
"""

import argparse
import time
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

from photos import LEAST_A_SECOND, encoded, scene, warm
from sqlalchemy.orm import Session

from accord.cli.photos import Preparer
from accord.gateways.files import FileStore
from accord.gateways.pictures import Processor
from accord.records.base import open_engine
from accord.records.hazard import Hazard
from accord.records.person import Person
from accord.records.photo import Upload
from accord.rules.moments import Moment
from accord.rules.vocabulary import Discipline, InspectionKind, Origin, PhotoOf, Source, Status
from accord.schema import migrate

NOW = Moment(datetime.now(UTC), ZoneInfo("Asia/Dhaka"))


def main() -> None:
    """Print photos a second."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--photos", type=int, default=24)
    given = parser.parse_args()
    with TemporaryDirectory() as folder, Processor() as processor:
        warm(processor)
        preparer = a_preparer(Path(folder), processor)
        send(preparer, given.photos)
        start = time.perf_counter()
        ready, others = preparer.prepare_all()
        taken = time.perf_counter() - start
        preparer.engine.dispose()
    print(f"{ready} photos of 12 megapixels, {others} refused: {ready / taken:.1f} a second (bound: {LEAST_A_SECOND})")


def a_preparer(folder: Path, processor: Processor) -> Preparer:
    """Return what makes photos, on a database of its own."""
    engine = open_engine(f"sqlite:///{folder / 'accord.sqlite'}")
    migrate(engine)
    return Preparer(engine, FileStore(folder / "uploads"), FileStore(folder / "photos"), processor, lambda: NOW)


def send(preparer: Preparer, count: int) -> None:
    """Put so many uploads of four photos in line, for one hazard."""
    recorded = {"actor": "bench", "recorded_at": NOW.now}
    files = [preparer.uploads.keep(encoded(scene(seed), "JPEG", quality=92)) for seed in range(4)]
    with Session(preparer.engine) as session:
        person = Person(email="bench@example.org", name="bench", **recorded)
        hazard = Hazard(
            discipline=Discipline.FIRE,
            item=1,
            origin=Origin.INITIAL,
            visit=InspectionKind.INITIAL,
            found_on=NOW.today,
            observation="A gate.",
            source=Source.DESK,
            recorded_at=NOW.now,
            status=Status.IN_PROGRESS,
        )
        session.add_all([person, hazard])
        session.flush()
        for number in range(count):
            session.add(
                Upload(
                    hazard_id=hazard.id,
                    shows=PhotoOf.HAZARD,
                    caption="A gate.",
                    taken_on=NOW.today,
                    file_name=f"{number}.jpg",
                    sha256=files[number % len(files)],
                    size_bytes=1,
                    person_id=person.id,
                    **recorded,
                )
            )
        session.commit()


if __name__ == "__main__":
    main()
