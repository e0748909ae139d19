/// Why a line is no record of Multiloop.
package struct MultiloopFault: Error, Hashable, Sendable, CustomStringConvertible {
    package let found: String
    package let expected: String

    package init(found: String, expected: String) { (self.found, self.expected) = (found, expected) }

    package var description: String { "found \(found), expected \(expected)" }
}
