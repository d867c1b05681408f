"""Associations and party branches of the demo district (A16, F01), with their planted gaps."""

from __future__ import annotations

from random import Random

from . import dates
from .district import (
    BRANCH_MEMBERS,
    BRANCHES,
    NO_DAY,
    Association,
    Branch,
    Day,
    District,
    Enterprise,
    Ghost,
    Place,
)

UNITED, SCHOLARS = "新的社会阶层人士联谊会", "党外知识分子联谊会"

# Street → state of its 新联会; a street that is missing has none. "" in the place columns: only its name tells where it is.
STREET_STATES = {
    "青枫街道": "成立",
    "望湖街道": "正常运行",
    "石桥街道": "成立",
    "临溪街道": "筹备",
    "朝阳街道": "成立",
    "科创街道": "登记",
    "双塔镇": "换届",
    "梅岭镇": "注销",
}
PLACED_BY_NAME = "朝阳街道"
# Every second community has its own 新联会, but for these.
COMMUNITY_STATES = {
    ("青枫街道", "新禾社区"): "注销",
    ("临溪街道", "秋实社区"): "已注销",
    ("科创街道", "飞鸿社区"): "筹备中",
    ("白鹭镇", "镇东社区"): "拟成立",
    ("双塔镇", "古渡社区"): "不详",
}
ALWAYS = (("青枫街道", "和平社区"), ("石桥街道", "和平社区"))
NEVER = (("双塔镇", "和平社区"), ("朝阳街道", "康乐社区"), ("朝阳街道", "文澜社区"))
JOINT = ("朝阳街道", ("康乐社区", "文澜社区"))
LIVE = ("成立", "登记", "换届", "正常运行", "")
CANCELLED = ("注销", "已注销")
WITHHELD_STATE = "不详"

CHAMBERS = (
    ("餐饮行业商会", "行业商会", "餐饮", 1),
    ("物流行业协会", "行业协会", "运输", 4),
    ("软件行业商会", "行业商会", "科技", 5),
    ("花木行业协会", "行业协会", "贸易", 8),
    ("新媒体行业协会", "行业协会", "新媒体网络服务", 2),
)


def associate(district: District, random: Random) -> None:
    """Adds the associations in the order of the list: district, streets, communities, chambers."""
    add = district.associations.append
    root = district.root
    add(_body(f"{district.name}{UNITED}", "新联会", root, "成立", random, supervisor="区委统战部", members="326"))
    add(_body(f"{district.name}{SCHOLARS}", "知联会", root, "筹备", random, supervisor="区委统战部"))
    add(_body(f"{district.name}工商业联合会", "工商联", root, "成立", random, members="1200余"))
    for position, street in enumerate(district.streets):
        if state := STREET_STATES.get(street.name):
            form = ("新联会", UNITED, "新的社会阶层人士联合会")[position % 3]
            body = _body(f"{street.name}{form}", "新联会", street, state, random, supervisor="区委统战部" if state != "注销" else "")
            if street.name == PLACED_BY_NAME:
                body.written_place, body.faults = ("", "", ""), {"组织名称": "place-from-name"}
            add(body)
    for position, place in enumerate(district.communities):
        where = (place.street.name, place.name)
        state = COMMUNITY_STATES.get(where, "成立" if position % 2 == 0 or where in ALWAYS else "")
        if state and where not in NEVER:
            add(_body(f"{place.name}{'新联会' if position % 4 else UNITED}", "新联会", place, state, random))
    _plant(district, random)
    for street in district.streets:
        add(_body(f"{street.name}商会", "商会", street, "成立", random, members="60余", supervisor="区民政局"))
    for name, kind, industry, number in CHAMBERS:
        add(_body(f"云澜{name}", kind, district.streets[number], "成立", random, industry=industry, supervisor="区民政局"))
    _misdate(district)


def _body(
    name: str, kind: str, place: Place | Ghost, state: str, random: Random, members: str = "", industry: str = "", supervisor: str = ""
) -> Association:
    founded = NO_DAY if state.startswith(("筹", "拟")) else dates.written(random, dates.days_before(random.randint(200, 2600)))
    return Association(name, kind, place, state, founded, members or str(random.randint(12, 60)), industry, supervisor)


def _plant(district: District, random: Random) -> None:
    """A joint body, one in a community that nobody lists, and one that is listed twice."""
    street_name, communities = JOINT
    street = next(s for s in district.streets if s.name == street_name)
    joint = _body("康乐文澜片区新联会", "新联会", street, "成立", random)
    joint.joint = tuple(district.place(street_name, name) for name in communities)
    stray = _body("东塘社区新联会", "新联会", Ghost("Place", "东塘社区"), "成立", random)
    stray.written_place, stray.faults = (district.name, "科创街道", "东塘社区"), {"所属社区": "place-unknown"}
    original = next(a for a in district.associations if a.kind == "新联会" and a.state == "成立" and a.place.name == "星桥社区")
    again = Association(original.name, original.kind, original.place, original.state, original.founded, original.members)
    again.repeats, again.faults = original, {"组织名称": "duplicate-row"}
    district.associations += [joint, stray, again]


def _misdate(district: District) -> None:
    """Faults of single cells, in bodies of which no rule of the pack `base` asks."""
    chambers = [a for a in district.associations if a.kind in ("商会", "行业商会", "行业协会")]
    chambers[0].founded = Day("2019年13月", None, None, "date-unreadable")
    chambers[1].founded = Day("2025-03-01", None, None, "date-future")
    chambers[2].members, chambers[2].faults = "见名册", {"会员数": "count-unreadable"}
    chambers[3].written_kind, chambers[3].faults = "文艺沙龙", {"组织类型": "code-unlisted"}
    chambers[-1].faults = {"": "row-short"}


def organise(district: District, random: Random) -> None:
    """Adds the 139 party branches with their 891 members; some are joint ones of several enterprises."""
    free = [e for e in district.enterprises if is_plain(district, e)]
    random.shuffle(free)
    sizes = _sizes(random)
    for position in range(BRANCHES):
        first = free.pop()
        covers: list[Enterprise | Ghost] = [first]
        kind, form, name = "党支部", "单独", f"{first.name}党支部"
        if position % 8 == 3:
            kind, form, name = "联合党支部", "联合", f"{first.name.removesuffix('有限公司')}联合党支部"
            covers += [free.pop() for _ in range(1 + position % 3)]
        elif position % 16 == 6:
            kind, form, name = "党总支", "单独", f"{first.name}党总支"
        if position == 70:
            covers.append(Ghost("Enterprise", "云澜大江机械厂"))
        founded = dates.written(random, dates.days_before(random.randint(300, 4000)))
        assert isinstance(first.place, Place)
        district.branches.append(Branch(name, kind, first.place, covers, sizes[position], form, founded))


def is_plain(district: District, enterprise: Enterprise) -> bool:
    """Whether its name means this enterprise and no other, and its place is known."""
    same = [e for e in district.enterprises if e.name == enterprise.name]
    return len(same) == 1 and enterprise.name != "" and isinstance(enterprise.place, Place)


def _sizes(random: Random) -> list[int]:
    sizes = [3] * BRANCHES
    for _ in range(BRANCH_MEMBERS - sum(sizes)):
        sizes[min(random.randrange(BRANCHES), random.randrange(BRANCHES))] += 1
    return sizes
