"""The ledgers that offices keep: one declaration each. Templates, docs/ledgers.md and the reader all come from here."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from ..graph.text import Text
from .declaration import Column, End, Gives, Id, Ledger, Link, Name, On, PlacePart, Relates, Role, Where, variants


def _column(key: str, zh: str, en: str, role: Role, aliases: tuple[str, ...] = (), generic: tuple[str, ...] = ()) -> Column:
    return Column(key, Text(zh, en), role, aliases, generic)


STREETS = "街道 street/town town township subdistrict street/township 街镇 镇街 乡镇 镇乡 街道镇 街道乡镇 乡镇街道 镇街道 街道办 街道办事处 街道园区 镇 乡"
COMMUNITIES = "社区 community/village village neighbourhood neighborhood 村社 村居 居村 社区村 村社区 村级 社区居委会 居委会 村委会 村居委会 行政村 社区行政村 社区村居 村居社区 村(居) 村居(社区) 社区(居委会) 居委 居民区 居村委会 村"
WITHIN = "- 所在 所属 归属 所处 属地 隶属 辖区 注册所在 工作所在 单位所在 企业所在 经营所在"


def _places(**extra: tuple[str, ...]) -> tuple[Column, ...]:
    """The columns that tell where a row's node lies."""
    return (
        _column("district", "所在区", "district", Where("district"), variants(WITHIN, "区 县 区县 县区 市区 区市县 县市区 城区", "- 名称")),
        _column("street", "所在街道（镇）", "street", Where("street"), variants(WITHIN, STREETS, "- 名称") + extra.get("street", ())),
        _column("community", "所在社区（村）", "community", Where("community"), variants(WITHIN, COMMUNITIES, "- 名称") + extra.get("community", ())),
        _column("place_code", "社区代码", "community code", Where("code"), ("社区编码", "所在地区划代码", "所在地代码", "所在区划代码", "所在社区代码", "区划代码", "社区编号", "地区代码", "village code", "place code")),
        _column("place", "所在地", "place", Where("path"), (*variants("所在 所属 归属", "街道社区 街镇社区 区域 地区 辖区 地 街道及社区 镇村 乡镇村 街道村居 街镇村居 位置"), "住所地", "住所", "住所地(乡镇村)", "坐落地", "驻地", "坐落"), ("地点", "地区", "区域", "属地", "街道社区", "单位所在地")),
    )  # fmt: skip


CONTACT_DATES = ("包联走访日期", "包联走访时间", "最后一次联系", "最近一次联系", "最近一次走访", "最后一次走访", "最后联系日期", "上次走访", "上次联系", "最近走访", "最近联系", "联系服务时间", "联系服务日期", "走访联系时间", "最近服务时间", "上次走访时间", "上次走访日期", "最近联络日期", "最近联系时间", "最近联系日期", "上次联系时间", "最近走访时间", "最近走访日期", "联系时间", "联系日期", "走访时间", "最后联系时间", "最近一次联系时间", "最近一次走访时间", "最近联络时间", "last contact")  # fmt: skip


def _contacts(target: str) -> tuple[Column, ...]:
    """The columns that name who contacts the row's node: liaisons by their role, and leaders."""

    def link(role: str, duty: str = "", kind: str = "") -> Link:
        constants = (("role", role), ("duty", duty)) if duty else (("role", role),)
        return Link("CONTACTS", ("Liaison",), "source", "named", constants, (("kind", kind or role),))

    return (
        _column("liaison", "联络员", "liaison", link("联络员"), (*variants("- 统战 企业 社区 结对", "联络员 联络人 联络员姓名 联络人姓名 联络人员 联络员名单"), "联络员(姓名)", "联络员及类别", "联络员姓名及类别", "联络员(类别)", "联络员(特派员)", "联络员/特派员", "联络员姓名/类别", "联络员/类别", "liaison name"), ()),
        _column("liaison_role", "联络员类别", "liaison role", On("liaison", "role"), (*variants("联络员 联络人 联络", "类别 类型 性质 身份 职务类别 专兼职 形式 方式"), "专兼职情况", "专兼职", "专职或兼职"), ()),
        _column("envoy", "特派员", "special envoy", link("特派员"), ("特派员姓名", "统战特派员", "派驻特派员"), ()),
        _column("dedicated", "专人", "dedicated worker", link("专人", "专职"), ("专人负责", "专人姓名", "负责专人", "专职人员", "专责人员", "包干人", "包干责任人", "专职工作人员", "社区专干", "统战专干", "联系包干人", "包保责任人"), ()),
        _column("full_time", "专职联络员", "full-time liaison", link("联络员", "专职"), ("专职联络人", "专职联络员姓名", "联络员专职", "联络员专职姓名"), ()),
        _column("part_time", "兼职联络员", "part-time liaison", link("联络员", "兼职"), ("兼职联络人", "兼职联络员姓名", "联络员兼职", "联络员兼职姓名"), ()),
        _column("leader", "联系领导", "leader in contact", link("联系领导", kind="领导"), ("挂点领导", "挂联领导", "包联领导", "结对领导", "联系的领导", "联系区领导", "联系领导姓名", "挂钩领导", "包联领导", "联系部领导"), ()),
        _column("contact_date", "最近联系时间", "date of last contact", On("liaison", "date"), CONTACT_DATES, ()),
    )  # fmt: skip


