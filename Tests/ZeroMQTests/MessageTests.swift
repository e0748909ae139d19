import Testing
import ZeroMQ

extension Sockets {
    @Suite struct Messages {
        let context: Context
        init() throws { context = try Context() }

        @Test(
            "what is pushed is pulled, byte for byte, whether it lies in the frame itself, in a block or in many",
            arguments: [0, 1, 29, 30, 33, 34, 200, 8_191, 8_192, 8_193, 3_000_000])
        func roundTrip(length: Int) throws {
            let puller = try Socket(.pull, in: context, options: patient)
            let pusher = try Socket(.push, in: context, options: patient)
            try pusher.connect(try puller.bind(anyPort))
            let sent = (0..<length).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 8) }
            #expect(try pusher.send(sent))
            var message = Message()
            #expect(try puller.receive(into: &message))
            #expect(message.count == length)
            #expect(message.hasMore == false)
            #expect(copy(message) == sent)
            #expect(sum(message) == sent.reduce(0) { $0 &+ Int($1) })
        }

        @Test("a frame received into again shows the new bytes only")
        func reuse() throws {
            let puller = try Socket(.pull, in: context, options: patient)
            let pusher = try Socket(.push, in: context, options: patient)
            try puller.bind("inproc://reuse")
            try pusher.connect("inproc://reuse")
            var message = Message()
            for length in [500, 3, 33, 0, 34, 12] {
                let sent = [UInt8](repeating: UInt8(truncatingIfNeeded: length), count: length)
                #expect(try pusher.send(sent))
                #expect(try puller.receive(into: &message))
                #expect(copy(message) == sent)
            }
            #expect(try !puller.receive(into: &message, wait: false))
            #expect(message.count == 0)
        }

        @Test("the frames of a message come together and in order")
        func multipart() throws {
            let puller = try Socket(.pull, in: context, options: patient)
            let pusher = try Socket(.push, in: context, options: patient)
            try pusher.connect(try puller.bind(anyPort))
            try pusher.sendText("race2", "", "lap 17", String(repeating: "x", count: 100))
            try pusher.sendText("next")
            #expect(try puller.receiveText() == "race2||lap 17|" + String(repeating: "x", count: 100))
            #expect(try puller.receiveText() == "next")
        }

        @Test("no frame of a message leaves before its last")
        func wholeOrNothing() throws {
            let puller = try Socket(.pull, in: context, options: patient)
            let pusher = try Socket(.push, in: context, options: patient)
            try puller.bind("inproc://whole")
            try pusher.connect("inproc://whole")
            #expect(try pusher.send(bytes("first"), more: true))
            #expect(try puller.receiveText(wait: false) == nil)
            #expect(try pusher.send(bytes("last")))
            #expect(try puller.receiveText() == "first|last")
        }

        @Test("a frame handed on reaches the next socket and is empty afterwards", arguments: [20, 20_000])
        func handOn(length: Int) throws {
            let puller = try Socket(.pull, in: context, options: patient)
            let pusher = try Socket(.push, in: context, options: patient)
            try puller.bind("inproc://hand-on")
            try pusher.connect("inproc://hand-on")
            let sent = [UInt8](repeating: 7, count: length)
            var message = try Message(copying: sent.span.bytes)
            #expect(try pusher.send(&message))
            #expect(message.count == 0)
            #expect(try puller.receive(into: &message))
            #expect(copy(message) == sent)
        }

        @Test("a frame that finds no room stays with its sender")
        func keptWhenFull() throws {
            let pusher = try Socket(.push, in: context, options: patient)
            var message = try Message(copying: bytes("lap").span.bytes)
            #expect(try !pusher.send(&message, wait: false))
            #expect(copy(message) == bytes("lap"))
        }

        @Test("one frame shared reaches several sockets", arguments: [20, 20_000])
        func share(length: Int) throws {
            let left = try Socket(.pair, in: context, options: patient)
            let right = try Socket(.pair, in: context, options: patient)
            try left.bind("inproc://share")
            try right.connect("inproc://share")
            let sent = [UInt8](repeating: 9, count: length)
            var message = try Message(count: length) { room in for index in room.indices { room[index] = 9 } }
            var second = message.share()
            #expect(try left.send(&message))
            #expect(try right.send(&second))
            #expect(try left.receiveFrames() == [sent])
            #expect(try right.receiveFrames() == [sent])
        }

        @Test("a frame names the address it came from, and has none within the process")
        func peerAddress() throws {
            let puller = try Socket(.pull, in: context, options: patient)
            let pusher = try Socket(.push, in: context, options: patient)
            try pusher.connect(try puller.bind(anyPort))
            try pusher.sendText("hello")
            var message = Message()
            #expect(try puller.receive(into: &message))
            #expect(message.property("Peer-Address") == "127.0.0.1")
            let local = try Message(copying: bytes("hello").span.bytes)
            #expect(local.property("Peer-Address") == nil)
        }

        @Test("nothing to receive and no room to send are answers, not errors")
        func wouldBlock() throws {
            let puller = try Socket(.pull, in: context, options: patient)
            try puller.bind(anyPort)
            var message = Message()
            #expect(try !puller.receive(into: &message, wait: false))
            let pusher = try Socket(.push, in: context, options: patient)
            #expect(try !pusher.send(bytes("to nobody"), wait: false))
        }

        @Test("a wait without a message ends with the receive timeout")
        func timeout() throws {
            let options = patient.with { $0.receiveTimeout = .milliseconds(50) }
            let puller = try Socket(.pull, in: context, options: options)
            var message = Message()
            let clock = ContinuousClock()
            let start = clock.now
            #expect(try !puller.receive(into: &message))
            #expect(clock.now - start >= .milliseconds(49))
        }
    }
}

private func sum(_ message: borrowing Message) -> Int {
    let span = message.bytes
    var sum = 0
    for offset in 0..<span.byteCount { sum &+= Int(span.unsafeLoad(fromByteOffset: offset, as: UInt8.self)) }
    return sum
}
