"""A command that is run for the learner: real processes, real pipes, a real pseudo-terminal."""

import contextlib
import json
import os
import re
import signal
import subprocess
import sys
import threading

import pexpect
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from selfgrad import errors
from selfgrad.cli import child, screen

# runs the words after the first one, and writes how that ended, and what it left of the terminal and of
# the memory, into the file that the first one names
DRIVER = """
import json, os, resource, sys, termios
from selfgrad.cli import child
def settings():
    return repr(termios.tcgetattr(0)) if os.isatty(0) else None
before, ended = settings(), None
if os.environ.get("BREAK"):
    child._written = lambda end, data: 1 / 0
try:
    ended = child.run(sys.argv[2:])._asdict()
finally:
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with open(sys.argv[1], "w") as file:
        json.dump({"ended": ended, "restored": settings() == before, "memory": memory}, file)
"""
LOOK = """
import os, sys
print([os.isatty(n) for n in range(3)], os.get_terminal_size(1) if os.isatty(1) else None, flush=True)
"""
# says that it is ready and waits for signals: those that it handles it counts, and ends with 7
PATIENT = """
import signal, sys, time
def heard(number, frame):
    print("heard", signal.Signals(number).name, flush=True)
    sys.exit(7)
for name in sys.argv[1:]:
    signal.signal(signal.Signals[name], heard)
print("ready", flush=True)
while True:
    time.sleep(60)
"""


class Driver:
    """A process that runs a command for us, between pipes or on a terminal."""

    def __init__(self, folder):
        self.report = folder / "report.json"
        self.terminals = []

    def words(self, *command):
        return [sys.executable, "-c", DRIVER, str(self.report), *command]

    def piped(self, *command, **ends):
        ends = {
            "stdin": subprocess.PIPE,
            "stdout": subprocess.PIPE,
            "stderr": subprocess.PIPE,
        } | ends
        return subprocess.Popen(self.words(*command), **ends)

    def done(self, *command, stdin=b"", **ends):
        with self.piped(*command, **ends) as running:
            out, err = running.communicate(stdin, timeout=60)
        return out, err

    def terminal(self, words, **env):
        running = pexpect.spawn(
            words[0],
            words[1:],
            env={**os.environ, "TERM": "dumb", "PS1": "$ ", **env},
            timeout=20,
            dimensions=(30, 90),
        )
        self.terminals.append(running)
        return running

    def said(self):
        return json.loads(self.report.read_text())

    def ended(self):
        return child.Ended(**self.said()["ended"])


@pytest.fixture
def driver(tmp_path):
    made = Driver(tmp_path)
    yield made
    for terminal in made.terminals:
        terminal.close(force=True)


@pytest.fixture
def at_terminal(driver):
    """`at_terminal("cat")`: the command on a terminal of its own, by way of ours."""
    return lambda *command, **env: driver.terminal(driver.words(*command), **env)


def python(code, *words):
    return sys.executable, "-c", code, *words


# ---- pipes


def test_every_byte_comes_through_pipes_unchanged(driver):
    everything = bytes(range(256)) * 300
    out, err = driver.done("sh", "-c", "tee /dev/stderr", stdin=everything)
    assert out == everything and err == everything


def test_a_prompt_without_a_newline_comes_at_once_and_what_is_piped_in_reaches_the_command(driver):
    with driver.piped("sh", "-c", "printf 'name? '; read name; printf \"hi $name\"") as running:
        assert os.read(running.stdout.fileno(), 100) == b"name? "
        out, _ = running.communicate(b"Ada\n", timeout=60)
    assert out == b"hi Ada"
    assert driver.ended().output == "name? hi Ada"


def test_both_streams_stay_apart_and_in_order_where_they_are_one(driver):
    both = "for i in 1 2 3; do echo out $i; echo err $i >&2; done; exit 3"
    out, err = driver.done("sh", "-c", both)
    assert out == b"out 1\nout 2\nout 3\n" and err == b"err 1\nerr 2\nerr 3\n"
    out, _ = driver.done("sh", "-c", both, stderr=subprocess.STDOUT)
    in_turn = "".join(f"out {i}\nerr {i}\n" for i in (1, 2, 3))
    assert out.decode() == in_turn
    assert driver.ended()[:3] == (3, in_turn, False)


def test_what_we_have_said_before_comes_before():
    code = "from selfgrad.cli import child; print('first'); child.run(['echo', 'second'])"
    done = subprocess.run(python(code), capture_output=True, check=True, timeout=60)
    assert done.stdout == b"first\nsecond\n"


