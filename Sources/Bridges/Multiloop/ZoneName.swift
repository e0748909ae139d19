package import Timing

/// Names of time zones, as the database of IANA has them.
package enum ZoneName {
    /// Whether a text can be one: America/Los_Angeles, Etc/GMT-8.
    package static func isOne(_ text: String) -> Bool {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        return text.utf8.count <= 64
            && parts.allSatisfy { part in
                part.unicodeScalars.first.map { ("A"..."Z").contains($0) || ("a"..."z").contains($0) } == true
                    && part.unicodeScalars.allSatisfy {
                        ("A"..."Z").contains($0) || ("a"..."z").contains($0) || ("0"..."9").contains($0)
                            || "_-+".unicodeScalars.contains($0)
                    }
            }
    }

    /// The zone that is always so far ahead of UTC; nil where the database has none: of an offset with minutes. Its
    /// names count westwards: eight hours ahead of UTC is Etc/GMT-8.
    package static func fixed(_ offset: Milliseconds) -> String? {
        let (hours, rest) = offset.count.quotientAndRemainder(dividingBy: 3_600_000)
        guard rest == 0, (-12...14).contains(hours) else { return nil }
        return hours == 0 ? "Etc/UTC" : "Etc/GMT\(hours > 0 ? "-" : "+")\(hours.magnitude)"
    }
}
