"""Messages between the web process and the workers: one packet each, large ones by descriptor.

Both ends run the same code from the same start, so the interpreter's own format will do. What is
larger than a packet travels as an anonymous file, whose pages are handed over, not copied.
"""

from __future__ import annotations

import array
import ctypes
import marshal
import os
import socket
from typing import Any

LARGEST = 1 << 16
"""Bytes that travel in a packet; the system's default buffer holds three of them."""
_ROOM = socket.CMSG_SPACE(2 * array.array("i").itemsize)


def channel() -> socket.socket:
    """Return a socket of the kind both ends use: packets with borders, in order."""
    return socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)


def anonymous(data: bytes, name: str = "eucn") -> int:
    """Return a descriptor of a file without a name that holds ``data``."""
    descriptor = os.memfd_create(name)
    view = memoryview(data)
    while view:
        view = view[os.write(descriptor, view) :]
    return descriptor


def send(to: socket.socket, message: Any, descriptor: int = -1) -> None:
    """Send a message, and with it a descriptor, which stays open here."""
    data = marshal.dumps(message)
    if len(data) < LARGEST and descriptor < 0:
        to.send(b"s" + data)
        return
    given = [] if descriptor < 0 else [descriptor]
    if len(data) < LARGEST:
        socket.send_fds(to, [b"s" + data], given)
        return
    carrier = anonymous(data)
    try:
        socket.send_fds(to, [b"l"], [carrier, *given])
    finally:
        os.close(carrier)


_send = ctypes.PyDLL(None, use_errno=True).send
_send.argtypes = (ctypes.c_int, ctypes.c_char_p, ctypes.c_size_t, ctypes.c_int)
_send.restype = ctypes.c_ssize_t


def send_holding(to: socket.socket, message: Any) -> None:
    """Send a message without letting another thread of this process run meanwhile.

    The system takes a packet in a microsecond. Whoever lets the interpreter go for that waits for
    the other thread's turn to end, and both for the switches.
    """
    data = b"s" + marshal.dumps(message)
    if len(data) > LARGEST:
        send(to, message)
    elif _send(to.fileno(), data, len(data), socket.MSG_NOSIGNAL | socket.MSG_DONTWAIT) < 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))


def receive(source: socket.socket) -> tuple[Any, int] | None:
    """Return the next message and its descriptor (-1: none); None where the other end has gone."""
    data, ancillary, _, _ = source.recvmsg(LARGEST + 1, _ROOM, socket.MSG_CMSG_CLOEXEC)
    if not data:
        return None
    if data[:1] == b"s" and not ancillary:
        return marshal.loads(data[1:]), -1
    given = array.array("i")
    for level, kind, raw in ancillary:
        if level == socket.SOL_SOCKET and kind == socket.SCM_RIGHTS:
            given.frombytes(raw[: len(raw) - len(raw) % given.itemsize])
    if data[:1] == b"s":
        return marshal.loads(data[1:]), given[0] if given else -1
    with os.fdopen(given[0], "rb") as carrier:
        carrier.seek(0)
        message = marshal.loads(carrier.read())
    return message, given[1] if len(given) > 1 else -1
