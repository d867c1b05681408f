"""One pure cleaner per type of value: what a cell says, from the text that stands in it.

Every function takes a text; None, or what its docstring names, stands for "cannot be read", which the caller reports. Nothing is
guessed and nothing raises. `vectors` does the same to whole columns. The longer cleaners live in modules of their own and are
found here too: words for "none" and "withheld" (`marks`), names (`names`), counts (`amounts`), dates (`dates`),
numbers that must not enter (`privacy`).
"""

from __future__ import annotations

import re
from enum import IntEnum

from stdnum.cn import uscc

from .amounts import count, number
from .dates import period, periods
from .marks import fold, is_none, is_uncountable, is_withheld, mark, plain, squeeze, words
from .names import bodies, name, persons, place_name, without_note
from .privacy import cut_identity, is_identity

__all__ = [
    "Flag", "bodies", "count", "credit_code", "cut_identity", "flag", "fold", "header", "header_forms", "is_none",
    "is_uncountable", "is_withheld", "name", "number", "period", "periods", "persons", "place_name",
    "plain", "safe_name", "safe_text", "squeeze", "without_note",
]  # fmt: skip


# Yes or no


class Flag(IntEnum):
    """What a yes-or-no cell says; the numbers are those of the schema's flags."""

    UNKNOWN = -1
    NO = 0
    YES = 1


_YES = frozenset(
    words("是 是的 √ ✓ ✔ ☑ ✅ 有 已有 对 对的 已 已建 已建立 已成立 已设 已设立 已配 已配备 已完成 具备 属于 y yes true t 1 1.0")
)
_NO = frozenset(words("不 不是 错 不对 非 未 不属于 不具备 未完成 尚未 □ ☐ ☒ n no false f 0 0.0"))


def flag(text: str) -> Flag | None:
    """Yes: 是, √, 有, 已建, Y, true, 1. No: 否, ×, 无, 未建, N, false, 0, blank, dashes. Unknown: 不详, 保密. None for anything else.

    A note in brackets after the word does not change it: 是（2021年）.
    """
    word = mark(without_note(text)[0])
    if word in _YES:
        return Flag.YES
    if word in _NO or is_none(word):
        return Flag.NO
    return Flag.UNKNOWN if is_withheld(word) or is_uncountable(word) else None


# Texts


def safe_text(text: str) -> tuple[str, bool]:
    """`text` in the form of `plain`, without identity and mobile numbers, and whether there was one."""
    return cut_identity(plain(text))


def safe_name(text: str) -> tuple[str, bool]:
    """`text` in the form of `name`, without identity and mobile numbers, and whether there was one."""
    text, cut = safe_text(text)
    return name(text), cut


# Credit codes


def credit_code(text: str) -> tuple[str, bool]:
    """A unified social credit code in normal form (no blanks or dashes, upper case), and whether it is valid.

    Blank, "none", "withheld" and "unknown" give ("", True). What is no valid code is returned as written, with False: wrong check
    digits, other lengths, old 15-digit registration numbers. An identity number in its place gives ("", False), for it must not
    enter; so does a cell with a mobile number.

    >>> credit_code("9111 0000 6000 3734 1l")
    ('91110000600037341L', True)
    """
    if is_none(text) or is_withheld(text) or is_uncountable(text):
        return "", True
    code = squeeze(text).upper()
    compact = re.sub("[-‐‑–—]", "", code)
    if uscc.is_valid(compact):
        return compact, True
    if is_identity(compact) or cut_identity(code)[1]:
        return "", False
    return compact, False


# Headers

_HEADER_BRACKETS = str.maketrans("【】〔〕[]｛｝{}（）", "()()()()()()")
_HEADER_START = re.compile(
    r"^(?:[*#★]+|其中[:：,，、]?(?=.)|\(?[0-9]{1,2}[.、)](?=[^0-9])|[一二三四五六七八九十]{1,2}、|\([一二三四五六七八九十]{1,2}\)(?=.))"
)
_HEADER_END = re.compile(r"(?<=.)[:：*★,，、。;；?？!！]+$")
_IN_BRACKETS = re.compile(r"\([^()]*\)")
_UNIT_AFTER_SLASH = re.compile(r"(?<=.)[/:：](?:人|名|家|户|个|元|万元|亿元|次)$")


def header(text: str) -> str:
    """The normal form of a column header, for comparing. Idempotent.

    Width is folded, all brackets are (), blanks, line breaks and underscores are gone, Latin is in lower case. Removed: a number
    before it (1. or 一、), 其中：, a star before or after it, punctuation after it. 台帐 becomes 台账.
    """
    text = squeeze(squeeze(text).casefold().translate(_HEADER_BRACKETS).replace("_", "")).replace("台帐", "台账")
    while (shorter := _HEADER_END.sub("", _HEADER_START.sub("", text))) != text:
        text = shorter
    return text


def header_forms(text: str) -> list[str]:
    """The forms under which a header is looked up, best first: whole, with brackets dissolved, and without what is in brackets.

    Units and notes stand in brackets (人, 万元, 是/否), but so do parts of the name: 街道（镇） is 街道(镇), 街道镇 and 街道.
    """
    whole = header(text)
    forms = [whole, header(whole.replace("(", "").replace(")", "")), header(_IN_BRACKETS.sub("", whole))]
    forms += [header(_UNIT_AFTER_SLASH.sub("", form)) for form in forms]
    return list(dict.fromkeys(form for form in forms if form)) or [whole]
