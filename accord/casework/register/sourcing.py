"""The import of who sources from which factory: a whole file or nothing. Source: CONTRACT.md section 2."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from accord.casework import journal
from accord.casework.coverage import set_coverage
from accord.casework.imports import SourceFile
from accord.casework.orders.arrivals import tell_buyers
from accord.casework.register.heads import require_heads
from accord.casework.register.leads import rivals
from accord.casework.register.pairs import standing
from accord.casework.register.relations import Relation, read_relations
from accord.casework.register.report import SourcingReport
from accord.gateways.cap_sheets.model import Note, Problem, WorkbookRefused
from accord.gateways.tables import Table
from accord.records.base import hold_the_pen
from accord.records.factory import Factory, Signatory, Sourcing
from accord.rules.factories.register import words_of
from accord.rules.factories.sourcing import SOURCING_HEADS, Period, SourcingColumn
from accord.rules.moments import Moment
from accord.rules.vocabulary import Coverage, Source


@dataclass
class _Import:
    """The relations of the factories that the list names: those on record and those the list adds."""

    table: Table
    places: dict[SourcingColumn, int]
    moment: Moment
    report: SourcingReport
    problems: list[Problem]
    factories: dict[int, Factory]
    signatories: dict[str, Signatory]
    relations: dict[int, list[Sourcing]] = field(default_factory=lambda: defaultdict(list))
    """By factory number."""
    beginnings: dict[tuple[int, date], list[Sourcing]] = field(default_factory=dict)
    """By factory number and first day."""
    rows: dict[Sourcing, int] = field(default_factory=dict)
    """The row that spoke of a relation."""
    new: list[Sourcing] = field(default_factory=list)
    changed: list[Sourcing] = field(default_factory=list)
    led: list[Sourcing] = field(default_factory=list)
    """The relations that the list makes those of a lead brand."""

    def printed(self, column: SourcingColumn) -> str:
        place = self.places.get(column)
        return column.value if place is None else " ".join(self.table.heads[place].split())

    def problem(self, row: int, column: SourcingColumn, message: str) -> None:
        self.problems.append(Problem(self.table.sheet, row, self.printed(column), message))

    def warn(self, row: int, column: SourcingColumn, message: str) -> None:
        self.report.warnings.append(Note(self.table.sheet, row, self.printed(column), message))


def import_sourcing(session: Session, table: Table, *, file: SourceFile, actor: str, moment: Moment) -> SourcingReport:
    """Record the relations of the list and return what that changed.

    Raises WorkbookRefused with every problem of the file at once; the caller then rolls back.
    """
    # Two imports at once would give the same number, or the same lead, twice.
    hold_the_pen(session, "register")
    report = SourcingReport(warnings=list(table.notes))
    needed = (SourcingColumn.SIGNATORY, SourcingColumn.FACTORY, SourcingColumn.FROM)
    heads = require_heads(table, SOURCING_HEADS, anyone_of=(), all_of=needed, report=report.warnings)
    problems: list[Problem] = []
    relations = read_relations(table, heads, warnings=report.warnings, problems=problems)
    with session.no_autoflush:
        job = _load(session, table, heads.places, moment=moment, report=report, problems=problems, relations=relations)
        for relation in relations:
            _record(job, relation)
        for number, held in job.relations.items():
            _refuse_contradictions(job, number, held)
        _refuse_rivals(job, session)
        if job.problems:
            raise WorkbookRefused(tuple(sorted(job.problems, key=lambda problem: problem.row or 0)))
        session.add_all([*job.signatories.values(), *job.new])
        _activate(job, actor=actor)
    session.flush()
    if job.new or job.changed:
        tell_buyers(session, {each.factory_id for each in (*job.new, *job.changed)}, moment=moment)
        _note(session, job, file=file, actor=actor, moment=moment)
    return report


def _load(
    session: Session,
    table: Table,
    places: dict[SourcingColumn, int],
    *,
    moment: Moment,
    report: SourcingReport,
    problems: list[Problem],
    relations: list[Relation],
) -> _Import:
    numbers = {relation.number for relation in relations}
    factories = {factory.number: factory for factory in session.scalars(select(Factory)) if factory.number in numbers}
    signatories = {words_of(signatory.name): signatory for signatory in session.scalars(select(Signatory))}
    job = _Import(table, places, moment, report, problems, factories, signatories)
    by_id = {factory.id: factory.number for factory in factories.values()}
    for sourcing in session.scalars(select(Sourcing).order_by(Sourcing.from_on, Sourcing.id)):
        if sourcing.factory_id in by_id:
            number = by_id[sourcing.factory_id]
            job.relations[number].append(sourcing)
            job.beginnings.setdefault((number, sourcing.from_on), []).append(sourcing)
    return job


def _record(job: _Import, relation: Relation) -> None:
    factory = job.factories.get(relation.number)
    if factory is None:
        job.problem(relation.row, SourcingColumn.FACTORY, f"there is no factory {relation.number}")
        return
    signatory = _signatory(job, relation.signatory)
    held = job.relations[relation.number]
    beginning = job.beginnings.setdefault((relation.number, relation.period.from_on), [])
    known = next((each for each in beginning if each.signatory is signatory), None)
    if known is None:
        sourcing = Sourcing(
            signatory=signatory,
            factory=factory,
            from_on=relation.period.from_on,
            to_on=relation.period.to_on,
            is_lead=bool(relation.is_lead),
            recorded_at=job.moment.now,
            end_recorded_at=job.moment.now if relation.period.to_on else None,
        )
        held.append(sourcing)
        beginning.append(sourcing)
        job.new.append(sourcing)
        job.led += [sourcing] if sourcing.is_lead else []
        job.rows[sourcing] = relation.row
        job.report.created += 1
    elif known in job.rows:
        first = job.rows[known]
        job.problem(relation.row, SourcingColumn.FROM, f"row {first} tells of the same relation; leave one")
    else:
        job.rows[known] = relation.row
        _update(job, known, relation)


def _signatory(job: _Import, name: str) -> Signatory:
    key = words_of(name) or name
    if key not in job.signatories:
        job.signatories[key] = Signatory(name=name)
        job.report.signatories_created.append(name)
    return job.signatories[key]


def _update(job: _Import, known: Sourcing, relation: Relation) -> None:
    """Set an end or a lead that the record lacks; what it holds otherwise stays, with a warning."""
    before = (known.to_on, known.is_lead)
    if known.to_on is None and relation.period.to_on:
        known.to_on, known.end_recorded_at = relation.period.to_on, job.moment.now
    elif relation.period.to_on not in {None, known.to_on}:
        said = f"the relation is on record as ended on {known.to_on}; {relation.period.to_on} is not taken over"
        job.warn(relation.row, SourcingColumn.TO, said)
    if relation.is_lead and not known.is_lead:
        known.is_lead = True
        job.led.append(known)
    elif relation.is_lead is False and known.is_lead:
        said = f"{relation.signatory} is on record as lead brand of factory {relation.number}; “no” is not taken over"
        job.warn(relation.row, SourcingColumn.LEAD, said)
    if before == (known.to_on, known.is_lead):
        job.report.unchanged += 1
    else:
        job.report.updated += 1
        job.changed.append(known)


def _refuse_contradictions(job: _Import, number: int, held: list[Sourcing]) -> None:
    """Refuse two periods of one signatory, or of two lead brands, that share a day, if a row of the list is in it."""
    of_signatory: dict[Signatory, list[Sourcing]] = defaultdict(list)
    for sourcing in held:
        of_signatory[sourcing.signatory].append(sourcing)
    for signatory, relations in of_signatory.items():
        for row, other in _overlaps(job, relations):
            said = f"{signatory.name} already sources from factory {number} {_described(job, other)}"
            job.problem(row, SourcingColumn.FROM, said)
    for row, other in _overlaps(job, [sourcing for sourcing in held if sourcing.is_lead]):
        said = f"factory {number} would have two lead brands at once: {other.signatory.name} is lead "
        job.problem(row, SourcingColumn.LEAD, said + _described(job, other))


def _refuse_rivals(job: _Import, session: Session) -> None:
    """Refuse a lead brand that the list adds, if another one leads under another number of the same factory."""
    for sourcing, rival in rivals(session, job.led):
        said = f"factory {standing(sourcing.factory).number}, which stands for {_others(sourcing, rival)}, would have "
        said += f"two lead brands at once: {rival.signatory.name} is lead {_described(job, rival)}"
        job.problem(job.rows[sourcing], SourcingColumn.LEAD, said)


def _others(*relations: Sourcing) -> str:
    numbers = {relation.factory.number for relation in relations}
    return " and ".join(str(number) for number in sorted(numbers - {standing(relations[0].factory).number}))


def _overlaps(job: _Import, relations: list[Sourcing]) -> Iterator[tuple[int, Sourcing]]:
    """Yield the row of each relation that shares a day with another one, and that other one."""
    longest: Sourcing | None = None
    for sourcing in sorted(relations, key=lambda each: (each.from_on, job.rows.get(each, 0))):
        if longest is not None and _period(longest).overlaps(_period(sourcing)):
            one, other = sorted((longest, sourcing), key=lambda each: job.rows.get(each, 0))
            if row := job.rows.get(other):
                yield row, one
        if longest is None or _ends(sourcing) > _ends(longest):
            longest = sourcing


def _ends(sourcing: Sourcing) -> date:
    return sourcing.to_on or date.max


def _described(job: _Import, sourcing: Sourcing) -> str:
    where = f"row {job.rows[sourcing]}" if sourcing in job.rows else "on record"
    return f"{_period(sourcing)} ({where})"


def _period(sourcing: Sourcing) -> Period:
    return Period(sourcing.from_on, sourcing.to_on)


def _activate(job: _Import, *, actor: str) -> None:
    """Call a factory active that was inactive, "no brand", from the day on which its first brand of today began.

    A relation stays with the number under which the list names it; it counts for the factory that stands for it.
    """
    today = job.moment.today
    for number, named in sorted(job.factories.items()):
        factory = standing(named)
        current = [
            each.from_on
            for each in job.relations[number]
            if each.from_on <= today and (each.to_on is None or each.to_on > today)
        ]
        if current and factory.coverage is Coverage.INACTIVE:
            set_coverage(
                factory,
                Coverage.ACTIVE,
                # Not before it was called inactive, or that would still hold today.
                from_on=max(min(current), _held_since(factory)),
                actor=actor,
                moment=job.moment,
                source=Source.IMPORTED,
            )
            job.report.activated.append(factory.number)


def _held_since(factory: Factory) -> date:
    return max((change.from_on or date.min for change in factory.coverage_changes), default=date.min)


def _note(session: Session, job: _Import, *, file: SourceFile, actor: str, moment: Moment) -> None:
    def told(sourcing: Sourcing) -> str:
        lead = ", lead" if sourcing.is_lead else ""
        return f"{sourcing.signatory.name}, factory {sourcing.factory.number}, {_period(sourcing)}{lead}"

    journal.note(
        session,
        "imported a sourcing list",
        "register",
        actor=actor,
        moment=moment,
        details={
            "file": file.name,
            "sha256": file.sha256,
            "signatories_created": job.report.signatories_created,
            "created": [told(sourcing) for sourcing in job.new],
            "changed": [told(sourcing) for sourcing in job.changed],
            "activated": job.report.activated,
        },
    )
