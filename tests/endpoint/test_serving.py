"""What the web process decides by itself: what it keeps, whom it believes, whose turn it is."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import pytest

from server.http import Environ, StartResponse, not_modified
from server.serving import sending, wire
from server.serving.cache import Body, Kept, Memory
from server.serving.clients import Asker, Bodies, Budgets, asker
from server.serving.pool import Answer, Ended, Job, Pool, Queue
from server.serving.table import Table
from server.serving.worker import Worker
from server.settings import Settings, read

T = TypeVar("T")


def kept(size: int = 100, vary: str = "") -> Kept:
    return Kept(200, [("vary", vary)], Body(b"x" * size, size))


def test_the_cache_counts_addresses() -> None:
    """9,000 addresses of 200 kB each grew every worker by 580 MB, without end."""
    memory = Memory(1_000_000)
    for n in range(3_000):
        memory.keep(("http://x", "/", f"{n}" + "a" * 5_000), {}, kept())
        assert memory.size <= memory.limit
    held = sum(sys.getsizeof(part) for key in memory._kept for part in key)
    assert held <= memory.limit
    assert len(memory._vary) < 300


def test_very_long_addresses_are_not_kept() -> None:
    memory = Memory(10_000_000)
    memory.keep(("http://x", "/", "a" * 9_000), {}, kept())
    assert memory.size == 0


def test_answers_that_are_too_long_leave_no_address_behind() -> None:
    memory = Memory(100_000)
    for n in range(1_000):
        memory.keep(("http://x", "/", f"{n}" + "a" * 5_000), {}, kept(50_000))
    assert memory.size == 0


def test_the_cache_counts_what_varies() -> None:
    memory = Memory(500_000)
    for n in range(2_000):
        fields = {"accept": f"{n}" + "a" * 5_000}
        memory.keep(("http://x", "/", ""), fields, kept(vary="Accept"))
        assert memory.size <= memory.limit


def test_the_cache_gives_back_what_it_forgets() -> None:
    memory = Memory(100_000)
    for n in range(1_000):
        memory.keep(("o", "/", str(n)), {}, kept(1_000))
    assert memory.find(("o", "/", "999"), {}, 0) is not None
    assert memory.find(("o", "/", "0"), {}, 0) is None
    memory.clear()
    assert (memory.size, len(memory)) == (0, 0)


def test_scheme_and_host_part_what_is_remembered() -> None:
    memory = Memory(100_000)
    memory.keep(("http://x", "/", ""), {}, kept())
    assert memory.find(("https://x", "/", ""), {}, 0) is None
    assert memory.find(("http://y", "/", ""), {}, 0) is None


def test_answers_vary() -> None:
    memory = Memory(100_000)
    memory.keep(("o", "/", ""), {"accept": "a"}, kept(vary="Accept"))
    assert memory.find(("o", "/", ""), {"accept": "a"}, 0) is not None
    assert memory.find(("o", "/", ""), {"accept": "b"}, 0) is None
    memory.keep(("o", "/s", ""), {}, kept(vary="*"))
    assert memory.find(("o", "/s", ""), {}, 0) is None


def who(peer: str = "10.0.0.1:99", proxies: int = 0, origin: str = "", **fields: str) -> Asker:
    named = {name.replace("_", "-"): value for name, value in fields.items()}
    return asker(peer, named, Settings(proxies=proxies, origin=origin), "127.0.0.1:8000")


LIST = "1.1.1.1, 2.2.2.2,3.3.3.3"


@pytest.mark.parametrize(
    ("proxies", "fields", "address", "scheme"),
    [
        (0, {"x_forwarded_for": LIST, "x_forwarded_proto": "https"}, "10.0.0.1", "http"),
        (1, {"x_forwarded_for": LIST}, "3.3.3.3", "http"),
        (2, {"x_forwarded_for": LIST, "x_forwarded_proto": "https"}, "2.2.2.2", "https"),
        (9, {"x_forwarded_for": LIST}, "1.1.1.1", "http"),
        (1, {"forwarded": 'for="[2001:db8::1]:80";proto=https'}, "2001:db8::1", "https"),
        (1, {"forwarded": "for=1.1.1.1, for=2.2.2.2:4711;proto=http"}, "2.2.2.2", "http"),
        (1, {"x_forwarded_for": "<script>, evil"}, "evil", "http"),
        (1, {"x_forwarded_for": ""}, "10.0.0.1", "http"),
        (1, {"x_forwarded_for": "", "x_forwarded_proto": "https"}, "10.0.0.1", "https"),
        # Proxies that write the one field pass on what a client sent in the other.
        (1, {"x_forwarded_for": "2.2.2.2", "forwarded": "for=6.6.6.6"}, "2.2.2.2", "http"),
        (1, {"forwarded": "for=6.6.6.6," * 900 + " for=2.2.2.2"}, "2.2.2.2", "http"),
        (1, {"forwarded": 'for="6.6.6.6, for="[2001:db8::1]"'}, "2001:db8::1", "http"),
        (2, {"forwarded": "for=1.1.1.1;proto=https, for=2.2.2.2;proto=http"}, "1.1.1.1", "https"),
        (1, {}, "10.0.0.1", "http"),
    ],
)
def test_proxies_are_believed_as_far_as_they_are_trusted(
    proxies: int, fields: dict[str, str], address: str, scheme: str
) -> None:
    found = who(proxies=proxies, **fields)
    assert (found.address, found.scheme) == (address, scheme)
    assert not found.here


def test_the_field_that_proxies_write_can_be_named() -> None:
    fields = {"x-forwarded-for": "6.6.6.6", "forwarded": "for=2.2.2.2;proto=https"}
    found = asker("10.0.0.1:9", fields, Settings(proxies=1, forwarded="forwarded"), "x:1")
    assert (found.address, found.scheme) == ("2.2.2.2", "https")
    only = {"x-forwarded-for": "6.6.6.6", "x-forwarded-proto": "https"}
    found = asker("10.0.0.1:9", only, Settings(proxies=1, forwarded="forwarded"), "x:1")
    assert (found.address, found.scheme) == ("10.0.0.1", "http")


def test_a_browser_that_was_led_here_is_known_by_the_name_it_uses() -> None:
    for name in ("localhost:8000", "127.0.0.1:8000", "[::1]:8000", "LOCALHOST", ""):
        assert who("127.0.0.1:5", host=name).by_name, name
    for name in ("evil.example:8000", "127.0.0.1.evil.example", "localhost.evil.example"):
        assert not who("127.0.0.1:5", host=name).by_name, name


def test_this_machine_is_known_unless_a_proxy_stands_before_it() -> None:
    assert who("127.0.0.1:5").here
    assert who("[::1]:5").here
    assert not who("127.0.0.1:5", x_forwarded_for="1.1.1.1").here
    assert not who("127.0.0.1:5", proxies=1, x_forwarded_for="127.0.0.1").here


def test_any_setting_can_be_given() -> None:
    given = read(["budget=0", "cache=5", "forwarded=forwarded", "origin=https://a.example/?b=c"])
    assert given == {
        "budget": 0.0, "cache": 5, "forwarded": "forwarded", "origin": "https://a.example/?b=c",
    }  # fmt: skip
    assert Settings(**given).cache == 5
    for wrong in (
        "budget",
        "budget=a",
        "queue=-1",
        "send_seconds=inf",
        "grace=nan",
        "store=x",
        "x=1",
    ):
        with pytest.raises(ValueError, match=wrong.partition("=")[0]):
            read([wrong])


def test_hosts() -> None:
    assert who(host="x.example:80").host == "x.example:80"
    assert who(host="x/../<y>").host == "127.0.0.1:8000"
    found = who(host="evil.example", origin="https://graph.example/")
    assert (found.scheme, found.host) == ("https", "graph.example")


def test_a_line_of_ipv6_is_one_client() -> None:
    first, second = who("[2001:db8::1]:5"), who("[2001:db8::ffff:2]:5")
    assert first.group == second.group
    assert who("[2001:db8:1::1]:5").group != first.group


def test_budgets_come_back_with_time() -> None:
    budgets = Budgets(10.0)
    budgets.spend("a", 12.0, now=0.0)
    assert budgets.wait("a", 0.0) == pytest.approx(12.0)
    assert budgets.wait("b", 0.0) == 0
    assert budgets.wait("a", 12.1) == 0
    for n in range(30_000):
        budgets.spend(str(n), 1.0, 20.0)
    assert len(budgets._spent) <= 20_000


def in_a_loop(
    work: Callable[[], Coroutine[None, None, T]],
    loop: Callable[[], asyncio.AbstractEventLoop] | None = None,
) -> T:
    """Run something in a loop of its own, in a thread of its own: a browser test before it leaves
    its loop running in this one.
    """

    def run() -> T:
        with asyncio.Runner(loop_factory=loop) as runner:
            return runner.run(work())

    with ThreadPoolExecutor(1) as thread:
        return thread.submit(run).result()


def test_one_client_does_not_fill_the_queue_for_all() -> None:
    """Three hundred requests of one client, and every other was refused at once."""

    async def outcomes() -> list[str]:
        listener = wire.channel()
        pool = Pool(Settings(queue=4), Table(1), listener)
        pool.loop = asyncio.get_running_loop()

        async def ask(client: str) -> str:
            try:
                await pool.do({}, client, 0)
            except Ended as error:
                return f"{client} {error.reason}"
            except asyncio.CancelledError:
                return f"{client} waits"
            return "answered"

        asked = [pool.loop.create_task(ask(client)) for client in "aaaaaabcbcbcbc"]
        # Whom the queue has no place for is told at once, in these rounds of the loop.
        for _ in range(10):
            await asyncio.sleep(0)
        for one in asked:
            one.cancel()
        found = await asyncio.gather(*asked)
        listener.close()
        return [*sorted(set(found)), str(sum(one.endswith("waits") for one in found))]

    assert in_a_loop(outcomes) == [
        "a queue", "a waits", "b queue", "b waits", "c queue", "c waits", "4",
    ]  # fmt: skip


def test_who_has_most_under_way_is_given_up_first(monkeypatch: pytest.MonkeyPatch) -> None:
    gone: list[str] = []
    monkeypatch.setattr(sending, "shut", gone.append)

    class Protocol:
        def response_file(self, *given: object) -> None:
            pass

    async def ask() -> None:
        under_way = sending.Sending(1_000_000, 60, lambda: None)
        # Held open as the HTTP server does while the client reads.
        held = []
        for peer, client, size in (
            ("1.1.1.1:1", "one", 300_000),
            ("2.2.2.2:1", "two", 300_000),
            ("2.2.2.2:2", "two", 300_000),
            ("3.3.3.3:1", "three", 300_000),
        ):
            descriptor = wire.anonymous(b"x" * size)
            held.append(os.open(f"/proc/self/fd/{descriptor}", os.O_RDONLY))
            body = Body(b"", size, descriptor)
            under_way.send(Protocol(), 200, [], body, peer, client)
        # A file on disk costs no memory.
        descriptor = os.open(__file__, os.O_RDONLY)
        under_way.send(Protocol(), 200, [], Body(b"", 10**9, descriptor), "4.4.4.4:1", "four")
        assert under_way.size == 900_000
        for one in held:
            os.close(one)

    in_a_loop(ask)
    assert gone == ["2.2.2.2:1"]


MESSAGE = {
    "method": "GET", "path": "/", "query": "", "headers": [], "scheme": "http", "host": "x",
    "client": "1.1.1.1", "body": b"", "more": {},
}  # fmt: skip


def test_what_is_made_once_may_take_longer() -> None:
    """Files of the whole dataset took longer than a request has, and so were never made."""
    table = Table(1)

    def maker(environ: Environ, start: StartResponse) -> list[bytes]:
        environ["eucn.allow"](300.0)
        start("200 OK", [])
        return [str(table.allowed(0)).encode()]

    def plain(environ: Environ, start: StartResponse) -> list[bytes]:
        start("200 OK", [])
        return [str(table.allowed(0)).encode()]

    for application, allowed in ((maker, b"300.0"), (plain, b"0.0")):
        table.begin(0, 1.0)
        (_, _, body, _, _), _ = Worker(application, wire.channel(), table, 0)._answer(MESSAGE)
        assert body == allowed


def test_a_fault_of_the_application_is_an_answer() -> None:
    def faulty(environ: Environ, start: StartResponse) -> list[bytes]:
        raise OverflowError

    (status, _, body, _, _), _ = Worker(faulty, wire.channel(), Table(1), 0)._answer(MESSAGE)
    assert (status, json.loads(body)["type"][-7:]) == (500, "#failed")


def test_memory_that_the_system_refuses_is_the_limit_of_memory() -> None:
    def greedy(environ: Environ, start: StartResponse) -> list[bytes]:
        raise MemoryError

    table = Table(1)
    with pytest.raises(MemoryError):
        Worker(greedy, wire.channel(), table, 0)._answer(MESSAGE)
    assert table.reason(0) == "memory"


@pytest.mark.parametrize(
    "since",
    ["Mon, 99999999999999999999 Jan 2020 00:00:00 GMT", "1 Jan 99999999999999 00:00:00",
     "Mon, 01 Jan 2020 00:00:00 +9999999999999999", "yesterday", "9" * 5000],
)  # fmt: skip
def test_a_date_that_is_none_is_passed_over(since: str) -> None:
    assert not not_modified(None, since, "", "Sat, 28 Nov 2026 00:00:00 GMT")


def test_bodies_are_counted_for_all_and_for_each() -> None:
    """A thousand requests of a megabyte that never ended were a gigabyte."""
    bodies = Bodies(1_000)
    assert bodies.take("a", 250)
    assert not bodies.take("a", 1)
    bodies.give_back("a", 1)
    assert all(bodies.take(other, 250) for other in "bcd")
    assert not bodies.take("e", 1)
    for client, size in (("a", 250), ("b", 250), ("c", 250), ("d", 250), ("e", 1)):
        bodies.give_back(client, size)
    assert (bodies.size, len(bodies._held)) == (0, 0)


def test_clients_take_turns() -> None:
    async def order() -> list[str]:
        queue = Queue()
        for client in "aaaab":
            future: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
            queue.add(Job({}, client, 0, future, 0.0))
        return [job.client for job in iter(queue.next, None)]

    assert in_a_loop(order) == ["a", "b", "a", "a", "a"]
