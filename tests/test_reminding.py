"""Reminders on their way: a calendar file read back, a real session bus, a real address."""

import asyncio
import json
import os
import shutil
import subprocess
import sys
import threading
from datetime import UTC, date, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from zoneinfo import ZoneInfo

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar, Timezone

from selfgrad import plans
from selfgrad.clock import Clock
from selfgrad.errors import BadInput
from selfgrad.plans import EVERY_DAY, Plan
from selfgrad.reminding import NotSent, calendars, desktop, services, zones

# Apprise looks for a module that Python 3.13 no longer has
pytestmark = pytest.mark.filterwarnings("ignore:'imghdr' is deprecated:DeprecationWarning")

PIANO = plans.read("after breakfast, at the piano", "10m", "mon-fri", "07:30")
BERLIN = Clock("Europe/Berlin")
NOW = BERLIN.parse("2026-11-21 18:00", now=1_900_000_000_000)  # a Saturday


# -- the calendar file ----


def read_back(*kept, clock=BERLIN, now=NOW):
    return Calendar.from_ical(calendars.calendar(kept, clock, now))


def own_zone(calendar):
    """The zone as the file itself describes it, for readers that know no names of zones."""
    [described] = calendar.timezones
    return described.to_tz(lookup_tzid=False)


def alarms(calendar, until):
    """Every instant at which an alarm sounds, worked out from nothing but the file."""
    found = []
    for event in calendar.events:
        zone = own_zone(calendar) if calendar.timezones else UTC
        start = event["dtstart"].dt.replace(tzinfo=None)
        rule = rrulestr(event["rrule"].to_ical().decode(), dtstart=start)
        [alarm] = event.walk("VALARM")
        for wall in rule.between(start, until, inc=True):
            found.append(wall.replace(tzinfo=zone).astimezone(UTC) + alarm["trigger"].dt)
    return sorted(found)


def expected(plan, clock, first, until):
    """The same by hand: every date, every reminder, what zoneinfo says it is in UTC."""
    found = []
    for n in range((until.date() - first).days + 2):
        day = first + timedelta(n)
        for at in plan.remind:
            hour, minute = int(at[:2]), int(at[3:])
            next_date = hour * 60 + minute < clock.day_start_minutes
            on = day + timedelta(next_date)
            wall = datetime(on.year, on.month, on.day, hour, minute)
            if day.weekday() in plan.days and wall < until:
                found.append(wall.replace(tzinfo=ZoneInfo(clock.zone)).astimezone(UTC))
    return sorted(found)


