"""苇塘区: the same names in two streets, a sheet per street, references that nothing settles; no ledger of places names the district."""

from pathlib import Path

from writers import Row, Sheet, numbered, row_of, write_text, write_xls, write_xlsx

PLACE_FILE = "苇塘区镇街村居名单.csv"
ENTERPRISE_BOOK = "各镇街企业情况.xlsx"
GUIDE_BOOK = "统战指导员名册.xls"
ASSOCIATION_FILE = "社会组织.csv"
PEOPLE_BOOK = "代表人士和重点人士.xlsx"
BRANCH_FILE = "党支部.csv"

PLACES: list[Row] = [
    ("苇塘区镇街村居名单",),
    ("序号", "镇街名称", "村居委会名称", "村居类型"),
    *numbered(
        [
            ("芦花街道办事处", "长虹社区居委会", "新城"),
            ("芦花街道办事处", "育才社区居委会", "传统院落"),
            ("芦花街道办事处", "芦花居委会", "传统院落"),
            ("苇塘镇", "长虹社区居民委员会", "社企连体"),
            ("苇塘镇", "东荡村村民委员会", "转型行政村"),
            ("蒲草乡", "蒲草村委会", "转型行政村"),
            ("蒲草乡", "东荡村委会", "转型行政村"),
        ]
    ),
]

ENTERPRISE_TOP: list[Row] = [
    ("非公有制企业基本情况",),
    ("填报时间：2024年11月30日",),
    ("序号", "企业名称", "村居", "技术人员总数", "统战联络员", "联络员类别", "企业统战机构"),
]
LUHUA: list[Row] = [
    *ENTERPRISE_TOP,
    *numbered(
        [
            ("福源超市有限公司", "长虹社区", 20, "寸心远", "兼职联络员", None),
            ("育才文具有限公司", "育才社区居委会", 105, "寸心远", "兼职联络员", None),
            ("芦花湿地旅游有限公司", "芦花居委会", "1100余", "逯明月", "联络员", "统战联络办"),
        ]
    ),
    ("合计", None, None, None, None, None, None),
]
WEITANG: list[Row] = [
    *ENTERPRISE_TOP,
    *numbered(
        [
            ("福源超市有限公司", "长虹社区", 35, None, None, None),
            ("苇塘造船有限公司", "东荡村", 999, None, None, None),
            ("苇塘纸业有限公司", "育才社区", "３００", "逯 明月", "专人", None),
        ]
    ),
    ("合计", None, None, None, None, None, None),
]
PUCAO: list[Row] = [
    *ENTERPRISE_TOP,
    *numbered(
        [
            ("蒲草编织厂", "蒲草村", "50—60", "佟 小山、逯明月", None, None),
            ("东荡生态农业有限公司", "东荡村", None, None, None, None),
        ]
    ),
    ("合计", None, None, None, None, None, None),
]

GUIDES: list[Row] = [
    ("苇塘区统战指导员名册",),
    ("序号", "指导员", "工作单位", "镇街", "村居"),
    *numbered(
        [
            ("冉秋生", "区委统战部", "芦花街道", "长虹社区"),
            ("冉秋生", "区委统战部", "芦花街道", "育才社区"),
            ("冉 秋生", "区委统战部", "苇塘镇", "长虹社区"),
            ("简溪云", "区民政局", "苇塘镇", "东荡村"),
            ("简溪云", "区民政局", "蒲草乡", "东荡村"),
            ("兰汀洲", "区科技局", None, "东荡村"),
            ("兰汀洲", "区科技局", "蒲草乡", "蒲草村"),
        ]
    ),
]

ASSOCIATIONS: list[Row] = [
    ("序号", "商会（社团）名称", "类型", "所属区", "所属镇街", "所属村居", "登记时间", "状态"),
    *numbered(
        [
            ("苇塘区新的社会阶层人士联谊会", "新联会", "苇塘区", None, None, "2017-06", "活跃"),
            ("苇塘区党外知识分子联谊会", "知联会", "苇塘区", None, None, "2016-06", "活跃"),
            ("芦花街道新联会", "新联会", "苇塘区", "芦花街道", None, "2019-06", "活跃"),
            ("苇塘镇新联会", "新联会", "苇塘区", "苇塘镇", None, "2019-07", "活跃"),
            ("长虹社区新联会", "新联会", "苇塘区", "苇塘镇", "长虹社区", "2020-06", "活跃"),
            ("东荡村新联会", "新联会", "苇塘区", "蒲草乡", "东荡村", "2021-06", "活跃"),
            ("苇塘区渔业商会", "行业商会", "苇塘区", None, None, "2012-06", "活跃"),
        ]
    ),
]

