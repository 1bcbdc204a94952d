"""Plays cases: `python -m tests.play FOLDER [--only NAME] [--json]`; tests/cases/polls/README.md says what they are."""

# ruff: noqa: T201 - printing is what it is for

import argparse
import json
import sys
from pathlib import Path

from tests.play.folder import found_in, outcome


def main() -> int:
    """Print a line for each case and the sum; give 1 where one failed or there is none."""
    parser = argparse.ArgumentParser(prog="python -m tests.play", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--only", metavar="NAME", help="play cases whose name begins so")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    options = parser.parse_args()
    outcomes: dict[str, list[str]] = {}
    for folder in found_in(options.folder, options.only or ""):
        outcomes[folder.name] = wrong = outcome(folder)
        if not options.json:
            print("\n  ".join([f"{folder.name} {'differs' if wrong else 'ok'}", *wrong]), flush=True)
    failed = sum(map(bool, outcomes.values()))
    sums = {"passed": len(outcomes) - failed, "failed": failed}
    if options.json:
        print(json.dumps({"cases": outcomes, **sums}, indent=1))
    else:
        print(f"{sums['passed']} passed, {sums['failed']} failed")
    return 1 if failed or not outcomes else 0


if __name__ == "__main__":
    sys.exit(main())
