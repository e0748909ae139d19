#!/usr/bin/python3
"""A line that can be cut: takes TCP connections at one port and hands them on to another, until it is stopped.

    cut_line.py LISTEN:TARGET…

Both are ports of 127.0.0.1. Stopped by SIGSTOP the line is dead without a word, as with a cable that is pulled: who
connects waits. SIGCONT mends it. Prints "listening" once it does.
"""

from __future__ import annotations

import asyncio
import sys


async def hand_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """One direction, to its end."""
    try:
        while piece := await reader.read(1 << 16):
            writer.write(piece)
            await writer.drain()
    except ConnectionError:
        pass
    finally:
        writer.close()


async def serve(listen: int, target: int) -> None:
    """One port."""

    async def joined(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            there, back = await asyncio.open_connection("127.0.0.1", target)
        except OSError:
            writer.close()
            return
        await asyncio.gather(hand_on(reader, back), hand_on(there, writer))

    server = await asyncio.start_server(joined, "127.0.0.1", listen)
    await server.serve_forever()


async def main() -> None:
    """All ports."""
    lines = [serve(*map(int, each.split(":"))) for each in sys.argv[1:]]
    running = [asyncio.create_task(each) for each in lines]
    await asyncio.sleep(0.1)
    print("listening", flush=True)
    await asyncio.gather(*running)


if __name__ == "__main__":
    asyncio.run(main())
