"""The answer that goes back with a push, as XML that nothing in a text can break out of."""

from wechatpy.crypto import WeChatCrypto

from bot.channels.wechat.lengths import clean
from bot.channels.wechat.reading import Push
from bot.channels.wechat.render import Article, Shown

# "It has arrived, do not send it again", and nothing is shown.
ACKNOWLEDGED = "success"
BUSY = "系统现在有点忙，没记下您的话。请过一会儿再发一次。"
BUSY_LATE = "系统现在有点忙。过一会儿要是没收到回答，请再发一次。"


def cdata(text: str) -> str:
    """A CDATA section that ends where it should: the library's own does not."""
    return f"<![CDATA[{clean(text).replace(']]>', ']]]]><![CDATA[>')}]]>"


def answer(push: Push, shown: Shown, seconds: int) -> str:
    """The XML of a passive reply. ``seconds``: of our clock."""
    return (
        f"<xml><ToUserName>{cdata(push.follower)}</ToUserName>"
        f"<FromUserName>{cdata(push.account)}</FromUserName>"
        f"<CreateTime>{seconds}</CreateTime>{_content(shown)}</xml>"
    )


def encrypted(xml: str, crypto: WeChatCrypto, nonce: str, seconds: int) -> str:
    """With the key that the push came with, and signed."""
    return str(crypto.encrypt_message(xml, nonce, str(seconds)))


def _content(shown: Shown) -> str:
    if isinstance(shown, Article):
        return _news(shown)
    return f"<MsgType><![CDATA[text]]></MsgType><Content>{cdata(shown)}</Content>"


def _news(article: Article) -> str:
    return (
        "<MsgType><![CDATA[news]]></MsgType><ArticleCount>1</ArticleCount><Articles><item>"
        f"<Title>{cdata(article.title)}</Title>"
        f"<Description>{cdata(article.description)}</Description>"
        f"<PicUrl>{cdata(article.image)}</PicUrl><Url>{cdata(article.url)}</Url>"
        "</item></Articles>"
    )
