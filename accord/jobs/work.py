"""What each job of the clockwork does, and what it would do; which of them there are says `table`."""

from collections.abc import Callable, Iterable
from functools import partial

from sqlalchemy.orm import Session

from accord.casework import clockwork
from accord.casework.desk import sweeping
from accord.casework.escalation.duties import count_new_duties, sweep_duties
from accord.casework.escalation.proposals import count_changes, sweep_proposals
from accord.casework.notices import digests
from accord.casework.notices.clockwork_back import stood_still_since, tell_that_it_is_back
from accord.casework.notices.delivering import deliver, draw_papers
from accord.casework.notices.papers import missing
from accord.casework.notices.sending import count_to_send
from accord.casework.notices.wording import Site
from accord.casework.one_by_one import LeftUndone, OneByOne
from accord.casework.orders import arrivals
from accord.casework.orders.sweeping import count_due, due_orders, sweep_order
from accord.casework.snapshot import count_in_public, rebuild_snapshot
from accord.jobs.workplace import ACTOR, Workplace
from accord.records.base import reading
from accord.rules.moments import Moment


def remind(place: Workplace, moment: Moment) -> int:
    """Make the reminders of orders that are due."""
    with reading(place.engine) as session:
        due = due_orders(session, moment=moment)
    return _one_by_one("order", due, lambda each: _remind_of(place, each, moment))


def _remind_of(place: Workplace, order_id: int, moment: Moment) -> int:
    with Session(place.engine) as session:
        count = sweep_order(session, order_id, moment=moment)
        session.commit()
    return count


def _one_by_one(what: str, numbers: Iterable[int], deed: Callable[[int], int]) -> int:
    # Each in a transaction of its own: so that nobody at the desk waits for all of them.
    with OneByOne() as things:
        made = [things.do(f"{what} {each}", partial(deed, each)) for each in numbers]
    return _unless_left_undone(sum(each or 0 for each in made), things.troubles)


def _unless_left_undone(decided: int, troubles: list[str]) -> int:
    if troubles:
        raise LeftUndone(decided, troubles)
    return decided


def foresee_reminders(place: Workplace, moment: Moment) -> int:
    """Return how many orders are to be looked at."""
    with reading(place.engine) as session:
        return count_due(session, moment=moment)


def tell_arrivals(place: Workplace, moment: Moment) -> int:
    """Tell whoever came to a building under an order."""
    with reading(place.engine) as session:
        orders = arrivals.open_orders(session)
    return _one_by_one("order", orders, lambda each: _told_of(place, each, moment))


def _told_of(place: Workplace, order_id: int, moment: Moment) -> int:
    with Session(place.engine) as session:
        count = arrivals.tell_of(session, order_id, moment=moment)
        session.commit()
    return count


def foresee_arrivals(place: Workplace, moment: Moment) -> int:
    """Return how many are to be told of an order that was there before them."""
    with reading(place.engine) as session:
        return arrivals.count_to_tell(session, moment=moment)


def tell_what_waits(place: Workplace, moment: Moment) -> int:
    """Write to each person what waits for them."""
    with reading(place.engine) as session:
        people = digests.people_to_tell(session, moment=moment)
    site = Site(place.settings.base_url, place.settings.secret_key, place.settings.hotline)
    return _one_by_one("person", people, lambda each: _told_what_waits(place, each, site, moment))


def _told_what_waits(place: Workplace, person_id: int, site: Site, moment: Moment) -> bool:
    with Session(place.engine) as session:
        is_told = digests.tell_what_waits(session, person_id, site=site, moment=moment)
        session.commit()
    return is_told


def foresee_digests(place: Workplace, moment: Moment) -> int:
    """Return how many people are to be told what waits for them."""
    with reading(place.engine) as session:
        return digests.count_to_tell(session, moment=moment)


def write_that_it_is_back(place: Workplace, _moment: Moment) -> int:
    """Write that the clockwork stood still and runs again."""
    with Session(place.engine) as session:
        count = tell_that_it_is_back(session, moment=place.present)
        session.commit()
    return count


def foresee_that_it_is_back(place: Workplace, _moment: Moment) -> int:
    """Return 1 where it stood still, else 0."""
    with reading(place.engine) as session:
        return int(stood_still_since(session, moment=place.present) is not None)


def send_letters(place: Workplace, _moment: Moment) -> int:
    """Send the notices that wait."""
    # At the present moment, also where a sweep looks at one that is past: a letter goes out when it goes out.
    sent = deliver(place.settings, place.engine, moment=lambda: place.present).notices
    return _unless_left_undone(sent.notices, sent.troubles)


def foresee_letters(place: Workplace, moment: Moment) -> int:
    """Return how many notices are to be sent."""
    with reading(place.engine) as session:
        return count_to_send(session, moment=moment)


def draw_letters(place: Workplace, moment: Moment) -> int:
    """Draw the letters on paper that are missing."""
    drawn = draw_papers(place.settings, place.engine, moment=moment)
    return _unless_left_undone(drawn.count, drawn.troubles)


def foresee_papers(place: Workplace, _moment: Moment) -> int:
    """Return how many letters are missing on paper."""
    with reading(place.engine) as session:
        return len(missing(session))


def write_snapshot(place: Workplace, _moment: Moment) -> int:
    """Write the public snapshot anew."""
    # Of the present, also where a sweep looks at a moment that is past: the public reads it as of today.
    with reading(place.engine) as session:
        return len(rebuild_snapshot(session, place.settings.snapshot, moment=place.present))


def foresee_snapshot(place: Workplace, _moment: Moment) -> int:
    """Return how many factories it would hold."""
    with reading(place.engine) as session:
        return count_in_public(session)


def sweep_photos(place: Workplace, moment: Moment) -> int:
    """Remove files that were sent and never kept."""
    with Session(place.engine) as session:
        count = sweeping.sweep(session, uploads=place.uploads, documents=place.documents, actor=ACTOR, moment=moment)
        session.commit()
    return count


def foresee_photos(place: Workplace, moment: Moment) -> int:
    """Return how many files were never kept."""
    with reading(place.engine) as session:
        return len(sweeping.unkept(session, uploads=place.uploads, documents=place.documents, moment=moment))


def propose_stages(place: Workplace, moment: Moment) -> int:
    """Write what the escalation protocol proposes, call off what it proposes no longer, give duties to new buyers."""
    with Session(place.engine) as session:
        swept = sweep_proposals(session, moment=moment)
        given = sweep_duties(session, moment=moment)
        session.commit()
    return swept.made + swept.gone + given


def foresee_proposals(place: Workplace, moment: Moment) -> int:
    """Return how many proposals would be written or called off, and how many duties given."""
    with reading(place.engine) as session:
        return count_changes(session, moment=moment) + count_new_duties(session, moment=moment)


def prune(place: Workplace, moment: Moment) -> int:
    """Forget old runs that decided nothing."""
    with Session(place.engine) as session:
        count = clockwork.prune(session, moment=moment)
        session.commit()
    return count


def foresee_pruning(place: Workplace, moment: Moment) -> int:
    """Return how many runs would be forgotten."""
    with reading(place.engine) as session:
        return clockwork.to_prune(session, moment=moment)
