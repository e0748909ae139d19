public import Timing
import Wire

/// Who is entered: an element of `entries` (docs/protocol.md, section 4.4).
public struct PublishedEntry: Hashable, Sendable {
    /// The car.
    public let car: CarNumber
    /// Its class.
    public let carClass: String
    /// Its cup within the class.
    public let cup: String?
    /// Its team; nil where none is stated.
    public let team: String?
    /// What it is.
    public let vehicle: String?
    /// Its crew.
    public let drivers: [PublishedDriver]
}

extension PublishedEntry: Readable {
    init(_ members: Members) throws(Refusal) {
        car = try members.car("number")
        carClass = try members.text("class")
        cup = try members.textOrNil("cup")
        team = try members.textOrNil("team")
        vehicle = try members.textOrNil("vehicle")
        drivers = try members.list("drivers")
    }
}
