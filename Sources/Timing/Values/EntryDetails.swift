/// What an act says of an entry. What is nil is not said.
public struct EntryDetails: Hashable, Sendable {
    /// The number on the door.
    public var number: CarNumber?
    /// The class in which the entry is classified.
    public var carClass: String?
    /// The cup within the class; `.some(nil)`: none.
    public var cup: String??
    /// As the entry list writes it.
    public var team: String?
    /// Make and model; `.some(nil)`: not known.
    public var vehicle: String??
    /// All transponders of the car.
    public var transponders: [Transponder]?
    /// By how much a transponder is read after the car's first one. Said with the transponders.
    public var transponderOffsets: [Transponder: Milliseconds] = [:]
    /// The whole crew.
    public var drivers: [Driver]?

    /// Says nothing.
    public init() {}

    /// All that an entry says.
    public init(_ entry: Entry) {
        number = entry.number
        carClass = entry.carClass
        cup = .some(entry.cup)
        team = entry.team
        vehicle = .some(entry.vehicle)
        transponders = entry.transponders
        transponderOffsets = entry.transponderOffsets
        drivers = entry.drivers
    }

    /// What has to be said of one entry to make it the other; empty where nothing has.
    public init(from entry: Entry, to other: Entry) {
        if other.number != entry.number { number = other.number }
        if other.carClass != entry.carClass { carClass = other.carClass }
        if other.cup != entry.cup { cup = .some(other.cup) }
        if other.team != entry.team { team = other.team }
        if other.vehicle != entry.vehicle { vehicle = .some(other.vehicle) }
        if other.transponders != entry.transponders || other.transponderOffsets != entry.transponderOffsets {
            transponders = other.transponders
            transponderOffsets = other.transponderOffsets
        }
        if other.drivers != entry.drivers { drivers = other.drivers }
    }

    /// Nothing is said.
    public var isEmpty: Bool { self == EntryDetails() }
}