@pytest.mark.parametrize(
    "zone",
    [
        *("Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "America/Santiago"),
        *("Europe/Dublin", "Africa/Casablanca", "Asia/Tokyo", "Europe/Istanbul", "UTC"),
    ],
)
@pytest.mark.parametrize("days", [EVERY_DAY, (0, 1, 2, 3, 4), (6,)])
def test_the_alarms_of_three_years_sound_when_the_wall_clock_shows_the_reminder(zone, days):
    clock, plan = Clock(zone), Plan("tea", 600_000, days, ("03:30", "07:30", "23:50"))
    until = datetime(2029, 11, 21)
    found = alarms(read_back(("plan", plan), clock=clock), until)
    assert found == expected(plan, clock, date.fromisoformat(clock.day(NOW)), until)


def test_summer_time_moves_the_instant_and_not_the_wall_clock():
    found = alarms(read_back(("plan", PIANO)), datetime(2027, 11, 21))
    assert {at.astimezone(ZoneInfo("Europe/Berlin")).strftime("%H:%M") for at in found} == {"07:30"}
    assert {at.strftime("%H:%M") for at in found} == {"05:30", "06:30"}


@pytest.mark.parametrize("zone", ["Europe/Berlin", "America/New_York", "Australia/Sydney"])
def test_a_zone_is_described_by_its_yearly_rules_so_it_never_ends(zone):
    described = zones.timezone(zone, date(2026, 11, 21))
    assert all("RRULE" in part for part in described.subcomponents)
    known, told = ZoneInfo(zone), described.to_tz(lookup_tzid=False)
    for n in range(365 * 24):
        at = datetime(2034, 1, 1, tzinfo=UTC) + timedelta(hours=n)
        assert at.astimezone(told).utcoffset() == at.astimezone(known).utcoffset(), at


def test_the_changes_of_a_zone_are_found_to_the_second():
    found = zones.changes(
        ZoneInfo("Europe/Berlin"),
        datetime(2026, 1, 1, tzinfo=UTC),
        datetime(2027, 1, 1, tzinfo=UTC),
    )
    assert [(str(change.wall), change.summer) for change in found] == [
        ("2026-03-29 02:00:00", True),
        ("2026-10-25 03:00:00", False),
    ]


def test_a_zone_that_has_not_changed_for_years_and_soon_will_is_described_from_the_start():
    told = zones.timezone("Asia/Pyongyang", date(2017, 1, 1)).to_tz(lookup_tzid=False)
    for year, offset in ((2017, 8.5), (2019, 9)):
        at = datetime(year, 1, 1, tzinfo=UTC)
        assert at.astimezone(told).utcoffset() == timedelta(hours=offset)


def test_the_description_of_the_library_is_still_an_hour_late():
    """The day this fails, `zones.py` can go."""
    theirs = Timezone.from_tzid("Europe/Berlin", first_date=date(2026, 1, 1)).to_tz(
        lookup_tzid=False
    )
    just_after = datetime(2026, 3, 29, 1, 30, tzinfo=UTC)
    assert just_after.astimezone(theirs).utcoffset() == timedelta(hours=1)
    assert just_after.astimezone(ZoneInfo("Europe/Berlin")).utcoffset() == timedelta(hours=2)


def test_importing_a_newer_file_replaces_each_event():
    before = read_back(("skill-7", PIANO)).events
    later = PIANO._replace(remind=("08:15",))
    after = read_back(("skill-7", later), now=NOW + 60_000).events
    assert [event["uid"] for event in before] == [event["uid"] for event in after]
    assert after[0]["sequence"] > before[0]["sequence"]
    assert after[0]["sequence"] < 2**31
    two = read_back(("a", later), ("b", PIANO._replace(remind=("07:00", "09:00")))).events
    assert [event["uid"] for event in two] == ["a-1@selfgrad", "b-1@selfgrad", "b-2@selfgrad"]


def test_an_event_is_private_and_makes_nobody_busy():
    [event] = read_back(("plan", PIANO)).events
    assert (event["transp"], event["class"]) == ("TRANSPARENT", "PRIVATE")
    assert event["duration"].dt == timedelta(minutes=10)
    assert event["dtstart"].dt == datetime(2026, 11, 23, 7, 30, tzinfo=ZoneInfo("Europe/Berlin"))
    [event] = read_back(("plan", PIANO._replace(least_ms=0))).events
    assert "duration" not in event


@pytest.mark.parametrize("plan", [PIANO._replace(remind=()), PIANO._replace(days=())])
def test_a_plan_without_a_reminder_makes_no_calendar(plan):
    with pytest.raises(BadInput, match="No plan has a reminder"):
        calendars.calendar([("plan", plan)], BERLIN, NOW)


cues = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=200)


@given(cues)
def test_any_cue_survives_the_folding_and_escaping(text):
    try:
        plan = PIANO._replace(cue=plans.cue(text))
    except BadInput:
        return
    raw = calendars.calendar([("plan", plan)], BERLIN, NOW)
    [event] = Calendar.from_ical(raw).events
    [alarm] = event.walk("VALARM")
    assert event["summary"] == alarm["description"] == plans.message(plan)[1]
    assert raw.endswith(b"END:VCALENDAR\r\n")
    for line in raw.split(b"\r\n"):
        assert len(line) <= 75
        assert b"\n" not in line
        line.decode()


def test_commas_semicolons_backslashes_and_line_breaks_are_escaped():
    raw = calendars.calendar([("plan", Plan("a, b; c\\ d\ne", remind=("07:30",)))], BERLIN, NOW)
    assert b"SUMMARY:A\\, b\\; c\\\\ d\\ne.\r\n" in raw


# -- the desktop ----

BUS = """<busconfig><type>session</type><listen>unix:path={}</listen><auth>EXTERNAL</auth>
<policy context="default"><allow send_destination="*"/><allow receive_sender="*"/><allow own="*"/></policy></busconfig>"""


def bus_daemon():
    path = shutil.which("dbus-daemon")
    if path is None and os.environ.get("CI") and sys.platform == "linux":
        pytest.fail("CI needs dbus-daemon: `apt install dbus-daemon` on Debian.")
    if path is None:
        pytest.skip("no dbus-daemon is installed here, so no notification was really shown")
    return path


@pytest.fixture
def bus(tmp_path, monkeypatch):
    """A session bus of our own, as in a session that cron knows nothing of."""
    config = tmp_path / "bus.conf"
    config.write_text(BUS.format(tmp_path / "bus"))
    daemon = subprocess.Popen(
        [bus_daemon(), f"--config-file={config}", "--nofork", "--print-address"],
        stdout=subprocess.PIPE,
        text=True,
    )
    address = daemon.stdout.readline().strip()
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
    yield address
    daemon.terminate()
    daemon.communicate(timeout=20)


