/// The state as it was after an input, to go back to. An object: the list of them moves no states.
final class Checkpoint: Sendable {
    /// How many crossings and acts of the logs it holds.
    let crossings: Int
    let acts: Int
    let state: RaceState
    /// Only acts come after it, told ahead of the crossings; it gives way to the next.
    let isTrailed: Bool

    init(crossings: Int, acts: Int, state: RaceState, isTrailed: Bool = false) {
        self.crossings = crossings
        self.acts = acts
        self.state = state
        self.isTrailed = isTrailed
    }
}
