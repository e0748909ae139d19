/// Decoders and epochs of the crossings in a log, which names only their place here.
struct LogRuns: Sendable {
    private var runs = DecoderRuns()

    @inline(__always)
    mutating func pack(_ entry: InputLog.Entry) -> PackedCrossing {
        let id = entry.crossing.id
        let place = runs.place(of: DecoderRuns.Run(decoder: id.decoder, epoch: id.epoch))
        return PackedCrossing(entry, run: UInt32(place))
    }

    @inline(__always)
    func entry(_ crossing: PackedCrossing) -> InputLog.Entry { crossing.entry(id: id(of: crossing)) }

    @inline(__always)
    func id(of crossing: PackedCrossing) -> CrossingID {
        let run = runs[Int(crossing.run)]
        return CrossingID(decoder: run.decoder, epoch: run.epoch, number: crossing.number)
    }

    /// Official order (`Crossing.precedes`).
    @inline(__always)
    func precedes(_ left: PackedCrossing, _ right: PackedCrossing) -> Bool {
        if left.at != right.at { return left.at < right.at }
        return id(of: left) < id(of: right)
    }
}
