"""Settings that are more than taken over."""

import pytest

from bot.settings import Settings


@pytest.mark.parametrize("given", ["https://a.cn", "https://a.cn/", "https://a.cn//"])
def test_paths_can_be_put_behind_the_public_address(given: str) -> None:
    assert Settings(_env_file=None, public_url=given).public_url == "https://a.cn"


def test_an_address_below_a_path_stays() -> None:
    assert Settings(_env_file=None, public_url="https://a.cn/x/").public_url == "https://a.cn/x"


@pytest.mark.parametrize("given", ["a.cn", "ftp://a.cn", "https://", "https:// a.cn"])
def test_what_is_no_address_is_refused(given: str) -> None:
    with pytest.raises(ValueError, match="public_url"):
        Settings(_env_file=None, public_url=given)
