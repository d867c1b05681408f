"""The rules of the pack `base` in SQL, over the tables that `with_duckdb` makes: the same text with and without checks."""

from __future__ import annotations

# What several rules look at: whether representatives are reached and belong to a body, who serves an enterprise, whom a guide has.
PREPARED = """
CREATE TABLE target AS SELECT key, id, name, place, rep = 1 AS target FROM person WHERE rep <> 0;
CREATE TABLE fresh AS
  SELECT liaison, person, NOT unreadable AS sure FROM contact WHERE day IS NULL OR day BETWEEN {as_of} - {days} AND {as_of};
CREATE TABLE held AS
  SELECT m.person, m.association, a.key IS NOT NULL AND NOT m.unreadable AS sure, a.state
  FROM membership m LEFT JOIN association a ON a.key = m.association WHERE m.since IS NULL OR m.since <= {as_of};
CREATE TABLE reached AS SELECT person, bool_or(sure) AS sure FROM fresh SEMI JOIN target ON key = person GROUP BY person;
CREATE TABLE joined AS
  SELECT person, bool_or(sure AND state <> '不详') AS sure FROM held SEMI JOIN target ON key = person
  WHERE state IS NULL OR state <> '注销' GROUP BY person;
CREATE TABLE served AS
  SELECT enterprise, bool_or(kind IN ('联络员', '特派员')) AS envoy,
    bool_or(kind IN ('专人', '联络员', '特派员') AND duty <> '兼职') AS responsible
  FROM liaison WHERE kind <> '指导员' GROUP BY enterprise;
CREATE TABLE guided AS
  SELECT g.liaison, count(DISTINCT g.place) AS most, count(DISTINCT p.key) AS least
  FROM guidance g LEFT JOIN place p ON p.key = g.place GROUP BY g.liaison;
"""

# Who hangs together. A worker is one node per name within a district; {worker} makes its key.
CONNECTED = """
CREATE TABLE tie AS
  SELECT person AS one, association AS other, sure FROM held
  UNION ALL SELECT person, liaison, sure FROM fresh
  UNION ALL SELECT key, enterprise, true FROM liaison SEMI JOIN enterprise e ON e.key = liaison.enterprise
  UNION ALL SELECT key, enterprise, true FROM person SEMI JOIN enterprise e ON e.key = person.enterprise
  UNION ALL SELECT liaison, place, true FROM guidance SEMI JOIN place ON place.key = guidance.place
  UNION ALL SELECT key, {worker}, true FROM place WHERE worker <> '';
CREATE TABLE both_ways AS SELECT one, other, sure FROM tie UNION ALL SELECT other, one, sure FROM tie;
"""

# From the live bodies outwards; bodies that no ledger lists may be live.
REACH = """
CREATE TABLE connected AS WITH RECURSIVE found(node) AS (
  SELECT key FROM association WHERE state IN ('成立', '筹备')
  UNION SELECT other FROM found JOIN both_ways ON one = node WHERE sure
) SELECT node FROM found;
CREATE TABLE perhaps_connected AS WITH RECURSIVE found(node) AS (
  SELECT key FROM association WHERE state <> '注销'
  UNION SELECT association FROM held WHERE state IS NULL
  UNION SELECT other FROM found JOIN both_ways ON one = node
) SELECT node FROM found;
"""

# 0 met, 1 unmet, 2 unknown. A query selects its targets with: target surely, need surely, need possibly.
VERDICT = """
CREATE TABLE "{rule}" AS
  SELECT id, name, place, CASE WHEN sure THEN 0 WHEN target AND NOT possible THEN 1 ELSE 2 END AS verdict FROM ({query});
"""
FINDINGS = """
SELECT id, f.name, coalesce(concat_ws('/', p.district, p.street, p.name), place::VARCHAR), verdict
FROM "{rule}" f LEFT JOIN place p ON p.key = f.place WHERE verdict > 0 ORDER BY verdict, 3, 2, 1
"""
FINDINGS_ABOUT_PLACES = """SELECT id, name, place, verdict FROM "{rule}" WHERE verdict > 0 ORDER BY verdict, 3, 2, 1"""

