import Recording
import Rulebook
import Timing

/// A race, and beside it the same race without one of its crossings, for as long as that can matter.
///
/// What came before the crossing is the same in both, so a copy of the race goes on without it. After the car has
/// crossed the Line twice more, or at the end, the laps of all cars are compared.
struct LostCrossings {
    /// A crossing without which somebody has other laps.
    struct Change {
        let lost: Crossing
        let car: CarIndex
        /// Laps with it and without it.
        let laps: (with: Int, without: Int)
    }

    private final class Branch {
        let lost: Crossing
        var core: Timekeeper
        var linesToCome = 2

        init(lost: Crossing, core: consuming Timekeeper) {
            self.lost = lost
            self.core = core
        }
    }

    let session: Session
    let inputs: [Input]
    let crossings: [Crossing]
    private let lines: Set<LoopID>

    init(_ recording: Recording) {
        session = recording.event.sessions[0]
        inputs = recording.inputs
        crossings = recording.crossings
        lines = Set(session.circuit.loops.filter { $0.kind == .line || $0.kind == .linePit }.map(\.id))
    }

    func isLine(_ loop: LoopID) -> Bool { lines.contains(loop) }

    /// The race with all of its crossings.
    func whole() throws -> Timekeeper {
        var core = Timekeeper(session)
        for input in inputs { _ = try core.apply(input) }
        return core
    }

    /// Takes each of these crossings away in turn.
    func changes(without lost: Set<CrossingID>) throws -> [Change] {
        var core = Timekeeper(session)
        var branches: [Branch] = []
        var changes: [Change] = []
        for input in inputs {
            for branch in branches { _ = try branch.core.apply(input) }
            if case .crossing(let crossing) = input, lost.contains(crossing.id) {
                branches.append(Branch(lost: crossing, core: Timekeeper(copying: core)))
            }
            _ = try core.apply(input)
            guard case .crossing(let crossing) = input, isLine(crossing.loop) else { continue }
            for place in branches.indices.reversed()
            where branches[place].lost.transponder == crossing.transponder && branches[place].lost.id != crossing.id {
                branches[place].linesToCome -= 1
                guard branches[place].linesToCome == 0 else { continue }
                changes += change(branches.remove(at: place), core).map { [$0] } ?? []
            }
        }
        return changes + branches.compactMap { branch in change(branch, core) }
    }

    private func change(_ branch: Branch, _ core: borrowing Timekeeper) -> Change? {
        for car in session.entries.indices.map({ CarIndex($0) }) {
            let laps = (with: core.lapping(of: car).laps, without: branch.core.lapping(of: car).laps)
            if laps.with != laps.without { return Change(lost: branch.lost, car: car, laps: laps) }
        }
        return nil
    }
}