PLACES = Ledger(
    "places",
    Text("社区（村）基本情况", "places"),
    "Place",
    (
        _column("province", "省", "province", Where("province"), ("省份", "所在省")),
        _column("city", "市", "city", Where("city"), ("地级市", "所在市", "地市")),
        _column("district", "区", "district", Where("district"), variants("- 所在 所属", "区 县 区县 县区 市区 县市区 城区", "- 名称")),
        _column("street", "街道（镇）", "street", Where("street"), variants("- 所在 所属 归属 隶属", STREETS, "- 名称")),
        _column("community", "社区（村）", "community", Where("community"), variants("- 所在 所属", COMMUNITIES, "- 名称"), ("名称", "单位名称", "单位", "区划名称", "地区名称", "行政区划名称", "地名")),
        _column("place", "地点", "place", Where("path"), ("社区全称", "所在地", "社区全名", "地点全称"), ("地点名称",)),
        _column("level", "层级", "level", Gives("level"), ("级别", "行政级别"), ("类别",)),
        _column("code", "社区代码", "community code", Where("code"), ("区划代码", "社区编码", "社区编号", "统计用区划代码", "地点代码", "place code"), ("代码", "编号", "编码", "code", "id")),
        _column("parent", "上级代码", "parent code", Where("parent"), ("上级区划代码", "街道代码", "上级编号", "上级编码")),
        _column("type", "社区类型", "community type", Gives("type"), ("社区村类型", "村居类型", "社区类别", "社区性质", "村居性质", "村(居)性质", "村居类别"), ("类型",)),
        _column("pilot", "是否试点", "pilot", Gives("pilot"), ("试点", "试点社区", "是否试点社区")),
        _column("target", "列入计划", "in the programme", Gives("target"), ("是否列入计划",)),
        _column("staff", "工作人员数", "staff", Gives("staff"), ("社区工作者人数", "社工人数", "工作人员")),
        _column("duties", "承担任务数", "duties", Gives("duties"), ("任务数",)),
        _column("guide", "指导员", "guide", Link("GUIDES", ("Liaison",), "source", "named", (), (("kind", "指导员"),)), (*variants("- 统战 联系 社区 统战工作 驻点 挂点 派驻", "指导员 指导员姓名 指导人员 指导员名单"), "指导员(姓名)")),
        *_contacts("Place"),
    ),
    hints=("社区村基本情况", "社区基本情况", "村居基本情况", "行政区划", "社区一览", "村社区一览", "社区名录", "村居名录", "社区名单", "村居名单", "基本情况一览", "区划"),
)  # fmt: skip

