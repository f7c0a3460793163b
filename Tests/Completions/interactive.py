#!/usr/bin/env python3
"""Types in an interactive shell and presses Tab.

usage: interactive.py SHELL

The program must be in PATH as bandwidth, and BANDWIDTH_CONFIG name a configuration with the account "production".
Prints what is wrong; the exit status is the number of it.
"""

import os
import pty
import select
import sys
import time

shell = sys.argv[1]
commands = {
    "bash": ["bash", "--norc", "--noprofile", "-i"],
    "zsh": ["zsh", "-f", "-i"],
    "fish": ["fish", "--no-config", "-i"],
}
loading = {
    "bash": "source <(bandwidth completions bash)",
    "zsh": "autoload -U compinit; compinit -u -D; source <(bandwidth completions zsh); compdef _bandwidth bandwidth",
    "fish": "bandwidth completions fish | source",
}
# What is typed before Tab, and the line after it.
expected = {
    "bandwidth lino": "bandwidth linode",
    "bandwidth check pro": "bandwidth check production",
    "bandwidth check --not": "bandwidth check --notify",
    "bandwidth config i": "bandwidth config init",
    "bandwidth check --format prom": "bandwidth check --format prometheus",
}

process, terminal = pty.fork()
if process == 0:
    os.environ.update(TERM="xterm", COLUMNS="200", PS1="$ ")
    os.execvp(commands[shell][0], commands[shell])


def read_until(text, seconds=15):
    """What the terminal shows until the text is there, or for as long as it may take."""
    shown, end = b"", time.monotonic() + seconds
    while time.monotonic() < end and text.encode() not in shown:
        if select.select([terminal], [], [], 0.1)[0]:
            try:
                shown += os.read(terminal, 1 << 16)
            except OSError:
                break
    return shown.decode(errors="replace")


def type_in(text):
    os.write(terminal, text.encode())


# The echo of the command has quotes in it, its output doesn't.
type_in(loading[shell] + '; echo "rea""dy"\n')
read_until("ready")
wrong = 0
for line, whole in expected.items():
    # Tab, then to the beginning of the line: the shell prints what it has made of it.
    type_in(f"{line}\t\x01echo \r")
    shown = read_until(f"{whole}\r\n")
    if f"{whole}\r\n" not in shown:
        wrong += 1
        print(f"{shell}: after '{line}' and Tab it isn't '{whole}': {shown[-200:]!r}", file=sys.stderr)
os.close(terminal)
sys.exit(wrong)
