"""Keeps the words by which hazards are searched for."""

from typing import cast

from sqlalchemy import Table, bindparam, exists, select, update
from sqlalchemy.orm import Session

from accord.records.hazard import Hazard
from accord.rules.desk.hazard_search import SEARCHED, search_text

AT_ONCE = 1000
"""So many hazards are read and written together."""


def search_text_of(hazard: Hazard) -> str:
    """Return the words of the hazard as it now stands; whoever changes its words writes them anew."""
    return search_text(*(getattr(hazard, name) for name in SEARCHED))


def lack_search_text(session: Session) -> bool:
    """Return whether any hazard is on record that cannot be searched for yet."""
    return bool(session.scalar(select(exists().where(Hazard.search_text == ""))))


def fill_search_texts(session: Session) -> int:
    """Write the words of all hazards that have none yet, and return how many."""
    table = cast(Table, Hazard.__table__)
    columns = [table.c[name] for name in SEARCHED]
    by_id = update(table).where(table.c.id == bindparam("hazard")).values(search_text=bindparam("words"))
    filled, last = 0, 0
    while rows := session.execute(
        select(table.c.id, *columns)
        .where(table.c.search_text == "", table.c.id > last)
        .order_by(table.c.id)
        .limit(AT_ONCE)
    ).all():
        session.connection().execute(by_id, [{"hazard": id_, "words": search_text(*texts)} for id_, *texts in rows])
        filled, last = filled + len(rows), rows[-1].id
    return filled
