"""pyarrow's part: `arrow.py WORK IN OUT CODEC`."""

import sys
import time

import pyarrow as pa
import pyarrow.csv as pc
import pyarrow.parquet as pq


def main(work, source, target, codec):
    if work == "csv-parquet":
        reader = pc.open_csv(source, parse_options=pc.ParseOptions(newlines_in_values="strings" in source))
        with pq.ParquetWriter(target, reader.schema, compression=codec) as writer:
            for batch in reader:
                writer.write_batch(batch)
    elif work == "csv-read":
        print("rows", sum(batch.num_rows for batch in pc.open_csv(source)))
    elif work == "parquet-read":
        print("rows", sum(batch.num_rows for batch in pq.ParquetFile(source).iter_batches(65_536, use_threads=False)))
    elif work == "parquet-write":
        pa.set_cpu_count(1)
        table = pq.read_table(source)
        print("rows", table.num_rows)
        for _ in range(3):
            before = time.process_time()
            pq.write_table(table, target, compression=codec, compression_level=1 if codec == "zstd" else None)
            print("cpu", time.process_time() - before)


main(*sys.argv[1:])
