"""Counts and times every request for Prometheus: by endpoint, never by address, person or words searched for.

Each process counts for itself. Under gunicorn with several workers a scrape therefore meets one of them at random:
run one worker with threads where exact totals matter, or sum `rate()` over scrapes of each worker's own port.
"""

import math
import platform
from time import perf_counter

from flask import Blueprint, Flask, Response, current_app, g, request
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from sqlalchemy.exc import SQLAlchemyError

from accord import __version__
from accord.web.access import Action, serves
from accord.web.clockwork import clockwork_seen
from accord.web.site import Site, snapshot_facts

KNOWN_METHODS = frozenset({"GET", "HEAD", "POST", "OPTIONS"})

bp = Blueprint("metrics", __name__)


class Meters:
    """The meters of one application, in a registry of their own."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._known: dict[tuple[str, str, int], tuple[Counter, Histogram]] = {}
        self.requests = Counter(
            "accord_http_requests",
            "Requests answered.",
            ("method", "endpoint", "status"),
            registry=self.registry,
        )
        self.seconds = Histogram(
            "accord_http_request_seconds",
            "Time until the answer was ready.",
            ("endpoint",),
            registry=self.registry,
        )
        self.snapshot_age = Gauge(
            "accord_snapshot_age_seconds",
            "Time since the public snapshot was last written; NaN while nothing is published.",
            registry=self.registry,
        )
        self.clockwork_age = Gauge(
            "accord_clockwork_age_seconds",
            "Time from now to when the clockwork last looked at what is due; NaN if it never did, or nobody can tell.",
            registry=self.registry,
        )
        build = Gauge("accord_build_info", "What is running.", ("version", "python"), registry=self.registry)
        build.labels(version=__version__, python=platform.python_version()).set(1)

    def count(self, method: str, endpoint: str, status: int, seconds: float) -> None:
        """Count one answer and the time it took."""
        requests, times = self._counters(method if method in KNOWN_METHODS else "other", endpoint, status)
        requests.inc()
        times.observe(seconds)

    def _counters(self, method: str, endpoint: str, status: int) -> tuple[Counter, Histogram]:
        # Looked up by their labels a remembered answer would spend a third of its time on being counted.
        found = self._known.get((method, endpoint, status))
        if found is None:
            found = (
                self.requests.labels(method=method, endpoint=endpoint, status=status),
                self.seconds.labels(endpoint=endpoint),
            )
            self._known[method, endpoint, status] = found
        return found


def set_up(app: Flask) -> None:
    """Measure every request from its start until its answer is ready."""
    running: Site = app.extensions["accord"]
    meters = app.extensions["accord_meters"] = Meters()
    meters.snapshot_age.set_function(lambda: _snapshot_age(running))
    meters.clockwork_age.set_function(lambda: _clockwork_age(running))
    app.before_request(_start)
    app.after_request(_count)
    app.register_blueprint(bp)


@bp.get("/metrics")
@serves(Action.WATCH_OVER_SERVER)
def show() -> Response:
    """Return all meters in the text format of Prometheus."""
    return Response(generate_latest(_meters().registry), content_type=CONTENT_TYPE_LATEST)


def _meters() -> Meters:
    meters: Meters = current_app.extensions["accord_meters"]
    return meters


def _start() -> None:
    g.started = perf_counter()


def _count(response: Response) -> Response:
    seconds = perf_counter() - g.started
    _meters().count(request.method, request.endpoint or "unknown", response.status_code, seconds)
    return response


def _snapshot_age(running: Site) -> float:
    try:
        facts = snapshot_facts(running.snapshot)
    except SQLAlchemyError:
        return math.nan
    return (running.now() - facts.written_at).total_seconds() if facts else math.nan


def _clockwork_age(running: Site) -> float:
    seen = clockwork_seen(running)
    # Also a beat that lies ahead is far away: the clock was put back, and the clockwork has not beaten since.
    return abs((running.now() - seen.looked_at).total_seconds()) if seen and seen.looked_at else math.nan
