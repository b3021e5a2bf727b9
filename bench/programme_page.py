"""Time the programme's page on a public snapshot: for the first reader of it, for all later ones, its template alone.

    python bench/programme_page.py public.sqlite [--day 2026-11-25] [--rounds 20]

The first reader of a snapshot pays for what is then remembered until it changes. The page is asked for with a cookie,
so that no answer is given again that was kept whole.
"""

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, datetime
from datetime import time as clock_time
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

from flask import render_template

from accord.app import create_app
from accord.config import Settings
from accord.gateways.language import Language
from accord.web.parameters import FIRST_DAY
from accord.web.public import home
from accord.web.public.addresses import address_of

DHAKA = ZoneInfo("Asia/Dhaka")


def milliseconds(deed: Callable[[], object]) -> float:
    """Return how long a deed takes."""
    start = time.perf_counter()
    deed()
    return (time.perf_counter() - start) * 1000


def median(deed: Callable[[], object], rounds: int) -> float:
    """Return how long a deed takes in the middle of so many rounds."""
    return statistics.median(milliseconds(deed) for _ in range(rounds))


def measure(folder: Path, day: date, rounds: int) -> None:
    """Print the times of one page in both languages."""
    settings = Settings(
        instance=folder, database_url=f"sqlite:///{folder / 'accord.sqlite'}", secret_key=folder.name, mail_url=None,
        base_url=None, zone=DHAKA, hotline=None,
    )  # fmt: skip
    app = create_app(settings, now=lambda: datetime.combine(day, clock_time(12), tzinfo=DHAKA))
    visitor = app.test_client()
    visitor.set_cookie("bench", "1")
    print(f"first reader {milliseconds(lambda: visitor.get('/')):8.0f} ms")
    for language in Language:
        asked = f"/?lang={language}"
        answer = visitor.get(asked)
        later = median(partial(visitor.get, asked), rounds)
        with app.test_request_context(asked):
            app.preprocess_request()
            made = median(home._page, rounds)
            told = {"page": home._page(), "first_day": FIRST_DAY, "address_of": address_of}
            drawn = median(partial(render_template, "public/home.html", **told), rounds)
        print(
            f"{language}: later {later:5.1f} ms, of it figures {made:5.1f} ms, template {drawn:5.1f} ms; "
            f"{len(answer.data) / 1000:.0f} kB"
        )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("snapshot", type=Path)
    parser.add_argument("--day", type=date.fromisoformat, default=date(2026, 11, 25))
    parser.add_argument("--rounds", type=int, default=20)
    given = parser.parse_args()
    if not given.snapshot.is_file():
        sys.exit(f"there is no snapshot at {given.snapshot}")
    with tempfile.TemporaryDirectory() as made_here:
        (Path(made_here) / "public.sqlite").symlink_to(given.snapshot.resolve())
        measure(Path(made_here), given.day, given.rounds)
