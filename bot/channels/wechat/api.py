"""WeChat's API by wechatpy's synchronous client, in threads of its own."""

import asyncio
import json
import threading
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

import requests
from wechatpy.client import WeChatClient
from wechatpy.exceptions import WeChatClientException

# Seconds to connect, and between two bytes of the answer.
TIMEOUT = (5.0, 10.0)
# Threads of our own: while WeChat hangs, nobody else waits for a thread.
_THREADS = 8
_STOPPING = "the server is stopping"


class ApiError(Exception):
    """WeChat did not do it. ``code``: its errcode; None where it did not come to one.

    ``why`` never quotes a URL: that would hold the access token.
    """

    def __init__(self, code: int | None, why: str) -> None:
        super().__init__(f"{code}: {why}" if code is not None else why)
        self.code, self.why = code, why


class Api:
    """Calls with a token that is given: the library's own way of getting one is not used."""

    def __init__(self, app_id: str, base: str, timeout: tuple[float, float] = TIMEOUT) -> None:
        self.app_id = app_id
        self._base, self._timeout = base.rstrip("/"), timeout
        self._threads = ThreadPoolExecutor(_THREADS, thread_name_prefix="wechat")
        self._local = threading.local()
        self._clients: list[WeChatClient] = []
        self._closed = False

    async def call(
        self, endpoint: str, token: str | None, body: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        """POST ``body``, or GET without one. Raises ApiError."""
        if self._closed:
            raise ApiError(None, _STOPPING)
        work = partial(self._called, endpoint, token, body)
        return await asyncio.get_running_loop().run_in_executor(self._threads, work)

    async def media(self, token: str, media_id: str, most: int) -> bytes | None:
        """What a follower sent; None for more bytes than ``most``. Raises ApiError."""
        if self._closed:
            raise ApiError(None, _STOPPING)
        work = partial(self._media, token, media_id, most)
        return await asyncio.get_running_loop().run_in_executor(self._threads, work)

    async def close(self) -> None:
        """Let what is on its way end, begin nothing more, and close the connections."""
        self._closed = True
        await asyncio.to_thread(self._threads.shutdown)
        for client in self._clients:
            client._http.close()

    def _called(
        self, endpoint: str, token: str | None, body: dict[str, Any] | None
    ) -> dict[str, Any]:
        if self._closed:
            raise ApiError(None, _STOPPING)
        # The parameter is always there, even empty, or the library would fetch a token.
        known: dict[str, Any] = {
            "params": {"access_token": token},
            "api_base_url": f"{self._base}/cgi-bin/",
        }
        client = self._client()
        try:
            result = (
                client.get(endpoint, **known)
                if body is None
                else client.post(endpoint, data=body, **known)
            )
        except WeChatClientException as error:
            raise _refused(error) from None
        except (requests.RequestException, ValueError, TypeError, OSError) as error:
            raise ApiError(None, f"no answer: {type(error).__name__}") from None
        if not isinstance(result, dict):
            raise ApiError(None, "an answer that is no JSON object")
        return result

    def _media(self, token: str, media_id: str, most: int) -> bytes | None:
        """In a thread. What cannot be had is a JSON object with an errcode instead."""
        query = {"access_token": token, "media_id": media_id}
        url = f"{self._base}/cgi-bin/media/get"
        try:
            with self._client()._http.get(
                url, params=query, timeout=self._timeout, stream=True
            ) as answer:
                answer.raise_for_status()
                content = bytearray()
                for part in answer.iter_content(64 * 1024):
                    content += part
                    if len(content) > most:
                        return None
        except (requests.RequestException, OSError) as error:
            raise ApiError(None, f"no answer: {type(error).__name__}") from None
        if content.startswith(b"{"):
            raise _told(bytes(content))
        return bytes(content)

    def _client(self) -> WeChatClient:
        """This thread's: the session of requests is not made for several."""
        client = getattr(self._local, "client", None)
        if client is None:
            client = WeChatClient(self.app_id, "", timeout=self._timeout, auto_retry=False)
            self._local.client = client
            self._clients.append(client)
        return client


def _told(content: bytes) -> ApiError:
    """The error in what came instead of a file."""
    try:
        said = json.loads(content)
        return ApiError(int(said["errcode"]), str(said.get("errmsg"))[:150])
    except (ValueError, TypeError, KeyError):
        return ApiError(None, "an answer that is no file")


def _refused(error: WeChatClientException) -> ApiError:
    if error.errcode is None:
        return ApiError(None, f"HTTP {getattr(error.response, 'status_code', 'error')}")
    return ApiError(error.errcode, str(error.errmsg)[:150])
