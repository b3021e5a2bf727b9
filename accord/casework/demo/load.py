"""Loads the demonstration into an empty installation, and marks that installation as one."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from accord.casework import journal
from accord.casework.demo.days import Days
from accord.casework.demo.hazards import HazardWriter
from accord.casework.demo.hearings import write_hearings
from accord.casework.demo.loads import write_loads
from accord.casework.demo.orders import OrderWriter
from accord.casework.demo.people import Joined, People, write_people
from accord.casework.demo.photos import Album
from accord.casework.demo.places import RECORDED_AT, Grounds, first_day_of, write_factory, write_grounds
from accord.casework.demo.plans import Agreements, PlanWriter
from accord.casework.demo.programme import ProgrammeStory
from accord.casework.demo.reading import factories_told, people_told, programme_told
from accord.casework.demo.reports import ReportWriter
from accord.casework.demo.rota import write_rota
from accord.casework.demo.rounds import RoundWriter
from accord.casework.demo.story import FactoryStory
from accord.casework.demo.visits import write_recognition, write_stages, write_visits
from accord.casework.disclosure import DEMONSTRATION
from accord.casework.orders.retelling import retell
from accord.casework.refusals import Refused
from accord.gateways.files import FileStore
from accord.records.clockwork import GoLive
from accord.records.factory import Factory
from accord.records.hazard import Hazard
from accord.records.journal import Fact
from accord.rules.moments import Moment

ACTOR = "accord demo"


class DemoRefused(Refused):
    """Invented data is never put beside real data, nor dated after today."""


def load_demo(session: Session, photos: FileStore, *, moment: Moment, anchor: date | None = None) -> list[int]:
    """Write the invented factories with their history up to the anchor date (default: today); return their numbers.

    `photos` is the store of private photos, which gets the drawings that stand for them. The same anchor gives the
    same data. Raises DemoRefused where a factory or a hazard is on record already.
    """
    anchor = anchor or moment.today
    _ask(session, anchor, moment=moment)
    days = Days(anchor, moment.zone)
    programme, stories = programme_told(), factories_told()
    grounds = write_grounds(session, programme, days=days)
    factories = {story.number: write_factory(session, story, grounds=grounds, days=days) for story in stories}
    session.flush()
    album = Album(photos, programme.chief_safety_officer, days)
    cast = write_people(session, people_told(), Joined(stories, factories, grounds.signatories, days))
    write_rota(session, cast, days=days)
    stage = _Stage(session, programme, people=cast, grounds=grounds, factories=factories, album=album, days=days)
    for story in stories:
        stage.play(story)
    orders = OrderWriter(
        programme=programme,
        places=grounds.places,
        factories=factories,
        spokesmen={story.number: story.claimant for story in stories},
        people=cast,
        hazards=session.scalars(select(Hazard).order_by(Hazard.id)).all(),
        days=days,
    )
    for told in programme.orders:
        session.add(order := orders.order(told))
        session.flush()
        if panel := orders.panel(order):
            session.add(panel)
        retell(session, order, until=Moment(days.at(anchor, 0), moment.zone))
    write_hearings(session, factories, cast, days=days)
    first_day = days.worked_on(min(first_day_of(story) for story in stories))
    began = days.at(first_day, RECORDED_AT)
    why = "The demonstration is live from its first day."
    session.add(GoLive(live_from=began, reason=why, actor=ACTOR, recorded_at=began))
    session.merge(Fact(name=DEMONSTRATION, value="yes"))
    session.flush()
    numbers = list(factories)
    journal.note(
        session,
        "loaded the demonstration",
        "programme",
        actor=ACTOR,
        moment=moment,
        details={
            "anchor": anchor.isoformat(),
            "factories": numbers,
            "hazards": sum(len(story.hazards) for story in stories),
            "orders": len(programme.orders),
        },
    )
    return numbers


@dataclass(frozen=True)
class _Stage:
    """Where the stories of the factories are played: all that stands before the first of them."""

    session: Session
    programme: ProgrammeStory
    people: People
    grounds: Grounds
    factories: Mapping[int, Factory]
    album: Album
    days: Days

    def play(self, story: FactoryStory) -> None:
        """Write all that happened at one factory."""
        session, programme, factory = self.session, self.programme, self.factories[story.number]
        officer = programme.chief_safety_officer
        write_recognition(session, story, factory, programme=programme, days=self.days)
        write_stages(session, story, factory, programme=programme, days=self.days)
        visits = write_visits(session, story, factory, programme=programme, people=self.people, days=self.days)
        write_loads(session, story, visits, grounds=self.grounds, days=self.days)
        agreements = Agreements(story, visits, self.days)
        planner = PlanWriter(session, factory, agreements, people=self.people, chief_safety_officer=officer)
        plans = planner.write_versions()
        writer = HazardWriter(
            story=story,
            visits=visits,
            agreements=agreements,
            plans=plans,
            places=self.grounds.places,
            factories=self.factories,
            people=self.people,
            chief_safety_officer=officer,
            album=self.album,
            days=self.days,
        )
        told = [(hazard, writer.hazard(hazard)) for hazard in story.hazards]
        session.add_all(hazard for _, hazard in told)
        session.flush()
        planner.write_lines(plans, told)
        RoundWriter(session, visits, people=self.people, chief_safety_officer=officer, days=self.days).write(told)
        session.flush()
        reports = ReportWriter(session, visits, programme=programme, people=self.people, days=self.days)
        reports.write(hazard for _, hazard in told)


def _ask(session: Session, anchor: date, *, moment: Moment) -> None:
    if session.scalar(select(exists().where(Factory.id.is_not(None)) | exists().where(Hazard.id.is_not(None)))):
        msg = "factories are on record here already: the demonstration is loaded into an empty installation only"
        raise DemoRefused(msg)
    if anchor > moment.today:
        msg = f"the demonstration cannot end on {anchor}: that day is still to come"
        raise DemoRefused(msg)
