"""Where the rows of a table lie: what its columns, its sheet, its title and its file say of places."""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping, Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ..graph.network import Positions
from ..graph.schema import SCHEMA
from ..graph.text import Text
from . import vectors
from .clean import bodies
from .coded import Lookup
from .declaration import Gives, Where
from .ledger_table import LedgerTable
from .links import place_parts
from .places import ENDINGS, TIERS, Found, Places, Tier, district_in, level_of
from .references import tell_place

SEPARATOR = "\x1f"
SHEET_STREET = re.compile(r"(?!各|全|所有)[一-鿿]{2,10}(?:街道办事处|街道办|街道|镇|乡)")
# 东湖街道社区一览表, 单位：清河区东湖街道办事处
TITLE_STREET = re.compile(
    r"(?:(?:填报|报送|编制|制表)?单位[:：（(]*)?(?:[一-鿿]{1,6}?(?:(?<![社园])区|县|市))?(?!各|全|所有)([一-鿿]{2,6}(?:街道|镇|乡))(?=办|党|人民|政府|社区|村|居|所辖|辖区|基本|统战)"
)


def default_district(tables: Sequence[LedgerTable], titles: Sequence[Sequence[str]], places: Places) -> str:
    """The only district that all ledgers speak of: in their columns, else in their titles; "" for none or several."""
    named: set[str] = set()
    for table in tables:
        if key := place_parts(table).get("district"):
            named |= {places.canonical(text) for text in pc.unique(table.names(key)).to_pylist() if text}
    if not named:
        named = {places.canonical(found) for lines in titles for line in lines if (found := district_in(line))}
    return named.pop() if len(named) == 1 else ""


def set_street(table: LedgerTable, titles: Sequence[str]) -> None:
    """The street of a ledger of places that has no column for it: its sheet's name, or the street that its title begins with."""
    if "street" in place_parts(table) or "community" not in place_parts(table):
        return
    if SHEET_STREET.fullmatch(table.sheet.strip()):
        table.context = {**table.context, "street": table.sheet.strip()}
        return
    for text in (*titles, re.sub(r"\.\w+$", "", table.file)):
        if match := TITLE_STREET.match(re.sub(r"\s", "", text)):
            table.context = {**table.context, "street": match.group(1)}
            return


def set_context(table: LedgerTable, titles: Sequence[str], places: Places) -> None:
    """What the sheet's name, the title or the file's name say of the place of all rows, for tiers without a column."""
    parts = place_parts(table)
    if "street" in parts or any(getattr(c.role, "part", None) == "code" and table.has(c.key) for c in table.ledger.columns):
        return
    for text in (table.sheet, *titles, re.sub(r"\.\w+$", "", table.file)):
        found = _stated(text.strip(), "street", places)
        if found:
            table.context = {**table.context, "street": found}
            return
        if "community" not in parts and (found := _stated(text.strip(), "community", places)):
            table.context = {**table.context, "community": found}
            return


def _stated(text: str, tier: Tier, places: Places) -> str:
    """The one known place of a tier that a text is, or that stands at its beginning; else the text where it ends like one."""
    if places.named(tier, places.canonical(text)):
        return text
    parts = places.split_path(text)
    if tier in parts and places.named(tier, places.canonical(parts[tier])):
        return parts[tier]
    within = {name for name in places.names_of(tier) if name in text}
    longest = {name for name in within if not any(name != other and name in other for other in within)}
    if len(longest) == 1:
        return longest.pop()
    if not places.complete and len(text) <= 8 and text.endswith(ENDINGS[tier]):
        return text
    return ""


