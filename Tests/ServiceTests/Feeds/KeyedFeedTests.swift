import Glibc
import Linux
import Rulebook
import Service
import Testing
import ZeroMQ

@Suite("A feed with a key", .serialized)
struct KeyedFeedTests {
    private let lines = LogLines()
    private let circuit: KeyedCircuit

    init() throws { circuit = try KeyedCircuit() }

    /// The first thing that the link hears while the other end publishes, within the time.
    private func hears(_ link: FeedLink, _ feed: borrowing Socket, seconds: Double) throws -> String? {
        var message = Message()
        let end = ContinuousClock.now + .seconds(seconds)
        var heard: String?
        while heard == nil, ContinuousClock.now < end {
            _ = try feed.send(Array("crossing".utf8), wait: false)
            if try link.receive(into: &message) {
                heard = message.withUnsafeBytes { String(decoding: $0, as: UTF8.self) }
            }
            try link.tend(now: MachineClock.monotonic)
            usleep(5000)
        }
        return heard
    }

    @Test("is heard; one in clear, or with another key, is not, and once the right one is there it is heard again")
    func impostors() throws {
        let context = try Context()
        let keeper = try KeyKeeper(circuit.configuration(), log: lines.logger)
        let others = try Context()
        let stand = try #require(circuit.parties["stand"])
        let impostor = try CurveKeys()
        func server(_ keys: CurveKeys) -> SocketOptions { hasty.with { $0.security = .curveServer(keys.secret) } }
        let link: FeedLink
        let address: String
        do {
            let clear = try Socket(.publish, in: others, options: hasty)
            address = try clear.bind("tcp://127.0.0.1:*")
            link = try FeedLink(
                .init(name: "stand", connect: address, key: "stand"), in: context, limits: .init(), keys: keeper,
                log: lines.logger)
            #expect(try hears(link, clear, seconds: 1.5) == nil)
            try tend(link) { link.counts.refused >= 1 }
            #expect(link.counts.connected == 0)
        }
        do {
            let wrong = try Socket(.publish, in: others, options: server(impostor))
            try bind(wrong, address)
            #expect(try hears(link, wrong, seconds: 3) == nil)
            #expect(link.counts.connected == 0)
        }
        let right = try Socket(.publish, in: others, options: server(stand))
        try bind(right, address)
        #expect(try hears(link, right, seconds: 15) == "crossing")
        // That the former connection has ended may be told after the first message of the new one.
        try tend(link) { link.counts.connected == 1 }
        // Who hangs up first is a matter of timing.
        let reasons = ["one side asks for keys and the other does not", "it hung up before keys were agreed on"]
        #expect(reasons.map { "warning: feed stand: refused the other end: \($0)" }.contains(lines.told.first))
    }

    @Test("is heard without one where the configuration says so, and then one that asks for a key is not")
    func withoutKey() throws {
        let context = try Context()
        let keeper = try KeyKeeper(circuit.configuration(), log: lines.logger)
        let others = try Context()
        let stand = try #require(circuit.parties["stand"])
        let clear = try Socket(.publish, in: others, options: hasty)
        let guarded = try Socket(.publish, in: others, options: hasty.with { $0.security = .curveServer(stand.secret) })
        func link(_ address: String) throws -> FeedLink {
            try FeedLink(
                .init(name: "wall", connect: address, withoutKey: true), in: context, limits: .init(), keys: keeper,
                log: lines.logger)
        }
        let heard = try link(clear.bind("tcp://127.0.0.1:*"))
        #expect(heard.isWithoutKey)
        #expect(try hears(heard, clear, seconds: 15) == "crossing")
        let deaf = try link(guarded.bind("tcp://127.0.0.1:*"))
        #expect(try hears(deaf, guarded, seconds: 1.5) == nil)
        try tend(deaf) { deaf.counts.refused >= 1 }
        #expect(deaf.counts.connected == 0)
    }

    /// On a busy machine what is to come may take longer than there was nothing to hear.
    private func tend(_ link: FeedLink, until hasCome: () -> Bool) throws {
        let deadline = MachineClock.monotonic + 10_000
        while !hasCome(), MachineClock.monotonic < deadline {
            try link.tend(now: MachineClock.monotonic)
            usleep(5000)
        }
        #expect(hasCome())
    }

    /// The former socket closes on a thread of libzmq's own.
    private func bind(_ socket: borrowing Socket, _ address: String) throws {
        for _ in 0..<200 {
            do {
                try socket.bind(address)
                return
            } catch {
                usleep(10_000)
            }
        }
        try socket.bind(address)
    }
}
