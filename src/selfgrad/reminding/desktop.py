"""One notification on this desktop, through `desktop-notifier`: Linux (D-Bus), macOS and Windows."""

import asyncio
import os
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from selfgrad.reminding import INSTALL, NotSent, hush

PATIENCE = 10  # seconds for a desktop to answer
_INSTEAD = "Send reminders to an address, or import the calendar file."


def show(title: str, text: str) -> None:
    """Show one notification. NotSent says why, if none can be shown."""
    try:
        import desktop_notifier  # noqa: F401  0.1 s, and an extra
    except ImportError:
        raise NotSent("Desktop notifications need desktop-notifier.", INSTALL) from None
    hush("desktop_notifier")
    _find_bus()
    try:
        arrived = _in_a_thread(lambda: asyncio.run(asyncio.wait_for(_show(title, text), PATIENCE)))
    except TimeoutError:
        raise NotSent(f"The desktop did not answer within {PATIENCE} seconds.", _INSTEAD) from None
    except Exception as error:  # the bus raises whatever it met: no socket, no service, no HOME
        raise NotSent(_why(error), _INSTEAD) from None
    if not arrived:
        raise NotSent("This desktop took no notification.", _INSTEAD)


def _in_a_thread(run: Callable[[], bool]) -> bool:
    """In a thread of its own, since the program that calls may have an event loop in this one."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(run).result()


async def _show(title: str, text: str) -> bool:
    """Whether a notification arrived. The library logs what fails, so it is asked to call back."""
    from desktop_notifier import DesktopNotifier

    arrived: list[bool] = []
    notifier = DesktopNotifier(app_name="selfgrad", app_icon=None)
    try:
        if not await notifier.get_capabilities():
            # Outside a signed application macOS shows none, and the library takes them silently.
            return False
        # Some desktops read the text as markup, which a learner did not write.
        plain = text.replace("<", "‹")
        await notifier.send(title, plain, on_dispatched=lambda: arrived.append(True))
        return bool(arrived)
    finally:
        bus = getattr(notifier._backend, "bus", None)  # the library never hangs up
        if bus:
            bus.disconnect()
            await bus.wait_for_disconnect()


def _find_bus() -> None:
    """Name the session bus where cron did not."""
    if sys.platform != "linux" or os.environ.get("DBUS_SESSION_BUS_ADDRESS"):
        return
    bus = f"{os.environ.get('XDG_RUNTIME_DIR') or f'/run/user/{os.getuid()}'}/bus"
    if os.path.exists(bus):
        os.environ["DBUS_SESSION_BUS_ADDRESS"] = f"unix:path={bus}"


def _why(error: Exception) -> str:
    if type(error).__name__ == "DBusError":
        return "Nothing on this desktop's session bus shows notifications."
    return "There is no desktop session here that could show a notification."
