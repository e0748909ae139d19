import ArgumentParser
import Rulebook

/// A word of the command line that is one of a few.
enum Choice {
    /// The one that was typed.
    static func word<Known: RawRepresentable & CaseIterable>(_ text: String) throws -> Known
    where Known.RawValue == String {
        if let known = Known(rawValue: text) { return known }
        let words = Known.allCases.map(\.rawValue)
        let meant = nearest(to: text, of: words).map { "; did you mean \($0)?" } ?? "; write one of these"
        throw ValidationError("\"\(text)\" is not known; expected \(words.joined(separator: ", "))\(meant)")
    }
}
