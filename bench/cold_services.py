"""How long until a service serves, and what it holds when nothing happens: the second table of bench/cold-start."""

import os
import pathlib
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time

import measure

ROOT = pathlib.Path(__file__).resolve().parent.parent
EXECUTABLES = ROOT / "native-build/target/executables"
JVM = ROOT / "native-build/jvm"
PATIENCE = 90
IDLE = 20
LINK = b"POST /datacook/v1/link HTTP/1.1\r\nHost: pod\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
READY = b"GET /q/health/ready HTTP/1.1\r\nHost: service\r\nConnection: close\r\n\r\n"


def free_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def java_home():
    script = '. "$ROOT/scripts/find-jdk.sh"; find_jdk; echo "$JAVA_HOME"'
    return subprocess.run(["sh", "-c", script], env={**os.environ, "ROOT": str(ROOT)}, check=True, text=True,
                          capture_output=True).stdout.strip()


def account(pid):
    """CPU milliseconds so far and resident MiB of a process that runs."""
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    status = pathlib.Path(f"/proc/{pid}/status").read_text()
    resident = next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS:"))
    return 1000 * (int(fields[11]) + int(fields[12])) / measure.TICKS, resident / 1024


class Service:
    """One program in its forms: native, on the JVM, on the JVM with an AOT cache that is trained on its first start."""

    def __init__(self, module, profile, program, environment, asked, folder):
        self.module, self.environment, self.asked, self.folder = module, environment, asked, folder
        # A stage rehearses a load and ends by itself; the others start and answer.
        self.rehearses = profile == "stages"
        self.native = EXECUTABLES / profile / program
        self.jar = ROOT / module / "target/quarkus-app/quarkus-run.jar"
        self.cache = folder / f"{module}.aot"

    def forms(self):
        found = {}
        if self.jar.exists():
            flags = [line for name in ("common", self.module) for line in (JVM / f"{name}.args").read_text().split("\n")
                     if line and not line.startswith("#")]
            java = [java_home() + "/bin/java", *flags]
            run = ["-jar", str(self.jar)]
            if not self.cache.exists():
                self.train([*java, f"-XX:AOTCacheOutput={self.cache}", *run])
            found["JVM"] = [*java, *run]
            if self.cache.exists():
                found["JVM + AOT cache"] = [*java, f"-XX:AOTCache={self.cache}", "-Xlog:aot=off", "-Xlog:cds=off", *run]
        if self.native.exists():
            found["native"] = [str(self.native)]
        return found

    def train(self, command):
        try:
            if self.rehearses:
                subprocess.run(command, env={**os.environ, **self.environment, "DATACOOK_TRAINING": "true",
                                             "QUARKUS_HTTP_PORT": str(free_port())},
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=2 * PATIENCE)
            else:
                self.start(command, 0)
        except (RuntimeError, subprocess.TimeoutExpired) as failed:
            print(f"{self.module}: no AOT cache: {failed}", file=sys.stderr)

    def start(self, command, idle):
        """Wall and CPU milliseconds until it answers, and MiB, after some idle seconds if asked for."""
        port = free_port()
        environment = {**os.environ, "MALLOC_ARENA_MAX": "2", **self.environment, "QUARKUS_HTTP_HOST": "127.0.0.1",
                       "QUARKUS_HTTP_PORT": str(port)}
        log = self.folder / f"{self.module}.log"
        with open(log, "wb") as output:
            before = time.monotonic()
            process = subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT, env=environment,
                                       cwd=self.folder)
        try:
            while not self.answers(port):
                if process.poll() is not None or time.monotonic() - before > PATIENCE:
                    raise RuntimeError(log.read_text(errors="replace")[-400:])
                time.sleep(0.002)
            wall = 1000 * (time.monotonic() - before)
            cpu, resident = account(process.pid)
            if idle:
                time.sleep(idle)
                resident = account(process.pid)[1]
            return wall, cpu, resident
        finally:
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
            process.wait(PATIENCE)

    def answers(self, port):
        try:
            with socket.create_connection(("127.0.0.1", port), PATIENCE) as connection:
                connection.settimeout(PATIENCE)
                connection.sendall(self.asked)
                return connection.recv(64).startswith(b"HTTP/1.1 200")
        except OSError:
            return False


def stage(folder, source):
    """The extractor, until it serves a link: from then on it takes credit."""
    place = folder / "pod"
    place.mkdir(exist_ok=True)
    (place / "recipe.yaml").write_text(f"name: cold\nsource: {{ type: csv, path: {source} }}\n"
                                       "destination: { type: parquet, path: out, write_mode: replace }\n")
    environment = {"DATACOOK_STAGE": "extractor", "DATACOOK_RUN": "cold", "DATACOOK_FOLDER": str(place),
                   "DATACOOK_RECIPE": str(place / "recipe.yaml"), "DATACOOK_TERMINATION_LOG": str(place / "last")}
    return Service("extractor-service", "stages", "datacook-stages", environment, LINK, place)


def state(folder, server):
    server.sql("postgres", "drop database if exists cold", "create database cold")
    environment = {"DATACOOK_DATABASE_URL": f"jdbc:postgresql://127.0.0.1:{server.port}/cold", "DATACOOK_AUTH": "none",
                   "DATACOOK_DATABASE_USERNAME": "bench"}
    place = folder / "state"
    place.mkdir(exist_ok=True)
    return Service("state-service", "state-service", "datacook-state-service", environment, READY, place)


