import ArgumentParser
import Glibc
import ZeroMQ

/// The bare forwarder that the daemon is measured against: subscribes, and sends on as many bytes as the daemon
/// would, without any work.
struct Forwarder: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Be the bare libzmq forwarder.", shouldDisplay: false)

    @Option var feed: String
    @Option var publication: String
    /// A file of sizes, 4 bytes each in this machine's order.
    @Option var sizes: String

    func run() throws {
        let context = try Context(ioThreads: 1)
        let options = SocketOptions.live.with {
            $0.sendHighWater = 2_000_000
            $0.receiveHighWater = 2_000_000
            $0.linger = .zero
        }
        let subscriber = try Socket(.subscribe, in: context, options: options)
        let publisher = try Socket(.publish, in: context, options: options)
        try publisher.bind(publication)
        try subscriber.subscribe()
        try subscriber.connect(feed)
        let lengths = try Self.read(sizes)
        let most = Int(lengths.max() ?? 0)
        let bytes = UnsafeMutableRawBufferPointer.allocate(byteCount: max(most, 1), alignment: 8)
        bytes.initializeMemory(as: UInt8.self, repeating: 0x7B)
        var message = Message()
        var place = 0
        while true {
            guard try subscriber.receive(into: &message) else { continue }
            let length = Int(lengths[place % lengths.count])
            place += 1
            _ = try publisher.send(UnsafeRawBufferPointer(rebasing: bytes[..<length]))
        }
    }

    private static func read(_ path: String) throws -> [UInt32] {
        let descriptor = open(path, O_RDONLY)
        guard descriptor >= 0 else { throw ValidationError("cannot read \(path)") }
        defer { close(descriptor) }
        var lengths = [UInt32](repeating: 0, count: 4_000_000)
        let count = lengths.withUnsafeMutableBytes { bytes in
            var total = 0
            while total < bytes.count {
                let more = Glibc.read(descriptor, bytes.baseAddress.map { $0 + total }, bytes.count - total)
                guard more > 0 else { break }
                total += more
            }
            return total
        }
        return Array(lengths.prefix(count / 4))
    }
}
