/// Who is ahead of whom: a permutation of cars with each car's rank.
///
/// A car that passes a point goes ahead of every car that has not been there. All that did come before it
/// in official time were there earlier, so it moves up past its neighbours and nobody else moves.
struct RunningOrder: Equatable {
    private(set) var cars: [Int32]
    private(set) var ranks: [Int32]

    /// `members` in grid order; `count` is the size of the whole entry list.
    init(members: [Int], count: Int) {
        cars = members.map { Int32($0) }
        ranks = Array(repeating: -1, count: count)
        for (rank, car) in members.enumerated() {
            ranks[car] = Int32(rank)
        }
    }

    var count: Int { cars.count }

    @inline(__always)
    subscript(rank: Int) -> Int { Int(cars[rank]) }

    @inline(__always)
    func rank(of car: Int) -> Int { Int(ranks[car]) }

    /// Moves `car` ahead of each car directly ahead that has less progress. Returns its new rank.
    mutating func advance(_ car: Int, to progress: Int32, progressOf: (Int) -> Int32) -> Int {
        var rank = Int(ranks[car])
        while rank > 0 {
            let ahead = cars[rank - 1]
            guard progressOf(Int(ahead)) < progress else { break }
            cars[rank] = ahead
            ranks[Int(ahead)] = Int32(rank)
            rank -= 1
        }
        cars[rank] = Int32(car)
        ranks[car] = Int32(rank)
        return rank
    }
}