class ApiServer:
    """An API server of our own, from the programs in KUBE_API_TEST_DIR, with Datacook's kinds."""

    def __init__(self, programs):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="datacook-api-"))
        peers, clients, port = free_port(), free_port(), free_port()
        key = self.folder / "key"
        subprocess.run(["openssl", "genrsa", "-out", key, "2048"], check=True, stderr=subprocess.DEVNULL)
        (self.folder / "tokens").write_text("cold,admin,admin,system:masters\n")
        etcd = f"http://127.0.0.1:{clients}"
        self.processes = [self.run(
            programs / "etcd", f"--data-dir={self.folder}/etcd", f"--listen-client-urls={etcd}",
            f"--advertise-client-urls={etcd}", f"--listen-peer-urls=http://127.0.0.1:{peers}", "--unsafe-no-fsync")]
        self.processes.append(self.run(
            programs / "kube-apiserver", f"--etcd-servers={etcd}", f"--secure-port={port}", "--bind-address=127.0.0.1",
            f"--cert-dir={self.folder}/certs", f"--token-auth-file={self.folder}/tokens",
            "--authorization-mode=AlwaysAllow", "--service-cluster-ip-range=10.0.0.0/24",
            "--service-account-issuer=https://cold", f"--service-account-key-file={key}",
            f"--service-account-signing-key-file={key}", "--disable-admission-plugins=ServiceAccount"))
        self.kubeconfig = self.folder / "kubeconfig"
        self.kubeconfig.write_text(
            "apiVersion: v1\nkind: Config\ncurrent-context: cold\n"
            f"clusters: [{{name: cold, cluster: {{server: 'https://127.0.0.1:{port}', "
            "insecure-skip-tls-verify: true}}]\n"
            "users: [{name: admin, user: {token: cold}}]\n"
            "contexts: [{name: cold, context: {cluster: cold, user: admin, namespace: default}}]\n")
        self.kubectl = programs / "kubectl"
        deadline = time.monotonic() + PATIENCE
        while not self.apply():
            if time.monotonic() > deadline:
                self.stop()
                raise RuntimeError("the API server does not come up: " + (self.folder / "log").read_text()[-400:])
            time.sleep(1)
        subprocess.run([self.kubectl, f"--kubeconfig={self.kubeconfig}", "wait", "--for=condition=Established", "crd",
                        "--all", f"--timeout={PATIENCE}s"], check=True, stdout=subprocess.DEVNULL)

    def run(self, *command):
        with open(self.folder / "log", "ab") as log:
            return subprocess.Popen([str(word) for word in command], stdout=log, stderr=log)

    def apply(self):
        done = subprocess.run([self.kubectl, f"--kubeconfig={self.kubeconfig}", "apply", "--server-side", "-k",
                               ROOT / "deploy/base/crds", "--validate=false"], capture_output=True)
        return b"serverside-applied" in done.stdout

    def stop(self):
        for process in reversed(self.processes):
            process.terminate()
            process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)


def operator(folder, api):
    environment = {"KUBECONFIG": str(api.kubeconfig), "QUARKUS_OPERATOR_SDK_NAMESPACES": "default",
                   "DATACOOK_OPERATOR_NAMESPACE": "default", "DATACOOK_OPERATOR_STATE_URL": "http://127.0.0.1:1",
                   "HOSTNAME": "cold"}
    place = folder / "operator"
    place.mkdir(exist_ok=True)
    return Service("operator", "operator", "datacook-operator", environment, READY, place)


def rows(service, runs, idle, what, lines):
    for form, command in service.forms().items():
        try:
            service.start(command, 0)  # the first fills caches, and migrates a database
            figures = [service.start(command, idle) for _ in range(runs)]
        except RuntimeError as failed:
            lines.append(f"| {what}, {form} | failed: {' '.join(str(failed).split())[-150:]} | – | – |")
            continue
        wall, cpu, memory = (statistics.median(figure[i] for figure in figures) for i in range(3))
        lines.append(f"| {what}, {form} | {wall:.0f} | {cpu:.0f} | {memory:.0f} |")
        print(lines[-1], file=sys.stderr)


def table(folder, source, runs):
    """The table, and what could not be measured."""
    lines, missing = ["| | until it serves, ms | of it CPU | memory, MiB |", "|---|---|---|---|"], []
    rows(stage(folder, source), runs, 0, "stage pod until it takes credit", lines)
    try:
        server = measure.Server(folder)
    except (RuntimeError, IndexError, subprocess.CalledProcessError) as absent:
        missing.append(f"- state service: {absent}")
    else:
        try:
            rows(state(folder, server), runs, 0, "state service, ready on PostgreSQL", lines)
        finally:
            server.stop()
    programs = sorted(pathlib.Path(os.environ.get("KUBE_API_TEST_DIR", "/absent")).glob("k8s/*"))
    if not programs:
        missing.append("- operator: KUBE_API_TEST_DIR does not lead to the programs of an API server")
    else:
        api = ApiServer(programs[-1])
        try:
            rows(operator(folder, api), max(1, runs // 3), IDLE, f"operator, idle for {IDLE} s", lines)
        finally:
            api.stop()
    return "\n".join(lines + [""] + missing)
