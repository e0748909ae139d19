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

    static func takeMultiloop(_ bytes: UnsafeRawBufferPointer) throws(Broken) {
        for line in Array(bytes).split(separator: 0x0A) {
            let read: MultiloopLine
            do throws(MultiloopFault) {
                read = try MultiloopLine(line)
            } catch {
                try demand(![error.found, error.expected].contains(""), "a fault without its words: \(error)")
                continue
            }
            let written = read.bytes.dropLast(2)
            try demand(written.elementsEqual(line), "read as \(read), written again as \(Array(written))")
        }
    }

    static func takeP3(_ bytes: UnsafeRawBufferPointer) throws(Broken) {
        var reader = P3Reader()
        for found in reader.take(bytes) {
            switch found {
            case .failure(let fault):
                try demand(![fault.found, fault.expected].contains(""), "a fault without its words: \(fault)")
            case .success(let frame):
                var again = P3Reader()
                try demand(again.take(frame.bytes) == [.success(frame)], "\(frame) reads otherwise when written")
                let record: P3Record
                do throws(P3Fault) {
                    record = try P3Record(frame)
                } catch {
                    try demand(![error.found, error.expected].contains(""), "a fault without its words: \(error)")
                    continue
                }
                guard let written = record.frame else { continue }
                try demand((try? P3Record(written)) == record, "\(record) reads otherwise when written")
            }
        }
    }

    static func takeOpenStint(_ bytes: UnsafeRawBufferPointer) throws(Broken) {
        let message: OpenStintMessage
        do throws(OpenStintFault) {
            message = try OpenStintMessage(bytes)
        } catch {
            try demand(![error.found, error.expected].contains(""), "a fault without its words: \(error)")
            return
        }
        guard let text = message.text else { return }
        try demand((try? OpenStintMessage(Array(text.utf8))) == message, "read as \(message), written as \(text)")
    }
}
