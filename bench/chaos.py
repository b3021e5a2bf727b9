"""Play a simulated month twice, in peace and with processes killed, and see that both come to the same: `make chaos`.

    python bench/chaos.py [--seed 1] [--days 30] [--houses 6] [--kills 50]

What is played stands in tests/chaos/. A short month of it is among the tests.
"""

import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.chaos.month import Month, differences, play


def tell(name: str, month: Month) -> None:
    """Print what came of a month."""
    rows = {table: sum(found.values()) for table, found in month.stands.items()}
    print(f"{name}: {month.seconds:.0f} s, {len(month.acknowledged)} deeds acknowledged", end="")
    print(f" ({month.unanswered} times nobody answered), {rows['steps']} steps of {rows['orders']} orders,", end="")
    print(f" {rows['notices']} notices, {rows['reminders']} reminders;", end="")
    print(f" {len(month.letters)} letters taken, {month.doubled} of them a second time;", end="")
    killed = ", ".join(f"{what} {times} times" for what, times in month.kills.items())
    print(f" killed: {killed or 'nothing'}; {month.begun_again} runs of the clockwork begun again", flush=True)


def main() -> int:
    """Play both months, and return 0 where they came to the same."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--days", type=int, default=30)
    parser.add_argument("--houses", type=int, default=6, help="buildings with a danger in each")
    parser.add_argument("--kills", type=int, default=50)
    given = parser.parse_args()
    shape = {"seed": given.seed, "days": given.days, "houses": given.houses}
    peaceful = play(**shape, kills=0)
    tell("in peace", peaceful)
    disturbed = play(**shape, kills=given.kills)
    tell("with kills", disturbed)
    wrong = differences(peaceful, disturbed)
    print("\n".join(wrong) or "Both months came to the same: nothing was lost, and nothing was done twice.")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