class Screen:
    """A notification service on a bus, in a thread of its own; `seen` holds what it was asked to show."""

    def __init__(self, address, answer=None):
        self.address, self.answer = address, answer
        self.seen = []
        self.ready = threading.Event()
        self.thread = threading.Thread(target=lambda: asyncio.run(self.serve()))

    def __enter__(self):
        self.thread.start()
        assert self.ready.wait(20)
        return self

    def __exit__(self, *_):
        self.loop.call_soon_threadsafe(self.over.set)
        self.thread.join(20)

    async def serve(self):
        from dbus_fast.aio import MessageBus

        self.loop, self.over = asyncio.get_running_loop(), asyncio.Event()
        connected = await MessageBus(bus_address=self.address).connect()
        connected.export("/org/freedesktop/Notifications", self.interface())
        await connected.request_name("org.freedesktop.Notifications")
        self.ready.set()
        await self.over.wait()
        connected.disconnect()
        await connected.wait_for_disconnect()

    def interface(self):
        from typing import Annotated

        from dbus_fast import DBusError
        from dbus_fast.annotations import DBusDict, DBusInt32, DBusSignature, DBusStr, DBusUInt32
        from dbus_fast.service import ServiceInterface, dbus_method

        names = Annotated[list[str], DBusSignature("as")]
        screen = self

        class Notifications(ServiceInterface):
            @dbus_method()
            def GetServerInformation(self) -> Annotated[list, DBusSignature("ssss")]:
                return ["screen", "selfgrad", "1", "1.2"]

            @dbus_method()
            def GetCapabilities(self) -> names:
                return ["body", "body-markup"]

            @dbus_method()
            async def Notify(
                self,
                app: DBusStr,
                _replaces: DBusUInt32,
                _icon: DBusStr,
                title: DBusStr,
                text: DBusStr,
                _actions: names,
                _hints: DBusDict,
                _timeout: DBusInt32,
            ) -> DBusUInt32:
                if screen.answer == "never":
                    await screen.over.wait()
                if screen.answer == "no":
                    raise DBusError("org.freedesktop.Notifications.Error", "too many")
                screen.seen.append((app, title, text))
                return len(screen.seen)

        return Notifications("org.freedesktop.Notifications")


linux = pytest.mark.skipif(sys.platform != "linux", reason="a session bus is Linux's way")


def not_shown():
    with pytest.raises(NotSent) as refusal:
        desktop.show(*plans.message(PIANO))
    assert str(refusal.value).isprintable()
    return str(refusal.value)


@linux
def test_a_reminder_is_shown_on_the_desktop(bus, capfd):
    with Screen(bus) as screen:
        desktop.show(*plans.message(PIANO))
        desktop.show("selfgrad", "After Zoë's <b>tea & 茶.")
    assert screen.seen == [
        ("selfgrad", "selfgrad", "After breakfast, at the piano: 10 minutes."),
        ("selfgrad", "selfgrad", "After Zoë's ‹b>tea & 茶."),
    ]
    assert capfd.readouterr() == ("", "")


@linux
def test_from_cron_which_knows_no_bus_the_one_of_the_user_is_found(bus, monkeypatch):
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS")
    with Screen(bus) as screen:
        desktop.show("selfgrad", "After tea.")
    assert len(screen.seen) == 1


@linux
def test_a_bus_on_which_nothing_shows_notifications_is_told(bus, capfd):
    assert "shows notifications" in not_shown()
    assert capfd.readouterr() == ("", "")


@linux
def test_a_notification_that_was_refused_is_not_taken_for_shown(bus, capfd, caplog):
    with Screen(bus, "no"):
        assert "took no notification" in not_shown()
    assert (capfd.readouterr(), caplog.text) == (("", ""), "")


@linux
def test_a_desktop_that_does_not_answer_is_not_waited_for(bus, monkeypatch):
    monkeypatch.setattr(desktop, "PATIENCE", 0.3)
    with Screen(bus, "never"):
        assert "did not answer" in not_shown()


@linux
@pytest.mark.parametrize("address", ["", "unix:path=/nowhere/bus", "nonsense"])
def test_where_there_is_no_desktop_one_sentence_says_so(monkeypatch, tmp_path, address, capfd):
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    for name in ("DISPLAY", "HOME"):
        monkeypatch.delenv(name, raising=False)
    assert "no desktop session" in not_shown()
    assert capfd.readouterr() == ("", "")


def test_a_desktop_that_can_show_nothing_is_not_taken_for_one_that_did(monkeypatch):
    import desktop_notifier.main
    from desktop_notifier.backends.dummy import DummyNotificationCenter

    monkeypatch.setattr(desktop_notifier.main, "get_backend_class", lambda: DummyNotificationCenter)
    assert "took no notification" in not_shown()


