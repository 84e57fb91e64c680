"""What is counted, for Prometheus: on a port of its own on this computer, never at the address that everybody reaches.

No label says anything of a person, an organization or a seal.
"""

import time
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from prometheus_client import CollectorRegistry, Counter, Histogram, ProcessCollector, start_http_server
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from cloud.store import jobs
from cloud.store.database import passes
from domain.messages import LETTERS, Channel

if TYPE_CHECKING:
    from cloud.service import Service

ADDRESS = "127.0.0.1"
SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)


class Metrics:
    """Of one process. What it counts costs a few microseconds a request, whether somebody reads it or not."""

    def __init__(self) -> None:
        self.registry = of = CollectorRegistry()
        self._answers = Counter(
            "signet_answers", "Requests by how they were answered", ["route", "status"], registry=of
        )
        self._took = Histogram(
            "signet_answer_seconds", "Until the answer began", ["route"], buckets=SECONDS, registry=of
        )
        self._api = Counter("signet_api_answers", "Requests of own systems", ["route", "status"], registry=of)
        self._pages = Counter("signet_operator_answers", "Requests of operators", ["page", "status"], registry=of)

    def asked_by_system(self, route: str, status: int) -> None:
        """A request to the API; `route` is its template, and never what stands in its place."""
        self._api.labels(route, _class(status)).inc()

    def asked_by_operator(self, page: str, status: int) -> None:
        """A request to the operator's pages; `page`: which of them, whatever it shows."""
        self._pages.labels(page, _class(status)).inc()

    @contextmanager
    def timed(self, route: str) -> Generator[list[int]]:
        """A request to this route; the status is put into the list."""
        began, status = time.perf_counter(), list[int]()
        try:
            yield status
        finally:
            self._took.labels(route).observe(time.perf_counter() - began)
            self._answers.labels(route, str(status[0] if status else 0)).inc()


def _class(status: int) -> str:
    return f"{status // 100}xx"


class _State(Collector):
    """What is asked for at the moment when somebody reads it."""

    def __init__(self, service: "Service", gateway: Any) -> None:
        self._service, self._gateway = service, gateway

    def collect(self) -> Iterator[GaugeMetricFamily]:
        service, several = self._service, self._service.several
        writes = 0 if service.database.elsewhere else 1
        yield GaugeMetricFamily("signet_writes", "1: this process writes to the database", writes)
        yield GaugeMetricFamily("signet_live_channels", "Consoles that are told", len(service.hub.connections))
        yield GaugeMetricFamily(
            "signet_waiting_writes", "Transactions that wait for their turn", service.database.waiting
        )
        yield GaugeMetricFamily(
            "signet_trouble", "1: the last write met with what passes", service.database.trouble != ""
        )
        if several is not None:
            yield GaugeMetricFamily("signet_passed_on", "Requests given to the one that writes", several.passing.passed)
        gateway = self._gateway()
        if gateway is not None:
            said = GaugeMetricFamily("signet_seal_messages", "What seals said, by what became of it", labels=["what"])
            for what, count in gateway.counted.items():
                said.add_metric([str(what)], count)
            yield said
            yield GaugeMetricFamily("signet_broker", "1: the broker of the seals listens", gateway.ready.is_set())
        if not service.database.elsewhere:  # of several processes one tells what stands in the database
            yield from self._post()

    def _post(self) -> Iterator[GaugeMetricFamily]:
        try:
            left, dead = self._service.database.look(lambda view: (jobs.count_open(view), jobs.count_failed(view)))
        except Exception as error:
            if not passes(error):
                raise
            return  # it is away, as another figure says
        waiting = GaugeMetricFamily("signet_letters_waiting", "What has to leave the house", labels=["channel"])
        failed = GaugeMetricFamily("signet_letters_dead", "What did not, and waits for an operator", labels=["channel"])
        for channel in LETTERS:
            waiting.add_metric([channel.value], left.get(channel, 0))
            failed.add_metric([channel.value], dead.get(channel, 0))
        yield waiting
        yield failed
        count = left.get(Channel.WEBHOOK, 0)
        yield GaugeMetricFamily("signet_webhooks_waiting", "Deliveries to organizations' systems", count)


@contextmanager
def served(service: "Service", port: int | None, gateway: Any) -> Generator[int | None]:
    """At http://127.0.0.1:PORT/metrics (0: any that is free), until it ends; `gateway` gives the gateway if there is
    one. Raises `OSError` if the port is taken."""
    if port is None:
        yield None
        return
    registry = service.metrics.registry
    registry.register(_State(service, gateway))
    ProcessCollector(registry=registry)
    server, thread = start_http_server(port, ADDRESS, registry)
    try:
        yield server.server_port
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
