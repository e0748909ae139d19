import Timing
import Yams

/// Values that several kinds of file have.
extension Field {
    /// A value, or the word `none`, which is `.some(nil)`.
    func orNone<Value>(_ read: (Field) -> Value?) -> Value?? {
        isNone ? .some(nil) : read(self).map { .some($0) }
    }

    /// The word that switches off what is inherited.
    var isNone: Bool { written == "none" }

    /// Durations, each longer than the one before.
    func ascending(_ range: ClosedRange<Milliseconds>) -> [Milliseconds]? {
        guard let items = list(of: "durations") else { return nil }
        var times: [Milliseconds] = []
        for item in items {
            guard let time = item.duration(range) else { continue }
            if let last = times.last, time <= last {
                item.fault(
                    found: item.found, expected: "a time after \(last.written)",
                    remedy: "write the times in their order, each once")
            }
            times.append(time)
        }
        return times
    }

    /// A length like `5543 m`.
    func metres(_ range: ClosedRange<Int>, like example: String) -> Int? {
        measure("a length", "m", range, "write whole metres, like \(example)")
    }

    /// A speed like `50 km/h`.
    func speed() -> Int? {
        measure("a speed", "km/h", 1...300, "write whole kilometres an hour, like 50 km/h")
    }

    private func measure(_ what: String, _ unit: String, _ range: ClosedRange<Int>, _ remedy: String) -> Int? {
        let expected = "\(what) from \(range.lowerBound) \(unit) to \(range.upperBound) \(unit)"
        guard let text = written, text.hasSuffix(unit),
            let number = wholeNumber(String(text.dropLast(unit.count).trimmingSuffix { $0 == " " }))
        else {
            fault(found: found, expected: expected, remedy: remedy)
            return nil
        }
        guard range.contains(number) else {
            fault(found: found, expected: expected, remedy: "choose \(what) in this range")
            return nil
        }
        return number
    }

    /// A number like `2`, a range like `2..3` with both ends, or `60..` without an upper one.
    func numbers(_ range: ClosedRange<Int>) -> ClosedRange<Int>? {
        let expected = "a number or a range from \(range.lowerBound) to \(range.upperBound)"
        let parts = (written ?? "").split(separator: "..", maxSplits: 1, omittingEmptySubsequences: false)
        let first = parts.first.flatMap { wholeNumber(String($0)) }
        let last =
            parts.count == 2 && parts[1].isEmpty ? range.upperBound : parts.last.flatMap { wholeNumber(String($0)) }
        guard let first, let last, first <= last, range.contains(first), range.contains(last) else {
            fault(found: found, expected: expected, remedy: "write it like 2, 2..3 or 60..")
            return nil
        }
        return first...last
    }

    /// The words of a list, each once.
    func words<Value: CaseIterable & RawRepresentable<String> & Hashable>(
        of what: String, but excluded: Set<Value> = []
    ) -> Set<Value>? {
        var seen = Unique<String>()
        let known = Value.allCases.filter { !excluded.contains($0) }.map(\.rawValue)
        let words = list(of: what)?.compactMap { item in
            let word = item.choice(of: known)
            if let word { seen.check(word, item, "a word") }
            return word.flatMap(Value.init(rawValue:))
        }
        return words.map { Set($0) }
    }

    /// The keys and values of a mapping whose keys are names that the file chooses.
    func named(_ what: String) -> [(name: String, key: Field, value: Field)]? {
        guard let mapping = node.mapping else {
            fault(found: found, expected: what, remedy: "write it as \"key: value\" lines, or {key: value}")
            return nil
        }
        return mapping.compactMap { node, value in
            guard let name = node.scalar?.string, !name.isEmpty else {
                fault(
                    at: node, key: path, found: "a list, a mapping or nothing as a key", expected: what,
                    remedy: "write a plain word")
                return nil
            }
            let path = under(shownKey(name))
            return (
                name, Field(node: node, file: file, path: path, findings: findings),
                Field(node: value, file: file, path: path, findings: findings)
            )
        }
    }

    /// Tells that a value does not come after another where it has to.
    func fault(_ value: Milliseconds, notAfter other: Milliseconds, _ what: String) {
        fault(
            found: value.written, expected: "\(what) after \(other.written)",
            remedy: "correct one of the two")
    }
}

extension ClosedRange<Int> {
    /// As a file states it, where numbers up to `most` are meant.
    func written(upTo most: Int) -> String {
        lowerBound == upperBound
            ? "\(lowerBound)" : upperBound == most ? "\(lowerBound).." : "\(lowerBound)..\(upperBound)"
    }
}

extension Substring {
    fileprivate func trimmingSuffix(while drops: (Character) -> Bool) -> Substring {
        var rest = self
        while let last = rest.last, drops(last) {
            rest.removeLast()
        }
        return rest
    }
}
