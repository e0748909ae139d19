public import Timing

extension Truth.Troubles {
    /// Ordinary trouble on the track, and the acts on it. Instants are milliseconds of UTC since 1970.
    public struct Ordinary: Hashable, Sendable {
        /// A car read again at a loop where it had just been, without having gone round.
        public struct ReadAgain: Hashable, Sendable {
            public let car: CarNumber
            public let loop: LoopID
            /// The passage, and each reading of it that followed.
            public let passedMs: Int64
            public let atMs: [Int64]
        }

        /// A car that did not start with the others.
        public struct LateStart: Hashable, Sendable {
            /// How it starts.
            public enum Way: String, Hashable, Sendable {
                case pitLane, straggler, never
                /// With the others, but it is not read.
                case unread
            }

            public let car: CarNumber
            public let way: Way
            /// When it crosses the Line or, from the pit lane, leaves it.
            public let atMs: Int64?
            /// The timekeeper says that its first crossing of the Line was no lap.
            public let isTold: Bool
        }

        /// A reading of a car that was not there.
        public struct Misreading: Hashable, Sendable {
            public let kind: Simulation.Troubles.Misreading
            public let car: CarNumber
            public let loop: LoopID
            public let atMs: [Int64]
        }

        /// A car that a sector loop never reads.
        public struct WeakLoop: Hashable, Sendable {
            public let car: CarNumber
            public let loop: LoopID
        }

        /// A crossing entered by hand beside the one that was read.
        public struct Inserted: Hashable, Sendable {
            public let car: CarNumber
            public let loop: LoopID
            public let atMs: Int64
            /// When it was.
            public let passedMs: Int64
        }

        /// A car that named the wrong driver for a while.
        public struct DriverHeld: Hashable, Sendable {
            public let car: CarNumber
            public let fromMs: Int64
            public let named: UInt8
            public let driver: UInt8
        }

        /// A car that was told to be out, or disqualified.
        public struct Told: Hashable, Sendable {
            public let car: CarNumber
            public let atMs: Int64
            /// It raced on.
            public let racesOn: Bool
        }

        public internal(set) var readAgain: [ReadAgain] = []
        public internal(set) var lateStarts: [LateStart] = []
        public internal(set) var misreadings: [Misreading] = []
        public internal(set) var weakLoops: [WeakLoop] = []
        public internal(set) var inserted: [Inserted] = []
        public internal(set) var driversHeld: [DriverHeld] = []
        public internal(set) var toldOut: [Told] = []
        public internal(set) var disqualified: [Told] = []
        /// How long the race lasted by command, in milliseconds.
        public internal(set) var prolongedToMs: Int64?
        /// It was ended under the red flag shown then.
        public internal(set) var endedUnderRedMs: Int64?

        /// None.
        public init() {}
    }
}

extension Truth.Troubles.Ordinary {
    init(_ trouble: OrdinaryTrouble, _ drives: Drives, _ numbers: [CarNumber]) {
        func ms(_ stamp: Int64) -> Int64 { Instant(cutting: stamp).milliseconds }
        readAgain = trouble.again.compactMap { again in
            again.readings.first.map {
                ReadAgain(
                    car: numbers[$0.car], loop: $0.loop, passedMs: ms(again.of),
                    atMs: again.readings.map { ms($0.stamp) })
            }
        }
        lateStarts = drives.lateStarts.sorted { $0.key < $1.key }.map { car, way in
            let number = numbers[car]
            return switch way {
            case .fromPitLane(let leaves, _): LateStart(car: number, way: .pitLane, atMs: ms(leaves), isTold: false)
            case .straggler(let late, let isTold):
                LateStart(car: number, way: .straggler, atMs: ms(drives.schedule.start + late), isTold: isTold)
            case .never: LateStart(car: number, way: .never, atMs: nil, isTold: false)
            case .unread: LateStart(car: number, way: .unread, atMs: nil, isTold: false)
            }
        }
        misreadings = trouble.misreadings.compactMap { misreading in
            misreading.readings.first.map {
                Misreading(
                    kind: misreading.kind, car: numbers[misreading.car], loop: $0.loop,
                    atMs: misreading.readings.map { ms($0.stamp) })
            }
        }
        weakLoops = trouble.weak.loops.sorted { $0.key < $1.key }.map { WeakLoop(car: numbers[$0], loop: $1) }
        inserted = trouble.inserted.map {
            Inserted(
                car: numbers[$0.passage.car], loop: $0.passage.loop, atMs: ms($0.stamp), passedMs: ms($0.passage.stamp))
        }
        driversHeld = trouble.drivers.held.map {
            DriverHeld(car: numbers[$0.car], fromMs: ms($0.period.lowerBound), named: $0.named, driver: $0.driver)
        }
        toldOut = trouble.toldOut.map { Told(car: numbers[$0.car], atMs: ms($0.at), racesOn: $0.racesOn) }
        disqualified = drives.disqualified.sorted { $0.key < $1.key }.map {
            Told(car: numbers[$0], atMs: ms($1), racesOn: true)
        }
        prolongedToMs = drives.prolonged?.to.count
        endedUnderRedMs = drives.endedUnderRed.map(ms)
    }
}
