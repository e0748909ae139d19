import ArgumentParser
import Recording

/// The instructions a crossing that a change may not exceed: the last row of a table in the file of results.
struct HeldInstructions {
    /// More than this is a loss.
    private static let most = 1.05
    private static let heading = "## Held by scripts/test"

    private let core: Double
    private let delta: Double

    init(file: String) throws {
        let lines = try TextFile.text(file).split(separator: "\n").drop { $0 != Self.heading }.dropFirst()
        let rows = lines.prefix { !$0.hasPrefix("## ") }.filter { $0.hasPrefix("| 2") }
        let cells = rows.last?.split(separator: "|").map { $0.filter { $0 != " " && $0 != "," } } ?? []
        guard cells.count >= 3, let core = Double(cells[1]), let delta = Double(cells[2]) else {
            throw ValidationError("\(file) has no row of figures under \"\(Self.heading)\"")
        }
        (self.core, self.delta) = (core, delta)
    }

    /// Adds what was counted now. False where more than is held.
    func compare(_ now: (core: Double, delta: Double), _ table: inout BudgetTable) -> Bool {
        var isHeld = true
        for (work, now, held) in [
            ("the core alone, 1 h", now.core, core), ("the delta besides, 1 h", now.delta, delta),
        ] {
            let isMet = now <= Self.most * held
            if !isMet { isHeld = false }
            table.add(
                work, figure: "\(BudgetTable.grouped(now)) instructions/crossing",
                ratio: BudgetTable.fixed(now / held, 2), bar: "≤ 1.05 × \(BudgetTable.grouped(held))", isMet: isMet)
        }
        return isHeld
    }
}
