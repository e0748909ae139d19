/// The basis of the verdicts on a car: its visits to the pit lane, its drivers, and where it is now. It is read once,
/// by one judge.
struct CarRecord: ~Copyable {
    /// A visit to the pit lane.
    struct Visit {
        /// From 1.
        let number: Int
        let entered: Instant?
        let left: Instant?
        let isOpen: Bool
        let driverIn: UInt8
        let driverOut: UInt8
        /// It counts as a stop. False behind the safety car through the pit lane, begun under red, or for a served
        /// penalty.
        let counts: Bool
        /// It counts, or would but for the red flag.
        let endsStint: Bool
        /// Both ends seen, without the time for which it was interrupted.
        let duration: Milliseconds?
        /// The red flag was shown during it, both ends seen.
        let isInterrupted: Bool

        /// The drivers in and out are identified, and differ.
        var showsDriverChange: Bool { driverIn != 0 && driverOut != 0 && driverIn != driverOut }

        /// The drivers in and out are identified, and are the same.
        var showsThatDriverStayed: Bool { driverIn != 0 && driverIn == driverOut }
    }

    /// The part of a car's state, beside visits and pace, on which its verdicts rest. The judge sees only this part,
    /// and judges a car again when it changes: no kind of obligation can forget to state its inputs.
    struct Own: Equatable {
        let driver: UInt8
        let starter: UInt8
        /// Bit n: driver n has been identified.
        let drove: UInt64
        let wasSeen: Bool
        let isRetired: Bool
        let hasFinished: Bool
        /// On the track and not overdue.
        let isOnTrack: Bool
        /// Of a car that is not on the track. There every crossing changes it, and no verdict rests on it.
        let halted: Halted
    }

    /// The progress of a car that is not on the track.
    struct Halted: Equatable {
        var laps: Int32 = 0
        var lastSeen = Instant.distantPast
        /// Crossing of the Line that began the present lap; once it has finished, its finish.
        var lapBegan = Instant.distantPast
        /// Overdue just before the curtain.
        var wasStopped = false
    }

    /// How the session ended.
    struct End {
        let at: Instant
        /// Up to when the cars raced: when the red flag was shown under which it ended, else its end.
        let curtain: Instant
        /// To when the race was counted back.
        let countedBackTo: Instant?
    }

    let entry: Entry
    let kind: Session.Kind
    let start: Instant
    let clock: RaceClock
    /// The session's time; once it is over, its end.
    let now: Instant
    /// Nil while the session is not over.
    let end: End?
    /// When the chequered flag fell.
    let chequered: Instant?
    let visits: [Visit]
    let flags: FlagLog

    let own: Own
    /// How long the session lasts by its clock; nil where only a flag ends it.
    let duration: Milliseconds?
    /// When it will come by the pit entry; nil while nothing says so.
    let pitEntries: PitEntries?

    let asked: [Asked]
    /// The requirements now, also those told after the end.
    let present: Asked
    /// A visit begun under the red flag is a stop like any other, and none is interrupted.
    let stopsUnderRed: Bool
    let rulings: [ObligationID: Set<Ruling>]
    private let inPlace = InPlace()

    /// The requirements at an instant; without one, those now.
    func asked(at instant: Instant?) -> Asked {
        guard let instant else { return present }
        return asked.last(at: instant)
    }

    var driver: UInt8 { own.driver }
    var starter: UInt8 { own.starter }
    var drove: UInt64 { own.drove }
    var wasSeen: Bool { own.wasSeen }
    var isRetired: Bool { own.isRetired }
    var hasFinished: Bool { own.hasFinished }
    var isOnTrack: Bool { own.isOnTrack }

    /// Completed, of a car that is not on the track.
    var laps: Int { Int(own.halted.laps) }
    /// On the track it is about now.
    var lastSeen: Instant { isOnTrack ? now : own.halted.lastSeen }
    /// Its finish, of a car that has finished.
    var lapBegan: Instant { isOnTrack ? now : own.halted.lapBegan }
    private var wasStopped: Bool { own.halted.wasStopped }

    var isOver: Bool { end != nil }

    /// Without its finish it raced until a session was over that no chequered flag ended.
    var ranToTheEnd: Bool {
        end != nil && chequered == nil && !hasFinished && wasSeen && !isRetired && !wasStopped
    }

    /// Retired by command, or all is over without its finish and without having run to the end.
    var isOut: Bool { !hasFinished && (isRetired || isOver && !ranToTheEnd) }

    /// Still racing: false when out, past its finish, or after the session.
    var isRunning: Bool { !isOut && !hasFinished && !isOver }

    /// Up to when it drives: its finish, when it was seen last, or now.
    var until: Instant { hasFinished ? lapBegan : isOut ? lastSeen : now }

    /// The instant that the result is of: of the chequered flag, or to which the race was counted back, else the
    /// curtain.
    var result: Instant? { chequered ?? end?.countedBackTo ?? end?.curtain }

    /// It was still about at an instant of the past.
    func wasOutThere(at instant: Instant) -> Bool {
        if let last = visits.last, last.isOpen, let entered = last.entered, entered < instant { return false }
        return lastSeen >= instant && wasSeen || isOnTrack || ranToTheEnd
    }

    func isRuled(_ obligation: ObligationID, _ ruling: Ruling) -> Bool {
        rulings[obligation]?.contains(ruling) ?? false
    }

    /// How long the red flag was shown and withdrawn again since a visit began, as far as that interrupts it.
    func interruption(since entered: Instant) -> Milliseconds {
        if stopsUnderRed { return .zero }
        return flags.reds.reduce(.zero) { sum, red in
            red.until.instant.map { sum + max(.zero, $0 - max(red.from, entered)) } ?? sum
        }
    }

    /// How long a visit lasts between two instants, as far as it was not interrupted.
    func length(from: Instant, to: Instant) -> Milliseconds {
        to - from - (stopsUnderRed ? .zero : flags.red(from: from, to: to))
    }
}

extension CarRecord.Own {
    init(_ state: CarState, isOnTrack: Bool) {
        driver = state.driver
        starter = state.starter
        drove = state.drove
        wasSeen = state.wasSeen
        isRetired = state.isRetired
        hasFinished = state.hasFinished
        self.isOnTrack = isOnTrack
        halted = isOnTrack ? CarRecord.Halted() : CarRecord.Halted(state)
    }

    /// It was read from this state, or reads the same from it.
    @inline(__always)
    func isOf(_ state: CarState, isOnTrack: Bool) -> Bool {
        let isSame =
            drove == state.drove && driver == state.driver && starter == state.starter && wasSeen == state.wasSeen
            && isRetired == state.isRetired && hasFinished == state.hasFinished && self.isOnTrack == isOnTrack
            && (isOnTrack || halted == CarRecord.Halted(state))
        assert(isSame == (self == Self(state, isOnTrack: isOnTrack)), "everything that verdicts rest on is compared")
        return isSame
    }
}

extension CarRecord.Halted {
    @inline(__always)
    init(_ state: CarState) {
        self.init(
            laps: state.laps, lastSeen: state.lastSeen, lapBegan: state.lapBegan, wasStopped: state.wasStopped)
    }
}
