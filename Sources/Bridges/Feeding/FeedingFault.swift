/// Why a box cannot be followed, or its crossings cannot be kept, in words.
package struct FeedingFault: Error, Hashable, Sendable, CustomStringConvertible {
    package let description: String

    package init(_ description: String) { self.description = description }
}
