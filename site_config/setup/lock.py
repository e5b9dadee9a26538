"""Writes the lock files anew after an edit of requirements*.in or package.json: `make lock`.

The lock files hold versions and hashes, never the address they came from: any
mirror can serve the packages, the hashes decide.
"""

from __future__ import annotations

import sys

from site_config.setup import progress
from site_config.setup.environment import LOGS, ONLINE, npm, set_up

NO_ADDRESSES = ["--no-emit-index-url", "--no-emit-trusted-host", "--no-emit-find-links", "--no-emit-options"]
COMPILE = ["--quiet", "--generate-hashes", "--allow-unsafe", "--strip-extras", "--no-header", "--no-config", *NO_ADDRESSES]


def lock_python(name: str) -> None:
    """NAME.in to NAME.lock, keeping the versions that the lock file has where they still fit."""
    command = [sys.executable, "-m", "piptools", "compile", *COMPILE, "-o", f"{name}.lock", f"{name}.in"]
    progress.run(f"locking {name}.in", command, LOGS / f"lock-{name}.log", ONLINE)


def main() -> int:
    try:
        lock_python("requirements-build")
        lock_python("requirements")
        progress.run("locking package.json", npm("install", "--package-lock-only"), LOGS / "lock-npm.log", ONLINE)
        set_up()
    except progress.StepFailed as problem:
        print(f"[setup] {problem}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
