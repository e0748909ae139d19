"""A browser without its picture: the board by docs/web.md alone, over plain sockets.

    board.py follow --web HOST:PORT [--until ended|SEQ] [--session ID] [--cut-every N] [--timeout S] --out FILE
    board.py compare BOARD RESULTS
    board.py get --web HOST:PORT PATH
    board.py hammer --web HOST:PORT --session ID

`follow` takes the board, follows the stream from there on, resumes with Last-Event-ID when the connection breaks (and
breaks it itself after every N events with --cut-every), and writes the board in which it ends. It fails where a tick does
not follow, and where the board by GET is another than the one it has. `compare` holds a board against the results, `get`
prints status and body, `hammer` asks for more explanations than are answered in a second.
"""

import argparse
import gzip
import http.client
import json
import socket
import sys
import time

SAME = [
    "position", "classPosition", "status", "laps", "gapMs", "gapLaps", "intervalMs", "intervalLaps", "classGapMs",
    "classGapLaps", "classIntervalMs", "classIntervalLaps", "lastLapMs", "bestLapMs", "bestLap", "sectorsMs", "totalMs",
    "estimated", "lastLoop", "lastMs", "stintFromMs", "driverFromMs",
]
LISTS = ["flags", "penalties", "loops", "clocks", "infringements"]


class Wrong(Exception):
    pass


class Board:
    def __init__(self, board):
        if board["v"] != 1 or board["type"] != "board":
            raise Wrong("not a board")
        self.all = board

    def take(self, tick):
        if tick["from"] != self.all["id"]:
            raise Wrong(f"a tick from {tick['from']} comes after {self.all['id']}")
        for name, value in tick.items():
            if name == "rows" and "cars" not in tick:
                for car, *changes in value:
                    for column, new in zip(changes[::2], changes[1::2]):
                        self.all["rows"][car][column] = new
            elif name not in ("v", "from"):
                self.all[name] = value

    def rows(self):
        columns = self.all["columns"]
        return {car["number"]: dict(zip(columns, row)) for car, row in zip(self.all["cars"], self.all["rows"])}


class Web:
    def __init__(self, address):
        self.host, _, port = address.rpartition(":")
        self.port = int(port)

    def get(self, path, **headers):
        connection = http.client.HTTPConnection(self.host, self.port, timeout=10)
        try:
            connection.request("GET", path, headers={"Accept-Encoding": "gzip", **headers})
            answer = connection.getresponse()
            body = answer.read()
        finally:
            connection.close()
        if answer.getheader("Content-Encoding") == "gzip":
            body = gzip.decompress(body)
        return answer.status, dict(answer.getheaders()), body

    def json(self, path):
        status, _, body = self.get(path)
        if status != 200:
            raise Wrong(f"{path}: {status}")
        return json.loads(body)

    def events(self, path, last=None):
        """Names, ids and data of the events, until the connection ends."""
        connection = http.client.HTTPConnection(self.host, self.port, timeout=5)
        try:
            connection.request("GET", path, headers={"Last-Event-ID": last} if last else {})
            answer = connection.getresponse()
            if answer.status != 200:
                raise Wrong(f"{path}: {answer.status}")
            event = {}
            while line := answer.readline():
                line = line.decode().rstrip("\n")
                if not line:
                    if "data" in event:
                        yield event.get("event", "message"), event.get("id"), json.loads(event["data"])
                    event = {}
                    continue
                name, _, value = line.partition(": ")
                event[name] = value
        finally:
            connection.close()


def patiently(until, ask):
    while True:
        try:
            return ask()
        except (Wrong, OSError, http.client.HTTPException, ValueError):
            if time.monotonic() > until:
                raise
            time.sleep(0.1)


def follow(options):
    web = Web(options.web)
    until = time.monotonic() + options.timeout
    session = options.session or patiently(until, lambda: web.json("/api/meeting")["shown"] or web.json("/none"))
    path = f"/api/sessions/{session}"
    board = Board(patiently(until, lambda: web.json(f"{path}/board")))
    count = dict.fromkeys(["board", "tick", "beat", "meeting", "connections", "failures"], 0)
    most_silent = 0
    done = False
    while not done:
        if time.monotonic() > until:
            raise Wrong(f"not ended within {options.timeout} s at {board.all['id']}: {count}")
        try:
            taken = 0
            for name, _, data in web.events(f"{path}/live?after=0.0", board.all["id"]):
                count[name] += 1
                taken += 1
                if name == "board":
                    board = Board(data)
                elif name == "tick":
                    board.take(data)
                elif name == "beat":
                    most_silent = max(most_silent, data["daemonMs"])
                    done = data["missing"] == 0 and data["id"] == board.all["id"] and reached(board, options.until)
                if done or time.monotonic() > until or (options.cut_every and taken >= options.cut_every):
                    break
            count["connections"] += 1
        except (OSError, http.client.HTTPException):
            count["failures"] += 1
            time.sleep(0.1)
    same = web.json(f"{path}/board")
    if {**same, "nowMs": 0} != {**board.all, "nowMs": 0}:
        wrong = [name for name in same if same[name] != board.all.get(name)]
        raise Wrong(f"the board by GET is another: {wrong}")
    check_tag(web, f"{path}/board")
    with open(options.out, "w", encoding="utf-8") as file:
        json.dump(board.all, file)
    print(f"board: {json.dumps(count)}, longest silence {most_silent} ms, at {board.all['id']}")


