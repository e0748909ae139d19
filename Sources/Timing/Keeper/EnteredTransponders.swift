/// The cars of the transponders in the entry list. Few, and asked for with every crossing: they are searched in order.
struct EnteredTransponders: Sendable {
    private var transponders: [Transponder] = []
    private var cars: [Int32] = []

    /// The car of a transponder; nil where it is entered with none.
    subscript(transponder: Transponder) -> Int32? {
        get {
            let place = place(of: transponder)
            return place < transponders.count && transponders[place] == transponder ? cars[place] : nil
        }
        set {
            let place = place(of: transponder)
            if place < transponders.count, transponders[place] == transponder {
                transponders.remove(at: place)
                cars.remove(at: place)
            }
            guard let newValue else { return }
            transponders.insert(transponder, at: place)
            cars.insert(newValue, at: place)
        }
    }

    /// Halves without a branch: which half is as good as random.
    private func place(of transponder: Transponder) -> Int {
        transponders.withUnsafeBufferPointer { transponders in
            var (first, left) = (0, transponders.count)
            while left > 0 {
                let half = left / 2
                let isBehind = transponders[first + half] < transponder
                first = isBehind ? first + half + 1 : first
                left = isBehind ? left - half - 1 : half
            }
            return first
        }
    }
}
