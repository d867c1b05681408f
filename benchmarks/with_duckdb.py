"""DuckDB reading the same files and answering the same rules in SQL, with and without the checks that Xinlian makes.

Both forms end in tables of the same names and columns, so that the rules are one text. With checks, references become integers,
which makes the rules faster; without, the ids stay texts.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

from .clock import Clock
from .outcome import STALE_AFTER, Outcome
from .rules_in_sql import ABOUT_PLACES, CONNECTED, FINDINGS, FINDINGS_ABOUT_PLACES, PREPARED, REACH, RULES, VERDICT

COLUMNS = {
    "places": "district street name code worker",
    "enterprises": "id name code industry technicians unit",
    "associations": "id name kind district street community state members founded",
    "branches": "name kind code enterprise members form",
    "liaisons": "id name kind duty enterprise",
    "guidance": "liaison code",
    "persons": "id name category key rep enterprise code",
    "memberships": "person association role since",
    "contacts": "liaison person date",
}

MACROS = """
CREATE MACRO flag(text) AS CASE text WHEN '是' THEN 1 WHEN '否' THEN 0 ELSE -1 END;
CREATE MACRO plain(text) AS translate(replace(replace(text, ',', ''), '人', ''), '０１２３４５６７８９', '0123456789');
CREATE MACRO first_number(text) AS CAST(regexp_extract(text, '\\d+') AS DOUBLE);
CREATE MACRO last_unit(text) AS power(10, length(regexp_extract(text, '\\d+')) - length(rtrim(regexp_extract(text, '\\d+'), '0')));
CREATE MACRO lowest(text) AS CASE
  WHEN regexp_full_match(text, '\\d+([余多]|以上)?|\\d+[-—~]\\d+') THEN first_number(text)
  WHEN regexp_full_match(text, '近\\d+') THEN ceil(first_number(text) * 0.9)
  WHEN regexp_full_match(text, '约\\d+') THEN floor(first_number(text) * 0.9)
  ELSE 0 END;
CREATE MACRO highest(text) AS CASE
  WHEN regexp_full_match(text, '\\d+') THEN first_number(text)
  WHEN regexp_full_match(text, '\\d+[余多]') THEN first_number(text) + last_unit(text) - 1
  WHEN regexp_full_match(text, '近\\d+') THEN first_number(text) - 1
  WHEN regexp_full_match(text, '约\\d+') THEN ceil(first_number(text) * 1.1)
  WHEN regexp_full_match(text, '\\d+[-—~]\\d+') THEN CAST(regexp_extract(text, '[-—~](\\d+)', 1) AS DOUBLE)
  ELSE 'Infinity'::DOUBLE END;
CREATE MACRO unreadable_count(text) AS text NOT IN ('', '保密', '不提供', '不详', '无法统计', '*', '**', '—')
  AND NOT regexp_full_match(plain(text), '\\d+([余多]|以上)?|[近约]\\d+|\\d+[-—~]\\d+');
"""

AMOUNTS = """
CREATE TABLE amount AS
  SELECT text, lowest(plain(text)) AS lo, highest(plain(text)) AS hi
  FROM (SELECT DISTINCT technicians AS text FROM {enterprises});
"""

# -- without checks ----------------------------------------------------------------------------------------------------------

UNCHECKED = (
    """
CREATE TABLE place AS SELECT code AS key, code, district, street, name, worker FROM {places};
CREATE TABLE association AS SELECT id AS key, id, name, kind, district, street, community, state FROM {associations};
CREATE TABLE branch AS SELECT enterprise FROM {branches};
CREATE TABLE liaison AS SELECT id AS key, id, name, kind, duty, enterprise FROM {liaisons};
CREATE TABLE guidance AS SELECT liaison, code AS place FROM {guidance};
CREATE TABLE person AS SELECT id AS key, id, name, flag(rep)::TINYINT AS rep, enterprise, code AS place FROM {persons} WHERE id <> '';
CREATE TABLE membership AS
  SELECT person, association, try_cast(since AS DATE) AS since, since <> '' AND try_cast(since AS DATE) IS NULL AS unreadable
  FROM {memberships};
