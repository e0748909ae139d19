import CNATS

/// Why the server of NATS cannot be talked to, in words.
package struct NATSFault: Error, Hashable, Sendable, CustomStringConvertible {
    package let description: String

    package init(_ description: String) { self.description = description }

    /// With what the library says of the status.
    init(_ doing: String, _ status: natsStatus) {
        description = "\(doing): \(String(cString: natsStatus_GetText(status)))"
    }
}
