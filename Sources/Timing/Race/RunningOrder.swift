/// The order on the road: a permutation of cars with each car's rank.
///
/// A car that passes a point goes ahead of every car that has not been there. All that have been there were
/// earlier in official time, so it moves up past its neighbours and the others stay.
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
        assert(isPermutation)
    }

    /// Every member has one rank, and the rank says where it is: what is asserted after each move.
    private var isPermutation: Bool {
        ranks.count { $0 >= 0 } == cars.count && cars.indices.allSatisfy { ranks[Int(cars[$0])] == Int32($0) }
    }

    var count: Int { cars.count }

    @inline(__always)
    subscript(rank: Int) -> Int { Int(cars[rank]) }

    @inline(__always)
    func rank(of car: Int) -> Int { Int(ranks[car]) }

    /// The first rank, this one or a later, whose car is meant; nil where none is.
    @inline(__always)
    func firstRank(atLeast rank: Int, where isMeant: (Int) -> Bool) -> Int? {
        cars.withUnsafeBufferPointer { cars in
            var rank = rank
            while rank < cars.count {
                if isMeant(Int(cars[rank])) { return rank }
                rank += 1
            }
            return nil
        }
    }

    /// Moves `car` in front of the first car, from the top, that is not as far. Returns its new rank.
    ///
    /// `reachOf` is how far a car is taken to be: at its last point, or at the next where that hardly reads it.
    mutating func advance(_ car: Int, to progress: Int32, progressOf: (Int) -> Int32, reachOf: (Int) -> Int32) -> Int {
        let before = Int(ranks[car])
        var rank = before
        while rank > 0, progressOf(Int(cars[rank - 1])) < progress { rank -= 1 }
        // Only cars that a loop hardly reads are ahead of it with less progress.
        while rank < before, reachOf(Int(cars[rank])) >= progress { rank += 1 }
        if rank < before { move(car, from: before, to: rank) }
        return rank
    }

    private mutating func move(_ car: Int, from before: Int, to rank: Int) {
        var place = before
        while place > rank {
            let ahead = cars[place - 1]
            cars[place] = ahead
            ranks[Int(ahead)] = Int32(place)
            place -= 1
        }
        cars[rank] = Int32(car)
        ranks[car] = Int32(rank)
        assert(isPermutation)
    }

    /// Puts a car last: it is not there any more. Of several the one that comes later in the entry list is last.
    mutating func drop(_ car: Int, isGone: (Int) -> Bool) {
        var members = cars.filter { Int($0) != car }
        let place = members.firstIndex { isGone(Int($0)) && $0 > Int32(car) } ?? members.count
        members.insert(Int32(car), at: place)
        cars = members
        for (rank, member) in members.enumerated() { ranks[Int(member)] = Int32(rank) }
        assert(isPermutation)
    }
}
