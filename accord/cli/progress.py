"""`accord progress`: rates that anyone can recompute, as of any date."""

from datetime import date

import click

from accord.casework.histories import Scope
from accord.casework.progress import progress as progress_in
from accord.cli.base import FACTORY_NUMBER, Day, installation_in_place, print_json, refusing
from accord.gateways.formats import format_date, format_percent
from accord.gateways.language import Language
from accord.rules.figures.progress import Progress, Tally
from accord.rules.figures.progress_object import progress_object
from accord.rules.labels import label
from accord.rules.vocabulary import Discipline


@click.command()
@click.option("--factory", type=FACTORY_NUMBER, metavar="N", help="Of one factory.")
@click.option("--signatory", metavar="NAME", help="Of the suppliers of one signatory, as they stood on the day.")
@click.option("--discipline", type=click.Choice([word.value for word in Discipline]), help="Of one discipline.")
@click.option("--as-of", type=Day(), help="What was so on this day; default today.")
@click.option("--known-at", type=Day(), help="As recorded by the end of this day; default today.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@refusing
def progress(
    factory: int | None,
    signatory: str | None,
    discipline: str | None,
    as_of: date | None,
    known_at: date | None,
    as_json: bool,
) -> None:
    """Print both remediation rates with what is behind them."""
    if factory is not None and signatory is not None:
        msg = "give --factory or --signatory, not both"
        raise click.UsageError(msg)
    here = installation_in_place()
    scope = Scope(factory=factory, signatory=signatory, discipline=Discipline(discipline) if discipline else None)
    with here.reading() as session:
        result = progress_in(session, scope, moment=here.moment, as_of=as_of, known_at=known_at)
    if as_json:
        print_json(progress_object(result))
    else:
        click.echo("\n".join(_lines(result)))


def _lines(result: Progress) -> list[str]:
    status = f", {label(result.status)}" if result.status else ""
    as_of, known_at = (format_date(day, Language.EN) for day in (result.as_of, result.known_at))
    return [
        f"As of {as_of}, as known on {known_at}{status}",
        f"  initial hazards: {_tally_line(result.initial)}",
        f"  new hazards:     {_tally_line(result.new)}",
        f"  overdue {result.overdue} · without a date {result.no_date} · reopened {result.reopened}",
    ]


def _tally_line(tally: Tally) -> str:
    if tally.unknown:
        return f"not known for {tally.unknown} of {tally.applicable} on that day"
    if not tally.applicable:
        return "no hazards"
    return (
        f"verified {format_percent(tally.verified_percent, Language.EN)} ({tally.corrected} of {tally.applicable}), "
        f"reported {format_percent(tally.reported_percent, Language.EN)} ({tally.reported} of {tally.applicable})"
    )
