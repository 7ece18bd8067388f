"""The process that speaks HTTP: it takes requests, remembers answers, and asks the workers.

granian (HTTP in Rust) reads and writes; what is here only decides who is asked. It holds no store
and runs no query, so nothing in it can take long.
"""

from __future__ import annotations

import asyncio
import contextlib
import gc
import os
import resource
import signal
import socket
import time
import traceback
from collections import deque
from datetime import UTC, datetime
from typing import Any, NoReturn
from urllib.parse import unquote_plus

from graph.processes import end_with
from graph.store.opening import is_address
from server.finishing import CORS, codings, safe
from server.http import not_modified, wants_html
from server.limits import ended
from server.problems import Problem
from server.serving.cache import Again, Body, Kept, Memory
from server.serving.clients import Bodies, Budgets, address_of
from server.serving.crowd import Crowd
from server.serving.listening import Listening, new_loop
from server.serving.log import AccessLog
from server.serving.numbers import Numbers
from server.serving.parent import anonymous_memory, called, give_back, plain_signals
from server.serving.pool import Answer, Ended, Job, Pool
from server.serving.request import Request, has_body, is_page, is_plain, kind_of, read
from server.serving.sending import Sending
from server.serving.table import Table
from server.settings import Settings

SLOW = 1.0
"""Seconds of work after which the operators' page tells of a request."""
TOLD = 50
REMOTE_FRESH = 10.0
"""Seconds for which an answer from a remote store is remembered: it changes without telling."""


