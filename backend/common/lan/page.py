"""The one page that is served without encryption: the authority's public certificate, and how a phone trusts it.

A phone cannot load it over https before it trusts it. Nothing else is served here, and nothing of a person is known.
"""

import base64
import hashlib
import html
import socket
import textwrap
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socketserver import TCPServer

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from backend.common.lan.certificates import common_name, fingerprint

CERTIFICATE_PATH = "/likeness-ca.crt"
SECONDS_TO_ASK = 10
STYLE = (
    "body{font:1.1rem/1.5 system-ui,sans-serif;max-width:34rem;margin:0 auto;padding:1rem;color-scheme:light dark}"
    "a.go{display:inline-block;padding:.8rem 1.2rem;border:2px solid;border-radius:.6rem}"
    "code{overflow-wrap:anywhere}"
)
# (system, its two steps). Printed in the terminal as well; {name} is the authority's.
STEPS = (
    (
        "iPhone, iPad",
        (
            "In Safari, tap “Get the certificate” and Allow; then Settings → Profile Downloaded → Install.",
            "Settings → General → About → Certificate Trust Settings: switch on “{name}”.",
        ),
    ),
    (
        "Android",
        (
            "In Chrome, tap “Get the certificate”; it lands in Downloads.",
            "Settings, search for “CA certificate” → Install anyway → choose likeness-ca.crt.",
        ),
    ),
)
COMPARE = "Compare the SHA-256 fingerprint that the phone shows in the certificate's details with"


def steps_as_text(name: str) -> list[str]:
    """The steps for a terminal, a line each, within 100 columns."""
    lines = []
    for system, steps in STEPS:
        for number, step in enumerate(steps, 1):
            head = f"  {system if number == 1 else '':<13} {number}. "
            lines += textwrap.wrap(step.format(name=name), 100, initial_indent=head, subsequent_indent=" " * len(head))
    return lines


def page(name: str, digits: str, app: str) -> str:
    """HTML; ``digits`` are the certificate's fingerprint, ``app`` is the https address of Likeness."""
    lists = "".join(
        f"<h2>{system}</h2><ol>{''.join(f'<li>{html.escape(step.format(name=name))}</li>' for step in steps)}</ol>"
        for system, steps in STEPS
    )
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>Trust this Likeness</title><style>{STYLE}</style></head><body><main>"
        "<h1>Trust this Likeness, once on this phone</h1>"
        "<p>The camera and the offline app need an encrypted address. Your phone must trust this machine's own "
        "certificate authority for that. It can vouch for this machine and for nothing else.</p>"
        f'<p><a class="go" href="{CERTIFICATE_PATH}">Get the certificate</a></p>{lists}'
        f"<p>{COMPARE} the one in the terminal where Likeness runs. It should be:<br><code>{digits}</code></p>"
        f'<p>Then: <a class="go" href="{html.escape(app)}">Open Likeness</a></p></main></body></html>'
    )


def make_server(host: str, port: int, public_pem: bytes, app: str) -> ThreadingHTTPServer:
    """The server of the page, listening on ``host`` and ``port``. Raises ``OSError`` where it cannot."""
    certificate = x509.load_pem_x509_certificate(public_pem)
    digest = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; frame-ancestors 'none'"
    answers = {
        "/": ("text/html; charset=utf-8", page(common_name(certificate), fingerprint(certificate), app).encode()),
        # Phones take the binary form.
        CERTIFICATE_PATH: ("application/x-x509-ca-cert", certificate.public_bytes(Encoding.DER)),
    }

    class Handler(BaseHTTPRequestHandler):
        server_version, sys_version = "Likeness", ""
        timeout = SECONDS_TO_ASK

        def do_GET(self) -> None:
            self._answer(with_body=True)

        def do_HEAD(self) -> None:
            self._answer(with_body=False)

        def _answer(self, *, with_body: bool) -> None:
            status = 200 if self.path in answers else 404
            kind, body = answers.get(self.path, ("text/plain; charset=utf-8", b"Not found\n"))
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.send_header("Content-Security-Policy", policy)
            self.send_header("X-Content-Type-Options", "nosniff")
            self.send_header("Referrer-Policy", "no-referrer")
            self.send_header("Cache-Control", "no-store")
            self.end_headers()
            if with_body:
                self.wfile.write(body)

        def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002 (its name upstream)
            """Who asked is nobody's business."""

    class Server(ThreadingHTTPServer):
        address_family = socket.AF_INET6 if ":" in host else socket.AF_INET
        daemon_threads = True

        def server_bind(self) -> None:
            # Past HTTPServer's own, which asks the network for this machine's name.
            TCPServer.server_bind(self)

    return Server((host, port), Handler)
