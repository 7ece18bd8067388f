"""Plain text for baselines and for drawing the sample: on purpose not the project's own rules."""

from __future__ import annotations

import re
import unicodedata

COUNTRY = {
    "EL": ["GR"],
    "UK": ["GB"],
    "CN": ["CN", "HK", "MO", "TW"],
    "HK": ["HK", "CN"],
    "MO": ["MO", "CN"],
}
"""The countries of ROR in which a participant of a country of CORDIS may be found."""


def plain(text: str) -> str:
    """Lower case, no accents, single spaces; other scripts stay."""
    if re.search("[a-zA-Z]", text):
        text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return " ".join(re.findall(r"\w+", text.lower()))


def domain(address: str) -> str:
    """The host of a web address without www."""
    found = re.search(r"(?:https?://)?(?:www\d?\.)?([^/:\s]+)", address.lower())
    return found.group(1) if found else ""
