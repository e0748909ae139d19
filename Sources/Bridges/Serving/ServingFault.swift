import Glibc

/// Why clients cannot be served, in words.
package struct ServingFault: Error, Hashable, Sendable, CustomStringConvertible {
    package let description: String

    package init(_ description: String) { self.description = description }

    /// With what the system says.
    static func system(_ words: String) -> ServingFault { .init("\(words): \(String(cString: strerror(errno)))") }
}
