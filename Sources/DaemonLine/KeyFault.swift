/// A key that is missing, or that cannot be read: exit code 1, without a lesson in usage.
package struct KeyFault: Error, Hashable, CustomStringConvertible {
    package let description: String
}
