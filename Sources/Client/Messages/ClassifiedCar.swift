import Wire

/// A row of the results: a row of the table with the members of its entry (docs/protocol.md, section 4.6).
public struct ClassifiedCar: Hashable, Sendable {
    /// Who is entered.
    public let entry: PublishedEntry
    /// The row.
    public let row: PublishedRow
}

extension ClassifiedCar: Readable {
    init(_ members: Members) throws(Refusal) {
        entry = try PublishedEntry(members)
        row = try PublishedRow(members)
    }
}
