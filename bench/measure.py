"""Runs one process and takes the operating system's account of it, and a PostgreSQL server's for its part."""

import glob
import os
import pathlib
import pwd
import shutil
import signal
import socket
import subprocess
import threading
import time

TICKS = os.sysconf("SC_CLK_TCK")


def process(command, environment, folder, limit):
    """One process and those it waited for: wall, processor seconds, peak of the largest in MiB, and what it printed.

    @param limit seconds after which it is killed; then the answer says so and has no figures
    """
    before = time.monotonic()
    with open(folder / "output.txt", "w+b") as output:
        child = subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL,
                                 cwd=folder, env={**os.environ, **environment}, start_new_session=True)
        timer = threading.Timer(limit, os.killpg, (child.pid, signal.SIGKILL))
        timer.start()
        _, status, usage = os.wait4(child.pid, 0)
        timer.cancel()
        wall = time.monotonic() - before
        output.seek(0)
        text = output.read().decode(errors="replace")
    if wall >= limit:
        return {"failed": f"over {limit:.0f} s"}
    if status != 0:
        return {"failed": " ".join(text.split())[-300:] or f"status {status}"}
    return {"wall": wall, "cpu": usage.ru_utime + usage.ru_stime, "rss": usage.ru_maxrss / 1024,
            "inner": [float(line.split()[1]) for line in text.splitlines() if line.startswith("cpu ")]}


class Server:
    """A PostgreSQL server of our own with its defaults, but a gigabyte of WAL between checkpoints."""

    def __init__(self, folder):
        found = sorted(glob.glob("/usr/lib/postgresql/*/bin/initdb")) or [shutil.which("initdb")]
        if found[-1] is None:
            raise RuntimeError("no PostgreSQL server is installed: initdb is not on the path")
        self.bin = pathlib.Path(found[-1]).parent
        self.folder = folder / "postgres"
        self.user = ["runuser", "-u", "postgres", "--"] if os.getuid() == 0 else []
        if not self.folder.exists():
            self.folder.mkdir()
            if self.user:
                os.chown(self.folder, pwd.getpwnam("postgres").pw_uid, -1)
            self._run("initdb", "-A", "trust", "-U", "bench", "-D", self.folder / "data")
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self._run("pg_ctl", "-D", self.folder / "data", "-l", self.folder / "log", "-w", "-o",
                  f"-p {self.port} -k {self.folder} -c max_wal_size=4GB", "start")
        self.pid = int((self.folder / "data" / "postmaster.pid").read_text().split()[0])

    def _run(self, program, *arguments):
        subprocess.run([*self.user, self.bin / program, *map(str, arguments)], check=True, cwd=self.folder,
                       stdout=subprocess.DEVNULL)

    def url(self, database):
        return f"postgresql://bench:bench@127.0.0.1:{self.port}/{database}"

    def sql(self, database, *statements):
        commands = [argument for statement in statements for argument in ("-c", statement)]
        done = subprocess.run(["psql", "-qtAX", "-v", "ON_ERROR_STOP=1", self.url(database), *commands],
                              check=True, capture_output=True, text=True)
        return done.stdout.strip()

    def version(self):
        return self.sql("postgres", "show server_version").split()[0]

    def cpu(self):
        """Processor seconds of the server and all sessions that ended."""
        seconds = 0.0
        for stat in glob.glob("/proc/[0-9]*/stat"):
            try:
                fields = pathlib.Path(stat).read_text().rsplit(")", 1)[1].split()
            except OSError:
                continue
            pid = int(stat.split("/")[2])
            if pid == self.pid:
                seconds += sum(map(int, fields[11:15])) / TICKS
            elif int(fields[1]) == self.pid:
                seconds += sum(map(int, fields[11:13])) / TICKS
        return seconds

    def stop(self):
        self._run("pg_ctl", "-D", self.folder / "data", "-m", "fast", "stop")
