"""Identity and mobile numbers of persons, which must not enter (docs/architecture.md, privacy)."""

from __future__ import annotations

import re
import unicodedata

_GAP = r"[\s\-‐‑–—.·\u200b-\u200f\u2060\ufeff]{1,2}"
_BIRTHDAY = r"(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])"
_LABEL = r"(?:(?:居民)?(?:身份证件?|证件)(?:号码|号)?|(?:手机|移动电话|联系电话|电话|联系方式)(?:号码|号)?|tel|mobile|phone)?\s*[:：]?\s*"


def _grouped(*sizes: int) -> str:
    """A pattern of a mobile number whose digits stand in groups of these sizes."""
    digits = iter(["1", "[3-9]", *["[0-9]"] * 9])
    return _GAP.join("".join(next(digits) for _ in range(size)) for size in sizes)


def _letter_spaced(pattern: str) -> str:
    """`pattern`, in which blanks stand between the digits, with a gap allowed at each of them."""
    return rf"(?:{_GAP})?".join(pattern.split())


_IDENTITY = _letter_spaced(
    f"[1-9] {'[0-9] ' * 5}(?:1(?:{_GAP})?9|2(?:{_GAP})?0) [0-9] [0-9] "
    f"(?:0(?:{_GAP})?[1-9]|1(?:{_GAP})?[0-2]) (?:0(?:{_GAP})?[1-9]|[12](?:{_GAP})?[0-9]|3(?:{_GAP})?[01]) "
    "[0-9] [0-9] [0-9] (?:[Xx]|[0-9](?![0-9]))"
)
_OLD_IDENTITY = rf"(?<![A-Za-z])[1-9][0-9]{{7}}{_BIRTHDAY}[0-9]{{3}}(?![0-9A-Za-z])"
_MOBILES = "|".join(_grouped(*sizes) for sizes in ((11,), (3, 4, 4), (3, 8), (7, 4), (5, 6), (4, 4, 3), (4, 3, 4), (3, 3, 5), (1,) * 11))
_MOBILE = rf"(?:[+(]?86\)?(?:{_GAP})?|0086(?:{_GAP})?|0)?(?:{_MOBILES})(?![0-9])"
_TOO_LONG = "[0-9]{19,}"
_PRIVATE = re.compile(rf"{_LABEL}(?<![0-9])(?:{_TOO_LONG}|{_IDENTITY}|{_OLD_IDENTITY}|{_MOBILE})", re.IGNORECASE)
_WHOLE = re.compile(rf"[1-9][0-9]{{5}}(?:19|20)[0-9]{{2}}{_BIRTHDAY}[0-9]{{3}}[0-9X]")
_LEFT_OVER = re.compile(r"[(（【\[]\s*[)）】\]]|^[\s,，;；:：/／、|\-–—]+|[\s,，;；:：/／、|\-–—]+$")


def _ascii_digits(text: str) -> str:
    """`text` with digits and x of every width in ASCII, character by character."""
    return "".join(str(unicodedata.decimal(c)) if c.isdecimal() else "X" if c in "Ｘｘ" else "-" if c == "－" else c for c in text)


def is_identity(code: str) -> bool:
    """Whether `code`, without blanks and in upper case, is an identity number: 18 characters with a plausible date of birth."""
    return bool(_WHOLE.fullmatch(code))


def cut_identity(text: str) -> tuple[str, bool]:
    """`text` without identity and mobile numbers, and whether there was one. Idempotent; other text stays as it is.

    Cut are: 18 characters with a plausible date of birth and an X or digit at the end, also with blanks or dashes in between; the
    old 15 digits with such a date, where no letter or digit touches them; mobile numbers (1, 3 to 9, nine digits) in the usual
    groupings, with +86 or not, where no digit touches them; and any run of more than 18 digits, which is an account or several
    numbers run together. A label before the number, and brackets that held nothing else, go with it. Digits may be of any width.

    An all-digit credit code looks like an identity number where its seventh to fourteenth digits read as a date, and is then cut:
    columns of credit codes are read by `credit_code` instead. Old 15-digit registration numbers likewise.

    >>> cut_identity("张三（电话：138-0000-0000）")
    ('张三', True)
    """
    cut = False
    while sum(map(str.isdecimal, text)) >= 11:
        spans = [match.span() for match in _PRIVATE.finditer(_ascii_digits(text))]
        if not spans:
            break
        for first, last in reversed(spans):
            text = text[:first] + text[last:]
        cut = True
    while cut and (tidy := _LEFT_OVER.sub("", text)) != text:
        text = tidy
    return text, cut
