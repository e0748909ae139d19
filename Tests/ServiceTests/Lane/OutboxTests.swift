import Service
import Testing
import ZeroMQ

@Suite("Messages of a lane on their way out", .serialized)
struct OutboxTests {
    private func add(_ text: String, to outbox: Outbox) throws {
        try Array(text.utf8).withUnsafeBytes { try outbox.add($0) }
    }

    @Test("leave in their order, each a message of its own, and those of two lanes do not mix theirs")
    func order() throws {
        let context = try Context()
        let socket = try Socket(.xpublish, in: context, options: .live.with { $0.receiveTimeout = .seconds(10) })
        let subscriber = try Socket(.subscribe, in: context, options: .live.with { $0.receiveTimeout = .seconds(10) })
        try subscriber.connect(try socket.bind("tcp://127.0.0.1:*"))
        try subscriber.subscribe("")
        var poller = Poller()
        _ = poller.add(socket)
        _ = try poller.wait(timeoutMilliseconds: 5000)
        let publisher = Publisher(socket)
        let (one, other) = (Outbox(to: publisher), Outbox(to: publisher))
        var expected: [String] = []
        for number in 0..<10 {
            try add("one \(number)", to: one)
            try add("other \(number)", to: other)
            expected.append("one \(number)")
        }
        try one.send()
        try one.send()
        try other.send()
        expected += (0..<10).map { "other \($0)" }
        // More than leave together, and one longer than all of them: none stays behind.
        let long = String(repeating: "x", count: 200_000)
        try add(long, to: one)
        expected.append(long)
        for number in 0..<1000 {
            try add("\(number)", to: one)
            expected.append("\(number)")
        }
        try one.send()
        var came: [String] = []
        var message = Message()
        while came.count < expected.count, try subscriber.receive(into: &message) {
            came.append(message.withUnsafeBytes { String(decoding: $0, as: UTF8.self) })
        }
        #expect(came == expected)
    }

    private func subscriber(
        to topic: String, of socket: borrowing Socket, at address: String, in context: Context
    ) throws -> Socket {
        let subscriber = try Socket(.subscribe, in: context, options: .live.with { $0.receiveTimeout = .seconds(10) })
        try subscriber.connect(address)
        try subscriber.subscribe(topic)
        var heard = Message()
        #expect(try socket.receive(into: &heard))
        return subscriber
    }

    private func next(of subscriber: borrowing Socket, _ count: Int) throws -> [String] {
        var came: [String] = []
        var message = Message()
        while came.count < count, try subscriber.receive(into: &message) {
            came.append(message.withUnsafeBytes { String(decoding: $0, as: UTF8.self) })
        }
        return came
    }

    @Test("who takes few of them gets these, and who does not read holds none back from others")
    func narrow() throws {
        let context = try Context()
        let socket = try Socket(.xpublish, in: context, options: .live.with { $0.receiveTimeout = .seconds(10) })
        let address = try socket.bind("tcp://127.0.0.1:*")
        let all = try subscriber(to: "", of: socket, at: address, in: context)
        let few = try subscriber(to: "car/", of: socket, at: address, in: context)
        let sleeper = try subscriber(to: "timing/", of: socket, at: address, in: context)
        let outbox = Outbox(to: Publisher(socket))
        var expected: [String] = []
        for number in 0..<1000 {
            try add("timing/race1 \(number)", to: outbox)
            expected.append("timing/race1 \(number)")
            guard number % 100 == 7 else { continue }
            try Array("car/7 \(number)".utf8).withUnsafeBytes { try outbox.add($0, isNarrow: true) }
            expected.append("car/7 \(number)")
        }
        try outbox.send()
        #expect(try next(of: all, expected.count) == expected)
        #expect(try next(of: few, 10) == (0..<10).map { "car/7 \($0 * 100 + 7)" })
        #expect(try next(of: sleeper, 1) == ["timing/race1 0"])
    }

    @Test("are what they were for who reads them late, though others have long read theirs")
    func late() throws {
        let context = try Context()
        let socket = try Socket(
            .xpublish, in: context,
            options: .live.with {
                $0.receiveTimeout = .seconds(10)
                $0.sendHighWater = 20_000
            })
        let address = try socket.bind("tcp://127.0.0.1:*")
        let reader = try subscriber(to: "", of: socket, at: address, in: context)
        let late = try subscriber(to: "timing/", of: socket, at: address, in: context)
        let outbox = Outbox(to: Publisher(socket))
        // More bytes than the buffers of a line take: the rest lies in the outbox's pieces of memory.
        let count = 12_000
        func text(_ number: Int) -> String {
            "timing/race1 \(number) " + String(repeating: "\(number % 7)", count: 900)
        }
        for first in stride(from: 0, to: count, by: 40) {
            for number in first..<first + 40 { try add(text(number), to: outbox) }
            try outbox.send()
            guard try next(of: reader, 40) == (first..<first + 40).map(text) else {
                Issue.record("messages from \(first) on came otherwise")
                return
            }
        }
        #expect(try next(of: late, count) == (0..<count).map(text))
    }
}
