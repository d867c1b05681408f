"""All places of the statistics codes, 664,000 in three files: counts, verdicts, time and memory. Runs in `make soak`."""

from __future__ import annotations

import resource
import time
from collections import Counter
from pathlib import Path

from .test_real_data import PARKS, load, records, split, verdicts


def test_the_whole_country(tmp_path: Path) -> None:
    names = ["admin/national_districts_2023.csv", "admin/national_streets_2023.csv.gz", "admin/national_villages_2023.csv.gz"]
    start = time.process_time()
    network = load("divisions", tmp_path, *names).network
    taken = time.process_time() - start
    districts, streets, villages = map(records, names)
    assert (len(districts), len(streets), len(villages)) == (2_978, 41_352, 620_573)
    above = {row["city_code"] for row in districts} | {row["province_code"] for row in districts}
    assert network.size("Place") == len(districts) + len(streets) + len(villages) + len(above)
    below = Counter(row["code"][:9] for row in villages)
    known = {row["code"]: row["name"] for row in streets}
    assert verdicts("divisions", network) == {
        "divisions.street": split({code: below[code] > 0 for code in known}),
        "divisions.load": split(
            {code: below[code] <= 30 for code, name in known.items() if not name.removesuffix("办事处").endswith(PARKS)}
        ),
    }
    assert taken < 120, f"{taken:.0f} s"
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss < 3 << 20, "kibibytes"
