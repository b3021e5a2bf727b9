"""The web server as `accord serve` runs it, by a clock that stands in a file: `run_web CLOCK PORT`."""

import os
import sys
from pathlib import Path
from typing import Any

from gunicorn.app.base import BaseApplication

from accord.app import Side, create_app
from accord.cli.serve import FIXED, THREADS_PER_WORKER
from accord.config import load_settings
from tests.chaos.simulated_time import clock_in

WORKERS = 2


class Server(BaseApplication):
    """Gunicorn with the desk."""

    def load_config(self) -> None:
        options = {"bind": f"127.0.0.1:{sys.argv[2]}", "workers": WORKERS, "threads": THREADS_PER_WORKER, **FIXED}
        for name, value in options.items():
            if name in self.cfg.settings:
                self.cfg.set(name, value)

    def load(self) -> Any:
        settings = load_settings(os.environ, may_create=False)
        return create_app(settings, now=clock_in(Path(sys.argv[1])), sides=frozenset({Side.DESK}))


if __name__ == "__main__":
    Server().run()
