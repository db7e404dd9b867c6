"""What is measured: works, and for each program the command that does it."""

import dataclasses
import json
import os
import pathlib
import sys
from typing import Callable

import data
from loaders import dlt, ingestr, meltano, sling

BENCH = pathlib.Path(__file__).resolve().parent
ROOT = BENCH.parent
PYTHON = sys.executable
JAVA_FLAGS = ["-XX:+UseSerialGC", "-Xmx512m", "--add-opens=java.base/java.nio=ALL-UNNAMED",
              "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"]
# Programs that load record by record or start a pipeline: they get fewer rows.
LOADERS = ("dlt", "Sling", "ingestr", "ingestr, snappy", "Meltano, as text")


@dataclasses.dataclass
class Job:
    """One cell on its way: where a program reads, writes and may keep things."""
    source: str
    target: pathlib.Path
    codec: str
    folder: pathlib.Path
    url: str = ""
    rows: int = 0

    @property
    def file(self):
        return str(self.target / "out.parquet")


@dataclasses.dataclass
class Work:
    name: str
    title: str
    set: str
    codec: str
    programs: dict[str, Callable]
    kind: str = "files"  # files, pg-source, pg-append, pg-merge, inner
    environment: dict = dataclasses.field(default_factory=dict)


def script(program, work):
    return lambda job: [PYTHON, str(BENCH / "programs" / program), work, job.source, job.file, job.codec]


def postgres_script(program, work):
    return lambda job: [PYTHON, str(BENCH / "programs" / "pg.py"), program, work, job.source,
                        job.url or job.file, job.codec]


def recipe(job, source, destination, **more):
    path = job.folder / "recipe.json"
    path.write_text(json.dumps({"name": "bench", "source": source, "destination": destination, **more}))
    return str(path)


def csv_to_parquet(job):
    return recipe(job, {"type": "csv", "path": job.source},
                  {"type": "parquet", "path": str(job.target / "out"), "compression": job.codec})


def postgres_to_parquet(job):
    return recipe(job, {"type": "postgres", "url": job.source, "table": "public.typical"},
                  {"type": "parquet", "path": str(job.target / "out"), "compression": job.codec})


def csv_to_postgres(mode):
    keys = {"merge_keys": ["id"]} if mode == "merge" else {}
    # the second load of a merge is a recipe of its own, as a later day's run is
    return lambda job: recipe(job, {"type": "csv", "path": job.source},
                              {"type": "postgres", "url": job.url, "table": "public.loaded", "write_mode": mode, **keys})


def datacook(written):
    """Datacook as it is started from a checkout, and as a native executable where one was built."""
    forms = {"Datacook": ROOT / "datacook", "Datacook, native": ROOT / "native-build/target/executables/cli/run"}
    return {name: lambda job, program=program: [str(program), "run", written(job)]
            for name, program in forms.items() if program.exists()}


def native_kernels(folder):
    return folder / "kernels" / "native"


def kernel(what, source_type, *, native=False):
    def command(job):
        destination = {"type": "parquet", "path": job.file, "compression": job.codec}
        name = recipe(job, {"type": source_type, "path": job.source}, destination,
                      runtime={"memory": "8GiB", "parallelism": 1})
        if native:
            return [str(native_kernels(job.folder.parent)), what, name, "3"]
        classes = f"{job.folder.parent / 'kernels'}:{ROOT}/cli/target/quarkus-app/lib/main/*"
        java = os.path.join(os.environ["JAVA_HOME"], "bin", "java")
        return [java, *JAVA_FLAGS, "-cp", classes, "Kernels", what, name, "3"]
    return command


def kernels(what, source_type, suffix=""):
    """One half of a load on the JVM, and natively where there is a GraalVM to build it."""
    found = {"Datacook" + suffix: kernel(what, source_type)}
    if "GRAALVM_HOME" in os.environ:
        found["Datacook, native" + suffix] = kernel(what, source_type, native=True)
    return found


def rust(job):
    return [str(job.folder.parent / "rust" / "release" / "parquet-write"), job.source, job.file, job.codec, "3"]


COLUMNS = ("id bigint primary key, created_at timestamp, customer text, status text, note text, score float8, "
           "amount numeric(12, 2), active bool, quantity int, discount float8, tag text")


def psql_append(job):
    return ["psql", "-qX", job.url, "-c", f"create table loaded ({COLUMNS.replace(' primary key', '')})",
            "-c", f"\\copy loaded from '{job.source}' csv header"]


