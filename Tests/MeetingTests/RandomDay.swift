import Meeting
import Timing

/// Acts of a day by chance, most of which can be meant; the same seed gives the same day.
struct RandomDay: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 | 1 }

    mutating func next() -> UInt64 {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return state &* 0x2545_F491_4F6C_DD1D
    }

    mutating func acts(_ count: Int) -> [MeetingAct] {
        var acts: [MeetingAct] = []
        for number in 1...count {
            // Now and then a name comes again, with another action.
            let name = Int.random(in: 0..<40, using: &self) == 0 ? "a\(Int.random(in: 1...number, using: &self))" : nil
            acts.append(Weekend.act(name ?? "a\(number)", Int64(number), kind(acts)))
        }
        return acts
    }

    /// A paper with the number that it should have; now and then with another one.
    private mutating func issue(of id: String, _ before: [MeetingAct]) -> MeetingAct.Kind {
        let issued = before.compactMap { act -> MeetingDocument.Issue? in
            if case .issue(let issue) = act.kind { return issue }
            return nil
        }
        let paper = MeetingDocument(
            .result, subject: id, title: "Result", hash: "\(Int.random(in: 0..<5, using: &self))",
            of: .init(id, epoch: 1, sequence: 1))
        let number = Int.random(in: 0..<10, using: &self) == 0 ? 7 : (issued.map(\.number).max() ?? 0) + 1
        let version = issued.filter { $0.document.subject == id }.map(\.version).max() ?? 0
        return .issue(MeetingDocument.Issue(paper, number: number, version: version + 1))
    }

    private mutating func kind(_ before: [MeetingAct]) -> MeetingAct.Kind {
        let ids = ["practice", "q1", "support", "race1", "race2", "race1-again", "race1-part2", "nothing"]
        let id = ids[Int.random(in: 0..<ids.count, using: &self)]
        switch Int.random(in: 0..<23, using: &self) {
        case 0...4: return .arm(id)
        case 5: return .disarm(id)
        case 6...7: return .provisional(id)
        case 8: return .abandon(id, reason: Bool.random(using: &self) ? "by chance" : "")
        case 9...14:
            return .reached(id, SessionState.allCases[Int.random(in: 0..<7, using: &self)])
        case 15: return .shift(from: id, by: .minutes(Int64.random(in: -20...40, using: &self)))
        case 16: return .show(Bool.random(using: &self) ? id : nil)
        case 17:
            let mode: PlannedSession.Origin.Mode = Bool.random(using: &self) ? .replace : .aggregate
            return .add(
                AddedSession(
                    id: mode == .replace ? "race1-again" : "race1-part2", origin: .init(session: id, mode: mode)))
        case 18: return Int.random(in: 0..<3, using: &self) == 0 ? .hideGraphic(nil) : .showGraphic(Graphic(id))
        case 19: return .hideGraphic(id)
        case 20: return issue(of: id, before)
        default: return .withdraw(before.randomElement(using: &self)?.id ?? "a1")
        }
    }
}
