"""Candidates that another tool or a model proposes, through the verifier."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from graph.extraction.document import Document
from graph.extraction.language_model import ask
from graph.extraction.model import Candidate
from graph.extraction.verify import Verdict, Verifier
from graph.records.schema import load_schema


def proposed(
    document: Document,
    file: Path | None,
    address: str | None,
    model: str,
    timeout: float,
    say: Callable[[str], None],
) -> tuple[list[Candidate], list[str]]:
    """Return the grounded candidates, and a message for each refusal with a count at the end."""
    verifier = Verifier(document.text, load_schema())
    verdicts: list[Verdict] = []
    trouble: list[str] = []
    if file is not None:
        verdicts += verifier.lines(file.read_text("utf-8", "replace").splitlines())
    if address is not None:
        lines: list[str] = []
        for line, problem in ask(address, model, document.text, timeout, say):
            if problem:
                trouble.append(f"{address}: {problem}")
            else:
                lines.append(line)
        verdicts += verifier.lines(lines)
    return _sorted_out(verdicts, str(file or address), trouble)


def _sorted_out(
    verdicts: list[Verdict], name: str, messages: list[str]
) -> tuple[list[Candidate], list[str]]:
    kept: dict[tuple[object, ...], Candidate] = {}
    for verdict in verdicts:
        if verdict.candidate is None:
            messages.append(f"{name}:{verdict.line}: refused: {verdict.reason}")
        else:
            kept.setdefault(verdict.candidate.key(), verdict.candidate)
    refused = sum(v.candidate is None for v in verdicts)
    messages.append(
        f"{len(verdicts)} proposals: {len(verdicts) - refused} grounded, {refused} refused"
    )
    return list(kept.values()), messages
