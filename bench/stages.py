"""What the sweep of proposals costs on a whole programme, and the page that lists them with 500 on the table.

    accord simulate --factories 2000            # in an instance of its own
    python bench/stages.py INSTANCE/accord.sqlite [--proposals 500] [--evidence 30] [--times 20]

The database is copied first. The sweep is cold: the first of its process, beside reading bare, in one statement, the
overdue hazards that it counts. Each page is beside its own statements alone, asked turn by turn.
"""

import argparse
import logging
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from desk_save import DHAKA, copy
from flask.testing import FlaskClient
from sqlalchemy import Engine, event, func, select, text
from sqlalchemy.orm import Session

from accord.app import create_app
from accord.casework.desk import sign_in
from accord.casework.escalation.evidence import covered_factories
from accord.casework.escalation.proposals import sweep_proposals
from accord.config import load_settings
from accord.gateways.garbage import leave_what_stands
from accord.records.base import open_engine, reading
from accord.records.escalation import ProposalEvidence, StageProposal
from accord.records.person import Person, RoleHeld
from accord.rules.desk.people import Role
from accord.rules.escalation.words import ProposalState, Trigger, Way
from accord.rules.moments import Moment
from accord.schema import migrate
from accord.web.signed_in import COOKIE

SWEEP_S, PAGE_MS = 5.0, 150.0
BARE = """SELECT hazard.id, hazard_factory.factory_id, hazard.due_on FROM hazard
JOIN hazard_factory ON hazard_factory.hazard_id = hazard.id
WHERE hazard.status = 'in_progress' AND hazard.due_on < :today AND hazard_factory.removed_at IS NULL"""


def sweep(engine: Engine, moment: Moment) -> bool:
    """Print what the sweep costs, and return whether it is within its bound."""
    with Session(engine) as session:
        wall, worked = time.perf_counter(), time.process_time()
        swept = sweep_proposals(session, moment=moment)
        session.commit()
        wall, worked = time.perf_counter() - wall, time.process_time() - worked
    with reading(engine) as session:
        bare = time.process_time()
        rows = session.execute(text(BARE), {"today": moment.today.isoformat()}).all()
        bare = time.process_time() - bare
    print(
        f"sweep: {swept.looked_at} factories owe something, {swept.made} proposals, {worked:.1f} s of processor", end=""
    )
    print(f" ({wall:.1f} s), {worked / bare:.0f} times reading its {len(rows)} overdue hazards bare", end="")
    print(f" ({bare * 1000:.0f} ms)")
    return worked <= SWEEP_S


def fill(engine: Engine, moment: Moment, *, number: int, evidence: int) -> None:
    """Top up to so many open proposals, each with so many pieces of evidence at least."""
    with Session(engine) as session:
        proposed = set(session.scalars(select(StageProposal.factory_id)))
        lacking = number - len(proposed)
        session.add_all(
            StageProposal(
                factory_id=factory_id,
                way=Way.UP,
                from_stage=0,
                to_stage=1,
                grounds=Trigger.BEHIND_SCHEDULE.value,
                made_on=moment.today,
                state=ProposalState.OPEN,
                actor="bench",
                recorded_at=moment.now,
            )
            for factory_id in session.scalars(covered_factories().order_by(func.random()))
            if factory_id not in proposed and (lacking := lacking - 1) >= 0
        )
        session.flush()
        counted = dict(
            session.execute(
                select(ProposalEvidence.proposal_id, func.count()).group_by(ProposalEvidence.proposal_id)
            ).all()
        )
        for proposal_id in session.scalars(select(StageProposal.id)).all():
            session.add_all(
                ProposalEvidence(
                    proposal_id=proposal_id,
                    trigger=Trigger.BEHIND_SCHEDULE,
                    subject=f"hazard {place + 1}",
                    owed_on=moment.today - timedelta(days=300),
                    programme_days=place,
                    late_days=300 - place,
                    is_counted=True,
                )
                for place in range(evidence - counted.get(proposal_id, 0))
            )
        session.commit()


