"""Connections: one client must not hold all there can be.

The HTTP server takes no more than a number of connections at a time, and closes one on which no
request comes. Until then a single client with a thousand of them would keep everybody else waiting;
so as they become scarce, those of the client that holds most are closed on which nothing happens.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
from collections import defaultdict
from collections.abc import Callable, Container

from server.serving.clients import address_of, group_of
from server.serving.sending import connections, shut_connection, unsent

LOOK = 1.0
"""Seconds between two looks."""
SCARCE = 0.8
"""Part of all connections beyond which they are scarce."""
SHARE = 0.25
"""Part of all connections that a client then keeps at most, unless all of them are at work."""


class Crowd:
    """Looks after the connections; ``working`` are those on which a request is under way."""

    def __init__(self, limit: int, working: Callable[[], Container[str]]) -> None:
        self.limit = limit
        self.working = working

    def start(self) -> None:
        """Begin to look after them."""
        self._looking = asyncio.get_running_loop().create_task(self._look())

    async def _look(self) -> None:
        while True:
            await asyncio.sleep(LOOK)
            # Nearly every open file is a connection, and counting is cheap.
            if len(os.listdir("/proc/self/fd")) > SCARCE * self.limit:  # noqa: PTH208
                self.thin_out()

    def thin_out(self) -> None:
        """Close idle connections of the client that holds most, where they are scarce."""
        clients: defaultdict[str, list[str]] = defaultdict(list)
        for peer, connection in connections():
            connection.close()
            clients[group_of(address_of(peer))].append(peer)
        if sum(map(len, clients.values())) <= SCARCE * self.limit:
            return
        held = max(clients.values(), key=len)
        working = self.working()
        idle = [peer for peer in held if peer not in working]
        closing = set(idle[: max(0, len(held) - int(SHARE * self.limit))])
        for peer, connection in connections():
            with contextlib.closing(connection):
                if peer in closing and not unsent(connection):
                    shut_connection(connection)
