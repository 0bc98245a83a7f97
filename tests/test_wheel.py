"""The wheel carries all that it needs: it loads and serves from a clean environment, outside the checkout."""

from __future__ import annotations

import subprocess
import sys
import tomllib
import venv
import zipfile
from itertools import chain
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
MOST_BYTES = 20_000_000
SERVE = """
import asyncio, sys
from pathlib import Path
from loader.site.serve import serve_app

async def main():
    site = serve_app(Path(sys.argv[1]))
    for path in ("/", "/search?q=ironclad", "/any/articles"):
        answer = await site.client.get(path)
        assert answer.status_code == 200, (path, answer.status_code)
        assert path != "/search?q=ironclad" or "<mark>ironclad</mark>" in answer.text

asyncio.run(main())
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    subprocess.run(command, check=True, capture_output=True)
    return next(folder.glob("news_corpus-*.whl"))


def test_the_wheel_holds_the_package_and_its_data_and_nothing_else(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        size = sum(entry.file_size for entry in archive.infolist())
    assert {name.split("/")[0].split("-")[0] for name in names} == {"loader", "news_corpus"}
    kinds = {Path(name).suffix for name in names if name.startswith("loader/")}
    assert kinds <= {".py", ".html", ".css", ".js", ".svg", ".txt", ".tsv", ".yml", ".typed", ""}
    for needed in ("loader/py.typed", "loader/site/metadata.yml", "loader/lexicon/places.tsv"):
        assert needed in names
    notes = {name.rpartition("/")[2] for name in names if not name.startswith("loader/")}
    assert notes == {"METADATA", "WHEEL", "RECORD", "entry_points.txt", "LICENSE"}
    assert not [name for name in names if "/." in name or "__pycache__" in name]
    assert size < MOST_BYTES
    checkout = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "loader").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert {name for name in names if name.startswith("loader/")} == checkout | {"loader/site/metadata.yml"}


def test_every_dependency_is_bounded_on_both_sides() -> None:
    """What another version may break is tried here first; a lower bound says what was tried."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    named = [*project["dependencies"], *chain(*project["optional-dependencies"].values())]
    others = [name for name in named if not name.startswith("news-corpus[")]
    assert len(others) > 20
    assert [name for name in others if not ("==" in name or (">=" in name and ",<" in name))] == []


def test_the_wheel_loads_and_serves_outside_the_checkout(wheel: Path, tmp_path: Path) -> None:
    venv.create(tmp_path / "env", with_pip=True)
    python = tmp_path / "env" / "bin" / "python"
    subprocess.run([python, "-m", "pip", "install", "-q", str(wheel)], check=True)
    news = tmp_path / "news"
    news.mkdir()
    for seed in (ROOT / "seeds").iterdir():
        (news / seed.name).write_bytes(seed.read_bytes())
    run = {"cwd": tmp_path, "check": True}
    subprocess.run([tmp_path / "env" / "bin" / "corpus", "load", "news", "--db", "any.db"], **run)  # type: ignore[call-overload]
    subprocess.run([tmp_path / "env" / "bin" / "corpus", "verify", "--db", "any.db"], **run)  # type: ignore[call-overload]
    subprocess.run([python, "-c", SERVE, "any.db"], **run)  # type: ignore[call-overload]
