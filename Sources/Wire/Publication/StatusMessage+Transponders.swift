public import Timing

extension StatusMessage {
    /// Before the start: which transponders have crossed a loop.
    public struct Transponders: Sendable {
        let members: [JSON.Member]

        /// Where a car crossed a loop last.
        public struct Place: Sendable {
            let members: [JSON.Member]

            /// `name` is the loop's, `at` official time, `reading` how well a box read the transponder last.
            public init(
                car: CarNumber, loop: LoopID, name: String, at: Instant, transponder: Transponder,
                reading: TransponderReading?
            ) {
                members =
                    [
                        .init("number", .string(car.text)), .init("loop", .integer(Int64(loop.value))),
                        .init("name", .string(name)), .init("atMs", .integer(max(at.milliseconds, 0))),
                        .init("transponder", .integer(Int64(transponder.value))),
                    ] + Transponders.members(reading)
            }
        }

        /// A transponder that is no car's.
        public struct Unknown: Sendable {
            let members: [JSON.Member]

            /// `laps` is how often it has come to the Line again, `last` official time of its last crossing.
            public init(
                _ transponder: Transponder, crossings: Int, laps: Int, last: Instant, reading: TransponderReading?
            ) {
                members =
                    [
                        .init("transponder", .integer(Int64(transponder.value))),
                        .init("crossings", .integer(Int64(crossings))), .init("laps", .integer(Int64(laps))),
                        .init("lastAtMs", .integer(max(last.milliseconds, 0))),
                    ] + Transponders.members(reading)
            }
        }

        private static func members(_ reading: TransponderReading?) -> [JSON.Member] {
            guard let reading else { return [] }
            return [
                .init("hits", .integer(Int64(reading.hits))), .init("strength", .integer(Int64(reading.strength))),
            ]
        }

        /// `places` are those of the cars that have been seen; `unseen` the transponders of the entry list that have
        /// not, nil for an entry that has none; `unknown` those that are no car's.
        public init(
            seen: Int, places: [Place], unseen: [(car: CarNumber, transponder: Transponder?)],
            unknown: [Unknown]
        ) {
            let unseen = unseen.map { car, transponder in
                JSON.object([
                    .init("number", .string(car.text)),
                    .init("transponder", transponder.map { .integer(Int64($0.value)) } ?? .null),
                ])
            }
            members = [
                .init("seen", .integer(Int64(seen))), .init("places", .array(places.map { .object($0.members) })),
                .init("unseen", .array(unseen)), .init("unknown", .array(unknown.map { .object($0.members) })),
            ]
        }
    }
}
