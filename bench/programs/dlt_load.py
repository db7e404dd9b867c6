"""dlt's part: `dlt_load.py WORK IN OUT CODEC`; IN and OUT are a file, a folder or a PostgreSQL URL.

Rows travel as Arrow tables, dlt's fastest way. `DLT_HOME` is where it keeps its state.
"""

import os
import sys

import dlt
import pyarrow.csv as pc


def csv(source):
    @dlt.resource(name="loaded", write_disposition="append")
    def rows():
        for batch in pc.open_csv(source, read_options=pc.ReadOptions(block_size=8 << 20)):
            yield batch
    return rows


def main(work, source, target, codec):
    if work == "pg-parquet":
        from dlt.sources.sql_database import sql_table
        resource = sql_table(credentials=source.replace("://", "+psycopg2://"), schema="public", table="typical",
                             backend="pyarrow", chunk_size=50_000)
    else:
        resource = csv(source)()
    if work == "csv-pg-merge":
        resource.apply_hints(write_disposition="merge", primary_key="id")
    destination = (dlt.destinations.postgres(credentials=target) if work.startswith("csv-pg")
                   else dlt.destinations.filesystem(bucket_url=target))
    pipeline = dlt.pipeline("bench", destination=destination, dataset_name="public",
                            pipelines_dir=os.environ["DLT_HOME"])
    options = {} if work.startswith("csv-pg") else {"loader_file_format": "parquet"}
    pipeline.run(resource, **options)


main(*sys.argv[1:])
