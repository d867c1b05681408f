"""The many ways in which ledgers write a code, and the one that the schema uses.

Each entry is a pattern that the whole text must fit. What fits none is kept as written and reported, never bent.
"""

from __future__ import annotations

import re
from functools import cache

from ..graph.schema import UNKNOWN
from .clean import is_none, is_uncountable, is_withheld, plain

# (node or edge kind, attribute) -> pattern -> code. The first that fits wins.
FORMS: dict[tuple[str, str], dict[str, str]] = {
    ("Association", "kind"): {
        r".*(新联会|新的社会阶层(代表)?人士(联谊会|联合会|联谊组织)|新的社会阶层联谊会|新阶层联谊会|新阶层人士联谊会)": "新联会",
        r".*(知联会|(党外)?知识分子联谊会)": "知联会",
        r".*(行业商会|同业商会|同业公会)": "行业商会",
        r"工商联|.*工商业联合会|.*(区|县|市)工商联": "工商联",
        r".*(行业协会|.*业协会|专业协会)": "行业协会",
        r"(个体劳动者协会|个体私营协会|个协|个私协会)": "个协",
        r"(私营企业协会|私协)": "私协",
        r".*(乡镇商会|街道商会|基层商会|异地商会|综合商会|镇商会|商会|总商会)": "商会",
        r"协会": "行业协会",
        r"(联谊会|联谊组织)": "联谊会",
        r"民主党派.*|.*民主党派": "民主党派",
    },
    ("Association", "state"): {
        r"(已|已经|正式)成立.*": "成立",
        r".*(筹备|筹建|拟成立|待成立|拟建|在筹|酝酿|申请中|未成立|计划成立).*": "筹备",
        r"(?!.*未注销).*(注销|撤销|解散|停止活动|停止运行|停办|已撤|撤并|合并|取消|已停|吊销|终止|名存实亡).*": "注销",
        r".*换届.*": "换届",
        r"(已)?(登记|备案|注册)(登记)?(在册)?": "登记",
        r"(已)?成立|正常(运行|运作|运转|活动|开展活动|开展)?|运行(中|正常)?|运作(中|正常)|在册|活跃|存续|在运行|有效|良好|存在|在用|已建(立)?|运转正常|活动正常|健在|挂牌|已挂牌": "成立",
    },
    ("Person", "category"): {
        r".*(民营科技|科技企业|民科|科技创业|民营企业.*(技术|科技)).*": "民营科技企业创业人员和技术人员",
        r".*(外资|外企|受聘于外|三资).*": "外资企业管理技术人员",
        r".*个体(工商户|户|经营者|劳动者|工商业者)?.*": "个体工商户",
        r".*(私营企业(主|出资人|家)|私企业主|私营业主|民营企业(家|主|出资人)|非公有制经济人士|企业主|私企老板)": "私营企业主",
        r".*中介.*": "中介组织从业人员",
        r".*自由职业.*": "自由职业人员",
    },
    ("Enterprise", "status"): {
        r"(正常)?(经营|营业|在营|存续|开业|在业|运营)(中|正常|状态)?|(经营|运营|生产)?正常(经营|营业|生产)?": "经营",
        r".*(歇业|停业|停产).*": "歇业",
        r".*注销.*": "注销",
        r".*吊销.*": "吊销",
    },
    ("Enterprise", "ownership"): {
        r".*(中外合资|合资|合作经营).*": "合资",
        r".*(外资|外商|港澳台|独资企业\(外\)).*": "外资",
        r".*(股份).*": "股份制",
        r".*(民营科技|科技型).*": "民营科技",
        r".*(私营|民营|有限责任|自然人).*": "私营",
    },
    ("PartyBranch", "kind"): {
        r".*联合(党)?支部": "联合党支部",
        r".*党工委": "党工委",
        r".*(党)?总支(部)?(委员会)?": "党总支",
        r".*党支部|支部|单独支部": "党支部",
        r".*(党委|党委会|党的委员会)": "党委",
    },
    ("COVERS", "form"): {
        r".*(单独|独立).*": "单独",
        r".*(联合|联建).*": "联合",
        r".*挂靠.*": "挂靠",
    },
    ("Liaison", "kind"): {
        r".*指导员.*": "指导员",
        r".*特派员.*": "特派员",
        r".*(联络员|联络人|联系人).*": "联络员",
        r".*(专人|专干|包干).*": "专人",
        r".*领导.*": "领导",
    },
    ("Place", "type"): {r"(新城(社区|型|型社区)?|城市新区)": "新城", r"传统(院落|型)?(型)?(社区)?": "传统院落", r"(农民)?拆迁(安置|集中)(型)?(社区)?": "农民拆迁集中", r"社企(连体|共建)(型)?(社区)?": "社企连体", r"经济适用(住)?房(型)?(社区)?": "经济适用房", r"(转型|村改居)(行政村|村)?(型)?(社区)?": "转型行政村"},
    ("CONTACTS", "duty"): {r".*兼职.*": "兼职", r".*(专职|专人|全职).*": "专职"},
    ("CONTACTS", "category"): {},
}  # fmt: skip
FORMS["Figure", "category"] = FORMS["CONTACTS", "category"] = FORMS["Person", "category"]

