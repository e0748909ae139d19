/// How long a session lasts, as a command told it.
struct ToldDuration: Equatable, Sendable {
    /// Official time of the command.
    let at: Instant
    let duration: Milliseconds
}
