/// How far the stewards are with the classification.
public enum ResultState: String, CaseIterable, Sendable {
    case provisional, final
}
