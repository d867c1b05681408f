"""How the demo district's ledgers look: which file has which sheets, headers and cells, in the manner of offices."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable

from . import bodies, settlement
from .district import (
    AS_OF,
    CATEGORIES,
    Association,
    Contact,
    Day,
    District,
    Enterprise,
    Ghost,
    Guidance,
    Membership,
    Person,
    Place,
)
from .writing import Planted, Sheet, Value, text_file, workbook_file

PLACES = "云澜区社区（村）基本情况.xlsx"
ENTERPRISES = "非公企业统战工作台帐.xlsx"
ASSOCIATIONS = "新联会及商会名单.csv"
BRANCHES = "非公企业党组织.xlsx"
PEOPLE = "重点人士和代表人士台账.xlsx"
MEMBERSHIPS = "参加组织明细.csv"
VISITS = "联系走访记录.xlsx"
LIAISONS = "指导员和联络员花名册.xlsx"
WORK = "统战工作综合台账.xlsx"

REPORTED = f"填报时间：{AS_OF.year}年{AS_OF.month}月{AS_OF.day}日"
FOOTER = "填表人：李某        审核人：王某        联系电话：（略）"
SHORT_CATEGORIES = dict(
    zip(
        [name for name, _ in CATEGORIES],
        ("民营科技人员", "外资企业管理技术人员", "个体工商户", "私营企业主", "中介组织从业人员", "自由职业者"),
        strict=True,
    )
)
NOBODY = (None, "无", None, "/", None)
YES, NO = ("是", "√", "是"), ("否", None, "×", "否")


def single(headers: str) -> list[tuple[str, ...]]:
    """Headers of one row, from a text with blanks between them."""
    return [(header,) for header in headers.split()]


def spaced(name: str, position: int) -> str:
    """A name of two characters as some write it, with blanks in between to make it as long as the others."""
    return f"{name[0]}{'　' if position % 2 else '  '}{name[1]}" if len(name) == 2 and position % 3 == 0 else name


def files(district: District) -> tuple[dict[str, bytes], list[Planted]]:
    """All ledgers of a district by file name, and the problems that a reader must report."""
    written: dict[str, bytes] = {}
    planted: list[Planted] = []
    workbooks: dict[str, Callable[[District], list[Sheet]]] = {
        PLACES: _places,
        ENTERPRISES: _enterprises,
        BRANCHES: _branches,
        PEOPLE: _people,
        VISITS: _visits,
        LIAISONS: _liaisons,
        WORK: _work,
    }
    for name, make in workbooks.items():
        sheets = make(district)
        written[name] = workbook_file(sheets)
        planted += [problem for sheet in sheets for problem in sheet.planted(name)]
    listing = _associations(district)
    short = [position for position, body in enumerate(district.associations) if "" in body.faults]
    written[ASSOCIATIONS] = text_file(listing, "gb18030", short)
    planted += [*listing.planted(ASSOCIATIONS, workbook=False), Planted(ASSOCIATIONS, "", 0, "", "encoding-guessed")]
    details = _memberships(district)
    written[MEMBERSHIPS] = text_file(details, "utf-8-sig")
    planted += details.planted(MEMBERSHIPS, workbook=False)
    return written, planted


# -- places and who serves them ----------------------------------------------------------------------------------------


def _places(district: District) -> list[Sheet]:
    headers = single("序号 区 街道（镇） 社区（村） 社区代码 社区类型 是否试点 工作人员数 党组织书记 指导员 联系包干人 联系领导")
    sheet = Sheet(
        "基本情况", headers, (f"{district.name}社区（村）基本情况一览表", f"单位：{district.name}委统战部          2024年6月30日")
    )
    sheet.columns, sheet.footer, sheet.blank = {"党组织书记": "column-unknown"}, FOOTER, 6
    guides: dict[object, list[Guidance]] = defaultdict(list)
    workers: dict[object, list[Contact]] = defaultdict(list)
    leaders: dict[object, list[Contact]] = defaultdict(list)
    for guidance in district.guidances:
        if guidance.ledger == "places":
            guides[guidance.place].append(guidance)
    for contact in district.contacts:
        if contact.ledger in ("places", "leaders"):
            (workers if contact.ledger == "places" else leaders)[contact.target].append(contact)
    for position, place in enumerate(district.communities):
        where = settlement.key(place)
        guide = "、".join(g.text or spaced(g.liaison.name, position) for g in guides[place]) or settlement.UNGUIDED.get(where)
        worker = "、".join(c.text or c.liaison.name for c in workers[place]) or settlement.UNSERVED.get(where)
        leader = "、".join(c.liaison.name for c in leaders[place])
        faults = {"指导员": _fault(guides[place]), "联系包干人": _fault(workers[place])}
        street, name = place.street.name, place.name
        if position % 11 == 7:
            name = name.replace("社区", "居委会").replace("村", "村委会")
        pilot = ("是", "√")[position % 2] if place.pilot else (None, "否", "×")[position % 3]
        cells = (position + 1, district.name, street, name, place.code, place.type, pilot, place.staff, place.secretary)
        sheet.add([*cells, guide or None, worker or None, leader or None], faults)
    sheet.merge_repeats(1)
    sheet.merge_repeats(2)
    staff = sum(place.staff for place in district.communities)
    sheet.total = ("合计", None, len(district.streets), len(district.communities), None, None, None, staff)
    return [sheet, _former(district, headers), _instructions()]


def _former(district: District, headers: list[tuple[str, ...]]) -> Sheet:
    """Last year's list, hidden: whoever reads it finds communities that are gone."""
    sheet = Sheet("上年数据", headers, (f"{district.name}社区（村）基本情况一览表（2023年）",), hidden=True)
    for number, name in enumerate(("老码头社区", "旧城社区", "河湾社区"), 1):
        sheet.add([number, district.name, "青枫街道", name, None, "传统院落", "否", 5, None, None, None, None])
    return sheet


