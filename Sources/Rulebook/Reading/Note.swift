/// What is no fault of a file, but ought to be known before it is used.
public struct Note: Hashable, Sendable, CustomStringConvertible {
    /// `FILE:LINE` of the value.
    public let place: String
    /// Keys from the top of the file to the value, as in a fault.
    public let key: String
    /// What is so, and what follows from it.
    public let words: String

    /// `FILE:LINE: KEY: WORDS`.
    public var description: String { "\(place): \(key): \(words)" }
}

/// The notes on a file of Lapwing's and on the files it refers to.
public func notes(path: String) -> [Note] { findings(path: path).notes }
