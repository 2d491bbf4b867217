"""Over a real socket, connections are really silent, cut and gone."""

from __future__ import annotations

import http.client
import socket

import pytest

from keyturn.testing import NukiServer


def ask(server: NukiServer, timeout: float = 5.0) -> bytes:
    link = http.client.HTTPConnection("127.0.0.1", int(server.url.rpartition(":")[2]), timeout=timeout)
    try:
        link.request("GET", "/smartlock", headers={"authorization": f"Bearer {server.api_token}"})
        return link.getresponse().read()
    finally:
        link.close()


@pytest.mark.parametrize("name", ["connection_dropped", "answer_lost"])
def test_a_dropped_connection_says_nothing(nuki_server: NukiServer, name: str) -> None:
    nuki_server.arm(name)
    with pytest.raises((ConnectionResetError, http.client.RemoteDisconnected)):
        ask(nuki_server)
    assert b"Front door" in ask(nuki_server)


def test_a_cut_answer_is_shorter_than_it_says(nuki_server: NukiServer) -> None:
    nuki_server.arm("answer_cut")
    with pytest.raises((http.client.IncompleteRead, ConnectionResetError)):
        ask(nuki_server)


def test_silence_lasts_until_the_caller_gives_up(nuki_server: NukiServer) -> None:
    nuki_server.arm("never_answers")
    with pytest.raises(socket.timeout):
        ask(nuki_server, timeout=0.3)
    assert b"Front door" in ask(nuki_server)
