"""Which worker does what next: the queue, the places for long work, and fairness.

Workers come to the web process and offer themselves, each over a connection of its own; a
connection that ends is a worker that has gone. What runs for longer than ``grace`` is long and
needs a place; there are fewer places than workers, so workers stay for what is short. Who finds
no place is put back into a queue of its own and begun anew later (everything served here only
reads), unless a client holds two places more: then that client gives one back. What was long once
is known to be, and waits for a place before it begins.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import socket
import struct
import time
from collections import Counter, OrderedDict, deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from server.serving import wire
from server.serving.driving import Outcome, outcome
from server.serving.table import Table
from server.settings import Settings

TICK = 0.025
PRESSED = 0.1
"""Seconds after which work without a place makes room, where others wait for a worker."""
PATIENCE = 0.2
"""Part of the time limit for which a request may wait for a worker or a place, and"""
AT_LEAST = 0.4
"""seconds beside that part, without which a short limit would leave no time to wait at all."""
WITHOUT_WORKERS = 60.0
"""Seconds for which requests wait while there is no worker at all: the holder is starting."""
NOTICED = 0.3
"""Seconds after which it is worth looking whether the client is still there."""
SUCCESSOR = 2.0
"""Seconds for which a lost job waits for a worker that may have it (``Pool._may``)."""
_KNOWN = 20_000
_LOWEST = 19


class Ended(Exception):
    """Work that was ended or not begun.

    ``reason`` is ``time``, ``memory``, ``busy`` (no worker or place in time), ``queue`` (too many
    wait already), ``lost`` (its worker was lost twice) or ``gone`` (nobody waits for the answer).
    ``worked`` are the seconds that workers spent on it.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
        self.worked = 0.0


@dataclass(eq=False, slots=True)
class Job:
    """A request on its way through the pool; ``kind`` is what its duration is remembered by."""

    message: dict[str, Any]
    client: str
    kind: int
    done: Outcome[Answer] | asyncio.Future[Answer]
    arrived: float
    slow: Callable[[Job], None] | None = None
    """Called once when the job has been here for a while."""
    started: float = 0.0
    worked: float = 0.0
    long: bool = False
    lost: int = 0
    lost_at: float = 0.0
    lost_by: int = -1
    """Generation of the worker that lost it."""


@dataclass(slots=True)
class Answer:
    """What a worker said; ``descriptor`` is the file of a long body, -1 where there is none."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes
    size: int
    notes: dict[str, Any]
    build: str
    descriptor: int = -1
    worked: float = 0.0


@dataclass(eq=False, slots=True)
class Hand:
    """A worker as the pool knows it."""

    channel: socket.socket
    generation: int = -1
    build: str = ""
    began: float = 0.0
    """When it began, by its own clock, which is that of all processes."""
    came: float = 0.0
    """When it was heard of."""
    process: int = 0
    thread: int = 0
    row: int = 0
    job: Job | None = None
    retired: bool = False
    back: bool = False
    """Whether it runs at the lowest priority, from which it cannot always come back."""


@dataclass
class Queue:
    """Jobs by client; clients take turns, each has its own in order."""

    clients: OrderedDict[str, deque[Job]] = field(default_factory=OrderedDict)
    size: int = 0

    def add(self, job: Job, first: bool = False) -> None:
        """Put a job at the end of its client's row, or at its beginning."""
        row = self.clients.setdefault(job.client, deque())
        (row.appendleft if first else row.append)(job)
        self.size += 1

    def next(self) -> Job | None:
        """Return the next job; its client goes to the end of the turn."""
        while self.clients:
            client, row = next(iter(self.clients.items()))
            job = row.popleft()
            self.size -= 1
            if row:
                self.clients.move_to_end(client)
            else:
                del self.clients[client]
            if not job.done.done():
                return job
        return None

    def drop(self, client: str) -> Job:
        """Take out the newest job of a client."""
        job = self.clients[client].pop()
        self.size -= 1
        if not self.clients[client]:
            del self.clients[client]
        return job

    def __iter__(self) -> Iterator[Job]:
        """Return every job, in no order."""
        return (job for row in self.clients.values() for job in row)

    def late(
        self, before: float, since: Callable[[Job], float] = lambda job: job.arrived
    ) -> list[Job]:
        """Take out the jobs that arrived (or that something befell) before a moment."""
        found = [job for job in self if since(job) < before]
        for job in found:
            self.remove(job)
        return found

    def remove(self, job: Job) -> None:
        """Take out a job that is in it."""
        self.clients[job.client].remove(job)
        self.size -= 1
        if not self.clients[job.client]:
            del self.clients[job.client]


