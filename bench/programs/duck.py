"""DuckDB's part: `duck.py WORK IN OUT CODEC`."""

import sys

import duckdb


def main(work, source, target, codec):
    connection = duckdb.connect()
    connection.sql("set preserve_insertion_order = false")
    if work == "csv-parquet":
        connection.sql(f"copy (from read_csv('{source}')) to '{target}' (format parquet, compression '{codec}')")
    elif work == "csv-read":
        # every column is parsed: a count alone would leave them out
        columns = connection.sql(f"from read_csv('{source}') limit 0").columns
        counts = ", ".join(f'count("{column}")' for column in columns)
        print("rows", connection.sql(f"select count(*), {counts} from read_csv('{source}')").fetchall()[0][0])
    elif work == "parquet-read":
        connection.sql("set threads = 1")
        columns = connection.sql(f"from read_parquet('{source}') limit 0").columns
        largest = ", ".join(f'max("{column}")' for column in columns)
        print("rows", connection.sql(f"select count(*), {largest} from read_parquet('{source}')").fetchall()[0][0])


main(*sys.argv[1:])
