/// The cost of stops against the track.
struct StopCost {
    /// The cost of a stop beside its own time.
    private let constant: Int64
    /// How long a stop lasts where the rulebook does not say it.
    private let usual: Int64

    init(_ accounts: [StopAccount], onTrack: Int64?, transit: Int64?) {
        constant = accounts.compactMap(\.constant).median ?? -(onTrack ?? 0)
        usual = accounts.compactMap(\.duration).median ?? transit ?? 0
    }

    /// Of the stops that a car has still to make.
    func outstanding(_ account: StopAccount) -> Int64 {
        account.required + Int64(account.unstated) * usual + Int64(account.outstanding) * constant
    }

    /// Of a visit in the pit lane, by its own time.
    func whole(_ lost: Int64) -> Int64 { lost + constant }
}

extension [Int64] {
    /// Of an even number the lower of the two in the middle.
    fileprivate var median: Int64? { isEmpty ? nil : sorted()[(count - 1) / 2] }
}
