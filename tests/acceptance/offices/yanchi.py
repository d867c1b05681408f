"""砚池区: three header rows printed again after a page break, merged streets, communities and liaisons, subtotals in the middle."""

from pathlib import Path

from writers import Row, Sheet, credit_code, row_of, write_text, write_xlsx, wrong_credit_code

ENTERPRISE_BOOK = "企业统战工作台帐.xlsx"
PLACE_BOOK = "砚池区社区（村）一览.xlsx"
ASSOCIATION_BOOK = "社团名册（按街镇）.xlsx"
PEOPLE_BOOK = "人士台账.xlsx"
BRANCH_FILE = "党组织覆盖情况.csv"

HEADER: list[Row] = [
    (
        "序号",
        "所属街镇",
        "所在社区（村）",
        "企业名称",
        "统一社会信用代码",
        "人员情况",
        None,
        "联络力量",
        None,
        None,
        None,
        "内设统战机构",
    ),
    (None, None, None, None, None, "技术人员数", "其中：高级职称", "特派员", "联络员", None, "联系领导", None),
    (None, None, None, None, None, None, None, None, "专职", "兼职", None, None),
]
ENTERPRISES: list[Row] = [
    ("砚池区非公有制企业统战工作台帐",),
    ("填报单位（盖章）：砚池区委统战部                  填报日期：2023年12月31日                  单位：人",),
    *HEADER,
    (1, "砚东街道", "洗墨社区", "砚池光学仪器有限公司", credit_code(601), 1208, 133, "屠苏", None, None, "管一苇", "统战部"),
    (2, None, None, "墨香印刷有限公司", credit_code(602), 260, 12, None, "訾寒", None, None, None),
    (3, None, "临池社区", "临池化纤有限公司", credit_code(603), 330, 20, None, None, None, None, None),
    (4, None, None, "临池模具厂", credit_code(604), 150, 6, None, None, None, "管一苇", None),
    ("砚东街道小计", None, None, "4家", None, 1948, 171, None, None, None, None, None),
    (5, "砚西镇", "松烟村", "松烟制墨有限公司", credit_code(605), 45, 2, None, None, "储岚", None, None),
    (6, None, None, "松烟物流有限公司", credit_code(606), "近1200", 15, None, None, None, "管一苇", "统战工作小组"),
    (7, None, "端溪社区", "端溪石材有限公司", credit_code(607), 102, 3, None, None, "储岚", None, None),
    *HEADER,
    (8, "砚西镇", "端溪社区", "端溪旅游开发有限公司", credit_code(608), "无法统计", None, None, None, None, None, None),
    ("砚西镇小计", None, None, "4家", None, None, None, None, None, None, None, None),
    (9, "砚北街道", "歙石社区", "歙石软件有限公司", credit_code(609), "1000", 88, "屠 苏", None, None, None, None),
    (10, None, None, "歙石餐饮管理有限公司", wrong_credit_code(610), "30-40人", 0, None, None, None, None, None),
    ("砚北街道小计", None, None, "2家", None, None, None, None, None, None, None, None),
    ("合计", None, None, "10家", None, None, None, None, None, None, None, None),
    ("填表人：略              审核人：略              联系电话：19900000699",),
]

PLACES: list[Row] = [
    ("砚池区社区（村）一览",),
    ("区", "街镇", "社区（村）", "指导员", "统战工作专人"),
    ("砚池区", "砚东街道", "洗墨社区", "冀北辰", "计小满"),
    (None, None, "临池社区", None, "计小满"),
    (None, "砚西镇", "松烟村", "昝青", "经世远"),
    (None, None, "端溪社区", "昝 青", None),
    (None, "砚北街道", "歙石社区", "郦食安", "经世远"),
    (None, None, "青石社区", "—", "无"),
]

ASSOCIATION_HEADER: Row = ("序号", "组织名称", "组织类别", "所在社区（村）", "成立时间", "目前状态")
DISTRICT_BODIES: list[Row] = [
    ASSOCIATION_HEADER,
    (1, "砚池区新的社会阶层人士联谊会", "新联会", None, "2016年", "已注销"),
    (2, "砚池区党外知识分子联谊会", "知联会", None, "2014年", "正常"),
]
EAST_BODIES: list[Row] = [
    ASSOCIATION_HEADER,
    (1, "砚东街道新联会", "新联会", None, "2019-05", "正常"),
    (2, "临池社区新联会", "新联会", "临池社区", "2020-07", "正常"),
]
WEST_BODIES: list[Row] = [
    ASSOCIATION_HEADER,
    (1, "松烟村新联会", "新联会", "松烟村", None, "筹备"),
    (2, "砚西镇商会", "商会", None, "2015-01", "正常"),
]
NORTH_BODIES: list[Row] = [
    ASSOCIATION_HEADER,
    (1, "砚北街道新联会", "新联会", None, "2021-02", "正常"),
    (2, "青石社区新联会", "新联会", "青石社区", "2022-03", "正常"),
]

