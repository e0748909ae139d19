/// Why bytes are no frame of P3, or a frame no record.
package struct P3Fault: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is counted together.
    package enum Reason: String, CaseIterable, Hashable, Sendable {
        /// Bytes between frames.
        case noise
        case tooLong = "too long"
        case length
        case checksum
        case escape
        case field
    }

    package let reason: Reason
    package let found: String
    package let expected: String

    package init(_ reason: Reason, found: String, expected: String) {
        (self.reason, self.found, self.expected) = (reason, found, expected)
    }

    package var description: String { "\(reason.rawValue): found \(found), expected \(expected)" }
}
