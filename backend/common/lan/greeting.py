"""What ``up --lan`` says in the terminal."""

from backend.common.lan.page import COMPARE, steps_as_text
from backend.common.lan.plan import Lan, in_url
from backend.common.qr import qr_text


def greeting(lan: Lan, *, port: int, certificate_port: int, encoding: str, is_terminal: bool) -> list[str]:
    """Lines: the address, the two steps for each kind of phone, both with their codes where they can be shown."""
    app = f"https://{lan.host}:{port}/"
    # By numbers, for nothing needs to vouch for them here, and older Androids find no names in .local.
    page = f"http://{in_url(lan.address)}:{certificate_port}/"
    lines = [f"Likeness is running: {app}"]
    if lan.spare_host:
        lines.append(f"For a phone that does not find that name: https://{lan.spare_host}:{port}/")
    lines += [f"Note: {note}" for note in lan.notes]
    lines += ["", f"Once on each phone, in the same network: {page}", *_code(page, encoding, is_terminal)]
    lines += [*steps_as_text(lan.authority.name), "", f"{COMPARE} this one:", f"  {lan.authority.fingerprint}"]
    lines += ["", f"Then, and from then on: {app}", *_code(app, encoding, is_terminal), ""]
    return lines


def _code(text: str, encoding: str, is_terminal: bool) -> list[str]:
    code = qr_text(text, coloured=is_terminal)
    try:
        code.encode(encoding)
    except UnicodeEncodeError:
        return ["(This terminal cannot show a code: type the address.)"]
    return code.splitlines()
