public import Timing
import Wire

/// The transponders before the start: `transponders` of the status (docs/protocol.md, section 4.6).
public struct SightedTransponders: Hashable, Sendable {
    /// How many of the entry list, or assigned, have crossed a loop.
    public let seen: Int
    /// Where the cars are that a loop has seen, in order of the entry list.
    public let places: [Place]
    /// Those of the entry list that have not.
    public let unseen: [Unseen]
    /// Those that crossed a loop and are no car's.
    public let unknown: [PublishedUnknown]

    /// Where a car crossed a loop last.
    public struct Place: Hashable, Sendable {
        /// The car.
        public let car: CarNumber
        /// The loop.
        public let loop: LoopID
        /// Its name.
        public let name: String
        /// Official time, UTC.
        public let at: Instant
    }

    /// A transponder of the entry list that has not crossed a loop.
    public struct Unseen: Hashable, Sendable {
        /// Its car.
        public let car: CarNumber
        /// Nil where the entry has none.
        public let transponder: Transponder?
    }
}

extension SightedTransponders: Readable {
    init(_ members: Members) throws(Refusal) {
        seen = try members.number("seen")
        places = try members.list("places")
        unseen = try members.list("unseen")
        unknown = try members.list("unknown")
    }
}

extension SightedTransponders.Place: Readable {
    init(_ members: Members) throws(Refusal) {
        car = try members.car("number")
        loop = try members.loop("loop")
        name = try members.text("name")
        at = try members.instant("atMs")
    }
}

extension SightedTransponders.Unseen: Readable {
    init(_ members: Members) throws(Refusal) {
        car = CarNumber(try members.text("number"))
        let number: UInt32? = try members.numberOrNil("transponder")
        transponder = number.map { Transponder($0) }
    }
}
