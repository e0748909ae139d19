import Client
import Testing
import Wire

extension RaceTable {
    /// What differs from the table of a snapshot, a word each.
    func differences(from other: RaceTable) -> [String] {
        var found: [String] = []
        func hold(_ name: String, _ isSame: Bool) { if !isSame { found.append(name) } }
        hold("epoch", epoch == other.epoch)
        hold("sequence \(sequence), not \(other.sequence)", sequence == other.sequence)
        hold("race", race == other.race)
        hold("flags", flags == other.flags)
        hold("penalties", penalties == other.penalties)
        hold("loops", loops == other.loops)
        hold("clocks", clocks == other.clocks)
        hold("doubts", doubts == other.doubts)
        hold("infringements", infringements == other.infringements)
        hold("net", net == other.net)
        hold("messages", messages == other.messages)
        hold("reports", reports == other.reports)
        hold("conditions", conditions == other.conditions)
        hold("unknown", unknown == other.unknown)
        hold("entries", entries == other.entries)
        for entry in entries {
            hold("row of \(entry.car)", row(of: entry.car) == other.row(of: entry.car))
            hold("verdicts of \(entry.car)", verdicts(of: entry.car) == other.verdicts(of: entry.car))
        }
        // Those without a position keep the order of the snapshot that was taken.
        func placed(_ table: RaceTable) -> [PublishedRow] { table.classification.filter { $0.position != nil } }
        hold("order", placed(self) == placed(other))
        return found
    }
}