PEOPLE = Ledger(
    "people",
    Text("人员台账", "people"),
    "Person",
    (
        _column("id", "人员编号", "person id", Id(), ("人士编号", "档案编号", "档案号"), ("编号", "id")),
        _column("name", "姓名", "name", Name(), ("人员姓名", "人士姓名", "代表人士姓名", "person name", "full name"), ("名字",)),
        _column("category", "人员类别", "category", Gives("category"), ("人士类别", "人员类型", "所属类别", "所属群体", "群体类别", "人员分类", "阶层类别", "新阶层类别", "新的社会阶层类别", "六类人员", "类别归属", "群体"), ("类别", "类型", "分类")),
        _column("key", "是否重点人士", "key person", Gives("key"), ("重点人士", "是否重点", "重点人员", "是否重点人员", "重点对象", "是否重点对象")),
        _column("rep", "是否代表人士", "representative", Gives("rep"), ("代表人士", "是否代表", "系代表人士", "是否为代表人士", "代表性人士", "是否代表性人士", "是否为代表性人士", "是否党外代表人士", "党外代表人士", "列为代表人士", "是否列为代表人士", "是否列入代表人士", "代表人士标识", "是否属代表人士", "是否系代表人士")),
        _column("employer", "工作单位", "employer", Link("WORKS_AT", ("Enterprise",), "target"), ("所在单位", "单位名称", "就职单位", "任职单位", "所在企业", "供职单位", "单位", "工作单位名称", "所在公司", "工作单位及职务", "company")),
        _column("employer_id", "企业编号", "employer id", Link("WORKS_AT", ("Enterprise",), "target", by="id"), ("单位编号", "工作单位编号", "企业统一社会信用代码", "单位信用代码")),
        *_places(community=("常住社区", "工作社区", "联系社区")),
        _column("membership", "参加组织", "member of", Link("MEMBER_OF", ("Association",), "target"), ("参加组织名称", "所在组织", "加入组织", "参加社团", "加入社团", "所属组织", "所属社团", "社团组织", "参加团体", "加入的社团", "社会组织", "参加的组织", "参加社会组织", "加入社会组织", "社会组织任职情况", "社会组织任职", "社团任职", "社团任职情况", "所属商会", "所在社团", "入会情况", "加入团体", "参加社会团体", "加入社团组织", "参加社团组织", "参与组织", "组织名称及职务", "所在组织及职务", "担任社会组织职务", "社会组织职务", "社团及职务", "商会任职", "组织任职", "任职组织", "社团名称及职务", "参加组织及职务", "参加联谊组织", "所属联谊组织", "associations", "memberships"), ("组织名称", "社团名称")),
        _column("membership_role", "组织职务", "role there", On("membership", "role"), ("会内职务", "社团职务", "在组织中职务", "担任职务", "组织内职务"), ("职务",)),
        _column("contact", "联系人", "contact", Link("CONTACTS", ("Liaison",), "source", "named", (("role", "联系人"),)), ("联系人姓名", "结对联系人", "联络员", "联络人", "干部", "对口联系人", "责任联系人", "联系干部", "联系责任人", "联谊交友联系人", "结对联系干部", "联络员姓名", "联系人(姓名)", "结对干部", "联系服务人", "结对人", "结对党员干部", "联系党员干部", "联系包干人", "contact person", "liaison")),
        _column("contact_role", "联系人类别", "contact role", On("contact", "role"), ("联系人类型", "联系人职务")),
        _column("leader", "联系领导", "leader in contact", Link("CONTACTS", ("Liaison",), "source", "named", (("role", "联系领导"),), (("kind", "领导"),)), ("领导", "结对联系领导", "联谊领导", "结对领导", "挂联领导", "包联领导", "包联区领导", "联系党政领导", "联系领导干部", "挂钩领导", "交友领导", "联系区领导", "联系领导姓名")),
        _column("contact_date", "最近联系时间", "date of last contact", On("contact,leader", "date"), CONTACT_DATES),
    ),
    told=((r"^(?!.*重点).*代表(性)?人士", "rep", "是"), (r"重点(人士|人员|对象)", "key", "是")),
    hints=("人员", "人士", "代表人士", "重点人士", "人员台账", "人士台账", "人士名册", "人员名册", "新的社会阶层人士", "新阶层人士", "人才库", "人员信息", "人员名单", "人士信息"),
)  # fmt: skip

ENTERPRISES = Ledger(
    "enterprises",
    Text("企业台账", "enterprises"),
    "Enterprise",
    (
        _column("id", "企业编号", "enterprise id", Id(), ("单位编号", "公司编号"), ("编号", "id")),
        _column("name", "企业名称", "enterprise name", Name(), ("公司名称", "企业登记名称", "登记名称", "民企名称", "民企", "法人单位", "法人单位名称", "驻区单位", "驻区单位名称", "会员企业", "会员单位", "会员企业名称", "企业(单位)", "企业全称", "企业", "公司", "单位全称", "企业单位名称", "公司全称", "商户名称", "市场主体名称", "经营主体", "市场主体", "企业(单位)名称", "非公企业名称", "非公有制企业名称", "company name", "company", "enterprise"), ("名称", "单位名称", "单位", "全称", "name")),
        _column("uscc", "统一社会信用代码", "unified social credit code", Gives("uscc"), ("信用代码", "统一代码", "社会信用代码", "统一信用代码", "机构代码", "credit code", "uscc")),
        *_places(),
        _column("form", "单位形式", "form", Gives("form"), ("组织形式", "单位类型", "主体类型", "单位类别")),
        _column("subkind", "细类", "sub-kind", Gives("subkind")),
        _column("ownership", "企业性质", "ownership", Gives("ownership"), ("企业类型", "经济性质", "经济类型", "所有制", "所有制性质", "单位性质"), ("性质", "类型")),
        _column("industry", "行业", "industry", Gives("industry"), ("所属行业", "行业类别", "行业门类", "从事行业", "所处行业", "主营行业")),
        _column("status", "经营状态", "status", Gives("status"), ("企业状态", "存续状态", "登记状态", "经营情况"), ("状态",)),
        _column("technicians", "技术人员数", "technicians", Gives("technicians"), variants("- 专业 科技 工程 专业技术及管理 现有 其中", "技术人员", "- 数 总数 人数 数量 总人数 合计 规模 小计") + variants("- 专业", "科技人员 技术人才 技术职工 技术员工 技术骨干", "- 数 总数 人数 数量 总人数 合计") + ("专技人员", "专技人员数", "专技人数", "技术人员情况", "管理技术人员数", "管理和技术人员数", "technical staff", "number of technicians")),
        _column("party_members", "党员数", "party members", Gives("party_members"), ("党员人数", "党员总数")),
        _column("key", "是否重点", "key enterprise", Gives("key"), ("重点企业", "是否重点企业")),
        _column("large", "是否驻区大单位", "large resident unit", Gives("large"), ("驻区大单位", "大单位", "是否大单位")),
        *_contacts("Enterprise"),
        _column("unit", "内设机构", "inner unit", Link("PART_OF", ("Department",), "source", "own"), ("内设统战机构", "统战机构", "企业统战机构", "有关机构", "内设统战工作机构", "统战工作机构", "内设部门", "设立机构", "设立统战机构", "内设工作机构", "统战部门", "企业内设机构", "统战工作部门", "内设统战部门", "工作机构", "内设组织", "统战工作组织", "机构设置", "统战组织", "企业统战组织", "内设统战组织", "有无统战机构", "统战机构名称", "内设统战工作部门", "内设统战工作组织", "inner department")),
        _column("membership", "参加组织", "member of", Link("MEMBER_OF", ("Association",), "target"), ("加入商会", "所属商会", "参加商会", "加入组织", "所属协会", "加入协会", "参加社团", "所属组织", "入会情况", "加入社会组织")),
    ),
    hints=("企业", "公司", "会员企业", "企业台账", "企业统战", "企业名录", "企业名册", "企业名单", "企业一览", "企业情况", "公司名录", "非公有制企业", "非公企业", "企业基本情况", "企业信息", "大企业"),
)  # fmt: skip

