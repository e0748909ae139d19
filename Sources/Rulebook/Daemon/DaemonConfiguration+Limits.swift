import Timing

extension DaemonConfiguration.Limits {
    private static let keys = [
        "messageBytes", "feedQueue", "publicationQueue", "historyBytes", "unknownTransponders", "requestsPerSecond",
        "subscriberStall",
    ]

    init?(_ field: Field) {
        guard let table = Table(field, keys: Self.keys) else { return nil }
        self.init()
        messageBytes = table["messageBytes"]?.bytes(1 << 10...256 << 20) ?? messageBytes
        feedQueue = table["feedQueue"]?.integer(1...100_000_000) ?? feedQueue
        publicationQueue = table["publicationQueue"]?.integer(1...100_000_000) ?? publicationQueue
        historyBytes = table["historyBytes"]?.bytes(1 << 10...64 << 30) ?? historyBytes
        unknownTransponders = table["unknownTransponders"]?.integer(1...1_000_000) ?? unknownTransponders
        requestsPerSecond = table["requestsPerSecond"]?.integer(1...1_000_000) ?? requestsPerSecond
        subscriberStall = table["subscriberStall"]?.duration(.seconds(1) ... .minutes(60)) ?? subscriberStall
    }
}

extension DaemonConfiguration.Journal {
    init?(_ field: Field) {
        guard let table = Table(field, keys: ["directory", "sync", "segment", "backlog"]) else { return nil }
        self.init()
        directory = table["directory"]?.referredPath()
        sync = table["sync"]?.duration(Milliseconds(1) ... .seconds(10)) ?? sync
        segment = table["segment"]?.bytes(64 << 10...1 << 30) ?? segment
        backlog = table["backlog"]?.bytes(1 << 20...64 << 30) ?? backlog
    }
}

extension Field {
    /// A size: a number of bytes, or of KiB, MiB or GiB.
    func bytes(_ range: ClosedRange<Int>) -> Int? {
        let expected = "a size from \(range.lowerBound) to \(range.upperBound) bytes"
        let units = ["": 1, "B": 1, "KiB": 1 << 10, "MiB": 1 << 20, "GiB": 1 << 30]
        let text = written ?? ""
        let digits = text.prefix(while: isDigit)
        guard digits.count <= 12, let unit = units[String(text.dropFirst(digits.count).drop { $0 == " " })],
            let number = wholeNumber(String(digits))
        else {
            fault(found: found, expected: expected, remedy: "write it like 65536, 512 KiB or 64 MiB")
            return nil
        }
        let (bytes, overflows) = number.multipliedReportingOverflow(by: unit)
        guard !overflows, range.contains(bytes) else {
            fault(found: found, expected: expected, remedy: "choose a size in this range")
            return nil
        }
        return bytes
    }
}
