import Recording
import Rulebook
import Testing
import Timing

extension Imported {
    /// The classification by the core: each car as `number laps best (lap)`, the best in milliseconds.
    func classified() throws -> [String] {
        let session = recording.event.sessions[0]
        var core = Timekeeper(session)
        for input in recording.inputs { _ = try core.apply(input) }
        var numbers: [CarIndex: String] = [:]
        for entry in session.entries {
            let car = core.car(entry.number)
            numbers[try #require(car)] = entry.number.text
        }
        return core.classification.map { car in
            let lapping = core.lapping(of: car)
            let best = lapping.bestLap.map { "\($0.count) (\(lapping.bestLapNumber ?? 0))" } ?? "-"
            return "\(numbers[car] ?? "?") \(lapping.laps) \(best)"
        }
    }
}
