"""The places that ledgers list, and which place a cell means.

A reference is resolved by code, or downwards from the district: at each level the name must fit exactly one place below the
one found so far. Where it fits none or several, the reference leads to a placeholder and the problem names the candidates;
nothing is taken because it merely looks alike.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from rapidfuzz import fuzz, process

from ..graph.network import Positions
from .clean import place_name

Tier = Literal["province", "city", "district", "street", "community"]
TIERS: tuple[Tier, ...] = ("province", "city", "district", "street", "community")

LEVEL_BY_ENDING: dict[Tier, tuple[tuple[str, str], ...]] = {
    "province": (("", "省"),),
    "city": (("", "市"),),
    "district": (("市", "县级市"), ("县", "县"), ("旗", "县"), ("", "区")),
    "street": (("开发区", "开发区"), ("园区", "园区"), ("新区", "开发区"), ("镇", "镇"), ("乡", "乡"), ("苏木", "乡"), ("", "街道")),
    "community": (("村", "村"), ("嘎查", "村"), ("", "社区")),
}
ENDINGS: dict[Tier, tuple[str, ...]] = {
    "province": ("省", "市", "自治区"),
    "city": ("市",),
    "district": ("区", "县", "市"),
    "street": ("街道", "镇", "乡"),
    "community": ("社区", "村"),
}
TIER_OF_LEVEL: dict[str, Tier] = {
    "省": "province", "市": "city", "区": "district", "县": "district", "县级市": "district", "街道": "street", "镇": "street",
    "乡": "street", "开发区": "street", "园区": "street", "社区": "community", "村": "community",
}  # fmt: skip
SEPARATORS = re.compile(r"[\s/\\>›|、，,\-—－·]+")
LIKENESS = 70
LONGEST = 40  # characters that a place's name has at most


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why a place could not be told: the problem's code, the text, what it could have been, and the tier that failed."""

    code: str
    value: str
    candidates: tuple[str, ...] = ()
    tier: Tier = "community"


@dataclass(frozen=True, slots=True)
class Found:
    """Where a reference leads: a place, -1 for nowhere, and what was wrong."""

    place: int
    trouble: Trouble | None = None


