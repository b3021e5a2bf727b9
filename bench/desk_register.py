"""How long the register of the desk takes at a size: time of processor of each kind of question.

    python bench/desk_register.py --instance FOLDER [--times 20]

FOLDER is an installation made by `accord simulate --factories 2000` (about 150,000 hazards) and brought up to date by
`accord init`. Every address is asked through the application itself, as somebody who sees everything.
"""

import argparse
import os
import resource
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from accord.app import create_app
from accord.casework.desk import sign_in
from accord.casework.desk.visitors import visitor
from accord.config import load_settings
from accord.gateways.garbage import leave_what_stands
from accord.records.base import open_engine
from accord.records.factory import Signatory
from accord.records.person import Person, RoleHeld
from accord.rules.desk.people import Role
from accord.rules.moments import Moment
from accord.web.signed_in import COOKIE

FILTER_MS, SLOW_MS = 100, 500

QUESTIONS = {
    "all": "",
    "one discipline": "discipline=fire",
    "overdue": "overdue=yes",
    "no date": "no_date=yes",
    "reopened": "reopened=yes",
    "waiting to be verified": "waiting=verification",
    "due within 30 days": "due=30",
    "category and severity": "category=fire_doors&severity=high",
    "one factory": "factory=10500",
    "one district": "district=Gazipur",
    "covered": "covered=yes",
    "older than a year": "age=365",
    "one engineer": "engineer={engineer}",
    "one signatory": "signatory={signatory}",
    "by severity": "sort=severity&dir=up",
    "by agreed date": "sort=due&dir=up",
    "by factory": "sort=factory&dir=up",
    "page 1000": "page=1000",
}
SLOW_QUESTIONS = {
    "words": "q=collapsible+gate",
    "words in Bangla": "q=তালা",
    "a common word": "q=fire",
    "one letter": "q=f",
    "as of a month ago": "as_of={month}",
    "as of two years ago": "as_of={years}",
    "a month ago as known then": "as_of={month}&known_at={month}",
    "two years ago as known then": "as_of={years}&known_at={years}",
    "late a month ago, by date": "as_of={month}&overdue=yes&sort=due&dir=up",
    "a month ago, by status": "as_of={month}&sort=status",
    "a month ago, by since": "as_of={month}&sort=since",
    "covered a month ago": "as_of={month}&covered=yes",
    "charts": None,
}


def main() -> None:
    """Ask every question several times and print the slowest but the worst of each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--instance", type=Path, required=True)
    parser.add_argument("--times", type=int, default=20)
    asked = parser.parse_args()
    settings = load_settings(os.environ | {"ACCORD_INSTANCE": str(asked.instance)})
    now = datetime.now(UTC)
    app = create_app(settings, now=lambda: now, trouble_with_database=lambda: None)
    leave_what_stands()  # as the server does
    moment = Moment(now, settings.zone)
    browser = app.test_client()
    with Session(open_engine(settings.database_url)) as session:
        words = _signed_in(session, browser, moment)
    words |= {"month": str(moment.today - timedelta(days=30)), "years": str(moment.today - timedelta(days=730))}
    for questions, bound in ((QUESTIONS, FILTER_MS), (SLOW_QUESTIONS, SLOW_MS)):
        for name, query in questions.items():
            path = "/desk/hazards/charts" if query is None else f"/desk/hazards?{query.format(**words)}"
            times = sorted(_milliseconds(browser, path) for _ in range(asked.times))
            p95 = times[int(len(times) * 0.95) - 1]
            late = "" if p95 <= bound else f"  over the bound of {bound} ms"
            print(f"{name:28}{times[len(times) // 2]:8.0f} ms half{p95:8.0f} ms p95{late}")
    before = _peak_mb()
    start = time.perf_counter()
    size = sum(map(len, browser.get("/desk/hazards.csv", buffered=False).response))
    seconds = time.perf_counter() - start
    print(
        f"CSV of every hazard: {size / 1e6:.0f} MB in {seconds:.1f} s, peak memory {before:.0f} -> {_peak_mb():.0f} MB"
    )


def _signed_in(session: Session, browser: FlaskClient, moment: Moment) -> dict[str, str]:
    engineers = select(Person).join(RoleHeld).where(RoleHeld.role == Role.ENGINEER).order_by(Person.id)
    person = next(each for each in session.scalars(engineers) if visitor(session, each, moment=moment).holdings)
    browser.set_cookie(COOKIE, sign_in.begin(session, person, device="a measurement", moment=moment))
    words = {
        "engineer": str(person.id),
        "signatory": session.scalars(select(Signatory.name).order_by(Signatory.id)).first() or "",
    }
    session.commit()
    return words


def _milliseconds(browser: FlaskClient, path: str) -> float:
    # Of the processor, not by the clock: neighbours on the machine do not count.
    start = time.process_time()
    response = browser.get(path)
    response.get_data()
    if response.status_code != 200:
        msg = f"{path}: {response.status}"
        raise RuntimeError(msg)
    return (time.process_time() - start) * 1000


def _peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
