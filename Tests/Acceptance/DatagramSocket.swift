import Foundation
import Glibc

/// The end of a service manager: a unix datagram socket on which a service tells how it is (sd_notify(3)).
final class DatagramSocket {
    private let descriptor: Int32

    /// `name` is a path, or begins with `@` and is in no file system.
    init(_ name: String) throws {
        descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue), 0)
        guard Self.address(name).bound(descriptor) else { throw Trouble("cannot bind \(name)") }
    }

    deinit { close(descriptor) }

    /// Every datagram that waits.
    func received() -> [String] {
        var texts: [String] = []
        var bytes = [UInt8](repeating: 0, count: 65536)
        while true {
            let count = recv(descriptor, &bytes, bytes.count, 0)
            guard count >= 0 else { return texts }
            texts.append(String(decoding: bytes[..<count], as: UTF8.self))
        }
    }

    struct Address {
        fileprivate var name = sockaddr_un()
        fileprivate var length: socklen_t

        func bound(_ descriptor: Int32) -> Bool {
            withUnsafePointer(to: name) {
                $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(descriptor, $0, length) == 0 }
            }
        }
    }

    static func address(_ name: String) -> Address {
        var bytes = Array(name.utf8)
        let isAbstract = name.hasPrefix("@")
        if isAbstract { bytes[0] = 0 }
        var address = Address(length: socklen_t(MemoryLayout<sa_family_t>.size + bytes.count + (isAbstract ? 0 : 1)))
        address.name.sun_family = sa_family_t(AF_UNIX)
        precondition(bytes.count < MemoryLayout.size(ofValue: address.name.sun_path), "\(name) is too long")
        withUnsafeMutableBytes(of: &address.name.sun_path) { $0.copyBytes(from: bytes) }
        return address
    }
}
