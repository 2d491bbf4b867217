"""``keyturn sandbox record`` and ``keyturn sandbox compare``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from keyturn.cli.command import Argument, Ended, Option
from keyturn.cli.complaint import Complaint
from keyturn.cli.output import Format, say, say_first

NUKI = "https://api.nuki.io"


def record(
    file: Annotated[Path, Argument(metavar="FILE", help="Where the recording goes.")],
    upstream: Annotated[str, Option(metavar="URL", help="Whose answers are recorded.")] = NUKI,
    ca_file: Annotated[
        Path | None, Option(metavar="FILE", help="PEM file of an authority to trust for the upstream.")
    ] = None,
    host: Annotated[str, Option(metavar="ADDRESS", help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, Option(metavar="PORT", help="Port to listen on; 0 picks a free one.")] = 8445,
    output: Annotated[
        Format, Option("--format", help="With json, the first line printed is one JSON object.")
    ] = Format.TEXT,
) -> None:
    """Record what the real Nuki answers to your own program, for `keyturn sandbox compare`.

    Point your program at the address printed, with your own API token and your own device. Tokens, codes, mail
    addresses, names and ids are replaced before anything is written. Sign-in pages are not recorded. Ctrl-C ends it.
    """
    from keyturn.cli import serving
    from keyturn.cli.recording.proxy import Proxy
    from keyturn.cli.recording.tape import Tape
    from keyturn.client import HttpTransport
    from keyturn.clock import SystemClock

    try:
        transport = HttpTransport(upstream, ca_file=ca_file)
    except (ValueError, OSError) as wrong:
        raise Complaint(str(wrong), "Mend --upstream or --ca-file.") from None
    place = serving.claim(host, port)
    base = serving.address(place, None)
    try:
        tape = Tape(file)
    except OSError as trouble:
        raise Complaint(f"{file} cannot be written: {trouble.strerror}.", "Name another file.") from None

    def announce() -> None:
        if output is Format.JSON:
            say_first({"base_url": base, "upstream": upstream, "recording": str(file)})
        else:
            say(f"Recording {upstream} at {base} into {file}. Ctrl-C ends it.")

    serving.run(Proxy(transport, tape, SystemClock()), place, None, announce, transport.aclose)


def compare(
    file: Annotated[Path, Argument(metavar="RECORDING", help="A file made by record.")],
    url: Annotated[str, Option(metavar="URL", help="The sandbox to compare with.")] = "http://127.0.0.1:8444",
    ca_file: Annotated[
        Path | None, Option(metavar="FILE", help="PEM file of the authority the sandbox shows.")
    ] = None,
    output: Annotated[Format, Option("--format", help="With json, one JSON object is printed.")] = Format.TEXT,
) -> None:
    """Play a recording to a sandbox and name every difference in status, shape, order and timing.

    Use a fresh sandbox, best with `--clock virtual`. Ends with 0 if there is no difference, with 1 if there is.
    """
    import asyncio

    from keyturn.cli.recording.differences import Difference
    from keyturn.cli.recording.replay import Replay
    from keyturn.cli.recording.tape import read
    from keyturn.client import HttpTransport
    from keyturn.clock import SystemClock

    try:
        transport = HttpTransport(url, ca_file=ca_file)
    except (ValueError, OSError) as wrong:
        raise Complaint(str(wrong), "Mend --url or --ca-file.") from None

    async def play() -> tuple[int, list[Difference]]:
        try:
            return await Replay(transport, SystemClock()).run(list(read(file)))
        finally:
            await transport.aclose()

    calls, found = asyncio.run(play())
    if output is Format.JSON:
        shown = [
            {"call": d.call, "kind": d.kind, "where": d.where, "recorded": d.recorded, "here": d.here}
            for d in found
        ]
        say_first({"calls": calls, "differences": shown})
    else:
        for difference in found:
            say(str(difference))
        say(f"{calls} calls played, {len(found)} differences.")
    if found:
        raise Ended(1)
