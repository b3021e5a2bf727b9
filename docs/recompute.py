"""Recompute every figure of the site from the file that /data offers: python recompute.py accord-public.sqlite [DAY].

Prints the programme, its kinds of hazard, and every factory with its status, as they were on the day (default: the day
on which the file was written). Needs Python and nothing else.
"""

import json
import sqlite3
import sys
from collections import Counter

REQUIRED = {"structural", "fire", "electrical"}


def tally(hazards):
    """Count hazards of one origin, and give both rates, rounded down."""
    of = Counter(hazard["status"] or "unknown" for hazard in hazards)
    applicable = sum(of.values()) - of["withdrawn"]
    rates = {"verified_percent": of["corrected"], "reported_percent": of["corrected"] + of["pending_verification"]}
    has_rate = applicable and not of["unknown"]
    words = ("corrected", "pending_verification", "in_progress", "withdrawn", "unknown")
    return {"applicable": applicable, **{word: of[word] for word in words}} | {
        name: count * 10_000 // applicable / 100 if has_rate else None for name, count in rates.items()
    }


def progress(hazards, day, known_at, status=None):
    """Return the progress object of these rows; a hazard of several factories counts once."""
    once = {hazard["hazard"]: hazard for hazard in hazards}.values()
    undone = [hazard for hazard in once if hazard["status"] in ("in_progress", "pending_verification")]
    return {
        "as_of": day,
        "known_at": known_at,
        "initial": tally(hazard for hazard in once if hazard["origin"] == "initial"),
        "new": tally(hazard for hazard in once if hazard["origin"] == "new"),
        "overdue": sum((hazard["due_on"] or day) < day for hazard in undone if hazard["status"] == "in_progress"),
        "no_date": sum(hazard["due_on"] is None for hazard in undone),
        "reopened": sum(hazard["reopened_count"] > 0 for hazard in once),
        "status": status,
    }


def recompute(file, day=None):
    """Return all figures of the day."""
    db = sqlite3.connect(file)
    db.row_factory = sqlite3.Row

    def by_factory(query):
        found = {number: [] for (number,) in db.execute("SELECT number FROM factory")}
        for row in db.execute(query, {"day": day}):
            found[row["factory"]].append(row)
        return found

    known_at = db.execute("SELECT value FROM fact WHERE name = 'written_on'").fetchone()[0]
    day = day or known_at
    hazards = by_factory("SELECT * FROM state WHERE from_on <= :day AND (until_on IS NULL OR until_on > :day)")
    stages = by_factory("SELECT * FROM stage WHERE effective_on <= :day ORDER BY effective_on, sequence")
    coverage = by_factory("SELECT * FROM coverage_change WHERE ifnull(from_on, '') <= :day ORDER BY from_on, sequence")
    visits = by_factory("SELECT * FROM inspection WHERE kind = 'initial' AND inspected_on <= :day")
    plans = by_factory("SELECT * FROM approval WHERE approved_on <= :day")
    unseen = by_factory("SELECT * FROM unpublished WHERE from_on <= :day ORDER BY sequence")
    letters = by_factory("SELECT * FROM recognition WHERE recognised_on <= :day AND ifnull(withdrawn_on, '9') > :day")

    def status(number):
        so_far = progress(hazards[number], day, known_at)
        inspected = {visit["discipline"] for visit in visits[number]}
        if stages[number] and stages[number][-1]["stage"] == 3:
            return "ineligible"
        if not inspected:
            return "not_inspected"
        if not inspected & {plan["discipline"] for plan in plans[number]} >= REQUIRED:
            return "cap_pending"
        hidden = unseen[number][-1] if unseen[number] else {"initial_open": 0, "overdue": 0}
        is_all_corrected = so_far["initial"]["corrected"] == so_far["initial"]["applicable"]
        if letters[number] and is_all_corrected and not hidden["initial_open"]:
            return "initial_cap_completed"
        return "behind_schedule" if so_far["overdue"] or hidden["overdue"] else "on_track"

    covered = [number for number in hazards if coverage[number]]
    covered = [number for number in covered if coverage[number][-1]["coverage"] in ("active", "independent")]
    rows = [hazard for number in covered for hazard in hazards[number]]
    kinds = sorted({(row["discipline"], row["category"] or "") for row in rows})
    of_kind = {kind: [row for row in rows if (row["discipline"], row["category"] or "") == kind] for kind in kinds}
    return {
        "programme": progress(rows, day, known_at),
        "categories": {"/".join(kind): progress(found, day, known_at) for kind, found in of_kind.items()},
        "factories": {number: progress(hazards[number], day, known_at, status(number)) for number in hazards},
    }


if __name__ == "__main__":
    json.dump(recompute(*sys.argv[1:3]), sys.stdout, indent=1)
