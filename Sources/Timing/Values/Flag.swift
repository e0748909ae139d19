/// What the marshals show.
public enum Flag: String, CaseIterable, Hashable, Sendable {
    case green, yellow
    case fullCourseYellow = "fcy"
    case safetyCar
    case red, chequered
}
