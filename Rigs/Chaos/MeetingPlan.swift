import Simulation

/// When the daemons of a meeting are killed: all follows from kind and seed.
struct MeetingPlan: Sendable {
    /// `kill -9`, so many microseconds after it is this step's turn.
    struct Kill: Sendable {
        let at: Int
        let after: Int
        /// Started again so many microseconds later; nil: once the other daemon has taken over.
        let rest: Int?
    }

    let kind: FaultKind
    let seed: UInt64
    var kills: [Kill] = []
    var segmentBytes = 16 << 20
    /// What strangers do from beginning to end.
    var noise: [Noise] = []

    /// Daemons that there are.
    var daemons: Int { kind == .takeOver ? 2 : 1 }

    init(_ kind: FaultKind, seed: UInt64, steps: Int) {
        self.kind = kind
        self.seed = seed
        var random = SeededGenerator(seed: seed, stream: 1000)
        guard kind != .undisturbed else { return }
        if random.chance(permille: 400) { segmentBytes = 1 << 16 }
        if random.chance(permille: 250) { noise = Array(random.shuffled(Noise.allCases).prefix(2)) }
        let count = kind == .takeOver ? random.int(in: 1...3) : random.int(in: 3...8)
        let places = (0..<count).map { _ in random.int(in: 0...steps) }.sorted()
        for at in places {
            let after = random.int(in: 0...3000)
            if kind == .takeOver, random.chance(permille: 700) {
                kills.append(Kill(at: at, after: after, rest: nil))
            } else {
                let rest = random.chance(permille: 500) ? 0 : random.int(in: 0...200_000)
                kills.append(Kill(at: at, after: after, rest: rest))
            }
            // While it comes back.
            if kind == .meeting, random.chance(permille: 200) {
                kills.append(Kill(at: at, after: random.int(in: 1000...120_000), rest: 0))
            }
        }
    }
}
