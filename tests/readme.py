"""Read and run the README: its two commands, and its console blocks with their output.

python tests/readme.py --test-command     prints the command that installs and tests
python tests/readme.py --update           runs the console blocks and writes their output into the README
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
README = ROOT / "README.md"
BLOCK = re.compile(r"```console\n(.*?)```", re.DOTALL)
SHELL = re.compile(r"```sh\n(.*?)```", re.DOTALL)


def commands() -> tuple[str, str]:
    """The README's two commands: install, load and serve; install and test."""
    first, second, *_ = (block.strip() for block in SHELL.findall(README.read_text(encoding="utf-8")))
    return first, second


def console(text: str) -> list[tuple[str, str]]:
    """Every command of the console blocks with the output printed below it."""
    found = []
    for block in BLOCK.findall(text):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, output = part.partition("\n")
            found.append((command, output))
    return found


def run(command: str, folder: Path) -> str:
    """What a command prints in a folder, with this Python's programs first on the path."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    environment = {**os.environ, "PATH": path, "COLUMNS": "100", "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        ["bash", "-c", command], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    return done.stdout


def update() -> None:
    """Writes what the commands print into the README."""
    text = README.read_text(encoding="utf-8")

    def renew(match: re.Match[str]) -> str:
        parts = [f"$ {command}\n{run(command, ROOT)}" for command, _ in console(match[0])]
        return "```console\n" + "".join(parts) + "```"

    README.write_text(BLOCK.sub(renew, text), encoding="utf-8")


if __name__ == "__main__":
    if "--test-command" in sys.argv:
        print(commands()[1])
    elif "--update" in sys.argv:
        update()
    else:
        print(__doc__)
