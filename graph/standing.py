"""How a thing stands on a day: one rule for documents and registers alike."""

from __future__ import annotations

FINAL = ("not-materialised", "completed", "terminated", "withdrawn", "closed", "inactive")
"""What a source says at the end: no date says it better."""
AHEAD = ("planned", "announced")


def standing_on(today: str, said: str, starts: str = "", ends: str = "") -> str:
    """Return the notation of the status on a day (ISO 8601), as ``currentStatus`` has it.

    ``said`` is the last status that a source states, ``starts`` and ``ends`` are the first and
    the last day of the thing; each is empty where no source gives it.
    """
    if said in FINAL:
        return said
    if ends and ends < today:
        return "date-passed" if said in AHEAD else "ended"
    if starts and starts > today:
        return "planned"
    if starts and ends:
        return "ongoing"
    if said:
        return said
    return "no-end-recorded" if starts else "status-not-stated"
