"""Print CAPs of 100, 500 and 2000 hazards with the gateway and with headless Chromium, and compare.

    python bench/print_cap.py [--hazards 100 500 2000] [--language bn] [--rounds 5]

Both print the same HTML in the same run, turn by turn, so that a busy machine slows both. The gateway is measured warm
(its process has printed once before); Chromium as it is used for printing: one process per document, and again warm
(one browser kept open) as a yardstick. Times are medians; memory is the highest sum of proportional set sizes (PSS)
of the process and its children, sampled every 30 ms.
"""

import argparse
import multiprocessing
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parents[1]), str(Path(__file__).parents[1] / "tests")]

from reports.editions import an_edition, hazards  # noqa: E402 (the path is set above)

from accord.casework.cap_document import cap_html  # noqa: E402
from accord.paths import reports_folder  # noqa: E402

FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--no-pdf-header-footer",
]


class Memory(threading.Thread):
    """Watches the proportional memory of a process and all its children, in megabytes."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self.pid, self.peak, self.done = pid, 0.0, threading.Event()

    def run(self) -> None:
        """Sample until stopped."""
        while not self.done.wait(0.03):
            self.peak = max(self.peak, sum(pss(pid) for pid in family(self.pid)) / 1024)

    def stop(self) -> float:
        """Return the peak."""
        self.done.set()
        self.join()
        return self.peak


def family(pid: int) -> list[int]:
    """Return the process and its descendants."""
    try:
        children = [int(child) for task in Path(f"/proc/{pid}/task").iterdir()
                    for child in (task / "children").read_text().split()]  # fmt: skip
    except OSError:
        return []
    return [pid, *(member for child in children for member in family(child))]


def pss(pid: int) -> int:
    """Return the proportional set size in kilobytes; 0 for a process that is gone."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)


def ours(pipe: Connection, language: str) -> None:
    """Print editions on request, in a process that has printed before."""
    from accord.casework.cap_document import print_cap

    print_cap(an_edition(hazards(3)), language=language)
    pipe.send(0.0)
    while count := pipe.recv():
        edition = an_edition(hazards(count))
        start = time.perf_counter()
        print_cap(edition, language=language)
        pipe.send(time.perf_counter() - start)


def measured(pid: int, deed: Callable[[], float]) -> tuple[float, float]:
    """Return seconds and peak megabytes of a deed."""
    memory = Memory(pid)
    memory.start()
    seconds = deed()
    return seconds, memory.stop()


def chromium(page: Path) -> tuple[float, float]:
    """Return seconds and peak megabytes of one headless print."""
    binary = shutil.which("chromium") or shutil.which("chromium-browser") or sys.exit("chromium is not installed")
    start = time.perf_counter()
    process = subprocess.Popen(
        [binary, *FLAGS, f"--print-to-pdf={page.with_suffix('.pdf')}", page.as_uri()],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    seconds, megabytes = measured(process.pid, lambda: (process.wait(), time.perf_counter() - start)[1])
    assert page.with_suffix(".pdf").stat().st_size > 10_000
    return seconds, megabytes


def warm_chromium(page: Path, rounds: int) -> float:
    """Return the median of seconds in a browser that stays open."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS[1:-1])
        tab, times = browser.new_page(), []
        for _ in range(rounds + 1):
            start = time.perf_counter()
            tab.goto(page.as_uri())
            tab.pdf(path=page.with_suffix(".pdf"), prefer_css_page_size=True, tagged=True)
            times.append(time.perf_counter() - start)
        browser.close()
    return statistics.median(times[1:])


def compare(count: int, language: str, rounds: int) -> None:
    """Print one line of figures for a number of hazards."""
    here, there = multiprocessing.get_context("spawn").Pipe()
    process = multiprocessing.get_context("spawn").Process(target=ours, args=(there, language))
    process.start()
    here.recv()
    mine, theirs = [], []
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(reports_folder(), folder, dirs_exist_ok=True)
        page = Path(folder) / "cap.html"
        page.write_text(cap_html(an_edition(hazards(count)), language), encoding="utf-8")
        chromium(page)
        for _ in range(rounds):
            mine.append(measured(process.pid or 0, lambda: (here.send(count), here.recv())[1]))
            theirs.append(chromium(page))
        warm = warm_chromium(page, min(rounds, 3))
    here.send(0)
    process.join()
    seconds, megabytes = statistics.median(s for s, _ in mine), max(m for _, m in mine)
    chrome_seconds, chrome_megabytes = statistics.median(s for s, _ in theirs), max(m for _, m in theirs)
    print(
        f"{count:5} hazards {language}: {seconds:6.2f} s ({seconds / count * 1000:4.1f} ms each) {megabytes:4.0f} MB"
        f" | chromium {chrome_seconds:5.2f} s {chrome_megabytes:4.0f} MB (kept open {warm:.2f} s)"
        f" | ratio time {seconds / chrome_seconds:.2f}, memory {megabytes / chrome_megabytes:.2f}"
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--hazards", type=int, nargs="+", default=[100, 500, 2000])
    parser.add_argument("--language", default="bn")
    parser.add_argument("--rounds", type=int, default=5)
    given = parser.parse_args()
    for number in given.hazards:
        compare(number, given.language, given.rounds if number <= 500 else 1)
