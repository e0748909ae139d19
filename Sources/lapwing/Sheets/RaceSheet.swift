import Championship
import Client
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
    private let started: Instant?

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
        if let whole = (try? JSON(bytes)).flatMap({ try? PublishedWholeResult($0) }) {
            guard whole.kind.known == .race else {
                throw Failure(
                    "\(path): found \(whole.name), which is \(whole.kind.text), expected a race; leave it out")
            }
            (session, circuit, started) = (whole.session, whole.circuit, nil)
            result = RaceResult(whole)
            return
        }
        guard let results = try? PublishedResults(file: JSON(bytes)),
            !results.race.name.isEmpty || !results.race.circuit.isEmpty
        else {
            throw Failure(
                "\(path): no results; expected those of a race; write them with lapwing results or classify, --format json"
            )
        }
        let race = results.race
        session = results.session
        circuit = race.circuit
        started = race.start
        let name = "\(race.name.isEmpty ? session : race.name), \(circuit)"
        if let fault = Self.fault(results) {
            throw Failure("\(path): found \(name), \(fault.found), expected \(fault.expected); \(fault.remedy)")
        }
        var seen = Set<CarNumber>()
        let cars = try results.classification.map { car in
            let number = car.row.car
            guard !number.text.isEmpty, !car.entry.carClass.isEmpty else {
                throw Failure("\(path): a row without number or class; expected results as JSON; write them anew")
            }
            guard seen.insert(number).inserted else { throw Failure("\(path): car \(number) twice") }
            return RaceResult.Car(car)
        }
        let winner = results.classification.first?.row
        result = RaceResult(
            name,
            distance: .init(
                laps: winner?.laps ?? 0, run: (winner?.total ?? .zero) - (winner?.penalty ?? .zero),
                scheduled: race.duration),
            cars: cars, isFinal: race.result.map { $0 == .final } ?? false)
    }

    /// Why nothing can follow from these results yet, or ever.
    private static func fault(_ results: PublishedResults) -> (found: String, expected: String, remedy: String)? {
        let race = results.race
        if !race.isRace { return ("which is \(race.kind.text)", "a race", "leave it out") }
        if let time = results.intermediate?.time {
            return (
                "as it was at \(ClockText.clock(time))", "the classification at its end",
                "write it without --intermediate"
            )
        }
        if !race.phase.text.isEmpty, race.phase != .ended {
            return (
                "which is \(race.phase.text)", "a race that has ended",
                "wait for its end, or lapwing control session end"
            )
        }
        return nil
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
    /// Of a race with all its parts.
    fileprivate init(_ whole: PublishedWholeResult) {
        self.init(
            "\(whole.name), \(whole.circuit)",
            distance: .init(
                laps: whole.classification.first?.laps ?? 0, run: whole.run, scheduled: whole.duration),
            cars: whole.classification.map { car in
                Car(
                    Crew(car.number, team: car.team, drivers: car.drivers), carClass: car.carClass, cup: car.cup,
                    position: car.position, classPosition: car.classPosition, hasStarted: car.wasSeen)
            }, isFinal: whole.parts.allSatisfy { $0.standing.known == .final })
    }

    /// The note on a result that may still change; nil when it is final.
    var doubt: String? {
        isFinal ? nil : "\(name): the result is provisional; ask again when it is final"
    }
}

extension RaceResult.Car {
    init(_ car: ClassifiedCar) {
        let row = car.row
        self.init(
            Crew(row.car, team: car.entry.team ?? "", drivers: car.entry.drivers.map(\.name)),
            carClass: car.entry.carClass, cup: car.entry.cup, position: row.position,
            classPosition: row.classPosition,
            // A car that was never seen is not classified, and has no crossing.
            hasStarted: row.lastSeen != nil || row.laps > 0)
    }
}
