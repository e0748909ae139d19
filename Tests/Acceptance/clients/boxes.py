"""The boxes of a recorded meeting, at the pace of a test: told an instant on a line, in µs of UTC, they send all crossings
before it, each as it was recorded, and their time, and say so."""
import json
import sys
import time

import zmq


def main() -> None:
    recording, address = sys.argv[1:]
    context = zmq.Context()
    feed = context.socket(zmq.XPUB)
    feed.linger = 500
    feed.bind(address)
    feed.recv()
    with open(recording, encoding="utf-8") as file:
        lines = [(json.loads(line), line.strip().encode()) for line in file if '"crossings"' in line]
    sent, following = 0, {}
    for told in sys.stdin:
        until = int(told)
        while sent < len(lines) and lines[sent][0]["crossings"][0]["timeUs"] < until:
            message, line = lines[sent]
            following[message["decoder"]] = (message["epoch"], message["crossings"][-1]["number"] + 1)
            feed.send(line)
            sent += 1
        for decoder, (epoch, number) in following.items() or {101: (1, 1)}.items():
            beat = {"v": 1, "type": "heartbeat", "decoder": decoder, "epoch": epoch, "next": number, "timeUs": until}
            feed.send(json.dumps(beat).encode())
        print("sent", flush=True)
    time.sleep(0.2)


if __name__ == "__main__":
    main()