CREATE TABLE contact AS
  SELECT liaison, person, try_cast(date AS DATE) AS day, date <> '' AND try_cast(date AS DATE) IS NULL AS unreadable FROM {contacts};
"""
    + AMOUNTS
    + """
CREATE TABLE enterprise AS
  SELECT e.id AS key, e.id, e.name, e.code AS place, e.unit, amount.lo, amount.hi
  FROM {enterprises} e JOIN amount ON amount.text = e.technicians;
"""
)

# -- with checks -------------------------------------------------------------------------------------------------------------

# Every row keeps its number in its file: a table that is read in order has it as `rowid`.
STAGED = "".join(f"CREATE TABLE read_{name} AS SELECT * FROM {{{name}}};\n" for name in COLUMNS)

# Rows with an id that another row has already, under another name, and rows that bear nothing, are refused.
REFUSED = "".join(
    f"""
CREATE TABLE refused_{name} AS
  SELECT r.rowid AS line, r.id AS value FROM read_{name} r
  JOIN (SELECT id, min(rowid) AS line FROM read_{name} WHERE id <> '' GROUP BY id HAVING count(*) > 1) f ON f.id = r.id
  JOIN read_{name} first ON first.rowid = f.line
  WHERE r.rowid > f.line AND first.name <> r.name;
CREATE TABLE nameless_{name} AS SELECT rowid AS line FROM read_{name} WHERE id = '' AND name = '';
"""
    for name in ("persons", "enterprises", "associations", "liaisons")
)

# Keys are integers, each kind in a range of its own; negative ones stand for what no ledger lists.
CHECKED = (
    STAGED
    + REFUSED
    + """
CREATE TABLE place AS SELECT rowid + 100_000_000 AS key, code, district, street, name, worker FROM read_places;
CREATE TABLE spot AS
  SELECT DISTINCT district, '' AS street, '' AS name FROM read_places
  UNION ALL SELECT DISTINCT district, street, '' FROM read_places UNION ALL SELECT district, street, name FROM read_places;
CREATE TABLE association AS
  SELECT a.rowid AS line, a.rowid + 200_000_000 AS key, id, a.name, kind, a.district, a.street, community, state, members,
    try_cast(founded AS DATE) AS founded, founded <> '' AND try_cast(founded AS DATE) IS NULL AS unreadable, s.district IS NULL AS lost
  FROM read_associations a LEFT JOIN spot s ON (s.district, s.street, s.name) = (a.district, a.street, a.community)
  WHERE a.rowid NOT IN (SELECT line FROM refused_associations);
"""
    + AMOUNTS.format(enterprises="read_enterprises")
    + """
CREATE TABLE enterprise AS
  SELECT e.rowid AS line, e.rowid + 300_000_000 AS key, e.id, e.name, coalesce(p.key, -1) AS place, e.code, e.technicians, e.unit,
    amount.lo, amount.hi
  FROM read_enterprises e JOIN amount ON amount.text = e.technicians LEFT JOIN place p ON p.code = e.code
  WHERE e.rowid NOT IN (SELECT line FROM refused_enterprises);
CREATE TABLE branch AS
  SELECT b.rowid AS line, b.enterprise AS value, coalesce(e.key, -3) AS enterprise, b.code, coalesce(p.key, -1) AS place, members
  FROM read_branches b LEFT JOIN enterprise e ON e.id = b.enterprise LEFT JOIN place p ON p.code = b.code;
CREATE TABLE liaison AS
  SELECT l.rowid AS line, l.rowid + 400_000_000 AS key, l.id, l.name, kind, duty, l.enterprise AS value, coalesce(e.key, -3) AS enterprise
  FROM read_liaisons l LEFT JOIN enterprise e ON e.id = l.enterprise WHERE l.rowid NOT IN (SELECT line FROM refused_liaisons);
CREATE TABLE guidance AS
  SELECT g.rowid AS line, g.liaison AS value, coalesce(l.key, -4) AS liaison, g.code, coalesce(p.key, -1) AS place
  FROM read_guidance g LEFT JOIN liaison l ON l.id = g.liaison LEFT JOIN place p ON p.code = g.code;
