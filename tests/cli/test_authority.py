from __future__ import annotations

import socket
import ssl
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Thread

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from keyturn.cli import authority, state
from keyturn.clock import SystemClock, VirtualClock


def greet(shown: tuple[Path, Path], ca_file: Path, name: str) -> None:
    """A handshake with a server that shows ``shown``, by a client that trusts ``ca_file`` and calls it ``name``."""
    ours, theirs = socket.socketpair()
    server = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    server.load_cert_chain(*shown)

    def answer() -> None:
        try:
            server.wrap_socket(theirs, server_side=True).close()
        except OSError:
            theirs.close()

    thread = Thread(target=answer)
    thread.start()
    try:
        client = ssl.create_default_context(cafile=ca_file)
        client.verify_flags |= ssl.VERIFY_X509_STRICT
        with ours, client.wrap_socket(ours, server_hostname=name):
            pass
    finally:
        thread.join()


@pytest.mark.parametrize("name", ["localhost", "127.0.0.1", "::1"])
def test_a_client_that_trusts_the_authority_finds_this_machine(tmp_path: Path, name: str) -> None:
    made = authority.ensure(tmp_path)
    greet((made.certificate, made.key), made.ca_file, name)


def test_another_name_is_refused(tmp_path: Path) -> None:
    made = authority.ensure(tmp_path)
    with pytest.raises(ssl.SSLCertVerificationError):
        greet((made.certificate, made.key), made.ca_file, "api.nuki.io")


@pytest.mark.parametrize("stolen", ["api.nuki.io", "10.0.0.1"])
def test_whoever_steals_the_key_can_vouch_for_nothing_else(tmp_path: Path, stolen: str) -> None:
    made = authority.ensure(tmp_path)
    forged = forge(tmp_path, stolen)
    with pytest.raises(ssl.SSLCertVerificationError, match="permitted subtree violation"):
        greet(forged, made.ca_file, stolen)


def forge(folder: Path, name: str) -> tuple[Path, Path]:
    ca = x509.load_pem_x509_certificate((folder / "ca.pem").read_bytes())
    signer = serialization.load_pem_private_key((folder / "ca-key.pem").read_bytes(), None)
    assert isinstance(signer, ec.EllipticCurvePrivateKey)
    key = ec.generate_private_key(ec.SECP256R1())
    now = datetime.now(UTC)
    about: x509.GeneralName = x509.DNSName(name)
    if name[0].isdigit():
        from ipaddress import ip_address

        about = x509.IPAddress(ip_address(name))
    certificate = (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)]))
        .issuer_name(ca.subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([about]), False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.public_key()), False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), True)
        .sign(signer, hashes.SHA256())
    )
    files = folder / "forged.pem", folder / "forged-key.pem"
    files[0].write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    files[1].write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    return files


def test_key_files_are_their_owners_alone(tmp_path: Path) -> None:
    authority.ensure(tmp_path / "state" / "authority")
    modes = {f.name: stat.S_IMODE(f.stat().st_mode) for f in (tmp_path / "state" / "authority").glob("*key*")}
    assert modes == {"ca-key.pem": 0o600, "localhost-key.pem": 0o600}
    assert stat.S_IMODE((tmp_path / "state").stat().st_mode) == 0o700


def test_a_second_run_finds_what_the_first_made(tmp_path: Path) -> None:
    made = authority.ensure(tmp_path)
    before = [made.ca_file.read_bytes(), made.certificate.read_bytes(), made.key.read_bytes()]
    authority.ensure(tmp_path)
    assert [made.ca_file.read_bytes(), made.certificate.read_bytes(), made.key.read_bytes()] == before


def test_a_certificate_near_its_end_is_renewed_by_the_same_authority(tmp_path: Path) -> None:
    clock = VirtualClock(SystemClock().now() - timedelta(days=authority.LEAF_DAYS - authority.RENEW_DAYS + 1))
    made = authority.ensure(tmp_path, clock)
    trusted, shown = made.ca_file.read_bytes(), made.certificate.read_bytes()
    authority.ensure(tmp_path)
    assert made.ca_file.read_bytes() == trusted
    assert made.certificate.read_bytes() != shown
    greet((made.certificate, made.key), made.ca_file, "localhost")


def test_an_authority_near_its_end_is_made_anew_with_its_certificate(tmp_path: Path) -> None:
    clock = VirtualClock(SystemClock().now() - timedelta(days=authority.AUTHORITY_DAYS - 1))
    trusted = authority.ensure(tmp_path, clock).ca_file.read_bytes()
    made = authority.ensure(tmp_path)
    assert made.ca_file.read_bytes() != trusted
    greet((made.certificate, made.key), made.ca_file, "localhost")


def test_a_damaged_file_is_made_anew(tmp_path: Path) -> None:
    made = authority.ensure(tmp_path)
    state.write_private(made.certificate, b"-----BEGIN nonsense")
    authority.ensure(tmp_path)
    greet((made.certificate, made.key), made.ca_file, "localhost")
