import Timing

/// A session that is over.
extension ReferenceJudge {
    /// When the red flag was shown under which it ended, else when it ended.
    var curtain: Int64? {
        guard let end = race.end else { return nil }
        guard let red = race.flag(at: end), red.flag == .red else { return end - start }
        return red.from - start
    }

    /// When the session was over for a car that ran on.
    var ended: Int64? { race.end.map { $0 - start } }

    /// Without its finish, in a session without a chequered flag, until there was nothing more to run for.
    var ranToEnd: Bool {
        race.hasEnded && race.chequered == nil && !car.hasFinished && car.isSeen && !car.isRetired
            && !race.stoppedAtCurtain.contains(place)
    }

    /// Whether nobody could do it up to the instant before which it was to be done, or this car could not: it had
    /// its finish before. Without such an instant, whether the car is without its finish, or its finish is one that the
    /// race was counted back to.
    func isCutShort(closes: Milliseconds?) -> Bool {
        guard let closes else { return race.hasEnded && (finish == nil || race.countedBackTo != nil) }
        if let curtain, curtain < deadline(closes) { return true }
        guard let finish, now >= deadline(closes) else { return false }
        return finish < deadline(closes)
    }

    /// What the end has cut short.
    func curtailed(opens: Milliseconds?) -> (state: Verdict.State, isCurtailed: Bool) {
        let result = race.chequered ?? race.countedBackTo ?? curtain ?? now
        if isOut { return (.notApplicable, false) }
        if let opens, result < deadline(opens) { return (.notApplicable, false) }
        return ranToEnd || car.hasFinished ? (.missed, true) : (.notApplicable, false)
    }

    /// How long a visit that lasts had lasted when the curtain fell; nil where its entry was not seen.
    func lastedByCurtain(_ visit: Visit) -> Int64? {
        guard let entered = visit.entered, let curtain else { return nil }
        let isUnderRed = race.session.rules.obligations.stops?.underRed ?? false
        return curtain - entered - (isUnderRed ? 0 : race.redTime(from: entered, to: curtain))
    }
}
