"""Tells each person once in their period what waits for them and is not urgent; nothing where nothing waits.

Before the programme goes live nobody is told.
"""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from accord.casework.desk.visitors import visitor
from accord.casework.desk.waiting import Waits, waiting_for
from accord.casework.notices.personal import is_live, was_written, write_to
from accord.casework.notices.wording import Site
from accord.casework.orders.letters import Written, render
from accord.gateways.formats import format_date
from accord.gateways.language import Language
from accord.records.person import Person
from accord.rules.desk.digests import UNSAID, Rhythm, period_of
from accord.rules.moments import Moment
from accord.rules.notices import Letter


def cause_of(period: date) -> str:
    """Return what the digests of a period are written because of."""
    return f"digest {period.isoformat()}"


def people_to_tell(session: Session, *, moment: Moment) -> Sequence[int]:
    """Return the people who want to be told and were not told in their period, whether or not anything waits."""
    if not is_live(session, moment=moment):
        return []
    people = session.execute(select(Person.id, Person.digest).where(Person.ended_at.is_(None)).order_by(Person.id))
    return [person_id for person_id, rhythm in people if _is_due(session, person_id, rhythm, moment)]


def tell_what_waits(session: Session, person_id: int, *, site: Site, moment: Moment) -> bool:
    """Write to somebody what waits for them, and return whether anything does."""
    person = session.get_one(Person, person_id)
    period = period_of(person.digest or UNSAID, moment.today)
    waits = _waits(session, person, moment)
    if period is None or not waits:
        return False
    written = _written(waits, site, moment)
    return write_to(session, person, Letter.DIGEST, written, cause=cause_of(period), moment=moment)


def count_to_tell(session: Session, *, moment: Moment) -> int:
    """Return to how many people it would be written by now."""
    people = (session.get_one(Person, each) for each in people_to_tell(session, moment=moment))
    return sum(bool(_waits(session, person, moment)) for person in people)


def _is_due(session: Session, person_id: int, rhythm: Rhythm | None, moment: Moment) -> bool:
    period = period_of(rhythm or UNSAID, moment.today)
    return period is not None and not was_written(session, person_id, cause=cause_of(period))


def _waits(session: Session, person: Person, moment: Moment) -> list[Waits]:
    return waiting_for(session, visitor(session, person, moment=moment), moment=moment)


def _written(waits: Sequence[Waits], site: Site, moment: Moment) -> Written:
    base = site.base_url.rstrip("/") if site.base_url else None
    said = {}
    for language in Language:
        told = {
            "today": format_date(moment.today, language),
            "lines": [each.said(language) for each in waits],
            "desk": f"{base}/desk?lang={language.value}" if base else None,
            "account": f"{base}/desk/account/letters?lang={language.value}" if base else None,
        }
        said[language] = render(Letter.DIGEST, language, **told)
    (subject, body), (subject_bn, body_bn) = said[Language.EN], said[Language.BN]
    return Written(subject, subject_bn, body, body_bn, None)
