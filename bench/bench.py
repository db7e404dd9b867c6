"""Runs Datacook and its peers on the same work in turn and writes docs/benchmarks.md. See README.md."""

import argparse
import importlib.metadata
import json
import os
import pathlib
import platform
import re
import shutil
import subprocess
import sys

import data
import measure
import report
import works

ROOT = pathlib.Path(__file__).resolve().parent.parent
COUNTED = ("duckdb", "pyarrow", "polars", "dlt", "sling-linux-amd64", "connectorx", "adbc-driver-postgresql", "ingestr",
           "meltano")


def prepare_kernels(folder):
    """Compiles the Java program that runs one half of a load, natively too where there is a GraalVM."""
    jars = ROOT / "cli/target/quarkus-app/lib/main"
    javac = os.path.join(os.environ["JAVA_HOME"], "bin", "javac")
    program = ROOT / "bench/kernels/Kernels.java"
    subprocess.run([javac, "-cp", f"{jars}/*", "-d", str(folder / "kernels"), str(program)], check=True)
    graal = os.environ.get("GRAALVM_HOME")
    executable = works.native_kernels(folder)
    # Quarkus's own jars need what its build does for them; no half of a load does
    needed = [jar for jar in sorted(jars.glob("*.jar"))
              if not re.search("io.quarkus|jboss-logmanager|smallrye-config|datacook-cli", jar.name)]
    newest = max(map(os.path.getmtime, [program, *needed]))
    if graal and not (executable.exists() and os.path.getmtime(executable) > newest):
        print("Building the Java program natively, some minutes …", file=sys.stderr)
        profile = (ROOT / "native-build/profiles/cli.properties").read_text().replace("\\\n", "")
        flags = re.search("additional-build-args=(.*)", profile)[1].replace(" ", "").split(",")
        subprocess.run([f"{graal}/bin/native-image", *flags, "-H:+AllowFoldMethods", "--no-fallback", "-J-Xmx8g", "-cp",
                        ":".join(map(str, [folder / "kernels", *needed])), "Kernels", "-o", str(executable)],
                       check=True, stdout=subprocess.DEVNULL)


