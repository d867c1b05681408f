"""NetworkX as one would write it first: the csv module, a graph with attributes, and a loop for each rule."""

from __future__ import annotations

import csv
import datetime
import math
from collections import Counter, deque
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .amounts import amount
from .clock import Clock
from .outcome import MET, STALE_AFTER, UNKNOWN, UNMET, Outcome

if TYPE_CHECKING:
    import networkx

YES_OR_NO = {"是": 1, "否": 0}
LEVELS = ("district", "street", "community")
REACHING = frozenset(("MEMBER_OF", "CONTACTS", "GUIDES", "WORKS_AT", "COVERS"))


def run(directory: Path) -> Outcome:
    """From the CSV files to all gaps, with the checks."""
    clock = Clock()
    with clock.phase("import"):
        import networkx
    with clock.phase("load"):
        ledgers = Ledgers(directory, networkx.MultiDiGraph())
        ledgers.load()
    with clock.phase("rules"):
        rules = Rules(ledgers.graph, ledgers.latest)
        verdicts = {rule: list(judge()) for rule, judge in rules.all().items()}
        tallies = {rule: Counter(verdict for _, verdict in found) for rule, found in verdicts.items()}
        counts = {rule: (tally[MET], tally[UNMET], tally[UNKNOWN]) for rule, tally in tallies.items()}
    with clock.phase("findings"):
        listed = [(rule, *rules.shown(node), verdict) for rule, found in verdicts.items() for node, verdict in found if verdict != MET]
    return Outcome(clock, counts, dict(Counter(code for code, *_ in ledgers.problems)), len(listed))


