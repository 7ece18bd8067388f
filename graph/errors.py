"""What errors that a person can mend have in common: a text for people and an exit code."""

from __future__ import annotations

from typing import Any, TypeVar

E = TypeVar("E", bound="EucnError")
DATA_WRONG = 1
CALL_WRONG = 2


class EucnError(Exception):
    """An error whose text is a message for people; a command ends with ``exit_code``.

    ``DATA_WRONG`` (1) where records or a store are wrong, ``CALL_WRONG`` (2) where the call is
    or the machine refuses.
    """

    exit_code = DATA_WRONG

    def __reduce__(self) -> tuple[Any, ...]:
        """Let an error with arguments of its own come whole from another process."""
        return _again, (type(self), self.args, self.__dict__)


def _again(kind: type[E], args: tuple[Any, ...], state: dict[str, Any]) -> E:
    error = kind.__new__(kind)
    error.args = args
    error.__dict__.update(state)
    return error
