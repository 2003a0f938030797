"""``hearsay dev``: the Dagster UI on this project."""

import os
import socket
import subprocess
import sys

from hearsay.errors import UserError
from pipeline.settings import INBOX, PROJECT


def run_ui(*, host: str, port: int) -> int:
    """Start the Dagster UI, and return its exit code when it has ended.

    :raises UserError: the port is taken.
    """
    check_port(host, port)
    (PROJECT / INBOX).mkdir(parents=True, exist_ok=True)
    home = os.environ.get("DAGSTER_HOME") or str(PROJECT)  # where dagster.yaml is
    environment = {**os.environ, "DAGSTER_HOME": home, "DAGSTER_DISABLE_TELEMETRY": "1"}
    print(f"The Dagster UI starts at http://{host}:{port} (Ctrl-C ends it)", flush=True)
    command = [
        sys.executable, "-m", "dagster", "dev", "-w", "workspace.yaml", "--host", host, "--port", str(port),
        "--log-level", "warning",
    ]
    process = subprocess.Popen(command, cwd=PROJECT, env=environment)
    while True:
        try:
            return process.wait()
        except KeyboardInterrupt:  # the UI has had it as well, and is stopping
            continue


def check_port(host: str, port: int) -> None:
    """Make sure that the UI can listen on a port.

    :raises UserError: it cannot.
    """
    try:
        with socket.create_server((host, port)):
            pass
    except OSError as error:
        raise UserError(
            f"Port {port} of {host} cannot be used ({error.strerror}). Take another: hearsay dev --port {port + 1}"
        ) from error
