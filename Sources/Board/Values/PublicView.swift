import Client
import Timing

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
}
