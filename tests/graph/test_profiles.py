"""Profiles: what one may not show is nowhere in what was made from the network."""

from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import numpy as np
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st
from xinlian.graph.exports import export
from xinlian.graph.integrity import check
from xinlian.graph.network import Network
from xinlian.graph.profiles import PROFILES, Profile, hide_small, mask_name, shown
from xinlian.graph.snapshot import save

from .samples import assert_same, district, network, random_network


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("张三", "张**"),
        ("欧阳修", "欧**"),
        ("张", "张**"),
        (" 张 三", "张**"),
        ("John Smith", "J**"),
        ("Émile", "É**"),
        ("（李四）", "李**"),
        ("买买提·艾力", "买**"),
        ("𠮷田", "𠮷**"),
        ("张**", "张**"),
        ("***", "**"),
        ("13", "**"),
        ("", ""),
        ("  ", ""),
    ],
)
def test_mask_name(name: str, masked: str) -> None:
    assert mask_name(name) == masked


@given(st.text())
def test_masking_leaves_one_letter_and_is_stable(name: str) -> None:
    masked = mask_name(name)
    assert len(masked) <= 3
    assert mask_name(masked) == masked


@pytest.mark.parametrize(
    ("count", "profile", "seen"),
    [(0, "public", 0), (1, "public", None), (4, "public", None), (5, "public", 5), (4, "internal", 4), (1, "work", 1)],
)
def test_small_counts_are_hidden_in_public(count: int, profile: Profile, seen: Any) -> None:
    assert hide_small(count, profile) == seen


def with_names_everywhere() -> Network:
    """A network with the names of two persons in every place where a ledger may put them."""
    return network(
        nodes={
            "Person": [
                {"id": "林芳-1", "name": "林芳", "alias": "林小芳、芳姐"},
                {"id": "x2", "name": "John Smith"},
                {"id": "Person-1", "name": "赵"},
            ],
            "Liaison": [{"name": "何静", "unit": "林 芳", "post": "何静"}, {"name": "区委办"}],
            "Post": [{"name": "林芳", "role": "组长", "body": "芳姐"}, {"name": "会长"}],
            "Department": [{"name": "区委办"}, {"name": "何静", "placeholder": True}],
            "Enterprise": [{"name": "何静", "subkind": "林芳"}, {"name": "林芳花店"}],
            "Association": [{"name": "联谊会", "duties": "联谊、林芳", "serves": None}],
            "Place": [{"name": "和平社区", "alias": "何静"}],
        },
        edges=[
            {"kind": "HOLDS", "source": "x2", "target": "Post-1", "role": "John Smith"},
            {"kind": "MEMBER_OF", "source": "x2", "target": "Association-1", "role": "林小芳"},
        ],
    )


SECRETS = ("林芳", "林 芳", "林小芳", "芳姐", "何静", "John", "Smith")


@pytest.mark.parametrize("profile", ["internal", "public"])
@pytest.mark.parametrize("suffix", [".json", ".graphml", ".gexf"])
def test_no_output_holds_a_hidden_name(profile: Profile, suffix: str, tmp_path: Path) -> None:
    sample = shown(with_names_everywhere(), profile)
    export(sample, tmp_path / f"x{suffix}")
    text = (tmp_path / f"x{suffix}").read_text("utf-8").replace("林芳花店", "")
    assert [secret for secret in SECRETS if secret in text] == []


@pytest.mark.parametrize("profile", ["internal", "public"])
def test_no_snapshot_holds_a_hidden_name(profile: Profile, tmp_path: Path) -> None:
    save(shown(with_names_everywhere(), profile), tmp_path / "s")
    texts = [(tmp_path / "s/manifest.json").read_text("utf-8")]
    for file in tmp_path.rglob("*.parquet"):
        table = pq.read_table(file)
        texts += [str(table.to_pydict()), *(str({k.decode(): v.decode() for k, v in (f.metadata or {}).items()}) for f in table.schema)]
    content = "".join(texts).replace("林芳花店", "")
    assert [secret for secret in SECRETS if secret in content] == []


def test_internal_masks_persons_and_keeps_bodies() -> None:
    frames = shown(with_names_everywhere(), "internal").frames
    assert frames["Person"]["name"].tolist() == ["林**", "J**", "赵**"]
    assert frames["Person"]["alias"].tolist() == ["", "", ""]
    assert frames["Person"]["id"].tolist() == ["Person-1-", "x2", "Person-1"]
    assert frames["Liaison"]["name"].tolist() == ["何**", "区**"]
    assert frames["Liaison"]["unit"].tolist() == ["林**", ""]
    assert frames["Post"]["name"].tolist() == ["林**", "会长"]
    assert frames["Department"]["name"].tolist() == ["区委办", "何**"]
    assert frames["Enterprise"]["name"].tolist() == ["何**", "林芳花店"]
    assert frames["Association"]["duties"].tolist() == ["联谊、林**"]
    assert frames["Enterprise"]["subkind"].tolist() == ["林**", np.nan]


def test_a_code_in_a_column_for_names_hides_nothing() -> None:
    sample = network({"Liaison": [{"name": "领导", "kind": "领导"}], "Association": [{"duties": "联谊、何静", "serves": "何静"}]})
    sample = shown(replace(sample, frames={**sample.frames, "Person": district().frames["Liaison"]}), "public")
    assert sample.frames["Liaison"]["kind"].tolist() == ["领导"]
    assert sample.frames["Association"]["duties"].tolist() == ["联谊"]
    assert sample.frames["Association"]["serves"].isna().tolist() == [True]
    assert sample.frames["Association"]["serves"].cat.categories.tolist() == []


def test_public_has_no_names_of_persons() -> None:
    frames = shown(district(), "public").frames
    assert frames["Person"]["name"].tolist() == ["", ""]
    assert frames["Liaison"]["name"].tolist() == [""]
    assert frames["Association"]["name"].tolist() == ["青河区新联会"]


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize("sample", [network({}), *map(random_network, range(3)), with_names_everywhere()])
def test_what_is_shown_is_a_sound_network_of_the_same_shape(sample: Network, profile: Profile) -> None:
    before = {kind: frame.copy() for kind, frame in sample.frames.items()}
    seen = shown(sample, profile)
    assert check(seen) == []
    assert {k: f.columns.tolist() for k, f in seen.frames.items()} == {k: f.columns.tolist() for k, f in sample.frames.items()}
    assert {k: len(b) for k, b in seen.blocks.items()} == {k: len(b) for k, b in sample.blocks.items()}
    assert all(before[kind].equals(frame) for kind, frame in sample.frames.items())
    assert_same(shown(seen, profile), seen)


def test_work_shows_everything() -> None:
    sample = district()
    assert shown(sample, "work") is sample


def test_an_unknown_profile_is_refused() -> None:
    with pytest.raises(ValueError, match="public, internal, work"):
        shown(district(), cast(Profile, "secret"))
