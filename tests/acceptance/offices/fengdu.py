"""枫渡区: tables that start in mid-sheet, line breaks in headers, telephones beside names, the district only in titles."""

from pathlib import Path

from writers import Row, Sheet, credit_code, numbered, row_of, write_ods, write_text, write_xls, write_xlsx, wrong_credit_code

PLACE_BOOK = "社区（村）情况.xlsx"
ENTERPRISE_BOOK = "企业台账.ods"
ASSOCIATION_BOOK = "社会组织.xls"
PEOPLE_FILE = "人士台账.csv"
BRANCH_FILE = "党建.tsv"

PLACES: list[Row] = [
    (None,) * 7,
    (None,) * 7,
    (None, "枫渡区社区（村）统战工作情况"),
    (None, "填报单位：枫渡区委统战部", None, None, None, "填报时间：2024年3月31日"),
    (None, "序号", "街\n镇", "社区\n（村）", "社区\n类型", "统战\n指导员", "居民户数\n（户）"),
    (None, 1, "枫渡街道", "渡口社区", "新城", "温故之", 2100),
    (None, 2, None, "石阶社区", "传统院落", "温故之 19900000802", 1800),
    (None, 3, "霜叶镇", "霜叶社区", "社企连体", "温 故之", 1500),
    (None, 4, None, "红岭村", "转型行政村", "仰青禾", 420),
    (None, 5, "云阶街道", "云阶社区", "新城", "仰青禾\n佴白石", 3300),
    (None, 6, None, "半山社区", "农民拆迁集中", None, 960),
    (None, "总  计", None, "6个", None, None, 10080),
]

ENTERPRISE_HEADER: Row = (
    "序号",
    "企业名称\n（全称）",
    "统一社会\n信用代码",
    "所在街镇社区",
    "技术人员\n总数（人）",
    "统战\n联络员",
    "内设\n统战机构",
    "备注",
)
LARGE: list[Row] = [
    ("枫渡区规上民营企业统战台账",),
    ENTERPRISE_HEADER,
    *numbered(
        [
            ("枫渡重工股份有限公司", credit_code(801), "枫渡街道渡口社区", "1，300人", "温故之 19900000802", "统战工作办公室", None),
            ("霜叶酿酒有限公司", credit_code(802), "霜叶镇霜叶社区", "一百二十", None, None, "法人身份证990108197008080001"),
            ("云阶数据技术有限公司", credit_code(803), "云阶街道云阶社区", "300左右", "仰青禾/佴白石", None, None),
            ("红岭矿山设备有限公司", credit_code(804), "霜叶镇红岭村", "1000多", "仰青禾", "—", None),
        ]
    ),
    ("合计", "4家", None, None, None, None, None, None),
]
SMALL: list[Row] = [
    ("枫渡区规下民营企业统战台账",),
    ENTERPRISE_HEADER,
    *numbered(
        [
            ("石阶豆制品有限公司", wrong_credit_code(805), "枫渡街道石阶社区", "15左右", None, None, None),
            ("半山民宿管理有限公司", credit_code(806), "云阶街道半山社区", "0", None, None, None),
            ("霜叶酿酒有限公司", credit_code(802), "霜叶镇霜叶社区", 120, None, None, "与规上表重复"),
            ("渡口货运服务有限公司", credit_code(807), "枫渡街道渡口社区", "**", "佴白石", None, None),
            ("红岭茶场", credit_code(808), "霜叶镇红岭村", "约90", "佴白石", None, None),
        ],
        start=5,
    ),
    ("合计", "5家", None, None, None, None, None, None),
]

ASSOCIATION_HEADER: Row = ("街镇", "社区（村）", "组织名称", "成立日期", "状态")
XINLIANHUI: list[Row] = [
    ("枫渡区新联会组织一览",),
    ASSOCIATION_HEADER,
    ("枫渡街道", None, "枫渡街道新联会", "2019年5月", "正常"),
    (None, "渡口社区", "渡口社区新联会", "2020年5月", "正常"),
    ("霜叶镇", None, "霜叶镇新联会", "2019年6月", "已注销"),
    (None, "红岭村", "红岭村新联会", "2021年5月", "正常"),
    ("云阶街道", "云阶社区、半山社区", "云阶半山联合新联会", "2022年5月", "正常"),
]
CHAMBERS: list[Row] = [
    ("枫渡区商会一览",),
    ASSOCIATION_HEADER,
    ("霜叶镇", None, "霜叶镇商会", "2010年5月", "正常"),
]

