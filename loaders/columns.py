"""Which ledger a table is, and what each of its columns means.

A header is matched in normal form against the aliases of the declaration, nothing else: what merely looks alike is proposed
in a problem and never taken. Headers of several rows are tried as a whole (联络员 + 姓名), then by their parts.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

from rapidfuzz import fuzz, process

from ..graph.text import Text
from .clean import header, header_forms
from .declaration import Id, Ledger, Name, Where
from .ledgers import DENIED, LEDGERS

# A leaf that says nothing without its parent (技术人员 / 总数), and after which the parent alone is meant.
BARE_LEAVES = frozenset(("总数", "合计", "总计", "小计", "人数", "数量", "数", "名称", "姓名", "全称", "总人数", "total", "number", "name"))
ORDINALS = frozenset(("序号", "序", "编次", "行号", "no", "no.", "备注", "说明", "备考", "#"))
# Words around a header that change nothing in what it means: 企业统战联络员姓名 is 统战联络员, 所在社会组织 is 社会组织.
BEGINNING = re.compile(
    r"^(?:(?:企业|单位|公司|本)(?=统战|内设)|统战(?:工作)?(?=指导员|联络|专人|专干|特派员|机构|部门)"
    r"|(?:村\(?社区\)?|社区\(?村?\)?|村居?)(?=指导员|联络员|专人|专干|特派员)|(?:挂钩|挂联|包联|结对|联谊交友|联谊|挂点|对口)(?=联系|指导|领导|干部|联络)|现(?=工作|任职|任)|所在|所属|所处|归属|属地|坐落|落户|注册地|经营地|居住|工作(?=社区|村|街道)|区派|系(?=代表)|辖区|驻区|驻地|驻企|派驻|驻点|驻片|挂点|包片|现有|具体|相关|主要)"
)
MARK_WANTED = re.compile(r"(.+)\((?:请?打?[√✓]|打勾|是/?否|有/?无|是或否|y/n)\)")
OWNERSHIP = re.compile(r"(?:非公有制经济|非公有制|非公经济|非公|民营|私营|两新|规上|规下|重点联系|辖内|区内)(?=企业|单位|组织)")
UNIT = re.compile(r"\([^()]*\)|[人家户个名]|万?元")
FOREIGN = re.compile(r"[a-z][a-z0-9\s./'-]{2,}")
PAGES = frozenset(("页码", "页次", "页数"))  # of a table of contents
ENDING = re.compile(r"(?:名称|姓名|情况|名单|全称|信息)$")
LIKENESS = 72  # of 100, below which a proposal would only confuse
LONGEST_HINT = 6  # characters from which a word of a title speaks fully for a ledger
TELLING, GENERIC, HINT, FILE_HINT = 2.0, 1.0, 4.0, 2.5


@dataclass(frozen=True)
class Meaning:
    """What the columns of one table mean.

    Attributes:
        ledger: the ledger that the table is.
        keys: for each column of the table the key in the ledger's declaration, or None.
        denied: positions of columns that are never read.
        repeated: positions of columns whose meaning an earlier column already has.
        also: position → key of further columns for one part of a place: what the first leaves blank, they fill.
        unknown: position → proposals, for columns that mean nothing here.
    """

    ledger: Ledger
    keys: tuple[str | None, ...]
    denied: frozenset[int]
    repeated: frozenset[int]
    also: dict[int, str]
    unknown: dict[int, tuple[str, ...]]


@dataclass(frozen=True)
class Unclear:
    """Two ledgers fit a table equally well."""

    candidates: tuple[Text, ...]


@cache
def is_denied(texts: tuple[str, ...]) -> bool:
    """Whether a header names something that is never read into the network (docs/architecture.md, privacy)."""
    joined = "".join(map(header, texts))
    return any(word in joined for word in DENIED)


@cache
def known_headers() -> frozenset[str]:
    """The normal forms of all headers of all ledgers, with those of columns that are denied or merely ordinal."""
    return frozenset(form for ledger in LEDGERS for form in ledger.lookup) | ORDINALS


@cache
def knows(text: str) -> bool:
    """Whether a header cell is known to any ledger; used to find header rows."""
    return bool(text) and (any(form in known_headers() for form in forms((text,))) or (is_denied((text,)) and len(text) <= 12))


@cache
def forms(texts: tuple[str, ...]) -> tuple[str, ...]:
    """The normal forms under which a header of one or more rows is looked up, best first."""
    parts = [_asked(text) + header_forms(text) + _in_chinese(text) for text in _without_units(texts)]
    if not parts:
        return ()
    tried = ["".join(part[0] for part in parts), "".join(part[-1] for part in parts)]
    if len(parts) > 1:
        tried += [parts[-2][-1] + parts[-1][-1], parts[0][-1] + parts[-1][-1]]
    if parts[-1][-1] in BARE_LEAVES and len(parts) > 1:
        tried += [form for part in reversed(parts[:-1]) for form in part]
    else:
        tried += parts[-1]
    tried += [plainer for form in tried if (plainer := OWNERSHIP.sub("", form.replace("/", ""))) not in ("", form)]
    return tuple(dict.fromkeys([*tried, *(shorter for form in tried for shorter in _shortened(form))]))


def _without_units(texts: tuple[str, ...]) -> list[str]:
    """The texts of a header without blank ones, and without a row of units under the others: （人）, 家."""
    said = [text for text in texts if header(text)]
    return [text for number, text in enumerate(said) if number == 0 or not UNIT.fullmatch(header(text))]


def _in_chinese(text: str) -> list[str]:
    """The Chinese half of a header in two languages: 企业名称 Enterprise name."""
    form = header(text)
    chinese = FOREIGN.sub("", form)
    return [chinese] if chinese and chinese != form else []


def _asked(text: str) -> list[str]:
    """A header that asks for a mark in brackets, as a question: 代表人士（√） is 是否代表人士."""
    match = MARK_WANTED.fullmatch(header(text))
    return [f"是否{match.group(1).removeprefix('是否')}"] if match else []


def _shortened(form: str) -> list[str]:
    """A form with less and less of the words that fill it up."""
    found = []
    while (shorter := ENDING.sub("", form)) != form or (shorter := BEGINNING.sub("", form)) != form:
        form = shorter
        found += [form] if form else []
    return found


def _match(ledger: Ledger, headers: Sequence[tuple[str, ...]]) -> tuple[list[str | None], float]:
    """For each column its key in the ledger, and how well the ledger fits."""
    keys: list[str | None] = []
    score = 0.0
    for texts in headers:
        found = None if is_denied(texts) else next((ledger.lookup[form] for form in forms(texts) if form in ledger.lookup), None)
        key = found[0] if found else None
        if found and key not in keys:
            score += TELLING if found[1] else GENERIC
        keys.append(key)
    required = [column.key for column in ledger.required()]
    if not any(key in keys for key in required):
        return keys, 0.0
    subject = Where("community") if ledger.kind == "Place" else Name()
    if ledger.kind is not None and any(column.role == subject and column.key in keys for column in ledger.columns):
        score += GENERIC
    if ledger.kind is None and not _has_both_ends(ledger, keys):
        return keys, 0.0
    return keys, score


def _has_both_ends(ledger: Ledger, keys: list[str | None]) -> bool:
    sides = {getattr(ledger.column(key).role, "side", None) for key in keys if key is not None}
    return {"source", "target"} <= sides


def meaning(
    headers: Sequence[tuple[str, ...]], hints: Sequence[str], file: str, distinctness: Callable[[int], float]
) -> Meaning | Unclear | None:
    """What a table's columns mean, Unclear where two ledgers fit alike, None where none does.

    Args:
        headers: per column the texts of its header, from the top row down.
        hints: the texts above the table and the sheet's name.
        file: the file's name.
        distinctness: for a column the share of rows that have a value of their own in it.
    """
    if any(PAGES.intersection(forms(texts)) for texts in headers):
        return None
    scored = []
    for ledger in LEDGERS:
        keys, score = _match(ledger, headers)
        if score > 0:
            titled = max((_hinted(ledger, text) for text in hints), default=0.0)
            scored.append((score + HINT * titled + FILE_HINT * _hinted(ledger, file), ledger, keys))
    if not scored:
        return None
    best = max(score for score, _, _ in scored)
    winners = [(ledger, keys) for score, ledger, keys in scored if score == best]
    if len(winners) > 1:
        # What a row is about differs from row to row; what it only names is repeated or blank.
        distinct = [_most_distinct(ledger, keys, distinctness) for ledger, keys in winners]
        winners = [winner for winner, share in zip(winners, distinct, strict=True) if share == max(distinct)]
        # And it stands first.
        first = [_first_required(ledger, keys) for ledger, keys in winners]
        winners = [winner for winner, at in zip(winners, first, strict=True) if at == min(first)]
    if len(winners) > 1:
        return Unclear(tuple(ledger.title for ledger, _ in winners))
    ledger, keys = winners[0]
    return _explained(ledger, keys, headers)


@cache
def unbracketed(text: str) -> str:
    """The normal form of a title, without brackets: 社区（村）一览 is 社区村一览."""
    return header(text).replace("(", "").replace(")", "")


def _hinted(ledger: Ledger, text: str) -> float:
    """How much a title or name speaks for a ledger: 0 to 1, by the longest of the ledger's words in it."""
    longest = max((len(hint) for hint in ledger.hints if hint in unbracketed(text)), default=0)
    return longest and 0.5 + 0.5 * min(longest / LONGEST_HINT, 1.0)


