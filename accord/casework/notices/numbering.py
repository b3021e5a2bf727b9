"""The numbers of letters: one after the other through each year, without a gap, whoever writes them."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from accord.records.base import hold_the_pen
from accord.records.notice import Notice
from accord.rules.moments import Moment

PEN = "letter numbers"


def first_free(session: Session, *, moment: Moment) -> tuple[int, int]:
    """Return the year and the first number of it that no letter has; nobody else takes one until this is committed.

    So a letter that was taken back with its transaction leaves no gap: the next one gets its number.
    """
    hold_the_pen(session, PEN)
    year = moment.today.year
    last = session.scalar(select(func.max(Notice.number)).where(Notice.year == year))
    return year, (last or 0) + 1
