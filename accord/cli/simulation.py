"""`accord simulate`: an invented programme of any size."""

from datetime import date

import click

from accord.casework.simulation import MOST_FACTORIES, Simulated
from accord.casework.simulation import simulate as simulate_in
from accord.cli.base import Day, WholeNumber, print_json, refusing, this_installation
from accord.cli.installation import bring_up_to_date

FIRST_SEED = 1


@click.command()
@click.option("--factories", type=WholeNumber(1, MOST_FACTORIES), required=True, metavar="N", help="How many.")
@click.option(
    "--seed",
    type=WholeNumber(0, 2**31 - 1),
    default=FIRST_SEED,
    show_default=True,
    metavar="S",
    help="The same seed, number and anchor give the same data.",
)
@click.option("--anchor", type=Day(), help="The day on which the programme ends; default today.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@refusing
def simulate(factories: int, seed: int, anchor: date | None, as_json: bool) -> None:
    """Fill an empty installation with an invented programme that has the published shape of the real one."""
    here = this_installation()
    bring_up_to_date(here)
    with here.writing() as session:
        simulated = simulate_in(session, factories, seed=seed, moment=here.moment, anchor=anchor)
        session.commit()
    if as_json:
        print_json(
            {
                "factories": [simulated.first_number, simulated.last_number],
                "seed": seed,
                "anchor": simulated.anchor.isoformat(),
                "rows": dict(simulated.rows),
            }
        )
    else:
        click.echo("\n".join(_lines(simulated, seed)))


def _lines(simulated: Simulated, seed: int) -> list[str]:
    rows = simulated.rows
    numbers = f"factories {simulated.first_number} to {simulated.last_number}"
    return [
        f"Simulated {numbers} up to {simulated.anchor}, seed {seed}: "
        f"{rows.get('hazard', 0):,} hazards, {rows.get('inspection', 0):,} visits, "
        f"{rows.get('edition', 0):,} editions (no files).",
        "The public pages show them once the public snapshot is written anew: run “accord snapshot”.",
    ]
