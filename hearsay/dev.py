"""``hearsay dev``: the Dagster UI on this project."""

import os
import signal
import socket
import sys
from typing import NoReturn

from hearsay.errors import UserError
from pipeline.settings import INBOX, PROJECT


def run_ui(*, host: str, port: int) -> NoReturn:
    """Become the Dagster UI, which Ctrl-C ends.

    Its instance is that of ``dagster.yaml`` in the project's folder, unless ``DAGSTER_HOME`` names another.

    :raises UserError: the port is taken.
    """
    check_port(host, port)
    os.chdir(PROJECT)
    INBOX.mkdir(parents=True, exist_ok=True)
    os.environ.setdefault("DAGSTER_HOME", str(PROJECT))
    os.environ.setdefault("DAGSTER_SENSOR_GRPC_TIMEOUT_SECONDS", "600")  # a large drop folder takes long to read first
    print(f"The Dagster UI starts at http://{host}:{port} (Ctrl-C ends it)", flush=True)
    command = [
        sys.executable, "-W", "ignore", "-m", "dagster", "dev", "-w", "workspace.yaml", "--host", host,
        "--port", str(port), "--log-level", "warning",
    ]
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # where a shell's "&" has it ignored, Dagster would ignore SIGTERM too
    os.execv(sys.executable, command)


def check_port(host: str, port: int) -> None:
    """Make sure that the UI can listen on a port.

    :raises UserError: it cannot.
    """
    try:
        with socket.create_server((host, port)):
            pass
    except (OSError, OverflowError) as error:
        reason = getattr(error, "strerror", None) or error
        raise UserError(
            f"Port {port} of {host} cannot be used ({reason}). Take another, such as: hearsay dev --port 3001"
        ) from error
