"""Spoiled integrations are checked once for each file of tests that names them in ``CAUGHT_BY``."""

from __future__ import annotations

import pytest
from tests.street.checking.spoiled import reports

from keyturn.checker.report.value import Report
from keyturn.checker.scenarios.street import Certificates
from keyturn.cli import authority


@pytest.fixture(scope="module")
def checked(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Report]:
    """The reports of those that were asked for, several made at a time."""
    made = authority.ensure(tmp_path_factory.mktemp("trust") / "authority")
    mine = (
        item for item in request.session.items if isinstance(item, pytest.Function) and item.path == request.path
    )
    asked = {item.callspec.params["sabotage"] for item in mine if hasattr(item, "callspec")}
    wanted = {sabotage: name for sabotage, name in request.module.CAUGHT_BY.items() if sabotage in asked}
    return reports(
        wanted, tmp_path_factory.mktemp("spoiled"), Certificates(made.ca_file, made.certificate, made.key)
    )
