"""Which worker gets what another lost; the workers are sockets of this process."""

from __future__ import annotations

import asyncio
import os
import secrets
import socket
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest

from server.serving import pool as pools
from server.serving import wire
from server.serving.pool import Ended, Pool
from server.serving.table import Table
from server.settings import Settings
from tests.endpoint.test_serving import in_a_loop


class Stand:
    """A pool, and workers that do what they are told."""

    def __init__(self, pool: Pool, address: str) -> None:
        self.pool = pool
        self.address = address
        self.workers: list[socket.socket] = []

    async def worker(self, generation: int = 1, row: int = 0, began: float = 0.0) -> socket.socket:
        """Let a worker come, and wait until the pool has heard it."""
        here = wire.channel()
        here.connect(self.address)
        self.workers.append(here)
        began = began or time.monotonic()
        wire.send(here, (generation, "a", False, began, os.getpid(), 0, row))
        await self.settled()
        return here

    def ask(self, client: str = "one", kind: int = 0) -> asyncio.Task[Any]:
        return asyncio.get_running_loop().create_task(self.pool.do({}, client, kind))

    async def settled(self) -> None:
        """Let the loop see what has come."""
        for _ in range(6):
            await asyncio.sleep(0.001)

    async def lose(self, worker: socket.socket) -> None:
        worker.close()
        await self.settled()


def has(worker: socket.socket) -> bool:
    """Return whether something came for a worker, and take it."""
    worker.setblocking(False)
    try:
        return wire.receive(worker) is not None
    except BlockingIOError:
        return False


def answer(worker: socket.socket) -> None:
    wire.send(worker, (200, [], b"", 0, {}, False))


@pytest.fixture(autouse=True)
def _no_hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    """A lost job is given to any worker only where a test says that its time has passed."""
    monkeypatch.setattr(pools, "SUCCESSOR", 1e6)


@asynccontextmanager
async def stand(**settings: Any) -> AsyncIterator[Stand]:
    listener = wire.channel()
    address = f"\0eucn-test-{os.getpid()}-{secrets.token_hex(8)}"
    listener.bind(address)
    listener.listen(16)
    # The tests say when time passes: a machine that stands still for a second changes nothing, and
    # nothing becomes long, or the pool would end the process of the worker, which is this one.
    still = {"timeout": 1e6, "grace": 1e6, **settings}
    found = Stand(Pool(Settings(**still), Table(8), listener), address)
    found.pool.start()
    try:
        yield found
    finally:
        found.pool._ticking.cancel()
        for worker in found.workers:
            worker.close()
        await found.settled()
        listener.close()


def test_what_was_lost_waits_for_a_new_worker_and_no_old_one() -> None:
    async def seen() -> None:
        async with stand(workers=3) as one:
            old, other = await one.worker(), await one.worker()
            tasks = [one.ask(), one.ask("two")]
            await one.settled()
            assert has(old)
            assert has(other)
            third = await one.worker()
            await one.lose(old)
            await one.lose(other)
            # It came before the losses, and may be ended next.
            assert not has(third)
            assert one.pool.waiting == 2
            # One new worker does both, one after the other.
            new = await one.worker()
            for _ in tasks:
                assert has(new)
                answer(new)
                await one.settled()
            assert [(await task).status for task in tasks] == [200, 200]
            assert one.pool.waiting == 0

    in_a_loop(seen)


def test_a_worker_of_a_newer_build_may_have_it_at_once() -> None:
    async def seen() -> None:
        async with stand() as one:
            old = await one.worker(generation=1)
            task = one.ask()
            await one.settled()
            new = await one.worker(generation=2)
            assert not has(new)
            await one.lose(old)
            assert has(new)
            answer(new)
            assert (await task).status == 200
            # One of the old build that comes late is sent away, and takes nothing along.
            late = await one.worker(generation=1)
            assert one.pool.idle[0].generation == 2
            assert len(one.pool.hands) == 1
            late.close()

    in_a_loop(seen)


def test_a_worker_that_is_gone_again_gives_it_to_the_next_new_one() -> None:
    async def seen() -> None:
        async with stand() as one:
            old = await one.worker()
            task = one.ask()
            await one.settled()
            waiting = await one.worker()
            await one.lose(old)
            # Heard of and gone before anything is sent to it.
            brief = wire.channel()
            brief.connect(one.address)
            wire.send(brief, (1, "a", False, time.monotonic(), os.getpid(), 0, 0))
            brief.close()
            await one.settled()
            assert not has(waiting)
            new = await one.worker()
            assert has(new)
            answer(new)
            assert (await task).status == 200

    in_a_loop(seen)


def test_a_worker_forked_before_the_loss_is_no_second_loss() -> None:
    async def seen() -> None:
        async with stand() as one:
            began = time.monotonic()
            old = await one.worker()
            task = one.ask()
            await one.settled()
            await one.lose(old)
            # Forked by the process that was killed, and heard of after the loss.
            doomed = await one.worker(began=began)
            assert has(doomed)
            await one.lose(doomed)
            assert not task.done()
            poisoned = await one.worker()
            assert has(poisoned)
            await one.lose(poisoned)
            with pytest.raises(Ended, match="lost"):
                await task

    in_a_loop(seen)


def test_without_a_new_worker_any_will_do_and_the_wait_begins_anew() -> None:
    async def seen() -> None:
        async with stand(timeout=100) as one:
            old = await one.worker()
            task = one.ask()
            await one.settled()
            busy = await one.worker()
            other = one.ask("two")
            await one.settled()
            assert has(busy)
            await one.lose(old)
            job = next(iter(one.pool.lost))
            # It has been here for longer than anybody may wait for a worker.
            job.arrived -= 60
            job.lost_at -= pools.SUCCESSOR
            one.pool._keep_order()
            assert one.pool.short.size == 1
            one.pool._keep_order()
            assert not task.done()
            answer(busy)
            await one.settled()
            assert (await other).status == 200
            assert has(busy)
            answer(busy)
            assert (await task).status == 200

    in_a_loop(seen)


def test_nobody_waits_for_it_any_more() -> None:
    async def seen() -> None:
        async with stand() as one:
            old = await one.worker()
            task = one.ask()
            await one.settled()
            await one.lose(old)
            task.cancel()
            await one.settled()
            new = await one.worker()
            assert not has(new)
            assert one.pool.waiting == 0

    in_a_loop(seen)


def test_waiting_is_no_work() -> None:
    """A client that had waited in vain was told to wait longer for it."""

    async def seen() -> None:
        async with stand(queue=0) as one:
            task = one.ask()
            with pytest.raises(Ended, match="queue"):
                await task
            worker = await one.worker()
            began = time.monotonic()
            task = one.ask()
            await one.settled()
            assert has(worker)
            await one.lose(worker)
            job = next(iter(one.pool.lost))
            assert 0 < job.worked < time.monotonic() - began
            job.done.set_exception(Ended("busy"))
            with pytest.raises(Ended) as told:
                await task
            assert told.value.worked == job.worked

    in_a_loop(seen)
