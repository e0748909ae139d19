import Timing

/// A verdict as section 4.9 of the protocol has it, in milliseconds since the start signal.
struct Judged: Equatable {
    var id: ObligationID
    var state: Verdict.State
    var by: Int64?
    var opens: Int64?
    var closes: Int64?
    var required: Int64?
    var exitFrom: Int64?
    var visit: Int?
    var driver: UInt8 = 0
    var isJoker = false
    var isInterrupted = false
    var isCurtailed = false
    var passesLeft: Int?
    var ruling: Ruling?

    init(_ id: ObligationID, _ state: Verdict.State) {
        self.id = id
        self.state = state
    }

    init(_ verdict: Verdict, start: Int64) {
        id = verdict.obligation
        state = verdict.state
        by = verdict.by?.count
        opens = verdict.opens.map { $0.milliseconds - start }
        closes = verdict.closes.map { $0.milliseconds - start }
        required = verdict.required?.count
        exitFrom = verdict.exitFrom.map { $0.milliseconds - start }
        visit = verdict.visit
        driver = verdict.driver
        isJoker = verdict.isJoker
        isInterrupted = verdict.isInterrupted
        isCurtailed = verdict.isCurtailed
        passesLeft = verdict.passesLeft
        ruling = verdict.ruling
    }
}

extension Judged: CustomStringConvertible {
    var description: String {
        func part(_ name: String, _ value: Any?) -> String { value.map { " \(name) \($0)" } ?? "" }
        return "\(id) \(state)" + part("by", by) + part("opens", opens) + part("closes", closes)
            + part("required", required) + part("exitFrom", exitFrom) + part("visit", visit)
            + (driver > 0 ? " driver \(driver)" : "") + (isJoker ? " joker" : "")
            + (isInterrupted ? " interrupted" : "") + (isCurtailed ? " curtailed" : "")
            + part("passesLeft", passesLeft) + part("ruling", ruling)
    }
}

/// An infringement as section 4.9 has it.
struct Charge: Equatable {
    var car: CarNumber
    var id: ObligationID
    var kind: InfringementKind
    var by: Int64?
    var visit: Int?
    var proposed: PenaltyKind?
    var state: Infringement.State
    var act: String?
}

/// All that is said of compliance: of each car in order of the entry list, and what is for the stewards.
struct Compliance: Equatable {
    var verdicts: [[Judged]]
    var charges: [Charge]
}

extension Compliance {
    init(_ timekeeper: borrowing Timekeeper) {
        let start = timekeeper.startedAt?.milliseconds ?? 0
        verdicts = timekeeper.session.entries.indices.map { car in
            timekeeper.verdicts(of: CarIndex(car)).map { Judged($0, start: start) }
        }
        charges = timekeeper.infringements.map { infringement in
            Charge(
                car: timekeeper.session.entries[infringement.car.slot].number,
                id: infringement.verdict.obligation, kind: infringement.kind,
                by: infringement.verdict.by?.count, visit: infringement.verdict.visit,
                proposed: infringement.proposed, state: infringement.state, act: infringement.act)
        }
    }

    /// The first things in which the two differ, for a person to read; nil when they are the same.
    func difference(from other: Compliance, as names: (String, String)) -> String? {
        var found: [String] = []
        for (car, (own, its)) in zip(verdicts, other.verdicts).enumerated() where own != its {
            for id in Set(own.map(\.id) + its.map(\.id)).sorted() {
                let (mine, theirs) = (own.first { $0.id == id }, its.first { $0.id == id })
                guard mine != theirs else { continue }
                found.append(
                    "car \(car) \(names.0) \(mine?.description ?? "no \(id)"),"
                        + " \(names.1) \(theirs?.description ?? "no \(id)")")
            }
            if found.isEmpty { found.append("car \(car) order \(own.map(\.id)), \(its.map(\.id))") }
        }
        if charges != other.charges {
            let (own, its) = (
                charges.filter { !other.charges.contains($0) }, other.charges.filter { !charges.contains($0) }
            )
            found.append("infringements \(names.0) \(own), \(names.1) \(its)")
        }
        return found.isEmpty ? nil : found.prefix(6).joined(separator: "\n").replacing("Timing.", with: "")
    }
}

extension ReferenceRace {
    var compliance: Compliance {
        Compliance(verdicts: cars.indices.map { verdicts($0) }, charges: charges)
    }
}
