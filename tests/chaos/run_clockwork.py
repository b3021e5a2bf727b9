"""The clockwork as `accord clockwork` runs it, by a clock that stands in a file: `run_clockwork CLOCK`."""

import os
import sys
from pathlib import Path
from threading import Event

from apscheduler.triggers.interval import IntervalTrigger

from accord.config import load_settings
from accord.jobs.clockwork import Clockwork
from accord.jobs.workplace import Workplace
from accord.records.base import open_engine
from tests.chaos.simulated_time import clock_in

EACH_SECONDS = 0.03

if __name__ == "__main__":
    settings = load_settings(os.environ, may_create=False)
    place = Workplace(settings, open_engine(settings.database_url), clock_in(Path(sys.argv[1])))
    Clockwork(place, Event(), print, parent=os.getppid(), wakes=IntervalTrigger(seconds=EACH_SECONDS)).keep_going()
