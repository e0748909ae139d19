public import Timing

extension StatusMessage {
    /// Before the start: which transponders have crossed a loop.
    public struct Transponders: Sendable {
        let members: [JSON.Member]

        /// Where a car crossed a loop last.
        public struct Place: Sendable {
            let members: [JSON.Member]

            /// `name` is the loop's, `at` official time.
            public init(car: CarNumber, loop: LoopID, name: String, at: Instant) {
                members = [
                    .init("number", .string(car.text)), .init("loop", .integer(Int64(loop.value))),
                    .init("name", .string(name)), .init("atMs", .integer(max(at.milliseconds, 0))),
                ]
            }
        }

        /// `places` are those of the cars that have been seen; `unseen` the transponders of the entry list that have
        /// not, nil for an entry that has none; `unknown` those that are no car's.
        public init(
            seen: Int, places: [Place], unseen: [(car: CarNumber, transponder: Transponder?)],
            unknown: [(transponder: Transponder, crossings: Int, last: Instant)]
        ) {
            let unseen = unseen.map { car, transponder in
                JSON.object([
                    .init("number", .string(car.text)),
                    .init("transponder", transponder.map { .integer(Int64($0.value)) } ?? .null),
                ])
            }
            let unknown = unknown.map { transponder, crossings, last in
                JSON.object([
                    .init("transponder", .integer(Int64(transponder.value))),
                    .init("crossings", .integer(Int64(crossings))),
                    .init("lastAtMs", .integer(max(last.milliseconds, 0))),
                ])
            }
            members = [
                .init("seen", .integer(Int64(seen))), .init("places", .array(places.map { .object($0.members) })),
                .init("unseen", .array(unseen)), .init("unknown", .array(unknown)),
            ]
        }
    }
}
