import Client
import Timing

/// A doubt (docs/protocol.md, section 4.4) in a timekeeper's words, and the command to type about it.
enum DoubtText {
    /// `onBoard` says who is in a car.
    static func words(_ doubt: PublishedDoubt, onBoard: (CarNumber) -> String?) -> String {
        let car = "car \(doubt.car)"
        let (loop, crossing) = (doubt.name, name(doubt.crossing))
        let count = doubt.count
        let times = count == 1 ? "" : " \(count) times"
        let last = count == 1 ? "it" : "the last"
        switch doubt.kind.known {
        case .lineAgain:
            return "\(car): read again at \(loop)\(times), no lap (control count \(crossing) makes "
                + "\(count == 1 ? "it" : "the last") one)"
        case .lateStart:
            return "\(car): first read at \(loop), late: its start, no lap (control count \(crossing) makes it lap 1)"
        case .firstLap:
            return "\(car): first read at \(loop), counted as the end of lap 1 (if it was a straggler: "
                + "control void \(crossing) makes its next crossing the end of lap 1)"
        case .pitLoopOnTrack:
            return "\(loop) read \(cars(car, count)) on the track\(times), no visit (control count \(crossing) if "
                + "\(last) is right)"
        case .trackLoopInPit:
            return "\(loop) read \(cars(car, count)) in the pit lane\(times), no passage (control count \(crossing) if "
                + "\(last) is right)"
        case .measuredBesideInserted:
            return "\(car): measured at \(loop) beside the crossing entered by hand\(times), the measured one counts "
                + "(control void \(crossing) if the hand is right)"
        case .driverContradicted: return driver(doubt, car, loop + times, onBoard)
        case .transponderOffset: return offset(doubt, car, "at \(loop)\(times)", crossing)
        case nil: return "\(car): \(doubt.kind.text) at \(loop)\(times) (crossing \(crossing))"
        }
    }

    /// Where one doubt covers several readings of a loop, the car is that of the last.
    private static func cars(_ car: String, _ count: Int) -> String { count == 1 ? car : "cars, the last \(car)," }

    private static func driver(
        _ doubt: PublishedDoubt, _ car: String, _ place: String, _ onBoard: (CarNumber) -> String?
    ) -> String {
        var named = "nobody"
        if case .driver(let name) = doubt.detail { named = name }
        let other = onBoard(doubt.car).flatMap { $0 == named ? nil : $0 } ?? "another"
        return "\(car): \(named) by the car at \(place), \(other) by the timekeeper "
            + "(control driver \(doubt.car) with the driver's id if the car is right)"
    }

    private static func offset(_ doubt: PublishedDoubt, _ car: String, _ place: String, _ crossing: String) -> String {
        var offset = Milliseconds.zero
        if case .distance(let distance) = doubt.detail { offset = distance }
        let apart = ClockText.lap(Milliseconds(abs(offset.count)))
        return "\(car): two transponders read \(apart) apart \(place) (in the entry list, for the "
            + "one of crossing \(crossing): {id: …, offset: \(offset.count) ms})"
    }

    /// As `lapwing control void` and `count` take it.
    private static func name(_ id: CrossingID) -> String { "\(id.decoder) \(id.epoch) \(id.number)" }
}
