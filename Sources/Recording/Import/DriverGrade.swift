import Rulebook
import Timing

/// Grades of drivers as sheets write them.
enum DriverGrade {
    /// The grade that is meant; nil where none is known.
    static func known(_ text: String) -> (grade: String, isExact: Bool)? {
        if Driver.grades.contains(text) { return (text, true) }
        let word = text.lowercased()
        if word.isEmpty { return nil }
        if let same = Driver.grades.first(where: { $0.lowercased() == word || $0.lowercased().prefix(1) == word }) {
            return (same, false)
        }
        return word.count > 3 ? nearest(to: text, of: Driver.grades).map { ($0, false) } : nil
    }
}
