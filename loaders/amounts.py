"""Counts as people write them: 1,260, 320人, 1200余, 近200, 2—3, 1.2万, 两百余, 保密."""

from __future__ import annotations

import math
import re
from fractions import Fraction

from ..graph.values import MASKED, MISSING, UNCOUNTABLE, Count, Form
from .marks import DASHES, either, fold, is_none, is_uncountable, is_withheld, mark, words
from .privacy import cut_identity

_DIGITS = {c: i for i, same in enumerate(words("零〇○ 一壹 二两贰俩 三叁仨 四肆 五伍 六陆 七柒 八捌 九玖")) for c in same}
_UNITS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_MYRIADS = {"万": 10**4, "萬": 10**4, "亿": 10**8}
_SCALES = _UNITS | _MYRIADS
_ARABIC = r"[0-9]+(?:\.[0-9]+)?"
_TOKEN = re.compile(rf"{_ARABIC}|.")
_LARGEST = 10**15

_ZERO = frozenset(words("无 没有 暂无 尚无 没"))
# "人" and what else people count, with the words that may stand between a number and its unit.
_UNIT = either(
    words("人 名 个 位 家 户 员 口 次 人次 户次 间 处 座 所 项 件 条 场 期 份 岁 支 万元 元 亿元 个人 名员工 名党员 名职工 名技术人员")
)
_NUMERAL = rf"(?:[0-9]+(?:\.[0-9]+)?e\+?[0-9]{{1,2}}|[0-9.{''.join(_DIGITS)}{''.join(_SCALES)}]+)"
_SCALE = f"[{''.join(_SCALES)}]"

_BEFORE = {
    "about": words("约 大约 大概 约为 约有 约计 估计 预计 大致 ~ ≈"),
    "near": words("近 将近 接近 快到"),
    "over": words("超 超过 逾 多于 大于 高于 超出 > 已超 已超过"),
    "least": words("不少于 不低于 不下 不下于 不小于 至少 最少 >= => ≥ ⩾ ≧"),
    "under": words("不足 不到 少于 低于 小于 不满 未满 不及 <"),
    "most": words("不超过 不多于 不大于 不高于 至多 最多 可达 <= =< ≤ ⩽ ≦"),
    "": words("共 共计 共有 合计 总计 总数 有 现有 计 为 达 达到"),
}
_AFTER = {
    "about": words("左右 上下 前后"),
    "least": words("以上 及以上 或以上 之上 起 +"),
    "most": words("以下 及以下 或以下 之下 以内 之内"),
}
_BEFORE_OF = {word: meaning for meaning, group in _BEFORE.items() for word in group}
_AFTER_OF = {word: meaning for meaning, group in _AFTER.items() for word in group}

_AMOUNT = re.compile(
    rf"(?P<before>{either(_BEFORE_OF)})?(?P<few>好?几|数)?(?P<number>{_NUMERAL})?(?P<more>[余多几来])?(?P<scale>{_SCALE}+)?"
    rf"{_UNIT}?(?P<late>[余多])?(?P<after>{either(_AFTER_OF)})?{_UNIT}?"
)
_RANGE = re.compile(
    rf"{either(_BEFORE['about'])}?(?P<low>{_NUMERAL}){_UNIT}?(?:[{DASHES}~～]+|至|到)(?P<high>{_NUMERAL}){_UNIT}?{either(_AFTER['about'])}?"
)
_NEIGHBOURS = re.compile(rf"(?P<low>[一二两三四五六七八九])、?(?P<high>[二三四五六七八九])(?P<scale>{_SCALE}*){_UNIT}?")
_UP_TO_A = re.compile(rf"上(?P<scale>[百千万亿]){_UNIT}?")
_MASKED_DIGITS = re.compile(rf"(?=.*[*×x])[0-9]*(?:\*+|[×x]+)[0-9*×x]*{_UNIT}?")
_SEPARATED = re.compile(r"(?<![0-9.])[0-9]{1,3}(?:[,，' ][0-9]{3})+(?![0-9])")
_NOTE = re.compile(r"\((?:含|其中|包括|不含|人|名|个|家|户|约|估|万元|元)[^()]*\)$")


def numeral(text: str) -> Fraction | None:
    """The number that digits, Chinese numerals or both write: 1260, 1.2万, 一百二十, 两千三 (2300), 二〇二四. None for anything else."""
    if re.fullmatch(rf"{_ARABIC}(?:e\+?[0-9]{{1,2}})?", text):
        return Fraction(text)
    if len(text) > 2 and all(c in _DIGITS for c in text):
        return Fraction(int("".join(str(_DIGITS[c]) for c in text)))
    return _spoken(text)


