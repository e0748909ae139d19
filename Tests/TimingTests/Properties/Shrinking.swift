import Timing

extension Trial {
    /// The race with as few cars and inputs as still fail.
    func shrunk(while fails: (Trial) -> Bool) -> Trial {
        var small = self
        var attempts = 1500
        func stillFails(_ trial: Trial) -> Bool {
            attempts -= 1
            return attempts > 0 && trial.makesSense && fails(trial)
        }
        var size: (cars: Int, inputs: Int)
        repeat {
            size = (small.session.entries.count, small.inputs.count)
            for entry in small.session.entries where small.session.entries.count > 1 {
                let fewer = small.without(entry)
                if stillFails(fewer) { small = fewer }
            }
            small = small.withFewerInputs(while: stillFails)
        } while size != (small.session.entries.count, small.inputs.count)
        return small
    }

    /// No act comes before what it is about.
    private var makesSense: Bool {
        inputs.indices.allSatisfy { place in
            guard case .act(let act) = inputs[place], act.refersToAnother else { return true }
            return inputs[..<place].contains(where: act.isAbout)
        }
    }

    private func withFewerInputs(while fails: (Trial) -> Bool) -> Trial {
        var small = self
        var size = max(small.inputs.count / 2, 1)
        while size > 0 {
            var from = 0
            while from < small.inputs.count {
                var fewer = small
                fewer.inputs.removeSubrange(from..<min(from + size, small.inputs.count))
                if fails(fewer) { small = fewer } else { from += size }
            }
            size /= 2
        }
        return small
    }

    private func without(_ entry: Entry) -> Trial {
        var fewer = self
        fewer.session = Session(
            id: session.id, name: session.name, kind: session.kind, circuit: session.circuit, rules: session.rules,
            entries: session.entries.filter { $0.number != entry.number })
        fewer.inputs.removeAll { input in
            switch input {
            case .crossing(let crossing), .late(let crossing): entry.transponders.contains(crossing.transponder)
            case .act(let act): act.car == entry.number
            case .time, .lateTaken: false
            }
        }
        return fewer
    }
}

extension Act {
    fileprivate var refersToAnother: Bool {
        switch kind {
        case .void, .count, .withdraw, .served: true
        default: false
        }
    }

    /// The car that the act names, if it names one.
    fileprivate var car: CarNumber? {
        switch kind {
        case .driver(let number, _), .penalty(let number, _, _), .insert(let number, _, _),
            .assign(_, let number, _):
            number
        case .retired(let number), .report(let number, _): number
        case .formation, .start, .end, .final, .duration, .flag, .served, .withdraw, .void, .count, .clock, .bulletin,
            .ruling, .message, .conditions, .entry:
            nil
        }
    }
}