class Pool:
    """Gives jobs to workers. Everything here runs in one event loop."""

    def __init__(self, settings: Settings, table: Table, listener: socket.socket) -> None:
        self.settings = settings
        self.table = table
        self.listener = listener
        self.places = max(1, settings.workers - 2)
        self.hands: set[Hand] = set()
        self.idle: list[Hand] = []
        self.short = Queue()
        self.waiting_long = Queue()
        self.lost = Queue()
        self.generation = -1
        self.build = ""
        self._long: OrderedDict[int, None] = OrderedDict()
        self._without = float("-inf")  # when there was no worker last
        self._came = asyncio.Event()
        self.settled = asyncio.Event()  # set while the workers have the pages made

    def start(self) -> None:
        """Begin to take workers and to keep order."""
        self.loop = asyncio.get_running_loop()
        self.listener.setblocking(False)
        self.loop.add_reader(self.listener, self._accept)
        self._ticking = self.loop.create_task(self._tick())

    async def pages(self) -> None:
        """Wait until the workers have the pages made, but not for ever: a worker that is there
        before would make them for one reader alone, while the others are made beside it.
        """
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self.settled.wait(), WITHOUT_WORKERS)

    async def first(self) -> None:
        """Wait for the first worker."""
        await self._came.wait()

    @property
    def running(self) -> list[Job]:
        """Jobs under way."""
        return [hand.job for hand in self.hands if hand.job is not None]

    @property
    def waiting(self) -> int:
        """Jobs that wait for a worker."""
        return self.lost.size + self.short.size + self.waiting_long.size

    async def do(
        self,
        message: dict[str, Any],
        client: str,
        kind: int,
        slow: Callable[[Job], None] | None = None,
    ) -> Answer:
        """Return the answer to a request; raises Ended. ``slow`` is called once should it take a
        while.
        """
        at_once = self.idle and kind not in self._long
        if self.waiting >= self.settings.queue and not at_once and not self._make_room(client):
            raise Ended("queue")
        done = outcome(self.loop)
        job = Job(message, client, kind, done, time.monotonic(), slow)
        if at_once and not self.short.size and not self.lost.size:
            self._begin(self.idle.pop(), job)
        else:
            (self.waiting_long if kind in self._long else self.short).add(job)
        if self.idle or self.short.size:
            self._give()
        try:
            answer: Answer = await done
            return answer
        except (asyncio.CancelledError, Ended) as error:
            self._abandon(job)
            if isinstance(error, Ended):
                error.worked = job.worked
            raise

    # -- workers ----------------------------------------------------------------------------------

    def _accept(self) -> None:
        with contextlib.suppress(BlockingIOError):
            while True:
                channel, _ = self.listener.accept()
                if not _ours(channel):
                    channel.close()
                    continue
                channel.setblocking(False)
                hand = Hand(channel)
                self.hands.add(hand)
                self.loop.add_reader(channel, self._hear, hand)

    def _hear(self, hand: Hand) -> None:
        try:
            found = wire.receive(hand.channel)
        except BlockingIOError:
            return
        except OSError:
            found = None
        if found is None:
            self._lose(hand)
            return
        message, descriptor = found
        if hand.generation < 0:
            self._welcome(hand, *message)
            return
        job, hand.job = hand.job, None
        status, headers, body, size, notes, tired = message
        worked = 0.0
        if job is not None:
            seconds = time.monotonic() - job.started
            worked = job.worked + seconds
            self._learn(job, seconds)
        if tired or hand.retired or (hand.back and not self._step_forward(hand)):
            self._dismiss(hand)
        else:
            self.idle.append(hand)
        # Before the answer is sent: the worker need not wait for that.
        self._give()
        if job is not None and not job.done.done():
            job.done.set_result(
                Answer(status, headers, body, size, notes, hand.build, descriptor, worked)
            )
        elif descriptor >= 0:
            os.close(descriptor)

    def _welcome(
        self, hand: Hand, generation: int, build: str, quick: bool, began: float, *who: int
    ) -> None:
        hand.generation, hand.build, hand.began = generation, build, began
        hand.process, hand.thread, hand.row = who
        if generation > self.generation:
            self.generation, self.build = generation, build
            (self.settled.clear if quick else self.settled.set)()
            for other in list(self.hands):
                if 0 <= other.generation < generation:
                    other.retired = True
                    if other.job is None:
                        self._dismiss(other)
        elif generation < self.generation:
            self._dismiss(hand)
            return
        hand.came = time.monotonic()
        self._came.set()
        self.idle.append(hand)
        self._give()

    def _dismiss(self, hand: Hand) -> None:
        """Close the connection, at which the worker leaves."""
        self.loop.remove_reader(hand.channel)
        hand.channel.close()
        self.hands.discard(hand)
        if hand in self.idle:
            self.idle.remove(hand)

    def _lose(self, hand: Hand) -> None:
        job = hand.job
        self._dismiss(hand)
        if job is None or job.done.done():
            return
        job.worked += time.monotonic() - job.started
        reason = self.table.reason(hand.row)
        if reason:
            self._remember(job.kind)
            job.done.set_exception(Ended(reason))
            return
        # Ended by nobody here: killed, or a fault of the engine's. Once more, then no further; but
        # a worker that began before the first loss was forked by whom that loss ended.
        if not job.lost or hand.began > job.lost_at:
            job.lost += 1
        if job.lost > 1:
            job.done.set_exception(Ended("lost"))
            return
        job.long = False
        job.lost_at = time.monotonic()
        job.lost_by = hand.generation
        self.lost.add(job, first=True)
        self._give()

    def _kill(self, hand: Hand) -> Job | None:
        """End a worker; its job is handed back to the caller."""
        job, hand.job = hand.job, None
        if job is not None:
            job.worked += time.monotonic() - job.started
        with contextlib.suppress(ProcessLookupError):
            os.kill(hand.process, signal.SIGKILL)
        self._dismiss(hand)
        return job

    # -- jobs -------------------------------------------------------------------------------------

    def _make_room(self, client: str) -> bool:
        """Refuse the newest job of the client that has the most in the queue, unless ``client``
        has as many: one that sends hundreds must not leave the others without a place to wait.
        """
        waiting: Counter[str] = Counter()
        queues = (self.lost, self.short, self.waiting_long)
        for queue in queues:
            for name, row in queue.clients.items():
                waiting[name] += len(row)
        if not waiting:
            return False
        most, count = waiting.most_common(1)[0]
        if count < waiting[client] + 2:
            return False
        rows = [queue for queue in queues if most in queue.clients]
        newest = max(rows, key=lambda queue: queue.clients[most][-1].arrived).drop(most)
        if not newest.done.done():
            newest.done.set_exception(Ended("queue"))
        return True

    def _give(self) -> None:
        """Let idle workers begin what is next."""
        if self.lost.size:
            self._give_lost()
        while self.idle:
            job = self.short.next() if self.short.size else None
            long = job is None and self.waiting_long.size
            if long and sum(other.long for other in self.running) < self.places:
                job = self.waiting_long.next()
                if job is not None:
                    job.long = True
            if job is None:
                return
            self._begin(self.idle.pop(), job)

    def _give_lost(self) -> None:
        """Let workers that may have them begin what others lost."""
        for job in list(self.lost):
            if job.done.done():
                self.lost.remove(job)
                continue
            hand = next((one for one in self.idle if self._may(one, job)), None)
            if hand is not None:
                self.lost.remove(job)
                self.idle.remove(hand)
                self._begin(hand, job)

    @staticmethod
    def _may(hand: Hand, job: Job) -> bool:
        """Return whether a worker may have what another lost: one of a later build, or one that
        came after the loss. Killed with the process that holds the store, workers end one after
        another, and what one of them lost would be lost again by the next.
        """
        return hand.generation > job.lost_by or hand.came > job.lost_at

    def _begin(self, hand: Hand, job: Job) -> None:
        """Give a job to a worker; one that has gone is dismissed, and the job is next again."""
        try:
            job.started = time.monotonic()
            wire.send_holding(hand.channel, job.message)
        except OSError:
            job.long = False
            (self.lost if job.lost else self.short).add(job, first=True)
            self._dismiss(hand)
            return
        hand.job = job
        if job.long:
            self._step_back(hand)

    def _step_back(self, hand: Hand) -> None:
        """Let short work go first: what is long runs at the lowest priority."""
        hand.back = True
        with contextlib.suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, hand.thread, _LOWEST)

    def _step_forward(self, hand: Hand) -> bool:
        """Put a worker back to normal; where the system refuses, it is to be replaced."""
        try:
            os.setpriority(os.PRIO_PROCESS, hand.thread, 0)
        except OSError:
            return False
        hand.back = False
        return True

    def _again(self, job: Job) -> None:
        job.long = False
        (self.waiting_long if job.kind in self._long else self.short).add(job, first=True)
        self._give()

    def _abandon(self, job: Job) -> None:
        """End a job for which nobody waits any more."""
        for hand in list(self.hands):
            if hand.job is job:
                self._kill(hand)

    def _remember(self, kind: int) -> None:
        self._long[kind] = None
        self._long.move_to_end(kind)
        if len(self._long) > _KNOWN:
            self._long.popitem(last=False)

    def _learn(self, job: Job, seconds: float) -> None:
        if seconds > self.settings.grace:
            self._remember(job.kind)
        elif self._long:
            self._long.pop(job.kind, None)

    async def _tick(self) -> None:
        while True:
            await asyncio.sleep(TICK)
            if self.waiting or len(self.idle) < len(self.hands):
                self._keep_order()

    def _keep_order(self) -> None:
        now = time.monotonic()
        patience = PATIENCE * self.settings.timeout + AT_LEAST
        if not self.hands:
            patience = WITHOUT_WORKERS
            self._without = now
        elif now - self._without < patience:
            # Who waited while there was nobody to work has waited for no worker yet.
            patience = WITHOUT_WORKERS
        for queue in (self.short, self.waiting_long):
            for late in queue.late(now - patience):
                if not late.done.done():
                    late.done.set_exception(Ended("busy"))
        for one in self.lost.late(now - SUCCESSOR, lambda job: job.lost_at):
            # There are others, and none may have it: any will do now. Its wait begins anew, as the
            # time that a worker had it, and that it stood apart, was no wait for a worker.
            one.arrived, one.lost_at = now, 0.0
            self._again(one)
        for one in (*self.lost, *self.short, *self.waiting_long, *self.running):
            if one.slow is not None and now - one.arrived > NOTICED:
                one.slow(one)
                one.slow = None
        for hand in list(self.hands):
            # The system gives the memory of a killed process back before it ends the connection,
            # which can take half a second: the client need not wait for that.
            if hand.job is not None and self.table.reason(hand.row):
                self._lose(hand)
            job = hand.job
            if job is None or job.long or hand not in self.hands:
                continue
            spent = now - job.started
            pressed = self.short.size > 0 and not self.idle and spent > PRESSED
            if spent > self.settings.grace:
                self._lengthen(hand, job)
            elif pressed and sum(other.long for other in self.running) >= self.places:
                self._put_back(hand)
        self._give()

    def _lengthen(self, hand: Hand, job: Job) -> None:
        """Give a place to a job that has become long, or put it back."""
        self._remember(job.kind)
        long = [other for other in self.hands if other.job is not None and other.job.long]
        if len(long) >= self.places:
            held: dict[str, list[Hand]] = {}
            for other in long:
                assert other.job is not None
                held.setdefault(other.job.client, []).append(other)
            mine = len(held.pop(job.client, []))
            most = max(held.values(), key=len, default=[])
            if len(most) < mine + 2:
                self._put_back(hand)
                return
            oldest = min(most, key=lambda other: other.job.started if other.job else 0.0)
            given_back = self._kill(oldest)
            if given_back is not None and not given_back.done.done():
                given_back.done.set_exception(Ended("busy"))
        job.long = True
        self._step_back(hand)

    def _put_back(self, hand: Hand) -> None:
        """End a worker and let its job begin anew when there is a place."""
        job = self._kill(hand)
        if job is None or job.done.done():
            return
        self._remember(job.kind)
        self._again(job)


def _ours(channel: socket.socket) -> bool:
    """Return whether a process of this user is at the other end."""
    found = channel.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, struct.calcsize("3i"))
    _, user, _ = struct.unpack("3i", found)
    return bool(user == os.geteuid())
