import Timing

/// The entry list of another session or of another event: a transponder that is strange here may be a car's there.
struct OtherEntryList {
    /// As people call it: `p1`, or the name of a file.
    let name: String
    private let cars: [Transponder: CarNumber]

    init(_ name: String, _ entries: [Entry]) {
        self.name = name
        cars = Dictionary(
            entries.flatMap { entry in entry.transponders.map { ($0, entry.number) } },
            uniquingKeysWith: { first, _ in first })
    }

    /// Nil where it is no car's.
    subscript(_ transponder: Transponder) -> CarNumber? { cars[transponder] }
}
