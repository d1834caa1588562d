"""The covered length by Python's tools, beside ours, on the same spans in one run.

    python3 -m venv VENV && VENV/bin/pip install -r benches/peers/python/requirements.txt
    VENV/bin/python benches/peers/python/covered_length.py [COUNT]

Each round times ours and then each peer, on one thread; printed are the medians in nanoseconds a
span. Reading the spans into each tool's own table is not timed. All must find the same length.
"""

import os

os.environ["POLARS_MAX_THREADS"] = "1"
os.environ["OMP_NUM_THREADS"] = "1"

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import bioframe
import numpy
import pandas
import polars
import polars_bio

ROUNDS = 5
MANIFEST = Path(__file__).parents[1] / "Cargo.toml"


def bench(*arguments):
    """Runs our bench and returns what it prints."""
    command = ["cargo", "bench", "-q", "--manifest-path", MANIFEST, "--bench", "from_file", "--"]
    done = subprocess.run([*command, *arguments], check=True, capture_output=True, text=True)
    return done.stdout.split()


def with_numpy(table):
    starts, ends = table
    order = numpy.argsort(starts)
    starts, ends = starts[order], ends[order]
    reached = numpy.maximum.accumulate(ends)
    before = numpy.concatenate((starts[:1], reached[:-1]))
    return int(numpy.maximum(0, reached - numpy.maximum(starts, before)).sum())


def with_polars(table):
    reached = polars.col("end").cum_max()
    before = reached.shift(1).fill_null(polars.col("start").first())
    own = reached - polars.max_horizontal("start", before)
    return table.lazy().sort("start").select(own.clip(lower_bound=0).sum()).collect().item()


def with_polars_bio(table):
    merged = polars_bio.merge(table, cols=["chrom", "start", "end"], output_type="polars.DataFrame")
    return merged.select((polars.col("end") - polars.col("start")).sum()).item()


def with_bioframe(table):
    merged = bioframe.merge(table, min_dist=0)
    return int((merged["end"] - merged["start"]).sum())


def main():
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000_000
    polars_bio.set_option("datafusion.execution.target_partitions", "1")
    with tempfile.TemporaryDirectory() as folder:
        file = str(Path(folder) / "spans")
        bench("write", str(count), file)
        ends = numpy.fromfile(file, dtype="<i8").reshape(-1, 2)
        columns = {"start": ends[:, 0].copy(), "end": ends[:, 1].copy()}
        one_line = polars.lit("line").alias("chrom")
        plain = polars.DataFrame(columns)
        zero_based = plain.with_columns(one_line)
        zero_based.config_meta.set(coordinate_system_zero_based=True)
        frame = pandas.DataFrame({"chrom": "line", **columns})
        peers = {
            "numpy": (with_numpy, tuple(columns.values())),
            "polars": (with_polars, plain),
            "polars-bio": (with_polars_bio, zero_based),
            "bioframe": (with_bioframe, frame),
        }
        times = {"ours": [], **{name: [] for name in peers}}
        for _ in range(ROUNDS):
            ours, length = bench("time", file)
            times["ours"].append(float(ours))
            for name, (work, table) in peers.items():
                start = time.perf_counter_ns()
                found = work(table)
                times[name].append((time.perf_counter_ns() - start) / count)
                if found != int(length):
                    sys.exit(f"{name} finds {found} mm, not {length}")
        ours = statistics.median(times["ours"])
        for name, taken in times.items():
            median = statistics.median(taken)
            print(f"{name}: {median:.1f} ns a span, {median / ours:.1f} x ours")


main()
