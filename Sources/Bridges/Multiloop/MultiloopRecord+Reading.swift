import Timing

extension MultiloopRecord {
    /// - Parameter fields: what stands behind the head.
    init(_ command: String, _ fields: ArraySlice<String>) throws(MultiloopFault) {
        var fields = MultiloopFields(fields)
        switch command {
        case "H":
            self = .beat(
                Beat(
                    flag: try fields.word(), time: try fields.number(), elapsed: try fields.time(),
                    lapsToGo: try fields.number(), timeToGo: try fields.time()))
        case "C": self = .lap(try Lap(&fields))
        case "S":
            self = .section(
                Section(
                    number: try fields.text(), id: try fields.number(), name: try fields.text(),
                    elapsed: try fields.time(), time: try fields.time(), lap: try fields.number()))
        case "L":
            self = .crossing(
                Crossing(
                    number: try fields.text(), id: try fields.number(), line: try fields.text(),
                    source: try fields.word(), elapsed: try fields.time(), flag: try fields.word(),
                    side: try fields.word()))
        case "I":
            self = .invalidated(number: try fields.text(), id: try fields.number(), elapsed: try fields.time())
        case "F": self = .flags(try Flags(&fields))
        case "N":
            self = .leader(
                number: try fields.text(), id: try fields.number(), lap: try fields.number(),
                elapsed: try fields.time(), change: try fields.number())
        default: self = try Self.named(command, &fields)
        }
        if case .entry = self { try fields.end(empty: 1) } else { try fields.end() }
    }

    private static func named(
        _ command: String, _ fields: inout MultiloopFields
    ) throws(MultiloopFault) -> MultiloopRecord {
        switch command {
        case "E":
            let (number, id) = (try fields.text(), try fields.number())
            let (driver, start) = (try fields.text(), try fields.number())
            var further: [String] = []
            for _ in 0..<min(try fields.number(), 255) { further.append(try fields.text()) }
            return .entry(
                Entry(
                    number: number, id: id, driver: driver, start: start, fields: further,
                    competitor: try fields.number()))
        case "R":
            return .run(
                Run(
                    event: try fields.text(), shortEvent: try fields.text(), name: try fields.text(),
                    kind: try fields.word(), start: try fields.number()))
        case "T":
            var track = Track(
                name: try fields.text(), venue: try fields.text(), length: try fields.text(), sections: [])
            for _ in 0..<min(try fields.number(), 255) {
                track.sections.append(
                    .init(
                        name: try fields.text(), inches: try fields.text(), start: try fields.text(),
                        end: try fields.text()))
            }
            return .track(track)
        case "A":
            return .announcement(
                Announcement(
                    number: try fields.number(), action: try fields.text(), priority: try fields.text(),
                    time: try fields.number(), text: try fields.text()))
        case "V":
            return .version(major: try fields.number(), minor: try fields.number(), info: try fields.text())
        case "USAC:DRIVERID":
            return .driver(
                id: try fields.number(), at: try fields.time(), driver: try fields.text(), name: try fields.text())
        case "USAC:S":
            return .addedSection(
                id: try fields.number(), at: try fields.time(), name: try fields.text(), time: try fields.time())
        case "USAC:TZ": return .zone(name: try fields.text(), at: try fields.time())
        default: throw MultiloopFault(found: "$\(command)", expected: "a record of the protocol")
        }
    }
}

extension MultiloopRecord.Lap {
    fileprivate init(_ fields: inout MultiloopFields) throws(MultiloopFault) {
        rank = try fields.number()
        number = try fields.text()
        id = try fields.number()
        laps = try fields.number()
        elapsed = try fields.time()
        last = try fields.time()
        let side: MultiloopRecord.Crossing.Side = try fields.word()
        isInPit = side == .pit
        best = try fields.time()
        bestLap = try fields.number()
        gap = try fields.time()
        gapLaps = try fields.number()
        interval = try fields.time()
        intervalLaps = try fields.number()
        overallRank = try fields.number()
        overallBest = try fields.time()
        status = try fields.text()
        flag = try fields.word()
        stops = try fields.number()
        lastPitLap = try fields.number()
        start = try fields.number()
        led = try fields.number()
    }
}

extension MultiloopRecord.Flags {
    fileprivate init(_ fields: inout MultiloopFields) throws(MultiloopFault) {
        flag = try fields.word()
        lap = try fields.number()
        green = try fields.time()
        greenLaps = try fields.number()
        yellow = try fields.time()
        yellowLaps = try fields.number()
        red = try fields.time()
        yellows = try fields.number()
        leader = try fields.text()
        changes = try fields.number()
        speed = try fields.text()
    }
}
