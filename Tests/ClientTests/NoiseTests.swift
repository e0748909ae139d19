import Client
import Simulation
import Testing
import Timing
import Wire

@Suite("Any bytes at the reader's door")
struct NoiseTests {
    @Test(
        "a message with bytes changed is read or refused, and a follower bears it",
        arguments: 1...4 as ClosedRange<UInt64>)
    func noise(seed: UInt64) throws {
        let race = try TroubledRace(seed: seed)
        let daemon = ToldDaemon(race.session)
        var random = SeededGenerator(seed: seed, stream: 23)
        var frames: [[UInt8]] = []
        for input in race.inputs { frames += daemon.take(input) }
        frames.append(daemon.heartbeat)
        let answers = [daemon.snapshot] + daemon.answer(.range(epoch: 1, from: 1, to: 10))
        var follower = Follower()
        var (read, refused) = (0, 0)
        for _ in 0..<1500 {
            var frame = frames[random.int(in: 0...frames.count - 1)]
            disturb(&frame, &random)
            do {
                _ = try frame.withUnsafeBytes { try follower.take(published: $0) }
                read += 1
            } catch {
                refused += 1
            }
            guard random.chance(permille: 50) else { continue }
            var answer = answers
            let place = random.int(in: 0...answer.count - 1)
            disturb(&answer[place], &random)
            _ = try? follower.take(answer: place == 0 ? [answer[0]] : Array(answer[1...]), to: .snapshot)
            _ = follower.table?.classification
        }
        #expect(read > 50 && refused > 50)
    }

    private func disturb(_ bytes: inout [UInt8], _ random: inout SeededGenerator) {
        let digits = Array("0123456789".utf8)
        for _ in 0..<random.int(in: 0...3) where !bytes.isEmpty {
            let place = random.int(in: 0...bytes.count - 1)
            if random.chance(permille: 600) {
                // Numbers, larger ones too: what is still a message then says another thing.
                guard let digit = bytes[place...].firstIndex(where: { digits.contains($0) }) else { continue }
                let more = digits[random.int(in: 1...9)]
                if random.chance(permille: 500) { bytes[digit] = more } else { bytes.insert(more, at: digit) }
            } else if random.chance(permille: 200) {
                bytes.removeLast(bytes.count - place)
            } else {
                bytes[place] = random.int(in: 0...255)
            }
        }
    }
}
