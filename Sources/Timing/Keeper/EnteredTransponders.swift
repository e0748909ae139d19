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

    private func place(of transponder: Transponder) -> Int {
        var low = 0
        var high = transponders.count
        while low < high {
            let middle = (low + high) / 2
            if transponders[middle] < transponder {
                low = middle + 1
            } else {
                high = middle
            }
        }
        return low
    }
}
