import Timing

/// The troubles as the truth file states them.
extension Truth.Troubles {
    /// The member `troubles` of the truth file, one trouble a line; left out without any trouble.
    var json: String {
        let plain = [
            list("missedReads", missedReads.map(\.json)), list("doubleReads", doubleReads.map(\.json)),
            list("deadLoops", deadLoops.map(\.json)), list("clockOffsets", clockOffsets.map(\.json)),
            list("boxRestarts", boxRestarts.map(\.json)),
            list("flags", flags.map(\.json)), list("transponders", transponders.map(\.json)),
            list("stopFaults", stopFaults.map(\.json)),
            list("deadHeat", deadHeat.map { JSONText.quoted($0.text) }),
            list("stopped", stopped.map { JSONText.quoted($0.text) }),
            list("stoppedOnLastLap", [stoppedOnLastLap].compactMap { $0 }.map { JSONText.quoted($0.text) }),
        ]
        let lists = (plain + ordinary.lists.map { list($0.name, $0.elements) }).compactMap { $0 }
        guard !lists.isEmpty else { return "" }
        return ",\n  \"troubles\": {\n\(lists.joined(separator: ",\n"))\n  }"
    }

    private func list(_ name: String, _ elements: [String]) -> String? {
        guard !elements.isEmpty else { return nil }
        return "    \"\(name)\": [\n      \(elements.joined(separator: ",\n      "))\n    ]"
    }
}

extension Truth.Troubles.MissedRead {
    fileprivate var json: String {
        "{\"car\": \(JSONText.quoted(car.text)), \"loop\": \(loop.value), \"lap\": \(lap), \"atMs\": \(atMs)}"
    }
}

extension Truth.Troubles.DoubleRead {
    fileprivate var json: String {
        "{\"car\": \(JSONText.quoted(car.text)), \"loop\": \(loop.value), \"crossing\": "
            + "{\"decoder\": \(crossing.decoder), \"epoch\": \(crossing.epoch), \"number\": \(crossing.number)}}"
    }
}

extension Truth.Troubles.DeadLoop {
    fileprivate var json: String {
        "{\"loop\": \(loop.value), \"fromMs\": \(fromMs), \"toMs\": \(toMs)}"
    }
}

extension Truth.Troubles.ClockOffset {
    fileprivate var json: String {
        "{\"decoder\": \(decoder), \"aheadUs\": \(aheadUs), \"fromMs\": \(JSONText.number(fromMs)), "
            + "\"isCorrected\": \(isCorrected)}"
    }
}

extension Truth.Troubles.BoxRestart {
    fileprivate var json: String { "{\"decoder\": \(decoder), \"atMs\": \(atMs)}" }
}

extension Truth.Troubles.StopFault {
    fileprivate var json: String {
        "{\"car\": \(JSONText.quoted(car.text)), \"fault\": \(JSONText.quoted(fault.rawValue))}"
    }
}

extension Truth.Troubles.FlagShown {
    fileprivate var json: String {
        "{\"flag\": \(JSONText.quoted(flag.rawValue)), \"atMs\": \(atMs), \"throughPitLane\": \(throughPitLane)}"
    }
}

extension Truth.Troubles.Carried {
    fileprivate var json: String {
        "{\"car\": \(JSONText.quoted(car.text)), \"transponder\": \(transponder.value), "
            + "\"fromMs\": \(JSONText.number(fromMs)), "
            + (toMs.map { "\"toMs\": \($0), " } ?? "") + "\"isAssigned\": \(isAssigned)}"
    }
}
