"""A box of P3 for tests, written from the description of its protocol alone: it numbers passings from 1, keeps them, and
tells them again when asked. With --trouble it cuts lines, breaks bytes and sends frames in pieces, by a seed.

    p3_box.py PORT SENT [--count N] [--every MS] [--trouble SEED] [--noise N] [--capture FILE]

SENT gets a line a passing: number, transponder, microseconds. With --capture the frames of a file are sent instead.
It says "all" when it has told all, and answers on until it is ended.
"""
import argparse, random, select, socket, struct, sys, time

BOX = 268307


def checksum(frame):
    value = 0xFFFF
    for byte in frame:
        high = value >> 8 << 8
        for _ in range(8):
            high = (high << 1 ^ 0x1021 if high & 0x8000 else high << 1) & 0xFFFF
        value = high ^ (value << 8 & 0xFFFF) ^ byte
    return value


def frame(kind, fields):
    body = b"".join(bytes([tag, len(value)]) + value for tag, value in fields)
    whole = bytearray(struct.pack("<BBHHHH", 0x8E, 2, 11 + len(body), 0, 0, kind) + body + b"\x8f")
    struct.pack_into("<H", whole, 4, checksum(whole))
    inner = b"".join(bytes([0x8D, b + 0x20]) if 0x8D <= b <= 0x8F else bytes([b]) for b in whole[1:-1])
    return b"\x8e" + inner + b"\x8f"


def unescaped(data):
    plain, place = bytearray(), 0
    while place < len(data):
        if data[place] == 0x8D:
            place += 1
            plain.append(data[place] - 0x20)
        else:
            plain.append(data[place])
        place += 1
    return bytes(plain)


def fields(body):
    found = {}
    while len(body) >= 2:
        found[body[0]] = int.from_bytes(body[2:2 + body[1]], "little")
        body = body[2 + body[1]:]
    return found


class Box:
    def __init__(self, args):
        self.args = args
        self.chance = random.Random(args.trouble)
        self.sent = open(args.sent, "a")
        self.passings = []
        self.peers = {}
        self.door = socket.create_server(("127.0.0.1", args.port))

    def passing(self, number, transponder, clock):
        return frame(1, [(1, struct.pack("<I", number)), (3, struct.pack("<I", transponder)),
                         (4, struct.pack("<Q", clock)), (5, struct.pack("<H", 120)), (6, struct.pack("<H", 40)),
                         (8, b"\0\0"), (0x81, struct.pack("<I", BOX))])

    def passes(self):
        number = len(self.passings) + 1
        clock = time.time_ns() // 1000
        passing = (number, 5000 + number % 23, clock)
        self.sent.write("%d %d %d\n" % passing)
        self.sent.flush()
        self.tell(self.passing(*passing))
        self.passings.append(passing)

    def tell(self, data):
        for peer in list(self.peers):
            self.send(peer, data)

    def send(self, peer, data):
        if self.args.trouble is not None:
            fate = self.chance.random()
            if fate < 0.02:
                data = bytearray(data)
                data[self.chance.randrange(len(data))] ^= 1 << self.chance.randrange(8)
            elif fate < 0.03:
                data = data[:self.chance.randrange(len(data))]
                return self.part(peer, data) or self.leave(peer)
        self.part(peer, bytes(data))

    def part(self, peer, data):
        try:
            peer.sendall(data)
        except OSError:
            self.leave(peer)

    def leave(self, peer):
        self.peers.pop(peer, None)
        peer.close()

    def hear(self, peer):
        try:
            data = peer.recv(65536)
        except OSError:
            data = b""
        if not data:
            return self.leave(peer)
        waiting = self.peers[peer] + data
        while b"\x8f" in waiting:
            one, waiting = waiting.split(b"\x8f", 1)
            if b"\x8e" not in one:
                continue
            plain = unescaped(one[one.rindex(b"\x8e") + 1:])
            kind = int.from_bytes(plain[7:9], "little")
            asked = fields(plain[9:])
            if kind == 4:
                for passing in self.passings[max(0, asked[1] - 1):asked[2]]:
                    if peer in self.peers:
                        self.send(peer, self.passing(*passing))
            elif kind == 0x24:
                self.send(peer, frame(0x24, [(1, struct.pack("<Q", time.time_ns() // 1000)), (4, b"\0\0")]))
        if peer in self.peers:
            self.peers[peer] = waiting

    def serve(self, seconds):
        until = time.monotonic() + seconds
        while True:
            left = until - time.monotonic()
            ready, _, _ = select.select([self.door] + list(self.peers), [], [], max(0, left))
            for one in ready:
                if one is self.door:
                    peer, _ = self.door.accept()
                    peer.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                    self.peers[peer] = b""
                elif one in self.peers:
                    self.hear(one)
            if left <= 0:
                return


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("port", type=int)
    parser.add_argument("sent")
    parser.add_argument("--count", type=int, default=0)
    parser.add_argument("--every", type=float, default=5)
    parser.add_argument("--trouble", type=int)
    parser.add_argument("--noise", type=int, default=39)
    parser.add_argument("--capture")
    args = parser.parse_args()
    box = Box(args)
    # The first passing is told to a bridge that listens: what was before it is not known to be missing.
    while not box.peers:
        box.serve(0.01)
    box.serve(0.05)
    if args.capture:
        for line in open(args.capture):
            box.tell(bytes.fromhex(line))
            box.serve(0)
    trouble, box.args.trouble = args.trouble, None
    for number in range(args.count):
        box.passes()
        box.args.trouble = trouble
        box.serve(args.every / 1000)
        if number % 50 == 0:
            box.tell(frame(2, [(1, struct.pack("<H", args.noise)), (7, b"\x16\0"), (0x0C, b"\x76"), (6, b"\0")]))
    box.args.trouble = None
    print("all", flush=True)
    while True:
        box.serve(1)


main()
