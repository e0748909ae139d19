extension Address {
    /// Whether who sends from there stands on this machine or on a line that is not the internet's: a file; a
    /// number that never leaves the machine (127.0.0.0/8, RFC 1122; ::1, RFC 4291), the site (RFC 1918; fc00::/7, RFC
    /// 4193) or the cable (169.254.0.0/16, RFC 3927; fe80::/10, RFC 4291).
    ///
    /// A name is none of these: it may lead elsewhere tomorrow. Nor are the numbers that a provider's customers share
    /// (100.64.0.0/10, RFC 6598).
    var isPrivate: Bool {
        switch place {
        case .ipc: true
        case .tcp(let host, _): Self.isPrivate(host)
        }
    }

    /// Whether the host is a number, and no name that somebody has to look up.
    var isNumber: Bool {
        switch place {
        case .ipc: true
        case .tcp(let host, _): Self.bytes(host) != nil || Self.words(host) != nil
        }
    }

    private static func isPrivate(_ host: String) -> Bool {
        if let bytes = bytes(host) { return isPrivate(bytes) }
        guard let words = words(host) else { return false }
        // An IPv4 address in the clothes of IPv6 (RFC 4291, 2.5.5.2).
        if words.prefix(5).allSatisfy({ $0 == 0 }), words[5] == 0xFFFF {
            return isPrivate([words[6] >> 8, words[6] & 0xFF, words[7] >> 8, words[7] & 0xFF])
        }
        let isLoopback = words.dropLast().allSatisfy { $0 == 0 } && words[7] == 1
        return isLoopback || words[0] & 0xFE00 == 0xFC00 || words[0] & 0xFFC0 == 0xFE80
    }

    private static func isPrivate(_ bytes: [UInt16]) -> Bool {
        switch (bytes[0], bytes[1]) {
        case (127, _), (10, _), (172, 16...31), (192, 168), (169, 254): true
        default: false
        }
    }

    /// Four decimal numbers. Other spellings that the system would take are none: 010.0.0.1 is 8.0.0.1 to it.
    private static func bytes(_ host: some StringProtocol) -> [UInt16]? {
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        let bytes = parts.compactMap { part -> UInt16? in
            guard part.allSatisfy(isDigit), part.count == 1 || part.first != "0", let byte = UInt8(part) else {
                return nil
            }
            return UInt16(byte)
        }
        return parts.count == 4 && bytes.count == 4 ? bytes : nil
    }

    /// The eight words of an IPv6 address in brackets; a zone behind `%` says only by which cable.
    private static func words(_ host: String) -> [UInt16]? {
        guard host.hasPrefix("["), host.hasSuffix("]") else { return nil }
        let inner = host.dropFirst().dropLast()
        let text = inner.prefix { $0 != "%" }
        let halves = halves(text)
        guard halves.count <= 2, let head = run(halves[0]), let tail = run(halves.count == 2 ? halves[1] : "") else {
            return nil
        }
        let missing = 8 - head.count - tail.count
        guard halves.count == 2 ? missing >= 1 : missing == 0 else { return nil }
        return head + Array(repeating: 0, count: missing) + tail
    }

    /// What stands around each `::`.
    private static func halves(_ text: Substring) -> [Substring] {
        var halves: [Substring] = []
        var rest = text
        while let place = rest.indices.first(where: { rest[$0...].hasPrefix("::") }) {
            halves.append(rest[..<place])
            rest = rest[rest.index(place, offsetBy: 2)...]
        }
        return halves + [rest]
    }

    /// Words with a colon between; the last two may be written as an IPv4 address.
    private static func run(_ text: Substring) -> [UInt16]? {
        if text.isEmpty { return [] }
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        var words: [UInt16] = []
        for (place, part) in parts.enumerated() {
            if place == parts.count - 1, let bytes = bytes(part) {
                words += [bytes[0] << 8 | bytes[1], bytes[2] << 8 | bytes[3]]
            } else if (1...4).contains(part.count), part.first != "+", let word = UInt16(part, radix: 16) {
                words.append(word)
            } else {
                return nil
            }
        }
        return words
    }
}