PEOPLE: list[Row] = [
    ("枫渡区新的社会阶层人士台账",),
    ("制表单位：枫渡区委统战部", None, None, None, None, "日期：2024-03-31"),
    (
        "姓名",
        "身份证号码",
        "联系方式",
        "街镇",
        "社区（村）",
        "是否代表人士",
        "所在社会组织",
        "联系人",
        "最近联系时间",
        "家庭住址",
        "宗教信仰",
        "备注",
    ),
    *(
        (name, f"99010819{70 + n}0808{n:04d}", f"1990000081{n}", *rest, f"机密词弄{n}号", "机密词教", f"微信同手机1990000082{n}")
        for n, (name, *rest) in enumerate(
            [
                ("仇若水", "霜叶镇", "霜叶社区", "是", "霜叶镇新联会", "无", None),
                ("相里青", "枫渡街道", "渡口社区", "是", "渡口社区新联会", "温故之 19900000802", "2024-02-01"),
                ("冼砚秋", "云阶街道", "半山社区", "√", "云阶半山联合新联会/霜叶镇商会", None, None),
                ("郝连 山", "云阶街道", "云阶社区", "是", None, "仰青禾", "2023年2月"),
                ("蔺如星", "霜叶镇", "红岭村", None, None, None, None),
                ("钮若兰", "霜叶镇", "红岭村", "是", "—", "仰青禾", "2023/12/25"),
            ],
            start=1,
        )
    ),
]

BRANCHES: list[Row] = [
    ("党组织名称", "党组织类别", "街镇", "社区（村）", "覆盖企业", "党员数", "书记", "书记电话"),
    ("石阶社区联合党支部", "联合党支部", "枫渡街道", "石阶社区", "石阶豆制品有限公司；霜叶酿酒有限公司", "10余", "弘毅夫", "19900000831"),
]

EXPECTED = {
    "as_of": "2024-03-31",
    "rows": {PLACE_BOOK: 6, ENTERPRISE_BOOK: 9, ASSOCIATION_BOOK: 6, PEOPLE_FILE: 6, BRANCH_FILE: 1},
    "gaps": {
        "A16.street": {"unmet": ["霜叶镇", "云阶街道"]},
        "A16.community": {"unmet": ["石阶社区", "霜叶社区"]},
        "A33.isolated": {"unmet": ["仇若水", "郝连山"], "unknown": []},
        "A33.contact": {"unmet": ["仇若水", "冼砚秋", "郝连山"], "unknown": []},
        "A34": {"unmet": ["红岭矿山设备有限公司"], "unknown": ["渡口货运服务有限公司"]},
        "A35": {"unmet": ["霜叶酿酒有限公司"], "unknown": []},
        "A36": {"unmet": ["石阶豆制品有限公司"], "unknown": []},
        "A37": {"unmet": [], "unknown": ["渡口货运服务有限公司"]},
        "E09.community": {"unmet": ["半山社区"]},
        "E09.guide": {"unmet": ["温故之"]},
    },
    "problems": [
        {"file": ENTERPRISE_BOOK, "row": row_of(SMALL, "石阶豆制品有限公司"), "column": "信用代码", "why": "the check character is wrong"},
    ],
    "never_anywhere": ["99010819", "19900000", "机密词"],
    "never_in_internal": ["仇若水", "相里青", "冼砚秋", "郝连山", "郝连 山", "钮若兰", "温故之", "温 故之"],
}


def write(folder: Path) -> None:
    write_xlsx(
        folder / PLACE_BOOK,
        [Sheet("Sheet1", PLACES, ["B3:G3", "B4:E4", "F4:G4", "C6:C7", "C8:C9", "C10:C11"]), Sheet("Sheet2", [()])],
    )
    write_ods(
        folder / ENTERPRISE_BOOK,
        [Sheet("规上企业", LARGE, ["A1:H1"], blank_rows=40), Sheet("规下企业", SMALL, ["A1:H1"], blank_rows=40)],
    )
    write_xls(
        folder / ASSOCIATION_BOOK,
        [Sheet("新联会", XINLIANHUI, ["A1:E1", "A3:A4", "A5:A6"]), Sheet("商会", CHAMBERS, ["A1:E1"])],
    )
    write_text(folder / PEOPLE_FILE, PEOPLE, encoding="gb18030")
    write_text(folder / BRANCH_FILE, BRANCHES, separator="\t", encoding="utf-8-sig")
