/// What came to an address of a connection.
package struct NATSAnswer: Hashable, Sendable {
    /// The whole subject.
    let subject: String
    /// The address, without the inbox.
    package private(set) var name = ""
    package let bytes: [UInt8]
    /// The server found no one who listens.
    package let isUnheard: Bool

    init(subject: String, bytes: [UInt8], isUnheard: Bool) {
        (self.subject, self.bytes, self.isUnheard) = (subject, bytes, isUnheard)
    }

    func named(_ name: String) -> NATSAnswer {
        var answer = self
        answer.name = name
        return answer
    }
}
