"""Runs Datacook and its peers on the same work in turn and writes docs/benchmarks.md. See README.md."""

import argparse
import json
import os
import pathlib
import platform
import shutil
import statistics
import subprocess
import sys
import time

import duckdb

ROOT = pathlib.Path(__file__).resolve().parent.parent
PYTHON = sys.executable


def make_typical(folder, rows):
    """The typical file: 11 columns, quotes, nulls; the same bytes for the same number of rows."""
    path = folder / f"typical-{rows}.csv"
    if path.exists():
        return path
    print(f"making {path} …", file=sys.stderr)
    duckdb.sql("set threads = 2")
    duckdb.sql(f"""
        copy (
          select i as id,
                 timestamp '2020-01-01' + to_microseconds((hash(i) % 157680000000000)::bigint) as created_at,
                 'customer ' || (hash(i, 1) % 100000)::varchar as customer,
                 ['new', 'paid', 'shipped', 'returned'][1 + (hash(i, 2) % 4)::int] as status,
                 case when hash(i, 3) % 20 = 0 then 'said "yes", then left'
                      else 'note ' || (hash(i, 3) % 1000000)::varchar end as note,
                 (hash(i, 4) % 1000000)::double / 997.0 as score,
                 ((hash(i, 5) % 100000000)::decimal(18, 0) / 100)::decimal(12, 2) as amount,
                 hash(i, 6) % 2 = 0 as active,
                 case when hash(i, 7) % 10 = 0 then null else (hash(i, 8) % 500)::int end as quantity,
                 case when hash(i, 9) % 10 = 0 then null else (hash(i, 10) % 10000)::double / 8 end as discount,
                 case when hash(i, 11) % 5 = 0 then null else 'tag' || (hash(i, 12) % 50)::varchar end as tag
          from range({rows}) t(i)
        ) to '{path}.new' (format csv, header true)""")
    os.rename(f"{path}.new", path)
    return path


DUCKDB = """
import duckdb, sys
c = duckdb.connect()
c.sql("set preserve_insertion_order = false")
c.sql(f"copy (select * from read_csv('{sys.argv[1]}')) to '{sys.argv[2]}' (format parquet, compression '{sys.argv[3]}')")
"""
PYARROW = """
import pyarrow.csv as pc, pyarrow.parquet as pq, sys
reader = pc.open_csv(sys.argv[1])
with pq.ParquetWriter(sys.argv[2], reader.schema, compression=sys.argv[3]) as writer:
    for batch in reader:
        writer.write_batch(batch)
"""
POLARS = """
import polars as pl, sys
pl.scan_csv(sys.argv[1], try_parse_dates=True).sink_parquet(sys.argv[2], compression=sys.argv[3])
"""


def peer(script):
    def command(source, target, codec):
        return [PYTHON, "-c", script, str(source), str(target / "out.parquet"), codec]
    return command


def datacook(source, target, codec):
    recipe = target / "recipe.json"
    recipe.write_text(json.dumps({
        "name": "bench",
        "source": {"type": "csv", "path": str(source)},
        "destination": {"type": "parquet", "path": "out", "compression": codec},
    }))
    return [str(ROOT / "datacook"), "run", str(recipe)]


PROGRAMS = {
    "Datacook": datacook,
    "DuckDB": peer(DUCKDB),
    "pyarrow": peer(PYARROW),
    "Polars": peer(POLARS),
}


def measure(command):
    """One process: wall, user + system seconds, peak RSS of the largest of its processes in MiB."""
    before = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    output = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.monotonic() - before
    if status != 0:
        sys.exit(f"{command} failed:\n{output.decode()}")
    return {"wall": wall, "cpu": usage.ru_utime + usage.ru_stime, "rss": usage.ru_maxrss / 1024}


def contents(target):
    """What readers see: rows and an order-independent hash over every value."""
    files = [str(f) for f in target.rglob("*.parquet") if ".datacook" not in str(f)]
    relation = duckdb.read_parquet(files)
    columns = ", ".join(f"{c}::varchar" if t != "TIMESTAMP WITH TIME ZONE" else f"({c} at time zone 'UTC')::varchar"
                        for c, t in zip(relation.columns, map(str, relation.types)))
    columns = columns.replace("score::varchar", "round(score, 6)::varchar")
    columns = columns.replace("amount::varchar", "amount::decimal(12,2)::varchar")
    columns = columns.replace("discount::varchar", "discount::double::varchar")
    row = duckdb.sql(f"select count(*), bit_xor(hash({columns})) from relation").fetchall()[0]
    return row, sum(os.path.getsize(f) for f in files)


def csv_to_parquet(folder, rows, runs, codec):
    source = make_typical(folder, rows)
    figures = {name: [] for name in PROGRAMS}
    results = {}
    for run in range(runs + 1):
        for name, command in PROGRAMS.items():
            target = folder / f"target-{name}"
            shutil.rmtree(target, ignore_errors=True)
            target.mkdir()
            one = measure(command(source, target, codec))
            if run == 0:
                results[name], one["size"] = contents(target)
                figures[name].append({**one, "warmup": True})
            else:
                figures[name].append({**one, "size": figures[name][0]["size"]})
            shutil.rmtree(target)
            print(f"{codec} {name} run {run}: {one['wall']:.2f} s wall, {one['cpu']:.2f} s CPU, {one['rss']:.0f} MiB",
                  file=sys.stderr)
    if len(set(results.values())) != 1:
        print(f"OUTPUTS DIFFER: {results}", file=sys.stderr)
    return {name: [f for f in all_runs if not f.get("warmup")] for name, all_runs in figures.items()}, results


def table(title, figures, results):
    def median(name, key):
        return statistics.median(f[key] for f in figures[name])
    best = {key: min(median(n, key) for n in figures if n != "Datacook") for key in ("wall", "cpu", "rss", "size")}
    agree = "all outputs hold the same rows" if len(set(results.values())) == 1 else f"outputs differ: {results}"
    lines = [f"## {title}", "", f"Medians of {len(next(iter(figures.values())))} runs; {agree}.", "",
             "| program | wall s | CPU s | peak MiB | file MB | wall ÷ best peer | CPU ÷ best peer |",
             "|---|---|---|---|---|---|---|"]
    for name in figures:
        lines.append(f"| {name} | {median(name, 'wall'):.2f} | {median(name, 'cpu'):.2f} | {median(name, 'rss'):.0f} | "
                     f"{median(name, 'size') / 1e6:.0f} | {median(name, 'wall') / best['wall']:.2f} | "
                     f"{median(name, 'cpu') / best['cpu']:.2f} |")
    return lines + [""]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--folder", type=pathlib.Path, required=True)
    parser.add_argument("--rows", type=int, default=10_000_000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--codecs", default="snappy,zstd")
    options = parser.parse_args()
    subprocess.run([str(ROOT / "datacook"), "--version"], check=True, stdout=subprocess.DEVNULL)
    lines = ["# Benchmarks", "", "Made by `bench/run` (see [bench/README.md](../bench/README.md)); "
             f"{os.cpu_count()} cores, {platform.machine()}, Linux {platform.release().split('-')[0]}.", ""]
    for codec in options.codecs.split(","):
        figures, results = csv_to_parquet(options.folder, options.rows, options.runs, codec)
        lines += table(f"CSV → Parquet, {codec}, {options.rows:,} rows", figures, results)
    (ROOT / "docs" / "benchmarks.md").write_text("\n".join(lines))
    print("\n".join(lines))


main()