ASSOCIATIONS = Ledger(
    "associations",
    Text("社团组织名单", "associations"),
    "Association",
    (
        _column("id", "组织编号", "association id", Id(), ("社团编号", "协会编号"), ("编号", "id")),
        _column("name", "组织名称", "association name", Name(), ("社团名称", "统战组织", "统战团体", "统战团体名称", "社会团体", "社会团体名称", "组织全称", "商会名称", "协会名称", "社会组织名称", "团体名称", "新联会名称", "商协会名称", "联谊会名称", "社团全称", "社团组织名称", "组织(社团)名称", "社团组织", "association", "organisation name", "organization name"), ("名称", "全称", "单位名称", "单位", "组织", "name")),
        _column("kind", "组织类型", "association kind", Gives("kind"), ("社团类型", "组织类别", "社团类别", "协会类型", "组织性质", "社团性质", "社会组织类型", "社会组织类别", "社会团体类型", "团体类别", "团体类型", "团体性质", "组织形态", "组织性质类别", "organisation type"), ("类型", "类别", "性质", "分类", "type", "kind")),
        *_places(),
        _column("state", "状态", "state", Gives("state"), ("组织状态", "运行状态", "登记状态", "目前状态", "运行情况", "运作状态", "当前状态", "社团状态", "存续状态", "现状", "工作状态", "目前情况", "成立情况", "活动状态", "存续情况", "活动情况", "运转情况", "运转状态", "存在状态", "组织现状", "运行状况", "运作状况", "组建情况", "建会情况", "筹建情况", "status"), ("情况",)),
        _column("date", "成立时间", "founded", Gives("date"), ("成立日期", "登记时间", "登记日期", "成立年月", "设立时间", "设立日期", "成立年份", "批准成立时间", "建会时间", "建立时间", "何时成立", "注册日期", "登记注册时间", "组建时间", "成立批文日期", "批准成立日期", "批文日期", "成立(登记)时间", "注册时间")),
        _column("members", "会员数", "members", Gives("members"), ("会员人数", "会员", "成员", "成员数", "成员人数", "会员总数", "现有会员", "会员数量", "会员规模", "人数")),
        _column("industry", "行业", "industry", Gives("industry"), ("所属行业", "行业类别", "覆盖行业")),
        _column("basis", "纽带", "basis", Gives("basis"), ("纽带类型", "组建纽带")),
        _column("carrier", "载体类别", "carrier type", Gives("carrier"), ("载体类型",)),
        _column("serves", "服务类别", "categories served", Gives("serves"), ("服务对象", "面向群体", "联系群体")),
        _column("fields", "领域", "fields", Gives("fields"), ("活动领域",)),
        _column("duties", "职能", "functions", Gives("duties"), ("主要职能", "职责")),
        _column("parent", "上级组织", "parent body", Link("PART_OF", ("Association",), "target"), ("上级社团", "隶属组织", "所属总会")),
        _column("supervisor", "业务指导单位", "supervising department", Link("GUIDES", ("Department",), "source", "named"), ("指导单位", "业务主管单位", "主管单位", "主管部门", "指导部门", "业务主管部门", "业务指导部门")),
        _column("covers", "覆盖社区", "communities covered", Link("COVERS", ("Place",), "target", by="place"), ("联合社区", "覆盖范围", "覆盖社区(村)")),
    ),
    assumed=(("state", ""),),
    hints=("新联会", "商会", "协会", "社团", "社会组织", "联谊会", "组织名单", "组织名册", "组织台账", "统战团体"),
)  # fmt: skip

