"""Characters and words that mean the same: widths, blanks, and the marks for "none", "withheld" and "not known".

Folding is narrower than NFKC, which would turn the footnote in 100① into 1001 and ㎡ into m2: only full-width letters, digits
and signs become ASCII. Chinese sentence marks (，；：！？ and 。、) stay as they are, brackets become ().
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

# Chinese characters with extensions, the zero 〇, and radicals' look-alikes after folding.
HAN = "〇㐀-䶿一-鿿豈-﫿\U00020000-\U0003ffff"

_KEPT_WIDE = "，；：！？"
_BLANKS = "\t\n\v\f\r\x1c\x1d\x1e\x1f\x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B)))
# Control, zero-width, direction and variation characters, and halves of broken surrogate pairs.
_INVISIBLE = (
    (0x00, 0x08), (0x0E, 0x1B), (0x7F, 0x84), (0x86, 0x9F), (0xAD, 0xAD), (0x61C, 0x61C), (0x180E, 0x180E), (0x200B, 0x200F),
    (0x202A, 0x202E), (0x2060, 0x206F), (0xD800, 0xDFFF), (0xFE00, 0xFE0F), (0xFEFF, 0xFEFF), (0xFFF9, 0xFFFB),
    (0xE0000, 0xE007F), (0xE0100, 0xE01EF),
)  # fmt: skip
_RADICALS = range(0x2F00, 0x2FD6)


def _table() -> dict[int, str | None]:
    table: dict[int, str | None] = {code: None for first, last in _INVISIBLE for code in range(first, last + 1)}
    table |= {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F) if chr(code) not in _KEPT_WIDE}
    table |= {code: unicodedata.normalize("NFKC", chr(code)) for code in _RADICALS}
    return table | {ord(blank): " " for blank in _BLANKS}


_FOLDED = _table()


def words(text: str) -> tuple[str, ...]:
    """The blank-separated words of `text`."""
    return tuple(text.split())


def fold(text: str) -> str:
    """`text` with full-width letters, digits and signs in ASCII, every blank as a plain one, and nothing invisible. Idempotent."""
    return text if text.isascii() and text.isprintable() else unicodedata.normalize("NFC", text.translate(_FOLDED))


def plain(text: str) -> str:
    """`text` folded, its runs of blanks and line breaks as one blank, trimmed. Idempotent."""
    return " ".join(fold(text).split())


def squeeze(text: str) -> str:
    """`text` folded and without any blank. Idempotent."""
    return unicodedata.normalize("NFC", "".join(fold(text).split()))


DASHES = "-‐‑‒–—―−─━"
_RULES = frozenset(DASHES + "/\\_.。…")
_CROSSES = frozenset("x×✗✘✕╳❌")

_NOT_YET = words("未配 未配备 未设 未设立 未建 未建立 未成立 未组建 未参加 未加入 未入会 未任职 未安排 未明确 未落实 未指定 未确定 未定")
NONE = frozenset(
    (
        *words(
            "无 否 没 没有 暂无 尚无 空 空缺 空白 缺 缺位 暂缺 待定 待补 待补充 待配 待配备 待填 待选 待建 无此项 无相关 不适用 "
            "无人 待聘 待任命 拟设 拟配 "
            "n/a n.a. na #n/a nan nil none null"
        ),
        *_NOT_YET,
        *(f"尚{word}" for word in _NOT_YET),
    )
)
WITHHELD = frozenset(
    words(
        "保密 涉密 机密 秘密 不提供 未提供 不便提供 不愿提供 不予提供 拒绝提供 拒不提供 保密不提供 不公开 未公开 不便公开 不宜公开 "
        "不予公开 保密单位 涉密单位 涉密不填 涉密不报 不对外 不对外公开 不便透露 "
        "不便填写 不便填报 不宜透露 隐去 隐藏 脱敏 已脱敏 略 从略 withheld confidential"
    )
)
UNCOUNTABLE = frozenset(
    words(
        "不详 不便统计 不好统计 没有统计 未作统计 不便掌握 不祥 不清 不清楚 不知 不知道 不明 不明确 不确定 未知 无法统计 难以统计 无法掌握 "
        "未掌握 不掌握 未统计 待统计 统计中 "
        "无统计 待查 待核 待核实 待核查 若干 未填 未填报 未上报 未报 ? ?? ??? unknown"
    )
)

_UNIT = "[人名个位家户员]?"
_MASK = rf"(?:\*+|[x×]{{2,}}|╳+|[○●□■]{{2,}}){_UNIT}"
_MASKED_NAME = re.compile(
    rf"[{HAN}]{{0,4}}(?:\*+|[x×]{{2,}}|[○●□■]{{2,}})[{HAN}]{{0,8}}|[{HAN}]?某{{1,2}}|"
    "某{1,2}(?:区|县|市|街道|镇|乡|社区|村|.*公司|.*企业|单位|.*商会|.*协会|.*联谊会|.*新联会|.*支部)"
)
_WHOLLY_MASKED = re.compile(_MASK)


def mark(text: str) -> str:
    """The form in which a marker word is looked up: squeezed, in lower case, without brackets around it or a full stop after it."""
    word = squeeze(text).casefold().replace("？", "?").rstrip("。")
    while len(word) > 1 and (word[0], word[-1]) in (("(", ")"), ("[", "]"), ("【", "】"), ("“", "”"), ('"', '"')):
        word = word[1:-1]
    return word


def _is_rule(word: str) -> bool:
    return set(word) <= _RULES


def is_none(text: str) -> bool:
    """Whether a cell says that there is none: blank, 无, 否, 暂无, 待定, N/A, dashes, slashes, or a single × or x."""
    word = mark(text)
    return _is_rule(word) or word in NONE or word in _CROSSES


def is_withheld(text: str) -> bool:
    """Whether a cell says that it does not tell: 保密, 不提供, `*`, `**`, ×××, or a masked name such as 张**, **区, 李某, XX公司.

    A single × is "none". The star of *ST (stocks under special treatment) masks nothing.
    """
    word = mark(text)
    return word in WITHHELD or bool(_WHOLLY_MASKED.fullmatch(word) or _MASKED_NAME.fullmatch(word))


def is_uncountable(text: str) -> bool:
    """Whether a cell says that nobody knows: 不详, 无法统计, 不清楚, 未统计, 未知, a question mark."""
    return mark(text) in UNCOUNTABLE


def either(words: Iterable[str]) -> str:
    """A pattern for any of `words`, the longest first."""
    return "(?:" + "|".join(sorted(map(re.escape, words), key=lambda word: (-len(word), word))) + ")"
