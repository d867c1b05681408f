"""栖云县: old .xls files, one enterprise ledger per town, a sheet per type of association, guides in one merged cell."""

import datetime
from pathlib import Path

from writers import Row, Sheet, numbered, row_of, write_text, write_xls

PLACE_BOOK = "栖云县村（社区）统战基础信息.xls"
YUNMEN_BOOK = "云门镇企业台帐.xls"
QINGLAN_BOOK = "青岚乡企业台帐.xls"
STREET_BOOK = "栖云街道企业台帐.xls"
ASSOCIATION_BOOK = "社会组织登记表.xls"
PEOPLE_BOOK = "新阶层人士花名册.xls"
BRANCH_FILE = "两新党组织.csv"

PLACES: list[Row] = [
    ("栖云县各乡镇（街道）村（社区）统战工作基础信息表",),
    ("填报单位：栖云县委统战部                         填报日期：2024-09-30",),
    ("序号", "县（市、区）", "乡镇（街道）", "村（社区）", "联系指导情况", None, "备注"),
    (None, None, None, None, "指导员", "联系领导", None),
    (1, "栖云县", "云门镇", "云门社区", "窦春生", "宰父信", None),
    (2, None, None, "石桥村", None, None, None),
    (3, None, None, "竹坞村", None, "宰父信", None),
    ("小计", None, None, "3个", None, None, None),
    (4, None, "青岚乡", "青岚村", "蒲云起", None, None),
    (5, None, None, "石桥村", "无", None, "地处偏远"),
    ("小计", None, None, "2个", None, None, None),
    (6, None, "栖云街道", "文昌社区", "蒲云起，鄢若水", "亓官义", None),
    (7, None, None, "凤鸣社区", "鄢 若水", None, None),
    ("小计", None, None, "2个", None, None, None),
    ("总计", None, None, "7个", "3人", None, None),
    ("注：1.本表由各乡镇（街道）统战委员填写；2.指导员由县委统战部选派。",),
]

YUNMEN: list[Row] = [
    ("云门镇非公有制企业情况表",),
    ("单位：云门镇人民政府                    2024年9月28日",),
    ("序号", "单位名称", "所在村（社区）", "专业技术人员", "统战联络员", "统战机构", "主营业务"),
    *numbered(
        [
            ("云门竹艺有限公司", "竹坞村", "近100", None, None, "竹编"),
            ("栖云重型机床厂", "云门社区", 1000, "卜思齐", "统战办公室", "机床"),
            ("云门茶业集团有限公司", "云门社区", "100余", "卜 思齐", None, "制茶"),
            ("石门山泉饮料厂", "竹坞村", 99, "/", "/", "饮料"),
        ]
    ),
    ("合计", "4家", None, None, None, None, None),
]

QINGLAN: list[Row] = [
    ("青岚乡规模以上企业一览表",),
    ("序号", "乡镇", "村（社区）", "企业全称", "技术人员总数(人)", "统战联络员", "内设统战机构"),
    (1, "青岚乡", "青岚村", "青岚药材种植有限公司", 12, "卜思齐", None),
    (2, None, None, "青岚风电设备有限公司", "***", None, None),
    (3, None, "石桥村", "石桥矿业有限公司", "250", None, None),
    ("制表人：略", None, None, None, "审核人：略", None, None),
]

STREET: list[Row] = [
    ("序号", "企业名称", "社区", "技术人员数", "联络员姓名", "联络员类别", "统战工作机构名称"),
    *numbered(
        [
            ("凤鸣电子科技有限公司", "凤鸣社区", "１５００", "骆平沙", "特派员", "新阶层统战工作站"),
            ("文昌印务有限公司", "文昌社区", 0, None, None, None),
            ("文昌会计师事务所有限公司", "文昌社区", "80多", None, None, None),
            ("栖云数码城有限公司", "文昌社区", "2000以上", "骆平沙", "联络员", "无"),
        ]
    ),
    ("合  计", None, None, None, None, None, None),
]

ASSOCIATION_HEADER: Row = ("序号", "组织全称", "所在乡镇", "所在村社区", "登记时间", "状态")
XINLIANHUI: list[Row] = [
    ("栖云县新联会组织建设情况",),
    ASSOCIATION_HEADER,
    *numbered(
        [
            ("栖云县新的社会阶层人士联谊会", None, None, datetime.date(2018, 6, 1), "正常"),
            ("云门镇新联会", "云门镇", None, datetime.date(2020, 5, 1), "正常"),
            ("栖云街道新联会", "栖云街道", None, datetime.date(2019, 3, 15), "注销"),
            ("文昌社区新联会", "栖云街道", "文昌社区", datetime.date(2021, 10, 9), "正常"),
            ("石桥村新联会", "青岚乡", "石桥村", datetime.date(2022, 1, 20), "正常"),
        ]
    ),
]
ZHILIANHUI: list[Row] = [
    ASSOCIATION_HEADER,
    *numbered([("栖云县党外知识分子联谊会", None, None, datetime.date(2012, 4, 1), "已注销")]),
]
CHAMBERS: list[Row] = [
    ASSOCIATION_HEADER,
    *numbered([("云门镇竹业商会", "云门镇", None, datetime.date(2016, 8, 8), "正常")]),
]

