import Glibc

/// Where clients knock: `:50000`, `10.0.0.5:50000` or `[::1]:50000`.
package struct ListenAddress: Hashable, Sendable {
    /// Nil: every address of the machine.
    package let host: String?
    package let port: UInt16

    /// The port of RMonitor.
    package static let usual = ListenAddress(port: 50_000)

    private init(port: UInt16) { (host, self.port) = (nil, port) }

    /// Nil of a text that is no such address.
    package init?(_ text: String) {
        guard let colon = text.lastIndex(of: ":"), let port = UInt16(text[text.index(after: colon)...]), port > 0 else {
            return nil
        }
        var host = text[..<colon]
        if host.hasPrefix("["), host.hasSuffix("]") { host = host.dropFirst().dropLast() }
        self.host = host.isEmpty || host == "*" ? nil : String(host)
        self.port = port
    }

    /// A socket that listens there, and does not block.
    /// - Throws: in words, why there is none.
    func open() throws(ServingFault) -> Int32 {
        // One of the sixth version takes the fourth, too.
        let families = host == nil ? [AF_INET6, AF_INET] : [AF_UNSPEC]
        var found = "no such address"
        for family in families {
            var asked = addrinfo()
            asked.ai_flags = AI_PASSIVE
            asked.ai_family = family
            asked.ai_socktype = Int32(SOCK_STREAM.rawValue)
            var list: UnsafeMutablePointer<addrinfo>?
            let status = getaddrinfo(host, String(port), &asked, &list)
            guard status == 0, let first = list else {
                found = String(cString: gai_strerror(status))
                continue
            }
            defer { freeaddrinfo(list) }
            switch Self.open(first.pointee) {
            case .success(let descriptor): return descriptor
            case .failure(let fault): found = fault.description
            }
        }
        throw ServingFault(
            "\(host ?? ""):\(port): \(found); give --listen an address of this machine and a port that is free")
    }

    private static func open(_ address: addrinfo) -> Result<Int32, ServingFault> {
        let kind = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue)
        let descriptor = socket(address.ai_family, kind, 0)
        guard descriptor >= 0 else { return .failure(.system("no socket")) }
        var yes: Int32 = 1
        var no: Int32 = 0
        let size = socklen_t(MemoryLayout<Int32>.size)
        setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &yes, size)
        if address.ai_family == AF_INET6 { setsockopt(descriptor, Int32(IPPROTO_IPV6), IPV6_V6ONLY, &no, size) }
        guard bind(descriptor, address.ai_addr, address.ai_addrlen) == 0, listen(descriptor, 256) == 0 else {
            let fault = ServingFault.system("it cannot be listened at")
            close(descriptor)
            return .failure(fault)
        }
        return .success(descriptor)
    }
}
