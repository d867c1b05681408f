"""云麓区: English and bilingual headers, a table that starts in the second column, "Unicode text" from Excel, numbers kept as text."""

from pathlib import Path

from writers import Row, Sheet, credit_code, write_ods, write_text, write_xlsx

PLACE_BOOK = "Communities.xlsx"
ENTERPRISE_FILE = "Enterprises.txt"
ASSOCIATION_FILE = "Associations.csv"
PEOPLE_BOOK = "People.ods"

PLACES: list[Row] = [
    (None, "云麓区社区（村）概况 Communities of Yunlu District"),
    (None, "填报时间：2024年12月31日"),
    (None, "No.", "District", "Street / Town", "Community / Village", "Type", "Pilot", "Guide", "Remarks"),
    (None, 1, "云麓区", "云麓街道", "麓山社区", "新城", "Yes", "司空曙", None),
    (None, 2, None, None, "桃坪社区", "传统院落", "No", "-", None),
    (None, 3, None, "橘洲镇", "橘洲社区", "社企连体", "No", "戎子由", None),
    (None, 4, None, None, "桃坪村", "转型行政村", "No", "戎子由", None),
    (None, 5, None, "岳门街道", "岳门社区", "新城", "Yes", "戎 子由", None),
    (None, 6, None, None, "桃坪社区", "经济适用房", "No", "司空曙", None),
    (None, "Total", None, None, 6, None, 2, None, None),
]

ENTERPRISES: list[Row] = [
    (
        "企业名称 Enterprise name",
        "统一社会信用代码 Credit code",
        "街道 Street",
        "社区 Community",
        "技术人员 Technicians",
        "联络员 Liaison",
        "联络员类别 Liaison role",
        "内设机构 Department",
    ),
    ("云麓光伏股份有限公司", credit_code(1301), "云麓街道", "麓山社区", "1250 ", "司空曙", "特派员", "统战工作部"),
    ("橘洲果蔬加工有限公司", credit_code(1302), "橘洲镇", "橘洲社区", "'320", "戎子由", "兼职联络员", None),
    ("桃坪智能家居有限公司", credit_code(1303), "岳门街道", "桃坪社区", "1,000 ", "司空曙", "联络员", None),
    ("桃坪竹器厂", credit_code(1304), "橘洲镇", "桃坪村", " 27", None, None, None),
    ("岳门钟表有限公司", credit_code(1305), "岳门街道", "岳门社区", "N/A", None, None, None),
    ("麓山会展有限公司", credit_code(1306), "云麓街道", "麓山社区", "101.0", None, None, None),
]

ASSOCIATIONS: list[Row] = [
    ("Association", "Type", "District", "Street", "Community", "Members", "Status", "Founded"),
    ("云麓区新的社会阶层人士联合会", "新联会", "云麓区", None, None, "210", "正常", "2017-04-18"),
    ("云麓街道新联会", "新联会", "云麓区", "云麓街道", None, "64", "正常", "2018/9/1"),
    ("岳门街道新联会", "新联会", "云麓区", "岳门街道", None, "38", "正常", "2019.4"),
    ("橘洲镇新联会", "新联会", "云麓区", "橘洲镇", None, None, "筹备中", None),
    ("麓山社区新联会", "新联会", "云麓区", "云麓街道", "麓山社区", "16", "正常", "2020"),
    ("桃坪社区新联会", "新联会", "云麓区", "岳门街道", "桃坪社区", "11", "正常", "2021年"),
    ("云麓区青年企业家商会", "商会", "云麓区", None, None, "80", "正常", "2012-01"),
]

PEOPLE: list[Row] = [
    (
        "Name",
        "Category",
        "Employer",
        "Street",
        "Community",
        "Representative",
        "Associations",
        "Contact person",
        "Last contact",
        "ID number",
        "Mobile",
        "Political views",
    ),
    *(
        (*row, f"99011319{70 + n}0303{n:04d}", f"1990000130{n}", f"机密词{n}")
        for n, row in enumerate(
            [
                ("百里奚云", "私营企业主", "云麓光伏股份有限公司", "云麓街道", "麓山社区", "Yes", "云麓区青年企业家商会", None, None),
                ("南荣若木", "自由职业人员", None, "橘洲镇", "桃坪村", "Y", "-", "-", None),
                ("亢仓白", "自由职业人员", None, "岳门街道", "桃坪社区", "yes", None, "司空曙", "2024-10-08"),
                ("徐无逸", "个体工商户", None, "岳门街道", "岳门社区", "No", None, None, None),
                ("庚桑言", "民营科技人员", "橘洲果蔬加工有限公司", "橘洲镇", "橘洲社区", "YES", "橘洲镇新联会", "戎子由", "2023-05"),
            ],
            start=1,
        )
    ),
]

EXPECTED = {
    "as_of": "2024-12-31",
    "rows": {PLACE_BOOK: 6, ENTERPRISE_FILE: 6, ASSOCIATION_FILE: 7, PEOPLE_BOOK: 5},
    "gaps": {
        "A16.district": {"unmet": []},
        "A16.zhilianhui": {"unmet": ["云麓区"]},
        "A16.street": {"unmet": ["橘洲镇"]},
        "A16.community": {"unmet": ["云麓街道/桃坪社区", "橘洲社区", "桃坪村", "岳门社区"]},
        "A33.isolated": {"unmet": ["南荣若木"], "unknown": []},
        "A33.contact": {"unmet": ["百里奚云", "南荣若木", "庚桑言"], "unknown": []},
        "A34": {"unmet": ["桃坪智能家居有限公司"], "unknown": ["岳门钟表有限公司"]},
        "A35": {"unmet": ["橘洲果蔬加工有限公司", "麓山会展有限公司"], "unknown": ["岳门钟表有限公司"]},
        "A36": {"unmet": ["桃坪竹器厂"], "unknown": ["岳门钟表有限公司"]},
        "A37": {"unmet": [], "unknown": ["岳门钟表有限公司"]},
        "E09.community": {"unmet": ["云麓街道/桃坪社区"]},
        "E09.guide": {"unmet": ["戎子由"]},
    },
    "problems": [],
    "never_anywhere": ["99011319", "19900000", "机密词"],
    "never_in_internal": ["百里奚云", "南荣若木", "亢仓白", "徐无逸", "庚桑言", "戎子由", "戎 子由"],
}


def write(folder: Path) -> None:
    write_xlsx(folder / PLACE_BOOK, [Sheet("Communities", PLACES, ["B1:I1", "B2:I2", "C4:C9", "D4:D5", "D6:D7", "D8:D9"])])
    write_text(folder / ENTERPRISE_FILE, ENTERPRISES, separator="\t", encoding="utf-16")
    write_text(folder / ASSOCIATION_FILE, ASSOCIATIONS)
    write_ods(folder / PEOPLE_BOOK, [Sheet("People", PEOPLE)])
