"""Load on one loopback server by wrk: bounded in time, on the core the server does not use."""

from __future__ import annotations

import re
import subprocess
import tempfile
from pathlib import Path

from bench.figure import Sample
from bench.peers import wrk
from bench.servers import LOAD_CORE

SECONDS = 3
CONNECTIONS = 32
_UNITS = {"us": 0.001, "ms": 1.0, "s": 1000.0}


def requests(url: str, method: str, headers: dict[str, str], body: str = "") -> Sample:
    """Requests per second with ``CONNECTIONS`` callers. Raises ``RuntimeError`` if any answer was not 2xx."""
    lines = [f'wrk.method = "{method}"', f"wrk.body = {_quoted(body)}"]
    lines += [f'wrk.headers["{name}"] = {_quoted(value)}' for name, value in headers.items()]
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder) / "request.lua"
        script.write_text("\n".join(lines))
        command = ["taskset", "-c", LOAD_CORE, wrk(), "-t1", f"-c{CONNECTIONS}", f"-d{SECONDS}s", "--latency"]
        done = subprocess.run([*command, "-s", str(script), url], check=True, capture_output=True, text=True)
    if "Non-2xx" in done.stdout or "Socket errors" in done.stdout:
        raise RuntimeError(f"Not every answer of {url} was good:\n{done.stdout}")
    rate = re.search(r"Requests/sec:\s+([\d.]+)", done.stdout)
    p99 = re.search(r"99%\s+([\d.]+)(us|ms|s)", done.stdout)
    assert rate is not None
    assert p99 is not None
    return Sample(float(rate[1]), float(p99[1]) * _UNITS[p99[2]])


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
