"""The commands of programs that load record by record or start a pipeline."""

import csv
import json
import pathlib
import sys

PROGRAMS = pathlib.Path(__file__).resolve().parent / "programs"


def peers(job):
    """The environments that `run` made, one for each list of packages."""
    return job.folder.parent / "peers"


def dlt(work):
    return lambda job: ["env", f"DLT_HOME={job.folder / 'dlt'}", "RUNTIME__DLTHUB_TELEMETRY=false",
                        sys.executable, str(PROGRAMS / "dlt_load.py"), work, job.source,
                        job.url or str(job.target), job.codec]


def sling(*options):
    """Sling writes Parquet through a DuckDB program and its extension for HTTP.

    It would fetch version 1.3.1 of both from their makers; it is given 1.4.4, the oldest there is on PyPI. It does not
    wait for DuckDB's end, which must be done for it: half of the work is done there.
    """
    def command(job):
        binary = next(pathlib.Path(sys.prefix).glob("lib/python*/site-packages/**/sling-linux*"), None) or next(
            pathlib.Path(sys.prefix).glob("lib/python*/site-packages/sling*/**/sling"))
        target = (["--tgt-conn", job.url + "?sslmode=disable", "--tgt-object", "public.loaded"] if job.url
                  else ["--tgt-object", f"file://{job.file}",
                        "--tgt-options", json.dumps({"compression": job.codec})])
        source = (["--src-conn", job.source + "?sslmode=disable", "--src-stream", "public.typical"]
                  if job.source.startswith("postgresql") else ["--src-stream", f"file://{job.source}"])
        duckdb = peers(job) / "sling-duckdb"
        return ["env", f"HOME={duckdb}", f"DUCKDB_PATH={duckdb / 'bin' / 'duckdb'}",
                "DUCKDB_USE_INSTALLED_EXTENSIONS=true", f"SLING_HOME_DIR={job.folder / 'sling'}",
                "SLING_DISABLE_TELEMETRY=true",
                sys.executable, "-IS", str(PROGRAMS / "reap.py"), str(binary), "run", *source, *target, *options]
    return command


# It takes every value of a CSV file as text where it is not told better, and then writes other values than the rest.
TYPES = ("id:bigint,created_at:timestamp_ntz,score:double,amount:decimal(12,2),active:boolean,quantity:int,"
         "discount:double")


def ingestr(*options):
    """Its Parquet is always compressed with snappy."""
    def command(job):
        source = (["--source-uri", job.source, "--source-table", "public.typical"]
                  if job.source.startswith("postgresql")
                  else ["--source-uri", f"csv://{job.source}", "--source-table", "typical", "--columns", TYPES])
        return ["env", "DISABLE_TELEMETRY=true", "INGESTR_DISABLE_TELEMETRY=true",
                str(peers(job) / "ingestr" / "bin" / "ingestr"), "ingest", *source,
                "--dest-uri", job.url or f"parquet://{job.file}", "--dest-table", "public.loaded",
                "--progress", "log", "--yes", *options]
    return command


def plugin(job, name, **config):
    """A tap or a target with an environment of its own, as Meltano installs it."""
    return {"name": name, "namespace": name.replace("-", "_"), "config": config,
            "capabilities": ["catalog", "discover", "state"] if name.startswith("tap") else [],
            "executable": str(peers(job) / name / "bin" / name)}


def meltano(*keys):
    """From CSV. The tap takes every value as text; without keys the target for PostgreSQL appends."""
    def command(job):
        tap = plugin(job, "tap-spreadsheets", files=[
            {"path": job.source, "format": "csv", "table_name": "loaded", "primary_keys": keys}])
        if job.url:
            target = plugin(job, "target-postgres", sqlalchemy_url=job.url.replace("://", "+psycopg2://"),
                            default_target_schema="public")
        else:
            # this target fails on columns that may be null, which all of a tap are until one declares otherwise
            target = plugin(job, "target-universal-file", protocol="local", file_type="parquet", path=str(job.target))
            with open(job.source, newline="") as file:
                columns = {column: {"type": "string"} for column in next(csv.reader(file))}
            tap["select"] = ["loaded.*", "!loaded._sdc_*"]
            tap["schema"] = {"loaded": {**columns, "_sdc_last_modified": {"type": "string", "format": "text"}}}
        (job.folder / "meltano.yml").write_text(json.dumps({
            "default_environment": "bench", "environments": [{"name": "bench"}], "project_id": "bench",
            "send_anonymous_usage_stats": False, "plugins": {"extractors": [tap], "loaders": [target]}}))
        # with a state, the tap would skip a file that is not newer than the one of the run before
        return ["env", "DO_NOT_TRACK=1", str(peers(job) / "meltano" / "bin" / "meltano"), "run", "--no-state-update",
                tap["name"], target["name"]]
    return command
