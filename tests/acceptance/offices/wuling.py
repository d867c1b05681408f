"""梧岭县: OpenDocument files, place paths in one cell, three header rows, associations on a sheet per type, spreadsheet serial dates."""

from pathlib import Path

from writers import Row, Sheet, numbered, row_of, write_ods, write_text

BASE_BOOK = "梧岭县基础台账.ods"
ASSOCIATION_BOOK = "梧岭县社会组织.ods"
PEOPLE_BOOK = "代表人士.ods"
BRANCH_FILE = "非公企业党组织.csv"

PLACES: list[Row] = [
    ("梧岭县村（社区）统战工作力量配备表",),
    ("填报时间：2025年3月31日",),
    ("序号", "县", "乡镇街道", "村（社区）", "工作人员数", "村（社区）指导员"),
    (1, "梧岭县", "白鹤镇", "莲塘村", 5, "佘山月"),
    (2, None, None, "荻浦村", 4, "佘山月/麦青"),
    (3, None, None, "白鹤社区", 9, "麦青"),
    (4, None, "马鞍乡", "马鞍村", 4, "麦 青"),
    (5, None, None, "茶亭村", 3, "×"),
    (6, None, "梧城街道", "南门社区", 11, "佘 山月\n仝知行"),
    (7, None, None, "北门社区", 10, "仝知行"),
    ("合计", None, None, "7个", 46, None),
]

ENTERPRISES: list[Row] = [
    ("梧岭县民营企业统战工作台账",),
    ("序号", "企业名称", "所在地", "技术人员", None, "特派员", "联络员", "统战工作机构"),
    (None, None, None, "总数", "其中：高级职称", None, None, None),
    (1, "梧岭茶机制造有限公司", "梧岭县/白鹤镇/白鹤社区", 1300, 210, "宦海", None, "统战工作站"),
    (2, "莲塘藕制品厂", "白鹤镇莲塘村", 60, 1, None, None, None),
    (3, "荻浦造纸厂", "白鹤镇荻浦村", "100", 4, None, None, None),
    ("白鹤镇小计", "3家", None, 1460, 215, None, None, None),
    (4, "马鞍石材有限公司", "马鞍乡马鞍村村民委员会", "约1000", None, None, None, None),
    (5, "茶亭茶叶专业公司", "梧岭县马鞍乡茶亭村", "１８人", "０", "宦 海", None, None),
    ("马鞍乡小计", "2家", None, None, None, None, None, None),
    (6, "梧岭新材料有限公司", "梧岭县 梧城街道 南门社区", "近1000", 96, None, "佘山月", None),
    (7, "北门商贸有限公司", "梧城街道北门社区", "不提供", "不提供", None, "仝知行", None),
    ("梧城街道小计", "2家", None, None, None, None, None, None),
    ("合计", "7家", None, None, None, None, None, None),
]

ASSOCIATION_HEADER: Row = ("名称", "所在地", "成立日期", "状态")
XINLIANHUI: list[Row] = [
    ASSOCIATION_HEADER,
    ("梧岭县新联会", "梧岭县", "2018.7", "正常"),
    ("白鹤镇新联会", "梧岭县/白鹤镇", "2020年", "正常"),
    ("马鞍乡新的社会阶层人士联谊会", "梧岭县/马鞍乡", "2021-04", "正常"),
    ("莲塘村新联会", "白鹤镇莲塘村", "2022年8月", "正常"),
    ("南门社区新联会", "梧城街道南门社区", None, "筹备中"),
    ("北门社区新联会", "梧城街道北门社区居委会", "2019年12月", "正常"),
]
ZHILIANHUI: list[Row] = [ASSOCIATION_HEADER, ("梧岭县党外知识分子联谊会", "梧岭县", "2013年", "正常")]
CHAMBERS: list[Row] = [
    ASSOCIATION_HEADER,
    ("白鹤镇商会", "白鹤镇", "2011", "正常"),
    ("梧岭县茶叶行业商会", "梧岭县", "2009年5月", "正常"),
]

