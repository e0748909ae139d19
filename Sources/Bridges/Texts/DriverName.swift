/// A driver's name in two parts, as other systems keep it.
package struct DriverName: Hashable, Sendable {
    package let first: String
    /// The family's name: with what stands before it in small letters, and what is behind it: `van der Linde`,
    /// `Müller, Jr.`.
    package let last: String

    private static let endings: Set<String> = ["jr", "jr.", "sr", "sr.", "ii", "iii", "iv"]

    package init(_ name: String) {
        let words = name.split(separator: " ").map(String.init)
        let begin = Self.begin(of: words)
        first = words[..<begin].joined(separator: " ")
        last = words[begin...].joined(separator: " ")
    }

    /// Where the last name begins.
    private static func begin(of words: [String]) -> Int {
        guard words.count > 1 else { return 0 }
        if let small = words.indices.dropFirst().first(where: { words[$0].first?.isLowercase == true }) { return small }
        let isEnding = endings.contains(words[words.count - 1].lowercased())
        return isEnding ? max(0, words.count - 2) : words.count - 1
    }
}
