import Client
import Timing
import Wire

/// The result of a session with all its parts, as a sheet of paper or a table for a spreadsheet.
struct WholeResultSheet {
    private let result: PublishedWholeResult

    init(_ result: PublishedWholeResult) { self.result = result }

    private var isRace: Bool { result.kind.known == .race }

    var text: String {
        let parts = result.parts.map { part in
            "\(part.origin.session) \(part.origin.epoch).\(part.origin.sequence) (\(part.standing.text))"
        }
        let head = "\(result.name) · \(result.circuit) · \(parts.joined(separator: " + "))"
        let several = result.parts.count > 1 ? result.parts.map(\.origin.session) : []
        let columns: [TextTable.Column] =
            [
                .right("POS"), .right("NO"), .left("CLASS"), .right("PIC"), .left("TEAM"), .left("DRIVERS", most: 60),
                .right("LAPS"), .right(isRace ? "TOTAL" : "BEST"), .right("GAP"),
            ] + several.map { .right($0.uppercased()) }
        let rows = result.classification.map { car in
            [
                car.position.map(String.init) ?? Self.mark(car.status), car.number.text, car.carClass,
                car.classPosition.map(String.init) ?? "", car.team, car.drivers.joined(separator: ", "),
                "\(car.laps)", ClockText.lap(isRace ? car.total : car.bestLap),
                car.position == nil ? "" : ClockText.distance(car.gap, laps: car.gapLaps),
            ] + several.map { session in own(car, session) }
        }
        return ([head, ""] + TextTable(columns: columns, rows: rows).lines(width: nil)).sheet
    }

    private func own(_ car: PublishedWholeResult.Car, _ session: String) -> String {
        guard let part = car.parts.first(where: { $0.session == session }) else { return "" }
        return "\(part.laps)" + (part.total.map { " \(ClockText.lap($0))" } ?? "")
    }

    private static func mark(_ status: Word<CarStatus>) -> String {
        switch status.known {
        case .disqualified: "DSQ"
        case .withdrawn: "WD"
        case .notStarted: "DNS"
        default: "NC"
        }
    }

    var csv: String {
        let head = "position,number,class,classPosition,team,laps,totalMs,bestLapMs,gapMs,gapLaps,status"
        let rows = result.classification.map { car in
            let cells: [String] = [
                car.position.map(String.init) ?? "", car.number.text, car.carClass,
                car.classPosition.map(String.init) ?? "", car.team, "\(car.laps)",
                car.total.map { "\($0.count)" } ?? "", car.bestLap.map { "\($0.count)" } ?? "",
                car.gap.map { "\($0.count)" } ?? "", "\(car.gapLaps)", car.status.text,
            ]
            return cells.map(Self.quoted).joined(separator: ",")
        }
        return ([head] + rows).sheet
    }

    private static func quoted(_ cell: String) -> String {
        guard cell.contains(where: { ",\"\n\r".contains($0) }) else { return cell }
        return "\"\(cell.replacing("\"", with: "\"\""))\""
    }
}
