/// The cost of stops against the track.
struct StopCost {
    /// The cost of a stop beside its own time.
    private let constant: Milliseconds
    /// How long a stop lasts where the rulebook does not say it.
    private let usual: Milliseconds
    /// How long the pit lane takes, as it was counted with.
    let transit: Milliseconds?

    init(_ accounts: [StopAccount], onTrack: Milliseconds?, transit: Milliseconds?) {
        var times: [Milliseconds] = []
        times.reserveCapacity(accounts.count)
        for place in accounts.indices {
            if let constant = accounts[place].constant { times.append(constant) }
        }
        constant = times.takeMedian() ?? -(onTrack ?? .zero)
        times.removeAll(keepingCapacity: true)
        for place in accounts.indices {
            if let duration = accounts[place].duration { times.append(duration) }
        }
        usual = times.takeMedian() ?? transit ?? .zero
        self.transit = transit
    }

    /// Of the stops that a car has still to make.
    func outstanding(_ account: StopAccount) -> Milliseconds {
        account.required + account.unstated * usual + account.outstanding * constant
    }

    /// Of a visit in the pit lane, by its own time.
    func whole(_ lost: Milliseconds) -> Milliseconds { lost + constant }
}

extension [Milliseconds] {
    /// Of an even number the lower of the two in the middle. Leaves them in another order: only the half that the
    /// median lies in is looked at again.
    fileprivate mutating func takeMedian() -> Milliseconds? {
        guard !isEmpty else { return nil }
        let middle = (count - 1) / 2
        var (low, high) = (0, count - 1)
        while low < high {
            let pivot = self[(low + high) / 2]
            var (left, right) = (low, high)
            while left <= right {
                while self[left] < pivot { left += 1 }
                while pivot < self[right] { right -= 1 }
                guard left <= right else { break }
                swapAt(left, right)
                left += 1
                right -= 1
            }
            if middle <= right { high = right } else if middle >= left { low = left } else { break }
        }
        return self[middle]
    }
}