class Web:
    """Answers requests: from memory, or by asking the pool."""

    def __init__(self, settings: Settings, pool: Pool, listens: str) -> None:
        self.settings = settings
        self.pool = pool
        self.listens = listens
        self.numbers = Numbers()
        self.memory = Memory(settings.cache) if settings.cache else None
        self.again = Again()
        self.log = AccessLog.open(settings.access_log)
        self.budgets = Budgets(settings.budget) if settings.budget else None
        self.sending = Sending(settings.unread, settings.send_seconds, self._given_up)
        self.bodies = Bodies(settings.unread)
        self.told: deque[dict[str, Any]] = deque(maxlen=TOLD)
        self.working: set[str] = set()
        """Connections (``host:port``) on which a request is under way: one each (HTTP/1)."""
        # Behind a proxy the connections are the proxy's, and what is on them is not told apart.
        self.crowd = None if settings.proxies else Crowd(settings.connections, self._busy)
        self.stopping = False
        self.began = time.time()
        self.build = ""
        self.fresh = REMOTE_FRESH if is_address(settings.store) else 0.0

    def simple(self, scope: Any) -> bool:
        """Return whether answering a request waits for workers alone."""
        # A body is read within a time, and pages may have to be made first: both need a task.
        return self.pool.settled.is_set() and not has_body(scope.headers)

    def at_once(self, scope: Any, protocol: Any) -> bool:
        """Answer a request that came before in the same words; False where it is to be read.

        Called from another thread than all else here, so it counts apart and changes nothing.
        """
        start = time.monotonic()
        if self.memory is None or scope.method != "GET" or self.build != self.pool.build:
            return False
        known = self.again.find((scope.path, scope.query_string, *scope.headers.items()))
        if known is None or (kept := self.memory.again(known[0], start)) is None:
            return False
        protocol.response_bytes(kept.status, kept.whole, kept.body.data)
        seconds = time.monotonic() - start
        self.numbers.repeated(kept.body.size, seconds)
        if self.log is not None:
            client = known[1] or address_of(scope.client)
            self._note(client, scope, kept.status, kept.body.size, seconds)
        return True

    async def __rsgi__(self, scope: Any, protocol: Any) -> None:
        """Answer a request (RSGI 1.5)."""
        start = time.monotonic()
        self.working.add(scope.client)
        request: Request | None = None
        try:
            try:
                request = await read(scope, protocol, self.settings, self.listens, self.bodies)
                kept = await self._answer(request, protocol)
            except Problem as problem:
                accept = request.accept if request else scope.headers.get("accept")
                kept = _as_kept(problem, accept)
            except Exception as error:
                # A fault of ours in reading a request; the reader is told, and so is the operator.
                traceback.print_exception(error)
                failed = Problem(500, "failed", "Something went wrong here; the log says what.")
                kept = _as_kept(failed, None)
            self._send(scope, protocol, request, kept, start)
        finally:
            self.working.discard(scope.client)
            if request is not None and request.held:
                self.bodies.give_back(request.who.group, request.held)

    def _given_up(self) -> None:
        self.numbers.add("eucn_unread", "answer")

    def _busy(self) -> set[str]:
        return self.working | self.sending.peers

    # -- answering --------------------------------------------------------------------------------

    async def _answer(self, request: Request, protocol: Any) -> Kept:
        if self.stopping:
            raise Problem(503, "stopping", "The server is being stopped.", {"Retry-After": "5"})
        if request.path == "/metrics" and request.method in ("GET", "HEAD"):
            return self._metrics()
        address: tuple[str, ...] | None = None
        fields = request.fields
        if "accept-encoding" in fields:
            # One of five values, so that spellings do not multiply what is remembered.
            fields["accept-encoding"] = codings(fields["accept-encoding"])
        if self.memory is not None and request.method in ("GET", "HEAD") and "range" not in fields:
            if self.build != self.pool.build:
                self.build = self.pool.build
                self.memory.clear()
                self.again.clear()
                give_back()
            where = f"{request.who.scheme}://{request.who.host}"
            address = (where, request.path, request.query)
            kept = self.memory.find(address, fields, time.monotonic())
            self.numbers.add("eucn_cache", "miss" if kept is None else "hit")
            if kept is not None:
                if request.method == "GET" and not request.held and is_plain(fields):
                    raw = (request.path, request.query, *request.headers)
                    client = request.who.address if request.who.told else ""
                    self.again.note(raw, self.memory.key(address, fields), client)
                return kept
        answer = await self._work(request, protocol, address is not None)
        return self._keep(request, address, answer)

    def _keep(self, request: Request, address: tuple[str, ...] | None, answer: Answer) -> Kept:
        until = time.monotonic() + self.fresh if self.fresh else 0.0
        body = Body(answer.body, answer.size, answer.descriptor)
        kept = Kept(answer.status, answer.headers, body, until)
        if (
            self.memory is not None
            and address is not None
            and kept.status == 200
            and answer.build == self.build
            and not kept.field("set-cookie")
            and "public" in kept.field("cache-control")
        ):
            self.memory.keep(address, request.fields, kept)
        return kept

    async def _work(self, request: Request, protocol: Any, cacheable: bool) -> Answer:
        """Return what a worker says; raises Problem."""
        budgets = self.budgets if not request.who.here else None
        client = request.who.group
        now = time.monotonic()
        if budgets is not None and (wait := budgets.wait(client, now)):
            self.numbers.add("eucn_ended", "budget")
            raise ended("budget", self.settings, wait)
        if not self.pool.settled.is_set() and is_page(request):
            await self.pool.pages()
        message = self._message(request, "GET" if cacheable else request.method)
        watching: list[asyncio.Task[None]] = []

        def slow(job: Job) -> None:
            watching.append(self.pool.loop.create_task(_gone(protocol, job)))

        outcome = "answered"
        worked = 0.0
        try:
            answer = await self.pool.do(message, client, kind_of(request), slow)
            worked = answer.worked
        except Ended as error:
            outcome = error.reason
            worked = error.worked
            self.numbers.add("eucn_ended", outcome)
            page = await self._as_page(request, message, outcome)
            if page is not None:
                return page
            asked = unquote_plus(f"{request.query} {request.body.decode(errors='replace')}")
            raise ended(outcome, self.settings, asked=asked) from None
        finally:
            for task in watching:
                task.cancel()
            if budgets is not None:
                budgets.spend(client, worked, time.monotonic())
            if outcome != "answered":
                self._tell(request, outcome, time.monotonic() - now)
            elif worked > SLOW:
                self._tell(request, outcome, worked)
        for name in ("eucn_queries", "eucn_truncated"):
            if name in answer.notes:
                self.numbers.add(name, answer.notes[name])
        return answer

    def _message(self, request: Request, method: str) -> dict[str, Any]:
        # HEAD is asked as GET, so that its answer can be remembered; a file that is not made yet is
        # not made for it.
        more: dict[str, Any] = {"eucn.head": True} if request.method == "HEAD" else {}
        if request.path == "/operations":
            if not (request.who.here and request.who.by_name):
                raise Problem(403, "operators", "This page is for those who run the server.")
            more["eucn.state"] = self.state()
        return {
            "method": method,
            "path": request.path,
            "query": request.query,
            "headers": request.headers
            if "accept-encoding" not in request.fields
            else [
                (n, request.fields[n] if n == "accept-encoding" else v) for n, v in request.headers
            ],
            "scheme": request.who.scheme,
            "host": request.who.host,
            "client": request.who.address,
            "body": request.body,
            "more": more,
        }

    async def _as_page(
        self, request: Request, message: dict[str, Any], reason: str
    ) -> Answer | None:
        """Return, for a browser, the page that says what happened, without doing the work again."""
        if not wants_html(request.accept) or reason in ("queue", "gone"):
            return None
        again = {**message, "more": {**message["more"], "eucn.ended": reason}}
        with contextlib.suppress(Ended):
            return await self.pool.do(again, request.who.group, hash("ended"))
        return None

    # -- sending ----------------------------------------------------------------------------------

    def _send(
        self,
        scope: Any,
        protocol: Any,
        request: Request | None,
        kept: Kept,
        start: float,
    ) -> None:
        """Send an answer; the request is None where it could not be read."""
        status, body = kept.status, kept.body
        if (
            request is not None
            and status == 200
            and ("if-none-match" in request.fields or "if-modified-since" in request.fields)
            and request.method in ("GET", "HEAD")
            and not_modified(
                request.fields.get("if-none-match"),
                request.fields.get("if-modified-since"),
                kept.field("etag"),
                kept.field("last-modified"),
            )
        ):
            status = 304
        size = body.size
        if status in (204, 304):
            size = 0
            protocol.response_empty(status, kept.headers)
        else:
            headers = kept.whole
            if scope.method == "HEAD":
                # What has no body yet has no length either.
                protocol.response_empty(status, headers if size else kept.headers)
                size = 0
            elif body.descriptor >= 0:
                whose = request.who.group if request else address_of(scope.client)
                self.sending.send(protocol, status, headers, body, scope.client, whose)
            else:
                protocol.response_bytes(status, headers, body.data)
        seconds = time.monotonic() - start
        family = f"{status // 100}xx"
        self.numbers.add("eucn_requests", family if family in ("2xx", "3xx", "4xx") else "5xx")
        self.numbers.add("eucn_bytes", "sent", size)
        self.numbers.took(seconds)
        if self.log is not None:
            client = request.who.address if request else address_of(scope.client)
            self._note(client, scope, status, size, seconds)

    def _note(self, client: str, scope: Any, status: int, size: int, seconds: float) -> None:
        assert self.log is not None
        self.log.write(
            client,
            scope.method,
            scope.path,
            scope.query_string,
            status,
            size,
            seconds,
            scope.headers.get("user-agent") or "",
        )

    # -- for operators ----------------------------------------------------------------------------

    def _tell(self, request: Request, outcome: str, seconds: float) -> None:
        text = request.body[:2000].decode("utf-8", "replace") if request.body else request.query
        self.told.append(
            {
                "time": datetime.now(UTC).isoformat(timespec="seconds"),
                "client": request.who.address,
                "path": request.path[:200],
                "text": unquote_plus(text)[:600],
                "seconds": round(seconds, 2),
                "outcome": outcome,
            }
        )

    def _gauges(self) -> dict[str, tuple[str, float]]:
        running = self.pool.running
        memory = self.memory
        return {
            "eucn_workers": ("Workers that are there.", len(self.pool.hands)),
            "eucn_running": ("Requests that workers do now.", len(running)),
            "eucn_long_queries": ("Long ones among them.", sum(job.long for job in running)),
            "eucn_waiting": ("Requests that wait for a worker.", self.pool.waiting),
            "eucn_cache_bytes": ("Bytes of answers remembered.", memory.size if memory else 0),
            "eucn_cache_answers": ("Answers remembered.", len(memory) if memory else 0),
            "eucn_unread_bytes": ("Bytes of long answers under way.", self.sending.size),
            "eucn_body_bytes": ("Bytes of requests' bodies held.", self.bodies.size),
            "eucn_web_bytes": ("Bytes the web process holds.", anonymous_memory()),
        }

    def state(self) -> dict[str, Any]:
        """Return what the operators' page shows."""
        now = time.monotonic()
        total = self.numbers.total
        return {
            "build": self.pool.build,
            "since": self.began,
            "gauges": {name: value for name, (_, value) in self._gauges().items()},
            "workers": self.settings.workers,
            "places": self.pool.places,
            "cache": {name: total("eucn_cache", name) for name in ("hit", "miss")},
            "cache_limit": self.settings.cache,
            "ended": {
                reason: total("eucn_ended", reason)
                for reason in ("time", "memory", "busy", "queue", "budget", "lost", "gone")
            },
            "requests": {f"{n}xx": total("eucn_requests", f"{n}xx") for n in (2, 3, 4, 5)},
            "running": [
                {
                    "client": job.client,
                    "path": str(job.message["path"])[:200],
                    "text": unquote_plus(
                        job.message["body"][:2000].decode("utf-8", "replace")
                        or job.message["query"]
                    )[:600],
                    "seconds": round(now - job.started, 2),
                    "long": job.long,
                }
                for job in self.pool.running
            ],
            "slow": list(reversed(self.told)),
        }

    def _metrics(self) -> Kept:
        body = self.numbers.text(self._gauges(), self.pool.build)
        headers = [
            ("content-type", "text/plain; version=0.0.4; charset=utf-8"),
            ("cache-control", "no-store"),
        ]
        return Kept(200, safe(headers), Body(body, len(body)))