# What a contact's role cell says of the role itself; the duty is read from the same cell.
ROLES = {
    r".*特派员.*": "特派员",
    r".*(联络员|联络人).*": "联络员",
    r".*(专人|专干|包干|专责).*": "专人",
    r".*领导.*": "联系领导",
    r".*指导员.*": "指导员",
}

# How a body's name or its sheet tells its kind, where no column does.
KIND_BY_NAME = {
    "Association": (
        ("新联会", "新联会"), ("新的社会阶层", "新联会"), ("知联会", "知联会"), ("知识分子联谊会", "知联会"), ("工商业联合会", "工商联"),
        ("工商联", "工商联"), ("行业商会", "行业商会"), ("商会", "商会"), ("协会", "行业协会"), ("联谊会", "联谊会"),
    ),
    "PartyBranch": (("联合党支部", "联合党支部"), ("联合支部", "联合党支部"), ("党工委", "党工委"), ("总支", "党总支"), ("支部", "党支部"), ("党委", "党委")),
}  # fmt: skip

SAME_NAME = (
    (re.compile(r"新的社会阶层(代表)?人士(联谊会|联合会)|新的?社会阶层联谊会|新阶层(人士)?联谊会"), "新联会"),
    (re.compile(r"(党外)?知识分子联谊会"), "知联会"),
    (re.compile(r"工商业联合会"), "工商联"),
)


@cache
def _compiled(kind: str, attribute: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(pattern), code) for pattern, code in FORMS.get((kind, attribute), {}).items())


def code(kind: str, attribute: str, text: str) -> str:
    """The schema's code for a written one: "" for none, UNKNOWN for a withheld one, else the code or the text itself."""
    written = plain(text).replace(" ", "")
    if is_none(written):
        return ""
    if is_withheld(written) or is_uncountable(written):
        return UNKNOWN
    return next((found for pattern, found in _compiled(kind, attribute) if pattern.fullmatch(written)), written)


@cache
def role(text: str, default: str) -> tuple[str, str]:
    """The role and duty that a role cell states; the role is `default` where it only tells the duty (兼职)."""
    written = plain(text).replace(" ", "")
    if is_none(written):
        return default, ""
    if is_withheld(written):
        return UNKNOWN, UNKNOWN
    stated = duty(written)
    found = next((found for pattern, found in ROLES.items() if re.fullmatch(pattern, written)), "")
    return found or (default if stated else written), stated


KIND_WORDS = {
    "Person": r".*(人士|人员|个人|代表|人)",
    "Enterprise": r".*(企业|公司|单位|商户)",
    "Place": r".*(社区|村|街道|镇|乡|地点)",
    "Association": r".*(社团|协会|商会|组织)",
}


def noted_role(note: str, default: str) -> tuple[str, str]:
    """The role and duty that a note behind a name tells; the role is `default` where it tells none (李文（区委办））."""
    found = next((found for pattern, found in ROLES.items() if re.fullmatch(pattern, note)), "")
    return found or default, duty(note)


def stated_kind(text: str, kinds: tuple[str, ...]) -> int:
    """Which of the kinds a cell states (企业, 代表人士), by its position; -1 where it states none of them."""
    return next((number for number, kind in enumerate(kinds) if kind in KIND_WORDS and re.fullmatch(KIND_WORDS[kind], text)), -1)


POST_BEHIND = re.compile(
    r"[（(]?(?:现任|曾任|担任)?(?:名誉|常务|执行|轮值|副|总|监事会)*(?:会长|理事长|理事|秘书长|监事长|监事|主席|主任|委员|执委|常委|干事|会员|成员|负责人)[)）]?$"
)


def without_post(name: str) -> str:
    """The name of a body without the post that a person holds in it: 东湖商会副会长, 东湖商会（理事） → 东湖商会."""
    return POST_BEHIND.sub("", name).strip() or name


def duty(text: str) -> str:
    """Whether a text says part-time (兼职) or full-time (专职); "" where it says neither."""
    return "兼职" if "兼" in text else "专职" if re.search("专职|专人|全职", text) else ""


def is_yes(text: str) -> bool:
    """Whether a cell only says that there is something, without naming it."""
    return text in ("有", "是", "√", "✓", "已设", "已设立", "已建", "已成立", "设有", "Y", "y", "yes", "1", "True", "true")


def kind_by_name(kind: str, name: str) -> str:
    """The code of a body's kind that its name tells, "" where it tells none."""
    return next((found for word, found in KIND_BY_NAME.get(kind, ()) if word in name), "")


# Bodies that no person may be tied to (docs/architecture.md, privacy): political parties, not professional associations.
PARTIES = re.compile(
    r"中国共产党|中共|党支部|党总支|党委|民主党派|民革|民盟|民建|民进|农工(民主)?党|致公党|九三(学社)?|台盟|国民党革命委员会|民主同盟|民主建国会|民主促进会|台湾民主自治同盟"
)


def is_party(name: str) -> bool:
    """Whether a body is a political party or a part of one."""
    return bool(PARTIES.search(name))


@cache
def same_name(name: str) -> str:
    """A body's name in the form in which two spellings of it are equal (T8)."""
    for pattern, short in SAME_NAME:
        name = pattern.sub(short, name)
    return name
