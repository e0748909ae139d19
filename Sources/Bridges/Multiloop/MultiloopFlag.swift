package import Client
import Timing

/// The state of the track as Multiloop has it. A full course yellow and a safety car are yellow.
package enum MultiloopFlag: String, CaseIterable, Hashable, Sendable {
    case green = "G"
    case yellow = "Y"
    case red = "R"
    case white = "W"
    case chequered = "K"
    /// None is shown.
    case unflagged = "U"
    /// The track is closed.
    case closed = "C"

    /// What is shown of a session; one that is over has finished.
    package init(of race: PublishedRace) {
        self = race.phase.known == .ended ? .chequered : MultiloopFlag(race.flag.known)
    }

    init(_ flag: Flag?) {
        self =
            switch flag {
            case .green: .green
            case .yellow, .fullCourseYellow, .safetyCar: .yellow
            case .red: .red
            case .chequered: .chequered
            case nil: .unflagged
            }
    }
}