@pytest.mark.parametrize(
    ("ends", "code"),
    [("exit 0", 0), ("exit 3", 3), ("exit 255", 255), ("kill -9 $$", 137), ("kill -TERM $$", 143)],
)
def test_the_exit_code_is_the_one_a_shell_would_say(ends, code):
    ended = child.run(["sh", "-c", ends])
    assert ended.exit_code == code and not ended.interrupted and ended.took_ms >= 0


def test_output_that_is_no_text_is_kept_as_text_and_a_long_one_by_its_end(driver):
    driver.done("printf", r"a\377b\303\251")
    assert driver.ended().output == "a�bé"
    assert child.OUTPUT == 1_000_000


def test_hundreds_of_megabytes_keep_memory_flat(driver):
    driver.done("true")
    small = driver.said()["memory"]
    command = "head -c 300000000 /dev/zero; printf end"
    driver.done("sh", "-c", command, stdout=subprocess.DEVNULL)
    assert driver.said()["memory"] - small < 8_000  # KB
    kept = driver.ended().output
    assert len(kept) == child.OUTPUT and kept.endswith("\0end")


@pytest.mark.parametrize(
    ("command", "kind", "sentence"),
    [
        (
            ["pytst"],
            errors.NotFound,
            "There is no command “pytst”. Check the spelling, or its folder.",
        ),
        (["./no/such"], errors.NotFound, "There is no command “./no/such”."),
        (["./plain"], errors.Refused, "“./plain” may not be run."),
        (["./folder"], errors.Refused, "“./folder” may not be run."),
        (
            ["./lost"],
            errors.Refused,
            "The first line of “./lost” names a program that is not there.",
        ),
        (["./text"], errors.Refused, "“./text” cannot be run: Exec format error."),
        (["echo", "a\0b"], errors.BadInput, "No command can have such a character"),
        (["echo", "\udfff\ud800"], errors.BadInput, "No command can have such a character"),
        (
            ["echo", "x" * 3_000_000],
            errors.Refused,
            "“echo” cannot be run: Argument list too long.",
        ),
        ([""], errors.NotFound, "There is no command “”."),
        ([], errors.Usage, "There is no command to run."),
    ],
)
def test_a_command_that_cannot_be_run_is_one_sentence(
    command, kind, sentence, tmp_path, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "folder").mkdir()
    (tmp_path / "plain").write_text("#!/bin/sh\n")
    for name, text in (("lost", "#!/no/such/sh\n"), ("text", "hello\n")):
        (tmp_path / name).write_text(text)
        (tmp_path / name).chmod(0o755)
    open_before = len(os.listdir("/dev/fd"))
    with pytest.raises(kind) as refused:
        child.run(command)
    assert str(refused.value).startswith(sentence)
    assert len(os.listdir("/dev/fd")) == open_before


def test_a_run_leaves_no_open_file_and_no_signal_handler_behind():
    def state():
        handlers = [signal.getsignal(n) for n in sorted(signal.valid_signals())]
        return handlers, sorted(os.listdir("/dev/fd")), signal.set_wakeup_fd(-1)

    before = state()
    child.run(["true"])
    assert state() == before


def test_what_runs_on_in_the_background_is_not_waited_for(driver):
    out, _ = driver.done("sh", "-c", "sleep 600 & echo $!")
    os.kill(int(out), signal.SIGKILL)
    assert driver.ended().exit_code == 0


def test_a_flood_from_the_background_is_not_waited_for_either(driver):
    driver.done("sh", "-c", "yes &", stdout=subprocess.DEVNULL)  # ended by the pipe that is closed
    assert driver.ended().exit_code == 0


def test_a_command_that_closes_its_output_is_waited_for(driver):
    driver.done("sh", "-c", "exec >&- 2>&-; read line; exit 4", stdin=b"go\n")
    assert driver.ended().exit_code == 4


def test_a_reader_that_has_seen_enough_ends_the_command(driver):
    with driver.piped("yes") as running:
        assert running.stdout.readline() == b"y\n"
        running.stdout.close()
        assert running.stderr.read() == b""
    assert driver.ended().exit_code == 128 + signal.SIGPIPE


