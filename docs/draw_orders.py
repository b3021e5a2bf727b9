"""Draws the steps of orders into orders.md, from the table of the rules: `python docs/draw_orders.py`.

A test holds the page to the table.
"""

from pathlib import Path

from accord.rules.labels import label
from accord.rules.orders.reminders import Circle, Pace, Track, circle_of
from accord.rules.orders.steps import (
    ENDS,
    TABLE,
    By,
    Need,
    Phase,
    Row,
)
from accord.rules.vocabulary import OrderKind, OrderStep

PAGE = Path(__file__).with_name("orders.md")

WHO = {
    By.PROGRAMME: "the program, with the cause",
    By.ENGINEER: "an engineer of the discipline",
    By.DECIDER: "the chief safety officer or the deputy",
    By.FACTORY: "the factory",
    By.STAFF: "the programme's staff",
    By.RECIPIENT: "whoever was told",
}
BRINGS = {
    Need.REASON: "a reason in words",
    Need.EVIDENCE: "evidence: a photo, a paper, or what was seen",
    Need.VISIT: "seen on site, on a day that is told",
    Need.OTHERS_CLAIM: "not by whoever said that it was done",
    Need.PANEL: "the Review Panel of one mind (structural evacuations)",
    Need.STATE_AGREES: "no order of the government standing",
    Need.SECOND_PERSON: "the other of the two who must agree: one decides, one is an engineer who did not raise it",
    Need.LIMIT: "the load in kPa that may stay",
    Need.ORGANISATION: "which of those who were told",
    Need.PLACE: "of whose place: one of those inside, or, said by staff, of everybody",
    Need.HAS_ACKNOWLEDGED: "which of those who acknowledged",
    Need.PROPOSED: "a proposal to annul it",
    Need.CAUSES_DONE: "every hazard that called for it corrected, or each that is not named and answered for",
    Need.ONLY_LIMIT: "no other load reduction of the building open",
}
IN_WORDS = {
    Phase.RAISED: "raised",
    Phase.CLEARED: "cleared as a precaution",
    Phase.DETERMINED: "determined",
    Phase.COMPLIED: "complied with, says the factory",
    Phase.VERIFIED: "verified on site",
    Phase.READY: "works verified",
    Phase.LIFTED: "lifted",
    Phase.ANNULLED: "annulled",
    Phase.VACATED: "vacated for good",
}
SO_MANY_REMINDERS = 5


def page() -> str:
    """Return the whole page."""
    return "\n".join((*_head(), *_drawing(), "", *_table(), "", *_reminders(), ""))


def _head() -> tuple[str, ...]:
    return (
        "# The steps of an order",
        "",
        "Drawn by `docs/draw_orders.py` from `accord/rules/orders/steps.py`, which is what the program obeys. Source:",
        "DOMAIN.md section 6.",
        "",
    )


def _drawing() -> list[str]:
    ways = {
        (phase, to, row.step)
        for row in TABLE
        for phase in row.phases
        for to in (row.to, row.until_then)
        if to and to is not phase and row.step is not OrderStep.ANNULLED
    }
    order, steps = list(Phase), list(OrderStep)
    in_order = sorted(ways, key=lambda way: (order.index(way[0]), order.index(way[1]), steps.index(way[2])))
    return [
        "```mermaid",
        "stateDiagram-v2",
        *(f"    {phase.value}: {IN_WORDS[phase]}" for phase in Phase),
        f"    [*] --> {Phase.RAISED.value}: with its cause",
        *(f"    {here.value} --> {there.value}: {step.value.replace('_', ' ')}" for here, there, step in in_order),
        *(f"    {end.value} --> [*]" for end in Phase if end in ENDS),
        "```",
        "",
        "Every open order may be annulled; that way is left out of the drawing, not of the table.",
    ]


def _table() -> list[str]:
    lines = ["| Step | From | To | By | It must bring | Reminders begin anew |", "|---|---|---|---|---|---|"]
    return lines + [_line(row) for row in TABLE]


def _line(row: Row) -> str:
    of = "" if row.kinds == frozenset(OrderKind) else f" ({', '.join(label(k) for k in OrderKind if k in row.kinds)})"
    cells = (
        label(row.step) + of,
        ", ".join(IN_WORDS[phase] for phase in Phase if phase in row.phases),
        _to(row),
        ", ".join(WHO[by] for by in By if by in row.by),
        "; ".join(BRINGS[need] for need in row.needs) or "–",
        "yes" if row.begins_climb else "",
    )
    return f"| {' | '.join(cells)} |"


def _to(row: Row) -> str:
    to = IN_WORDS[row.to] if row.to else "stays"
    until_then = IN_WORDS[row.until_then] if row.until_then else "stays"
    return f"{to}, once everybody inside has reported; until then {until_then}" if row.once_all_report else to


def _reminders() -> list[str]:
    pace = Pace()
    wide = {
        Circle.CONTACT: "the first contact of whoever has not acknowledged",
        Circle.ORGANISATION: "all contacts of that organisation",
        Circle.SIGNATORIES: "and the signatories of the factories inside",
        Circle.STEERING: "and the labour signatories and the steering committee",
    }
    return [
        "## Reminders",
        "",
        "Counted from the step with which they began anew (determined, re-entered, eased, a second load); the chief",
        "safety officer gets every one until the order ends. Once it is verified a question comes every "
        f"{pace.week_days:g} days.",
        "",
        "| | After | To |",
        "|---|---|---|",
        *(_reminder(number, pace, wide[circle_of(Track.CLIMB, number)]) for number in range(1, SO_MANY_REMINDERS + 1)),
    ]


def _reminder(number: int, pace: Pace, to: str) -> str:
    hours = pace.climb_after(number).total_seconds() / 3600
    return f"| {number} | {hours:g} hours | {to} |"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