@dataclass
class Places:
    """All places, by position: parallel lists, growing while ledgers are read."""

    names: list[str] = field(default_factory=list)
    levels: list[str] = field(default_factory=list)
    parents: list[int] = field(default_factory=list)
    codes: list[str] = field(default_factory=list)
    placeholder: list[bool] = field(default_factory=list)
    written: dict[int, set[str]] = field(default_factory=lambda: defaultdict(set))  # other forms of the name, by place
    origins: list[tuple[int, int]] = field(default_factory=list)  # the table and file row in which each first stands
    reading: tuple[int, int] = (-1, 0)  # the table and file row that is being read
    aliases: Mapping[str, str] = field(default_factory=dict)
    complete: set[Tier] = field(default_factory=set)
    default_district: str = ""
    _below: dict[tuple[int, str], int] = field(default_factory=dict)
    _named: dict[tuple[Tier, str], list[int]] = field(default_factory=lambda: defaultdict(list))
    _ghosts: dict[tuple[int, str], int] = field(default_factory=dict)
    _created: dict[int, None] = field(default_factory=dict)
    _short: dict[str, str] = field(default_factory=dict)
    _with_code: dict[str, int] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.names)

    # -- listing -------------------------------------------------------------------------------------------------------

    def add(self, name: str, level: str, parent: int, code: str = "", written: str = "", placeholder: bool = False) -> int:
        """Adds a place below `parent` (-1 for none) and returns its position."""
        position = len(self.names)
        self.names.append(name)
        self.levels.append(level)
        self.parents.append(parent)
        self.codes.append(code)
        self.placeholder.append(placeholder)
        if written and written != name:
            self.written[position].add(written)
        self.origins.append(self.reading)
        if not placeholder:
            self._below.setdefault((parent, name), position)
            self._named[TIER_OF_LEVEL.get(level, "community"), name].append(position)
        return position

    def list_chain(self, parts: Mapping[Tier, str], code: str = "") -> int:
        """The place that a row of a ledger of places lists; made, with those above it, where it is new. -1 for a blank row."""
        place = self._root() if not parts.get("district") else -1
        for tier in TIERS:
            text = parts.get(tier, "")
            if not text:
                continue
            name = self.canonical(text)
            below = self._below.get((place, name), -1)
            place = below if below >= 0 else self.add(name, level_of(tier, name), place)
            if text != name:
                self.written[place].add(text)
            self.complete.add(tier)
        if place >= 0 and code and not self.codes[place]:
            self.codes[place] = code
            self._with_code[code] = place
        return place

    def list_coded(
        self, table: int, rows: Sequence[int], codes: Sequence[str], names: Sequence[str], levels: Sequence[str], above: Sequence[str]
    ) -> Positions:
        """Places listed by code; `above` are the codes of the places that they lie in, "" for none.

        Codes that lead above nothing listed make roots; a place that lies in itself loses its parent (see `cycles`).
        """
        first = len(self)
        known = {code: position for position, code in enumerate(self.codes) if code}
        found = np.full(len(codes), -1, dtype=np.int32)
        for row, (code, name, level) in enumerate(zip(codes, names, levels, strict=True)):
            self.reading = (table, rows[row])
            if not name:
                continue
            if code in known:
                found[row] = known[code]
                continue
            found[row] = self.add(self.canonical(name), level, -1, code, written=name)
            if code:
                known[code] = int(found[row])
            self.complete.add(TIER_OF_LEVEL.get(level, "community"))
        for row, code in enumerate(above):
            if code and found[row] >= first:
                self.parents[int(found[row])] = known.get(code, -1)
        self._below = {}
        for place, (parent, name) in enumerate(zip(self.parents, self.names, strict=True)):
            if not self.placeholder[place]:
                self._below.setdefault((parent, name), place)
        return found

    def with_code(self, code: str) -> int:
        """The place with a division code, -1 where there is none."""
        return self._with_code.get(code, -1)

    def ends_with(self, place: int, parts: Mapping[Tier, str]) -> bool:
        """Whether a place is the one that the lowest of the written parts names."""
        lowest = next((parts[tier] for tier in reversed(TIERS) if parts.get(tier)), "")
        return self.names[place] == self.canonical(lowest)

    def unknown_code(self, code: str) -> Found:
        """A placeholder for a division code that no ledger lists; the place is taken by the listed part of the code above."""
        above = next((self._coded(code[:end]) for end in (9, 6) if len(code) > end and self._coded(code[:end]) >= 0), -1)
        if "community" not in self.complete and not any(self.codes):
            return Found(-1, Trouble("place-unknown", code))
        return self._unsure(above, "community", code, code, "place-unknown", (), True)

    def _coded(self, code: str) -> int:
        return next((p for p, known in enumerate(self.codes) if known == code), -1)

    def cycles(self) -> list[int]:
        """The places that lie in themselves, cut loose from what is above them; one for each circle."""
        settled: set[int] = {-1}
        cut = []
        for start in range(len(self.names)):
            chain: dict[int, None] = {}
            place = start
            while place not in settled and place not in chain:
                chain[place] = None
                place = self.parents[place]
            if place in chain:
                self.parents[place] = -1
                cut.append(place)
            settled.update(chain)
        return cut

    def named(self, tier: Tier, name: str) -> list[int]:
        """The places of a tier with this name, or whose name without its ending is this one."""
        return self._candidates(tier, name)

    def names_of(self, tier: Tier) -> list[str]:
        """The names of all places of a tier."""
        return [name for t, name in self._named if t == tier]

    def _root(self) -> int:
        """The only district that the ledgers speak of, made on first use; -1 where they speak of none or of several."""
        if not self.default_district:
            return -1
        name = self.canonical(self.default_district)
        known = self._named.get(("district", name))
        return known[0] if known else self.add(name, level_of("district", name), -1)

    def shorten(self, written: Sequence[str], short: Sequence[str]) -> None:
        """Takes note of short forms that were made for a whole column at once."""
        for text, name in zip(written, short, strict=True):
            self._short[text] = self.aliases.get(name, self.aliases.get(text, name))

    def canonical(self, text: str) -> str:
        """The short form of a place's name, with the listed aliases applied."""
        if text not in self._short:
            name = text if SHORT.fullmatch(text) else place_name(text)
            self._short[text] = self.aliases.get(name, self.aliases.get(text, name))
        return self._short[text]

    # -- resolving -----------------------------------------------------------------------------------------------------

    def resolve(self, parts: Mapping[Tier, str], path: str = "", settle: bool = True) -> Found:
        """The place that the cells of a row mean.

        Args:
            parts: the written texts by tier; blank ones may be absent.
            path: the text of a cell that holds several tiers, if there is one.
            settle: whether a place that cannot be told becomes a placeholder, or a new place where no ledger lists places.
        """
        if path:
            parts = {**(self.split_path(path) or {"community": path}), **{tier: text for tier, text in parts.items() if text}}
        return self._walk(-1, parts, settle)

    def within(self, around: int, text: str) -> Found:
        """The place that a text means beside a place: the nearest that fits, from `around` outwards."""
        parts = self.split_path(text) or {"community": text}
        above = around
        while above >= 0:
            found = self._walk(above, parts, settle=False)
            if found.trouble is None:
                return found
            above = self.parents[above]
        return self._walk(self.district_of(around), parts)

    def _walk(self, place: int, parts: Mapping[Tier, str], settle: bool = True) -> Found:
        for tier in TIERS:
            text = parts.get(tier, "")
            if text:
                found = self._step(place, tier, text, settle)
                if found.trouble is not None:
                    return found
                place = found.place
        return Found(place)

    def _step(self, above: int, tier: Tier, text: str, settle: bool = True) -> Found:
        """The place of a tier below `above`; where it cannot be told and `settle`, a placeholder or a new place."""
        name = self.canonical(text)
        if above >= 0 and self.names[above] == name and self.tier(above) == tier:
            return Found(above)
        named = [p for p in self._candidates(tier, name) if above < 0 or self.lies_in(p, above)]
        if len(named) == 1:
            return Found(named[0])
        if not named and tier == "community" and above >= 0 and self.tier(above) == "street" and (loose := self._loose(name, above)) >= 0:
            self.parents[loose] = above  # listed without its street, which another ledger tells
            return Found(loose)
        if len(named) > 1:
            return self._unsure(above, tier, name, text, "place-ambiguous", named, settle)
        inner = self.split_path(text)
        if len(inner) > 1 or (inner and tier not in inner):
            deeper = self._walk(-1, inner, settle=False)
            if deeper.trouble is None and deeper.place >= 0 and (above < 0 or self.lies_in(deeper.place, above)):
                return deeper
        if tier in self.complete or not settle or (above >= 0 and self.placeholder[above]):
            elsewhere = self._candidates(tier, name) or self.alike(tier, name)
            return self._unsure(above, tier, name, text, "place-unknown", elsewhere, settle)
        return Found(self._create(above, tier, name, text))

    def _candidates(self, tier: Tier, name: str) -> list[int]:
        """The places of a tier with this name, or whose name without its ending (街道, 社区 …) is this one."""
        known = self._named.get((tier, name), [])
        return known or [p for ending in ENDINGS[tier] for p in self._named.get((tier, name + ending), [])]

    def _loose(self, name: str, street: int) -> int:
        """The only community of a name, where no ledger says in which street of the same district it lies; else -1."""
        found = self._candidates("community", name)
        if len(found) != 1 or self.parents[found[0]] not in (-1, self.district_of(street)):
            return -1
        return found[0]

    def _create(self, above: int, tier: Tier, name: str, text: str) -> int:
        parent = above if above >= 0 else (self._root() if tier in ("street", "community") else -1)
        if tier == "district" and name == self.canonical(self.default_district):
            return self._root()
        place = self._below.get((parent, name), -1)
        if place < 0:
            place = self.add(name, level_of(tier, name), parent, written=text)
            self._created[place] = None
        return place

    def placeholder_for(self, text: str) -> int:
        """The placeholder of a place that a text fails to name."""
        return self._unsure(-1, "community", self.canonical(text), text, "place-unknown", (), True).place

    def _unsure(self, above: int, tier: Tier, name: str, text: str, code: str, candidates: Iterable[int], settle: bool) -> Found:
        if not settle:
            return Found(-1, Trouble(code, text, tier=tier))
        parent = above if above >= 0 else self._root()
        place = self._ghosts.get((parent, name), -1)
        if place < 0:
            place = self._ghosts[parent, name] = self.add(name, level_of(tier, name), parent, placeholder=True)
        return Found(place, Trouble(code, text, tuple(self.path(p) for p in candidates), tier))

    def alike(self, tier: Tier, name: str) -> list[int]:
        """Places of a tier whose names look like this one, best first, for a proposal."""
        names = [known for t, known in self._named if t == tier]
        close = process.extract(name, sorted(names), scorer=fuzz.ratio, score_cutoff=LIKENESS, limit=3)
        return [p for known, _, _ in close for p in self._named[tier, known]][:5]

    def split_path(self, text: str) -> dict[Tier, str]:
        """The tiers that one text holds: 清河区东湖街道湖滨社区, 清河区/东湖街道, 湖滨社区居委会."""
        pieces = [self._below_city(piece) for piece in SEPARATORS.split(text) if piece]
        parts: dict[Tier, str] = {}
        for piece in pieces:
            rest = piece
            while rest:
                tier, end = self._leading(rest, parts)
                if tier is None:
                    break
                parts[tier], rest = rest[:end], rest[end:]
        return parts

    def _below_city(self, text: str) -> str:
        """A path without the province and city that it begins with, where no ledger lists those."""
        match = CITY.match(text)
        if match is None or any((tier, match.group()) in self._named for tier in TIERS[:3]):
            return text
        return text[match.end() :]

    def _leading(self, text: str, taken: Mapping[Tier, str]) -> tuple[Tier | None, int]:
        """The tier and length of the longest known place name that `text` begins with, else what its ending says."""
        free = [tier for tier in TIERS if tier not in taken]
        for end in range(min(len(text), LONGEST), 1, -1):
            name = self.canonical(text[:end])
            for tier in free:
                if (tier, name) in self._named:
                    return tier, end
        for tier, pattern in PATTERNS.items():
            if tier in free and (match := pattern.match(text)):
                return tier, match.end()
        return None, 0

    # -- asking --------------------------------------------------------------------------------------------------------

    def tier(self, place: int) -> Tier:
        return TIER_OF_LEVEL.get(self.levels[place], "community")

    def lies_in(self, place: int, above: int) -> bool:
        """Whether `place` is `above` or lies in it."""
        for _ in range(len(self.names)):
            if place == above:
                return True
            if place < 0:
                return False
            place = self.parents[place]
        return False

    def path(self, place: int) -> str:
        """The names from the district down, joined by "/"."""
        chain: list[str] = []
        for _ in range(len(TIERS) + 1):
            if place < 0 or self.levels[place] in ("省", "市"):
                break
            chain.append(self.names[place])
            place = self.parents[place]
        return "/".join(reversed(chain))

    def district_of(self, place: int) -> int:
        """The district that a place lies in or is; -1 where it lies in none."""
        while place >= 0 and self.tier(place) != "district":
            place = self.parents[place]
        return place

    def home(self, place: int) -> int:
        """The district of a place; where it is in none, the only district loaded, if there is only one; else -1."""
        district = self.district_of(place)
        if district < 0 and len(found := self.districts()) == 1:
            return found[0]
        return district

    def districts(self) -> list[int]:
        """The positions of all districts that are no placeholders."""
        return [p for (tier, _), found in self._named.items() if tier == "district" for p in found]

    def created(self) -> list[int]:
        """The places that no ledger lists and that a cell made."""
        return list(self._created)

    def in_name(self, name: str) -> tuple[Found, int]:
        """The place that a body's name begins with (湖滨社区新联会), and how many characters of it that takes; -1 and 0 for none."""
        parts: dict[Tier, str] = {}
        rest = name
        while rest:
            known = next(
                (
                    (tier, end)
                    for end in range(min(len(rest) - 1, LONGEST), 1, -1)
                    for tier in TIERS[2:]
                    if tier not in parts and (tier, rest[:end]) in self._named
                ),
                None,
            )
            if known is None:
                break
            parts[known[0]], rest = rest[: known[1]], rest[known[1] :]
        return (self.resolve(parts) if parts else Found(-1)), len(name) - len(rest)


