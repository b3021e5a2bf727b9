"""The profile of the escalation protocol that is in force: the last one taken, or the delivered one.

A file with a mistake is refused whole, so that the last good one holds. Source: DOMAIN.md section 7.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from accord.casework.desk.visitors import Visitor
from accord.casework.escalation.mistakes import checked
from accord.casework.journal import note
from accord.casework.refusals import N_, Told
from accord.records.base import hold_the_pen
from accord.records.protocol import ProtocolVersion
from accord.rules.escalation.profile import Profile
from accord.rules.escalation.profile_file import delivered, delivered_text, read_profile
from accord.rules.moments import Moment


class ProtocolRefused(Told):
    """The profile cannot be taken."""


class FromThePast(ProtocolRefused):
    """What was decided by the profile before would be decided otherwise."""

    sentence = N_("A profile can hold from today on, not before: what was proposed by the old one stays as it was.")


class NoReason(ProtocolRefused):
    """A profile was to be taken without saying why."""

    sentence = N_("Say why the protocol changes: it stays on record.")


class SameAsBefore(ProtocolRefused):
    """The profile is the one in force, word for word."""

    sentence = N_("This is the profile that holds already, word for word.")


class TakenMeanwhile(ProtocolRefused):
    """Somebody took another version after this one was compared with what held before."""

    sentence = N_("Another version was taken meanwhile: look at the preview again.")


@dataclass(frozen=True)
class InForce:
    """The profile that holds on a day, with the version it was taken as; None: the delivered one."""

    profile: Profile
    version_id: int | None


def in_force(session: Session, on: date) -> InForce:
    """Return the profile that holds on a day."""
    version = _version(session, on)
    return InForce(read_profile(version.text), version.id) if version else InForce(delivered(), None)


def text_in_force(session: Session, on: date) -> str:
    """Return the TOML of the profile that holds on a day, as it was taken."""
    version = _version(session, on)
    return version.text if version else delivered_text()


def by_version(session: Session, version_id: int | None) -> Profile:
    """Return the profile of a version: what a running deadline is judged by to its end."""
    version = session.get(ProtocolVersion, version_id) if version_id else None
    return read_profile(version.text) if version else delivered()


def versions(session: Session) -> Sequence[ProtocolVersion]:
    """Return what was taken, the latest first."""
    return session.scalars(
        select(ProtocolVersion).order_by(ProtocolVersion.holds_from.desc(), ProtocolVersion.id.desc())
    ).all()


def last_taken(session: Session) -> int:
    """Return the id of the version that was taken last, whatever day it holds from; 0 where none ever was."""
    return session.scalar(select(func.max(ProtocolVersion.id))) or 0


def sha256_of(text: str) -> str:
    """Return the SHA-256 by which a profile is known."""
    return hashlib.sha256(text.encode()).hexdigest()


def looked_over(session: Session, text: str, *, moment: Moment) -> Profile:
    """Return the profile that the TOML holds if it could be taken today. Raises why it could not."""
    profile = checked(text)
    if profile.holds_from < moment.today:
        raise FromThePast
    before = next(iter(versions(session)), None)
    if before is not None and before.sha256 == sha256_of(text):
        raise SameAsBefore
    return profile


def take(
    session: Session,
    text: str,
    *,
    reason: str,
    who: Visitor | None,
    actor: str,
    moment: Moment,
    seen: int | None = None,
) -> ProtocolVersion:
    """Take a profile, from its day on. Raises MistakeInProfile with the line of what is wrong in it.

    `seen`: which version had been taken last when it was compared; None: it was compared with none.
    """
    checked(text)
    if not reason.strip():
        raise NoReason
    hold_the_pen(session, "protocol")
    if seen is not None and seen != last_taken(session):
        raise TakenMeanwhile
    profile, sha256 = looked_over(session, text, moment=moment), sha256_of(text)
    version = ProtocolVersion(
        name=profile.name,
        holds_from=profile.holds_from,
        text=text,
        sha256=sha256,
        reason=reason,
        person_id=who.id if who else None,
        actor=actor,
        recorded_at=moment.now,
    )
    session.add(version)
    session.flush()
    details = {"name": profile.name, "holds_from": profile.holds_from.isoformat(), "sha256": sha256, "reason": reason}
    note(session, "took a protocol", f"protocol {version.id}", actor=actor, moment=moment, details=details)
    return version


def _version(session: Session, on: date) -> ProtocolVersion | None:
    return session.scalar(
        select(ProtocolVersion)
        .where(ProtocolVersion.holds_from <= on)
        .order_by(ProtocolVersion.holds_from.desc(), ProtocolVersion.id.desc())
        .limit(1)
    )
