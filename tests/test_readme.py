"""The README is true: its commands work as printed, and print what it says."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
from click import Command

from loader.cli import main
from tests import readme

TEXT = readme.README.read_text(encoding="utf-8")
CONSOLE = readme.console(TEXT)


@pytest.fixture(scope="module")
def folder(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a user's folder holds after the first command."""
    folder = tmp_path_factory.mktemp("readme")
    shutil.copytree(readme.ROOT / "seeds", folder / "seeds")
    shutil.copy(corpus, folder / "corpus.db")
    (folder / "tests").symlink_to(readme.ROOT / "tests")
    return folder


@pytest.mark.parametrize(("command", "output"), CONSOLE, ids=[command[:60] for command, _ in CONSOLE])
def test_every_command_prints_what_the_readme_says(command: str, output: str, folder: Path) -> None:
    assert readme.run(command, folder) == output


@pytest.mark.parametrize("command", sorted(main.commands))
def test_every_command_is_in_the_readme(command: str) -> None:
    assert isinstance(main.commands[command], Command)
    assert f"corpus {command}" in TEXT


def test_every_linked_file_is_there() -> None:
    for target in re.findall(r"\]\(([^)#:]+)\)", TEXT):
        assert (readme.ROOT / target).exists(), target


def test_the_first_command_serves_the_seeds_from_a_fresh_clone(tmp_path: Path) -> None:
    """The very line of the README, but for the port, in a clone with no virtual environment."""
    subprocess.run(["git", "clone", "-q", str(readme.ROOT), str(tmp_path / "clone")], check=True)
    first, _ = readme.commands()
    line = first.replace("corpus serve", "exec .venv/bin/corpus serve --port 8765").replace(
        ".venv/bin/exec ", "exec "
    )
    environment = {
        key: value for key, value in os.environ.items() if not key.startswith(("VIRTUAL_ENV", "PYTHON"))
    }
    with subprocess.Popen(["bash", "-c", line], cwd=tmp_path / "clone", env=environment) as process:
        try:
            page = _wait_for("http://127.0.0.1:8765/", process)
            hits = _wait_for("http://127.0.0.1:8765/search?q=ironclad", process)
        finally:
            process.terminate()
    assert "Bajwa" in page
    assert "<mark>ironclad</mark>" in hits


def _wait_for(address: str, process: subprocess.Popen[bytes]) -> str:
    for _ in range(600):
        assert process.poll() is None, "the command ended"
        try:
            with urllib.request.urlopen(address) as answer:
                return str(answer.read().decode())
        except OSError:
            time.sleep(1)
    raise AssertionError(f"{address} did not answer")


def test_the_second_command_is_the_one_that_runs_these_tests() -> None:
    _, second = readme.commands()
    assert "\n" not in second
    assert second.startswith("python3 -m venv .venv")
    assert second.endswith("-m pytest")
    assert sys.version_info >= (3, 12)
