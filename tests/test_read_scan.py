"""What a folder holds is listed in order, never left, and read with what the user declares beside it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from loader.model import CorpusError, Rejection, Source
from loader.read import Entry, fingerprint, read, scan


def fill(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return folder


def rows(folder: Path) -> dict[str, Source | Rejection]:
    found = (read(entry) if isinstance(entry, Entry) else [entry] for entry in scan(folder))
    return {item.path: item for items in found for item in items}


def entry_of(folder: Path, path: str) -> Entry:
    return next(entry for entry in scan(folder) if isinstance(entry, Entry) and entry.path == path)


def test_paths_come_sorted_as_strings(tmp_path: Path) -> None:
    names = ["b/a.txt", "a/z.txt", "a-b.txt", "a.txt", "a/b/c.txt", "B.txt", "a b.txt", "ab/c.txt"]
    fill(tmp_path, dict.fromkeys(names, "x"))
    assert [entry.path for entry in scan(tmp_path)] == sorted(names)


def test_one_file_can_be_scanned(tmp_path: Path) -> None:
    fill(tmp_path, {"a.txt": "x"})
    (entry,) = scan(tmp_path / "a.txt")
    assert isinstance(entry, Entry)
    assert (entry.path, entry.size) == ("a.txt", 1)


@pytest.mark.parametrize("name", ["nothing", "a.txt/b"])
def test_what_is_not_there_is_the_users_to_mend(tmp_path: Path, name: str) -> None:
    fill(tmp_path, {"a.txt": "x"})
    with pytest.raises(CorpusError, match="no such file or folder"):
        scan(tmp_path / name)


def test_a_link_to_the_folder_itself_is_followed_and_no_other(tmp_path: Path) -> None:
    fill(tmp_path, {"real/a.txt": "x"})
    (tmp_path / "link").symlink_to("real")
    (tmp_path / "real" / "b.txt").symlink_to("a.txt")
    found = {entry.path: isinstance(entry, Entry) for entry in scan(tmp_path / "link")}
    assert found == {"a.txt": True, "b.txt": False}


def test_names_that_print_alike_stay_apart(tmp_path: Path) -> None:
    fill(tmp_path, {"a\n.txt": "one", "a\\n.txt": "two"})
    found = rows(tmp_path)
    assert sorted(found) == ["a\\n.txt", "a\\n.txt~2"]
    assert {item.text for item in found.values() if isinstance(item, Source)} == {"one", "two"}


def test_a_file_that_went_or_changed_says_so(tmp_path: Path) -> None:
    fill(tmp_path, {"gone.txt": "x", "changed.txt": "x", "pipe.txt": "x"})
    entries = {entry.path: entry for entry in scan(tmp_path) if isinstance(entry, Entry)}
    (tmp_path / "gone.txt").unlink()
    (tmp_path / "changed.txt").write_text("longer")
    (tmp_path / "pipe.txt").unlink()
    os.mkfifo(tmp_path / "pipe.txt")
    reasons = {path: next(read(entry)) for path, entry in entries.items()}
    assert reasons["gone.txt"].reason.startswith("gone")
    assert reasons["changed.txt"].reason.startswith("changed while it was read")
    assert (reasons["pipe.txt"].status, fingerprint(entries["pipe.txt"])) == ("skipped", "")


def test_sidecars_override_what_is_found(tmp_path: Path) -> None:
    fill(
        tmp_path,
        {
            "a.md": "---\ntitle: Found\nauthor: Kept\n---\nText",
            "a.yml": "headline: Declared\ndate: 2021-03-04\n",
            "b.txt": "Text",
            "b.txt.json": '{"title": "B", "publisher": "Post"}',
            "c.jsonl": '{"title": "C", "text": "x"}\n{"text": "y"}',
            "c.yaml": "publisher: Post",
        },
    )
    found = rows(tmp_path)
    assert found["a.md"].declared == {"headline": "Declared", "byline": "Kept", "published": "2021-03-04"}
    assert found["a.md"].declared_by == {"headline": "sidecar", "byline": "metadata", "published": "sidecar"}
    assert found["b.txt"].declared == {"headline": "B", "publisher": "Post"}
    assert found["c.jsonl#1"].declared == {"headline": "C", "publisher": "Post"}
    assert found["c.jsonl#2"].declared == {"publisher": "Post"}
    assert found["a.yml"].reason == "metadata of a.md"
    assert found["b.txt.json"].status == found["c.yaml"].status == "skipped"


def test_articles_csv_declares_for_files_and_records(tmp_path: Path) -> None:
    table = "path,title,date\nsub/a.txt,A,2021\nsub/b.jsonl#2,B2,\nsub/b.jsonl,B,2020\n"
    fill(
        tmp_path,
        {
            "articles.csv": table,
            "sub/articles.csv": "path;title\n./a.txt;Nearer\n",
            "sub/a.txt": "x",
            "sub/b.jsonl": '{"text": "1"}\n{"text": "2"}',
        },
    )
    found = rows(tmp_path)
    assert found["sub/a.txt"].declared == {"headline": "Nearer", "published": "2021"}
    assert found["sub/b.jsonl#1"].declared == {"headline": "B", "published": "2020"}
    assert found["sub/b.jsonl#2"].declared == {"headline": "B2", "published": "2020"}
    assert found["articles.csv"].reason == "metadata of the files it names"


def test_an_articles_csv_with_texts_holds_articles(tmp_path: Path) -> None:
    fill(tmp_path, {"articles.csv": "path,text\nx,An article.\n"})
    assert rows(tmp_path)["articles.csv#1"].text == "An article."


def test_json_with_texts_is_no_sidecar(tmp_path: Path) -> None:
    fill(
        tmp_path,
        {
            "a.txt": "x",
            "a.json": '{"title": "A", "text": "An article."}',
            "b.txt": "x",
            "b.json": '[{"text": "y"}]',
        },
    )
    found = rows(tmp_path)
    assert (found["a.json"].text, found["b.json#1"].text, found["a.txt"].declared) == ("An article.", "y", {})


def test_a_broken_sidecar_fails_and_its_article_is_read(tmp_path: Path) -> None:
    fill(tmp_path, {"a.txt": "Text", "a.yml": "title: [x\n"})
    found = rows(tmp_path)
    assert found["a.txt"].declared == {}
    assert found["a.yml"].status == "failed"
    assert found["a.yml"].reason.startswith("metadata of a.txt, not applied: no valid YAML: line 2")


def test_corrections_are_no_article_at_the_top_only(tmp_path: Path) -> None:
    fill(tmp_path, {"corrections.yml": "people: {}", "sub/corrections.txt": "An article."})
    found = rows(tmp_path)
    assert found["corrections.yml"].status == "skipped"
    assert isinstance(found["sub/corrections.txt"], Source)


def test_a_fingerprint_changes_with_the_file_and_with_what_is_declared_for_it(tmp_path: Path) -> None:
    fill(tmp_path, {"a.txt": "x", "b.txt": "x"})
    plain = fingerprint(entry_of(tmp_path, "a.txt"))
    assert plain == fingerprint(entry_of(tmp_path, "b.txt"))
    fill(tmp_path, {"a.yml": "title: A", "articles.csv": "path,title\nc.txt,C\n"})
    declared = fingerprint(entry_of(tmp_path, "a.txt"))
    assert declared != plain == fingerprint(entry_of(tmp_path, "b.txt"))
    fill(tmp_path, {"a.yml": "# a comment\ntitle: A"})
    assert fingerprint(entry_of(tmp_path, "a.txt")) == declared
    fill(tmp_path, {"a.yml": "title: B"})
    assert fingerprint(entry_of(tmp_path, "a.txt")) != declared


def test_hidden_folders_are_one_row_each(tmp_path: Path) -> None:
    fill(tmp_path, {".git/a.txt": "x", ".git/b/c.txt": "x", "a.txt": "x"})
    assert sorted(rows(tmp_path)) == [".git", "a.txt"]
