"""The one declaration of what a network holds: node kinds, edge kinds, their attributes and allowed ends.

Loaders, both rule engines, the stores, ledger templates, map colours and the documentation all read this table; nobody
keeps a second list. It checks itself when it is imported.

A kind's attributes are those that the rules of the source documents ask for (rows A01 to J26) and nothing else: this is
also the allow-list of docs/architecture.md, privacy. Nothing here describes what a person thinks, earns, believes or does.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from .text import Text


class Value(Enum):
    """What a cell of an attribute can hold, and how a frame stores it (see `columns_of`)."""

    TEXT = "text"  # one text column; "" means none
    CODE = "code"  # a categorical; missing means none, UNKNOWN means that the ledger withholds it
    CODES = "codes"  # several codes, a categorical of texts joined by CODES_SEPARATOR
    FLAG = "flag"  # int8: 1 yes, 0 no, -1 unknown
    COUNT = "count"  # an interval of numbers in two float64 columns, and its form
    DATE = "date"  # an interval of days since 1970-01-01 in two float64 columns; NaN means none


UNKNOWN = "?"
CODES_SEPARATOR = "、"


@dataclass(frozen=True, slots=True)
class Attribute:
    """A property of a node or edge kind.

    `codes` lists the usual values of a code; a ledger may hold others, which are kept and reported.
    """

    name: str
    title: Text
    value: Value
    codes: tuple[str, ...] = ()

    @property
    def ahead(self) -> bool:
        """Whether a date looks ahead (a term's end, a deadline), and so may lie after the day on which the ledger was written."""
        return self.name in ("until", "due")

    @property
    def columns(self) -> tuple[str, ...]:
        """The frame columns that hold this attribute."""
        if self.value is Value.COUNT:
            return (f"{self.name}_lo", f"{self.name}_hi", f"{self.name}_form")
        if self.value is Value.DATE:
            return (f"{self.name}_lo", f"{self.name}_hi")
        return (self.name,)


@dataclass(frozen=True, slots=True)
class NodeKind:
    """A kind of node. `body` marks organisations, `person` marks kinds whose nodes are natural persons."""

    name: str
    title: Text
    attributes: tuple[Attribute, ...]
    body: bool = False
    person: bool = False

    def attribute(self, name: str) -> Attribute:
        """The attribute called `name`. Raises KeyError where the kind has none."""
        return next(a for a in self.attributes if a.name == name) if self.has(name) else _missing(self.name, name)

    def has(self, name: str) -> bool:
        """Whether the kind has an attribute called `name`."""
        return any(a.name == name for a in self.attributes)


@dataclass(frozen=True, slots=True)
class EdgeKind:
    """A kind of directed edge; `ends` lists the allowed (source kinds, target kinds)."""

    name: str
    title: Text
    ends: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]
    attributes: tuple[Attribute, ...] = ()
    ages: bool = False  # whether an edge with an old date counts as none (A05)

    def allows(self, source: str, target: str) -> bool:
        """Whether an edge may lead from a `source` node to a `target` node."""
        return any(source in sources and target in targets for sources, targets in self.ends)

    def pairs(self) -> list[tuple[str, str]]:
        """All allowed (source kind, target kind), sorted."""
        return sorted({(s, t) for sources, targets in self.ends for s in sources for t in targets})

    def attribute(self, name: str) -> Attribute:
        """The attribute called `name`. Raises KeyError where the kind has none."""
        return next((a for a in self.attributes if a.name == name), None) or _missing(self.name, name)

    def has(self, name: str) -> bool:
        """Whether the kind has an attribute called `name`."""
        return any(a.name == name for a in self.attributes)


def _missing(kind: str, name: str) -> Attribute:
    raise KeyError(f"{kind} has no attribute {name!r}")


def text(name: str, zh: str, en: str) -> Attribute:
    return Attribute(name, Text(zh, en), Value.TEXT)


def code(name: str, zh: str, en: str, *codes: str) -> Attribute:
    return Attribute(name, Text(zh, en), Value.CODE, codes)


def codes(name: str, zh: str, en: str, *values: str) -> Attribute:
    return Attribute(name, Text(zh, en), Value.CODES, values)


def flag(name: str, zh: str, en: str) -> Attribute:
    return Attribute(name, Text(zh, en), Value.FLAG)


def count(name: str, zh: str, en: str) -> Attribute:
    return Attribute(name, Text(zh, en), Value.COUNT)


def date(name: str, zh: str, en: str) -> Attribute:
    return Attribute(name, Text(zh, en), Value.DATE)


COMMON_NODE_ATTRIBUTES = (text("id", "标识", "id"), text("name", "名称", "name"), text("alias", "别名", "alias"))

CATEGORIES = (
    "民营科技企业创业人员和技术人员",
    "外资企业管理技术人员",
    "个体工商户",
    "私营企业主",
    "中介组织从业人员",
    "自由职业人员",
)

PLACE_LEVELS = ("省", "市", "区", "县", "县级市", "开发区", "街道", "镇", "乡", "社区", "村", "片区", "楼栋", "楼宇", "园区")

