/// The instructions a crossing that a change may not exceed: the last row of a table in the file of results.
struct HeldInstructions {
    /// More than this is a loss.
    private static let most = 1.05
    private static let heading = "## Held by scripts/test"

    private let core: Double
    private let delta: Double
    private let recorded: Double

    init(file: String) throws {
        let figures = try HeldFigures.last(under: Self.heading, count: 3, of: file)
        (core, delta, recorded) = (figures[0], figures[1], figures[2])
    }

    /// Adds what was counted now. False where more than is held.
    func compare(_ now: InstructionCounts, _ table: inout BudgetTable) -> Bool {
        var isHeld = table.add(absentOf: now, hours: 1)
        for (work, now, held) in [
            ("the core alone, 1 h", now.core, core), ("the delta besides, 1 h", now.delta, delta),
            ("a recording read to its end, 1 h", now.recorded, recorded),
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

extension BudgetTable {
    /// A row of what an absent car costs the crossings of the others. False where that is more than a tenth.
    @discardableResult
    mutating func add(absentOf counts: InstructionCounts, hours: Int) -> Bool {
        let ratio = counts.withAbsent / counts.core
        add(
            "the core alone where one car does not come, \(hours) h",
            figure: "\(Self.grouped(counts.withAbsent)) instructions/crossing", ratio: Self.fixed(ratio, 2),
            bar: "≤ 1.1 × of all there", isMet: ratio <= 1.1)
        return ratio <= 1.1
    }
}
