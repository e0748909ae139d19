import Timing

/// What stood in a row before it was corrected (docs/protocol.md, section 4.4).
extension Correction {
    /// As it is written.
    init(_ json: JSON) throws(Refusal) {
        guard let was = json["was"], case .object = was else { throw .missing("was") }
        func distance(_ milliseconds: String, _ laps: String) -> Distance? {
            let (time, laps) = (was[milliseconds]?.integer, was[laps]?.integer)
            if time == nil, laps == nil { return nil }
            return Distance(time: time.map { Milliseconds($0) }, laps: Int(clamping: laps ?? 0))
        }
        self.init(at: Instant(milliseconds: try json.require("atMs", 0...FeedDecoder.maximumInteger)))
        position = was["position"]?.integer.map { Int(clamping: $0) }
        gap = distance("gapMs", "gapLaps")
        interval = distance("intervalMs", "intervalLaps")
        status = was["status"]?.text.flatMap { CarStatus(rawValue: $0) }
        laps = was["laps"]?.integer.map { Int(clamping: $0) }
        total = was["totalMs"]?.integer.map { Milliseconds($0) }
        lastLap = was["lastLapMs"]?.integer.map { Milliseconds($0) }
        bestLap = was["bestLapMs"]?.integer.map { Milliseconds($0) }
    }

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
