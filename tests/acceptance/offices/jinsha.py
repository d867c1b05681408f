"""金厦区: cover and contents first, three header rows with a row of units, communities and villages in columns of their own."""

from pathlib import Path

from writers import Row, Sheet, numbered, write_text, write_xlsx

BOOK = "金厦区统战工作基础台账汇编.xlsx"
BRANCH_FILE = "非公党建.csv"

COVER: list[Row] = [
    (None,),
    ("金厦区新的社会阶层人士统战工作",),
    ("基础台账汇编",),
    (None,),
    ("编制单位：中共金厦区委统战部",),
    ("填报时间：2024年12月31日",),
]

CONTENTS: list[Row] = [
    ("目    录",),
    ("序号", "名称", "责任科室", "页码"),
    (1, "表一 村（社区）基本情况表", "办公室", 3),
    (2, "表二 非公有制企业情况表", "经济科", 5),
    (3, "表三 统战社团情况表", "新阶层科", 8),
    (4, "表四 代表人士情况表", "新阶层科", 9),
]

REPORTED: Row = ("填报单位：中共金厦区委统战部（章）                 填报时间：2024年12月31日",)

PLACES: list[Row] = [
    ("表一  村（社区）基本情况表",),
    REPORTED,
    ("序号", "街镇", "社区", "村", "人口情况", None, "统战工作力量", None),
    (None, None, None, None, "户数", "人口", "指导员", "专人"),
    (None, None, None, None, "（户）", "（人）", "（姓名）", "（姓名）"),
    (1, "金霞街道", "金霞社区", None, 3100, 9300, "冷于冰", "温如玉"),
    (2, None, "鼓浪社区", None, 2800, 8100, "冷于冰", "温如玉"),
    (3, "厦塘镇", "厦塘社区", None, 1900, 5600, "连城璧", None),
    (4, None, None, "西塘村", 700, 2300, "连城璧", "金不换"),
    (5, None, None, "南塘村", 650, 2100, "无", "无"),
    ("共  计", None, 3, 2, 9150, 27400, None, None),
]

ENTERPRISES: list[Row] = [
    ("表二  非公有制企业情况表",),
    REPORTED,
    ("序号", "企业（单位）", "所在位置", None, None, "从业人员情况", None, None, "联络员（特派员）", "统战机构"),
    (None, None, "街镇", "社区", "村", "总数", "科技人员", "高级职称", None, None),
    (None, None, None, None, None, "（人）", "（人）", "（人）", None, None),
    *numbered(
        [
            ("金霞集成电路有限公司", "金霞街道", "金霞社区", None, 4000, 2300, 600, "连城璧", "统战联络处"),
            ("鼓浪乐器有限公司", "金霞街道", "鼓浪社区", None, 1900, 1060, 45, None, "统战小组"),
            ("西塘铸造有限公司", "厦塘镇", None, "西塘村", 1500, 460, 20, "金不换", None),
            ("南塘水暖器材厂", "厦塘镇", None, "南塘村", 420, 99, 3, "无", "无"),
            ("厦塘电镀有限公司", "厦塘镇", "厦塘社区", None, 260, "无法提供", None, None, None),
        ]
    ),
    ("共  计", "5家", None, None, None, 8080, None, None, None, None),
]

ASSOCIATIONS: list[Row] = [
    ("表三  统战社团情况表",),
    REPORTED,
    ("序号", "组织名称", "组织类别", "所在区域", None, None, None, "会员数", "目前状态", "成立年月"),
    (None, None, None, "区", "街镇", "社区", "村", None, None, None),
    (None, None, None, None, None, None, None, "（人）", None, None),
    *numbered(
        [
            ("金厦区新联会", "新联会", "金厦区", None, None, None, None, "已注销", "2013年6月"),
            ("金厦区党外知识分子联谊会", "知联会", "金厦区", None, None, None, 96, "正常", "2011年6月"),
            ("金霞街道新联会", "新联会", "金厦区", "金霞街道", None, None, 52, "正常", "2018年6月"),
            ("金霞社区新联会", "新联会", "金厦区", "金霞街道", "金霞社区", None, 18, "正常", "2019年6月"),
            ("西塘村新联会", "新联会", "金厦区", "厦塘镇", None, "西塘村", 12, "正常", "2020年6月"),
            ("南塘村新联会", "新联会", "金厦区", "厦塘镇", None, "南塘村", None, "筹备中", None),
        ]
    ),
    ("共  计", "6个", None, None, None, None, None, 178, None, None),
]

