"""How long `accord simulate` takes at a size, how much memory it needs, and what shape comes out.

    python bench/simulate.py [--factories 2000] [--seed 1] [--keep FOLDER]

The command runs in a process of its own, in an empty installation; the figures are counted afterwards from its rows by
the recount of the tests, which knows nothing of how they were made, and `accord progress` is held against it.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parents[1] / "tests")]

from casework.simulation.programme_shape import PUBLISHED, shape  # noqa: E402 (the path is set above)
from casework.simulation.recount import opened, programme_on  # noqa: E402

MOST_SECONDS = 180
"""For 2,000 factories."""


def main() -> None:
    """Simulate, count, and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--factories", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, help="folder to leave the installation in")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        measure(given.keep or Path(folder) / "instance", given.factories, given.seed)


def measure(instance: Path, factories: int, seed: int) -> None:
    """Print the seconds, the memory, the rows and the shape of one programme."""
    start = time.perf_counter()
    said = json.loads(accord(instance, "simulate", "--factories", factories, "--seed", seed, "--json"))
    seconds = time.perf_counter() - start
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    database = next(instance.glob("*.sqlite"))
    print(
        f"{factories:,} factories: {seconds:.1f} s ({used.ru_utime + used.ru_stime:.1f} s of processor), "
        f"peak {used.ru_maxrss / 1024:.0f} MB, database {database.stat().st_size / 1e6:.0f} MB; "
        f"bound {MOST_SECONDS * max(1, factories / 2000):.0f} s"
    )
    print("  " + ", ".join(f"{table} {number:,}" for table, number in said["rows"].items()))
    compare(instance, database, date.fromisoformat(said["anchor"]))


def compare(instance: Path, database: Path, day: date) -> None:
    """Print each figure beside the published one, and whether `accord progress` says what the rows say."""
    with opened(database) as connection:
        figures, counted = shape(connection, day), programme_on(connection, day).as_object()
    print(f"  {'figure':44}{'published':>10}{'simulated':>10}")
    for name, published in PUBLISHED.items():
        within = "" if published.least <= figures[name] <= published.most else "  outside its bounds"
        print(f"  {name:44}{published.published:10.2f}{figures[name]:10.2f}{within}")
    start = time.perf_counter()
    said = json.loads(accord(instance, "progress", "--as-of", day, "--known-at", day, "--json"))
    is_equal = {name: said[name] for name in counted} == counted
    print(
        f"  accord progress in {time.perf_counter() - start:.1f} s: "
        f"{'equals' if is_equal else 'DIFFERS FROM'} the recount, {json.dumps(counted)}"
    )


def accord(instance: Path, *words: object) -> str:
    """Run a command in the installation and return what it printed."""
    command = [Path(sys.executable).parent / "accord", *map(str, words)]
    environment = os.environ | {"ACCORD_INSTANCE": str(instance)}
    return subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE, text=True).stdout


if __name__ == "__main__":
    main()
