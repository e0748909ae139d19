public import Timing

/// The narrower topics: one car, one class, only stops, only alerts (docs/protocol.md, section 4.7).
///
/// Each has its own sequence. It counts every message, with or without subscribers; a message is made only for
/// subscribers.
public struct Topics {
    private struct Topic {
        let name: [UInt8]
        /// Its place among the session's topics.
        var place: Int
        var sequence: UInt64 = 0

        func isTaken(_ taken: [Bool]) -> Bool { place < taken.count && taken[place] }
    }

    private var cars: [Topic]
    private var classes: [Topic]
    private var stops: Topic
    private var alerts: Topic
    private var classOf: [Int]
    /// Numbers and classes that have left the entry list: their sequences go on where they come back.
    private var retired: [[UInt8]: Topic] = [:]
    private let book: TopicTakers
    private let takers: SessionTakers
    /// As it was when looked at last.
    private var taken: [Bool] = []
    private var generation = -1
    /// At least one is taken.
    private var isAnyTaken = false
    /// The cars and classes of the delta just made, each once, by their place, and whether it tells of stops.
    private var touchedCars: [Int] = []
    private var touchedClasses: [Int] = []
    private var touchesStops = false

    /// - Parameter takers: of all sessions of the daemon; nil: of this one alone.
    public init(_ session: Session, takers: TopicTakers? = nil) {
        let book = takers ?? TopicTakers([session])
        let topics = zip(Self.names(of: session), 0...).map { Topic(name: $0, place: $1) }
        let names = Self.classes(of: session)
        let classed = session.entries.count + names.count
        classOf = session.entries.map { entry in names.firstIndex(of: entry.carClass) ?? 0 }
        cars = Array(topics[..<session.entries.count])
        classes = Array(topics[session.entries.count..<classed])
        stops = topics[classed]
        alerts = topics[classed + 1]
        self.book = book
        self.takers = book.takers(of: session.id)
    }

    /// The same session's topics before their first message.
    public func anew(_ session: Session) -> Topics { Topics(session, takers: book) }

    /// How far each topic has counted that has had a message.
    public var counted: [Milestone.Topic] {
        let present = cars + classes + [stops, alerts]
        let gone = retired.values.sorted { $0.name.lexicographicallyPrecedes($1.name) }
        return (present + gone).filter { $0.sequence > 0 }.map { topic in
            Milestone.Topic(
                name: String(decoding: topic.name.dropLast(), as: UTF8.self), sequence: topic.sequence)
        }
    }

    /// Counts on from there: what is not named has had no message.
    public mutating func count(from counted: [Milestone.Topic]) {
        let sequences = Dictionary(
            counted.map { (Array($0.name.utf8) + [0x20], $0.sequence) }, uniquingKeysWith: { first, _ in first })
        func set(_ topic: inout Topic) { topic.sequence = sequences[topic.name] ?? 0 }
        for place in cars.indices { set(&cars[place]) }
        for place in classes.indices { set(&classes[place]) }
        set(&stops)
        set(&alerts)
        for name in retired.keys { retired[name]?.sequence = sequences[name] ?? 0 }
    }

    /// The entry list is another. The sequence of a topic goes on, and prefixes that are taken match new ones too.
    private mutating func relist(_ session: Session) {
        book.learn(session)
        for topic in cars + classes + [stops, alerts] { retired[topic.name] = topic }
        let topics = zip(Self.names(of: session), 0...).map { name, place in
            var topic = retired.removeValue(forKey: name) ?? Topic(name: name, place: place)
            topic.place = place
            return topic
        }
        let names = Self.classes(of: session)
        let classed = session.entries.count + names.count
        classOf = session.entries.map { entry in names.firstIndex(of: entry.carClass) ?? 0 }
        cars = Array(topics[..<session.entries.count])
        classes = Array(topics[session.entries.count..<classed])
        stops = topics[classed]
        alerts = topics[classed + 1]
    }

    /// The names of a session's narrower topics: of cars, classes, stops, alerts.
    static func names(of session: Session) -> [[UInt8]] {
        let cars = session.entries.map { "car/\(session.id)/\(Self.escaped($0.number.text)) " }
        let classes = classes(of: session).map { "class/\(session.id)/\(Self.escaped($0)) " }
        return (cars + classes + ["stops/\(session.id) ", "alerts/\(session.id) "]).map { Array($0.utf8) }
    }

    private static func classes(of session: Session) -> [String] {
        var names: [String] = []
        for entry in session.entries where !names.contains(entry.carClass) { names.append(entry.carClass) }
        return names
    }

