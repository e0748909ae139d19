import Timing
import Wire

/// A session with its publication, looked at after each input.
struct WatchedRace: ~Copyable {
    private(set) var timekeeper: Timekeeper
    private var publication: Publication
    private var topics: Topics
    private let writer = ByteWriter(capacity: 1 << 14)
    private var names = 0

    init(_ session: Session) {
        self.init(Timekeeper(session, unknownTransponders: 8))
    }

    /// A session that has been running for a while.
    init(_ timekeeper: consuming Timekeeper) {
        let session = timekeeper.session
        self.timekeeper = timekeeper
        publication = Publication(session, epoch: 1)
        topics = Topics(session)
        for topic in ["car", "class", "stops", "alerts"] {
            _ = Array("\u{1}\(topic)".utf8).withUnsafeBytes { topics.take(subscription: $0) }
        }
    }

    /// For an act that came without one.
    var nextName: String { "act-\(names)" }

    /// Takes an input as the daemon's lane does. An act that is refused must have changed nothing.
    mutating func take(_ input: Input) throws(Broken) {
        names += 1
        let effect: Effect
        do throws(ActRefusal) {
            effect = try timekeeper.apply(input)
        } catch {
            return try demand(!Refusal(error).message.isEmpty, "an act is refused without a word")
        }
        guard effect.outcome != .repeated else { return }
        publication.delta(of: input, effect, in: timekeeper, to: writer)
        // Reading takes longer than all the rest.
        let isRead = names % 4 == 0
        if isRead {
            let delta = writer.bytes.dropFirst(publication.topicLength)
            try demand(try json(delta)["seq"]?.integer == Int64(publication.sequence), "a delta without its sequence")
        }
        _ = topics.count(effect, timekeeper)
        try topics.publish(publication, effect, at: input.instant, timekeeper, with: writer) { writer throws(Broken) in
            if isRead { _ = try json(writer.bytes.drop { $0 != 0x20 }.dropFirst()) }
        }
        try lookAtPlaces()
    }

    /// Positions are 1 … n, each once, overall and in each class; shared only where the result stands.
    private func lookAtPlaces() throws(Broken) {
        let session = timekeeper.session
        let cars = timekeeper.classification
        try demand(Set(cars).count == session.entries.count, "a car is missing in the classification, or twice in it")
        let changed = timekeeper.changedRows
        try demand(Set(changed).count == changed.count, "a row is said to have changed twice")
        let mayShare = session.kind == .race && (timekeeper.phase == .finishing || timekeeper.phase == .ended)
        try Self.check(cars.map { timekeeper.standing(of: $0).position }, mayShare: mayShare)
        for carClass in Set(session.entries.map(\.carClass)) {
            let members = cars.filter { session.entries[$0.slot].carClass == carClass }
            try Self.check(members.map { timekeeper.standing(of: $0).classPosition }, mayShare: mayShare)
        }
    }

    private static func check(_ positions: [Int?], mayShare: Bool) throws(Broken) {
        let sorted = positions.compactMap(\.self).sorted()
        for (index, position) in sorted.enumerated() where position != index + 1 {
            let isShared = mayShare && index > 0 && sorted[index - 1] == position
            try demand(isShared, "positions are \(sorted)")
        }
    }

    // MARK: Everything that can be asked

    /// Asks for the whole table, and for everything there is of one car, each time of another.
    func lookAtAll() throws(Broken) {
        try answer(.snapshot)
        try answer(.results)
        for time in timekeeper.session.rules.intermediates { try answer(.intermediate(time)) }
        for (car, entry) in timekeeper.session.entries.enumerated() where car == names % 4 {
            let index = CarIndex(car)
            try answer(.explain(entry.number, .position))
            for lap in Set([0, 1, 2, timekeeper.lapping(of: index).laps]) {
                try answer(.explain(entry.number, .lap(lap)))
            }
            for stop in 0...min(timekeeper.stops(of: index).count, 8) {
                try answer(.explain(entry.number, .stop(stop)))
            }
            for verdict in timekeeper.verdicts(of: index).prefix(16) {
                try answer(.explain(entry.number, .obligation(verdict.obligation)))
            }
        }
        publication.heartbeat(now: timekeeper.now, to: writer)
        _ = try json(writer.bytes.drop { $0 != 0x20 }.dropFirst())
    }

    func answer(_ query: Query) throws(Broken) {
        switch query {
        case .snapshot: publication.snapshot(timekeeper, to: writer)
        case .results: publication.results(timekeeper, to: writer)
        case .decisions:
            _ = try json(
                DecisionList.bytes([], session: publication.session, epoch: 1, sequence: 0, timekeeper))
            return
        case .entries:
            _ = try json(EntryListAnswer.bytes(session: publication.session, epoch: 1, sequence: 0, timekeeper))
            return
        case .intermediate(let time):
            let isThere: Void? = try accepted { () throws(Refusal) in
                try publication.intermediate(at: time, timekeeper, to: writer)
            }
            guard isThere != nil else { return }
        case .explain(let car, let thing):
            let explanation = try accepted { () throws(Refusal) in
                try publication.explanation(of: car, thing, timekeeper) { _ in nil }
            }
            if let explanation { _ = try json(explanation) }
            return
        case .status, .range: return
        }
        _ = try json(writer.bytes)
    }
}