@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP"])
def test_a_signal_to_end_is_passed_on(driver, name):
    with driver.piped(*python(PATIENT, name)) as running:
        assert running.stdout.readline() == b"ready\n"
        running.send_signal(signal.Signals[name])
        assert running.communicate(timeout=60)[0] == f"heard {name}\n".encode()
    assert driver.ended()[:3] == (7, f"ready\nheard {name}\n", True)


def test_a_first_sigint_is_the_terminals_and_not_passed_on(driver):
    with driver.piped(*python(PATIENT, "SIGINT", "SIGTERM")) as running:
        assert running.stdout.readline() == b"ready\n"
        running.send_signal(signal.SIGINT)
        running.send_signal(signal.SIGTERM)  # Python hears them in this order
        running.communicate(timeout=60)
    assert driver.ended()[:3] == (7, "ready\nheard SIGTERM\n", True)


def test_a_second_sigint_is_passed_on(driver):
    with driver.piped(*python(PATIENT, "SIGINT")) as running:
        assert running.stdout.readline() == b"ready\n"
        while running.poll() is None:  # two at the same moment are one to the kernel
            running.send_signal(signal.SIGINT)
            with contextlib.suppress(subprocess.TimeoutExpired):
                running.wait(0.1)
        assert running.stdout.read() == b"heard SIGINT\n"
    assert driver.ended()[:3] == (7, "ready\nheard SIGINT\n", True)


def test_a_signal_that_we_were_told_to_ignore_stays_ignored(driver):
    command = driver.words("sh", "-c", "kill -HUP $$; echo alive")
    done = subprocess.run(
        ["sh", "-c", 'trap "" HUP; exec "$@"', "sh", *command], capture_output=True, check=True
    )
    assert done.stdout == b"alive\n"


# ---- a terminal


def test_a_command_on_a_terminal_has_one_of_the_same_size_with_its_colours(driver, at_terminal):
    terminal = at_terminal(*python(LOOK + r"print('\033[31mred\033[0m')"))
    terminal.expect(pexpect.EOF)
    looked = b"[True, True, True] os.terminal_size(columns=90, lines=30)\r\n"
    assert terminal.before == looked + b"\x1b[31mred\x1b[0m\r\n"
    assert driver.said()["restored"]


def test_a_window_that_changes_its_size_changes_that_of_the_command(at_terminal):
    code = "import signal\nsignal.signal(signal.SIGWINCH, lambda *_: None)\n"
    terminal = at_terminal(*python(code + LOOK + "signal.pause()\n" + LOOK))
    terminal.expect_exact("columns=90, lines=30")
    terminal.setwinsize(50, 132)
    terminal.expect_exact("columns=132, lines=50")


def test_what_is_typed_reaches_the_command_until_ctrl_d(driver, at_terminal):
    terminal = at_terminal("cat")
    terminal.sendline("grüße 你好")
    terminal.expect_exact("grüße 你好\r\ngrüße 你好\r\n".encode())  # the echo, then cat
    terminal.sendeof()
    terminal.expect(pexpect.EOF)
    assert driver.ended().exit_code == 0 and not driver.ended().interrupted
    assert driver.said()["restored"]


def test_a_key_comes_through_without_enter_and_is_no_interruption_where_the_command_reads_it(
    driver, at_terminal
):
    code = "import os, tty; tty.setraw(0); print('ready', flush=True); print(os.read(0, 9))"
    terminal = at_terminal(*python(code))
    terminal.expect_exact("ready")
    terminal.send("\x03")
    terminal.expect_exact(r"b'\x03'")
    terminal.expect(pexpect.EOF)
    assert driver.ended()[::2] == (0, False)


@pytest.mark.parametrize(("key", "code"), [("\x03", 130), ("\x1c", 131)])
def test_ctrl_c_and_ctrl_backslash_end_a_command_that_does_not_handle_them(
    driver, at_terminal, key, code
):
    terminal = at_terminal("sh", "-c", "ulimit -c 0; echo ready; exec sleep 600")
    terminal.expect_exact("ready")
    terminal.send(key)
    terminal.expect(pexpect.EOF)
    assert driver.ended().exit_code == code and driver.said()["restored"]
    assert driver.ended().interrupted is (code == 130)


def test_ctrl_c_lets_a_command_end_in_its_own_way(driver, at_terminal):
    terminal = at_terminal(*python(PATIENT, "SIGINT"))
    terminal.expect_exact("ready")
    terminal.sendintr()
    terminal.expect_exact("heard SIGINT")
    terminal.expect(pexpect.EOF)
    assert driver.ended()[::2] == (7, True)


