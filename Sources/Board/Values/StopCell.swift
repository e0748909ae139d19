package import Client
package import Timing
package import Wire

/// The cell STOP of a car (docs/web.md): one of its verdicts, with the figure that belongs to it.
package struct StopCell {
    /// Nil: nothing is asked of the car.
    package let json: JSON?

    /// - Parameters:
    ///   - now: the session's time since the start signal.
    ///   - isOpenToAll: faults are told before the stewards have decided on them.
    package init(
        _ verdicts: [PublishedVerdict], _ infringements: [PublishedInfringement], now: Milliseconds?,
        isOpenToAll: Bool
    ) {
        let stops = verdicts.filter { $0.obligation?.kind == .stop }.sorted(by: Self.isEarlier)
        let others = verdicts.filter { [.driverChange, .technicalStop].contains($0.obligation?.kind) }
            .sorted(by: Self.isEarlier)
        let decided = Dictionary(infringements.map { ($0.id, $0.state) }) { _, last in last }
        var worst: (state: StopState, verdict: PublishedVerdict)?
        for verdict in stops + others {
            guard let state = Self.state(verdict, decided[verdict.id], now: now) else { continue }
            if verdict.obligation?.kind != .stop, state.urgency >= StopState.open.urgency { continue }
            if !isOpenToAll, state.urgency < StopState.lastChance.urgency { continue }
            if worst.map({ state.urgency < $0.state.urgency }) ?? true { worst = (state, verdict) }
        }
        guard let (state, verdict) = worst else {
            json = nil
            return
        }
        let at: Milliseconds? =
            switch state {
            case .notOpen: verdict.opens
            case .open, .lastChance: verdict.closes
            case .hold, .mayGo: verdict.exitFrom
            default: nil
            }
        let left = [.open, .lastChance].contains(state) ? verdict.passesLeft : nil
        let number = verdict.obligation.map { max(1, $0.number) } ?? 1
        json = .array([
            .string(state.rawValue), .of(at), .of(verdict.by), .of(verdict.required),
            stops.count > 1 ? .string("\(number)/\(stops.count)") : .null, .of(left),
        ])
    }

    private static func isEarlier(_ one: PublishedVerdict, _ other: PublishedVerdict) -> Bool {
        (one.obligation?.number ?? 0) < (other.obligation?.number ?? 0)
    }

    private static func state(
        _ verdict: PublishedVerdict, _ decided: Word<Infringement.State>?, now: Milliseconds?
    ) -> StopState? {
        let fault: StopState
        switch verdict.state.known {
        case .notOpen: return .notOpen
        case .open: return .open
        case .lastChance: return .lastChance
        case .inPit:
            // Without a least time it may go at once.
            guard let from = verdict.exitFrom else { return .mayGo }
            return now.map { $0 >= from } ?? false ? .mayGo : .hold
        case .served: return .served
        case .notApplicable: return verdict.ruling?.known == .excused ? .excused : .notOwed
        case .unproved: fault = verdict.obligation?.kind == .driverChange ? .driverChange : .unproved
        case .short: fault = .short
        case .early: fault = .early
        case .late: fault = .late
        case .missed: fault = .missed
        case .over: fault = .over
        case nil: return nil
        }
        return switch decided?.known {
        case .penalised, .automatic: .penalised
        case .closed: .closed
        case .reported, nil: fault
        }
    }
}