def check_tag(web, path):
    status, headers, _ = web.get(path)
    again, _, body = web.get(path, **{"If-None-Match": headers["ETag"]})
    if (status, again, body) != (200, 304, b""):
        raise Wrong(f"{path}: {status}, then {again} for what is known")


def reached(board, goal):
    if goal == "ended":
        return board.all["race"]["phase"] == "ended"
    return int(board.all["id"].split(".")[1]) >= int(goal)


def compare(options):
    with open(options.board, encoding="utf-8") as file:
        board = Board(json.load(file))
    with open(options.results, encoding="utf-8") as file:
        results = json.load(file)
    rows = board.rows()
    wrong = []
    cells = 0
    verdicts = {}
    for verdict in results["verdicts"]:
        verdicts.setdefault(verdict["car"], []).append(verdict)
    for car in results["classification"]:
        row = rows.pop(car["number"])
        entry = next(each for each in board.all["cars"] if each["number"] == car["number"])
        for name in ("class", "cup", "team", "vehicle"):
            cells += 1
            if entry[name] != car[name]:
                wrong.append(f"car {car['number']} {name}: {entry[name]}, expected {car[name]}")
        expected = {name: car[name] for name in SAME}
        expected["gapIsNow"] = car.get("gapIsNow", True)
        expected["stops"] = sum(stop["counts"] for stop in car["stops"])
        names = [driver["name"] for driver in car["drivers"]]
        expected["driver"] = names.index(car["driver"]) if car["driver"] in names else None
        stop = [each for each in verdicts.get(car["number"], []) if each["id"] == "stop1"]
        if stop and stop[0]["state"] in ("short", "early", "late", "missed"):
            expected["stop"] = stop[0]["state"]
            row["stop"] = row["stop"][0]
        for name, value in expected.items():
            cells += 1
            if row[name] != value:
                wrong.append(f"car {car['number']} {name}: {row[name]}, expected {value}")
    wrong += [f"car {number} is in no result" for number in rows]
    for name in ["race"] + LISTS:
        cells += 1
        if board.all[name] != results[name]:
            wrong.append(f"{name}: {board.all[name]}, expected {results[name]}")
    if "transponder" in json.dumps(board.all):
        wrong.append("a transponder is shown")
    if wrong:
        raise Wrong("\n".join(wrong[:40]))
    print(f"the board is the result: {cells} cells of {len(results['classification'])} cars")


def get(options):
    status, _, body = Web(options.web).get(options.path)
    print(f"{status}\n{body.decode()}")


def hammer(options):
    web = Web(options.web)
    board = web.json(f"/api/sessions/{options.session}/board")
    told = {200: 0, 503: 0}
    for car in board["cars"]:
        for what in ("", "&lap=2", "&lap=3", "&stop=1", "&obligation=stop1"):
            status, headers, body = web.get(f"/api/sessions/{options.session}/explain?car={car['number']}{what}")
            if status == 404:
                continue
            if status == 503 and "Retry-After" not in headers:
                raise Wrong("503 without Retry-After")
            if status == 200 and b"transponder" in body:
                raise Wrong(f"a transponder in an explanation: {body.decode()}")
            told[status] += 1
    if not told[200] or not told[503]:
        raise Wrong(f"{told}")
    print(f"asked too often: 503 with Retry-After, {told}")


def main():
    parser = argparse.ArgumentParser()
    verbs = parser.add_subparsers(required=True)
    one = verbs.add_parser("follow")
    one.add_argument("--web", required=True)
    one.add_argument("--session")
    one.add_argument("--until", default="ended")
    one.add_argument("--cut-every", type=int, default=0)
    one.add_argument("--timeout", type=float, default=60)
    one.add_argument("--out", required=True)
    one.set_defaults(verb=follow)
    two = verbs.add_parser("compare")
    two.add_argument("board")
    two.add_argument("results")
    two.set_defaults(verb=compare)
    three = verbs.add_parser("get")
    three.add_argument("--web", required=True)
    three.add_argument("path")
    three.set_defaults(verb=get)
    four = verbs.add_parser("hammer")
    four.add_argument("--web", required=True)
    four.add_argument("--session", required=True)
    four.set_defaults(verb=hammer)
    options = parser.parse_args()
    try:
        options.verb(options)
    except (Wrong, socket.error) as wrong:
        print(f"board: {wrong}", file=sys.stderr)
        sys.exit(1)


if __name__ == "__main__":
    main()
