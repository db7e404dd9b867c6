"""ADBC's, connectorx' and Polars' part with PostgreSQL: `pg.py PROGRAM WORK IN OUT CODEC`."""

import sys

import adbc_driver_postgresql.dbapi
import pyarrow.csv as pc
import pyarrow.parquet as pq

QUERY = "select * from typical"


def adbc(work, source, target, codec):
    if work == "pg-parquet":
        with adbc_driver_postgresql.dbapi.connect(source) as connection, connection.cursor() as cursor:
            cursor.execute(QUERY)
            reader = cursor.fetch_record_batch()
            with pq.ParquetWriter(target, reader.schema, compression=codec) as writer:
                for batch in reader:
                    writer.write_batch(batch)
    else:
        with adbc_driver_postgresql.dbapi.connect(target) as connection, connection.cursor() as cursor:
            cursor.adbc_ingest("loaded", pc.open_csv(source), mode="create_append")
            connection.commit()


def connectorx(work, source, target, codec):
    import connectorx as cx
    pq.write_table(cx.read_sql(source, QUERY, return_type="arrow"), target, compression=codec)


def polars(work, source, target, codec):
    import polars as pl
    pl.read_database_uri(QUERY, source, engine="adbc").write_parquet(target, compression=codec)


{"adbc": adbc, "connectorx": connectorx, "polars": polars}[sys.argv[1]](*sys.argv[2:])