def list_places(table: LedgerTable, places: Places) -> Positions:
    """The places that the rows of a ledger of places list, made where they are new; -1 for refused rows."""
    named = {"district", "street"} & place_parts(table).keys()
    by_code = not named and table.has("parent") and pc.any(pc.not_equal(table.texts("parent"), "")).as_py()
    if by_code or "tier" in dict(table.ledger.assumed):
        return _list_coded(table, places)
    columns, path = _texts(table)
    for tier in ("district", "street"):
        if tier in columns and "community" in columns:
            columns[tier] = _continued(table, tier, columns[tier], columns["community"])
    codes = table.texts("code").to_pylist() if table.has("code") else [""] * len(table)
    found = np.full(len(table), -1, dtype=np.int32)
    listed: dict[int, int] = {}
    for position in range(len(table)):
        parts: dict[Tier, str] = {tier: texts[position] for tier, texts in columns.items() if texts[position]}
        if path and path[position]:
            parts = {**places.split_path(path[position]), **parts}
        if not parts:
            table.refuse("row-nameless", position, "community", "", wanted=Text("地点名称", "name of a place"))
            continue
        if codes[position] and (known := places.with_code(codes[position])) >= 0 and not places.ends_with(known, parts):
            table.refuse("duplicate-id", position, "code", codes[position], other=Text(places.path(known), places.path(known)))
            continue
        places.reading = (table.index, int(table.rows[position]))
        place = places.list_chain({**table.context, **parts}, codes[position] or "")
        found[position] = place
        if place in listed:
            line = int(table.rows[listed[place]])
            table.report("duplicate-row", position, "community", places.names[place], other=Text(f"第{line}行", f"row {line}"))
        listed.setdefault(place, position)
    return found


def _continued(table: LedgerTable, tier: Tier, texts: list[str], communities: list[str]) -> list[str]:
    """A column of a ledger of places whose blanks stand for the value above: what is left of merged cells in a text file.

    Only where the first row is filled and no value stands twice in a row, and only for rows that name a community.
    """
    filled = [text for text in texts if text]
    if len(filled) == len(texts) or not texts or not texts[0] or any(a == b for a, b in itertools.pairwise(filled)):
        return texts
    above, found = "", []
    for text, community in zip(texts, communities, strict=True):
        above = text or above
        found.append(above if community else text)
    first = next((i for i, text in enumerate(texts) if found[i] != text), -1)
    if first >= 0:
        table.report("place-continued", first, place_parts(table)[tier], found[first])
    return found


def _texts(table: LedgerTable) -> tuple[dict[Tier, list[str]], list[str]]:
    columns = {tier: table.names(key).to_pylist() for tier, key in place_parts(table).items()}
    path_key = next((c.key for c in table.ledger.columns if isinstance(c.role, Where) and c.role.part == "path" and table.has(c.key)), "")
    return columns, table.texts(path_key).to_pylist() if path_key else []


def _list_coded(table: LedgerTable, places: Places) -> Positions:
    """Places listed by their own code and that of the place above, in any order."""
    blank = [""] * len(table)
    codes: list[str] = table.texts("code").to_pylist() if table.has("code") else blank
    written = table.names("community").to_pylist() if table.has("community") else blank
    names = vectors.place_names(table.columns["community"])[0].to_pylist() if table.has("community") else blank
    places.shorten(written, names)
    first: dict[str, int] = {}
    for position, (code, name) in enumerate(zip(codes, names, strict=True)):
        if code and names[first.setdefault(code, position)] != name:
            line = int(table.rows[first[code]])
            table.refuse("duplicate-id", position, "code", code, other=Text(f"第{line}行", f"row {line}"))
            codes[position] = written[position] = ""
    above = table.texts("parent").to_pylist() if table.has("parent") else blank
    found = places.list_coded(table.index, table.rows.tolist(), codes, written, _levels(table, names), above)
    for nameless in np.flatnonzero((found < 0) & ~table.refused):
        table.refuse("row-nameless", int(nameless), "community", "", wanted=Text("地点名称", "name of a place"))
    return found


def _levels(table: LedgerTable, names: Sequence[str]) -> list[str]:
    """The level of each listed place: what a column says, else what the ending of its name says within its tier."""
    column = next((c for c in table.ledger.columns if isinstance(c.role, Gives) and c.role.attribute == "level" and table.has(c.key)), None)
    if column is not None:
        return [str(level) for level in table.given(column, SCHEMA.nodes["Place"].attribute("level"), "Place")["level"]]
    stated = dict(table.ledger.assumed).get("tier", "community")
    tier = next(tier for tier in TIERS if tier == stated)
    return [level_of(tier, name) for name in names]


