import Simulation
import Timing
import Wire

/// Values by chance, the same for the same seed.
extension SeededGenerator {
    mutating func element<Element>(of list: [Element]) -> Element {
        list[int(in: 0...list.count - 1)]
    }

    /// Text of everything that is hard to write: quotes, control characters, other planes.
    mutating func text(most: Int = 12) -> String {
        var text = String.UnicodeScalarView()
        for _ in 0..<int(in: 0...most) {
            let scalar: UInt32 =
                switch int(in: 0...5) {
                case 0: int(in: 0...0x1F)
                case 1: element(of: [0x22, 0x5C, 0x2F, 0x7F, 0x2028, 0xFEFF, 0xFFFF, 0xD7FF, 0xE000, 0x10FFFF])
                case 2: int(in: 0x80...0x7FF)
                case 3: int(in: 0x1_0000...0x10_FFFF)
                default: int(in: 0x20...0x7E)
                }
            if let scalar = Unicode.Scalar(scalar) { text.append(scalar) }
        }
        return String(text)
    }

    /// A whole number, of any length equally often.
    mutating func integer() -> Int64 {
        Int64(bitPattern: next()) >> Int64(int(in: 0...63))
    }

    /// A JSON value, containers at most so deep in each other.
    mutating func json(depth: Int) -> JSON {
        switch int(in: 0...(depth > 0 ? 7 : 5)) {
        case 0: return .null
        case 1: return .bool(chance(permille: 500))
        case 2: return .number(element(of: ["0.5", "-1e400", "12E+3", "-0.0e-12", "9223372036854775808"]))
        case 3: return .string(text())
        case 4, 5: return .integer(max(integer(), -.max))
        case 6: return .array((0..<int(in: 0...5)).map { _ in json(depth: depth - 1) })
        default:
            return .object(
                (0..<int(in: 0...5)).map { JSON.Member("\($0)" + text(), json(depth: depth - 1)) })
        }
    }

    /// A crossing with every field anywhere in its documented range, the ends often.
    mutating func crossing(decoder: UInt32, epoch: UInt64) -> Crossing {
        Crossing(
            id: CrossingID(decoder: decoder, epoch: epoch, number: edgy(1...(1 << 53 - 1))),
            stamp: edgy(0...(1 << 53)), transponder: Transponder(edgy(1...(.max))),
            loop: LoopID(edgy(0...(.max))), driver: edgy(0...(.max)), isEstimated: chance(permille: 300))
    }

    mutating func crossings(_ count: ClosedRange<Int>) -> [Crossing] {
        let decoder: UInt32 = edgy(1...(.max))
        let epoch: UInt64 = edgy(0...(1 << 53))
        return (0..<int(in: count)).map { _ in crossing(decoder: decoder, epoch: epoch) }
    }

    mutating func edgy<Whole: FixedWidthInteger>(_ range: ClosedRange<Whole>) -> Whole {
        switch int(in: 0...5) {
        case 0: range.lowerBound
        case 1: range.upperBound
        default: int(in: range)
        }
    }
}
