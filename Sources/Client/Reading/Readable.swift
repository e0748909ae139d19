import Wire

/// What one object of a message says.
protocol Readable {
    init(_ members: Members) throws(Refusal)
}