class Bench:
    def __init__(self, options):
        self.options = options
        self.folder = options.folder
        self.results = self.folder / "results.jsonl"
        self.done = set()
        self.server = None
        self.loaded = set()
        if self.results.exists():
            for line in self.results.read_text().splitlines():
                run = json.loads(line)
                self.done.add((run["work"], run["rows"], run["program"], run["run"]))

    def all(self):
        for work in works.works():
            if not re.search(self.options.only, work.name):
                continue
            sizes = [self.options.rows]
            if any(name in works.LOADERS for name in work.programs) and work.name != "start":
                sizes.append(min(self.options.rows, self.options.loader_rows))
            if work.kind in ("pg-append", "pg-merge"):
                sizes = sizes[-1:]
            for rows in dict.fromkeys(sizes):
                with open(works.source_of(work, self.folder, rows), "rb") as file:
                    while file.read(1 << 20):
                        pass  # into the page cache, so that the first program is not the one that waits for the disk
                for run in range(self.options.runs):
                    for name in work.programs:
                        small = rows <= self.options.loader_rows or work.name == "start"
                        if re.search(self.options.programs, name) and (small or name not in works.LOADERS):
                            self.cell(work, rows, name, run)

    def cell(self, work, rows, program, run):
        """One program once; the output of run 0 is looked at."""
        key = (work.name, rows, program, run)
        earlier = (work.name, rows, program, 0)
        if key in self.done or (run > 0 and earlier in self.failed()):
            return
        figures = {"work": work.name, "rows": rows, "program": program, "run": run}
        try:
            figures |= self.measured(work, rows, program, run == 0)
        except (subprocess.CalledProcessError, StopIteration, OSError) as broken:
            figures["failed"] = f"{broken} {getattr(broken, 'stderr', '') or ''}"
        with open(self.results, "a") as out:
            out.write(json.dumps(figures) + "\n")
        self.done.add(key)
        shown = figures.get("failed") or f"{figures['wall']:.2f} s wall, {figures['cpu']:.2f} s CPU, " \
                                         f"{figures['rss']:.0f} MiB {figures['inner'] or ''}"
        print(f"{work.name} {rows} {program} run {run}: {shown[:300]}", file=sys.stderr)

    def failed(self):
        lines = map(json.loads, self.results.read_text().splitlines()) if self.results.exists() else []
        return {(r["work"], r["rows"], r["program"], r["run"]) for r in lines if "failed" in r}

    def measured(self, work, rows, program, first):
        scratch = self.folder / "cell"
        shutil.rmtree(scratch, ignore_errors=True)
        (scratch / "target").mkdir(parents=True)
        job = works.Job(works.source_of(work, self.folder, rows), scratch / "target", work.codec, scratch, rows=rows)
        command = work.programs[program]
        if work.kind.startswith("pg"):
            self.database(work, rows, job)
        if work.kind == "pg-merge":
            loaded = measure.process(command(job), {}, scratch, self.options.limit)
            if "failed" in loaded:
                return loaded
            job.source = str(data.changed(self.folder, rows))
            self.server.sql("target", "vacuum analyze", "checkpoint")
        before = self.server.cpu() if self.server else 0
        figures = measure.process(command(job), {}, scratch, self.options.limit)
        if "failed" in figures:
            return figures
        if work.kind.startswith("pg"):
            figures["server"] = self.server.cpu() - before
        if work.kind == "inner":
            figures["inner_cold"], figures["inner_warm"] = figures["inner"][0], figures["inner"][-1]
        if work.kind in ("files", "inner", "pg-source"):
            files = [str(f) for f in job.target.rglob("*.parquet") if ".datacook" not in str(f)
                     and "/_dlt" not in str(f)]
            figures["size"] = sum(map(os.path.getsize, files)) / 1e6
            if first:
                figures["contents"] = [str(value) for value in data.contents(files)]
        elif work.kind in ("pg-append", "pg-merge") and first:
            figures["contents"] = self.server.sql(
                "target", "select count(*), sum(id::bigint), sum(round(amount::numeric, 2)), count(distinct customer), "
                          "sum(length(coalesce(note, ''))) from public.loaded").split("|")
        return figures

    def database(self, work, rows, job):
        if self.server is None:
            self.server = measure.Server(self.folder)
        if work.kind == "pg-source":
            name = f"source_{rows}"
            if name not in self.loaded and not self.server.sql(
                    "postgres", f"select 1 from pg_database where datname = '{name}'"):
                self.server.sql("postgres", f"create database {name}")
                self.server.sql(name, f"create table typical ({works.COLUMNS})",
                                f"\\copy typical from '{job.source}' csv header", "vacuum analyze", "checkpoint")
            self.loaded.add(name)
            job.source = self.server.url(name)
        else:
            self.server.sql("postgres", "drop database if exists target with (force)", "create database target",
                            "checkpoint")
            job.url = self.server.url("target")

    def machine(self):
        places = [*sys.path, *map(str, self.folder.glob("peers/*/lib/python*/site-packages"))]
        versions = ", ".join(f"{name} {found.version}" for name in COUNTED
                             for found in [*importlib.metadata.distributions(name=name, path=places)][:1])
        postgres = f", PostgreSQL {self.server.version()}" if self.server else ""
        memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") >> 30
        return (f"{os.cpu_count()} cores {platform.machine()}, {memory} GiB, Linux {platform.release().split('-')[0]}, "
                f"load average while the page was written {os.getloadavg()[1]:.1f}; {versions}{postgres}.")


def main():
    parser = argparse.ArgumentParser(description="Benchmarks Datacook beside its peers.")
    parser.add_argument("--folder", type=pathlib.Path, required=True)
    parser.add_argument("--rows", type=int, default=10_000_000, help="of the typical file; others in proportion")
    parser.add_argument("--loader-rows", type=int, default=1_000_000, help="where slow programs take part")
    parser.add_argument("--runs", type=int, default=3, help="of each program")
    parser.add_argument("--only", default="", help="works whose name matches, such as csv or ^pg-merge$")
    parser.add_argument("--programs", default="", help="programs whose name matches")
    parser.add_argument("--limit", type=float, default=600, help="seconds for one program")
    parser.add_argument("--afresh", action="store_true", help="forget what was measured before")
    parser.add_argument("--report", action="store_true", help="only write the page from what was measured")
    options = parser.parse_args()
    if options.afresh:
        (options.folder / "results.jsonl").unlink(missing_ok=True)
    bench = Bench(options)
    try:
        if not options.report:
            subprocess.run([str(ROOT / "datacook"), "--version"], check=True, stdout=subprocess.DEVNULL)
            prepare_kernels(options.folder)
            bench.all()
        report.write(ROOT / "docs" / "benchmarks.md", bench.results, works.works(), bench.machine())
    finally:
        if bench.server is not None:
            bench.server.stop()


main()
