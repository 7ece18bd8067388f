"""How requests come into the loop: without a task, and without waking it where that can be."""

from __future__ import annotations

import asyncio
import socket
import threading
import time
from typing import Any

import pytest

from server.serving import wire
from server.serving.driving import Outcome, drive, outcome
from server.serving.listening import Awake
from server.serving.pool import Pool
from server.serving.table import Table
from server.serving.web import Web
from server.settings import Settings
from tests.endpoint.test_serving import in_a_loop, kept


def test_a_coroutine_goes_on_with_the_answer_at_once_and_with_an_error_later() -> None:
    async def seen() -> list[str]:
        loop = asyncio.get_running_loop()
        told: list[str] = []

        async def asks(waits: Outcome[str]) -> None:
            try:
                told.append(await waits)
            except ValueError as error:
                told.append(str(error))
            # What is no outcome is waited for in a task, as it would be anywhere.
            await asyncio.sleep(0)
            told.append(type(asyncio.current_task()).__name__)
            told.append(type(outcome(loop)).__name__)

        def begin() -> tuple[Outcome[str], Outcome[str]]:
            first, second = Outcome[str](loop), Outcome[str](loop)
            for one in (first, second):
                drive(asks(one), loop)
            return first, second

        def answer(first: Outcome[str], second: Outcome[str]) -> None:
            first.set_result("answer")
            second.set_exception(ValueError("error"))
            told.append("told")

        loop.call_soon(lambda: answer(*begin()))
        while len(told) < 7:
            await asyncio.sleep(0)
        return told

    found = in_a_loop(seen)
    assert found[:3] == ["answer", "told", "error"]
    assert sorted(found[3:]) == ["Future", "Future", "Task", "Task"]


def test_an_error_of_a_coroutine_does_not_reach_who_tells_the_answer() -> None:
    async def seen() -> list[object]:
        loop = asyncio.get_running_loop()
        told: list[object] = []
        loop.set_exception_handler(lambda _, what: told.append(type(what["exception"])))

        async def asks(waits: Outcome[int]) -> None:
            raise RuntimeError(str(await waits))

        def answer() -> None:
            waits = Outcome[int](loop)
            drive(asks(waits), loop)
            waits.set_result(1)
            told.append("told")

        loop.call_soon(answer)
        await asyncio.sleep(0.01)
        return told

    assert in_a_loop(seen) == [RuntimeError, "told"]


def test_an_outcome_that_is_there_is_not_waited_for() -> None:
    async def seen() -> list[Any]:
        loop = asyncio.get_running_loop()
        told: list[Any] = []

        async def asks() -> None:
            waits = outcome(loop)
            waits.set_result(1)
            told.append((type(waits).__name__, waits.done(), await waits))

        loop.call_soon(lambda: drive(asks(), loop))
        await asyncio.sleep(0)
        return told

    assert in_a_loop(seen) == [("Outcome", True, 1)]


def test_a_loop_that_sleeps_is_woken_and_one_at_work_looks_itself() -> None:
    selector = Awake()
    loop = asyncio.SelectorEventLoop(selector)
    taken: list[int] = []
    woken: list[int] = []

    def wake() -> None:
        woken.append(len(taken))
        loop.call_soon_threadsafe(lambda: None)

    selector.take, selector.wake = taken.append, wake

    def hand_over() -> None:
        while not selector._sleeps:
            time.sleep(0.01)
        selector.hand_over(1)

    async def first() -> None:
        loop.call_soon(lambda: threading.Thread(target=hand_over).start())
        began = time.monotonic()
        sleeping = loop.create_future()

        def take(one: int) -> None:
            taken.append(one)
            sleeping.set_result(None)

        selector.take = take
        await asyncio.wait_for(sleeping, 600)
        assert time.monotonic() - began < 500
        selector.take = taken.append
        selector.hand_over(2)
        await asyncio.sleep(0)
        await asyncio.sleep(0)

    in_a_loop(first, lambda: loop)
    assert taken == [1, 2]
    assert woken == [0]


@pytest.mark.parametrize("again", [False, True], ids=["closed", "closed, and its number taken"])
def test_a_request_may_close_a_file_that_is_readable_at_the_same_moment(again: bool) -> None:
    """A worker was lost as a request came for it: the loop, and so the server, ended."""
    selector = Awake()
    loop = asyncio.SelectorEventLoop(selector)
    here, there = socket.socketpair()
    read: list[str] = []
    ended: list[socket.socket] = []

    def take(one: str) -> None:
        number = here.fileno()
        loop.remove_reader(here)
        here.close()
        if again:
            # The system gives the lowest number that is free: others may have become so as well.
            while number not in [one.fileno() for one in ended] and len(ended) < 200:
                ended.extend(socket.socketpair())
            assert number in [one.fileno() for one in ended]
            new = next(one for one in ended if one.fileno() == number)
            loop.add_reader(new, read.append, "what nobody wrote to")

    async def both() -> None:
        loop.add_reader(here, read.append, "what was closed")
        selector.take = take
        there.close()
        selector.hand_over("request")
        await asyncio.sleep(0)
        await asyncio.sleep(0.05)

    in_a_loop(both, lambda: loop)
    for one in ended:
        one.close()
    assert read == []


@pytest.mark.parametrize("descriptor", [-1, 0])
def test_what_is_remembered_whole_is_answered_at_once(descriptor: int) -> None:
    class Headers:
        @staticmethod
        def items() -> list[tuple[str, str]]:
            return [("host", "x")]

    class Scope:
        path, query_string, method, client = "/sparql", "query=a", "GET", "1.2.3.4:5"
        headers = Headers()

    class Protocol:
        sent: tuple[Any, ...] = ()

        def response_bytes(self, *given: Any) -> None:
            self.sent = given

    settings = Settings(access_log="none", cache=1 << 20)
    web = Web(settings, Pool(settings, Table(1), wire.channel()), "x")
    assert web.memory is not None
    assert not web.at_once(Scope(), Protocol())
    one = kept()
    one.body.descriptor = descriptor
    web.memory.keep(("http://x", "/sparql", "query=a"), {}, one)
    web.again.note(("/sparql", "query=a", ("host", "x")), ("http://x", "/sparql", "query=a"), "")
    protocol = Protocol()
    assert web.at_once(Scope(), protocol) is (descriptor < 0)
    assert bool(protocol.sent) is (descriptor < 0)
    assert web.numbers.total("eucn_cache", "hit") == (descriptor < 0)
    assert web.numbers.histogram()[0][-1] == ("+Inf", descriptor < 0)
    one.body.descriptor = -1
    # A new build: nothing that is remembered is of it.
    web.pool.build = "new"
    assert not web.at_once(Scope(), Protocol())