def pages(engine: Engine, browser: FlaskClient, paths: dict[str, str], *, times: int) -> bool:
    """Print what each page costs, and return whether all are within their bound."""
    asked: list[tuple[str, Any]] = []

    def note(*said: Any) -> None:
        if said[2] != "BEGIN":
            asked.append((said[2], said[3]))

    is_good = True
    for name, path in paths.items():
        event.listen(engine, "before_cursor_execute", note)
        asked.clear()
        _get(browser, path)
        event.remove(engine, "before_cursor_execute", note)
        statements = list(asked)
        whole, alone = [], []
        for _ in range(times):
            whole.append(_milliseconds(lambda path=path: _get(browser, path)))
            alone.append(_milliseconds(lambda statements=statements: _bare(engine, statements)))
        half, p95 = (sorted(whole)[place] for place in (times // 2, int(times * 0.95) - 1))
        ratio = half / max(0.1, sorted(alone)[times // 2])
        print(f"  {name:28}{half:6.0f} ms half{p95:6.0f} ms p95, {len(statements)} statements,", end="")
        print(f" {ratio:.1f} times them alone")
        is_good = is_good and p95 <= PAGE_MS
    return is_good


def _get(browser: FlaskClient, path: str) -> None:
    answer = browser.get(path)
    if answer.status_code != 200:
        msg = f"{path}: {answer.status}"
        raise RuntimeError(msg)


def _bare(engine: Engine, statements: list[tuple[str, Any]]) -> None:
    with engine.execution_options(reads_only=True).connect() as connection:
        for statement, values in statements:
            connection.exec_driver_sql(statement, values).all()


def _milliseconds(deed: Callable[[], None]) -> float:
    start = time.process_time()
    deed()
    return (time.process_time() - start) * 1000


def _chief(session: Session, moment: Moment) -> str:
    recorded = {"actor": "bench", "recorded_at": moment.now}
    role = RoleHeld(role=Role.CHIEF_SAFETY_OFFICER, from_on=moment.today, **recorded)
    person = Person(email="bench-stages@example.org", name="The chief", roles=[role], **recorded)
    session.add(person)
    session.flush()
    token = sign_in.begin(session, person, device="a measurement", moment=moment)
    session.commit()
    return token


def measure(folder: Path, database: Path, *, proposals: int, evidence: int, times: int) -> bool:
    """Print it all, and return whether it is within its bounds."""
    copy(database, folder / "instance")
    settings = load_settings({"ACCORD_INSTANCE": str(folder / "instance")})
    engine = open_engine(settings.database_url)
    migrate(engine)
    moment = Moment(datetime.now(UTC), DHAKA)
    is_good = sweep(engine, moment)
    fill(engine, moment, number=proposals, evidence=evidence)
    app = create_app(settings, now=lambda: moment.now, trouble_with_database=lambda: None)
    leave_what_stands()  # as the server does
    browser = app.test_client()
    with Session(engine) as session:
        browser.set_cookie(COOKIE, _chief(session, moment))
        first = session.scalars(select(StageProposal).order_by(StageProposal.id)).first()
        assert first is not None
        one, number = first.id, first.factory.number
    print(f"{proposals} proposals are open, each with {evidence} pieces of evidence or more:")
    paths = {
        "the list": "/desk/stages",
        "the list, last page": f"/desk/stages?page={-(-proposals // 50)}",
        "the list, searched": "/desk/stages?q=knit",
        "factories at stage 1": "/desk/stages?at=1",
        "one proposal": f"/desk/stages/proposals/{one}",
        "the stage of its factory": f"/desk/factories/{number}/stage",
    }
    is_good = pages(app.extensions["accord"].private.engine, browser, paths, times=times) and is_good
    engine.dispose()
    return is_good


if __name__ == "__main__":
    logging.disable(logging.WARNING)
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("database", type=Path)
    parser.add_argument("--proposals", type=int, default=500)
    parser.add_argument("--evidence", type=int, default=30)
    parser.add_argument("--times", type=int, default=20)
    given = parser.parse_args()
    sizes = {"proposals": given.proposals, "evidence": given.evidence, "times": given.times}
    with tempfile.TemporaryDirectory() as made_here:
        found = measure(Path(made_here), given.database, **sizes)
    sys.exit(0 if found else 1)
