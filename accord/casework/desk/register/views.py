"""Addresses of the register that somebody keeps under a name, for themselves alone."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from accord.casework.desk.visitors import Visitor
from accord.casework.refusals import N_, Told
from accord.records.person import SavedView
from accord.rules.moments import Moment

MOST_VIEWS = 30


class TooManyViews(Told):
    """Somebody keeps as many views as a list can show."""

    sentence = N_("You keep %(most)s views already: delete one first.")


def views_of(session: Session, who: Visitor) -> Sequence[SavedView]:
    """Return the visitor's own views, by name."""
    query = select(SavedView).where(SavedView.person_id == who.id).order_by(SavedView.name, SavedView.id)
    return session.scalars(query).all()


def keep_view(session: Session, *, name: str, query: str, who: Visitor, moment: Moment) -> SavedView:
    """Keep an address under a name; the same name again keeps the new address."""
    own = SavedView.person_id == who.id
    view = session.scalar(select(SavedView).where(own, SavedView.name == name))
    if view is not None:
        view.query, view.recorded_at = query, moment.now
        return view
    if (session.scalar(select(func.count(SavedView.id)).where(own)) or 0) >= MOST_VIEWS:
        raise TooManyViews(most=MOST_VIEWS)
    view = SavedView(person_id=who.id, name=name, query=query, recorded_at=moment.now)
    session.add(view)
    session.flush()
    return view


def forget_view(session: Session, view: SavedView) -> None:
    """Delete a view: it is an own note, nothing that happened."""
    session.delete(view)