async def _gone(protocol: Any, job: Job) -> None:
    """End a job whose client has left."""
    await protocol.client_disconnect()
    if not job.done.done():
        job.done.set_exception(Ended("gone"))


def _as_kept(problem: Problem, accept: str | None) -> Kept:
    reply = problem.reply(accept)
    headers = safe([*reply.headers, *CORS])
    return Kept(reply.status, headers, Body(reply.body, len(reply.body)))


async def _serve(settings: Settings, web: Web, listener: socket.socket, said: int) -> None:
    web.pool.start()
    web.sending.start()
    if web.crowd is not None:
        web.crowd.start()
    server = Listening(web, listener, settings)
    loop = asyncio.get_running_loop()
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    await web.pool.first()
    serving = loop.create_task(server.serve())
    os.write(said, f"ready {web.pool.build}\n".encode())
    os.close(said)
    gc.freeze()
    waiting = loop.create_task(stop.wait())
    await asyncio.wait({waiting, serving}, return_when=asyncio.FIRST_COMPLETED)
    web.stopping = True
    end = time.monotonic() + 1.2 * settings.timeout + 2
    while web.working and time.monotonic() < end:
        await asyncio.sleep(0.02)
    # What has been answered is on its way to the client; a moment for the last bytes.
    while web.sending.size and time.monotonic() < end:
        await asyncio.sleep(0.02)
    await asyncio.sleep(0.05)
    if web.log is not None:
        web.log.close()


def become_web(
    parent: int,
    settings: Settings,
    table: Table,
    listener: socket.socket,
    hellos: socket.socket,
    listens: str,
    said: int,
) -> NoReturn:
    """Serve HTTP until told to stop; called in a process just forked."""
    code = 1
    try:
        end_with(parent)
        called("eucn-web")
        plain_signals()
        _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))

        async def main() -> None:
            pool = Pool(settings, table, hellos)
            await _serve(settings, Web(settings, pool, listens), listener, said)

        with asyncio.Runner(loop_factory=new_loop) as runner:
            runner.run(main())
        code = 0
    except BaseException as error:
        if not isinstance(error, SystemExit | KeyboardInterrupt):
            traceback.print_exception(error)
    finally:
        os._exit(code)
