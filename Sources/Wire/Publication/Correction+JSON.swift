import Timing

/// What stood in a row before it was corrected (docs/protocol.md, section 4.4).
extension Correction {
    var json: JSON {
        let was: [(String, JSON?)] = [
            ("position", position.map { .integer(Int64($0)) }), ("gapMs", gap?.milliseconds),
            ("gapLaps", gap?.lapsBehind), ("intervalMs", interval?.milliseconds),
            ("intervalLaps", interval?.lapsBehind), ("status", status.map { .string($0.rawValue) }),
            ("laps", laps.map { .integer(Int64($0)) }), ("totalMs", total.map { .integer($0.count) }),
            ("lastLapMs", lastLap.map { .integer($0.count) }), ("bestLapMs", bestLap.map { .integer($0.count) }),
        ]
        return .object([
            .init("atMs", .integer(at.milliseconds)),
            .init("was", .object(was.compactMap { name, value in value.map { .init(name, $0) } })),
        ])
    }
}

extension Distance {
    fileprivate var milliseconds: JSON? { time.map { .integer($0.count) } }
    fileprivate var lapsBehind: JSON? { laps > 0 ? .integer(Int64(laps)) : nil }
}
