"""Signatures as every library verifies them, pauses over days, and addresses nobody may make us knock at."""

from __future__ import annotations

import base64
import hashlib
import hmac
from datetime import UTC, datetime
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keyturn.integration.errors import CallRefused
from keyturn.integration.notify.address import checked, may_connect
from keyturn.integration.notify.schedule import PAUSES, SPREAD, pause_after
from keyturn.integration.notify.signature import headers, new_secret
from keyturn.secrecy import Secret

PRIVATE = [
    ip_network(text)
    for text in (
        *("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12"),
        *("192.0.2.0/24", "192.168.0.0/16", "198.18.0.0/15", "224.0.0.0/4", "240.0.0.0/4"),
    )
]


def test_the_signature_of_the_specification() -> None:
    body = b'{"test": 2432232314}'
    key = Secret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
    sent = headers("msg_p5jXN8AQM9LWM0D4loKWxJek", datetime.fromtimestamp(1614265330, UTC), body, [key])
    assert sent["webhook-signature"] == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
    assert sent["webhook-timestamp"] == "1614265330"


@given(st.binary(max_size=300), st.integers(1, 3))
def test_each_key_signs_and_fits_its_own_signature(body: bytes, count: int) -> None:
    keys = [new_secret() for _ in range(count)]
    sent = headers("evt_1", datetime(2026, 1, 1, tzinfo=UTC), body, keys)
    signed = f"evt_1.{sent['webhook-timestamp']}.".encode() + body
    for key, signature in zip(keys, sent["webhook-signature"].split(" "), strict=True):
        raw = base64.b64decode(key.reveal().removeprefix("whsec_"))
        expected = hmac.new(raw, signed, hashlib.sha256).digest()
        assert len(raw) == 32
        assert base64.b64decode(signature.removeprefix("v1,")) == expected


@given(st.integers(1, 40), st.floats(0, 1), st.floats(0, 1))
def test_pauses_grow_last_days_and_end(attempts: int, chance: float, other: float) -> None:
    pause, following = pause_after(attempts, chance), pause_after(attempts + 1, other)
    if pause is None:
        assert following is None
        assert attempts > len(PAUSES)
        return
    assert PAUSES[attempts - 1] <= pause <= PAUSES[attempts - 1] * (1 + SPREAD)
    assert following is None or following >= PAUSES[attempts - 1]


def test_the_pauses_reach_over_three_days() -> None:
    assert 3 * 86_400 < sum(PAUSES) < 4 * 86_400
    for attempts, chance in ((0, 0.0), (1, 1.1), (1, -0.1)):
        with pytest.raises(ValueError, match="no pause"):
            pause_after(attempts, chance)


@given(st.sampled_from(PRIVATE), st.integers(0, 2**32 - 1))
def test_no_inner_address_in_any_spelling(network: IPv4Network | IPv6Network, offset: int) -> None:
    inner = IPv4Address(int(network.network_address) + offset % network.num_addresses)
    number = int(inner)
    spellings: list[IPv4Address | IPv6Address] = [
        inner,
        IPv6Address(0xFFFF << 32 | number),
        IPv6Address((0x64FF9B << 96) | number),
        IPv6Address((0x2002 << 112) | number << 80),
        IPv6Address((0x2001 << 112) | (number ^ 0xFFFFFFFF)),
        *([IPv6Address(number)] if number > 1 else []),
    ]
    assert [each for each in spellings if may_connect(each)] == []


@pytest.mark.parametrize(
    "text",
    [
        *("::", "::1", "fe80::1", "fc00::1", "fd00:ec2::254", "fec0::1", "ff02::1", "2001:db8::1", "100::1"),
        *("169.254.169.254", "100.100.100.200", "168.63.129.16", "255.255.255.255", "192.88.99.1", "192.0.0.192"),
        *("64:ff9b:1::a00:1", "::ffff:169.254.169.254", "::127.0.0.1", "2001::1"),
    ],
)
def test_named_inner_addresses(text: str) -> None:
    assert not may_connect(ip_address(text))


@pytest.mark.parametrize("text", ["8.8.8.8", "2606:4700::1111", "64:ff9b::808:808", "::ffff:8.8.8.8"])
def test_public_addresses(text: str) -> None:
    assert may_connect(ip_address(text))


def test_this_machine_only_for_development() -> None:
    for text in ("127.0.0.1", "::1", "::ffff:127.0.0.1"):
        assert may_connect(ip_address(text), loopback=True)
    assert not may_connect(ip_address("10.0.0.1"), loopback=True)
    assert checked("http://localhost:8000/hook", loopback=True)


@pytest.mark.parametrize(
    "url",
    [
        *(
            "http://example.com/",
            "ftp://example.com",
            "https://",
            "https://user@example.com",
            "https://:p@example.com",
        ),
        *("https://example.com/#x", "https://localhost/", "https://a.localhost.", "https://10.0.0.1/", "nonsense"),
        *("https://[::1]/", "https://[::ffff:10.0.0.1]/", "https://exa mple.com/", "https://example.com:0/", ""),
        *(
            "https://example.com:x/",
            "https://ex%61mple.com/",
            "https://a\\b/",
            "https://exämple.com/",
            "https://[::1",
        ),
        *("https://printer.local/", "https://meta.internal/x", "https://example.com/" + "x" * 2000),
    ],
)
def test_addresses_refused_at_sight(url: str) -> None:
    with pytest.raises(CallRefused) as refused:
        checked(url)
    assert refused.value.code == "address-refused"


def test_a_public_address_is_taken() -> None:
    assert checked("https://hooks.example.com:8443/keyturn?x=1") == "https://hooks.example.com:8443/keyturn?x=1"
