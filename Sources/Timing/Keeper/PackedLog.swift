/// The log's crossings in a row, kept in pieces: a copy of the row shares each piece until one of the two changes it.
/// So a lane that was copied goes on by copying 40 kB, and a day of crossings is never moved as a whole to grow.
struct PackedLog {
    private typealias Piece = ContiguousArray<PackedCrossing>

    /// All but the last are full.
    private var pieces: ContiguousArray<Piece> = []
    private(set) var count = 0

    private static let shift = 10
    private static let size = 1 << shift
    private static let mask = size - 1

    @inline(__always)
    subscript(index: Int) -> PackedCrossing {
        get { pieces[index >> Self.shift][index & Self.mask] }
        set { pieces[index >> Self.shift][index & Self.mask] = newValue }
    }

    /// That of the last crossing; before every instant where there is none.
    @inline(__always)
    var lastInstant: Instant { count == 0 ? .distantPast : self[count - 1].at }

    var last: PackedCrossing? { count == 0 ? nil : self[count - 1] }

    func firstIndex(where isMeant: (PackedCrossing) -> Bool) -> Int? {
        for number in pieces.indices {
            if let place = pieces[number].firstIndex(where: isMeant) { return number << Self.shift + place }
        }
        return nil
    }

    mutating func append(_ crossing: PackedCrossing) {
        if count & Self.mask == 0 {
            var piece = Piece()
            piece.reserveCapacity(Self.size)
            pieces.append(piece)
        }
        pieces[pieces.count - 1].append(crossing)
        count += 1
    }

    /// Each piece after it hands its last one on to the next.
    mutating func insert(_ crossing: PackedCrossing, at index: Int) {
        var (number, place, moved) = (index >> Self.shift, index & Self.mask, crossing)
        while number < pieces.count, pieces[number].count == Self.size {
            moved = pieces[number].push(moved, at: place)
            (number, place) = (number + 1, 0)
        }
        guard number < pieces.count else { return append(moved) }
        pieces[number].insert(moved, at: place)
        count += 1
    }

    /// Each piece after it hands its first one back to the one before.
    mutating func remove(at index: Int) -> PackedCrossing {
        let removed = self[index]
        var place = index & Self.mask
        for number in (index >> Self.shift)..<pieces.count {
            pieces[number].remove(at: place)
            place = 0
            if number + 1 < pieces.count { pieces[number].append(pieces[number + 1][0]) }
        }
        count -= 1
        if pieces.last?.isEmpty ?? false { pieces.removeLast() }
        return removed
    }

    /// Changes what stands from about a place on, as one array; the pieces before stay as they are.
    mutating func rewrite(from index: Int = 0, _ body: (inout ContiguousArray<PackedCrossing>) -> Void) {
        let first = index >> Self.shift
        var tail = ContiguousArray(pieces[first...].joined())
        pieces.removeSubrange(first...)
        count = first << Self.shift
        body(&tail)
        for crossing in tail { append(crossing) }
    }
}

extension ContiguousArray<PackedCrossing> {
    /// Puts one in and moves what comes after by a place.
    /// - Returns: the last, for which there is no place any more.
    fileprivate mutating func push(_ crossing: PackedCrossing, at place: Int) -> PackedCrossing {
        withUnsafeMutableBufferPointer { piece in
            let out = piece[piece.count - 1]
            var next = piece.count - 1
            while next > place {
                piece[next] = piece[next - 1]
                next -= 1
            }
            piece[place] = crossing
            return out
        }
    }
}
