#!/usr/bin/python3
"""Answers every question at ADDRESS with the bytes of FILE: answering.py ADDRESS FILE, until it is ended."""

from __future__ import annotations

import argparse
from pathlib import Path

import zmq


def main() -> None:
    """Answers in the envelope in which it was asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("address")
    parser.add_argument("file", type=Path)
    options = parser.parse_args()
    answer = options.file.read_bytes()
    with zmq.Context() as context, context.socket(zmq.ROUTER) as door:
        door.bind(options.address)
        while True:
            envelope = door.recv_multipart()[:-1]
            door.send_multipart([*envelope, answer])


if __name__ == "__main__":
    main()
