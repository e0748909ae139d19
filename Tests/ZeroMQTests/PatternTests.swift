import Testing
import ZeroMQ

extension Sockets {
    @Suite struct Patterns {
        let context: Context
        init() throws { context = try Context() }

        @Test("a subscriber receives what begins with its prefix, until it unsubscribes")
        func prefixes() throws {
            let publisher = try Socket(.xpublish, in: context, options: patient)
            let subscriber = try Socket(.subscribe, in: context, options: patient)
            try subscriber.connect(try publisher.bind(anyPort))
            try subscriber.subscribe("race2/")
            #expect(try publisher.receiveText() == "\u{1}race2/")
            try publisher.sendText("race1/car/7")
            try publisher.sendText("race2/car/7")
            #expect(try subscriber.receiveText() == "race2/car/7")
            try subscriber.subscribe([UInt8]([0, 255]))
            #expect(try publisher.receiveFrames() == [[1, 0, 255]])
            try subscriber.unsubscribe("race2/")
            #expect(try publisher.receiveText() == "\u{0}race2/")
            try publisher.sendText("race2/car/8")
            #expect(try publisher.send([0, 255, 1]))
            #expect(try subscriber.receiveFrames() == [[0, 255, 1]])
            try subscriber.unsubscribe([0, 255])
            #expect(try publisher.receiveFrames() == [[0, 0, 255]])
        }

        @Test(
            "a publisher never waits for a slow subscriber: what is over the high water is lost, in order, unsaid"
        )
        func highWater() throws {
            let options = patient.with {
                $0.sendHighWater = 10
                $0.receiveHighWater = 10
            }
            let publisher = try Socket(.xpublish, in: context, options: options)
            let subscriber = try Socket(.subscribe, in: context, options: options)
            try subscriber.connect(try publisher.bind(anyPort))
            try subscriber.subscribe()
            #expect(try publisher.receiveFrames() == [[1]])
            // 80 MB: more than two sockets' kernel buffers hold.
            let sent = 20_000
            var body = [UInt8](repeating: 0, count: 4096)
            for number in 0..<sent {
                withUnsafeBytes(of: UInt32(number)) { body.replaceSubrange(0..<4, with: $0) }
                #expect(try publisher.send(body, wait: false))
            }
            var received: [UInt32] = []
            var message = Message()
            var ended = false
            while !ended {
                // Said again until it is heard: there may be no room for it at first.
                #expect(try publisher.send(bytes("end")))
                while !ended, try subscriber.receive(into: &message, wait: false) {
                    ended = message.count == 3
                    if !ended {
                        received.append(message.withUnsafeBytes { $0.loadUnaligned(as: UInt32.self) })
                    }
                }
            }
            #expect(received.count < sent)
            #expect(received.count >= 10)
            #expect(received == received.sorted())
            #expect(Set(received).count == received.count)
            #expect(received.first == 0)
        }

        @Test("a request is answered with its envelope, and dealers may have many under way")
        func envelopes() throws {
            let router = try Socket(.router, in: context, options: patient)
            let endpoint = try router.bind(anyPort)
            let request = try Socket(.request, in: context, options: patient)
            try request.connect(endpoint)
            try request.sendText("snapshot?")
            let asked = try #require(try router.receiveFrames())
            #expect(asked.count == 3)
            #expect(asked[1].isEmpty)
            #expect(asked[2] == bytes("snapshot?"))
            let dealer = try Socket(.dealer, in: context, options: patient)
            try dealer.connect(endpoint)
            try dealer.sendText("range 1")
            try dealer.sendText("range 2")
            let first = try #require(try router.receiveFrames())
            let second = try #require(try router.receiveFrames())
            #expect([first.last, second.last] == [bytes("range 1"), bytes("range 2")])
            #expect(first[0] == second[0])
            #expect(first[0] != asked[0])
            #expect(try router.send(second[0], more: true) && router.send(bytes("two")))
            #expect(try router.send(asked[0], more: true) && router.send([], more: true))
            #expect(try router.send(bytes("the snapshot")))
            #expect(try dealer.receiveText() == "two")
            #expect(try request.receiveText() == "the snapshot")
        }

        @Test("request and reply take turns")
        func turns() throws {
            let reply = try Socket(.reply, in: context, options: patient)
            let request = try Socket(.request, in: context, options: patient)
            try request.connect(try reply.bind(anyPort))
            try request.sendText("one")
            #expect(failure { () throws(ZeroMQError) in try request.send(bytes("two")) }?.code == .outOfTurn)
            #expect(try reply.receiveText() == "one")
            try reply.sendText("yes")
            #expect(failure { () throws(ZeroMQError) in try reply.send(bytes("again")) }?.code == .outOfTurn)
            #expect(try request.receiveText() == "yes")
        }

        @Test("a reply to a peer that is not there is said, not dropped")
        func nobody() throws {
            let router = try Socket(.router, in: context, options: patient)
            try router.bind(anyPort)
            #expect(
                failure { () throws(ZeroMQError) in try router.send(bytes("stranger"), more: true) }?.code
                    == .noSuchPeer)
        }

        @Test("a puller reads all that a pusher sent before it closed")
        func tail() throws {
            let options = patient.with { $0.receiveHighWater = 10 }
            let puller = try Socket(.pull, in: context, options: options)
            let endpoint = try puller.bind(anyPort)
            let pusher = try Party { [context] in
                let options = SocketOptions.live.with {
                    $0.linger = .seconds(10)
                    $0.sendTimeout = .seconds(10)
                }
                let pusher = try Socket(.push, in: context, options: options)
                try pusher.connect(endpoint)
                for number in 1...2000 { try pusher.sendText("\(number)") }
            }
            try pusher.join()
            for number in 1...2000 { #expect(try puller.receiveText() == "\(number)") }
        }
    }
}