PEOPLE: list[Row] = [
    ("序号", "姓名", "镇街", "村居", "是否代表人士", "社团任职", "联系人", "最近联系时间", "身份证号码", "思想动态"),
    *(
        (n, *row, f"99010719{80 + n}0707{n:04d}", f"机密词{n}")
        for n, row in enumerate(
            [
                ("洛川遥", "芦花街道", "长虹社区", "是", "芦花街道新联会", "冉秋生", "2024-10-8"),
                ("洛川遥", "苇塘镇", "长虹社区", "是", "无", "无", None),
                ("蒙清越", "苇塘镇", "育才社区", "是", "苇塘镇新联会", "简溪云", "2024年9月"),
                ("池月明", None, "东荡村", "是", "苇塘区渔业商会", "简溪云", None),
                ("席慕远", "蒲草乡", "东荡村", "√", None, "兰汀洲", "2024/11/1"),
                ("郁离秋", "蒲草乡", "蒲草村", "×", None, None, None),
            ],
            start=1,
        )
    ),
]

BRANCHES: list[Row] = [
    ("党支部名称", "类别", "镇街", "村居", "覆盖企业", "党员数"),
    ("蒲草乡联合党支部", "联合党支部", "蒲草乡", "蒲草村", "蒲草编织厂、福源超市有限公司", 9),
]

EXPECTED = {
    "as_of": "2024-11-30",
    "rows": {PLACE_FILE: 7, ENTERPRISE_BOOK: 8, GUIDE_BOOK: 7, ASSOCIATION_FILE: 7, PEOPLE_BOOK: 6, BRANCH_FILE: 1},
    "gaps": {
        "A16.district": {"unmet": []},
        "A16.zhilianhui": {"unmet": []},
        "A16.street": {"unmet": ["蒲草乡"]},
        "A16.community": {"unmet": ["芦花街道/长虹社区", "育才社区", "芦花社区", "苇塘镇/东荡村", "蒲草村"]},
        "A33.isolated": {"unmet": ["苇塘镇/洛川遥"], "unknown": []},
        "A33.contact": {"unmet": ["苇塘镇/洛川遥"], "unknown": []},
        "A34": {"unmet": [], "unknown": ["东荡生态农业有限公司"]},
        "A35": {"unmet": ["育才文具有限公司", "苇塘造船有限公司"], "unknown": ["东荡生态农业有限公司"]},
        "A36": {"unmet": ["苇塘镇/福源超市有限公司"], "unknown": ["东荡生态农业有限公司"]},
        "A37": {"unmet": [], "unknown": ["东荡生态农业有限公司"]},
        "E09.community": {"unmet": ["芦花社区"]},
        "E09.guide": {"unmet": ["冉秋生"]},
    },
    "problems": [
        {
            "file": ENTERPRISE_BOOK,
            "row": row_of(WEITANG, "苇塘纸业有限公司"),
            "column": "村居",
            "why": "苇塘镇 has no 育才社区; 芦花街道 has one",
        },
        {"file": GUIDE_BOOK, "row": 8, "column": "村居", "why": "no street, and two towns have a 东荡村"},
        {"file": PEOPLE_BOOK, "row": row_of(PEOPLE, "蒙清越"), "column": "村居", "why": "苇塘镇 has no 育才社区"},
        {"file": PEOPLE_BOOK, "row": row_of(PEOPLE, "池月明"), "column": "村居", "why": "no street, and two towns have a 东荡村"},
        {
            "file": BRANCH_FILE,
            "row": row_of(BRANCHES, "蒲草乡联合党支部"),
            "column": "覆盖企业",
            "why": "two 福源超市有限公司, neither in 蒲草乡",
        },
    ],
    "never_anywhere": ["99010719", "机密词"],
    "never_in_internal": ["洛川遥", "蒙清越", "池月明", "席慕远", "郁离秋", "冉秋生", "冉 秋生"],
}


def write(folder: Path) -> None:
    write_text(folder / PLACE_FILE, PLACES, encoding="gb18030")
    merges = ["A1:G1", "A2:G2"]
    write_xlsx(
        folder / ENTERPRISE_BOOK,
        [
            Sheet("芦花街道办事处", LUHUA, merges, blank_rows=9),
            Sheet("苇塘镇", WEITANG, merges, blank_rows=9),
            Sheet("蒲草乡", PUCAO, merges, blank_rows=9),
        ],
    )
    write_xls(folder / GUIDE_BOOK, [Sheet("Sheet1", GUIDES, ["A1:E1"])])
    write_text(folder / ASSOCIATION_FILE, ASSOCIATIONS, encoding="utf-8-sig")
    write_xlsx(folder / PEOPLE_BOOK, [Sheet("Sheet1", PEOPLE)])
    write_text(folder / BRANCH_FILE, BRANCHES)
