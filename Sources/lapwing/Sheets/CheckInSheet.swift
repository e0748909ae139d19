import Client
import Timing

/// The transponders before a session, against the entry list.
struct CheckInSheet {
    let session: String
    let sighted: SightedTransponders
    let entries: [PublishedEntry]
    let now: Instant
    /// What clocks at the circuit are ahead of UTC.
    let offset: Milliseconds?

    /// Something is to be done before the start.
    var hasTrouble: Bool { !sighted.unseen.isEmpty || !sighted.unknown.isEmpty }

    var lines: [String] {
        let head =
            "session \(session), \(ClockText.ofDayInSeconds(now, offset: offset)): \(sighted.seen) transponders seen, "
            + "\(sighted.unseen.count) not seen, \(sighted.unknown.count) unknown"
        return [head] + seen + unseen + unknown + mistakes
    }

    private var seen: [String] {
        sighted.places.map { place in
            "seen      car \(place.car.text) \(team(place.car)): at \(place.name), \(since(place.at))"
        }
    }

    private var unseen: [String] {
        sighted.unseen.map { car in
            "NOT SEEN  car \(car.car.text) \(team(car.car)): "
                + (car.transponder.map { "transponder \($0.value)" } ?? "no transponder in the entry list")
        }
    }

    private var unknown: [String] {
        sighted.unknown.map { stranger in
            let count = stranger.crossings == 1 ? "1 crossing" : "\(stranger.crossings) crossings"
            return "UNKNOWN   transponder \(stranger.transponder.value): \(count)"
                + (stranger.last.map { ", the last \(since($0))" } ?? "")
        }
    }

    private func team(_ car: CarNumber) -> String {
        entries.first { $0.car == car }?.team.map { "(\($0))" } ?? ""
    }

    private func since(_ instant: Instant) -> String {
        let seconds = max(0, (now - instant).count / 1000)
        let ago = seconds < 120 ? "\(seconds) s ago" : "\(seconds / 60) min ago"
        return "\(ago) (\(ClockText.ofDayInSeconds(instant, offset: offset)))"
    }

    // MARK: Likely mistakes

    private var mistakes: [String] { doubled + mistyped }

    /// One transponder in two entries.
    private var doubled: [String] {
        var lines: [String] = []
        for (index, car) in sighted.unseen.enumerated() {
            let twins = sighted.unseen[..<index].filter { $0.transponder != nil && $0.transponder == car.transponder }
            for twin in twins {
                lines.append(
                    "LIKELY    cars \(twin.car.text) and \(car.car.text) are entered with one transponder, "
                        + "\(car.transponder?.value ?? 0): correct one of them")
            }
        }
        return lines
    }

    /// A transponder of nobody that is nearly one that was not seen, or the only one that can be meant.
    private var mistyped: [String] {
        sighted.unknown.flatMap { stranger in
            let near = sighted.unseen.filter { Self.isNear($0.transponder, stranger.transponder) }
            let isOnly = sighted.unseen.count == 1 && sighted.unknown.count == 1
            let cars = near.isEmpty && isOnly ? sighted.unseen : near
            return cars.map { car in
                let why =
                    near.isEmpty
                    ? "the only car that was not seen" : "its entry has \(car.transponder?.value ?? 0)"
                let number = stranger.transponder.value
                return "LIKELY    transponder \(number) is car \(car.car.text)'s, \(why): "
                    + "lapwing control assign \(number) \(car.car.text)"
            }
        }
    }

    /// One digit is another, or two neighbours have changed places, or one is missing.
    private static func isNear(_ entered: Transponder?, _ seen: Transponder) -> Bool {
        guard let entered else { return false }
        let (left, right) = (Array("\(entered.value)".utf8), Array("\(seen.value)".utf8))
        if left.count == right.count {
            let places = left.indices.filter { left[$0] != right[$0] }
            if places.count == 1 { return true }
            guard places.count == 2, places[1] == places[0] + 1 else { return false }
            return left[places[0]] == right[places[1]] && left[places[1]] == right[places[0]]
        }
        let (short, long) = left.count < right.count ? (left, right) : (right, left)
        guard long.count == short.count + 1 else { return false }
        return long.indices.contains { place in
            var others = long
            others.remove(at: place)
            return others == short
        }
    }
}
