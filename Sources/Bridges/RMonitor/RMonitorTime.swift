import Timing

/// Times as RMonitor writes them. Hours go on beyond 23: a race of 24 hours ends at `24:00:41.310`.
enum RMonitorTime {
    /// `HH:MM:SS`, cut to the second.
    static func seconds(_ time: Milliseconds) -> String {
        let seconds = max(0, time.count) / 1000
        return "\(digits(seconds / 3600, 2)):\(digits(seconds / 60 % 60, 2)):\(digits(seconds % 60, 2))"
    }

    /// `HH:MM:SS.DDD`.
    static func text(_ time: Milliseconds) -> String { "\(seconds(time)).\(digits(max(0, time.count) % 1000, 3))" }

    /// `+HH:MM:SS.DDD` or `-HH:MM:SS.DDD`.
    static func signed(_ time: Milliseconds) -> String {
        (time < .zero ? "-" : "+") + text(Milliseconds(abs(time.count)))
    }

    private static func digits(_ number: Int64, _ width: Int) -> String {
        let text = String(number)
        return String(repeating: "0", count: max(0, width - text.count)) + text
    }

    /// A time of `HH:MM:SS`, with `.DDD` where that is asked for; nil of anything else.
    static func read(_ text: some StringProtocol, withThousandths: Bool) -> Milliseconds? {
        let bytes = Array(text.utf8)
        let head = withThousandths ? bytes.count - 4 : bytes.count
        guard (8...10).contains(head), bytes[head - 3] == UInt8(ascii: ":"), bytes[head - 6] == UInt8(ascii: ":"),
            // Written again it has to be the same: hours have two digits where they need no more.
            head == 8 || bytes[0] != UInt8(ascii: "0"),
            let hours = number(bytes[..<(head - 6)]), let minutes = number(bytes[(head - 5)..<(head - 3)]),
            let seconds = number(bytes[(head - 2)..<head]), minutes < 60, seconds < 60
        else { return nil }
        let whole = (hours * 3600 + minutes * 60 + seconds) * 1000
        guard withThousandths else { return Milliseconds(whole) }
        guard bytes[head] == UInt8(ascii: "."), let thousandths = number(bytes[(head + 1)...]) else { return nil }
        return Milliseconds(whole + thousandths)
    }

    private static func number(_ digits: ArraySlice<UInt8>) -> Int64? {
        var number: Int64 = 0
        for digit in digits {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) else { return nil }
            number = number * 10 + Int64(digit - UInt8(ascii: "0"))
        }
        return number
    }
}
