"""Polars reading the same files with the same checks, and answering the same rules with joins on the ids."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .amounts import amount
from .clock import Clock
from .outcome import MET, STALE_AFTER, UNKNOWN, UNMET, Outcome
from .with_duckdb import COLUMNS

if TYPE_CHECKING:
    import polars

    Frames = dict[str, polars.DataFrame]

LISTED = ("persons", "enterprises", "associations", "liaisons")
# Column, what it refers to, and the problem where that is nowhere.
REFERENCES = (
    ("enterprises", "code", "places", "code"),
    ("branches", "code", "places", "code"),
    ("guidance", "code", "places", "code"),
    ("persons", "code", "places", "code"),
    ("branches", "enterprise", "enterprises", "id"),
    ("liaisons", "enterprise", "enterprises", "id"),
    ("persons", "enterprise", "enterprises", "id"),
    ("guidance", "liaison", "liaisons", "id"),
    ("memberships", "person", "persons", "id"),
    ("memberships", "association", "associations", "id"),
    ("contacts", "liaison", "liaisons", "id"),
    ("contacts", "person", "persons", "id"),
)
DATES = (("associations", "founded"), ("memberships", "since"), ("contacts", "date"))
COUNTS = (("enterprises", "technicians"), ("associations", "members"), ("branches", "members"))


def run(directory: Path) -> Outcome:
    """From the CSV files to all gaps, with the checks."""
    clock = Clock()
    with clock.phase("import"):
        import polars as pl
    with clock.phase("load"):
        frames = {name: _read(pl, directory / f"{name}.csv", columns.split()) for name, columns in COLUMNS.items()}
        problems = Checks(pl, frames).all()
    with clock.phase("rules"):
        rules = Rules(pl, frames)
        verdicts = {rule: judged.select("id", "name", "place", verdict=_verdict(pl)) for rule, judged in rules.all().items()}
        counts = {}
        for rule, judged in verdicts.items():
            tally = dict(judged["verdict"].value_counts().iter_rows())
            counts[rule] = (tally.get(MET, 0), tally.get(UNMET, 0), tally.get(UNKNOWN, 0))
    with clock.phase("findings"):
        listed: list[Any] = []
        for judged in verdicts.values():
            listed += judged.filter(pl.col("verdict") != MET).sort("verdict", "place", "name", "id").rows()
    return Outcome(clock, counts, dict(Counter(code for code, *_ in problems)), len(listed))


def _read(pl: Any, path: Path, columns: list[str]) -> polars.DataFrame:
    """A file as texts, with "" for a blank, and the line of each row."""
    frame: polars.DataFrame = pl.read_csv(
        path, new_columns=columns, infer_schema=False, empty_string_is_null=False, row_index_name="line", row_index_offset=2
    )
    return frame


class Checks:
    """The checks. Converts dates, counts and yes-or-no cells in `frames`, and leaves out the rows that are refused."""

    def __init__(self, pl: Any, frames: Frames) -> None:
        self.pl, self.frames = pl, frames
        self.problems: list[tuple[str, str, int, str]] = []

    def all(self) -> list[tuple[str, str, int, str]]:
        for name in LISTED:
            self.identities(name)
        for name, column in DATES:
            self.dates(name, column)
        for name, column in COUNTS:
            self.counts(name, column)
        for column in ("key", "rep"):
            self.flags("persons", column)
        for name, column, target, key in REFERENCES:
            self.references(name, column, target, key)
        self.places()
        return self.problems

    def tell(self, code: str, name: str, rows: polars.DataFrame, column: str) -> None:
        self.problems += [(code, name, line, text) for line, text in rows.select("line", column).rows()]

    def identities(self, name: str) -> None:
        """Refuses rows that bear nothing, and those with an id that an earlier row has under another name."""
        pl, frame = self.pl, self.frames[name]
        nameless = frame.filter((pl.col("id") == "") & (pl.col("name") == ""))
        self.tell("row-nameless", name, nameless, "id")
        several = frame.filter((pl.col("id") != "") & pl.col("id").is_duplicated())
        first = pl.col("name").first().over("id")
        refused = several.filter(pl.col("name") != first)
        self.tell("duplicate-id", name, refused, "id")
        gone = pl.concat([nameless["line"], refused["line"]])
        if len(gone):
            self.frames[name] = frame.filter(~pl.col("line").is_in(gone.implode()))

    def dates(self, name: str, column: str) -> None:
        pl = self.pl
        frame = self.frames[name].with_columns(day=pl.col(column).str.to_date("%Y-%m-%d", strict=False))
        frame = frame.with_columns(unreadable=pl.col("day").is_null() & (pl.col(column) != ""))
        self.tell("date-unreadable", name, frame.filter("unreadable"), column)
        self.frames[name] = frame

    def counts(self, name: str, column: str) -> None:
        pl = self.pl
        texts = self.frames[name][column].unique().to_list()
        read = [amount(text) for text in texts]
        known = [found or (0.0, float("inf")) for found in read]
        amounts = pl.DataFrame(
            {column: texts, "lo": [lo for lo, _ in known], "hi": [hi for _, hi in known], "bad": [found is None for found in read]},
            schema={column: pl.String, "lo": pl.Float64, "hi": pl.Float64, "bad": pl.Boolean},
        )
        frame = self.frames[name].join(amounts, on=column, how="left", maintain_order="left")
        self.tell("count-unreadable", name, frame.filter("bad"), column)
        self.frames[name] = frame

    def flags(self, name: str, column: str) -> None:
        pl = self.pl
        frame = self.frames[name]
        self.tell("flag-unreadable", name, frame.filter(~pl.col(column).is_in(["是", "否", ""])), column)
        value = pl.when(pl.col(column) == "是").then(1).when(pl.col(column) == "否").then(0).otherwise(-1).cast(pl.Int8)
        self.frames[name] = frame.with_columns(value.alias(column))

    def references(self, name: str, column: str, target: str, key: str) -> None:
        lost = self.frames[name].filter(self.pl.col(column) != "").join(self.frames[target], left_on=column, right_on=key, how="anti")
        self.tell("place-unknown" if key == "code" else "reference-unknown", name, lost, column)

    def places(self) -> None:
        pl, places = self.pl, self.frames["places"]
        columns = ["district", "street", "community"]
        places = places.select("district", "street", community="name")
        above = [places.with_columns(street=pl.lit(""), community=pl.lit("")), places.with_columns(community=pl.lit(""))]
        known = pl.concat([*above, places]).unique()
        self.tell("place-unknown", "associations", self.frames["associations"].join(known, on=columns, how="anti"), "community")


def _verdict(pl: Any) -> Any:
    unmet = pl.col("target") & ~pl.col("possible")
    return pl.when("sure").then(MET).when(unmet).then(UNMET).otherwise(UNKNOWN).cast(pl.Int8)


class Rules:
    """Each rule as a frame of its targets with: target surely, need surely, need possibly."""

    def __init__(self, pl: Any, frames: Frames) -> None:
        self.pl, self.frames = pl, frames
        days = pl.concat([frames["contacts"]["day"], frames["memberships"]["day"], frames["associations"]["day"]])
        self.as_of = days.max()
        day = pl.col("day")
        oldest = pl.lit(self.as_of).dt.offset_by(f"-{STALE_AFTER}d")
        contacts, memberships = frames["contacts"], frames["memberships"]
        self.fresh = contacts.filter(day.is_null() | day.is_between(oldest, self.as_of)).select(
            "liaison", "person", sure=~pl.col("unreadable")
        )
        states = frames["associations"].select("id", "state")
        current = memberships.filter(day.is_null() | (day <= self.as_of))
        self.held = current.join(states, left_on="association", right_on="id", how="left").select(
            "person", "association", "state", sure=pl.col("state").is_not_null() & ~pl.col("unreadable")
        )
        paths = pl.concat_str("district", "street", "name", separator="/")
        self.paths = frames["places"].select("code", place=paths)

    def all(self) -> Frames:
        return {
            "A16.district": self.bodies("新联会", 1),
            "A16.street": self.bodies("新联会", 2),
            "A16.community": self.bodies("新联会", 3),
            "A16.zhilianhui": self.bodies("知联会", 1),
            **self.representatives(),
            **self.enterprises(),
            **self.communities(),
            "E09.guide": self.guides(),
        }

    def bodies(self, kind: str, depth: int) -> polars.DataFrame:
        pl = self.pl
        columns = ["district", "street", "name"][:depth]
        places = self.frames["places"].select(columns).unique()
        bodies = self.frames["associations"].filter((pl.col("kind") == kind) & ~pl.col("state").is_in(["筹备", "注销"]))
        bodies = bodies.drop("name").rename({"community": "name"})
        for column in ["street", "name"][depth - 1 :]:
            bodies = bodies.filter(pl.col(column) == "")
        live = bodies.group_by(columns).agg(sure=(pl.col("state") != "不详").any(), possible=pl.lit(True))
        return places.join(live, on=columns, how="left").select(
            id=pl.concat_str(columns, separator="/"),
            name=pl.col(columns[-1]),
            place=pl.col("district"),
            target=pl.lit(True),
            sure=pl.col("sure").fill_null(False),
            possible=pl.col("possible").fill_null(False),
        )

    def representatives(self) -> Frames:
        pl = self.pl
        named = self.frames["persons"].filter(pl.col("rep") != 0).join(self.paths, on="code", how="left")
        targets = named.select("id", "name", "place", target=pl.col("rep") == 1)
        fresh = self.fresh.join(targets, left_on="person", right_on="id", how="semi")
        reached = fresh.group_by("person").agg(sure=pl.col("sure").any(), possible=pl.lit(True))
        held = self.held.join(targets, left_on="person", right_on="id", how="semi").filter(pl.col("state").ne_missing("注销"))
        surely = pl.col("sure") & (pl.col("state") != "不详")
        joined = held.group_by("person").agg(sure=surely.any(), possible=pl.lit(True))
        either = pl.concat([reached, joined]).group_by("person").agg(pl.col("sure").any(), pl.col("possible").any())
        return {
            "A33.isolated": self.marked(targets, either),
            "A33.contact": self.marked(targets, reached),
            "A33.component": self.marked(targets, self.connected()),
        }

    def marked(self, targets: polars.DataFrame, marks: polars.DataFrame) -> polars.DataFrame:
        """Targets with what holds for them; nothing does for those without a row in `marks`."""
        found = targets.join(marks, left_on="id", right_on=marks.columns[0], how="left")
        return found.with_columns(self.pl.col("sure").fill_null(False), self.pl.col("possible").fill_null(False))

    def connected(self) -> polars.DataFrame:
        """The nodes that hang together with a live body, by a search outwards from those."""
        pl, frames = self.pl, self.frames
        firms, places = frames["enterprises"].select("id"), frames["places"].select("code")
        liaisons, persons = (frames[name].join(firms, left_on="enterprise", right_on="id", how="semi") for name in ("liaisons", "persons"))
        guidance = frames["guidance"].join(places, on="code", how="semi")
        workers = frames["places"].filter(pl.col("worker") != "").select(one="code", other=pl.col("district") + pl.col("worker"))
        ties = pl.concat(
            [
                self.held.select(one="person", other="association", sure="sure"),
                self.fresh.select(one="person", other="liaison", sure="sure"),
                *(f.select(one="id", other="enterprise", sure=pl.lit(True)) for f in (liaisons, persons)),
                guidance.select(one="liaison", other="code", sure=pl.lit(True)),
                workers.with_columns(sure=pl.lit(True)),
            ]
        )
        bodies = frames["associations"].select("id", "state")
        unlisted = self.held.filter(pl.col("state").is_null()).select(id="association").unique()
        surely = self.around(bodies.filter(pl.col("state").is_in(["成立", "筹备"])).select("id"), ties.filter("sure"))
        perhaps = self.around(pl.concat([bodies.filter(pl.col("state") != "注销").select("id"), unlisted]), ties)
        return perhaps.join(surely.with_columns(sure=pl.lit(True)), on="id", how="left").select(
            "id", sure=pl.col("sure").fill_null(False), possible=pl.lit(True)
        )

    def around(self, found: polars.DataFrame, ties: polars.DataFrame) -> polars.DataFrame:
        pl = self.pl
        # Only ties that lead on are kept, so that each round is smaller than the one before.
        both = pl.concat([ties.select("one", "other"), ties.select(one="other", other="one")])
        ahead = found
        while len(ahead):
            both = both.join(ahead, left_on="other", right_on="id", how="anti")
            ahead = both.join(ahead, left_on="one", right_on="id", how="semi").select(id="other").unique()
            found = pl.concat([found, ahead])
        return found

    def enterprises(self) -> Frames:
        pl = self.pl
        roles, duty = pl.col("kind"), pl.col("duty")
        served = (
            self.frames["liaisons"]
            .filter((roles != "指导员") & (pl.col("enterprise") != ""))
            .group_by("enterprise")
            .agg(
                envoy=roles.is_in(["联络员", "特派员"]).any(),
                responsible=(roles.is_in(["专人", "联络员", "特派员"]) & (duty != "兼职")).any(),
                some=pl.lit(True),
            )
        )
        firms = (
            self.frames["enterprises"].join(self.paths, on="code", how="left").join(served, left_on="id", right_on="enterprise", how="left")
        )
        firms = firms.with_columns(pl.col("envoy", "responsible", "some").fill_null(False))
        lo, hi = pl.col("lo"), pl.col("hi")

        def tier(least: float, most: float, need: Any) -> polars.DataFrame:
            inside = firms.filter((hi >= least) & (lo < most))
            return inside.select(
                "id", "name", "place", target=(lo >= least) & ((hi < most) | (most == float("inf"))), sure=need, possible=need
            )

        told = ((lo >= 1000) | (hi < 1000)) & ((lo >= 100) | (hi < 100))
        return {
            "A34": tier(1000, float("inf"), pl.col("envoy") & (pl.col("unit") != "")),
            "A35": tier(100, 1000, pl.col("responsible")),
            "A36": tier(1, 100, pl.col("some")),
            "A37": firms.select("id", "name", "place", target=pl.lit(True), sure=told, possible=pl.lit(True)),
        }

    def communities(self) -> Frames:
        pl = self.pl
        above = pl.concat_str("district", "street", separator="/")
        every = self.frames["places"].select("name", "worker", id="code", place=above, target=pl.lit(True))
        inhabited = every.join(self.frames["persons"], left_on="id", right_on="code", how="semi")
        guided = self.frames["guidance"].select("code").unique().with_columns(sure=pl.lit(True), possible=pl.lit(True))
        return {
            "A38": inhabited.with_columns(sure=pl.col("worker") != "", possible=pl.col("worker") != ""),
            "E09.community": self.marked(every, guided),
        }

    def guides(self) -> polars.DataFrame:
        pl = self.pl
        known = self.frames["places"].select("code", known=pl.lit(True))
        pairs = self.frames["guidance"].select("liaison", "code").unique().join(known, on="code", how="left")
        numbers = pairs.group_by("liaison").agg(least=pl.col("known").count(), most=pl.len())
        return numbers.join(self.frames["liaisons"], left_on="liaison", right_on="id").select(
            "name", id="liaison", place=pl.lit(""), target=pl.col("least") >= 1, sure=pl.col("most") <= 2, possible=pl.col("least") <= 2
        )
