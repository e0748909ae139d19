public import Timing

/// The truth of the troubles that the simulator made.
extension Truth {
    /// The troubles of a session, and their places. Instants are milliseconds of UTC since 1970.
    public struct Troubles: Hashable, Sendable {
        /// A passage that no box reported.
        public struct MissedRead: Hashable, Sendable {
            public let car: CarNumber
            public let loop: LoopID
            /// The lap on which the loop lies; of the Line the lap that it ends.
            public let lap: Int
            public let atMs: Int64
        }

        /// A passage that its box reported a second time.
        public struct DoubleRead: Hashable, Sendable {
            public let car: CarNumber
            public let loop: LoopID
            /// The name of the second crossing.
            public let crossing: CrossingID
        }

        /// A loop that reported nothing for a while.
        public struct DeadLoop: Hashable, Sendable {
            public let loop: LoopID
            public let fromMs: Int64
            /// The first instant at which it reported again.
            public let toMs: Int64
        }

        /// A box whose clock was wrong.
        public struct ClockOffset: Hashable, Sendable {
            public let decoder: UInt32
            /// Microseconds by which its clock was ahead; behind, if negative.
            public let aheadUs: Int64
            /// When it stepped; nil: it was wrong all the time.
            public let fromMs: Int64?
            /// The recording has the command that puts it right.
            public let isCorrected: Bool
        }

        /// A box that started again without a new epoch.
        public struct BoxRestart: Hashable, Sendable {
            public let decoder: UInt32
            public let atMs: Int64
        }

        /// A crew that did not comply with its mandatory stop.
        public struct StopFault: Hashable, Sendable {
            public let car: CarNumber
            public let fault: Simulation.Troubles.StopFault
        }

        /// A flag that was shown, green ones among them.
        public struct FlagShown: Hashable, Sendable {
            public let flag: Flag
            public let atMs: Int64
            /// The safety car led through the pit lane from then on.
            public let throughPitLane: Bool
        }

        /// A transponder that the entry list did not give to the car that carried it.
        public struct Carried: Hashable, Sendable {
            public let car: CarNumber
            public let transponder: Transponder
            /// Since when; nil: all the time.
            public let fromMs: Int64?
            /// Until when; nil: to the end.
            public var toMs: Int64?
            /// The recording has the command that says so. Where it has not, `classification` holds once it was said.
            public let isAssigned: Bool
        }

        /// In order of time.
        public internal(set) var missedReads: [MissedRead] = []
        /// In order of time.
        public internal(set) var doubleReads: [DoubleRead] = []
        public internal(set) var deadLoops: [DeadLoop] = []
        public internal(set) var clockOffsets: [ClockOffset] = []
        public internal(set) var boxRestarts: [BoxRestart] = []
        /// In order of time.
        public internal(set) var flags: [FlagShown] = []
        public internal(set) var transponders: [Carried] = []
        /// Mistakes that crews planned for their mandatory stop, if they came to it.
        public internal(set) var stopFaults: [StopFault] = []
        /// Two cars that took the flag in one millisecond, or have the same best lap.
        public internal(set) var deadHeat: [CarNumber] = []
        /// Cars that stopped on the track for good.
        public internal(set) var stopped: [CarNumber] = []
        /// The one of them that did so on its last lap because it was asked for.
        public internal(set) var stoppedOnLastLap: CarNumber?
        /// Ordinary trouble on the track.
        public internal(set) var ordinary = Ordinary()

        /// None.
        public init() {}
    }
}

extension Truth.Troubles {
    init(
        _ drives: Drives, reads: MissedReads, transponders: Transponders, read: DecoderBoxes.Read,
        ordinary: OrdinaryTrouble, acts: [Act], setting: RaceSetting, entries: [Entry]
    ) {
        let numbers = entries.map(\.number)
        func milliseconds(_ stamp: Int64) -> Int64 { Instant(cutting: stamp).milliseconds }
        let start = milliseconds(setting.start)
        missedReads = reads.missed.map { miss in
            MissedRead(
                car: numbers[miss.passage.car], loop: miss.passage.loop, lap: miss.lap,
                atMs: milliseconds(miss.passage.stamp))
        }
        doubleReads = read.again.map { car, crossing in
            DoubleRead(car: numbers[car], loop: crossing.loop, crossing: crossing.id)
        }
        deadLoops = setting.troubles.deadLoops.map {
            DeadLoop(loop: $0.loop, fromMs: start + $0.from.count, toMs: start + $0.to.count)
        }
        clockOffsets = setting.troubles.clockOffsets.map { offset in
            ClockOffset(
                decoder: offset.decoder, aheadUs: offset.ahead, fromMs: offset.from.map { start + $0.count },
                isCorrected: offset.isCorrected)
        }
        boxRestarts = setting.troubles.boxRestarts.map {
            BoxRestart(decoder: $0.decoder, atMs: start + $0.at.count)
        }
        flags = acts.compactMap { act in
            guard case .flag(let flag, _, let throughPitLane) = act.kind else { return nil }
            return FlagShown(flag: flag, atMs: act.at.milliseconds, throughPitLane: throughPitLane)
        }
        if let change = transponders.change {
            self.transponders.append(
                Carried(
                    car: numbers[change.car], transponder: change.transponder, fromMs: milliseconds(change.from),
                    isAssigned: setting.troubles.transponderChange == .told))
        }
        if let (one, other) = transponders.mixedUp {
            for car in [one, other] {
                self.transponders.append(
                    Carried(
                        car: numbers[car], transponder: entries[car].transponders[0], fromMs: nil,
                        isAssigned: setting.troubles.transponderMixUp == .told))
            }
        }
        stopFaults = numbers.enumerated().compactMap { place, number in
            PitPlan.fault(place, setting).fault.map { StopFault(car: number, fault: $0) }
        }
        for worn in transponders.worn {
            let from = worn.wearing.from.map(\.milliseconds)
            self.transponders.append(
                Carried(
                    car: numbers[worn.car], transponder: worn.transponder, fromMs: from,
                    toMs: worn.wearing.until?.milliseconds, isAssigned: true))
        }
        self.ordinary = Ordinary(ordinary, drives, numbers)
        deadHeat = drives.deadHeat.map { numbers[$0] }
        stopped = drives.stopped.sorted().map { numbers[$0] }
        stoppedOnLastLap = drives.stoppedOnLastLap.map { numbers[$0] }
    }
}
