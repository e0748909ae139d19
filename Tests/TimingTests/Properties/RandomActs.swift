import Simulation
import Timing

/// What timekeepers, stewards and race control might do in a race: anything, some of it taken back.
struct RandomActs {
    /// A transponder that is in no entry list.
    static let spare = Transponder(9_000_001)

    private(set) var acts: [Act] = []
    private let session: Session
    private let crossings: [Crossing]
    private let from: Instant
    private let until: Instant
    private var positions: [Int]

    init(_ trial: Trial, _ random: inout SeededGenerator) {
        session = trial.session
        crossings = trial.inputs.compactMap { if case .crossing(let crossing) = $0 { crossing } else { nil } }
        from = crossings.first?.at ?? Instant(milliseconds: 0)
        until = max(crossings.last?.at ?? from, from)
        positions = random.shuffled(Array(1...session.entries.count))
        for number in 0..<random.int(in: 0...8) {
            add("act-\(number)", &random)
        }
    }

    private func car(_ random: inout SeededGenerator) -> CarNumber {
        session.entries[random.int(in: 0...(session.entries.count - 1))].number
    }

    private func instant(_ random: inout SeededGenerator) -> Instant {
        Instant(milliseconds: random.int(in: from.milliseconds...until.milliseconds))
    }

    private mutating func add(_ id: String, _ random: inout SeededGenerator) {
        var at = instant(&random)
        guard let kind = kind(&at, &random) else { return }
        acts.append(Act(id: id, at: at, by: "chance", kind: kind))
        guard random.chance(permille: 350) else { return }
        let later = at + Milliseconds(random.int(in: 1...120_000))
        acts.append(Act(id: "\(id)-back", at: later, by: "chance", kind: .withdraw(id)))
        guard random.chance(permille: 200) else { return }
        let again = later + Milliseconds(random.int(in: 1...60_000))
        acts.append(Act(id: "\(id)-again", at: again, by: "chance", kind: .withdraw("\(id)-back")))
    }

    private mutating func kind(_ at: inout Instant, _ random: inout SeededGenerator) -> Act.Kind? {
        switch random.int(in: 0...19) {
        case 0...2:
            return .penalty(car(&random), .time(Milliseconds(random.int(in: 1...30) * 500)), reason: "time")
        case 3...4:
            guard let position = positions.popLast() else { return nil }
            // Each position to another car: who is to be where is the stewards' business.
            let number = session.entries[position - 1].number
            let place = session.entries.count + 1 - position
            return .penalty(number, .position(place), reason: "position")
        case 5...7:
            let known = Set(session.entries.flatMap(\.transponders))
            let crossing = crossings[random.int(in: 0...(crossings.count - 1))]
            guard known.contains(crossing.transponder) else { return nil }
            at = max(at, crossing.at + Milliseconds(1))
            return .void(crossing.id)
        case 8...10:
            // A car is at one loop at a time.
            while crossings.contains(where: { $0.at == at }) { at = at + Milliseconds(1) }
            let loop = session.circuit.loops[random.int(in: 0...(session.circuit.loops.count - 1))]
            return .insert(car(&random), loop.id, driver: random.int(in: 0...3))
        case 11...12:
            return .driver(car(&random), driver: random.int(in: 0...3))
        case 13...14:
            let flags: [Flag] = [.green, .yellow, .fullCourseYellow, .safetyCar, .red]
            return .flag(flags[random.int(in: 0...4)], isEstimated: false)
        case 15: return .flag(.chequered, isEstimated: true)
        case 16: return random.chance(permille: 400) ? .start : nil
        case 17: return random.chance(permille: 300) ? .end : nil
        default: return .assign(random.chance(permille: 800) ? Self.spare : crossings[0].transponder, car(&random))
        }
    }
}
