import Bridges

/// Lines of other systems' protocols: what is read is the same when it is written again; what is not is refused in
/// words.
extension Door {
    static func takeRMonitor(_ bytes: UnsafeRawBufferPointer) throws(Broken) {
        for line in Array(bytes).split(separator: 0x0A) {
            let record: RMonitorRecord
            do throws(RMonitorFault) {
                record = try RMonitorReader.record(line)
            } catch {
                try demand(![error.found, error.expected].contains(""), "a fault without its words: \(error)")
                continue
            }
            let written = RMonitorWriter.lines([record]).dropLast(2)
            try demand(written.elementsEqual(line), "read as \(record), written again as \(Array(written))")
        }
    }
}
