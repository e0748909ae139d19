/// A box's health.
package struct P3Status: Hashable, Sendable {
    /// What the loop hears without a transponder, in the box's own unit.
    package var noise: UInt16?
    /// Whether satellites give it the time; as the box says it.
    package var satellites: UInt8?
    /// As the box says it. A captured box says 22 for two hours, which are whole degrees; others have read tenths.
    package var temperature: Int16?
    /// Tenths of a volt.
    package var voltage: UInt8?
    package var box: UInt32?

    package init() {}

    init(_ frame: P3Frame) {
        noise = frame.number(1).map { UInt16(clamping: $0) }
        satellites = frame.number(6).map { UInt8(clamping: $0) }
        temperature = frame.number(7).flatMap { UInt16(exactly: $0) }.map { Int16(bitPattern: $0) }
        voltage = frame.number(0x0C).map { UInt8(clamping: $0) }
        box = frame.number(0x81).flatMap { UInt32(exactly: $0) }
    }

    var frame: P3Frame {
        var fields: [P3Frame.Field] = []
        if let noise { fields.append(.init(1, UInt64(noise), bytes: 2)) }
        if let temperature { fields.append(.init(7, UInt64(UInt16(bitPattern: temperature)), bytes: 2)) }
        if let voltage { fields.append(.init(0x0C, UInt64(voltage), bytes: 1)) }
        if let satellites { fields.append(.init(6, UInt64(satellites), bytes: 1)) }
        if let box { fields.append(.init(0x81, UInt64(box), bytes: 4)) }
        return P3Frame(kind: P3Frame.Kind.status, fields: fields)
    }
}