class Ledgers:
    """Reads the files into a graph. A node is (kind, id); edges carry their kind as `edge` and `sure`."""

    def __init__(self, directory: Path, graph: networkx.MultiDiGraph) -> None:
        self.directory, self.graph = directory, graph
        self.problems: list[tuple[str, str, int, str]] = []
        self.latest = datetime.date.min

    def load(self) -> None:
        for _, cells in self.rows("places"):
            path = (cells["区"], cells["街道"], cells["社区"])
            for depth, level in enumerate(LEVELS):
                self.graph.add_node(("Place", "/".join(path[: depth + 1])), level=level, name=path[depth], listed=True)
            self.graph.nodes[("Place", "/".join(path))]["code"] = cells["社区代码"]
            if cells["专人"]:
                worker = ("Liaison", f"{path[0]}/{cells['专人']}")
                self.graph.add_node(worker, name=cells["专人"], kind="专人", listed=True)
                self.graph.add_edge(worker, ("Place", "/".join(path)), edge="CONTACTS", sure=True, role="专人")
        self.codes = {d["code"]: node for node, d in self.graph.nodes(data=True) if "code" in d}
        for kind, name, columns in (
            ("Enterprise", "enterprises", ("企业编号", "企业名称")),
            ("Association", "associations", ("组织编号", "组织名称")),
            ("Liaison", "liaisons", ("联络员编号", "姓名")),
            ("Person", "persons", ("人员编号", "姓名")),
        ):
            for row, cells in self.rows(name):
                self.node(kind, name, row, cells, *columns)
        for row, cells in self.rows("branches"):
            branch = ("PartyBranch", cells["党组织名称"])
            self.graph.add_node(branch, name=cells["党组织名称"], members=self.count("branches", row, cells["党员数"]), listed=True)
            self.place(branch, "branches", row, cells["社区代码"])
            self.edge("COVERS", branch, ("Enterprise", cells["覆盖企业编号"]), "branches", row)
        for row, cells in self.rows("guidance"):
            place = self.codes.get(cells["社区代码"])
            if place is None:
                self.problems.append(("place-unknown", "guidance", row, cells["社区代码"]))
                place = ("Place", cells["社区代码"])
                self.graph.add_node(place, listed=False)
            guide = ("Liaison", cells["指导员编号"])
            self.check(guide, "guidance", row)
            self.graph.add_edge(guide, place, edge="GUIDES", sure=self.graph.nodes[place]["listed"])
        for row, cells in self.rows("memberships"):
            dates = self.date("memberships", row, cells["起始时间"])
            ends = ("Person", cells["人员编号"]), ("Association", cells["组织编号"])
            self.edge("MEMBER_OF", *ends, "memberships", row, role=cells["职务"], since=dates)
        for row, cells in self.rows("contacts"):
            dates = self.date("contacts", row, cells["联系时间"])
            self.edge("CONTACTS", ("Liaison", cells["联系人编号"]), ("Person", cells["人员编号"]), "contacts", row, date=dates)

    def node(self, kind: str, file: str, row: int, cells: dict[str, str], id_column: str, name_column: str) -> None:
        """A node of a row, with its place and the edges that its columns tell."""
        node = (kind, cells[id_column])
        if not cells[id_column]:
            self.problems.append(("row-nameless", file, row, ""))
            return
        if node in self.graph and self.graph.nodes[node]["listed"]:
            self.problems.append(("duplicate-id", file, row, cells[id_column]))
            return
        self.graph.add_node(node, name=cells[name_column], listed=True)
        attributes = self.graph.nodes[node]
        if kind == "Enterprise":
            attributes["technicians"] = self.count(file, row, cells["技术人员数"])
            self.place(node, file, row, cells["社区代码"])
            if cells["内设机构"]:
                unit = ("Department", f"{cells[id_column]}/{cells['内设机构']}")
                self.graph.add_node(unit, name=cells["内设机构"], listed=True)
                self.graph.add_edge(unit, node, edge="PART_OF", sure=True)
        elif kind == "Association":
            attributes |= {"kind": cells["组织类型"], "state": cells["状态"], "members": self.count(file, row, cells["会员数"])}
            attributes["founded"] = self.date(file, row, cells["成立时间"])
            path = "/".join(part for part in (cells["所属区"], cells["所属街道"], cells["所属社区"]) if part)
            if ("Place", path) not in self.graph:
                self.problems.append(("place-unknown", file, row, path))
                self.graph.add_node(("Place", path), listed=False)
            self.graph.add_edge(node, ("Place", path), edge="LOCATED_IN", sure=True)
        elif kind == "Liaison":
            attributes["kind"] = cells["人员类别"]
            if cells["联系企业编号"]:
                enterprise = ("Enterprise", cells["联系企业编号"])
                self.edge("CONTACTS", node, enterprise, file, row, role=cells["人员类别"], duty=cells["专兼职"])
        else:
            attributes |= {"category": cells["人员类别"], "key": self.flag(file, row, cells["是否重点人士"])}
            attributes["rep"] = self.flag(file, row, cells["是否代表人士"])
            self.place(node, file, row, cells["社区代码"])
            if cells["企业编号"]:
                self.edge("WORKS_AT", node, ("Enterprise", cells["企业编号"]), file, row)

    def edge(self, edge: str, source: tuple[str, str], target: tuple[str, str], file: str, row: int, **attributes: Any) -> None:
        sure = self.check(source, file, row) & self.check(target, file, row)
        self.graph.add_edge(source, target, edge=edge, sure=sure, **attributes)

    def check(self, node: tuple[str, str], file: str, row: int) -> bool:
        """Whether a reference resolves; else a placeholder stands for it."""
        if node in self.graph and self.graph.nodes[node]["listed"]:
            return True
        self.problems.append(("reference-unknown", file, row, node[1]))
        self.graph.add_node(node, listed=False)
        return False

    def place(self, node: tuple[str, str], file: str, row: int, code: str) -> None:
        if code in self.codes:
            self.graph.add_edge(node, self.codes[code], edge="LOCATED_IN", sure=True)
        elif code:
            self.problems.append(("place-unknown", file, row, code))

    def rows(self, name: str) -> Iterator[tuple[int, dict[str, str]]]:
        with (self.directory / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
            yield from enumerate(csv.DictReader(lines), 2)

    def count(self, file: str, row: int, text: str) -> tuple[float, float]:
        found = amount(text)
        if found is None:
            self.problems.append(("count-unreadable", file, row, text))
        return found or (0, math.inf)

    def date(self, file: str, row: int, text: str) -> datetime.date | str | None:
        """A date; None where there is none, "?" where it cannot be read."""
        if not text:
            return None
        try:
            day = datetime.date.fromisoformat(text)
        except ValueError:
            self.problems.append(("date-unreadable", file, row, text))
            return "?"
        self.latest = max(self.latest, day)
        return day

    def flag(self, file: str, row: int, text: str) -> int:
        if text not in YES_OR_NO:
            self.problems.append(("flag-unreadable", file, row, text))
        return YES_OR_NO.get(text, -1)


class Rules:
    """Each rule as a loop over the nodes; a verdict for every target."""

    def __init__(self, graph: networkx.MultiDiGraph, as_of: datetime.date) -> None:
        self.graph = graph
        self.kinds: dict[str, list[Any]] = {}
        for node, data in graph.nodes(data=True):
            if data["listed"]:
                self.kinds.setdefault(node[0], []).append((node, data))
        self.as_of, self.oldest = as_of, as_of - datetime.timedelta(STALE_AFTER)

    def all(self) -> dict[str, Callable[[], Iterator[tuple[Any, int]]]]:
        return {
            "A16.district": lambda: self.bodies("district", "新联会"),
            "A16.street": lambda: self.bodies("street", "新联会"),
            "A16.community": lambda: self.bodies("community", "新联会"),
            "A16.zhilianhui": lambda: self.bodies("district", "知联会"),
            "A33.isolated": lambda: self.representatives(lambda node: both(self.reached(node), self.member(node))),
            "A33.contact": lambda: self.representatives(self.reached),
            "A33.component": self.connected,
            "A34": lambda: self.enterprises(1000, math.inf, self.large),
            "A35": lambda: self.enterprises(100, 1000, self.responsible),
            "A36": lambda: self.enterprises(1, 100, lambda node: bool(list(self.liaisons(node)))),
            "A37": self.tiers,
            "A38": self.workers,
            "E09.community": self.guided,
            "E09.guide": self.guides,
        }

    def bodies(self, level: str, kind: str) -> Iterator[tuple[Any, int]]:
        for place, data in self.kinds["Place"]:
            if data["level"] == level:
                states = [
                    self.graph.nodes[b]["state"]
                    for b in self.sources(place, "LOCATED_IN")
                    if b[0] == "Association" and self.graph.nodes[b]["kind"] == kind
                ]
                live = [state for state in states if state not in ("筹备", "注销")]
                yield place, MET if any(s != "不详" for s in live) else UNKNOWN if live else UNMET

    def sources(self, node: Any, edge: str) -> Iterator[Any]:
        for source, _, data in self.graph.in_edges(node, data=True):
            if data["edge"] == edge:
                yield source

    def representatives(self, need: Callable[[Any], tuple[bool, bool]]) -> Iterator[tuple[Any, int]]:
        for person, data in self.kinds["Person"]:
            if data["rep"]:
                yield person, verdict(data["rep"] == 1, need(person))

    def reached(self, person: Any) -> tuple[bool, bool]:
        held = [self.fresh(data) for _, _, data in self.graph.in_edges(person, data=True) if data["edge"] == "CONTACTS"]
        return any(sure for sure, _ in held), any(possible for _, possible in held)

    def fresh(self, data: dict[str, Any]) -> tuple[bool, bool]:
        """Whether an edge holds at the date, surely and possibly."""
        date, since = data.get("date"), data.get("since")
        if date == "?" or since == "?":
            return False, True
        holds = (date is None or self.oldest <= date <= self.as_of) and (since is None or since <= self.as_of)
        return holds and data["sure"], holds

    def member(self, person: Any) -> tuple[bool, bool]:
        sure = possible = False
        for _, body, data in self.graph.out_edges(person, data=True):
            if data["edge"] == "MEMBER_OF":
                state = self.graph.nodes[body].get("state", "不详")
                holds = self.fresh(data)
                if state != "注销":
                    sure, possible = sure or (holds[0] and state != "不详"), possible or holds[1]
        return sure, possible

    def connected(self) -> Iterator[tuple[Any, int]]:
        surely = self.around(lambda data, state: data[0] and state in ("成立", "筹备"), 0)
        perhaps = self.around(lambda data, state: state != "注销", 1)
        yield from self.representatives(lambda person: (person in surely, person in perhaps))

    def around(self, live: Callable[[tuple[bool], str], bool], mode: int) -> set[Any]:
        """Whatever hangs together with a live body, by a search outwards from those."""
        bodies = [(n, d) for n, d in self.graph.nodes(data=True) if n[0] == "Association"]
        found = {node for node, data in bodies if live((data["listed"],), data.get("state", "不详"))}
        ahead = deque(found)
        while ahead:
            node = ahead.popleft()
            for edges, far in ((self.graph.out_edges(node, data=True), 1), (self.graph.in_edges(node, data=True), 0)):
                for edge in edges:
                    if edge[2]["edge"] in REACHING and edge[far] not in found and self.fresh(edge[2])[mode]:
                        found.add(edge[far])
                        ahead.append(edge[far])
        return found

    def enterprises(self, least: float, most: float, need: Callable[[Any], bool]) -> Iterator[tuple[Any, int]]:
        for firm, data in self.kinds["Enterprise"]:
            lo, hi = data["technicians"]
            if hi >= least and lo < most:
                held = need(firm)
                yield firm, verdict((lo >= least and hi < most) or (most == math.inf and lo >= least), (held, held))

    def liaisons(self, firm: Any) -> Iterator[dict[str, Any]]:
        for _, _, data in self.graph.in_edges(firm, data=True):
            if data["edge"] == "CONTACTS":
                yield data

    def large(self, firm: Any) -> bool:
        return any(d["role"] in ("联络员", "特派员") for d in self.liaisons(firm)) and any(self.sources(firm, "PART_OF"))

    def responsible(self, firm: Any) -> bool:
        return any(d["role"] in ("专人", "联络员", "特派员") and d["duty"] != "兼职" for d in self.liaisons(firm))

    def tiers(self) -> Iterator[tuple[Any, int]]:
        for firm, data in self.kinds["Enterprise"]:
            lo, hi = data["technicians"]
            yield firm, MET if (lo >= 1000 or hi < 1000) and (lo >= 100 or hi < 100) else UNKNOWN

    def communities(self) -> Iterator[Any]:
        return (place for place, data in self.kinds["Place"] if data["level"] == "community")

    def workers(self) -> Iterator[tuple[Any, int]]:
        for place in self.communities():
            if any(source[0] == "Person" for source in self.sources(place, "LOCATED_IN")):
                yield place, MET if any(self.sources(place, "CONTACTS")) else UNMET

    def guided(self) -> Iterator[tuple[Any, int]]:
        for place in self.communities():
            yield place, MET if any(self.sources(place, "GUIDES")) else UNMET

    def guides(self) -> Iterator[tuple[Any, int]]:
        for guide, _ in self.kinds["Liaison"]:
            places = {(place, data["sure"]) for _, place, data in self.graph.out_edges(guide, data=True) if data["edge"] == "GUIDES"}
            if places:
                least = sum(sure for _, sure in places)
                yield guide, verdict(least >= 1, (len(places) <= 2, least <= 2))

    def shown(self, node: Any) -> tuple[str, str, str]:
        """The id, the name and the place of a node."""
        place = next((p[1] for _, p, data in self.graph.out_edges(node, data=True) if data["edge"] == "LOCATED_IN"), "")
        return node[1], self.graph.nodes[node]["name"], place


def both(one: tuple[bool, bool], other: tuple[bool, bool]) -> tuple[bool, bool]:
    return one[0] or other[0], one[1] or other[1]


def verdict(target: bool, need: tuple[bool, bool]) -> int:
    return MET if need[0] else UNMET if target and not need[1] else UNKNOWN
