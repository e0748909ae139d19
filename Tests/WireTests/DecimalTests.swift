import Simulation
import Testing
import Wire

@Suite("Integers in decimal")
struct DecimalTests {
    private func written(_ value: Int64) -> String {
        String(decoding: JSON.integer(value).bytes, as: UTF8.self)
    }

    @Test("the ends of 64 bits and every power of ten, one less and one more")
    func edges() {
        var values: [Int64] = [.min, .min + 1, .max - 1, .max, -1, 0, 1]
        var power: Int64 = 1
        for _ in 0...18 {
            values += [power - 1, power, power + 1, -power - 1, -power, -power + 1]
            power = power &* 10
        }
        for value in values { #expect(written(value) == String(describing: value)) }
    }

    @Test("every number of up to five digits, many of up to nine, and numbers of all lengths")
    func many() {
        let small = (-99_999...99_999).filter { written(Int64($0)) != "\($0)" }
        #expect(small.isEmpty)
        let longer = stride(from: 99_999, to: 200_000_000, by: 9_973).filter { written(Int64($0)) != "\($0)" }
        #expect(longer.isEmpty)
        var random = SeededGenerator(seed: 7)
        for _ in 0..<20_000 {
            let value = random.integer()
            let text = written(value)
            guard text == String(describing: value) else {
                Issue.record("\(value) is written \(text)")
                return
            }
        }
    }
}
