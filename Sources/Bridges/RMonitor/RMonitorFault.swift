/// Why a line is no record: where, what was found, what was expected.
package struct RMonitorFault: Error, Hashable, Sendable, CustomStringConvertible {
    /// The command with its `$`; empty where there is none.
    package let command: String
    /// Which field, from 1; 0 for the line as a whole.
    package let field: Int
    package let found: String
    package let expected: String

    package var description: String {
        let place = field == 0 ? command : "\(command) field \(field)"
        return "\(place.isEmpty ? "line" : place): found \(found), expected \(expected)"
    }
}
