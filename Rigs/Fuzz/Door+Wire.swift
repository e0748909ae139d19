import Timing
import Wire

/// Messages: a value that was read can be written and then reads the same; a refusal says why and what to do.
extension Door {
    static func takeFeedMessage(_ bytes: UnsafeRawBufferPointer) throws(Broken) {
        var decoder = FeedDecoder()
        let message = try accepted { () throws(Refusal) in try decoder.decode(bytes) }
        let read = decoder.crossings
        switch message {
        case nil: try demand(read.isEmpty, "crossings of a refused message stay")
        case .heartbeat(let box, let epoch, let next, let stamp)?:
            try demand(box > 0 && next > 0 && stamp >= 0 && read.isEmpty, "read \(String(describing: message))")
            let health = decoder.health.flatMap { $0.isEmpty ? nil : $0 }
            let again = FeedEncoder.heartbeat(decoder: box, epoch: epoch, next: next, stamp: stamp, health: health)
            let isSame = (try? decoder.decode(again)) == message && decoder.health == health
            try demand(isSame, "a heartbeat reads otherwise when written")
        case .crossings(let box, let epoch)?:
            try demand((1...FeedDecoder.maximumCrossings).contains(read.count), "\(read.count) crossings")
            for crossing in read {
                let isSound = crossing.id.number > 0 && crossing.stamp >= 0 && crossing.transponder.value > 0
                try demand(
                    isSound && box > 0 && crossing.id.decoder == box && crossing.id.epoch == epoch, "\(crossing)")
            }
            let again = try? decoder.decode(FeedEncoder.packed(read))
            try demand(again == message && decoder.crossings == read, "crossings read otherwise when packed")
            for crossing in read.prefix(4) {
                _ = try? decoder.decode(FeedEncoder.json(crossing))
                try demand(decoder.crossings == [crossing], "\(crossing) reads otherwise when written")
            }
        }
    }

    static func takeRange(_ bytes: UnsafeRawBufferPointer) throws(Broken) {
        if let range = try accepted({ () throws(Refusal) in try FeedRange(request: bytes) }) {
            try demand(range.from >= 1 && range.from <= range.to && range.decoder > 0, "\(range)")
            let again = try? range.request.reading { bytes throws(Refusal) in try FeedRange(request: bytes) }
            try demand(again == range, "\(range) reads otherwise when written")
        }
        guard let reply = try accepted({ () throws(Refusal) in try FeedRange.reply(bytes) }) else { return }
        try demand(reply.count >= 0, "\(reply)")
        let again = try? reply.range.reply(count: reply.count).reading { bytes throws(Refusal) in
            try FeedRange.reply(bytes)
        }
        try demand(again?.range == reply.range && again?.count == reply.count, "\(reply) reads otherwise when written")
    }

    static func takeMessages(_ bytes: UnsafeRawBufferPointer) throws(Broken) {
        var race = WatchedRace(Timekeeper(copying: WatchedRace.underway))
        var decoder = FeedDecoder()
        for line in bytes.split(separator: 0x0A) {
            let line = UnsafeRawBufferPointer(rebasing: line)
            if let message = try? decoder.decode(line) {
                if case .heartbeat(let box, _, _, let stamp) = message {
                    try race.take(.time(Instant(cutting: stamp), decoder: box))
                }
                for crossing in decoder.crossings { try race.take(.crossing(crossing)) }
            } else if let command = try accepted({ () throws(Refusal) in try Command(line) }) {
                let again = try? command.bytes.reading { bytes throws(Refusal) in try Command(bytes) }
                try demand(again == command, "\(command) reads otherwise when written")
                try race.take(.act(command.act(id: race.nextName, now: race.timekeeper.now)))
            }
        }
        try race.lookAtAll()
    }

    static func takeQuery(_ bytes: UnsafeRawBufferPointer) throws(Broken) {
        let race = WatchedRace(Timekeeper(copying: WatchedRace.underway))
        let session = race.timekeeper.session.id
        guard let query = try accepted({ () throws(Refusal) in try Query(bytes, session: session) }) else { return }
        let again = try? query.bytes(session: session).reading { bytes throws(Refusal) in
            try Query(bytes, session: session)
        }
        try demand(again == query, "\(query) reads otherwise when written")
        try race.answer(query)
    }
}
