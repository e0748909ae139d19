/// The cost of stops against the track.
struct StopCost {
    /// The cost of a stop beside its own time.
    private let constant: Milliseconds
    /// How long a stop lasts where the rulebook does not say it.
    private let usual: Milliseconds
    /// How long the pit lane takes, as it was counted with.
    let transit: Milliseconds?

    init(_ accounts: [StopAccount], onTrack: Milliseconds?, transit: Milliseconds?) {
        constant = accounts.compactMap(\.constant).median ?? -(onTrack ?? .zero)
        usual = accounts.compactMap(\.duration).median ?? transit ?? .zero
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
    /// Of an even number the lower of the two in the middle.
    fileprivate var median: Milliseconds? { isEmpty ? nil : sorted()[(count - 1) / 2] }
}
