import Timing

/// Writes records as lines: `$`, command, fields with commas between, CR LF. Texts stand in quotes, numbers do not.
package struct RMonitorWriter {
    /// The lines so far.
    package private(set) var bytes: [UInt8] = []
    /// Some clients cut a line at each comma, also within quotes: a semicolon is written for it.
    private let avoidsCommas: Bool
    /// Others read UTF-8: all is written in ASCII.
    private let isPlain: Bool

    package init(avoidsCommas: Bool = false, isPlain: Bool = false) {
        (self.avoidsCommas, self.isPlain) = (avoidsCommas, isPlain)
    }

    /// The lines of some records.
    package static func lines(
        _ records: [RMonitorRecord], avoidsCommas: Bool = false, isPlain: Bool = false
    ) -> [UInt8] {
        var writer = RMonitorWriter(avoidsCommas: avoidsCommas, isPlain: isPlain)
        for record in records { writer.write(record) }
        return writer.bytes
    }

    package mutating func write(_ record: RMonitorRecord) {
        switch record {
        case .beat(let beat):
            begin("F")
            number(beat.lapsToGo ?? 9999)
            text(RMonitorTime.seconds(beat.timeToGo))
            text(RMonitorTime.seconds(beat.timeOfDay))
            text(RMonitorTime.seconds(beat.raceTime))
            text(beat.flag.rawValue)
        case .competitor(let competitor):
            begin("A")
            texts(competitor.registration, competitor.number)
            number(Int(competitor.transponder))
            texts(competitor.first, competitor.last, competitor.nationality)
            number(competitor.carClass)
        case .additional(let competitor):
            begin("COMP")
            texts(competitor.registration, competitor.number)
            number(competitor.carClass)
            texts(competitor.first, competitor.last, competitor.nationality, competitor.additional)
        case .run(let run): named("B", run)
        case .carClass(let carClass): named("C", carClass)
        case .setting(let setting):
            begin("E")
            texts(setting.name, setting.value)
        default: writeOfCar(record)
        }
        bytes += [0x0D, 0x0A]
    }

    private mutating func writeOfCar(_ record: RMonitorRecord) {
        switch record {
        case .race(let place):
            begin("G")
            number(place.position)
            text(place.registration)
            if let laps = place.laps { number(laps) } else { comma() }
            text(RMonitorTime.text(place.total))
        case .best(let place):
            begin("H")
            number(place.position)
            text(place.registration)
            number(place.lap)
            text(RMonitorTime.text(place.time))
        case .reset(let reset):
            begin("I")
            texts(RMonitorTime.text(reset.timeOfDay), reset.date)
        case .passing(let passing):
            begin("J")
            texts(passing.registration, RMonitorTime.text(passing.lap), RMonitorTime.text(passing.total))
        case .correction(let correction):
            begin("COR")
            texts(correction.registration, correction.number)
            number(correction.laps)
            texts(RMonitorTime.text(correction.total), RMonitorTime.signed(correction.by))
        default: writeOfLine(record)
        }
    }

    private mutating func writeOfLine(_ record: RMonitorRecord) {
        switch record {
        case .crossing(let crossing):
            begin("L")
            texts(crossing.car, crossing.line, crossing.name, crossing.date, RMonitorTime.text(crossing.timeOfDay))
            if let driver = crossing.driver { number(driver) }
            if let carClass = crossing.carClass { text(carClass) }
        case .track(let track):
            begin("T")
            texts(track.name, track.shortName, track.distance)
            number(track.sections.count)
            for section in track.sections {
                texts(section.name, section.start, section.end)
                number(section.inches)
            }
        case .lap(let lap):
            begin(lap.command)
            number(lap.position)
            text(lap.registration)
            number(lap.lap)
            texts(RMonitorTime.text(lap.time), lap.rest)
        default: return
        }
    }

    private mutating func named(_ command: String, _ named: RMonitorRecord.Named) {
        begin(command)
        number(named.id)
        text(named.text)
    }

    // MARK: Fields

    private mutating func begin(_ command: String) {
        bytes.append(UInt8(ascii: "$"))
        bytes += command.utf8
    }

    private mutating func comma() { bytes.append(UInt8(ascii: ",")) }

    private mutating func number(_ number: Int) {
        comma()
        bytes += String(number).utf8
    }

    private mutating func texts(_ texts: String...) {
        for each in texts { text(each) }
    }

    /// A quote within a text would end it: an apostrophe is written.
    private mutating func text(_ text: String) {
        comma()
        bytes.append(UInt8(ascii: "\""))
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": bytes.append(UInt8(ascii: "'"))
            case "," where avoidsCommas: bytes.append(UInt8(ascii: ";"))
            case _ where isPlain: bytes += PlainCharacters.bytes(of: scalar)
            default: bytes.append(Windows1252.byte(of: scalar))
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }
}