PARTY_BRANCHES = Ledger(
    "party_branches",
    Text("党组织台账", "party organisations"),
    "PartyBranch",
    (
        _column("id", "党组织编号", "party organisation id", Id(), (), ("编号", "id")),
        _column("name", "党组织名称", "party organisation", Name(), ("支部名称", "党支部名称", "党组织", "党组织全称", "党支部", "非公党组织名称", "两新党组织名称", "party branch"), ("名称", "全称", "name")),
        _column("kind", "党组织类别", "party organisation kind", Gives("kind"), ("党组织类型", "支部类型", "组织形式", "党组织形式"), ("类别", "类型", "形式")),
        *_places(),
        _column("sector", "领域", "sector", Gives("sector"), ("所属领域",)),
        _column("industry", "行业", "industry", Gives("industry"), ("所属行业",)),
        _column("duties", "职责", "duties", Gives("duties"), ("职责范围",)),
        _column("members", "党员数", "party members", Gives("members"), ("党员人数", "党员总数", "在册党员数", "党员"), ("人数",)),
        _column("budget", "经费", "budget", Gives("budget"), ("党建经费", "年度经费")),
        _column("date", "成立时间", "founded", Gives("date"), ("成立日期", "组建时间", "建立时间")),
        _column("covers", "覆盖企业", "enterprises covered", Link("COVERS", ("Enterprise",), "target"), ("覆盖单位", "所覆盖企业", "覆盖企业名称", "依托企业", "所在企业", "涵盖企业", "覆盖的企业", "所属企业", "依托单位", "组建企业", "联建单位", "联建企业", "覆盖企业名单")),
        _column("covers_id", "覆盖企业编号", "enterprise ids covered", Link("COVERS", ("Enterprise",), "target", by="id"), ("企业编号",)),
        _column("form", "组建形式", "form of coverage", On("covers,covers_id", "form"), ("组建方式", "覆盖形式", "覆盖方式", "建立形式")),
    ),
    hints=("党组织", "党支部", "两新组织", "党建", "党委", "党总支"),
)  # fmt: skip

# Whom a guide serves, he guides; whom any other liaison serves, he contacts.
SERVES_PLACES = Link("CONTACTS", ("Place",), "target", by="place", role_column="kind", instead=("kind", "指导员", "GUIDES"))

LIAISONS = Ledger(
    "liaisons",
    Text("联络人员台账", "liaisons"),
    "Liaison",
    (
        _column("id", "人员编号", "liaison id", Id(), ("联络员编号", "指导员编号", "联络人员编号"), ("编号", "id")),
        _column("name", "姓名", "name", Name(), ("联络员姓名", "指导员姓名", "联络员", "指导员", "联络人员", "联络人", "特派员", "联络人姓名", "特派员姓名", "联系领导", "领导姓名", "干部姓名", "liaison name"), ("名字", "人员姓名")),
        _column("kind", "人员类别", "liaison kind", Gives("kind"), ("联络员类别", "联络人员类别", "人员类型", "身份类别", "联络员类型", "人员身份"), ("类别", "类型", "身份", "性质", "角色")),
        _column("post", "职务", "post", Gives("post"), ("现任职务", "职务名称", "工作职务", "职位"), ()),
        _column("unit", "所在单位", "unit", Gives("unit"), ("指导员单位", "联络员单位", "特派员单位", "工作单位", "派出单位", "任职单位", "单位及职务", "派出部门", "来源单位", "单位职务"), ("单位",)),
        _column("home", "所在区", "district", Where("district"), ("所属区", "区县", "区", "县")),
        _column("street", "所在街道（镇）", "street", Where("street"), variants("- 所在 所属 负责 联系 指导 服务", STREETS, "- 名称")),
        _column("guides", "指导社区", "communities guided", Link("GUIDES", ("Place",), "target", by="place"), variants("指导 所指导 挂点指导 指导的 负责指导", "社区 村社 社区村 村居 社区名称 村社区 社区(村) 村(社区) 村(居) 点")),
        _column("places", "联系社区", "communities in contact", SERVES_PLACES, (*variants("- 所在 联系 负责 包干 分管 联络 服务 包联 挂钩 挂点 对口 责任 驻点 所联系 所负责 派驻 挂联 联系的 分工", "社区 村社 社区村 村居 社区名称 村社区 社区及村 社区或村 片区 社区(村) 村(社区) 村(居) 行政村 村"), "服务对象", "联系点", "挂点村居", "联系范围", "负责范围", "分工范围")),
        _column("place_codes", "联系社区代码", "community codes in contact", replace(SERVES_PLACES, by="id"), ("指导社区代码", "指导村(社区)代码", "村(社区)代码", "负责社区代码")),
        _column("enterprises", "联系企业", "enterprises in contact", Link("CONTACTS", ("Enterprise",), "target", role_column="kind"), (*variants("- 联系 负责 联络 服务 包联 挂钩 对口 派驻 责任 包保 所联系 所服务 所负责 覆盖 挂联 所在", "企业 公司 企业名称 企业名单"), "服务单位", "联系单位")),
        _column("enterprise_ids", "联系企业编号", "enterprise ids in contact", Link("CONTACTS", ("Enterprise",), "target", by="id", role_column="kind"), ("企业编号",)),
        _column("persons", "联系人士", "persons in contact", Link("CONTACTS", ("Person",), "target", role_column="kind"), variants("联系 结对 包联 所联系", "人士 代表人士 人员 对象")),
        _column("duty", "专兼职", "duty", On("places,place_codes,enterprises,enterprise_ids,persons", "duty"), ("专职或兼职", "专/兼职", "专兼职情况", "专兼职类别")),
        _column("contact_date", "最近联系时间", "date of last contact", On("places,place_codes,enterprises,enterprise_ids,persons", "date"), CONTACT_DATES),
        _column("since", "起始时间", "since", On("guides,places,place_codes,enterprises,enterprise_ids", "since"), ("聘任时间", "选派时间", "任职时间", "聘任日期")),
        _column("until", "截止时间", "until", On("guides,places,place_codes,enterprises,enterprise_ids", "until"), ("聘期届满", "任期至", "聘期至")),
    ),
    told=((r"指导员", "kind", "指导员"), (r"特派员", "kind", "特派员"), (r"领导", "kind", "领导"), (r"联络(员|人)|联系人", "kind", "联络员"), (r"专干|专人", "kind", "专人")),
    hints=("联络人员台账", "联络员台账", "联络员名册", "指导员", "联络员", "特派员", "联络人员", "联系领导", "联络名单", "派驻", "挂点"),
)  # fmt: skip

