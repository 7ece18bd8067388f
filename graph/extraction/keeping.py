"""What a person wrote into a record stays when a review writes it again.

What the review wrote last lies beside the text (``NAME.written``). What the record holds
beyond it was added by hand and is kept; what it lacks was taken out by hand and stays out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

from graph.extraction.verify import Refused
from graph.files import write_whole

_ENTITY = re.compile(r"  ([a-z0-9-]+/[a-z0-9-]+):\s*(?:#.*)?$")
_DRAFT = re.compile(r"^  draft:\s*true\s*(?:#.*)?$", re.MULTILINE)
_COMMENT = re.compile(r"\s+#.*$")
Chunk = tuple[str, ...]


@dataclass
class _Layout:
    """A record cut into lines that belong together: the header's keys, facts and comments."""

    before: list[str] = field(default_factory=list)
    header: dict[str, list[str]] = field(default_factory=dict)
    blocks: dict[str, list[Chunk]] = field(default_factory=dict)
    passages: dict[str, str] = field(default_factory=dict)

    def known(self) -> set[tuple[str, Chunk]]:
        return {(name, _key(c)) for name, chunks in self.blocks.items() for c in chunks}


def written(folder: Path, name: str) -> Path:
    """Return the file with what a review, or ``eucn extract``, wrote last of a record."""
    return folder / f"{name}.written"


def remember(folder: Path, name: str, text: str) -> None:
    """Keep what was written, so that what a person adds to it can be told from it."""
    write_whole(written(folder, name), text.encode())


def is_draft(text: str) -> bool:
    """Return whether the header of a record says that it is a draft."""
    return _DRAFT.search(text) is not None


def kept(path: Path, folder: Path, ours: str) -> str:
    """Return ``ours`` with what was written by hand into the record that is there already.

    Raises Refused where the two cannot be told apart; nothing is written then.
    """
    if not path.exists():
        return ours
    theirs = path.read_text("utf-8")
    last = written(folder, path.stem)
    base = last.read_text("utf-8") if last.exists() else None
    if base is None and is_draft(theirs):
        # An older program did not remember its draft: a copy, so that nothing is lost.
        write_whole(folder / f"{path.stem}.before", theirs.encode())
        return ours
    if theirs == base:
        return ours
    now, new = _layout(theirs), _layout(ours)
    before = _layout(base) if base is not None else None
    if now is None or new is None or (base is not None and before is None):
        raise Refused(
            f"{path.name} was changed by hand in a form that cannot be joined with the review; "
            "move it to another folder, write the record, and bring your facts over"
        )
    if before is None:
        if now.known() <= new.known():
            return ours
        raise Refused(
            f"{path.name} holds facts that this review did not write; "
            "move it to another folder, write the record, and bring your facts over"
        )
    return _joined(before, now, new)


def _joined(before: _Layout, now: _Layout, new: _Layout) -> str:
    old, there, ours = before.known(), now.known(), new.known()
    blocks: dict[str, list[Chunk]] = {}
    for name in dict.fromkeys([*new.blocks, *now.blocks]):
        chunks = [
            c
            for c in new.blocks.get(name, [])
            if (name, _key(c)) in there or (name, _key(c)) not in old
        ]
        chunks += [c for c in now.blocks.get(name, []) if (name, _key(c)) not in old | ours]
        if any(c[0].lstrip().startswith("-") for c in chunks):
            blocks[name] = chunks
    header = dict(new.header)
    for key, lines in now.header.items():
        if key != "draft" and lines != before.header.get(key):
            header[key] = lines
    for key in before.header:
        if key != "draft" and key not in now.header:
            header.pop(key, None)
    lines = [*(line for line in now.before if line not in new.before), *new.before, "document:"]
    lines += [line for part in header.values() for line in part]
    lines.append("entities:")
    for name, chunks in blocks.items():
        lines += [f"  {name}:", *(line for c in chunks for line in c)]
    facts = "\n".join(lines)
    passages = {**new.passages, **{s: h for s, h in now.passages.items() if s not in new.passages}}
    used = {s: h for s, h in passages.items() if re.search(rf"(?<![\w-]){s}(?![\w-])", facts)}
    lines += ["", "passages:"]
    lines += [used[s] for s in sorted(used, key=lambda s: [int(n) for n in s.split("-")])]
    return "\n".join(lines) + "\n"


def _key(chunk: Chunk) -> Chunk:
    """Return a fact for comparing: without the comments at the ends of its lines."""
    if chunk[0].lstrip().startswith("#"):
        return tuple(line.strip() for line in chunk)
    return tuple(_COMMENT.sub("", line).strip() for line in chunk)


def _layout(text: str) -> _Layout | None:
    """Return the parts of a record in the layout that drafts have, or None for another one."""
    found = _Layout()
    section, key, name = "", "", ""
    for line in text.splitlines():
        if not line.strip():
            continue
        if re.match(r"(?:document|entities|passages):\s*(?:#.*)?$", line):
            section = line.partition(":")[0]
        elif section == "":
            if not line.startswith("#"):
                return None
            found.before.append(line)
        elif section == "document":
            if match := re.match(r"  ([\w-]+):", line):
                key = match[1]
                found.header[key] = []
            if not key or not line.startswith("  "):
                return None
            found.header[key].append(line)
        elif section == "entities":
            if match := _ENTITY.match(line):
                name = match[1]
                found.blocks.setdefault(name, [])
            elif not name:
                return None
            elif line.lstrip().startswith("#") or line.startswith("    - "):
                found.blocks[name].append((line,))
            elif line.startswith("      ") and found.blocks[name]:
                *_, last = found.blocks[name]
                if last[0].lstrip().startswith("#"):
                    return None
                found.blocks[name][-1] = (*last, line)
            else:
                return None
        elif line.lstrip().startswith("#"):
            continue
        elif match := re.match(r"  (['\"]?)([0-9]+-[0-9]+)\1:", line):
            found.passages[match[2]] = line
        else:
            return None
    return found if section else None