def test_a_command_that_has_let_go_of_its_terminal_still_lives_on_it(driver, at_terminal):
    terminal = at_terminal("sh", "-c", "echo ready; exec <&- >&- 2>&-; exec sleep 600")
    terminal.expect_exact("ready")
    terminal.sendintr()
    terminal.expect(pexpect.EOF)
    assert driver.ended()[::2] == (130, True)


def test_a_signal_from_elsewhere_reaches_the_command_on_its_terminal(driver, at_terminal):
    terminal = at_terminal(*python(PATIENT, "SIGTERM"))
    terminal.expect_exact("ready")
    terminal.kill(signal.SIGTERM)
    terminal.expect_exact("heard SIGTERM")
    terminal.expect(pexpect.EOF)
    assert driver.ended()[::2] == (7, True) and driver.said()["restored"]


def test_the_terminal_is_restored_when_the_command_is_killed_in_raw_mode(driver, at_terminal):
    code = "import os, tty; tty.setraw(0); os.kill(os.getpid(), 9)"
    terminal = at_terminal(*python(code))
    terminal.expect(pexpect.EOF)
    assert driver.ended().exit_code == 137 and driver.said()["restored"]


def test_the_terminal_is_restored_when_we_fail(driver, at_terminal):
    terminal = at_terminal("echo", "hello", BREAK="1")
    terminal.expect_exact("ZeroDivisionError")
    terminal.expect(pexpect.EOF)
    assert driver.said() == {"ended": None, "restored": True, "memory": driver.said()["memory"]}


BUSY = """
import os, signal, sys, termios
quiet = termios.tcgetattr(0)
quiet[3] &= ~termios.ECHO
termios.tcsetattr(0, termios.TCSANOW, quiet)
signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGUSR1])
print("pid", os.getpid(), flush=True)
signal.sigwait([signal.SIGUSR1])
print("x" * 1_000_000, flush=True)
for line in sys.stdin:
    last = line
print("read", last)
"""


def test_a_paste_that_nobody_reads_yet_does_not_stop_the_output(driver, at_terminal):
    terminal = at_terminal(*python(BUSY))
    terminal.expect(r"pid (\d+)")
    paste = ("y" * 150 + "\n") * 600 + "done\n\x04"  # more than a terminal holds
    typing = threading.Thread(target=terminal.send, args=[paste])
    typing.start()
    os.kill(int(terminal.match[1]), signal.SIGUSR1)
    terminal.expect_exact("read done")
    typing.join()
    terminal.expect(pexpect.EOF)


def test_what_holds_the_terminal_after_the_command_is_not_waited_for(driver, at_terminal):
    terminal = at_terminal("sh", "-c", "setsid sleep 600 & echo pid $!")
    terminal.expect(r"pid (\d+)")
    sleeping = int(terminal.match[1])
    terminal.expect(pexpect.EOF)
    os.kill(sleeping, signal.SIGKILL)
    assert driver.ended().exit_code == 0


def test_the_last_words_on_a_terminal_are_never_lost(driver, at_terminal):
    terminal = at_terminal("sh", "-c", "seq 20000; printf end")
    terminal.expect(pexpect.EOF)
    assert terminal.before.endswith(b"\r\n20000\r\nend")
    assert screen.plain(driver.ended().output) == "\n".join(map(str, range(1, 20001))) + "\nend"


def test_with_input_from_a_pipe_the_output_keeps_its_terminal_line_by_line(driver):
    words = driver.words(*python("print(input())\n" + LOOK))
    terminal = driver.terminal(["sh", "-c", 'echo typed | "$@"', "sh", *words])
    terminal.expect(pexpect.EOF)
    looked = b"[False, True, True] os.terminal_size(columns=90, lines=30)\r\n"
    assert terminal.before == b"typed\r\n" + looked
    assert driver.ended().output.startswith("typed\n")


def test_with_input_from_a_pipe_ctrl_c_reaches_the_command_and_we_survive_it(driver):
    words = driver.words(*python(PATIENT, "SIGINT"))
    terminal = driver.terminal(["sh", "-c", 'trap : INT; : | "$@"', "sh", *words])
    terminal.expect_exact("ready")
    terminal.sendintr()
    terminal.expect_exact("heard SIGINT")
    terminal.expect(pexpect.EOF)
    assert driver.ended()[::2] == (7, True)


