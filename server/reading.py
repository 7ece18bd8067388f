"""JSON in the bodies of requests, read so that nobody's text is a fault of ours."""

from __future__ import annotations

import json
from typing import Any

from flask import abort, request


def body() -> Any:
    """Return the JSON that a request brings, None where it brings none.

    What is nested beyond reading, or has half a surrogate pair and so cannot be written down again,
    is refused with 400.
    """
    try:
        found = request.get_json(silent=True)
        json.dumps(found, ensure_ascii=False).encode()
    except (RecursionError, UnicodeEncodeError):
        abort(400)
    return found
