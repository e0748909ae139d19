import Testing
import ZeroMQ

extension Sockets {
    @Suite struct Blocks {
        private func block(_ text: String) -> MessageBlock {
            let block = MessageBlock(capacity: text.utf8.count)
            block.bytes.copyBytes(from: text.utf8)
            return block
        }

        @Test("messages of a block come one by one, and it is let go with the last of them")
        func parts() throws {
            weak var held: MessageBlock?
            do {
                let context = try Context()
                let publisher = try Socket(.xpublish, in: context, options: patient)
                let subscriber = try Socket(.subscribe, in: context, options: patient)
                try subscriber.connect(try publisher.bind(anyPort))
                try subscriber.subscribe("race1/")
                #expect(try publisher.receiveText() == "\u{1}race1/")
                let block = block("race1/car/7race2/car/8race1/" + String(repeating: "x", count: 50))
                held = block
                #expect(try publisher.publish(0..<11, of: block))
                #expect(try publisher.publish(11..<22, of: block))
                #expect(try publisher.publish(22..<78, of: block))
                #expect(try subscriber.receiveText() == "race1/car/7")
                #expect(try subscriber.receiveText() == "race1/" + String(repeating: "x", count: 50))
            }
            #expect(held == nil)
        }

        @Test("a message that nobody takes lets its block go at once")
        func untaken() throws {
            let publisher = try Socket(.xpublish, in: try Context(), options: patient)
            weak var held: MessageBlock?
            do {
                let block = block("race1/car/7")
                held = block
                #expect(try publisher.publish(0..<11, of: block))
            }
            #expect(held == nil)
        }

        @Test("a subscriber whose queue is full misses messages of a block like any other, and it is said")
        func full() throws {
            let options = patient.with {
                $0.sendHighWater = 10
                $0.receiveHighWater = 10
            }
            let context = try Context()
            let publisher = try Socket(.xpublish, in: context, options: options)
            let subscriber = try Socket(.subscribe, in: context, options: options)
            try subscriber.connect(try publisher.bind(anyPort))
            try subscriber.subscribe()
            #expect(try publisher.receiveFrames() == [[1]])
            try publisher.refuseWhenFull(true)
            // 80 MB: more than two sockets' kernel buffers hold.
            let length = 1 << 16
            var missed = 0
            for number in 0..<1250 {
                let block = MessageBlock(capacity: length)
                block.bytes.initializeMemory(as: UInt8.self, repeating: UInt8(number % 256))
                if try !publisher.publish(0..<length, of: block) { missed += 1 }
            }
            #expect(missed > 0 && missed < 1250)
            #expect(try subscriber.receiveFrames()?.first?.first == 0)
        }
    }
}