def psql_merge(job):
    """What one would write by hand."""
    names = [column.split()[0] for column in COLUMNS.replace("(12, 2)", "").split(", ")]
    update = ", ".join(f"{name} = excluded.{name}" for name in names[1:])
    return ["psql", "-qX", job.url, "-c", f"create table if not exists loaded ({COLUMNS})",
            "-c", "create temporary table staged (like loaded)", "-c", f"\\copy staged from '{job.source}' csv header",
            "-c", f"insert into loaded select * from staged on conflict (id) do update set {update}"]


FAST = {"DuckDB": script("duck.py", "csv-parquet"), "pyarrow": script("arrow.py", "csv-parquet"),
        "Polars": script("pola.py", "csv-parquet")}
ALL = {**FAST, "dlt": dlt("csv-parquet"), "Sling": sling(), "ingestr": ingestr(),
       "Meltano, as text": meltano()}


def works():
    def files(name, title, data_set, codec, peers):
        return Work(name, title, data_set, codec, {**datacook(csv_to_parquet), **peers})
    return [
        files("csv-snappy", "CSV → Parquet, snappy", "typical", "snappy", ALL),
        files("csv-zstd", "CSV → Parquet, zstd", "typical", "zstd", FAST),
        files("lineitem", "TPC-H lineitem, CSV → Parquet, zstd", "lineitem", "zstd", FAST),
        files("wide", "200 columns, CSV → Parquet, snappy", "wide", "snappy", FAST),
        files("strings", "Long texts with line ends in quotes, CSV → Parquet, zstd", "strings", "zstd", FAST),
        files("nulls", "Nine of ten cells empty, CSV → Parquet, snappy", "nulls", "snappy", FAST),
        files("start", "1,000 rows, CSV → Parquet, start-up included", "typical-1000", "snappy", ALL),
        Work("csv-read", "CSV → Arrow, read only", "typical", "",
             {**kernels("read", "csv", ", 1 thread"), "DuckDB": script("duck.py", "csv-read"),
              "pyarrow": script("arrow.py", "csv-read"), "Polars": script("pola.py", "csv-read")}, "read"),
        Work("parquet-read", "Parquet → Arrow, read only, one thread", "typical-parquet", "",
             {**kernels("read", "parquet"), "pyarrow": script("arrow.py", "parquet-read"),
              "DuckDB": script("duck.py", "parquet-read")}, "read"),
        *(Work(f"write-{codec}", f"Arrow → Parquet, {codec}, write only, one thread", "typical-parquet", codec,
               {**kernels("write", "parquet"), "pyarrow": script("arrow.py", "parquet-write"),
                "Rust parquet": rust}, "inner") for codec in ("snappy", "zstd")),
        Work("pg-parquet", "PostgreSQL → Parquet, zstd", "typical", "zstd",
             {**datacook(postgres_to_parquet), "ADBC and pyarrow": postgres_script("adbc", "pg-parquet"),
              "connectorx and pyarrow": postgres_script("connectorx", "pg-parquet"),
              "Polars": postgres_script("polars", "pg-parquet"), "dlt": dlt("pg-parquet"), "Sling": sling(),
              "ingestr, snappy": ingestr()}, "pg-source"),
        Work("pg-append", "CSV → PostgreSQL, append", "typical", "",
             {**datacook(csv_to_postgres("append")), "psql \\copy": psql_append,
              "pyarrow and ADBC": postgres_script("adbc", "csv-pg"), "dlt": dlt("csv-pg-append"),
              "Sling": sling("--mode", "full-refresh"), "ingestr": ingestr("--incremental-strategy", "append"),
              "Meltano, as text": meltano()}, "pg-append"),
        Work("pg-merge", "CSV → PostgreSQL, merge, every key present, half of the rows changed", "typical", "",
             {**datacook(csv_to_postgres("merge")), "psql, ON CONFLICT": psql_merge,
              "dlt": dlt("csv-pg-merge"), "Sling": sling("--mode", "incremental", "--primary-key", "id"),
              "ingestr": ingestr("--incremental-strategy", "merge", "--primary-key", "id"),
              "Meltano, as text": meltano("id")}, "pg-merge"),
    ]


def source_of(work, folder, rows):
    """The file a work reads."""
    if work.set == "typical-parquet":
        return str(data.parquet(folder, rows))
    if work.set == "typical-1000":
        return str(data.csv(folder, "typical", 1000))
    return str(data.csv(folder, work.set, rows))
