"""A certificate authority for this machine only, and a certificate for its loopback names.

Trusting it is harmless: by its name constraints it can vouch for ``localhost`` and loopback addresses, or for the one
name the sandbox stands in for, and for nothing else; and for servers only, through certificates it signs itself (path
length 0). The keys never leave the state folder.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from keyturn.cli import state
from keyturn.clock import Clock, SystemClock

AUTHORITY_DAYS = 5 * 365
LEAF_DAYS = 90
RENEW_DAYS = 14
"""Days before the end at which a certificate is made anew."""
_CLOCK_SLIP = timedelta(minutes=5)

Key = ec.EllipticCurvePrivateKey
Extension = tuple[x509.ExtensionType, bool]


@dataclass(frozen=True)
class Reach:
    """For what an authority may vouch, and nothing else: DNS names, addresses, and the networks those are in."""

    title: str
    names: tuple[str, ...]
    addresses: tuple[str, ...] = ()
    networks: tuple[str, ...] = ()
    excluded: tuple[x509.GeneralName, ...] = ()


LOOPBACK = Reach("this machine only", ("localhost",), ("127.0.0.1", "::1"), ("127.0.0.0/8", "::1/128"))


def only(name: str) -> Reach:
    """Exactly that DNS name: none below it, and no address."""
    nowhere = (x509.IPAddress(ipaddress.ip_network(net)) for net in ("0.0.0.0/0", "::/0"))
    return Reach(f"{name} only", (name,), excluded=(x509.DNSName(f".{name}"), *nowhere))


@dataclass(frozen=True)
class Authority:
    """Three PEM files: what to trust, and what a server on this machine shows."""

    ca_file: Path
    certificate: Path
    key: Path


def ensure(folder: Path, clock: Clock | None = None, reach: Reach = LOOPBACK) -> Authority:
    """The authority kept in ``folder``, made on first use; its certificate is renewed when near its end.

    When the authority itself nears its end it is made anew, and browsers have to be told to trust it again.
    """
    state.folder(folder.parent)
    state.folder(folder)
    found = Authority(folder / "ca.pem", folder / f"{reach.names[0]}.pem", folder / f"{reach.names[0]}-key.pem")
    ca_key_file = folder / "ca-key.pem"
    clock = clock or SystemClock()
    with state.held(folder / "lock", wait=True):
        if not (_fresh(found.ca_file, clock) and ca_key_file.exists()):
            key, certificate = _make_authority(clock, reach)
            state.write_private(ca_key_file, _key_pem(key))
            state.write_private(found.ca_file, _pem(certificate))
            found.certificate.unlink(missing_ok=True)
        if not (_fresh(found.certificate, clock) and found.key.exists()):
            signer = _read_key(ca_key_file)
            key, certificate = _make_leaf(signer, _read(found.ca_file), clock, reach)
            state.write_private(found.key, _key_pem(key))
            state.write_private(found.certificate, _pem(certificate))
    return found


def _make_authority(clock: Clock, reach: Reach) -> tuple[Key, x509.Certificate]:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, f"Keyturn development, {reach.title}")])
    networks = (x509.IPAddress(ipaddress.ip_network(net)) for net in reach.networks)
    permitted = [*map(x509.DNSName, reach.names), *networks]
    extensions: list[Extension] = [
        (x509.BasicConstraints(ca=True, path_length=0), True),
        (x509.NameConstraints(permitted_subtrees=permitted, excluded_subtrees=reach.excluded or None), True),
        (_usage(key_cert_sign=True, crl_sign=True), True),
        (x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), False),
        (x509.SubjectKeyIdentifier.from_public_key(key.public_key()), False),
    ]
    return key, _sign(name, key, name, key, AUTHORITY_DAYS, extensions, clock)


def _make_leaf(signer: Key, issuer: x509.Certificate, clock: Clock, reach: Reach) -> tuple[Key, x509.Certificate]:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, reach.names[0])])
    addresses = (x509.IPAddress(ipaddress.ip_address(each)) for each in reach.addresses)
    alternatives = [*map(x509.DNSName, reach.names), *addresses]
    extensions: list[Extension] = [
        (x509.BasicConstraints(ca=False, path_length=None), True),
        (x509.SubjectAlternativeName(alternatives), False),
        (_usage(digital_signature=True), True),
        (x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), False),
        (x509.SubjectKeyIdentifier.from_public_key(key.public_key()), False),
        (x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.public_key()), False),
    ]
    return key, _sign(name, key, issuer.subject, signer, LEAF_DAYS, extensions, clock)


def _sign(
    subject: x509.Name,
    key: Key,
    issuer: x509.Name,
    signer: Key,
    days: int,
    extensions: Sequence[Extension],
    clock: Clock,
) -> x509.Certificate:
    now = clock.now()
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - _CLOCK_SLIP)
        .not_valid_after(now + timedelta(days=days))
    )
    for extension, critical in extensions:
        builder = builder.add_extension(extension, critical)
    return builder.sign(signer, hashes.SHA256())


def _usage(
    *, digital_signature: bool = False, key_cert_sign: bool = False, crl_sign: bool = False
) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=digital_signature,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=key_cert_sign,
        crl_sign=crl_sign,
        encipher_only=False,
        decipher_only=False,
    )


def _fresh(file: Path, clock: Clock) -> bool:
    try:
        end = _read(file).not_valid_after_utc
    except (FileNotFoundError, ValueError):
        return False
    return end - clock.now() > timedelta(days=RENEW_DAYS)


def _read(file: Path) -> x509.Certificate:
    return x509.load_pem_x509_certificate(file.read_bytes())


def _read_key(file: Path) -> Key:
    key = serialization.load_pem_private_key(file.read_bytes(), password=None)
    assert isinstance(key, ec.EllipticCurvePrivateKey)
    return key


def _pem(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(serialization.Encoding.PEM)


def _key_pem(key: Key) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