SHORT = re.compile(r"(?:(?!委|办事处)[一-鿿])+(?<=[^居村民政])(?:社区|街道|[镇乡村区县])")  # what `place_name` leaves as it is
CITY = re.compile(r"(?:[一-鿿]{2,7}?(?:省|自治区))?(?:[一-鿿]{2,5}?市)?(?=[一-鿿]{2,}?(?:区|县|旗|街道|镇|乡))")
PATTERNS: dict[Tier, re.Pattern[str]] = {
    "district": re.compile(r"[一-鿿]{1,6}?(?:(?<![社园片小发])区|县|旗)(?!居)"),
    "street": re.compile(r"[一-鿿]{1,12}?(?:街道办事处|街道办|街道|镇|乡|苏木|开发区)"),
    "community": re.compile(r"[一-鿿A-Za-z0-9]{1,20}(?:社区居民委员会|社区居委会|社区|居委会|居民委员会|村民委员会|村委会|村)$"),
}


def level_of(tier: Tier, name: str) -> str:
    """The level that a place of a tier has by its name's ending."""
    return next(level for ending, level in LEVEL_BY_ENDING[tier] if name.endswith(ending))


def district_in(text: str) -> str:
    """The district that a title or 单位 line begins with (单位：清河区委统战部), "" where none is seen."""
    text = re.sub(r"^(填报|报送|编制|制表)?单位(名称)?[：:(（]*", "", re.sub(r"\s", "", text))
    text = re.sub(r"^[\d年月度一二三四上下半季第（(）)]+", "", text)
    match = re.match(r"(?:[一-鿿]{2,6}?省)?(?:[一-鿿]{2,5}?市)?([一-鿿]{1,6}?(?:(?<![社园片小发地])区|县|旗))", text)
    if match:
        return match.group(1)
    city = re.match(r"([一-鿿]{2,4}市)(?=委|政府|工商|统战|新|社|企|非)", text)
    return city.group(1) if city else ""