PEOPLE: list[Row] = [
    ("砚池区新的社会阶层人士台账",),
    ("（涉及个人信息，请勿外传）",),
    (
        "序号",
        "姓名",
        "所属街镇",
        "所在社区（村）",
        "是否为代表人士",
        "加入社团",
        "联系人",
        "联系时间",
        "公民身份号码",
        "手机号",
        "思想动态",
    ),
    *(
        (n, *row, f"99010619{80 + n}0606{n:04d}", f"1990000060{n}", f"机密词{n}")
        for n, row in enumerate(
            [
                ("雍陶然", "砚东街道", "洗墨社区", "是", "砚池区新的社会阶层人士联谊会", None, None),
                ("訾云帆", "砚东街道", "临池社区", "是", "临池社区新联会", "管一苇", "2023.11.3"),
                ("昝慕青", "砚西镇", "松烟村", "是", None, "管一苇", "2022年10月"),
                ("郦若川", "砚北街道", "青石社区", "是", "青石社区新联会", None, None),
                ("储知夏", "砚北街道", "歙石社区", "否", None, None, None),
                ("眭 远山", "砚北街道", "歙石社区", "√", "砚西镇商会", "管 一苇", None),
            ],
            start=1,
        )
    ),
]

BRANCHES: list[Row] = [
    ("党组织名称", "党组织类别", "所属街镇", "所在社区（村）", "覆盖企业", "党员数"),
    ("砚西镇联合党支部", "联合党支部", "砚西镇", "松烟村", "松烟制墨有限公司、端溪石材有限公司、端溪旅游开发有限公司", 19),
    ("临池模具厂党支部", "党支部", "砚东街道", "临池社区", "临池模具厂", 6),
]

EXPECTED = {
    "as_of": "2023-12-31",
    "rows": {ENTERPRISE_BOOK: 10, PLACE_BOOK: 6, ASSOCIATION_BOOK: 8, PEOPLE_BOOK: 6, BRANCH_FILE: 2},
    "gaps": {
        "A16.district": {"unmet": ["砚池区"]},
        "A16.zhilianhui": {"unmet": []},
        "A16.street": {"unmet": ["砚西镇"]},
        "A16.community": {"unmet": ["洗墨社区", "松烟村", "端溪社区", "歙石社区"]},
        "A33.isolated": {"unmet": ["雍陶然", "昝慕青"], "unknown": []},
        "A33.contact": {"unmet": ["雍陶然", "昝慕青", "郦若川"], "unknown": []},
        "A34": {"unmet": ["松烟物流有限公司", "歙石软件有限公司"], "unknown": ["端溪旅游开发有限公司"]},
        "A35": {"unmet": ["临池模具厂", "端溪石材有限公司"], "unknown": ["端溪旅游开发有限公司"]},
        "A36": {"unmet": ["歙石餐饮管理有限公司"], "unknown": ["端溪旅游开发有限公司"]},
        "A37": {"unmet": [], "unknown": ["端溪旅游开发有限公司"]},
        "A38": {"unmet": ["青石社区"]},
        "E09.community": {"unmet": ["青石社区"]},
        "E09.guide": {"unmet": []},
    },
    "problems": [
        {
            "file": ENTERPRISE_BOOK,
            "row": row_of(ENTERPRISES, "歙石餐饮管理有限公司"),
            "column": "统一社会信用代码",
            "why": "the check character is wrong",
        },
    ],
    "never_anywhere": ["99010619", "19900000", "机密词"],
    "never_in_internal": ["雍陶然", "訾云帆", "昝慕青", "郦若川", "储知夏", "眭远山", "眭 远山"],
}


def header_merges(top: int) -> list[str]:
    """The merged ranges of the three header rows, wherever they are printed."""
    middle, bottom = top + 1, top + 2
    down = [f"{column}{top}:{column}{bottom}" for column in "ABCDEL"] + [f"{column}{middle}:{column}{bottom}" for column in "FGHK"]
    return [*down, f"F{top}:G{top}", f"H{top}:K{top}", f"I{middle}:J{middle}"]


def write(folder: Path) -> None:
    groups = ["B6:B9", "C6:C7", "I7:I8", "C8:C9", "A10:C10", "B11:B13", "C11:C12", "A18:C18", "B19:B20", "C19:C20", "A21:C21"]
    merges = ["A1:L1", "A2:L2", *header_merges(3), *groups, *header_merges(14), "A22:C22", "A23:L23"]
    write_xlsx(folder / ENTERPRISE_BOOK, [Sheet("台帐", ENTERPRISES, merges, blank_rows=25)])
    write_xlsx(folder / PLACE_BOOK, [Sheet("Sheet1", PLACES, ["A1:E1", "A3:A8", "B3:B4", "D3:D4", "B5:B6", "B7:B8"])])
    write_xlsx(
        folder / ASSOCIATION_BOOK,
        [
            Sheet("区直", DISTRICT_BODIES),
            Sheet("砚东街道", EAST_BODIES),
            Sheet("砚西镇", WEST_BODIES),
            Sheet("砚北街道", NORTH_BODIES),
        ],
    )
    write_xlsx(folder / PEOPLE_BOOK, [Sheet("台账", PEOPLE, ["A1:K1", "A2:K2"], blank_rows=10)])
    write_text(folder / BRANCH_FILE, BRANCHES, encoding="gb18030")
