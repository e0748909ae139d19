import Bridges
import Timing

/// What a client of RMonitor makes of the lines that it is sent. It is strict: what it cannot read is kept as a fault.
struct ClientTable {
    struct Row: Hashable {
        var position = 0
        var laps = 0
        var total = Milliseconds.zero
        /// Nil where no passing has told it.
        var last: Milliseconds?
        var bestPosition = 0
        var best = Milliseconds.zero
        var bestLap = 0
    }

    private(set) var rows: [String: Row] = [:]
    private(set) var competitors: [String: RMonitorRecord.Competitor] = [:]
    private(set) var classes: [Int: String] = [:]
    private(set) var run: RMonitorRecord.Named?
    private(set) var beat: RMonitorRecord.Beat?
    private(set) var resets = 0
    private(set) var records: [RMonitorRecord] = []
    private(set) var faults: [String] = []

    mutating func take(_ lines: [UInt8]) {
        for line in lines.split(separator: 0x0A, omittingEmptySubsequences: false).dropLast() {
            if line.last != 0x0D { faults.append("\(String(decoding: line, as: UTF8.self)): no CR before the LF") }
            do throws(RMonitorFault) {
                take(try RMonitorReader.record(line.dropLast()))
            } catch {
                faults.append("\(String(decoding: line, as: UTF8.self)): \(error)")
            }
        }
    }

    private mutating func take(_ record: RMonitorRecord) {
        records.append(record)
        switch record {
        case .reset:
            (rows, competitors, classes, run, beat) = ([:], [:], [:], nil, nil)
            resets += 1
        case .competitor(let competitor): competitors[competitor.registration] = competitor
        case .carClass(let carClass): classes[carClass.id] = carClass.text
        case .run(let run): self.run = run
        case .beat(let beat): self.beat = beat
        case .race(let place):
            rows[place.registration, default: Row()].position = place.position
            rows[place.registration, default: Row()].laps = place.laps ?? 0
            rows[place.registration, default: Row()].total = place.total
            if place.laps == nil { rows[place.registration, default: Row()].last = nil }
        case .best(let place):
            rows[place.registration, default: Row()].bestPosition = place.position
            rows[place.registration, default: Row()].best = place.time
            rows[place.registration, default: Row()].bestLap = place.lap
        case .passing(let passing): rows[passing.registration, default: Row()].last = passing.lap
        default: break
        }
    }
}
