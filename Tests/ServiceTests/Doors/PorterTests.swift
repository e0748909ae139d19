import Glibc
import Linux
import Service
import Testing
import ZeroMQ

@Suite("What a connection makes the daemon hold", .serialized)
struct PorterTests {
    private let lines = LogLines()

    /// A door with its porter, who looks when told to.
    private struct Stand: ~Copyable {
        let socket: Socket
        let porter: Porter
        let address: String
        let port: UInt16
        var message = Message()

        init(_ porter: Porter, _ kind: Socket.Kind = .router, largest: Int = 1 << 20) throws {
            let options = hasty.with {
                $0.maxMessageBytes = largest
                $0.routerMandatory = false
                // A raw peer answers no probe.
                $0.heartbeatInterval = nil
                // libzmq's thread may wait for a processor on a machine that is busy: what has to come is waited for.
                $0.receiveTimeout = .seconds(20)
            }
            let socket = try Socket(kind, in: Context(), options: options)
            let address = try socket.bind("tcp://127.0.0.1:*")
            let port = try #require(address.split(separator: ":").last.flatMap { UInt16($0) })
            porter.opened(.query, at: address, largest: largest)
            self.socket = socket
            self.porter = porter
            self.address = address
            self.port = port
        }

        /// Takes one message: its last frame's text, and the connection.
        mutating func take() throws -> (text: String, route: [UInt8], connection: Int32)? {
            guard try socket.receive(into: &message) else { return nil }
            let route = message.withUnsafeBytes { Array($0) }
            var (bytes, frames) = (message.count, 1)
            while message.hasMore, try socket.receive(into: &message) {
                bytes += message.count
                frames += 1
            }
            let number = message.connection
            let connection = try #require(number)
            porter.took(bytes, frames: frames, from: connection)
            return (message.withUnsafeBytes { String(decoding: $0, as: UTF8.self) }, route, connection)
        }
    }

    @Test("a message that does not end is cut at one message's bytes and a little, and others are heard as before")
    func endless() throws {
        let porter = Porter(log: lines.logger)
        var stand = try Stand(porter)
        let good = try Socket(.dealer, in: Context(), options: hasty.with { $0.sendTimeout = .seconds(20) })
        try good.connect(stand.address)
        let rude = try RawPeer(port: stand.port, as: "DEALER")
        let chunk = RawPeer.frame([UInt8](repeating: 1, count: 1 << 16), more: true)
        var sent = 0
        while sent < 64 << 20, rude.send(chunk) {
            sent += chunk.count
            porter.look(now: MachineClock.monotonic)
        }
        #expect(sent < 32 << 20)
        #expect(porter.cut(at: .query) == 1)
        #expect(lines.told.contains { $0.contains("query: cut a connection from 127.0.0.1") })
        #expect(try good.send(Array("question".utf8)))
        #expect(try stand.take()?.text == "question")
    }

    @Test("messages as large as may be are taken for ever, when they end and are taken")
    func large() throws {
        let porter = Porter(log: lines.logger)
        var stand = try Stand(porter)
        let good = try Socket(.dealer, in: Context(), options: hasty)
        try good.connect(stand.address)
        for _ in 0..<40 {
            #expect(try good.send([UInt8](repeating: 0x78, count: 1 << 20)))
            porter.look(now: MachineClock.monotonic)
            #expect(try stand.take()?.text.utf8.count == 1 << 20)
        }
        porter.look(now: MachineClock.monotonic)
        #expect(porter.cut(at: .query) == 0)
    }

    /// Looks until so many are cut, ten seconds at most: on a busy machine the last bytes are still on their way.
    private func look(_ porter: Porter, until cut: Int) {
        let deadline = MachineClock.monotonic + 10_000
        while porter.cut(at: .query) < cut, MachineClock.monotonic < deadline {
            usleep(20_000)
            porter.look(now: MachineClock.monotonic)
        }
    }

    @Test("many connections together hold no more than a bounded sum: the largest go first")
    func together() throws {
        let porter = Porter(log: lines.logger)
        let stand = try Stand(porter)
        let peers = try (0..<12).map { _ in try RawPeer(port: stand.port, as: "DEALER") }
        let chunk = RawPeer.frame([UInt8](repeating: 1, count: 900_000), more: true)
        for peer in peers {
            peer.send(chunk)
            usleep(20_000)
            porter.look(now: MachineClock.monotonic)
        }
        let most = Int(Porter.mostHeld) / 900_000
        look(porter, until: peers.count - most)
        let held = peers.count { !$0.isCut(within: 0.05) }
        #expect(held <= most)
        #expect(held >= 3)
        #expect(porter.cut(at: .query) == peers.count - held)
    }

    @Test("so do many of which each alone holds less than one may: tiny frames that never end")
    func littleEach() throws {
        let porter = Porter(log: lines.logger)
        let stand = try Stand(porter)
        let peers = try (0..<60).map { _ in try RawPeer(port: stand.port, as: "DEALER") }
        // Frames of two bytes, with more to follow.
        let chunk = Array(repeatElement([1, 0] as [UInt8], count: 55_000).joined())
        for peer in peers {
            peer.send(chunk)
            usleep(20_000)
            porter.look(now: MachineClock.monotonic)
        }
        let most = Int(Porter.mostHeld) / chunk.count
        look(porter, until: peers.count - most)
        let held = peers.count { !$0.isCut(within: 0.05) }
        #expect(held <= most && held >= 30)
        #expect(porter.cut(at: .query) == peers.count - held)
    }

    @Test("answers that a peer does not take are bounded in bytes; once it takes them it is answered again")
    func untaken() throws {
        let porter = Porter(log: lines.logger)
        var stand = try Stand(porter)
        let idle = try Socket(.dealer, in: Context(), options: hasty.with { $0.receiveHighWater = 1 })
        try idle.connect(stand.address)
        #expect(try idle.send(Array("question".utf8)))
        let asked = try #require(try stand.take())
        let answer = [UInt8](repeating: 0x61, count: 300_000)
        var given = 0
        while given < 200, porter.mayAnswer(asked.connection, bytes: answer.count) {
            given += 1
            _ = try stand.socket.send(asked.route, more: true, wait: false)
            _ = try stand.socket.send(answer, wait: false)
            usleep(1000)
        }
        // What the system's own buffers took is acknowledged, and not ours to hold.
        #expect((10..<100).contains(given))
        var message = Message()
        for _ in 0..<given { #expect(try idle.receive(into: &message)) }
        usleep(50_000)
        #expect(porter.mayAnswer(asked.connection, bytes: answer.count))
    }

    @Test("a connection's signs of life over hours are not held against it")
    func quiet() throws {
        let porter = Porter(log: lines.logger)
        let stand = try Stand(porter, largest: 1 << 10)
        let quiet = try RawPeer(port: stand.port, as: "DEALER")
        // A ping of libzmq, 9 bytes, a second: as many as of some hours.
        let ping: [UInt8] = [4, 7] + Array("\u{4}PING".utf8) + [0, 0]
        porter.look(now: 0)
        for second in 1..<Int64(20_000) {
            #expect(quiet.send(ping))
            guard second % 100 == 0 else { continue }
            usleep(3000)
            porter.look(now: second * 1000)
        }
        usleep(100_000)
        porter.look(now: 20_000_000)
        #expect(porter.cut(at: .query) == 0)
        #expect(!quiet.isCut(within: 0.05))
    }
}
