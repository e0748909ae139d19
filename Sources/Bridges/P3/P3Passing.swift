/// A transponder that has crossed the loop of a box.
package struct P3Passing: Hashable, Sendable {
    /// Sequential in the box.
    package let number: UInt32
    package let transponder: UInt32
    /// The box's clock: microseconds of UTC since 1970 where it was set so.
    package let clock: Int64
    package var strength: UInt16?
    package var hits: UInt16?
    package var driver: UInt8?
    /// The box's own name.
    package var box: UInt32?

    package init(number: UInt32, transponder: UInt32, clock: Int64) {
        (self.number, self.transponder, self.clock) = (number, transponder, clock)
    }

    init(_ frame: P3Frame) throws(P3Fault) {
        number = try frame.need(1, "the passing's number")
        transponder = try frame.need(3, "the transponder")
        clock = try frame.need(4, "the time")
        guard 0...(1 << 53) ~= clock else {
            throw P3Fault(.field, found: "time \(clock)", expected: "0 to 2^53 microseconds")
        }
        strength = frame.number(5).map { UInt16(clamping: $0) }
        hits = frame.number(6).map { UInt16(clamping: $0) }
        driver = frame.number(0x0F).flatMap { UInt8(exactly: $0) }
        box = frame.number(0x81).flatMap { UInt32(exactly: $0) }
    }

    var frame: P3Frame {
        var fields: [P3Frame.Field] = [
            .init(1, UInt64(number), bytes: 4), .init(3, UInt64(transponder), bytes: 4),
            .init(4, UInt64(clamping: clock), bytes: 8),
        ]
        if let strength { fields.append(.init(5, UInt64(strength), bytes: 2)) }
        if let hits { fields.append(.init(6, UInt64(hits), bytes: 2)) }
        fields.append(.init(8, 0, bytes: 2))
        if let driver { fields.append(.init(0x0F, UInt64(driver), bytes: 1)) }
        if let box { fields.append(.init(0x81, UInt64(box), bytes: 4)) }
        return P3Frame(kind: P3Frame.Kind.passing, fields: fields)
    }

    /// Pulses of a gate and of a button, which boxes tell like transponders.
    package var isPulse: Bool { [9991, 9992, 9995].contains(transponder) }

    /// Readings of one car twice are one: the same time and transponder.
    func isSame(as fed: FedCrossing) -> Bool { clock == fed.boxTime && transponder == fed.transponder }
}
