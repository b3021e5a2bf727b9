"""How long importing a CAP of 110 hazards takes, against what openpyxl needs to read the same file.

The bound is 4: in one warm process, database writes included. Run: python bench/import_cap.py WORKBOOK.xlsx
"""

import shutil
import sqlite3
import statistics
import sys
import time
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

import openpyxl
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from accord.casework.imports import SourceFile, import_cap
from accord.gateways.cap_sheets.read import read_cap_workbook
from accord.records.base import open_engine
from accord.rules.moments import Moment
from accord.schema import migrate

ROUNDS = 15
MOMENT = Moment(now=datetime(2024, 7, 1, 6, 0, tzinfo=UTC), zone=ZoneInfo("Asia/Dhaka"))


def main() -> None:
    """Print both times and their ratio, taken in turn in one run."""
    workbook = Path(sys.argv[1])
    with TemporaryDirectory() as folder:
        empty = Path(folder) / "empty.sqlite"
        engine = open_engine(f"sqlite:///{empty}")
        migrate(engine)
        engine.dispose()
        # One engine throughout, as in a server: it puts each statement into SQL once.
        engine = open_engine(f"sqlite:///{shutil.copy(empty, Path(folder) / 'used.sqlite')}")
        reads, imports, again = [], [], []
        for _ in range(ROUNDS + 2):
            empty_again(engine, empty)
            reads.append(milliseconds(lambda: openpyxl.load_workbook(workbook)))
            imports.append(milliseconds(lambda: take(workbook, engine)))
            again.append(milliseconds(lambda: take(workbook, engine)))
        engine.dispose()
    # The first two rounds warm the caches of SQLAlchemy and are not counted.
    read, imported, repeated = (statistics.median(times[2:]) for times in (reads, imports, again))
    print(f"openpyxl reads the file     {read:7.1f} ms")
    print(f"import into an empty base   {imported:7.1f} ms   ratio {imported / read:.2f} (bound 4)")
    print(f"the same file again         {repeated:7.1f} ms   ratio {repeated / read:.2f}")


def empty_again(engine: Engine, empty: Path) -> None:
    """Put the empty database in the place of the one that was filled."""
    with engine.connect() as connection, closing(sqlite3.connect(empty)) as source:
        source.backup(connection.connection.driver_connection)


def take(workbook: Path, engine: Engine) -> None:
    """Import the workbook as the command does, in a process whose database is open already."""
    with Session(engine) as session:
        cap = read_cap_workbook(workbook)
        import_cap(session, cap, file=SourceFile(workbook.name, "0" * 64), actor="bench", moment=MOMENT)
        session.commit()


def milliseconds(deed: Callable[[], object]) -> float:
    """Return how long the deed took, in time of the processor: neighbours on the machine do not count."""
    start = time.process_time()
    deed()
    return (time.process_time() - start) * 1000


if __name__ == "__main__":
    main()
