import Timing

extension Trial {
    /// The race with as few cars and inputs as still fail.
    func shrunk(while fails: (Trial) -> Bool) -> Trial {
        var small = self
        var attempts = 1500
        func stillFails(_ trial: Trial) -> Bool {
            attempts -= 1
            return attempts > 0 && fails(trial)
        }
        for entry in session.entries where small.session.entries.count > 1 {
            let fewer = small.without(entry)
            if stillFails(fewer) { small = fewer }
        }
        var size = small.inputs.count / 2
        while size > 0 {
            var from = 0
            while from < small.inputs.count {
                var fewer = small
                fewer.inputs.removeSubrange(from..<min(from + size, small.inputs.count))
                if stillFails(fewer) { small = fewer } else { from += size }
            }
            size /= 2
        }
        return small
    }

    private func without(_ entry: Entry) -> Trial {
        var fewer = self
        fewer.session = Session(
            id: session.id, name: session.name, circuit: session.circuit, rules: session.rules,
            entries: session.entries.filter { $0.number != entry.number })
        fewer.inputs.removeAll { input in
            switch input {
            case .crossing(let crossing): entry.transponders.contains(crossing.transponder)
            case .act(let act): act.car == entry.number
            case .time: false
            }
        }
        return fewer
    }
}

extension Act {
    /// The car that the act names, if it names one.
    fileprivate var car: CarNumber? {
        switch kind {
        case .driver(let number, _), .penalty(let number, _, _), .insert(let number, _, _),
            .assign(_, let number):
            number
        case .start, .end, .flag, .withdraw, .void: nil
        }
    }
}
