"""In the place of another server: its name alone, for nobody else, and told how to undo it."""

from __future__ import annotations

import ipaddress
import json
import socket
import ssl
import subprocess
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from tests.cli.process import run, running

from keyturn.cli import authority

NAME = "api.nuki.io"


def shown_to(port: int, server_name: str, ca_file: Path) -> bytes:
    """Ask over TLS as a program would whose hosts file points here."""
    context = ssl.create_default_context(cafile=ca_file)
    with (
        socket.create_connection(("127.0.0.1", port), timeout=5) as plain,
        context.wrap_socket(plain, server_hostname=server_name) as link,
    ):
        link.sendall(f"GET /account HTTP/1.1\r\nHost: {server_name}\r\nConnection: close\r\n\r\n".encode())
        return link.recv(100)


def test_the_name_is_served_and_localhost_as_before(tmp_path: Path) -> None:
    with running("sandbox", "run", "--port", "0", "--as", NAME, cwd=tmp_path) as (_, facts):
        port = int(facts["base_url"].rpartition(":")[2])
        stands_in = facts["stands_in"]
        assert shown_to(port, NAME, Path(stands_in["ca_file"])).startswith(b"HTTP/1.1 401")
        assert shown_to(port, "localhost", tmp_path / "state/authority/ca.pem").startswith(b"HTTP/1.1 401")
        with pytest.raises(ssl.SSLCertVerificationError):
            shown_to(port, NAME, tmp_path / "state/authority/ca.pem")
        with pytest.raises(ssl.SSLCertVerificationError):
            shown_to(port, "localhost", Path(stands_in["ca_file"]))
        steps = "\n".join(stands_in["steps"])
        assert f"127.0.0.1 {NAME}" in steps
        assert "undo" in steps
        clock = ("sandbox", "clock", "show", "--url", f"https://localhost:{port}", "--format", "json")
        assert json.loads(run(*clock, cwd=tmp_path).stdout)["kind"] == "real"


def signed(folder: Path, names: Sequence[str], addresses: Sequence[str] = ()) -> int:
    """What OpenSSL says of a certificate for these names, signed with the authority's own key."""
    made = authority.ensure(folder, reach=authority.only(NAME))
    issuer = x509.load_pem_x509_certificate(made.ca_file.read_bytes())
    signer = serialization.load_pem_private_key((folder / "ca-key.pem").read_bytes(), password=None)
    assert isinstance(signer, ec.EllipticCurvePrivateKey)
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    alternatives: list[x509.GeneralName] = [x509.DNSName(name) for name in names]
    alternatives += [x509.IPAddress(ipaddress.ip_address(each)) for each in addresses]
    leaf = (
        x509.CertificateBuilder()
        .subject_name(x509.Name([]))
        .issuer_name(issuer.subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(minutes=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName(alternatives), critical=True)
        .sign(signer, hashes.SHA256())
    )
    file = folder / "leaf.pem"
    file.write_bytes(leaf.public_bytes(serialization.Encoding.PEM))
    command = ["openssl", "verify", "-CAfile", str(made.ca_file), str(file)]
    return subprocess.run(command, check=False, capture_output=True).returncode


@pytest.mark.parametrize(
    ("names", "addresses", "good"),
    [
        ([NAME], [], True),
        (["web.nuki.io"], [], False),
        (["nuki.io"], [], False),
        ([f"www.{NAME}"], [], False),
        (["localhost"], [], False),
        ([NAME, "example.com"], [], False),
        ([NAME], ["127.0.0.1"], False),
        ([NAME], ["::1"], False),
    ],
)
def test_its_authority_is_worth_nothing_for_any_other_name(
    tmp_path: Path, names: list[str], addresses: list[str], good: bool
) -> None:
    assert (signed(tmp_path / "a", names, addresses) == 0) is good


@pytest.mark.parametrize(
    ("options", "named", "remedy"),
    [
        (("--as", "localhost"), "localhost", "api.nuki.io"),
        (("--as", "*.nuki.io"), "*.nuki.io", "api.nuki.io"),
        (("--as", "127.0.0.1"), "127.0.0.1", "api.nuki.io"),
        (("--as", "../x"), "../x", "api.nuki.io"),
        (("--as", NAME, "--no-tls"), NAME, "--no-tls"),
    ],
)
def test_what_cannot_be_stood_in_for_is_named(
    tmp_path: Path, options: tuple[str, ...], named: str, remedy: str
) -> None:
    done = run("sandbox", "run", "--port", "0", *options, cwd=tmp_path)
    assert done.returncode == 2
    assert named in done.stderr
    assert remedy in done.stderr
