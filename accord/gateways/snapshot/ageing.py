"""The ages of overdue and of waiting hazards on one day, from the stretches of the snapshot."""

import json
from collections import Counter
from collections.abc import Iterable
from datetime import date

from sqlalchemy import Connection, text

from accord.gateways.snapshot.figures import ON_THE_DAY
from accord.rules.ageing import Ageing, bands_of

OVERDUE = f"""
SELECT due_on, count(DISTINCT hazard) FROM state
WHERE status = 'in_progress' AND due_on < :day AND {ON_THE_DAY}
AND factory IN (SELECT value FROM json_each(:factories)) GROUP BY due_on
"""  # noqa: S608  words of ours
WAITING = f"""
SELECT since, count(*), coalesce(sum(due_on < since), 0) FROM (
    SELECT now.hazard, max(began.from_on) AS since, began.due_on AS due_on
    FROM (SELECT factory, hazard, from_on FROM state WHERE status = 'pending_verification' AND {ON_THE_DAY}
          AND factory IN (SELECT value FROM json_each(:factories))) AS now
    JOIN state AS began
    ON began.factory = now.factory AND began.hazard = now.hazard AND began.from_on <= now.from_on
    AND began.status = 'pending_verification' AND (began.is_first OR began.before IS NOT 'pending_verification')
    GROUP BY now.hazard
) GROUP BY since
"""  # noqa: S608  words of ours
"""A new date cuts a stretch in two and begins no new wait: it began where another status ended. With the latest such
day SQLite gives the date that was agreed then."""


def ageing_on(connection: Connection, factories: Iterable[int], *, as_of: date) -> Ageing:
    """Return the ages of the hazards of these factories together, a shared hazard counted once, in two queries."""
    asked = {"day": as_of.isoformat(), "factories": json.dumps(sorted(factories))}
    late: Counter[int] = Counter()
    for due_on, count in connection.execute(text(OVERDUE), asked):
        late[_days(due_on, as_of)] += count
    waiting: Counter[int] = Counter()
    reported_late = 0
    for since, count, too_late in connection.execute(text(WAITING), asked):
        waiting[_days(since, as_of)] += count
        reported_late += too_late
    return Ageing(
        overdue=bands_of(late, first_days=1),
        waiting=bands_of(waiting, first_days=0),
        reported_late=reported_late,
    )


def _days(since: str, as_of: date) -> int:
    return (as_of - date.fromisoformat(since)).days
