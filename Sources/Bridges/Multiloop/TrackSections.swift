import Client
import Timing

/// Which loops bound the sectors of the circuit: the publication does not list them, so they are learnt of the cars
/// that end a sector.
struct TrackSections: Hashable, Sendable {
    /// The loop behind each sector but the last, which the Line ends; nil before a car has crossed it.
    private var ends: [String?] = []

    /// Takes note that a car has ended a sector.
    /// - Parameters:
    ///   - place: of the sector, from 0, of `count` sectors.
    ///   - line: the loop's name.
    mutating func note(_ line: String, endsSector place: Int, of count: Int) {
        guard count > 1, count <= Self.most, place < count - 1 else { return }
        if ends.count != count - 1 { ends = Array(repeating: nil, count: count - 1) }
        ends[place] = line
    }

    private static let most = 255

    /// The sectors from Line to Line, once all bounds are known. A length of 0 says that it is not known.
    var told: [MultiloopRecord.Track.Section] {
        let known = ends.compactMap(\.self)
        guard !known.isEmpty, known.count == ends.count else { return [] }
        return zip(["SF"] + known, known + ["SF"]).enumerated().map { place, bounds in
            .init(name: "S\(place + 1)", inches: "0", start: bounds.0, end: bounds.1)
        }
    }
}