def tells_places(tables: Sequence[LedgerTable]) -> bool:
    """Whether any of these ledgers could say where its nodes lie."""
    return any(isinstance(c.role, Where) and c.key in table.headers for table in tables for c in table.ledger.columns)


def locate(table: LedgerTable, places: Places) -> Positions:
    """The place of each row of a table that lists no places: -1 for none, a placeholder where it cannot be told."""
    code_key = next((c.key for c in table.ledger.columns if getattr(c.role, "part", None) == "code" and table.has(c.key)), "")
    found = _by_code(table, code_key, places) if code_key else np.full(len(table), -1, dtype=np.int32)
    parts = place_parts(table)
    path_key = next((c.key for c in table.ledger.columns if getattr(c.role, "part", None) == "path" and table.has(c.key)), "")
    keys = [*parts.values(), *([path_key] if path_key else [])]
    if not keys and not table.context:
        return found
    joined = _joined(table, keys)
    encoded = joined.dictionary_encode()
    which = np.asarray(encoded.indices, dtype=np.int64)
    order = np.argsort(which, kind="stable")
    bounds = np.searchsorted(which[order], np.arange(len(encoded.dictionary) + 1))
    for number, text in enumerate(encoded.dictionary.to_pylist()):
        at = order[bounds[number] : bounds[number + 1]]
        at = at[found[at] < 0]
        if len(at) == 0:
            continue
        values = dict(zip([*parts, "path"], text.split(SEPARATOR), strict=False)) if keys else {}
        path = values.pop("path", "")
        stated: dict[Tier, str] = {tier: values.get(tier) or table.context.get(tier, "") for tier in TIERS}
        if not any(values.values()) and not path and not table.context:
            continue
        places.reading = (table.index, int(table.rows[at[0]]))
        for number, result in enumerate(_resolved(places, stated, path)):
            if number == 0:
                found[at] = result.place
            elif result.place >= 0:
                table.further_places += [(int(row), result.place) for row in at]
            if result.trouble is not None:
                key = parts.get(result.trouble.tier) or path_key or next(iter(parts.values()), "")
                for position in at:
                    tell_place(table, int(position), key, result.trouble)
    return found


def _resolved(places: Places, stated: Mapping[Tier, str], path: str) -> list[Found]:
    """The place of a row, or the places where a cell names several, as that of a joint body does."""
    if path and len(pieces := bodies(path)) > 1 and not _is_one_path(places, pieces):
        return [places.resolve({}, piece) for piece in pieces]
    whole = places.resolve(stated, path, settle=False)
    tier = whole.trouble.tier if whole.trouble is not None else "community"
    texts = bodies(path or stated[tier])
    if whole.trouble is None or len(texts) < 2:
        return [places.resolve(stated, path)]
    return [places.resolve({}, text) if path else places.resolve({**stated, tier: text}) for text in texts]


def _is_one_path(places: Places, pieces: Sequence[str]) -> bool:
    """Whether the pieces of a cell are the tiers of one place (清河区、东湖街道、湖滨社区), not several places."""
    parts = [list(places.split_path(piece)) for piece in pieces]
    tiers = [tier for part in parts for tier in part]
    return all(parts) and tiers == sorted(set(tiers), key=TIERS.index)


def _joined(table: LedgerTable, keys: Sequence[str]) -> pa.Array:
    if not keys:
        return pa.array([""] * len(table))
    columns = [table.names(key) for key in keys]
    return columns[0] if len(columns) == 1 else pc.binary_join_element_wise(*columns, SEPARATOR)


def _by_code(table: LedgerTable, key: str, places: Places) -> Positions:
    written = table.texts(key)
    found = Lookup(pa.array(places.codes, pa.string())).find(written).copy()
    for position in np.flatnonzero((found < 0) & np.asarray(pc.not_equal(written, ""))):
        places.reading = (table.index, int(table.rows[position]))
        result = places.unknown_code(str(written[int(position)].as_py()))
        found[position] = result.place
        if result.trouble is not None:
            tell_place(table, int(position), key, result.trouble)
    return found