CREATE TABLE person AS
  SELECT r.rowid AS line, r.rowid AS key, r.id, r.name, flag(r.key)::TINYINT AS important, r.key AS written_key,
    flag(r.rep)::TINYINT AS rep, r.rep AS written_rep, r.enterprise AS value, coalesce(e.key, -3) AS enterprise,
    r.code, coalesce(p.key, -1) AS place
  FROM read_persons r LEFT JOIN enterprise e ON e.id = r.enterprise LEFT JOIN place p ON p.code = r.code
  WHERE r.rowid NOT IN (SELECT line FROM refused_persons UNION ALL SELECT line FROM nameless_persons);
CREATE TABLE membership AS
  SELECT m.rowid AS line, m.person AS person_id, coalesce(p.key, -5) AS person, m.association AS association_id,
    coalesce(a.key, -2) AS association, try_cast(since AS DATE) AS since, m.since AS written,
    m.since <> '' AND try_cast(m.since AS DATE) IS NULL AS unreadable
  FROM read_memberships m LEFT JOIN person p ON p.id = m.person LEFT JOIN association a ON a.id = m.association;
CREATE TABLE contact AS
  SELECT c.rowid AS line, c.liaison AS liaison_id, coalesce(l.key, -4) AS liaison, c.person AS person_id, coalesce(p.key, -5) AS person,
    try_cast(date AS DATE) AS day, c.date AS written, c.date <> '' AND try_cast(c.date AS DATE) IS NULL AS unreadable
  FROM read_contacts c LEFT JOIN liaison l ON l.id = c.liaison LEFT JOIN person p ON p.id = c.person;
"""
)

# Each problem with its file, row, column and value, as `xinlian check` lists it.
PROBLEMS = """
SELECT 'duplicate-id', 'persons', line + 2, 'id', value FROM refused_persons
UNION ALL SELECT 'duplicate-id', 'enterprises', line + 2, 'id', value FROM refused_enterprises
UNION ALL SELECT 'duplicate-id', 'associations', line + 2, 'id', value FROM refused_associations
UNION ALL SELECT 'duplicate-id', 'liaisons', line + 2, 'id', value FROM refused_liaisons
UNION ALL SELECT 'row-nameless', 'persons', line + 2, 'name', '' FROM nameless_persons
UNION ALL SELECT 'row-nameless', 'enterprises', line + 2, 'name', '' FROM nameless_enterprises
UNION ALL SELECT 'row-nameless', 'associations', line + 2, 'name', '' FROM nameless_associations
UNION ALL SELECT 'row-nameless', 'liaisons', line + 2, 'name', '' FROM nameless_liaisons
UNION ALL SELECT 'flag-unreadable', 'persons', line + 2, 'key', written_key FROM person WHERE important = -1 AND written_key <> ''
UNION ALL SELECT 'flag-unreadable', 'persons', line + 2, 'rep', written_rep FROM person WHERE rep = -1 AND written_rep <> ''
UNION ALL SELECT 'count-unreadable', 'enterprises', line + 2, 'technicians', technicians FROM enterprise
  WHERE technicians IN (SELECT text FROM amount WHERE unreadable_count(text))
