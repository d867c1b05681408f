"""Names of persons, bodies and places: their normal forms, and several of them in one cell."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from .marks import HAN, fold, is_none, plain, words

_DOTS = "·•・･‧∙⋅․．"
_DOT = re.compile(rf"(?:[{_DOTS}]\s*)+")
_SPACED_DOT = re.compile(rf" *· *|(?<=[{HAN}])\.(?=[{HAN}])")
_HAN = re.compile(f"[{HAN}]")
_IDLE_BLANK = re.compile(rf"(?<=[{HAN}（）、，；]) | (?=[{HAN}（）、，；])")
_WIDE_BRACKETS = str.maketrans("()", "（）")


def name(text: str) -> str:
    """The name of a person, body or anything else in the form in which names are compared. Idempotent.

    As `plain`. Chinese names lose their inner blanks (林 芳 → 林芳), Latin words keep single ones (John Boozman). Middle dots of all
    kinds become · (also a full stop between Chinese characters). Brackets in a name with Chinese characters are full-width, as in
    the registered names of enterprises.
    """
    text = plain(_DOT.sub("·", fold(_DOT.sub("·", text))))
    if not _HAN.search(text):
        return text
    text = _IDLE_BLANK.sub("", text.translate(_WIDE_BRACKETS))
    return _SPACED_DOT.sub("·", text)


# Places

_COMMITTEE = re.compile(r"(?<=.)(?:居民委员会|居民委会|居委会|居员会|居民委|居委)$")
_VILLAGE_COMMITTEE = re.compile(r"(?<=.)(?:村民委员会|村民委会|村委员会|村委会|村民委|村委|(?<!村)行政村)$")
_OFFICE = re.compile(r"(?<=.)(?:街道办事处|街道办|办事处)$")
_GOVERNMENT = re.compile(r"(?<=[镇乡区县市])人民政府$")


def place_name(text: str) -> str:
    """The short form of a place's name, as people call it. Idempotent.

    潍坊一村居委会 → 潍坊一村社区, 多福巷社区居民委员会 → 多福巷社区, 和平村委会 and 和平村村民委员会 → 和平村, 东湖街道办事处 → 东湖街道,
    南门办事处 → 南门街道, 北桥镇人民政府 → 北桥镇. Only the end of the name changes, but for 街道办事处 within a path of places.
    """
    text = name(text)
    if _HAN.search(text):
        text = unicodedata.normalize("NFC", text.replace(" ", ""))
    while (shorter := _shortened(text)) != text:
        text = shorter
    return text


def _shortened(text: str) -> str:
    text = _GOVERNMENT.sub("", text)
    if (stem := _COMMITTEE.sub("", text)) != text:
        return stem if stem.endswith("社区") else stem + "社区"
    if (stem := _VILLAGE_COMMITTEE.sub("", text)) != text:
        return stem if stem.endswith(("村", "社区", "嘎查")) else stem + "村"
    if (stem := _OFFICE.sub("", text)) != text and "驻" not in stem:
        return stem if stem[-1] in "镇乡区场" or stem.endswith("街道") else stem + "街道"
    return re.sub("街道办事处(?=.)", "街道", text)


# Several names in one cell

_OUTSIDE_BRACKETS = r"(?:\([^()]*\)|（[^（）]*）|[^{}])+"
_PERSON_PIECES = re.compile(_OUTSIDE_BRACKETS.format(r"、，,；;/／|｜\\\n\r。"))
_BODY_PIECES = re.compile(_OUTSIDE_BRACKETS.format(r"、；;|｜\n\r"))
_BODY_DIVIDER = re.compile(
    r"，|,(?!\s*(?:ltd|inc|llc|co|corp|limited|plc|jr|sr)\b)(?![0-9]{3}(?![0-9]))|(?<![A-Za-z])[/／]|[/／](?![A-Za-z])",
    re.IGNORECASE,
)
_NUMBERING = re.compile(rf"(?:^|(?<=[\s、，,；;|。）){HAN}]))\s*(?:[(（]([0-9]{{1,2}})[)）]|([0-9]{{1,2}})[.．、)）](?![0-9])|([①-⑳]))\s*")
_AND_OTHERS = re.compile(r"等(?:[0-9一二三四五六七八九十百]*[人名位家个户](?:企业|公司|单位|组织)?)?$")
_NOTE = re.compile(r"(.*?)\s*(?:\(([^()]*)\)|（([^（）]*)）|【([^【】]*)】|\[([^\[\]]*)\])\s*$", re.DOTALL)

_TWO_CHARACTER_SURNAMES = frozenset(
    words(
        "欧阳 司马 上官 诸葛 东方 皇甫 尉迟 公孙 慕容 令狐 司徒 夏侯 端木 长孙 宇文 司空 独孤 "
        "南宫 东郭 呼延 轩辕 赫连 澹台 淳于 闻人 申屠 钟离 鲜于 公冶 单于 太史 濮阳"
    )
)
_SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹"
    "熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向汤温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟申詹欧耿关兰焦俞左柳甘祝包宁尚符"
    "舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝"
)
_TITLES = frozenset(
    words(
        "主任 副主任 书记 副书记 支书 党支书 经理 总经理 副总经理 董事长 总裁 主席 副主席 会长 副会长 秘书长 理事 局长 副局长 "
        "科长 副科长 所长 处长 部长 副部长 镇长 乡长 区长 "
        "委员 社工 干事 组长 副组长 同志 先生 女士 老师 联络员 指导员 特派员 专干"
    )
)
_AND = re.compile(rf"(?<![{HAN}])([{HAN}]{{2,4}})[和及与]([{HAN}]{{2,4}})(?![{HAN}])")

# Words that end names of the same sort; blanks between such names divide them.
_SORTS = (
    words("公司 厂 店 集团 合作社 事务所 中心 医院 学校 学院 酒店 银行 研究所 研究院"),
    words("商会 协会 联谊会 新联会 知联会 联合会 学会 促进会 研究会 工会"),
    words("党支部 支部 党总支 总支 党委"),
    words("社区 村 居委会 村委会 居民委员会 村民委员会"),
    words("街道 镇 乡 街道办事处 街道办"),
)
_BARE_FORM = re.compile(r"(?:股份|集团)?(?:有限)?(?:责任)?公司|分公司|分店|分厂|分行|支部|党支部|社区|村|街道|镇|乡|.{0,2}")


def without_note(text: str) -> tuple[str, str]:
    """`text` without a note in brackets at its end, and the note: 张三（主任） → 张三, 主任. For bodies a note may be part of the name."""
    match = _NOTE.fullmatch(text)
    if not match or not match[1].strip():
        return text, ""
    return match[1], next(filter(None, match.groups()[1:]), "").strip()


def _unnumbered(text: str) -> str:
    """`text` with the numbers of a list that begins with 1 turned into line breaks: 1.张三 2.李四."""
    expected = 1
    pieces, end = [], 0
    for match in _NUMBERING.finditer(text):
        number = int(match[1] or match[2] or ord(match[3]) - ord("①") + 1)
        if number != expected or (expected == 1 and text[: match.start()].strip()):
            continue
        pieces.append(text[end : match.start()])
        end, expected = match.end(), expected + 1
    return "\n".join([*pieces, text[end:]])


def persons(text: str) -> list[str]:
    """The names of persons in a cell, in the form of `name`, each with the note in brackets behind it if it has one.

    They are divided by 、，,；;/| and line breaks, numbers of a list, and 和, 及, 与 where names with usual surnames stand on both
    sides. Blanks divide Chinese names of two to four characters (张三 李四), but 林 芳 and 欧阳 锋 are one name; a title after a blank
    is a note (张三 主任 → 张三（主任）). Marks for "none" are left out, and so is 等 at the end. Latin names keep their blanks.
    """
    found = []
    for piece in _PERSON_PIECES.findall(_unnumbered(text)):
        piece = _AND_OTHERS.sub("", plain(piece))
        match = _AND.fullmatch(piece)
        halves = match.groups() if match and all(_is_full_name(half) for half in match.groups()) else (piece,)
        found += [one for half in halves for one in _divided(half)]
    return _named(found)


def _is_full_name(text: str) -> bool:
    return text[0] in _SURNAMES or text[:2] in _TWO_CHARACTER_SURNAMES


_PERSON_WORD = re.compile(rf"[{HAN}]{{1,4}}(?:\([^()]*\))?")


def _divided(text: str) -> list[str]:
    """The persons in a text whose names only blanks divide."""
    pieces = re.findall(r"(?:\([^()]*\)|[^ ])+", text)
    if len(pieces) < 2 or not all(_PERSON_WORD.fullmatch(piece) for piece in pieces):
        return [text]
    found: list[str] = []
    waiting = ""  # single characters, and surnames of two, that go on with what follows
    for i, piece in enumerate(pieces):
        if piece in _TITLES and found and not waiting:
            found[-1] += f"({piece})"
        elif _goes_on(pieces, i):
            waiting += piece
        elif len(piece) == 1 and not waiting and found:
            found[-1] += piece
        else:
            found.append(waiting + piece)
            waiting = ""
    return [*found, waiting] if waiting else found


def _goes_on(pieces: list[str], i: int) -> bool:
    """Whether the name that pieces[i] begins or is amid goes on in the next one.

    林 芳, 诸 葛 亮, 王 建国 and 欧阳 建国 do. Of four single characters two make a name each: 周 敏 吴 强.
    """
    bare = [piece.partition("(")[0] for piece in pieces]
    if i + 1 == len(pieces) or "(" in pieces[i] or pieces[i + 1] in _TITLES:
        return False
    if len(bare[i]) > 1:
        return bare[i] in _TWO_CHARACTER_SURNAMES
    first = last = i
    while first and len(bare[first - 1]) == 1:
        first -= 1
    while last + 1 < len(bare) and len(bare[last + 1]) == 1:
        last += 1
    if first == last:
        return len(bare[i + 1]) < 4
    return i < last if (last - first) % 2 == 0 else (i - first) % 2 == 0


def bodies(text: str) -> list[str]:
    """The names of bodies or places in a cell, in the form of `name`.

    They are divided by 、；;| and line breaks, by commas (not before Ltd.), by slashes (not between Latin letters: A/S), by the numbers
    of a list, and by blanks where all parts are whole names of one sort (甲公司 乙公司). Never by 和, 及 or 与 (和平社区), never
    within brackets. Marks for "none" are left out, and so is 等 or 等3家企业 at the end.
    """
    found: list[str] = []
    for piece in _BODY_PIECES.findall(_unnumbered(text)):
        for part in _split_outside(piece):
            part = _AND_OTHERS.sub("", plain(part))
            wholes = part.split(" ")
            same = len(wholes) > 1 and any(all(whole.endswith(sort) for whole in wholes) for sort in _SORTS)
            found += wholes if same and not any(_BARE_FORM.fullmatch(whole) for whole in wholes) else [part]
    return _named(found)


def _split_outside(text: str) -> list[str]:
    """`text` divided by commas and slashes that stand outside brackets."""
    inside = [match.span() for match in re.finditer(r"\([^()]*\)|（[^（）]*）", text)]
    parts, end = [], 0
    for match in _BODY_DIVIDER.finditer(text):
        if not any(first <= match.start() < last for first, last in inside):
            parts.append(text[end : match.start()])
            end = match.end()
    return [*parts, text[end:]]


def _named(texts: Iterable[str]) -> list[str]:
    return [name(text) for text in texts if not is_none(text)]
