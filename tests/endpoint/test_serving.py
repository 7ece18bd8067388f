"""What the web process decides by itself: what it keeps, whom it believes, whose turn it is."""

from __future__ import annotations

import asyncio
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from server.serving.cache import Body, Kept, Memory
from server.serving.clients import Asker, Budgets, asker
from server.serving.pool import Answer, Job, Queue
from server.settings import Settings


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
        (1, {}, "10.0.0.1", "http"),
    ],
)
def test_proxies_are_believed_as_far_as_they_are_trusted(
    proxies: int, fields: dict[str, str], address: str, scheme: str
) -> None:
    found = who(proxies=proxies, **fields)
    assert (found.address, found.scheme) == (address, scheme)
    assert not found.here


def test_this_machine_is_known_unless_a_proxy_stands_before_it() -> None:
    assert who("127.0.0.1:5").here
    assert who("[::1]:5").here
    assert not who("127.0.0.1:5", x_forwarded_for="1.1.1.1").here
    assert not who("127.0.0.1:5", proxies=1, x_forwarded_for="127.0.0.1").here


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


def test_clients_take_turns() -> None:
    async def order() -> list[str]:
        queue = Queue()
        for client in "aaaab":
            future: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
            queue.add(Job({}, client, 0, future, 0.0))
        return [job.client for job in iter(queue.next, None)]

    # In a thread of its own: a browser test before it leaves its loop running in this one.
    with ThreadPoolExecutor(1) as thread:
        assert thread.submit(asyncio.run, order()).result() == ["a", "b", "a", "a", "a"]
