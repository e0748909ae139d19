/// What `$F` can show. It has no word for a white flag, a safety car or a full course yellow.
package enum RMonitorFlag: String, CaseIterable, Hashable, Sendable {
    case none = "      "
    case green = "Green "
    case yellow = "Yellow"
    case red = "Red   "
    case finish = "Finish"
}
