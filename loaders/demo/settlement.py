"""The places of the demo district, and who guides, serves and leads there. The planted gaps stand in the tables on top."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from . import names
from .district import Contact, District, Ghost, Guidance, Liaison, Place

TYPES = ("新城", "传统院落", "社企连体", "农民拆迁集中", "经济适用房")

# Communities without a guide, and what stands in the cell instead of a name (E09.community).
UNGUIDED = {
    ("青枫街道", "桐荫社区"): "",
    ("石桥街道", "西园社区"): "无",
    ("朝阳街道", "文澜社区"): "×",
    ("双塔镇", "梅坞村"): "/",
}
GUIDE_WITHHELD = ("科创街道", "致远社区")
# The guide of the first community guides the others too; names with and without inner blanks are one person (E09.guide).
OVERLOADED = (
    (("望湖街道", "荷风社区"), ("南屏社区",)),
    (("白鹭镇", "白鹭社区"), ("镇东社区", "渔歌社区")),
    (("双塔镇", "丰乐社区"), ("桑园社区",)),
)
# A second guide in the same cell, who is the only guide of the other community.
SHARED = (("望湖街道", "翠微社区"), "书香社区")
# Two guides with a further community that no place list has, or that is the name of several.
GUIDES_UNKNOWN = (("临溪街道", "柳浪社区"), "大柳社区", "place-unknown")
GUIDES_AMBIGUOUS = (("科创街道", "启明社区"), "和平社区", "place-ambiguous")

# Communities with persons in the people ledger and no named worker (A38).
UNSERVED = {
    ("青枫街道", "听松社区"): "",
    ("石桥街道", "晴川社区"): "无",
    ("科创街道", "云谷社区"): "",
    ("白鹭镇", "苇塘村"): "—",
    ("梅岭镇", "泉源社区"): "",
}
WORKER_WITHHELD = ("朝阳街道", "团圆社区")
# Their worker stands in the ledger of liaisons only.
SERVED_ELSEWHERE = (("望湖街道", "长堤社区"), ("双塔镇", "塔山村"))
# Nobody of the people ledger lives there, so that no worker is needed.
WITHOUT_PERSONS = (("白鹭镇", "沙洲村"), ("梅岭镇", "竹海村"))

LEADERS = ("区委统战部部长", "区政协副主席", "区人大常委会副主任", "副区长", "区委统战部副部长", "区工商联党组书记")


def key(place: Place) -> tuple[str, str]:
    """How the tables above call a community."""
    return place.street.name, place.name


def settle(random: Random, people: Iterator[str]) -> District:
    """The district with its places, guides, workers and leaders; `people` gives names that nobody else bears."""
    root = Place(names.DISTRICT, "区", None)
    district = District(names.DISTRICT, root)
    for position, (street_name, communities, villages) in enumerate(names.STREETS):
        street = Place(street_name, "镇" if street_name.endswith("镇") else "街道", root)
        district.streets.append(street)
        listed = [(stem + "社区", "社区") for stem in communities.split()] + [(stem + "村", "村") for stem in villages.split()]
        for number, (name, level) in enumerate(listed):
            place = Place(name, level, street)
            place.code = f"99010{position + 1}{number + 1:06d}"
            place.type = "转型行政村" if level == "村" else random.choice(TYPES)
            place.pilot = number < 2 and position != 4
            place.staff = random.randint(4, 15)
            place.secretary = next(people)
            district.communities.append(place)
    _guide(district, people)
    _serve(district, people)
    _lead(district, people)
    return district


def _guide(district: District, people: Iterator[str]) -> None:
    by_place: dict[tuple[str, str], Liaison] = {}
    for street in district.streets:
        places = [place for place in district.communities_of(street) if key(place) not in UNGUIDED]
        extra = {other for first, others in OVERLOADED for other in others if first[0] == street.name}
        own = [place for place in places if key(place) != GUIDE_WITHHELD and place.name not in extra]
        if SHARED[0][0] == street.name:
            own = [place for place in own if place.name != SHARED[1]]
        for first in range(0, len(own), 2):
            guide = _listed(district, Liaison(next(people), "指导员", "统战干事", f"{street.name}办事处".replace("镇办事处", "镇政府")))
            for place in own[first : first + 2]:
                by_place[key(place)] = guide
                district.guidances.append(Guidance(guide, place, "places"))
    for busy, others in OVERLOADED:
        for name in others:
            district.guidances.append(Guidance(by_place[busy], district.place(busy[0], name), "places"))
    helper = _listed(district, Liaison(next(people), "指导员", "统战委员", "区委统战部"))
    for name in (SHARED[0][1], SHARED[1]):
        district.guidances.append(Guidance(helper, district.place(SHARED[0][0], name), "places"))
    withheld = district.place(*GUIDE_WITHHELD)
    district.guidances.append(Guidance(Ghost("Liaison", "**"), withheld, "places", "**", "reference-withheld"))
    for known, text, fault in (GUIDES_UNKNOWN, GUIDES_AMBIGUOUS):
        district.guidances.append(Guidance(by_place[known], Ghost("Place", text), "liaisons", text, fault))


def _serve(district: District, people: Iterator[str]) -> None:
    """One worker for each community, some for two."""
    worker: Liaison | None = None
    for position, place in enumerate(district.communities):
        if key(place) in UNSERVED or key(place) in WITHOUT_PERSONS:
            continue
        if key(place) == WORKER_WITHHELD:
            district.contacts.append(
                Contact(Ghost("Liaison", "***"), place, "专人", "places", "专职", text="***", fault="reference-withheld")
            )
        elif key(place) in SERVED_ELSEWHERE:
            elsewhere = _listed(district, Liaison(next(people), "专人", "社区统战专干", place.name))
            district.contacts.append(Contact(elsewhere, place, "专人", "liaisons", text=place.name))
        else:
            if worker is None or position % 7:
                worker = Liaison(next(people), "专人")
            district.contacts.append(Contact(worker, place, "专人", "places", "专职"))


def _lead(district: District, people: Iterator[str]) -> None:
    leaders = [_listed(district, Liaison(next(people), "领导", post, district.name)) for post in LEADERS]
    open_places = UNSERVED.keys() | {WORKER_WITHHELD, *WITHOUT_PERSONS, *SERVED_ELSEWHERE}
    for position, place in enumerate(district.communities):
        # Whether a leader stands in for a community's worker is a matter of opinion; the demo does not raise it.
        if position % 3 == 0 and key(place) not in open_places:
            district.contacts.append(Contact(leaders[position % len(leaders)], place, "联系领导", "leaders"))


def _listed(district: District, liaison: Liaison) -> Liaison:
    liaison.id = f"L{len(district.liaisons) + 1:03d}"
    district.liaisons.append(liaison)
    return liaison
