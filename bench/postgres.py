"""A private PostgreSQL server, with the settings that `initdb` writes."""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import time
from pathlib import Path

USER = "bench"
STARTS_WITHIN = 30


def find(name: str) -> str:
    """Returns the path of one of PostgreSQL's programs, the newest version's first."""
    folders = Path("/usr/lib/postgresql").glob("*/bin")
    for folder in sorted(folders, key=lambda it: float(it.parent.name), reverse=True):
        if (folder / name).exists():
            return str(folder / name)
    found = shutil.which(name)
    if found is None:
        raise SystemExit(f"the benchmark needs `{name}` of PostgreSQL")
    return found


def free_port() -> int:
    """Returns a port that nobody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


class Server:
    """A server on 127.0.0.1 that lives as long as the `with` block."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = free_port()
        self.process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> "Server":
        self.folder.mkdir()
        if os.getuid() == 0:
            nobody = pwd.getpwnam("nobody")
            os.chown(self.folder, nobody.pw_uid, nobody.pw_gid)
        data = self.folder / "data"
        with (self.folder / "log").open("wb") as log:
            initdb = (find("initdb"), "-D", data, "-U", USER, "-A", "trust", "-E", "UTF8")
            self.start(*initdb, "--locale=C", output=log).wait()
            server = (find("postgres"), "-D", data, "-p", str(self.port), "-k", self.folder)
            self.process = self.start(*server, "-c", "listen_addresses=127.0.0.1", output=log)
        try:
            self.wait()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def start(self, *command: str | Path, output) -> subprocess.Popen[bytes]:
        """Starts a program of the server's: PostgreSQL refuses to run as root."""
        return subprocess.Popen(
            command,
            cwd=self.folder,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            preexec_fn=become_nobody if os.getuid() == 0 else None,
            start_new_session=True,
        )

    def wait(self) -> None:
        """Waits until the server answers."""
        deadline = time.monotonic() + STARTS_WITHIN
        while self.process.poll() is None and time.monotonic() < deadline:
            ready = (find("pg_isready"), "-q", "-h", "127.0.0.1", "-p", str(self.port))
            if subprocess.run(ready).returncode == 0:
                return
            time.sleep(0.1)
        raise SystemExit(f"PostgreSQL did not start\n{(self.folder / 'log').read_text()}")

    def stop(self) -> None:
        """Stops the server, whatever is connected."""
        self.process.send_signal(signal.SIGINT)
        try:
            self.process.wait(30)
        except subprocess.TimeoutExpired:
            self.process.send_signal(signal.SIGQUIT)
            self.process.wait()

    def url(self, database: str) -> str:
        """Returns the URL of a database."""
        return f"postgresql://{USER}@127.0.0.1:{self.port}/{database}"

    def create(self, database: str) -> None:
        """Creates a database, empty even if there was one."""
        self.execute(f"DROP DATABASE IF EXISTS {database}", f"CREATE DATABASE {database}")

    def execute(self, *statements: str) -> None:
        """Runs statements outside of any database of the benchmark."""
        commands = [part for statement in statements for part in ("-c", statement)]
        psql = (find("psql"), "-X", "-q", "-v", "ON_ERROR_STOP=1", *commands)
        subprocess.run((*psql, self.url("postgres")), check=True, stderr=subprocess.DEVNULL)


def become_nobody() -> None:
    """Gives root's rights up for good."""
    nobody = pwd.getpwnam("nobody")
    os.setgroups([])
    os.setgid(nobody.pw_gid)
    os.setuid(nobody.pw_uid)
