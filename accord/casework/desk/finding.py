"""Finding a factory by its number or part of its name, for who works at the desk."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from accord.records.factory import Factory

MOST_FOUND = 20
"""More are no help: another word of the name is."""


def factories_like(session: Session, words: str) -> Sequence[Factory]:
    """Return the factories with this number, or whose name in either language holds the words, by number."""
    words = words.strip()
    query = select(Factory).where(Factory.merged_into_id.is_(None)).order_by(Factory.number).limit(MOST_FOUND)
    if words.isdecimal():
        # In the digits of either language; nine are more than any factory has.
        return session.scalars(query.where(Factory.number == int(words[:9]))).all()
    part = words.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    held = Factory.name.ilike(f"%{part}%", escape="\\") | Factory.name_bn.ilike(f"%{part}%", escape="\\")
    return session.scalars(query.where(held)).all() if words else []
