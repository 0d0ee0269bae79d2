"""The process that plays S3 and STS for Terraform: moto, on a free port of the loopback interface.

It prints its port, and ends when its standard input does: it can't outlive whoever started it, even one that crashed.
"""

import logging
import signal
import sys
from threading import Thread

from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
from werkzeug.serving import make_server


def main() -> None:
    """Serve until standard input ends."""
    # Ctrl-C goes to every process of the terminal; Terraform still has to write its state while it stops.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    logging.getLogger("werkzeug").setLevel(logging.WARNING)
    server = make_server("127.0.0.1", 0, DomainDispatcherApplication(create_backend_app), threaded=True)
    sys.stdout.write(f"{server.server_port}\n")
    sys.stdout.flush()
    Thread(target=server.serve_forever, daemon=True).start()
    sys.stdin.read()


if __name__ == "__main__":
    main()
