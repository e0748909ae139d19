import Client
package import Timing
import Wire

/// A lap as the opened row lists it.
package struct KeptLap: Sendable {
    /// From 1.
    package let lap: Int
    package let time: Milliseconds
    /// Since the start signal.
    let ended: Milliseconds
    package let sectors: [Milliseconds?]
    /// Place, from 0, of the flag that was shown at its end.
    let flag: Int

    /// As docs/web.md has it: lap, time, flag, whether it ended and began in the pit lane, three sectors, driver.
    func json(_ row: PublishedRow, _ entry: PublishedEntry?) -> JSON {
        let span = (ended - time)..<ended
        let next = row.stops.first { stop in (stop.left ?? stop.entered).map { $0 > ended - time } ?? false }
        let name = next == nil ? row.driver : next?.driverIn
        let driver = name.flatMap { name in entry?.drivers.firstIndex { $0.name == name } }
        let three = (0..<3).map { sectors.indices.contains($0) ? JSON.of(sectors[$0]) : .null }
        return .array(
            [
                .of(lap), .of(time), .of(flag), .bool(row.stops.contains { $0.entered.map(span.contains) ?? false }),
                .bool(row.stops.contains { $0.left.map(span.contains) ?? false }),
            ] + three + [.of(driver)])
    }
}
