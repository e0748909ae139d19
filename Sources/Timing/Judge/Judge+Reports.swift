/// Infringements by the count of reports: people report, and nothing is judged.
extension ObligationRule {
    static let reports = ObligationRule(
        judge: { _ in }, infringement: { $0.state == .over ? .reports : nil }, cites: { _, _, _ in [] },
        isChanged: { _, _ in false })
}
