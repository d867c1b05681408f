"""双堰区: streets as rows or lines above each part of a table, numbering that starts again, role in brackets behind the name."""

import datetime
from pathlib import Path

from writers import Row, Sheet, row_of, write_text, write_xlsx

PLACE_BOOK = "社区（村）底册.xlsx"
ENTERPRISE_BOOK = "民营企业情况.xlsx"
ASSOCIATION_FILE = "社会团体.csv"
PEOPLE_BOOK = "代表人士走访.xlsx"
BRANCH_FILE = "两新支部.tsv"

PLACES: list[Row] = [
    ("双堰区社区（村）底册",),
    ("填报单位：双堰区委统战部", None, None, "填报日期：二O二四年六月三十日", None),
    ("序号", "村（居）名称", "村（居）性质", "驻点指导员", "备注"),
    ("堰头街道",),
    (1, "堰头社区", "新城", "文照晚", None),
    (2, "水车社区", "传统院落", "文照晚", None),
    ("石埠镇",),
    (1, "石埠社区", "社企连体", "路遥知", None),
    (2, "半坡村", "转型行政村", "暂缺", None),
    (3, "石埠村", "转型行政村", "路遥知", None),
    ("鹤洲街道",),
    (1, "鹤洲社区", "新城", "关山月、文照晚", None),
    (2, "水车社区", "经济适用房", "关山月", None),
    ("共  计", '=COUNTA(B5:B13)&"个"', None, None, None),
]

ENTERPRISE_HEADER: Row = ("序号", "单位名称（盖章名）", "村（居）", "工程技术人员（人）", "统战工作联络员及类别", "内设统战工作机构")
ENTERPRISES: list[Row] = [
    ("双堰区民营企业统战工作情况",),
    ("一、堰头街道",),
    ENTERPRISE_HEADER,
    (1, "双堰闸门制造有限公司", "堰头社区", 1450, "殷秋池（特派员）", "统战工作站"),
    (2, "水车纺织有限公司", "水车社区", "1000人以上", "殷秋池（特派员）", "暂无"),
    (3, "堰头图文广告有限公司", "堰头社区", 18, None, None),
    ("小计", "3家", None, "=SUM(D4:D6)", None, None),
    (None,),
    ("二、石埠镇",),
    ENTERPRISE_HEADER,
    (1, "石埠水泥厂", "石埠社区", 260, "毕竟安（兼职）", None),
    (2, "半坡果业有限公司", "半坡村", "约九十", "毕竟安（兼职）", None),
    (3, "石埠砂石有限公司", "石埠村", "保密单位", None, None),
    ("小计", "3家", None, "=SUM(D11:D13)", None, None),
    (None,),
    ("三、鹤洲街道",),
    ENTERPRISE_HEADER,
    (1, "水车软件有限公司", "水车社区", "三百二十", "殷秋池（专人）", None),
    (2, "鹤洲渔具有限公司", "鹤洲社区", "80-90", None, None),
    ("小计", "2家", None, "=SUM(D18:D19)", None, None),
    ("总数", "8家", None, "=D7+D14+D20", None, None),
]

ASSOCIATIONS: list[Row] = [
    ("团体名称", "团体性质", "区", "街镇", "村（居）", "存续情况", "建立时间", "会员（人）"),
    ("双堰区新的社会阶层人士联谊会", "新联会", "双堰区", None, None, "存续", "2018.5", 150),
    ("双堰区党外知识分子联谊会", "知联会", "双堰区", None, None, "存续", "2016.5", 90),
    ("堰头街道新联会", "新联会", "双堰区", "堰头街道", None, "存续", "2019.5", 41),
    ("鹤洲街道新联会", "新联会", "双堰区", "鹤洲街道", None, "注销", "2015.5", None),
    ("石埠镇新联会", "新联会", "双堰区", "石埠镇", None, "筹备", None, None),
    ("水车社区新联会", "新联会", "双堰区", "鹤洲街道", "水车社区", "存续", "2021.5", 14),
    ("半坡村新联会", "新联会", "双堰区", "石埠镇", "半坡村", "存续", "2022.5", 9),
    ("堰头商会", "商会", "双堰区", "堰头街道", None, "存续", "2010.5", "60余"),
]

