"""A client of Multiloop, written from the description of the protocol alone. Ended by SIGTERM it prints what it has.

    multiloop_client.py PORT
"""
import json, signal, socket, sys

faults, laps, entries, sequences, kinds = [], {}, {}, {}, {}
FIELDS = {"H": 5, "C": 21, "S": 6, "L": 7, "I": 3, "F": 11, "N": 5, "R": 5, "A": 5, "V": 3, "USAC:DRIVERID": 4, "USAC:S": 4, "USAC:TZ": 2}


def end(*_):
    print(json.dumps({"faults": faults[:20], "laps": laps, "entries": entries, "kinds": kinds}))
    sys.exit(0)


def take(line):
    fields = line.decode("cp1252").split("\xa6")
    command, kind, sequence = fields[0][1:], fields[1], int(fields[2], 16)
    if not line.startswith(b"$") or fields[2] != "%X" % sequence or kind not in "NRU":
        faults.append("head: %r" % line)
    body = fields[4:]
    if command in FIELDS and len(body) != FIELDS[command]:
        faults.append("%d fields: %r" % (len(body), line))
    kinds.setdefault(command, {"N": 0, "R": 0, "U": 0})[kind] += 1
    if kind != "R":
        before = sequences.get(command)
        if before is not None and sequence != before + 1:
            faults.append("%s %d after %d" % (command, sequence, before))
        sequences[command] = sequence
    if command == "C":
        laps[body[1]] = {"rank": int(body[0], 16), "laps": int(body[3], 16), "total": int(body[4], 16),
                         "last": int(body[5], 16), "best": int(body[7], 16), "bestLap": int(body[8], 16)}
    if command == "E":
        entries[body[0]] = body[2]
    if command == "T" and len(body) != 4 + 4 * int(body[3], 16):
        faults.append("sections: %r" % line)


signal.signal(signal.SIGTERM, end)
# Where a test runs this it is blocked.
signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGTERM])
peer = socket.create_connection(("127.0.0.1", int(sys.argv[1])))
print("connected", flush=True)
waiting = b""
while True:
    data = peer.recv(65536)
    if not data:
        faults.append("cut")
        signal.pause()
    waiting += data
    while b"\r\n" in waiting:
        line, waiting = waiting.split(b"\r\n", 1)
        try:
            take(line)
        except (ValueError, IndexError) as fault:
            faults.append("%s: %r" % (fault, line))
