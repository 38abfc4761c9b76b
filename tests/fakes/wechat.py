"""WeChat as we meet it: its API on a real socket, and the pushes it signs and encrypts.

The encryption is written anew from its description (AES-256-CBC, the key's first half as the
initial vector, PKCS#7 to 32 bytes; 16 random bytes, length, message, AppID) so that it checks
the library's.
"""

import base64
import hashlib
import json
import os
import re
import struct
import sys
import threading
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

APP_ID = "wx1234567890abcdef"
SECRET = "app-secret"
TOKEN = "push-token"
AES_KEY = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"
OTHER_AES_KEY = "GFEDCBA9876543210zyxwvutsrqponmlkjihgfedcba"
ACCOUNT = "gh_0123456789ab"
_BLOCK = 32
Answer = dict[str, Any] | Callable[["_Handler"], None]


# --- pushes -------------------------------------------------------------------------------------
def sign(*parts: str) -> str:
    return hashlib.sha1("".join(sorted((TOKEN, *parts))).encode()).hexdigest()


def _cipher(key: str) -> Cipher[modes.CBC]:
    raw = base64.b64decode(key + "=")
    return Cipher(algorithms.AES(raw), modes.CBC(raw[:16]))


def encrypt(message: bytes, key: str = AES_KEY, app_id: str = APP_ID) -> str:
    plain = os.urandom(16) + struct.pack(">I", len(message)) + message + app_id.encode()
    padding = _BLOCK - len(plain) % _BLOCK
    encryptor = _cipher(key).encryptor()
    done = encryptor.update(plain + bytes([padding]) * padding) + encryptor.finalize()
    return base64.b64encode(done).decode()


def decrypt(encrypted: str, key: str = AES_KEY) -> str:
    """The message; asserts that padding, length and AppID are right."""
    decryptor = _cipher(key).decryptor()
    plain = decryptor.update(base64.b64decode(encrypted)) + decryptor.finalize()
    padding = plain[-1]
    assert 1 <= padding <= _BLOCK
    assert plain[-padding:] == bytes([padding]) * padding
    (length,) = struct.unpack(">I", plain[16:20])
    assert plain[20 + length : -padding].decode() == APP_ID
    return plain[20 : 20 + length].decode()


def xml(**fields: object) -> str:
    inside = "".join(f"<{name}><![CDATA[{value}]]></{name}>" for name, value in fields.items())
    return f"<xml><ToUserName>{ACCOUNT}</ToUserName>{inside}</xml>"


def text_xml(
    text: str, number: int, created: int, follower: str = "oFollower1", **more: str
) -> str:
    return xml(
        FromUserName=follower,
        CreateTime=created,
        MsgType="text",
        Content=text,
        MsgId=number,
        **more,
    )


def event_xml(event: str, created: int, follower: str = "oFollower1", **more: str) -> str:
    return xml(FromUserName=follower, CreateTime=created, MsgType="event", Event=event, **more)


def plain_push(body: str | bytes, moment: int, nonce: str = "1") -> tuple[dict[str, str], bytes]:
    """Query and body of a push in plain text."""
    stamp = str(moment)
    query = {"signature": sign(stamp, nonce), "timestamp": stamp, "nonce": nonce}
    return query, body if isinstance(body, bytes) else body.encode()


def sealed(encrypted: str, moment: int, nonce: str = "1") -> tuple[dict[str, str], bytes]:
    """Query and body around something encrypted."""
    query, _ = plain_push("", moment, nonce)
    signature = sign(query["timestamp"], nonce, encrypted)
    body = f"<xml><ToUserName><![CDATA[{ACCOUNT}]]></ToUserName><Encrypt><![CDATA[{encrypted}]]></Encrypt></xml>"
    return {**query, "encrypt_type": "aes", "msg_signature": signature}, body.encode()


def aes_push(
    body: str | bytes, moment: int, nonce: str = "1", key: str = AES_KEY
) -> tuple[dict[str, str], bytes]:
    """Query and body of an encrypted push."""
    content = body if isinstance(body, bytes) else body.encode()
    return sealed(encrypt(content, key), moment, nonce)


def opened(answer: str, key: str = AES_KEY) -> str:
    """What an encrypted answer holds; asserts its signature."""
    parts = {
        name: re.search(rf"<{name}>(?:<!\[CDATA\[)?(.*?)(?:\]\]>)?</{name}>", answer)
        for name in ("Encrypt", "MsgSignature", "TimeStamp", "Nonce")
    }
    assert all(parts.values())
    found = {name: match[1] for name, match in parts.items() if match}
    expected = sign(found["TimeStamp"], found["Nonce"], found["Encrypt"])
    assert found["MsgSignature"] == expected
    return decrypt(found["Encrypt"], key)


# --- the API ------------------------------------------------------------------------------------
def code(number: int, why: str = "told to") -> dict[str, Any]:
    return {"errcode": number, "errmsg": f"{why} rid: 1-2-3"}


