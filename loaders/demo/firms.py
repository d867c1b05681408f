"""The enterprises of the demo district with their technicians and liaisons (A34–A37).

What each is a case of is drawn from the tables on top; what follows from it is none of this module's business.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import cycle, islice
from random import Random

from stdnum.cn import uscc

from . import names
from .district import (
    CROSSING_NUMBERS,
    LARGE_NUMBERS,
    MIDDLE_NUMBERS,
    SMALL_NUMBERS,
    UNKNOWN_NUMBERS,
    Cell,
    Contact,
    District,
    Enterprise,
    Ghost,
    Liaison,
    Number,
    Place,
    exactly,
)

# What stands under 联络员类别, or: None nobody, "*" a withheld name, "@" named by the ledger of liaisons only. With it the unit.
Case = tuple[str | None, str]

LARGE: tuple[Case, ...] = (
    ("特派员", "统战工作室"),
    ("联络员", "统战工作部"),
    ("", "党群工作部"),
    (None, ""),
    ("联络员", ""),
    (None, "统战工作室"),
    ("专人", "统战工作室"),
    ("特派员", "/"),
    ("@", "统战工作站"),
    ("特派员", "统战工作站"),
    (None, "无"),
    ("联络员", "统战工作室"),
    ("特派员", "党群工作部"),
    ("联络员", "统战部"),
)
# Part-time liaisons stand only where the enterprise has no unit: whether they could serve a large one is then no question.
MIDDLE: tuple[Case, ...] = (
    ("专人", ""),
    ("联络员", ""),
    ("特派员", ""),
    ("专职联络员", ""),
    ("专人", "统战工作室"),
    ("兼职", ""),
    ("", ""),
    (None, ""),
    ("联络员", ""),
    ("专人", ""),
    ("兼职联络员", ""),
    ("*", ""),
    ("联络员", ""),
    ("专人", ""),
    (None, ""),
    ("专人", ""),
)
SMALL: tuple[Case, ...] = (
    ("兼职", ""),
    ("兼职", ""),
    ("联络员", ""),
    ("兼职", ""),
    (None, ""),
    ("", ""),
    ("兼职", ""),
    ("专人", ""),
    ("兼职", ""),
    ("联络员", ""),
    (None, ""),
    ("兼职", ""),
)
UNSETTLED: tuple[Case, ...] = ((None, ""), ("兼职", ""), ("专人", ""), ("联络员", "统战工作室"), ("特派员", ""))
NOBODY: tuple[Case, ...] = ((None, ""),)

ROLES: dict[str, tuple[str, str]] = {
    "": ("联络员", ""),
    "联络员": ("联络员", ""),
    "特派员": ("特派员", ""),
    "专人": ("专人", ""),
    "兼职": ("联络员", "兼职"),
    "兼职联络员": ("联络员", "兼职"),
    "专职联络员": ("联络员", "专职"),
}
ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
OWNERSHIP = ("私营", "私营", "私营", "民营科技", "民营科技", "外资", "合资", "股份制")
TWICE_NAMED = "云澜万舟连锁超市有限公司"


def found(district: District, random: Random, people: Iterator[str]) -> None:
    """Adds the enterprises, street by street, with their contacts."""
    brands = names.brands(random)
    plan = [
        *zip(_numbers(random, LARGE_NUMBERS, 14, 1000, 6000), cycle(LARGE), strict=False),
        *zip(_numbers(random, MIDDLE_NUMBERS, 62, 100, 950), cycle(MIDDLE), strict=False),
        *zip(_numbers(random, SMALL_NUMBERS, 250, 1, 99), cycle(SMALL), strict=False),
        *zip([exactly(0)] * 18 + [Number("无", 0, 0)] * 2, cycle(NOBODY), strict=False),
        *zip(islice(cycle(UNKNOWN_NUMBERS), 22), cycle(UNSETTLED), strict=False),
        *zip(islice(cycle(CROSSING_NUMBERS), 11), cycle(UNSETTLED[:4]), strict=False),
    ]
    random.shuffle(plan)
    made = [_enterprise(district, random, people, next(brands), number, case) for number, case in plan]
    made.sort(key=lambda e: district.streets.index(e.street))
    district.enterprises.extend(made)
    _spoil(district, random)


def _numbers(random: Random, written: tuple[Number, ...], size: int, lo: int, hi: int) -> list[Number]:
    """First each count in its written form, then skewed exact ones."""
    drawn = [exactly(min(hi, lo + int((hi - lo) * random.random() ** 3))) for _ in range(size - len(written))]
    return [*written, *drawn]


def _enterprise(district: District, random: Random, people: Iterator[str], brand: str, number: Number, case: Case) -> Enterprise:
    trade, industry = random.choice(names.TRADES)
    place = random.choice(district.communities)
    name = f"云澜{brand}{trade}有限公司"
    role, unit = case
    made = Enterprise(name, place, place.street, number, random.choice(OWNERSHIP), industry, Cell(credit_code(random)), unit)
    if role == "*":
        withheld = Ghost("Liaison", "**")
        district.contacts.append(Contact(withheld, made, "联络员", "enterprises", text="**", fault="reference-withheld"))
    elif role == "@":
        envoy = Liaison(next(people), "特派员", "统战特派员", "区工商联", f"L{len(district.liaisons) + 1:03d}")
        district.liaisons.append(envoy)
        district.contacts.append(Contact(envoy, made, "特派员", "liaisons", text=name))
    elif role is not None:
        meant, duty = ROLES[role]
        liaison = Liaison(next(people), "联络员")
        district.contacts.append(Contact(liaison, made, meant, "enterprises", duty, written_role=role))
    return made


def credit_code(random: Random) -> str:
    """A code with a valid check digit whose division, 990101, does not exist."""
    body = "91990101" + "".join(random.choice(ALPHABET) for _ in range(9))
    return body + str(uscc.calc_check_digit(body))


def _spoil(district: District, random: Random) -> None:
    """Plants the faults that concern single rows."""
    rows = district.enterprises
    plain = [e for e in rows if e.technicians.lo == e.technicians.hi > 1 and isinstance(e.technicians.text, int)]

    first_street = [e for e in plain if e.street is district.streets[0]]
    for spoiled in (plain[-10], plain[-20]):
        code = str(spoiled.uscc.text)
        spoiled.uscc = Cell(code[:-1] + ALPHABET[(ALPHABET.index(code[-1]) + 1) % len(ALPHABET)], "credit-code-invalid")

    # Listed twice with the same facts, and with another count: the first row stands.
    for original, number in ((plain[-50], None), (plain[-90], Number(88888, 88888, 88888, "value-conflict"))):
        again = replace(original, technicians=number or original.technicians, unit="", repeats=original)
        rows.insert(_end_of_street(rows, original.street), again)

    # One name, two enterprises.
    for street in (district.streets[1], district.streets[6]):
        place = district.communities_of(street)[2]
        twin = Enterprise(
            TWICE_NAMED, place, street, exactly(12 if street.level == "街道" else 130), "私营", "贸易", Cell(credit_code(random))
        )
        rows.insert(_end_of_street(rows, street), twin)

    # In a community that its street does not have, though another has.
    stray = first_street[-1]
    stray.place, stray.written_community, stray.place_fault = Ghost("Place", "柳浪社区"), "柳浪社区", "place-unknown"

    nameless = Enterprise(
        "", district.communities[9], district.communities[9].street, exactly(35), "私营", "贸易", Cell(credit_code(random))
    )
    rows.insert(_end_of_street(rows, nameless.street), nameless)

    # A mobile number beside the liaison's name.
    named = next(c for c in district.contacts if c.ledger == "enterprises" and c.sure and c.target in plain[:100])
    named.text, named.fault = f"{named.liaison.name} 19900000123", "identity-cut"


def _end_of_street(rows: list[Enterprise], street: Place) -> int:
    return max(i for i, e in enumerate(rows) if e.street is street) + 1
