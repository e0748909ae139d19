package import Client
import Timing

/// What `$F` can show. It has no word for a white flag, a safety car or a full course yellow.
package enum RMonitorFlag: String, CaseIterable, Hashable, Sendable {
    case none = "      "
    case green = "Green "
    case yellow = "Yellow"
    case red = "Red   "
    case finish = "Finish"

    /// What is shown of a session; one that is over has finished.
    package init(of race: PublishedRace) {
        self =
            switch race.flag.known {
            case _ where race.phase.known == .ended: .finish
            case .green: .green
            case .yellow, .fullCourseYellow, .safetyCar: .yellow
            case .red: .red
            case .chequered: .finish
            case nil: .none
            }
    }
}
