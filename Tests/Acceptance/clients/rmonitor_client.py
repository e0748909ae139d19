"""A client of RMonitor, written from its specification alone (docs/bridges.md).

It connects, reads strictly, and keeps the table that the records make. On SIGTERM it prints, as JSON, the table of each
of its connections and what it could not read.

  rmonitor_client.py PORT [--count N] [--again] [--deaf]

--again connects again when the server is gone; --deaf reads nothing until it is told to end.
"""

import argparse
import json
import re
import selectors
import signal
import socket
import sys
import time

TEXT, NUMBER, LAPS, CLOCK, TIME, SIGNED, FLAG = range(7)
FORMS = {
    TEXT: re.compile(rb'"[^"\x00-\x1f]*"$'),
    NUMBER: re.compile(rb"(0|[1-9][0-9]{0,9})$"),
    LAPS: re.compile(rb"(|0|[1-9][0-9]{0,4})$"),
    CLOCK: re.compile(rb'"[0-9]{2}:[0-5][0-9]:[0-5][0-9]"$'),
    TIME: re.compile(rb'"[0-9]{2}:[0-5][0-9]:[0-5][0-9]\.[0-9]{3}"$'),
    SIGNED: re.compile(rb'"[+-][0-9]{2}:[0-5][0-9]:[0-5][0-9]\.[0-9]{3}"$'),
    FLAG: re.compile(rb'"(      |Green |Yellow|Red   |Finish)"$'),
}
RECORDS = {
    b"$F": [NUMBER, CLOCK, CLOCK, CLOCK, FLAG],
    b"$A": [TEXT, TEXT, NUMBER, TEXT, TEXT, TEXT, NUMBER],
    b"$COMP": [TEXT, TEXT, NUMBER, TEXT, TEXT, TEXT, TEXT],
    b"$B": [NUMBER, TEXT],
    b"$C": [NUMBER, TEXT],
    b"$E": [TEXT, TEXT],
    b"$G": [NUMBER, TEXT, LAPS, TIME],
    b"$H": [NUMBER, TEXT, NUMBER, TIME],
    b"$I": [TIME, TEXT],
    b"$J": [TEXT, TIME, TIME],
    b"$COR": [TEXT, TEXT, NUMBER, TIME, SIGNED],
    b"$L": [TEXT, TEXT, TEXT, TEXT, TIME, NUMBER, TEXT],
}
FIELDS = re.compile(rb'"[^"]*"|[^,]*')


def fields(line):
    """The command and its fields; a comma within quotes is of the text."""
    found, place = [], 0
    while True:
        match = FIELDS.match(line, place)
        found.append(match.group())
        place = match.end()
        if place == len(line):
            return found
        if line[place : place + 1] != b",":
            raise ValueError("more behind a text")
        place += 1


def milliseconds(field):
    hours, minutes, seconds = field.strip(b'"').split(b":")
    return round((int(hours) * 60 + int(minutes)) * 60_000 + float(seconds) * 1000)


class Connection:
    def __init__(self, port, deaf):
        self.port, self.deaf = port, deaf
        self.faults, self.resets, self.beats, self.connects = [], 0, 0, 0
        self.bytes = self.latest = 0
        self.clear()
        self.socket = None

    def clear(self):
        self.rows, self.names, self.run = {}, {}, None

    def connect(self):
        self.socket = socket.socket()
        if self.deaf:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        self.socket.settimeout(2)
        self.socket.connect(("127.0.0.1", self.port))
        self.socket.setblocking(False)
        self.rest = b""
        self.connects += 1

    def read(self):
        """False when the server is gone."""
        try:
            data = self.socket.recv(1 << 16)
        except BlockingIOError:
            return True
        except OSError:
            return False
        if not data:
            return False
        self.bytes += len(data)
        *lines, self.rest = (self.rest + data).split(b"\n")
        for line in lines:
            try:
                self.take(line)
            except ValueError as fault:
                self.faults.append(f"{line.decode('cp1252', 'replace')!r}: {fault}")
        return True

    def take(self, line):
        if not line.endswith(b"\r"):
            raise ValueError("no CR before the LF")
        command, *values = fields(line[:-1])
        forms = RECORDS.get(command)
        if forms is None:
            raise ValueError("an unknown command")
        if len(forms) != len(values):
            raise ValueError(f"{len(values)} fields, expected {len(forms)}")
        for number, (form, value) in enumerate(zip(forms, values), 1):
            if not FORMS[form].match(value):
                raise ValueError(f"field {number}")
        text = [value.strip(b'"').decode("cp1252") for value in values]
        if command == b"$F":
            self.beats += 1
        elif command == b"$I":
            self.clear()
            self.resets += 1
        elif command == b"$B":
            self.run = [int(text[0]), text[1]]
        elif command == b"$A":
            self.names[text[0]] = text[1:]
        elif command == b"$G":
            if text[1] not in self.names:
                raise ValueError("a car that no $A has named")
            row = self.rows.setdefault(text[1], {})
            row.update(position=int(text[0]), laps=int(text[2] or 0), total=milliseconds(values[3]))
        elif command == b"$H":
            row = self.rows.setdefault(text[1], {})
            row.update(best=milliseconds(values[3]), bestLap=int(values[2]), bestPosition=int(text[0]))
        elif command == b"$J":
            self.rows.setdefault(text[0], {})["last"] = milliseconds(values[1])

    def report(self, gone):
        return dict(
            faults=self.faults[:5], resets=self.resets, beats=self.beats, connects=self.connects, gone=gone,
            bytes=self.bytes, run=self.run, rows=self.rows, names=self.names,
        )


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("port", type=int)
    parser.add_argument("--count", type=int, default=1)
    parser.add_argument("--again", action="store_true")
    parser.add_argument("--deaf", action="store_true")
    options = parser.parse_args()
    ended = []
    signal.signal(signal.SIGTERM, lambda *_: ended.append(True))
    # Where a test starts this it is blocked.
    signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGTERM])
    waiting = [Connection(options.port, options.deaf) for _ in range(options.count)]
    everyone, gone = list(waiting), set()
    selector = selectors.DefaultSelector()
    deadline = time.monotonic() + 120
    heard = True
    # Told to end, it takes what is still on its way: between two beats there is a pause.
    while (not ended or heard) and time.monotonic() < deadline:
        for connection in list(waiting):
            try:
                connection.connect()
            except OSError:
                connection.socket.close()
                break
            waiting.remove(connection)
            if not options.deaf:
                selector.register(connection.socket, selectors.EVENT_READ, connection)
            if not waiting:
                print("connected", flush=True)
        ready = selector.select(0.4 if ended else 0.05) if selector.get_map() else []
        heard = bool(ready)
        for key, _ in ready:
            if not key.data.read():
                selector.unregister(key.data.socket)
                key.data.socket.close()
                if options.again:
                    waiting.append(key.data)
                else:
                    gone.add(key.data)
        if waiting or options.deaf:
            time.sleep(0.05)
    if options.deaf:
        for connection in everyone:
            connection.socket.setblocking(True)
            connection.socket.settimeout(0.5)
            try:
                while connection.socket.recv(1 << 16):
                    pass
                gone.add(connection)
            except TimeoutError:
                pass
            except OSError:
                gone.add(connection)
    print(json.dumps([connection.report(connection in gone) for connection in everyone]))


if __name__ == "__main__":
    sys.exit(main())