NODE_KINDS = (
    NodeKind(
        "Place",
        Text("地点", "place"),
        (
            code("level", "层级", "level", *PLACE_LEVELS),
            text("code", "区划代码", "division code"),
            code("type", "社区类型", "community type", "新城", "传统院落", "社企连体", "农民拆迁集中", "经济适用房", "转型行政村"),
            code("state", "状态", "state"),
            flag("pilot", "试点", "pilot"),
            flag("target", "列入计划", "in the programme"),
            count("staff", "工作人员数", "staff"),
            count("duties", "承担任务数", "duties"),
        ),
    ),
    NodeKind(
        "Person",
        Text("人士", "person"),
        (
            code("category", "人员类别", "category", *CATEGORIES),
            flag("rep", "代表人士", "representative"),
            flag("key", "重点人士", "key person"),
        ),
        person=True,
    ),
    NodeKind(
        "Enterprise",
        Text("企业", "enterprise"),
        (
            text("uscc", "统一社会信用代码", "unified social credit code"),
            flag("uscc_valid", "信用代码有效", "credit code valid"),
            code("form", "单位形式", "form", "企业", "个体", "私营", "中介", "社会组织", "媒体", "高校", "两新"),
            code("subkind", "细类", "sub-kind"),
            code("ownership", "企业性质", "ownership", "外资", "合资", "股份制", "民营科技", "私营"),
            code("industry", "行业", "industry"),
            code("status", "经营状态", "status", "经营", "歇业", "注销", "吊销"),
            count("technicians", "技术人员数", "technicians"),
            count("party_members", "党员数", "party members"),
            flag("key", "重点企业", "key enterprise"),
            flag("large", "驻区大单位", "large resident unit"),
        ),
    ),
    NodeKind(
        "Association",
        Text("社团组织", "association"),
        (
            code("kind", "组织类型", "kind", "新联会", "知联会", "商会", "行业商会", "行业协会", "工商联", "联谊会", "个协", "私协"),
            code("state", "状态", "state", "筹备", "成立", "登记", "换届", "注销"),
            code("basis", "纽带", "basis", "业缘", "趣缘", "地缘", "楼宇"),
            code("industry", "行业", "industry"),
            code("carrier", "载体类别", "carrier type"),
            codes("serves", "服务类别", "categories served"),
            codes("fields", "领域", "fields"),
            codes("duties", "职能", "functions"),
            count("members", "会员数", "members"),
            date("date", "成立时间", "founded"),
        ),
        body=True,
    ),
    NodeKind(
        "PartyBranch",
        Text("党组织", "party organisation"),
        (
            code("kind", "党组织类别", "kind", "党委", "党工委", "党总支", "党支部", "联合党支部"),
            code("sector", "领域", "sector", "街道", "社区", "园区", "楼宇", "两新"),
            code("industry", "行业", "industry"),
            codes("duties", "职责", "duties"),
            count("members", "党员数", "members"),
            count("budget", "经费", "budget"),
            date("date", "成立时间", "founded"),
        ),
        body=True,
    ),
    NodeKind(
        "Liaison",
        Text("联络人员", "liaison"),
        (
            code("kind", "联络人员类别", "kind", "联络员", "特派员", "专人", "指导员", "领导"),
            code("post", "职务", "post"),
            text("unit", "所在单位", "unit"),
        ),
        person=True,
    ),
    NodeKind(
        "Department",
        Text("部门", "department"),
        (
            code("kind", "部门类别", "kind"),
            code("sector", "领域", "sector"),
            count("posts", "编制", "posts"),
            count("budget", "经费", "budget"),
        ),
        body=True,
    ),
    NodeKind(
        "Committee",
        Text("领导小组", "committee"),
        (code("kind", "小组类别", "kind", "领导小组", "指导小组", "协调小组", "联席会议"), code("state", "状态", "state")),
        body=True,
    ),
    NodeKind(
        "Post",
        Text("职位", "post"),
        (
            code("role", "角色", "role"),
            code("part", "组成", "part"),
            code("body", "机构", "body"),
            code("field", "领域", "field"),
            code("sector", "界别", "sector"),
            date("until", "任期届满", "term end"),
        ),
    ),
    NodeKind("Event", Text("活动", "event"), (code("kind", "活动类别", "kind"), date("date", "日期", "date"))),
    NodeKind(
        "Venue",
        Text("阵地", "venue"),
        (
            code("kind", "阵地类别", "kind"),
            code("group", "群体", "group"),
            code("state", "状态", "state", "创建", "验收", "挂牌"),
            date("date", "启用时间", "opened"),
            date("due", "应完成时间", "due"),
        ),
    ),
    NodeKind(
        "Service",
        Text("服务", "service"),
        (
            code("kind", "服务类别", "kind"),
            code("audience", "服务对象", "audience"),
            codes("fields", "服务领域", "fields"),
            date("date", "开始时间", "started"),
        ),
    ),
    NodeKind(
        "System",
        Text("制度", "system"),
        (
            code("kind", "制度类别", "kind"),
            code("owner", "责任单位", "owner"),
            codes("steps", "环节", "steps"),
            count("weight", "权重", "weight"),
            date("date", "发布时间", "issued"),
            date("until", "有效期至", "valid until"),
        ),
    ),
    NodeKind(
        "Programme",
        Text("项目", "programme"),
        (
            code("kind", "项目类别", "kind"),
            code("line", "工作线", "line", "创业线", "安排线"),
            code("carrier", "载体类别", "carrier type"),
            date("date", "开始时间", "started"),
            date("until", "结束时间", "ended"),
        ),
    ),
    NodeKind(
        "Roster",
        Text("台账名册", "roster"),
        (
            code("kind", "名册类别", "kind"),
            count("size", "人数", "size"),
            count("audited", "核查数", "audited"),
            date("updated", "更新时间", "updated"),
            date("date", "完成时间", "finished"),
            date("pass1", "普查时间", "first pass"),
            date("pass2", "核查时间", "second pass"),
            date("pass3", "补查时间", "third pass"),
        ),
    ),
    NodeKind(
        "Figure",
        Text("统计数", "figure"),
        (
            code("topic", "指标", "topic"),
            code("category", "人员类别", "category", *CATEGORIES),
            code("scope", "口径", "scope"),
            count("value", "数值", "value"),
        ),
    ),
)