PEOPLE: list[Row] = [
    ("新的社会阶层人士花名册",),
    ("（内部资料，注意保管）",),
    (
        "编号",
        "姓名",
        "乡镇",
        "村（社区）",
        "代表性人士",
        "所在组织",
        "联络人",
        "最近联系日期",
        "身份证号",
        "联系电话",
        "家庭住址",
        "政治表现",
    ),
    *(
        (f"QY{n:03d}", *row, f"99010219{70 + n}0202{n:04d}", f"1990000020{n}", f"机密词巷{n}号", f"机密词{n}")
        for n, row in enumerate(
            [
                ("殷栖梧", "云门镇", "石桥村", "是", "云门镇新联会", "窦春生", datetime.date(2024, 8, 1)),
                ("辜明朗", "青岚乡", "石桥村", "是", None, "蒲云起", datetime.date(2023, 8, 15)),
                ("殷栖梧", "栖云街道", "文昌社区", "是", "无", "—", None),
                ("郗若谷", "栖云街道", "凤鸣社区", "是", "栖云街道新联会", "鄢若水", datetime.date(2024, 9, 1)),
                ("褚云舒", "云门镇", "竹坞村", "否", None, None, None),
                ("晏清和", "青岚乡", "青岚村", "是", "云门镇竹业商会、栖云县新的社会阶层人士联谊会", None, None),
            ],
            start=1,
        )
    ),
]

BRANCHES: list[Row] = [
    ("党支部名称", "类别", "乡镇", "村社区", "覆盖单位", "党员数"),
    ("青岚乡企业联合党支部", "联合党支部", "青岚乡", "青岚村", "青岚药材种植有限公司；石桥矿业有限公司；青岚铜业有限公司", 17),
    ("云门竹艺有限公司党支部", "党支部", "云门镇", "竹坞村", "云门竹艺有限公司", 5),
]

EXPECTED = {
    "as_of": "2024-09-30",
    "rows": {PLACE_BOOK: 7, YUNMEN_BOOK: 4, QINGLAN_BOOK: 3, STREET_BOOK: 4, ASSOCIATION_BOOK: 7, PEOPLE_BOOK: 6, BRANCH_FILE: 2},
    "gaps": {
        "A16.district": {"unmet": []},
        "A16.zhilianhui": {"unmet": ["栖云县"]},
        "A16.street": {"unmet": ["青岚乡", "栖云街道"]},
        "A16.community": {"unmet": ["云门社区", "云门镇/石桥村", "竹坞村", "青岚村", "凤鸣社区"]},
        "A33.isolated": {"unmet": ["辜明朗", "栖云街道/殷栖梧"], "unknown": []},
        "A33.contact": {"unmet": ["辜明朗", "栖云街道/殷栖梧", "晏清和"], "unknown": []},
        "A34": {"unmet": ["栖云数码城有限公司"], "unknown": ["青岚风电设备有限公司"]},
        "A35": {"unmet": ["石桥矿业有限公司"], "unknown": ["青岚风电设备有限公司"]},
        "A36": {"unmet": ["云门竹艺有限公司", "石门山泉饮料厂", "文昌会计师事务所有限公司"], "unknown": ["青岚风电设备有限公司"]},
        "A37": {"unmet": [], "unknown": ["青岚风电设备有限公司"]},
        "E09.community": {"unmet": ["青岚乡/石桥村"]},
        "E09.guide": {"unmet": ["窦春生"]},
    },
    "problems": [
        {
            "file": BRANCH_FILE,
            "row": row_of(BRANCHES, "青岚乡企业联合党支部"),
            "column": "覆盖单位",
            "why": "no ledger lists 青岚铜业有限公司",
        },
    ],
    "never_anywhere": ["99010219", "19900000", "机密词"],
    "never_in_internal": ["殷栖梧", "辜明朗", "郗若谷", "晏清和", "窦春生"],
}


def write(folder: Path) -> None:
    write_xls(
        folder / PLACE_BOOK,
        [
            Sheet(
                "Sheet1",
                PLACES,
                ["A1:G1", "A2:G2", *(f"{c}3:{c}4" for c in "ABCDG"), "E3:F3", "B5:B14", "C5:C7", "E5:E7", "C9:C10", "C12:C13", "A16:G16"],
                blank_rows=8,
            ),
            Sheet("Sheet2", []),
            Sheet("Sheet3", []),
        ],
    )
    write_xls(folder / YUNMEN_BOOK, [Sheet("Sheet1", YUNMEN, ["A1:G1", "A2:G2"], blank_rows=20)])
    write_xls(folder / QINGLAN_BOOK, [Sheet("Sheet1", QINGLAN, ["A1:G1", "B3:B5", "C3:C4"])])
    write_xls(folder / STREET_BOOK, [Sheet("栖云街道", STREET)])
    write_xls(
        folder / ASSOCIATION_BOOK,
        [Sheet("新联会", XINLIANHUI, ["A1:F1"]), Sheet("知联会", ZHILIANHUI), Sheet("商会协会", CHAMBERS)],
    )
    write_xls(folder / PEOPLE_BOOK, [Sheet("花名册", PEOPLE, ["A1:L1", "A2:L2"])])
    write_text(folder / BRANCH_FILE, BRANCHES, encoding="gb18030")