DISTRICTS = "p.district", "p.district", "a.street = ''"
STREETS = "p.street", "p.district, p.street", "a.street = p.street AND a.community = ''"
COMMUNITIES = "p.name", "p.district, p.street, p.name", "a.street = p.street AND a.community = p.name"


def bodies(kind: str, level: tuple[str, str, str]) -> str:
    """Whether each place of a level has a live body of a kind, at that very place."""
    name, columns, here = level
    return f"""
SELECT {columns.replace(", ", " || '/' || ")} AS id, {name} AS name, p.district AS place, true AS target,
  coalesce(bool_or(a.state <> '不详'), false) AS sure, count(a.key) > 0 AS possible
FROM (SELECT DISTINCT {columns} FROM place p) p
LEFT JOIN association a ON a.kind = '{kind}' AND a.state NOT IN ('筹备', '注销') AND a.district = p.district AND {here}
GROUP BY {columns}"""


def enterprises(surely: str, possibly: str, need: str) -> str:
    """Whether the enterprises of a tier, certain and possible, are served."""
    held = f"coalesce({need}, false)"
    return f"""
SELECT id, name, place, {surely} AS target, {held} AS sure, {held} AS possible
FROM enterprise e LEFT JOIN served ON served.enterprise = e.key WHERE {possibly}"""


REACHED = "target t LEFT JOIN reached ON reached.person = t.key"
RULES = {
    "A16.district": bodies("新联会", DISTRICTS),
    "A16.street": bodies("新联会", STREETS),
    "A16.community": bodies("新联会", COMMUNITIES),
    "A16.zhilianhui": bodies("知联会", DISTRICTS),
    "A33.isolated": f"""
SELECT id, name, place, target, coalesce(reached.sure, false) OR coalesce(joined.sure, false) AS sure,
  reached.person IS NOT NULL OR joined.person IS NOT NULL AS possible
FROM {REACHED} LEFT JOIN joined ON joined.person = t.key""",
    "A33.contact": f"""
SELECT id, name, place, target, coalesce(reached.sure, false) AS sure, reached.person IS NOT NULL AS possible FROM {REACHED}""",
    "A33.component": """
SELECT id, name, place, target, c.node IS NOT NULL AS sure, p.node IS NOT NULL AS possible
FROM target t LEFT JOIN connected c ON c.node = t.key LEFT JOIN perhaps_connected p ON p.node = t.key""",
    "A34": enterprises("lo >= 1000", "hi >= 1000", "envoy AND unit <> ''"),
    "A35": enterprises("lo >= 100 AND hi < 1000", "hi >= 100 AND lo < 1000", "responsible"),
    "A36": enterprises("lo >= 1 AND hi < 100", "hi >= 1 AND lo < 100", "served.enterprise IS NOT NULL"),
    "A37": """
SELECT id, name, place, true AS target, (lo >= 1000 OR hi < 1000) AND (lo >= 100 OR hi < 100) AS sure, true AS possible FROM enterprise""",
    "A38": """
SELECT code AS id, name, district || '/' || street AS place, true AS target, worker <> '' AS sure, worker <> '' AS possible
FROM place SEMI JOIN person ON person.place = place.key""",
    "E09.community": """
SELECT code AS id, name, district || '/' || street AS place, true AS target, guidance.place IS NOT NULL AS sure, sure AS possible
FROM place LEFT JOIN (SELECT DISTINCT place FROM guidance) guidance ON guidance.place = place.key""",
    "E09.guide": """
SELECT id, name, NULL AS place, least >= 1 AS target, most <= 2 AS sure, least <= 2 AS possible
FROM guided JOIN liaison ON liaison.key = guided.liaison""",
}
ABOUT_PLACES = ("A16.district", "A16.street", "A16.community", "A16.zhilianhui", "A38", "E09.community", "E09.guide")
