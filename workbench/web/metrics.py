"""Numbers for Prometheus, at `/metrics`, for whoever bears the token; without one there is no page.

Each server process keeps its own counts in files of one folder, and whichever is asked adds them
up. What lies in the database is counted when asked for, and is the same on every host.
"""

import hmac
import os
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask import Flask, Response, abort, g, request
from sqlalchemy.exc import SQLAlchemyError

from workbench.config import Settings
from workbench.database import db
from workbench.web.access import requires

FOLDER = "PROMETHEUS_MULTIPROC_DIR"
SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)


@dataclass(frozen=True)
class Gauge:
    """Describe numbers counted in the database: `measure` gives one for each value of `label`."""

    name: str
    documentation: str
    label: str
    measure: Callable[[], Mapping[str, int]]


@contextmanager
def shared_counts(settings: Settings) -> Iterator[None]:
    """Make the folder in which the server processes to come add their counts up."""
    if not settings.metrics_token or os.environ.get(FOLDER):
        yield
        return
    memory = Path("/dev/shm")  # noqa: S108  (counts of this run: a disk would only slow them down)
    with tempfile.TemporaryDirectory(
        prefix="workbench-metrics-", dir=memory if memory.is_dir() else None
    ) as folder:
        os.environ[FOLDER] = folder
        try:
            yield
        finally:
            del os.environ[FOLDER]


def measure(app: Flask, settings: Settings, gauges: tuple[Gauge, ...]) -> None:
    """Count requests and answer `/metrics`, where a token is set."""
    if not settings.metrics_token:
        return
    # Not before: while it is imported, the client looks once whether there is a shared folder.
    import prometheus_client as prometheus  # noqa: PLC0415  (see above)
    from prometheus_client.core import GaugeMetricFamily  # noqa: PLC0415  (see above)
    from prometheus_client.multiprocess import MultiProcessCollector  # noqa: PLC0415  (see above)

    own = prometheus.CollectorRegistry()
    answered = prometheus.Counter(
        "workbench_requests",
        "Requests answered.",
        ["endpoint", "method", "status"],
        registry=own,
    )
    seconds = prometheus.Histogram(
        "workbench_request_seconds",
        "Time from a request's arrival to its answer.",
        ["endpoint", "method"],
        buckets=SECONDS,
        registry=own,
    )

    class Stored(prometheus.CollectorRegistry):
        """Count what lies in the database; leave it out while that does not answer."""

        def collect(self) -> Iterator[prometheus.Metric]:
            for gauge in gauges:
                family = GaugeMetricFamily(gauge.name, gauge.documentation, labels=[gauge.label])
                try:
                    for value, number in gauge.measure().items():
                        family.add_metric([value], number)
                except SQLAlchemyError:
                    db.session.rollback()
                    continue
                yield family

    @app.before_request
    def start() -> None:
        g.measured_from = time.perf_counter()

    @app.after_request
    def count(response: Response) -> Response:
        # Views are few; addresses and methods that nobody serves are as many as anyone likes.
        endpoint = request.endpoint or "none"
        method = request.method if request.endpoint else "any"
        answered.labels(endpoint, method, response.status_code).inc()
        if "measured_from" in g:
            seconds.labels(endpoint, method).observe(time.perf_counter() - g.measured_from)
        return response

    def bears_token(_arguments: Mapping[str, Any]) -> None:
        sent = request.headers.get("Authorization", "")
        if not hmac.compare_digest(sent.encode(), f"Bearer {settings.metrics_token}".encode()):
            abort(Response(status=401, headers={"WWW-Authenticate": "Bearer"}))

    @requires(bears_token)
    def metrics() -> Response:
        counts = own
        if os.environ.get(FOLDER):
            counts = prometheus.CollectorRegistry()
            MultiProcessCollector(counts)  # type: ignore[no-untyped-call]  # Its library leaves it bare.
        return Response(
            prometheus.generate_latest(counts) + prometheus.generate_latest(Stored()),
            content_type=prometheus.CONTENT_TYPE_LATEST,
        )

    app.add_url_rule("/metrics", "metrics", metrics)
