import Championship
import Glibc
import Recording
import Timing
import Wire

/// The result of a race as `lapwing results` and `lapwing classify` print it (docs/protocol.md, section 4.6), or as a
/// recording gives it.
struct RaceSheet {
    let result: RaceResult
    /// Id of the session.
    let session: String
    let circuit: String
    private let file: String
    private let started: Int64?

    /// The results of all these races; they have to be told in their order.
    static func all(_ paths: [String]) throws -> [RaceSheet] {
        let sheets = try paths.map { try RaceSheet($0) }
        for (earlier, later) in zip(sheets, sheets.dropFirst()) {
            guard let first = earlier.started, let second = later.started, second < first else { continue }
            throw Failure(
                "\(later.file): found \(later.result.name), which began before \(earlier.result.name) (\(earlier.file)), "
                    + "expected a later race; name the results in order of the races")
        }
        return sheets
    }

    /// `path` is a file of results, or the folder of a recording.
    init(_ path: String) throws {
        file = path
        let bytes = try Self.isFolder(path) ? Self.classified(path) : TextFile.read(path)
        let json = (try? JSON(bytes)) ?? .null
        guard json["type"]?.text == "results", let rows = json["classification"]?.elements, let race = json["race"]
        else {
            throw Failure(
                "\(path): no results; expected those of a race; write them with lapwing results or classify, --format json"
            )
        }
        session = json["session"]?.text ?? ""
        circuit = race["circuit"]?.text ?? ""
        started = race["startMs"]?.integer
        let name = "\(race["name"]?.text ?? session), \(circuit)"
        if let fault = Self.fault(json, race) {
            throw Failure("\(path): found \(name), \(fault.found), expected \(fault.expected); \(fault.remedy)")
        }
        var seen = Set<CarNumber>()
        let cars = try rows.map { row in
            let car = try Self.car(row, path)
            guard seen.insert(car.crew.number).inserted else { throw Failure("\(path): car \(car.crew.number) twice") }
            return car
        }
        let winner = rows.first
        let run = (winner?["totalMs"]?.integer ?? 0) - (winner?["penaltyMs"]?.integer ?? 0)
        result = RaceResult(
            name,
            distance: .init(
                laps: Int(clamping: winner?["laps"]?.integer ?? 0), run: Milliseconds(run),
                scheduled: race["durationMs"]?.integer.map { Milliseconds($0) }),
            cars: cars, isFinal: race["result"]?.text == "final")
    }

    /// Why nothing can follow from these results yet, or ever.
    private static func fault(_ json: JSON, _ race: JSON) -> (found: String, expected: String, remedy: String)? {
        if let kind = race["kind"]?.text, kind != "race" {
            return ("which is \(kind)", "a race", "leave it out")
        }
        if let time = json["intermediateMs"]?.integer {
            return (
                "as it was at \(ClockText.clock(time))", "the classification at its end",
                "write it without --intermediate"
            )
        }
        if let phase = race["phase"]?.text, phase != "ended" {
            return ("which is \(phase)", "a race that has ended", "wait for its end, or lapwing control session end")
        }
        return nil
    }

    private static func car(_ row: JSON, _ path: String) throws -> RaceResult.Car {
        guard let number = row["number"]?.text, let carClass = row["class"]?.text else {
            throw Failure("\(path): a row without number or class; expected results as JSON; write them anew")
        }
        let crew = Crew(
            CarNumber(number), team: row["team"]?.text ?? "",
            drivers: (row["drivers"]?.elements ?? []).compactMap { $0["name"]?.text })
        func place(_ name: String) -> Int? { row[name]?.integer.map { Int(clamping: $0) } }
        // A car that was never seen is not classified, and has no crossing.
        let isSeen = row["lastMs"]?.integer != nil || row["laps"]?.integer ?? 0 > 0
        return RaceResult.Car(
            crew, carClass: carClass, cup: row["cup"]?.text, position: place("position"),
            classPosition: place("classPosition"), hasStarted: isSeen)
    }

    private static func isFolder(_ path: String) -> Bool {
        var info = stat()
        return stat(path, &info) == 0 && info.st_mode & S_IFMT == S_IFDIR
    }

    private static func classified(_ directory: String) throws -> [UInt8] {
        let folded: FoldedRecording
        do {
            folded = try FoldedRecording(directory, session: nil)
        } catch let refusal as Refusal {
            throw Failure("\(directory): \(refusal)")
        }
        let writer = ByteWriter(capacity: 1 << 16)
        Publication(folded.session, epoch: 0).results(folded.timekeeper, to: writer)
        return writer.bytes
    }
}

extension RaceResult {
    /// What a sheet says of a result that may still change; nil when it is final.
    var doubt: String? {
        isFinal ? nil : "\(name): the result is provisional; ask again when it is final"
    }
}
