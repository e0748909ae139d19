#!/usr/bin/python3
"""lapwing-relay and a server of NATS that wants TLS and a file of credentials: who has both is let in, and nobody else.

    relay_secured.py --programs FOLDER --work DIR --ports P1

Certificates are made by openssl; operator, account and user as `nsc` would make them. Needs Debian's nats-server and openssl.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import json
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

# The kinds of keys, as the first letter of their public names says (github.com/nats-io/nkeys).
KINDS = {"operator": 14 << 3, "account": 0, "user": 20 << 3}
SEED = 18 << 3
# What openssl writes before the 32 bytes of a key of Ed25519.
PRIVATE = bytes.fromhex("302e020100300506032b657004220420")


def checked(data: bytes) -> str:
    """A key's name: base 32, behind the bytes their CRC-16."""
    crc = 0
    for byte in data:
        crc ^= byte << 8
        for _ in range(8):
            crc = (crc << 1 ^ 0x1021) & 0xFFFF if crc & 0x8000 else crc << 1
    return base64.b32encode(data + crc.to_bytes(2, "little")).decode().rstrip("=")


def plain(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


class Key:
    """A key of Ed25519 in its file."""

    def __init__(self, work: Path, kind: str, label: str = "") -> None:
        self.kind, self.file = kind, work / f"{kind}{label}.der"
        secret = hashlib.sha256(f"{kind}{label}".encode()).digest()
        self.file.write_bytes(PRIVATE + secret)
        told = subprocess.run(["openssl", "pkey", "-inform", "DER", "-in", self.file, "-pubout", "-outform", "DER"],
                              capture_output=True, check=True).stdout
        prefix = KINDS[kind]
        self.name = checked(bytes([prefix]) + told[-32:])
        self.seed = checked(bytes([SEED | prefix >> 5, (prefix & 31) << 3]) + secret)

    def says(self, subject: "Key", claims: dict[str, Any]) -> str:
        """A token that this key signs about another."""
        head = plain(json.dumps({"typ": "JWT", "alg": "ed25519-nkey"}).encode())
        whole = {"iat": int(time.time()), "iss": self.name, "name": subject.kind, "sub": subject.name}
        whole["nats"] = claims | {"type": subject.kind, "version": 2}
        whole["jti"] = checked(hashlib.sha256(json.dumps(whole).encode()).digest())
        body = f"{head}.{plain(json.dumps(whole).encode())}"
        text = self.file.with_suffix(".text")
        text.write_text(body)
        signed = subprocess.run(
            ["openssl", "pkeyutl", "-sign", "-keyform", "DER", "-inkey", self.file, "-rawin", "-in", text],
            capture_output=True, check=True).stdout
        return f"{body}.{plain(signed)}"


def openssl(work: Path, *words: str) -> None:
    subprocess.run(["openssl", *words], cwd=work, check=True, capture_output=True)


def certify(work: Path, host: str) -> None:
    """The authority's certificate of the server, as this host."""
    (work / "server.ext").write_text(f"subjectAltName=DNS:{host}\n")
    openssl(work, "x509", "-req", "-in", "server.csr", "-CA", "authority.pem", "-CAkey", "authority.key",
            "-CAcreateserial", "-days", "2", "-extfile", "server.ext", "-out", "server.pem")


def prepare(work: Path, port: str) -> None:
    """The server's configuration, its certificate, and the user's credentials."""
    for name in ("authority", "stranger"):
        openssl(work, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", f"/CN={name}",
                "-keyout", f"{name}.key", "-out", f"{name}.pem")
    openssl(work, "req", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=localhost", "-keyout", "server.key", "-out",
            "server.csr")
    certify(work, "localhost")
    operator, account, user = (Key(work, kind) for kind in KINDS)
    limits: dict[str, Any] = dict.fromkeys(("subs", "data", "payload", "imports", "exports", "conn", "leaf"), -1)
    limits |= {"wildcards": True}
    stores = dict.fromkeys(("mem_storage", "disk_storage", "streams", "consumer"), -1)
    system = Key(work, "account", "-system")
    about = {account.name: operator.says(account, {"limits": limits | stores}),
             system.name: operator.says(system, {"limits": limits})}
    token = account.says(user, {"subs": -1, "data": -1, "payload": -1})
    (work / "relay.creds").write_text(
        f"-----BEGIN NATS USER JWT-----\n{token}\n------END NATS USER JWT------\n\n"
        f"-----BEGIN USER NKEY SEED-----\n{user.seed}\n------END USER NKEY SEED------\n")
    (work / "nats.conf").write_text(f"""listen: "127.0.0.1:{port}"
server_name: secured
jetstream {{ store_dir: "{work}/jetstream", max_file: 4G }}
tls {{ cert_file: "{work}/server.pem", key_file: "{work}/server.key" }}
operator: "{operator.says(operator, {})}"
resolver: MEMORY
system_account: {system.name}
resolver_preload {{ {account.name}: "{about[account.name]}", {system.name}: "{about[system.name]}" }}
""")


def said(options: argparse.Namespace, words: list[str], *expected: str) -> str | None:
    """Runs a relay until its log has one of the texts; what it says otherwise."""
    address = f"tls://localhost:{options.ports}"
    log = Path(options.work) / "relay.log"
    with log.open("wb") as file:
        relay = subprocess.Popen(
            [f"{options.programs}/lapwing-relay", "nats", "--nats", address, "--publication",
             f"ipc://{options.work}/nobody", "--query", f"ipc://{options.work}/none", *words], stdout=file, stderr=file)
    deadline = time.monotonic() + 20
    try:
        while time.monotonic() < deadline:
            text = log.read_text()
            if any(each in text for each in expected):
                print(text.strip().splitlines()[0])
                return None
            time.sleep(0.05)
        return f"{words}: expected {expected}, found {text}"
    finally:
        relay.kill()
        relay.wait()


def during(work: Path, tries: Callable[[], list[str | None]]) -> list[str | None]:
    """Tries with the server running."""
    with (work / "server.log").open("ab") as log:
        server = subprocess.Popen(["nats-server", "-c", str(work / "nats.conf")], stdout=log, stderr=log)
    try:
        return tries()
    finally:
        server.kill()
        server.wait()


def main() -> int:
    parser = argparse.ArgumentParser()
    for name in ("programs", "work", "ports"):
        parser.add_argument(f"--{name}", required=True)
    options = parser.parse_args()
    work = Path(options.work)
    prepare(work, options.ports)
    authority, stranger = ["--ca", f"{work}/authority.pem"], ["--ca", f"{work}/stranger.pem"]
    credentials = ["--credentials", f"{work}/relay.creds"]
    within = f"connected to tls://localhost:{options.ports}, stream LAPWING"
    faults = during(work, lambda: [
        said(options, [*authority, *credentials], within),
        said(options, [*stranger, *credentials], "SSL Error"),
        said(options, credentials, "SSL Error"),
        said(options, authority, "Authentication Violation"),
    ])
    certify(work, "other.example")
    faults += during(work, lambda: [said(options, [*authority, *credentials], "SSL Error")])
    found = [fault for fault in faults if fault]
    if found:
        print("\n".join(found), (work / "server.log").read_text()[-3000:])
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
