import ArgumentParser
import Wire

/// `lapwing compliance`: what the cars owe, and how far they are with it.
struct Compliance: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract:
            "Ask a running daemon what each car owes: stops, stints, driving times; and what was not complied with.",
        discussion: "JSON is one object with `verdicts`, `infringements` and `net` (docs/protocol.md, section 4.9).")

    enum Format: String, ExpressibleByArgument, CaseIterable {
        case text, json
    }

    @OptionGroup var daemon: DaemonAddress

    @Option(help: "text or json.")
    var format = Format.text

    @Option(help: "Only this car.")
    var car: String?

    func run() throws {
        let ask = try daemon.ask()
        let results = try JSON(try ask.answer(Query.results.bytes(session: nil)))
        let numbers = (results["classification"]?.elements ?? []).compactMap { $0["number"]?.text }
        if let car, !numbers.contains(car) { throw Failure("no entry has number \"\(car)\"") }
        switch format {
        case .text: for line in ComplianceSheet(results, car: car).everything { print(line) }
        case .json: print(String(decoding: extract(results).bytes, as: UTF8.self))
        }
    }

    private func extract(_ results: JSON) -> JSON {
        func list(_ name: String, of member: String) -> JSON.Member {
            let elements = results[name]?.elements ?? []
            return .init(name, .array(elements.filter { car == nil || $0[member]?.text == car }))
        }
        return .object([list("verdicts", of: "car"), list("infringements", of: "car"), list("net", of: "number")])
    }
}
