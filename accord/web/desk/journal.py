"""The journal: every change, who and when, from what to what."""

from flask import Blueprint, render_template, request

from accord.casework.desk.history import PAGE, lines
from accord.web.access import Action, serves
from accord.web.database import db
from accord.web.parameters import day
from accord.web.site import site

bp = Blueprint("journal", __name__)

LONGEST = 120
LONGEST_NUMBER = 9
"""Digits: what the database takes for the number of a line."""


@bp.get("/desk/journal")
@serves(Action.READ_JOURNAL)
def show() -> str:
    """Show the latest lines, or those that were asked for."""
    subject = request.args.get("subject", "")[:LONGEST].strip() or None
    actor = request.args.get("actor", "")[:LONGEST].strip() or None
    on = day("day", today=site().today) if request.args.get("day") else None
    asked = request.args.get("before", "")
    before = int(asked) if asked.isdecimal() and len(asked) <= LONGEST_NUMBER else None
    found = lines(db(), moment=site().moment, subject=subject, actor=actor, day=on, before=before)
    return render_template(
        "desk/journal.html",
        lines=found,
        subject=subject,
        actor=actor,
        day=on,
        older=found[-1].id if len(found) == PAGE else None,
        moment=site().moment,
    )
