"""The command says what it did and what to do next; it never shows a traceback."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from loader.cli import main

ROOT = Path(__file__).resolve().parent.parent
SEEDS = ROOT / "seeds"
NEWS = "The minister, John Smith, met with Mary Brown in London and they talked about the weather.\n"


def run(*arguments: object) -> tuple[int, str]:
    result = CliRunner().invoke(main, [str(argument) for argument in arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, result.output


def test_help_names_every_command_and_loads_nothing_heavy() -> None:
    code = "import sys; from loader.cli import main; main(['--help'], standalone_mode=False); print(*sys.modules)"
    out = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    for command in ("load", "serve", "search", "export", "review", "verify"):
        assert f"  {command} " in out
    assert not {"spacy", "datasette", "sqlite_utils", "trafilatura", "numpy", "yaml"} & set(out.split())


def test_a_load_says_what_came_of_it(tmp_path: Path) -> None:
    (tmp_path / "news").mkdir()
    (tmp_path / "news" / "a.txt").write_text(NEWS)
    code, out = run("load", tmp_path / "news", "--db", tmp_path / "c.db")
    assert code == 0
    assert "1 articles" in out
    assert "Next: corpus serve" in out


def test_a_failed_record_gives_status_one_and_keeps_the_rest(tmp_path: Path) -> None:
    (tmp_path / "news.jsonl").write_text(
        '{"text": "The minister spoke to the press in London."}\n{"text": broken\n'
    )
    code, out = run("load", tmp_path / "news.jsonl", "--db", tmp_path / "c.db")
    assert code == 1
    assert "1 articles" in out
    assert "news.jsonl#2" in out


@pytest.mark.parametrize(
    ("arguments", "part"),
    [
        (("load", "nowhere"), "there is no such file or folder"),
        (("load",), "Missing argument"),
        (("load", SEEDS, "--jobs", "0"), "--jobs"),
        (("load", SEEDS, "--fields", "headline"), "--fields"),
        (("load", SEEDS, "--corrections", "nowhere.yml"), "no such corrections file"),
        (("load", SEEDS, SEEDS.parent, "--as", "x"), "One name"),
        (("export", "quotes", "--db", "nowhere.db"), "there is no such database"),
        (("search", "x", "--db", "nowhere.db"), "no"),
        (("search",), "Nothing to look for"),
        (("verify", "--db", "nowhere.db"), "there is no such database"),
        (("review", "--db", "nowhere.db"), "there is no such database"),
        (("serve", "--db", "nowhere.db"), "no database"),
        (("export", "pages"), "pages"),
    ],
)
def test_wrong_usage_gives_status_two_and_one_message(
    arguments: tuple[object, ...], part: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    code, out = run(*arguments)
    assert code == 2
    assert part in out
    assert "Traceback" not in out


def test_a_mistake_in_the_corrections_names_the_line(tmp_path: Path) -> None:
    (tmp_path / "news").mkdir()
    (tmp_path / "news" / "a.txt").write_text("The minister spoke to the press in London.\n")
    (tmp_path / "news" / "corrections.yml").write_text("- same: [A, B]\n- sane: [C, D]\n")
    code, out = run("load", tmp_path / "news", "--db", tmp_path / "c.db")
    assert code == 2
    assert "corrections.yml, line 2" in out
    assert not (tmp_path / "c.db").exists()


def test_export_search_review_and_verify_run(corpus: Path) -> None:
    assert "We should push" in run("export", "quotes", "--db", corpus)[1]
    assert "Bajwa" in run("search", "Bajwa", "--db", corpus)[1]
    assert run("review", "--db", corpus)[0] == 0
    assert run("verify", "--db", corpus) == (0, f"{corpus}: all is well\n")


def test_a_list_of_names_is_looked_up_and_a_bad_line_does_not_stop_the_rest(
    corpus: Path, tmp_path: Path
) -> None:
    names = tmp_path / "names.csv"
    names.write_text('name\nQamar Javed Bajwa\n""\nNobody Atall\n')
    code, out = run("search", "--list", names, "--db", corpus)
    lines = out.splitlines()
    assert code == 0
    assert lines[1].startswith("Qamar Javed Bajwa,3,")
    assert any(line.startswith("Nobody Atall,0,") for line in lines)
