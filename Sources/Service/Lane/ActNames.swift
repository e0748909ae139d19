package import Timing
package import Wire

/// Acts by what a person types of their names.
package enum ActNames {
    /// The act of this name, or else the only one whose name begins so; of Lapwing's own names the number is enough.
    /// Nil where there is none.
    /// - Throws: where several are meant.
    package static func act(_ text: String, in timekeeper: borrowing Timekeeper) throws(Refusal) -> Act? {
        if let act = exactly(text, timekeeper) { return act }
        let names = timekeeper.actNames.filter { begins($0, text) }.sorted()
        if names.count > 1 {
            let told = names.prefix(6).joined(separator: ", ") + (names.count > 6 ? ", …" : "")
            throw Refusal(
                .unknownAct, field: "command.act", "\"\(text)\" begins \(names.count) acts", expected: "one of \(told)",
                remedy: "write more of the id; lapwing decisions lists them")
        }
        return names.first.flatMap { exactly($0, timekeeper) }
    }

    private static func exactly(_ name: String, _ timekeeper: borrowing Timekeeper) -> Act? {
        timekeeper.act(named: name) ?? timekeeper.actSetAside(named: name)
    }

    private static func begins(_ name: String, _ text: String) -> Bool {
        if name.hasPrefix("lapwing-") {
            if let number = Int(text) { return name.split(separator: "-").last.flatMap { Int($0) } == number }
            return name.hasPrefix(text)
        }
        guard name.hasPrefix(text), let last = text.last, let next = name.dropFirst(text.count).first else {
            return false
        }
        // decision-1 is not the beginning of decision-12: a number is not cut.
        return !(last.isNumber && next.isNumber)
    }
}
