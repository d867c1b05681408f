"""虹溪区新联会秘书处: two tables beside each other, the title and the unit in one row, streets with their number in brackets, posts as rows."""

import datetime
from pathlib import Path

from writers import Row, Sheet, write_ods, write_text, write_xlsx

BOOK = "虹溪区新联会秘书处工作底表.xlsx"
ENTERPRISE_BOOK = "重点联系企业.ods"
MEMBER_FILE = "会员任职.csv"

# Left: communities with their guides. Right, after an empty column: the bodies that the secretariat looks after.
SIDE_BY_SIDE: list[Row] = [
    ("虹溪区新联会组织网络（单位：个、人）", None, None, None, None, None, None, None, None, None, "填报日期：2023-12-29"),
    ("街道（乡镇）", "社区（村）名称", "区派指导员", None, "序号", "组织全称", "组织类型", "归属区", "归属街道", "归属社区", "运行状况"),
    ("虹桥头街道", "虹桥头社区", "花解语", None, 1, "虹溪区新的社会阶层人士联谊会", "新联会", "虹溪区", None, None, "正常运行"),
    (None, "织锦社区", "花解语", None, 2, "虹溪区党外知识分子联谊会", "知联会", "虹溪区", None, None, "注销"),
    (None, "染坊社区", "玉生香", None, 3, "虹桥头街道新联会", "新联会", "虹溪区", "虹桥头街道", None, "正常运行"),
    ("溪口乡", "溪口村", "玉生香", None, 4, "织锦社区新联会", "新联会", "虹溪区", "虹桥头街道", "织锦社区", "正常运行"),
    (None, "上窑村", "未安排", None, 5, "溪口村新联会", "新联会", "虹溪区", "溪口乡", "溪口村", "注销"),
    (None, "下窑村", "—", None, 6, "虹溪区丝绸行业协会", "行业协会", "虹溪区", None, None, "正常运行"),
]

ENTERPRISES: list[Row] = [
    ("虹溪区新联会重点联系企业", None, None, None, None, None, "（2023年12月29日）"),
    ("编号", "企业名\n称", "坐落街道", "坐落社区（村）", "专业技术\n人才（人）", "联络员（特派员）\n姓名", "有无统战机构\n（填名称）"),
    ("Q-01", "虹溪丝绸集团\n有限公司", "虹桥头街道", "织锦社区", "１，８００", "苏 慕白", "统战工作部"),
    ("Q-02", "染坊印染有限公司", "虹桥头街道", "染坊社区", "1000人（含）以上", "苏慕白", "无"),
    ("Q-03", "上窑陶瓷有限公司", "溪口乡", "上窑村", "二百余", "苏慕白", "无"),
    ("Q-04", "溪口茶业有限公司", "溪口乡", "溪口村", "五十八", "—", "—"),
    ("Q-05", "虹桥头广告有限公司", "虹桥头街道", "虹桥头社区", "未统计", "—", "—"),
    ("Q-06", "织锦服饰有限公司", "虹桥头街道", "织锦社区", "100", "——", "——"),
]

PEOPLE: list[Row] = [
    (
        "姓名",
        "性别",
        "街道（乡镇）",
        "社区（村）名称",
        "系代表人士",
        "对口联系人",
        "最后一次联系",
        "居民身份证号",
        "移动电话",
        "思想政治状况",
    ),
    *(
        (*row, f"99041619{70 + n}0606{n:04d}", f"1990000160{n}", f"机密词{n}")
        for n, row in enumerate(
            [
                ("蓝田玉", "女", "虹桥头街道", "织锦社区", "是", "程门雪", datetime.date(2023, 11, 2)),
                ("庞 统之", "男", "溪口乡", "上窑村", "是", "未落实", None),
                ("柏舟行", "男", "虹桥头街道", "染坊社区", "是", "程门雪", datetime.date(2022, 12, 1)),
                ("夏商周", "男", "溪口乡", "溪口村", "是", None, None),
                ("管弦之", "女", "虹桥头街道", "虹桥头社区", "否", None, None),
            ],
            start=1,
        )
    ),
]

MEMBERSHIPS: list[Row] = [
    ("虹溪区新联会会员任职情况",),
    ("组织全称", "职务", "姓名", "起任时间", "联系电话"),
    *(
        (*row, f"1990000161{n}")
        for n, row in enumerate(
            [
                ("虹溪区新的社会阶层人士联谊会", "会长", "蓝田玉", "2021年10月"),
                ("虹桥头街道新联会", "副会长", "柏舟行", "2022.3"),
                ("溪口村新联会", "会长", "夏商周", "2019年"),
                ("虹溪区丝绸行业协会", "理事", "管弦之", "2020年"),
            ]
        )
    ),
]

EXPECTED = {
    "as_of": "2023-12-29",
    "rows": {BOOK: 17, ENTERPRISE_BOOK: 6, MEMBER_FILE: 4},
    "gaps": {
        "A16.district": {"unmet": []},
        "A16.zhilianhui": {"unmet": ["虹溪区"]},
        "A16.street": {"unmet": ["溪口乡"]},
        "A16.community": {"unmet": ["虹桥头社区", "染坊社区", "溪口村", "上窑村", "下窑村"]},
        "A33.isolated": {"unmet": ["庞统之", "夏商周"], "unknown": []},
        "A33.contact": {"unmet": ["庞统之", "柏舟行", "夏商周"], "unknown": []},
        "A34": {"unmet": ["染坊印染有限公司"], "unknown": ["虹桥头广告有限公司"]},
        "A35": {"unmet": ["织锦服饰有限公司"], "unknown": ["虹桥头广告有限公司"]},
        "A36": {"unmet": ["溪口茶业有限公司"], "unknown": ["虹桥头广告有限公司"]},
        "E09.community": {"unmet": ["上窑村", "下窑村"]},
        "E09.guide": {"unmet": []},
    },
    "problems": [],
    "never_anywhere": ["99041619", "19900000", "机密词"],
    "never_in_internal": ["蓝田玉", "庞统之", "庞 统之", "柏舟行", "夏商周", "管弦之"],
}


def write(folder: Path) -> None:
    write_xlsx(
        folder / BOOK,
        [Sheet("组织网络", SIDE_BY_SIDE, ["A1:H1", "A3:A5", "A6:A8"]), Sheet("人士", PEOPLE, blank_rows=2)],
    )
    write_ods(folder / ENTERPRISE_BOOK, [Sheet("Sheet1", ENTERPRISES, ["A1:F1"])])
    write_text(folder / MEMBER_FILE, MEMBERSHIPS, encoding="gb18030")
