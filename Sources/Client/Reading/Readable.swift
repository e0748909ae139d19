import Wire

/// A value read from one object of a message.
protocol Readable {
    init(_ members: Members) throws(Refusal)
}