BODIES = tuple(k.name for k in NODE_KINDS if k.body)
ANY = tuple(k.name for k in NODE_KINDS)

ROLE = code("role", "角色", "role")
SINCE, UNTIL = date("since", "起始时间", "since"), date("until", "截止时间", "until")
VALIDITY = (SINCE, UNTIL)


def _edge(
    name: str, zh: str, en: str, *ends: tuple[tuple[str, ...], tuple[str, ...]], extra: tuple[Attribute, ...] = (), ages: bool = False
) -> EdgeKind:
    return EdgeKind(name, Text(zh, en), ends, (ROLE, *VALIDITY, *extra), ages)


EDGE_KINDS = (
    _edge("LOCATED_IN", "位于", "located in", (ANY, ("Place",))),
    _edge(
        "PART_OF",
        "隶属",
        "part of",
        ((*BODIES, "Post", "Programme", "Figure"), (*BODIES, "Enterprise", "Programme", "Figure", "Place")),
    ),
    _edge("MEMBER_OF", "参加", "member of", (("Person", "Enterprise", "Association"), ("Association",))),
    _edge("WORKS_AT", "就职于", "works at", (("Person",), ("Enterprise",))),
    _edge("HOLDS", "担任", "holds", (("Person", "Liaison", "Enterprise", *BODIES), ("Post",))),
    _edge("GUIDES", "指导", "guides", (("Liaison", "Department"), ("Place", *BODIES))),
    _edge(
        "CONTACTS",
        "联系",
        "contacts",
        (("Liaison", "Association", "PartyBranch", "Department", "Committee"), ("Place", "Person", "Enterprise", *BODIES)),
        extra=(
            code("duty", "专兼职", "duty", "专职", "兼职"),
            code("category", "联系类别", "category", *CATEGORIES),
            date("date", "最近联系时间", "last contact"),
        ),
        ages=True,
    ),
    _edge(
        "COVERS",
        "覆盖",
        "covers",
        (("PartyBranch", "Association", "Liaison", "Venue"), ("Enterprise", "Place")),
        extra=(code("form", "组建形式", "form", "单独", "联合", "挂靠"),),
    ),
    _edge("HELD", "举办", "held", ((*BODIES, "Place"), ("Event",))),
    _edge("HAS", "拥有", "has", ((*BODIES, "Place"), ("Venue", "Service", "System", "Programme", "Roster"))),
    _edge("PAIRED_WITH", "结对", "paired with", (("Enterprise", "Association"), ("Place",))),
    _edge("LISTED_IN", "列入", "listed in", (("Person", "Venue", "Place", *BODIES), ("Roster",))),
)


@dataclass(frozen=True, slots=True)
class Schema:
    """All kinds, by name and in their declared order."""

    nodes: dict[str, NodeKind]
    edges: dict[str, EdgeKind]

    def check(self) -> None:
        """Raises ValueError where two things share a name, an end is no kind, or a frame column would be declared twice."""
        if len(self.nodes) != len(NODE_KINDS) or len(self.edges) != len(EDGE_KINDS):
            raise ValueError("two kinds share a name")
        for node in self.nodes.values():
            columns = [c for a in (*COMMON_NODE_ATTRIBUTES, *node.attributes) for c in a.columns]
            if len(columns) != len(set(columns)):
                raise ValueError(f"{node.name} declares a column twice")
        for edge in self.edges.values():
            ends = {kind for sources, targets in edge.ends for kind in (*sources, *targets)}
            if unknown := ends - self.nodes.keys():
                raise ValueError(f"{edge.name} ends at unknown kinds {sorted(unknown)}")
            if edge.allows("Person", "PartyBranch"):
                # Party membership of a person is not ours to know (row L18).
                raise ValueError(f"{edge.name} would tie a person to a party organisation")


SCHEMA = Schema({k.name: k for k in NODE_KINDS}, {k.name: k for k in EDGE_KINDS})
SCHEMA.check()
