import Simulation
import Testing
import Timing

@Suite("The net classification")
struct NetTests {
    @Test("whenever it is told it is what plain arithmetic says", arguments: Races.seeds(25, set: 27))
    func told(seed: UInt64) {
        var trial = Trial.owing(seed: seed)
        var rules = trial.session.rules
        rules.obligations.stops = rules.obligations.stops ?? MandatoryStops()
        rules.obligations.automatic = []
        trial.session = trial.session.with(rules)
        hold(trial) { trial in
            var timekeeper = Timekeeper(trial.session)
            var accepted: [Input] = []
            var due = 0
            for (place, input) in trial.inputs.enumerated() {
                guard let effect = try? timekeeper.apply(input) else { continue }
                accepted.append(input)
                guard effect.isNetDue else { continue }
                due += 1
                guard due % 7 == 0 || due < 4 else { continue }
                let told = timekeeper.netClassification.map { Net($0, of: timekeeper) }
                let net = ReferenceRace(trial.session, accepted).net
                if told != net {
                    return "input \(place + 1): core \(told), reference \(net)".replacing("Timing.", with: "")
                }
            }
            return nil
        }
    }
}
