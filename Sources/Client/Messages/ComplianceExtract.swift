public import Timing
public import Wire

/// The compliance part of results, as it came: `verdicts`, `infringements` and `net` (docs/protocol.md, section 4.9).
public struct ComplianceExtract {
    /// One JSON object with these three lists.
    public let bytes: [UInt8]

    /// - Parameter car: leaves out all others.
    public init(of results: [UInt8], car: CarNumber?) throws(Refusal) {
        let members = try Members(message: JSON(results), type: "results")
        func list(_ name: String, of member: String) throws(Refusal) -> JSON.Member {
            let elements = try members.elements(name)
            return .init(name, .array(elements.filter { car == nil || $0[member]?.text == car?.text }))
        }
        bytes =
            JSON.object([
                try list("verdicts", of: "car"), try list("infringements", of: "car"), try list("net", of: "number"),
            ]).bytes
    }
}
