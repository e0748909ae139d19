import Wire

/// A driver of a crew (docs/protocol.md, section 4.4).
public struct PublishedDriver: Hashable, Sendable {
    /// By which the car names the driver, from 1.
    public let id: UInt8
    /// The driver's name.
    public let name: String
    /// Bronze, Silver, Gold or Platinum; nil where none is stated.
    public let grade: String?
    /// The nation; nil where none is stated.
    public let nation: String?
}

extension PublishedDriver: Readable {
    init(_ members: Members) throws(Refusal) {
        id = try members.number("id")
        name = try members.text("name")
        grade = try members.textOrNil("grade")
        nation = try members.textOrNil("nation")
    }
}