DEPARTMENTS = Ledger(
    "departments",
    Text("部门名单", "departments"),
    "Department",
    (
        _column("id", "部门编号", "department id", Id(), (), ("编号", "id")),
        _column("name", "部门名称", "department name", Name(), ("部门", "机关名称", "机构名称", "统战机构名称", "内设机构名称", "department"), ("名称", "单位名称", "name")),
        _column("kind", "部门类别", "department kind", Gives("kind"), ("部门类型",), ("类别", "类型")),
        *_places(),
        _column("sector", "领域", "sector", Gives("sector"), ()),
        _column("of", "所在企业", "enterprise", Link("PART_OF", ("Enterprise",), "target"), ("所属企业", "所在单位", "依托企业"), ("企业名称", "企业", "公司名称")),
        _column("posts", "编制", "posts", Gives("posts"), ("编制数", "人员编制")),
        _column("budget", "经费", "budget", Gives("budget"), ("年度经费", "工作经费")),
    ),
    hints=("部门", "机关", "统战机构", "内设机构", "企业统战机构"),
)  # fmt: skip

COMMITTEES = Ledger(
    "committees",
    Text("领导小组名单", "committees"),
    "Committee",
    (
        _column("id", "小组编号", "committee id", Id(), (), ("编号", "id")),
        _column("name", "小组名称", "committee name", Name(), ("领导小组名称", "联席会议名称", "领导小组", "机构名称", "committee"), ("名称", "name")),
        _column("kind", "小组类别", "committee kind", Gives("kind"), ("小组类型",), ("类别", "类型")),
        *_places(),
        _column("state", "状态", "state", Gives("state"), ("运行状态",)),
    ),
    hints=("领导小组", "联席会议", "协调小组", "指导小组"),
)  # fmt: skip

PARTIES = ("Association", "PartyBranch", "Department", "Committee", "Place")


def _things(name: str, zh: str, kind: str, stem: str, extra: tuple[Column, ...], hints: tuple[str, ...]) -> Ledger:
    """A ledger of things that a place or a body has or holds: events, venues, services, systems, programmes, rosters."""
    edge = "HELD" if kind == "Event" else "HAS"
    bodies = ("Association", "PartyBranch", "Department", "Committee")
    return Ledger(
        name,
        Text(zh, name),
        kind,
        (
            _column("id", f"{stem}编号", f"{kind.lower()} id", Id(), (), ("编号", "id")),
            _column("name", f"{stem}名称", f"{kind.lower()} name", Name(), (stem,), ("名称", "name", "主题")),
            _column("kind", f"{stem}类别", f"{kind.lower()} kind", Gives("kind"), (f"{stem}类型",), ("类别", "类型")),
            *_places(),
            _column("owner", "主办单位" if kind == "Event" else "所属单位", "owner", Link(edge, bodies, "source"), ("承办单位", "举办单位", "负责单位", "牵头单位", "建立单位")),
            *extra,
        ),
        hints,
    )  # fmt: skip


