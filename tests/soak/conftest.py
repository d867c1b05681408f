"""The real data sets are too large for the repository: their tests exist where a checkout has them beside it."""

import os
from pathlib import Path

DATA = Path(__file__).parents[3] / "shared" / "data"
SOAK = os.environ.get("XINLIAN_SOAK") == "1"
"""Whether the full counts run (`make soak`), not a sample."""

collect_ignore = [] if DATA.is_dir() else ["test_real_data.py"]
collect_ignore += [] if DATA.is_dir() and SOAK else ["test_whole_country.py"]
