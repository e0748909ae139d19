import Simulation
import Testing
import Timing

/// A race to try a property on: a session and its inputs, in the order in which they arrive.
struct Trial {
    var seed: UInt64
    var session: Session
    var inputs: [Input]

    /// The core after all of them.
    func run() -> Timekeeper {
        var timekeeper = Timekeeper(session)
        _ = run(in: &timekeeper)
        return timekeeper
    }

    /// Those of them that the core accepted.
    func run(in timekeeper: inout Timekeeper) -> [Input] {
        var accepted: [Input] = []
        for input in inputs where (try? timekeeper.apply(input)) != nil { accepted.append(input) }
        return accepted
    }

    /// The inputs by official time, acts before crossings of the same millisecond.
    var inOrder: Trial {
        func key(_ input: Input) -> (Instant, Int, CrossingID, String) {
            let none = CrossingID(decoder: 0, epoch: 0, number: 0)
            return switch input {
            case .act(let act): (act.at, 0, none, act.id)
            case .crossing(let crossing), .late(let crossing): (crossing.at, 1, crossing.id, "")
            case .lateTaken(_, let instant): (instant, 3, none, "")
            case .time(let instant, _): (instant, 2, none, "")
            }
        }
        var ordered = self
        ordered.inputs.sort { key($0) < key($1) }
        return ordered
    }
}

extension Trial: CustomStringConvertible {
    /// The race as a test can be written from it, instants in seconds since the first start signal.
    var description: String {
        let start = inputs.lazy.compactMap { input -> Instant? in
            if case .act(let act) = input, case .start = act.kind { act.at } else { nil }
        }.first
        func clock(_ instant: Instant) -> String {
            let ms = (instant - (start ?? instant)).count
            let whole = abs(ms) / 1000
            let rest = "00\(abs(ms) % 1000)".suffix(3)
            return "\(ms < 0 ? "-" : "+")\(whole).\(rest)"
        }
        let cars = session.entries.map {
            "\($0.number) (\($0.carClass), \($0.transponders.map { "\($0.value)" }.joined(separator: " ")))"
        }
        let lines = inputs.map { input in
            switch input {
            case .crossing(let crossing), .late(let crossing):
                let id = crossing.id
                return "\(clock(crossing.at)) crossing \(id.decoder)/\(id.epoch)/\(id.number)"
                    + " loop \(crossing.loop.value) transponder \(crossing.transponder.value)"
                    + " driver \(crossing.driver)"
            case .act(let act): return "\(clock(act.at)) act \(act.id): \(act.kind)"
            case .time(let instant, _): return "\(clock(instant)) time"
            case .lateTaken(let count, let instant): return "\(clock(instant)) \(count) late taken"
            }
        }
        let loops = session.circuit.loops.map { "\($0.id.value) \($0.kind) \($0.minimum.count)" }
        let asked = "\(session.rules)".replacing("Timing.", with: "").replacing("Optional(", with: "(")
            .replacing("Milliseconds(count: ", with: "(")
        return "cars \(cars.joined(separator: ", "))\nloops \(loops.joined(separator: ", "))\n"
            + "\(session.kind), transit \(session.circuit.pitTransit?.count ?? 0) ms, \(asked)\n"
            + lines.prefix(80).joined(separator: "\n")
            + (lines.count > 80 ? "\n… and \(lines.count - 80) more" : "")
    }
}

/// Tries a property, which says what is wrong or nil. A race that breaks it is made small before it is told.
func hold(
    _ trial: Trial, sourceLocation: SourceLocation = #_sourceLocation, _ property: (Trial) -> String?
) {
    guard let failure = property(trial) else { return }
    let small = trial.shrunk { property($0) != nil }
    Issue.record(
        """
        seed \(trial.seed): \(failure)
        smallest race that fails: \(property(small) ?? "")
        \(small)
        """, sourceLocation: sourceLocation)
}
