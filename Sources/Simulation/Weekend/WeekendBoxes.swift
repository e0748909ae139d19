import Timing
import Wire

/// What the boxes along the circuit sent in all days: the crossings of the sessions, and of cars that circulated
/// between them, each box's numbers without a gap.
struct WeekendBoxes {
    /// In the order in which they happened.
    let crossings: [Crossing]

    /// The box at the Line starts again between the qualifyings and the races.
    private static let restarted: UInt32 = 101
    private static let restart = WeekendLists.first + .minutes(82)

    init(seed: UInt64, _ lists: WeekendLists, _ plays: [WeekendPlay]) {
        var seen = plays.flatMap(\.crossings) + Self.circulating(seed: seed, lists, plays)
        seen.sort { ($0.stamp, $0.id.decoder, $0.transponder) < ($1.stamp, $1.id.decoder, $1.transponder) }
        var numbers: [CrossingID: UInt64] = [:]
        crossings = seen.map { crossing in
            let decoder = crossing.id.decoder
            let epoch: UInt64 = decoder == Self.restarted && crossing.at >= Self.restart ? 2 : 1
            let run = CrossingID(decoder: decoder, epoch: epoch, number: 0)
            let number = numbers[run, default: 0] + 1
            numbers[run] = number
            return crossing.called(CrossingID(decoder: decoder, epoch: epoch, number: number))
        }
    }

    /// Before each session some cars of both series come round, most of them with no session to be in.
    private static func circulating(seed: UInt64, _ lists: WeekendLists, _ plays: [WeekendPlay]) -> [Crossing] {
        var random = SeededGenerator(seed: seed, stream: Stream.circulating)
        var crossings: [Crossing] = []
        for play in plays {
            for series in [WeekendSeries.gt, .cup] {
                let cars = random.shuffled(lists.listed(series)).prefix(3)
                for car in cars where car.number != lists.absent.number {
                    let begun = play.slot.instant.milliseconds * 1000 - random.int(in: 200_000_000...260_000_000)
                    for (place, loop) in [UInt16(11), 3, 4, 1].enumerated() {
                        crossings.append(
                            Crossing(
                                id: CrossingID(decoder: 100 + UInt32(loop), epoch: 1, number: 1),
                                stamp: begun + Int64(place) * random.int(in: 40_000_000...44_000_000),
                                transponder: car.transponders[0], loop: LoopID(loop)))
                    }
                }
            }
        }
        // A car that runs in its session comes round once.
        return crossings.filter { crossing in
            !plays.contains {
                $0.runs(crossing.transponder) && $0.slot.instant <= crossing.at && crossing.at <= $0.ended
            }
        }
    }
}
