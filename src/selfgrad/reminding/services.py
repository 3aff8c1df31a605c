"""A message to any address that Apprise understands. An address holds a password or a key, so no
sentence, no error and no log here ever repeats one."""

import re
from typing import TYPE_CHECKING

from selfgrad.errors import BadInput
from selfgrad.reminding import INSTALL, NotSent, hush

if TYPE_CHECKING:
    import apprise


def checked(address: str) -> str:
    """An address as it can be kept; BadInput for one that Apprise does not understand."""
    _service(address)
    return address.strip()


def masked(address: str) -> str:
    """What can be shown of an address: its kind.

    >>> masked("tgram://KEY/CHAT")
    'tgram://…'
    """
    found = re.match(r"[a-z]{2,12}://", address.strip(), re.IGNORECASE)
    return f"{found[0].lower() if found else ''}…"


def send(address: str, title: str, text: str) -> None:
    """Send one message. NotSent, naming the kind of address alone, if it did not arrive."""
    service = _service(address)
    try:
        arrived = bool(service.notify(title=title, body=text, body_format="text"))
    except Exception:  # a plugin raises what its protocol does, with the address in it
        arrived = False
    if not arrived:
        raise NotSent(
            f"The reminder to {masked(address)} did not arrive.",
            "Look whether the address still holds and this machine is online.",
        )


def _service(address: str) -> "apprise.Apprise":
    try:
        import apprise  # 0.12 s, and an extra
    except ImportError:
        raise NotSent("Sending to an address needs Apprise.", INSTALL) from None
    for library in ("apprise", "urllib3", "requests_oauthlib"):
        hush(library)
    asset = apprise.AppriseAsset(app_id="selfgrad", app_desc="selfgrad")
    service = apprise.Apprise(asset=asset)
    try:
        understood = bool(address.strip()) and service.add(address.strip())
    except Exception:  # as in `send`
        understood = False
    if not understood:
        raise BadInput(
            "That is no address Apprise understands.",
            "Its kinds are listed at https://github.com/caronc/apprise; ntfy://ntfy.sh/TOPIC is one.",
        )
    return service
