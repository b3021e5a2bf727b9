"""How much memory the files of the public side need while they are sent, and how fast they come.

    python bench/exports.py public.sqlite [--day 2026-11-25] [--more public.sqlite]

Each file is asked for over WSGI, packed and not, and its pieces are thrown away as a slow reader would take them. What
counts is by how much the process grows above what it keeps anyway: the figures of the day, which every page reads.
With --more the same is asked of a second snapshot, and the growth of both is compared: it must not follow the rows.
"""

import argparse
import ctypes
import gc
import sqlite3
import sys
import tempfile
import time
from contextlib import closing
from datetime import date, datetime
from datetime import time as clock_time
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

sys.path[:0] = [str(Path(__file__).parent)]

from pages import environ  # noqa: E402 (the path is set above)

from accord.app import create_app  # noqa: E402 (the path is set above)
from accord.config import Settings  # noqa: E402 (the path is set above)

DHAKA = ZoneInfo("Asia/Dhaka")
FILES = (
    "/factories.csv",
    "/factories.json",
    "/factories.geojson",
    "/completed.csv",
    "/orders.csv",
    "/api/v1/factories?limit=100",
    "/api/v1/factories/{most}/hazards",
    "/data/accord-public.sqlite",
)
MB = 1_000_000


def resident(which: str) -> int:
    """Return a measure of this process in bytes: VmRSS now, or VmHWM at its highest since it was reset."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith(which))


def asked(app: Any, address: str, *, is_packed: bool) -> tuple[int, float, int]:
    """Return the bytes sent, the seconds, and by how many bytes the process had grown at most."""
    # What was freed is given back first: room left over from before would hide what this answer needs.
    gc.collect()
    ctypes.CDLL(None).malloc_trim(0)
    Path("/proc/self/clear_refs").write_text("5")
    before, start, size, told = resident("VmRSS"), time.perf_counter(), 0, []
    question = environ(address)
    if not is_packed:
        del question["HTTP_ACCEPT_ENCODING"]
    # Somebody who shows a cookie: nothing is answered from what was kept whole, and nothing is kept.
    parts = app(question | {"HTTP_COOKIE": "bench=1"}, lambda status, *_: told.append(status))
    for part in parts:
        size += len(part)
    parts.close()
    if told != ["200 OK"]:
        sys.exit(f"{address} answers {told}")
    return size, time.perf_counter() - start, max(0, resident("VmHWM") - before)


def measure(folder: Path, snapshot: Path, day: date) -> dict[str, int]:
    """Print one line for each file, and return by how much the process grew for it."""
    (folder / "public.sqlite").symlink_to(snapshot.resolve())
    settings = Settings(
        instance=folder, database_url=f"sqlite:///{folder / 'accord.sqlite'}", secret_key=folder.name, mail_url=None,
        base_url=None, zone=DHAKA, hotline=None,
    )  # fmt: skip
    app = create_app(settings, now=lambda: datetime.combine(day, clock_time(12), tzinfo=DHAKA))
    empty = resident("VmRSS")
    with closing(sqlite3.connect(f"file:{snapshot}?mode=ro", uri=True)) as plain:
        query = "SELECT factory, count(*) FROM hazard_factory GROUP BY factory ORDER BY 2 DESC LIMIT 1"
        most, hazards = plain.execute(query).fetchone()
        factories = plain.execute("SELECT count(*) FROM factory").fetchone()[0]
    for page in ("/", "/factories", "/api/v1/factories", f"/factories/{most}"):
        asked(app, page, is_packed=True)
    kept = resident("VmRSS") - empty
    print(
        f"{factories:,} factories, the largest with {hazards} hazards: {empty / MB:.0f} MB when empty, "
        f"{kept / MB:.0f} MB more ({kept / factories / 1000:.1f} kB a factory) for the figures of the day"
    )
    grown: dict[str, int] = {}
    for address in FILES:
        for is_packed in (False, True):
            size, seconds, growth = asked(app, address.format(most=most), is_packed=is_packed)
            grown[address] = max(growth, grown.get(address, 0))
            print(
                f"  {address:36}{'packed' if is_packed else '':8}{size / MB:8.2f} MB in {seconds:6.2f} s, "
                f"grown by {growth / MB:6.1f} MB",
                flush=True,
            )
    return grown


def measured(snapshot: Path, day: date) -> dict[str, int]:
    """Measure one snapshot in a folder of its own."""
    with tempfile.TemporaryDirectory() as made_here:
        return measure(Path(made_here), snapshot, day)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("snapshot", type=Path)
    parser.add_argument("--more", type=Path, help="a second snapshot, larger than the first")
    parser.add_argument("--day", type=date.fromisoformat, default=date(2026, 11, 25))
    given = parser.parse_args()
    first = measured(given.snapshot, given.day)
    if given.more:
        second = measured(given.more, given.day)
        print("grown for the second snapshot more than for the first:")
        for address, growth in second.items():
            print(f"  {address:36}{(growth - first[address]) / MB:8.1f} MB")