THINGS = (
    _things("events", "活动台账", "Event", "活动", (_column("date", "日期", "event date", Gives("date"), ("活动时间", "活动日期", "举办时间", "会议时间", "时间", "开展时间")),), ("活动", "会议", "培训")),
    _things("venues", "阵地台账", "Venue", "阵地", (_column("group", "群体", "group", Gives("group"), ("面向群体",)), _column("state", "状态", "state", Gives("state"), ("建设状态",)), _column("date", "启用时间", "opened", Gives("date"), ("建成时间",)), _column("due", "应完成时间", "due", Gives("due"), ("计划完成时间",))), ("阵地", "基地", "示范点", "活动场所")),
    _things("services", "服务项目", "Service", "服务", (_column("audience", "服务对象", "audience", Gives("audience")), _column("fields", "服务领域", "fields", Gives("fields"), ("领域",)), _column("date", "开始时间", "started", Gives("date"))), ("服务", "渠道", "热线")),
    _things("systems", "制度台账", "System", "制度", (_column("responsible", "责任单位", "responsible", Gives("owner")), _column("steps", "环节", "steps", Gives("steps")), _column("weight", "权重", "weight", Gives("weight"), ("考核权重",)), _column("date", "发布时间", "issued", Gives("date"), ("印发时间",)), _column("until", "有效期至", "valid until", Gives("until"))), ("制度", "方案", "规划")),
    _things("programmes", "项目品牌", "Programme", "项目", (_column("line", "工作线", "line", Gives("line")), _column("carrier", "载体类别", "carrier type", Gives("carrier")), _column("date", "开始时间", "started", Gives("date")), _column("until", "结束时间", "ended", Gives("until"))), ("项目", "品牌")),
    _things("rosters", "名册台账", "Roster", "名册", (_column("size", "人数", "size", Gives("size"), ("入库人数",)), _column("audited", "核查数", "audited", Gives("audited")), _column("updated", "更新时间", "updated", Gives("updated"), ("更新日期", "最近更新时间")), _column("date", "完成时间", "finished", Gives("date")), _column("pass1", "普查时间", "first pass", Gives("pass1")), _column("pass2", "核查时间", "second pass", Gives("pass2")), _column("pass3", "补查时间", "third pass", Gives("pass3"))), ("名册", "人才库", "台账清单")),
)  # fmt: skip

POSTS = Ledger(
    "posts",
    Text("职位与席位", "posts"),
    "Post",
    (
        _column("id", "职位编号", "post id", Id(), (), ("编号", "id")),
        _column("name", "职位", "post", Name(), ("职位名称", "席位"), ("名称",)),
        _column("role", "角色", "role", Gives("role"), ("小组职务", "组内职务")),
        _column("part", "组成", "part", Gives("part"), ("组成类别",)),
        _column("body", "机构", "body", Gives("body"), ("任职机构",)),
        _column("field", "领域", "field", Gives("field")),
        _column("sector", "界别", "sector", Gives("sector")),
        _column("until", "任期届满", "term end", Gives("until"), ("任期至",)),
        *_places(),
        _column("of", "所属小组", "committee or body", Link("PART_OF", ("Committee", "Association", "PartyBranch", "Department"), "target"), ("小组", "所属组织", "所属机构")),
        _column("holder", "担任人", "held by", Link("HOLDS", ("Liaison",), "source", "named"), ("任职人", "担任者", "姓名", "任职人姓名")),
        _column("holder_body", "担任单位", "held by body", Link("HOLDS", ("Enterprise", "Association", "Department"), "source"), ("任职单位",)),
    ),
    hints=("职位", "席位", "小组成员", "特约服务员"),
)  # fmt: skip

FIGURES = Ledger(
    "figures",
    Text("统计数", "figures"),
    "Figure",
    (
        _column("id", "统计编号", "figure id", Id(), (), ("编号", "id")),
        _column("name", "统计项目", "figure", Name(), ("统计项",), ("项目", "名称")),
        _column("topic", "指标", "topic", Gives("topic"), ("统计指标",)),
        _column("category", "人员类别", "category", Gives("category"), ("类别",)),
        _column("scope", "口径", "scope", Gives("scope"), ("统计口径",)),
        _column("value", "数值", "value", Gives("value"), ("统计数", "统计值")),
        *_places(),
        _column("total", "汇总到", "part of", Link("PART_OF", ("Figure",), "target"), ("所属合计",)),
    ),
    hints=("统计数", "统计表", "汇总数"),
)  # fmt: skip


def _ends(
    which: Literal["source", "target"],
    kinds: tuple[str, ...],
    zh: str,
    en: str,
    ids: tuple[str, ...],
    names: tuple[str, ...],
    creates: bool = False,
) -> tuple[Column, ...]:
    return (
        _column(f"{which}_id", f"{zh}编号", f"{en} id", End(which, kinds, "id"), ids),
        _column(f"{which}_name", zh, en, End(which, kinds, "name", "named" if creates else "never"), names),
    )  # fmt: skip


def _place_end() -> tuple[Column, ...]:
    parts: tuple[tuple[str, str, str, PlacePart, tuple[str, ...]], ...] = (
        ("target_code", "社区代码", "community code", "code", ("社区编码", "社区编号")),
        ("target_district", "区", "district", "district", ("区县", "所在区")),
        ("target_street", "街道", "street", "street", variants("- 所在 所属", STREETS)),
        ("target_community", "社区", "community", "community", variants("- 所在 所属 指导 负责 结对", COMMUNITIES, "- 名称")),
    )
    return tuple(_column(key, zh, en, End("target", ("Place",), "place", part=part), aliases) for key, zh, en, part, aliases in parts)


