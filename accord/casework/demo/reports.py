"""Writes the report of every visit of the demonstration, from the author's draft to its issue to the parties."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from accord.casework.demo.days import Days
from accord.casework.demo.people import People
from accord.casework.demo.programme import ProgrammeStory
from accord.casework.demo.visits import Visit, Visits
from accord.records.hazard import Hazard, Sight
from accord.records.inspection import Report, ReportStep
from accord.records.person import Person
from accord.rules.desk.reports import ReportState
from accord.rules.desk.rounds import Seen
from accord.rules.vocabulary import Discipline, InspectionKind
from accord.rules.words.bangla import digits

DAYS_AFTER_VISIT = {
    ReportState.DRAFT: 0,
    ReportState.FOR_CHECKING: 3,
    ReportState.CHECKED: 6,
    ReportState.APPROVED: 9,
    ReportState.ISSUED: 12,
}
"""Ours: the parties have the report within two weeks. Source: DOMAIN.md section 8."""

HOUR = 18
"""Hour of the day in the programme's time zone: after all that was recorded of the visit."""


@dataclass(frozen=True)
class ReportWriter:
    """Writes the reports of one factory; its hazards and what was seen of them must be on record."""

    session: Session
    visits: Visits
    programme: ProgrammeStory
    people: People
    days: Days

    def write(self, hazards: Iterable[Hazard]) -> None:
        """Write a report for each visit, with what it says in numbers."""
        found = Counter(hazard.inspection_id for hazard in hazards)
        seen = self._seen()
        for (discipline, _), visit in self.visits.items():
            id_ = visit.inspection.id
            summary = _summary(visit.inspection.kind, found[id_], seen.get(id_, Counter()))
            self.session.add(self._report(discipline, visit, summary))

    def _seen(self) -> Mapping[int, Counter[Seen]]:
        ids = [visit.inspection.id for visit in self.visits.values()]
        query = select(Sight.inspection_id, Sight.seen, func.count()).where(Sight.inspection_id.in_(ids))
        seen: dict[int, Counter[Seen]] = {}
        for id_, what, count in self.session.execute(query.group_by(Sight.inspection_id, Sight.seen)):
            seen.setdefault(id_, Counter())[what] = count
        return seen

    def _report(self, discipline: Discipline, visit: Visit, summary: tuple[str, str]) -> Report:
        states = list(DAYS_AFTER_VISIT)[: list(DAYS_AFTER_VISIT).index(visit.report) + 1]
        return Report(
            inspection_id=visit.inspection.id,
            number=0,
            state=visit.report,
            summary=summary[0],
            summary_bn=summary[1],
            actor=visit.engineer,
            recorded_at=self.days.at(visit.inspection.inspected_on, HOUR),
            steps=[self._step(discipline, visit, state) for state in states],
        )

    def _step(self, discipline: Discipline, visit: Visit, state: ReportState) -> ReportStep:
        on: date = self.days.worked_on(visit.day + DAYS_AFTER_VISIT[state])
        signs, person = self._by(discipline, visit, state)
        return ReportStep(
            state=state, happened_on=on, person_id=person.id, actor=signs, recorded_at=self.days.at(on, HOUR)
        )

    def _by(self, discipline: Discipline, visit: Visit, state: ReportState) -> tuple[str, Person]:
        if state in (ReportState.DRAFT, ReportState.FOR_CHECKING):
            signs = visit.engineer
        elif state is ReportState.CHECKED:
            # Nobody checks what they wrote themselves.
            signs = next(name for name in self.programme.engineers[discipline] if name != visit.engineer)
        else:
            signs = self.programme.chief_safety_officer
        return signs, self.people[signs]


def _summary(kind: InspectionKind, found: int, seen: Counter[Seen]) -> tuple[str, str]:
    """Return what the visit brought, in English and Bangla."""
    english, bangla = [], []
    if seen:
        whole, corrected = seen.total(), seen[Seen.CORRECTED]
        english.append(f"Of {whole} open hazards {corrected} were seen corrected.")
        bangla.append(f"খোলা {digits(str(whole))}টি ত্রুটির মধ্যে {digits(str(corrected))}টি সংশোধিত দেখা গেছে।")
    if kind is InspectionKind.INITIAL:
        english.append(f"Hazards found: {found}.")
        bangla.append(f"{digits(str(found))}টি ত্রুটি পাওয়া গেছে।")
    else:
        english.append(f"New hazards found: {found}." if found else "No new hazard was found.")
        bangla.append(f"নতুন {digits(str(found))}টি ত্রুটি পাওয়া গেছে।" if found else "নতুন কোনো ত্রুটি পাওয়া যায়নি।")
    return " ".join(english), " ".join(bangla)
