"""A WeChat official account, by wechatpy: the one importer of ``wechatpy``."""

CHANNEL = "wechat"
