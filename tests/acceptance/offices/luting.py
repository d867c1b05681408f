"""鹭汀区: text files only, saved from merged sheets: UTF-8 with BOM, tab-separated, GB18030; memberships in a ledger of their own."""

from pathlib import Path

from writers import Row, row_of, write_text

PLACE_FILE = "01社区概况.csv"
ENTERPRISE_FILE = "02企业.tsv"
ASSOCIATION_FILE = "03社团.csv"
PEOPLE_FILE = "04人员.csv"
MEMBERSHIP_FILE = "05参加组织明细.csv"
BRANCH_FILE = "06党组织.csv"

PLACES: list[Row] = [
    ("鹭汀区社区概况",),
    ("填报单位：鹭汀区委统战部", None, None, "截至2024年12月底"),
    ("街道", "社区居委会", "社区类型", "网格数", "指导员", "备注"),
    ("鹭江街道", "鸥鸣社区居委会", "新城", 12, "贺兰亭", None),
    (None, "白石社区居委会", "传统院落", 8, "贺兰亭", None),
    (None, "港湾社区居民委员会", "社企连体", 9, "贺兰亭；冼知秋", None),
    ("榕荫街道", "榕荫社区居委会", "传统院落", 7, "冼 知秋", "2023年由两社区合并"),
    (None, "古井社区居委会", "传统院落", 5, "无", None),
    (None, "双榕社区居委会", "新城", 14, "沃青禾", None),
    ("合计", 6, None, 55, None, None),
    ("填表人：略", None, None, "联系电话：19900000399"),
]

ENTERPRISES: list[Row] = [
    ("企业全称", "所在地", "科技人员总数", "专职联络员", "兼职联络员", "内设统战机构", "经营范围"),
    ("鹭汀光电有限公司", "鹭江街道鸥鸣社区", "1,050", "谷雨时", None, "统战联络站", "光学元件"),
    ("白石玻璃厂", "鹭江街道白石社区", "450名", None, "谷雨时", None, "玻璃"),
    ("港湾船舶修造有限公司", "鹭江街道港湾社区", "90—110", None, None, None, "修船"),
    ("榕荫食品有限公司", "榕荫街道榕荫社区居委会", "三十五", None, "谷雨时", None, "糕点"),
    ("双榕软件园运营有限公司", "榕荫街道双榕社区居民委员会", None, None, None, None, "园区运营"),
    ("古井陶艺工作室有限公司", "榕荫街道古井社区", 7, None, None, None, "陶艺"),
    ("鹭汀航空零部件有限公司", "鹭江街道", "１０００多", "濮阳川", None, "无", "零部件"),
]

ASSOCIATIONS: list[Row] = [
    ("组织全称", "性质", "所属区域", "登记时间", "运行状态"),
    ("鹭汀区新的社会阶层人士联谊会", "新联会", "鹭汀区", "2017.12", "活跃"),
    ("鹭江街道新联会", "新联会", "鹭汀区/鹭江街道", "2019/3/1", "活跃"),
    ("双榕社区新联会", "新联会", "鹭汀区/榕荫街道/双榕社区", "2021年", "正常"),
    ("白石社区新联会", "新联会", "鹭汀区/鹭江街道/白石社区", None, "筹备"),
    ("古井社区新的社会阶层人士联合会", "新联会", "鹭汀区/榕荫街道/古井社区", "2022-11-1", "活跃"),
    ("鹭汀区工商业联合会", "工商联", "鹭汀区", "1998", "活跃"),
    ("鹭江街道商会", "商会", "鹭汀区/鹭江街道", None, "活跃"),
]

PEOPLE: list[Row] = [
    ("编号", "姓名", "人员类别", "工作单位", "街道", "社区", "是否代表人士", "联系人", "最近联系时间", "手机号码", "思想表现"),
    *(
        (f"LT{n:03d}", *row, f"1990000030{n}", f"机密词{n}")
        for n, row in enumerate(
            [
                ("端木青", "自由职业人员", None, "鹭江街道办事处", "鸥鸣社区", "是", None, None),
                ("尉迟砚", "私营企业主", "白石玻璃厂", "鹭江街道办事处", "白石社区居委会", "是", "贺兰亭", "2024-11-2"),
                ("夏侯榕", "自由职业人员", None, "榕荫街道办事处", "古井社区", "是", None, None),
                ("公冶棠", "中介组织从业人员", None, "榕荫街道办事处", "双榕社区", "是", "无", None),
                ("闻人鹭", "民营科技人员", "榕荫食品有限公司", "榕荫街道办事处", "榕荫社区居委会", "是", "—", None),
                ("澹台静", "个体工商户", None, "鹭江街道办事处", "港湾社区", "否", None, None),
            ],
            start=1,
        )
    ),
]

