import Synchronization
import Timing
import Wire

/// How well each transponder was read last, as far as boxes say it: written by the intake, read by lanes for status.
/// It is of no race, so it is in no journal: after a restart it begins anew.
final class ReadingBoard: Sendable {
    private let readings = Mutex<[Transponder: TransponderReading]>([:])

    /// Transponders that are kept: many times a meeting's. Noise takes no more.
    private static let most = 4096

    func note(_ new: [TransponderReading]) {
        readings.withLock { readings in
            for reading in new where readings[reading.transponder] != nil || readings.count < Self.most {
                readings[reading.transponder] = reading
            }
        }
    }

    /// Nil where no box has said anything.
    subscript(_ transponder: Transponder) -> TransponderReading? { readings.withLock { $0[transponder] } }
}
