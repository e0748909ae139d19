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
}
