"""The plugin as somebody else's tests meet it, run by pytest itself."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tests.architecture.places import ROOT

from keyturn.sandbox.faults.catalogue import CATALOGUE

pytest_plugins = ["pytester"]
HOME = (
    'api_token = "t0"\n[[account]]\naccount_id = 1\nemail = "a@b.example"\npassword = "p"\nname = "A"\n'
    '[[account.smartlock]]\ntype = 4\nnuki_id = "00000001"\nname = "Barn"\n'
)


def shown(page: str, after: str) -> str:
    """The Python shown behind a heading of a page."""
    text = (ROOT / page).read_text(encoding="utf-8")
    found = re.search(r"```python\n(.*?)```", text[text.index(after) :], re.DOTALL)
    assert found
    return found[1]


def test_the_test_shown_in_the_readme_has_ten_lines_and_passes(pytester: pytest.Pytester) -> None:
    example = shown("README.md", "## Testing your integration")
    assert len([line for line in example.splitlines() if line.strip()]) <= 10
    pytester.makepyfile(test_door=example)
    pytester.runpytest_inprocess("-q").assert_outcomes(passed=1)


def test_every_example_of_the_page_passes(pytester: pytest.Pytester) -> None:
    blocks = re.findall(r"```python\n(.*?)```", (ROOT / "docs/testing.md").read_text(encoding="utf-8"), re.DOTALL)
    assert len(blocks) >= 4
    pytester.makepyfile(**{f"test_block_{number}": block for number, block in enumerate(blocks)})
    done = pytester.runpytest_inprocess("-q")
    assert done.ret == 0
    assert not {"failed", "errors"} & set(done.parseoutcomes())


def test_a_test_runs_under_every_fault(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(
        """
        from keyturn.testing import every_fault

        @every_fault
        def test_survives(nuki, nuki_fault):
            assert [armed.fault.name for armed in nuki.sandbox._world.faults] == [nuki_fault]
        """
    )
    pytester.runpytest_inprocess("-q").assert_outcomes(passed=len(CATALOGUE))


def test_a_test_may_name_the_faults_it_wants(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(
        """
        import pytest

        @pytest.mark.parametrize("nuki_fault", ["motor_blocked", "webhook_lost"], indirect=True)
        def test_survives(nuki, nuki_fault):
            assert nuki_fault in ("motor_blocked", "webhook_lost")
        """
    )
    pytester.runpytest_inprocess("-q").assert_outcomes(passed=2)


def test_a_home_of_ones_own_is_found_beside_the_test(pytester: pytest.Pytester) -> None:
    (pytester.path / "barn.toml").write_text(HOME)
    pytester.makepyfile(
        """
        import pytest

        @pytest.mark.nuki_seed("barn.toml")
        def test_barn(nuki):
            assert nuki.door().name == "Barn"
        """
    )
    pytester.runpytest_inprocess("-q", "--strict-markers").assert_outcomes(passed=1)


def test_an_unknown_fault_is_named_with_those_there_are(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(
        """
        import pytest

        @pytest.mark.nuki_fault("motor_blockd")
        def test_nothing(nuki): ...
        """
    )
    done = pytester.runpytest_inprocess("-q")
    done.assert_outcomes(errors=1)
    done.stdout.fnmatch_lines(["*There is no fault 'motor_blockd'*motor_blocked*"])


def test_tests_in_several_processes_do_not_meet(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(
        """
        import urllib.request
        import pytest

        @pytest.mark.parametrize("turn", range(6))
        def test_alone(nuki_server, turn):
            with urllib.request.urlopen(nuki_server.url + "/_sandbox") as answer:
                assert answer.status == 200
            assert not nuki_server.webhooks
        """
    )
    pytester.runpytest_subprocess("-q", "-n", "2").assert_outcomes(passed=6)


def test_the_sandbox_is_not_loaded_by_runs_that_do_not_use_it(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(
        """
        import sys

        def test_light():
            assert "keyturn.sandbox" not in sys.modules
            assert "keyturn.testing.plugin" in sys.modules
        """
    )
    pytester.runpytest_subprocess("-q").assert_outcomes(passed=1)


def test_the_plugin_is_an_entry_point_of_the_distribution() -> None:
    import tomllib

    tables = tomllib.loads((Path(ROOT) / "pyproject.toml").read_text())
    assert tables["project"]["entry-points"]["pytest11"] == {"keyturn": "keyturn.testing.plugin"}
