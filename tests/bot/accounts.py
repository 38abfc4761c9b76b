"""The bot and the account of the tests, as settings in the environment of a process."""

from tests.fakes import telegram, wechat

SECRET = "a secret of the tests, of 32 or more"


def bot_settings(api: str) -> dict[str, str]:
    """``api``: the address of a TelegramFake. Updates come by the webhook."""
    return {
        "TUOYU_TELEGRAM_TOKEN": telegram.TOKEN,
        "TUOYU_TELEGRAM_MODE": "webhook",
        "TUOYU_TELEGRAM_API": api,
        "TUOYU_SECRET": SECRET,
    }


def account_settings(api: str) -> dict[str, str]:
    """``api``: the address of a FakeWeChat. Pushes are encrypted."""
    return {
        "TUOYU_WECHAT_APP_ID": wechat.APP_ID,
        "TUOYU_WECHAT_APP_SECRET": wechat.SECRET,
        "TUOYU_WECHAT_TOKEN": wechat.TOKEN,
        "TUOYU_WECHAT_AES_KEY": wechat.AES_KEY,
        "TUOYU_WECHAT_API": api,
    }
