"""What stands beneath a public list: what is to come, what has ended, and what was taken back, each with its days."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from accord.gateways.snapshot.programme import FactoryLine, RegisterOfDay
from accord.gateways.wording import Text, Wording
from accord.rules.public.disclosed_stage import StageDisclosed
from accord.rules.public.public_lists import (
    ineligibility_taken_back,
    ineligible_soon,
    recognition_taken_back,
    requalification,
)
from accord.web.public.names import names_of


@dataclass(frozen=True)
class Aside:
    """One factory beneath a list: from when, until when, and why."""

    number: int
    name: Text
    other_name: Text | None
    district: str | None
    from_on: date
    """The day of the decision or of the letter; of a requalified factory the first day on which it was ineligible."""
    to_on: date
    """The day from which it holds, holds no more, or was taken back."""
    because: Text | None


@dataclass(frozen=True)
class Beside:
    """What stands beneath a list, the latest first."""

    soon: tuple[Aside, ...] = ()
    """Decided, and not in force yet."""
    requalified: tuple[Aside, ...] = ()
    taken_back: tuple[Aside, ...] = ()
    """Tombstones: decisions that never held, or letters that stand no more."""


def beside_ineligible(register: RegisterOfDay, wording: Wording) -> Beside:
    """Return what stands beneath the ineligible factories."""
    as_of = register.counts.as_of

    def soon(line: FactoryLine) -> Iterator[Aside]:
        if stage := ineligible_soon(line.past.stages, as_of=as_of):
            yield _of_stage(line, stage, stage.effective_on, (stage.reason, stage.reason_bn), wording)

    def requalified(line: FactoryLine) -> Iterator[Aside]:
        if end := requalification(line.past.stages, as_of=as_of):
            because = wording.of(end.reason, end.reason_bn)
            yield _aside(line, wording, from_on=end.ineligible_since, to_on=end.until, because=because)

    def taken_back(line: FactoryLine) -> Iterator[Aside]:
        for stage in ineligibility_taken_back(line.past.stages, as_of=as_of):
            end = stage.retracted_on or as_of
            yield _of_stage(line, stage, end, (stage.why_retracted, stage.why_retracted_bn), wording)

    return Beside(_found(register, soon), _found(register, requalified), _found(register, taken_back))


def beside_completed(register: RegisterOfDay, wording: Wording) -> Beside:
    """Return the factories whose recognition was withdrawn."""
    as_of = register.counts.as_of

    def taken_back(line: FactoryLine) -> Iterator[Aside]:
        letter = recognition_taken_back(line.past.recognitions, as_of=as_of)
        if letter and letter.withdrawn_on:
            because = wording.of(letter.why_withdrawn, letter.why_withdrawn_bn)
            yield _aside(line, wording, from_on=letter.recognised_on, to_on=letter.withdrawn_on, because=because)

    return Beside(taken_back=_found(register, taken_back))


def _found(register: RegisterOfDay, of: Callable[[FactoryLine], Iterator[Aside]]) -> tuple[Aside, ...]:
    found = [aside for line in register.lines for aside in of(line)]
    return tuple(sorted(found, key=lambda aside: aside.to_on, reverse=True))


def _of_stage(
    line: FactoryLine, stage: StageDisclosed, end: date, because: tuple[str | None, str | None], wording: Wording
) -> Aside:
    return _aside(line, wording, from_on=stage.decided_on, to_on=end, because=wording.of(*because))


def _aside(line: FactoryLine, wording: Wording, *, from_on: date, to_on: date, because: Text | None) -> Aside:
    name, other_name = names_of(line.factory, Wording(wording.language))
    return Aside(line.factory.number, name, other_name, line.factory.district, from_on, to_on, because)
