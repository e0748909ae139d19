/// What is entered: a car with its class, team and crew.
public struct Entry: Hashable, Sendable {
    /// The number on the door.
    public let number: CarNumber
    /// The name of the car in acts and rules, whatever its number becomes: the number under which it was entered
    /// first. A car entered later under the first number of another has a `+` behind it.
    public let entered: CarNumber
    /// The class in which the entry is classified, for example GT3 or GT4.
    public let carClass: String
    /// The cup within the class, for example Pro/Am.
    public let cup: String?
    /// As the entry list writes it.
    public let team: String
    /// Make and model, where the entry list says so.
    public let vehicle: String?
    /// The car's transponders from the beginning of the session.
    public let transponders: [Transponder]
    /// By how much a transponder is read after the car's first one in one passage, where that is known: of two in one
    /// car, a known distance apart, it does not matter which is read. Taken off the instants of its crossings.
    public let transponderOffsets: [Transponder: Milliseconds]
    /// The crew, in order of the entry list.
    public let drivers: [Driver]

    public init(
        number: CarNumber, entered: CarNumber? = nil, carClass: String, cup: String? = nil, team: String,
        vehicle: String? = nil, transponders: [Transponder], transponderOffsets: [Transponder: Milliseconds] = [:],
        drivers: [Driver]
    ) {
        self.number = number
        self.entered = entered ?? number
        self.carClass = carClass
        self.cup = cup
        self.team = team
        self.vehicle = vehicle
        self.transponders = transponders
        self.transponderOffsets = transponderOffsets
        self.drivers = drivers
    }

    /// The entry with what is said of it.
    public func saying(_ details: EntryDetails) -> Entry {
        Entry(
            number: details.number ?? number, entered: entered, carClass: details.carClass ?? carClass,
            cup: details.cup ?? cup, team: details.team ?? team, vehicle: details.vehicle ?? vehicle,
            transponders: details.transponders ?? transponders,
            transponderOffsets: details.transponders == nil ? transponderOffsets : details.transponderOffsets,
            drivers: details.drivers ?? drivers)
    }
}
