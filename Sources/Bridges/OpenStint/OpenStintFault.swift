/// Why a text is no message of an OpenStint box.
package struct OpenStintFault: Error, Hashable, Sendable, CustomStringConvertible {
    package let found: String
    package let expected: String

    package var description: String { "found \(found), expected \(expected)" }
}
