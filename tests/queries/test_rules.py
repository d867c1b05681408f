"""Packs: what they may hold, and that every fault is told with its place and the nearest right thing."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest
from xinlian.queries import expressions as e
from xinlian.queries.findings import SEVERITY_OF
from xinlian.queries.grammar import GrammarError, condition
from xinlian.queries.periods import halves, months_after, quarters
from xinlian.queries.rules import RuleError, load_pack, parse_pack, shipped_packs, unknown_settings, used_settings
from xinlian.queries.run import evaluate
from xinlian.queries.wording import Wording, label

from ..graph.samples import network

BASE = load_pack("base")
CORPUS = load_pack(Path(__file__).with_name("corpus.toml"))
PACK = """\
[pack]
name = "p"
version = "1"
region = "any"
title = { zh = "包", en = "pack" }

[settings]
some = ["甲"]
limit = 3

[[rule]]
id = "R1"
title = { zh = "一", en = "one" }
source = { zh = "文", en = "text" }
force = "binding"
each = "Place"
need = "count(<CONTACTS Liaison) >= @limit"
gap = { zh = "{name}", en = "{name}" }
"""


def faults(text: str) -> list[str]:
    with pytest.raises(RuleError) as caught:
        parse_pack(text, "p.toml")
    return [p.to("en") for p in caught.value.problems]


def with_need(need: str, more: str = "", each: str = "Place") -> str:
    text = PACK.replace('need = "count(<CONTACTS Liaison) >= @limit"', f'need = "{need}"\n{more}')
    return text.replace('each = "Place"', f'each = "{each}"')


HERE = "p.toml, line 11, rule R1, "

CONDITION_FAULTS = [
    # Names
    ("levle = '区'", "need: Place has no attribute “levle”; did you mean “level”?"),
    ("count(<CONTACT Liaison) >= 1", "need: no edge kind “CONTACT”; did you mean “CONTACTS”?"),
    ("count(<CONTACTS Liason) >= 1", "need: no node kind “Liason”; did you mean “Liaison”?"),
    ("level in @sum", "need: no setting “@sum”; did you mean “some”?"),
    ("count(<CONTACTS[dutty = '兼职'] Liaison) >= 1", "need: CONTACTS has no attribute “dutty”; did you mean “duty”?"),
    ("count(<LOCATED_IN Person[rep and x.stat = 'a']) >= 1", "need: Place has no attribute “stat”; did you mean “state”?"),
    ("count(<CONTACTS Liaison avoid Persn) >= 1", "need: no node kind “Persn”; did you mean “Person”?"),
    # Paths
    ("count(<WORKS_AT Person) >= 1", "need: no <WORKS_AT leads from Place (WORKS_AT: Person → Enterprise)"),
    (
        "count(<GUIDES Person) >= 1",
        "need: no <GUIDES leads from Place to Person (GUIDES: Liaison|Department → Place|Association|PartyBranch|Department|Committee)",
    ),
    ("count(~CONTACTS{1,2} Person avoid Place) >= 1", "need: a path from Place cannot avoid Place"),
    ("count(<CONTACTS+ Liaison) >= 1", "need: “+” goes only along LOCATED_IN and PART_OF, or with “~”"),
    ("count(~CONTACTS[role = x.level]+ Liaison) >= 1", "need: the edges of a longer step cannot be compared with x"),
    ("count(<CONTACTS Liaison avoid Person[name = x.name]) >= 1", "need: what a path avoids cannot be compared with x"),
    ("count(<CONTACTS[count(>GUIDES Place) >= 1] Liaison) >= 1", "need: a condition on edges cannot hold a path"),
    ("count(<CONTACTS Liaison[is x]) >= 1", "need: Liaison is never Place: “is x” cannot hold"),
    # Types
    ("level >= 3", "need: cannot compare a text with a number"),
    ("level < '区'", "need: a text can only be compared by = or !="),
    ("level", "need: yes or no expected, but “level” is a text (compare it with a text, or write “known”)"),
    ("pilot = 'a'", "need: cannot compare yes or no with a text"),
    ("staff in @some", "need: “in” joins a number and a list; it takes a text and a list, or a date and a period"),
    ("level has 'a'", "need: several texts expected, but “level” is a text (compare it with a text, or write “known”)"),
    ("street = 'a'", "need: cannot compare a place with a text"),
    ("street = x.community", "need: only places of one level can be compared, as in street = x.street"),
    ("street known", "need: street can only be compared with x.street"),
    ("as_of - as_of >= as_of", "need: cannot compare a number with a date"),
    ("staff - as_of >= 1", "need: “-” cannot join a number and a date"),
    ("staff - 12m >= 1", "need: months can only be added to or taken from as_of or a date setting"),
    ("as_of - 9999m < as_of", "need: 9999 months are too long"),
    ("sum(<LOCATED_IN Person.category) >= 1", "need: category of Person is no number and cannot be summed"),
    # Grammar
    ("", "need: no condition"),
    ("level =", "need: character 8: a condition, a number or a text expected, not the end"),
    ("level = '区", "need: character 9: unexpected character “'”"),
    ("level in ()", "need: character 10: an empty list"),
    ("level = ''", "need: character 9: empty quotes"),
    ("level ！= '区'", "need: character 7: unexpected character “！”"),
    ("count(CONTACTS Liaison) >= 1", "need: character 7: “>”, “<” or “~” expected, not “CONTACTS”"),
    ("count(<CONTACTS{2,3} Liaison) >= 1", "need: character 17: only {1,n} with n from 1 to 9"),
    ("staff + 1", "need: character 1: a condition expected, not a number or a text"),
    ("staff >= 1 and", "need: character 15: a condition, a number or a text expected, not the end"),
    ("(staff >= 1) + 2 >= 1", "need: character 1: a number or a text expected, not a condition"),
    ("staff >= 1 staff", "need: character 12: the end expected, not “staff”"),
    ("1 has 'a'", "need: character 1: an attribute expected"),
    ("(" * 50 + "pilot" + ")" * 50, "need: character 41: nested too deeply"),
]


@pytest.mark.parametrize(("need", "expected"), CONDITION_FAULTS)
def test_faults_of_conditions(need: str, expected: str) -> None:
    assert faults(with_need(need)) == [HERE + expected]


FILE_FAULTS = [
    ("a = ", "p.toml: no valid TOML: Invalid value (at end of document)"),
    (PACK.replace('name = "p"\n', ""), "p.toml, pack.name: missing"),
    (PACK.replace("[pack]", "[pck]"), "p.toml, pack: missing"),
    (PACK.split("[[rule]]")[0], "p.toml: the pack holds no rule"),
    (PACK + 'unitt = "a"', HERE + "unitt: unknown key; did you mean “unit”?"),
    (
        PACK.replace('force = "binding"', 'force = "strict"'),
        HERE + "force: no force “strict” (binding, practised, planned, advised, diagnosed)",
    ),
    (PACK.replace('each = "Place"', 'each = "Plce"'), HERE + "each: no node kind “Plce”; did you mean “Place”?"),
    (PACK.replace('id = "R1"\n', ""), "p.toml, line 11, id: missing"),
    (PACK.replace('zh = "一", ', ""), HERE + "title.zh: missing"),
    (PACK.replace('zh = "{name}"', 'zh = "{nme}"'), HERE + "gap: no “{nme}” (there are {name}, {place}, {need}, {have})"),
    (PACK.replace('zh = "{name}"', 'zh = "{name"'), HERE + "gap: unbalanced braces"),
    (PACK.replace('some = ["甲"]', "some = []"), "p.toml, settings.some: an empty list"),
    (
        PACK.replace("limit = 3", "limit = true"),
        "p.toml, settings.limit: a number, a text, a list of texts, a date, “365d” or “12m” expected",
    ),
    (PACK.replace("limit = 3", "limit = 3\nquarters = 4"), "p.toml, settings.quarters: “quarters” cannot name a setting"),
    (PACK.replace("limit = 3", "limit = 3\ncontact_days = '甲'"), "p.toml, settings.contact_days: a number expected"),
    (PACK.replace("limit = 3", "limit = '3'"), HERE + "need: cannot compare a number with a text"),
    (
        PACK.replace("limit = 3", "limit = 3\nseverity = {R2 = 'high'}"),
        "p.toml, settings.severity.R2: no such rule or force; did you mean “R1”?",
    ),
    (
        PACK.replace("limit = 3", "limit = 3\nseverity = {R1 = 'hi'}"),
        "p.toml, settings.severity.R1: no severity “hi” (high, medium, low, note)",
    ),
    (with_need("level = k", "for = {k = '@som'}"), HERE + "for.k: no setting “@som”; did you mean “some”?"),
    (with_need("level = k", "for = {k = []}"), HERE + "for.k: an empty list"),
    (with_need("level = k", "for = {k = '@limit'}"), HERE + "for.k: the setting “@limit” is no list"),
    (with_need("level = '区'", "for = {level = '@some'}"), HERE + "for.level: “level” cannot name a variable"),
    (with_need("level = q", "for = {q = '@quarters'}"), HERE + "need: cannot compare a text with a period"),
    (with_need("level = k", "for = {k = '@some'}\nat_least = 2"), HERE + "at_least: 2 is more than the 1 items of the list"),
    (with_need("pilot", "at_least = 1"), HERE + "at_least: only for lists or named conditions"),
    (with_need("pilot", "where = 'level = k'\nfor = {k = '@some'}"), HERE + "where: Place has no attribute “k”"),
    (with_need("count(<LOCATED_IN Person[pilot]) > 0"), HERE + "need: Person has no attribute “pilot”"),
    (with_need("pilot", each="Place|Person"), HERE + "need: Person has no attribute “pilot”"),
]


@pytest.mark.parametrize(("text", "expected"), FILE_FAULTS)
def test_faults_of_files(text: str, expected: str) -> None:
    assert expected in faults(text)


def test_named_conditions() -> None:
    named = PACK.replace('need = "count(<CONTACTS Liaison) >= @limit"', 'need = { "甲" = "pilot", "乙" = "levl = 1" }\nat_least = 3')
    assert faults(named) == [HERE + "at_least: 3 is not between 1 and the number of conditions"]
    assert faults(named.replace("at_least = 3", "")) == [HERE + "need.乙: Place has no attribute “levl”; did you mean “level”?"]
    both = named.replace("at_least = 3", "for = {k = '@some'}")
    assert faults(both) == [HERE + "for: a list and several named conditions cannot be combined"]


def test_all_faults_of_a_file_are_told_in_its_order_and_in_chinese() -> None:
    second = PACK.split("\n\n")[2].replace("CONTACTS", "CONTACT").replace("binding", "strict")
    text = PACK.replace("Liaison", "Liason") + "\n" + second
    with pytest.raises(RuleError) as caught:
        parse_pack(text, "包.toml")
    assert [p.line for p in caught.value.problems] == [11, 20]
    text = PACK.replace("Liaison", "Liason") + "\n" + second.replace("strict", "binding")
    with pytest.raises(RuleError) as caught:
        parse_pack(text, "包.toml")
    assert caught.value.to("zh").splitlines() == [
        "包.toml，第 11 行，规则 R1，need：没有类别“Liason”，是否为“Liaison”？",
        "包.toml，第 20 行，规则 R1，id：编号已用于第 11 行的规则",
        "包.toml，第 20 行，规则 R1，need：没有关系“CONTACT”，是否为“CONTACTS”？",
    ]


def test_packs_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(RuleError, match=r"no pack or file “bse”.*did you mean “base”"):
        load_pack("bse")
    latin = tmp_path / "latin.toml"
    latin.write_bytes("区".encode("gb18030"))
    with pytest.raises(RuleError, match="not UTF-8"):
        load_pack(latin)
    with pytest.raises(RuleError, match="cannot be read"):
        load_pack(tmp_path)
    good = tmp_path / "good.toml"
    good.write_text("\ufeff" + PACK, encoding="utf-8")
    assert load_pack(good, {"limit": 4}).settings["limit"] == e.Number(4)


def test_settings_are_checked_where_they_are_given() -> None:
    with pytest.raises(RuleError, match=r"settings.tier1: a number expected"):
        evaluate(network({}), [BASE], datetime.date(2024, 1, 1), {"tier1": "many"})
    with pytest.raises(RuleError, match=r"no setting “tier3”; did you mean “tier1”"):
        evaluate(network({}), [BASE], datetime.date(2024, 1, 1), {"tier3": 1})
    with pytest.raises(RuleError, match=r"settings.xinlian: an empty list"):
        BASE.with_settings({"xinlian": []})
    assert unknown_settings([BASE], {"severity": {"A99": "low"}})[0].field == "settings.severity.A99"


# --- Reading and showing


def test_precedence() -> None:
    assert condition("pilot or pilot and not pilot = 'a' or 1 + 2 * 3 >= 7") == e.Or(
        (
            e.Flag(e.Attribute("pilot")),
            e.And((e.Flag(e.Attribute("pilot")), e.Not(e.Compare(e.Attribute("pilot"), "=", e.Word("a"))))),
            e.Compare(
                e.Arithmetic("+", e.Number(1), e.Arithmetic("*", e.Number(2), e.Number(3))),
                ">=",
                e.Number(7),
            ),
        )
    )
    assert condition("(1 + 2) * 3 - 4 - 5 >= 0") == condition("(((1 + 2) * 3) - 4) - 5 >= 0")
    with pytest.raises(GrammarError, match="the end expected, not “<”"):
        condition("1 < 2 < 3")


def test_periods() -> None:
    assert [str(first) for first, _, _ in quarters(datetime.date(2024, 6, 30))] == ["2023-07-01", "2023-10-01", "2024-01-01", "2024-04-01"]
    assert [title.zh for _, _, title in quarters(datetime.date(2024, 6, 29))] == [
        "2023年第2季度",
        "2023年第3季度",
        "2023年第4季度",
        "2024年第1季度",
    ]
    assert [(str(first), str(last)) for first, last, _ in halves(datetime.date(2024, 12, 31))] == [
        ("2024-01-01", "2024-06-30"),
        ("2024-07-01", "2024-12-31"),
    ]
    assert str(months_after(datetime.date(2024, 2, 29), -12)) == "2023-02-28"
    assert str(months_after(datetime.date(2023, 12, 31), 2)) == "2024-02-29"


def test_severities_follow_the_force_of_the_clause() -> None:
    for pack in (BASE, CORPUS):
        assert all(rule.severity == SEVERITY_OF[rule.force] for rule in pack.rules)


def test_the_base_pack() -> None:
    assert "base" in shipped_packs()
    assert [r.id for r in BASE.rules] == [
        *("A16.district", "A16.street", "A16.community", "A16.zhilianhui"),
        *("A33.isolated", "A33.contact", "A33.component"),
        *("A34", "A35", "A36", "A37", "A38", "E09.community", "E09.guide"),
    ]
    used = {name for rule in BASE.rules for name in used_settings(rule)}
    assert set(BASE.settings) - used == {"park", "contact_days"}


def test_labels() -> None:
    labels = {rule.id: label(rule) for pack in (BASE, CORPUS) for rule in pack.rules}
    assert labels["A16.street"] == "count"
    assert labels["A34"] == "cover 2 of 2"
    assert labels["E21"] == "cover 1 of k"
    assert labels["A33.component"] == "reach"
    assert labels["J18"] == "survive"
    assert labels["D11"] == "every"
    assert labels["A13.sum"] == "sum"
    assert labels["A02"] == "must"


def test_sentences() -> None:
    said = Wording(BASE.settings).sentence(BASE.rule("A35"))
    assert said.zh == "每个企业（技术人员数 ≥ 100，且技术人员数 < 1000）须有：至少 1 名专人。"
    assert said.en == "every enterprise (technicians ≥ 100 and technicians < 1000) needs: at least 1 person(s) responsible."
    said = Wording(BASE.settings).sentence(BASE.rule("A33.isolated"))
    assert said.zh == "每个人士（代表人士）须有：至少 1 个参加的社团组织（状态不是注销），或至少 1 个联系它的联络人员。"
    for rule in CORPUS.rules:
        said = Wording(CORPUS.settings).sentence(rule)
        assert said.zh.endswith("。")
        assert said.en.endswith(".")
