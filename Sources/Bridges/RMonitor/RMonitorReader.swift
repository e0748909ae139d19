import Timing

/// Reads lines as records, strictly: each field has its form, and none may be missing or too many.
package enum RMonitorReader {
    /// The longest line that is read, in bytes.
    package static let longestLine = 4096

    /// The record of a line without its CR LF.
    package static func record(_ line: ArraySlice<UInt8>) throws(RMonitorFault) -> RMonitorRecord {
        guard line.count <= longestLine else {
            throw RMonitorFault(
                command: "", field: 0, found: "\(line.count) bytes", expected: "at most \(longestLine)")
        }
        var fields = try RMonitorFields(line)
        let record = try record(&fields)
        try fields.end()
        return record
    }

    private static func record(_ fields: inout RMonitorFields) throws(RMonitorFault) -> RMonitorRecord {
        switch fields.command {
        case "$F": .beat(try beat(&fields))
        case "$A": .competitor(try competitor(&fields))
        case "$COMP": .additional(try additional(&fields))
        case "$B": .run(try named(&fields))
        case "$C": .carClass(try named(&fields))
        case "$E": .setting(.init(name: try fields.text("the setting"), value: try fields.text("its value")))
        case "$G":
            .race(
                .init(
                    position: try fields.number("the position", 0...999),
                    registration: try fields.text("the registration"),
                    laps: try fields.numberOrNil("laps", 0...99_999), total: try fields.time("the total time")))
        case "$H":
            .best(
                .init(
                    position: try fields.number("the position", 0...999),
                    registration: try fields.text("the registration"),
                    lap: try fields.number("the best lap", 0...99_999), time: try fields.time("the best lap's time")))
        case "$I": .reset(.init(timeOfDay: try fields.time("the time of day"), date: try fields.text("the date")))
        case "$J":
            .passing(
                .init(
                    registration: try fields.text("the registration"), lap: try fields.time("the lap's time"),
                    total: try fields.time("the total time")))
        case "$COR": .correction(try correction(&fields))
        case "$L": .crossing(try crossing(&fields))
        case "$T": .track(try track(&fields))
        case "$SP", "$SR": .lap(try lap(&fields))
        default:
            throw RMonitorFault(
                command: fields.command, field: 0, found: "an unknown command", expected: "one of RMonitor's")
        }
    }

    private static func beat(_ fields: inout RMonitorFields) throws(RMonitorFault) -> RMonitorRecord.Beat {
        let laps = try fields.number("laps to go", 0...99_999)
        let (toGo, timeOfDay) = (try fields.seconds("the time to go"), try fields.seconds("the time of day"))
        let raceTime = try fields.seconds("the race time")
        let word = try fields.text("the flag")
        guard let flag = RMonitorFlag(rawValue: word) else {
            let known = RMonitorFlag.allCases.map { "\"\($0.rawValue)\"" }.joined(separator: ", ")
            throw fields.fault("\"\(word)\"", "one of \(known)")
        }
        return .init(
            lapsToGo: laps == 9999 ? nil : laps, timeToGo: toGo, timeOfDay: timeOfDay, raceTime: raceTime, flag: flag)
    }

    private static func competitor(_ fields: inout RMonitorFields) throws(RMonitorFault) -> RMonitorRecord.Competitor {
        .init(
            registration: try fields.text("the registration"), number: try fields.text("the number"),
            transponder: UInt32(try fields.number("the transponder", 0...Int(UInt32.max))),
            first: try fields.text("the first name"), last: try fields.text("the last name"),
            nationality: try fields.text("the nationality"), carClass: try fields.number("the class", 0...99))
    }

    private static func additional(_ fields: inout RMonitorFields) throws(RMonitorFault) -> RMonitorRecord.Additional {
        .init(
            registration: try fields.text("the registration"), number: try fields.text("the number"),
            carClass: try fields.number("the class", 0...99), first: try fields.text("the first name"),
            last: try fields.text("the last name"), nationality: try fields.text("the nationality"),
            additional: try fields.text("additional data"))
    }

    private static func named(_ fields: inout RMonitorFields) throws(RMonitorFault) -> RMonitorRecord.Named {
        .init(id: try fields.number("the id", 1...99), text: try fields.text("the description"))
    }

    private static func correction(_ fields: inout RMonitorFields) throws(RMonitorFault) -> RMonitorRecord.Correction {
        let (registration, number) = (try fields.text("the registration"), try fields.text("the number"))
        let laps = try fields.number("laps", 0...99_999)
        let total = try fields.time("the total time")
        let text = try fields.text("the correction as +HH:MM:SS.DDD")
        guard let sign = text.first, "+-".contains(sign),
            let by = RMonitorTime.read(text.dropFirst(), withThousandths: true), sign == "+" || by > .zero
        else { throw fields.fault("\"\(text)\"", "the correction as +HH:MM:SS.DDD") }
        return .init(
            registration: registration, number: number, laps: laps, total: total, by: sign == "-" ? .zero - by : by)
    }

    // MARK: IMSA's, and lap times

    private static func crossing(_ fields: inout RMonitorFields) throws(RMonitorFault) -> RMonitorRecord.Crossing {
        var crossing = RMonitorRecord.Crossing(
            car: try fields.text("the car"), line: try fields.text("the line's number"),
            name: try fields.text("the line's name"), date: try fields.text("the date"),
            timeOfDay: try fields.time("the time of day"))
        if fields.hasMore { crossing.driver = try fields.number("the driver", 0...255) }
        if fields.hasMore { crossing.carClass = try fields.text("the class") }
        return crossing
    }

    private static func track(_ fields: inout RMonitorFields) throws(RMonitorFault) -> RMonitorRecord.Track {
        var track = RMonitorRecord.Track(
            name: try fields.text("the track"), shortName: try fields.text("its short name"),
            distance: try fields.text("its length"), sections: [])
        for _ in 0..<(try fields.number("the number of sections", 0...99)) {
            track.sections.append(
                .init(
                    name: try fields.text("the section"), start: try fields.text("its first line"),
                    end: try fields.text("its last line"), inches: try fields.number("inches", 0...9_999_999)))
        }
        return track
    }

    private static func lap(_ fields: inout RMonitorFields) throws(RMonitorFault) -> RMonitorRecord.Lap {
        .init(
            command: String(fields.command.dropFirst()), position: try fields.number("the position", 0...999),
            registration: try fields.text("the registration"), lap: try fields.number("the lap", 0...99_999),
            time: try fields.time("the lap's time"), rest: try fields.text("the last field"))
    }
}
