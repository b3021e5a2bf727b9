"""The escalation protocol as the public may read it: every version that was taken, and the delivered one."""

import hashlib

from sqlalchemy.orm import Session

from accord.casework.escalation.protocol import versions
from accord.records.protocol import ProtocolVersion
from accord.rules.escalation.profile_file import delivered, delivered_text
from accord.rules.moments import Moment
from accord.rules.public.disclosed_protocol import DELIVERED, ProtocolDisclosed, latest_first


def disclosed_protocol(session: Session, *, moment: Moment) -> list[ProtocolDisclosed]:
    """Return every version, the latest first; one that holds from a day to come is announced with its day."""
    text = delivered_text()
    before = ProtocolDisclosed(
        version=DELIVERED,
        name=delivered().name,
        holds_from=delivered().holds_from,
        recorded_on=None,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        text=text,
    )
    return latest_first([before, *(_disclosed(version, moment=moment) for version in versions(session))])


def _disclosed(version: ProtocolVersion, *, moment: Moment) -> ProtocolDisclosed:
    return ProtocolDisclosed(
        version=version.id,
        name=version.name,
        holds_from=version.holds_from,
        recorded_on=moment.civil_date(version.recorded_at),
        sha256=version.sha256,
        text=version.text,
    )
