/// A ZeroMQ address as the configuration allows it: `tcp://host:port` or `ipc://path`.
struct Address: Hashable {
    enum Place: Hashable {
        case tcp(host: String, port: Int)
        case ipc(String)
    }

    let text: String
    let place: Place

    /// Whether two sockets cannot be bound to both.
    func collides(with other: Address) -> Bool {
        switch (place, other.place) {
        case (.tcp(let host, let port), .tcp(let otherHost, let otherPort)):
            port == otherPort && (host == otherHost || [host, otherHost].contains { Self.isEverywhere($0) })
        default: place == other.place
        }
    }

    private static func isEverywhere(_ host: String) -> Bool {
        ["*", "0.0.0.0", "[::]"].contains(host)
    }
}

extension Field {
    /// An address to bind (`*` stands for every interface) or to connect to.
    func address(binding: Bool) -> Address? {
        let expected = "tcp://host:port or ipc://path"
        guard let text = written, !isNothing else {
            fault(found: found, expected: expected, remedy: "write an address")
            return nil
        }
        if text.hasPrefix("ipc://") {
            return ipc(text)
        }
        guard text.hasPrefix("tcp://"), let colon = text.lastIndex(of: ":"),
            let host = host(
                text.dropFirst(6).prefix(upTo: max(colon, text.index(text.startIndex, offsetBy: 6))))
        else {
            fault(found: found, expected: expected, remedy: "write it like tcp://127.0.0.1:5560")
            return nil
        }
        guard binding || host != "*" else {
            fault(found: found, expected: "the host to connect to", remedy: "write its name or number for *")
            return nil
        }
        guard let port = wholeNumber(String(text[text.index(after: colon)...])), (1...65535).contains(port)
        else {
            fault(
                found: found, expected: "a port from 1 to 65535",
                remedy: "correct the number after the last colon")
            return nil
        }
        return Address(text: text, place: .tcp(host: host, port: port))
    }

    private func ipc(_ text: String) -> Address? {
        let path = text.dropFirst(6)
        // 108 bytes hold the path of a Unix socket and its end.
        guard !path.isEmpty, path.utf8.count <= 107, path.unicodeScalars.allSatisfy(isPrintable) else {
            fault(
                found: found, expected: "ipc:// and a path of 1 to 107 bytes",
                remedy: "write it like ipc:///run/lapwing/feed")
            return nil
        }
        return Address(text: text, place: .ipc(String(path)))
    }

    private func host(_ text: Substring) -> String? {
        if text.hasPrefix("["), text.hasSuffix("]"), text.count > 2 {
            let letters = "0123456789abcdefABCDEF:.%"
            return text.dropFirst().dropLast().allSatisfy(letters.contains) ? String(text) : nil
        }
        let isName = text.unicodeScalars.allSatisfy {
            ("a"..."z").contains($0) || ("A"..."Z").contains($0) || ("0"..."9").contains($0)
                || "-._".unicodeScalars.contains($0)
        }
        return text == "*" || (isName && !text.isEmpty) ? String(text) : nil
    }
}
