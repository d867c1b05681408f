"""Snapshots: what is saved comes back, the same bytes for the same network, and nothing is ever half there."""

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from xinlian.graph import snapshot
from xinlian.graph.files import StoreError
from xinlian.graph.network import BlockKey, Network
from xinlian.graph.snapshot import SnapshotError, load, save

from .samples import assert_same, district, network, networks, random_network


def contents(directory: Path) -> dict[str, bytes]:
    return {str(p.relative_to(directory)): p.read_bytes() for p in sorted(directory.rglob("*")) if p.is_file()}


@pytest.mark.parametrize("sample", [district(), network({}), random_network(1), random_network(2)])
def test_round_trip_gives_the_same_network_and_the_same_bytes(sample: Network, tmp_path: Path) -> None:
    save(sample, tmp_path / "one")
    again = load(tmp_path / "one")
    assert_same(sample, again)
    save(again, tmp_path / "two")
    assert contents(tmp_path / "one") == contents(tmp_path / "two")


@settings(max_examples=25, deadline=None)
@given(networks())
def test_hostile_networks_come_back(sample: Network) -> None:
    with tempfile.TemporaryDirectory() as directory:
        save(sample, Path(directory) / "s")
        assert_same(sample, load(Path(directory) / "s"))


def test_presence_is_kept(tmp_path: Path) -> None:
    save(district(), tmp_path / "s")
    again = load(tmp_path / "s")
    assert len(again.blocks[BlockKey("GUIDES", "Liaison", "Place")]) == 0
    assert BlockKey("COVERS", "PartyBranch", "Enterprise") not in again.blocks
    assert "staff_lo" in again.frames["Place"]
    assert "pilot" not in again.frames["Place"]


def test_arrays_can_be_written_to(tmp_path: Path) -> None:
    save(district(), tmp_path / "s")
    for frame in load(tmp_path / "s").frames.values():
        for column in frame.select_dtypes("number"):
            assert frame[column].to_numpy(copy=True).flags.writeable


def test_categories_keep_their_order_across_row_groups(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(snapshot, "ROW_GROUP", 3)
    sample = network({"Place": [{"name": str(i), "level": level} for i, level in enumerate(["村", "社区", None, "区"] * 5)]})
    levels = sample.frames["Place"]["level"]
    sample.frames["Place"]["level"] = levels.cat.set_categories(["区", "乡", "村", "社区"])
    save(sample, tmp_path / "s")
    assert pq.ParquetFile(tmp_path / "s/nodes/Place.parquet").num_row_groups == 7
    assert_same(sample, load(tmp_path / "s"))


def test_saving_replaces_an_older_snapshot(tmp_path: Path) -> None:
    save(random_network(1), tmp_path / "s")
    save(district(), tmp_path / "s")
    assert_same(district(), load(tmp_path / "s"))
    assert [p.name for p in tmp_path.iterdir()] == ["s"]


def test_a_folder_with_other_things_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "letters.txt").write_text("mine")
    with pytest.raises(SnapshotError, match="is no snapshot"):
        save(district(), tmp_path)
    assert (tmp_path / "letters.txt").read_text() == "mine"


@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), KeyboardInterrupt()])
@pytest.mark.parametrize("written", [0, 1, 20, "rename"])
def test_an_interrupted_save_keeps_the_old_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: BaseException, written: Any) -> None:
    save(district(), tmp_path / "s")
    before = contents(tmp_path)
    write, rename, calls = pq.write_table, Path.rename, []

    def failing_write(*args: Any, **kwargs: Any) -> None:
        calls.append(args)
        if len(calls) > written:
            raise error
        write(*args, **kwargs)

    def failing_rename(path: Path, target: Path) -> Path:
        if path.name.endswith(".partial"):
            raise error
        return rename(path, target)

    with monkeypatch.context() as patch:
        if written == "rename":
            patch.setattr(Path, "rename", failing_rename)
        else:
            patch.setattr(pq, "write_table", failing_write)
        with pytest.raises(StoreError if isinstance(error, OSError) else KeyboardInterrupt):
            save(random_network(3), tmp_path / "s")
    assert contents(tmp_path) == before


@pytest.mark.skipif(sys.platform == "win32", reason="needs resource limits")
def test_a_disk_that_takes_no_more_leaves_the_old_snapshot(tmp_path: Path) -> None:
    save(district(), tmp_path / "s")
    before = contents(tmp_path)
    program = """
import resource, sys
from xinlian.graph.snapshot import load, save
from xinlian.graph.files import StoreError
network = load(sys.argv[1])
resource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000))
try:
    save(network, sys.argv[1])
except StoreError as error:
    print(error.message.en)
"""
    done = subprocess.run([sys.executable, "-c", program, str(tmp_path / "s")], capture_output=True, text=True, check=True)
    assert "cannot write" in done.stdout
    assert contents(tmp_path) == before


def test_a_save_killed_between_its_renames_is_recovered(tmp_path: Path) -> None:
    save(district(), tmp_path / "s")
    (tmp_path / "s").rename(tmp_path / ".s.old")
    assert_same(district(), load(tmp_path / "s"))
    save(random_network(4), tmp_path / "s")
    assert_same(random_network(4), load(tmp_path / "s"))
    assert [p.name for p in tmp_path.iterdir()] == ["s"]


def test_what_a_killed_save_left_is_cleared_away(tmp_path: Path) -> None:
    (tmp_path / ".s.partial/nodes").mkdir(parents=True)
    (tmp_path / ".s.partial/nodes/Place.parquet").write_text("half")
    save(district(), tmp_path / "s")
    assert [p.name for p in tmp_path.iterdir()] == ["s"]


@pytest.mark.parametrize("make", [lambda p: None, lambda p: p.mkdir(), lambda p: p.write_text("x")], ids=["nothing", "empty", "file"])
def test_what_is_no_snapshot_is_told(tmp_path: Path, make: Any) -> None:
    make(tmp_path / "s")
    with pytest.raises(SnapshotError, match="is no snapshot folder") as caught:
        load(tmp_path / "s")
    assert "不是快照文件夹" in caught.value.message.zh


def test_every_damaged_file_is_told(tmp_path: Path) -> None:
    save(district(), tmp_path / "s")
    for name, content in contents(tmp_path / "s").items():
        file = tmp_path / "s" / name
        damages = [b"", content[: len(content) // 2], content[:-1], bytes([*content[:20], content[20] ^ 1, *content[21:]])]
        for damaged in damages:
            file.write_bytes(damaged)
            with pytest.raises(SnapshotError):
                load(tmp_path / "s")
        file.unlink()
        with pytest.raises(SnapshotError):
            load(tmp_path / "s")
        file.write_bytes(content)
    load(tmp_path / "s")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"version": 99}, "version 99"),
        ({"format": "other"}, "no snapshot folder"),
        ({"reported": "2020-01-01"}, "manifest.json"),
        ({"tables": []}, "manifest.json"),
    ],
)
def test_a_changed_manifest_is_told(tmp_path: Path, change: Any, message: str) -> None:
    save(district(), tmp_path / "s")
    manifest = json.loads((tmp_path / "s/manifest.json").read_text("utf-8"))
    (tmp_path / "s/manifest.json").write_text(json.dumps(manifest | change), "utf-8")
    with pytest.raises(SnapshotError, match=message):
        load(tmp_path / "s")


def test_files_have_usual_permissions(tmp_path: Path) -> None:
    save(district(), tmp_path / "s")
    (tmp_path / "plain").mkdir()
    assert (tmp_path / "s").stat().st_mode == (tmp_path / "plain").stat().st_mode
