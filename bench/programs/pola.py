"""Polars' part: `pola.py WORK IN OUT CODEC`."""

import sys

import polars as pl


def main(work, source, target, codec):
    if work == "csv-parquet":
        pl.scan_csv(source, try_parse_dates=True).sink_parquet(target, compression=codec)
    elif work == "csv-read":
        print("rows", pl.scan_csv(source, try_parse_dates=True).select(pl.all().count()).collect(engine="streaming"))
    elif work == "parquet-read":
        print("rows", pl.scan_parquet(source).select(pl.all().max()).collect(engine="streaming"))


main(*sys.argv[1:])
