/// How it stands with a box, as it says itself in a heartbeat (docs/protocol.md, section 2.3). Nothing is judged by it:
/// it is in no lane and in no journal.
public struct BoxHealth: Hashable, Sendable {
    private var values: [BoxMeasure: Int64] = [:]

    public init() {}

    /// Nil where the box does not say it. A value out of the measure's range is cut to its end.
    public subscript(_ measure: BoxMeasure) -> Int64? {
        get { values[measure] }
        set {
            values[measure] = newValue.map { min(max($0, measure.range.lowerBound), measure.range.upperBound) }
        }
    }

    /// Whether it says nothing that this version knows.
    public var isEmpty: Bool { values.isEmpty }

    /// What is not as those who made the box want it, by the limits that stand beside.
    public var faults: [BoxMeasure] {
        BoxMeasure.allCases.filter { measure in
            guard let limit = limit(of: measure), let value = values[measure] else { return false }
            return measure == .strength ? value < limit && values[.passings] != 0 : value > limit
        }
    }

    /// The limit that was told for a measure: the least strength, else the most.
    public func limit(of measure: BoxMeasure) -> Int64? {
        switch measure {
        case .noise: values[.noiseMost]
        case .offsetTenths: values[.offsetTenthsMost]
        case .strength: values[.strengthLeast]
        default: nil
        }
    }

    /// Reads the object; members that it does not know are ignored.
    public init(_ json: JSON) throws(Refusal) {
        guard case .object(let members) = json else { throw .wrong("health", json.kind, "an object") }
        for member in members {
            guard let measure = BoxMeasure(rawValue: member.name) else { continue }
            guard let value = member.value.integer, measure.range.contains(value) else {
                let found = member.value.integer.map { "\($0)" } ?? member.value.kind
                throw .wrong(
                    "health.\(member.name)", found,
                    "an integer of \(measure.range.lowerBound) to \(measure.range.upperBound)")
            }
            values[measure] = value
        }
    }

    /// In the order of the measures.
    var members: [JSON.Member] {
        BoxMeasure.allCases.compactMap { measure in
            values[measure].map { JSON.Member(measure.rawValue, .integer($0)) }
        }
    }
}
