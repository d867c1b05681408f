"""南町街道, a street office alone: only the unit line names the street in most files; name and role in one cell; lines that end a form."""

from pathlib import Path

from writers import Row, Sheet, numbered, row_of, write_text, write_xls, write_xlsx

PLACE_BOOK = "辖区社区一览.xls"
ENTERPRISE_BOOK = "驻区企业摸底表.xlsx"
ASSOCIATION_FILE = "统战团体.csv"
PEOPLE_BOOK = "统战对象联系登记.xlsx"

PLACES: list[Row] = [
    ("单位：南町街道办事处", None, None, None, "2024年12月31日"),
    ("辖区社区统战工作情况一览",),
    ("序号", "驻地社区", "社区类别", "包片指导员", "统战专人"),
    ("①", "南町社区", "新城", "阮玲珑", "贝清秋"),
    ("②", "木樨社区", "传统院落", "阮玲珑\n岑夫子", "贝清秋"),
    ("③", "丹桂社区", "社企连体", "岑夫子", "贝清秋"),
    ("④", "古荡村", "转型行政村", "未配备", "尚未明确"),
    ("以下空白",),
    ("第 1 页  共 1 页",),
]

ENTERPRISES: list[Row] = [
    ("附件2",),
    ("驻区企业统战工作摸底表",),
    ("填报单位（盖章）：南町街道办事处", None, None, None, None, "填报人：略", "填报日期：2024年12月31日"),
    ("编号", "企业（单位）名称", "归属社区", "技术员工人数", "联络员姓名/类别", "企业内设统战工作部门", "情况说明"),
    *numbered(
        [
            ("南町轴承股份有限公司", "南町社区", "1100人左右", "岑夫子/联络员", "党群统战部", "技术员工含研发中心"),
            ("南町影视制作有限公司", "南町社区", "1150名", "岑夫子/特派员", "尚未设立", None),
            ("木樨旅行社有限公司", "木樨社区", "一百零五人", "贝清秋/兼职联络员", None, None),
            ("丹桂家政服务有限公司", "丹桂社区", "五十人左右", "贝清秋/兼职联络员", None, None),
            ("丹桂检测技术有限公司", "丹桂社区", "不公开", None, None, "联系手机19900001798"),
            ("古荡花卉有限公司", "古荡村", "8（均为兼职）", None, None, None),
            ("木樨网吧", "木樨社区", "没有", None, None, None),
        ]
    ),
    ("以下空白",),
    ("填表说明：1.技术员工指从事技术岗位的员工；2.不便公开的可不填。",),
]

ASSOCIATIONS: list[Row] = [
    ("统战组织全称", "组织性质类别", "归属街道", "归属社区", "现状", "何时成立", "会员人数"),
    ("南町街道新联会", "新联会", "南町街道", None, "活动正常", "2019年3月", "45 "),
    ("木樨社区新联会", "新联会", "南町街道", "木樨社区", "活动正常", "2020年3月", "13"),
    ("丹桂社区新联会", "新联会", "南町街道", "丹桂社区", "正在筹备", None, None),
    ("南町街道商会", "商会", "南町街道", None, "活动正常", "2015年3月", "50多"),
]

PEOPLE: list[Row] = [
    ("南町街道新的社会阶层人士联系登记",),
    (
        "序号",
        "姓名",
        "居住（工作）社区",
        "是否代表性人士",
        "担任社会组织职务",
        "联系人（街道干部）",
        "最近一次联系",
        "身份证号码/护照号",
        "联系手机号",
        "思想动态及诉求",
    ),
    *numbered(
        (*row, f"99041719{70 + n}0707{n:04d}", f"1990000170{n}", f"机密词{n}")
        for n, row in enumerate(
            [
                ("桑榆晚", "南町社区", "是", "南町街道新联会会长、南町街道商会副会长", "岑夫子", "2024年第四季度"),
                ("鱼传书", "古荡村", "是", "没有", "暂无", None),
                ("雁 归来", "木樨社区", "是", "木樨社区新联会理事", "没有", None),
                ("柳上梢", "丹桂社区", "是", None, "贝清秋", "2023年上半年"),
                ("杜若蘅", "丹桂社区", "否", None, None, None),
            ]
        )
    ),
    ("以下空白",),
]

EXPECTED = {
    "as_of": "2024-12-31",
    "rows": {PLACE_BOOK: 4, ENTERPRISE_BOOK: 7, ASSOCIATION_FILE: 4, PEOPLE_BOOK: 5},
    "gaps": {
        "A16.street": {"unmet": []},
        "A16.community": {"unmet": ["南町社区", "丹桂社区", "古荡村"]},
        "A33.isolated": {"unmet": ["鱼传书", "柳上梢"], "unknown": []},
        "A33.contact": {"unmet": ["鱼传书", "雁归来", "柳上梢"], "unknown": []},
        "A34": {"unmet": ["南町影视制作有限公司"], "unknown": ["丹桂检测技术有限公司"]},
        "A35": {"unmet": ["木樨旅行社有限公司"], "unknown": ["丹桂检测技术有限公司"]},
        "A36": {"unmet": ["古荡花卉有限公司"], "unknown": ["丹桂检测技术有限公司"]},
        "A38": {"unmet": ["古荡村"]},
        "E09.community": {"unmet": ["古荡村"]},
        "E09.guide": {"unmet": []},
    },
    "problems": [],
    "never_anywhere": ["99041719", "19900001", "机密词"],
    "never_in_internal": ["桑榆晚", "鱼传书", "雁归来", "雁 归来", "柳上梢", "杜若蘅"],
}


def write(folder: Path) -> None:
    closing = [f"A{row_of(PLACES, line)}:E{row_of(PLACES, line)}" for line in ("以下空白", "第 1 页  共 1 页")]
    write_xls(folder / PLACE_BOOK, [Sheet("Sheet1", PLACES, ["A1:D1", "A2:E2", *closing])])
    write_xlsx(folder / ENTERPRISE_BOOK, [Sheet("摸底表", ENTERPRISES, ["A1:G1", "A2:G2", "A3:E3", "A12:G12", "A13:G13"], blank_rows=7)])
    write_text(folder / ASSOCIATION_FILE, ASSOCIATIONS, encoding="gb18030")
    write_xlsx(folder / PEOPLE_BOOK, [Sheet("登记", PEOPLE, ["A1:J1"])])