PEOPLE: list[Row] = [
    ("代表人士走访联系情况",),
    (
        "序号",
        "姓名",
        "归属街道",
        "所在村居",
        "是否代表",
        "组织名称及职务",
        "联系干部",
        "上次走访",
        "公民身份号码",
        "联系手机",
        "思想倾向",
    ),
    *(
        (n, *row, f"99011119{70 + n}1111{n:04d}", f"1990000110{n}", f"机密词{n}")
        for n, row in enumerate(
            [
                ("应如是", "堰头街道", "堰头社区", "是", "堰头街道新联会副会长", None, None),
                ("尚 书宁", "石埠镇", "石埠社区", "是", "堰头商会（理事）", "毕竟安", datetime.date(2024, 3, 1)),
                ("计春深", "鹤洲街道", "水车社区", "是", "鹤洲街道新联会会员", None, None),
                ("柯以南", "堰头街道", "水车社区", "是", "无", "暂无", None),
                ("云间鹤", "石埠镇", "石埠村", "否", None, None, None),
                ("祁连雪", "鹤洲街道", "鹤洲社区", "√", None, "关山月", datetime.date(2022, 9, 1)),
            ],
            start=1,
        )
    ),
]

BRANCHES: list[Row] = [
    ("支部名称", "组建形式", "街镇", "村（居）", "覆盖单位", "党员（人）"),
    ("石埠镇企业联合支部", "联合建立", "石埠镇", "石埠社区", "石埠水泥厂、石埠陶瓷厂", 12),
]

EXPECTED = {
    "as_of": "2024-06-30",
    "rows": {PLACE_BOOK: 7, ENTERPRISE_BOOK: 8, ASSOCIATION_FILE: 8, PEOPLE_BOOK: 6, BRANCH_FILE: 1},
    "gaps": {
        "A16.district": {"unmet": []},
        "A16.zhilianhui": {"unmet": []},
        "A16.street": {"unmet": ["石埠镇", "鹤洲街道"]},
        "A16.community": {"unmet": ["堰头社区", "堰头街道/水车社区", "石埠社区", "石埠村", "鹤洲社区"]},
        "A33.isolated": {"unmet": ["计春深", "柯以南", "祁连雪"], "unknown": []},
        "A33.contact": {"unmet": ["应如是", "计春深", "柯以南", "祁连雪"], "unknown": []},
        "A34": {"unmet": ["水车纺织有限公司"], "unknown": ["石埠砂石有限公司"]},
        "A35": {"unmet": ["石埠水泥厂"], "unknown": ["石埠砂石有限公司"]},
        "A36": {"unmet": ["堰头图文广告有限公司", "鹤洲渔具有限公司"], "unknown": ["石埠砂石有限公司"]},
        "A37": {"unmet": [], "unknown": ["石埠砂石有限公司"]},
        "E09.community": {"unmet": ["半坡村"]},
        "E09.guide": {"unmet": ["文照晚"]},
    },
    "problems": [
        {"file": BRANCH_FILE, "row": row_of(BRANCHES, "石埠镇企业联合支部"), "column": "覆盖单位", "why": "no ledger lists 石埠陶瓷厂"},
    ],
    "never_anywhere": ["99011119", "19900000", "机密词"],
    "never_in_internal": ["应如是", "尚书宁", "尚 书宁", "计春深", "柯以南", "祁连雪", "文照晚"],
}


def write(folder: Path) -> None:
    sections = [f"A{row_of(PLACES, street)}:E{row_of(PLACES, street)}" for street in ("堰头街道", "石埠镇", "鹤洲街道")]
    write_xlsx(folder / PLACE_BOOK, [Sheet("底册", PLACES, ["A1:E1", "A2:C2", "D2:E2", *sections], blank_rows=4)])
    lines = [f"A{row_of(ENTERPRISES, line)}:F{row_of(ENTERPRISES, line)}" for line in ("一、堰头街道", "二、石埠镇", "三、鹤洲街道")]
    write_xlsx(folder / ENTERPRISE_BOOK, [Sheet("Sheet1", ENTERPRISES, ["A1:F1", *lines])])
    write_text(folder / ASSOCIATION_FILE, ASSOCIATIONS, separator=";", encoding="gb18030")
    write_xlsx(folder / PEOPLE_BOOK, [Sheet("走访", PEOPLE, ["A1:K1"])])
    write_text(folder / BRANCH_FILE, BRANCHES, separator="\t", encoding="gb18030")
