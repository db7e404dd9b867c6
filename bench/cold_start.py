"""Measures how long Datacook and its peers take to start and to load 1,000 rows. See README.md."""

import argparse
import os
import pathlib
import platform
import shutil
import statistics
import subprocess
import sys
import time

import cold_services

ROOT = pathlib.Path(__file__).resolve().parent.parent
BIN = pathlib.Path(sys.executable).parent
APP = ROOT / "cli/target/quarkus-app/quarkus-run.jar"
CACHE = ROOT / "cli/target/datacook.aot"
NATIVE = ROOT / "native-build/target/executables/cli/datacook"

DLT = """
import csv, dlt, sys
rows = lambda: (yield from csv.DictReader(open(sys.argv[1])))
pipeline = dlt.pipeline("cold", destination=dlt.destinations.filesystem("file://" + sys.argv[2]), dataset_name="d",
                        pipelines_dir=sys.argv[2] + "/pipelines")
pipeline.run(rows(), table_name="orders", loader_file_format="parquet")
"""


def make_input(folder):
    path = folder / "cold.csv"
    lines = (f"{i},name {i % 7},{i}.25,2026-01-0{1 + i % 9} 10:00:00" for i in range(1, 1001))
    path.write_text("id,name,amount,at\n" + "\n".join(lines) + "\n")
    return path


def recipe(source, target):
    path = target / "recipe.yaml"
    path.write_text(f"name: cold\nsource: {{ type: csv, path: {source} }}\n"
                    "destination: { type: parquet, path: out, write_mode: replace }\n")
    return str(path)


def java(*flags):
    """The launcher without its look at the sources: what an installed Datacook does."""
    script = '. "$ROOT/scripts/find-jdk.sh"; . "$ROOT/scripts/jvm-flags.sh"; find_jdk; jvm_flags "$@"; ' \
             'exec "$JAVA_HOME/bin/java" $jvm_flags $FLAGS -jar "$ROOT/cli/target/quarkus-app/quarkus-run.jar" "$@"'
    environment = {"ROOT": str(ROOT), "FLAGS": " ".join(flags)}
    return lambda *arguments: (["sh", "-c", script, "sh", *arguments], environment)


def program(*words):
    return lambda *arguments: ([*map(str, words), *arguments], {})


def datacook(form):
    return {
        "help": lambda source, target: form("--help"),
        "load": lambda source, target: form("run", recipe(source, target)),
    }


def programs(folder):
    found = {"Datacook, JVM": datacook(java())}
    if CACHE.exists():
        found["Datacook, JVM + AOT cache"] = datacook(
            java(f"-XX:AOTCache={CACHE}", "-Xlog:aot=off", "-Xlog:cds=off"))
    if NATIVE.exists():
        found["Datacook, native"] = datacook(program(NATIVE))
    sql = "copy (select * from read_csv('{}')) to '{}/out.parquet' (format parquet, compression zstd)"
    found["DuckDB command line"] = {
        "help": lambda source, target: program(BIN / "duckdb")("--help"),
        "load": lambda source, target: program(BIN / "duckdb")("-c", sql.format(source, target)),
    }
    found["DuckDB from Python"] = {
        "load": lambda source, target: program(sys.executable)(
            "-c", "import duckdb, sys; duckdb.sql(sys.argv[1])", sql.format(source, target)),
    }
    found["Sling"] = {
        "help": lambda source, target: program(BIN / "sling")("--help"),
        "load": lambda source, target: program(BIN / "sling")(
            "run", "--src-stream", f"file://{source}", "--tgt-object", f"file://{target}/out.parquet"),
    }
    found["dlt"] = {
        "help": lambda source, target: program(BIN / "dlt")("--help"),
        "load": lambda source, target: program(sys.executable)("-c", DLT, str(source), str(target)),
    }
    # A load takes an environment more for its tap and its target each, so only its start is shown.
    found["Meltano"] = {"help": lambda source, target: program(folder / "meltano/bin/meltano")("--help")}
    return found


def measure(command, environment):
    """One process: wall and CPU milliseconds, peak RSS in MiB."""
    before = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                               env={**os.environ, **environment})
    output = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.monotonic() - before
    if status != 0:
        raise RuntimeError(output.decode(errors="replace")[-400:])
    return 1000 * wall, 1000 * (usage.ru_utime + usage.ru_stime), usage.ru_maxrss / 1024


def size(name):
    """What must be installed, in MB: programs and libraries, without Java."""
    places = {"Datacook, native": NATIVE.parent, "Datacook, JVM": APP.parent, "Datacook, JVM + AOT cache": APP.parent}
    if name not in places:
        return "–"
    total = sum(file.stat().st_size for file in places[name].rglob("*") if file.is_file() and not file.is_symlink())
    return f"{(total + (CACHE.stat().st_size if 'AOT' in name else 0)) / 1e6:.0f}"


def table(figures, failures):
    lines = ["| | `--help`, ms | of it CPU | load, ms | of it CPU | peak memory, MiB | size, MB |",
             "|---|---|---|---|---|---|---|"]
    for name, jobs in figures.items():
        cells = []
        for job in ("help", "load"):
            runs = jobs.get(job)
            cells += [f"{statistics.median(r[i] for r in runs):.0f}" for i in (0, 1)] if runs else ["–", "–"]
        memory = jobs.get("load") or jobs.get("help")
        cells.append(f"{statistics.median(r[2] for r in memory):.0f}" if memory else "–")
        lines.append(f"| {name} | {' | '.join(cells)} | {size(name)} |")
    lines.append("")
    for (name, job), reason in failures.items():
        lines.append(f"- {name}: {job} failed: {reason.strip().splitlines()[-1]}")
    return "\n".join(lines)


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--folder", type=pathlib.Path, required=True)
    arguments.add_argument("--runs", type=int, default=9)
    arguments.add_argument("--only", choices=("programs", "services"), help="one of the two tables")
    options = arguments.parse_args()
    if not APP.exists():
        sys.exit("run ./datacook once before, it builds the program")
    source = make_input(options.folder)
    target = options.folder / "cold"
    print(f"Medians of {options.runs} runs, {os.cpu_count()} processors, {platform.system()}, load average "
          f"{os.getloadavg()[0]:.1f} at the beginning.\n")
    if options.only != "services":
        print(table(*compare(options, source, target)), flush=True)
    if options.only != "programs":
        print(cold_services.table(options.folder, source, options.runs))
    print(f"\nLoad average at the end: {os.getloadavg()[0]:.1f}.")


def compare(options, source, target):
    figures, failures = {}, {}
    for run in range(options.runs + 1):
        for name, jobs in programs(options.folder).items():
            for job, command in jobs.items():
                if (name, job) in failures:
                    continue
                shutil.rmtree(target, ignore_errors=True)
                target.mkdir()
                try:
                    figure = measure(*command(source, target))
                except (RuntimeError, OSError) as failed:
                    failures[name, job] = str(failed)
                    continue
                if run > 0:  # the first fills caches
                    figures.setdefault(name, {}).setdefault(job, []).append(figure)
        print(f"round {run} of {options.runs}", file=sys.stderr)
    shutil.rmtree(target, ignore_errors=True)
    return figures, failures


if __name__ == "__main__":
    main()
