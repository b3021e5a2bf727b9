"""What the page of proposals shows: what is proposed, by where it leads, and how many factories stand where."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from flask import url_for
from sqlalchemy.orm import Session

from accord.casework.escalation.at_stages import Place, StandsAt, count_at, everywhere, is_at, told_of
from accord.casework.escalation.many_decisions import is_by_itself
from accord.casework.escalation.on_table import (
    ON_A_PAGE,
    Leads,
    Listed,
    Wanted,
    count_by_way,
    districts_on_table,
    factories_on_table,
    leads_of,
    proposals_by_page,
)
from accord.gateways.wording import Text, Wording
from accord.rules.escalation.proposing import At
from accord.rules.escalation.words import Trigger
from accord.rules.moments import Moment
from accord.web.desk.escalating.stage_words import DEEDS, LEADS, PLACES, STAGES, stage_name
from accord.web.desk.factories import LONGEST_QUERY, Found
from accord.web.filters import place, word
from accord.web.language import gettext, language
from accord.web.parameters import one_of, whole_number, words
from accord.web.public.search import matching


class FromStage(StrEnum):
    """The stage at which a factory is for which something is proposed."""

    NONE = "0"
    ONE = "1"
    TWO = "2"
    THREE = "3"


@dataclass(frozen=True)
class Choice:
    """A way to narrow the list."""

    words: str
    count: int
    address: str
    is_current: bool


@dataclass(frozen=True)
class Option:
    """What can be chosen in a field of the form."""

    value: str
    words: str
    is_current: bool


@dataclass(frozen=True)
class Row:
    """A proposal with where its factory stands."""

    listed: Listed
    stands: str
    since_on: date | None
    days: int | None
    becomes: str
    late_days: int
    programme_days: int
    is_choosable: bool
    """Whether it may be decided with others; the way into the last stage and back never is."""


@dataclass(frozen=True)
class Group:
    """Proposals that lead to the same."""

    leads: Leads
    words: str
    count: int
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Standing:
    """A factory at a stage, and why."""

    told: StandsAt
    stands: str
    days: int
    why: Text
    deed: str


@dataclass(frozen=True)
class ListPage:
    """All that the page shows."""

    count: int
    groups: tuple[Group, ...]
    standing: tuple[Standing, ...]
    at: Place | None
    at_words: str | None
    ways: tuple[Choice, ...]
    places: tuple[Choice, ...]
    stages: tuple[Option, ...]
    triggers: tuple[Option, ...]
    districts: tuple[Option, ...]
    leads: Leads | None
    q: str
    is_narrowed: bool
    page: int
    last_page: int
    before: str | None
    after: str | None


@dataclass(frozen=True)
class _Asked:
    """What the address asks for."""

    leads: Leads | None
    at: Place | None
    stage: FromStage | None
    trigger: Trigger | None
    district: str
    q: str

    def address(self, *, page: int = 1, **others: object) -> str:
        """Return the address of this page with something else asked for."""
        asked: dict[str, Any] = {
            "leads": self.leads,
            "at": self.at,
            "stage": self.stage,
            "trigger": self.trigger,
            "district": self.district or None,
            "q": self.q or None,
            "page": page if page > 1 else None,
        }
        return url_for("proposals.list", **{name: value for name, value in (asked | others).items() if value})


def list_page(session: Session, *, moment: Moment) -> ListPage:
    """Return the page that the address asks for."""
    asked = _Asked(
        leads=one_of("leads", Leads),
        at=one_of("at", Place),
        stage=one_of("stage", FromStage),
        trigger=one_of("trigger", Trigger),
        district=words("district", longest=80),
        q=words("q", longest=LONGEST_QUERY),
    )
    standing = everywhere(session, today=moment.today)
    wanted = _wanted(session, asked)
    by_way = count_by_way(session, wanted)
    here = _at(standing, asked.at, moment)
    count = len(here) if asked.at else sum(n for way, n in by_way.items() if asked.leads in (None, way))
    last_page = max(1, -(-count // ON_A_PAGE))
    page = whole_number("page", last=last_page)
    shown = range(count)[(page - 1) * ON_A_PAGE : page * ON_A_PAGE]
    groups: tuple[Group, ...] = ()
    rows: tuple[Standing, ...] = ()
    if asked.at:
        rows = tuple(_standing(session, {each: standing[each] for each in here[shown.start : shown.stop]}, moment))
    else:
        listed = proposals_by_page(session, wanted, page=page)
        groups = tuple(_groups(listed, by_way, standing, moment))
    return ListPage(
        count=count,
        groups=groups,
        standing=rows,
        at=asked.at,
        at_words=gettext(PLACES[asked.at]) if asked.at else None,
        ways=tuple(_ways(asked, by_way)),
        places=tuple(_places(asked, count_at(standing, today=moment.today))),
        stages=tuple(_options([each.value for each in FromStage], asked.stage)),
        triggers=tuple(Option(each.value, word(each), each is asked.trigger) for each in Trigger),
        districts=tuple(Option(each, place(each), each == asked.district) for each in districts_on_table(session)),
        leads=asked.leads,
        q=asked.q,
        is_narrowed=bool(asked.leads or asked.stage or asked.trigger or asked.district or asked.q),
        page=page,
        last_page=last_page,
        before=asked.address(page=page - 1) if page > 1 else None,
        after=asked.address(page=page + 1) if page < last_page else None,
    )


def _wanted(session: Session, asked: _Asked) -> Wanted:
    factories = None
    if asked.q:
        found = matching([Found(each) for each in factories_on_table(session)], asked.q)
        factories = [each.factory.id for each in found]
    return Wanted(
        leads=asked.leads,
        from_stage=int(asked.stage) if asked.stage else None,
        trigger=asked.trigger,
        district=asked.district or None,
        factories=factories,
    )


def _at(standing: Mapping[int, At], at: Place | None, moment: Moment) -> list[int]:
    """Return the factories that stand there, those longest there first."""
    if at is None:
        return []
    found = [(each.since_on or date.min, id_) for id_, each in standing.items() if is_at(each, at, today=moment.today)]
    return [id_ for _, id_ in sorted(found)]


def _standing(session: Session, here: Mapping[int, At], moment: Moment) -> Iterator[Standing]:
    for told in told_of(session, here, today=moment.today):
        yield Standing(
            told=told,
            stands=stage_name(told.at.stage),
            days=(moment.today - told.at.since_on).days if told.at.since_on else 0,
            why=Wording(language()).of(told.last.reason, told.last.reason_bn) or Wording(language()).written("–"),
            deed=gettext(DEEDS[told.deed]),
        )


def _groups(
    listed: Sequence[Listed], by_way: Mapping[Leads, int], standing: Mapping[int, At], moment: Moment
) -> Iterator[Group]:
    for leads in Leads:
        rows = [
            _row(each, standing.get(each.proposal.factory_id, At()), moment)
            for each in listed
            if leads_of(each.proposal) is leads
        ]
        if rows:
            yield Group(leads, gettext(LEADS[leads]), by_way[leads], tuple(rows))


def _row(listed: Listed, at: At, moment: Moment) -> Row:
    proposal = listed.proposal
    return Row(
        listed=listed,
        stands=stage_name(proposal.from_stage),
        since_on=at.since_on,
        days=(moment.today - at.since_on).days if at.since_on else None,
        becomes=stage_name(proposal.to_stage),
        late_days=max((each.late_days for each in listed.grounds if each.counted), default=0),
        programme_days=sum(each.programme_days for each in listed.grounds),
        is_choosable=not is_by_itself(proposal),
    )


def _ways(asked: _Asked, by_way: Mapping[Leads, int]) -> Iterator[Choice]:
    is_current = asked.leads is None and asked.at is None
    yield Choice(gettext("all"), sum(by_way.values()), asked.address(leads=None, at=None), is_current)
    for each in Leads:
        count = by_way.get(each, 0)
        yield Choice(gettext(LEADS[each]), count, asked.address(leads=each, at=None), asked.leads is each)


def _places(asked: _Asked, counts: Mapping[Place, int]) -> Iterator[Choice]:
    for each in Place:
        if each is not Place.OUTSIDE or counts.get(each):
            address = url_for("proposals.list", at=each.value)
            yield Choice(gettext(PLACES[each]), counts.get(each, 0), address, asked.at is each)


def _options(values: Sequence[str], current: FromStage | None) -> Iterator[Option]:
    for each in values:
        yield Option(each, gettext(STAGES[int(each)]), current is not None and current.value == each)
