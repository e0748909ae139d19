package import Timing

/// What commands say of the decoders' clocks, of all sessions of the record: a time far ahead is believed where one of
/// them says so (`FarTimes`).
package struct SaidClocks {
    /// Clock acts, in official order.
    private var clocks: [Act] = []
    /// By their names: the act that each takes back.
    private var withdrawals: [String: String] = [:]

    package mutating func note(_ act: Act) {
        if case .clock = act.kind, !clocks.contains(where: { $0.id == act.id }) {
            let place = clocks.lastIndex { ($0.at, $0.id) < (act.at, act.id) }
            clocks.insert(act, at: place.map { $0 + 1 } ?? 0)
        }
        if case .withdraw(let name) = act.kind { withdrawals[act.id] = name }
        if let name = act.replaces { withdrawals[act.id] = name }
    }

    private func holds(_ name: String, depth: Int = 0) -> Bool {
        // Acts that take back each other in a ring: the core refuses them.
        guard depth < 16 else { return true }
        return !withdrawals.contains { $0.value == name && holds($0.key, depth: depth + 1) }
    }

    /// What a command says of the clock that stamped the crossing.
    package func correction(of crossing: Crossing) -> ClockCorrection? { latest { $0.concerns(crossing) } }

    /// The same of a time that a decoder told.
    package func correction(of decoder: UInt32, at told: Instant) -> ClockCorrection? {
        latest { $0.decoder == decoder && told.microseconds >= $0.from ?? .min }
    }

    /// The crossing's official time.
    package func official(_ crossing: Crossing) -> Instant {
        guard let ahead = correction(of: crossing)?.ahead, ahead != 0 else { return crossing.at }
        return Instant(cutting: crossing.stamp - ahead)
    }

    /// The official time of an instant that a decoder told.
    package func official(_ told: Instant, of decoder: UInt32) -> Instant {
        Instant(cutting: told.microseconds - (correction(of: decoder, at: told)?.ahead ?? 0))
    }

    private func latest(_ concerns: (ClockCorrection) -> Bool) -> ClockCorrection? {
        if clocks.isEmpty { return nil }
        for act in clocks.reversed() {
            if case .clock(let clock) = act.kind, concerns(clock), holds(act.id) { return clock }
        }
        return nil
    }
}
