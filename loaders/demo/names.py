"""Names for things that do not exist: no name here is meant to be that of a real person, company or district."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

DISTRICT = "云澜区"

# Streets with their communities and villages: 9 streets, 53 communities, 13 villages. 和平 occurs in three streets on purpose.
STREETS: tuple[tuple[str, str, str], ...] = (
    ("青枫街道", "湖畔 新禾 听松 和平 云锦 望江 桐荫", ""),
    ("望湖街道", "荷风 星桥 南屏 书香 锦绣 长堤 翠微", ""),
    ("石桥街道", "和平 石榴 金桂 东篱 西园 晴川", ""),
    ("临溪街道", "溪口 竹影 柳浪 春晓 秋实 明月 清泉", "青石"),
    ("朝阳街道", "朝晖 曙光 前进 团圆 康乐 文澜", ""),
    ("科创街道", "智谷 云谷 慧谷 星海 飞鸿 启明 致远", ""),
    ("白鹭镇", "白鹭 鹭洲 镇东 渔歌", "柳湾 苇塘 沙洲 芦荻"),
    ("双塔镇", "塔影 和平 丰乐 古渡 桑园", "塔山 茶岭 梅坞 青石"),
    ("梅岭镇", "梅岭 松岗 泉源 岭秀", "梅坪 竹海 枫香 云台"),
)

SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜"
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超霞平刚桂英华玉兰红建文辉力国庆志海燕晓波宁斌颖琳珊岚浩宇欣悦晨曦凯旋博雅思源佳怡嘉豪梦瑶诗涵子轩"
FIRST = "禾川岚澈沐泽鸿启晟曜瑞祺恒锐腾跃翔凌霁朗望舒远景初元弘毅"
SECOND = "图舟越程信达成科创源通联辰星峰润诚和韵美康丰盛益"
TRADES: tuple[tuple[str, str], ...] = (
    ("精密制造", "工业"),
    ("电子", "工业"),
    ("新材料", "工业"),
    ("生物科技", "科技"),
    ("软件", "科技"),
    ("智能装备", "科技"),
    ("商贸", "贸易"),
    ("食品", "工业"),
    ("建筑工程", "建筑"),
    ("物流", "运输"),
    ("餐饮管理", "餐饮"),
    ("教育咨询", "教育"),
    ("医疗器械", "卫生"),
    ("置业", "房地产"),
    ("文化传媒", "新媒体网络服务"),
)


def shuffled(random: Random, items: list[str]) -> Iterator[str]:
    """The items in random order, each once."""
    order = list(items)
    random.shuffle(order)
    return iter(order)


def person_names(random: Random) -> Iterator[str]:
    """Names of two or three characters, each once: for people who must not share a name by accident."""
    short = [s + g for s in SURNAMES for g in GIVEN]
    long = [s + a + b for s in SURNAMES for a in GIVEN[::3] for b in GIVEN[1::4]]
    return shuffled(random, sorted(set(short + long)))


def brands(random: Random) -> Iterator[str]:
    """Trade names of two characters, each once."""
    return shuffled(random, sorted({a + b for a in FIRST for b in SECOND if a != b}))
