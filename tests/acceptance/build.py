#!/usr/bin/env python3
"""Writes the strangers' folders beside this file: their ledgers and what a reader must find in them.

usage: build.py [DIRECTORY]      writes into DIRECTORY (default: this one); the same contents on every run
"""

import importlib
import json
import shutil
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
OFFICES = (
    *("chengwan", "qiyun", "luting", "wuling", "tingyuan", "yanchi", "weitang", "fengdu"),
    *("shuangyan", "gushan", "yunlu", "jinsha", "yanyang", "hongxi", "nanting", "qingshui"),
)


def build(target: Path) -> None:
    """Each office module offers `write(folder)`, which writes its ledgers, and `EXPECTED`, which becomes expected.json."""
    for name in OFFICES:
        office = importlib.import_module(f"offices.{name}")
        folder = target / name
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        office.write(folder)
        (folder / "expected.json").write_text(json.dumps(office.EXPECTED, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    build(Path(sys.argv[1]).resolve() if len(sys.argv) > 1 else HERE)
