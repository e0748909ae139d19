public import Timing

/// The narrower topics: one car, one class, only stops, only alerts (docs/protocol.md, section 4.7).
///
/// Each has its own sequence. It counts every message, with or without subscribers; a message is made only for
/// subscribers.
public struct Topics {
    private struct Topic {
        let name: [UInt8]
        var sequence: UInt64 = 0
        /// Connections that take it.
        var takers = 0

        init(_ name: String) { self.name = Array(name.utf8) }

        /// Counts one message more; true where it has subscribers.
        mutating func counts() -> Bool {
            sequence += 1
            return takers > 0
        }
    }

    private var cars: [Topic]
    private var classes: [Topic]
    private var stops: Topic
    private var alerts: Topic
    private var classOf: [Int]
    /// Numbers and classes that have left the entry list: their sequences go on where they come back.
    private var retired: [[UInt8]: Topic] = [:]
    /// Topics that every subscriber may have, made in any case.
    private let common: [[UInt8]]
    /// How many prefixes of each connection match each topic: cars, classes, stops, alerts. A prefix is not kept.
    private var taken: [Int32: [UInt16]] = [:]
    private var touchedCars: [Bool]
    private var touchedClasses: [Bool]

    public init(_ session: Session) {
        (cars, classes, classOf) = Self.topics(of: session)
        common = ["timing/\(session.id) ", "beat/\(session.id) ", "status "].map { Array($0.utf8) }
        stops = Topic("stops/\(session.id) ")
        alerts = Topic("alerts/\(session.id) ")
        touchedCars = cars.map { _ in false }
        touchedClasses = classes.map { _ in false }
    }

    private static func topics(of session: Session) -> (cars: [Topic], classes: [Topic], classOf: [Int]) {
        var names: [String] = []
        let classOf = session.entries.map { entry in
            if let place = names.firstIndex(of: entry.carClass) { return place }
            names.append(entry.carClass)
            return names.count - 1
        }
        return (
            session.entries.map { Topic("car/\(session.id)/\(escaped($0.number.text)) ") },
            names.map { Topic("class/\(session.id)/\(escaped($0)) ") }, classOf
        )
    }

    /// The entry list is another. A topic goes on as it was; a new one is made in any case, as prefixes are not kept
    /// and somebody may take it already.
    private mutating func relist(_ session: Session) {
        for topic in cars + classes { retired[topic.name] = topic }
        let before = (0..<count).map(name)
        let (cars, classes, classOf) = Self.topics(of: session)
        func known(_ topic: Topic) -> Topic {
            var topic = retired.removeValue(forKey: topic.name) ?? topic
            if !before.contains(topic.name) { topic.takers += 1 }
            return topic
        }
        self.cars = cars.map(known)
        self.classes = classes.map(known)
        self.classOf = classOf
        touchedCars = cars.map { _ in false }
        touchedClasses = classes.map { _ in false }
        let places = Dictionary(before.enumerated().map { ($1, $0) }) { first, _ in first }
        taken = taken.mapValues { prefixes in
            (0..<count).map { places[name($0)].map { prefixes[$0] } ?? 0 }
        }
    }

    /// A message from a publishing socket: 1 and a prefix that a subscriber takes from now on, or 0 and one that it
    /// leaves. A connection leaves only what it took itself.
    /// - Returns: false where it can match no topic of ours: it is not kept then.
    @discardableResult
    public mutating func take(subscription: UnsafeRawBufferPointer, from connection: Int32 = 0) -> Bool {
        guard let kind = subscription.first, kind <= 1 else { return false }
        let prefix = UnsafeRawBufferPointer(rebasing: subscription.dropFirst())
        var isOurs = common.contains { $0.starts(with: prefix) }
        for place in 0..<count where name(place).starts(with: prefix) {
            isOurs = true
            note(kind == 1, place, connection)
        }
        return isOurs
    }

