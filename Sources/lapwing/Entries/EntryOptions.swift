import ArgumentParser
import Timing

/// What a command line says of an entry.
struct EntryOptions: ParsableArguments {
    @Option(help: "Another number.") var number: String?
    @Option(name: .customLong("class"), help: "The class.") var carClass: String?
    @Option(help: "The cup within the class.") var cup: String?
    @ArgumentParser.Flag(help: "It is in no cup.") var noCup = false
    @Option(help: "The team.") var team: String?
    @Option(help: "Make and model.") var vehicle: String?
    @Option(
        name: .customLong("transponder"), help: "A transponder; again for a further one. They replace those before.")
    var transponders: [UInt32] = []
    @ArgumentParser.Flag(help: "It has no transponder.") var noTransponder = false
    @Option(
        name: .customLong("driver"),
        help: ArgumentHelp(
            "A driver, in order of the crew: name, grade, nation, year of birth, as far as known; 3=Name for id 3.",
            valueName: "driver"))
    var drivers: [String] = []

    func validate() throws {
        if noCup, cup != nil { throw ValidationError("give one of --cup and --no-cup") }
        if noTransponder, !transponders.isEmpty {
            throw ValidationError("give one of --transponder and --no-transponder")
        }
        if transponders.contains(0) { throw ValidationError("a transponder is a number from 1") }
        _ = try details()
    }

    func details() throws -> EntryDetails {
        var details = EntryDetails()
        details.number = number.map { CarNumber($0) }
        details.carClass = carClass
        if noCup { details.cup = .some(nil) }
        if let cup { details.cup = .some(cup) }
        details.team = team
        if let vehicle { details.vehicle = .some(vehicle) }
        if noTransponder || !transponders.isEmpty { details.transponders = transponders.map { Transponder($0) } }
        if !drivers.isEmpty { details.drivers = try drivers.enumerated().map { try Self.driver($1, place: $0 + 1) } }
        return details
    }

    /// `Ann Bell, Gold, GBR, 1990`.
    private static func driver(_ text: String, place: Int) throws -> Driver {
        var parts = text.split(separator: ",", omittingEmptySubsequences: false).map(trimmed)
        var id = UInt8(clamping: place)
        if let mark = parts[0].firstIndex(of: "=") {
            guard let said = UInt8(parts[0][..<mark]), said > 0 else {
                throw ValidationError("--driver \"\(text)\": an id is a number from 1 to 255, as 3=Ann Bell")
            }
            id = said
            parts[0] = trimmed(parts[0][parts[0].index(after: mark)...])
        }
        if parts[0].isEmpty { throw ValidationError("--driver \"\(text)\": a driver has a name") }
        var (grade, nation, born): (String?, String?, Int?) = (nil, nil, nil)
        for part in parts.dropFirst() where !part.isEmpty {
            if let known = Driver.grades.first(where: { $0.lowercased() == part.lowercased() }) {
                grade = known
            } else if let year = Int(part) {
                guard (1900...2100).contains(year) else {
                    throw ValidationError("--driver \"\(text)\": born in \(year)?")
                }
                born = year
            } else {
                nation = part
            }
        }
        return Driver(id: id, name: parts[0], grade: grade, nation: nation, born: born)
    }

    private static func trimmed(_ part: Substring) -> String {
        String(part.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }

    private static func trimmed(_ part: String) -> String { trimmed(part[...]) }
}