def _spoken(text: str) -> Fraction | None:
    """A numeral with units (万 and 亿 close a section; a digit after a unit without 零 counts tenths of it: 两千三)."""
    total, section, current = Fraction(0), Fraction(0), None
    unit, gap = 0, False  # the unit read last, and whether 零 came after it
    for token in _TOKEN.findall(text):
        if token in _SCALES:
            size = _SCALES[token]
            if current is None and section == 0 and (total == 0 or token in _UNITS):
                current = Fraction(1)
            if token in _UNITS:
                if current is None or (section and size >= unit):
                    return None
                section += current * size
            else:
                section += current or 0
                if not section or (total and size >= total):
                    return None
                total, section = total + section * size, Fraction(0)
            unit, current, gap = size, None, False
        elif current is not None:
            return None
        elif token in "零〇○":
            gap, current = True, None if unit else Fraction(0)
        elif token in _DIGITS:
            current = Fraction(_DIGITS[token])
        elif re.fullmatch(_ARABIC, token):
            current, gap = Fraction(token), True
        else:
            return None
    if current is None:
        return total + section if unit else None
    tenths = unit > 10 and not gap
    return total + section + (current * unit / 10 if tenths else current)


def _last_unit(number: Fraction) -> Fraction:
    """One unit of the last digit of `number` that is not zero: 100 for 1200, 1 for 105, 1/10 for 2.5."""
    unit = Fraction(_LARGEST)
    while number % unit:
        unit /= 10
    return unit


def _about(low: Fraction, high: Fraction, whole: bool) -> tuple[Fraction, Fraction]:
    low, high = low * 9 / 10, high * 11 / 10
    return (Fraction(math.ceil(low)), Fraction(math.floor(high))) if whole else (low, high)


def _interval(meaning: str, number: Fraction, whole: bool) -> tuple[Fraction, Fraction | float, Form]:
    """The interval that a word such as 近 makes of a number; for whole numbers "under 100" ends with 99."""
    step = 1 if whole else 0
    if meaning == "about":
        return *_about(number, number, whole), Form.APPROXIMATE
    if meaning == "near":
        low = Fraction(math.ceil(number * 9 / 10)) if whole else number * 9 / 10
        return min(low, number - step), number - step, Form.APPROXIMATE
    if meaning == "more":
        return number, max(number, number + _last_unit(number) - step), Form.APPROXIMATE
    if meaning in ("least", "over"):
        return number + (step if meaning == "over" else 0), math.inf, Form.BOUND
    if meaning in ("most", "under"):
        return Fraction(0), number - (step if meaning == "under" else 0), Form.BOUND
    return number, number, Form.EXACT


def _tidy(text: str) -> str:
    """`text` folded, without separators of thousands, blanks, and brackets that hold but a unit or what is included."""
    text = fold(text).casefold().strip()
    text = _SEPARATED.sub(lambda match: re.sub(r"[,，' ]", "", match[0]), text)
    if re.search(r"[0-9] +[0-9]", text):
        return text
    text = text.replace(" ", "")
    note = _NOTE.search(text)
    if note:
        text = ("约" if note[0][1] in "约估" else "") + text[: note.start()]
    return text


def _amount(text: str, whole: bool) -> tuple[Fraction, Fraction | float, Form] | None:
    for pattern, read in ((_RANGE, _range), (_NEIGHBOURS, _neighbours), (_UP_TO_A, _up_to_a), (_AMOUNT, _single)):
        match = pattern.fullmatch(text)
        found = read(match, whole) if match else None
        if found:
            return found
    return None


def _range(match: re.Match[str], whole: bool) -> tuple[Fraction, Fraction | float, Form] | None:
    """2—3; in 5-50万 the first number takes the second one's 万."""
    low, high = numeral(match["low"]), numeral(match["high"])
    if low is None or high is None:
        return None
    size = math.prod(_SCALES[c] for c in match["high"] if c in _MYRIADS or c in "千仟")
    if size > 1 and not any(c in _SCALES for c in match["low"]) and low <= high / size:
        low *= size
    return low, high, Form.RANGE


def _neighbours(match: re.Match[str], whole: bool) -> tuple[Fraction, Fraction | float, Form] | None:
    """二三十, 一、二个, 三五个."""
    low, high = _DIGITS[match["low"]], _DIGITS[match["high"]]
    if high - low != 1 and (low, high) != (3, 5):
        return None
    size = math.prod(_SCALES[c] for c in match["scale"])
    return Fraction(low * size), Fraction(high * size), Form.RANGE


def _up_to_a(match: re.Match[str], whole: bool) -> tuple[Fraction, Fraction | float, Form] | None:
    """上百: a hundred or some hundreds."""
    size = _SCALES[match["scale"]]
    return Fraction(size), Fraction(10 * size - 1), Form.APPROXIMATE


