"""Standard wordings as they stand here: the delivered ones, each in the latest version that the administrator made."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from accord.casework.desk.revisions import ChangedMeanwhile, Meanwhile
from accord.casework.journal import note
from accord.casework.refusals import N_, Told
from accord.records.base import hold_the_pen
from accord.records.programme import WordingVersion
from accord.rules.moments import Moment
from accord.rules.vocabulary import Category, Severity
from accord.rules.words.standard_wording import StandardWording, blanks_in, standard_wording, standard_wordings

LONGEST_KEY = 60


class BlanksDiffer(Told):
    """The two languages ask for different things to be filled in."""

    sentence = N_("The Bangla must have as many blanks in brackets as the English: %(here)s there, %(there)s here.")


class NoSuchWording(Told):
    """No wording has this key."""

    sentence = N_("There is no such wording.")


@dataclass(frozen=True)
class Standing:
    """A wording as it stands, with the number of its version; 0: as it was delivered."""

    wording: StandardWording
    number: int
    is_retired: bool


def standings(session: Session) -> Sequence[Standing]:
    """Return every wording as it stands, retired ones too, in the order of the categories."""
    latest = select(WordingVersion.key, func.max(WordingVersion.number).label("number")).group_by(WordingVersion.key)
    last = latest.subquery()
    versions = session.scalars(
        select(WordingVersion).join(last, (WordingVersion.key == last.c.key) & (WordingVersion.number == last.c.number))
    )
    changed = {version.key: standing_of(version) for version in versions}
    found = {each.key: Standing(each, 0, is_retired=False) for each in standard_wordings()} | changed
    order = {category: place for place, category in enumerate(Category)}
    return sorted(found.values(), key=lambda each: order[each.wording.category])


def standing_wordings(session: Session) -> tuple[StandardWording, ...]:
    """Return the wordings that an engineer may choose."""
    return tuple(each.wording for each in standings(session) if not each.is_retired)


def standing(session: Session, key: str) -> Standing:
    """Return one wording as it stands; raises NoSuchWording."""
    versions = wording_versions(session, key)
    if versions:
        return standing_of(versions[0])
    delivered = standard_wording(key)
    if delivered is None:
        raise NoSuchWording
    return Standing(delivered, 0, is_retired=False)


def wording_versions(session: Session, key: str) -> Sequence[WordingVersion]:
    """Return the versions of a wording that were made here, the latest first."""
    query = select(WordingVersion).where(WordingVersion.key == key).order_by(WordingVersion.number.desc())
    return session.scalars(query).all()


def change_wording(
    session: Session, told: StandardWording, *, opened_at: int, is_retired: bool, actor: str, moment: Moment
) -> Mapping[str, tuple[str, str]]:
    """Make a new version of a wording; hazards that were written with the old one keep its words.

    Raises NoSuchWording, BlanksDiffer, and ChangedMeanwhile where somebody else made one meanwhile.
    """
    hold_the_pen(session, "wordings")
    before = standing(session, told.key)
    typed, stood = _said(told, is_retired=is_retired), _said(before.wording, is_retired=before.is_retired)
    changed = {name: (stood[name], value) for name, value in typed.items() if stood[name] != value}
    _require_same_blanks(told)
    if before.number != opened_at and changed:
        meanwhile = (Meanwhile(name, stands=was, typed=value) for name, (was, value) in changed.items())
        raise ChangedMeanwhile(tuple(meanwhile), revision=before.number)
    if changed:
        _keep(session, told, before.number + 1, is_retired=is_retired, actor=actor, moment=moment)
        details = {name: {"from": was, "to": value} for name, (was, value) in changed.items()}
        note(session, "changed a wording", f"wording {told.key}", actor=actor, moment=moment, details=details)
    return changed


def add_wording(session: Session, told: StandardWording, *, actor: str, moment: Moment) -> str:
    """Add a wording of the programme's own, and return the key that it got; raises BlanksDiffer."""
    hold_the_pen(session, "wordings")
    _require_same_blanks(told)
    key = _free_key(session, told.title)
    named = replace(told, key=key)
    _keep(session, named, 1, is_retired=False, actor=actor, moment=moment)
    details = _said(named, is_retired=False)
    note(session, "added a wording", f"wording {key}", actor=actor, moment=moment, details=details)
    return key


def standing_of(version: WordingVersion) -> Standing:
    """Return a version as a wording."""
    wording = StandardWording(
        key=version.key,
        category=version.category,
        title=version.title,
        title_bn=version.title_bn,
        observation=version.observation,
        observation_bn=version.observation_bn,
        action=version.action,
        action_bn=version.action_bn,
        timeline=version.timeline or "",
        severity=version.severity or Severity.MEDIUM,
        keywords=tuple(filter(None, (word.strip() for word in version.keywords.split(",")))),
    )
    return Standing(wording, version.number, is_retired=version.is_retired)


def _keep(
    session: Session, told: StandardWording, number: int, *, is_retired: bool, actor: str, moment: Moment
) -> None:
    said = _fields(told) | {"keywords": ", ".join(told.keywords)}
    session.add(WordingVersion(**said, number=number, is_retired=is_retired, actor=actor, recorded_at=moment.now))
    session.flush()


def _require_same_blanks(told: StandardWording) -> None:
    for english, bangla in ((told.observation, told.observation_bn), (told.action, told.action_bn)):
        if len(blanks_in(english)) != len(blanks_in(bangla)):
            raise BlanksDiffer(here=len(blanks_in(english)), there=len(blanks_in(bangla)))


def _free_key(session: Session, title: str) -> str:
    taken = {each.wording.key for each in standings(session)}
    stem = re.sub(r"[^a-z0-9]+", "_", title.lower()).strip("_")[: LONGEST_KEY - 4] or "wording"
    numbered = (f"{stem}_{place}" for place in range(2, len(taken) + 3))
    return next(key for key in (stem, *numbered) if key not in taken)


def _fields(told: StandardWording) -> dict[str, object]:
    return {each.name: getattr(told, each.name) for each in fields(told)}


def _said(told: StandardWording, *, is_retired: bool) -> dict[str, str]:
    said = {name: str(value) for name, value in asdict(told).items() if name != "key"}
    return said | {"keywords": ", ".join(told.keywords), "is_retired": "yes" if is_retired else "no"}
