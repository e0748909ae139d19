import Client
import Timing
package import Wire

/// What the public sees of what the publication tells.
public struct PublicView: Hashable, Sendable {
    /// Faults before the stewards have decided on them.
    public var showsVerdicts: Bool
    /// Transponder numbers.
    public var showsTransponders: Bool

    public init(showsVerdicts: Bool = true, showsTransponders: Bool = false) {
        self.showsVerdicts = showsVerdicts
        self.showsTransponders = showsTransponders
    }

    func shows(_ infringement: PublishedInfringement) -> Bool {
        showsVerdicts || infringement.state != .reported
    }

    func shows(_ verdict: PublishedVerdict, among infringements: [PublishedInfringement]) -> Bool {
        if showsVerdicts { return true }
        switch verdict.state.known {
        case .notOpen, .open, .lastChance, .inPit, .served, .notApplicable: return true
        case .short, .early, .late, .missed, .over, .unproved, nil:
            return infringements.contains { $0.id == verdict.id && shows($0) }
        }
    }

    /// An answer of the daemon as the public may have it: without transponders, rulebooks by the names of their files
    /// and, where faults are not shown before they are decided on, without these.
    package func shown(_ answer: JSON) -> JSON {
        let undecided = Set(
            (answer["infringements"]?.elements ?? []).filter { $0["state"]?.text == "reported" }.map(Self.name))
        return answer.changed { name, value in
            switch name {
            case "transponder": showsTransponders ? value : nil
            case "place": value.text.map { .string(Self.lastPart(of: $0)) } ?? value
            case "infringements" where !showsVerdicts, "verdicts" where !showsVerdicts:
                .array((value.elements ?? []).filter { !undecided.contains(Self.name($0)) })
            default: value
            }
        }
    }

    /// The car and the obligation that a verdict or an infringement is of.
    private static func name(_ element: JSON) -> String {
        "\(element["car"]?.text ?? "") \(element["id"]?.text ?? "")"
    }

    /// `blancpain-gt-series-asia-2018.yaml:19`
    private static func lastPart(of path: String) -> String {
        path.split(separator: "/").last.map(String.init) ?? path
    }
}
