"""汀源市, a county-level city: guides, enterprise liaisons, memberships and contacts each in a ledger of their own."""

from pathlib import Path

from writers import Row, Sheet, numbered, row_of, write_text, write_xlsx

BASE_BOOK = "汀源市基础名册.xlsx"
ENTERPRISE_BOOK = "企业名单.xlsx"
LIAISON_FILE = "企业统战联络员名册.csv"
ASSOCIATION_BOOK = "社团一览.xlsx"
PEOPLE_BOOK = "人士信息库.xlsx"
BRANCH_FILE = "两新组织党支部.tsv"

PLACES: list[Row] = [
    ("汀源市镇街村居名录",),
    ("县（市、区）", "镇街", "村居"),
    ("汀源市", "云津街道", "津头社区"),
    (None, None, "书院社区"),
    (None, "竹林镇", "竹林社区"),
    (None, None, "上坪村"),
    (None, None, "下坪村"),
    (None, "龙潭乡", "龙潭村"),
    (None, None, "书院村"),
]

GUIDES: list[Row] = [
    ("汀源市村居统战指导员分工表",),
    ("截至2024年6月30日",),
    ("序号", "指导员姓名", "工作单位", "职务", "指导村居"),
    *numbered(
        [
            ("东里曦", "市委统战部", "副科长", "津头社区、书院社区"),
            ("东里曦", "云津街道办事处", "统战干事", "竹林社区，上坪村"),
            ("段干野", "市委统战部", "四级主任科员", "下坪村\n龙潭村\n津头社区"),
        ]
    ),
]

ENTERPRISES: list[Row] = [
    ("汀源市非公企业名单",),
    ("序号", "镇街", "村居", "企业名称", "技术人员（人）", "内设统战机构", "是否重点企业"),
    (1, "云津街道", "津头社区", "汀源水轮机有限公司", 1000, "统战科", "是"),
    (2, None, None, "津头电器有限公司", "100—120", None, None),
    (3, None, "书院社区", "书院教育科技有限公司", 88, None, None),
    (4, "竹林镇", "竹林社区", "竹林人造板有限公司", "1600余", "同心工作室", "是"),
    (5, None, "上坪村", "上坪石灰厂", "近100", None, "否"),
    (6, "龙潭乡", "龙潭村", "龙潭水电开发有限公司", "200左右", None, "是"),
    (7, None, None, "龙潭生态渔业有限公司", "保密", None, None),
    ("总计：7家", None, None, None, None, None, None),
]

LIAISONS: list[Row] = [
    ("汀源市企业统战联络员名册",),
    ("姓名", "类别", "所在单位", "联系企业", "联系电话"),
    ("公良述", "联络员", "云津街道办事处", "汀源水轮机有限公司、书院教育科技有限公司", "19900000501"),
    ("巫马舟", "兼职联络员", "市工商联", "津头电器有限公司；龙潭生态渔业有限公司", "19900000502"),
    ("公西雁", "专人", "竹林镇人民政府", "竹林人造板有限公司", "19900000503"),
    ("颛孙禾", "特派员", "龙潭乡人民政府", "龙潭水电开发有限公司", "19900000504"),
]

ASSOCIATIONS: list[Row] = [
    ("编号", "社团名称", "社团类别", "所属镇街", "所属村居", "状态"),
    *(
        (f"ST{n:02d}", *row)
        for n, row in enumerate(
            [
                ("汀源市新的社会阶层人士联合会", "新联会", None, None, "正常"),
                ("汀源市党外知识分子联谊会", "知联会", None, None, "筹备中"),
                ("云津街道新联会", "新联会", "云津街道", None, "正常"),
                ("竹林镇新联会", "新联会", "竹林镇", None, "正常"),
                ("书院社区新联会", "新联会", "云津街道", "书院社区", "正常"),
                ("书院村新联会", "新联会", "龙潭乡", "书院村", "筹备"),
                ("下坪村新联会", "新联会", "竹林镇", "下坪村", "正常"),
                ("竹林镇商会", "商会", "竹林镇", None, "正常"),
            ],
            start=1,
        )
    ),
]

