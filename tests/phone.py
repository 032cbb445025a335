"""A phone without a screen: speaks to a running server as the app does, through the standard library alone."""

import json
import ssl
import time
import urllib.request
import uuid
from http.cookiejar import CookieJar
from typing import Any


class Phone:
    """A signed-up account on a running server, with a browser's cookies and CSRF token."""

    def __init__(self, origin: str, *, trust: ssl.SSLContext | None = None) -> None:
        self.origin = origin
        self.cookies = CookieJar()
        self.opener = urllib.request.build_opener(
            urllib.request.HTTPCookieProcessor(self.cookies), urllib.request.HTTPSHandler(context=trust)
        )
        self.get("/_allauth/browser/v1/config")
        self.get("/")
        account = {"email": f"{uuid.uuid4().hex}@example.org", "password": uuid.uuid4().hex}
        self.post("/_allauth/browser/v1/auth/signup", json.dumps(account).encode(), "application/json")

    def get(self, path: str) -> bytes:
        with self.opener.open(self.origin + path) as answer:
            content: bytes = answer.read()
            return content

    def signed(self, headers: dict[str, str]) -> dict[str, str]:
        """With what a browser adds to a writing request of the app."""
        cookies = {cookie.name: cookie.value or "" for cookie in self.cookies}
        token = next(value for name, value in cookies.items() if name.endswith("csrftoken"))
        jar = "; ".join(f"{name}={value}" for name, value in cookies.items())
        return {**headers, "Cookie": jar, "X-CSRFToken": token, "Referer": self.origin}

    def post(self, path: str, body: bytes, content_type: str) -> Any:
        token = next(cookie.value for cookie in self.cookies if cookie.name.endswith("csrftoken"))
        headers = {"Content-Type": content_type, "X-CSRFToken": token or "", "Referer": self.origin}
        request = urllib.request.Request(self.origin + path, body, headers)  # noqa: S310 (an address of our own)
        with self.opener.open(request) as answer:
            return json.load(answer)

    def upload(self, content: bytes) -> str:
        boundary = uuid.uuid4().hex
        fields = {"id": str(uuid.uuid4()), "view": "frontal"}
        form = "".join(
            f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
            for name, value in fields.items()
        )
        head = f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="p.jpg"\r\n\r\n'
        body = (form + head).encode() + content + f"\r\n--{boundary}--\r\n".encode()
        photo = self.post("/api/v1/photos/", body, f"multipart/form-data; boundary={boundary}")
        return str(photo["id"])

    def photo(self, photo_id: str) -> Any:
        return json.loads(self.get(f"/api/v1/photos/{photo_id}/"))

    def wait_for(self, photo_id: str, *, seconds: float = 60.0) -> Any:
        """The photo once it is no longer ``received``. Raises TimeoutError."""
        deadline = time.monotonic() + seconds
        while (photo := self.photo(photo_id))["state"] == "received":
            if time.monotonic() > deadline:
                raise TimeoutError(f"photo {photo_id} is still waiting after {seconds:g} s")
            time.sleep(0.05)
        return photo