MEMBERSHIPS: list[Row] = [
    ("参加社会组织明细表",),
    ("人员编号", "姓名", "组织名称", "担任职务", "起始时间"),
    ("LT001", "端木青", "鹭汀区新的社会阶层人士联谊会", "会员", "2018年"),
    ("LT004", "公冶棠", "双榕社区新联会", "会长", "2021.6"),
    ("LT004", "公冶棠", "鹭江街道商会", "会员", None),
    ("LT005", "闻人鹭", "海峡青年创业协会", "会员", None),
    ("LT006", "澹台静", "鹭江街道商会", "会员", "2020-3-1"),
]

BRANCHES: list[Row] = [
    ("党组织名称", "党组织类型", "所属街道", "所属社区", "覆盖企业", "党员人数"),
    ("白石古井联合党支部", "联合党支部", "鹭江街道", "白石社区", "白石玻璃厂、古井陶艺工作室有限公司", "12"),
]

EXPECTED = {
    "as_of": "2024-12-31",
    "rows": {PLACE_FILE: 6, ENTERPRISE_FILE: 7, ASSOCIATION_FILE: 7, PEOPLE_FILE: 6, MEMBERSHIP_FILE: 5, BRANCH_FILE: 1},
    "gaps": {
        "A16.district": {"unmet": []},
        "A16.zhilianhui": {"unmet": ["鹭汀区"]},
        "A16.street": {"unmet": ["榕荫街道"]},
        "A16.community": {"unmet": ["鸥鸣社区", "白石社区", "港湾社区", "榕荫社区"]},
        "A33.isolated": {"unmet": ["夏侯榕"], "unknown": ["闻人鹭"]},
        "A33.contact": {"unmet": ["端木青", "夏侯榕", "公冶棠", "闻人鹭"], "unknown": []},
        "A34": {"unmet": ["鹭汀航空零部件有限公司"], "unknown": ["双榕软件园运营有限公司"]},
        "A35": {"unmet": ["白石玻璃厂"], "unknown": ["港湾船舶修造有限公司", "双榕软件园运营有限公司"]},
        "A36": {"unmet": ["古井陶艺工作室有限公司"], "unknown": ["港湾船舶修造有限公司", "双榕软件园运营有限公司"]},
        "E09.community": {"unmet": ["古井社区"]},
        "E09.guide": {"unmet": ["贺兰亭"]},
    },
    "problems": [
        {
            "file": MEMBERSHIP_FILE,
            "row": row_of(MEMBERSHIPS, "海峡青年创业协会"),
            "column": "组织名称",
            "why": "no ledger lists this association",
        },
    ],
    "never_anywhere": ["19900000", "机密词"],
    "never_in_internal": ["端木青", "尉迟砚", "夏侯榕", "公冶棠", "闻人鹭", "澹台静", "贺兰亭"],
}


def write(folder: Path) -> None:
    write_text(folder / PLACE_FILE, PLACES, encoding="utf-8-sig")
    write_text(folder / ENTERPRISE_FILE, ENTERPRISES, separator="\t")
    write_text(folder / ASSOCIATION_FILE, ASSOCIATIONS, encoding="gb18030")
    write_text(folder / PEOPLE_FILE, PEOPLE, encoding="gb18030")
    write_text(folder / MEMBERSHIP_FILE, MEMBERSHIPS, encoding="gb18030", newline="\n")
    write_text(folder / BRANCH_FILE, BRANCHES, encoding="utf-8-sig")
    (folder / "会议通知.docx").write_text("关于报送2024年度台账的通知\n请于12月31日前报送，联系电话19900000398。\n", encoding="utf-8")
