import Wire

extension Asker {
    /// Reads the deltas that led to a table, in order, from as far back as the daemon keeps them: where the first are
    /// gone it goes on from half of the way (docs/protocol.md, section 4.5).
    /// - Parameters:
    ///   - table: the table as it stood after the last of them.
    ///   - most: so many deltas at most.
    ///   - body: called with each.
    /// - Throws: `AskFailure`, `Refusal` where a delta cannot be read, or `ZeroMQError`.
    public func history(of table: RaceTable, atMost most: UInt64 = .max, _ body: (PublishedDelta) -> Void) throws {
        let last = table.sequence
        var next = last > most ? last - most + 1 : 1
        while next <= last {
            let query = Query.range(epoch: table.epoch, from: next, to: last)
            let frames = try frames(query.bytes(session: table.session))
            if Refused.found(in: frames[0]) != nil {
                next += (last - next) / 2 + 1
                continue
            }
            guard frames.count > 1 else { return }
            for frame in frames.dropFirst() {
                let delta = try PublishedDelta(JSON(frame))
                body(delta)
                next = delta.sequence + 1
            }
        }
    }
}
