"""How things stand on a day: one rule for documents, registers and the network alike."""

from __future__ import annotations

FINAL = ("not-materialised", "completed", "terminated", "withdrawn", "closed", "inactive")
"""What a source says at the end: no date says it better."""
AHEAD = ("planned", "announced")


def standing_on(today: str, said: str, starts: str = "", ends: str = "", within: str = "") -> str:
    """Return the notation of the status on a day (ISO 8601), as ``currentStatus`` has it.

    ``said`` is the last status that a source states, ``starts`` and ``ends`` are the first and
    the last day of the thing; each is empty where no source gives it. ``within`` is the last day of
    what it is part of: nothing is planned for later than that, but what was set up may outlast it.
    """
    if said in FINAL:
        return said
    if ends and ends < today:
        return "date-passed" if said in AHEAD else "ended"
    if not ends and within and within < today:
        if said in AHEAD:
            return "date-passed"
        if said == "ongoing":
            return "no-end-recorded"
    if starts and starts > today:
        return "planned"
    if starts and ends:
        return "ongoing"
    if said:
        return said
    return "no-end-recorded" if starts else "status-not-stated"


def side_on(day: str, member_from: str = "", member_until: str = "", stated: str = "") -> str:
    """Return the notation of the side of a country on a day (ISO 8601).

    A member of the EU on that day is EU: the last day of membership counts, so the United Kingdom
    is until 2020-01-31. China, Hong Kong, Macao and Taiwan are values of their own (``stated``);
    every other country is other.
    """
    if member_from and member_from <= day <= (member_until or day):
        return "eu"
    return stated if stated not in ("", "eu") else "other"