PEOPLE: list[Row] = [
    ("人员编号", "姓名", "人员类别", "镇街", "村居", "是否代表人士", "身份证号", "民主党派"),
    *(
        (f"TY{n:03d}", *row, f"99010519{80 + n}0505{n:04d}", f"机密词{n}")
        for n, row in enumerate(
            [
                ("仲孙昱", "私营企业主", "云津街道", "津头社区", "是"),
                ("叔孙溪", "自由职业人员", "云津街道", "书院社区", "是"),
                ("仲孙昱", "个体工商户", "竹林镇", "上坪村", "是"),
                ("季孙芃", "自由职业人员", "龙潭乡", "书院村", "是"),
                ("子车棣", "民营科技人员", "竹林镇", "下坪村", "否"),
                ("壤驷蕴", "中介组织从业人员", "龙潭乡", "龙潭村", "是"),
            ],
            start=1,
        )
    ),
]
MEMBERSHIPS: list[Row] = [
    ("人员编号", "姓名", "组织编号", "组织名称", "职务"),
    ("TY001", "仲孙昱", "ST01", "汀源市新的社会阶层人士联合会", "理事"),
    ("TY003", "仲孙昱", "ST08", "竹林镇商会", "会员"),
    ("TY005", "子车棣", "ST08", "竹林镇商会", "会员"),
]
CONTACTS: list[Row] = [
    ("联系人", "联系人单位", "联系对象类别", "联系对象编号", "联系对象", "联系时间"),
    ("南宫霁", "市工商联", "人士", "TY002", "叔孙溪", "2024年4月"),
    ("南宫霁", "市工商联", "人士", "TY004", "季孙芃", "2022-12-01"),
    ("南宫霁", "市工商联", "人士", "TY001", "仲孙昱", None),
]

BRANCHES: list[Row] = [
    ("党组织名称", "党组织类别", "镇街", "村居", "覆盖企业名称", "党员数"),
    ("上坪津头联合党支部", "联合党支部", "竹林镇", "上坪村", "上坪石灰厂、津头电器有限公司", 11),
    ("龙潭乡企业联合党支部", "联合党支部", "龙潭乡", "龙潭社区", "龙潭水电开发有限公司", 8),
]

EXPECTED = {
    "as_of": "2024-06-30",
    "rows": {BASE_BOOK: 10, ENTERPRISE_BOOK: 7, LIAISON_FILE: 4, ASSOCIATION_BOOK: 8, PEOPLE_BOOK: 12, BRANCH_FILE: 2},
    "gaps": {
        "A16.district": {"unmet": []},
        "A16.zhilianhui": {"unmet": ["汀源市"]},
        "A16.street": {"unmet": ["龙潭乡"]},
        "A16.community": {"unmet": ["津头社区", "竹林社区", "上坪村", "龙潭村", "书院村"]},
        "A33.isolated": {"unmet": ["季孙芃", "壤驷蕴"], "unknown": []},
        "A33.contact": {"unmet": ["竹林镇/仲孙昱", "季孙芃", "壤驷蕴"], "unknown": []},
        "A34": {"unmet": ["竹林人造板有限公司"], "unknown": ["龙潭生态渔业有限公司"]},
        "A35": {"unmet": ["津头电器有限公司"], "unknown": ["龙潭生态渔业有限公司"]},
        "A36": {"unmet": ["上坪石灰厂"], "unknown": []},
        "A37": {"unmet": [], "unknown": ["龙潭生态渔业有限公司"]},
        "E09.community": {"unmet": ["书院村"]},
        "E09.guide": {"unmet": ["段干野"]},
    },
    "problems": [
        {
            "file": BRANCH_FILE,
            "row": row_of(BRANCHES, "龙潭乡企业联合党支部"),
            "column": "村居",
            "why": "龙潭乡 has no 龙潭社区, only a 龙潭村",
        },
    ],
    "never_anywhere": ["99010519", "19900000", "机密词"],
    "never_in_internal": ["仲孙昱", "叔孙溪", "季孙芃", "子车棣", "壤驷蕴", "段干野"],
}


def write(folder: Path) -> None:
    write_xlsx(
        folder / BASE_BOOK,
        [
            Sheet("镇街村居", PLACES, ["A1:C1", "A3:A9", "B3:B4", "B5:B7", "B8:B9"]),
            Sheet("指导员分工", GUIDES, ["A1:E1", "A2:E2"], blank_rows=6),
        ],
    )
    enterprise_merges = ["A1:G1", "B3:B5", "C3:C4", "B6:B7", "B8:B9", "C8:C9", "A10:G10"]
    write_xlsx(folder / ENTERPRISE_BOOK, [Sheet("Sheet1", ENTERPRISES, enterprise_merges, blank_rows=15)])
    write_text(folder / LIAISON_FILE, LIAISONS, encoding="gb18030")
    write_xlsx(folder / ASSOCIATION_BOOK, [Sheet("Sheet1", ASSOCIATIONS)])
    write_xlsx(
        folder / PEOPLE_BOOK,
        [Sheet("人士", PEOPLE), Sheet("参加组织明细", MEMBERSHIPS), Sheet("联系情况明细", CONTACTS)],
    )
    write_text(folder / BRANCH_FILE, BRANCHES, separator="\t", encoding="utf-8-sig")
