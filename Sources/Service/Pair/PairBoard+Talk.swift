package import Wire

/// What is believed of one that says that it runs the session.
extension PairBoard {
    package enum Heard: Sendable {
        case answered(PairAnswer)
        /// This daemon publishes nothing more.
        case believed
        case refused(Refusal)
    }

    /// Believed of one that has our journal, in an epoch that may be. Of another only the other daemon itself, asked at
    /// its own address, is believed.
    /// - Parameters:
    ///   - beginning: the hash of our journal's first block.
    ///   - now: milliseconds of UTC.
    package func take(_ fence: PairRequest.Fence, beginning: [UInt8], now: Int64) -> Heard {
        let state = latest
        guard let own = state.running else {
            change {
                $0.hasSaidSo = true
                $0.isAsking = !$0.isActive && fence.epoch > 0
            }
            return .answered(.fenced(session: fence.session, epoch: state.epoch))
        }
        guard yields(to: fence.epoch, own: own) else { return .answered(.runs(session: fence.session, epoch: own)) }
        guard Self.isLikely(fence.epoch, own: own, now: now) else {
            change { $0.isAsking = true }
            return .refused(
                Refusal(
                    .wrongValue, field: "epoch", "epoch \(fence.epoch) is far ahead of the clock",
                    expected: "an epoch of the other daemon", remedy: "set the clocks of both machines"))
        }
        guard !fence.hash.isEmpty, fence.hash == beginning else {
            change { $0.isAsking = true }
            return .refused(
                Refusal(
                    .wrongJournal, field: "hash", "who says that it runs the session has not this journal",
                    expected: "the hash of the journal's first block",
                    remedy: "start a standby with an empty directory"))
        }
        self.fence(by: fence.epoch)
        return .believed
    }

    /// What the other daemon, asked at its own address, has answered.
    package func take(_ answer: PairAnswer, of session: String) {
        switch answer {
        case .fenced(session, _): change { $0.isFencing = false }
        case .runs(session, let epoch): fence(by: epoch)
        default: break
        }
    }

    /// What the other is to be told or asked now; nil where nothing is.
    package func question(in session: String, beginning: () -> [UInt8]) -> PairRequest.Fence? {
        let state = latest
        guard state.isAsking || state.running != nil else { return nil }
        change { $0.isAsking = false }
        return PairRequest.Fence(session: session, epoch: state.running ?? 0, hash: beginning())
    }
}