DATES = (
    _column("since", "起始时间", "since", Relates("since"), ("开始时间", "起始日期", "加入时间", "入会时间", "聘任时间", "选派时间", "任职时间", "from")),
    _column("until", "截止时间", "until", Relates("until"), ("结束时间", "截止日期", "退出时间", "届满时间", "to")),
)  # fmt: skip

MEMBERSHIPS = Ledger(
    "memberships",
    Text("参加组织明细", "memberships"),
    None,
    (
        *_ends("source", ("Person",), "人员", "person", ("人士编号", "会员编号", "成员编号", "编号"), ("姓名", "会员姓名", "成员姓名", "人员姓名", "会员", "成员", "代表人士")),
        *_ends("target", ("Association",), "组织", "association", ("社团编号",), ("组织名称", "社团名称", "参加组织", "加入组织", "所在组织", "社会组织名称", "商会名称", "协会名称", "加入社团")),
        _column("role", "职务", "role", Relates("role"), ("会内职务", "担任职务", "社团职务")),
        *DATES,
    ),
    hints=("会员", "成员名单", "参加组织", "入会", "任职情况", "会员名册", "任职明细"),
    edge="MEMBER_OF",
)  # fmt: skip

CONTACTS = Ledger(
    "contacts",
    Text("联系明细", "contacts"),
    None,
    (
        *_ends("source", ("Liaison",), "联系人", "contact", ("联络员编号", "联系干部编号"), ("联系人姓名", "联系干部", "走访干部", "走访人", "走访领导", "联系干部姓名", "联络员", "联络员姓名", "联系领导", "联络人", "姓名"), creates=True),
        _column("source_kind", "联系人类别", "contact kind", Relates("role"), ("联络员类别", "角色", "联系人类型")),
        *_ends("target", ("Person", "Enterprise", "Place"), "联系对象", "contacted", ("人员编号", "企业编号", "对象编号", "走访对象编号", "联系人士编号"), ("联系对象名称", "走访对象", "走访对象姓名", "走访对象名称", "包联对象", "服务对象", "联系对象姓名", "被联系人", "联系人士", "代表人士", "联系企业", "对象", "联系对象")),
        _column("target_kind", "联系对象类别", "contacted kind", End("target", ("Person", "Enterprise", "Place"), "kind"), ("对象类别", "对象类型", "联系对象类型")),
        _column("duty", "专兼职", "duty", Relates("duty"), ()),
        _column("date", "联系时间", "contact date", Relates("date"), (*CONTACT_DATES[:1], "联系日期", "最近联系日期", "走访时间", "走访日期")),
        *DATES,
    ),
    hints=("联系明细", "走访", "联系记录", "联系情况", "联谊交友", "联系台账"),
    edge="CONTACTS",
)  # fmt: skip

GUIDANCE = Ledger(
    "guidance",
    Text("指导明细", "guidance"),
    None,
    (*_ends("source", ("Liaison",), "指导员", "guide", (), ("指导员姓名", "指导人员", "姓名"), creates=True), *_place_end(), *DATES),
    hints=("指导明细", "指导员", "指导分工", "挂点指导"),
    edge="GUIDES",
)  # fmt: skip

PAIRINGS = Ledger(
    "pairings",
    Text("结对明细", "pairings"),
    None,
    (*_ends("source", ("Enterprise", "Association"), "结对企业", "paired enterprise", (), ("企业名称", "企业", "结对单位")), *_place_end(), *DATES),
    hints=("结对", "村企", "企村"),
    edge="PAIRED_WITH",
)  # fmt: skip

_ORDER = (
    PLACES,
    DEPARTMENTS,
    ASSOCIATIONS,
    PARTY_BRANCHES,
    ENTERPRISES,
    PEOPLE,
    LIAISONS,
    COMMITTEES,
    *THINGS,
    POSTS,
    FIGURES,
    MEMBERSHIPS,
    CONTACTS,
    GUIDANCE,
    PAIRINGS,
)
LEDGERS = tuple(replace(ledger, rank=rank) for rank, ledger in enumerate(_ORDER))

DENIED = (
    "思想", "态度", "评价", "民族", "信仰", "宗教", "身份证", "公民身份", "身份号码", "证件号", "手机", "电话", "联系方式", "住址", "家庭", "收入", "纳税",
    "政治面貌", "政治表现", "现实表现", "党派", "学历", "学位", "出生", "年龄", "籍贯", "性别", "信教", "信众", "微信", "qq", "邮箱", "email", "e-mail",
    "表现", "倾向", "观点", "言论", "配偶", "子女", "婚姻", "健康", "银行", "资产", "奖惩", "入党", "户籍", "护照", "动态", "phone",
    "mobile", "idnumber", "political", "居住地址", "通讯地址", "家庭地址", "生日", "简历", "社会关系", "telephone", "idcard", "passport", "religion", "ethnic", "gender", "birth", "income", "opinion", "address of residence", "考察", "素质",
)  # fmt: skip