def _first_required(ledger: Ledger, keys: Sequence[str | None]) -> int:
    required = {column.key for column in ledger.required() if not isinstance(column.role, Id)}
    return next((at for at, key in enumerate(keys) if key in required), len(keys))


def _most_distinct(ledger: Ledger, keys: Sequence[str | None], distinctness: Callable[[int], float]) -> float:
    required = {column.key for column in ledger.required() if not isinstance(column.role, Id)}
    return max((distinctness(at) for at, key in enumerate(keys) if key in required), default=0.0)


def _explained(ledger: Ledger, keys: list[str | None], headers: Sequence[tuple[str, ...]]) -> Meaning:
    first = {key: i for i, key in reversed(list(enumerate(keys)))}
    repeated = frozenset(i for i, key in enumerate(keys) if key is not None and first[key] != i)
    denied = frozenset(i for i, texts in enumerate(headers) if is_denied(texts))
    also = {
        i: str(keys[i])
        for i in sorted(repeated)
        if headers[i] != headers[first[keys[i]]] and isinstance(ledger.column(str(keys[i])).role, Where)
    }
    repeated -= also.keys()
    unknown = {
        i: proposals(ledger, texts)
        for i, texts in enumerate(headers)
        if keys[i] is None and i not in denied and any(texts) and not ORDINALS.intersection(forms(texts))
    }
    kept = tuple(None if i in repeated or i in denied or i in also else key for i, key in enumerate(keys))
    return Meaning(ledger, kept, denied, repeated, also, unknown)


def proposals(ledger: Ledger, texts: tuple[str, ...]) -> tuple[str, ...]:
    """Titles of columns whose headers look like this one, best first."""
    wanted = forms(texts)
    if not wanted:
        return ()
    close = process.extract(wanted[0], list(ledger.lookup), scorer=fuzz.ratio, score_cutoff=LIKENESS, limit=3)
    return tuple(dict.fromkeys(ledger.column(ledger.lookup[form][0]).title.zh for form, _, _ in close))
