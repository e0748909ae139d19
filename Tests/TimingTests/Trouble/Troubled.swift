import Timing

extension ShortRace {
    /// What is in doubt, and how often.
    var doubts: [Doubt.Kind: Int] {
        timekeeper.doubts.reduce(into: [:]) { $0[$1.kind, default: 0] += $1.count }
    }

    /// A car that a sector loop reads on lap 1 and that has crossed the Line at the start signal.
    mutating func rollOff(_ cars: [String], apart: Int64 = 1000) {
        for (place, car) in cars.enumerated() { cross(car, .line, 3_000 + apart * Int64(place)) }
    }
}

extension Circuit {
    /// The short circuit with these of its loops alone.
    static func short(
        _ kinds: Set<Loop.Kind> = Set(Loop.Kind.allCases), minimumLap: Milliseconds? = nil, lengthMetres: Int? = 2000
    ) -> Circuit {
        Circuit(
            name: "Short circuit", lengthMetres: lengthMetres, minimumLap: minimumLap,
            loops: Circuit.short.loops.filter { kinds.contains($0.kind) })
    }

    /// The Line and nothing else.
    static let lineOnly = short([.line])
}