def test_with_output_to_a_file_the_keyboard_is_still_the_commands(driver, tmp_path):
    words = driver.words(*python(LOOK + "print(input())"))
    terminal = driver.terminal(
        ["sh", "-c", '"$@" > "$FILE"', "sh", *words], FILE=str(tmp_path / "out.txt")
    )
    terminal.sendline("typed")
    terminal.expect(pexpect.EOF)
    assert driver.ended().output == "[True, False, True] None\ntyped\n"


def test_in_the_background_of_a_shell_the_terminal_is_left_alone(driver):
    words = driver.words("echo", "hello")
    terminal = driver.terminal(["bash", "-c", 'set -m; "$@" & wait $!; echo code $?', "sh", *words])
    terminal.expect_exact("hello\r\n")
    terminal.expect_exact("code 0")
    terminal.expect(pexpect.EOF)


# ---- the text of it

SHOWN = (
    ("plain words, 你好 👩‍🔬\n", "plain words, 你好 👩‍🔬\n"),
    ("\x1b[1;31mFAILED\x1b[0m tests\r\n", "FAILED tests\n"),
    ("\x1b[38;2;1;2;3mred\x1b[m\x1b[4:3mcurly\x1b[0m", "redcurly"),
    ("10 %\r 20 %\r100 %", "100 %"),
    ("a long line\rshort", "shortg line"),
    ("a long line\r\x1b[Kshort", "short"),
    ("wrong\b\b\b\b\bright", "right"),
    ("ab\b\x1b[K.\n", "a.\n"),
    ("\x1b]0;a title\x07after", "after"),
    ("\x1b]8;;https://a.example\x1b\\link\x1b]8;;\x1b\\ after", "link after"),
    ("\x1bPq#0\x1b\\after", "after"),
    ("\x1b(B\x1b)0\x1b=\x1b>\x1b#8after", "after"),
    ("a\x07\x00\x0e\x0f\x7fb\x9b", "ab"),
    ("a\tb", "a\tb"),
    ("one\ntwo\n\x1b[2A\x1b[2Kdone\n", "done\ntwo\n"),
    ("one\ntwo\n\x1b[1A\x1b[0J", "one\n"),
    ("gone\x1b[2J\x1b[Hhere", "here"),
    ("\x1b[5Cfive\x1b[2Dxx\x1b[1Gone", "one  fixx"),
    ("unfinished \x1b[", "unfinished "),
    ("unfinished \x1b]0;title", "unfinished "),
    ("\x1b[999999999999999999Cx", " x"),
    ("", ""),
)
pieces = st.sampled_from(
    [text for text, _ in SHOWN] + ["\x1b", "[", "\x1b[9999C", "\x1b[9999A", "\x1b[K"]
)
anything = st.lists(st.text() | pieces | st.characters(), max_size=9).map("".join)


@pytest.mark.parametrize(("written", "shown"), SHOWN)
def test_a_text_is_what_a_terminal_shows_in_the_end(written, shown):
    assert screen.plain(written) == shown


@given(anything)
@example("\ud800\udfff\r\udc80")
def test_any_text_becomes_plain_and_stays_so(text):
    plain = screen.plain(text)
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]", plain)
    assert screen.plain(plain) == plain


@given(anything, st.integers(0, 99))
def test_a_tail_is_the_end_of_it_and_says_when_the_beginning_is_left_out(text, limit):
    end = screen.tail(text, limit)
    if len(text) <= limit:
        assert end == text
    else:
        assert end.startswith(screen.LEFT_OUT)
        kept = end.removeprefix(screen.LEFT_OUT)
        assert kept and text.endswith(kept) and len(kept) <= max(1, limit - len(screen.LEFT_OUT))


def test_a_tail_begins_with_a_whole_line():
    lines = "".join(f"line {n}\n" for n in range(1000))
    end = screen.tail(lines, 60)
    assert end == "(the beginning is left out)\nline 997\nline 998\nline 999\n"


def test_where_there_is_no_pseudo_terminal_pipes_do(driver):
    words = driver.words(*python(LOOK + "print('to err', file=sys.stderr); sys.exit(3)"))
    words[2] = words[2].replace("ended = child", 'sys.platform, ended = "win32", child')
    done = subprocess.run(words, capture_output=True, check=False, timeout=60)
    assert done.stdout == b"[False, False, False] None\n" and done.stderr == b"to err\n"
    assert driver.ended().exit_code == 3 and "to err" in driver.ended().output