def status(number: int) -> Answer:
    """An HTTP error, with a page that is no JSON."""

    def answer(handler: "_Handler") -> None:
        handler.reply(b"<html>trouble</html>", number)

    return answer


def garbage(content: bytes) -> Answer:
    return lambda handler: handler.reply(content)


def half_closed(handler: "_Handler") -> None:
    """Says how much will come, sends a part of it, and hangs up."""
    handler.wfile.write(b'HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{"errcode"')
    handler.close_connection = True


def hang_up(handler: "_Handler") -> None:
    """Reads, and closes without a word."""
    handler.close_connection = True


def silent(handler: "_Handler") -> None:
    """Holds the line until the test is over."""
    handler.platform.over.wait(30)
    handler.close_connection = True


class FakeWeChat:
    """Keeps what arrived; ``answers[path]`` are given once each, before it behaves again.

    ``always[path]``: what it keeps saying instead.
    """

    def __init__(self) -> None:
        self.calls: list[tuple[str, dict[str, Any]]] = []
        self.arrived: list[tuple[str, dict[str, Any]]] = []
        self.answers: dict[str, list[Answer]] = defaultdict(list)
        self.always: dict[str, Answer] = {}
        self.token, self.expires_in = "token-1", 7200
        self.fetches, self.forced = 0, 0
        self.menu: dict[str, Any] | None = None
        self.templates: list[str] = []
        self.media: dict[str, bytes] = {}
        self.over = threading.Event()
        self._lock = threading.Lock()
        self._number = 100

    def expire(self) -> None:
        """The token of now ends before its time."""
        with self._lock:
            self.token = f"token-{int(self.token.partition('-')[2]) + 1}"

    def answer(self, path: str, query: dict[str, str], body: dict[str, Any]) -> Answer:
        with self._lock:
            self.calls.append((path, body))
            if path == "stable_token":
                self.fetches += 1
                self.forced += bool(body.get("force_refresh"))
            if self.answers[path]:
                return self.answers[path].pop(0)
            if path in self.always:
                return self.always[path]
        if path == "stable_token":
            return self._stable_token(body)
        if query.get("access_token") != self.token:
            return code(40001, "invalid credential, access_token is invalid or not latest")
        if path == "media/get":
            content = self.media.get(query.get("media_id", ""))
            return garbage(content) if content else code(40007, "invalid media_id")
        return self._done(path, body)

    def _stable_token(self, body: dict[str, Any]) -> Answer:
        if body.get("appid") != APP_ID:
            return code(40013, "invalid appid")
        if body.get("secret") != SECRET or body.get("grant_type") != "client_credential":
            return code(40125, "invalid appsecret")
        if body.get("force_refresh"):
            self.expire()
        return {"access_token": self.token, "expires_in": self.expires_in}

    def _done(self, path: str, body: dict[str, Any]) -> Answer:
        with self._lock:
            if path == "menu/create":
                self.menu = body
            if path == "menu/get":
                return {"menu": self.menu} if self.menu else code(46003, "menu no exist")
            if path == "template/get_all_private_template":
                return {"template_list": [{"template_id": t} for t in self.templates]}
            if path == "qrcode/create":
                scene = body["action_info"]["scene"]["scene_str"]
                url = f"http://weixin.qq.com/q/{scene}"
                return {"ticket": "t", "expire_seconds": body["expire_seconds"], "url": url}
            if path.startswith("message/"):
                self.arrived.append((path, body))
                self._number += 1
            return {"errcode": 0, "errmsg": "ok", "msgid": self._number}

    def texts(self) -> list[str]:
        """What followers were sent in the chat."""
        return [b["text"]["content"] for path, b in self.arrived if path == "message/custom/send"]


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    platform: FakeWeChat

    def do_GET(self) -> None:
        self._answer({})

    def do_POST(self) -> None:
        content = self.rfile.read(int(self.headers["Content-Length"]))
        self._answer(json.loads(content.decode("utf-8")))

    def _answer(self, body: dict[str, Any]) -> None:
        parts = urlsplit(self.path)
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        answer = self.platform.answer(parts.path.removeprefix("/cgi-bin/"), query, body)
        if callable(answer):
            answer(self)
        else:
            self.reply(json.dumps(answer, ensure_ascii=False).encode())

    def reply(self, content: bytes, number: int = 200) -> None:
        self.send_response(number)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that is killed hangs up in the middle; anything else is told."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


@contextmanager
def wechat_server() -> Iterator[tuple[FakeWeChat, str]]:
    """The platform, and the address of its API."""
    platform = FakeWeChat()
    handler = type("Handler", (_Handler,), {"platform": platform})
    server = _Server(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield platform, f"http://127.0.0.1:{server.server_port}"
    finally:
        platform.over.set()
        server.shutdown()
        server.server_close()
        thread.join()
