public import Timing

/// The subject of an explanation, and why one cannot be given (docs/protocol.md, section 4.8).
extension ExplainedThing {
    /// The subject in a request: `lap`, `stop` or `obligation`; a request without any of them asks about the position.
    init(_ json: JSON) throws(Refusal) {
        let counts: ClosedRange<Int64> = 1...1_000_000
        let asked = ["lap", "stop", "obligation"].filter { json[$0] != nil }
        guard asked.count <= 1 else {
            throw .wrong(asked[1], "\(asked[1]) beside \(asked[0])", "one of lap, stop and obligation, or none")
        }
        switch asked.first {
        case "lap": self = .lap(Int(try json.require("lap", counts)))
        case "stop": self = .stop(Int(try json.require("stop", counts)))
        case "obligation": self = .obligation(try json.requireObligation("obligation", in: ""))
        default: self = .position
        }
    }
}

extension Refusal {
    /// Why something cannot be explained, in the protocol's words.
    public init(_ nothing: NothingToExplain) {
        switch nothing {
        case .car(let car):
            self.init(
                .unknownCar, field: "car", "no entry has number \"\(car.text)\"",
                expected: "a number of the entry list",
                remedy: "check the number against the entry list; \"07\" and \"7\" are different cars")
        case .lap(let lap, let completed):
            self.init(
                .wrongValue, field: "lap", "found \(lap)",
                expected: completed == 0 ? "a car that has completed a lap" : "1 to \(completed)",
                remedy: "name a lap that the car has completed")
        case .stop(let stop, let made):
            self.init(
                .wrongValue, field: "stop", "found \(stop)",
                expected: made == 0 ? "a car that has been in the pit lane" : "1 to \(made)",
                remedy: "name one of the car's stops, counted from 1")
        case .obligation(let name, let owed):
            self.init(
                .wrongValue, field: "obligation", "found \(name)",
                expected: owed.isEmpty ? "a car that owes something" : owed.map(\.description).joined(separator: ", "),
                remedy: "name one of the car's verdicts")
        }
    }
}
