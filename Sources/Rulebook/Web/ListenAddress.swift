/// Where a server listens, as people write it: `127.0.0.1:8080`, `[::1]:8080`.
public struct ListenAddress: Hashable, Sendable {
    /// Without the brackets of an IPv6 address.
    public let host: String
    /// 0: one that is free.
    public let port: Int

    /// Nil where it is none.
    public init?(_ text: String) {
        guard let colon = text.lastIndex(of: ":"), let port = UInt16(text[text.index(after: colon)...]) else {
            return nil
        }
        var host = text[..<colon]
        if host.hasPrefix("["), host.hasSuffix("]") {
            host = host.dropFirst().dropLast()
        } else if host.contains(":") {
            return nil
        }
        let letters = host.utf8.allSatisfy { byte in
            (0x30...0x3A).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
                || byte == 0x2D || byte == 0x2E || byte == 0x5F
        }
        guard !host.isEmpty, letters else { return nil }
        self.host = String(host)
        self.port = Int(port)
    }
}
