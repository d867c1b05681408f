"""The story of one node as text for a terminal."""

from __future__ import annotations

from rich.text import Text as Styled

from ..graph.schema import SCHEMA
from ..graph.text import Language, Text
from ..queries.findings import VERDICT_TITLES, Verdict
from ..queries.story import Judgement, Story, Tie, Ties
from . import words
from .style import LOOKS, SEVERITY_TITLES
from .tables import source, sources, visible
from .terminal import PIPE_WIDTH, Page, plain_table

MOST_TIES = 20

FACTS = Text("台账所载", "What the ledgers say")
TIES = Text("与谁有关", "Who is around it")
JUDGEMENTS = Text("各条规则", "What the rules say")
NO_TIES = Text("台账中没有与它有关的记录。", "The ledgers tell of no relation.")
NO_RULES = Text("没有一条规则适用。", "No rule applies.")
OTHERS = Text("另有 {count} 条规则不适用。", "{count} more rules do not apply.")
NO_COLUMNS = Text("所读台账没有相关的列", "no ledger read has the columns for it")
FEWER = Text("少于 5", "under 5")
MORE = Text("其余 {count} 个未列出", "{count} more")
UNSURE = Text("（待核实）", " (unresolved)")

STATES = {Verdict.MET: "met", Verdict.UNMET: "gap", Verdict.UNKNOWN: "unknown"}


def render_story(story: Story, language: Language, columns: int = PIPE_WIDTH, colour: bool = False) -> str:
    """The story in at most `columns` columns."""
    page = Page(columns, colour)
    node = story.node
    page.heading(f"{node.name or node.node}  {SCHEMA.nodes[node.kind].title.to(language)}")
    page.facts(
        [
            (words.NODE.to(language), node.node),
            (words.PLACE.to(language), node.place or "–"),
            (words.SOURCES.to(language), sources(story.cells, language, 6) or "–"),
        ]
    )
    _facts(story, page, language)
    page.section(TIES.to(language))
    for ties in story.ties:
        _ties(ties, page, language)
    if not story.ties:
        page.line(NO_TIES.to(language))
    page.section(JUDGEMENTS.to(language))
    for judgement in story.judgements:
        _judgement(judgement, page, language)
    if not story.judgements:
        page.line(NO_RULES.to(language))
    if story.not_applicable:
        page.line(OTHERS.format(count=story.not_applicable).to(language), "dim")
    return page.text()


def _facts(story: Story, page: Page, language: Language) -> None:
    if not story.facts:
        return
    page.section(FACTS.to(language))
    table = plain_table("", words.VALUE.to(language), words.SOURCES.to(language))
    for fact in story.facts:
        table.add_row(fact.title.to(language), Styled(visible(fact.value.to(language))), Styled(sources(fact.cells, language)))
    page.table(table)


def _ties(ties: Ties, page: Page, language: Language) -> None:
    arrow = "→" if ties.outgoing else "←"
    count = FEWER.to(language) if ties.count is None else ties.count
    page.line(f"{arrow} {ties.edge.to(language)} · {ties.kind.to(language)} {count}", "bold")
    if not ties.listed:
        return
    table = plain_table(words.NAME.to(language), words.PLACE.to(language), "", words.SOURCES.to(language))
    for tie in ties.listed[:MOST_TIES]:
        unsure = "" if tie.sure else UNSURE.to(language)
        name = Styled(visible((tie.to.name or tie.to.node) + unsure))
        table.add_row(name, Styled(visible(tie.to.place)), Styled(visible(_detail(tie))), Styled(source(tie.cell, language)))
    page.table(table)
    if len(ties.listed) > MOST_TIES:
        page.line(MORE.format(count=len(ties.listed) - MOST_TIES).to(language), "dim")


def _detail(tie: Tie) -> str:
    return " ".join(part for part in (tie.role, tie.dates) if part)


def _judgement(judgement: Judgement, page: Page, language: Language) -> None:
    rule, finding = judgement.result.rule, judgement.finding
    waived = finding is not None and finding.waiver is not None
    look = LOOKS["waived" if waived else STATES[judgement.verdict]]
    verdict = words.WAIVED if waived else VERDICT_TITLES[judgement.verdict]
    page.line(
        f"{look.sign} {verdict.to(language)}  {rule.id} {rule.title.to(language)} ({SEVERITY_TITLES[rule.severity].to(language)})",
        look.terminal,
    )
    if finding is None:
        if judgement.verdict is Verdict.UNKNOWN:
            page.line(f"  {NO_COLUMNS.to(language)}", "dim")
        return
    page.line(f"  {finding.sentence.to(language)}")
    colon = words.COLON.to(language)
    need, have = words.NEED.to(language) + colon + finding.need.to(language), words.HAVE.to(language) + colon + finding.have.to(language)
    page.line(f"  {need} · {have}", "dim")
    if finding.sources:
        page.line(f"  {words.SOURCES.to(language)} {sources(finding.sources, language, 6)}", "dim")
    if finding.settles:
        page.line(f"  {words.SETTLES.to(language)} {sources(finding.settles, language, 6)}", "yellow")
    if finding.waiver is not None:
        waiver = finding.waiver
        page.line(f"  {waiver.reason} ({waiver.author}, {words.UNTIL.to(language)} {waiver.until})", "cyan")