PEOPLE: list[Row] = [
    ("表四  代表人士情况表",),
    REPORTED,
    (
        "序号",
        "姓名",
        "人员类别",
        "所在区域",
        None,
        None,
        "是否代表人士",
        "参加组织情况",
        None,
        "联系情况",
        None,
        "证件号码",
        "联系方式",
        "信教情况",
    ),
    (None, None, None, "街镇", "社区", "村", None, "组织名称", "担任职务", "联系人", "联系日期", None, None, None),
    *numbered(
        (*row, f"99011419{70 + n}0404{n:04d}", f"1990000140{n}", f"机密词{n}")
        for n, row in enumerate(
            [
                ("平林月", "民营科技人员", "金霞街道", "金霞社区", None, "是", "金厦区党外知识分子联谊会", "理事", None, None),
                ("朱文魁", "自由职业人员", "金霞街道", "鼓浪社区", None, "是", "无", None, "无", None),
                ("林 岱云", "私营企业主", "厦塘镇", None, "西塘村", "是", None, None, "金不换", 45600),
                ("段祥麟", "个体工商户", "厦塘镇", None, "南塘村", "是", "西塘村新联会", "会员", "冷于冰", "2023年11月30日"),
                ("齐贡云", "自由职业人员", "金霞街道", "金霞社区", None, "否", None, None, None, None),
            ]
        )
    ),
]

BRANCHES: list[Row] = [
    ("党组织名称", "党组织类别", "街镇", "社区", "村", "覆盖企业", "党员数"),
    ("西塘村企业联合党支部", "联合党支部", "厦塘镇", None, "西塘村", "西塘铸造有限公司、南塘水暖器材厂", "15 "),
]

EXPECTED = {
    "as_of": "2024-12-31",
    "rows": {BOOK: 21, BRANCH_FILE: 1},
    "gaps": {
        "A16.district": {"unmet": ["金厦区"]},
        "A16.zhilianhui": {"unmet": []},
        "A16.street": {"unmet": ["厦塘镇"]},
        "A16.community": {"unmet": ["鼓浪社区", "厦塘社区", "南塘村"]},
        "A33.isolated": {"unmet": ["朱文魁"], "unknown": []},
        "A33.contact": {"unmet": ["平林月", "朱文魁", "段祥麟"], "unknown": []},
        "A34": {"unmet": ["鼓浪乐器有限公司"], "unknown": ["厦塘电镀有限公司"]},
        "A35": {"unmet": [], "unknown": ["厦塘电镀有限公司"]},
        "A36": {"unmet": ["南塘水暖器材厂"], "unknown": ["厦塘电镀有限公司"]},
        "A37": {"unmet": [], "unknown": ["厦塘电镀有限公司"]},
        "A38": {"unmet": ["南塘村"]},
        "E09.community": {"unmet": ["南塘村"]},
        "E09.guide": {"unmet": []},
    },
    "problems": [],
    "never_anywhere": ["99011419", "19900000", "机密词"],
    "never_in_internal": ["平林月", "朱文魁", "林岱云", "林 岱云", "段祥麟", "齐贡云"],
}


def write(folder: Path) -> None:
    three = [f"{column}3:{column}5" for column in "AB"]
    write_xlsx(
        folder / BOOK,
        [
            Sheet("封面", COVER, ["A2:H2", "A3:H3", "A5:H5", "A6:H6"]),
            Sheet("目录", CONTENTS, ["A1:D1"]),
            Sheet("表一", PLACES, ["A1:H1", "A2:H2", *(f"{c}3:{c}5" for c in "ABCD"), "E3:F3", "G3:H3", "B6:B7", "B8:B10"]),
            Sheet("表二", ENTERPRISES, ["A1:J1", "A2:J2", *three, "C3:E3", "F3:H3", "C4:C5", "D4:D5", "E4:E5", "I3:I5", "J3:J5"]),
            Sheet("表三", ASSOCIATIONS, ["A1:J1", "A2:J2", *three, "C3:C5", "D3:G3", *(f"{c}4:{c}5" for c in "DEFG"), "I3:I5", "J3:J5"]),
            Sheet("表四", PEOPLE, ["A1:N1", "A2:N2", *(f"{c}3:{c}4" for c in "ABCGLMN"), "D3:F3", "H3:I3", "J3:K3"], blank_rows=6),
        ],
    )
    write_text(folder / BRANCH_FILE, BRANCHES, encoding="gb18030")
