"""Count every figure of Accord again, and compare it with the site: recompute.py accord-public.sqlite SITE DAY."""

import json
import sqlite3
import sys
from collections import Counter, defaultdict
from urllib.request import urlopen

db, (site, day), figures = sqlite3.connect(sys.argv[1]), sys.argv[2:], defaultdict(Counter)
hazards = "SELECT DISTINCT figure, hazard, origin, status, due_on, reopened_count FROM counted"
factories = "SELECT factory, is_covered, status, may_be_completed, is_late FROM standing"
for figure, _, origin, status, due_on, reopened in db.execute(hazards + " WHERE ? BETWEEN from_on AND to_on", [day]):
    figures[figure].update([f"{origin} {status}"] + [f"{origin} applicable"] * (status != "withdrawn"))
    figures[figure]["overdue"] += status == "in_progress" and (due_on or day) < day
    figures[figure]["no_date"] += status in ("in_progress", "pending_verification") and due_on is None
    figures[figure]["reopened"] += reopened > 0
for number, is_covered, status, may_be, is_late in db.execute(factories + " WHERE ? BETWEEN from_on AND to_on", [day]):
    mine = figures[f"factories/{number}/progress?as_of="]
    is_completed = may_be and mine["initial corrected"] == mine["initial applicable"]
    late_or_not = "behind_schedule" if is_late or mine["overdue"] else "on_track"
    mine["status"] = status or ("initial_cap_completed" if is_completed else late_or_not)
    figures["statuses?as_of="].update([mine["status"], "covered"] * is_covered)
for figure, mine in figures.items():
    theirs = json.load(urlopen(f"{site}/api/v1/{figure}{day}"))  # noqa: S310  whoever runs this names the site
    for origin in {"initial", "new"} & set(theirs):
        of = 0 if mine[f"{origin} unknown"] else mine[f"{origin} applicable"]
        reported = mine[f"{origin} corrected"] + mine[f"{origin} pending_verification"]
        for rate, count in (("verified_percent", mine[f"{origin} corrected"]), ("reported_percent", reported)):
            mine[f"{origin} {rate}"] = count * 10_000 // of / 100 if of else None
        theirs |= {f"{origin} {word}": count for word, count in theirs[origin].items()}
    if wrong := [f"{name} {count}, there {theirs[name]}" for name, count in mine.items() if count != theirs[name]]:
        sys.exit(f"{figure}{day} differs: {', '.join(wrong)}")
sys.stdout.write(f"{len(figures)} figures of {day} are the same.\n")
