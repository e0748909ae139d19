import Timing

/// An explanation as JSON: the parts that all of them have in common (docs/protocol.md, section 4.8).
struct Explained {
    let session: Session
    /// Where a rule is written, by its name.
    let place: (String) -> String?

    func number(_ car: CarIndex) -> JSON { .string(session.entries[car.slot].number.text) }

    // MARK: Evidence

    func evidence(_ evidence: Evidence?) -> JSON {
        guard let evidence else { return .null }
        let crossing = evidence.crossing
        let basis = basis(evidence.basis)
        let members: [JSON.Member] =
            [
                .init("car", number(evidence.car)), .init("atMs", .integer(evidence.at.milliseconds)),
                .init("loop", .init(evidence.loop.map { Int64($0.value) })),
                .init("name", .init(evidence.loop.map(name))), .init("lap", .init(evidence.lap.map { Int64($0) })),
                .init("basis", .string(basis.name)), .init("crossing", crossing.map(self.crossing) ?? .null),
                .init("act", .init(basis.act)), .init("retimedBy", .init(evidence.retimedBy)),
                .init("outcome", .init(evidence.outcome?.rawValue)), .init("voidedBy", .init(evidence.voidedBy)),
            ]
        guard case .provisional(let estimate) = evidence.basis else { return .object(members) }
        return .object(members + [.init("estimate", estimate.map(self.estimate) ?? .null)])
    }

    private func basis(_ basis: Evidence.Basis) -> (name: String, act: String?) {
        switch basis {
        case .signal: ("signal", nil)
        case .measured: ("measured", nil)
        case .estimated: ("estimated", nil)
        case .inserted(let act): ("inserted", act)
        case .provisional: ("provisional", nil)
        }
    }

    private func crossing(_ crossing: Crossing) -> JSON {
        .object([
            .init("decoder", .integer(Int64(crossing.id.decoder))),
            .init("epoch", .integer(Int64(clamping: crossing.id.epoch))),
            .init("number", .integer(Int64(clamping: crossing.id.number))),
            .init("timeUs", .integer(crossing.stamp)),
            .init("transponder", .integer(Int64(crossing.transponder.value))),
            .init("driver", crossing.driver == 0 ? .null : .integer(Int64(crossing.driver))),
        ])
    }

    private func estimate(_ estimate: Estimate) -> JSON {
        .object([
            .init("method", .string(estimate.method.rawValue)),
            .init("evidence", crossing(estimate.evidence)),
            .init("loop", .integer(Int64(estimate.evidence.loop.value))),
            .init("name", .string(name(estimate.evidence.loop))),
            .init("fromMs", .integer(estimate.from.milliseconds)),
            .init("toMs", .integer(estimate.evidence.at.milliseconds)),
            .init("sectorsMs", .array(estimate.sectors.map { $0 == .zero ? .null : .integer($0.count) })),
            .init("before", .integer(Int64(estimate.before))),
        ])
    }

    private func name(_ loop: LoopID) -> String { session.circuit.loops.first { $0.id == loop }?.name ?? "" }

    // MARK: Flags, acts, rules

    func flag(_ period: FlagPeriod) -> JSON {
        .object([
            .init("flag", .string(period.flag.rawValue)), .init("fromMs", .integer(period.from.milliseconds)),
            .init("toMs", .init(period.to?.milliseconds)), .init("laps", .integer(Int64(period.laps))),
            .init("estimated", .bool(period.isEstimated)), .init("throughPitLane", .bool(period.throughPitLane)),
        ])
    }

    func act(_ bearing: BearingAct) -> JSON {
        .object([
            .init("id", .string(bearing.act.id)), .init("by", .string(bearing.act.by)),
            .init("atMs", .integer(bearing.act.at.milliseconds)),
            .init("command", .object(bearing.act.kind.members(for: bearing.act.concerning))),
            .init("withdrawnBy", .init(bearing.withdrawnBy)),
            .init("state", .init(bearing.penalty?.state.rawValue)),
            .init("addedMs", .init(bearing.penalty?.added.count)),
        ])
    }

    func rule(_ rule: CitedRule) -> JSON {
        var value = JSON.null
        var time: Int64?
        switch rule.value {
        case .number(let number): value = .integer(Int64(number))
        case .time(let length): time = length.count
        case .word(let word): value = .string(word)
        case .truth(let truth): value = .bool(truth)
        case .none: value = .string("none")
        }
        return .object(
            [
                .init("key", .string(rule.key)), time.map { .init("valueMs", .integer($0)) } ?? .init("value", value),
                .init("place", rule.act == nil ? .init(place(rule.key)) : .null),
            ] + (rule.act.map { [.init("act", .string($0))] } ?? []))
    }
}

extension JSON {
    init(_ text: String?) { self = text.map { .string($0) } ?? .null }
    init(_ number: Int64?) { self = number.map { .integer($0) } ?? .null }
}