UNION ALL SELECT 'count-unreadable', 'associations', line + 2, 'members', members FROM association WHERE unreadable_count(members)
UNION ALL SELECT 'count-unreadable', 'branches', line + 2, 'members', members FROM branch WHERE unreadable_count(members)
UNION ALL SELECT 'date-unreadable', 'associations', line + 2, 'founded', '' FROM association WHERE unreadable
UNION ALL SELECT 'date-unreadable', 'memberships', line + 2, 'since', written FROM membership WHERE unreadable
UNION ALL SELECT 'date-unreadable', 'contacts', line + 2, 'date', written FROM contact WHERE unreadable
UNION ALL SELECT 'place-unknown', 'associations', line + 2, 'district', district FROM association WHERE lost
UNION ALL SELECT 'place-unknown', 'enterprises', line + 2, 'code', code FROM enterprise WHERE place < 0 AND code <> ''
UNION ALL SELECT 'place-unknown', 'branches', line + 2, 'code', code FROM branch WHERE place < 0 AND code <> ''
UNION ALL SELECT 'place-unknown', 'guidance', line + 2, 'code', code FROM guidance WHERE place < 0
UNION ALL SELECT 'place-unknown', 'persons', line + 2, 'code', code FROM person WHERE place < 0 AND code <> ''
UNION ALL SELECT 'reference-unknown', 'branches', line + 2, 'enterprise', value FROM branch WHERE enterprise < 0 AND value <> ''
UNION ALL SELECT 'reference-unknown', 'liaisons', line + 2, 'enterprise', value FROM liaison WHERE enterprise < 0 AND value <> ''
UNION ALL SELECT 'reference-unknown', 'guidance', line + 2, 'liaison', value FROM guidance WHERE liaison < 0
UNION ALL SELECT 'reference-unknown', 'persons', line + 2, 'enterprise', value FROM person WHERE enterprise < 0 AND value <> ''
UNION ALL SELECT 'reference-unknown', 'memberships', line + 2, 'person', person_id FROM membership WHERE person < 0
UNION ALL SELECT 'reference-unknown', 'memberships', line + 2, 'association', association_id FROM membership WHERE association < 0
UNION ALL SELECT 'reference-unknown', 'contacts', line + 2, 'liaison', liaison_id FROM contact WHERE liaison < 0
UNION ALL SELECT 'reference-unknown', 'contacts', line + 2, 'person', person_id FROM contact WHERE person < 0
"""

WORKER_AS_TEXT = "district || worker"
WORKER_AS_NUMBER = "500_000_000 + dense_rank() OVER (ORDER BY district, worker)"


def run_checked(directory: Path) -> Outcome:
    """With the checks: dates, duplicates, references, unknown counts, yes-or-no cells."""
    return _run(directory, CHECKED, WORKER_AS_NUMBER, PROBLEMS)


def run_unchecked(directory: Path) -> Outcome:
    """Without checks: only what the rules themselves look at is converted."""
    return _run(directory, UNCHECKED, WORKER_AS_TEXT, None)


def _run(directory: Path, tables: str, worker: str, problems: str | None) -> Outcome:
    clock = Clock()
    with clock.phase("import"):
        import duckdb
    with clock.phase("load"):
        connection = duckdb.connect()
        connection.execute(MACROS)
        connection.execute(tables.format(**{name: _source(directory / f"{name}.csv", columns) for name, columns in COLUMNS.items()}))
        found = None if problems is None else connection.execute(problems).fetchall()
        as_of = connection.execute("SELECT max(day) FROM (SELECT day FROM contact UNION ALL SELECT since FROM membership)").fetchall()
    with clock.phase("rules"):
        values = {"as_of": f"DATE '{as_of[0][0]}'", "days": STALE_AFTER, "worker": worker}
        for text in (PREPARED, CONNECTED, REACH):
            connection.execute(text.format(**values))
        verdicts = {}
        for rule, query in RULES.items():
            connection.execute(VERDICT.format(rule=rule, query=query))
            counts = dict(connection.execute(f'SELECT verdict, count(*) FROM "{rule}" GROUP BY verdict').fetchall())
            verdicts[rule] = (counts.get(0, 0), counts.get(1, 0), counts.get(2, 0))
    with clock.phase("findings"):
        listed: list[Any] = []
        for rule in RULES:
            query = FINDINGS_ABOUT_PLACES if rule in ABOUT_PLACES else FINDINGS
            listed += connection.execute(query.format(rule=rule)).fetchall()
    return Outcome(clock, verdicts, None if found is None else dict(Counter(row[0] for row in found)), len(listed))


def _source(path: Path, columns: str) -> str:
    """The records of a file as texts, "" for a blank; told what they are, DuckDB need not guess."""
    types = ", ".join(f"'{name}': 'VARCHAR'" for name in columns.split())
    return f"read_csv('{path}', header = true, auto_detect = false, delim = ',', quote = '\"', columns = {{{types}}}, nullstr = '\\N')"
