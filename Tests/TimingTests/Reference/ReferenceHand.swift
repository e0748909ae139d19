import Timing

/// What was inserted beside what was measured.
struct Hand {
    /// The measured crossing to which each inserted one gives way.
    private(set) var meetings: [CrossingID: Crossing] = [:]

    /// Those, which count as if by command.
    private(set) var measured: Set<CrossingID> = []

    /// Of several measured ones that at the very loop, then the nearest, then the first.
    init(_ events: [Official.Event], _ circuit: Circuit) {
        func loop(_ crossing: Crossing) -> Loop? { circuit.loops.first { $0.id == crossing.loop } }
        func isLine(_ loop: Loop?) -> Bool { loop?.kind == .line || loop?.kind == .linePit }
        for case .crossing(let inserted, let car) in events where inserted.id.decoder == 0 {
            guard let place = loop(inserted) else { continue }
            func key(_ crossing: Crossing) -> (Int, Int64, Instant, CrossingID) {
                let distance = abs((crossing.at - inserted.at).count)
                return (crossing.loop == inserted.loop ? 0 : 1, distance, crossing.at, crossing.id)
            }
            let beside = events.compactMap { event -> Crossing? in
                guard case .crossing(let crossing, car) = event, crossing.id.decoder != 0 else { return nil }
                let isSamePlace = crossing.loop == inserted.loop || (isLine(place) && isLine(loop(crossing)))
                return isSamePlace && abs((crossing.at - inserted.at).count) < place.minimum.count ? crossing : nil
            }
            meetings[inserted.id] = beside.min { key($0) < key($1) }
        }
        measured = Set(meetings.values.map(\.id))
    }
}
