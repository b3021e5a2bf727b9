"""Two views in the snapshot, so that anybody can count again in a few lines: what held when, and what counts where.

Nothing is worked out in them but days: a figure is counted by whoever reads them, hazard by hazard. The program itself
counts from the tables (`accord.gateways.snapshot.figures`); a test holds the two ways to each other.
"""

from typing import Any

from sqlalchemy import Connection, MetaData, event, text

# Both ends of each stretch belong to it, and one that is open has the first or the last day there is: so every day is
# found by one comparison (BETWEEN).
STANDING = """
CREATE VIEW IF NOT EXISTS standing (factory, is_covered, status, may_be_completed, is_late, from_on, to_on) AS
WITH
coverages AS (
    SELECT factory, coverage, ifnull(from_on, '0001-01-01') AS from_on,
    lead(ifnull(from_on, '0001-01-01'), 1, '9999-12-31')
        OVER (PARTITION BY factory ORDER BY ifnull(from_on, '0001-01-01'), sequence) AS until_on
    FROM coverage_change
),
stages AS (
    SELECT factory, stage, effective_on AS from_on,
    lead(effective_on, 1, '9999-12-31') OVER (PARTITION BY factory ORDER BY effective_on, sequence) AS until_on
    FROM stage WHERE retracted_on IS NULL
),
hidden AS (
    SELECT factory, initial_open, overdue, from_on,
    lead(from_on, 1, '9999-12-31') OVER (PARTITION BY factory ORDER BY from_on, sequence) AS until_on
    FROM unpublished
),
inspected AS (
    SELECT factory, discipline, min(inspected_on) AS from_on FROM inspection WHERE kind = 'initial'
    GROUP BY factory, discipline
),
approved AS (SELECT factory, discipline, min(approved_on) AS from_on FROM approval GROUP BY factory, discipline),
planned AS (
    SELECT factory, max(max(inspected.from_on, approved.from_on)) AS from_on
    FROM inspected JOIN approved USING (factory, discipline)
    WHERE discipline IN ('structural', 'fire', 'electrical') GROUP BY factory HAVING count(*) = 3
),
held (factory, what, from_on, until_on) AS (
    SELECT number, 'registered', '0001-01-01', '9999-12-31' FROM factory
    UNION ALL SELECT factory, 'covered', from_on, until_on FROM coverages WHERE coverage IN ('active', 'independent')
    UNION ALL SELECT factory, 'ineligible', from_on, until_on FROM stages WHERE stage = 3
    UNION ALL SELECT number, 'not_inspected', '0001-01-01', ifnull(min(from_on), '9999-12-31')
        FROM factory LEFT JOIN inspected ON factory = number GROUP BY number
    UNION ALL SELECT number, 'cap_pending', '0001-01-01', ifnull(from_on, '9999-12-31')
        FROM factory LEFT JOIN planned ON factory = number
    UNION ALL SELECT factory, 'recognised', recognised_on, ifnull(withdrawn_on, '9999-12-31') FROM recognition
    UNION ALL SELECT factory, 'unpublished_open', from_on, until_on FROM hidden WHERE initial_open > 0
    UNION ALL SELECT factory, 'unpublished_overdue', from_on, until_on FROM hidden WHERE overdue > 0
),
days AS (
    SELECT factory, from_on AS day FROM held UNION SELECT factory, until_on FROM held WHERE until_on < '9999-12-31'
),
stretches AS (
    SELECT factory, day, lead(day, 1) OVER (PARTITION BY factory ORDER BY day) AS next_day FROM days
)
SELECT factory, max(what = 'covered'),
    CASE WHEN max(what = 'ineligible') THEN 'ineligible' WHEN max(what = 'not_inspected') THEN 'not_inspected'
        WHEN max(what = 'cap_pending') THEN 'cap_pending' END,
    max(what = 'recognised') AND NOT max(what = 'unpublished_open'), max(what = 'unpublished_overdue'),
    day, ifnull(date(next_day, '-1 day'), '9999-12-31')
FROM stretches JOIN held USING (factory)
WHERE from_on <= day AND day < until_on GROUP BY factory, day
"""
COUNTED = """
CREATE VIEW IF NOT EXISTS counted (figure, hazard, origin, status, due_on, reopened_count, from_on, to_on) AS
WITH days AS (
    SELECT factory, hazard, discipline, category, origin, ifnull(status, 'unknown') AS status, due_on, reopened_count,
        from_on, ifnull(date(until_on, '-1 day'), '9999-12-31') AS to_on
    FROM state
)
SELECT 'factories/' || factory || '/progress?as_of=', hazard, origin, status, due_on, reopened_count, from_on, to_on
FROM days
UNION ALL
SELECT 'progress?' || CASE column1
        WHEN 'programme' THEN ''
        WHEN 'discipline' THEN 'discipline=' || discipline || '&'
        WHEN 'category' THEN 'discipline=' || discipline || '&category=' || ifnull(category, 'none') || '&'
        WHEN 'district' THEN 'district=' || replace(replace(ifnull(district, 'none'), ' ', '+'), '''', '%27') || '&'
    END || 'as_of=',
    hazard, origin, days.status, due_on, reopened_count,
    max(days.from_on, standing.from_on), min(days.to_on, standing.to_on)
FROM days
JOIN factory ON number = days.factory
JOIN standing ON standing.factory = days.factory AND is_covered
    AND standing.from_on <= days.to_on AND standing.to_on >= days.from_on,
(VALUES ('programme'), ('discipline'), ('category'), ('district'))
"""
VIEWS = {
    "standing": ("factory", "is_covered", "status", "may_be_completed", "is_late", "from_on", "to_on"),
    "counted": ("figure", "hazard", "origin", "status", "due_on", "reopened_count", "from_on", "to_on"),
}
"""Every view with its columns."""


def make_with(metadata: MetaData) -> None:
    """Make the views whenever the tables are made."""
    event.listen(metadata, "after_create", _make)


def _make(_metadata: MetaData, connection: Connection, **_options: Any) -> None:
    for view in (STANDING, COUNTED):
        connection.execute(text(view))
