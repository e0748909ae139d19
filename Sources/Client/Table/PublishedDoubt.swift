public import Timing
import Wire

/// A doubt of Lapwing: an element of `doubts` (docs/protocol.md, section 4.4).
public struct PublishedDoubt: Hashable, Sendable {
    /// What is in doubt.
    public let kind: Word<Doubt.Kind>
    /// Whose crossing it was; the last one's where a loop is in doubt.
    public let car: CarNumber
    /// Where it was read.
    public let loop: LoopID
    /// The loop's name.
    public let name: String
    /// How often, from 1.
    public let count: Int
    /// The first time, UTC.
    public let first: Instant
    /// The last time, UTC.
    public let last: Instant
    /// The last crossing, as `void` and `count` take it.
    public let crossing: CrossingID
    /// The driver that the car names, or how far two transponders are apart.
    public let detail: Detail

    /// The value of a doubt beside its place.
    public enum Detail: Hashable, Sendable {
        /// Nothing, or a driver who is not identified.
        case nothing
        /// A driver, as in a row.
        case driver(String)
        /// A distance between two transponders of a car.
        case distance(Milliseconds)
    }
}

extension PublishedDoubt: Readable {
    init(_ members: Members) throws(Refusal) {
        kind = try members.word("kind")
        car = try members.car("car")
        loop = try members.loop("loop")
        name = try members.text("name")
        count = try members.number("count")
        first = try members.instant("firstMs")
        last = try members.instant("lastMs")
        crossing = try members.object("crossing")
        switch members.valueIfPresent("detail") {
        case .string(let driver)?: detail = .driver(driver)
        case .integer?: detail = .distance(try members.time("detail"))
        case .null?: detail = .nothing
        case nil where members.absence == .nothing: detail = .nothing
        case let other: throw members.wrong("detail", other ?? .null, "text, milliseconds or null")
        }
    }

    /// Whether both are one doubt, told twice (docs/protocol.md, section 4.4).
    public func isSame(as other: PublishedDoubt) -> Bool {
        guard kind.text == other.kind.text else { return false }
        return switch kind.known {
        case .pitLoopOnTrack, .trackLoopInPit: loop == other.loop
        case .driverContradicted: car == other.car
        case .lineAgain, .lateStart, .firstLap, .measuredBesideInserted, .transponderOffset, nil:
            loop == other.loop && car == other.car
        }
    }
}