    /// A connection has gone, with all that it took.
    public mutating func forget(_ connection: Int32) {
        for (place, prefixes) in (taken.removeValue(forKey: connection) ?? []).enumerated() where prefixes > 0 {
            change(place) { $0.takers -= 1 }
        }
    }

    private mutating func note(_ takes: Bool, _ place: Int, _ connection: Int32) {
        let before = taken[connection]?[place] ?? 0
        guard takes ? before < .max : before > 0 else { return }
        let none = [UInt16](repeating: 0, count: count)
        taken[connection, default: none][place] = takes ? before + 1 : before - 1
        if takes, before == 0 { change(place) { $0.takers += 1 } }
        if !takes, before == 1 { change(place) { $0.takers -= 1 } }
    }

    /// Cars, classes, stops and alerts.
    private var count: Int { cars.count + classes.count + 2 }

    private func name(_ place: Int) -> [UInt8] {
        if place < cars.count { return cars[place].name }
        let place = place - cars.count
        if place < classes.count { return classes[place].name }
        return place == classes.count ? stops.name : alerts.name
    }

    private mutating func change(_ place: Int, _ change: (inout Topic) -> Void) {
        let further = place - cars.count
        if further < 0 { return change(&cars[place]) }
        if further < classes.count { return change(&classes[further]) }
        further == classes.count ? change(&stops) : change(&alerts)
    }

    /// Counts, and hands over one by one, the messages of the delta just made. `writer` is used for each.
    public mutating func publish<Failure: Error>(
        _ publication: Publication, _ effect: Effect, at instant: Instant, _ timekeeper: borrowing Timekeeper,
        with writer: ByteWriter, send: (ByteWriter) throws(Failure) -> Void
    ) throws(Failure) {
        if effect.entriesChanged { relist(timekeeper.session) }
        touch(effect, timekeeper, true)
        defer { touch(effect, timekeeper, false) }
        for place in cars.indices where touchedCars[place] && cars[place].counts() {
            begin(cars[place], publication, instant, writer)
            publication.writePart(effect, timekeeper, to: writer) { $0.slot == place }
            try send(writer)
        }
        for place in classes.indices where touchedClasses[place] && classes[place].counts() {
            begin(classes[place], publication, instant, writer)
            publication.writePart(effect, timekeeper, to: writer) { [classOf] car in classOf[car.slot] == place }
            try send(writer)
        }
        if hasStops(effect, timekeeper), stops.counts() {
            begin(stops, publication, instant, writer)
            publication.writeStopsPart(effect, timekeeper, to: writer)
            try send(writer)
        }
        let isAlert =
            effect.infringementsChanged || effect.doubtsChanged || effect.verdicts.contains(where: \.isNews)
        if isAlert, alerts.counts() {
            begin(alerts, publication, instant, writer)
            publication.writeAlertsPart(effect, timekeeper, to: writer)
            try send(writer)
        }
    }

    private func hasStops(_ effect: Effect, _ timekeeper: borrowing Timekeeper) -> Bool {
        if !effect.verdicts.isEmpty { return true }
        for car in timekeeper.changedRows where timekeeper.changedParts(of: car).contains(.stops) { return true }
        return false
    }

    /// Marks the cars and classes in the delta, or takes the marks away.
    private mutating func touch(_ effect: Effect, _ timekeeper: borrowing Timekeeper, _ isTouched: Bool) {
        for car in timekeeper.changedRows { touch(car, isTouched) }
        for change in effect.verdicts { touch(change.car, isTouched) }
    }

    private mutating func touch(_ car: CarIndex, _ isTouched: Bool) {
        touchedCars[car.slot] = isTouched
        touchedClasses[classOf[car.slot]] = isTouched
    }

    private func begin(_ topic: Topic, _ publication: Publication, _ instant: Instant, _ writer: ByteWriter) {
        writer.clear()
        writer.append(topic.name)
        publication.writePartHead(topicSequence: topic.sequence, at: instant, to: writer)
    }

    /// A name as part of a topic: letters, digits, dot, dash and underscore as they are, any other byte as `%XX`.
    static func escaped(_ name: String) -> String {
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
