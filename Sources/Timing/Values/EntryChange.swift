/// A change of the entry list of a session that has begun to be timed (R39).
public struct EntryChange: Hashable, Sendable {
    /// What is done to the entry.
    public enum Action: String, CaseIterable, Sendable {
        case add, change, withdraw
    }

    /// What is done.
    public let action: Action
    /// Of a new entry its number; else the entry, by the number under which it was entered (`Entry.entered`).
    public let car: CarNumber
    /// What is said of the entry; nothing when it is withdrawn.
    public let details: EntryDetails
    /// The entry that takes this one's number, where both swap their numbers; by the number under which it was entered.
    public let swapsWith: CarNumber?
    /// It holds for the whole session; else from the act's instant on.
    public let isFromStart: Bool

    public init(
        _ action: Action, _ car: CarNumber, _ details: EntryDetails = EntryDetails(), swapsWith: CarNumber? = nil,
        isFromStart: Bool
    ) {
        self.action = action
        self.car = car
        // A new entry's number is said once.
        var details = details
        if action == .add { details.number = car }
        self.details = details
        self.swapsWith = swapsWith
        self.isFromStart = isFromStart
    }

    /// A new entry.
    public init(adding entry: Entry, isFromStart: Bool) {
        self.init(.add, entry.number, EntryDetails(entry), isFromStart: isFromStart)
    }
}
