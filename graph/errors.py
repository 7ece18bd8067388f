"""What errors that a person can mend have in common: a text for people and an exit code."""

from __future__ import annotations

DATA_WRONG = 1
CALL_WRONG = 2


class EucnError(Exception):
    """An error whose text is a message for people; a command ends with ``exit_code``.

    ``DATA_WRONG`` (1) where records or a store are wrong, ``CALL_WRONG`` (2) where the call is
    or the machine refuses.
    """

    exit_code = DATA_WRONG