def _single(match: re.Match[str], whole: bool) -> tuple[Fraction, Fraction | float, Form] | None:
    """One number with the words around it."""
    before = _BEFORE_OF[match["before"]] if match["before"] else ""
    after = _AFTER_OF[match["after"]] if match["after"] else ""
    more = match["more"] or match["late"]
    if match["few"]:
        return None if before or after or more else _few(match)
    number = numeral(match["number"]) if match["number"] else None
    if number is None or (match["more"] and match["late"]) or (match["scale"] and not match["more"]):
        return None
    size = math.prod(_SCALES[c] for c in match["scale"] or "")
    if more == "几":
        return (number * size + size, (number + 10) * size - 1, Form.APPROXIMATE) if number and number % 10 == 0 else None
    meanings = {meaning for meaning in (before, after, {"来": "about"}.get(more, "more") if more else "") if meaning}
    if meanings == {"about", "more"}:  # 约300余
        meanings = {"more"}
    if meanings == {"over", "least"}:  # 超过100以上
        meanings = {"least"}
    if len(meanings) > 1 or ("more" in meanings and not number):
        return None
    low, high, form = _interval(meanings.pop() if meanings else "", number, whole and size == 1)
    if size > 1:  # 30多万
        low, high = low * size, high * size - (1 if whole else 0)
    return low, high, form


def _few(match: re.Match[str]) -> tuple[Fraction, Fraction | float, Form] | None:
    """几十: 20–99; 数百: 200–999; 几人: 2–9."""
    sizes = [_SCALES.get(c) for c in (match["number"] or "") + (match["scale"] or "")]
    if None in sizes:
        return None
    size = math.prod(filter(None, sizes))
    return Fraction(2 * size), Fraction(10 * size - 1), Form.APPROXIMATE


def _read(text: str, whole: bool) -> Count | None:
    word = mark(text)
    if word in _ZERO:
        return Count.exact(0)
    if is_none(text):
        return MISSING
    if is_withheld(text) or _MASKED_DIGITS.fullmatch(word):
        return MASKED
    if is_uncountable(text):
        return UNCOUNTABLE
    tidy, per = _tidy(text), 1
    if not whole and (tidy.endswith("%") or tidy.startswith("百分之")):
        tidy, per = tidy.removesuffix("%").removeprefix("百分之").replace("%", ""), 100
    found = _amount(tidy, whole)
    if found is None or cut_identity(tidy)[1]:
        return None
    low, high, form = found[0] / per, found[1] / per, found[2]
    if not 0 <= low <= high or low > _LARGEST or _LARGEST < high < math.inf:
        return None
    if whole and any(isinstance(end, Fraction) and end.denominator > 1 for end in (low, high)):
        return None
    return Count(float(low), float(high), Form.EXACT if low == high and form is Form.RANGE else form)


INCLUSIVE = re.compile(r"[（(]含(?:本数)?[)）]|及(?=以[上下])")
REMARK = re.compile(r"(?<=[\d人名家个])[（(](?![余多约近])[^（()）]{2,}[)）]$")  # 120（含返聘3人） is 120
TEXT_MARKS = "'’‘"  # Excel's sign for a number kept as text, where it came along


def count(text: str) -> Count | None:
    """A count of persons or things as a closed interval of whole numbers; None for what is no count: text, negatives,
    fractions, and identity or mobile numbers.

    - 1,260, 320人, ９９, 12.0, 1e3, 1.2万, 一百二十: exact. 无, 没有 and 0 are an exact 0.
    - 余 and 多: up to one unit of the last digit that is not zero: 1200余 = 1200–1299, 万余 = 10000–19999, 105余 = 105.
    - 近n = 0.9 n to n - 1; 约n, n左右 = n ± 10 %. 几十 = 20–99, 十几 = 11–19, 上百 = 100–999.
    - n以上, 不少于n, ≥n = [n, inf); 超过n, >n = [n + 1, inf); n以下, 不超过n, ≤n = [0, n]; 不足n, 不到n, <n = [0, n - 1].
    - 2—3, 5至10, 二三十: ranges; 5-50万 is 50000–500000.
    - Blank, a dash, / and 待定 are MISSING; 保密, *, 1** are MASKED; 不详 and 无法统计 are UNCOUNTABLE.

    >>> count("1200余人")
    Count(lo=1200.0, hi=1299.0, form=<Form.APPROXIMATE: 1>)
    """
    text = INCLUSIVE.sub("", text.strip().lstrip(TEXT_MARKS))
    return _read(REMARK.sub("", text), whole=True)


def number(text: str) -> Count | None:
    """As `count`, for sums and weights: fractions and percentages (45% is 0.45) are allowed, and intervals are not of whole numbers.

    >>> number("40-50%")
    Count(lo=0.4, hi=0.5, form=<Form.RANGE: 3>)
    """
    return _read(text, whole=False)
