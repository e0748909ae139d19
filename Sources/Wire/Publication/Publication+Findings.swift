import Timing

/// Flags, decisions and findings, each list whole (docs/protocol.md, section 4.4).
extension Publication {
    /// The part of a delta: the lists that changed, and the crossings that were found to be missing.
    mutating func writeFindings(_ effect: Effect, _ timekeeper: borrowing Timekeeper, to writer: ByteWriter) {
        if effect.flagsChanged { writeFlags(timekeeper, to: writer) }
        if effect.penaltiesChanged { penaltyRows.write(timekeeper, numbers, to: writer) }
        if effect.loopsChanged { writeLoops(timekeeper, to: writer) }
        if effect.doubtsChanged { writeDoubts(timekeeper, to: writer) }
        if effect.pendingChanged { writePending(timekeeper, to: writer) }
        writeTold(effect, timekeeper, to: writer)
        if effect.gridChanged { writeGrid(timekeeper, to: writer) }
        if !effect.provisional.isEmpty { write(effect.provisional, to: writer) }
    }

    /// The order in which the cars start.
    func writeGrid(_ timekeeper: borrowing Timekeeper, to writer: ByteWriter) {
        writer.append(",\"grid\":")
        JSON.array(timekeeper.grid.map { .string($0.text) }).write(to: writer)
    }

    /// Acts of the journal that wait for a decision.
    func writePending(_ timekeeper: borrowing Timekeeper, to writer: ByteWriter) {
        writer.append(",\"pending\":")
        JSON.array(timekeeper.pendingActs.map(\.json)).write(to: writer)
    }

    func writeFlags(_ timekeeper: borrowing Timekeeper, to writer: ByteWriter) {
        writer.append(",\"flags\":[")
        for (index, period) in timekeeper.flags.enumerated() {
            writer.append(index == 0 ? "{\"flag\":" : ",{\"flag\":" as StaticString)
            writer.append(quoting: period.flag.rawValue)
            writer.append(",\"fromMs\":")
            writer.append(period.from.milliseconds)
            writer.append(",\"toMs\":")
            writer.append(period.to?.milliseconds)
            writer.append(",\"laps\":")
            writer.append(Int64(period.laps))
            writer.append(",\"estimated\":")
            writer.append(period.isEstimated)
            writer.append(",\"throughPitLane\":")
            writer.append(period.throughPitLane)
            writer.append("}")
        }
        writer.append("]")
    }

    func writePenalties(_ timekeeper: borrowing Timekeeper, to writer: ByteWriter) {
        var rows = penaltyRows
        rows.write(timekeeper, numbers, to: writer)
    }

    /// Dead loops, and decoders whose clocks are off: told together.
    func writeLoops(_ timekeeper: borrowing Timekeeper, to writer: ByteWriter) {
        writer.append(",\"loops\":[")
        for (index, dead) in timekeeper.deadLoops.enumerated() {
            writer.append(index == 0 ? "{\"loop\":" : ",{\"loop\":" as StaticString)
            writer.append(Int64(dead.loop.value))
            writer.append(",\"name\":")
            writer.append(quoting: name(of: dead.loop))
            writer.append(",\"sinceMs\":")
            writer.append(dead.since.milliseconds)
            writer.append("}")
        }
        writer.append("],\"clocks\":[")
        for (index, clock) in timekeeper.clocks.enumerated() {
            writer.append(index == 0 ? "{\"decoder\":" : ",{\"decoder\":" as StaticString)
            writer.append(Int64(clock.decoder))
            writer.append(",\"aheadMs\":")
            writer.append(clock.ahead.count)
            writer.append(",\"against\":")
            writer.append(clock.against.map { Int64($0) })
            writer.append(",\"sinceMs\":")
            writer.append(clock.since?.milliseconds)
            writer.append("}")
        }
        writer.append("]")
    }

    private func name(of loop: LoopID) -> String { loops.first { $0.id == loop }?.name ?? "" }

    /// The doubts of the core, on which a timekeeper may rule.
    func writeDoubts(_ timekeeper: borrowing Timekeeper, to writer: ByteWriter) {
        writer.append(",\"doubts\":[")
        for (index, doubt) in timekeeper.doubts.enumerated() {
            writer.append(index == 0 ? "{\"kind\":" : ",{\"kind\":" as StaticString)
            writer.append(quoting: doubt.kind.rawValue)
            writer.append(",\"car\":")
            writer.append(numbers[doubt.car.slot])
            writer.append(",\"loop\":")
            writer.append(Int64(doubt.loop.value))
            writer.append(",\"name\":")
            writer.append(quoting: name(of: doubt.loop))
            writer.append(",\"count\":")
            writer.append(Int64(doubt.count))
            writer.append(",\"firstMs\":")
            writer.append(doubt.first.milliseconds)
            writer.append(",\"lastMs\":")
            writer.append(doubt.last.milliseconds)
            writer.append(",\"crossing\":")
            doubt.crossing.json.write(to: writer)
            writer.append(",\"detail\":")
            switch doubt.kind {
            case .driverContradicted: write(driver: UInt8(clamping: doubt.detail), of: doubt.car, to: writer)
            case .transponderOffset: writer.append(doubt.detail)
            case .lineAgain, .lateStart, .firstLap, .pitLoopOnTrack, .trackLoopInPit, .measuredBesideInserted:
                writer.append("null")
            }
            writer.append("}")
        }
        writer.append("]")
    }

    private func write(_ provisional: [ProvisionalCrossing], to writer: ByteWriter) {
        writer.append(",\"provisional\":[")
        for (index, crossing) in provisional.enumerated() {
            writer.append(index == 0 ? "{\"car\":" : ",{\"car\":" as StaticString)
            writer.append(numbers[crossing.car.slot])
            writer.append(",\"loop\":")
            writer.append(Int64(crossing.loop.value))
            writer.append(",\"lap\":")
            writer.append(Int64(crossing.lap))
            writer.append(",\"atMs\":")
            writer.append(crossing.at.milliseconds)
            writer.append("}")
        }
        writer.append("]")
    }
}
