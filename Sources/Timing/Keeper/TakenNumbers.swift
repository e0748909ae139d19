/// The numbers of the crossings that have been taken, of each run of each decoder: none is taken twice. A session keeps
/// them of what it has scored, the record of what it has written down.
public struct TakenNumbers: Sendable {
    private var runs = DecoderRuns()
    /// By the run's place.
    private var numbers: [NumberRanges] = []

    public init() {}

    /// Notes a crossing's name. False where it has been taken before.
    public mutating func insert(_ id: CrossingID) -> Bool {
        let place = runs.place(of: DecoderRuns.Run(decoder: id.decoder, epoch: id.epoch))
        if place == numbers.count { numbers.append(NumberRanges()) }
        return numbers[place].insert(id.number)
    }

    /// Whether a crossing of that name has been taken.
    func contains(_ id: CrossingID) -> Bool {
        guard let place = runs.known(DecoderRuns.Run(decoder: id.decoder, epoch: id.epoch)) else { return false }
        return numbers[place].contains(id.number)
    }

    /// In the order in which the runs were seen first.
    public var all: [(decoder: UInt32, epoch: UInt64, numbers: NumberRanges)] {
        numbers.indices.map { (runs[$0].decoder, runs[$0].epoch, numbers[$0]) }
    }
}
