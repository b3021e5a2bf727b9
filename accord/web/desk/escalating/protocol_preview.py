"""What another version of the protocol would do, shown before it is taken."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from accord.casework.escalation.comparing import Ahead, Difference, look_ahead, try_month_by_month
from accord.casework.escalation.kept_versions import Running, running
from accord.casework.escalation.protocol import in_force
from accord.gateways.snapshot.tables import is_of_present_layout
from accord.gateways.wording import Wording
from accord.records.factory import Factory
from accord.rules.escalation.profile import Profile
from accord.rules.escalation.proposing import Judgement
from accord.rules.escalation.words import Way
from accord.rules.moments import Moment
from accord.web.desk.escalating.protocol_changes import Said, changes_in_words
from accord.web.desk.escalating.trial_chart import Trial, trial_of
from accord.web.filters import number
from accord.web.language import gettext, language
from accord.web.protocol_page import Rules, rules_of
from accord.web.protocol_words import HEADINGS

MOST_FACTORIES = 300
"""Ours: more differences than these nobody reads one by one; their number is said."""


@dataclass(frozen=True)
class Counted:
    """How many proposals lead one way, by the version in force and by the other one."""

    leads: str
    now: int
    then: int


@dataclass(frozen=True)
class Differs:
    """A factory of which the two versions propose different things today."""

    factory: Factory
    now: str
    then: str
    grounds: str
    """What speaks for it by the other version, in words."""


@dataclass(frozen=True)
class AheadShown:
    """What taking it would do today."""

    counted: tuple[Counted, ...]
    total_now: int
    total_then: int
    differs: int
    factories: tuple[Differs, ...]
    """The first of them, by what they would become."""
    written: int
    called_off: int


@dataclass(frozen=True)
class Preview:
    """All that is shown of a version before it is taken."""

    name: str
    name_in_force: str
    holds_from: date
    is_ahead: bool
    changes: tuple[Said, ...]
    rules: Rules | None
    running: Running
    ahead: AheadShown | None
    """None where the past is shown instead."""
    trial: Trial | None
    can_be_tried: bool
    """Whether there is a published record to try it on."""


def preview_of(session: Session, text: str, profile: Profile, snapshot: Path, *, past: bool, moment: Moment) -> Preview:
    """Return what the version would do today, or, for the past, where it would have led."""
    force = in_force(session, moment.today).profile
    can_be_tried = is_of_present_layout(snapshot)
    tries = past and can_be_tried
    return Preview(
        name=profile.name,
        name_in_force=force.name,
        holds_from=profile.holds_from,
        is_ahead=profile.holds_from > moment.today,
        changes=tuple(changes_in_words(force, profile)),
        rules=rules_of(text, Wording(language())),
        running=running(session),
        ahead=None if tries else _shown(session, look_ahead(session, force, profile, moment=moment)),
        trial=trial_of(*try_month_by_month(session, snapshot, (force, profile), moment=moment)) if tries else None,
        can_be_tried=can_be_tried,
    )


def _shown(session: Session, ahead: Ahead) -> AheadShown:
    found = ahead.comparison
    first = sorted(found.differences, key=_pressing)[:MOST_FACTORIES]
    return AheadShown(
        counted=_counted(found.by_way_now, found.by_way_then),
        total_now=found.proposed_now,
        total_then=found.proposed_then,
        differs=len(found.differences),
        factories=tuple(_differing(session, first)),
        written=ahead.sweep.made,
        called_off=ahead.sweep.gone,
    )


def _pressing(each: Difference) -> tuple[int, int]:
    return -each.then.to_stage if each.then.way is Way.UP else 0, each.factory_id


def _counted(now: Mapping[tuple[Way, int], int], then: Mapping[tuple[Way, int], int]) -> tuple[Counted, ...]:
    every = Counter(now) | Counter(then)
    order = sorted(every, key=lambda each: (each[0] is Way.DOWN, -each[1]))
    return tuple(Counted(_leads(*each), now.get(each, 0), then.get(each, 0)) for each in order)


def _differing(session: Session, differences: Sequence[Difference]) -> list[Differs]:
    ids = [each.factory_id for each in differences]
    factories = {each.id: each for each in session.scalars(select(Factory).where(Factory.id.in_(ids)))}
    return [
        Differs(factories[each.factory_id], _proposed(each.now), _proposed(each.then), _grounds(each.then))
        for each in differences
    ]


def _proposed(judgement: Judgement) -> str:
    return _leads(judgement.way, judgement.to_stage) if judgement.way else gettext("no proposal")


def _leads(way: Way, to_stage: int) -> str:
    if way is Way.UP:
        return gettext("to stage %(stage)s", stage=number(to_stage))
    return gettext("the stage ends")


def _grounds(judgement: Judgement) -> str:
    if judgement.way is not Way.UP:
        return "–"
    return " · ".join(gettext(heading) for trigger, heading in HEADINGS.items() if trigger in judgement.grounds)
