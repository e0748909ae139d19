import Timing

/// Ordinary trouble as the truth file states it.
extension Truth.Troubles.Ordinary {
    /// Each kind that there was, with its name.
    var lists: [(name: String, elements: [String])] {
        [
            ("readAgain", readAgain.map(\.json)), ("lateStarts", lateStarts.map(\.json)),
            ("misreadings", misreadings.map(\.json)),
            ("weakLoops", weakLoops.map { "{\"car\": \(quoted($0.car)), \"loop\": \($0.loop.value)}" }),
            ("inserted", inserted.map(\.json)), ("driversHeld", driversHeld.map(\.json)),
            ("toldOut", toldOut.map(\.json)), ("disqualified", disqualified.map(\.json)),
            ("prolongedToMs", [prolongedToMs].compactMap { $0 }.map { "\($0)" }),
            ("endedUnderRedMs", [endedUnderRedMs].compactMap { $0 }.map { "\($0)" }),
        ]
    }
}

private func quoted(_ number: CarNumber) -> String { JSONText.quoted(number.text) }

private func list(_ instants: [Int64]) -> String { "[\(instants.map { "\($0)" }.joined(separator: ", "))]" }

extension Truth.Troubles.Ordinary.ReadAgain {
    fileprivate var json: String {
        "{\"car\": \(quoted(car)), \"loop\": \(loop.value), \"passedMs\": \(passedMs), \"atMs\": \(list(atMs))}"
    }
}

extension Truth.Troubles.Ordinary.LateStart {
    fileprivate var json: String {
        "{\"car\": \(quoted(car)), \"way\": \"\(way.rawValue)\", \"atMs\": \(JSONText.number(atMs)), \"isTold\": \(isTold)}"
    }
}

extension Truth.Troubles.Ordinary.Misreading {
    fileprivate var json: String {
        "{\"kind\": \"\(kind.rawValue)\", \"car\": \(quoted(car)), \"loop\": \(loop.value), \"atMs\": \(list(atMs))}"
    }
}

extension Truth.Troubles.Ordinary.Inserted {
    fileprivate var json: String {
        "{\"car\": \(quoted(car)), \"loop\": \(loop.value), \"atMs\": \(atMs), \"passedMs\": \(passedMs)}"
    }
}

extension Truth.Troubles.Ordinary.DriverHeld {
    fileprivate var json: String {
        "{\"car\": \(quoted(car)), \"fromMs\": \(fromMs), \"named\": \(named), \"driver\": \(driver)}"
    }
}

extension Truth.Troubles.Ordinary.Told {
    fileprivate var json: String {
        "{\"car\": \(quoted(car)), \"atMs\": \(atMs), \"racesOn\": \(racesOn)}"
    }
}
