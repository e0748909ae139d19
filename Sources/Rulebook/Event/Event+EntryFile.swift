public import Timing

extension Event {
    /// Reads an entry list alone: a table of cells, or YAML as an event's `entries`.
    ///
    /// Throws every fault of it.
    public static func entries(inFile path: String) throws(Faults) -> [Entry] {
        let findings = Findings()
        let list =
            EntryList.isTable(path)
            ? EntryList(table: path, findings) : Page.read(path, into: findings).flatMap { EntryList($0) }
        return try findings.answer(list?.entries)
    }
}
