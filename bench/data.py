"""Makes the data: the same bytes for the same number of rows. Files are made once and kept."""

import multiprocessing
import os
import shutil
import subprocess
import sys


def apart(function):
    """Calls a function in a process of its own.

    What a child process is told to have used at its peak includes what its parent held when it was started, so the
    process that measures must stay small: only others load DuckDB.
    """
    def call(*arguments):
        context = multiprocessing.get_context("fork")
        answers, answer = context.Pipe(duplex=False)
        child = context.Process(target=lambda: answer.send(function(*arguments)))
        child.start()
        answer.close()
        try:
            return answers.recv()
        except EOFError:
            raise OSError(f"{function.__name__} failed; it says above why") from None
        finally:
            child.join()
    return call


TYPICAL = """
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
    from range({rows}) t(i)"""

COLUMNS_OF_WIDE = 200


def wide(rows):
    kinds = ["(hash(i, {c}) % 100000)::int", "(hash(i, {c}) % 1000000)::double / 64",
             "'word ' || (hash(i, {c}) % 300)::varchar", "date '2020-01-01' + (hash(i, {c}) % 2000)::int"]
    columns = ", ".join(kinds[c % 4].format(c=c) + f" as c{c:03}" for c in range(COLUMNS_OF_WIDE))
    return f"select {columns} from range({rows}) t(i)"


def strings(rows):
    return f"""select i as id, repeat(md5((i * 7)::varchar) || ' ', 1 + (hash(i) % 40)::int) as body,
               repeat('lorem "ipsum", dolor' || chr(10), (hash(i, 1) % 12)::int) as quoted from range({rows}) t(i)"""


def nulls(rows):
    columns = ", ".join(
        f"case when hash(i, {c}) % 10 < 9 then null else {value} end as c{c}"
        for c, value in enumerate(["(hash(i, 50) % 1000)::int", "(hash(i, 51) % 10000)::double / 8",
                                   "'text ' || (hash(i, 52) % 5000)::varchar", "hash(i, 53) % 2 = 0",
                                   "timestamp '2021-05-01' + to_seconds((hash(i, 54) % 9999999)::bigint)"] * 3))
    return f"select i as id, {columns} from range({rows}) t(i)"


# name: (share of the rows asked for, query)
MADE = {
    "typical": (1, lambda rows: TYPICAL.format(rows=rows)),
    "wide": (1 / 40, wide),
    "strings": (1 / 8, strings),
    "nulls": (1 / 2, nulls),
}
LINEITEM_ROWS_AT_SCALE_1 = 6_001_215


@apart
def make(path, query, form):
    import duckdb
    print(f"making {path} …", file=sys.stderr)
    duckdb.sql("set threads = 2")
    duckdb.sql(f"copy ({query}) to '{path}.new' ({form})")
    os.rename(f"{path}.new", path)


def csv(folder, name, rows):
    """The CSV file of a data set."""
    path = folder / f"{name}-{rows}.csv"
    if path.exists():
        return path
    if name == "lineitem":
        print(f"making {path} …", file=sys.stderr)
        made = folder / "lineitem-made"
        generator = os.path.join(os.path.dirname(sys.executable), "tpchgen-cli")
        subprocess.run([generator, "csv", "-s", str(rows / LINEITEM_ROWS_AT_SCALE_1), "--tables", "lineitem",
                        "--output-dir", str(made)], check=True, stdout=subprocess.DEVNULL)
        os.rename(made / "lineitem.csv", path)
        shutil.rmtree(made)
        return path
    share, query = MADE[name]
    make(path, query(max(1, int(rows * share))), "format csv, header true")
    return path


def changed(folder, rows):
    """The typical file with another amount in every second row."""
    path = folder / f"changed-{rows}.csv"
    if not path.exists():
        make(path, f"""select * replace (if(id % 2 = 0, amount + 1, amount)::decimal(12, 2) as amount)
                       from read_csv('{csv(folder, "typical", rows)}', types = {{'amount': 'decimal(12, 2)'}})""",
             "format csv, header true")
    return path


def parquet(folder, rows):
    """The typical data as Parquet, for programs that begin with Arrow or Parquet."""
    path = folder / f"typical-{rows}.parquet"
    if not path.exists():
        make(path, f"from read_csv('{csv(folder, 'typical', rows)}')", "format parquet")
    return path


@apart
def contents(files):
    """What readers see in Parquet files: rows and an order-independent hash over every value.

    Programs differ in the types they infer (a decimal or a double, a zone or none), so numbers that are not whole
    are compared as doubles rounded to 6 places, moments in UTC, and an empty text counts as none.
    """
    import duckdb
    relation = duckdb.read_parquet(files)
    spelled = []
    for column, kind in sorted(zip(relation.columns, map(str, relation.types))):
        if column.startswith("_"):
            continue  # columns that loaders add for themselves
        quoted = f'"{column}"'
        if kind == "TIMESTAMP WITH TIME ZONE":
            spelled.append(f"({quoted} at time zone 'UTC')::timestamp::varchar")
        elif kind.startswith("TIMESTAMP"):
            spelled.append(f"{quoted}::timestamp::varchar")
        elif kind.startswith(("DOUBLE", "DECIMAL", "FLOAT")):
            spelled.append(f"round({quoted}::double, 6)::varchar")
        else:
            spelled.append(f"nullif({quoted}::varchar, '')")
    return duckdb.sql(f"select count(*), bit_xor(hash({', '.join(spelled)})) from relation").fetchall()[0]
