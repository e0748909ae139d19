import Service
import Testing

@Suite("Prefixes that are no topic of ours")
struct NoiseTests {
    @Test("some hundred of one subscriber are borne, a hundred thousand are not, and the next one begins anew")
    func one() {
        var noise = Noise()
        for _ in 0..<800 { #expect(noise.note(20, from: 7) == nil) }
        var cut: Int32?
        var further = 0
        while cut == nil, further < 100_000 {
            cut = noise.note(20, from: 7)
            further += 1
        }
        #expect(cut == 7)
        #expect(further * 20 < Noise.most)
        noise.forget(7)
        #expect(noise.note(20, from: 7) == nil)
    }

    @Test("of many subscribers with some each, the one with the most goes first")
    func all() {
        var noise = Noise()
        for _ in 0..<100 { _ = noise.note(30, from: 1000) }
        for subscriber in Int32(0)..<7 { #expect(noise.note(14_000, from: subscriber) == nil) }
        #expect(noise.note(14_500, from: 15) == nil)
        #expect(noise.note(15_000, from: 16) == nil)
        #expect(noise.note(1000, from: 17) == 16)
    }
}