def _instructions() -> Sheet:
    rules = ("一、本表由各街道（镇）填写，每半年更新一次。", "二、指导员一般每人指导一至二个社区（村）。", "三、数字不详的请注明原因。")
    return Sheet("填表说明", (), ("填表说明", *rules))


def _fault(edges: Iterable[Guidance | Contact | Membership]) -> str:
    """The problem of a cell that renders these edges."""
    return next((edge.fault for edge in edges if edge.fault), "")


def _liaisons(district: District) -> list[Sheet]:
    headers = single("序号 编号 姓名 人员类别 职务 所在单位 联系社区 联系企业 备注")
    sheet = Sheet("花名册", headers, (f"{district.name}统战工作指导员、联络员花名册", REPORTED), footer=FOOTER, blank=3)
    places: dict[object, list[Guidance | Contact]] = defaultdict(list)
    enterprises: dict[object, list[Guidance | Contact]] = defaultdict(list)
    for guidance in district.guidances:
        if guidance.ledger == "liaisons":
            places[guidance.liaison].append(guidance)
    for contact in district.contacts:
        if contact.ledger == "liaisons":
            (places if isinstance(contact.target, Place) else enterprises)[contact.liaison].append(contact)
    for number, liaison in enumerate(district.liaisons):
        served = "、".join(edge.text for edge in places[liaison])
        firms = "、".join(edge.text for edge in enterprises[liaison])
        name = spaced(liaison.name, number + 1)
        cells = (number + 1, liaison.id, name, liaison.kind, liaison.post, liaison.unit, served or None, firms or None, None)
        sheet.add(cells, {"联系社区": _fault(places[liaison])})
    return [sheet]


# -- enterprises -------------------------------------------------------------------------------------------------------

ENTERPRISE_HEADERS = [
    *single("序号 企业名称 统一社会信用代码 所在社区 企业性质 行业"),
    ("技术人员（人）", "总数"),
    ("技术人员（人）", "其中：高级职称"),
    ("联络员", "姓名"),
    ("联络员", "类别"),
    *single("内设机构 备注"),
]
COUNT, SENIOR, LIAISON = "技术人员（人）/总数", "技术人员（人）/其中：高级职称", "联络员/姓名"


def _enterprises(district: District) -> list[Sheet]:
    """A sheet a street; its name alone tells the street."""
    contacts: dict[object, list[Contact]] = defaultdict(list)
    for contact in district.contacts:
        if contact.ledger == "enterprises":
            contacts[contact.target].append(contact)
    headers = [texts if len(texts) == 2 else (*texts, "") for texts in ENTERPRISE_HEADERS]
    sheets = []
    for street in district.streets:
        sheet = Sheet(street.name, headers, (f"{district.name}非公有制企业统战工作台帐", "填报时间：2024.6.30"), footer=FOOTER, blank=20)
        sheet.columns = {SENIOR: "column-unknown"}
        for enterprise in district.enterprises:
            if enterprise.street is street:
                _enterprise(sheet, enterprise, contacts[enterprise])
        sheet.total = ("合计", f"{len(sheet.rows)}家")
        sheets.append(sheet)
    return sheets


