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
    public let unknown: [Unknown]

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
        /// What it was known by; nil where the daemon does not tell.
        public let transponder: Transponder?
        /// How well it was read last; nil where the box does not tell.
        public let reading: Reading?
    }

    /// How well a box has read a transponder.
    public struct Reading: Hashable, Sendable {
        /// How often it was heard while it crossed the loop.
        public let hits: Int
        /// In the box's own unit.
        public let strength: Int

        init?(_ members: Members) throws(Refusal) {
            guard let hits: Int = try members.numberIfPresent("hits"),
                let strength: Int = try members.numberIfPresent("strength")
            else { return nil }
            self.hits = hits
            self.strength = strength
        }
    }

    /// A transponder that is no car's.
    public struct Unknown: Hashable, Sendable {
        /// The transponder.
        public let transponder: Transponder
        /// How many crossings of it are held.
        public let crossings: Int
        /// How often it has come to the Line again.
        public let laps: Int
        /// Its last crossing, UTC.
        public let last: Instant
        /// How well it was read last; nil where the box does not tell.
        public let reading: Reading?
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
        let number: UInt32? = try members.numberIfPresent("transponder")
        transponder = number.map { Transponder($0) }
        reading = try SightedTransponders.Reading(members)
    }
}

extension SightedTransponders.Unknown: Readable {
    init(_ members: Members) throws(Refusal) {
        transponder = Transponder(try members.number("transponder"))
        crossings = try members.number("crossings")
        laps = try members.numberIfPresent("laps") ?? 0
        last = try members.instant("lastAtMs")
        reading = try SightedTransponders.Reading(members)
    }
}

extension SightedTransponders.Unseen: Readable {
    init(_ members: Members) throws(Refusal) {
        car = CarNumber(try members.text("number"))
        let number: UInt32? = try members.numberOrNil("transponder")
        transponder = number.map { Transponder($0) }
    }
}
