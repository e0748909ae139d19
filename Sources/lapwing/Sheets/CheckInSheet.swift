import Client
import Timing

/// The transponders before a session, against the entry list.
struct CheckInSheet {
    let session: String
    let sighted: SightedTransponders
    /// Those that are not withdrawn.
    let entries: [Entry]
    let now: Instant
    /// What clocks at the circuit are ahead of UTC.
    let offset: Milliseconds?
    /// In which a strange transponder may be a car's.
    let others: [OtherEntryList]

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
            "seen      car \(place.car.text) \(team(place.car)): "
                + (place.transponder.map { "transponder \($0.value) " } ?? "")
                + "at \(place.name), \(since(place.at))\(Self.words(place.reading))"
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
            let laps = stranger.laps == 1 ? "1 lap" : "\(stranger.laps) laps"
            return "UNKNOWN   transponder \(stranger.transponder.value): \(count), \(laps), the last "
                + since(stranger.last) + Self.words(stranger.reading)
        }
    }

    private func team(_ car: CarNumber) -> String {
        entries.first { $0.number == car }.map { "(\($0.team))" } ?? ""
    }

    private static func words(_ reading: SightedTransponders.Reading?) -> String {
        reading.map { ", strength \($0.strength), \($0.hits) hits" } ?? ""
    }

    private func since(_ instant: Instant) -> String {
        let seconds = max(0, (now - instant).count / 1000)
        let ago = seconds < 120 ? "\(seconds) s ago" : "\(seconds / 60) min ago"
        return "\(ago) (\(ClockText.ofDayInSeconds(instant, offset: offset)))"
    }

    // MARK: Likely mistakes

    private var mistakes: [String] { doubled + mistyped + worn + swapped }

    /// A transponder of nobody here that was a car's elsewhere.
    private var worn: [String] {
        sighted.unknown.compactMap { stranger in
            for other in others {
                guard let car = other[stranger.transponder] else { continue }
                let number = stranger.transponder.value
                let said = "LIKELY    transponder \(number) was car \(car.text)'s in \(other.name)"
                guard let entry = entries.first(where: { $0.number == car }) else {
                    return "\(said), which is not entered here: lapwing entry add \(car.text) … --transponder \(number)"
                }
                let has = entry.transponders.map { "\($0.value)" }.joined(separator: ", ")
                return "\(said), and its entry here has \(has.isEmpty ? "none" : has): "
                    + "lapwing entry change \(car.text) --transponder \(number)"
            }
            return nil
        }
    }

    /// Two cars that have each other's, as it was elsewhere.
    private var swapped: [String] {
        guard let other = others.first(where: { other in entries.contains { Self.other($0, in: other) != nil } }) else {
            return []
        }
        return entries.enumerated().compactMap { place, entry in
            guard let partner = Self.other(entry, in: other),
                let second = entries[place...].first(where: { $0.number == partner }),
                Self.other(second, in: other) == entry.number
            else { return nil }
            return "LIKELY    cars \(entry.number.text) and \(second.number.text) had each other's transponders in "
                + "\(other.name): one of the lists is wrong, see lapwing entry list"
        }
    }

    /// The car that had the entry's transponder elsewhere; nil where it was the same one, or none.
    private static func other(_ entry: Entry, in list: OtherEntryList) -> CarNumber? {
        entry.transponders.lazy.compactMap { list[$0] }.first { $0 != entry.number }
    }

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