def _enterprise(sheet: Sheet, enterprise: Enterprise, contacts: list[Contact]) -> None:
    position = len(sheet.rows)
    number = enterprise.technicians
    senior = number.text if number.hi != number.lo else number.lo // 12
    liaison: Value = "、".join(c.text or spaced(c.liaison.name, position) for c in contacts) or NOBODY[position % len(NOBODY)]
    role = contacts[0].written_role if contacts else ""
    community = enterprise.written_community or enterprise.place.name
    if position % 9 == 4:
        community = f"{community[:2]} {community[2:]}"
    faults = {
        "企业名称": "" if enterprise.name and not enterprise.repeats else "duplicate-row" if enterprise.repeats else "row-nameless",
        "统一社会信用代码": enterprise.uscc.fault if not enterprise.repeats else "",
        "所在社区": enterprise.place_fault,
        COUNT: number.fault,
        LIAISON: _fault(contacts),
    }
    cells = (position + 1, enterprise.name or None, enterprise.uscc.text, community, enterprise.ownership, enterprise.industry)
    sheet.add([*cells, number.text, senior, liaison, role or None, enterprise.unit or None, None], faults)


# -- bodies ------------------------------------------------------------------------------------------------------------


def _associations(district: District) -> Sheet:
    headers = single("组织名称 组织类型 所属区 所属街道 所属社区 覆盖社区 负责人 会员数 状态 成立时间 行业 业务指导单位")
    sheet = Sheet("", headers, columns={"负责人": "column-unknown"})
    for body in district.associations:
        place = body.written_place or _place_cells(district, body)
        joint = "、".join(p.name for p in body.joint)
        kind = body.written_kind or (body.kind, "新的社会阶层人士联谊会")[body.kind == "新联会" and body.name.endswith("联谊会")]
        founded = body.founded.text
        faults = {**body.faults, "成立时间": body.founded.fault}
        sheet.add([body.name, kind, *place, joint, None, body.members, body.state, founded, body.industry, body.supervisor], faults)
    return sheet


def _place_cells(district: District, body: Association) -> tuple[str, str, str]:
    place = body.place
    assert isinstance(place, Place)
    if place.level == "区":
        return district.name, "", ""
    street = place.street
    return district.name, street.name, place.name if place is not street else ""


def _branches(district: District) -> list[Sheet]:
    headers = single("序号 党组织名称 党组织类别 所在街道 所在社区 覆盖企业 组建形式 党员数 成立时间 党员数")
    sheet = Sheet("党组织", headers, (f"{district.name}非公企业党组织一览表", REPORTED), footer=FOOTER)
    sheet.columns = {"党员数(J)": "column-repeated"}
    for number, branch in enumerate(district.branches):
        covered = "；、，"[number % 3].join(e.name for e in branch.covers)
        faults = {"覆盖企业": "reference-unknown" if any(isinstance(e, Ghost) for e in branch.covers) else ""}
        place = (branch.place.street.name, branch.place.name)
        members: Value = branch.members if number % 5 else f"{branch.members}人"
        cells = (number + 1, branch.name, branch.kind, *place, covered, branch.form, members, branch.founded.text, branch.members - 1)
        sheet.add(cells, faults)
    sheet.total = ("合计", f"{len(district.branches)}个", None, None, None, None, None, sum(b.members for b in district.branches))
    return [sheet]


# -- people ------------------------------------------------------------------------------------------------------------


def _people(district: District) -> list[Sheet]:
    who = [*single("序号 人员编号"), ("姓  名",), *single("人员类别 工作单位 所在街道 所在社区 是否重点人士 是否代表人士")]
    headers = [*who, *single("参加组织 联系人 最近联系时间 身份证号 手机号码 思想动态")]
    sheet = Sheet(
        "人士台账", headers, (f"{district.name}新的社会阶层重点人士和代表人士台账", "（内部资料 注意保存）", REPORTED), footer=FOOTER
    )
    sheet.columns = dict.fromkeys(("身份证号", "手机号码", "思想动态"), "column-denied")
    memberships: dict[Person, list[Membership]] = defaultdict(list)
    contacts: dict[object, list[Contact]] = defaultdict(list)
    for membership in district.memberships:
        if membership.ledger == "people":
            memberships[membership.person].append(membership)
    for contact in district.contacts:
        if contact.ledger == "people":
            contacts[contact.target].append(contact)
    for person in district.persons:
        person.row = sheet.next_row
        _person(sheet, person, memberships[person], contacts[person])
    return [sheet]


def _person(sheet: Sheet, person: Person, memberships: list[Membership], contacts: list[Contact]) -> None:
    position = len(sheet.rows)
    rep: Value = {"yes": YES[position % 3], "no": NO[position % 4], "unknown": "副会长"}[person.rep]
    joined = "、；"[position % 2].join(m.text for m in memberships) or ("无" if position % 50 == 3 else None)
    contact = "、".join(c.text or spaced(c.liaison.name, position) for c in contacts) or ("无" if position % 40 == 5 else None)
    day = contacts[0].day if contacts else Day(None, None, None)
    faults = {("姓  名" if title == "姓名" else title): code for title, code in person.faults.items()}
    faults |= {
        title: code
        for title, code in (("参加组织", _fault(memberships)), ("联系人", _fault(contacts)), ("最近联系时间", day.fault))
        if code
    }
    if isinstance(person.place, Place):
        street, community = person.place.street.name, person.place.name
    else:
        street, community = person.written_place or ("", "")
    never_read = (f"990101{1960 + position % 40}0101{position % 10000:04d}", f"1990000{position % 10000:04d}", f"机密词{position}")
    sheet.add(
        [
            *(
                position + 1,
                person.id or None,
                spaced(person.name, position + 1) or None,
                SHORT_CATEGORIES.get(person.category, person.category),
            ),
            *(person.employer.name if person.employer else None, street or None, community, "是" if person.key else "否", rep),
            *(joined, contact, day.text, *never_read),
        ],
        faults,
    )


