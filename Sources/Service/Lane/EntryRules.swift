package import Rulebook
package import Timing
package import Wire

/// A change of the entry list against the list that runs and the series. Who insists is believed in what the series
/// asks; that numbers and transponders are one car's alone the core sees to.
package enum EntryRules {
    /// Why the change cannot be meant; nil where it can.
    package static func refusal(
        of change: EntryChange, in timekeeper: borrowing Timekeeper, _ series: EventSeries
    ) -> Refusal? {
        let entries = timekeeper.session.entries
        if change.action == .add {
            if let slot = entries.firstIndex(where: { $0.number == change.car }) {
                return refusal(ofAdding: change.car, isWithdrawn: timekeeper.isWithdrawn(CarIndex(slot)))
            }
            let blank = Entry(number: change.car, carClass: "", team: "", transponders: [], drivers: [])
            return refusal(of: blank.saying(change.details), beside: entries, series)
        }
        guard let slot = entries.firstIndex(where: { $0.number == change.car }) else {
            let number = change.car.text
            let near = nearest(to: number, of: entries.map(\.number.text))
            return Refusal(
                .unknownCar, field: "command.car", "no entry has number \"\(number)\"",
                expected: "a number of the entry list",
                remedy: near.map { "write \($0), or enter the car: lapwing entry add" }
                    ?? "check the number, or enter the car: lapwing entry add")
        }
        if change.action == .withdraw { return nil }
        var beside = entries
        beside.remove(at: slot)
        let details = change.details
        // A change of what the series does not speak of is not judged by what was accepted before.
        guard details.carClass != nil || details.cup != nil || details.drivers != nil else { return nil }
        return refusal(of: entries[slot].saying(details), beside: beside, series)
    }

    private static func refusal(of entry: Entry, beside others: [Entry], _ series: EventSeries) -> Refusal? {
        guard let complaint = series.complaint(about: entry, beside: others) else { return nil }
        return Refusal(
            .wrongValue, field: "command.\(complaint.part)", "car \(entry.number): \(complaint.found)",
            expected: complaint.expected, remedy: "\(complaint.remedy); if it is meant, insist with anyway")
    }

    private static func refusal(ofAdding number: CarNumber, isWithdrawn: Bool) -> Refusal {
        Refusal(
            .wrongValue, field: "command.car",
            "number \"\(number.text)\" is taken\(isWithdrawn ? ": its entry is withdrawn" : "")",
            expected: "a number that no entry has",
            remedy: isWithdrawn
                ? "take the withdrawal back (lapwing decisions lists it), or take another number"
                : "change that entry (lapwing entry change), or take another number")
    }
}