    /// A message from a publishing socket (`TopicTakers.take`).
    @discardableResult
    public func take(subscription: UnsafeRawBufferPointer, from connection: Int32 = 0) -> Bool {
        book.take(subscription: subscription, from: connection)
    }

    /// Counts the messages of the delta just made. True where one of them has subscribers: it is to be published.
    public mutating func count(_ effect: Effect, _ timekeeper: borrowing Timekeeper) -> Bool {
        if effect.entriesChanged { relist(timekeeper.session) }
        if takers.generation != generation {
            generation = takers.generation
            taken = takers.latest
            isAnyTaken = taken.contains(true)
        }
        touch(effect, timekeeper)
        for touched in touchedCars.indices { cars[touchedCars[touched]].sequence += 1 }
        for touched in touchedClasses.indices { classes[touchedClasses[touched]].sequence += 1 }
        if touchesStops { stops.sequence += 1 }
        if Self.isAlert(effect) { alerts.sequence += 1 }
        return isAnyTaken && hasTakers(effect)
    }

    private func hasTakers(_ effect: Effect) -> Bool {
        touchedCars.contains { cars[$0].isTaken(taken) } || touchedClasses.contains { classes[$0].isTaken(taken) }
            || touchesStops && stops.isTaken(taken) || Self.isAlert(effect) && alerts.isTaken(taken)
    }

    /// Hands over one by one the messages of the delta just counted that have subscribers. `writer` is used for each.
    public func publish<Failure: Error>(
        _ publication: Publication, _ effect: Effect, at instant: Instant, _ timekeeper: borrowing Timekeeper,
        with writer: ByteWriter, send: (ByteWriter) throws(Failure) -> Void
    ) throws(Failure) {
        for place in touchedCars where cars[place].isTaken(taken) {
            begin(cars[place], publication, instant, writer)
            publication.writePart(effect, timekeeper, to: writer) { $0.slot == place }
            try send(writer)
        }
        for place in touchedClasses where classes[place].isTaken(taken) {
            begin(classes[place], publication, instant, writer)
            publication.writePart(effect, timekeeper, to: writer) { [classOf] car in classOf[car.slot] == place }
            try send(writer)
        }
        if touchesStops, stops.isTaken(taken) {
            begin(stops, publication, instant, writer)
            publication.writeStopsPart(effect, timekeeper, to: writer)
            try send(writer)
        }
        if Self.isAlert(effect), alerts.isTaken(taken) {
            begin(alerts, publication, instant, writer)
            publication.writeAlertsPart(effect, timekeeper, to: writer)
            try send(writer)
        }
    }

    private static func isAlert(_ effect: Effect) -> Bool {
        effect.infringementsChanged || effect.doubtsChanged || effect.verdicts.contains(where: \.isNews)
    }

    /// Reads the cars and classes in the delta, in order of the entry list.
    private mutating func touch(_ effect: Effect, _ timekeeper: borrowing Timekeeper) {
        // Of one or two elements this is quicker than to remove all.
        while touchedCars.popLast() != nil {}
        while touchedClasses.popLast() != nil {}
        touchesStops = !effect.verdicts.isEmpty
        for place in 0..<timekeeper.changedCount {
            let row = timekeeper.changedRow(place)
            if row.parts.contains(.stops) { touchesStops = true }
            Self.add(row.car.slot, to: &touchedCars)
        }
        for place in effect.verdicts.indices { Self.add(effect.verdicts[place].car.slot, to: &touchedCars) }
        for touched in touchedCars.indices { Self.add(classOf[touchedCars[touched]], to: &touchedClasses) }
    }

    /// Most deltas are of a car or two.
    private static func add(_ place: Int, to places: inout [Int]) {
        if places.contains(place) { return }
        places.append(place)
        var next = places.count - 1
        while next > 0, places[next - 1] > place {
            places.swapAt(next - 1, next)
            next -= 1
        }
    }

    private func begin(_ topic: Topic, _ publication: Publication, _ instant: Instant, _ writer: ByteWriter) {
        writer.clear()
        writer.append(topic.name)
        publication.writePartHead(topicSequence: topic.sequence, at: instant, to: writer)
    }

    /// A name as part of a topic: letters, digits, dot, dash and underscore as they are, any other byte as `%XX`.
    package static func escaped(_ name: String) -> String {
        var escaped = ""
        for unit in name.utf8 {
            switch unit {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "_"):
                escaped.unicodeScalars.append(Unicode.Scalar(unit))
            default:
                let digits = String(unit, radix: 16, uppercase: true)
                escaped += digits.count == 1 ? "%0\(digits)" : "%\(digits)"
            }
        }
        return escaped
    }
}
