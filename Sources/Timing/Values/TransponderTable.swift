/// Transponders, each with a number of its owner's: a car's place, say. Asked for with every crossing, it finds one
/// without searching.
public struct TransponderTable: Sendable {
    private struct Cell {
        /// 0: the cell is free. No transponder is 0.
        var transponder: UInt32 = 0
        var number: Int32 = 0
    }

    /// At least twice as many as transponders, a power of two. One whose cell is taken lies in the next free one.
    private var cells = [Cell](repeating: Cell(), count: 16)
    private var count = 0

    public init() {}

    /// Transponders of which is only asked whether they are there: their number is 0.
    public init(_ transponders: some Sequence<Transponder>) {
        for transponder in transponders { self[transponder] = 0 }
    }

    /// Whether the transponder is there.
    public func contains(_ transponder: Transponder) -> Bool { self[transponder] != nil }

    /// The number of a transponder; nil where it is not there.
    public subscript(transponder: Transponder) -> Int32? {
        get {
            let cell = cells[place(of: transponder.value)]
            return cell.transponder == transponder.value && cell.transponder != 0 ? cell.number : nil
        }
        set {
            guard transponder.value != 0 else { return }
            let place = place(of: transponder.value)
            guard let newValue else { return remove(at: place) }
            if cells[place].transponder == 0 { count += 1 }
            cells[place] = Cell(transponder: transponder.value, number: newValue)
            if 2 * count > cells.count { spread(over: 2 * cells.count) }
        }
    }

    /// Where it lies, or would.
    @inline(__always)
    private func place(of transponder: UInt32) -> Int {
        cells.withUnsafeBufferPointer { cells in
            let mask = cells.count - 1
            // Numbers that follow each other, as those of a series do, lie apart.
            var place = Int(truncatingIfNeeded: (transponder &* 0x9E37_79B1) >> 16) & mask
            while cells[place].transponder != transponder, cells[place].transponder != 0 { place = (place + 1) & mask }
            return place
        }
    }

    private mutating func remove(at place: Int) {
        guard cells[place].transponder != 0 else { return }
        cells[place] = Cell()
        count -= 1
        spread(over: cells.count)
    }

    /// Lays all of them anew.
    private mutating func spread(over size: Int) {
        let before = cells
        cells = Array(repeating: Cell(), count: size)
        for cell in before where cell.transponder != 0 { cells[place(of: cell.transponder)] = cell }
    }
}