@pytest.mark.parametrize(
    ("package", "act"),
    [
        ("desktop_notifier", not_shown),
        ("apprise", lambda: services.send("json://localhost", "selfgrad", "After tea.")),
        ("apprise", lambda: services.checked("json://localhost")),
    ],
)
def test_a_package_that_is_missing_is_named_with_the_command_that_installs_it(
    monkeypatch, package, act
):
    monkeypatch.setitem(sys.modules, package, None)
    try:
        said = act()
    except NotSent as refusal:
        said = str(refusal)
    assert 'pip install "selfgrad[remind]"' in said


# -- addresses ----

SECRET = "hunter2SECRETtoken"


class Post(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.got.append((self.path, dict(self.headers), body))
        self.send_response(self.server.status)
        self.end_headers()

    def log_message(self, *_):
        pass


@pytest.fixture
def post(monkeypatch):
    """A service at an address of this machine."""
    monkeypatch.setenv("NO_PROXY", "*")
    monkeypatch.setenv("no_proxy", "*")
    server = HTTPServer(("127.0.0.1", 0), Post)
    server.got, server.status = [], 200
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    server.at = f"127.0.0.1:{server.server_port}"
    yield server
    server.shutdown()
    thread.join(20)
    server.server_close()


def test_a_reminder_arrives_at_an_address(post):
    services.send(f"json://me:{SECRET}@{post.at}/path", *plans.message(PIANO))
    [(path, headers, body)] = post.got
    assert path == "/path"
    assert headers["Authorization"].startswith("Basic ")
    assert headers["User-Agent"] == "selfgrad"
    told = json.loads(body)
    assert (told["title"], told["message"]) == plans.message(PIANO)
    assert not told["attachments"]


def test_non_ascii_and_markup_arrive_as_written(post):
    services.send(f"json://{post.at}", "selfgrad", "After <b>Zoë's</b> & 茶.")
    services.send(f"json://{post.at}?format=html", "selfgrad", "After <b>tea</b>.")
    assert json.loads(post.got[0][2])["message"] == "After <b>Zoë's</b> & 茶."
    assert "&lt;b&gt;" in json.loads(post.got[1][2])["message"]


@pytest.mark.parametrize("status", [401, 404, 500])
def test_a_service_that_refuses_is_told_without_the_address(post, status, capfd, caplog):
    post.status = status
    caplog.set_level(0)
    with pytest.raises(NotSent, match="json://…") as refusal:
        services.send(f"json://me:{SECRET}@{post.at}/{SECRET}", "selfgrad", "After tea.")
    hides(refusal.value, capfd, caplog)


def hides(refusal, capfd, caplog):
    """Nowhere in what is said, raised or logged does the secret stand."""
    chain = []
    while refusal:
        chain.append(f"{refusal!s} {refusal!r} {refusal.args}")
        refusal = refusal.__cause__ or refusal.__context__
    written = capfd.readouterr()
    assert written == ("", "")
    assert SECRET not in "".join([*chain, caplog.text])


def test_a_service_that_is_not_there_is_told_without_the_address(post, capfd, caplog):
    caplog.set_level(0)
    with pytest.raises(NotSent, match="did not arrive") as refusal:
        services.send(f"json://me:{SECRET}@127.0.0.1:1/{SECRET}", "selfgrad", "After tea.")
    hides(refusal.value, capfd, caplog)


@pytest.mark.parametrize(
    "address",
    [
        *("", "  ", SECRET, f"{SECRET}://x", f"tgram://{SECRET}", f"json://:{SECRET}@", "json://"),
        *(f"mailto://me:{SECRET}", f"discord://{SECRET}", f"nothing://{SECRET}", "\x1b[31m"),
    ],
)
def test_an_address_that_is_not_understood_is_refused_without_repeating_it(address, capfd, caplog):
    caplog.set_level(0)
    for act in (services.checked, lambda url: services.send(url, "selfgrad", "After tea.")):
        with pytest.raises(BadInput, match="no address Apprise understands") as refusal:
            act(address)
        hides(refusal.value, capfd, caplog)


def test_an_address_is_kept_as_it_was_given():
    for address in (
        f"json://me:{SECRET}@localhost",
        f"ntfy://{SECRET}",
        f"mailtos://a:{SECRET}@gmx.de",
    ):
        assert services.checked(f" {address}\n") == address


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        (f"json://me:{SECRET}@localhost", "json://…"),
        (f"MAILTOS://{SECRET}", "mailtos://…"),
        (f"https://hooks.slack.com/services/{SECRET}", "https://…"),
        (f"{SECRET}://", "…"),
        (SECRET, "…"),
        ("", "…"),
    ],
)
def test_of_an_address_only_its_kind_is_shown(address, shown):
    assert services.masked(address) == shown