PEOPLE: list[Row] = [
    ("梧岭县新的社会阶层人士信息采集表",),
    ("序号", "姓  名", "基本情况", None, None, None, "所在地", "是否代表人士", "组织联系情况", None, None),
    (None, None, "人员类别", "工作单位", "身份信息", None, None, None, "加入社团", "结对联系", None),
    (None, None, None, None, "民族", "身份证号", None, None, None, "联系领导", "最近联系时间"),
    *numbered(
        (name, category, work, "机密词族", f"99010419{80 + n}0404{n:04d}", *rest)
        for n, (name, category, work, *rest) in enumerate(
            [
                ("漆雕筠", "个体工商户", None, "白鹤镇莲塘村", "是", "莲塘村新联会", "无", None),
                ("微生澜", "自由职业人员", None, "梧岭县/马鞍乡/茶亭村", "是", None, None, None),
                ("羊舌岑", "私营企业主", "荻浦造纸厂", "白鹤镇/荻浦村", "是", "梧岭县党外知识分子联谊会", "令狐澈", "2024年11月"),
                ("钟离苇", "民营科技人员", "梧岭新材料有限公司", "梧城街道南门社区", "是", None, "令狐澈", "2024/3/1"),
                ("东方未晞", "自由职业人员", None, "梧城街道北门社区", "×", None, None, None),
                ("百里霁", "私营企业主", "北门商贸有限公司", "梧城街道 北门社区", "√", "白鹤镇商会,梧岭县茶叶行业商会", "令狐澈", 45658),
            ],
            start=1,
        )
    ),
]

BRANCHES: list[Row] = [
    ("党组织名称", "党组织类别", "所在地", "所覆盖企业", "党员数"),
    ("荻浦莲塘联合党支部", "联合党支部", "梧岭县白鹤镇荻浦村", "荻浦造纸厂；莲塘藕制品厂", 14),
    ("梧城街道两新党总支", "党总支", "梧岭县梧城街道", "北门商贸有限公司；梧城小微企业园有限公司", "30余"),
]

EXPECTED = {
    "as_of": "2025-03-31",
    "rows": {BASE_BOOK: 14, ASSOCIATION_BOOK: 9, PEOPLE_BOOK: 6, BRANCH_FILE: 2},
    "gaps": {
        "A16.district": {"unmet": []},
        "A16.zhilianhui": {"unmet": []},
        "A16.street": {"unmet": ["梧城街道"]},
        "A16.community": {"unmet": ["荻浦村", "白鹤社区", "马鞍村", "茶亭村", "南门社区"]},
        "A33.isolated": {"unmet": ["微生澜", "钟离苇"], "unknown": []},
        "A33.contact": {"unmet": ["漆雕筠", "微生澜", "钟离苇"], "unknown": []},
        "A34": {"unmet": [], "unknown": ["马鞍石材有限公司", "北门商贸有限公司"]},
        "A35": {"unmet": ["荻浦造纸厂"], "unknown": ["马鞍石材有限公司"]},
        "A36": {"unmet": ["莲塘藕制品厂"], "unknown": []},
        "E09.community": {"unmet": ["茶亭村"]},
        "E09.guide": {"unmet": ["麦青", "佘山月"]},
    },
    "problems": [
        {
            "file": BRANCH_FILE,
            "row": row_of(BRANCHES, "梧城街道两新党总支"),
            "column": "所覆盖企业",
            "why": "no ledger lists 梧城小微企业园有限公司",
        },
    ],
    "never_anywhere": ["99010419", "机密词"],
    "never_in_internal": ["漆雕筠", "微生澜", "羊舌岑", "钟离苇", "东方未晞", "百里霁", "佘山月"],
}


def write(folder: Path) -> None:
    write_ods(
        folder / BASE_BOOK,
        [
            Sheet("村社区", PLACES, ["A1:F1", "A2:F2", "B4:B10", "C4:C6", "C7:C8", "C9:C10"], blank_rows=1000),
            Sheet("企业", ENTERPRISES, ["A1:H1", "D2:E2", *(f"{c}2:{c}3" for c in "ABCFGH")], blank_rows=50),
            Sheet("企业(作废)", ENTERPRISES[:5], hidden=True),
        ],
    )
    write_ods(folder / ASSOCIATION_BOOK, [Sheet("新联会", XINLIANHUI), Sheet("知联会", ZHILIANHUI), Sheet("商会", CHAMBERS)])
    people_merges = ["A1:K1", "A2:A4", "B2:B4", "C2:F2", "C3:C4", "D3:D4", "E3:F3", "G2:G4", "H2:H4", "I2:K2", "I3:I4", "J3:K3"]
    write_ods(folder / PEOPLE_BOOK, [Sheet("采集表", PEOPLE, people_merges)])
    write_text(folder / BRANCH_FILE, BRANCHES, encoding="utf-8-sig")
