import Bridges

/// A box of P3 as a test plays it: it numbers its passings from 1, answers for all that it has, and loses all when it
/// starts again.
struct PlayedBox {
    /// The passings of each of its runs, in order.
    private(set) var runs: [[P3Passing]] = [[]]
    /// Of its clock, in microseconds ahead of the machine's.
    private let ahead: Int64 = 1_700_000_000_000_000
    private var reader = P3Reader()
    let name: UInt32 = 4711

    /// A car crosses the loop: what the box says.
    mutating func passes(_ transponder: UInt32, at machine: Int64) -> [UInt8] {
        var passing = P3Passing(
            number: UInt32(runs[runs.count - 1].count + 1), transponder: transponder, clock: machine + ahead)
        (passing.hits, passing.strength, passing.box) = (34, 112, name)
        runs[runs.count - 1].append(passing)
        return Self.bytes(.passing(passing))
    }

    /// What it answers to what a bridge says.
    mutating func hears(_ bytes: [UInt8], at machine: Int64) -> [[UInt8]] {
        var answers: [[UInt8]] = []
        for found in reader.take(bytes) {
            guard let frame = try? found.get(), let record = try? P3Record(frame) else { continue }
            switch record {
            case .timeAsked: answers.append(Self.bytes(.time(clock: UInt64(machine + ahead), satellites: nil)))
            case .resend(let from, let until):
                answers += runs[runs.count - 1].filter { (from...until).contains($0.number) }.map {
                    Self.bytes(.passing($0))
                }
            default: continue
            }
        }
        return answers
    }

    mutating func status() -> [UInt8] {
        var status = P3Status()
        (status.noise, status.box) = (39, name)
        return Self.bytes(.status(status))
    }

    mutating func restart() {
        runs.append([])
        reader = P3Reader()
    }

    mutating func forgetHalfAFrame() { reader = P3Reader() }

    private static func bytes(_ record: P3Record) -> [UInt8] { record.frame?.bytes ?? [] }
}