def _memberships(district: District) -> Sheet:
    sheet = Sheet("", single("人员编号 姓名 组织名称 职务 起始时间 截止时间"))
    for m in district.memberships:
        if m.ledger == "memberships":
            faults = {"起始时间": m.since.fault, "截止时间": m.until.fault}
            sheet.add([m.person.id, m.person.name, m.text, m.role, m.since.text, m.until.text], faults)
    return sheet


def _visits(district: District) -> list[Sheet]:
    headers = single("序号 联系人 人员编号 联系时间 备注")
    sheet = Sheet("走访记录", headers, (f"{district.name}联系走访记录", REPORTED), footer=FOOTER)
    for contact in district.contacts:
        if contact.ledger == "visits":
            assert isinstance(contact.target, Person)
            sheet.add(
                [len(sheet.rows) + 1, contact.liaison.name, contact.target.id, contact.day.text, None], {"联系时间": contact.day.fault}
            )
    return [sheet]


# -- groups, events, venues, rosters, figures --------------------------------------------------------------------------


def _work(district: District) -> list[Sheet]:
    title = f"{district.name}统战工作综合台账"
    leader = next(liaison for liaison in district.liaisons if liaison.kind == "领导")
    live = [
        a for a in district.associations if a.kind == "新联会" and a.state in bodies.LIVE and isinstance(a.place, Place) and not a.repeats
    ]
    groups = Sheet("领导小组", single("小组名称 小组类别 所在区 所在街道 状态"), (title, REPORTED))
    groups.add([f"{district.name}统战工作领导小组", "领导小组", district.name, None, "成立"])
    groups.add([f"{district.name}新的社会阶层人士工作联席会议", "联席会议", district.name, None, "成立"])
    for street in district.streets[:7]:
        groups.add([f"{street.name}统战工作领导小组", "领导小组", district.name, street.name, "成立"])
    posts = Sheet("小组职位", single("职位 角色 所属小组 担任人"), (title, REPORTED))
    posts.add([f"{district.name}统战工作领导小组组长", "组长", f"{district.name}统战工作领导小组", leader.name])
    departments = Sheet("部门名单", single("部门名称 部门类别 所在区 编制"), (title, REPORTED))
    for name, kind, size in (("区委统战部", "统战", 12), ("区民政局", "民政", 30), ("区工商联", "工商联", 8)):
        departments.add([name, kind, district.name, size])
    events = Sheet("活动", single("活动名称 活动类别 活动时间 主办单位"), (title, REPORTED))
    for number, (body, kind) in enumerate(zip(live[:24:2], ("培训", "考察调研", "社会服务", "座谈会") * 3, strict=True)):
        events.add([f"{body.name}{kind}（第{number + 1}期）", kind, f"2024年{1 + number % 6}月{3 + number}日", body.name])
    venues = Sheet("阵地", single("阵地名称 阵地类别 所在街道 所在社区 建设状态 启用时间"), (title, REPORTED))
    for place in district.communities[::6]:
        cells = (f"{place.street.name}{place.name}同心驿站", "活动场所", place.street.name, place.name)
        venues.add([*cells, ("挂牌", "验收")[place.pilot], "2022年9月"])
    rosters = Sheet("名册", single("名册名称 名册类别 所在区 所在街道 人数 更新时间"), (title, REPORTED))
    for street in district.streets:
        size = sum(p.rep == "yes" and isinstance(p.place, Place) and p.place.street is street for p in district.persons)
        rosters.add([f"{street.name}代表人士库", "代表人士库", district.name, street.name, size, "2024.3.15"])
    figures = Sheet("统计数", single("统计项目 指标 人员类别 口径 数值 所在区"), (title, REPORTED))
    for category, _ in CATEGORIES:
        size = sum(p.key and not p.refused and p.category == category for p in district.persons)
        figures.add([f"重点人士（{SHORT_CATEGORIES[category]}）", "重点人士", SHORT_CATEGORIES[category], "台账登记", size, district.name])
    pairings = Sheet("村企结对", single("结对企业 区 街道 社区"), (title, REPORTED))
    return [groups, posts, departments, events, venues, rosters, figures, pairings]
