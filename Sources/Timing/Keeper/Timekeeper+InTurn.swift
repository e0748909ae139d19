/// The inputs of a session one after the other, as they came: live, read from its journal, read from a recording. There
/// is one way to take them, so that all of these give the same result.
extension Timekeeper {
    /// Takes the next input. Nil when it is without effect: a crossing or an act that is known already, the time of a
    /// decoder that has seen no entered car.
    /// - Throws: why an act is refused; the state is unchanged then.
    public mutating func take(_ input: Input) throws(ActRefusal) -> Effect? {
        switch input {
        case .crossing(let crossing):
            let effect = apply(crossing)
            if effect.car != nil { trust(crossing.id.decoder) }
            return effect.outcome == .repeated ? nil : effect
        case .late(let crossing):
            let effect = wait(crossing)
            if effect.car != nil { trust(crossing.id.decoder) }
            return effect.outcome == .repeated ? nil : effect
        case .lateTaken(let count, _):
            return waitingCrossings == 0 ? nil : takeLate(count)
        case .time(let instant, let decoder):
            return believes(decoder) ? reach(instant, by: decoder) : nil
        case .act(let act):
            let effect = try apply(act)
            return effect.outcome == .repeated ? nil : effect
        }
    }

    /// Takes the next input of a journal or a recording: an act that is refused now is set aside (R1.9).
    public mutating func read(_ input: Input) {
        do throws(ActRefusal) {
            _ = try take(input)
        } catch {
            if case .act(let act) = input { setAside(act, because: error) }
        }
    }

    /// Whether the decoder has seen an entered car. The time of other decoders is ignored.
    public func trusts(_ decoder: UInt32) -> Bool { trusted.contains(decoder) }

    /// Whether what the decoder tells of the time counts.
    func believes(_ decoder: UInt32) -> Bool { decoder == 0 || believesEveryBox || trusts(decoder) }

    mutating func trust(_ decoder: UInt32) {
        if trusted.last == decoder || trusted.contains(decoder) { return }
        trusted.append(decoder)
    }
}
